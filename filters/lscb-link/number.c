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

#include "link.h"

enum { ANCHOR_MAX = 1 + 3 * TOKEN_LEN };	/* a letter and tokens */

struct anchors {
	struct table *texts;
	uint32_t *owner;	/* root, or NONE: two clusters have it */
	size_t cap;
	size_t *first;		/* by root: its first anchor, or SIZE_MAX */
};

/* A standing number that a cluster asks for, and on what ground. */
struct claim {
	uint32_t number;
	uint32_t since;		/* its token is with that number */
	size_t anchor;
	uint32_t root;
};

struct numbers {
	struct people *people;
	struct index *x;
	struct anchors anchors;
	struct claim *claims;
	size_t n_claims, cap_claims;
	bool *asked;		/* by root: it had a claim */
	bool *alone;		/* by root: by decision */
	bool *persons;		/* by root: somebody, not only a household */
	uint32_t *issued;	/* by number: run of its oldest token */
	uint32_t *instead;	/* by number: the one it was merged into */
	uint32_t *asked_for;	/* by root: the first number it claimed, or NONE */
	const struct decisions *decisions;
	struct numbering *told;
	size_t n_old;		/* numbers in the standing index */
};

/* A number that was given once, and is not given again, stands in the index. */
static bool
is_spent(const struct table *tokens, size_t i)
{
	size_t n;

	return *table_key(tokens, i, &n) == SPENT;
}

static int
spend(struct index *x, uint32_t number)
{
	char text[1 + PSEUDONYM_LEN] = { SPENT };
	size_t n;

	memcpy(text + 1, table_key(x->numbers, number, &n), PSEUDONYM_LEN);
	return index_set(x, text, sizeof(text), number);
}

static int
anchor_add(struct numbers *s, char kind, const uint64_t *tokens, size_t n,
    uint32_t root)
{
	struct anchors *a = &s->anchors;
	char text[ANCHOR_MAX];
	uint32_t *owner;
	size_t i;
	int added;

	text[0] = kind;
	for (i = 0; i < n; i++)
		token_text(tokens[i], text + 1 + i * TOKEN_LEN);
	i = table_add(a->texts, text, 1 + n * TOKEN_LEN, &added);
	owner = i == SIZE_MAX ? NULL :
	    grow(a->owner, i, &a->cap, sizeof(*owner));
	if (owner == NULL)
		return -1;
	a->owner = owner;
	if (added)
		owner[i] = root;
	else if (owner[i] != root)
		owner[i] = NONE;
	return 0;
}

/* The letters order anchors by strength. */
static int
anchors_of(struct numbers *s, uint32_t i)
{
	const uint64_t *t = s->people->identities[i].t;
	uint32_t root = cluster_root(s->people, i);
	uint64_t nhs[2] = { t[TOK_NHS], t[TOK_DOB] };
	uint64_t upn[2] = { t[TOK_UPN], t[TOK_DOB] };
	uint64_t name[3] = { t[TOK_NAME_A], t[TOK_NAME_B], t[TOK_DOB] };
	const struct identity *x = &s->people->identities[i];

	if (x->erased)
		return 0;
	if (t[TOK_ID] != 0 && anchor_add(s, 'a', &t[TOK_ID], 1, root) == -1)
		return -1;
	if (x->alone)
		return 0;
	if (nhs[0] != 0 && anchor_add(s, 'b', nhs, 2, root) == -1)
		return -1;
	if (upn[0] != 0 && anchor_add(s, 'c', upn, 2, root) == -1)
		return -1;
	if (name[0] != 0 && name[2] != 0 &&
	    anchor_add(s, 'd', name, 3, root) == -1)
		return -1;
	return 0;
}

static const struct numbers *sorting;

static int
compare_keys_of(const struct table *t, size_t a, size_t b)
{
	size_t an, bn;
	const char *x = table_key(t, a, &an), *y = table_key(t, b, &bn);

	return bytes_compare(x, an, y, bn);
}

/* Oldest number first, and of its claims the best. */
static int
compare_claims(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	const uint32_t *issued = sorting->issued;

	if (x->number != y->number) {
		if (issued[x->number] != issued[y->number])
			return issued[x->number] < issued[y->number] ? -1 : 1;
		return compare_keys_of(sorting->x->numbers, x->number,
		    y->number);
	}
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return compare_keys_of(sorting->anchors.texts, x->anchor, y->anchor);
}

static bool
is_forgotten(const struct numbers *s, uint32_t number)
{
	size_t n;
	const char *p = table_key(s->x->numbers, number, &n);

	return table_find(s->decisions->numbers, p, n) != SIZE_MAX;
}

/*
 * Who is alone may only have a number that nothing but its own local ids has in
 * the index: by any other it would be linked to the life before.
 */
static bool
may_claim(const struct numbers *s, uint32_t root, uint32_t number)
{
	const struct anchors *a = &s->anchors;
	const char *p;
	size_t i, at, n;

	if (!s->alone[root])
		return true;
	for (i = 0; i < table_count(s->x->tokens); i++) {
		if (s->x->entries[i].number != number ||
		    is_spent(s->x->tokens, i))
			continue;
		p = table_key(s->x->tokens, i, &n);
		at = table_find(a->texts, p, n);
		if (*p != 'a' || at == SIZE_MAX || a->owner[at] != root)
			return false;
	}
	return true;
}

static int
find_claims(struct numbers *s)
{
	struct anchors *a = &s->anchors;
	size_t i, at, n, count = table_count(a->texts);
	const struct index_entry *e;
	struct claim *c;
	const char *p;

	for (i = 0; i < s->n_old; i++)
		s->issued[i] = NONE;
	for (i = 0; i < table_count(s->x->tokens); i++) {
		e = &s->x->entries[i];
		if (e->number != NONE && !is_spent(s->x->tokens, i) &&
		    e->since < s->issued[e->number])
			s->issued[e->number] = e->since;
	}
	for (i = 0; i < count; i++) {
		if (a->owner[i] == NONE)
			continue;
		p = table_key(a->texts, i, &n);
		at = table_find(s->x->tokens, p, n);
		if (at == SIZE_MAX || s->x->entries[at].number == NONE ||
		    !may_claim(s, a->owner[i], s->x->entries[at].number))
			continue;
		c = grow(s->claims, s->n_claims, &s->cap_claims, sizeof(*c));
		if (c == NULL)
			return -1;
		s->claims = c;
		e = &s->x->entries[at];
		s->claims[s->n_claims++] = (struct claim){ e->number,
		    e->since, i, a->owner[i] };
		s->asked[a->owner[i]] = true;
	}
	for (i = 0; i < s->x->n_given; i++) {
		uint32_t root = cluster_root(s->people,
		    s->x->given[i].identity);

		if (!s->persons[root] || a->first[root] == SIZE_MAX ||
		    is_forgotten(s, s->x->given[i].number))
			continue;
		c = grow(s->claims, s->n_claims, &s->cap_claims, sizeof(*c));
		if (c == NULL)
			return -1;
		s->claims = c;
		s->claims[s->n_claims++] = (struct claim){
		    s->x->given[i].number, 0, a->first[root], root };
		s->asked[root] = true;
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

static int
settle_claims(struct numbers *s, struct numbering *told)
{
	struct identity *r = s->people->identities;
	size_t i, end, k;

	for (i = 0; i < s->n_claims; i++)
		if (s->asked_for[s->claims[i].root] == NONE)
			s->asked_for[s->claims[i].root] = s->claims[i].number;

	for (i = 0; i < s->n_claims; i = end) {
		end = i + 1;
		while (end < s->n_claims &&
		    s->claims[end].number == s->claims[i].number)
			end++;
		for (k = i; k < end; k++)
			if (r[s->claims[k].root].child == NONE)
				break;
		if (k < end) {
			r[s->claims[k].root].child = s->claims[k].number;
			told->kept++;
		} else {
			s->instead[s->claims[i].number] =
			    r[s->claims[i].root].child;
			told->merged++;
			if (spend(s->x, s->claims[i].number) == -1)
				return -1;
			if (add_change(told, "merged", s->claims[i].number,
			    r[s->claims[i].root].child) == -1)
				return -1;
		}
	}
	return 0;
}

/* The first anchor of each cluster that no other has. */
static void
find_first(struct numbers *s)
{
	struct anchors *a = &s->anchors;
	size_t i, count = table_count(a->texts);
	uint32_t root;

	for (i = 0; i < s->people->n; i++)
		a->first[i] = SIZE_MAX;
	for (i = 0; i < count; i++) {
		root = a->owner[i];
		if (root != NONE && (a->first[root] == SIZE_MAX ||
		    compare_keys_of(a->texts, i, a->first[root]) < 0))
			a->first[root] = i;
	}
}

/* A cluster with nothing of its own is known by all that its first says. */
static int
anchor_by_tokens(struct numbers *s, uint32_t root)
{
	const struct identity *x = &s->people->identities[root];
	struct anchors *a = &s->anchors;
	char text[1 + TOKEN_LEN] = "e";
	uint64_t h = 0;
	uint32_t *owner;
	size_t i;

	for (i = 0; i < TOK_COUNT; i++) {
		h = (h ^ x->t[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	token_text(h, text + 1);
	i = table_add(a->texts, text, sizeof(text), NULL);
	owner = i == SIZE_MAX ? NULL :
	    grow(a->owner, i, &a->cap, sizeof(*owner));
	if (owner == NULL)
		return -1;
	a->owner = owner;
	owner[i] = root;
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

/* Numbers by decision forgotten, and what erased records were known by. */
static int
forget(struct numbers *s)
{
	struct index *x = s->x;
	struct anchors mine = s->anchors, theirs = { 0 };
	const char *p;
	size_t i, n, at;

	for (i = 0; i < table_count(x->tokens); i++)
		if (x->entries[i].number != NONE && !is_spent(x->tokens, i) &&
		    is_forgotten(s, x->entries[i].number))
			x->entries[i].number = NONE;
	for (i = 0; i < table_count(s->decisions->numbers); i++) {
		p = table_key(s->decisions->numbers, i, &n);
		s->told->erased += table_find(x->numbers, p, n) != SIZE_MAX;
		at = table_add(x->numbers, p, n, NULL);
		if (at >= NONE || spend(x, (uint32_t)at) == -1)
			return -1;
	}
	theirs.texts = table_new();
	if (theirs.texts == NULL)
		return -1;
	s->anchors = theirs;
	for (i = 0; i < s->people->n; i++)
		if (s->people->identities[i].erased) {
			s->people->identities[i].erased = false;
			if (anchors_of(s, (uint32_t)i) == -1)
				return -1;
			s->people->identities[i].erased = true;
			s->told->erased++;
		}
	theirs = s->anchors;
	s->anchors = mine;
	for (i = 0; i < table_count(theirs.texts); i++) {
		p = table_key(theirs.texts, i, &n);
		at = table_find(x->tokens, p, n);
		/* Another record of tonight may be known by it. */
		if (at != SIZE_MAX &&
		    table_find(mine.texts, p, n) == SIZE_MAX)
			x->entries[at].number = NONE;
	}
	table_free(theirs.texts);
	free(theirs.owner);
	return 0;
}

static int
update_index(struct numbers *s)
{
	struct index *x = s->x;
	const char *p;
	size_t i, n, at;
	uint32_t root, instead, child;

	for (i = 0; i < table_count(x->tokens); i++) {
		instead = x->entries[i].number == NONE ||
		    is_spent(x->tokens, i) ? NONE : s->instead[x->entries[i].number];
		if (x->entries[i].number != NONE && instead != NONE)
			x->entries[i] = (struct index_entry){ instead,
			    x->run };
	}
	for (i = 0; i < table_count(s->anchors.texts); i++) {
		root = s->anchors.owner[i];
		p = table_key(s->anchors.texts, i, &n);
		/* What two have tells neither, also tomorrow. */
		if (root == NONE) {
			at = table_find(x->tokens, p, n);
			if (at != SIZE_MAX)
				x->entries[at].number = NONE;
			continue;
		}
		child = s->people->identities[root].child;
		at = table_find(x->tokens, p, n);
		if (at != SIZE_MAX && !s->alone[root] && note_move(s, x->entries[at].number,
		    child) == -1)
			return -1;
		if (child != NONE && index_set(x, p, n, child) == -1)
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
run(struct numbers *s, struct mac *mac, struct numbering *told)
{
	struct identity *r = s->people->identities;
	uint32_t i;

	for (i = 0; i < s->people->n; i++) {
		r[i].child = NONE;
		s->asked_for[i] = NONE;
	}
	for (i = 0; i < s->n_old; i++)
		s->instead[i] = NONE;
	for (i = 0; i < s->people->n; i++)
		if (anchors_of(s, i) == -1)
			return -1;
	if (forget(s) == -1)
		return -1;
	for (i = 0; i < s->people->n; i++)
		s->alone[cluster_root(s->people, i)] |= r[i].alone;
	/* Who was found twice is somebody, however little is said of it. */
	for (i = 0; i < s->people->n; i++)
		s->persons[cluster_root(s->people, i)] |= !r[i].erased &&
		    (identity_is_person(&r[i]) || r[i].next != i ||
		    r[i].sure);
	find_first(s);
	for (i = 0; i < s->people->n; i++)
		if (needs_number(s, i) && s->anchors.first[i] == SIZE_MAX &&
		    anchor_by_tokens(s, i) == -1)
			return -1;
	find_first(s);
	if (find_claims(s) == -1)
		return -1;
	if (settle_claims(s, told) == -1)
		return -1;
	for (i = 0; i < s->people->n; i++)
		if (needs_number(s, i) && r[i].child == NONE) {
			if (new_number(s, i, mac) == -1)
				return -1;
			if (s->asked[i]) {
				told->split++;
				if (!s->alone[i] && add_change(told, "split", r[i].child,
				    s->asked_for[i]) == -1)
					return -1;
			} else
				told->new++;
		}
	return update_index(s);
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
	s.n_old = table_count(x->numbers);
	s.anchors.texts = table_new();
	s.anchors.first = calloc(people->n + 1, sizeof(*s.anchors.first));
	s.asked = calloc(people->n + 1, sizeof(*s.asked));
	s.persons = calloc(people->n + 1, sizeof(*s.persons));
	s.alone = calloc(people->n + 1, sizeof(*s.alone));
	s.asked_for = calloc(people->n + 1, sizeof(*s.asked_for));
	s.issued = calloc(s.n_old + 1, sizeof(*s.issued));
	s.instead = calloc(s.n_old + 1, sizeof(*s.instead));
	if (s.anchors.texts == NULL || s.anchors.first == NULL ||
	    s.asked == NULL || s.persons == NULL || s.alone == NULL ||
	    s.asked_for == NULL ||
	    s.issued == NULL || s.instead == NULL ||
	    run(&s, mac, told) == -1)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else
		r = 0;
	mac_free(mac);
	table_free(s.anchors.texts);
	free(s.anchors.owner);
	free(s.anchors.first);
	free(s.claims);
	free(s.asked);
	free(s.persons);
	free(s.alone);
	free(s.asked_for);
	free(s.issued);
	free(s.instead);
	return r;
}
