/* SPDX-License-Identifier: MIT */
/* See distinct.h. */
#include <stdlib.h>

#include "distinct.h"

enum { DISTINCT_BITS = 6 };

/* Puts a hash that belongs into slots; false if it was there. */
static bool
put_hash(uint64_t *slots, unsigned bits, uint64_t hash)
{
	size_t mask = ((size_t)1 << bits) - 1, i = hash >> (64 - bits);

	for (; slots[i] != 0; i = (i + 1) & mask)
		if (slots[i] == hash)
			return false;
	slots[i] = hash;
	return true;
}

static bool
belongs(const struct distinct *d, uint64_t hash)
{
	return (hash & ((UINT64_C(1) << d->depth) - 1)) == 0;
}

/* Into a table of 2^bits, without those that no longer belong. */
static int
rebuild(struct distinct *d, unsigned bits)
{
	uint64_t *slots = calloc((size_t)1 << bits, sizeof(*slots));
	size_t i, old = d->slots == NULL ? 0 : (size_t)1 << d->bits;

	if (slots == NULL)
		return -1;
	d->n = 0;
	for (i = 0; i < old; i++)
		if (d->slots[i] != 0 && belongs(d, d->slots[i]))
			d->n += put_hash(slots, bits, d->slots[i]);
	free(d->slots);
	d->slots = slots;
	d->bits = bits;
	return 0;
}

int
distinct_add(struct distinct *d, uint64_t hash)
{
	if (hash == d->last)
		return 0;
	d->last = hash;
	if (!belongs(d, hash))
		return 0;
	if (d->slots == NULL && rebuild(d, DISTINCT_BITS) == -1)
		return -1;
	d->n += put_hash(d->slots, d->bits, hash);
	while (d->n > DISTINCT_EXACT && d->depth < 40) {
		d->depth++;
		if (rebuild(d, d->bits) == -1)
			return -1;
	}
	return d->n * 2 > (size_t)1 << d->bits ? rebuild(d, d->bits + 1) : 0;
}

uint64_t
distinct_count(const struct distinct *d, bool *exact)
{
	*exact = d->depth == 0;
	return (uint64_t)d->n << d->depth;
}

void
distinct_free(struct distinct *d)
{
	free(d->slots);
	d->slots = NULL;
}
