/* SPDX-License-Identifier: MIT */
/*
 * Evaluates operands that are numbers: ages and spans, columns, arithmetic, and
 * what is counted or added up over rows.  Exact decimals of at most 18 digits; what
 * does not fit is missing.  Allocates nothing.
 */
#include "expr_node.h"
#include "num.h"

/* The month of a day, counted from year 0. */
static bool
get_month(const struct node *n, const struct expr_ctx *ctx, size_t row,
    int *out)
{
	const struct subject_row *r = &ctx->subject->rows[row];
	date d;

	switch (n->op) {
	case OP_DATE:
		*out = r->month;
		return true;
	case OP_END:
		*out = r->end_month;
		return r->end != DATE_NONE;
	case OP_START:
		*out = ctx->window.start_month;
		return true;
	case OP_CLOSE:
		*out = ctx->window.close_month;
		return true;
	default:
		if (!expr_day(n, ctx, row, &d))
			return false;
		*out = month_number(d);
		return true;
	}
}

/* Completed years at a month; a month before the birth gives -1 and less. */
static int64_t
years_old(int birth, int month)
{
	int months = month - birth;

	return months >= 0 ? months / 12 : -((11 - months) / 12);
}

/* Month of birth; a row that does not say is told by those that do. */
static int
birth_of(const struct expr_ctx *ctx, size_t row)
{
	int birth = ctx->subject->rows[row].birth;

	return birth == BIRTH_UNSAID ? ctx->subject->birth : birth;
}

static bool
get_age(const struct node *n, const struct expr_ctx *ctx, size_t row,
    int64_t *out)
{
	int birth = birth_of(ctx, row), month;

	if (birth == NO_BIRTH || !get_month(n->a, ctx, row, &month))
		return false;
	*out = years_old(birth, month);
	return true;
}

bool
subject_age(const struct expr_ctx *ctx, size_t row, bool at_close,
    int64_t *age)
{
	int birth = birth_of(ctx, row);

	if (birth == NO_BIRTH)
		return false;
	*age = years_old(birth, at_close ? ctx->window.close_month :
	    ctx->subject->rows[row].month);
	return true;
}

static bool
get_span(const struct node *n, const struct expr_ctx *ctx, size_t row,
    int64_t *out)
{
	int first, last, y, month, day;
	date a, b;

	if (!expr_day(n->a, ctx, row, &a) || !expr_day(n->b, ctx, row, &b))
		return false;
	if (n->op == OP_DAYS) {
		*out = (int64_t)b - a;
		return true;
	}
	if (n->op == OP_MONTHS) {
		*out = b >= a ? date_months(a, b) : -date_months(b, a);
		return true;
	}
	/* Outside the table of bank holidays nothing is known. */
	holidays_span(ctx->holidays, &first, &last);
	date_split(a < b ? a : b, &y, &month, &day);
	if (y < first)
		return false;
	date_split(a < b ? b : a, &y, &month, &day);
	if (y > last)
		return false;
	*out = working_days(ctx->holidays, a, b);
	return true;
}

/* At most 18 digits, so that sums of a few stay exact. */
static bool
fits(const struct decimal_value *v)
{
	return v->digits <= 999999999999999999 &&
	    v->digits >= -999999999999999999 && v->scale <= 9;
}

/* To places decimals, for sums; false when it does not fit. */
static bool
to_scale(struct decimal_value *v, int scale)
{
	for (; v->scale < scale; v->scale++)
		if (__builtin_mul_overflow(v->digits, 10, &v->digits))
			return false;
	return true;
}

static bool
add(struct decimal_value *a, struct decimal_value b, bool subtract)
{
	int scale = a->scale > b.scale ? a->scale : b.scale;

	if (!to_scale(a, scale) || !to_scale(&b, scale))
		return false;
	return !(subtract ?
	    __builtin_sub_overflow(a->digits, b.digits, &a->digits) :
	    __builtin_add_overflow(a->digits, b.digits, &a->digits)) &&
	    fits(a);
}

/* Without noughts at the end, which say nothing. */
static void
shorten(struct decimal_value *v)
{
	for (; v->scale > 0 && v->digits % 10 == 0; v->scale--)
		v->digits /= 10;
}

/* What is too large or too fine for 18 digits is missing. */
static bool
arithmetic(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct decimal_value *out)
{
	struct decimal_value b;

	if (!expr_number(n->a, ctx, row, out) ||
	    !expr_number(n->b, ctx, row, &b))
		return false;
	if (n->op != OP_MULTIPLY)
		return add(out, b, n->op == OP_SUBTRACT);
	shorten(out);
	shorten(&b);
	out->scale += b.scale;
	return !__builtin_mul_overflow(out->digits, b.digits, &out->digits) &&
	    fits(out);
}

/* Sum, greatest or least of a on the rows that have one. */
static bool
over_rows(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct decimal_value *out)
{
	struct decimal_value v;
	bool found = false;
	struct walk w;
	int d;

	if (!walk_start(&w, &n->rows, ctx, row))
		return false;
	while ((row = walk_next(&w)) != SIZE_MAX) {
		if (!expr_number(n->a, ctx, row, &v))
			continue;
		if (!found) {
			*out = v;
		} else if (n->op == OP_SUM) {
			if (!add(out, v, false))
				return false;
		} else {
			d = num_compare(v.digits, v.scale, out->digits,
			    out->scale);
			if (n->op == OP_GREATEST ? d > 0 : d < 0)
				*out = v;
		}
		found = true;
	}
	return found;
}

static bool
column_number(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct decimal_value *out)
{
	const struct subject_cell *c = subject_cell(ctx->subject, row,
	    n->column);
	struct field f;

	if (c->n > 0 && c->number.scale >= 0) {
		out->digits = c->number.digits;
		out->scale = c->number.scale;
		return true;
	}
	f = subject_field(ctx->subject, row, n->column);
	return num_decimal(f.p, f.n, &out->digits, &out->scale);
}

bool
expr_number(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct decimal_value *out)
{
	out->scale = 0;
	switch (n->op) {
	case OP_NUMBER_LITERAL:
		*out = n->number;
		return true;
	case OP_NUMBER:
		out->digits = walk_count(&n->rows, ctx, row, INT64_MAX);
		return out->digits >= 0;
	case OP_AGE:
		return get_age(n, ctx, row, &out->digits);
	case OP_COLUMN:
		return column_number(n, ctx, row, out);
	case OP_ADD:
	case OP_SUBTRACT:
	case OP_MULTIPLY:
		return arithmetic(n, ctx, row, out);
	case OP_SUM:
	case OP_GREATEST:
	case OP_LEAST:
		return over_rows(n, ctx, row, out);
	case OP_FIRST:
	case OP_LAST:
		row = rows_taken(n, ctx, row);
		return row != SIZE_MAX && expr_number(n->a, ctx, row, out);
	default:
		return get_span(n, ctx, row, &out->digits);
	}
}
