/* SPDX-License-Identifier: MIT */
/*
 * Of identities that links connect, by way of others too: which are one child.  What
 * happens here depends on nothing outside.  See cluster.h.
 */
#include <math.h>
#include <string.h>

#include "cluster.h"

const char *const conflict_names[CONFLICT_COUNT] = {
	[CONFLICT_DECIDED] = "decided-apart",
	[CONFLICT_NUMBERED] = "two-ids-of-one-issuer",
	[CONFLICT_TWINS] = "twins",
	[CONFLICT_EVIDENCE] = "evidence-against",
	[CONFLICT_NHS] = "nhs-differs",
	[CONFLICT_UPN] = "upn-differs"
};

enum { MOST_ROUNDS = 8 };	/* in which members are taken out */

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
		l->told.ambiguous++;
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
		l->crowd++;
		return;
	}
	why = clusters_conflict(l, a, b);
	if (why == CONFLICT_NOT)
		why = numbers_conflict(l, e, a, b);
	if (why != CONFLICT_NOT) {
		l->conflicts[why]++;
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
one_round(struct linking *l, const struct edge *links, size_t n)
{
	struct identity *x = l->people->identities;
	uint32_t ends[2], a, b;
	size_t i, k;

	memset(l->conflicts, 0, sizeof(l->conflicts));
	l->crowd = 0;
	l->again = false;
	for (i = 0; i < n; i++) {
		ends[0] = links[i].a;
		ends[1] = links[i].b;
		for (k = 0; k < 2; k++) {
			x[ends[k]].parent = x[ends[k]].next = ends[k];
			l->best[ends[k]] = INFINITY;
		}
	}
	for (i = 0; i < n; i++) {
		if (!isinf(links[i].bits)) {
			try_edge(l, &links[i]);
			continue;
		}
		a = cluster_root(l->people, links[i].a);
		b = cluster_root(l->people, links[i].b);
		if (a != b)
			unite(l->people, a, b);
	}
}

void
link_component(struct linking *l, const struct edge *links, size_t n)
{
	size_t round, i;

	for (round = 0; round < MOST_ROUNDS; round++) {
		one_round(l, links, n);
		if (!l->again)
			break;
	}
	for (i = 0; i < CONFLICT_COUNT; i++)
		l->told.conflicts[i] += l->conflicts[i];
	l->told.crowd += l->crowd;
}
