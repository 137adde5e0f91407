/* SPDX-License-Identifier: MIT */
/*
 * Groups of one period around their total, or a comparator, with the limits that
 * Fingertips draws: 95 % (warn) and 99.8 % (limit).  Without a row of the total
 * the groups of one by are added up.  Holds one entry per indicator, period and
 * by.
 */
#include <stdlib.h>
#include <string.h>

#include "interval.h"
#include "limits.h"
#include "stats.h"

/* What the groups of one period are held against. */
struct pool {
	uint32_t row;		/* total or comparator, or NONE */
	double numerator, denominator;	/* of all groups */
};
enum { NONE = UINT32_MAX };

struct pools {
	struct held *h;
	struct table *names;
	struct pool *v;
	size_t n, cap;
};

/* Of an indicator and period, and of a by when one is asked for. */
struct pool_key {
	uint32_t name, by;
	date start, end;
};

static struct pool *
pool_of(struct pools *p, const struct row *row, uint32_t by)
{
	struct pool_key key = { p->h->series[row->series].name, by,
	    row->start, row->end };
	int added;
	size_t i = table_add(p->names, (const char *)&key, sizeof(key),
	    &added);

	if (i == SIZE_MAX)
		tool_need(NULL);
	if (added) {
		p->v = tool_need(grow(p->v, p->n, &p->cap, sizeof(*p->v)));
		p->v[p->n++] = (struct pool){ .row = NONE };
	}
	return &p->v[i];
}

static bool
is_group(const struct held *h, const struct row *row)
{
	return row->kind == KIND_FIGURE && !row->rejected &&
	    row->available && !h->series[row->series].total;
}

static void
note(struct pools *p, size_t i)
{
	const struct row *row = &p->h->rows[i];
	const struct series *s = &p->h->series[row->series];
	struct pool *pool;

	if (is_group(p->h, row)) {
		pool = pool_of(p, row, s->by);
		pool->numerator += number(row->numerator);
		pool->denominator += number(row->denominator);
	}
	if (row->rejected || !row->available)
		return;
	if (opts.comparator != NULL ? row->kind == KIND_COMPARATOR &&
	    field_eq(s->group, opts.comparator) :
	    row->kind == KIND_FIGURE && s->total)
		pool_of(p, row, NONE)->row = (uint32_t)i;
}

/* The centre as a ratio, before it is times 100 or N; NAN: there is none. */
static double
centre_of(struct pools *p, const struct row *row)
{
	const struct pool *pool = pool_of(p, row, NONE);
	const struct row *to;

	if (pool->row != NONE) {
		to = &p->h->rows[pool->row];
		return to->value / (double)to->ind->per;
	}
	if (opts.comparator != NULL)
		return NAN;
	pool = pool_of(p, row, p->h->series[row->series].by);
	return pool->numerator / pool->denominator;
}

static enum compared
place(const struct row *row, double wide_low, double wide_high)
{
	if (wide_low > row->centre)
		return VERY_HIGH;
	if (wide_high < row->centre)
		return VERY_LOW;
	if (row->low > row->centre)
		return HIGH;
	return row->high < row->centre ? LOW : NOT_DIFFERENT;
}

/*
 * A share differs when it lies outside its limits, which is when its Wilson
 * interval does not reach the centre.
 */
static void
around_share(struct row *row, double c)
{
	double n = number(row->denominator), low, high;

	proportion_limits(c, n, &level_95, &low, &high);
	row->warn_low = 100 * low;
	row->warn_high = 100 * high;
	proportion_limits(c, n, &level_998, &low, &high);
	row->limit_low = 100 * low;
	row->limit_high = 100 * high;
	if (row->value < row->limit_low)
		row->compared = VERY_LOW;
	else if (row->value > row->limit_high)
		row->compared = VERY_HIGH;
	else if (row->value < row->warn_low)
		row->compared = LOW;
	else
		row->compared = row->value > row->warn_high ? HIGH :
		    NOT_DIFFERENT;
}

/* A rate differs when its interval, Byar's from 10, does not reach it. */
static void
around_rate(struct row *row, double c)
{
	double n = number(row->denominator), low, high;
	double per = (double)row->ind->per;

	poisson_limits(c * n, &level_95, &low, &high);
	row->warn_low = per * low / n;
	row->warn_high = per * high / n;
	poisson_limits(c * n, &level_998, &low, &high);
	row->limit_low = per * low / n;
	row->limit_high = per * high / n;
	poisson_interval(number(row->numerator), &level_998, &low, &high);
	row->compared = (uint8_t)place(row, per * low / n, per * high / n);
}

static void
around(struct pools *p, struct row *row)
{
	double c;

	row->chart = CHART_NONE;
	row->centre = row->limit_low = row->limit_high = NAN;
	row->signals = 0;
	if (row->count || !isfinite(row->low) ||
	    (row->ind->unit != UNIT_PERCENT && row->ind->unit != UNIT_RATE))
		return;
	c = centre_of(p, row);
	if (!isfinite(c)) {
		stats_add(p->h->stats, STATS_QUERIED, "no-comparator", 1);
		return;
	}
	row->chart = CHART_FUNNEL;
	row->centre = (double)row->ind->per * c;
	if (row->ind->unit == UNIT_PERCENT)
		around_share(row, c);
	else
		around_rate(row, c);
	if (row->compared == VERY_HIGH)
		row->signals = SPC_ABOVE;
	else if (row->compared == VERY_LOW)
		row->signals = SPC_BELOW;
}

void
funnel(struct held *h)
{
	struct pools p = { .h = h, .names = tool_need(table_new()) };
	size_t i;

	for (i = 0; i < h->n; i++)
		note(&p, i);
	for (i = 0; i < h->n; i++)
		if (is_group(h, &h->rows[i]))
			around(&p, &h->rows[i]);
	table_free(p.names);
	free(p.v);
}
