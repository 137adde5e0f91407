/* SPDX-License-Identifier: MIT */
/*
 * How many pairs have each pattern.  See model.h.
 *
 * Sums of what is not whole come out otherwise in another order, if only in the
 * last digit: so where a pattern is in the table must not depend on who counted.
 * Patterns go into it in the order in which one alone would have met them.
 */
#include <stdlib.h>

#include "model.h"

static struct cell *
find(struct cell *cells, size_t cap, pattern p)
{
	uint64_t h = (p + 1) * UINT64_C(0x9e3779b97f4a7c15);
	size_t i = (size_t)(h >> 32) & (cap - 1);

	while (cells[i].n > 0 && cells[i].p != p)
		i = (i + 1) & (cap - 1);
	return &cells[i];
}

int
cells_reserve(struct cells *c)
{
	size_t cap = c->cap == 0 ? 4096 : 2 * c->cap, i;
	struct cell *cells;

	if (2 * (c->n + 1) <= c->cap)
		return 0;
	cells = calloc(cap, sizeof(*cells));
	if (cells == NULL)
		return -1;
	for (i = 0; i < c->cap; i++)
		if (c->cells[i].n > 0)
			*find(cells, cap, c->cells[i].p) = c->cells[i];
	free(c->cells);
	c->cells = cells;
	c->cap = cap;
	return 0;
}

static int
add(struct cells *c, size_t key, pattern p, double n)
{
	struct met *met;
	struct cell *cell;

	if (cells_reserve(c) == -1)
		return -1;
	cell = find(c->cells, c->cap, p);
	if (cell->n == 0) {
		met = grow(c->met, c->n, &c->cap_met, sizeof(*met));
		if (met == NULL)
			return -1;
		c->met = met;
		met[c->n++] = (struct met){ p, key };
		cell->p = p;
	}
	cell->n += n;
	return 0;
}

int
cells_count(struct cells *c, size_t key, pattern p)
{
	c->last = (struct met){ p, key };
	return add(c, key, p, 1);
}

static int
take(struct cells *c, const struct cells *from, const struct met *met)
{
	return add(c, met->key, met->p, find(from->cells, from->cap,
	    met->p)->n);
}

int
cells_merge(struct cells *c, const struct cells *one,
    const struct cells *other)
{
	const struct cells *last;
	size_t i = 0, k = 0;
	int r = cells_reserve(c);

	while (r == 0 && (i < one->n || k < other->n))
		r = k == other->n || (i < one->n &&
		    one->met[i].key <= other->met[k].key) ?
		    take(c, one, &one->met[i++]) :
		    take(c, other, &other->met[k++]);
	if (r == -1 || c->n == 0)
		return r;
	/* One alone would have made room before a pair that is not new. */
	last = one->n == 0 || (other->n > 0 &&
	    other->last.key >= one->last.key) ? other : one;
	return find(c->cells, c->cap, last->last.p)->n > 1 ?
	    cells_reserve(c) : 0;
}

void
cells_free(struct cells *c)
{
	free(c->cells);
	free(c->met);
	*c = (struct cells){ 0 };
}
