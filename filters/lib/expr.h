/* SPDX-License-Identifier: MIT */
/*
 * The expression language of indicators, described in lscb-expression(7):
 *
 *	measure := ['distinct' | OPERAND 'over'] EVENT {',' EVENT}
 *	           {'by' KIND | 'ending' | 'open' | 'overlapping'}
 *	           ['where' condition]
 *
 * Compiled once against a vocabulary and the columns of a history, then
 * evaluated on the rows of one subject at a time.  Nothing is allocated
 * while evaluating.  A mistake is STATUS_CONFIG [bad-expression] "at
 * character N", with a near miss where there is one.
 */
#ifndef LSCB_EXPR_H
#define LSCB_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"
#include "err.h"
#include "history.h"
#include "subject.h"
#include "vocabulary.h"

/*
 * Which rows of an event belong to a period; within a function also: which
 * belong to the row outside.
 */
enum anchor {
	ANCHOR_DATE,		/* its date lies in the period */
	ANCHOR_ENDING,		/* its end lies in the period */
	ANCHOR_OPEN,		/* the spell is open at the period's close */
	ANCHOR_OVERLAPPING,	/* it is open on some day of the period */
	ANCHOR_EVER,		/* dated up to the close, however long ago */
	ANCHOR_THIS,		/* dated while the row outside is open */
	ANCHOR_EARLIER,		/* strictly before the row outside */
	ANCHOR_LATER,		/* strictly behind it */
	ANCHOR_BEFORE,		/* in so much time up to a day of it */
	ANCHOR_AFTER		/* in so much time from a day of it */
};

/* So many days, working days or months. */
enum span_unit { SPAN_DAYS, SPAN_WORKING_DAYS, SPAN_MONTHS };

struct span {
	int n;
	enum span_unit unit;
	bool given;
};

struct window {
	date start;		/* first day */
	date close;		/* last day */
	int start_month;	/* and their months, counted from year 0 */
	int close_month;
};

/* What expressions are compiled against; one for all of a run. */
struct expr_env {
	const struct vocabulary *vocab;
	const char *const *columns;	/* of the history, in order */
	size_t n_columns;
	/*
	 * The last of them may be columns that the library knows and this
	 * history lacks: nothing is known of them on any row.  They are names
	 * only while accept_lacking; using one sets lacking.
	 */
	size_t n_present;
	bool accept_lacking;
	bool lacking;
	const struct history *history;	/* whose columns have a scale; NULL:
					 * none has */
	struct arena arena;	/* owns what is compiled */
	/* Filled in by compiling: what rows are kept and checked for. */
	bool *used_column;	/* [n_columns] */
	bool *asked;		/* [n_events * n_columns]: asked for on rows
				 * of that event */
	bool *used_event;	/* [vocab->n_events] */
	bool *whole_event;	/* [vocab->n_events]: all columns of its rows
				 * are compared */
	bool *numeric;		/* [n_events * n_columns]: compared with a
				 * number there, so must be one or empty */
	bool ages;		/* birth_month is asked for */
	bool working_days;	/* bank holidays are needed */
};

int expr_env_init(struct expr_env *env, const struct vocabulary *vocab,
    const char *const *columns, size_t n_columns);
void expr_env_done(struct expr_env *env);

/* Events, how their rows are placed in time, and a condition on them. */
struct selection {
	size_t n_events;
	const size_t *events;	/* of the history; groups are expanded */
	enum anchor anchor;
	struct span within;	/* of EARLIER, LATER, BEFORE, AFTER */
	const struct node *day;	/* of BEFORE and AFTER, on the row outside */
	const struct vocabulary *vocab;	/* which events last */
	bool follows;		/* a row does not follow itself */
	const struct node *where;	/* NULL: every row */
};

enum { OUTCOMES_MAX = 8 };

struct measure {
	bool distinct;		/* subjects, not rows */
	const struct node *value;	/* summed over the rows; NULL: none */
	char kind;		/* letter of the subjects counted, 0 = any */
	struct selection rows;
	bool by_window;		/* whether a row counts depends on the
				 * period, beyond its anchor */
	size_t n_reads;		/* what must be there for a count to mean
				 * anything: rows, and any, number, during */
	const struct selection **reads;
	size_t n_outcomes;	/* "followed by" in its where: what a row
				 * needs time for */
	const struct node **outcomes;
};

/* Index of the column, noted as used, or -1. */
int use_column(struct expr_env *env, const char *name, size_t n);

int measure_compile(struct measure **m, const char *text,
    struct expr_env *env, struct err *err);
/* "MEASURE" or "MEASURE of MEASURE"; *of is NULL without the second. */
int measure_pair_compile(struct measure **count, struct measure **of,
    const char *text, struct expr_env *env, struct err *err);
/*
 * A condition alone, on the rows of the events of m; *by_window as above.  What
 * it looks at is noted in the reads of m.
 */
int condition_compile(const struct node **where, bool *by_window,
    const char *text, struct measure *m, struct expr_env *env,
    struct err *err);

struct expr_ctx {
	const struct subject *subject;
	const struct holidays *holidays;	/* NULL: not needed */
	struct window window;
	date as_of;		/* what has happened is known to that day */
	const date *reach;	/* by event: or only to this one, if it is not
				 * DATE_NONE; NULL: all to as_of */
	/*
	 * What is supposed of outcomes that a row has not had its time for: a
	 * bit for each of the measure's, set when it comes.
	 */
	bool suppose;
	unsigned come;
};

/* Whether the event is one of those selected. */
bool selection_has(const struct selection *sel, size_t event);
/* Whether the condition holds on that row; true for NULL. */
bool condition_holds(const struct node *where, const struct expr_ctx *ctx,
    size_t row);
/* What a row adds to the sum, as digits / 10^scale; false: it is missing. */
bool measure_value(const struct measure *m, const struct expr_ctx *ctx,
    size_t row, int64_t *digits, int *scale);
/* Whether a row has had its time for all outcomes that m asks for. */
bool measure_ripe(const struct measure *m, const struct expr_ctx *ctx,
    size_t row);
/*
 * What a condition fails of on a row: of conditions joined by and, the first
 * that does not hold, as it is written (n bytes); NULL: it holds.
 */
const char *condition_failing(const struct node *where,
    const struct expr_ctx *ctx, size_t row, size_t *n);
/* The completed years of age at the row's date, or at the close of the window
 * (at_close); false: not known. */
bool subject_age(const struct expr_ctx *ctx, size_t row, bool at_close,
    int64_t *age);

#endif
