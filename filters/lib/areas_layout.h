/* SPDX-License-Identifier: MIT */
/*
 * How a directory of postcodes is laid out: LIBRARY/areas.rec.
 *
 *	%rec: Directory		one
 *	postcode ended country	headers that the column may have, the first that
 *				is there counts; # stands for a digit
 *	no_area			codes that stand for no area
 *	%rec: Level		one for each level
 *	name			the column of the event history
 *	column			headers, as above
 *	ranks			COUNTRY = N: the column is a rank, of N in that
 *				country, and becomes a fifth
 */
#ifndef LSCB_AREAS_LAYOUT_H
#define LSCB_AREAS_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "rows.h"

#define NO_COLUMN SIZE_MAX
enum { MAX_LEVELS = 8 };	/* chosen at once */

struct headers {
	const char **v;
	size_t n;
};

struct ranks {
	const char *country;
	uint64_t n;
};

struct level {
	const char *name;
	struct headers headers;
	struct ranks *ranks;
	size_t n_ranks;		/* 0: the column is a code */
};

struct layout {
	struct headers postcode, ended, country, no_area;
	struct level *levels;
	size_t n_levels;
	struct arena arena;
	struct defs *defs;
};

int layout_read(struct layout **l, const char *library, struct err *err);
void layout_free(struct layout *l);
/* Indexes of these levels; STATUS_CONFIG: no such level, one twice. */
int layout_choose(const struct layout *l, const char *const *names, size_t n,
    size_t *at, struct err *err);
/* Does this code stand for no area? */
bool layout_no_area(const struct layout *l, struct field f);
/* How many ranks there are in that country; 0: they are not cut. */
uint64_t level_ranks(const struct level *level, struct field country);
/*
 * The column with one of these headers.  Not there: NO_COLUMN, or, where it is
 * needed, -1 with *err.
 */
int layout_find(const struct headers *h, const struct reader *rd, bool needed,
    size_t *at, struct err *err);

#endif
