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

/* A group to be written in its place, or a value of a group. */
struct entry {
	char *group;		/* owned */
	size_t n;
	const struct cell *cells;
	const int64_t *value;	/* how often, by window; NULL: of a group */
};

/* The groups or the values of one breakdown, in order. */
struct section {
	char *by;		/* "sex", "sex+@value"; owned */
	const struct grouping *grouping;
	struct entry *v;
	size_t n;
};

struct line {
	const struct tally *tally;
	struct window window;
	size_t w;
	const struct section *section;
	const struct entry *entry;
	bool available;		/* the events reach back so far */
};

static int
by_group(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return bytes_compare(x->group, x->n, y->group, y->n);
}

static int
by_by(const void *a, const void *b)
{
	return strcmp(((const struct section *)a)->by,
	    ((const struct section *)b)->by);
}

/* a + b, or b alone without an a; owned. */
static char *
joined(const char *a, size_t a_n, const char *b, size_t b_n, size_t *n)
{
	char *p;

	if (a == NULL)
		a_n = 0;
	p = tool_need(malloc(a_n + b_n + 2));
	if (a_n > 0)
		memcpy(p, a, a_n);
	if (a != NULL)
		p[a_n] = '+';
	*n = a_n + (a != NULL);
	memcpy(p + *n, b, b_n);
	*n += b_n;
	p[*n] = '\0';
	return p;
}

static void
open_groups(struct section *s, const struct breakdown *b,
    const struct grouping *g)
{
	size_t n = strlen(g->by), all = table_count(g->groups);

	s->by = joined(NULL, 0, g->by, n, &n);
	s->grouping = g;
	s->v = tool_need(calloc(all + 2, sizeof(*s->v)));
	for (size_t i = 0; i < b->n_cells; i++) {
		const char *key;

		if (b->cells[i] == NULL)
			continue;
		key = table_key(g->groups, i, &n);
		s->v[s->n].group = joined(NULL, 0, key, n, &s->v[s->n].n);
		s->v[s->n++].cells = b->cells[i];
	}
	qsort(s->v, s->n, sizeof(*s->v), by_group);
}

static void
open_values(struct section *s, const struct breakdown *b,
    const struct grouping *g)
{
	static const char mark[] = "@value";
	size_t n;

	s->by = joined(*g->by == '\0' ? NULL : g->by, strlen(g->by), mark,
	    sizeof(mark) - 1, &n);
	s->grouping = g;
	s->n = table_count(b->values.keys);
	s->v = tool_need(calloc(s->n + 1, sizeof(*s->v)));
	for (size_t i = 0; i < s->n; i++) {
		const char *key = table_key(b->values.keys, i, &n), *group;
		uint32_t number;
		size_t group_n;

		memcpy(&number, key, sizeof(number));
		group = table_key(g->groups, number, &group_n);
		s->v[i].group = joined(*g->by == '\0' ? NULL : group, group_n,
		    key + sizeof(number), n - sizeof(number), &s->v[i].n);
		s->v[i].cells = b->cells[number];
		s->v[i].value = b->values.n[i];
	}
	qsort(s->v, s->n, sizeof(*s->v), by_group);
}

/* Every breakdown, and of a mean or median its values, in order of by. */
static struct section *
open_sections(const struct engine *e, const struct tally *t, size_t *n)
{
	struct section *v = tool_need(calloc(2 * t->n_breakdowns + 1,
	    sizeof(*v)));

	*n = 0;
	for (size_t i = 0; i < t->n_breakdowns; i++) {
		const struct breakdown *b = &t->breakdowns[i];
		const struct grouping *g = &e->groupings[b->grouping];

		open_groups(&v[(*n)++], b, g);
		if (t->spread)
			open_values(&v[(*n)++], b, g);
	}
	qsort(v, *n, sizeof(*v), by_by);
	return v;
}

static void
sections_done(struct section *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < v[i].n; k++)
			free(v[i].v[k].group);
		free(v[i].v);
		free(v[i].by);
	}
	free(v);
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
is_area(const struct engine *e, const struct group_part *part)
{
	const char *name = e->env.columns[part->column];
	size_t at = history_column(&e->history, name, strlen(name));

	return part->bands == NULL && at != SIZE_MAX &&
	    e->history.populated[at];
}

/*
 * The people of a group: of an area, of ages in a band, or of both; false: of
 * this breakdown or group there is no population.  Those whose area is not
 * known are not the whole board.
 */
static bool
population_of(const struct engine *e, const struct line *l, int year,
    int64_t *out)
{
	const struct grouping *g = l->section->grouping;
	const struct indicator *ind = l->tally->ind;
	const char *group = l->entry->group, *sign;
	struct field area = { "", 0 };
	int from = ind->age_from, to = ind->age_to;

	if (g->n_parts > 2)
		return false;
	for (size_t i = 0; i < g->n_parts; i++) {
		const struct group_part *part = &g->parts[i];
		/* Of two the band has no + in it, so it is cut off first. */
		struct field f = { group, strlen(group) };

		if (g->n_parts == 2) {
			sign = g->parts[0].bands != NULL ? strchr(group, '+') :
			    strrchr(group, '+');
			f.n = (size_t)(sign - group);
			if (i == 1)
				f = (struct field){ sign + 1,
				    strlen(sign + 1) };
		}
		if (part->bands != NULL) {
			const struct band *b = NULL;

			for (size_t k = 0; k < part->bands->n; k++)
				if (field_eq(f, part->bands->v[k].text))
					b = &part->bands->v[k];
			if (b == NULL || b->from == AGE_UNBORN)
				return false;
			from = b->from > from ? b->from : from;
			to = b->to < to ? b->to : to;
		} else if (is_area(e, part) && f.n > 0 && area.n == 0) {
			area = f;
		} else {
			return false;
		}
	}
	return from <= to && populations_find(e->populations, area, year,
	    from, to, out);
}

/* The denominator; false when there is none to be had. */
static bool
denominator_of(const struct engine *e, const struct line *l, int64_t *out)
{
	const struct indicator *ind = l->tally->ind;
	int year, month, day;

	if (!ind->population) {
		*out = l->entry->cells[l->w].n[PART_OF];
		return true;
	}
	date_split(l->window.close, &year, &month, &day);
	return population_of(e, l, year + ind->population_offset, out);
}

static void
write_amount(struct writer *wr, int64_t digits, int scale)
{
	char text[32];

	amount_format(digits, scale, text);
	wr_str(wr, text);
}

static void
write_line(struct engine *e, struct writer *wr, struct stats *stats,
    const struct line *l)
{
	const struct tally *t = l->tally;
	const struct cell *c = &l->entry->cells[l->w];
	bool ratio = t->ind->unit != UNIT_COUNT, known = false, na;
	int64_t denominator = 0;
	char start[11], close[11];

	date_format(l->window.start, start);
	date_format(l->window.close, close);
	if (ratio)
		known = denominator_of(e, l, &denominator);
	if (ratio && !known)
		stats_add(stats, STATS_QUERIED, "no-population", 1);
	na = !l->available || (ratio && (!known || denominator == 0));
	wr_str(wr, t->ind->id);
	wr_str(wr, start);
	wr_str(wr, close);
	wr_str(wr, l->section->by);
	wr_field(wr, l->entry->group, l->entry->n);
	if (l->entry->value != NULL)
		wr_int(wr, l->entry->value[l->w]);
	else
		write_amount(wr, c->n[PART_COUNT], t->scale[PART_COUNT]);
	if (known)
		write_amount(wr, denominator, ratio && !t->ind->population ?
		    t->scale[PART_OF] : 0);
	else
		wr_str(wr, "");
	wr_int(wr, l->entry->value != NULL ? 0 : c->n[PART_CENSORED]);
	if (t->matched != NULL)
		wr_int(wr, c->n[PART_UNMATCHED]);
	else
		wr_str(wr, "");
	wr_str(wr, na ? "na" : t->stale_after != DATE_NONE &&
	    l->window.close > t->stale_after ? "stale" : "ok");
	wr_end(wr);
}

static void
write_section(struct engine *e, struct writer *wr, struct stats *stats,
    struct line *l)
{
	const struct section *s = l->section;

	for (size_t i = 0; i < s->n; i++) {
		l->entry = &s->v[i];
		/* A value that does not occur is not said to occur never. */
		if (s->v[i].value == NULL || s->v[i].value[l->w] > 0)
			write_line(e, wr, stats, l);
	}
}

static void
write_tally(struct engine *e, struct writer *wr, struct stats *stats,
    const struct tally *t)
{
	size_t *windows = sorted_windows(&t->periods), n;
	struct section *sections = open_sections(e, t, &n);
	date first = first_of(e, t);

	for (size_t i = 0; i < t->periods.n_windows && !wr_failed(wr); i++) {
		struct line l = { .tally = t, .w = windows[i] };

		l.window = t->periods.windows[l.w];
		l.available = !t->lacking && reaches(&t->periods, l.w, first);
		for (size_t k = 0; k < n; k++) {
			l.section = &sections[k];
			write_section(e, wr, stats, &l);
		}
	}
	sections_done(sections, n);
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
