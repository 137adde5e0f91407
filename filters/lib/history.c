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
	{ "note", DEF_OPTIONAL }
};

static const struct def_schema schema = { "Column", column_keys, 5 };

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

int
history_read(struct history *h, const char *library, struct err *err)
{
	struct buf path = { 0 };
	const struct def_record *r;
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
	if (h->names == NULL || h->populated == NULL)
		goto memory;
	for (i = 0; i < h->defs->n; i++) {
		r = &h->defs->records[i];
		if (check_name(h, r, err) == -1 || def_yes_no(h->defs, r,
		    "populated", &h->populated[h->n], err) == -1) {
			history_free(h);
			return -1;
		}
		h->names[h->n++] = def_get(r, "name");
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
	if (h->defs != NULL)
		defs_free(h->defs);
	memset(h, 0, sizeof(*h));
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
