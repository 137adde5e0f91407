/* SPDX-License-Identifier: MIT */
/* What a child can be known by again.  See number.h. */
#include <string.h>

#include "number.h"

enum { ANCHOR_MAX = 1 + 3 * TOKEN_LEN };	/* a letter and tokens */

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
int
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

int
anchors_compare(const struct table *t, size_t a, size_t b)
{
	size_t an, bn;
	const char *x = table_key(t, a, &an), *y = table_key(t, b, &bn);

	return bytes_compare(x, an, y, bn);
}

/* The first anchor of each cluster that no other has. */
void
anchors_first(struct numbers *s)
{
	struct anchors *a = &s->anchors;
	size_t i, count = table_count(a->texts);
	uint32_t root;

	for (i = 0; i < s->people->n; i++)
		a->first[i] = SIZE_MAX;
	for (i = 0; i < count; i++) {
		root = a->owner[i];
		if (root != NONE && (a->first[root] == SIZE_MAX ||
		    anchors_compare(a->texts, i, a->first[root]) < 0))
			a->first[root] = i;
	}
}

/* A cluster with nothing of its own is known by all that its first says. */
int
anchor_by_all(struct numbers *s, uint32_t root)
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
