/* SPDX-License-Identifier: MIT */
/* See history.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "defs.h"
#include "history.h"

static const struct def_key column_keys[] = {
	{ "name", DEF_REQUIRED },
	{ "title", DEF_REQUIRED },
	{ "title_cy", DEF_OPTIONAL },
	{ "populated", DEF_OPTIONAL },
	{ "belongs", DEF_OPTIONAL },
	{ "scale", DEF_OPTIONAL },
	{ "note", DEF_OPTIONAL }
};

static const struct def_schema schema = { "Column", column_keys,
    sizeof(column_keys) / sizeof(*column_keys) };

static const char *const base[HISTORY_BASE] = {
	"subject", "date", "end", "event", "source"
};

/* A name once, and none that every row has anyway. */
static int
check_name(const struct history *h, const struct def_record *r,
    struct err *err)
{
	const char *name = def_get(r, "name");
	size_t i;

	for (i = 0; i < HISTORY_BASE; i++)
		if (strcmp(name, base[i]) == 0)
			return def_err(err, h->defs, r, "name", "every row "
			    "has this column already: leave it out");
	if (history_column(h, name, strlen(name)) != SIZE_MAX)
		return def_err(err, h->defs, r, "name",
		    "this column is there twice");
	return 0;
}

/* The word that p begins with, of a scale "low < middle < high". */
static char *
next_word(struct arena *arena, const char *p, const char **rest)
{
	size_t n = strcspn(p, "<");

	*rest = p[n] == '<' ? p + n + 1 : NULL;
	for (; n > 0 && *p == ' '; n--)
		p++;
	while (n > 0 && p[n - 1] == ' ')
		n--;
	return arena_strndup(arena, p, n);
}

static int
read_scale(struct history *h, const struct def_record *r, struct scale *s,
    struct err *err)
{
	const char *p = def_get(r, "scale");
	size_t max = 1;

	if (p == NULL)
		return 0;
	for (const char *q = p; *q != '\0'; q++)
		max += *q == '<';
	s->v = arena_alloc(&h->texts, max * sizeof(*s->v));
	if (s->v == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	while (p != NULL) {
		char *word = next_word(&h->texts, p, &p);

		if (word == NULL)
			return err_set(err, STATUS_SYSTEM, "",
			    "out of memory");
		if (*word == '\0' || scale_place(s, word, strlen(word)) !=
		    SIZE_MAX)
			return def_err(err, h->defs, r, "scale", "want each "
			    "value once, the lowest first, as in low < high");
		s->v[s->n++] = word;
	}
	if (s->n < 2)
		return def_err(err, h->defs, r, "scale",
		    "an order needs two values, as in low < high");
	return 0;
}

static int
read_column(struct history *h, const struct def_record *r, struct err *err)
{
	const char *belongs = def_get(r, "belongs");

	if (check_name(h, r, err) == -1 || def_yes_no(h->defs, r,
	    "populated", &h->populated[h->n], err) == -1 ||
	    read_scale(h, r, &h->scales[h->n], err) == -1)
		return -1;
	if (belongs != NULL && strcmp(belongs, "subject") != 0)
		return def_err(err, h->defs, r, "belongs",
		    "want subject: what one row says of it holds for all");
	h->belongs[h->n] = belongs != NULL;
	h->names[h->n++] = def_get(r, "name");
	return 0;
}

int
history_read(struct history *h, const char *library, struct err *err)
{
	struct buf path = { 0 };
	size_t i;

	memset(h, 0, sizeof(*h));
	if (buf_printf(&path, "%s/history.rec", library) == -1 ||
	    buf_str(&path) == NULL)
		goto memory;
	if (defs_read(&h->defs, path.p, &schema, 1, err) == -1) {
		buf_free(&path);
		return -1;
	}
	buf_free(&path);
	h->file = h->defs->file;
	h->names = calloc(h->defs->n + 1, sizeof(*h->names));
	h->populated = calloc(h->defs->n + 1, sizeof(*h->populated));
	h->belongs = calloc(h->defs->n + 1, sizeof(*h->belongs));
	h->scales = calloc(h->defs->n + 1, sizeof(*h->scales));
	if (h->names == NULL || h->populated == NULL || h->belongs == NULL ||
	    h->scales == NULL)
		goto memory;
	for (i = 0; i < h->defs->n; i++)
		if (read_column(h, &h->defs->records[i], err) == -1) {
			history_free(h);
			return -1;
		}
	return 0;
memory:
	buf_free(&path);
	history_free(h);
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

void
history_free(struct history *h)
{
	free(h->names);
	free(h->populated);
	free(h->belongs);
	free(h->scales);
	arena_free(&h->texts);
	if (h->defs != NULL)
		defs_free(h->defs);
	memset(h, 0, sizeof(*h));
}

size_t
scale_place(const struct scale *scale, const char *p, size_t n)
{
	for (size_t i = 0; i < scale->n; i++)
		if (strlen(scale->v[i]) == n && memcmp(scale->v[i], p,
		    n) == 0)
			return i;
	return SIZE_MAX;
}

size_t
history_column(const struct history *h, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (strlen(h->names[i]) == n && memcmp(h->names[i], p,
		    n) == 0)
			return i;
	return SIZE_MAX;
}
