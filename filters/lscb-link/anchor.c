/* SPDX-License-Identifier: MIT */
/* What a child can be known by again.  See number.h. */
#include "number.h"

enum { ANCHOR_MAX = 1 + 3 * TOKEN_LEN };	/* a letter and tokens */

/* Two clusters that have one anchor both lose it. */
static int
add(struct anchors *a, const char *text, size_t n, uint32_t root,
    size_t *at)
{
	uint32_t *owner;
	int added;

	*at = table_add(a->texts, text, n, &added);
	owner = *at == SIZE_MAX ? NULL :
	    grow(a->owner, *at, &a->cap, sizeof(*owner));
	if (owner == NULL)
		return -1;
	a->owner = owner;
	if (added)
		owner[*at] = root;
	else if (owner[*at] != root)
		owner[*at] = NONE;
	return 0;
}

static int
add_tokens(struct anchors *a, char kind, const uint64_t *tokens, size_t n,
    uint32_t root)
{
	char text[ANCHOR_MAX];
	size_t i;

	text[0] = kind;
	for (i = 0; i < n; i++)
		token_text(tokens[i], text + 1 + i * TOKEN_LEN);
	return add(a, text, 1 + n * TOKEN_LEN, root, &i);
}

/* The letters order anchors by strength. */
int
anchors_of(struct people *people, uint32_t i, struct anchors *a)
{
	const struct identity *x = &people->identities[i];
	const uint64_t *t = x->t;
	uint32_t root = cluster_root(people, i);
	uint64_t nhs[2] = { t[TOK_NHS], t[TOK_DOB] };
	uint64_t upn[2] = { t[TOK_UPN], t[TOK_DOB] };
	uint64_t name[3] = { t[TOK_NAME_A], t[TOK_NAME_B], t[TOK_DOB] };

	if (t[TOK_ID] != 0 && add_tokens(a, 'a', &t[TOK_ID], 1, root) == -1)
		return -1;
	if (x->alone)
		return 0;
	if (nhs[0] != 0 && add_tokens(a, 'b', nhs, 2, root) == -1)
		return -1;
	if (upn[0] != 0 && add_tokens(a, 'c', upn, 2, root) == -1)
		return -1;
	return name[0] != 0 && name[2] != 0 ?
	    add_tokens(a, 'd', name, 3, root) : 0;
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
	char text[1 + TOKEN_LEN] = "e";

	token_text(identity_mix(&s->people->identities[root]), text + 1);
	return add(&s->anchors, text, sizeof(text), root,
	    &s->anchors.first[root]);
}
