/* SPDX-License-Identifier: MIT */
/* See renumber.h.  Memory: one entry per distinct token and column. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "renumber.h"
#include "token.h"

/*
 * The tokens of each side, numbered as they come, each behind its column.  While
 * the rows are the same, a token and its twin get the same number.
 */
struct twins {
	struct table *a, *b;
};

struct twins *
twins_new(void)
{
	struct twins *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->a = table_new();
	t->b = table_new();
	if (t->a != NULL && t->b != NULL)
		return t;
	twins_free(t);
	return NULL;
}

void
twins_free(struct twins *t)
{
	if (t == NULL)
		return;
	table_free(t->a);
	table_free(t->b);
	free(t);
}

static bool
is_token(struct field f)
{
	size_t i;

	for (i = 0; i < f.n; i++)
		if (!base32_ok(f.p[i]))
			return false;
	return f.n == TOKEN_LEN;
}

static size_t
number_of(struct table *t, size_t column, struct field f)
{
	char key[sizeof(column) + TOKEN_LEN];

	memcpy(key, &column, sizeof(column));
	memcpy(key + sizeof(column), f.p, TOKEN_LEN);
	return table_add(t, key, sizeof(key), NULL);
}

static int
same_field(struct twins *t, size_t column, struct field a, struct field b)
{
	size_t i, k;

	if (a.n != b.n)
		return 0;
	/* Several tokens stand in an order of their own under each key. */
	if (memchr(a.p, ' ', a.n) != NULL)
		return 1;
	if (!is_token(a) || !is_token(b))
		return a.n == 0 || memcmp(a.p, b.p, a.n) == 0;
	i = number_of(t->a, column, a);
	k = number_of(t->b, column, b);
	return i == SIZE_MAX || k == SIZE_MAX ? -1 : i == k;
}

int
twins_same(struct twins *t, const struct rec *a, const struct rec *b,
    size_t skip)
{
	size_t i;
	int r = 1;

	for (i = 0; i < a->n && i < b->n && r == 1; i++)
		if (i != skip)
			r = same_field(t, i, a->f[i], b->f[i]);
	return a->n == b->n ? r : 0;
}
