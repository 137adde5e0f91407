/* SPDX-License-Identifier: MIT */
/*
 * Which comparators stand beside which of our periods.  The figure of the same
 * period, else the latest before it; never one of afterwards, never one that
 * counts something else, unless that is asked for.  What is not shown has a
 * reason, so that nothing is dropped in silence.
 */
#include <stdlib.h>
#include <string.h>

#include "compare.h"

const char *
left_name(enum left l)
{
	static const char *const names[N_LEFT] = {
		"", "definition", "unit", "size", "no-period", "length",
		"later", "older", "other-source"
	};

	return names[l];
}

/* K002 of K002a. */
static size_t
stem(const char *ref)
{
	size_t n = strlen(ref);

	return n > 1 && ref[n - 1] >= 'a' && ref[n - 1] <= 'z' ? n - 1 : n;
}

static bool
is_of(const struct comparator *c, const struct indicator *ind, bool *part)
{
	*part = false;
	if (strcmp(c->ref, ind->id) == 0)
		return true;
	if (ind->ref == NULL || c->ref[0] == '\0')
		return false;
	if (strcmp(c->ref, ind->ref) == 0)
		return true;
	*part = strlen(c->ref) == stem(ind->ref) &&
	    strncmp(c->ref, ind->ref, stem(ind->ref)) == 0;
	return *part;
}

static bool
same_unit(const struct comparator *c, const struct indicator *ind)
{
	return strcmp(c->unit, ind->unit_text) == 0;
}

static int
months_of(date start, date end)
{
	return date_months(start, end + 1);
}

/*
 * A share, a mean and a stock are the same sort of thing over a quarter and a
 * year; what adds up is not.
 */
static bool
any_length(const struct indicator *ind)
{
	return ind->unit == UNIT_PERCENT || ind->unit == UNIT_MEAN ||
	    ind->unit == UNIT_MEDIAN ||
	    ind->period_rule == PERIOD_LAST_VALUE;
}

static bool
same_length(const struct comparator *c, const struct window *w)
{
	return months_of(c->start, c->end) == months_of(w->start, w->end);
}

/* What is known before any period is looked at. */
static enum left
left_at_once(const struct choice *x, const struct indicator *ind, bool loosely)
{
	const struct comparator *c = x->c;

	if (c->comparable == COMPARABLE_NO ||
	    (!loosely && (c->comparable == COMPARABLE_PARTLY || x->part)))
		return LEFT_DEFINITION;
	if (!same_unit(c, ind))
		return LEFT_UNIT;
	if (ind->unit == UNIT_COUNT && !loosely)
		return LEFT_SIZE;
	return c->end == DATE_NONE ? LEFT_NO_PERIOD : LEFT_NOT;
}

/* Is a to be shown rather than b, beside that window? */
static bool
better(const struct comparator *a, const struct comparator *b,
    const struct window *w)
{
	if (a->end != b->end)
		return a->end > b->end;
	if (same_length(a, w) != same_length(b, w))
		return same_length(a, w);
	if (a->comparable != b->comparable)
		return a->comparable > b->comparable;
	return a->trust > b->trust;
}

/* The one of those from first to last, all of one area, for the window. */
static void
pick(struct choice *v, size_t n, const struct indicator *ind,
    const struct window *w)
{
	struct choice *best = NULL;

	for (size_t i = 0; i < n; i++) {
		struct choice *x = &v[i];

		if (x->left == LEFT_DEFINITION || x->left == LEFT_UNIT ||
		    x->left == LEFT_SIZE || x->left == LEFT_NO_PERIOD)
			continue;
		if (!any_length(ind) && !same_length(x->c, w))
			continue;
		if (x->left == LEFT_LENGTH)
			x->left = LEFT_LATER;
		if (x->c->end > w->end)
			continue;
		if (x->left == LEFT_LATER)
			x->left = LEFT_OLDER;
		if (best == NULL || better(x->c, best->c, w))
			best = x;
	}
	if (best == NULL)
		return;
	best->left = LEFT_NOT;
	if (ind->period_rule == PERIOD_LAST_VALUE && best->c->end == w->end &&
	    best->c->start == best->c->end &&
	    (best->start == best->c->start || best->start < w->start))
		best->start = w->start;
}

/* One that is not shown because another of that very period is. */
static void
name_sources(struct choice *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; v[i].left == LEFT_OLDER && k < n; k++)
			if (v[k].left == LEFT_NOT &&
			    v[k].c->end == v[i].c->end &&
			    v[k].c->start == v[i].c->start)
				v[i].left = LEFT_OTHER_SOURCE;
}

static int
by_period(const void *a, const void *b)
{
	const struct comparator *x = ((const struct choice *)a)->c;
	const struct comparator *y = ((const struct choice *)b)->c;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x > y) - (x < y);	/* both of one array: as read */
}

static void
choose_area(const struct comparators *all, const char *area,
    const struct series *s, bool loosely, struct choices *out)
{
	size_t first = out->n, n;

	for (size_t i = 0; i < all->n; i++) {
		struct choice x = { .c = &all->v[i], .start = all->v[i].start };

		if (strcmp(x.c->area, area) != 0 ||
		    !is_of(x.c, s->ind, &x.part))
			continue;
		x.left = left_at_once(&x, s->ind, loosely);
		if (x.left == LEFT_NOT)
			x.left = LEFT_LENGTH;	/* until a window says */
		out->v = tool_need(grow(out->v, out->n, &out->cap,
		    sizeof(*out->v)));
		out->v[out->n++] = x;
	}
	n = out->n - first;
	if (n > 1)
		qsort(out->v + first, n, sizeof(*out->v), by_period);
	for (size_t i = 0; i < s->n && n > 0; i++)
		pick(out->v + first, n, s->ind, &s->v[i]);
	if (n > 0)
		name_sources(out->v + first, n);
}

void
choose(const struct comparators *all, const struct areas *areas,
    const struct series *s, bool loosely, struct choices *out)
{
	out->n = 0;
	if (s->ind == NULL)
		return;
	for (size_t i = 0; i < areas->n; i++)
		choose_area(all, areas->v[i], s, loosely, out);
}
