/* SPDX-License-Identifier: MIT */
/*
 * All of a library that the checks look at, see checks.h.  Unlike every other
 * reader this one goes on when a definition cannot be read: an officer wants to
 * hear of all of them at once.
 */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "extract.h"
#include "scorecard.h"

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

struct item *
shelf_find(const struct shelf *s, const char *id)
{
	for (size_t i = 0; i < s->n_items; i++)
		if (strcmp(s->items[i].name, id) == 0)
			return &s->items[i];
	return NULL;
}

/* Is what is wrong the officer's, and not the disk's or ours? */
static bool
goes_on(const struct err *err)
{
	return err->status == STATUS_CONFIG;
}

/* One more; false: there is one of that id, and this one is not needed. */
static int
add_item(struct shelf *s, const char *library, const char *name, bool asked,
    bool *added, struct err *err)
{
	struct item *item = &s->items[s->n_items];

	memset(item, 0, sizeof(*item));
	*added = false;
	if (indicator_read(&item->ind, library, name, &item->err) == -1 &&
	    !goes_on(&item->err)) {
		*err = item->err;
		return -1;
	}
	item->name = item->ind == NULL ? name : item->ind->id;
	item->asked = asked;
	if (shelf_find(s, item->name) != NULL) {
		indicator_free(item->ind);
		return 0;
	}
	s->n_items++;
	*added = true;
	if (item->ind == NULL)
		return 0;
	if (needs_find(&item->needs, item->ind, &s->known, &item->err) == -1 &&
	    !goes_on(&item->err)) {
		*err = item->err;
		return -1;
	}
	/* What was found of one that does not compile is half. */
	if (item->err.status != 0)
		needs_free(&item->needs);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->name,
	    ((const struct item *)b)->name);
}

/* Those named stand before the library's: one of the same id takes its place. */
static int
read_items(struct shelf *s, const char *library, const char *const *names,
    size_t n, struct err *err)
{
	char path[1024];
	bool added;

	if (library_names(library, "indicators", &s->item_names,
	    &s->n_item_names, err) == -1)
		return -1;
	s->items = calloc(n + s->n_item_names + 1, sizeof(*s->items));
	s->ids = calloc(n + s->n_item_names + 1, sizeof(*s->ids));
	if (s->items == NULL || s->ids == NULL)
		return no_memory(err);
	for (size_t i = 0; i < n; i++) {
		if (library_find(library, "indicators", names[i], path,
		    sizeof(path), err) == -1 || add_item(s, library, names[i],
		    true, &added, err) == -1)
			return -1;
		if (!added)
			return err_set(err, STATUS_USAGE, "",
			    "indicator '%s' is named twice", names[i]);
	}
	for (size_t i = 0; i < s->n_item_names; i++)
		if (add_item(s, library, s->item_names[i], n == 0, &added,
		    err) == -1)
			return -1;
	if (s->n_items > 1)
		qsort(s->items, s->n_items, sizeof(*s->items), by_name);
	for (size_t i = 0; i < s->n_items; i++)
		s->ids[i] = s->items[i].name;
	return 0;
}

static int
read_cards(struct shelf *s, const char *library, struct err *err)
{
	if (library_names(library, "scorecards", &s->card_names, &s->n_cards,
	    err) == -1)
		return -1;
	s->cards = calloc(s->n_cards + 1, sizeof(*s->cards));
	if (s->cards == NULL)
		return no_memory(err);
	for (size_t i = 0; i < s->n_cards; i++) {
		struct card *c = &s->cards[i];

		c->name = s->card_names[i];
		if (scorecard_read(&c->defs, library, c->name, &c->err) ==
		    -1 && !goes_on(&c->err)) {
			*err = c->err;
			return -1;
		}
	}
	return 0;
}

static int
add_agency(struct shelf *s, const char *library, const char *name,
    struct err *err)
{
	struct extract *x;
	size_t at = 0;

	if (extract_read(&x, library, name, err) == -1)
		return -1;
	if (x->agency != NULL)
		at = table_add(s->agencies, x->agency, strlen(x->agency),
		    NULL);
	extract_free(x);
	return at == SIZE_MAX ? no_memory(err) : 0;
}

/* Of every extract, whether the board has it or not. */
static int
read_agencies(struct shelf *s, const char *library,
    const char *const *extracts, size_t n, struct err *err)
{
	char **names;
	size_t n_names, len;
	int rc = 0;

	if ((s->agencies = table_new()) == NULL)
		return no_memory(err);
	if (library_names(library, "extracts", &names, &n_names, err) == -1)
		return -1;
	for (size_t i = 0; rc == 0 && i < n_names; i++)
		rc = add_agency(s, library, names[i], err);
	library_names_free(names, n_names);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_agency(s, library, extracts[i], err);
	if (rc == -1)
		return -1;
	n = table_count(s->agencies);
	s->agency_names = arena_alloc(&s->mem, (n + 1) *
	    sizeof(*s->agency_names));
	for (size_t i = 0; s->agency_names != NULL && i < n; i++) {
		const char *key = table_key(s->agencies, i, &len);

		s->agency_names[i] = arena_strndup(&s->mem, key, len);
		if (s->agency_names[i] == NULL)
			return no_memory(err);
	}
	return s->agency_names == NULL ? no_memory(err) : 0;
}

static void
mark_used(struct shelf *s, const char *id)
{
	struct item *item = id == NULL ? NULL : shelf_find(s, id);

	if (item != NULL)
		item->used = true;
}

/* On a card, or the pair of another. */
static void
find_used(struct shelf *s)
{
	for (size_t i = 0; i < s->n_items; i++)
		if (s->items[i].ind != NULL &&
		    s->items[i].ind->pair != NULL &&
		    strcmp(s->items[i].ind->pair, s->items[i].name) != 0)
			mark_used(s, s->items[i].ind->pair);
	for (size_t i = 0; i < s->n_cards; i++) {
		const struct defs *d = s->cards[i].defs;

		for (size_t k = 0; d != NULL && k < d->n; k++)
			mark_used(s, def_get(&d->records[k], "indicator"));
	}
}

int
shelf_open(struct shelf *s, const char *library, const char *const *names,
    size_t n, const char *const *extracts, size_t n_extracts,
    struct err *err)
{
	if (known_open(&s->known, library, extracts, n_extracts, err) == -1 ||
	    read_agencies(s, library, extracts, n_extracts, err) == -1 ||
	    read_items(s, library, names, n, err) == -1 ||
	    read_cards(s, library, err) == -1)
		return -1;
	find_used(s);
	return 0;
}

void
shelf_close(struct shelf *s)
{
	for (size_t i = 0; i < s->n_items; i++) {
		needs_free(&s->items[i].needs);
		indicator_free(s->items[i].ind);
	}
	for (size_t i = 0; i < s->n_cards; i++)
		defs_free(s->cards[i].defs);
	library_names_free(s->item_names, s->n_item_names);
	library_names_free(s->card_names, s->n_cards);
	free(s->items);
	free(s->ids);
	free(s->cards);
	table_free(s->agencies);
	arena_free(&s->mem);
	known_close(&s->known);
}
