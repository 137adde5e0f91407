/* SPDX-License-Identifier: MIT */
/*
 * Pairs of identities worth comparing: those that share all tokens of a key.
 * See link.h.  A pair that shares several comes with the first of them.
 */
#include <stdlib.h>

#include "link.h"

enum { KEY_TOKENS = 3 };

/*
 * From the surest on.  A key with most is tried only where few share it: there
 * is another with a token more for the rest.
 */
static const struct {
	enum token of[KEY_TOKENS];
	size_t n;
	size_t most;		/* 0: crowd of linkage.rec, and it is told */
} keys[] = {
	{ { TOK_ID }, 1, 0 },
	{ { TOK_NHS }, 1, 0 },
	{ { TOK_UPN }, 1, 0 },
	{ { TOK_NAME_A, TOK_NAME_B, TOK_DOB }, 3, 200 },
	{ { TOK_DOB, TOK_FORENAME_START }, 2, 200 },
	{ { TOK_DOB, TOK_SURNAME_START }, 2, 200 },
	{ { TOK_DOB, TOK_SECTOR }, 2, 200 },
	{ { TOK_FORENAME_SOUND, TOK_SURNAME_SOUND, TOK_YM }, 3, 200 },
	{ { TOK_FORENAME_SOUND, TOK_SURNAME_SOUND, TOK_MD }, 3, 200 },
	{ { TOK_FORENAME_SOUND, TOK_SURNAME_SOUND, TOK_YD }, 3, 200 },
	{ { TOK_FORENAME_START, TOK_SURNAME_START, TOK_TURNED }, 3, 200 },
	{ { TOK_NAME_A, TOK_NAME_B, TOK_SECTOR }, 3, 200 },
	{ { TOK_HOUSEHOLD, TOK_FORENAME_START }, 2, 200 },
	{ { TOK_POSTCODE, TOK_FORENAME_SOUND, TOK_YM }, 3, 200 },
	{ { TOK_POSTCODE, TOK_SURNAME_SOUND, TOK_MD }, 3, 200 },
	{ { TOK_STREET, TOK_FORENAME }, 2, 200 },
	{ { TOK_STREET, TOK_SURNAME }, 2, 200 },
	{ { TOK_STREET, TOK_HOUSE }, 2, 20 },
	{ { TOK_PLACE, TOK_HOUSE }, 2, 20 },
	{ { TOK_NAME_A, TOK_NAME_B }, 2, 30 },
	{ { TOK_POSTCODE, TOK_FORENAME_START }, 2, 20 },
	{ { TOK_POSTCODE, TOK_SURNAME_START }, 2, 20 },
	{ { TOK_DOB }, 1, 20 },
};

enum { KEYS = sizeof(keys) / sizeof(*keys) };

struct blocks {
	const struct people *people;
	const struct linkage *linkage;
	struct keyed *order, *spare;
	uint32_t *crowded;	/* by identity: a bit for each key that too
				 * many share with it */
	size_t crowds;
};

int
blocks_new(struct blocks **out, const struct people *people,
    const struct linkage *linkage)
{
	struct blocks *b = calloc(1, sizeof(*b));

	*out = b;
	if (b == NULL)
		return -1;
	b->people = people;
	b->linkage = linkage;
	b->order = calloc(people->n + 1, sizeof(*b->order));
	b->spare = calloc(people->n + 1, sizeof(*b->spare));
	b->crowded = calloc(people->n + 1, sizeof(*b->crowded));
	if (b->order != NULL && b->spare != NULL && b->crowded != NULL)
		return 0;
	blocks_free(b);
	*out = NULL;
	return -1;
}

void
blocks_free(struct blocks *b)
{
	if (b == NULL)
		return;
	free(b->order);
	free(b->spare);
	free(b->crowded);
	free(b);
}

size_t
blocks_crowds(const struct blocks *b)
{
	return b->crowds;
}

static bool
has_key(const uint64_t *t, size_t k, uint64_t *out)
{
	uint64_t h = k;
	size_t i;

	for (i = 0; i < keys[k].n; i++) {
		if (t[keys[k].of[i]] == 0)
			return false;
		h = mix(h, t[keys[k].of[i]]);
	}
	*out = h;
	return true;
}

static bool
same_key(const uint64_t *a, const uint64_t *b, size_t k)
{
	size_t i;

	for (i = 0; i < keys[k].n; i++)
		if (a[keys[k].of[i]] != b[keys[k].of[i]] ||
		    a[keys[k].of[i]] == 0)
			return false;
	return true;
}

/* The identities that have a key, those with the same together. */
static size_t
order_by(struct blocks *b, size_t k)
{
	const struct people *p = b->people;
	uint64_t key;
	size_t i, n = 0;

	for (i = 0; i < p->n; i++)
		if (has_key(p->identities[i].t, k, &key))
			b->order[n++] = (struct keyed){ key, (uint32_t)i };
	sort_keyed(b->order, b->spare, n);
	return n;
}

static bool
had_before(const struct blocks *b, uint32_t x, uint32_t y, size_t k)
{
	const struct identity *p = b->people->identities;
	size_t i;

	for (i = 0; i < k; i++)
		if (same_key(p[x].t, p[y].t, i) &&
		    (b->crowded[x] >> i & 1) == 0)
			return true;
	return false;
}

/* All pairs of a run of n with one key, which comes first to last. */
static int
pairs_of(struct blocks *b, const struct keyed *run, size_t n, size_t k,
    visit_pair *visit, void *what)
{
	const struct identity *p = b->people->identities;
	size_t most = keys[k].most, i, j;

	if (most == 0)
		most = b->linkage->crowd;
	if (n > most) {
		b->crowds += keys[k].most == 0;
		for (i = 0; i < n; i++)
			b->crowded[run[i].at] |= (uint32_t)1 << k;
		return 0;
	}
	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++)
			if (same_key(p[run[i].at].t, p[run[j].at].t, k) &&
			    !had_before(b, run[i].at, run[j].at, k) &&
			    visit(what, run[i].at, run[j].at) == -1)
				return -1;
	return 0;
}

int
blocks_pairs(struct blocks *b, visit_pair *visit, void *what)
{
	size_t k, i, end, n;

	b->crowds = 0;
	for (i = 0; i < b->people->n; i++)
		b->crowded[i] = 0;
	for (k = 0; k < KEYS; k++) {
		n = order_by(b, k);
		for (i = 0; i < n; i = end) {
			end = run_end(b->order, i, n);
			if (end - i > 1 && pairs_of(b, b->order + i, end - i,
			    k, visit, what) == -1)
				return -1;
		}
	}
	return 0;
}
