/* SPDX-License-Identifier: MIT */
/*
 * Counts the values of one column, in one pass and bounded memory: see
 * distinct.h, items.h and extremes.h for what each holds.
 */
#ifndef LSCB_PROFILE_GATHER_H
#define LSCB_PROFILE_GATHER_H

#include "distinct.h"
#include "extract.h"
#include "extremes.h"
#include "items.h"
#include "profile.h"

enum { LENGTH_MAX = 1024 };	/* characters; longer ones count as this */

struct gather {
	const char *name;
	enum kind kind;
	bool whole;		/* KIND_CODES of whole numbers */
	uint64_t values, blanks;
	struct distinct distinct;
	struct items items;	/* codes, shapes or months (YYYY-MM) */
	struct extremes extremes;	/* KIND_RANGE */
	uint64_t *lengths;	/* KIND_SHAPES: by length */
};

/* How a column of a definition may be shown: when in doubt, less. */
enum kind kind_of(const struct column *c);

int gather_new(struct gather *g, const char *name, enum kind kind,
    bool whole, size_t mask);
void gather_free(struct gather *g);
/*
 * A value that was read by its type, not blank; ascii: no byte of it is >=
 * 0x80.  0, or -1: no memory.
 */
int gather_add(struct gather *g, const char *p, size_t n, bool ascii,
    uint64_t person);

#endif
