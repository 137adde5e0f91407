/* SPDX-License-Identifier: MIT */
/*
 * quantile.h, interval.h: against sums that are exact in long double, closed
 * forms and printed tables.
 */
#include <math.h>

#include "interval.h"
#include "quantile.h"
#include "unit.h"

static bool
near(double a, double b, double rel)
{
	return fabs(a - b) <= rel * fabs(b);
}

/* P(X < k) of a Poisson variable, term by term. */
static double
poisson_below(int k, double mean)
{
	long double term = expl(-(long double)mean), sum = 0;

	for (int i = 0; i < k; i++) {
		sum += term;
		term *= (long double)mean / (i + 1);
	}
	return (double)sum;
}

static void
gamma_is_poisson(void)
{
	static const double means[] = { 0.01, 0.5, 1, 3.7, 9.5, 25, 99, 400 };

	for (int k = 1; k <= 500; k += k < 20 ? 1 : 37)
		for (size_t i = 0; i < LEN(means); i++) {
			double want = poisson_below(k, means[i]);
			double got = gamma_upper(k, means[i]);

			if (want > 1e-250)
				CHECK(near(got, want, 1e-12),
				    "Q(%d, %g) %.17g want %.17g", k, means[i],
				    got, want);
			CHECK(fabs(got + gamma_lower(k, means[i]) - 1) < 1e-14,
			    "P + Q of %d, %g", k, means[i]);
		}
	/* Shape 1/2 is the normal distribution: P(1/2, x) = erf(sqrt x). */
	CHECK(near(gamma_lower(0.5, 0.3), erf(sqrt(0.3)), 1e-13), "erf");
	CHECK(near(gamma_upper(0.5, 9), erfc(3), 1e-13), "erfc");
	CHECK(isnan(gamma_lower(0, 1)) && isnan(gamma_upper(1, -1)), "nan");
}

static void
gamma_back(void)
{
	static const double p[] = { 1e-6, 0.001, 0.025, 0.5, 0.975, 0.999 };

	for (double a = 0.3; a < 1e7; a *= 1.9)
		for (size_t i = 0; i < LEN(p); i++) {
			double x = gamma_quantile(a, p[i]);

			CHECK(p[i] < 0.5 ?
			    near(gamma_lower(a, x), p[i], 1e-11) :
			    near(gamma_upper(a, x), 1 - p[i], 1e-11),
			    "a %g p %g: x %.17g", a, p[i], x);
			CHECK(near(gamma_shape(x, p[i]), a, 1e-11),
			    "x %g p %g: %.17g want %.17g", x, p[i],
			    gamma_shape(x, p[i]), a);
		}
	CHECK(isnan(gamma_quantile(1, 1)) && isnan(gamma_shape(0, 0.5)) &&
	    isnan(gamma_quantile(2e9, 0.5)), "nan");
	/* Shape 1: -ln(1 - p). */
	CHECK(near(gamma_quantile(1, 0.975), -log(0.025), 1e-14), "exponential");
	/* Chi-square tables: 3.247 and 20.483 of 10 degrees at 0.025, 0.975. */
	CHECK(fabs(2 * gamma_quantile(5, 0.025) - 3.247) < 5e-4 &&
	    fabs(2 * gamma_quantile(5, 0.975) - 20.483) < 5e-4, "table");
}

/* P(X < r) of n tosses of a coin. */
static double
coins_below(int r, int n)
{
	long double term = powl(0.5L, n), sum = 0;

	for (int i = 0; i < r; i++) {
		sum += term;
		term *= (long double)(n - i) / (i + 1);
	}
	return (double)sum;
}

static void
beta_is_binomial(void)
{
	for (int n = 2; n < 900; n += n < 30 ? 1 : 31)
		for (int r = 1; r < n; r += 1 + n / 17) {
			double want = coins_below(r, n);
			double got = beta_lower(n - r + 1, r, 0.5, 0.5);

			CHECK(near(got, want, 1e-12), "n %d r %d: %.17g want "
			    "%.17g", n, r, got, want);
		}
	CHECK(beta_lower(2, 3, 0, 1) == 0 && beta_lower(2, 3, 1, 0) == 1,
	    "ends");
	/* I_x(a, 1) = x^a, I_x(1, b) = 1 - q^b. */
	CHECK(near(beta_lower(7, 1, 0.3, 0.7), pow(0.3, 7), 1e-13), "x^a");
	CHECK(near(beta_lower(1, 7, 0.3, 0.7), 1 - pow(0.7, 7), 1e-13),
	    "1 - q^b");
	CHECK(isnan(beta_lower(0, 1, 0.5, 0.5)), "nan");
}

static void
student(void)
{
	/* Closed forms for 1, 2 and 4 degrees (Shaw 2006). */
	double p = 0.975, a = 4 * p * (1 - p), q;

	CHECK(near(t_quantile(1, p), tan(M_PI * (p - 0.5)), 1e-13), "%.17g",
	    t_quantile(1, p));
	CHECK(near(t_quantile(2, p), 2 * (p - 0.5) * sqrt(2 / a), 1e-13),
	    "%.17g", t_quantile(2, p));
	q = cos(acos(sqrt(a)) / 3) / sqrt(a);
	CHECK(near(t_quantile(4, p), 2 * sqrt(q - 1), 1e-13), "%.17g",
	    t_quantile(4, p));
	/* Tables: 2.228, 2.042, 1.980 for 10, 30, 120 degrees. */
	CHECK(fabs(t_quantile(10, p) - 2.228) < 5e-4 &&
	    fabs(t_quantile(30, p) - 2.042) < 5e-4 &&
	    fabs(t_quantile(120, p) - 1.980) < 5e-4, "tables");
	/* Towards z, by Cornish and Fisher: z + (z^3 + z) / 4 df. */
	CHECK(near(t_quantile(1e8, p), 1.959963984540054 + 9.4891 / 4e8,
	    1e-12), "%.17g", t_quantile(1e8, p));
	CHECK(near(t_quantile(5, 0.025), -t_quantile(5, p), 1e-15), "sides");
	CHECK(t_quantile(5, 0.5) == 0 && isnan(t_quantile(0.5, 0.9)), "ends");
}

static void
counts(void)
{
	double low, high;

	/* Garwood's table (1936), as reprinted everywhere. */
	poisson_interval(0, &level_95, &low, &high);
	CHECK(low == 0 && fabs(high - 3.6889) < 5e-5, "0: %g %g", low, high);
	poisson_interval(1, &level_95, &low, &high);
	CHECK(fabs(low - 0.0253) < 5e-5 && fabs(high - 5.5716) < 5e-5,
	    "1: %g %g", low, high);
	poisson_interval(8, &level_95, &low, &high);
	CHECK(fabs(low - 3.4538) < 5e-5 && fabs(high - 15.7632) < 5e-5,
	    "8: %g %g", low, high);
	/* From 10 Byar: 10 (1 - 1/90 - z/(3 sqrt 10))^3 = 10 (0.988889 -
	 * 0.206598)^3 = 4.7874; 11 (1 - 1/99 + z/(3 sqrt 11))^3 = 11 (0.989899 +
	 * 0.196984)^3 = 18.3915. */
	poisson_interval(10, &level_95, &low, &high);
	CHECK(fabs(low - 4.7874) < 1e-4 && fabs(high - 18.3915) < 1e-4,
	    "10: %.10g %.10g", low, high);
}

static void
funnels(void)
{
	double low, high, end, none;

	/* A rate whose count is k lies on the limit where the end of k's exact
	 * interval is expected, as PHEindicatormethods draws it. */
	for (int k = 1; k < 200; k += 7) {
		end = gamma_quantile(k + 1, 0.999);
		poisson_limits(end, &level_998, &low, &none);
		CHECK(near(low, k, 1e-10), "low %d: %.17g", k, low);
		end = gamma_quantile(k, 0.001);
		poisson_limits(end, &level_998, &none, &high);
		CHECK(near(high, k, 1e-10), "high %d: %.17g", k, high);
	}
	/* Where 3 are expected, none at all is no surprise: e^-3 = 0.0498. */
	poisson_limits(3, &level_95, &low, &high);
	CHECK(low == 0 && high > 3, "%g %g", low, high);
	poisson_limits(0, &level_95, &low, &high);
	CHECK(low == 0 && high == 0, "nothing expected");
	/* Both ways of working it out meet where one takes over. */
	poisson_limits(1e8, &level_95, &low, &high);
	poisson_limits(1e8 * (1 + 1e-15), &level_95, &end, &none);
	CHECK(near(low, end, 1e-12) && near(high, none, 1e-12), "at 1e8");
	proportion_limits(0.5, 4, &level_95, &low, &high);
	CHECK(near(high, 0.5 + 1.959963984540054 / 4, 1e-15), "%g", high);
	proportion_limits(0.5, 1, &level_95, &low, &high);
	CHECK(low == 0 && high == 1, "cut: %g %g", low, high);
}

static void
medians(void)
{
	/* Ranks of the exact 95 % interval, by trying each; 10, 20 and 25 are
	 * in Conover's table (1999): 2, 6 and 8. */
	CHECK(median_rank(10) == 2 && median_rank(20) == 6 &&
	    median_rank(25) == 8, "table");
	for (int n = 1; n < 700; n++) {
		int r = 0;

		while (2 * (r + 1) <= n && coins_below(r + 1, n) <= 0.025)
			r++;
		CHECK(median_rank((uint64_t)n) == (uint64_t)r,
		    "n %d: %llu want %d", n,
		    (unsigned long long)median_rank((uint64_t)n), r);
	}
	/* The example of phe_mean: 30 40 50 60, sd sqrt(500 / 3) = 12.909944, t
	 * of 3 degrees 3.182446: 3.182446 * 12.909944 / 2 = 20.5426. */
	CHECK(near(mean_half(sqrt(500.0 / 3), 4), 20.5426, 2e-6), "%.10g",
	    mean_half(sqrt(500.0 / 3), 4));
}

int
main(void)
{
	RUN(gamma_is_poisson, "the gamma function is the sum of Poisson terms");
	RUN(gamma_back, "gamma quantiles and shapes lead back");
	RUN(beta_is_binomial, "the beta function is the sum of binomial terms");
	RUN(student, "Student's t as in closed forms and tables");
	RUN(counts, "intervals of counts: exact below 10, Byar's from it");
	RUN(funnels, "funnel limits are where intervals end");
	RUN(medians, "ranks of a median's interval, by trying each");
	return UNIT_END;
}
