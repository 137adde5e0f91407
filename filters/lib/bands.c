/* SPDX-License-Identifier: MIT */
/*
 * Reads bands of age (bands.h).  Rejected: a band that is none, bands that
 * overlap or are not in order, a name that stands twice.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bands.h"
#include "buf.h"
#include "num.h"

static const struct def_key keys[] = {
	{ "name", DEF_REQUIRED },
	{ "title", DEF_REQUIRED },
	{ "title_cy", DEF_OPTIONAL },
	{ "band", DEF_REPEATS },
	{ "note", DEF_OPTIONAL }
};
static const struct def_schema schema = { "Band", keys,
    sizeof(keys) / sizeof(*keys) };

static bool
age_of(const char *p, size_t n, int *out)
{
	int64_t v;

	if (!num_int(p, n, &v) || v < 0 || v > 200)
		return false;
	*out = (int)v;
	return true;
}

static bool
parse_band(const char *text, struct band *b)
{
	const char *to = strstr(text, " to "), *over = strstr(text,
	    " and over");

	b->text = text;
	if (strcmp(text, "unborn") == 0) {
		b->from = b->to = AGE_UNBORN;
		return true;
	}
	if (over != NULL && strcmp(over, " and over") == 0) {
		b->to = AGE_AND_OVER;
		return age_of(text, (size_t)(over - text), &b->from);
	}
	return to != NULL && age_of(text, (size_t)(to - text), &b->from) &&
	    age_of(to + 4, strlen(to + 4), &b->to) && b->from <= b->to;
}

static int
read_set(struct bands *bands, const struct def_record *r, struct err *err)
{
	struct band_set *set = &bands->v[bands->n];
	const char *name = def_get(r, "name");

	if (bands_find(bands, name, strlen(name)) != NULL)
		return def_err(err, bands->defs, r, "name",
		    "these bands are there twice");
	set->name = name;
	if ((set->v = calloc(r->n + 1, sizeof(*set->v))) == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	bands->n++;
	for (size_t i = 0; i < r->n; i++) {
		struct band *b = &set->v[set->n];

		if (strcmp(r->fields[i].key, "band") != 0)
			continue;
		if (!parse_band(r->fields[i].value, b))
			return def_err(err, bands->defs, r, "band",
			    "want unborn, 5 to 9 or 18 and over");
		if (set->n > 0 && b->from <= b[-1].to)
			return def_err(err, bands->defs, r, "band",
			    "want the bands in order, no age in two of them");
		set->n++;
	}
	if (set->n == 0)
		return def_err(err, bands->defs, r, "name",
		    "there is no band: line");
	return 0;
}

int
bands_read(struct bands *bands, const char *library, struct err *err)
{
	struct buf path = { 0 };

	memset(bands, 0, sizeof(*bands));
	if (buf_printf(&path, "%s/bands.rec", library) == -1 ||
	    buf_str(&path) == NULL) {
		buf_free(&path);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	if (access(path.p, F_OK) != 0) {
		buf_free(&path);
		return 0;
	}
	if (defs_read(&bands->defs, path.p, &schema, 1, err) != 0) {
		buf_free(&path);
		return -1;
	}
	buf_free(&path);
	if ((bands->v = calloc(bands->defs->n + 1, sizeof(*bands->v))) ==
	    NULL) {
		bands_free(bands);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	for (size_t i = 0; i < bands->defs->n; i++)
		if (read_set(bands, &bands->defs->records[i], err) != 0) {
			bands_free(bands);
			return -1;
		}
	return 0;
}

void
bands_free(struct bands *bands)
{
	for (size_t i = 0; i < bands->n; i++)
		free(bands->v[i].v);
	free(bands->v);
	if (bands->defs != NULL)
		defs_free(bands->defs);
	memset(bands, 0, sizeof(*bands));
}

const struct band_set *
bands_find(const struct bands *bands, const char *p, size_t n)
{
	for (size_t i = 0; i < bands->n; i++)
		if (strlen(bands->v[i].name) == n &&
		    memcmp(bands->v[i].name, p, n) == 0)
			return &bands->v[i];
	return NULL;
}

const struct band *
band_of(const struct band_set *set, int64_t age)
{
	if (age < 0)
		age = AGE_UNBORN;
	for (size_t i = 0; i < set->n; i++)
		if (age >= set->v[i].from && age <= set->v[i].to)
			return &set->v[i];
	return NULL;
}
