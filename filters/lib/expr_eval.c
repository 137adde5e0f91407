/* SPDX-License-Identifier: MIT */
/*
 * Evaluates compiled conditions on the rows of one subject.  A comparison
 * with something missing is false, whatever the sign; not turns it round.
 * Nothing here depends on the order of rows of one day.  Allocates nothing.
 */
#include <string.h>

#include "expr_node.h"
#include "num.h"

static bool holds(const struct node *n, const struct expr_ctx *ctx,
    size_t row);

/* Whether a row is in the window by its anchor. */
static bool
anchored_in(enum anchor anchor, const struct subject_row *row,
    struct window w)
{
	bool ends = row->end != DATE_NONE;

	switch (anchor) {
	case ANCHOR_DATE:
		return row->date >= w.start && row->date <= w.close;
	case ANCHOR_ENDING:
		return ends && row->end >= w.start && row->end <= w.close;
	case ANCHOR_OPEN:
		return row->date <= w.close && (!ends || w.close < row->end);
	case ANCHOR_OVERLAPPING:
		return row->date <= w.close && (!ends ||
		    (w.start < row->end && row->date < row->end));
	}
	return false;
}

static bool
where_holds(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row)
{
	return sel->where == NULL || holds(sel->where, ctx, row);
}

/* How many rows of the list have a date before d; the list is by date. */
static size_t
rows_before(const struct subject *s, const struct subject_list *list, date d)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->rows[list->v[mid]].date < d)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Rows of the subject with a strictly earlier date, in all its history. */
static int64_t
count_earlier(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row)
{
	const struct subject *s = ctx->subject;
	int64_t n = 0;

	for (size_t i = 0; i < sel->n_events; i++) {
		const struct subject_list *list = &s->of_event[sel->events[i]];
		size_t before = rows_before(s, list, s->rows[row].date);

		if (sel->where == NULL)
			n += (int64_t)before;
		else
			for (size_t k = 0; k < before; k++)
				n += holds(sel->where, ctx, list->v[k]);
	}
	return n;
}

/* Rows of the subject in the period; stops at max. */
static int64_t
count_window(const struct selection *sel, const struct expr_ctx *ctx,
    int64_t max)
{
	const struct subject *s = ctx->subject;
	int64_t n = 0;

	for (size_t i = 0; i < sel->n_events; i++) {
		const struct subject_list *list = &s->of_event[sel->events[i]];
		size_t k = sel->anchor == ANCHOR_DATE ?
		    rows_before(s, list, ctx->window.start) : 0;

		/* By date: nothing behind the close is in any period. */
		for (; k < list->n && n < max; k++) {
			if (s->rows[list->v[k]].date > ctx->window.close)
				break;
			n += anchored_in(sel->anchor, &s->rows[list->v[k]],
			    ctx->window) &&
			    where_holds(sel, ctx, list->v[k]);
		}
	}
	return n;
}

/* A spell of the subject that is open on the row's date. */
static bool
is_during(const struct selection *sel, const struct expr_ctx *ctx, size_t row)
{
	const struct subject *s = ctx->subject;
	struct window day = {
		.start = s->rows[row].date, .close = s->rows[row].date
	};

	for (size_t i = 0; i < sel->n_events; i++) {
		const struct subject_list *list = &s->of_event[sel->events[i]];

		for (size_t k = 0; k < list->n; k++)
			if (anchored_in(ANCHOR_OPEN, &s->rows[list->v[k]],
			    day) && where_holds(sel, ctx, list->v[k]))
				return true;
	}
	return false;
}

/*
 * Whether row b counts as later than row a: by date; on one day by end (open
 * last), then by the text of the columns in their order.  Rows alike in
 * everything are one as good as the other: the index decides.
 */
static bool
is_later(const struct subject *s, size_t a, size_t b)
{
	const struct subject_row *x = &s->rows[a], *y = &s->rows[b];

	if (x->date != y->date)
		return y->date > x->date;
	if (x->end != y->end)
		return x->end != DATE_NONE &&
		    (y->end == DATE_NONE || y->end > x->end);
	for (size_t c = 0; c < s->n_columns; c++) {
		struct field f = subject_field(s, a, c);
		struct field g = subject_field(s, b, c);
		int d = bytes_compare(f.p, f.n, g.p, g.n);

		if (d != 0)
			return d < 0;
	}
	return b > a;
}

/* The row is of the selection, in the period, and none like it is later. */
static bool
is_latest(const struct selection *sel, const struct expr_ctx *ctx, size_t row)
{
	const struct subject *s = ctx->subject;
	bool own = false;

	for (size_t i = 0; i < sel->n_events; i++)
		own = own || sel->events[i] == s->rows[row].event;
	if (!own || !anchored_in(ANCHOR_DATE, &s->rows[row], ctx->window) ||
	    !where_holds(sel, ctx, row))
		return false;
	for (size_t i = 0; i < sel->n_events; i++) {
		const struct subject_list *list = &s->of_event[sel->events[i]];
		size_t k = rows_before(s, list, s->rows[row].date);

		for (; k < list->n; k++) {
			size_t other = list->v[k];

			if (s->rows[other].date > ctx->window.close)
				break;
			if (other != row && is_later(s, row, other) &&
			    where_holds(sel, ctx, other))
				return false;
		}
	}
	return true;
}

static bool
get_day(const struct node *n, const struct expr_ctx *ctx, size_t row,
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
	default:
		f = subject_field(ctx->subject, row, n->column);
		*out = date_parse(f.p, f.n);
	}
	return *out != DATE_NONE;
}

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
		if (!get_day(n, ctx, row, &d))
			return false;
		*out = month_number(d);
		return true;
	}
}

/*
 * Completed years; a date before the birth gives -1 and less.  A row that does
 * not say when its subject was born is told by those that do.
 */
static bool
get_age(const struct node *n, const struct expr_ctx *ctx, size_t row,
    int64_t *out)
{
	int birth = ctx->subject->rows[row].birth, months;

	if (birth == BIRTH_UNSAID)
		birth = ctx->subject->birth;
	if (birth == NO_BIRTH || !get_month(n->a, ctx, row, &months))
		return false;
	months -= birth;
	*out = months >= 0 ? months / 12 : -((11 - months) / 12);
	return true;
}

static bool
get_span(const struct node *n, const struct expr_ctx *ctx, size_t row,
    int64_t *out)
{
	int first, last, y, month, day;
	date a, b;

	if (!get_day(n->a, ctx, row, &a) || !get_day(n->b, ctx, row, &b))
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

static bool
get_number(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct decimal_value *out)
{
	const struct subject_cell *c;
	struct field f;

	out->scale = 0;
	switch (n->op) {
	case OP_NUMBER_LITERAL:
		*out = n->number;
		return true;
	case OP_EARLIER:
		out->digits = count_earlier(&n->rows, ctx, row);
		return true;
	case OP_COUNT:
		out->digits = count_window(&n->rows, ctx, INT64_MAX);
		return true;
	case OP_AGE:
		return get_age(n, ctx, row, &out->digits);
	case OP_COLUMN:
		c = subject_cell(ctx->subject, row, n->column);
		if (c->n > 0 && c->number.scale >= 0) {
			out->digits = c->number.digits;
			out->scale = c->number.scale;
			return true;
		}
		f = subject_field(ctx->subject, row, n->column);
		return num_decimal(f.p, f.n, &out->digits, &out->scale);
	default:
		return get_span(n, ctx, row, &out->digits);
	}
}

static bool
get_text(const struct node *n, const struct expr_ctx *ctx, size_t row,
    struct field *out)
{
	*out = n->op == OP_TEXT_LITERAL ? n->text :
	    subject_field(ctx->subject, row, n->column);
	return out->n > 0;
}

/* a against b by their common type; false when one is missing. */
static bool
order(const struct node *a, const struct node *b, enum value_type as,
    const struct expr_ctx *ctx, size_t row, int *out)
{
	struct decimal_value x, y;
	struct field f, g;
	date d, e;

	if (as == TYPE_NUM) {
		if (!get_number(a, ctx, row, &x) ||
		    !get_number(b, ctx, row, &y))
			return false;
		*out = num_compare(x.digits, x.scale, y.digits, y.scale);
	} else if (as == TYPE_DAY) {
		if (!get_day(a, ctx, row, &d) || !get_day(b, ctx, row, &e))
			return false;
		*out = (d > e) - (d < e);
	} else {
		if (!get_text(a, ctx, row, &f) || !get_text(b, ctx, row, &g))
			return false;
		*out = field_is(f, g.p, g.n) ? 0 : 1;
	}
	return true;
}

static bool
compare_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	int d;

	if (!order(n->a, n->b, n->as, ctx, row, &d))
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
		if (!order(n->a, n->items[i], n->as, ctx, row, &d))
			return false;
		if (d == 0)
			return n->compare == CMP_EQ;
	}
	return n->compare == CMP_NE;
}

static bool
known_holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	date d;

	if (n->a->type == TYPE_DAY)
		return get_day(n->a, ctx, row, &d);
	return subject_field(ctx->subject, row, n->a->column).n > 0;
}

static bool
holds(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	switch (n->op) {
	case OP_OR:
		return holds(n->a, ctx, row) || holds(n->b, ctx, row);
	case OP_AND:
		return holds(n->a, ctx, row) && holds(n->b, ctx, row);
	case OP_NOT:
		return !holds(n->a, ctx, row);
	case OP_COMPARE:
		return compare_holds(n, ctx, row);
	case OP_IN:
		return in_holds(n, ctx, row);
	case OP_KNOWN:
		return known_holds(n, ctx, row);
	case OP_ANY:
		return count_window(&n->rows, ctx, 1) > 0;
	case OP_DURING:
		return is_during(&n->rows, ctx, row);
	default:
		return is_latest(&n->rows, ctx, row);
	}
}

bool
condition_holds(const struct node *where, const struct expr_ctx *ctx,
    size_t row)
{
	return where == NULL || holds(where, ctx, row);
}
