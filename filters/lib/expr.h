/* SPDX-License-Identifier: MIT */
/*
 * The expression language of indicators, described in lscb-expression(7):
 *
 *	measure := ['distinct'] EVENT {',' EVENT}
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
#include "subject.h"
#include "vocabulary.h"

/* Which rows of an event belong to a period. */
enum anchor {
	ANCHOR_DATE,		/* its date lies in the period */
	ANCHOR_ENDING,		/* its end lies in the period */
	ANCHOR_OPEN,		/* the spell is open at the period's close */
	ANCHOR_OVERLAPPING	/* it is open on some day of the period */
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
	struct arena arena;	/* owns what is compiled */
	/* Filled in by compiling: what rows are kept and checked for. */
	bool *used_column;	/* [n_columns] */
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
	const struct node *where;	/* NULL: every row */
};

struct measure {
	bool distinct;		/* subjects, not rows */
	char kind;		/* letter of the subjects counted, 0 = any */
	struct selection rows;
	bool by_window;		/* whether a row counts depends on the
				 * period, beyond its anchor */
	size_t n_reads;		/* what must be there for a count to mean
				 * anything: rows, and any, number, during */
	const struct selection **reads;
};

int measure_compile(struct measure **m, const char *text,
    struct expr_env *env, struct err *err);
/* "MEASURE" or "MEASURE of MEASURE"; *of is NULL without the second. */
int measure_pair_compile(struct measure **count, struct measure **of,
    const char *text, struct expr_env *env, struct err *err);
/* A condition alone, on the rows of the events of m; *by_window as above. */
int condition_compile(const struct node **where, bool *by_window,
    const char *text, const struct measure *m, struct expr_env *env,
    struct err *err);

struct expr_ctx {
	const struct subject *subject;
	const struct holidays *holidays;	/* NULL: not needed */
	struct window window;
};

/* Whether the condition holds on that row; true for NULL. */
bool condition_holds(const struct node *where, const struct expr_ctx *ctx,
    size_t row);

#endif
