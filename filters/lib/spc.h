/* SPDX-License-Identifier: MIT */
/*
 * Control charts of one series: limits of ordinary variation and what lies
 * outside them (Shewhart 1931; Wheeler, Understanding Variation, 1993).
 *
 *	p	proportions: centre +- 3 sqrt(p (1 - p) / n), by each point's n
 *	u	rates: centre +- 3 sqrt(u / n), by each point's n
 *	xmr	anything else: mean +- 2.66 times the mean moving range
 *
 * Signals are those of NHS England's Making Data Count (7 points), without the
 * faults NHSRplotthedots mended (its issues 143, 167, 171).
 */
#ifndef LSCB_SPC_H
#define LSCB_SPC_H

#include <stdbool.h>
#include <stddef.h>

enum spc_chart { SPC_NONE, SPC_XMR, SPC_P, SPC_U };

enum {
	SPC_BASELINE = 12,	/* points limits rest on, at least */
	SPC_PROVISIONAL = 6,	/* the same, of provisional ones */
	SPC_RUN = 7		/* points of a run or trend */
};

/* Signals, one bit each. */
enum {
	SPC_ABOVE = 1, SPC_BELOW = 2,		/* outside the limits */
	SPC_RUN_HIGH = 4, SPC_RUN_LOW = 8,	/* 7 on one side */
	SPC_TREND_UP = 16, SPC_TREND_DOWN = 32,	/* 7 rising, falling */
	SPC_NEAR_HIGH = 64, SPC_NEAR_LOW = 128	/* 2 of 3 beyond 2 sigma */
};

struct spc_point {
	double value;		/* per * numerator / denominator */
	double numerator, denominator;	/* of p and u */
	bool known;		/* has a value that may be relied on */
	bool gap;		/* the point before is not its neighbour */
	/* What is found: */
	double centre, low, high;
	unsigned signals;
};

struct spc_rules {
	enum spc_chart chart;
	double per;		/* of p and u: 100 for percent */
	size_t fixed;		/* the baseline is so many points; 0: all */
	size_t least;		/* SPC_BASELINE, or SPC_PROVISIONAL */
	bool screen;		/* leave out moving ranges from 3.267 times their
				 * mean on, once; not where only ranges of
				 * nothing would be left */
};

/*
 * Gives n points in order of time one centre and their limits, also those
 * that are not known but have a denominator.  How many points they rest on;
 * 0: too few, and nothing is given.  An xmr chart also needs half as many moving
 * ranges.
 */
size_t spc_limits(const struct spc_rules *r, struct spc_point *v, size_t n);
/* Then: the signals of each known point.  No pattern reaches across a gap. */
void spc_signals(const struct spc_rules *r, struct spc_point *v, size_t n);

#endif
