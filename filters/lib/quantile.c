/* SPDX-License-Identifier: MIT */
/*
 * See quantile.h.  What stands before each series is the chance of one value,
 * worked out as Loader has it, because powers and factorials of large numbers
 * would leave no digits; series and continued fraction are those of Abramowitz
 * and Stegun (1964), 6.5.29 and 6.5.31, and of Didonato and Morris (1992), whose
 * fraction loses nothing where the two shapes are far apart; fractions are
 * evaluated as Lentz (1976) does.  Inverses are found between two ends, by false position
 * with Dowell and Jarratt's (1971) Illinois step.
 *
 * Loader C (2000), Fast and accurate computation of binomial probabilities.
 * Wilson EB, Hilferty MM (1931), The distribution of chi-square: where to begin.
 */
#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "quantile.h"

#define LN_SQRT_2PI 0.91893853320467274178
#define TWO_PI 6.28318530717958647693
/* Beyond this the series are long: callers have Wilson and Hilferty. */
#define SHAPE_MAX 1e9

enum { MAX_STEPS = 2000000, MAX_HALVINGS = 300 };

/* ln a! less Stirling's formula for it. */
static double
stirling_error(double a)
{
	double r = 1 / (a * a);

	if (a <= 15)
		return lgamma(a + 1) - (a + 0.5) * log(a) + a - LN_SQRT_2PI;
	return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 -
	    (1.0 / 1188 - 691.0 / 360360 * r) * r) * r) * r) * r) / a;
}

/*
 * a ln(a / m) + m - a, Loader's deviance, without the loss of digits.  d is
 * a - m: the caller may know it better than the difference of the two.
 */
static double
deviance(double a, double m, double d)
{
	double v, s, term, sum;

	if (fabs(d) >= 0.1 * (a + m))
		return a * log(a / m) - d;
	v = d / (a + m);
	s = d * v;
	term = 2 * a * v;
	for (int i = 3; ; i += 2) {
		term *= v * v;
		sum = s + term / i;
		if (sum == s)
			return s;
		s = sum;
	}
}

/* x^a e^-x / Gamma(a + 1): the chance of a events where x are expected. */
static double
poisson_point(double a, double x)
{
	if (a < 1)
		return exp(a * log(x) - x - lgamma(a + 1));
	return exp(-stirling_error(a) - deviance(a, x, a - x)) / sqrt(TWO_PI * a);
}

/*
 * x^a q^b Gamma(a + b + 1) / Gamma(a + 1) / Gamma(b + 1); d is a - (a + b) x,
 * how far a is above what is expected of it.
 */
static double
binomial_point(double a, double b, double x, double q, double d)
{
	double n = a + b;

	return exp(stirling_error(n) - stirling_error(a) - stirling_error(b) -
	    deviance(a, n * x, d) - deviance(b, n * q, -d)) *
	    sqrt(n / (TWO_PI * a * b));
}

/* P(a, x) for x below a + 1. */
static double
gamma_series(double a, double x)
{
	double term = 1, sum = 1;

	for (int k = 1; k < MAX_STEPS && term > sum * DBL_EPSILON / 4; k++) {
		term *= x / (a + k);
		sum += term;
	}
	return poisson_point(a, x) * sum;
}

/* One step of Lentz: the fraction goes on with num / (den + ...). */
struct lentz {
	double c, d, f;
};

static bool
lentz_step(struct lentz *l, double num, double den)
{
	double step;

	l->d = den + num * l->d;
	if (l->d == 0)
		l->d = DBL_MIN;
	l->c = den + num / l->c;
	if (l->c == 0)
		l->c = DBL_MIN;
	l->d = 1 / l->d;
	step = l->c * l->d;
	l->f *= step;
	return fabs(step - 1) > DBL_EPSILON;
}

/* Q(a, x) for x from a + 1. */
static double
gamma_fraction(double a, double x)
{
	double den = x + 1 - a;
	struct lentz l = { den, 0, den };
	int k;

	for (k = 1; k < MAX_STEPS; k++) {
		den += 2;
		if (!lentz_step(&l, k * (a - k), den))
			break;
	}
	return a * poisson_point(a, x) / l.f;
}

double
gamma_lower(double a, double x)
{
	if (!(a > 0) || !(x >= 0))
		return NAN;
	if (x == 0)
		return 0;
	return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double
gamma_upper(double a, double x)
{
	if (!(a > 0) || !(x >= 0))
		return NAN;
	if (x == 0)
		return 1;
	return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

/* I_x(a, b) for d >= 0: all that is added is positive. */
static double
beta_fraction(double a, double b, double x, double q, double d)
{
	double den = a * (d + 1) / (a + 1);
	struct lentz l = { den, 0, den };
	int k;

	for (k = 1; k < MAX_STEPS; k++) {
		double e = a + 2 * k - 1, step = k * (b - k) * x / e;

		den = k + step + (a + k) * (d + 1 + k * (1 + q)) / (e + 2);
		if (!lentz_step(&l, (a + k - 1) * (a + b + k - 1) * x / e *
		    step, den))
			break;
	}
	return binomial_point(a, b, x, q, d) * a * b / (a + b) / l.f;
}

double
beta_lower(double a, double b, double x, double q)
{
	double d;

	if (!(a > 0) || !(b > 0) || !(x >= 0) || !(q >= 0))
		return NAN;
	if (x == 0 || q == 0)
		return x == 0 ? 0 : 1;
	d = q < x ? (a + b) * q - b : a - (a + b) * x;
	return d >= 0 ? beta_fraction(a, b, x, q, d) :
	    1 - beta_fraction(b, a, q, x, -d);
}

/* What is to be solved: f(x, with) = 0. */
struct equation {
	double (*f)(double x, const struct equation *e);
	double with, p;
};

/* Its root between two ends where it has different signs. */
static double
solve(const struct equation *e, double lo, double hi)
{
	double flo = e->f(lo, e), fhi = e->f(hi, e), x = lo, fx;
	int side = 0;

	for (int i = 0; i < MAX_HALVINGS && flo != 0 && fhi != 0; i++) {
		/* Every fourth step halves, so that no end can stay. */
		x = i % 4 == 3 ? (lo + hi) / 2 :
		    (lo * fhi - hi * flo) / (fhi - flo);
		if (!(x > lo && x < hi))
			x = (lo + hi) / 2;
		if (x == lo || x == hi || hi - lo <= DBL_EPSILON * fabs(x))
			return x;
		fx = e->f(x, e);
		if ((fx < 0) == (flo < 0)) {
			lo = x;
			flo = fx;
			fhi = side < 0 ? fhi / 2 : fhi;
			side = -1;
		} else {
			hi = x;
			fhi = fx;
			flo = side > 0 ? flo / 2 : flo;
			side = 1;
		}
	}
	return flo == 0 ? lo : fhi == 0 ? hi : x;
}

/* By the smaller tail, which keeps its digits. */
static double
gamma_at(double a, double x, double p)
{
	return p <= 0.5 ? gamma_lower(a, x) / p - 1 :
	    1 - gamma_upper(a, x) / (1 - p);
}

static double
by_x(double x, const struct equation *e)
{
	return gamma_at(e->with, x, e->p);
}

static double
by_shape(double a, const struct equation *e)
{
	return gamma_at(a, e->with, e->p);
}

/*
 * The normal quantile for starting points alone, to about three digits:
 * Abramowitz and Stegun 26.2.22.
 */
static double
rough_normal(double p)
{
	double t = sqrt(-2 * log(p < 0.5 ? p : 1 - p));
	double z = t - (2.30753 + 0.27061 * t) /
	    (1 + 0.99229 * t + 0.04481 * t * t);

	return p < 0.5 ? -z : z;
}

double
gamma_quantile(double a, double p)
{
	struct equation e = { by_x, a, p };
	double c, x, step;

	if (!(a > 0) || !(a <= SHAPE_MAX) || !(p > 0) || !(p < 1))
		return NAN;
	c = 1 - 1 / (9 * a) + rough_normal(p) / (3 * sqrt(a));
	x = c > 0.1 ? a * c * c * c : 0;
	step = 0.05 * sqrt(a) + 0.05;
	for (; by_x(x + step, &e) < 0; step *= 2)
		;
	c = x + step;
	for (step = 0.05 * sqrt(a) + 0.05; x > 0 && by_x(x, &e) > 0; step *= 2)
		x = x > step ? x - step : 0;
	return solve(&e, x, c);
}

double
gamma_shape(double x, double p)
{
	struct equation e = { by_shape, x, p };
	double near, lo, hi, step;

	if (!(x > 0) || !(x <= SHAPE_MAX) || !(p > 0) || !(p < 1))
		return NAN;
	near = x - rough_normal(p) * sqrt(x);
	step = 0.05 * sqrt(x) + 0.05;
	lo = near > step ? near - step : step / 4;
	while (by_shape(lo, &e) < 0)
		lo = lo > 2 * step ? lo - step : lo / 2;
	hi = (near > lo ? near : lo) + step;
	for (; by_shape(hi, &e) > 0; step *= 2)
		hi += step;
	return solve(&e, lo, hi);
}

static double
by_t(double t, const struct equation *e)
{
	double df = e->with, s = df + t * t;

	return 1 - 0.5 * beta_lower(df / 2, 0.5, df / s, t * t / s) / e->p;
}

double
t_quantile(double df, double p)
{
	struct equation e = { by_t, df, p < 0.5 ? p : 1 - p };
	double hi = 2, t;

	if (!(df >= 1) || !(p > 0) || !(p < 1))
		return NAN;
	if (p == 0.5)
		return 0;
	while (by_t(hi, &e) < 0)
		hi *= 2;
	t = solve(&e, hi > 2 ? hi / 2 : 0, hi);
	return p < 0.5 ? -t : t;
}
