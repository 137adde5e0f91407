/* SPDX-License-Identifier: MIT */
/*
 * What extracts give: which events, of which kind of subject, with which columns
 * of the history.  In: extract definitions.  Says what lscb-deidentify would
 * carry and lscb-join add, of definitions alone: whether a delivery comes, and
 * with how many rows, is for a night to see.
 *
 * A column of an area counts as carried by whatever gives a child or household
 * with its postcode: a board that has a directory can have it.
 */
#ifndef LSCB_PROVISION_H
#define LSCB_PROVISION_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "history.h"
#include "vocabulary.h"

struct provision {
	const struct vocabulary *vocab;		/* borrowed */
	const struct history *history;		/* borrowed */
	bool *area;		/* by history column: from a directory */
	bool *given;		/* by event, letter and column; in front of the
				 * columns whether the event is given */
};

/* 0, or -1 with *err: memory, or areas.rec of the library. */
int provision_init(struct provision *p, const char *library,
    const struct vocabulary *vocab, const struct history *history,
    struct err *err);
void provision_free(struct provision *p);
/* Adds what the extract of that name or path gives; 0, or -1 with *err. */
int provision_add(struct provision *p, const char *library, const char *name,
    struct err *err);

/* letter: of the kind of subject, as of a pseudonym; 0: of any. */
bool provision_gives(const struct provision *p, size_t event, char letter);
bool provision_carries(const struct provision *p, size_t event, char letter,
    size_t column);

#endif
