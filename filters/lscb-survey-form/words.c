/* SPDX-License-Identifier: MIT */
/* See form.h: labels. */
#include <stdlib.h>
#include <string.h>

#include "form.h"

struct words {
	struct defs *defs;
};

static const struct def_key keys[] = {
	{ "id", DEF_REQUIRED }, { "en", DEF_REQUIRED }, { "cy", DEF_REQUIRED }
};
static const struct def_schema schema = { "Label", keys, 3 };

/* What a form asks for: that none is missing is seen before it is begun. */
static const char *const wanted[] = {
	"draft", "survey-rights", "survey-serial", "survey-date", "survey-age",
	"survey-no-name", "survey-goes-back", "survey-stays",
	"survey-stays-why", "survey-only-if", "survey-or"
};

static const struct def_record *
find(const struct words *w, const char *id)
{
	size_t i;

	for (i = 0; i < w->defs->n; i++)
		if (strcmp(def_get(&w->defs->records[i], "id"), id) == 0)
			return &w->defs->records[i];
	return NULL;
}

int
words_read(struct words **out, const char *library, struct err *err)
{
	struct words *w = calloc(1, sizeof(*w));
	struct buf path = { 0 };
	size_t i;
	int r = -1;

	if (w == NULL || buf_printf(&path, "%s/labels.rec", library) == -1 ||
	    buf_str(&path) == NULL) {
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	} else if (defs_read(&w->defs, path.p, &schema, 1, err) == 0) {
		r = 0;
		for (i = 0; i < sizeof(wanted) / sizeof(*wanted) && r == 0; i++)
			if (find(w, wanted[i]) == NULL) {
				err_set(err, STATUS_CONFIG, "no-label",
				    "no label '%s'; add it, in both languages",
				    wanted[i]);
				r = err_at(err, path.p, 0, NULL);
			}
	}
	buf_free(&path);
	if (r == -1)
		words_free(w);
	else
		*out = w;
	return r;
}

void
words_free(struct words *w)
{
	if (w == NULL)
		return;
	defs_free(w->defs);
	free(w);
}

const char *
word(const struct form *f, const char *id)
{
	return def_get(find(f->words, id), f->welsh ? "cy" : "en");
}
