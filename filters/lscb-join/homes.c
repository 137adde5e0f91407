/* SPDX-License-Identifier: MIT */
/* Who lived where and when.  See join.h. */
#include <stdlib.h>
#include <string.h>

#include "join.h"

int
homes_add(struct homes *h, uint32_t child, uint32_t household, date from)
{
	struct stay *s;

	/* A child's rows often come together: the same news is not news. */
	if (h->n > 0) {
		s = &h->stays[h->n - 1];
		if (s->child == child && s->household == household &&
		    s->from == from)
			return 0;
	}
	s = grow(h->stays, h->n, &h->cap, sizeof(*s));
	if (s == NULL)
		return -1;
	h->stays = s;
	h->stays[h->n++] = (struct stay){ child, household, from };
	return 0;
}

/* Where qsort's comparison finds the numbers. */
static const struct map *sorting;

static int
compare_stays(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;
	size_t n;

	if (x->child != y->child)
		return x->child < y->child ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->household == y->household)
		return 0;
	return memcmp(map_number(sorting, x->household, &n),
	    map_number(sorting, y->household, &n), PSEUDONYM_LEN);
}

static int
compare_lives(const void *a, const void *b)
{
	const struct lives *x = a, *y = b;

	if (x->household != y->household)
		return x->household < y->household ? -1 : 1;
	return (x->child > y->child) - (x->child < y->child);
}

int
homes_ready(struct homes *h, const struct map *map, size_t *contested)
{
	size_t i, kept = 0;
	struct stay *s, *last;

	*contested = 0;
	sorting = map;
	if (h->n > 1)
		qsort(h->stays, h->n, sizeof(*h->stays), compare_stays);
	for (i = 0; i < h->n; i++) {
		s = &h->stays[i];
		last = kept == 0 ? NULL : &h->stays[kept - 1];
		if (last != NULL && last->child == s->child &&
		    last->from == s->from)
			*contested += last->household != s->household;
		else
			h->stays[kept++] = *s;
	}
	h->n = kept;
	h->lives = calloc(h->n + 1, sizeof(*h->lives));
	if (h->lives == NULL)
		return -1;
	for (i = 0; i < h->n; i++)
		h->lives[i] = (struct lives){ h->stays[i].household,
		    h->stays[i].child };
	if (h->n > 1)
		qsort(h->lives, h->n, sizeof(*h->lives), compare_lives);
	for (i = 0; i < h->n; i++)
		if (h->n_lives == 0 || compare_lives(&h->lives[i],
		    &h->lives[h->n_lives - 1]) != 0)
			h->lives[h->n_lives++] = h->lives[i];
	return 0;
}

/* The household of a child on a date, or NO_NUMBER. */
static uint32_t
home_of(const struct homes *h, uint32_t child, date on)
{
	size_t low = 0, high = h->n, mid;
	const struct stay *s;

	while (low < high) {
		mid = low + (high - low) / 2;
		s = &h->stays[mid];
		if (s->child < child || (s->child == child && s->from <= on))
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0 || h->stays[low - 1].child != child)
		return NO_NUMBER;
	return h->stays[low - 1].household;
}

uint32_t
homes_child(const struct homes *h, uint32_t household, date on, size_t *at)
{
	size_t low = 0, high = h->n_lives, mid;
	uint32_t child;

	if (*at == 0) {
		while (low < high) {
			mid = low + (high - low) / 2;
			if (h->lives[mid].household < household)
				low = mid + 1;
			else
				high = mid;
		}
		*at = low + 1;
	}
	while (*at - 1 < h->n_lives &&
	    h->lives[*at - 1].household == household) {
		child = h->lives[*at - 1].child;
		++*at;
		if (home_of(h, child, on) == household)
			return child;
	}
	return NO_NUMBER;
}

void
homes_free(struct homes *h)
{
	free(h->stays);
	free(h->lives);
}
