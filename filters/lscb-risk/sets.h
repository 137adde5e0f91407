/* SPDX-License-Identifier: MIT */
/*
 * The sets of columns that are asked about: each alone, each two, each three, and
 * all of them; in that order, and in each as the columns were given.
 */
#ifndef LSCB_RISK_SETS_H
#define LSCB_RISK_SETS_H

#include <stdbool.h>
#include <stddef.h>

enum { SET_COLUMNS = 64, SET_DEPTH = 3 };

struct sets {
	size_t columns;			/* up to SET_COLUMNS */
	size_t n;			/* of the set at hand; 0 at first */
	size_t at[SET_COLUMNS];
	size_t kept;			/* how many it has from the one before,
					 * at its beginning */
};

/* The next one; false after the last. */
bool sets_next(struct sets *s);

#endif
