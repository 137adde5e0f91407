/* SPDX-License-Identifier: MIT */
/*
 * Parses names, functions and comparisons, and settles how each comparison
 * compares: numbers, dates or texts.  Rejected, at the character: names
 * that are no column, orders of texts, numbers against dates, and
 * comparisons with the empty text, which is missing.
 */
#include <stdio.h>
#include <string.h>

#include "expr_parse.h"
#include "num.h"

enum { PREDICATE_DEPTH = 5 };	/* depth that each named condition costs */

/* How a function's parentheses are read. */
enum arguments { ARG_ROWS, ARG_ROWS_ANCHORED, ARG_DAYS, ARG_NAME };

static int parse_operand(struct parser *ps, const struct node **out);

static const struct function {
	const char *name;
	enum node_op op;
	enum value_type type;
	enum arguments arguments;
	int n_days;
	bool by_window;
	bool spells;
} functions[] = {
	{ "earlier", OP_EARLIER, TYPE_NUM, ARG_ROWS, 0, false, false },
	{ "number", OP_COUNT, TYPE_NUM, ARG_ROWS_ANCHORED, 0, true, false },
	{ "any", OP_ANY, TYPE_BOOL, ARG_ROWS_ANCHORED, 0, true, false },
	{ "during", OP_DURING, TYPE_BOOL, ARG_ROWS, 0, false, true },
	{ "latest", OP_LATEST, TYPE_BOOL, ARG_ROWS, 0, true, false },
	{ "known", OP_KNOWN, TYPE_BOOL, ARG_NAME, 0, false, false },
	{ "age", OP_AGE, TYPE_NUM, ARG_DAYS, 1, false, false },
	{ "months", OP_MONTHS, TYPE_NUM, ARG_DAYS, 2, false, false },
	{ "days", OP_DAYS, TYPE_NUM, ARG_DAYS, 2, false, false },
	{ "working_days", OP_WORKING_DAYS, TYPE_NUM, ARG_DAYS, 2, false,
	    false },
};
static const struct {
	const char *name;
	enum node_op op;
} days[] = {
	{ "date", OP_DATE }, { "end", OP_END }, { "start", OP_START },
	{ "close", OP_CLOSE },
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static bool
is_name(const struct token *t, const char *name)
{
	return t->n == strlen(name) && memcmp(t->p, name, t->n) == 0;
}

/* Index of the column, or -1. */
static int
find_column(const struct expr_env *env, const struct token *t)
{
	for (size_t i = 0; i < env->n_columns; i++)
		if (is_name(t, env->columns[i]))
			return (int)i;
	return -1;
}

static const struct vocab_predicate *
find_predicate(const struct expr_env *env, const struct token *t)
{
	for (size_t i = 0; i < env->vocab->n_predicates; i++)
		if (is_name(t, env->vocab->predicates[i].name))
			return &env->vocab->predicates[i];
	return NULL;
}

/* Fails: no such name; says the nearest of all that could stand there. */
static int
no_name(struct parser *ps, const struct token *t, bool call)
{
	const struct vocabulary *v = ps->env->vocab;
	size_t n = 0, max = ps->env->n_columns + v->n_predicates +
	    COUNT(functions) + COUNT(days);
	const char **names = arena_alloc(&ps->env->arena,
	    max * sizeof(*names));
	char *name = arena_strndup(&ps->env->arena, t->p, t->n);
	const char *near;

	if (names == NULL || name == NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	for (size_t i = 0; i < COUNT(functions); i++)
		names[n++] = functions[i].name;
	for (size_t i = 0; !call && i < COUNT(days); i++)
		names[n++] = days[i].name;
	for (size_t i = 0; !call && i < ps->env->n_columns; i++)
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

static int
use_birth_month(struct parser *ps, size_t at)
{
	struct token t = { .p = "birth_month", .n = strlen("birth_month") };
	int c = find_column(ps->env, &t);

	if (c < 0)
		return expr_err(ps->err, at, "age needs the column "
		    "birth_month, which this history does not have");
	ps->env->used_column[c] = true;
	ps->env->ages = true;
	return 0;
}

/* A date argument: date, end, start, close, or a column that holds one. */
static int
parse_day(struct parser *ps, const struct node **out)
{
	size_t at = ps->tok.at;

	if (parse_operand(ps, out) != 0)
		return -1;
	if ((*out)->type != TYPE_DAY && (*out)->type != TYPE_FIELD)
		return expr_err(ps->err, at, "want a date: date, end, start, "
		    "close or a column");
	return 0;
}

static int
parse_days(struct parser *ps, const struct function *f, struct node *n,
    size_t at)
{
	if (parse_day(ps, &n->a) != 0)
		return -1;
	n->by_window = n->a->by_window;
	if (f->n_days == 2) {
		if (parser_take(ps, TOK_COMMA, "a comma and a second date")
		    != 0 || parse_day(ps, &n->b) != 0)
			return -1;
		n->by_window = n->by_window || n->b->by_window;
	}
	if (f->op == OP_WORKING_DAYS)
		ps->env->working_days = true;
	return f->op == OP_AGE ? use_birth_month(ps, at) : 0;
}

static int
parse_rows(struct parser *ps, const struct function *f, struct node *n,
    size_t at)
{
	bool found;

	if (parse_events(ps, &n->rows) != 0)
		return -1;
	if (f->spells && need_spells(ps, &n->rows, at, f->name) != 0)
		return -1;
	if (f->arguments == ARG_ROWS_ANCHORED &&
	    parse_anchor(ps, &n->rows, &found) != 0)
		return -1;
	if (parse_where(ps, &n->rows) != 0)
		return -1;
	if (f->op == OP_LATEST)		/* all of a row settles ties */
		for (size_t i = 0; i < n->rows.n_events; i++)
			ps->env->whole_event[n->rows.events[i]] = true;
	if (f->op != OP_EARLIER && f->op != OP_LATEST &&
	    note_read(ps, &n->rows) != 0)
		return -1;
	n->by_window = f->by_window ||
	    (n->rows.where != NULL && n->rows.where->by_window);
	return 0;
}

static int
parse_function(struct parser *ps, const struct token *name,
    const struct node **out)
{
	const struct function *f = NULL;
	struct node *n;
	int rc;

	for (size_t i = 0; i < COUNT(functions); i++)
		if (is_name(name, functions[i].name))
			f = &functions[i];
	if (f == NULL)
		return no_name(ps, name, true);
	if (++ps->depth > EXPR_DEPTH_MAX)
		return expr_err(ps->err, name->at, "nested too deep");
	if (parser_next(ps) != 0 ||
	    (n = new_node(ps, f->op, f->type)) == NULL)
		return -1;
	if (f->arguments == ARG_DAYS) {
		rc = parse_days(ps, f, n, name->at);
	} else if (f->arguments == ARG_NAME) {
		rc = parse_operand(ps, &n->a);
		if (rc == 0 && n->a->op != OP_COLUMN &&
		    n->a->type != TYPE_DAY)
			rc = expr_err(ps->err, name->at,
			    "known wants the name of a column");
	} else {
		rc = parse_rows(ps, f, n, name->at);
	}
	*out = n;
	ps->depth--;
	return rc != 0 ? -1 : parser_take(ps, TOK_CLOSE, "a closing )");
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
		"where", "by", "and", "or", "not", "in", "of", "distinct"
	};
	const struct vocab_predicate *p;
	struct token name = ps->tok;
	struct node *n;
	int c;

	for (size_t i = 0; i < COUNT(reserved); i++)
		if (is_name(&name, reserved[i]))
			return expr_err(ps->err, name.at, "want a column, a "
			    "value or a function before '%s'", reserved[i]);
	if (parser_next(ps) != 0)
		return -1;
	if (ps->tok.kind == TOK_OPEN)
		return parse_function(ps, &name, out);
	for (size_t i = 0; i < COUNT(days); i++)
		if (is_name(&name, days[i].name)) {
			if ((n = new_node(ps, days[i].op, TYPE_DAY)) == NULL)
				return -1;
			n->by_window = days[i].op == OP_START ||
			    days[i].op == OP_CLOSE;
			*out = n;
			return 0;
		}
	if ((c = find_column(ps->env, &name)) >= 0) {
		if ((n = new_node(ps, OP_COLUMN, TYPE_FIELD)) == NULL)
			return -1;
		n->column = (size_t)c;
		ps->env->used_column[c] = true;
		*out = n;
		return 0;
	}
	if ((p = find_predicate(ps->env, &name)) != NULL)
		return parse_predicate(ps, p, &name, out);
	return no_name(ps, &name, false);
}

static int
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

static int
text_literal(struct parser *ps, const struct node **out)
{
	struct node *n = new_node(ps, OP_TEXT_LITERAL, TYPE_STR);

	if (n == NULL)
		return -1;
	if (ps->tok.n == 0)
		return expr_err(ps->err, ps->tok.at, "an empty value is "
		    "missing; use known(column), or not known(column)");
	n->text = (struct field){ ps->tok.p, ps->tok.n };
	*out = n;
	return parser_next(ps);
}

static int
parse_operand(struct parser *ps, const struct node **out)
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

/* The column is compared with a number on rows of these events. */
static void
mark_numeric(struct parser *ps, const struct node *n)
{
	if (n->op != OP_COLUMN || ps->rows == NULL)
		return;
	for (size_t i = 0; i < ps->rows->n_events; i++)
		ps->env->numeric[ps->rows->events[i] * ps->env->n_columns +
		    n->column] = true;
}

/* A text beside a date is a date. */
static int
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

static int
settle(struct parser *ps, struct node *cmp, size_t at, bool order)
{
	enum value_type a = cmp->a->type, b = cmp->b->type;

	cmp->as = TYPE_STR;
	if (a == TYPE_BOOL || b == TYPE_BOOL)
		return expr_err(ps->err, at, "a condition is true or false "
		    "by itself; do not compare it");
	if (a == TYPE_DAY || b == TYPE_DAY) {
		cmp->as = TYPE_DAY;
		if (a == TYPE_NUM || b == TYPE_NUM)
			return expr_err(ps->err, at, "a date against a "
			    "number; use days(a, b) or months(a, b)");
		return to_day(ps, &cmp->a, at) != 0 ? -1 :
		    to_day(ps, &cmp->b, at);
	}
	if (a == TYPE_NUM || b == TYPE_NUM) {
		cmp->as = TYPE_NUM;
		if (a == TYPE_STR || b == TYPE_STR)
			return expr_err(ps->err, at, "a number against a "
			    "text; leave out the quotes");
		mark_numeric(ps, cmp->a);
		mark_numeric(ps, cmp->b);
		return 0;
	}
	if (order)
		return expr_err(ps->err, at, "texts are only = or !=; an "
		    "order needs a number or a date");
	return 0;
}

/* A word in a list is a value: in (registration, de-registration). */
static int
parse_item(struct parser *ps, const struct node **out)
{
	struct node *n;

	if (ps->tok.kind == TOK_NUMBER)
		return number_literal(ps, out);
	if (ps->tok.kind == TOK_TEXT)
		return text_literal(ps, out);
	if (ps->tok.kind != TOK_WORD)
		return expr_err(ps->err, ps->tok.at, "want a value");
	if ((n = new_node(ps, OP_TEXT_LITERAL, TYPE_STR)) == NULL)
		return -1;
	n->text = (struct field){ ps->tok.p, ps->tok.n };
	*out = n;
	return parser_next(ps);
}

static int
parse_in(struct parser *ps, struct node *in)
{
	const struct node **items = arena_alloc(&ps->env->arena,
	    EXPR_LIST_MAX * sizeof(*items));

	if (items == NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	in->items = items;
	if (parser_next(ps) != 0 ||
	    parser_take(ps, TOK_OPEN, "( and a list of values") != 0)
		return -1;
	for (;;) {
		size_t at = ps->tok.at;

		if (in->n_items == EXPR_LIST_MAX)
			return expr_err(ps->err, at, "more than %d values",
			    EXPR_LIST_MAX);
		if (parse_item(ps, &in->b) != 0 ||
		    settle(ps, in, at, false) != 0)
			return -1;
		items[in->n_items++] = in->b;
		if (in->n_items > 1 && in->b->type != items[0]->type)
			return expr_err(ps->err, at,
			    "numbers and texts in one list");
		if (ps->tok.kind != TOK_COMMA)
			return parser_take(ps, TOK_CLOSE,
			    "a comma or a closing )");
		if (parser_next(ps) != 0)
			return -1;
	}
}

static int
parse_compare(struct parser *ps, const struct node *left, size_t at,
    const struct node **out)
{
	struct node *n = new_node(ps, OP_COMPARE, TYPE_BOOL);
	size_t sign = ps->tok.at;

	if (n == NULL)
		return -1;
	n->a = left;
	n->compare = ps->tok.compare;
	if (parser_next(ps) != 0 || parse_operand(ps, &n->b) != 0 ||
	    settle(ps, n, at, n->compare != CMP_EQ && n->compare != CMP_NE)
	    != 0)
		return -1;
	if (n->a->op != OP_COLUMN && n->b->op != OP_COLUMN &&
	    n->a->type == TYPE_STR && n->b->type == TYPE_STR)
		return expr_err(ps->err, sign, "two values; one of them "
		    "should be a column, without quotes");
	if (ps->tok.kind == TOK_COMPARE)
		return expr_err(ps->err, ps->tok.at,
		    "one sign at a time: a <= x and x < b");
	n->by_window = n->a->by_window || n->b->by_window;
	*out = n;
	return 0;
}

int
parse_comparison(struct parser *ps, const struct node **out)
{
	const struct node *left;
	size_t at = ps->tok.at;
	struct node *in, *n;
	bool negated;

	if (parse_operand(ps, &left) != 0)
		return -1;
	if (ps->tok.kind == TOK_COMPARE)
		return parse_compare(ps, left, at, out);
	if (left->type == TYPE_BOOL) {
		*out = left;
		return 0;
	}
	negated = at_word(ps, "not");
	if (negated && parser_next(ps) != 0)
		return -1;
	if (!at_word(ps, "in"))
		return expr_err(ps->err, ps->tok.at, "want a comparison: "
		    "= != < <= > >= or in");
	if ((in = new_node(ps, OP_IN, TYPE_BOOL)) == NULL)
		return -1;
	in->a = left;
	in->compare = negated ? CMP_NE : CMP_EQ;
	in->by_window = left->by_window;
	n = in;
	*out = n;
	return parse_in(ps, in);
}
