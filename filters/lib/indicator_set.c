/* SPDX-License-Identifier: MIT */
/*
 * Reads several indicators of a library: those named, or all by id.  Rejected:
 * one named twice, and what indicator_read rejects.
 */
#include <stdlib.h>
#include <string.h>

#include "indicator.h"

static int
read_named(struct indicators *set, const char *library,
    const char *const *names, size_t n, struct err *err)
{
	if ((set->v = calloc(n > 0 ? n : 1, sizeof(struct indicator *))) ==
	    NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	for (size_t i = 0; i < n; i++) {
		struct indicator *ind;

		if (indicator_read(&ind, library, names[i], err) != 0)
			return -1;
		if (indicators_find(set, ind->id, strlen(ind->id)) != NULL) {
			err_set(err, STATUS_USAGE, "",
			    "indicator '%s' is named twice", ind->id);
			indicator_free(ind);
			return -1;
		}
		set->v[set->n++] = ind;
	}
	return 0;
}

int
indicators_read(struct indicators *set, const char *library,
    const char *const *names, size_t n, struct err *err)
{
	char **all = NULL;
	size_t n_all = 0;
	int rc;

	set->n = 0;
	set->v = NULL;
	if (n == 1 && strcmp(names[0], "all") == 0) {
		if (library_names(library, "indicators", &all, &n_all,
		    err) != 0)
			return -1;
		names = (const char *const *)all;
		n = n_all;
	}
	rc = read_named(set, library, names, n, err);
	library_names_free(all, n_all);
	if (rc != 0)
		indicators_free(set);
	return rc;
}

const struct indicator *
indicators_find(const struct indicators *set, const char *id, size_t id_n)
{
	for (size_t i = 0; i < set->n; i++)
		if (strlen(set->v[i]->id) == id_n &&
		    memcmp(set->v[i]->id, id, id_n) == 0)
			return set->v[i];
	return NULL;
}

void
indicators_free(struct indicators *set)
{
	for (size_t i = 0; i < set->n; i++)
		indicator_free(set->v[i]);
	free(set->v);
	set->v = NULL;
	set->n = 0;
}
