/* SPDX-License-Identifier: MIT */
/*
 * The parser's state, shared by
 *
 *	expr_measure.c		measures
 *	expr_parse.c		conditions, events, where and scopes
 *	expr_function.c		functions and followed by
 *	expr_operand.c		names, values, arithmetic
 *	expr_compare.c		comparisons
 *
 * and private to expr*.c.
 */
#ifndef LSCB_EXPR_PARSE_H
#define LSCB_EXPR_PARSE_H

#include "expr_node.h"

enum { EXPR_DEPTH_MAX = 40, EXPR_LIST_MAX = 256 };

struct parser {
	struct lexer lx;
	struct token tok;	/* the one not yet taken */
	size_t taken;		/* byte behind the last one taken */
	struct expr_env *env;
	struct err *err;
	const struct selection *rows;	/* whose rows a name is read on */
	struct measure *measure;	/* whose reads are noted; NULL: none */
	bool no_outcomes;	/* "followed by" cannot stand here */
	int depth;
};

int parser_start(struct parser *ps, const char *text, struct expr_env *env,
    const struct selection *rows, int depth, struct err *err);
int parser_next(struct parser *ps);
bool at_word(const struct parser *ps, const char *word);
/* Fails: what is wanted at the token, or the word of the language it is near. */
int expr_want(struct parser *ps, const char *what);
/* The words of the language, for a near miss. */
size_t language_words(const char **names);
enum { LANGUAGE_WORDS_MAX = 40 };
/* Fails with what was wanted, unless the token is of that kind; takes it. */
int parser_take(struct parser *ps, enum token_kind kind, const char *want);
struct node *new_node(struct parser *ps, enum node_op op,
    enum value_type type);
int parse_condition(struct parser *ps, const struct node **out);
/* EVENT {, EVENT}. */
int parse_events(struct parser *ps, struct selection *sel);
int parse_anchor(struct parser *ps, struct selection *sel, bool *found);
int parse_where(struct parser *ps, struct selection *sel);
/* N days | working days | months. */
int parse_span(struct parser *ps, struct span *span);
/* A comparison, or a name that is a condition by itself. */
int parse_comparison(struct parser *ps, const struct node **out);
/* Values and functions, added and multiplied. */
int parse_operand(struct parser *ps, const struct node **out);
/* A date argument: date, end, start, close, or a column that holds one. */
int parse_day(struct parser *ps, const struct node **out);
/* A text in *n becomes a date: it stands beside one, or where one is wanted. */
int to_day(struct parser *ps, const struct node **n, size_t at);
int number_literal(struct parser *ps, const struct node **out);
int text_literal(struct parser *ps, const struct node **out);
/* A column, a day, a function or a predicate of that name. */
bool is_any_name(const struct parser *ps, const struct token *t);
/* At the bracket behind a function's name. */
int parse_function(struct parser *ps, const struct token *name,
    const struct node **out);
/* At "followed". */
int parse_followed(struct parser *ps, const struct node **out);
/*
 * Reads an operand that began where from stands, now that it is known on
 * whose rows: those of sel.  It must end with the comma, or the word.
 */
int parse_operand_at(const struct parser *from, struct parser *ps,
    const struct selection *sel, const char *end_word,
    const struct node **out);
/* Goes on to the next comma, or that word, outside of brackets. */
int skip_operand(struct parser *ps, const char *end_word);
/* Whether the word stands ahead, outside of brackets and before any where. */
bool word_ahead(const struct parser *ps, const char *word);
/* The column is read on rows of sel; NULL: on rows of any event. */
void ask_column(struct expr_env *env, const struct selection *sel,
    const struct node *n);
/* The column that the operand reads its text from, or NULL. */
const struct node *field_of(const struct node *n);
/* The column is compared with a number, or summed, on rows of sel. */
void mark_numeric(struct parser *ps, const struct selection *sel,
    const struct node *n);
/* The name at the token, as a string of the arena; NULL: no memory. */
const char *token_name(struct parser *ps);
/* Fails: none of these names; says the nearest. */
int no_such(struct parser *ps, const char *what, const char *const *names,
    size_t n);
bool token_is(const struct token *t, const char *name);
/* Fails: no such name; says the nearest of all that could stand there. */
int no_name(struct parser *ps, const struct token *t, bool call);
/* The names of all functions, for a near miss. */
size_t function_names(const char **names);
enum { FUNCTIONS_MAX = 32 };
/* A list of n pointers with room for one more; NULL with *err. */
void *one_more(struct parser *ps, const void *list, size_t n);
/* Notes that the measure looks at those rows. */
int note_read(struct parser *ps, const struct selection *sel);
int need_spells(struct parser *ps, const struct selection *sel, size_t at,
    const char *what);

#endif
