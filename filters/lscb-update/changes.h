/* SPDX-License-Identifier: MIT */
/*
 * The rows of one delivery, held until the standing ones have passed: found by
 * their key, else in order of arrival.
 */
#ifndef LSCB_UPDATE_CHANGES_H
#define LSCB_UPDATE_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "rows.h"

struct change {
	size_t at, n;		/* its line: see changes_line */
	bool deletes;		/* takes the record of its key away */
	bool met;		/* a standing row of its key has passed */
};

struct changes;
struct changes *changes_new(bool keyed);	/* NULL: no memory */
void changes_free(struct changes *c);
/* 1; 0: one with the same key is there already; -1: no memory. */
int changes_add(struct changes *c, struct field key, struct field line,
    bool deletes);
/* That of this key, or NULL. */
struct change *changes_find(struct changes *c, struct field key);
size_t changes_count(const struct changes *c);
struct change *changes_get(struct changes *c, size_t i);
struct field changes_line(const struct changes *c, const struct change *e);

#endif
