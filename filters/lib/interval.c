/* SPDX-License-Identifier: MIT */
/* See interval.h. */
#include <math.h>

#include "interval.h"
#include "quantile.h"

/* Normal quantiles of 0.975 and 0.999, to the last digit of a double. */
const struct level level_95 = { 1.959963984540054, 0.025 };
const struct level level_998 = { 3.0902323061678132, 0.001 };

#define LARGE 1e8

enum { BYAR_FROM = 10, MEDIAN_FROM = 6 };

static double
cube(double v)
{
	return v * v * v;
}

void
poisson_interval(double x, const struct level *l, double *low, double *high)
{
	double y = x + 1;

	if (x >= BYAR_FROM) {
		*low = x * cube(1 - 1 / (9 * x) - l->z / (3 * sqrt(x)));
		*high = y * cube(1 - 1 / (9 * y) + l->z / (3 * sqrt(y)));
		return;
	}
	*low = x > 0 ? gamma_quantile(x, l->tail) : 0;
	*high = gamma_quantile(y, 1 - l->tail);
}

/*
 * The shape whose quantile at z standard deviations is x, by Wilson and
 * Hilferty (1931): relative errors fall as x^-1.5, below 1e-12 from 1e8 on.
 */
static double
large_shape(double x, double z)
{
	double k = x;

	for (int i = 0; i < 20; i++)
		k = cube(cbrt(x) + cbrt(k) * (1 / (9 * k) -
		    z / (3 * sqrt(k))));
	return k;
}

void
poisson_limits(double expected, const struct level *l, double *low,
    double *high)
{
	double none = exp(-expected);	/* the chance of no event at all */

	if (expected > LARGE) {
		*high = large_shape(expected, -l->z);
		*low = large_shape(expected, l->z) - 1;
		return;
	}
	*high = expected > 0 ? gamma_shape(expected, l->tail) : 0;
	*low = none < l->tail ? gamma_shape(expected, 1 - l->tail) - 1 : 0;
}

void
proportion_limits(double p, double n, const struct level *l, double *low,
    double *high)
{
	double half = l->z * sqrt(p * (1 - p) / n);

	*low = p - half > 0 ? p - half : 0;
	*high = p + half < 1 ? p + half : 1;
}

double
mean_half(double sd, uint64_t n)
{
	return t_quantile((double)(n - 1), 1 - level_95.tail) * sd /
	    sqrt((double)n);
}

uint64_t
median_rank(uint64_t n)
{
	uint64_t low = 0, high = n / 2, r;

	if (n < MEDIAN_FROM)
		return 0;
	/* The largest r for which at most 1 in 40 samples has fewer than r
	 * values below the true median. */
	while (low < high) {
		r = low + (high - low + 1) / 2;
		if (beta_lower((double)(n - r + 1), (double)r, 0.5, 0.5) <=
		    level_95.tail)
			low = r;
		else
			high = r - 1;
	}
	return low;
}
