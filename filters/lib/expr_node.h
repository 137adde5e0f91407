/* SPDX-License-Identifier: MIT */
/*
 * What the parser hands to the evaluator; private to expr*.c.
 */
#ifndef LSCB_EXPR_NODE_H
#define LSCB_EXPR_NODE_H

#include "expr.h"

enum node_op {
	/* Conditions. */
	OP_OR, OP_AND, OP_NOT, OP_COMPARE, OP_IN, OP_HAS, OP_KNOWN,
	OP_ANY, OP_WITHOUT, OP_EVERY, OP_DURING, OP_THROUGHOUT, OP_LATEST,
	OP_FOLLOWED,
	/* Operands. */
	OP_NUMBER_LITERAL, OP_TEXT_LITERAL, OP_DATE_LITERAL, OP_COLUMN,
	OP_DATE, OP_END, OP_START, OP_CLOSE,
	OP_NUMBER, OP_AGE, OP_MONTHS, OP_DAYS, OP_WORKING_DAYS,
	OP_ADD, OP_SUBTRACT, OP_MULTIPLY,
	OP_SUM, OP_GREATEST, OP_LEAST,	/* of a over the rows */
	OP_FIRST, OP_LAST		/* a on that row of them */
};

/*
 * What an operand gives, and what a comparison compares as: TYPE_SCALE by the
 * place on the scale of a column.
 */
enum value_type {
	TYPE_BOOL, TYPE_NUM, TYPE_STR, TYPE_DAY, TYPE_FIELD, TYPE_SCALE
};

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
	size_t at;		/* character of a text, from 1 */
	size_t column;
	const struct node *const *items;	/* OP_IN */
	size_t n_items;
	struct selection rows;	/* functions over a subject's rows */
	const struct scale *scale;	/* as TYPE_SCALE: which */
	bool is_outcome;	/* OP_FOLLOWED: of the measure's own rows, */
	size_t outcome;		/* and which of its outcomes */
	bool by_window;		/* this or a part of it needs the period */
	const char *source;	/* of a condition: as it is written */
	size_t source_n;
};

enum token_kind {
	TOK_END, TOK_WORD, TOK_NUMBER, TOK_TEXT, TOK_COMPARE, TOK_OPEN,
	TOK_CLOSE, TOK_COMMA, TOK_PLUS, TOK_MINUS, TOK_TIMES
};

struct token {
	enum token_kind kind;
	const char *p;		/* as written; TOK_TEXT without its quotes */
	size_t n;
	size_t at;		/* character number, from 1 */
	size_t from;		/* byte of the text, from 0 */
	enum compare compare;
};

struct lexer {
	const char *text;
	size_t n;
	size_t pos;
	struct arena *arena;	/* texts with doubled quotes are copied */
};

/* Whether a condition holds on that row; expr_eval.c. */
bool expr_holds(const struct node *n, const struct expr_ctx *ctx, size_t row);
/* An operand on that row; false: it is missing.  Numbers are expr_number.c. */
bool expr_number(const struct node *n, const struct expr_ctx *ctx,
    size_t row, struct decimal_value *out);
bool expr_day(const struct node *n, const struct expr_ctx *ctx, size_t row,
    date *out);
bool expr_text(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct field *out);

/*
 * Walks over the rows of a selection as seen from a row; expr_rows.c.  Rows
 * of one event come in order of date, the events one after the other.
 */
struct walk {
	const struct selection *sel;
	const struct expr_ctx *ctx;
	size_t outer;
	date from, to;		/* dates of the rows, both ends belong to it */
	size_t event;		/* the next row to be looked at */
	size_t at;
};

/* False: it cannot be said which rows those are, a day is missing. */
bool walk_start(struct walk *w, const struct selection *sel,
    const struct expr_ctx *ctx, size_t outer);
/* The next row, or SIZE_MAX. */
size_t walk_next(struct walk *w);
/* Of OP_FIRST and OP_LAST: that row of the selection, or SIZE_MAX. */
size_t rows_taken(const struct node *n, const struct expr_ctx *ctx,
    size_t outer);
/* How many rows, or max or more where there are as many; -1: a day is missing. */
int64_t walk_count(const struct selection *sel, const struct expr_ctx *ctx,
    size_t outer, int64_t max);
bool rows_during(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row);
bool rows_latest(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row);
bool rows_throughout(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row);
/* The last day of the time that begins on d; DATE_NONE: the table of bank
 * holidays does not reach that far. */
date span_end(const struct span *span, const struct holidays *h, date d);

/* The next token; 0, or -1 with *err. */
int lex_next(struct lexer *lx, struct token *tok, struct err *err);
/* STATUS_CONFIG [bad-expression] "at character N: ...". */
int expr_err(struct err *err, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
