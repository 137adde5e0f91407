/* SPDX-License-Identifier: MIT */
/*
 * Writes the counts: a line for each indicator, window and group, in order of
 * the indicators as given, start, end, by, group.  A ratio whose denominator is
 * nought or not known, and any window that closed before the first row of an
 * event the indicator looks at, is na: not available is not zero.
 */
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

/* A group to be written in its place. */
struct entry {
	const char *group;
	size_t n;
	const struct cell *cells;
};

struct line {
	const struct tally *tally;
	struct window window;
	const char *by;
	struct field group;
	bool available;		/* the events reach back so far */
	bool by_area;		/* group is an area of the populations */
};

static int
by_group(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return bytes_compare(x->group, x->n, y->group, y->n);
}

static struct entry *
sorted_groups(const struct breakdown *b, size_t *n)
{
	struct entry *v;

	*n = table_count(b->groups);
	v = tool_need(calloc(*n + 1, sizeof(*v)));
	for (size_t i = 0; i < *n; i++) {
		v[i].group = table_key(b->groups, i, &v[i].n);
		v[i].cells = b->cells[i];
	}
	if (*n > 1)
		qsort(v, *n, sizeof(*v), by_group);
	return v;
}

/* The separate and the rolling windows as one list by start, then close. */
static size_t *
sorted_windows(const struct periods *p)
{
	size_t *v = tool_need(calloc(p->n_windows + 1, sizeof(*v)));
	size_t a = 0, b = p->n;

	for (size_t i = 0; i < p->n_windows; i++) {
		/* Of two that begin together the separate one ends first. */
		bool separate = b == p->n_windows || (a < p->n &&
		    p->windows[a].start <= p->windows[b].start);

		v[i] = separate ? a++ : b++;
	}
	return v;
}

/* First date of any of the events; DATE_NONE: none has come yet. */
static date
first_of_rows(const struct engine *e, const struct selection *sel)
{
	date first = DATE_NONE;

	for (size_t k = 0; k < sel->n_events; k++) {
		date d = e->first_seen[sel->events[k]];

		if (d != DATE_NONE && (first == DATE_NONE || d < first))
			first = d;
	}
	return first;
}

/*
 * The first date on which all that the indicator looks at is there: its own
 * events, and those it looks for beside them.  DATE_NONE: never.
 */
static date
first_of(const struct engine *e, const struct tally *t)
{
	const struct measure *measures[] = { t->count, t->of };
	date first = DATE_NONE;

	for (int i = 0; i < 2 && measures[i] != NULL; i++)
		for (size_t k = 0; k < measures[i]->n_reads; k++) {
			date d = first_of_rows(e, measures[i]->reads[k]);

			if (d == DATE_NONE)
				return DATE_NONE;
			if (first == DATE_NONE || d > first)
				first = d;
		}
	return first;
}

/*
 * Whether the events reach back to the window.  A rolling window is only
 * as good as the first of its periods.
 */
static bool
reaches(const struct periods *p, size_t w, date first)
{
	size_t period = w < p->n ? w : w - p->n;

	return first != DATE_NONE && first <= p->windows[period].close;
}

/* A column whose values are areas that may have a population of their own. */
static bool
is_area(const struct engine *e, const char *column)
{
	size_t at = history_column(&e->history, column, strlen(column));

	return at != SIZE_MAX && e->history.populated[at];
}

/* The denominator; false when there is none to be had. */
static bool
denominator_of(const struct engine *e, const struct line *l,
    const struct cell *c, int64_t *out)
{
	const struct indicator *ind = l->tally->ind;
	int year, month, day;
	struct field area = { "", 0 };

	if (!ind->population) {
		*out = c->n[PART_OF];
		return true;
	}
	if (l->by[0] != '\0' && !l->by_area)
		return false;
	/* Those whose area is not known are not the whole board. */
	if (l->by_area && l->group.n == 0)
		return false;
	if (l->by_area)
		area = l->group;
	date_split(l->window.close, &year, &month, &day);
	return populations_find(e->populations, area,
	    year + ind->population_offset, ind->age_from, ind->age_to, out);
}

static void
write_line(struct engine *e, struct writer *wr, struct stats *stats,
    const struct line *l, const struct cell *c)
{
	const struct tally *t = l->tally;
	bool ratio = t->ind->unit != UNIT_COUNT, known = false, na;
	int64_t denominator = 0;
	char start[11], close[11];

	date_format(l->window.start, start);
	date_format(l->window.close, close);
	if (ratio)
		known = denominator_of(e, l, c, &denominator);
	if (ratio && !known)
		stats_add(stats, STATS_QUERIED, "no-population", 1);
	na = !l->available || (ratio && (!known || denominator == 0));
	wr_str(wr, t->ind->id);
	wr_str(wr, start);
	wr_str(wr, close);
	wr_str(wr, l->by);
	wr_field(wr, l->group.p, l->group.n);
	wr_int(wr, c->n[PART_COUNT]);
	if (known)
		wr_int(wr, denominator);
	else
		wr_str(wr, "");
	wr_int(wr, 0);
	if (t->matched != NULL)
		wr_int(wr, c->n[PART_UNMATCHED]);
	else
		wr_str(wr, "");
	wr_str(wr, na ? "na" : t->stale_after != DATE_NONE &&
	    l->window.close > t->stale_after ? "stale" : "ok");
	wr_end(wr);
}

static void
write_tally(struct engine *e, struct writer *wr, struct stats *stats,
    const struct tally *t)
{
	size_t *windows = sorted_windows(&t->periods);
	size_t *n = tool_need(calloc(t->n_breakdowns + 1, sizeof(*n)));
	struct entry **groups = tool_need(calloc(t->n_breakdowns + 1,
	    sizeof(*groups)));
	date first = first_of(e, t);

	for (size_t i = 0; i < t->n_breakdowns; i++)
		groups[i] = sorted_groups(&t->breakdowns[i], &n[i]);
	for (size_t i = 0; i < t->periods.n_windows && !wr_failed(wr); i++) {
		size_t w = windows[i];
		struct line l = {
			.tally = t, .window = t->periods.windows[w],
			.by = "", .group = { "", 0 }
		};

		l.available = reaches(&t->periods, w, first);
		write_line(e, wr, stats, &l, &t->total[w]);
		for (size_t b = 0; b < t->n_breakdowns; b++) {
			l.by = t->breakdowns[b].by;
			l.by_area = is_area(e, l.by);
			for (size_t g = 0; g < n[b]; g++) {
				l.group.p = groups[b][g].group;
				l.group.n = groups[b][g].n;
				write_line(e, wr, stats, &l,
				    &groups[b][g].cells[w]);
			}
		}
	}
	for (size_t i = 0; i < t->n_breakdowns; i++)
		free(groups[i]);
	free(groups);
	free(n);
	free(windows);
}

void
counts_write(struct engine *e, struct writer *wr, struct stats *stats)
{
	static const char *const names[] = {
		"indicator", "start", "end", "by", "group", "numerator",
		"denominator", "censored", "unmatched", "status"
	};

	wr_header(wr, names, sizeof(names) / sizeof(*names));
	for (size_t i = 0; i < e->n_tallies; i++)
		write_tally(e, wr, stats, &e->tallies[i]);
}
