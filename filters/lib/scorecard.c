/* SPDX-License-Identifier: MIT */
/* See scorecard.h. */
#include "scorecard.h"

static const struct def_key card_keys[] = {
	{ "id", DEF_REQUIRED },
	{ "title", DEF_REQUIRED },
	{ "title_cy", DEF_OPTIONAL },
	{ "order", DEF_OPTIONAL },
	{ "note", DEF_OPTIONAL },
};
static const struct def_key headline_keys[] = {
	{ "indicator", DEF_REQUIRED },
	{ "show_by", DEF_REPEATS },
};
static const struct def_key measure_keys[] = {
	{ "indicator", DEF_OPTIONAL },
	{ "ref", DEF_OPTIONAL },
	{ "title", DEF_OPTIONAL },
	{ "title_cy", DEF_OPTIONAL },
	{ "quadrant", DEF_REPEATS },
	{ "dda", DEF_OPTIONAL },
	{ "show_by", DEF_REPEATS },
};
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
static const struct def_schema schemas[] = {
	{ "Scorecard", card_keys, COUNT(card_keys) },
	{ "Headline", headline_keys, COUNT(headline_keys) },
	{ "Measure", measure_keys, COUNT(measure_keys) },
};

int
scorecard_read(struct defs **defs, const char *library, const char *name,
    struct err *err)
{
	char path[1024];

	*defs = NULL;
	if (library_find(library, "scorecards", name, path, sizeof(path),
	    err) == -1)
		return -1;
	return defs_read(defs, path, schemas, COUNT(schemas), err);
}
