/* SPDX-License-Identifier: MIT */
/*
 * Pseudonyms and their numbers.  See map.h.  All are of one length and have
 * hardly a letter that is not random: 26 bytes and a few for the slots are
 * all that one takes.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "map.h"

/* Of the 22 random letters, whose bytes hold 5 bits each. */
static size_t
hash(const char *p)
{
	uint64_t a, b, c;

	memcpy(&a, p + 4, sizeof(a));
	memcpy(&b, p + 12, sizeof(b));
	memcpy(&c, p + 18, sizeof(c));
	a = (a ^ a >> 29) * 0x9e3779b97f4a7c15u ^ b;
	a = (a ^ a >> 29) * 0x9e3779b97f4a7c15u ^ c;
	a = (a ^ a >> 29) * 0x9e3779b97f4a7c15u ^ (unsigned char)p[0];
	return (size_t)(a ^ a >> 32);
}

/* Where p is, or the free slot where it belongs. */
static uint32_t *
slot_of(const struct names *names, const char *p)
{
	size_t mask = names->n_slots - 1, i = hash(p) & mask;

	while (names->slots[i] != 0 && memcmp(p,
	    names->text[names->slots[i] - 1], PSEUDONYM_LEN) != 0)
		i = (i + 1) & mask;
	return &names->slots[i];
}

/* Twice the slots. */
static int
widen(struct names *names)
{
	size_t n = names->n_slots == 0 ? 64 : 2 * names->n_slots, i;
	uint32_t *slots = calloc(n, sizeof(*slots)), k;

	if (slots == NULL)
		return -1;
	for (k = 0; k < names->n; k++) {
		i = hash(names->text[k]) & (n - 1);
		while (slots[i] != 0)
			i = (i + 1) & (n - 1);
		slots[i] = k + 1;
	}
	free(names->slots);
	names->slots = slots;
	names->n_slots = n;
	return 0;
}

uint32_t
names_add(struct names *names, const char *p, bool *added)
{
	char (*text)[PSEUDONYM_LEN];
	uint32_t *slot;

	*added = false;
	if (3 * (names->n + 1) > 2 * names->n_slots && widen(names) == -1)
		return NO_NUMBER;
	slot = slot_of(names, p);
	if (*slot != 0)
		return *slot - 1;
	text = names->n + 1 >= NO_NUMBER ? NULL : grow(names->text, names->n,
	    &names->cap, sizeof(*text));
	if (text == NULL)
		return NO_NUMBER;
	names->text = text;
	memcpy(text[names->n], p, PSEUDONYM_LEN);
	*slot = (uint32_t)++names->n;
	*added = true;
	return *slot - 1;
}

uint32_t
names_find(const struct names *names, const char *p)
{
	uint32_t *slot = names->n_slots == 0 ? NULL : slot_of(names, p);

	return slot == NULL || *slot == 0 ? NO_NUMBER : *slot - 1;
}

void
names_free(struct names *names)
{
	free(names->text);
	free(names->slots);
}
