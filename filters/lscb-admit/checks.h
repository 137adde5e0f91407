/* SPDX-License-Identifier: MIT */
/*
 * What cannot be read off one key of a definition: checks by name, each of an
 * indicator or of a scorecard, beside all the others of the library (shelf.c).
 */
#ifndef LSCB_ADMIT_CHECKS_H
#define LSCB_ADMIT_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "date.h"
#include "defs.h"
#include "err.h"
#include "indicator.h"
#include "needs.h"
#include "words.h"

/* A file of LIBRARY/indicators, or one named on the command line. */
struct item {
	const char *name;	/* its id; else, unreadable, its file's */
	struct indicator *ind;	/* NULL: cannot be read, for that reason */
	struct err err;		/* that, or why it does not compile; status 0 */
	struct needs needs;	/* of one that does compile */
	bool asked;		/* to be told about */
	bool used;		/* on a scorecard, or somebody's pair */
};

/* A file of LIBRARY/scorecards. */
struct card {
	const char *name;
	struct defs *defs;	/* NULL: cannot be read */
	struct err err;
};

struct shelf {
	struct known known;
	struct item *items;	/* by name */
	size_t n_items;
	struct card *cards;	/* by name */
	size_t n_cards;
	const char **ids;	/* of the items, to look for a near miss */
	struct table *agencies;	/* of all extracts */
	const char **agency_names;
	char **item_names, **card_names;
	size_t n_item_names;
	date date;		/* DATE_NONE: not said */
	struct words *words;
	struct arena mem;
};

/*
 * Reads the library: of indicators those named (none: all of them) are asked about.
 * What cannot be read among definitions and scorecards is kept as such.  0, or -1
 * with *err.  shelf_close in either case.
 */
int shelf_open(struct shelf *s, const char *library,
    const char *const *names, size_t n, const char *const *extracts,
    size_t n_extracts, struct err *err);
void shelf_close(struct shelf *s);
/* The item of that id, or NULL. */
struct item *shelf_find(const struct shelf *s, const char *id);

struct finding {
	const char *indicator;	/* that a scorecard's finding is about, or "" */
	const char *reason;
	const char *file;
	size_t line;
	const char *message;
};

/* What one check found; in the arena of the shelf. */
struct findings {
	struct finding *v;
	size_t n, cap;
	bool no_memory;
};

/* Index of a check, or SIZE_MAX with the nearest name or NULL. */
size_t check_find(const char *name, bool of_scorecard, const char **near);
/* Is it the one that asks whether a definition can be read at all? */
bool check_is_readable(size_t check);
/* Appends what it finds; one of item and card is NULL. */
void check_run(size_t check, struct shelf *s, const struct item *item,
    const struct card *card, struct findings *f);
void findings_add(struct findings *f, struct finding one);

#endif
