/* SPDX-License-Identifier: MIT */
/*
 * Reads labels.rec and fills in what is said (words.h).  Rejected: a label that
 * stands there twice.  Holds the file.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "words.h"

struct words {
	struct defs *defs;
	struct table *ids;	/* id -> number of its record */
	bool welsh;
};

static const struct def_key label_keys[] = {
	{ "id", DEF_REQUIRED }, { "en", DEF_REQUIRED },
	{ "cy", DEF_REQUIRED },
};

static const struct def_schema label_schema[] = {
	{ "Label", label_keys, sizeof(label_keys) / sizeof(*label_keys) },
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
note_ids(struct words *w, struct err *err)
{
	for (size_t i = 0; i < w->defs->n; i++) {
		const struct def_record *rec = &w->defs->records[i];
		const char *id = def_get(rec, "id");
		int added;

		if (table_add(w->ids, id, strlen(id), &added) == SIZE_MAX)
			return no_memory(err);
		if (!added)
			return def_err(err, w->defs, rec, "id",
			    "this label stands above already; keep one");
	}
	return 0;
}

int
words_read(struct words **out, const char *library, bool welsh,
    struct err *err)
{
	char path[1024];
	struct words *w;
	int n = snprintf(path, sizeof(path), "%s/labels.rec", library);

	*out = NULL;
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(err, STATUS_CONFIG, "bad-library",
		    "the library's path is too long");
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return no_memory(err);
	w->welsh = welsh;
	if (defs_read(&w->defs, path, label_schema, 1, err) != 0) {
		free(w);
		return -1;
	}
	if ((w->ids = table_new()) == NULL) {
		words_free(w);
		return no_memory(err);
	}
	if (note_ids(w, err) != 0) {
		words_free(w);
		return -1;
	}
	*out = w;
	return 0;
}

void
words_free(struct words *w)
{
	if (w == NULL)
		return;
	table_free(w->ids);
	defs_free(w->defs);
	free(w);
}

/* The value given for the name of n bytes, or NULL. */
static const char *
argument(va_list from, const char *name, size_t n)
{
	const char *key, *value = NULL;
	va_list ap;

	va_copy(ap, from);
	while ((key = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		if (strlen(key) == n && memcmp(key, name, n) == 0)
			break;
		value = NULL;
	}
	va_end(ap);
	return value;
}

static int
fill(struct buf *b, const char *s, va_list ap, const struct words *w,
    const char *id, struct err *err)
{
	const char *open, *close, *value;

	while ((open = strchr(s, '{')) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		value = argument(ap, open + 1, (size_t)(close - open) - 1);
		if (value == NULL) {
			err_set(err, STATUS_CONFIG, "no-label", "a name in "
			    "braces that is not filled in stands in the label "
			    "'%s'", id);
			return err_at(err, w->defs->file, 0, NULL);
		}
		if (buf_add(b, s, (size_t)(open - s)) != 0 ||
		    buf_puts(b, value) != 0)
			return no_memory(err);
		s = close + 1;
	}
	return buf_puts(b, s) != 0 ? no_memory(err) : 0;
}

int
words_say(const struct words *w, struct buf *b, struct err *err,
    const char *id, ...)
{
	size_t i = table_find(w->ids, id, strlen(id));
	va_list ap;
	int rc;

	if (i == SIZE_MAX) {
		err_set(err, STATUS_CONFIG, "no-label",
		    "no label '%s'; add it, in both languages", id);
		return err_at(err, w->defs->file, 0, NULL);
	}
	va_start(ap, id);
	rc = fill(b, def_get(&w->defs->records[i], w->welsh ? "cy" : "en"),
	    ap, w, id, err);
	va_end(ap);
	return rc;
}
