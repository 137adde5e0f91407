/* SPDX-License-Identifier: MIT */
/*
 * Which rows of a subject a function looks at, as seen from the row it stands
 * on.  Nothing depends on the order of rows of one day: where one of them must
 * be taken, what they say decides.  Allocates nothing.
 */
#include <limits.h>
#include <string.h>

#include "expr_node.h"

enum { DAY_FIRST = INT_MIN + 1, DAY_LAST = INT_MAX };

/* The spell is open on day d. */
static bool
open_on(const struct subject_row *row, date d)
{
	return row->date <= d && (row->end == DATE_NONE || d < row->end);
}

/* Whether a row is in the window by its anchor. */
static bool
anchored_in(enum anchor anchor, const struct subject_row *row,
    const struct window *w)
{
	bool ends = row->end != DATE_NONE;

	switch (anchor) {
	case ANCHOR_ENDING:
		return ends && row->end >= w->start && row->end <= w->close;
	case ANCHOR_OPEN:
		return open_on(row, w->close);
	case ANCHOR_OVERLAPPING:
		return row->date <= w->close && (!ends ||
		    (w->start < row->end && row->date < row->end));
	default:
		return true;	/* by its date alone */
	}
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

static bool
holidays_reach(const struct holidays *h, date d)
{
	int first, last, y, month, day;

	holidays_span(h, &first, &last);
	date_split(d, &y, &month, &day);
	return y >= first && y <= last;
}

date
span_end(const struct span *span, const struct holidays *h, date d)
{
	date end;

	switch (span->unit) {
	case SPAN_DAYS:
		return d + span->n;
	case SPAN_MONTHS:
		return date_add_months(d, span->n);
	case SPAN_WORKING_DAYS:
		break;
	}
	/* The day before the first working day that is one too many. */
	if (!holidays_reach(h, d))
		return DATE_NONE;
	end = working_day_add(h, d, span->n + 1) - 1;
	return holidays_reach(h, end) ? end : DATE_NONE;
}

/* Whether so many months from a day end before d; none does that ends where
 * the calendar has. */
static bool
ends_before(date start, int months, date d)
{
	date end = date_add_months(start, months);

	return end != DATE_NONE && end < d;
}

/* The first day from which d lies within the span; DATE_NONE as above. */
static date
span_start(const struct span *span, const struct holidays *h, date d)
{
	date start;

	switch (span->unit) {
	case SPAN_DAYS:
		return d - span->n;
	case SPAN_MONTHS:
		/* A month from 28 February ends on 28 March, not later. */
		start = date_add_months(d, -span->n);
		while (start != DATE_NONE && ends_before(start, span->n, d))
			start++;
		return start;
	case SPAN_WORKING_DAYS:
		break;
	}
	if (!holidays_reach(h, d))
		return DATE_NONE;
	start = working_day_add(h, d + 1, -(span->n + 1));
	return holidays_reach(h, start) ? start : DATE_NONE;
}

/* The last day on which the row is open, to the close at the latest; what does not
 * last has one day. */
static date
last_open(const struct selection *sel, const struct expr_ctx *ctx,
    const struct subject_row *row)
{
	date last = !sel->vocab->events[row->event].spell ? row->date :
	    row->end == DATE_NONE ? DAY_LAST : row->end - 1;

	return last < ctx->window.close ? last : ctx->window.close;
}

/* The dates a row may have, by the anchor; false: not known. */
static bool
set_dates(struct walk *w)
{
	const struct selection *sel = w->sel;
	const struct expr_ctx *ctx = w->ctx;
	const struct subject_row *row = &ctx->subject->rows[w->outer];
	date day = DATE_NONE;

	w->from = DAY_FIRST;
	w->to = ctx->window.close;
	switch (sel->anchor) {
	case ANCHOR_DATE:
		w->from = ctx->window.start;
		return true;
	case ANCHOR_ENDING:
	case ANCHOR_OPEN:
	case ANCHOR_OVERLAPPING:
	case ANCHOR_EVER:
		return true;
	case ANCHOR_THIS:
		w->from = row->date;
		w->to = last_open(sel, ctx, row);
		return true;
	case ANCHOR_EARLIER:
		w->to = row->date - 1;
		if (sel->within.given)
			w->from = span_start(&sel->within, ctx->holidays,
			    row->date);
		return w->from != DATE_NONE;
	case ANCHOR_LATER:
		w->from = row->date + 1;
		w->to = sel->within.given ? span_end(&sel->within,
		    ctx->holidays, row->date) : DAY_LAST;
		return w->to != DATE_NONE;
	case ANCHOR_BEFORE:
		if (!expr_day(sel->day, ctx, w->outer, &day))
			return false;
		w->from = span_start(&sel->within, ctx->holidays, day);
		w->to = day;
		return w->from != DATE_NONE;
	case ANCHOR_AFTER:
		if (!expr_day(sel->day, ctx, w->outer, &day))
			return false;
		w->from = day;
		w->to = span_end(&sel->within, ctx->holidays, day);
		return w->to != DATE_NONE;
	}
	return false;
}

/* Sets the walk before the first row of its event that may be one. */
static void
start_event(struct walk *w)
{
	const struct subject *s = w->ctx->subject;

	if (w->event < w->sel->n_events)
		w->at = w->from == DAY_FIRST ? 0 : rows_before(s,
		    &s->of_event[w->sel->events[w->event]], w->from);
}

bool
walk_start(struct walk *w, const struct selection *sel,
    const struct expr_ctx *ctx, size_t outer)
{
	w->sel = sel;
	w->ctx = ctx;
	w->outer = outer;
	w->event = 0;
	w->at = 0;
	if (!set_dates(w))
		return false;
	start_event(w);
	return true;
}

/*
 * A row does not follow itself, and of two rows of one event on one day
 * neither follows the other.
 */
static bool
follows(const struct walk *w, size_t row)
{
	const struct subject_row *rows = w->ctx->subject->rows;

	return row != w->outer && (rows[row].event != rows[w->outer].event ||
	    rows[row].date > rows[w->outer].date);
}

/* A row of the dates is one of the selection. */
static bool
is_in(const struct walk *w, size_t row)
{
	const struct selection *sel = w->sel;

	return anchored_in(sel->anchor, &w->ctx->subject->rows[row],
	    &w->ctx->window) && (!sel->follows || follows(w, row)) &&
	    (sel->where == NULL || expr_holds(sel->where, w->ctx, row));
}

size_t
walk_next(struct walk *w)
{
	const struct subject *s = w->ctx->subject;
	const struct selection *sel = w->sel;

	for (; w->event < sel->n_events; w->event++, start_event(w)) {
		const struct subject_list *list =
		    &s->of_event[sel->events[w->event]];

		while (w->at < list->n) {
			size_t row = list->v[w->at++];

			if (s->rows[row].date > w->to)
				break;
			if (is_in(w, row))
				return row;
		}
	}
	return SIZE_MAX;
}

static bool
by_date_alone(enum anchor anchor)
{
	return anchor != ANCHOR_ENDING && anchor != ANCHOR_OPEN &&
	    anchor != ANCHOR_OVERLAPPING;
}

/* How many rows of the walk there are when nothing but the date is asked. */
static int64_t
rows_between(const struct walk *w)
{
	const struct subject *s = w->ctx->subject;
	int64_t n = 0;

	for (size_t i = 0; i < w->sel->n_events && w->from <= w->to; i++) {
		const struct subject_list *list =
		    &s->of_event[w->sel->events[i]];

		n += (int64_t)((w->to == DAY_LAST ? list->n : rows_before(s,
		    list, w->to + 1)) - rows_before(s, list, w->from));
	}
	return n;
}

int64_t
walk_count(const struct selection *sel, const struct expr_ctx *ctx,
    size_t outer, int64_t max)
{
	struct walk w;
	int64_t n = 0;

	if (!walk_start(&w, sel, ctx, outer))
		return -1;
	if (sel->where == NULL && !sel->follows && by_date_alone(sel->anchor))
		return rows_between(&w);
	while (n < max && walk_next(&w) != SIZE_MAX)
		n++;
	return n;
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
		struct field f = subject_own_field(s, a, c);
		struct field g = subject_own_field(s, b, c);
		int d = bytes_compare(f.p, f.n, g.p, g.n);

		if (d != 0)
			return d < 0;
	}
	return b > a;
}

static size_t
walk_first(const struct selection *sel, const struct expr_ctx *ctx,
    size_t outer)
{
	size_t first = SIZE_MAX, row;
	struct walk w;

	if (!walk_start(&w, sel, ctx, outer))
		return SIZE_MAX;
	while ((row = walk_next(&w)) != SIZE_MAX)
		if (first == SIZE_MAX || is_later(ctx->subject, row, first)) {
			first = row;
			w.to = ctx->subject->rows[row].date;
		}
	return first;
}

static size_t
walk_last(const struct selection *sel, const struct expr_ctx *ctx,
    size_t outer)
{
	const struct subject *s = ctx->subject;
	size_t last = SIZE_MAX;
	struct walk w;

	if (!walk_start(&w, sel, ctx, outer))
		return SIZE_MAX;
	/* From the end of each event, to the day of the last one found. */
	for (size_t i = 0; i < sel->n_events; i++) {
		const struct subject_list *list = &s->of_event[sel->events[i]];
		size_t k = w.to == DAY_LAST ? list->n : rows_before(s, list,
		    w.to + 1);

		while (k > 0) {
			size_t row = list->v[--k];

			if (s->rows[row].date < w.from)
				break;
			if (!is_in(&w, row) || (last != SIZE_MAX &&
			    !is_later(s, last, row)))
				continue;
			last = row;
			w.from = s->rows[row].date;
		}
	}
	return last;
}

size_t
rows_taken(const struct node *n, const struct expr_ctx *ctx, size_t row)
{
	return n->op == OP_FIRST ? walk_first(&n->rows, ctx, row) :
	    walk_last(&n->rows, ctx, row);
}

bool
selection_has(const struct selection *sel, size_t event)
{
	for (size_t i = 0; i < sel->n_events; i++)
		if (sel->events[i] == event)
			return true;
	return false;
}

/* The row is of the selection, in the period, and none like it is later. */
bool
rows_latest(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row)
{
	const struct subject *s = ctx->subject;
	date d = s->rows[row].date;
	size_t other;
	struct walk w;

	if (!selection_has(sel, s->rows[row].event) ||
	    d < ctx->window.start || d > ctx->window.close ||
	    (sel->where != NULL && !expr_holds(sel->where, ctx, row)) ||
	    !walk_start(&w, sel, ctx, row))
		return false;
	w.from = d;
	start_event(&w);
	while ((other = walk_next(&w)) != SIZE_MAX)
		if (other != row && is_later(s, row, other))
			return false;
	return true;
}

/* A spell of the subject that is open on day d, or SIZE_MAX. */
static size_t
spell_on(const struct selection *sel, const struct expr_ctx *ctx, date d)
{
	const struct subject *s = ctx->subject;

	for (size_t i = 0; i < sel->n_events; i++) {
		const struct subject_list *list = &s->of_event[sel->events[i]];

		for (size_t k = 0; k < list->n; k++) {
			if (s->rows[list->v[k]].date > d)
				break;
			if (open_on(&s->rows[list->v[k]], d) &&
			    (sel->where == NULL || expr_holds(sel->where, ctx,
			    list->v[k])))
				return list->v[k];
		}
	}
	return SIZE_MAX;
}

bool
rows_during(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row)
{
	return spell_on(sel, ctx, ctx->subject->rows[row].date) != SIZE_MAX;
}

/*
 * Every day on which the row is open, to the close at the latest, is one of a
 * spell.  A spell that is never open, or only behind the close, has none, and
 * that is not throughout.
 */
bool
rows_throughout(const struct selection *sel, const struct expr_ctx *ctx,
    size_t row)
{
	const struct subject_row *rows = ctx->subject->rows;
	date d = rows[row].date, last = last_open(sel, ctx, &rows[row]);

	if (!sel->vocab->events[rows[row].event].spell)
		return rows_during(sel, ctx, row);
	if (last < d)
		return false;
	while (d <= last) {
		size_t spell = spell_on(sel, ctx, d);

		if (spell == SIZE_MAX)
			return false;
		if (rows[spell].end == DATE_NONE)
			return true;
		d = rows[spell].end;
	}
	return true;
}
