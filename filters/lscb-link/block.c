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

enum {
	AHEAD = 32,		/* identities, or pairs, that are fetched before
				 * they are compared */
	KEEP = 10		/* pairs for each identity, twice */
};

/* The identities that have a key, those with the same together. */
struct order {
	const struct people *people;
	size_t key, n;
	struct keyed *by, *spare;
};

/* Pairs as they were visited, to be visited again. */
struct kept {
	struct visited {
		uint32_t key, a, b;
	} *pairs;
	size_t n, cap;
	bool lost;		/* they are too many */
};

struct blocks {
	const struct people *people;
	const struct linkage *linkage;
	bool walked;		/* once; what was visited is kept, or lost */
	struct kept kept[2];
	struct order orders[2];	/* two keys are put in order at once */
	uint32_t *crowded;	/* by identity: a bit for each key that too
				 * many share with it */
	size_t crowds;
};

/* Some of an order, from one run's beginning to another's. */
struct stretch {
	struct blocks *blocks;
	const struct order *order;
	size_t from, to;
	visit_pair *visit;
	void *what;
	struct kept *kept;
	size_t crowds;
	int r;
};

int
blocks_new(struct blocks **out, const struct people *people,
    const struct linkage *linkage)
{
	struct blocks *b = calloc(1, sizeof(*b));
	struct order *o;

	*out = b;
	if (b == NULL)
		return -1;
	b->people = people;
	b->linkage = linkage;
	b->crowded = calloc(people->n + 1, sizeof(*b->crowded));
	if (b->crowded == NULL)
		goto no_memory;
	for (o = b->orders; o < b->orders + 2; o++) {
		o->people = people;
		o->by = calloc(people->n + 1, sizeof(*o->by));
		o->spare = calloc(people->n + 1, sizeof(*o->spare));
		if (o->by == NULL || o->spare == NULL)
			goto no_memory;
	}
	return 0;
no_memory:
	blocks_free(b);
	*out = NULL;
	return -1;
}

void
blocks_free(struct blocks *b)
{
	struct order *o;

	if (b == NULL)
		return;
	for (o = b->orders; o < b->orders + 2; o++) {
		free(o->by);
		free(o->spare);
	}
	free(b->kept[0].pairs);
	free(b->kept[1].pairs);
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

static void
order_by_key(void *what)
{
	struct order *o = what;
	const struct people *p = o->people;
	uint64_t key;
	size_t i;

	o->n = 0;
	if (o->key >= KEYS)
		return;
	for (i = 0; i < p->n; i++)
		if (has_key(p->identities[i].t, o->key, &key))
			o->by[o->n++] = (struct keyed){ key, (uint32_t)i };
	sort_keyed(o->by, o->spare, o->n);
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

/* Where they are too many, or memory too little, all are looked for again. */
static void
keep_pair(const struct stretch *s, uint32_t a, uint32_t b)
{
	struct kept *kept = s->kept;
	struct visited *v = kept->pairs;

	if (kept->lost)
		return;
	if (kept->n / KEEP <= s->order->people->n)
		v = grow(v, kept->n, &kept->cap, sizeof(*v));
	else
		v = NULL;
	kept->lost = v == NULL;
	if (v == NULL)
		return;
	kept->pairs = v;
	v[kept->n++] = (struct visited){ (uint32_t)s->order->key, a, b };
}

static int
visit(const struct stretch *s, uint32_t a, uint32_t b)
{
	keep_pair(s, a, b);
	return s->visit(s->what, s->order->key, a, b);
}

/* All pairs of a run of n with one key, which comes first to last. */
static int
pairs_of(struct stretch *s, const struct keyed *run, size_t n)
{
	struct blocks *b = s->blocks;
	const struct identity *p = b->people->identities;
	size_t k = s->order->key, most = keys[k].most, i, j;

	if (most == 0)
		most = b->linkage->crowd;
	if (n > most) {
		s->crowds += keys[k].most == 0;
		for (i = 0; i < n; i++)
			b->crowded[run[i].at] |= (uint32_t)1 << k;
		return 0;
	}
	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++)
			if (same_key(p[run[i].at].t, p[run[j].at].t, k) &&
			    !had_before(b, run[i].at, run[j].at, k) &&
			    visit(s, run[i].at, run[j].at) == -1)
				return -1;
	return 0;
}

/* Of those from i on, whatever has its key in common with a neighbour. */
FETCHES
fetch(const struct order *o, size_t i, size_t end)
{
	for (; i < end && i + 1 < o->n; i++)
		if (o->by[i].key == o->by[i + 1].key ||
		    (i > 0 && o->by[i].key == o->by[i - 1].key))
			identity_fetch(&o->people->identities[o->by[i].at]);
}

/* No identity is in two runs of one key: two stretches write of no one the same. */
static void
pairs_of_stretch(void *what)
{
	struct stretch *s = what;
	const struct order *o = s->order;
	size_t i, end;

	for (i = s->from; s->r == 0 && i < s->to; i = end) {
		end = run_end(o->by, i, o->n);
		fetch(o, i + AHEAD, end + AHEAD);
		if (end - i > 1)
			s->r = pairs_of(s, o->by + i, end - i);
	}
}

static int
pairs_of_key(struct blocks *b, const struct order *o, visit_pair *to_visit,
    void *one, void *other)
{
	size_t half = o->n < 2 ? o->n : run_end(o->by, o->n / 2 - 1, o->n);
	struct stretch first = { .blocks = b, .order = o, .to = half,
	    .visit = to_visit, .what = one, .kept = &b->kept[0] };
	struct stretch second = { .blocks = b, .order = o, .from = half,
	    .to = o->n, .visit = to_visit, .what = other,
	    .kept = &b->kept[1] };

	pair_run(pairs_of_stretch, &first, pairs_of_stretch, &second);
	b->crowds += first.crowds + second.crowds;
	return first.r == -1 || second.r == -1 ? -1 : 0;
}

static int
walk(struct blocks *b, visit_pair *to_visit, void *one, void *other)
{
	size_t k, i;

	b->crowds = 0;
	for (i = 0; i < b->people->n; i++)
		b->crowded[i] = 0;
	b->kept[0].n = b->kept[1].n = 0;
	for (k = 0; k < KEYS; k += 2) {
		b->orders[0].key = k;
		b->orders[1].key = k + 1;
		pair_run(order_by_key, &b->orders[0], order_by_key,
		    &b->orders[1]);
		for (i = 0; i < 2 && k + i < KEYS; i++)
			if (pairs_of_key(b, &b->orders[i], to_visit, one,
			    other) == -1)
				return -1;
	}
	b->walked = true;
	return 0;
}

/* One of two who go through what was kept. */
struct again {
	const struct identity *x;
	const struct kept *kept;
	visit_pair *visit;
	void *what;
	int r;
};

static void
visit_again(void *what)
{
	struct again *g = what;
	const struct visited *v = g->kept->pairs;
	size_t i, n = g->kept->n;

	for (i = 0; g->r == 0 && i < n; i++) {
		if (i + AHEAD < n) {
			identity_fetch(&g->x[v[i + AHEAD].a]);
			identity_fetch(&g->x[v[i + AHEAD].b]);
		}
		g->r = g->visit(g->what, v[i].key, v[i].a, v[i].b);
	}
}

int
blocks_pairs(struct blocks *b, visit_pair *to_visit, void *one, void *other)
{
	struct again first = { .x = b->people->identities,
	    .kept = &b->kept[0], .visit = to_visit, .what = one };
	struct again second = first;

	if (!b->walked || b->kept[0].lost || b->kept[1].lost)
		return walk(b, to_visit, one, other);
	second.kept = &b->kept[1];
	second.what = other;
	pair_run(visit_again, &first, visit_again, &second);
	return first.r == -1 || second.r == -1 ? -1 : 0;
}
