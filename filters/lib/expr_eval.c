/* SPDX-License-Identifier: MIT */
/*
 * Evaluates compiled conditions on the rows of one subject.  A comparison
 * with something missing is false, whatever the sign; not turns it round.
 * Nothing here depends on the order of rows of one day.  Allocates nothing.
 */
#include <string.h>

#include "expr_node.h"
#include "num.h"

/* The greatest or least day that a has on the rows. */
static bool
extreme_day(const struct node *n, const struct expr_ctx *ctx, size_t row,
    date *out)
{
	struct walk w;
	date d;

	*out = DATE_NONE;
	if (!walk_start(&w, &n->rows, ctx, row))
		return false;
	while ((row = walk_next(&w)) != SIZE_MAX)
		if (expr_day(n->a, ctx, row, &d) && (*out == DATE_NONE ||
		    (n->op == OP_GREATEST ? d > *out : d < *out)))
			*out = d;
	return *out != DATE_NONE;
}

bool
expr_day(const struct node *n, const struct expr_ctx *ctx, size_t row,
    date *out)
{
	const struct subject_row *r = &ctx->subject->rows[row];
	struct field f;

	switch (n->op) {
	case OP_DATE_LITERAL:
		*out = n->day;
		break;
	case OP_DATE:
		*out = r->date;
		break;
	case OP_END:
		*out = r->end;
		break;
	case OP_START:
		*out = ctx->window.start;
		break;
	case OP_CLOSE:
		*out = ctx->window.close;
		break;
	case OP_FIRST:
	case OP_LAST:
		row = rows_taken(n, ctx, row);
		return row != SIZE_MAX && expr_day(n->a, ctx, row, out);
	case OP_GREATEST:
	case OP_LEAST:
		return extreme_day(n, ctx, row, out);
	default:
		f = subject_field(ctx->subject, row, n->column);
		*out = date_parse(f.p, f.n);
	}
	return *out != DATE_NONE;
}

bool
expr_text(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct field *out)
{
	if (n->op == OP_FIRST || n->op == OP_LAST) {
		row = rows_taken(n, ctx, row);
		return row != SIZE_MAX && expr_text(n->a, ctx, row, out);
	}
	*out = n->op == OP_TEXT_LITERAL ? n->text :
	    subject_field(ctx->subject, row, n->column);
	return out->n > 0;
}

/* The place on a scale; what is not on it is missing. */
static bool
get_place(const struct node *n, const struct scale *scale,
    const struct expr_ctx *ctx, size_t row, size_t *out)
{
	struct field f;

	return expr_text(n, ctx, row, &f) &&
	    (*out = scale_place(scale, f.p, f.n)) != SIZE_MAX;
}

/* a against b by their common type; false when one is missing. */
static bool
order(const struct node *n, const struct node *b, const struct expr_ctx *ctx,
    size_t row, int *out)
{
	const struct node *a = n->a;
	struct decimal_value x, y;
	struct field f, g;
	size_t i, k;
	date d, e;

	switch (n->as) {
	case TYPE_NUM:
		if (!expr_number(a, ctx, row, &x) ||
		    !expr_number(b, ctx, row, &y))
			return false;
		*out = num_compare(x.digits, x.scale, y.digits, y.scale);
		return true;
	case TYPE_DAY:
		if (!expr_day(a, ctx, row, &d) || !expr_day(b, ctx, row, &e))
			return false;
		*out = (d > e) - (d < e);
		return true;
	case TYPE_SCALE:
		if (!get_place(a, n->scale, ctx, row, &i) ||
		    !get_place(b, n->scale, ctx, row, &k))
			return false;
		*out = (i > k) - (i < k);
		return true;
	default:
		if (!expr_text(a, ctx, row, &f) || !expr_text(b, ctx, row, &g))
			return false;
		*out = field_is(f, g.p, g.n) ? 0 : 1;
		return true;
	}
}

static bool
compare_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	int d;

	if (!order(n, n->b, ctx, row, &d))
		return false;
	switch (n->compare) {
	case CMP_EQ:
		return d == 0;
	case CMP_NE:
		return d != 0;
	case CMP_LT:
		return d < 0;
	case CMP_LE:
		return d <= 0;
	case CMP_GT:
		return d > 0;
	case CMP_GE:
		return d >= 0;
	}
	return false;
}

static bool
in_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	int d;

	for (size_t i = 0; i < n->n_items; i++) {
		if (!order(n, n->items[i], ctx, row, &d))
			return false;
		if (d == 0)
			return n->compare == CMP_EQ;
	}
	return n->compare == CMP_NE;
}

/* One of the values of a column that holds several, "a;b". */
static bool
has_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	struct field f, item;

	if (!expr_text(n->a, ctx, row, &f))
		return false;
	while (f.n > 0) {
		const char *sign = memchr(f.p, ';', f.n);

		item = f;
		item.n = sign == NULL ? f.n : (size_t)(sign - f.p);
		f.n -= sign == NULL ? f.n : item.n + 1;
		f.p += sign == NULL ? 0 : item.n + 1;
		for (; item.n > 0 && item.p[0] == ' '; item.n--)
			item.p++;
		while (item.n > 0 && item.p[item.n - 1] == ' ')
			item.n--;
		if (field_is(item, n->b->text.p, n->b->text.n))
			return true;
	}
	return false;
}

static bool
known_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	struct decimal_value v;
	struct field f;
	date d;

	if (n->a->type == TYPE_DAY)
		return expr_day(n->a, ctx, row, &d);
	if (n->a->type == TYPE_NUM)
		return expr_number(n->a, ctx, row, &v);
	return expr_text(n->a, ctx, row, &f);
}

/* At least one row, and all of them meet a. */
static bool
every_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	bool found = false;
	struct walk w;

	if (!walk_start(&w, &n->rows, ctx, row))
		return false;
	while ((row = walk_next(&w)) != SIZE_MAX) {
		if (!expr_holds(n->a, ctx, row))
			return false;
		found = true;
	}
	return found;
}

/* Whether the time for an outcome has passed, as far as the data reach. */
static bool
is_ripe(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	date day, end, known = ctx->as_of;

	if (!expr_day(n->rows.day, ctx, row, &day))
		return false;
	end = span_end(&n->rows.within, ctx->holidays, day);
	for (size_t i = 0; ctx->reach != NULL && i < n->rows.n_events; i++) {
		date reach = ctx->reach[n->rows.events[i]];

		if (reach != DATE_NONE && reach < known)
			known = reach;
	}
	return end != DATE_NONE && end <= known;
}

static bool
followed_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	if (ctx->suppose && n->is_outcome && !is_ripe(n, ctx, row))
		return (ctx->come >> n->outcome & 1) != 0;
	return walk_count(&n->rows, ctx, row, 1) > 0;
}

bool
expr_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	switch (n->op) {
	case OP_OR:
		return expr_holds(n->a, ctx, row) ||
		    expr_holds(n->b, ctx, row);
	case OP_AND:
		return expr_holds(n->a, ctx, row) &&
		    expr_holds(n->b, ctx, row);
	case OP_NOT:
		return !expr_holds(n->a, ctx, row);
	case OP_COMPARE:
		return compare_holds(n, ctx, row);
	case OP_IN:
		return in_holds(n, ctx, row);
	case OP_HAS:
		return has_holds(n, ctx, row);
	case OP_KNOWN:
		return known_holds(n, ctx, row);
	case OP_ANY:
		return walk_count(&n->rows, ctx, row, 1) > 0;
	case OP_WITHOUT:
		return walk_count(&n->rows, ctx, row, 1) == 0;
	case OP_EVERY:
		return every_holds(n, ctx, row);
	case OP_DURING:
		return rows_during(&n->rows, ctx, row);
	case OP_THROUGHOUT:
		return rows_throughout(&n->rows, ctx, row);
	case OP_FOLLOWED:
		return followed_holds(n, ctx, row);
	default:
		return rows_latest(&n->rows, ctx, row);
	}
}

bool
condition_holds(const struct node *where, const struct expr_ctx *ctx,
    size_t row)
{
	return where == NULL || expr_holds(where, ctx, row);
}

const char *
condition_failing(const struct node *where, const struct expr_ctx *ctx,
    size_t row, size_t *n)
{
	const char *failing;

	if (condition_holds(where, ctx, row))
		return NULL;
	if (where->op == OP_AND) {
		failing = condition_failing(where->a, ctx, row, n);
		return failing != NULL ? failing :
		    condition_failing(where->b, ctx, row, n);
	}
	*n = where->source_n;
	return where->source;
}

bool
measure_value(const struct measure *m, const struct expr_ctx *ctx,
    size_t row, int64_t *digits, int *scale)
{
	struct decimal_value v;

	if (!expr_number(m->value, ctx, row, &v))
		return false;
	*digits = v.digits;
	*scale = v.scale;
	return true;
}

bool
measure_ripe(const struct measure *m, const struct expr_ctx *ctx, size_t row)
{
	for (size_t i = 0; i < m->n_outcomes; i++)
		if (!is_ripe(m->outcomes[i], ctx, row))
			return false;
	return true;
}
