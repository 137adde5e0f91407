/* SPDX-License-Identifier: MIT */
/* See changes.h. */
#include <stdlib.h>

#include "buf.h"
#include "changes.h"

struct changes {
	struct table *keys;	/* key -> i; NULL: there are none */
	struct change *v;	/* in order of arrival */
	size_t n, cap;
	struct buf lines;	/* one behind the other */
};

struct changes *
changes_new(bool keyed)
{
	struct changes *c = calloc(1, sizeof(*c));

	if (c != NULL && keyed && (c->keys = table_new()) == NULL) {
		free(c);
		return NULL;
	}
	return c;
}

void
changes_free(struct changes *c)
{
	if (c == NULL)
		return;
	table_free(c->keys);
	buf_free(&c->lines);
	free(c->v);
	free(c);
}

int
changes_add(struct changes *c, struct field key, struct field line,
    bool deletes)
{
	struct change *v;
	int added = 1;

	if (c->keys != NULL &&
	    table_add(c->keys, key.p, key.n, &added) == SIZE_MAX)
		return -1;
	if (!added)
		return 0;
	v = grow(c->v, c->n, &c->cap, sizeof(*v));
	if (v == NULL)
		return -1;
	c->v = v;
	v[c->n++] = (struct change){ .at = c->lines.n, .n = line.n,
	    .deletes = deletes };
	return buf_add(&c->lines, line.p, line.n) == -1 ? -1 : 1;
}

struct change *
changes_find(struct changes *c, struct field key)
{
	size_t i = table_find(c->keys, key.p, key.n);

	return i == SIZE_MAX ? NULL : &c->v[i];
}

size_t
changes_count(const struct changes *c)
{
	return c->n;
}

struct change *
changes_get(struct changes *c, size_t i)
{
	return &c->v[i];
}

struct field
changes_line(const struct changes *c, const struct change *e)
{
	return (struct field){ c->lines.p + e->at, e->n };
}
