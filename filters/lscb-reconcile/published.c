/* SPDX-License-Identifier: MIT */
/*
 * The table of published figures.  Rejected, each with its line: an indicator
 * nobody knows or a reference that several have, a period that is none, a
 * number that is none, a row without a figure, a figure that stands there twice.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "reconcile.h"

enum {
	INDICATOR, N_NEEDED, BY = N_NEEDED, GROUP, START, END, PERIOD,
	NUMERATOR, DENOMINATOR, VALUE, AS_OF, SOURCE, NOTE, N_COLUMNS
};

static const char *const columns[N_COLUMNS] = {
	"indicator", "by", "group", "start", "end", "period", "numerator",
	"denominator", "value", "as_of", "source", "note"
};

static struct field
cell(const struct rec *rec, const int *at, int column)
{
	static const struct field none = { "", 0 };

	return at[column] < 0 ? none : rec->f[at[column]];
}

static const char *
keep(struct figures *f, struct field text)
{
	return tool_need(arena_strndup(&f->mem, text.p, text.n));
}

/* --- periods ------------------------------------------------------------- */

static int
digits_at(struct field f, size_t at, size_t n)
{
	return at + n > f.n ? -1 : date_digits(f.p + at, (int)n);
}

/* "Q1" at the beginning or end is taken off: 1 to 4; 0 there is none, -1 wrong. */
static int
take_quarter(struct field *f)
{
	const char *q;

	if (f->n < 4)
		return 0;
	if (f->p[0] == 'Q' && f->p[2] == ' ') {
		q = f->p + 1;
		f->p += 3;
	} else if (f->p[f->n - 2] == 'Q' && f->p[f->n - 3] == ' ') {
		q = f->p + f->n - 1;
	} else {
		return 0;
	}
	f->n -= 3;
	return *q >= '1' && *q <= '4' ? *q - '0' : -1;
}

/* First day of the year "2014" (January) or "2014-15" (April). */
static date
year_start(struct field f)
{
	int year = digits_at(f, 0, 4), next;

	if (year < 1)
		return DATE_NONE;
	if (f.n == 4)
		return date_make(year, 1, 1);
	if (f.p[4] != '-' && f.p[4] != '/')
		return DATE_NONE;
	next = digits_at(f, 5, f.n - 5);
	if ((f.n == 7 && next == (year + 1) % 100) ||
	    (f.n == 9 && next == year + 1))
		return date_make(year, 4, 1);
	return DATE_NONE;
}

bool
period_read(struct field f, date *start, date *end)
{
	struct field year = f;
	int quarter = take_quarter(&year), months = quarter > 0 ? 3 : 12;
	char first[48];

	*start = date_parse(f.p, f.n);
	if (*start == DATE_NONE)
		*start = date_parse_as(f.p, f.n, "D Month YYYY", DATE_PIVOT);
	if (*start != DATE_NONE) {
		*end = *start;
		*start = DATE_NONE;
		return true;
	}
	if (f.n < sizeof(first) - 2) {
		memcpy(first, "1 ", 2);
		memcpy(first + 2, f.p, f.n);
		*start = date_parse_as(first, f.n + 2, "D Month YYYY",
		    DATE_PIVOT);
		if (*start != DATE_NONE)
			months = 1;
	}
	if (*start == DATE_NONE) {
		if (quarter < 0 || (*start = year_start(year)) == DATE_NONE)
			return false;
		if (quarter > 0)
			*start = date_add_months(*start, 3 * (quarter - 1));
	}
	*end = date_add_months(*start, months) - 1;
	return true;
}

static bool
read_period(const struct rec *rec, const int *at, struct figure *f)
{
	struct field start = cell(rec, at, START), end = cell(rec, at, END);
	struct field period = cell(rec, at, PERIOD);

	if (period.n > 0 && (start.n > 0 || end.n > 0)) {
		tool_reject(rec, "period", "period-twice",
		    "want a period, or start and end, not both");
		return false;
	}
	if (period.n > 0) {
		if (period_read(period, &f->start, &f->end))
			return true;
		tool_reject(rec, "period", "bad-period", "want 2014-15, "
		    "2014-15 Q1, 2014, 2014 Q1, April 2014 or 31 March 2014");
		return false;
	}
	f->end = date_parse(end.p, end.n);
	f->start = start.n == 0 ? DATE_NONE : date_parse(start.p, start.n);
	if (f->end == DATE_NONE || (start.n > 0 && f->start == DATE_NONE)) {
		tool_reject(rec, f->end == DATE_NONE ? "end" : "start",
		    "bad-date", "want YYYY-MM-DD");
		return false;
	}
	if (f->start != DATE_NONE && f->start > f->end) {
		tool_reject(rec, "end", "end-before-start",
		    "the period ends before it begins");
		return false;
	}
	return true;
}

/* --- what a row says ----------------------------------------------------- */

static bool
read_amount(const struct rec *rec, const int *at, int column, int places,
    struct decimal *d)
{
	struct field f = cell(rec, at, column);

	if (f.n == 0)
		return true;
	if (!num_decimal(f.p, f.n, &d->digits, &d->scale) || d->scale > places)
		tool_reject(rec, columns[column], "not-a-number", "want a bare "
		    "number such as %s: no sign of per cent, no comma; a "
		    "figure that is not shown has no row", column == VALUE ?
		    "14.4" : "94");
	else if (d->digits < 0)
		tool_reject(rec, columns[column], "negative-figure",
		    "a figure of an indicator is never below nought");
	else if (d->digits > DIGITS_MAX)
		tool_reject(rec, columns[column], "too-large",
		    "larger than any figure of people");
	else
		return d->given = true;
	return false;
}

static bool
read_amounts(const struct rec *rec, const int *at, struct figure *f)
{
	if (!read_amount(rec, at, NUMERATOR, SUM_PLACES, &f->c.num) ||
	    !read_amount(rec, at, DENOMINATOR, 0, &f->c.den) ||
	    !read_amount(rec, at, VALUE, FIGURE_PLACES, &f->value))
		return false;
	if (f->c.num.given || f->c.den.given || f->value.given)
		return true;
	tool_reject(rec, at[VALUE] < 0 ? "numerator" : "value", "no-figure",
	    "want a value, or a numerator and denominator");
	return false;
}

/* Is it the reference; or, without its letter, that of which it is a part? */
static bool
has_ref(const struct indicator *ind, struct field ref, bool part)
{
	size_t n = ind->ref == NULL ? 0 : strlen(ind->ref);

	if (n == 0 || (part && (ind->ref[n - 1] < 'a' ||
	    ind->ref[n - 1] > 'z')))
		return false;
	return field_is(ref, ind->ref, part ? n - 1 : n);
}

const struct indicator *
indicator_of(const struct work *w, const char *id, bool has_denominator)
{
	const struct indicator *ind = indicators_find(&w->set, id, strlen(id));

	if (ind != NULL)
		return ind;
	return has_denominator ? &plain_share : &plain_count;
}

/* The indicator of that reference; *several: it has, or may have, more. */
static const struct indicator *
by_ref(const struct work *w, struct field name, bool *several)
{
	const struct indicator *found = NULL;

	*several = false;
	for (size_t i = 0; i < w->set.n; i++)
		if (has_ref(w->set.v[i], name, false)) {
			*several = found != NULL;
			found = w->set.v[i];
		}
	for (size_t i = 0; found == NULL && i < w->set.n; i++)
		*several |= has_ref(w->set.v[i], name, true);
	return found;
}

static bool
plain_has_denominator(const struct work *w, const char *id)
{
	for (size_t i = 0; i < w->ours.n; i++)
		if (strcmp(w->ours.v[i].indicator, id) == 0 &&
		    w->ours.v[i].c.den.given)
			return true;
	return false;
}

static void
reject_indicator(const struct work *w, const struct rec *rec, const char *id)
{
	const char **ids = tool_need(calloc(w->set.n + 1, sizeof(*ids)));
	const char *near;

	for (size_t i = 0; i < w->set.n; i++)
		ids[i] = w->set.v[i]->id;
	near = near_miss(id, ids, w->set.n);
	if (near != NULL)
		tool_reject(rec, "indicator", "no-indicator", "neither an "
		    "indicator of the library nor of the counts; did you mean "
		    "'%s'?", near);
	else
		tool_reject(rec, "indicator", "no-indicator", "neither an "
		    "indicator of the library nor of the counts");
	free(ids);
}

static bool
read_indicator(struct work *w, const struct rec *rec, struct field name,
    struct figure *f)
{
	bool several;

	f->id = keep(&w->published, name);
	f->ind = indicators_find(&w->set, name.p, name.n);
	if (f->ind != NULL)
		return true;
	if (name.n > 0 && counts_has(&w->ours, f->id)) {
		f->ind = indicator_of(w, f->id, plain_has_denominator(w,
		    f->id));
		return true;
	}
	f->ind = by_ref(w, name, &several);
	if (f->ind != NULL && !several) {
		f->id = f->ind->id;
		return true;
	}
	if (several)
		tool_reject(rec, "indicator", "ambiguous-indicator",
		    "several indicators have this reference, or each a part "
		    "of it: name one");
	else
		reject_indicator(w, rec, f->id);
	return false;
}

static bool
read_as_of(const struct rec *rec, const int *at, struct figure *f)
{
	struct field day = cell(rec, at, AS_OF);

	f->as_of = date_parse(day.p, day.n);
	if (day.n == 0 || f->as_of != DATE_NONE)
		return true;
	tool_reject(rec, "as_of", "bad-date", "want YYYY-MM-DD");
	return false;
}

/* --- all of them --------------------------------------------------------- */

static size_t
note_key(struct table *t, const struct figure *f, date as_of, int *added)
{
	struct buf b = { 0 };
	size_t i = SIZE_MAX;

	if (buf_printf(&b, "%s%c%d %d %d %s%c%s", f->id, 0, f->start, f->end,
	    as_of, f->by, 0, f->group) == 0)
		i = table_add(t, b.p, b.n, added);
	buf_free(&b);
	if (i == SIZE_MAX)
		tool_need(NULL);
	return i;
}

/* Puts it behind the others of its indicator, period and group. */
static void
chain(struct figures *all, size_t at)
{
	int added;
	size_t key = note_key(all->keys, &all->v[at], 0, &added);

	all->v[at].key = key;
	if (!added) {
		all->v[all->chains[key].last].next = at;
		all->chains[key].last = at;
		return;
	}
	all->chains = tool_need(grow(all->chains, key, &all->cap_chains,
	    sizeof(*all->chains)));
	all->chains[key].first = all->chains[key].last = at;
}

static bool
read_figure(struct work *w, const struct rec *rec, const int *at,
    struct figure *f)
{
	int added;

	memset(f, 0, sizeof(*f));
	f->next = SIZE_MAX;
	f->by = keep(&w->published, cell(rec, at, BY));
	f->group = keep(&w->published, cell(rec, at, GROUP));
	f->source = keep(&w->published, cell(rec, at, SOURCE));
	f->note = keep(&w->published, cell(rec, at, NOTE));
	if (!read_indicator(w, rec, cell(rec, at, INDICATOR), f) ||
	    !read_period(rec, at, f) || !read_amounts(rec, at, f) ||
	    !read_as_of(rec, at, f))
		return false;
	(void)note_key(w->published.seen, f, f->as_of, &added);
	if (added)
		return true;
	tool_reject(rec, "indicator", "duplicate-figure", "this indicator, "
	    "period and group stand above already; a figure that was published "
	    "anew has another day in as_of");
	return false;
}

void
figures_read(struct work *w, struct reader *rd)
{
	struct figures *all = &w->published;
	const struct rec *rec;
	int at[N_COLUMNS];
	struct figure f;
	struct err err;

	all->seen = tool_need(table_new());
	all->keys = tool_need(table_new());
	for (int i = 0; i < N_COLUMNS; i++)
		at[i] = rd_col(rd, columns[i]);
	if (rd_need(rd, "indicator", &err) < 0 ||
	    (at[PERIOD] < 0 && rd_need(rd, "end", &err) < 0) ||
	    (at[NUMERATOR] < 0 && rd_need(rd, "value", &err) < 0))
		tool_die(&err);
	while ((rec = tool_next(rd)) != NULL) {
		if (!read_figure(w, rec, at, &f))
			continue;
		all->v = tool_need(grow(all->v, all->n, &all->cap,
		    sizeof(*all->v)));
		all->v[all->n++] = f;
		chain(all, all->n - 1);
	}
}

void
figures_free(struct figures *f)
{
	table_free(f->seen);
	table_free(f->keys);
	free(f->chains);
	free(f->v);
	arena_free(&f->mem);
}
