/* SPDX-License-Identifier: MIT */
/*
 * Intervals at 95 % and what lies outside 99.8 %, by the methods that
 * Fingertips uses (PHEindicatormethods), and the exact one of a median.
 * Wilson's for proportions is in num.h.
 */
#ifndef LSCB_INTERVAL_H
#define LSCB_INTERVAL_H

#include <stdint.h>

/* How sure: standard deviations, and the chance above. */
struct level {
	double z, tail;
};
extern const struct level level_95, level_998;

/*
 * How many events may have been expected where x happened.  From 10 on Byar's
 * approximation (Breslow and Day 1987), below it the exact ends, by quantiles
 * of chi-square (Garwood 1936).  x >= 0.
 */
void poisson_interval(double x, const struct level *l, double *low,
    double *high);
/*
 * How many events are not surprising where so many are expected: between two
 * real numbers, so that a rate whose count is k lies on the limit exactly where
 * the end of k's exact interval is expected.  *low is 0 where none are few.
 */
void poisson_limits(double expected, const struct level *l, double *low,
    double *high);
/* Where a proportion of n is no surprise: those whose Wilson interval reaches
 * p, cut to 0 and 1. */
void proportion_limits(double p, double n, const struct level *l, double *low,
    double *high);

/* Half of the 95 % interval of a mean of n values (Student 1908); n >= 2. */
double mean_half(double sd, uint64_t n);
/*
 * The 95 % interval of a median reaches from the r-th smallest of n values to
 * the r-th largest (Thompson 1936): r, or 0 for fewer than 6 values, which
 * have none.
 */
uint64_t median_rank(uint64_t n);

#endif
