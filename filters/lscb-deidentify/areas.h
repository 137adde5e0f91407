/* SPDX-License-Identifier: MIT */
/*
 * From a postcode to the areas it lies in, by a public directory such as the
 * ONS Postcode Directory.  How the directory is laid out is data,
 * LIBRARY/areas.rec: which column is the postcode and, for each level, which
 * one its area; of a deprivation index which one the rank, and how many ranks
 * there are.
 *
 * What the directory does not say is never guessed: there is no area then, and
 * it is counted why.  Holds a slot of 8 bytes for each postcode, at most two
 * thirds of them taken, and each combination of areas once.
 */
#ifndef LSCB_DEIDENTIFY_AREAS_H
#define LSCB_DEIDENTIFY_AREAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "areas_layout.h"
#include "err.h"
#include "rows.h"
#include "stats.h"

enum { AREA_MAX = 16 };

/* What became of an address, once for each row. */
enum located {
	LOCATED,		/* in the directory */
	LOCATED_ENDED,		/* the same, but no longer in use */
	NOT_LISTED,
	NO_POSTCODE,
	NO_PLACE,		/* ZZ99: no fixed abode, not known, abroad */
	PROTECTED,
	PROTECTION_UNSAID,	/* nobody said that it is not */
	N_LOCATED
};

/* One area of each level; AREA_MAX bytes may be read of each text. */
struct area {
	char text[MAX_LEVELS][AREA_MAX];
	unsigned char n[MAX_LEVELS];	/* 0: none */
	unsigned char why[MAX_LEVELS];	/* then why, enum no_area */
};

struct areas;

/*
 * Reads the layout and chooses levels of it, in the order given.
 * STATUS_CONFIG: a layout with a slip in it, a level that it does not have.
 */
int areas_new(struct areas **a, const char *library,
    const char *const *levels, size_t n, struct err *err);
/*
 * Reads the directory, one file or several of the same header.  STATUS_DATA:
 * a column is not there, one postcode lies in two places, a rank is none.
 */
int areas_read(struct areas *a, char *const *paths, size_t n,
    struct err *err);
void areas_free(struct areas *a);

size_t areas_n_levels(const struct areas *a);
const char *areas_level(const struct areas *a, size_t i);

/* The areas of a postcode, or NULL; counts what became of it. */
const struct area *areas_find(struct areas *a, const char *p, size_t n);
/* Counts an address that is not to be looked up. */
void areas_skip(struct areas *a, enum located why);
/* At the end: adds what was counted. */
void areas_stats(const struct areas *a, struct stats *stats);

/*
 * The fifth that a rank of n falls in, 1 the most deprived.  The last rank of
 * fifth k is k * n / 5, rounded up, as Welsh Government cuts its groups: of
 * 1909 ranks the 382nd still is in the first.
 */
unsigned rank_fifth(uint64_t rank, uint64_t n);

#endif
