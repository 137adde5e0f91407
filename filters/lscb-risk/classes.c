/* SPDX-License-Identifier: MIT */
/* See classes.h.  Pure: neither prints nor exits. */
#include <stdlib.h>
#include <string.h>

#include "classes.h"

struct pair_slot {
	uint64_t key;
	uint32_t id;
	uint32_t round;
};

int
pairs_open(struct pairs *p, size_t rows)
{
	size_t n = 64;

	while (n < 2 * rows)
		n *= 2;
	memset(p, 0, sizeof(*p));
	p->mask = n - 1;
	return (p->slots = calloc(n, sizeof(*p->slots))) == NULL ? -1 : 0;
}

void
pairs_close(struct pairs *p)
{
	free(p->slots);
	p->slots = NULL;
}

static void
pairs_begin(struct pairs *p)
{
	if (++p->round == 0) {
		memset(p->slots, 0, (p->mask + 1) * sizeof(*p->slots));
		p->round = 1;
	}
	p->n = 0;
}

/*
 * The number of a pair, a new one for a new pair.  Where all pairs there can be have
 * a slot of their own (few), the key is the slot.
 */
static uint32_t
pair_number(struct pairs *p, uint64_t key, bool few, bool *added)
{
	uint64_t mixed = few ? key : (key ^ key >> 29) * 0x9e3779b97f4a7c15u;
	size_t at = (size_t)(few ? mixed : mixed >> 20) & p->mask;
	struct pair_slot *slot = &p->slots[at];

	while (slot->round == p->round && slot->key != key)
		slot = &p->slots[at = (at + 1) & p->mask];
	*added = slot->round != p->round;
	if (*added)
		*slot = (struct pair_slot){ key, p->n++, p->round };
	return slot->id;
}

void
classes_whole(struct classes *c)
{
	memset(c->of, 0, c->rows * sizeof(*c->of));
	c->n = c->rows > 0;
}

void
classes_split(struct classes *out, const struct classes *in,
    const struct codes *by, struct pairs *pairs)
{
	uint64_t each = by->n;
	bool few = in->n * each <= pairs->mask, added;

	pairs_begin(pairs);
	for (size_t i = 0; i < in->rows; i++)
		out->of[i] = pair_number(pairs, in->of[i] * each + by->of[i],
		    few, &added);
	out->rows = in->rows;
	out->n = pairs->n;
}

void
classes_count(const struct classes *c, const struct codes *subject,
    uint32_t *count, struct pairs *pairs)
{
	uint64_t each = subject == NULL ? 0 : subject->n;
	bool few = c->n * each <= pairs->mask, added = true;

	memset(count, 0, c->n * sizeof(*count));
	pairs_begin(pairs);
	for (size_t i = 0; i < c->rows; i++) {
		if (subject != NULL)
			(void)pair_number(pairs, c->of[i] * each +
			    subject->of[i], few, &added);
		count[c->of[i]] += added;
	}
}
