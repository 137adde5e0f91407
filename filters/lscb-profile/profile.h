/* SPDX-License-Identifier: MIT */
/*
 * A profile as it may be shown: nothing in it stands for fewer than `mask` rows
 * or people.  gather.c counts, mask.c makes a profile of the counts, profile.c
 * writes and reads it, drift.c compares two.  Nothing else of the data gets
 * past mask.c.
 */
#ifndef LSCB_PROFILE_H
#define LSCB_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "rows.h"

enum { MASK_LEAST = 2, MASK_DEFAULT = 5, MASK_MOST = 1000 };

/* What is shown of a column besides its counts, by what cannot name anybody. */
enum kind {
	KIND_CODES,	/* each code and how often */
	KIND_SHAPES,	/* shapes, and shortest and longest */
	KIND_MONTHS,	/* the first and last month */
	KIND_YEARS,	/* the first and last year: dates of birth */
	KIND_RANGE,	/* the least and greatest number */
	KIND_COUNT_
};
extern const char *const kind_names[KIND_COUNT_];

enum known {
	EXACT,
	FEW,		/* "<5": 1 to n - 1 */
	MOST,		/* ">995": all but 1 to n - 1 rows; n is the text's */
	ABOUT,		/* "~70000": within 3 % */
	MASKED		/* "masked" */
};
struct number {
	enum known known;
	uint64_t n;
};

struct shown {
	const char *key;
	size_t n;
	uint64_t count;
};

struct picture {	/* of one column */
	const char *name;
	enum kind kind;
	struct number values, blanks, distinct;
	const char *low, *high;	/* "" = there is none; "masked" */
	struct shown *items;	/* most frequent first */
	size_t n_items, cap_items;
	uint64_t masked;	/* rows of items that are not shown; 0 = none */
};

struct profile {
	const char *definition;	/* its id; "-" = none */
	uint64_t mask;
	struct number rows;
	struct picture *columns;
	size_t n_columns, cap_columns;
	struct arena arena;
};

/* So few rows that all is masked: of 8, 4 are blank if both parts are under 5. */
static inline bool
profile_is_few(uint64_t rows, uint64_t mask)
{
	return rows < 2 * mask;
}

void profile_free(struct profile *p);
void profile_write(const struct profile *p, struct writer *wr);
/* What profile_write wrote; anything else is STATUS_DATA.  0, or -1. */
int profile_read(struct profile *p, const char *path, struct err *err);

/* Do the kinds of column have items, and a low and high end? */
static inline bool
kind_has_items(enum kind k)
{
	return k == KIND_CODES || k == KIND_SHAPES;
}
static inline bool
kind_has_ends(enum kind k)
{
	return k != KIND_CODES;
}

#endif
