/* SPDX-License-Identifier: MIT */
/*
 * Which identities are one child.  Pairs that score well enough are taken from
 * the best on; two clusters become one unless any two of their members cannot
 * be one child.  A member that fits a cluster it cannot join nearly as well as
 * its own belongs to neither, and all begins again without it.  Nothing depends
 * on the order of records.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"

const char *const conflict_names[CONFLICT_COUNT] = {
	[CONFLICT_DECIDED] = "decided-apart",
	[CONFLICT_NUMBERED] = "two-ids-of-one-issuer",
	[CONFLICT_TWINS] = "twins",
	[CONFLICT_EVIDENCE] = "evidence-against",
	[CONFLICT_NHS] = "nhs-differs",
	[CONFLICT_UPN] = "upn-differs"
};

enum { MOST_ROUNDS = 8 };	/* in which members are taken out */

struct linking {
	struct people *people;
	const struct linkage *linkage;
	const struct model *model;
	struct clustering *told;
	const struct decisions *decisions;
	float *best;		/* by identity: of the edge that bound it first */
	bool *apart;		/* by identity: it belongs to nobody */
	double link_bits, grey_bits;
	bool again;
};

uint32_t
cluster_root(struct people *people, uint32_t i)
{
	struct identity *x = people->identities;

	while (x[i].parent != i) {
		x[i].parent = x[x[i].parent].parent;
		i = x[i].parent;
	}
	return i;
}

static void
unite(struct people *people, uint32_t a, uint32_t b)
{
	struct identity *x = people->identities;
	uint32_t t;

	x[a < b ? b : a].parent = a < b ? a : b;
	t = x[a].next;
	x[a].next = x[b].next;
	x[b].next = t;
}

/* Has a number, or an id, in common, and none that differs. */
static bool
one_number(pattern p)
{
	return level_of(p, ID) == ID_SAME ||
	    (level_of(p, NHS) == PLAIN_SAME &&
	    level_of(p, UPN) != PLAIN_DIFFERS) ||
	    (level_of(p, UPN) == PLAIN_SAME &&
	    level_of(p, NHS) != PLAIN_DIFFERS);
}

/*
 * Two of one family, born on one day or nearly, who are not of one forename: not
 * one child.  One local id outweighs that; for names that are close, or where one
 * has none yet, a number does; and a slip of the pen is told from a twin by a
 * spelling that hardly anybody has.  Whom one agency knows by two ids are two.
 */
static bool
are_twins(const struct linking *l, uint32_t a, uint32_t b, pattern p)
{
	unsigned forename = level_of(p, FORENAME);

	if (!born_together(p) || forename == FORENAME_SAME ||
	    forename >= FORENAME_SWAPPED || level_of(p, ID) == ID_SAME ||
	    !model_has_families(l->model))
		return false;
	if (level_of(p, ID) == ID_OTHER || forename == FORENAME_DIFFERS ||
	    forename == FORENAME_PART)
		return true;
	if (forename == FORENAME_KNOWN || one_number(p))
		return false;
	return forename == 0 ||
	    (model_spelt(l->model, a) > l->linkage->rare &&
	    model_spelt(l->model, b) > l->linkage->rare);
}

static enum conflict
conflict_of(const struct linking *l, uint32_t a, uint32_t b)
{
	const struct identity *x = l->people->identities;
	pattern p = compare(&x[a], &x[b]);

	if (decided_apart(l->decisions, a, b))
		return CONFLICT_DECIDED;
	if (level_of(p, ID) == ID_DIFFERS)
		return CONFLICT_NUMBERED;
	if (are_twins(l, a, b, p))
		return CONFLICT_TWINS;
	return model_against(l->model, p) > l->linkage->contradiction &&
	    model_score(l->model, a, b, &p) < l->link_bits ?
	    CONFLICT_EVIDENCE : CONFLICT_NOT;
}

/* The first conflict between members of two clusters. */
static enum conflict
clusters_conflict(const struct linking *l, uint32_t a, uint32_t b)
{
	const struct identity *x = l->people->identities;
	enum conflict why;
	uint32_t i = a, j;

	do {
		j = b;
		do {
			why = conflict_of(l, i, j);
			if (why != CONFLICT_NOT)
				return why;
			j = x[j].next;
		} while (j != b);
		i = x[i].next;
	} while (i != a);
	return CONFLICT_NOT;
}

/* Have two clusters both a number, and none in common? */
static bool
numbers_differ(const struct linking *l, uint32_t a, uint32_t b, enum token t)
{
	const struct identity *x = l->people->identities;
	bool any_a = false, any_b = false;
	uint32_t i = a, j;

	do {
		if (x[i].t[t] != 0) {
			any_a = true;
			j = b;
			do {
				if (x[i].t[t] == x[j].t[t])
					return false;
				any_b |= x[j].t[t] != 0;
				j = x[j].next;
			} while (j != b);
		}
		i = x[i].next;
	} while (i != a);
	return any_a && any_b;
}

/*
 * Two that score well may know nothing of each other's numbers where others of
 * their clusters do: what these say then counts as if the two had said it.
 */
static enum conflict
numbers_conflict(const struct linking *l, const struct edge *e, uint32_t a,
    uint32_t b)
{
	const struct identity *x = l->people->identities;
	pattern p = compare(&x[e->a], &x[e->b]);
	double bits = (double)e->bits;
	bool nhs = numbers_differ(l, a, b, TOK_NHS);
	bool upn = numbers_differ(l, a, b, TOK_UPN);

	if (nhs && level_of(p, NHS) == 0)
		bits += model_bits(l->model, NHS, PLAIN_DIFFERS);
	if (upn && level_of(p, UPN) == 0)
		bits += model_bits(l->model, UPN, PLAIN_DIFFERS);
	if (bits >= l->link_bits || (!nhs && !upn))
		return CONFLICT_NOT;
	return nhs ? CONFLICT_NHS : CONFLICT_UPN;
}

/* One of two who look for edges. */
struct edges {
	const struct linking *l;
	struct edge *e;
	size_t n, cap;
};

static int
keep_edge(void *what, size_t key, uint32_t a, uint32_t b)
{
	struct edges *edges = what;
	const struct linking *l = edges->l;
	const struct identity *x = l->people->identities;
	struct edge *e;
	pattern p;
	double bits = model_score(l->model, a, b, &p);

	(void)key;
	if (bits < l->grey_bits || x[a].erased || x[b].erased ||
	    ((x[a].alone || x[b].alone) && level_of(p, ID) != ID_SAME))
		return 0;
	e = grow(edges->e, edges->n, &edges->cap, sizeof(*e));
	if (e == NULL)
		return -1;
	edges->e = e;
	e[edges->n++] = (struct edge){ a, b, (float)bits };
	return 0;
}

/* A number that grows as the bits fall. */
static uint64_t
falling(float bits)
{
	uint32_t u;

	memcpy(&u, &bits, sizeof(u));
	u = u >> 31 ? ~u : u | UINT32_C(1) << 31;
	return ~u;
}

/* Best first; of equals the one whose identities are first.  -1: no memory. */
static int
sort_edges(struct edge *e, size_t n)
{
	struct keyed *order = calloc(2 * n + 1, sizeof(*order));
	struct edge *was = calloc(n + 1, sizeof(*was));
	size_t i;

	if (order == NULL || was == NULL || n >= NONE) {
		free(order);
		free(was);
		return -1;
	}
	for (i = 0; i < n; i++)
		order[i] = (struct keyed){ (uint64_t)e[i].a << 32 | e[i].b,
		    (uint32_t)i };
	sort_keyed(order, order + n, n);
	for (i = 0; i < n; i++)
		order[i].key = falling(e[order[i].at].bits);
	sort_keyed(order, order + n, n);
	for (i = 0; i < n; i++)
		was[i] = e[order[i].at];
	memcpy(e, was, n * sizeof(*e));
	free(order);
	free(was);
	return 0;
}

/* All that may be linked, or is grey.  -1: no memory. */
static int
find_edges(const struct linking *l, struct blocks *blocks,
    struct clustering *told)
{
	struct edges one = { .l = l }, other = one;
	struct edge *e = NULL;

	if (blocks_pairs(blocks, keep_edge, &one, &other) == 0)
		e = realloc(one.e, (one.n + other.n + 1) * sizeof(*e));
	if (e == NULL) {
		free(one.e);
		free(other.e);
		return -1;
	}
	if (other.n > 0)
		memcpy(e + one.n, other.e, other.n * sizeof(*e));
	free(other.e);
	told->edges = e;
	told->n = one.n + other.n;
	return sort_edges(e, told->n);
}

static size_t
members(const struct people *people, uint32_t root)
{
	uint32_t i = root;
	size_t n = 0;

	do {
		n++;
		i = people->identities[i].next;
	} while (i != root);
	return n;
}

static bool
fits(const struct linking *l, uint32_t a, uint32_t root)
{
	uint32_t i = root;

	do {
		if (conflict_of(l, a, i) != CONFLICT_NOT)
			return false;
		i = l->people->identities[i].next;
	} while (i != root);
	return true;
}

/*
 * Which of the two stands between their clusters: it fits the other's hardly
 * worse than its own.  It is taken out, for the next round.
 */
static void
take_out(struct linking *l, const struct edge *e)
{
	const uint32_t ends[2] = { e->a, e->b };
	size_t i;

	for (i = 0; i < 2; i++) {
		if ((double)l->best[ends[i]] - (double)e->bits >=
		    l->linkage->lead || isinf(l->best[ends[i]]) ||
		    l->apart[ends[i]] || !fits(l, ends[i],
		    cluster_root(l->people, ends[1 - i])))
			continue;
		l->apart[ends[i]] = true;
		l->told->ambiguous++;
		l->again = true;
	}
}

static void
try_edge(struct linking *l, const struct edge *e)
{
	struct people *p = l->people;
	uint32_t a = cluster_root(p, e->a), b = cluster_root(p, e->b);
	enum conflict why;

	if (a == b || l->apart[e->a] || l->apart[e->b])
		return;
	if (members(p, a) + members(p, b) > l->linkage->members) {
		l->told->crowd++;
		return;
	}
	why = clusters_conflict(l, a, b);
	if (why == CONFLICT_NOT)
		why = numbers_conflict(l, e, a, b);
	if (why != CONFLICT_NOT) {
		l->told->conflicts[why]++;
		take_out(l, e);
		return;
	}
	unite(p, a, b);
	if (isinf(l->best[e->a]))
		l->best[e->a] = e->bits;
	if (isinf(l->best[e->b]))
		l->best[e->b] = e->bits;
}

static void
one_round(struct linking *l)
{
	const struct decisions *d = l->decisions;
	struct clustering *told = l->told;
	struct identity *x = l->people->identities;
	uint32_t i, a, b;
	size_t k;

	memset(told->conflicts, 0, sizeof(told->conflicts));
	told->crowd = 0;
	l->again = false;
	for (i = 0; i < l->people->n; i++) {
		x[i].parent = x[i].next = i;
		l->best[i] = INFINITY;
	}
	for (k = 0; k < d->n_same; k++) {
		if (x[d->same[k].a].erased || x[d->same[k].b].erased)
			continue;
		a = cluster_root(l->people, d->same[k].a);
		b = cluster_root(l->people, d->same[k].b);
		if (a != b)
			unite(l->people, a, b);
	}
	for (k = 0; k < told->n &&
	    (double)told->edges[k].bits >= l->link_bits; k++)
		try_edge(l, &told->edges[k]);
}

/*
 * Records that say the same: is that enough to be one child's?  Without a forename
 * they may be twins' who have none yet.
 */
static void
find_sure(struct linking *l)
{
	struct identity *x = l->people->identities;
	pattern p;
	uint32_t i;

	for (i = 0; i < l->people->n; i++)
		x[i].sure = x[i].n > 1 && (x[i].t[TOK_FORENAME] != 0 ||
		    identity_is_person(&x[i]) ||
		    !model_has_families(l->model)) &&
		    model_score(l->model, i, i, &p) >= l->link_bits;
}

int
cluster_all(struct people *people, const struct linkage *linkage,
    const struct model *model, const struct decisions *decisions,
    struct blocks *blocks, struct clustering *told)
{
	struct linking l = { .people = people, .linkage = linkage,
	    .model = model, .decisions = decisions, .told = told };
	size_t round;
	int r = -1;

	memset(told, 0, sizeof(*told));
	l.link_bits = bits_of(linkage->link);
	l.grey_bits = bits_of(linkage->grey);
	l.best = calloc(people->n + 1, sizeof(*l.best));
	l.apart = calloc(people->n + 1, sizeof(*l.apart));
	if (l.best == NULL || l.apart == NULL ||
	    find_edges(&l, blocks, told) == -1)
		goto out;
	find_sure(&l);
	for (round = 0; round < MOST_ROUNDS; round++) {
		one_round(&l);
		if (!l.again)
			break;
	}
	r = 0;
out:
	free(l.best);
	free(l.apart);
	return r;
}

void
clustering_free(struct clustering *told)
{
	free(told->edges);
}
