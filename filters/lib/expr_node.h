/* SPDX-License-Identifier: MIT */
/*
 * What the parser hands to the evaluator; private to expr*.c.
 */
#ifndef LSCB_EXPR_NODE_H
#define LSCB_EXPR_NODE_H

#include "expr.h"

enum node_op {
	/* Conditions. */
	OP_OR, OP_AND, OP_NOT, OP_COMPARE, OP_IN, OP_KNOWN,
	OP_ANY, OP_DURING, OP_LATEST,
	/* Operands. */
	OP_NUMBER_LITERAL, OP_TEXT_LITERAL, OP_DATE_LITERAL, OP_COLUMN,
	OP_DATE, OP_END, OP_START, OP_CLOSE,
	OP_EARLIER, OP_COUNT, OP_AGE, OP_MONTHS, OP_DAYS, OP_WORKING_DAYS
};

/* What an operand gives, and what a comparison compares as. */
enum value_type { TYPE_BOOL, TYPE_NUM, TYPE_STR, TYPE_DAY, TYPE_FIELD };

enum compare { CMP_EQ, CMP_NE, CMP_LT, CMP_LE, CMP_GT, CMP_GE };

struct decimal_value {
	int64_t digits;
	int scale;		/* 0 to 9 */
};

struct node {
	enum node_op op;
	enum value_type type;	/* of an operand; TYPE_FIELD is a column's
				 * text, read as what it is compared with */
	enum value_type as;	/* OP_COMPARE, OP_IN: how to compare */
	enum compare compare;
	const struct node *a;
	const struct node *b;
	struct decimal_value number;
	date day;
	struct field text;
	size_t column;
	const struct node *const *items;	/* OP_IN */
	size_t n_items;
	struct selection rows;	/* functions over a subject's rows */
	bool by_window;		/* this or a part of it needs the period */
};

enum token_kind {
	TOK_END, TOK_WORD, TOK_NUMBER, TOK_TEXT, TOK_COMPARE, TOK_OPEN,
	TOK_CLOSE, TOK_COMMA
};

struct token {
	enum token_kind kind;
	const char *p;		/* as written; TOK_TEXT without its quotes */
	size_t n;
	size_t at;		/* character number, from 1 */
	enum compare compare;
};

struct lexer {
	const char *text;
	size_t n;
	size_t pos;
	struct arena *arena;	/* texts with doubled quotes are copied */
};

/* The next token; 0, or -1 with *err. */
int lex_next(struct lexer *lx, struct token *tok, struct err *err);
/* STATUS_CONFIG [bad-expression] "at character N: ...". */
int expr_err(struct err *err, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
