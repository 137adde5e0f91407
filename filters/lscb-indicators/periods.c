/* SPDX-License-Identifier: MIT */
/* See periods.h.  Memory: one entry per window. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "periods.h"

/* First day of the month with that number, counted from year 0. */
static date
month_start(int month)
{
	return date_make(month / 12, month % 12 + 1, 1);
}

static struct window
window_of(int first_month, int months)
{
	return (struct window){
		.start = month_start(first_month),
		.close = month_start(first_month + months) - 1,
		.start_month = first_month,
		.close_month = first_month + months - 1
	};
}

int
periods_one(struct periods *p, int first_month, int months)
{
	memset(p, 0, sizeof(*p));
	p->months = months;
	p->first_month = first_month;
	p->n = p->n_windows = 1;
	p->windows = calloc(1, sizeof(*p->windows));
	p->of_month = calloc((size_t)months + 1, sizeof(*p->of_month));
	if (p->windows == NULL || p->of_month == NULL)
		return -1;
	p->windows[0] = window_of(first_month, months);
	return 0;
}

int
periods_init(struct periods *p, enum grain grain, int rolling_months,
    date from, date as_of, size_t n)
{
	date last = period_add(grain, period_start(grain, as_of + 1), -1);
	date first = period_add(grain, last, 1 - (int)n);
	int span;

	memset(p, 0, sizeof(*p));
	p->months = grain_months(grain);
	if (from != DATE_NONE) {
		first = period_start(grain, from);
		if (first < from)
			first = period_add(grain, first, 1);
	}
	p->first_month = month_number(first);
	span = month_number(last) - p->first_month;
	p->n = span < 0 ? 0 : (size_t)(span / p->months) + 1;
	p->in_window = (size_t)(rolling_months / p->months);
	p->n_windows = p->n;
	if (p->in_window > 0 && p->n >= p->in_window)
		p->n_windows += p->n - p->in_window + 1;
	p->windows = calloc(p->n_windows + 1, sizeof(*p->windows));
	p->of_month = calloc(p->n * (size_t)p->months + 1,
	    sizeof(*p->of_month));
	if (p->windows == NULL || p->of_month == NULL)
		return -1;
	for (size_t i = 0; i < p->n * (size_t)p->months; i++)
		p->of_month[i] = (int)i / p->months;
	for (size_t i = 0; i < p->n_windows; i++) {
		int months = i < p->n ? p->months : rolling_months;
		size_t k = i < p->n ? i : i - p->n;

		p->windows[i] = window_of(p->first_month + (int)k *
		    p->months, months);
	}
	return 0;
}

void
periods_done(struct periods *p)
{
	free(p->windows);
	free(p->of_month);
	memset(p, 0, sizeof(*p));
}

/* Number of the period a month lies in; -1 before the first, n after all. */
static int
period_of(const struct periods *p, int month)
{
	int d = month - p->first_month;

	if (d < 0)
		return -1;
	return (size_t)d < p->n * (size_t)p->months ? p->of_month[d] :
	    (int)p->n;
}

/* Periods low to high, both included, cut to those from min to n - 1. */
static struct run
cut(const struct periods *p, int low, int high, size_t min)
{
	int first = (int)min, last = (int)p->n - 1;

	low = low < first ? first : low;
	high = high > last ? last : high;
	if (low > high)
		return (struct run){ 0, 0 };
	return (struct run){ (size_t)low, (size_t)high + 1 };
}

/*
 * A rolling window that ends with period j holds the periods j - k + 1 to
 * j.  A row in period b is in those with j from b to b + k - 1; a snapshot
 * looks at the close alone, which is that of period j.
 */
void
periods_of(const struct periods *p, enum anchor anchor,
    const struct subject_row *row, struct run runs[2])
{
	bool ends = row->end != DATE_NONE;
	int low = period_of(p, row->month), high = low, reach;
	int k = (int)p->in_window;

	runs[0] = runs[1] = (struct run){ 0, 0 };
	if (low >= (int)p->n || (low < 0 && anchor == ANCHOR_DATE))
		return;		/* most of a long history */
	if (anchor == ANCHOR_ENDING) {
		if (!ends)
			return;
		low = high = period_of(p, row->end_month);
	} else if (anchor != ANCHOR_DATE) {
		if (ends && row->end <= row->date)
			return;
		high = !ends ? INT_MAX / 2 : anchor == ANCHOR_OPEN ?
		    period_of(p, row->end_month) - 1 :
		    period_of(p, row->last_month);
	}
	runs[0] = cut(p, low, high, 0);
	if (k == 0)
		return;
	reach = anchor == ANCHOR_OPEN ? high : high + k - 1;
	runs[1] = cut(p, low, reach, p->in_window - 1);
	if (runs[1].b == 0)
		return;
	runs[1].a += p->n - (p->in_window - 1);
	runs[1].b += p->n - (p->in_window - 1);
}
