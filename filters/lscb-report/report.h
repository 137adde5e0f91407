/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the report share.  From left to right:
 *
 *	labels.c	every fixed word, by name, in one language
 *	cards.c		scorecard definitions and the indicators they name
 *	table.c		the table of figures, as rows of each indicator
 *	values.c	numbers as they are shown
 *	figure.c	one indicator's rows as sentences: all wording is here,
 *	said.c		in words of the control chart, the forecast, other areas
 *			and what was published
 *	groups.c	one indicator's breakdown as a small table
 *	chart.c		one indicator's rows as a chart for svg.c
 *	text.c markdown.c html.c	lay those sentences out; add none
 *	shown.c		the figures as CSV, for any table
 *
 * Everything lives until the program ends, in one arena.  Functions that
 * allocate end the program when memory runs out (tool_need), so none of
 * them returns NULL for that.
 */
#ifndef LSCB_REPORT_H
#define LSCB_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bands.h"
#include "buf.h"
#include "date.h"
#include "err.h"
#include "indicator.h"
#include "scorecard.h"

enum { MAX_STALE = 32, MAX_LINES = MAX_STALE + 2 };

/* What was published before a figure was restated. */
struct was {
	int64_t numerator, denominator;	/* -1: empty */
	double value;			/* NAN: empty */
	bool by_value;
};

/* One period of one indicator: numbers as counted, nothing rounded. */
struct row {
	date start, end;		/* inclusive */
	int64_t numerator, denominator;	/* -1: empty */
	int64_t censored, unmatched;	/* -1: empty */
	bool available;			/* there is a value to show */
	bool stale;			/* rests on an old delivery */
	bool forecast;			/* nothing has been counted yet */
	double value;			/* as lscb-limits has it; NAN: empty */
	bool by_value;			/* the counts do not make it */
	double low, high;		/* interval; NAN: none */
	double centre, limit_low, limit_high;	/* NAN: none */
	const char *signal, *verdict;	/* codes; "" for none; signals with ;
					 * between them */
	const char *change, *compared, *release;	/* codes likewise */
	bool charted;			/* a point of a control chart */
	bool short_series;		/* too few points for limits */
	bool early_limits;		/* the limits are provisional */
	bool restated;
	struct was was;
	const char *by, *group;		/* "" for the total */
	const char *figure;		/* a comparator's, as published; or "" */
};

struct rows {
	struct row *v;			/* by end, then start */
	size_t n, cap;
};

struct measure {
	struct indicator *ind;
	struct rows separate;		/* the indicator's own periods */
	struct rows windows;		/* overlapping: show: rolling */
	struct rows forecast;		/* separate periods not counted yet */
	struct rows comparators;	/* of other areas, by group, then end */
	struct rows groups;		/* of the breakdowns cards ask for */
	const char **asked;		/* those breakdowns */
	size_t n_asked, cap_asked;
	bool beyond;			/* has figures after the as-of date */
};

enum quadrant {
	POPULATION, HOW_MUCH, HOW_WELL, BETTER_OFF, N_QUADRANTS
};

/* A line of a scorecard: an indicator, or one still to come. */
struct line {
	struct measure *measure;	/* NULL: still to come */
	const char *ref, *title;	/* of one still to come */
	bool english;			/* its title, on a Welsh page */
	bool dda;
	bool in[N_QUADRANTS];
	const char **show_by;		/* breakdowns shown under it */
	size_t n_show_by, cap_show_by;
};

struct card {
	const char *id, *title, *note;
	int64_t order;
	size_t n_headlines;
	struct line headlines[MAX_HEADLINES];
	struct line *measures;
	size_t n_measures, cap_measures;
};

struct stale {
	const char *source;
	date accepted;
};

struct report {
	struct arena mem;
	const char *library;
	struct stats *stats;
	bool welsh;
	const char *title;		/* the board's name; NULL: none */
	date as_of;			/* DATE_NONE: not said */
	struct stale *stale;
	size_t n_stale;
	struct labels *labels;
	struct bands bands;
	bool said_provisional, said_restated;	/* marks to be explained */
	struct card *cards;
	size_t n_cards;
	struct measure **measures;	/* every indicator met, by arrival */
	size_t n_measures, cap_measures;
};

/* labels.c */
int labels_read(struct report *r, struct err *err);
void labels_free(struct report *r);
/*
 * The words of that name, each {name} in them replaced by the value that
 * follows the name in the arguments, which end with NULL.  A name that
 * labels.rec lacks is remembered: labels_missing.
 */
const char *say(struct report *r, const char *id, ...)
    __attribute__((sentinel));
/* Two-part names: say_of(r, "verdict", "too-low"). NULL if there is none. */
const char *say_of(struct report *r, const char *group, const char *id);
const char *join(struct report *r, const char *a, const char *between,
    const char *b);
const char *text_of(struct report *r, struct buf *b);	/* copies, frees b */
const char *number_words(struct report *r, int64_t n);	/* 12,345 */
const char *date_words(struct report *r, date d);	/* 31 March 2026 */
const char *period_words(struct report *r, date start, date end);
const char *period_short(struct report *r, date start, date end);

/* cards.c */
int cards_read(struct report *r, const char *const *names, size_t n,
    struct err *err);
/* Reads definitions named on the command line ahead of the library's. */
int measure_define(struct report *r, const char *name, struct err *err);
/*
 * The indicator of that id, read when first asked for.  *m is NULL when the
 * library has none; a definition that is there and bad is an error.
 */
int measure_find(struct report *r, const char *id, struct measure **m,
    struct err *err);
void measures_free(struct report *r);

/* table.c */
int table_read(struct report *r, char *const *files, size_t n,
    struct err *err);

/* values.c */
/* The digits alone, without a unit; false when there is no value. */
bool value_digits(const struct indicator *ind, const struct row *row,
    char *out, size_t size);
/* An interval's end or a limit, rounded half up. */
void bound_digits(const struct indicator *ind, double v, char *out,
    size_t size);
const char *grouped(struct report *r, const char *digits);
/* Text of numbers with the indicator's unit behind it. */
const char *in_unit(struct report *r, const struct indicator *ind,
    const char *bare);
/* In words of the page: with its unit, or "not available". */
const char *value_words(struct report *r, const struct indicator *ind,
    const struct row *row);
const char *bound_words(struct report *r, const struct indicator *ind,
    double v);
const char *decimal_words(struct report *r, const struct indicator *ind,
    struct decimal d);
/* The same without the unit, where one that follows brings it. */
const char *bound_bare(struct report *r, const struct indicator *ind,
    double v);
/* From low to high, a long unit once. */
const char *range_words(struct report *r, const struct indicator *ind,
    const char *label, double low, double high);
/* The words of a row's signals, one after the other. */
const char *signal_words(struct report *r, const char *codes);
/* What a value was worked out from; for a missing one, why it is. */
const char *counts_words(struct report *r, const struct indicator *ind,
    const struct row *row);

/* figure.c */
struct fact {
	const char *label, *text;
	bool english;		/* text is English on a Welsh page */
	bool brief;		/* also on the terminal */
	bool ask;		/* the question this figure opens */
};

enum { MAX_FACTS = 32 };

/* All that is said about one indicator, in ready words. */
struct figure {
	const struct measure *measure;
	const struct row *row;		/* the figure shown; NULL: no rows */
	const char *title, *ref;
	bool english;			/* title has no Welsh */
	const char *value;		/* "13.1%", or "not available" */
	const char *note;		/* marks behind it: "[p] [r]"; or "" */
	const char *counts;		/* "34 of 259", or why not available */
	const char *period;		/* "" when there are no rows */
	const char *interval;		/* or NULL */
	const char *detail;		/* those three on one line */
	const char *mark, *verdict;	/* shape and words, or NULL */
	const char *reading;		/* both, or else the direction */
	const char *change;		/* what the chart means; or NULL */
	bool flagged;			/* too low or too high */
	struct fact facts[MAX_FACTS];
	size_t n_facts;
};

void figure_make(struct report *r, const struct measure *m,
    struct figure *f);
void line_figure(struct report *r, const struct line *line,
    struct figure *f);
/* What stands behind its value; a headline is not told twice. */
const char *line_detail(struct report *r, const struct card *c,
    const struct line *line, const struct figure *f);
/* The value with its marks. */
const char *figure_value(struct report *r, const struct figure *f);
/* "title (ref)", and "list; more" where both are there. */
const char *titled(struct report *r, const char *title, const char *ref);
const char *listed(struct report *r, const char *list, const char *more);
const char *quadrant_title(struct report *r, enum quadrant q);
bool card_has(const struct card *c, enum quadrant q);
/* The i-th line of a card standing in q; NULL after the last. */
const struct line *card_line(const struct card *c, enum quadrant q,
    size_t i);
/* Which headline of the card an indicator is, from 1; 0 for none. */
size_t headline_number(const struct card *c, const struct measure *m);
/* What stands above the cards: as-of, stale sources, draft notice. */
size_t heading_lines(struct report *r, const char *lines[MAX_LINES]);
/* The earlier figures that are told, newest first; their number. */
enum { MAX_EARLIER = 4 };
size_t earlier_rows(const struct measure *m, const struct row *row,
    const struct row *out[MAX_EARLIER]);
/* The foot of a page: what its marks mean, then the footer. */
enum { MAX_FOOT = 3 };
size_t foot_lines(struct report *r, const char *lines[MAX_FOOT]);

/* said.c */
/* The control chart's word on the latest separate period; or NULL. */
const char *variation_words(struct report *r, const struct measure *m);
/* What that means, by itself; NULL where there is no signal. */
const char *change_said(struct report *r, const struct measure *m);
const char *forecast_words(struct report *r, const struct measure *m);
/* The marks behind a row's value, and a value with them. */
const char *restated_mark(struct report *r);
const char *row_marks(struct report *r, const struct row *row);
const char *marked(struct report *r, const char *value, const char *marks);
/* "was 15.8% (30 of 190) when published", or NULL. */
const char *was_words(struct report *r, const struct indicator *ind,
    const struct row *row);
const char *restated_words(struct report *r, const struct measure *m,
    const struct row *row);
const char *censored_words(struct report *r, const struct indicator *ind,
    const struct row *row);
/* The latest of each area, newest first, at most max of them; all of them in *n. */
size_t comparators(const struct measure *m, const struct row **out,
    size_t max, size_t *n);
const char *comparator_words(struct report *r, const struct indicator *ind,
    const struct row *row, bool bare);
const char *comparators_words(struct report *r, const struct measure *m,
    size_t max);
/* A published figure, or NAN. */
double comparator_value(const struct indicator *ind, const struct row *row);

/* groups.c */
struct group_line {
	const char *group, *value, *counts, *interval, *compared;
};
struct group_table {
	const char *by, *caption;
	const char *none;		/* why there is none; or NULL */
	struct group_line *v;
	size_t n;
	bool counts, interval, compared;	/* which columns it has */
};
/* How many a line has where it stands in q, or as a headline (N_QUADRANTS). */
size_t group_tables(const struct card *c, const struct line *line,
    enum quadrant q);
void group_table(struct report *r, const struct line *line, size_t i,
    struct group_table *t);
/* Reads the order of ages; before any table is made. */
int groups_ready(struct report *r, struct err *err);

/* chart.c */
int figure_chart(struct report *r, const struct figure *f, const char *id,
    struct buf *b);
/* The figure of a row as a number, not rounded; NAN: none. */
double value_of(const struct indicator *ind, const struct row *row);
/* How to read it, in words. */
const char *chart_note(struct report *r, const struct measure *m);

/* text.c, markdown.c, html.c */
int report_text(struct report *r, bool bold, struct buf *b);
int report_markdown(struct report *r, struct buf *b);
int report_html(struct report *r, struct buf *b);

/* shown.c */
/* plain: what a row is whose indicator the library does not know. */
int report_shown(struct report *r, const struct indicator *plain,
    char *const *files, size_t n, struct err *err);

#endif
