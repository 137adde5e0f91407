/* SPDX-License-Identifier: MIT */
/*
 * See spc.h.  2.66 is 3 / d2 of two points (1.128), 3.267 is D4 of two points,
 * both as rounded in the tables everybody uses.
 */
#include <math.h>

#include "spc.h"

#define XMR_FACTOR 2.66
#define SCREEN_FACTOR 3.267
/* Two values that differ by less are one: equal shares of different counts
 * differ in their last digit. */
#define ALIKE 1e-12

/* a against b: -1, 0, 1.  scale is how large numbers of this chart are. */
static int
compare(double a, double b, double scale)
{
	double d = a - b;

	if (fabs(d) <= ALIKE * fmax(scale, fmax(fabs(a), fabs(b))))
		return 0;
	return d < 0 ? -1 : 1;
}

/* What the baseline adds up to. */
struct sums {
	size_t n, ranges;
	double value, numerator, denominator, range;
};

static bool
is_baseline(const struct spc_rules *r, const struct sums *s)
{
	return r->fixed == 0 || s->n < r->fixed;
}

/* limit: larger moving ranges are left out; INFINITY takes all. */
static struct sums
sum_up(const struct spc_rules *r, const struct spc_point *v, size_t n,
    double limit)
{
	struct sums s = { 0 };
	double range;

	for (size_t i = 0; i < n && is_baseline(r, &s); i++) {
		if (!v[i].known)
			continue;
		s.n++;
		s.value += v[i].value;
		s.numerator += v[i].numerator;
		s.denominator += v[i].denominator;
		if (i == 0 || v[i].gap || !v[i - 1].known)
			continue;
		range = fabs(v[i].value - v[i - 1].value);
		if (range < limit || range == 0) {
			s.range += range;
			s.ranges++;
		}
	}
	return s;
}

/* Half the distance of a point's limits. */
static double
half_width(const struct spc_rules *r, const struct sums *s,
    const struct spc_point *p)
{
	double c = s->numerator / s->denominator;

	switch (r->chart) {
	case SPC_P:
		return 3 * r->per * sqrt(c * (1 - c) / p->denominator);
	case SPC_U:
		return 3 * r->per * sqrt(c / p->denominator);
	case SPC_XMR:
		return XMR_FACTOR * (s->range / (double)s->ranges);
	case SPC_NONE:
		break;
	}
	return NAN;
}

static void
set_limits(const struct spc_rules *r, const struct sums *s,
    struct spc_point *p)
{
	double half = half_width(r, s, p);

	p->centre = r->chart == SPC_XMR ? s->value / (double)s->n :
	    r->per * s->numerator / s->denominator;
	p->low = p->centre - half;
	p->high = p->centre + half;
	if (r->chart != SPC_XMR && p->low < 0)
		p->low = 0;
	if (r->chart == SPC_P && p->high > r->per)
		p->high = r->per;
}

size_t
spc_limits(const struct spc_rules *r, struct spc_point *v, size_t n)
{
	struct sums s = sum_up(r, v, n, INFINITY), screened;

	if (r->chart == SPC_NONE || s.n < r->least)
		return 0;
	if (r->chart == SPC_XMR && 2 * s.ranges < r->least)
		return 0;
	if (r->chart == SPC_XMR && r->screen) {
		screened = sum_up(r, v, n, SCREEN_FACTOR *
		    (s.range / (double)s.ranges));
		if (screened.range > 0)
			s = screened;
	}
	for (size_t i = 0; i < n; i++)
		if (v[i].known || r->chart == SPC_XMR || v[i].denominator > 0)
			set_limits(r, &s, &v[i]);
	return s.n;
}

/* The side of the centre, twice that from two thirds of the way out. */
static int
place(const struct spc_rules *r, const struct spc_point *p)
{
	/* Not from the limits: those may have been cut. */
	double c = p->centre / r->per, half, at;
	int side = compare(p->value, p->centre, p->high - p->low);

	if (r->chart == SPC_XMR)
		half = p->high - p->centre;
	else
		half = 3 * r->per * sqrt((r->chart == SPC_P ? c * (1 - c) :
		    c) / p->denominator);
	at = p->centre + side * half * (2.0 / 3);
	return side != 0 && compare(p->value, at, half) == side ? 2 * side : side;
}

/* The points up to i, so many of them. */
static void
mark(struct spc_point *v, size_t i, size_t length, unsigned signal)
{
	for (size_t k = 0; k < length; k++)
		v[i - k].signals |= signal;
}

static void
mark_patterns(const struct spc_rules *r, struct spc_point *v, size_t n)
{
	size_t run = 0, trend = 0;
	int run_side = 0, way = 0, side, step;

	for (size_t i = 0; i < n; i++) {
		bool joined = i > 0 && !v[i].gap && v[i].known &&
		    v[i - 1].known;

		side = v[i].known ? place(r, &v[i]) : 0;
		side = (side > 0) - (side < 0);
		run = side == 0 ? 0 : joined && side == run_side ? run + 1 : 1;
		run_side = side;
		if (run >= SPC_RUN)
			mark(v, i, run > SPC_RUN ? 1 : SPC_RUN,
			    side > 0 ? SPC_RUN_HIGH : SPC_RUN_LOW);
		step = joined ? compare(v[i].value, v[i - 1].value, 0) : 0;
		trend = step == 0 ? 1 : step == way ? trend + 1 : 2;
		way = step;
		if (trend >= SPC_RUN)
			mark(v, i, trend > SPC_RUN ? 1 : SPC_RUN,
			    step > 0 ? SPC_TREND_UP : SPC_TREND_DOWN);
	}
}

/* Of the points from i on, three neighbours at most, those far out on one
 * side, when there are two or more of them. */
static void
mark_near(const struct spc_rules *r, struct spc_point *v, size_t i, size_t n)
{
	int far[3] = { 0 }, high = 0, low = 0;

	for (size_t k = 0; k < 3 && i + k < n; k++) {
		if (!v[i + k].known || (k > 0 && v[i + k].gap))
			break;
		far[k] = place(r, &v[i + k]);
		high += far[k] == 2;
		low += far[k] == -2;
	}
	for (size_t k = 0; k < 3; k++)
		if (high >= 2 && far[k] == 2)
			v[i + k].signals |= SPC_NEAR_HIGH;
		else if (low >= 2 && far[k] == -2)
			v[i + k].signals |= SPC_NEAR_LOW;
}

void
spc_signals(const struct spc_rules *r, struct spc_point *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double wide = v[i].high - v[i].low;

		v[i].signals = 0;
		if (!v[i].known)
			continue;
		if (compare(v[i].value, v[i].high, wide) > 0)
			v[i].signals |= SPC_ABOVE;
		else if (compare(v[i].value, v[i].low, wide) < 0)
			v[i].signals |= SPC_BELOW;
	}
	mark_patterns(r, v, n);
	for (size_t i = 0; i < n; i++)
		mark_near(r, v, i, n);
}
