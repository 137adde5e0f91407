/* SPDX-License-Identifier: MIT */
/*
 * The parser's state, shared by expr_parse.c (measures, conditions) and
 * expr_operand.c (names, functions, comparisons); private to expr*.c.
 */
#ifndef LSCB_EXPR_PARSE_H
#define LSCB_EXPR_PARSE_H

#include "expr_node.h"

enum { EXPR_DEPTH_MAX = 40, EXPR_LIST_MAX = 256 };

struct parser {
	struct lexer lx;
	struct token tok;	/* the one not yet taken */
	struct expr_env *env;
	struct err *err;
	const struct selection *rows;	/* whose rows a name is read on */
	struct measure *measure;	/* whose reads are noted; NULL: none */
	int depth;
};

int parser_start(struct parser *ps, const char *text, struct expr_env *env,
    const struct selection *rows, int depth, struct err *err);
int parser_next(struct parser *ps);
bool at_word(const struct parser *ps, const char *word);
/* Fails with what was wanted, unless the token is of that kind; takes it. */
int parser_take(struct parser *ps, enum token_kind kind, const char *want);
struct node *new_node(struct parser *ps, enum node_op op,
    enum value_type type);
int parse_condition(struct parser *ps, const struct node **out);
/* EVENT {, EVENT}. */
int parse_events(struct parser *ps, struct selection *sel);
int parse_anchor(struct parser *ps, struct selection *sel, bool *found);
int parse_where(struct parser *ps, struct selection *sel);
/* A comparison, or a name that is a condition by itself. */
int parse_comparison(struct parser *ps, const struct node **out);
/* Notes that the measure looks at those rows. */
int note_read(struct parser *ps, const struct selection *sel);
int need_spells(struct parser *ps, const struct selection *sel, size_t at,
    const char *what);

#endif
