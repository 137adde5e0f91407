/* SPDX-License-Identifier: MIT */
/*
 * Child numbers.  What a cluster can be known by again are its anchors: local
 * ids, NHS number or UPN with date of birth, names with date of birth.  An
 * anchor that two clusters of this run have says nothing and is left out.
 *
 * Standing numbers first, oldest first: a number stays with the cluster that
 * holds the token it has had longest (then the strongest kind, then the
 * token that sorts first) and has no number yet.  If all who ask for it have
 * an older one, it is retired in favour of that: a merge.  A cluster that
 * asked in vain gets a new number: a split.  A new number is the keyed hash
 * of the cluster's first anchor, so that the same input gives the same
 * numbers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

static const struct numbers *sorting;

/* Oldest number first, and of its claims the best. */
static int
compare_claims(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	const uint32_t *issued = sorting->issued;

	if (x->number != y->number) {
		if (issued[x->number] != issued[y->number])
			return issued[x->number] < issued[y->number] ? -1 : 1;
		return anchors_compare(sorting->x->numbers, x->number,
		    y->number);
	}
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return anchors_compare(sorting->anchors.texts, x->anchor, y->anchor);
}

static int
add_claim(struct numbers *s, struct claim claim)
{
	struct claim *c = grow(s->claims, s->n_claims, &s->cap_claims,
	    sizeof(*c));

	if (c == NULL)
		return -1;
	s->claims = c;
	c[s->n_claims++] = claim;
	return 0;
}

/* Since when each number is known by anything. */
static void
find_issued(struct numbers *s)
{
	const struct index_entry *e = s->x->entries;
	size_t i;

	for (i = 0; i < s->n_old; i++)
		s->issued[i] = NONE;
	for (i = 0; i < table_count(s->x->tokens); i++, e++)
		if (e->number != NONE && !number_is_spent(s->x->tokens, i) &&
		    e->since < s->issued[e->number])
			s->issued[e->number] = e->since;
}

/* Some of the anchors, to be looked up in the index. */
struct unknown {
	const struct numbers *s;
	size_t from, to;
};

static void
look_up(void *what)
{
	const struct unknown *u = what;
	const struct anchors *a = &u->s->anchors;
	const char *p;
	size_t i, n;

	for (i = u->from; i < u->to; i++) {
		p = table_key(a->texts, i, &n);
		a->known[i] = table_find(u->s->x->tokens, p, n);
	}
}

/* No anchor joins the index, nor leaves it, before update_index. */
static int
find_known(struct numbers *s)
{
	size_t n = table_count(s->anchors.texts);
	struct unknown one = { s, 0, n / 2 }, other = { s, n / 2, n };

	s->anchors.known = calloc(n + 1, sizeof(*s->anchors.known));
	if (s->anchors.known == NULL)
		return -1;
	pair_run(look_up, &one, look_up, &other);
	return 0;
}

static int
find_claims(struct numbers *s)
{
	const struct anchors *a = &s->anchors;
	const struct index_entry *e;
	const struct given *g;
	size_t i;
	uint32_t root;

	for (i = 0; i < table_count(a->texts); i++) {
		if (a->owner[i] == NONE || a->known[i] == SIZE_MAX)
			continue;
		e = &s->x->entries[a->known[i]];
		if (e->number != NONE &&
		    number_may_be_claimed(s, a->owner[i], e->number) &&
		    add_claim(s, (struct claim){ e->number, e->since, i,
		    a->owner[i] }) == -1)
			return -1;
	}
	for (g = s->x->given; g < s->x->given + s->x->n_given; g++) {
		root = cluster_root(s->people, g->identity);
		if (s->persons[root] && a->first[root] != SIZE_MAX &&
		    !number_is_forgotten(s, g->number) &&
		    add_claim(s, (struct claim){ g->number, 0,
		    a->first[root], root }) == -1)
			return -1;
	}
	sorting = s;
	if (s->n_claims > 1)
		qsort(s->claims, s->n_claims, sizeof(*s->claims),
		    compare_claims);
	return 0;
}

static int
add_change(struct numbering *told, const char *what, uint32_t number,
    uint32_t other)
{
	struct change *c = grow(told->changes, told->n, &told->cap,
	    sizeof(*c));

	if (c == NULL)
		return -1;
	told->changes = c;
	c[told->n++] = (struct change){ what, number, other };
	return 0;
}

/* The number has nobody left: who asked first has an older one. */
static int
retire(struct numbers *s, const struct claim *c)
{
	uint32_t child = s->people->identities[c->root].child;

	s->instead[c->number] = child;
	s->told->merged++;
	return number_spend(s->x, c->number) == -1 ? -1 :
	    add_change(s->told, "merged", c->number, child);
}

static int
settle_claims(struct numbers *s)
{
	struct identity *r = s->people->identities;
	const struct claim *c = s->claims;
	size_t i, end, k;

	for (i = 0; i < s->n_claims; i++)
		if (s->asked[c[i].root] == NONE)
			s->asked[c[i].root] = c[i].number;
	for (i = 0; i < s->n_claims; i = end) {
		end = i + 1;
		while (end < s->n_claims && c[end].number == c[i].number)
			end++;
		for (k = i; k < end; k++)
			if (r[c[k].root].child == NONE)
				break;
		if (k < end)
			r[c[k].root].child = c[k].number;
		else if (retire(s, &c[i]) == -1)
			return -1;
	}
	return 0;
}

static int
new_number(struct numbers *s, uint32_t root, struct mac *mac)
{
	struct anchors *a = &s->anchors;
	struct part parts[2];
	char number[PSEUDONYM_LEN], again[16];
	unsigned try;
	size_t i;
	int added;

	parts[0].p = table_key(a->texts, a->first[root], &parts[0].n);
	/* A number once given to another is not given again. */
	for (try = 0; ; try++) {
		parts[1].p = again;
		parts[1].n = (size_t)snprintf(again, sizeof(again), "%u",
		    try);
		pseudonym(mac, 'c', parts, try == 0 ? 1 : 2, number);
		i = table_add(s->x->numbers, number, sizeof(number), &added);
		if (i >= NONE)
			return -1;
		if (added)
			break;
	}
	s->people->identities[root].child = (uint32_t)i;
	return 0;
}

/* What a child is known by has gone over to another, though neither is new. */
static int
note_move(struct numbers *s, uint32_t from, uint32_t to)
{
	struct numbering *told = s->told;
	size_t i;

	if (from == to || from == NONE || to == NONE)
		return 0;
	for (i = 0; i < told->n; i++)
		if (told->changes[i].number == to ?
		    told->changes[i].other == from :
		    told->changes[i].number == from &&
		    told->changes[i].other == to)
			return 0;
	return add_change(told, "moved", from, to);
}

/* What is known by a number that was retired is known by the other now. */
static void
move_retired(struct numbers *s)
{
	struct index_entry *e = s->x->entries;
	size_t i;

	for (i = 0; i < table_count(s->x->tokens); i++, e++)
		if (e->number != NONE && !number_is_spent(s->x->tokens, i) &&
		    s->instead[e->number] != NONE)
			*e = (struct index_entry){ s->instead[e->number],
			    s->x->run };
}

static int
update_index(struct numbers *s)
{
	struct index *x = s->x;
	const char *p;
	size_t i, n, at;
	uint32_t root, child;

	move_retired(s);
	for (i = 0; i < table_count(s->anchors.texts); i++) {
		root = s->anchors.owner[i];
		at = s->anchors.known[i];
		if (root == NONE) {
			/* What two have tells neither, also tomorrow. */
			if (at != SIZE_MAX)
				x->entries[at].number = NONE;
			continue;
		}
		child = s->people->identities[root].child;
		if (at != SIZE_MAX && !s->alone[root] &&
		    note_move(s, x->entries[at].number, child) == -1)
			return -1;
		if (child == NONE)
			continue;
		p = table_key(s->anchors.texts, i, &n);
		if (at != SIZE_MAX)
			index_change(x, at, child);
		else if (index_set(x, p, n, child) == -1)
			return -1;
	}
	return 0;
}

static bool
needs_number(struct numbers *s, uint32_t i)
{
	return s->people->identities[i].parent == i && s->persons[i];
}

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

struct gathering {
	struct people *people;
	struct anchors *anchors;
	int r;
};

static void
gather_anchors(void *what)
{
	struct gathering *g = what;
	uint32_t i;

	for (i = 0; g->r == 0 && i < g->people->n; i++)
		if (!g->people->identities[i].erased)
			g->r = anchors_of(g->people, i, g->anchors);
}

struct parsing {
	struct index *x;
	struct err err;
	int r;
};

static void
parse(void *what)
{
	struct parsing *p = what;

	p->r = index_parse(p->x, &p->err);
}

/* All that identities are known by, and all that the index knows. */
static int
gather(struct people *people, struct index *x, struct anchors *a,
    struct err *err)
{
	struct gathering g = { people, a, 0 };
	struct parsing p = { .x = x };

	pair_run(gather_anchors, &g, parse, &p);
	if (p.r == -1)
		*err = p.err;
	else if (g.r == -1)
		no_memory(err);
	return p.r == -1 || g.r == -1 ? -1 : 0;
}

/* Who somebody is: all that is known of the clusters before any has a number. */
static int
find_anchors(struct numbers *s)
{
	struct identity *r = s->people->identities;
	uint32_t i, root;

	if (numbers_forget(s) == -1)
		return -1;
	for (i = 0; i < s->people->n; i++) {
		root = cluster_root(s->people, i);
		s->alone[root] |= r[i].alone;
		/* Who was found twice is somebody, however little is said. */
		s->persons[root] |= !r[i].erased && (identity_is_person(&r[i]) ||
		    r[i].next != i || r[i].sure);
	}
	anchors_first(s);
	for (i = 0; i < s->people->n; i++)
		if (needs_number(s, i) && s->anchors.first[i] == SIZE_MAX &&
		    anchor_by_all(s, i) == -1)
			return -1;
	return 0;
}

static int
number_new(struct numbers *s, struct mac *mac)
{
	const struct identity *r = s->people->identities;
	uint32_t i;

	for (i = 0; i < s->people->n; i++) {
		if (!needs_number(s, i) || r[i].child != NONE)
			continue;
		if (new_number(s, i, mac) == -1)
			return -1;
		if (s->asked[i] == NONE)
			continue;
		s->told->split++;
		if (!s->alone[i] && add_change(s->told, "split", r[i].child,
		    s->asked[i]) == -1)
			return -1;
	}
	return 0;
}

static int
run(struct numbers *s, struct mac *mac)
{
	uint32_t i;

	for (i = 0; i < s->people->n; i++)
		s->people->identities[i].child = s->asked[i] = NONE;
	for (i = 0; i < s->n_old; i++)
		s->instead[i] = NONE;
	if (find_anchors(s) == -1)
		return -1;
	find_issued(s);
	return find_known(s) == -1 || find_claims(s) == -1 ||
	    settle_claims(s) == -1 || number_new(s, mac) == -1 ? -1 :
	    update_index(s);
}

/* Room for what is known by number, and by root. */
static int
prepare(struct numbers *s)
{
	size_t n = s->people->n + 1;

	s->n_old = table_count(s->x->numbers);
	s->anchors.first = calloc(n, sizeof(*s->anchors.first));
	s->asked = calloc(n, sizeof(*s->asked));
	s->persons = calloc(n, sizeof(*s->persons));
	s->alone = calloc(n, sizeof(*s->alone));
	s->issued = calloc(s->n_old + 1, sizeof(*s->issued));
	s->instead = calloc(s->n_old + 1, sizeof(*s->instead));
	return s->anchors.first == NULL || s->asked == NULL ||
	    s->persons == NULL || s->alone == NULL || s->issued == NULL ||
	    s->instead == NULL ? -1 : 0;
}

int
number_all(struct people *people, struct index *x,
    const struct decisions *decisions, const struct key *key,
    struct numbering *told, struct err *err)
{
	struct numbers s = { .people = people, .x = x,
	    .decisions = decisions, .told = told };
	struct mac *mac;
	int r = -1;

	if (mac_new(&mac, key, "child", err) == -1)
		return -1;
	s.anchors.texts = table_new();
	if (s.anchors.texts == NULL)
		no_memory(err);
	else
		r = gather(people, x, &s.anchors, err);
	if (r == 0 && (prepare(&s) == -1 || run(&s, mac) == -1))
		r = no_memory(err);
	mac_free(mac);
	table_free(s.anchors.texts);
	free(s.anchors.owner);
	free(s.anchors.first);
	free(s.anchors.known);
	free(s.claims);
	free(s.asked);
	free(s.persons);
	free(s.alone);
	free(s.issued);
	free(s.instead);
	return r;
}
