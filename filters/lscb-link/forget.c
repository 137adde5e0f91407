/* SPDX-License-Identifier: MIT */
/* Numbers that are not given again, and not kept.  See number.h. */
#include <stdlib.h>
#include <string.h>

#include "number.h"

/* A number that was given once, and is not given again, stands in the index. */
bool
number_is_spent(const struct table *tokens, size_t i)
{
	size_t n;

	return *table_key(tokens, i, &n) == SPENT;
}

int
number_spend(struct index *x, uint32_t number)
{
	char text[1 + PSEUDONYM_LEN] = { SPENT };
	size_t n;

	memcpy(text + 1, table_key(x->numbers, number, &n), PSEUDONYM_LEN);
	return index_set(x, text, sizeof(text), number);
}

bool
number_is_forgotten(const struct numbers *s, uint32_t number)
{
	size_t n;
	const char *p = table_key(s->x->numbers, number, &n);

	return table_find(s->decisions->numbers, p, n) != SIZE_MAX;
}

/*
 * Who is alone may only have a number that nothing but its own local ids has in
 * the index: by any other it would be linked to the life before.
 */
bool
number_may_be_claimed(const struct numbers *s, uint32_t root, uint32_t number)
{
	const struct anchors *a = &s->anchors;
	const char *p;
	size_t i, at, n;

	if (!s->alone[root])
		return true;
	for (i = 0; i < table_count(s->x->tokens); i++) {
		if (s->x->entries[i].number != number ||
		    number_is_spent(s->x->tokens, i))
			continue;
		p = table_key(s->x->tokens, i, &n);
		at = table_find(a->texts, p, n);
		if (*p != 'a' || at == SIZE_MAX || a->owner[at] != root)
			return false;
	}
	return true;
}

/* What erased records are known by, but no other record of tonight. */
static int
forget_erased(struct numbers *s)
{
	struct index *x = s->x;
	struct anchors theirs = { .texts = table_new() };
	const char *p;
	size_t i, n, at;
	int r = theirs.texts == NULL ? -1 : 0;

	for (i = 0; r == 0 && i < s->people->n; i++)
		if (s->people->identities[i].erased) {
			r = anchors_of(s->people, (uint32_t)i, &theirs);
			s->told->erased++;
		}
	for (i = 0; r == 0 && i < table_count(theirs.texts); i++) {
		p = table_key(theirs.texts, i, &n);
		at = table_find(x->tokens, p, n);
		if (at != SIZE_MAX &&
		    table_find(s->anchors.texts, p, n) == SIZE_MAX)
			x->entries[at].number = NONE;
	}
	table_free(theirs.texts);
	free(theirs.owner);
	return r;
}

/* Numbers by decision forgotten, and what erased records were known by. */
int
numbers_forget(struct numbers *s)
{
	struct index *x = s->x;
	const char *p;
	size_t i, n, at;

	for (i = 0; i < table_count(x->tokens); i++)
		if (x->entries[i].number != NONE &&
		    !number_is_spent(x->tokens, i) &&
		    number_is_forgotten(s, x->entries[i].number))
			x->entries[i].number = NONE;
	for (i = 0; i < table_count(s->decisions->numbers); i++) {
		p = table_key(s->decisions->numbers, i, &n);
		s->told->erased += table_find(x->numbers, p, n) != SIZE_MAX;
		at = table_add(x->numbers, p, n, NULL);
		if (at >= NONE || number_spend(x, (uint32_t)at) == -1)
			return -1;
	}
	return forget_erased(s);
}
