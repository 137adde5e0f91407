/* SPDX-License-Identifier: MIT */
/*
 * The windows an indicator is counted in: its separate periods, and the
 * rolling windows that end with each of them.  Which windows a row belongs to
 * is arithmetic on months: always a run of separate periods and a run of
 * rolling ones.
 */
#ifndef LSCB_PERIODS_H
#define LSCB_PERIODS_H

#include <stddef.h>

#include "expr.h"
#include "indicator.h"

struct periods {
	int months;		/* of one separate period */
	int first_month;	/* month number in which the first begins */
	size_t n;		/* separate periods */
	size_t in_window;	/* periods in a rolling window; 0 = none */
	size_t n_windows;	/* separate, then rolling, each by start */
	struct window *windows;
	int *of_month;		/* by month from the first: its period */
};

/* Windows from a to b, not including b, by index in windows. */
struct run {
	size_t a;
	size_t b;
};

/*
 * The last n complete periods at as_of, or all that begin on or after from
 * (DATE_NONE: n counts).  0, or -1: no memory.
 */
int periods_init(struct periods *p, enum grain grain, int rolling_months,
    date from, date as_of, size_t n);
/* One window of whole months.  0, or -1: no memory. */
int periods_one(struct periods *p, int first_month, int months);
void periods_done(struct periods *p);

/* The windows a row is in by its anchor: the separate and the rolling. */
void periods_of(const struct periods *p, enum anchor anchor,
    const struct subject_row *row, struct run runs[2]);

#endif
