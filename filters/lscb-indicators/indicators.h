/* SPDX-License-Identifier: MIT */
/*
 * What the parts of lscb-indicators share.
 *
 *	lscb-indicators.c	options, one pass over the history
 *	tallies.c		definitions made ready to be counted
 *	intake.c		rows of the history, checked, subject by subject
 *	groups.c		which group of a breakdown a row is in
 *	periods.c		which windows a row is in
 *	tally.c			counts one subject's rows in every window
 *	values.c		how often each value occurs, for means and medians
 *	counts.c		writes the counts
 *	explain.c		writes the rows that make up one of them
 *	begins.c		when events begin in the whole of a shard
 */
#ifndef LSCB_INDICATORS_H
#define LSCB_INDICATORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bands.h"
#include "expr.h"
#include "history.h"
#include "indicator.h"
#include "periods.h"
#include "populations.h"
#include "rows.h"
#include "tool.h"

struct opts {
	struct tool_list indicators;	/* -i; none and no -e: all */
	struct tool_list expressions;	/* -e */
	const char *unit;		/* of -e; NULL: percent or count */
	const char *period;		/* grain; NULL: the definition's */
	size_t rolling;			/* months; 0: the definition's */
	date date;			/* as of */
	date from;			/* DATE_NONE: the last 12 periods */
	const char *populations;
	struct tool_list by;
	struct tool_list stale;		/* SOURCE=DATE */
	struct tool_list reach;		/* EVENT=DATE */
	const char *begins;		/* of the whole history */
	const char *explain;		/* an indicator's id */
};

/*
 * What is counted in one window and group.  PART_COUNT and PART_OF are sums
 * where the measure adds up values: digits of the tally's scale.
 */
enum cell_part { PART_COUNT, PART_OF, PART_UNMATCHED, PART_CENSORED, N_PARTS };

struct cell {
	int64_t n[N_PARTS];
	uint64_t subject[N_PARTS];	/* serial of the last one counted */
};

/* Groups of rows by columns and bands, the same for all indicators. */
struct grouping {
	const char *by;		/* "sex+age_band"; "" for the total */
	size_t n_parts;
	struct group_part {
		size_t column;			/* of the history; or */
		const struct band_set *bands;	/* not NULL */
	} *parts;
	bool has_bands;		/* of a snapshot, the group goes by the close */
	struct table *groups;	/* their values, in order of appearance */
	uint32_t *of_row;	/* of the subject held: group + 1; 0: not yet
				 * worked out */
	size_t rows_cap;
};

/* How often each value occurs, by group, value and window. */
struct values {
	struct table *keys;	/* group number, then the value as text */
	int64_t **n;		/* by key: one count per window */
	size_t cap;
	struct buf key;		/* work */
};

/* The counts of an indicator by one grouping. */
struct breakdown {
	size_t grouping;
	struct cell **cells;	/* by group, NULL: no row; one per window */
	size_t n_cells;
	struct values values;	/* of a mean or median */
};

/* One indicator being counted. */
struct tally {
	const struct indicator *ind;
	struct measure *count;
	struct measure *of;		/* NULL: none, or a population */
	const struct node *matched;	/* NULL: not asked */
	bool matched_by_window;
	bool outcomes;		/* rows need time: see measure_ripe */
	bool spread;		/* a mean or median: values are kept */
	bool lacking;		/* it asks for a column that there is not */
	struct periods periods;
	size_t n_breakdowns;	/* the first is the total */
	struct breakdown *breakdowns;
	int scale[N_PARTS];	/* of the sums in its cells */
	date stale_after;		/* DATE_NONE: its data are fresh */
};

/* A measure that counts rows of an event. */
struct use {
	struct tally *tally;
	const struct measure *measure;
	enum cell_part part;
	bool by_window;		/* windows may see a row differently */
};

/* Everything of a run; memory is one subject and the cells. */
struct engine {
	const struct opts *opts;
	struct vocabulary vocab;
	struct expr_env env;
	struct holidays *holidays;
	struct populations *populations;
	struct history history;
	struct bands bands;
	struct grouping *groupings;
	size_t n_groupings, groupings_cap;
	struct tally *tallies;
	size_t n_tallies;
	struct uses {
		struct use *v;
		size_t n, cap;
	} *uses;		/* by event */
	struct subject subject;
	uint64_t serial;	/* of the subject held, from 1 */
	size_t birth_column;
	bool has_birth;		/* the history has it */
	date *first_seen;	/* by event: its first date in the history, or
				 * in the whole that it is a part of */
	date *reach;		/* by event: the day its rows end; NONE: fresh */
	struct buf group;	/* work: the group of a row */
	struct writer *explained;	/* NULL: count instead */
};

/* tallies.c: the indicators of -i and -e as tallies; dies of a bad one. */
void tallies_open(struct engine *e, const struct reader *rd,
    const struct indicators *set, struct indicator *made, char (*ids)[32]);
/* groups.c: the grouping of that name, made when it is new.  SIZE_MAX with
 * *err: no such column. */
size_t grouping_find(struct engine *e, const char *by,
    const struct reader *rd, struct err *err);
void groupings_done(struct engine *e);
/* Whether a grouping reads the column. */
bool groupings_ask(const struct engine *e, size_t column);
/* Forgets the groups of the last subject's rows. */
void groupings_next(struct engine *e);
/* The group of a row; dies when memory is out. */
size_t group_of(struct engine *e, size_t grouping, size_t row,
    enum anchor anchor, const struct expr_ctx *ctx);
/* tally.c */
void tally_init(struct engine *e, struct tally *t);
/* Which measures look at rows of which event; once all tallies are there. */
void tally_uses(struct engine *e);
void tally_subject(struct engine *e);
void tally_done(struct tally *t);
/* Where one row of a measure goes; also what explain.c tells. */
enum placed { PLACED_NOWHERE, PLACED_COUNTED, PLACED_UNMATCHED,
	PLACED_CENSORED };
enum placed place_row(const struct tally *t, const struct measure *m,
    enum cell_part part, const struct expr_ctx *ctx, size_t row);
/* values.c */
void values_init(struct values *v);
void values_add(struct values *v, size_t group, int64_t digits, int scale,
    struct run run, size_t n_windows);
void values_done(struct values *v);
/* digits / 10^scale without noughts at the end, for a counts table. */
void amount_format(int64_t digits, int scale, char out[32]);
/* intake.c: dies unless rd is an event history (before a definition is blamed
 * for it); reads all, calls tally_subject at the end of each. */
void intake_check(const struct reader *rd);
void intake_all(struct engine *e, struct reader *rd, struct stats *stats);
/* begins.c: into first_seen; 0, or -1 with *err. */
int begins_read(struct engine *e, const char *path, struct err *err);
/* counts.c */
void counts_write(struct engine *e, struct writer *wr, struct stats *stats);
/* explain.c: the header; the window that PERIOD is; a subject's rows. */
void explain_begin(struct engine *e, const char *period,
    const struct reader *rd);
void explain_subject(struct engine *e);

#endif
