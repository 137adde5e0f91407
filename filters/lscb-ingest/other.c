/* SPDX-License-Identifier: MIT */
/* See other.h. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "fold.h"
#include "other.h"

enum { ENOUGH = 3 };	/* columns that no two returns share by chance */

/* The best so far. */
struct search {
	const char *library;
	struct table *header;	/* its names, in the letters that count */
	size_t most;		/* of them, in the best definition */
	char *name;
	size_t size;
	struct buf key;
};

/* Its letters and digits that count, left in s->key; false: there are none. */
static bool
fold(struct search *s, const char *p, size_t n)
{
	s->key.n = 0;
	return fold_name(p, n, &s->key) == 0 && s->key.n > 0;
}

/* How many columns of a definition the header has. */
static size_t
columns_of(struct search *s, const struct extract *x)
{
	const struct column *c;
	size_t i, k, n = 0;

	for (i = 0; i < x->n_columns; i++) {
		c = &x->columns[i];
		for (k = 0; k < c->n_headers; k++)
			if (fold(s, c->headers[k], strlen(c->headers[k])) &&
			    table_find(s->header, s->key.p, s->key.n) !=
			    SIZE_MAX)
				break;
		n += k < c->n_headers;
	}
	return n;
}

/* Of two that fit alike the first by name: no order of the folder's. */
static void
try(struct search *s, const char *file)
{
	struct extract *x;
	struct err err;
	char base[256];
	size_t n;

	(void)snprintf(base, sizeof(base), "%.*s", (int)strlen(file) - 4,
	    file);
	if (extract_read(&x, s->library, base, &err) == -1)
		return;
	n = columns_of(s, x);
	if (n >= ENOUGH && (2 * n > table_count(s->header) ||
	    2 * n > x->n_columns) && (n > s->most || (n == s->most &&
	    *s->name != '\0' && strcmp(base, s->name) < 0))) {
		s->most = n;
		(void)snprintf(s->name, s->size, "%s", base);
	}
	extract_free(x);
}

void
other_return(const char *library, const struct extract *x,
    const struct rec *header, char *name, size_t size)
{
	struct search s = { .library = library, .name = name, .size = size,
	    .header = table_new() };
	struct dirent *d;
	char folder[4096];
	DIR *dir;
	size_t i, n;

	name[0] = '\0';
	for (i = 0; s.header != NULL && i < header->n; i++)
		if (fold(&s, header->f[i].p, header->f[i].n))
			(void)table_add(s.header, s.key.p, s.key.n, NULL);
	(void)snprintf(folder, sizeof(folder), "%s/extracts", library);
	dir = s.header == NULL ? NULL : opendir(folder);
	if (dir != NULL) {
		s.most = columns_of(&s, x);
		while ((d = readdir(dir)) != NULL) {
			n = strlen(d->d_name);
			if (n > 4 && strcmp(d->d_name + n - 4, ".rec") == 0)
				try(&s, d->d_name);
		}
		closedir(dir);
	}
	table_free(s.header);
	buf_free(&s.key);
}
