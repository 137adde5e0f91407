/* SPDX-License-Identifier: MIT */
/* See items.h. */
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "items.h"

enum { ITEM_BITS = 5 };

static int
more_slots(struct items *s)
{
	unsigned bits = s->slots == NULL ? ITEM_BITS : s->bits + 1;
	size_t i, at, mask = ((size_t)1 << bits) - 1;
	uint32_t *slots = calloc(mask + 1, sizeof(*slots));

	if (slots == NULL)
		return -1;
	for (i = 0; i < s->n; i++) {
		for (at = s->v[i].hash >> (64 - bits); slots[at] != 0;)
			at = (at + 1) & mask;
		slots[at] = (uint32_t)i + 1;
	}
	free(s->slots);
	s->slots = slots;
	s->bits = bits;
	return 0;
}

/* The item, made if it is not there; NULL with *full, or no memory. */
static struct item *
find_item(struct items *s, const char *p, size_t n, bool *full)
{
	uint64_t hash = hash_of(p, n);
	struct item *item, *grown;
	size_t at, mask;

	*full = false;
	if (s->n * 2 >= (s->slots == NULL ? 0 : (size_t)1 << s->bits) &&
	    more_slots(s) == -1)
		return NULL;
	mask = ((size_t)1 << s->bits) - 1;
	for (at = hash >> (64 - s->bits); s->slots[at] != 0;
	    at = (at + 1) & mask) {
		item = &s->v[s->slots[at] - 1];
		if (item->hash == hash && item->n == n &&
		    (n == 0 || memcmp(item->key, p, n) == 0))
			return item;
	}
	*full = s->n == ITEMS_MAX;
	if (*full || (grown = grow(s->v, s->n, &s->cap,
	    sizeof(*grown))) == NULL)
		return NULL;
	s->v = grown;
	item = &s->v[s->n];
	memset(item, 0, sizeof(*item));
	item->key = arena_strndup(&s->arena, p, n);
	item->people = arena_alloc(&s->arena,
	    (s->enough + 1) * sizeof(*item->people));
	if (item->key == NULL || item->people == NULL)
		return NULL;
	item->n = n;
	item->hash = hash;
	s->slots[at] = (uint32_t)++s->n;
	return item;
}

static void
add_person(const struct items *s, struct item *item, uint64_t person)
{
	size_t i;

	if (item->people == NULL)
		return;
	for (i = 0; person != 0 && i < item->n_people; i++)
		if (item->people[i] == person)
			return;
	item->people[item->n_people++] = person;
	if (item->n_people >= s->enough)
		item->people = NULL;	/* the arena keeps the room */
}

int
items_add(struct items *s, const char *p, size_t n, uint64_t person)
{
	bool full;
	struct item *item = find_item(s, p, n, &full);

	if (item == NULL) {
		s->other += full;
		return full ? 0 : -1;
	}
	item->count++;
	add_person(s, item, person);
	return 0;
}

bool
item_is_common(const struct items *s, const struct item *item)
{
	return item->count >= s->enough && item->people == NULL;
}

int
item_merge(struct items *s, struct item *into, const struct item *from)
{
	size_t i;

	if (into->people == NULL && into->count == 0) {
		into->people = arena_alloc(&s->arena,
		    (s->enough + 1) * sizeof(*into->people));
		if (into->people == NULL)
			return -1;
	}
	into->count += from->count;
	if (from->people == NULL)
		into->people = NULL;
	for (i = 0; from->people != NULL && i < from->n_people; i++)
		add_person(s, into, from->people[i]);
	return 0;
}

void
items_free(struct items *s)
{
	free(s->v);
	free(s->slots);
	arena_free(&s->arena);
	memset(s, 0, sizeof(*s));
}
