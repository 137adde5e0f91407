/* SPDX-License-Identifier: MIT */
/*
 * Parses names, values, arithmetic and comparisons, and settles how each
 * comparison compares: as numbers, dates, texts or places on a scale.
 * Rejected, at the character: names that are no column, orders of texts without
 * a scale, numbers against dates, and comparisons with the empty text, which is
 * missing.
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

/* A column, a day, a function or a predicate of that name. */
static bool
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

static int to_day(struct parser *ps, const struct node **n, size_t at);

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

/* The scale of the column that an operand reads, or NULL. */
static const struct scale *
scale_of(const struct parser *ps, const struct node *n)
{
	const struct node *field = field_of(n);
	const struct history *h = ps->env->history;
	const char *name;
	size_t c;

	if (field == NULL || h == NULL)
		return NULL;
	name = ps->env->columns[field->column];
	c = history_column(h, name, strlen(name));
	return c != SIZE_MAX && h->scales[c].n > 0 ? &h->scales[c] : NULL;
}

/* A text beside a column with a scale is one of its values. */
static int
check_place(struct parser *ps, const struct scale *scale,
    const struct node *n)
{
	char *word;
	const char *near;

	if (n->op != OP_TEXT_LITERAL ||
	    scale_place(scale, n->text.p, n->text.n) != SIZE_MAX)
		return 0;
	if ((word = arena_strndup(&ps->env->arena, n->text.p, n->text.n)) ==
	    NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	near = near_miss(word, scale->v, scale->n);
	if (near != NULL)
		return expr_err(ps->err, n->at, "'%s' is not on the scale of "
		    "this column; did you mean '%s'?", word, near);
	return expr_err(ps->err, n->at, "'%s' is not on the scale of this "
	    "column, see history.rec", word);
}

/* A slip of the pen is no value; one that is not on the scale may be. */
static int
check_slip(struct parser *ps, const struct scale *scale,
    const struct node *n)
{
	char *word;

	if (n->op != OP_TEXT_LITERAL)
		return 0;
	if ((word = arena_strndup(&ps->env->arena, n->text.p, n->text.n)) ==
	    NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	return near_miss(word, scale->v, scale->n) == NULL ? 0 :
	    check_place(ps, scale, n);
}

static bool
is_date(const struct node *n)
{
	return n->op == OP_TEXT_LITERAL &&
	    date_parse(n->text.p, n->text.n) != DATE_NONE;
}

/* Texts: equal or not, or by their place where both have one scale. */
static int
settle_texts(struct parser *ps, struct node *cmp, size_t at, bool order)
{
	const struct scale *x = scale_of(ps, cmp->a), *y = scale_of(ps,
	    cmp->b);

	cmp->as = TYPE_STR;
	if (!order)
		return x == NULL ? 0 : check_slip(ps, x, cmp->b);
	if (x == NULL && y == NULL && (is_date(cmp->a) || is_date(cmp->b))) {
		cmp->as = TYPE_DAY;
		return to_day(ps, &cmp->a, at) != 0 ? -1 :
		    to_day(ps, &cmp->b, at);
	}
	cmp->scale = x != NULL ? x : y;
	if (cmp->scale == NULL || (x != y && field_of(cmp->a) != NULL &&
	    field_of(cmp->b) != NULL))
		return expr_err(ps->err, at, "texts are only = or !=; an "
		    "order needs a number, a date, or a scale in history.rec");
	cmp->as = TYPE_SCALE;
	return check_place(ps, cmp->scale, cmp->a) != 0 ? -1 :
	    check_place(ps, cmp->scale, cmp->b);
}

static int
settle(struct parser *ps, struct node *cmp, size_t at, bool order)
{
	enum value_type a = cmp->a->type, b = cmp->b->type;

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
		mark_numeric(ps, ps->rows, cmp->a);
		mark_numeric(ps, ps->rows, cmp->b);
		return 0;
	}
	return settle_texts(ps, cmp, at, order);
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
	n->at = ps->tok.at;
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

/* What a column with a scale is compared with may be a bare word. */
static int
parse_right(struct parser *ps, const struct node *left,
    const struct node **out)
{
	const struct scale *scale = scale_of(ps, left);
	const char *word;
	bool on_it;

	if (scale == NULL || ps->tok.kind != TOK_WORD)
		return parse_operand(ps, out);
	on_it = scale_place(scale, ps->tok.p, ps->tok.n) != SIZE_MAX;
	if (!on_it && (word = token_name(ps)) == NULL)
		return -1;
	/* A slip of a value is one, not a column that there is not. */
	if (on_it || (!is_any_name(ps, &ps->tok) &&
	    near_miss(word, scale->v, scale->n) != NULL))
		return parse_item(ps, out);
	return parse_operand(ps, out);
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
	if (parser_next(ps) != 0 || parse_right(ps, left, &n->b) != 0 ||
	    settle(ps, n, at, n->compare != CMP_EQ && n->compare != CMP_NE)
	    != 0)
		return -1;
	if (n->a->type == TYPE_STR && n->b->type == TYPE_STR)
		return expr_err(ps->err, sign, "two values; one of them "
		    "should be a column, without quotes");
	if (ps->tok.kind == TOK_COMPARE)
		return expr_err(ps->err, ps->tok.at,
		    "one sign at a time: a <= x and x < b");
	n->by_window = n->a->by_window || n->b->by_window;
	*out = n;
	return 0;
}

/* COLUMN has 'value'. */
static int
parse_has(struct parser *ps, const struct node *left,
    const struct node **out)
{
	struct node *n = new_node(ps, OP_HAS, TYPE_BOOL);

	if (n == NULL)
		return -1;
	if (left->type != TYPE_FIELD)
		return expr_err(ps->err, ps->tok.at,
		    "'has' stands behind a column of several values");
	n->a = left;
	n->by_window = left->by_window;
	*out = n;
	if (parser_next(ps) != 0)
		return -1;
	if (ps->tok.kind != TOK_TEXT)
		return expr_err(ps->err, ps->tok.at,
		    "want one value in quotes");
	return text_literal(ps, &n->b);
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
	if (at_word(ps, "has"))
		return parse_has(ps, left, out);
	negated = at_word(ps, "not");
	if (negated && parser_next(ps) != 0)
		return -1;
	if (!at_word(ps, "in"))
		return expr_want(ps,
		    "a comparison: = != < <= > >= in or has");
	if ((in = new_node(ps, OP_IN, TYPE_BOOL)) == NULL)
		return -1;
	in->a = left;
	in->compare = negated ? CMP_NE : CMP_EQ;
	in->by_window = left->by_window;
	n = in;
	*out = n;
	return parse_in(ps, in);
}
