/* SPDX-License-Identifier: MIT */
/*
 * Control limits and signals of each series: the separate periods of one length
 * of one indicator, by and group.  Windows that overlap have none.  Each stretch
 * between rebases has limits of its own.
 */
#include <stdlib.h>

#include "limits.h"
#include "stats.h"

/* Figures of one series and one length, in order of time. */
struct line {
	struct held *h;
	struct row **v;
	struct spc_point *points;
	size_t n, cap_v, cap_points;
	int spacing;		/* of snapshots: see snapshot_spacing */
};

static bool
is_month_end(date d)
{
	return period_start(GRAIN_MONTH, d + 1) == d + 1;
}

static int
month_of(date d)
{
	int year, month, day;

	date_split(d, &year, &month, &day);
	return year * 12 + month - 1;
}

/*
 * How far apart snapshots are, by the two that are closest: in months when all
 * lie on the last day of one, else in days below 0.  0: there is one alone.
 */
int
snapshot_spacing(struct row *const *v, size_t n)
{
	bool months = true;
	int least = 0, d;

	for (size_t i = 0; i < n; i++)
		months = months && is_month_end(v[i]->end);
	for (size_t i = 1; i < n; i++) {
		d = months ? month_of(v[i]->end) - month_of(v[i - 1]->end) :
		    v[i]->end - v[i - 1]->end;
		if (d > 0 && (least == 0 || d < least))
			least = d;
	}
	return months ? least : -least;
}

double
periods_between(const struct row *a, const struct row *b, int spacing)
{
	int span = a->span;

	if (span == -1)
		span = spacing;
	if (span > 0)
		return (double)(month_of(b->end + 1) - month_of(a->end + 1)) /
		    span;
	return span == 0 ? 1 : (double)(b->start - a->start) / -span;
}

/* A point's neighbour is the one of the next period. */
static bool
is_gap(const struct line *l, size_t i)
{
	if (i == 0)
		return true;
	if (l->v[i]->span != -1)
		return l->v[i]->start != l->v[i - 1]->end + 1;
	return periods_between(l->v[i - 1], l->v[i], l->spacing) != 1;
}

static bool
overlaps(const struct line *l)
{
	for (size_t i = 1; i < l->n; i++)
		if (l->v[i]->start <= l->v[i - 1]->end)
			return true;
	/* A window alone looks like a period. */
	return l->n == 1 && l->v[0]->span > 0 &&
	    l->v[0]->span == l->v[0]->ind->rolling_months;
}

static enum spc_chart
chart_of(const struct row *row)
{
	if (row->count || opts.sums || is_sum(row->ind))
		return SPC_XMR;
	switch (row->ind->unit) {
	case UNIT_PERCENT:
		return SPC_P;
	case UNIT_RATE:
		return SPC_U;
	case UNIT_COUNT:
	case UNIT_MEAN:
	case UNIT_MEDIAN:
		break;
	}
	return SPC_XMR;
}

static void
take_points(struct line *l)
{
	l->points = tool_need(grow(l->points, l->n, &l->cap_points,
	    sizeof(*l->points)));
	for (size_t i = 0; i < l->n; i++) {
		const struct row *row = l->v[i];

		l->points[i] = (struct spc_point){
			.value = row->value, .numerator = number(row->numerator),
			.denominator = number(row->denominator),
			/* A stale figure may be short of some. */
			.known = row->available && !row->stale,
			.gap = is_gap(l, i), .centre = NAN, .low = NAN,
			.high = NAN
		};
		if (i > 0 && l->points[i].gap)
			stats_add(l->h->stats, STATS_QUERIED, "gap", 1);
	}
}

static void
give(struct row *row, const struct spc_point *p, enum spc_chart chart,
    unsigned also)
{
	row->chart = (uint8_t)(chart == SPC_P ? CHART_P : chart == SPC_U ?
	    CHART_U : CHART_XMR);
	row->centre = p->centre;
	row->limit_low = p->low;
	row->limit_high = p->high;
	row->signals = (uint16_t)(p->signals | (p->known ? also : 0));
}

static void
give_short(struct line *l, size_t from, size_t to, bool first)
{
	for (size_t i = from; i < to; i++) {
		l->v[i]->chart = CHART_SHORT;
		if (l->points[i].known)
			l->v[i]->signals = SIGNAL_SHORT;
	}
	stats_add(l->h->stats, STATS_QUERIED, "short-series", 1);
	if (!first)
		stats_add(l->h->stats, STATS_QUERIED, "rebase-too-soon", 1);
}

/* Points from up to to: between two rebases, or the ends. */
static void
segment(struct line *l, size_t from, size_t to, bool last)
{
	const struct indicator *ind = l->v[from]->ind;
	struct spc_rules r = { .chart = chart_of(l->v[from]),
	    .per = (double)ind->per, .least = SPC_BASELINE,
	    .screen = !opts.no_screen,
	    .fixed = ind->baseline_points > 0 ?
	    (size_t)ind->baseline_points : opts.fix };
	struct spc_point *p = l->points + from;
	size_t n = spc_limits(&r, p, to - from);
	unsigned also = 0;

	if (r.chart == SPC_XMR)
		r.per = 1;
	p[0].gap = true;
	if (n == 0 && from > 0) {
		r.least = SPC_PROVISIONAL;
		n = spc_limits(&r, p, to - from);
		also = SIGNAL_PROVISIONAL;
	}
	if (n == 0) {
		give_short(l, from, to, from == 0);
		return;
	}
	if (also != 0 && !last)
		stats_add(l->h->stats, STATS_QUERIED, "rebase-too-soon", 1);
	spc_signals(&r, p, to - from);
	for (size_t i = from; i < to; i++)
		give(l->v[i], &l->points[i], r.chart, also);
	if (last && opts.forecast > 0 && also == 0)
		forecast(l->h, l->v + from, to - from);
}

static void
chart(struct line *l)
{
	const struct series *s = &l->h->series[l->v[0]->series];
	size_t from = 0, to;
	date day;

	if (overlaps(l))
		return;
	l->spacing = snapshot_spacing(l->v, l->n);
	take_points(l);
	rebase_met(l->h->rebases, s, l->v[l->n - 1]->start);
	for (; from < l->n; from = to) {
		day = rebase_after(l->h->rebases, s, l->v[from]->start);
		to = from + 1;
		while (to < l->n && (day == DATE_NONE ||
		    l->v[to]->start < day))
			to++;
		segment(l, from, to, to == l->n);
	}
}

void
charts(struct held *h)
{
	struct stretch s = { 0 };
	struct line l = { .h = h };

	while (held_next(h, &s)) {
		l.n = 0;
		for (size_t i = s.from; i < s.to; i++) {
			struct row *row = &h->rows[h->order[i]];

			if (row->rejected || row->kind != KIND_FIGURE ||
			    row->start == DATE_NONE)
				continue;
			l.v = tool_need(grow(l.v, l.n, &l.cap_v,
			    sizeof(struct row *)));
			l.v[l.n++] = row;
		}
		if (l.n > 0)
			chart(&l);
	}
	free(l.v);
	free(l.points);
	if (h->rebases != NULL && rebases_unmet(h->rebases) > 0)
		stats_add(h->stats, STATS_QUERIED, "rebase-not-met",
		    rebases_unmet(h->rebases));
}
