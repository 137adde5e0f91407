/* SPDX-License-Identifier: MIT */
/*
 * Names, drawn by weight.  Forenames have a stream of chance of their own:
 * one drawn again, because two children of one name, sex and birth date are
 * not wanted, changes nothing else.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "family.h"

enum {
	/* 16 MiB, whatever the size of the board: a bit for each name, sex
	 * and birth date, set while it is free.  Two may share a bit: then a
	 * forename is drawn again for nothing, and no namesake slips through. */
	NAMESAKE_BITS = 27,
	TRIES = 50
};

int
names_new(struct board *b)
{
	size_t size = (size_t)1 << (NAMESAKE_BITS - 3);

	if (b->mistakes)
		return 0;
	b->free_names = malloc(size);
	if (b->free_names == NULL)
		return -1;
	memset(b->free_names, 0xff, size);
	return 0;
}

void
names_free(struct board *b)
{
	free(b->free_names);
	b->free_names = NULL;
}

static uint64_t
hash(uint64_t h, const char *s)
{
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return h;
}

/* Takes the name of p for it alone; false when it was taken. */
static bool
name_take(struct board *b, const struct person *p)
{
	uint64_t h, bit;

	if (b->free_names == NULL)
		return true;
	h = hash(UINT64_C(14695981039346656037), p->surname);
	h = hash(h ^ 0xff, p->forename);
	h ^= (uint64_t)(uint32_t)p->born << 1 | p->male;
	h = rng_splitmix(&h) & ((UINT64_C(1) << NAMESAKE_BITS) - 1);
	bit = UINT64_C(1) << (h & 63);
	if ((b->free_names[h >> 6] & bit) == 0)
		return false;
	b->free_names[h >> 6] &= ~bit;
	return true;
}

void
forename_draw(struct making *m, int person)
{
	struct board *b = m->b;
	struct street *s = m->s;
	struct person *p = &s->person[person];
	int i, tries;

	for (tries = 0; tries < TRIES; tries++) {
		p->forename = pick(b->t, &b->forenames, p->male ?
		    LIST_FORENAME_MALE : LIST_FORENAME_FEMALE)->value;
		for (i = s->family[p->family].first; i < s->n; i++)
			if (i != person &&
			    s->person[i].forename == p->forename &&
			    (s->person[i].mother == p->mother ||
			    s->person[i].born == p->born))
				break;
		if (i == s->n && (p->adult <= b->from || name_take(b, p)))
			return;
	}
}

void
surname_draw(struct board *b, char *out, size_t size)
{
	(void)snprintf(out, size, "%s",
	    pick(b->t, &b->rng, LIST_SURNAME)->value);
}

/* ap Rhys, ab Owain: ab before a vowel. */
static void
patronymic(const char *father, char *out, size_t size)
{
	bool vowel = strchr("AEIOU", toupper((unsigned char)father[0])) !=
	    NULL;

	(void)snprintf(out, size, "%s %s", vowel ? "ab" : "ap", father);
}

void
surname_children(struct board *b, const struct person *mother,
    const struct person *father, char *out, size_t size)
{
	const int64_t *rates = b->t->rates;

	if (father == NULL)
		(void)snprintf(out, size, "%s", mother->surname);
	else if (rng_permille(&b->rng, rates[RATE_PATRONYMIC]))
		patronymic(father->forename, out, size);
	else if (strcmp(mother->surname, father->surname) == 0 ||
	    rng_permille(&b->rng, rates[RATE_FATHERS_NAME]))
		(void)snprintf(out, size, "%s", father->surname);
	else if (rng_permille(&b->rng, rates[RATE_DOUBLE]) &&
	    strpbrk(mother->surname, " -'") == NULL &&
	    strpbrk(father->surname, " -'") == NULL)
		(void)snprintf(out, size, "%.30s-%.30s", mother->surname,
		    father->surname);
	else
		(void)snprintf(out, size, "%s", mother->surname);
}
