/* SPDX-License-Identifier: MIT */
/*
 * spc.h: limits worked out by hand, NHSRplotthedots' own example, and the signals
 * its issues 143, 167 and 171 were about.
 */
#include <math.h>

#include "spc.h"
#include "unit.h"

enum { MAX = 64 };
static struct spc_point v[MAX];

static const struct spc_rules xmr = { .chart = SPC_XMR, .per = 1,
    .least = SPC_BASELINE, .screen = true };

static void
set(const double *y, size_t n)
{
	memset(v, 0, sizeof(v));
	for (size_t i = 0; i < n; i++)
		v[i] = (struct spc_point){ .value = y[i], .known = true,
		    .gap = i == 0 };
}

/* Signals with limits that are given: centre 0, 2 sigma 2, limits 3. */
static void
signals_of(const double *y, size_t n)
{
	set(y, n);
	for (size_t i = 0; i < n; i++) {
		v[i].low = -3;
		v[i].high = 3;
	}
	spc_signals(&xmr, v, n);
}

static bool
all(size_t from, size_t to, unsigned want)
{
	for (size_t i = from; i < to; i++)
		if (v[i].signals != want)
			return false;
	return true;
}

static bool
near(double a, double b, double d)
{
	return fabs(a - b) <= d;
}

/* set.seed(123); rnorm(20): the package's snapshot prints 0.142, -3.01 and
 * 3.29 of it. */
static const double snapshot[20] = { -0.56047565, -0.23017749, 1.55870831,
    0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113,
    1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141 };

static void
limits_xmr(void)
{
	/* 1 3 1 3 ...: mean 2, moving ranges 2: 2 +- 5.32. */
	const double zigzag[12] = { 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3 };
	const double jump[13] = { 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 99 };
	struct spc_rules r = xmr;

	set(zigzag, 12);
	CHECK(spc_limits(&xmr, v, 12) == 12, "not 12 points");
	CHECK(near(v[5].centre, 2, 1e-15) && near(v[5].low, -3.32, 1e-14) &&
	    near(v[5].high, 7.32, 1e-14), "%g %g %g", v[5].centre, v[5].low,
	    v[5].high);
	set(zigzag, 11);
	CHECK(spc_limits(&xmr, v, 11) == 0, "11 points are too few");
	set(snapshot, 20);
	CHECK(spc_limits(&xmr, v, 20) == 20 && near(v[0].centre, 0.142, 5e-4)
	    && near(v[0].low, -3.01, 5e-3) && near(v[0].high, 3.29, 5e-3),
	    "%g %g %g", v[0].centre, v[0].low, v[0].high);
	/* 12 ranges, 11 of 2 and one of 96: mean 118 / 12 = 9.833; 96 is more
	 * than 3.267 times that, so 2 is left.  The mean keeps all: 123 / 13. */
	set(jump, 13);
	CHECK(spc_limits(&xmr, v, 13) == 13 &&
	    near(v[0].high - v[0].centre, 5.32, 1e-13) &&
	    near(v[0].centre, 123.0 / 13, 1e-14), "%g", v[0].high);
	r.screen = false;
	spc_limits(&r, v, 13);
	CHECK(near(v[0].high - v[0].centre, 2.66 * 118 / 12, 1e-12), "%g",
	    v[0].high);
	/* A baseline of 12: the 13th changes nothing. */
	r = xmr;
	r.fixed = 12;
	CHECK(spc_limits(&r, v, 13) == 12 && near(v[12].high, 7.32, 1e-14),
	    "%g", v[12].high);
}

static void
gaps(void)
{
	const double zigzag[12] = { 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 9 };
	const double rising[8] = { -1, -.8, -.6, -.4, -.2, .2, .4, .6 };

	/* The range into 9 does not count across a gap. */
	set(zigzag, 12);
	v[11].gap = true;
	CHECK(spc_limits(&xmr, v, 12) == 12 &&
	    near(v[0].high - v[0].centre, 5.32, 1e-14), "%g", v[0].high);
	/* One that is not known is no point, and nobody's neighbour. */
	v[5].known = false;
	CHECK(spc_limits(&xmr, v, 12) == 0, "11 points");
	/* Points that are all alone have no moving ranges. */
	for (size_t i = 0; i < 12; i++) {
		v[i].known = true;
		v[i].gap = true;
	}
	CHECK(spc_limits(&xmr, v, 12) == 0, "no ranges");
	signals_of(rising, 8);
	CHECK(all(0, 8, SPC_TREND_UP), "a trend of 8");
	v[4].gap = true;
	spc_signals(&xmr, v, 8);
	CHECK(all(0, 8, 0), "across a gap");
}

static void
limits_p_u(void)
{
	struct spc_rules r = { .chart = SPC_P, .per = 100,
	    .least = SPC_BASELINE };

	/* 10 of 100 and 20 of 100 in turn: p = 0.15; sqrt(.15 * .85 / 100) =
	 * 0.035707: 15 +- 10.712. */
	memset(v, 0, sizeof(v));
	for (size_t i = 0; i < 13; i++)
		v[i] = (struct spc_point){ .numerator = i % 2 ? 20 : 10,
		    .denominator = 100, .known = i < 12,
		    .value = i % 2 ? 20 : 10 };
	v[12].denominator = 4;		/* 15 +- 53.56: cut at 0 */
	CHECK(spc_limits(&r, v, 13) == 12, "12 points");
	CHECK(near(v[3].centre, 15, 1e-13) &&
	    near(v[3].low, 15 - 300 * sqrt(.15 * .85 / 100), 1e-12) &&
	    near(v[3].high, 15 + 300 * sqrt(.15 * .85 / 100), 1e-12),
	    "%g %g", v[3].low, v[3].high);
	CHECK(v[12].low == 0 && near(v[12].high, 15 + 300 * sqrt(.15 * .85 /
	    4), 1e-12), "%g %g", v[12].low, v[12].high);
	v[12].denominator = 1;
	spc_limits(&r, v, 13);
	CHECK(v[12].high == 100, "cut at all");
	r.chart = SPC_U;
	r.per = 1000;
	v[12].denominator = 4;
	spc_limits(&r, v, 13);
	CHECK(near(v[3].centre, 150, 1e-12) && near(v[12].high, 150 + 3000 *
	    sqrt(.15 / 4), 1e-11), "%g %g", v[3].centre, v[12].high);
}

static void
alike(void)
{
	/* A third, of different counts: one value, though not in its last
	 * digit.  Nothing is outside zero limits, nothing is a run. */
	struct spc_rules r = { .chart = SPC_P, .per = 100,
	    .least = SPC_BASELINE };
	const double same[12] = { .1, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1,
	    .1 };

	memset(v, 0, sizeof(v));
	for (size_t i = 0; i < 20; i++) {
		double n = (double)(3 * i * i * 7 + 3 * i + 3);

		v[i] = (struct spc_point){ .numerator = n / 3,
		    .denominator = n, .known = true,
		    .value = 100 * (n / 3) / n };
	}
	spc_limits(&r, v, 20);
	spc_signals(&r, v, 20);
	CHECK(all(0, 20, 0), "a third is a third");
	set(same, 12);
	CHECK(spc_limits(&xmr, v, 12) == 12 && v[0].low == v[0].high, "zero "
	    "limits");
	spc_signals(&xmr, v, 12);
	CHECK(all(0, 12, 0), "all alike");
	/* A change then is outside. */
	v[11].value = .2;
	spc_signals(&xmr, v, 12);
	CHECK(v[11].signals == SPC_ABOVE && all(0, 11, 0), "%u",
	    v[11].signals);
}

static void
rare(void)
{
	/* Counts of 0 with a 5: screening would leave no range at all, and each
	 * 0 outside.  It is not done. */
	const double y[13] = { 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0 };

	set(y, 13);
	CHECK(spc_limits(&xmr, v, 13) == 13 && near(v[0].high, 5.0 / 13 +
	    2.66 * 10 / 12, 1e-14), "%g", v[0].high);
	spc_signals(&xmr, v, 13);
	CHECK(v[0].signals == 0 && v[4].signals == SPC_ABOVE, "%u %u",
	    v[0].signals, v[4].signals);
}

static void
runs(void)
{
	const double seven[9] = { -1, 1, .5, 1, .5, 1, .5, 1, -1 };
	const double on[9] = { 1, .5, 1, 0, .5, 1, .5, 1, .5 };
	const double outside[2] = { 3, -3.0001 };

	signals_of(seven, 9);
	CHECK(v[0].signals == 0 && all(1, 8, SPC_RUN_HIGH) &&
	    v[8].signals == 0, "seven of nine");
	signals_of(seven, 7);
	CHECK(all(0, 7, 0), "six");
	signals_of(on, 9);
	CHECK(all(0, 9, 0), "on the centre is neither side");
	signals_of(outside, 2);
	CHECK(v[0].signals == 0 && v[1].signals == SPC_BELOW, "on the limit "
	    "is within");
}

static void
trends(void)
{
	/* Issue 171: seven that cross the mean; 167: either way the same. */
	const double up[9] = { 1, -1.5, -1, -.5, .25, .5, 1, 1.5, 1.25 };
	const double level[8] = { -1, -.5, -.25, .25, .25, .5, 1, 1.5 };
	double down[9];

	signals_of(up, 9);
	CHECK(v[0].signals == 0 && all(1, 8, SPC_TREND_UP) &&
	    v[8].signals == 0, "crossing the mean");
	for (size_t i = 0; i < 9; i++)
		down[i] = -up[i];
	signals_of(down, 9);
	CHECK(v[0].signals == 0 && all(1, 8, SPC_TREND_DOWN) &&
	    v[8].signals == 0, "falling");
	signals_of(level, 8);
	CHECK(all(0, 8, 0), "a step of nothing ends it");
}

static void
two_of_three(void)
{
	const double same[5] = { 0, 2.5, -1, 2.5, 0 };
	const double opposite[5] = { 0, 2.5, -2.5, 0, 0 };
	const double one[4] = { 0, 2.5, 0, 0 };
	const double with_outside[3] = { 2.5, 3.5, 0 };
	const double three[5] = { 0, -2.5, -2.5, -2.5, 0 };
	const double apart[4] = { 2.5, 0, 0, 2.5 };

	signals_of(same, 5);
	CHECK(v[1].signals == SPC_NEAR_HIGH && v[3].signals == SPC_NEAR_HIGH
	    && v[2].signals == 0, "two of three");
	signals_of(opposite, 5);	/* issue 143 */
	CHECK(all(0, 5, 0), "opposite sides");
	signals_of(one, 4);
	CHECK(all(0, 4, 0), "one of three");
	signals_of(apart, 4);
	CHECK(all(0, 4, 0), "two of four");
	signals_of(with_outside, 3);
	CHECK(v[0].signals == SPC_NEAR_HIGH &&
	    v[1].signals == (SPC_NEAR_HIGH | SPC_ABOVE), "outside is beyond");
	signals_of(three, 5);
	CHECK(all(1, 4, SPC_NEAR_LOW) && v[0].signals == 0, "three");
}

static void
package_example(void)
{
	/* NHSRplotthedots' own test of issue 143: 1 and -1 in turn, then 5.5 and
	 * -5.5, on opposite sides. */
	double y[16];

	for (size_t i = 0; i < 16; i++)
		y[i] = i % 2 == 0 ? 1 : -1;
	y[14] = 5.5;
	y[15] = -5.5;
	set(y, 16);
	spc_limits(&xmr, v, 16);
	spc_signals(&xmr, v, 16);
	CHECK((v[14].signals & SPC_NEAR_HIGH) == 0 &&
	    (v[15].signals & SPC_NEAR_LOW) == 0, "%u %u", v[14].signals,
	    v[15].signals);
}

int
main(void)
{
	RUN(limits_xmr, "xmr limits by hand and as in a published snapshot");
	RUN(gaps, "a gap ends moving ranges, runs and trends");
	RUN(limits_p_u, "p and u limits go by each point's denominator");
	RUN(alike, "equal points: zero limits, no signals");
	RUN(rare, "screening never leaves zero limits");
	RUN(runs, "seven on one side; on the line is neither");
	RUN(trends, "seven rising or falling, also across the centre");
	RUN(two_of_three, "two of three beyond two sigma, on the same side");
	RUN(package_example, "opposite sides are common cause, as published");
	return UNIT_END;
}
