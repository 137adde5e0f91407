/* SPDX-License-Identifier: MIT */
/*
 * What the parts of lscb-limits share.  From left to right:
 *
 *	intake.c	a record of the table as a row: kinds, numbers, periods
 *	value.c		what a row's numbers come to: value, interval, verdict
 *	held.c		all rows, sorted into series; duplicates; values of a mean
 *	rebase.c	days on which people said that a series begins anew
 *	chart.c		control limits and signals of each series
 *	funnel.c	limits of groups around their total or a comparator
 *	forecast.c	where the baseline goes if nothing changes
 *	published.c	the table as it was published before
 *	output.c	rows as lines
 */
#ifndef LSCB_LIMITS_H
#define LSCB_LIMITS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"
#include "indicator.h"
#include "rows.h"
#include "spc.h"
#include "tool.h"

struct opts {
	const char *indicator;	/* -i: what every row is */
	const char *unit;	/* --unit: of rows that are no indicator */
	bool sums;		/* those may have decimals */
	struct tool_list series;	/* columns that also tell series apart */
	size_t fix;		/* the baseline is so many points; 0: all */
	bool no_screen;
	const char *rebase;
	bool funnel;
	const char *comparator;	/* its group; NULL: the total */
	size_t forecast;	/* periods */
	const char *published;
	date as_of;		/* DATE_NONE: not said */
	size_t final_after;	/* days; NO_DAYS: not said */
};
enum { NO_DAYS = 1 << 30, MAX_FORECAST = 120 };
extern struct opts opts;

enum kind {
	KIND_FIGURE,
	KIND_VALUE,		/* how often one value: by ends with @value */
	KIND_COMPARATOR		/* by is @comparator */
};

/* What a series' limits are, or why there are none. */
enum chart { CHART_NONE, CHART_XMR, CHART_P, CHART_U, CHART_FUNNEL, CHART_SHORT };
enum compared {
	COMPARED_NOT, VERY_LOW, LOW, NOT_DIFFERENT, HIGH, VERY_HIGH
};
/* Beside the bits of spc.h. */
enum { SIGNAL_SHORT = 256, SIGNAL_PROVISIONAL = 512 };

enum { NOT_PUBLISHED = UINT32_MAX };

struct row {
	/* The record as it came. */
	const char *file;
	size_t line, number;
	size_t text;		/* of held.text: its fields as CSV */
	uint32_t text_n, status_at, status_n;
	const struct indicator *ind;
	uint32_t series;
	uint32_t was;		/* of published.c */
	date start, end;	/* DATE_NONE: not in time */
	int span;		/* months, or less than 0: days */
	struct decimal numerator, denominator;
	struct decimal figure;	/* of a value row: the value; of a comparator:
				 * what it says */
	uint8_t kind, chart, compared;
	bool count;		/* value is the numerator */
	bool na;		/* its status says so */
	bool stale;
	bool available;		/* has a value */
	bool rejected;		/* found out after it was read */
	uint16_t signals;
	double value;		/* NAN: none; so are all that follow */
	double low, high;
	double centre, limit_low, limit_high;
	double warn_low, warn_high;
};

/* Rows of one indicator, by and group. */
struct series {
	uint32_t name;		/* of its indicator, in names */
	uint32_t by;		/* in names */
	struct field id, by_text, group;	/* as they stand in the table */
	bool total;		/* by and group are empty */
	size_t first;		/* its first row, in order of the input */
};

/* The table: columns of it, and its rows where they must be held. */
struct held {
	struct reader *rd;
	int numerator, denominator;
	int indicator, start, end, by, group, status, figure;	/* -1: none */
	int *extra;		/* of opts.series */
	struct indicators set;
	struct indicator plain;	/* a row without a name */
	const struct indicator *last;	/* of the last name looked up */
	struct buf last_id;
	struct stats *stats;

	bool hold;
	struct row *rows;
	size_t n, cap;
	struct buf text;
	struct buf line, key;	/* being written, being looked up */
	struct table *series_names, *names;
	struct series *series;
	size_t n_series, cap_series;
	struct arena mem;
	const char *file;	/* being read: a copy, since rows outlive it */
	size_t file_number;
	uint32_t *order;	/* by series, span, start, end, kind, value, input */
	struct published *published;
	struct rebases *rebases;
	struct row *forecasts;
	size_t n_forecasts, cap_forecasts;
};

/* A run of held.order: one series, one length of period. */
struct stretch {
	size_t from, to;
};

/* intake.c: false when the record was rejected. */
bool intake(struct held *h, const struct rec *rec, struct row *row);

/* value.c */
double number(struct decimal d);
/* Its value, interval and whether there is one; not yet of a median. */
void row_value(struct row *row);
const char *row_verdict(const struct row *row);
/* improving, worsening, changed or "": what its signals mean. */
const char *row_change(const struct row *row);
/* Are its numbers sums, so that it is no share of cases? */
bool is_sum(const struct indicator *ind);

/* held.c */
void held_add(struct held *h, const struct rec *rec, const struct row *row);
/* Sorts; rejects what is there twice; gives means and medians their values. */
void held_settle(struct held *h);
/* The next stretch, *s zeroed at first; false after the last. */
bool held_next(const struct held *h, struct stretch *s);
void held_free(struct held *h);

/* rebase.c */
int rebases_read(struct rebases **out, const char *path, struct err *err);
/* Those that name no indicator of the table or the library: status 78. */
int rebases_check(const struct rebases *r, const struct held *h,
    struct err *err);
/* The first day after which is a rebase of that series, DATE_NONE: none. */
date rebase_after(struct rebases *r, const struct series *s, date after);
/* A row of that series begins on that day: those up to it have come about. */
void rebase_met(struct rebases *r, const struct series *s, date last);
/* How many never met a row that begins on or after their day. */
size_t rebases_unmet(const struct rebases *r);
void rebases_free(struct rebases *r);

/* chart.c: limits, signals, and forecasts where they are asked for. */
void charts(struct held *h);

/* forecast.c: of the last segment, n rows in order of time. */
void forecast(struct held *h, struct row *const *v, size_t n);
/* How many periods b begins after a; spacing is of snapshots, see chart.c. */
double periods_between(const struct row *a, const struct row *b, int spacing);
int snapshot_spacing(struct row *const *v, size_t n);

/* funnel.c */
void funnel(struct held *h);

/* published.c */
int published_read(struct published **out, struct held *h, const char *path,
    struct err *err);
/* The place of this record, or NOT_PUBLISHED. */
uint32_t published_find(struct published *p, const struct held *h,
    const struct rec *rec);
bool is_restated(const struct published *p, const struct row *row);
void put_was(const struct published *p, const struct row *row, struct buf *b);
size_t published_gone(const struct published *p);
void published_free(struct published *p);

/* output.c */
/* Refuses a table that has a column of theirs already. */
void output_header(const struct held *h, struct writer *wr);
/* text: the record's fields as CSV. */
void output_row(struct held *h, struct writer *wr, const char *text,
    const struct row *row);
void output_forecasts(struct held *h, struct writer *wr);
void put_number(struct buf *b, double v);

static inline void
need(int rc)
{
	if (rc != 0)
		(void)tool_need(NULL);
}

#endif
