/* SPDX-License-Identifier: MIT */
/*
 * See diversity.h.  A cell is a value in a class; there are no more of them than
 * rows, so nothing here takes longer than the rows do, but for sorting the counts
 * of each class.  Distances are whole numbers until the last division.
 * Pure: neither prints nor exits.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diversity.h"

int
cells_open(struct cells *cells, size_t rows)
{
	size_t n = rows + 2;

	memset(cells, 0, sizeof(*cells));
	if ((cells->room = calloc(8 * n, sizeof(*cells->room))) == NULL)
		return -1;
	cells->classes.of = cells->room;
	cells->count = cells->room + n;
	cells->class = cells->room + 2 * n;
	cells->value = cells->room + 3 * n;
	cells->order = cells->room + 4 * n;
	cells->start = cells->room + 5 * n;
	cells->before = cells->room + 6 * n;
	cells->largest = cells->room + 7 * n;
	return 0;
}

void
cells_close(struct cells *cells)
{
	free(cells->room);
	cells->room = NULL;
}

int
sensitive_open(struct sensitive *s, const struct codes *values, bool ordered,
    const struct codes *subject, struct pairs *pairs)
{
	struct classes by_value = { values->of, values->rows, values->n };

	memset(s, 0, sizeof(*s));
	s->values = values;
	s->ordered = ordered;
	s->total = calloc((size_t)values->n + 1, sizeof(*s->total));
	s->up_to = calloc((size_t)values->n + 1, sizeof(*s->up_to));
	s->sum_up_to = calloc((size_t)values->n + 1, sizeof(*s->sum_up_to));
	if (s->total == NULL || s->up_to == NULL || s->sum_up_to == NULL)
		return -1;
	classes_count(&by_value, subject, s->total, pairs);
	for (uint32_t v = 0; v < values->n; v++) {
		s->members += s->total[v];
		s->up_to[v] = s->members;
		s->sum_up_to[v + 1] = s->sum_up_to[v] + s->members;
	}
	return 0;
}

void
sensitive_close(struct sensitive *s)
{
	free(s->total);
	free(s->up_to);
	free(s->sum_up_to);
}

/* Puts cells in order of key, those of one key as they are in from. */
static void
order_by(uint32_t *order, const uint32_t *from, size_t n,
    const uint32_t *key, uint32_t n_keys, uint32_t *start)
{
	memset(start, 0, ((size_t)n_keys + 1) * sizeof(*start));
	for (size_t i = 0; i < n; i++)
		start[key[i] + 1]++;
	for (uint32_t k = 0; k < n_keys; k++)
		start[k + 1] += start[k];
	for (size_t i = 0; i < n; i++) {
		uint32_t cell = from == NULL ? (uint32_t)i : from[i];

		order[start[key[cell]]++] = cell;
	}
}

static void
fill_cells(struct cells *cells, const struct sensitive *s,
    const struct classes *classes, const struct codes *subject,
    struct pairs *pairs)
{
	uint32_t n;

	classes_split(&cells->classes, classes, s->values, pairs);
	n = cells->classes.n;
	for (size_t i = 0; i < classes->rows; i++) {
		cells->class[cells->classes.of[i]] = classes->of[i];
		cells->value[cells->classes.of[i]] = s->values->of[i];
	}
	classes_count(&cells->classes, subject, cells->count, pairs);
	if (s->ordered)
		order_by(cells->before, NULL, n, cells->value, s->values->n,
		    cells->start);
	order_by(cells->order, s->ordered ? cells->before : NULL, n,
	    cells->class, classes->n, cells->start);
}

static int
larger_first(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x < *y) - (*x > *y);
}

/*
 * exp of the entropy.  In the order of the counts, so that it is the same whatever
 * the order of rows; of equal shares, exactly their number.
 */
static double
entropy_of(const uint32_t *count, size_t n, uint64_t members)
{
	double sum = 0;

	if (count[0] == count[n - 1])
		return (double)n;
	for (size_t i = 0; i < n; i++)
		sum += (double)count[i] * log((double)count[i]);
	return exp(log((double)members) - sum / (double)members);
}

/* The largest l with count of the most frequent < c * sum of the l-th and on. */
static uint32_t
recursive_of(const uint32_t *count, size_t n, uint64_t members,
    struct ratio c)
{
	__int128 most = count[0], rest = members;
	uint32_t l = 0;

	for (int i = 0; i < c.scale; i++)
		most *= 10;
	while (l < n && most < c.digits * rest)
		rest -= count[l++];
	return l;
}

/* Half the sum of |p - q|: those that are not in the class have |p - q| = q. */
static double
equal_distance(const struct sensitive *s, const struct cells *cells,
    const uint32_t *cell, size_t n, uint64_t members)
{
	uint64_t sum = 0, others = s->members, p, q;

	for (size_t i = 0; i < n; i++) {
		p = cells->count[cell[i]] * s->members;
		q = s->total[cells->value[cell[i]]] * members;
		sum += p > q ? p - q : q - p;
		others -= s->total[cells->value[cell[i]]];
	}
	sum += others * members;
	return (double)sum / (2 * (double)members * (double)s->members);
}

/* Sum over ranks from..to-1 of |here - up_to * members|; up_to rises. */
static unsigned __int128
gap(const struct sensitive *s, uint32_t from, uint32_t to,
    unsigned __int128 here, uint64_t members)
{
	unsigned __int128 below, above;
	uint32_t low = from, high = to, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if ((unsigned __int128)s->up_to[middle] * members <= here)
			low = middle + 1;
		else
			high = middle;
	}
	below = (unsigned __int128)(s->sum_up_to[low] - s->sum_up_to[from]) *
	    members;
	above = (unsigned __int128)(s->sum_up_to[to] - s->sum_up_to[low]) *
	    members;
	return here * (low - from) - below + above - here * (to - low);
}

/* Sum over ranks of |sum of p - q up to it|, divided by the ranks less one. */
static double
ordered_distance(const struct sensitive *s, const struct cells *cells,
    const uint32_t *cell, size_t n, uint64_t members)
{
	unsigned __int128 sum = 0;
	uint32_t from = 0, to;
	uint64_t here = 0;

	if (s->values->n < 2)
		return 0;
	for (size_t i = 0; i <= n; i++) {
		to = i < n ? cells->value[cell[i]] : s->values->n;
		sum += gap(s, from, to, (unsigned __int128)here * s->members,
		    members);
		here += i < n ? cells->count[cell[i]] : 0;
		from = to;
	}
	return (double)sum / ((double)(s->values->n - 1) * (double)members *
	    (double)s->members);
}

/* One class: cells n of them, in order.  in it so many members. */
static struct diversity
diversity_of_class(const struct sensitive *s, struct cells *cells,
    const uint32_t *cell, size_t n, uint32_t in_it, struct ratio c)
{
	struct diversity d = { .distinct = (uint32_t)n };
	uint64_t members = 0;

	for (size_t i = 0; i < n; i++) {
		cells->largest[i] = cells->count[cell[i]];
		members += cells->largest[i];
	}
	if (n > 1)
		qsort(cells->largest, n, sizeof(*cells->largest), larger_first);
	d.entropy = entropy_of(cells->largest, n, members);
	d.recursive = recursive_of(cells->largest, n, members, c);
	d.t = s->ordered ? ordered_distance(s, cells, cell, n, members) :
	    equal_distance(s, cells, cell, n, members);
	/* A value that all members have is known of each, whatever else is. */
	if (cells->largest[0] == in_it) {
		d.distinct = 1;
		d.entropy = 1;
		d.recursive = d.recursive > 0;
	}
	return d;
}

static void
worse(struct diversity *d, struct diversity other)
{
	if (other.distinct < d->distinct)
		d->distinct = other.distinct;
	if (other.entropy < d->entropy)
		d->entropy = other.entropy;
	if (other.recursive < d->recursive)
		d->recursive = other.recursive;
	if (other.t > d->t)
		d->t = other.t;
}

struct diversity
diversity_of(const struct sensitive *s, const struct classes *classes,
    const uint32_t *members, const struct codes *subject, struct ratio c,
    struct cells *cells, struct pairs *pairs)
{
	struct diversity d = { UINT32_MAX, INFINITY, UINT32_MAX, 0 };
	uint32_t from = 0;

	fill_cells(cells, s, classes, subject, pairs);
	/* Each class now starts where the one before it ends. */
	for (uint32_t k = 0; k < classes->n; k++) {
		worse(&d, diversity_of_class(s, cells, cells->order + from,
		    cells->start[k] - from, members[k], c));
		from = cells->start[k];
	}
	return d;
}
