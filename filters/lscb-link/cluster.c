/* SPDX-License-Identifier: MIT */
/*
 * Which identities are one child.  Pairs that score well enough are taken from
 * the best on; two clusters become one unless any two of their members cannot
 * be one child.  A member that fits a cluster it cannot join nearly as well as
 * its own belongs to neither, and all begins again without it.  Nothing depends
 * on the order of records.
 *
 * Whom no pair connects, not even by way of others, has nothing to do with each
 * other: so each component is linked for itself (component.c), half of them by a
 * second thread.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cluster.h"

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

/* All that may be linked or is grey, told->n.  -1: no memory. */
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

/*
 * Records that say the same: is that enough to be one child's?  Without a forename
 * they may be twins' who have none yet.
 */
static void
find_sure(const struct linking *l)
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

/*
 * What may link: what people have decided, then edges, best first, each with its
 * place.  How many; links and order have room for all.
 */
static size_t
list_links(const struct linking *l, const struct clustering *told,
    struct edge *links)
{
	const struct decisions *d = l->decisions;
	const struct identity *x = l->people->identities;
	const struct pair *p;
	size_t n = 0, k;

	for (p = d->same; p < d->same + d->n_same; p++)
		if (!x[p->a].erased && !x[p->b].erased)
			links[n++] = (struct edge){ p->a, p->b, INFINITY };
	for (k = 0; k < told->n &&
	    (double)told->edges[k].bits >= l->link_bits; k++)
		links[n++] = told->edges[k];
	return n;
}

/* Which component each link is of, in order; within one as they were. */
static void
find_components(struct people *people, const struct edge *links, size_t n,
    struct keyed *order)
{
	struct identity *x = people->identities;
	uint32_t a, b;
	size_t i;

	for (i = 0; i < n; i++) {
		a = cluster_root(people, links[i].a);
		b = cluster_root(people, links[i].b);
		x[a < b ? b : a].parent = a < b ? a : b;
	}
	for (i = 0; i < n; i++)
		order[i] = (struct keyed){ cluster_root(people, links[i].a),
		    (uint32_t)i };
	sort_keyed(order, order + n, n);
}

/* Some components, by their links. */
struct share {
	struct linking l;
	const struct keyed *order;
	const struct edge *links;
	size_t from, to;
};

static void
link_share(void *what)
{
	struct share *s = what;
	size_t i, end;

	for (i = s->from; i < s->to; i = end) {
		end = run_end(s->order, i, s->to);
		link_component(&s->l, s->links + i, end - i);
	}
}

static void
link_components(const struct linking *l, const struct keyed *order,
    const struct edge *links, size_t n, struct clustering *told)
{
	size_t half = n < 2 ? n : run_end(order, n / 2 - 1, n), i;
	struct share one = { .l = *l, .order = order, .links = links,
	    .to = half };
	struct share other = one;

	other.from = half;
	other.to = n;
	pair_run(link_share, &one, link_share, &other);
	for (i = 0; i < CONFLICT_COUNT; i++)
		told->conflicts[i] = one.l.told.conflicts[i] +
		    other.l.told.conflicts[i];
	told->ambiguous = one.l.told.ambiguous + other.l.told.ambiguous;
	told->crowd = one.l.told.crowd + other.l.told.crowd;
}

/* 0, or -1: no memory. */
static int
link_all(const struct linking *l, struct clustering *told)
{
	size_t most = l->decisions->n_same + told->n, n, i;
	struct edge *links = calloc(most + 1, sizeof(*links));
	struct edge *sorted = calloc(most + 1, sizeof(*sorted));
	struct keyed *order = calloc(2 * most + 1, sizeof(*order));
	int r = links == NULL || sorted == NULL || order == NULL ||
	    most >= NONE ? -1 : 0;

	if (r == 0) {
		n = list_links(l, told, links);
		find_components(l->people, links, n, order);
		for (i = 0; i < n; i++)
			sorted[i] = links[order[i].at];
		link_components(l, order, sorted, n, told);
	}
	free(links);
	free(sorted);
	free(order);
	return r;
}

static void
all_single(struct people *people)
{
	struct identity *x = people->identities;
	uint32_t i;

	for (i = 0; i < people->n; i++)
		x[i].parent = x[i].next = i;
}

int
cluster_all(struct people *people, const struct linkage *linkage,
    const struct model *model, const struct decisions *decisions,
    struct blocks *blocks, struct clustering *told)
{
	struct linking l = { .people = people, .linkage = linkage,
	    .model = model, .decisions = decisions };
	int r = -1;

	memset(told, 0, sizeof(*told));
	l.link_bits = bits_of(linkage->link);
	l.grey_bits = bits_of(linkage->grey);
	l.best = calloc(people->n + 1, sizeof(*l.best));
	l.apart = calloc(people->n + 1, sizeof(*l.apart));
	if (l.best != NULL && l.apart != NULL &&
	    find_edges(&l, blocks, told) == 0) {
		find_sure(&l);
		all_single(people);
		r = link_all(&l, told);
	}
	free(l.best);
	free(l.apart);
	return r;
}

void
clustering_free(struct clustering *told)
{
	free(told->edges);
}
