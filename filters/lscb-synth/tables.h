/* SPDX-License-Identifier: MIT */
/*
 * What lscb-synth knows about the world is data under LIBRARY/synth, held
 * whole: weighted lists (names.csv, codes.csv), rates (rates.rec), seasons
 * (seasons.csv), groups.csv, sait.csv.  A file that wants a further table
 * reads it by table_read().
 */
#ifndef LSCB_SYNTH_TABLES_H
#define LSCB_SYNTH_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "rates.h"
#include "rng.h"
#include "rows.h"

struct item {
	const char *value;
	const char *means;	/* the canonical word, or "" */
	int64_t number;		/* value as a whole number, or 0 */
	uint32_t weight;
	uint32_t upto;		/* weights up to and with this one */
};

struct items {
	struct item *v;
	size_t n, cap;
	uint32_t total;
};

/* How often, by month and from year to year: see next_event(). */
struct season {
	int64_t month[12];	/* permille of the rate, January first */
	int64_t trend;		/* permille more each year from the first day
				 * of the window on, and less before it */
	int64_t most;		/* the greatest of month[] */
};

struct group {
	const char *name;
	int months, first_month;
};

struct standard {
	const char *name, *dimension, *trend;
};

struct tables {
	const char *library;
	struct arena arena;	/* owns every text below */
	struct items lists[LIST_COUNT];
	int64_t rates[RATE_COUNT];
	struct season seasons[SEASON_COUNT];
	struct group *groups;
	size_t n_groups;
	struct standard *standards;
	size_t n_standards;
};

int tables_read(struct tables *t, const char *library, struct err *err);
void tables_free(struct tables *t);

/* One of a list, by weight. */
const struct item *pick(const struct tables *t, struct rng *r, enum list l);

/*
 * Reads LIBRARY/synth/NAME.csv, calling row() for each record.  The columns
 * named must be there; fields live as long as the tables.  row() returns -1
 * through one of the field_ functions, which say where.
 */
enum { TABLE_FIELDS = 64 };

struct table_row {
	struct tables *t;
	const char *const *names;	/* of the columns */
	const char *field[TABLE_FIELDS];	/* in the order of names */
	void *arg;
	const struct rec *rec;
	struct err *err;
};

int table_read(struct tables *t, const char *name,
    const char *const *columns, size_t n, int (*row)(struct table_row *),
    void *arg, struct err *err);
int field_bad(const struct table_row *row, int column, const char *text);
int field_number(const struct table_row *row, int column, int64_t max,
    int64_t *out);
int field_yes(const struct table_row *row, int column, bool *out);
int no_memory(struct err *err);

#endif
