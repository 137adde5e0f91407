/* SPDX-License-Identifier: MIT */
/*
 * lscb-reconcile: published figures beside ours, and by which other reckoning
 * of ours the published figure comes out.
 *
 *	lscb-reconcile.c	options, which tables, main
 *	counts.c		a table of counts, held whole, to look up in
 *	published.c		the published figures, and their periods
 *	figures.c		exact arithmetic: does a pair of counts give a figure
 *	reasons.c		the other reckonings, and which one fits
 *	output.c		differences as CSV
 *	page.c			differences as a text for people
 */
#ifndef LSCB_RECONCILE_H
#define LSCB_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"
#include "indicator.h"
#include "populations.h"
#include "tool.h"

/*
 * Bounds that keep every comparison within 128 bits: a number of up to ten
 * digits, a sum or a figure with up to six of them behind the point.
 */
#define DIGITS_MAX INT64_C(9999999999)
enum { SUM_PLACES = 6, FIGURE_PLACES = 6 };

/* A numerator and a denominator, or what is known of them. */
struct counted {
	struct decimal num, den;
	struct decimal middle;	/* of a median: the sum of the two middle
				 * values, or twice the middle one */
};

struct row {
	const char *indicator, *by, *group;
	date start, end;
	struct counted c;
	int64_t censored, unmatched;	/* -1: not said */
	const char *status;
};

/* Rows in the order of the file; order: by series, then start and end. */
struct counts {
	const char *file;
	struct row *v;
	size_t n, cap;
	size_t *order;
	struct table *keys;	/* what each row is: its place is the row's */
	struct table *names;	/* indicators, groups ... each once */
	const char **texts;	/* names as strings */
	size_t n_texts, cap_texts;
	struct arena mem;
};

/* Reads it whole, or dies: a wrong table of ours is no row to leave out. */
void counts_read(struct counts *t, const char *path);
void counts_free(struct counts *t);
const struct row *counts_find(const struct counts *t, const char *indicator,
    date start, date end, const char *by, const char *group);
/* All windows of one indicator and group: *n of order from *first. */
void counts_series(const struct counts *t, const char *indicator,
    const char *by, const char *group, size_t *first, size_t *n);
/* Has it any row of the indicator? */
bool counts_has(const struct counts *t, const char *indicator);
/* Sets c->middle of a median from the rows of its values. */
void counts_middle(const struct counts *t, const struct row *r,
    struct counted *c);

/* A figure as it was published. */
struct figure {
	const struct indicator *ind;
	const char *id;		/* of the indicator, also of one the library
				 * does not have */
	const char *by, *group;
	date start, end;	/* start DATE_NONE: a day alone is said */
	struct counted c;	/* where it gives counts */
	struct decimal value;	/* scale: places as written */
	date as_of;		/* DATE_NONE: not said */
	const char *source, *note;
	size_t key;		/* of its indicator, period and group */
	size_t next;		/* the next of that key; SIZE_MAX: none */
};

struct figures {
	struct figure *v;
	size_t n, cap;
	struct table *seen;	/* with the day it was published */
	struct table *keys;	/* without */
	struct chain {		/* per key: the figures of it, by next */
		size_t first, last;
	} *chains;
	size_t cap_chains;
	struct arena mem;
};

/* What a figure of an indicator that the library does not have is. */
extern const struct indicator plain_share, plain_count;

struct work {
	struct indicators set;
	struct counts ours;
	struct counts *before;	/* older tables, in the order given */
	size_t n_before;
	struct populations *populations;	/* NULL: no table */
	const char *populations_file;
	struct figures published;
};

void figures_read(struct work *w, struct reader *rd);
void figures_free(struct figures *f);
/* "2014-15 Q1", "2014-15", "Q2 2014", "2014", "April 2014", "31 March 2014". */
bool period_read(struct field f, date *start, date *end);

/* Where a figure is rounded otherwise than half up, to its places. */
enum rounding {
	ROUND_HALF_UP,
	ROUND_HALF_EVEN,	/* 12.25 is 12.2 */
	ROUND_DOWN,		/* the rest is cut off */
	ROUND_UP,		/* any rest counts */
	ROUND_TWICE,		/* to one place more first: 12.449 is 12.5 */
	ROUND_FEWER,		/* to fewer places than are written */
	ROUND_TO_5,		/* its counts are rounded to the nearest 5 */
	ROUND_TO_10,
	N_ROUNDINGS
};
const char *rounding_name(enum rounding r);

/* Does the pair give all that the figure says, rounded so? */
bool figure_fits(const struct figure *f, const struct counted *c,
    enum rounding r);
/* Can a value be had from the pair? */
bool counted_known(const struct indicator *ind, const struct counted *c);
/* The value half up to those places; false: there is none. */
bool counted_value(const struct indicator *ind, const struct counted *c,
    int places, int64_t *digits);
/* Places in which figure and ours are set beside each other. */
int figure_places(const struct figure *f);
/* The published value in those places; false: it gives none. */
bool figure_value(const struct figure *f, int64_t *digits);
/* Does c bring ours half way or more to the figure, but not all of it? */
bool figure_nearer(const struct figure *f, const struct counted *ours,
    const struct counted *c);
/* a + sign * b, where both are known and it is not below nought. */
bool decimal_add(struct decimal *a, struct decimal b, int sign);

enum reason {
	WHY_SAME,
	WHY_HALF_EVEN,		/* in the order of enum rounding */
	WHY_DOWN,
	WHY_UP,
	WHY_TWICE,
	WHY_OWN_COUNTS,
	WHY_LATE,
	WHY_RESTATED,
	WHY_UNIT,
	WHY_PAIR,
	WHY_YEAR,
	WHY_END,
	WHY_LENGTH,
	WHY_UNBORN_OUT,
	WHY_UNBORN_IN,
	WHY_UNMATCHED_NOT,
	WHY_UNMATCHED_MET,
	WHY_CENSORED_NOT,
	WHY_CENSORED_MET,
	WHY_POPULATION,
	WHY_FEWER,
	WHY_TO_5,
	WHY_TO_10,
	WHY_STALE,
	WHY_NOT_AVAILABLE,
	WHY_NOT_OURS,
	WHY_NOT_PUBLISHED,
	WHY_UNEXPLAINED,
	N_REASONS
};
const char *reason_name(enum reason r);
/* Is it about how these counts were written, not about what was counted? */
bool reason_of_writing(enum reason r);

enum explains { EXPLAINS_NOTHING, EXPLAINS_PARTLY, EXPLAINS_EXACTLY };

/* Another reckoning: what was counted, where it stands. */
struct reckoning {
	enum reason reason;
	enum rounding rounding;
	const struct indicator *ind;
	const char *id;
	struct counted c;
	date start, end;
	const char *basis;	/* the table, as named */
	date as_of;		/* of a figure published later */
};

/* What was found out about one figure. */
struct finding {
	const struct figure *figure;	/* NULL: not published */
	const struct row *row;		/* NULL: none of ours */
	struct counted ours;		/* as computed, row or several */
	date start, end;
	enum reason reason;
	enum explains explains;
	struct reckoning by;		/* where something explains it */
	bool also[N_REASONS];		/* others that fit as well */
	size_t tried;			/* other reckonings */
	bool untested[N_REASONS];	/* what the tables do not let test */
};

void explain(const struct work *w, const struct figure *f,
    struct finding *out);
/*
 * Of the library, else what is known of one that is none of it: a share where
 * there is a denominator, a count where there is none.
 */
const struct indicator *indicator_of(const struct work *w, const char *id,
    bool has_denominator);

void output_header(struct writer *wr);
void output_finding(struct writer *wr, const struct work *w,
    const struct finding *f);
/* Texts of numbers, "" when there is none; of an output or a page. */
const char *digits_text(int64_t digits, int places, char out[32]);
const char *amount_text(struct decimal d, char out[32]);
const char *day_text(date d, char out[11]);

struct page;
/* all: figures that agree as well. */
struct page *page_open(const char *library, bool welsh, bool markdown,
    bool all, const struct work *w);
void page_finding(struct page *p, const struct finding *f);
/* Writes what was said; dies when a label is missing. */
void page_close(struct page *p, struct writer *wr);

#endif
