/* SPDX-License-Identifier: MIT */
/*
 * Parses comparisons, and settles how each compares: as numbers, dates, texts
 * or places on a scale.  Rejected, at the character: orders of texts without a
 * scale, numbers against dates, lists of several kinds, words that are near a
 * value of a scale and none.
 */
#include <string.h>

#include "expr_parse.h"

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

/*
 * A text beside a column with a scale is one of its values; where no order is
 * asked for it may be another one, but not a slip of the pen.
 */
static int
check_place(struct parser *ps, const struct scale *scale,
    const struct node *n, bool order)
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
	return !order ? 0 : expr_err(ps->err, n->at, "'%s' is not on the "
	    "scale of this column, see history.rec", word);
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
		return x == NULL ? 0 : check_place(ps, x, cmp->b, false);
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
	return check_place(ps, cmp->scale, cmp->a, true) != 0 ? -1 :
	    check_place(ps, cmp->scale, cmp->b, true);
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
