/* SPDX-License-Identifier: MIT */
/*
 * What the parts of lscb-indicators share.
 *
 *	lscb-indicators.c	options, definitions, one pass over the history
 *	intake.c		rows of the history, checked, subject by subject
 *	periods.c		which windows a row is in
 *	tally.c			counts one subject's rows in every window
 *	counts.c		writes the counts
 *	populations.c		denominators that are people
 *	begins.c		when events begin in the whole of a shard
 */
#ifndef LSCB_INDICATORS_H
#define LSCB_INDICATORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "expr.h"
#include "history.h"
#include "indicator.h"
#include "periods.h"
#include "populations.h"
#include "rows.h"
#include "tool.h"

/* What is counted in one window and group. */
enum cell_part { PART_COUNT, PART_OF, PART_UNMATCHED, N_PARTS };

struct cell {
	int64_t n[N_PARTS];
	uint64_t subject[N_PARTS];	/* serial of the last one counted */
};

/* A breakdown: columns, and their values as groups in order of appearance. */
struct breakdown {
	const char *by;		/* "sex+area" */
	size_t n_columns;
	size_t *columns;
	struct table *groups;
	struct cell **cells;	/* by group: one cell per window */
	size_t cells_cap;
};

/* One indicator being counted. */
struct tally {
	const struct indicator *ind;
	struct measure *count;
	struct measure *of;		/* NULL: none, or a population */
	const struct node *matched;	/* NULL: not asked */
	bool matched_by_window;
	struct periods periods;
	struct cell *total;		/* one per window */
	size_t n_breakdowns;
	struct breakdown *breakdowns;	/* by name */
	date stale_after;		/* DATE_NONE: its data are fresh */
};

/* Everything of a run; memory is one subject and the cells. */
struct engine {
	struct vocabulary vocab;
	struct expr_env env;
	struct holidays *holidays;
	struct populations *populations;
	struct history history;	/* with populations: which columns have them */
	struct tally *tallies;
	size_t n_tallies;
	struct subject subject;
	uint64_t serial;	/* of the subject held, from 1 */
	size_t birth_column;
	date *first_seen;	/* by event: its first date in the history, or
				 * in the whole that it is a part of */
	date *reach;		/* by event: the day its rows end; NONE: fresh */
	struct buf group;	/* work: the group of a row */
};

/* tally.c */
void tally_init(struct tally *t);
void tally_subject(struct engine *e);
void tally_done(struct tally *t);
/* intake.c: dies unless rd is an event history (before a definition is blamed
 * for it); reads all, calls tally_subject at the end of each. */
void intake_check(const struct reader *rd);
void intake_all(struct engine *e, struct reader *rd, struct stats *stats);
/* begins.c: into first_seen; 0, or -1 with *err. */
int begins_read(struct engine *e, const char *path, struct err *err);
/* counts.c */
void counts_write(struct engine *e, struct writer *wr, struct stats *stats);

#endif
