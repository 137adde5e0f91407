/* SPDX-License-Identifier: MIT */
/* See labels.h. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "labels.h"

struct labels {
	struct defs *defs;
	struct table *ids;	/* id -> number of its record */
	char path[1024];
	struct err missing;
};

static const struct def_key label_keys[] = {
	{ "id", DEF_REQUIRED },
	{ "en", DEF_REQUIRED },
	{ "cy", DEF_REQUIRED },
};

static const struct def_schema label_schema[] = {
	{ "Label", label_keys, sizeof(label_keys) / sizeof(label_keys[0]) },
};

static int
read_labels(struct labels *l, const char *library, struct err *err)
{
	int added, n;
	size_t i;

	n = snprintf(l->path, sizeof(l->path), "%s/labels.rec", library);
	if (n < 0 || (size_t)n >= sizeof(l->path))
		return err_set(err, STATUS_CONFIG, "bad-library",
		    "the library's path is too long");
	if (defs_read(&l->defs, l->path, label_schema, 1, err) == -1)
		return -1;
	if ((l->ids = table_new()) == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	for (i = 0; i < l->defs->n; i++) {
		const struct def_record *rec = &l->defs->records[i];
		const char *id = def_get(rec, "id");

		if (table_add(l->ids, id, strlen(id), &added) == SIZE_MAX)
			return err_set(err, STATUS_SYSTEM, "",
			    "out of memory");
		if (!added)
			return def_err(err, l->defs, rec, "id",
			    "this label stands above already; keep one");
	}
	return 0;
}

int
labels_open(struct labels **out, const char *library, struct err *err)
{
	struct labels *l = calloc(1, sizeof(*l));

	*out = NULL;
	if (l == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (read_labels(l, library, err) == -1) {
		labels_close(l);
		return -1;
	}
	*out = l;
	return 0;
}

void
labels_close(struct labels *l)
{
	if (l == NULL)
		return;
	if (l->defs != NULL)
		defs_free(l->defs);
	table_free(l->ids);
	free(l);
}

const char *
labels_find(const struct labels *l, bool welsh, const char *id)
{
	size_t i = table_find(l->ids, id, strlen(id));

	return i == SIZE_MAX ? NULL :
	    def_get(&l->defs->records[i], welsh ? "cy" : "en");
}

static void
miss(struct labels *l, const char *id, const char *what)
{
	if (l->missing.status != 0)
		return;
	(void)err_set(&l->missing, STATUS_CONFIG, "no-label",
	    "%s '%s'; add it, in both languages", what, id);
	(void)err_at(&l->missing, l->path, 0, NULL);
}

const struct err *
labels_missing(const struct labels *l)
{
	return &l->missing;
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

int
labels_vsay(struct labels *l, bool welsh, struct buf *out, const char *id,
    va_list ap)
{
	const char *s = labels_find(l, welsh, id), *open, *close, *value;

	if (s == NULL) {
		miss(l, id, "no label");
		return 0;
	}
	while ((open = strchr(s, '{')) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		value = argument(ap, open + 1, (size_t)(close - open) - 1);
		if (value == NULL)
			miss(l, id, "a name in braces that is not filled in "
			    "stands in the label");
		if (buf_add(out, s, (size_t)(open - s)) == -1 ||
		    (value != NULL && buf_puts(out, value) == -1))
			return -1;
		s = close + 1;
	}
	return buf_puts(out, s);
}

int
labels_say(struct labels *l, bool welsh, struct buf *out, const char *id, ...)
{
	va_list ap;
	int r;

	va_start(ap, id);
	r = labels_vsay(l, welsh, out, id, ap);
	va_end(ap);
	return r;
}
