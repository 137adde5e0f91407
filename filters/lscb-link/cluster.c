/* SPDX-License-Identifier: MIT */
/*
 * Which records are one child.  Evidence is taken in order of strength; at each
 * level all records that share its tokens are judged together, so that the
 * result does not depend on the order of records:
 *
 *	one record again: nothing of weight differs;
 *	same local id (of one issuer and sender);
 *	same NHS number and date of birth;
 *	same UPN and date of birth;
 *	same names and date of birth at one address, or in one postcode;
 *	same names and date of birth.
 *
 * If no two of the clusters that meet contradict each other, they become
 * one.  Otherwise only those are joined that also share what tells the
 * others apart, and whose group is free of contradiction; the rest stays
 * apart and is counted.  Nothing is guessed: a record that fits two
 * children who are not one belongs to neither.
 */
#include <stdlib.h>

#include "link.h"

enum { CROWD = 64 };	/* more clusters on one evidence: it is no evidence */

enum level {
	/* All else of weight is the same too: never refused. */
	LEVEL_ID_SAME, LEVEL_NHS_SAME, LEVEL_UPN_SAME,
	LEVEL_ID, LEVEL_NHS, LEVEL_UPN, LEVEL_NAME_HOME, LEVEL_NAME_POSTCODE,
	LEVEL_NAME, LEVEL_COUNT
};

enum { KEYS = 5 };

/* The tokens that must be there and be the same. */
static const struct {
	enum token need[KEYS];
	size_t n;		/* of need */
	size_t may_lack;	/* and the last so many may be empty */
} levels[LEVEL_COUNT] = {
	[LEVEL_ID_SAME] = { { TOK_ID, TOK_FORENAME, TOK_DOB, TOK_NHS,
	    TOK_UPN }, 5, 4 },
	[LEVEL_NHS_SAME] = { { TOK_NHS, TOK_DOB, TOK_UPN, TOK_FORENAME,
	    TOK_SURNAME }, 5, 3 },
	[LEVEL_UPN_SAME] = { { TOK_UPN, TOK_DOB, TOK_NHS, TOK_FORENAME,
	    TOK_SURNAME }, 5, 3 },
	[LEVEL_ID] = { { TOK_ID }, 1, 0 },
	[LEVEL_NHS] = { { TOK_NHS, TOK_DOB }, 2, 0 },
	[LEVEL_UPN] = { { TOK_UPN, TOK_DOB }, 2, 0 },
	[LEVEL_NAME_HOME] = { { TOK_NAME_A, TOK_NAME_B, TOK_DOB,
	    TOK_HOUSEHOLD }, 4, 0 },
	[LEVEL_NAME_POSTCODE] = { { TOK_NAME_A, TOK_NAME_B, TOK_DOB,
	    TOK_POSTCODE }, 4, 0 },
	[LEVEL_NAME] = { { TOK_NAME_A, TOK_NAME_B, TOK_DOB }, 3, 0 }
};

struct linking {
	struct records *all;
	size_t *refused;	/* by reason */
	struct table *apart;	/* pairs of roots that were refused */
};

/* A record that has a level's tokens. */
struct edge {
	uint64_t mix;		/* of the tokens: sorts fast, decides little */
	uint32_t record;
};

uint32_t
cluster_root(struct records *all, uint32_t i)
{
	struct record *r = all->r;

	while (r[i].parent != i) {
		r[i].parent = r[r[i].parent].parent;
		i = r[i].parent;
	}
	return i;
}

static void
unite(struct records *all, uint32_t a, uint32_t b)
{
	struct record *r = all->r;
	uint32_t t;

	a = cluster_root(all, a);
	b = cluster_root(all, b);
	if (a == b)
		return;
	r[a < b ? b : a].parent = a < b ? a : b;
	t = r[a].next;
	r[a].next = r[b].next;
	r[b].next = t;
}

enum relation { UNKNOWN, SHARED, DIFFERENT };

/* Do two clusters share a value of a token, if both have any? */
static enum relation
relate(const struct records *all, uint32_t a, uint32_t b, enum token t)
{
	const struct record *r = all->r;
	bool any_a = false, any_b = false;
	uint32_t i = a, j;

	do {
		if (r[i].t[t] != 0) {
			any_a = true;
			j = b;
			do {
				if (r[i].t[t] == r[j].t[t])
					return SHARED;
				any_b |= r[j].t[t] != 0;
				j = r[j].next;
			} while (j != b);
			if (!any_b)
				return UNKNOWN;
		}
		i = r[i].next;
	} while (i != a);
	return any_a && any_b ? DIFFERENT : UNKNOWN;
}

static bool
differ(const struct records *all, uint32_t a, uint32_t b, enum token t)
{
	return relate(all, a, b, t) == DIFFERENT;
}

static bool
share(const struct records *all, uint32_t a, uint32_t b, enum token t)
{
	return relate(all, a, b, t) == SHARED;
}

/* The same two names, whichever way round. */
static bool
share_names(const struct records *all, uint32_t a, uint32_t b)
{
	const struct record *r = all->r;
	uint32_t i = a, j;

	do {
		j = b;
		do {
			if (r[i].t[TOK_NAME_A] != 0 &&
			    r[i].t[TOK_NAME_A] == r[j].t[TOK_NAME_A] &&
			    r[i].t[TOK_NAME_B] == r[j].t[TOK_NAME_B])
				return true;
			j = r[j].next;
		} while (j != b);
		i = r[i].next;
	} while (i != a);
	return false;
}

static bool
forenames_differ(const struct records *all, uint32_t a, uint32_t b)
{
	return differ(all, a, b, TOK_FORENAME) && !share_names(all, a, b);
}

/* Two forenames in one family, born on one day: not one child. */
static bool
twins(const struct records *all, uint32_t a, uint32_t b)
{
	return forenames_differ(all, a, b) &&
	    share(all, a, b, TOK_SURNAME) && share(all, a, b, TOK_DOB) &&
	    (share(all, a, b, TOK_POSTCODE) ||
	    share(all, a, b, TOK_HOUSEHOLD));
}

/* May two clusters that share a level's evidence be one child? */
static enum refusal
judge(const struct records *all, uint32_t a, uint32_t b, enum level level)
{
	if (level == LEVEL_ID) {
		if (!forenames_differ(all, a, b))
			return REFUSED_NOT;
		return differ(all, a, b, TOK_DOB) ||
		    differ(all, a, b, TOK_NHS) ||
		    differ(all, a, b, TOK_UPN) ||
		    differ(all, a, b, TOK_SEX) ? REFUSED_ONE_ID : REFUSED_NOT;
	}
	if (differ(all, a, b, TOK_NHS))
		return REFUSED_NHS;
	if (differ(all, a, b, TOK_UPN))
		return REFUSED_UPN;
	if (level >= LEVEL_NAME_HOME)
		return differ(all, a, b, TOK_SEX) ? REFUSED_SEX :
		    REFUSED_NOT;
	if (twins(all, a, b))
		return REFUSED_TWINS;
	return forenames_differ(all, a, b) && differ(all, a, b, TOK_SEX) ?
	    REFUSED_NAME_SEX : REFUSED_NOT;
}

/* In a group with contradictions: what binds two of it all the same. */
static bool
bound(const struct records *all, uint32_t a, uint32_t b, enum level level)
{
	if (level >= LEVEL_NAME_HOME)
		return share(all, a, b, TOK_SEX);
	if (share(all, a, b, TOK_FORENAME))
		return true;
	return level == LEVEL_ID && (share(all, a, b, TOK_NHS) ||
	    share(all, a, b, TOK_UPN));
}

/* The clusters that meet on one evidence, and the verdict on each pair. */
struct group {
	uint32_t roots[CROWD];
	size_t part[CROWD];	/* bound ones have the same */
	size_t n;
	enum refusal verdict[CROWD][CROWD];
	bool contradiction;
};

static void
judge_group(const struct records *all, struct group *g, enum level level)
{
	size_t i, j;

	g->contradiction = false;
	for (i = 0; i < g->n; i++)
		for (j = i + 1; j < g->n; j++) {
			g->verdict[i][j] = judge(all, g->roots[i],
			    g->roots[j], level);
			g->contradiction |= g->verdict[i][j] != REFUSED_NOT;
		}
}

static void
split_group(const struct records *all, struct group *g, enum level level)
{
	size_t i, j, k, from;

	for (i = 0; i < g->n; i++)
		g->part[i] = g->contradiction ? i : 0;
	for (i = 0; g->contradiction && i < g->n; i++)
		for (j = i + 1; j < g->n; j++)
			if (g->part[i] != g->part[j] && bound(all,
			    g->roots[i], g->roots[j], level)) {
				from = g->part[j];
				for (k = 0; k < g->n; k++)
					if (g->part[k] == from)
						g->part[k] = g->part[i];
			}
}

static bool
sound_part(const struct group *g, size_t part)
{
	size_t i, j;

	for (i = 0; i < g->n; i++)
		for (j = i + 1; g->part[i] == part && j < g->n; j++)
			if (g->part[j] == part &&
			    g->verdict[i][j] != REFUSED_NOT)
				return false;
	return true;
}

/*
 * Counts a pair that stays apart, once: it meets again on weaker evidence.
 */
static int
refuse(struct linking *l, uint32_t a, uint32_t b, enum refusal why)
{
	uint32_t pair[2] = { a < b ? a : b, a < b ? b : a };
	int added;

	if (table_add(l->apart, (const char *)pair, sizeof(pair),
	    &added) == SIZE_MAX)
		return -1;
	if (added)
		l->refused[why == REFUSED_NOT ? REFUSED_AMBIGUOUS : why]++;
	return 0;
}

static int
resolve(struct linking *l, struct group *g, enum level level)
{
	struct records *all = l->all;
	bool sound[CROWD];
	size_t i, j;

	judge_group(all, g, level);
	split_group(all, g, level);
	for (i = 0; i < g->n; i++)
		sound[i] = sound_part(g, g->part[i]);
	for (i = 0; i < g->n; i++)
		for (j = i + 1; j < g->n; j++) {
			if (sound[i] && g->part[i] == g->part[j])
				unite(all, g->roots[i], g->roots[j]);
			else if (refuse(l, g->roots[i], g->roots[j],
			    g->verdict[i][j]) == -1)
				return -1;
		}
	return 0;
}

/* What qsort compares with; it has no argument to carry it. */
static const struct record *sorting;
static enum level sorting_level;

static int
compare_tokens(const struct edge *x, const struct edge *y)
{
	const uint64_t *a = sorting[x->record].t, *b = sorting[y->record].t;
	enum token t;
	size_t i;

	if (x->mix != y->mix)
		return x->mix < y->mix ? -1 : 1;
	for (i = 0; i < levels[sorting_level].n; i++) {
		t = levels[sorting_level].need[i];
		if (a[t] != b[t])
			return a[t] < b[t] ? -1 : 1;
	}
	return 0;
}

static int
compare_edges(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int c = compare_tokens(x, y);

	if (c != 0)
		return c;
	return (x->record > y->record) - (x->record < y->record);
}

/* The records that have a level's tokens, those with the same together. */
static size_t
make_edges(const struct records *all, enum level level, struct edge *edges)
{
	struct edge *e = edges;
	uint64_t token;
	size_t i, k;

	for (i = 0; i < all->n; i++) {
		/* What a local id says of a record comes before its number. */
		if (all->r[i].t[TOK_ID] != 0 && (level == LEVEL_NHS_SAME ||
		    level == LEVEL_UPN_SAME))
			continue;
		*e = (struct edge){ .record = (uint32_t)i };
		for (k = 0; k < levels[level].n; k++) {
			token = all->r[i].t[levels[level].need[k]];
			if (token == 0 && k + levels[level].may_lack <
			    levels[level].n)
				break;
			e->mix = (e->mix ^ token) * 0x9e3779b97f4a7c15u;
			e->mix ^= e->mix >> 32;
		}
		if (k == levels[level].n)
			e++;
	}
	sorting = all->r;
	sorting_level = level;
	if (e - edges > 1)
		qsort(edges, (size_t)(e - edges), sizeof(*edges),
		    compare_edges);
	return (size_t)(e - edges);
}

static int
link_same(struct linking *l, const struct edge *e, size_t n,
    enum level level)
{
	struct group g;
	uint32_t root;
	size_t i, k;

	g.n = 0;
	for (i = 0; n > 1 && i < n; i++) {
		root = cluster_root(l->all, e[i].record);
		if (level <= LEVEL_UPN_SAME) {
			unite(l->all, e[0].record, e[i].record);
			continue;
		}
		for (k = 0; k < g.n && g.roots[k] != root; k++)
			;
		if (k < g.n)
			continue;
		if (g.n == CROWD) {
			l->refused[REFUSED_CROWD]++;
			return 0;
		}
		g.roots[g.n++] = root;
	}
	return g.n > 1 ? resolve(l, &g, level) : 0;
}

int
cluster_all(struct records *all, size_t refused[REFUSED_COUNT])
{
	struct linking l = { all, refused, table_new() };
	struct edge *edges = calloc(all->n + 1, sizeof(*edges));
	size_t i, end, n;
	enum level level;
	int r = -1;

	if (l.apart == NULL || edges == NULL)
		goto out;
	for (i = 0; i < all->n; i++)
		all->r[i].parent = all->r[i].next = (uint32_t)i;
	for (level = LEVEL_ID_SAME; level < LEVEL_COUNT; level++) {
		n = make_edges(all, level, edges);
		for (i = 0; i < n; i = end) {
			end = i + 1;
			while (end < n && compare_tokens(&edges[i],
			    &edges[end]) == 0)
				end++;
			if (link_same(&l, edges + i, end - i, level) == -1)
				goto out;
		}
	}
	r = 0;
out:
	table_free(l.apart);
	free(edges);
	return r;
}
