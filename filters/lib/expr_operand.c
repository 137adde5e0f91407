/* SPDX-License-Identifier: MIT */
/*
 * Parses names, values and arithmetic.  Rejected, at the character: names that
 * are no column, day, function or predicate, sums of what is no number, and the
 * empty text, which is missing.
 */
#include <stdio.h>
#include <string.h>

#include "expr_parse.h"
#include "num.h"

enum { PREDICATE_DEPTH = 5 };	/* depth that each named condition costs */

static const struct {
	const char *name;
	enum node_op op;
} days[] = {
	{ "date", OP_DATE }, { "end", OP_END }, { "start", OP_START },
	{ "close", OP_CLOSE },
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

bool
token_is(const struct token *t, const char *name)
{
	return t->n == strlen(name) && memcmp(t->p, name, t->n) == 0;
}

int
use_column(struct expr_env *env, const char *name, size_t n)
{
	size_t names = env->accept_lacking ? env->n_columns : env->n_present;

	for (size_t i = 0; i < names; i++)
		if (strlen(env->columns[i]) == n &&
		    memcmp(env->columns[i], name, n) == 0) {
			env->used_column[i] = true;
			env->lacking = env->lacking || i >= env->n_present;
			return (int)i;
		}
	return -1;
}

static const struct vocab_predicate *
find_predicate(const struct expr_env *env, const struct token *t)
{
	for (size_t i = 0; i < env->vocab->n_predicates; i++)
		if (token_is(t, env->vocab->predicates[i].name))
			return &env->vocab->predicates[i];
	return NULL;
}

bool
is_any_name(const struct parser *ps, const struct token *t)
{
	const char *functions[FUNCTIONS_MAX];
	size_t n = function_names(functions);

	for (size_t i = 0; i < n; i++)
		if (token_is(t, functions[i]))
			return true;
	for (size_t i = 0; i < COUNT(days); i++)
		if (token_is(t, days[i].name))
			return true;
	for (size_t i = 0; i < ps->env->n_columns; i++)
		if (token_is(t, ps->env->columns[i]))
			return true;
	return find_predicate(ps->env, t) != NULL;
}

int
no_name(struct parser *ps, const struct token *t, bool call)
{
	const struct vocabulary *v = ps->env->vocab;
	size_t n, max = ps->env->n_columns + v->n_predicates + FUNCTIONS_MAX +
	    COUNT(days) + LANGUAGE_WORDS_MAX;
	const char **names = arena_alloc(&ps->env->arena,
	    max * sizeof(*names));
	char *name = arena_strndup(&ps->env->arena, t->p, t->n);
	const char *near;

	if (names == NULL || name == NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	n = function_names(names);
	for (size_t i = 0; !call && i < COUNT(days); i++)
		names[n++] = days[i].name;
	if (!call)
		n += language_words(names + n);
	for (size_t i = 0; !call && i < ps->env->n_present; i++)
		names[n++] = ps->env->columns[i];
	for (size_t i = 0; !call && i < v->n_predicates; i++)
		names[n++] = v->predicates[i].name;
	near = near_miss(name, names, n);
	if (near != NULL)
		return expr_err(ps->err, t->at,
		    "no %s '%s'; did you mean '%s'?",
		    call ? "function" : "column", name, near);
	if (call)
		return expr_err(ps->err, t->at, "no function '%s'", name);
	return expr_err(ps->err, t->at,
	    "no column '%s'; a value is written in quotes", name);
}

int
to_day(struct parser *ps, const struct node **n, size_t at)
{
	struct node *d;

	if ((*n)->op != OP_TEXT_LITERAL)
		return 0;
	if ((d = new_node(ps, OP_DATE_LITERAL, TYPE_DAY)) == NULL)
		return -1;
	d->day = date_parse((*n)->text.p, (*n)->text.n);
	if (d->day == DATE_NONE)
		return expr_err(ps->err, at,
		    "compared with a date, want one such as '2026-03-31'");
	*n = d;
	return 0;
}

int
parse_day(struct parser *ps, const struct node **out)
{
	size_t at = ps->tok.at;

	if (parse_operand(ps, out) != 0 ||
	    ((*out)->op == OP_TEXT_LITERAL && to_day(ps, out, at) != 0))
		return -1;
	if ((*out)->type != TYPE_DAY && (*out)->type != TYPE_FIELD)
		return expr_err(ps->err, at, "want a date: date, end, start, "
		    "close, a column or one such as '2026-03-31'");
	return 0;
}

/* A named condition is read in place, on the rows where it is named. */
static int
parse_predicate(struct parser *ps, const struct vocab_predicate *p,
    const struct token *name, const struct node **out)
{
	struct parser inner;
	struct err why = { 0 };

	if (ps->depth + PREDICATE_DEPTH > EXPR_DEPTH_MAX)
		return expr_err(ps->err, name->at, "'%s' is named too deep; "
		    "do predicates name each other in a circle?", p->name);
	if (parser_start(&inner, p->condition, ps->env, ps->rows,
	    ps->depth + PREDICATE_DEPTH, &why) == 0) {
		inner.measure = ps->measure;
		inner.no_outcomes = ps->no_outcomes;
		if (parse_condition(&inner, out) == 0) {
			if (inner.tok.kind == TOK_END)
				return 0;
			expr_err(&why, inner.tok.at, "want the end");
		}
	}
	return err_set(ps->err, STATUS_CONFIG, why.code,
	    "in '%s' (predicates.rec, line %zu): %.400s", p->name, p->line,
	    why.text);
}

static int
parse_name(struct parser *ps, const struct node **out)
{
	static const char *const reserved[] = {
		"where", "by", "and", "or", "not", "in", "of", "distinct",
		"over", "within", "followed", "meets", "has", "from"
	};
	const struct vocab_predicate *p;
	struct token name = ps->tok;
	struct node *n;
	int c;

	for (size_t i = 0; i < COUNT(reserved); i++)
		if (token_is(&name, reserved[i]))
			return expr_err(ps->err, name.at, "want a column, a "
			    "value or a function before '%s'", reserved[i]);
	if (parser_next(ps) != 0)
		return -1;
	if (ps->tok.kind == TOK_OPEN)
		return parse_function(ps, &name, out);
	for (size_t i = 0; i < COUNT(days); i++)
		if (token_is(&name, days[i].name)) {
			if ((n = new_node(ps, days[i].op, TYPE_DAY)) == NULL)
				return -1;
			n->by_window = days[i].op == OP_START ||
			    days[i].op == OP_CLOSE;
			*out = n;
			return 0;
		}
	if ((c = use_column(ps->env, name.p, name.n)) >= 0) {
		if ((n = new_node(ps, OP_COLUMN, TYPE_FIELD)) == NULL)
			return -1;
		n->column = (size_t)c;
		ask_column(ps->env, ps->rows, n);
		*out = n;
		return 0;
	}
	if ((p = find_predicate(ps->env, &name)) != NULL)
		return parse_predicate(ps, p, &name, out);
	return no_name(ps, &name, false);
}

int
number_literal(struct parser *ps, const struct node **out)
{
	struct node *n = new_node(ps, OP_NUMBER_LITERAL, TYPE_NUM);

	if (n == NULL)
		return -1;
	num_decimal(ps->tok.p, ps->tok.n, &n->number.digits,
	    &n->number.scale);
	*out = n;
	return parser_next(ps);
}

int
text_literal(struct parser *ps, const struct node **out)
{
	struct node *n = new_node(ps, OP_TEXT_LITERAL, TYPE_STR);

	if (n == NULL)
		return -1;
	if (ps->tok.n == 0)
		return expr_err(ps->err, ps->tok.at, "an empty value is "
		    "missing; use known(column), or not known(column)");
	n->text = (struct field){ ps->tok.p, ps->tok.n };
	n->at = ps->tok.at;
	*out = n;
	return parser_next(ps);
}

static int
parse_value(struct parser *ps, const struct node **out)
{
	switch (ps->tok.kind) {
	case TOK_NUMBER:
		return number_literal(ps, out);
	case TOK_TEXT:
		return text_literal(ps, out);
	case TOK_WORD:
		return parse_name(ps, out);
	default:
		return expr_err(ps->err, ps->tok.at, "want a column, a value "
		    "or a function%s", ps->tok.kind == TOK_END ?
		    ", found the end" : "");
	}
}

void
ask_column(struct expr_env *env, const struct selection *sel,
    const struct node *n)
{
	size_t all = env->vocab->n_events;

	for (size_t i = 0; i < (sel == NULL ? all : sel->n_events); i++)
		env->asked[(sel == NULL ? i : sel->events[i]) *
		    env->n_columns + n->column] = true;
}

const struct node *
field_of(const struct node *n)
{
	while (n->op == OP_FIRST || n->op == OP_LAST)
		n = n->a;
	return n->op == OP_COLUMN ? n : NULL;
}

/* A column that a function takes from other rows is a number there. */
void
mark_numeric(struct parser *ps, const struct selection *sel,
    const struct node *n)
{
	for (; n->op == OP_FIRST || n->op == OP_LAST; n = n->a)
		sel = &n->rows;
	if (n->op != OP_COLUMN || sel == NULL)
		return;
	for (size_t i = 0; i < sel->n_events; i++)
		ps->env->numeric[sel->events[i] * ps->env->n_columns +
		    n->column] = true;
}

/* a + b, a - b, a * b: both are numbers. */
static int
combine(struct parser *ps, enum node_op op, const struct node *b,
    size_t sign, const struct node **out)
{
	const struct node *sides[2] = { *out, b };
	struct node *n;

	for (int i = 0; i < 2; i++) {
		if (sides[i]->type == TYPE_DAY)
			return expr_err(ps->err, sign, "dates do not add up; "
			    "use days(a, b), months(a, b) or within");
		if (sides[i]->type != TYPE_NUM && sides[i]->type != TYPE_FIELD)
			return expr_err(ps->err, sign,
			    "want numbers on both sides of + - *");
		mark_numeric(ps, ps->rows, sides[i]);
	}
	if ((n = new_node(ps, op, TYPE_NUM)) == NULL)
		return -1;
	n->a = sides[0];
	n->b = sides[1];
	n->by_window = n->a->by_window || n->b->by_window;
	*out = n;
	return 0;
}

static int
parse_product(struct parser *ps, const struct node **out)
{
	const struct node *b;

	if (parse_value(ps, out) != 0)
		return -1;
	while (ps->tok.kind == TOK_TIMES) {
		size_t sign = ps->tok.at;

		if (parser_next(ps) != 0 || parse_value(ps, &b) != 0 ||
		    combine(ps, OP_MULTIPLY, b, sign, out) != 0)
			return -1;
	}
	return 0;
}

int
parse_operand(struct parser *ps, const struct node **out)
{
	const struct node *b;

	if (parse_product(ps, out) != 0)
		return -1;
	while (ps->tok.kind == TOK_PLUS || ps->tok.kind == TOK_MINUS) {
		enum node_op op = ps->tok.kind == TOK_PLUS ? OP_ADD :
		    OP_SUBTRACT;
		size_t sign = ps->tok.at;

		if (parser_next(ps) != 0 || parse_product(ps, &b) != 0 ||
		    combine(ps, op, b, sign, out) != 0)
			return -1;
	}
	return 0;
}

bool
word_ahead(const struct parser *ps, const char *word)
{
	struct parser p = *ps;
	struct err ignored;
	int depth = 0;

	p.err = &ignored;
	while (p.tok.kind != TOK_END) {
		depth += (p.tok.kind == TOK_OPEN) - (p.tok.kind == TOK_CLOSE);
		if (depth == 0 && (at_word(&p, "where") || at_word(&p, "of")))
			return false;
		if (depth == 0 && at_word(&p, word))
			return true;
		if (parser_next(&p) != 0)
			return false;
	}
	return false;
}

int
skip_operand(struct parser *ps, const char *end_word)
{
	int depth = 0;

	while (ps->tok.kind != TOK_END && depth >= 0) {
		if (depth == 0 && (end_word != NULL ? at_word(ps, end_word) :
		    ps->tok.kind == TOK_COMMA))
			return 0;
		depth += (ps->tok.kind == TOK_OPEN) -
		    (ps->tok.kind == TOK_CLOSE);
		if (depth >= 0 && parser_next(ps) != 0)
			return -1;
	}
	return expr_err(ps->err, ps->tok.at, "want %s", end_word != NULL ?
	    end_word : "a comma and the name of an event");
}

int
parse_operand_at(const struct parser *from, struct parser *ps,
    const struct selection *sel, const char *end_word,
    const struct node **out)
{
	struct parser p = *from;

	p.rows = sel;
	p.depth = ps->depth;
	p.measure = ps->measure;
	p.err = ps->err;
	if (parse_operand(&p, out) != 0)
		return -1;
	if (end_word != NULL ? at_word(&p, end_word) :
	    p.tok.kind == TOK_COMMA)
		return 0;
	return expr_err(ps->err, p.tok.at, "want %s", end_word != NULL ?
	    end_word : "a comma");
}
