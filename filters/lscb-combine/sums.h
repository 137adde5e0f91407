/* SPDX-License-Identifier: MIT */
/*
 * The sums of lscb-combine: one entry for each indicator, period, by and group.
 * Exact: whole numbers, or decimals of up to nine places.
 */
#ifndef LSCB_SUMS_H
#define LSCB_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indicator.h"
#include "rows.h"

enum { SUMS_PLACES = 9 };
/* In units of the last place: 63 bits, 30 of the places, and 34 of rows to add. */
typedef __int128 exact;

/* What a row is about. */
enum part { INDICATOR, START, END, BY, GROUP, N_PARTS };

/* One row of a table, read. */
struct figure {
	struct field part[N_PARTS];
	const struct indicator *ind;	/* NULL: of lscb-indicators -e */
	exact numerator;
	exact denominator;
	bool has_denominator;
	int64_t censored;
	int64_t unmatched;
	bool has_unmatched;
	bool available;			/* its status is not na */
	bool stale;
	size_t table;			/* which table it stands in, from 1 */
	size_t file, line;		/* and where */
};

struct sums;
struct sums *sums_new(void);		/* NULL: no memory */
void sums_free(struct sums *s);
/*
 * Adds a row: 0, or -1 with *err, which lacks the file's name.
 * STATUS_DATA: duplicate-key, other-population, not-alike, too-large.
 */
int sums_add(struct sums *s, const struct figure *f, struct err *err);
/*
 * All rows are in: works out what is known of the whole alone.  tables: in so
 * many must every total be; 0: not asked.  0, or -1 with *err; *file is then
 * the number of the file it is in.
 */
int sums_settle(struct sums *s, size_t tables, size_t *file, struct err *err);
/*
 * In order of the indicators as first met, then start, end, by and group.  0, or
 * -1 with *err: no memory.
 */
int sums_write(const struct sums *s, struct writer *wr, struct err *err);

/* Is a row by this one of single values? */
bool sums_of_value(struct field by);
/* A decimal in units of the last place; false: it is none. */
bool exact_read(struct field f, exact *out);
/* False: it has more digits than anybody reads. */
bool exact_fits(exact v);

#endif
