/* SPDX-License-Identifier: MIT */
/* See population.h.  Pure: neither prints nor exits. */
#include <math.h>
#include <stdbool.h>

#include "population.h"

/* Each halves what is not known yet: 50 of them leave 15 digits. */
enum { HALVINGS = 50 };
#define ALPHA_LEAST 1e-4

const char *
population_model_name(enum population_model m)
{
	static const char *const names[] = {
		"", "no-unique", "whole", "pitman", "zayatz"
	};

	return names[m];
}

/*
 * Zayatz: of a class of size j in the population one member is drawn with P_j
 * (hypergeometric).  That there are so many classes of each size as the sample has,
 * Bayes says how probably a sample unique is from a class of size 1.
 */
double
population_zayatz(const struct sizes *s, uint64_t population)
{
	double size = (double)population, n = (double)s->members;
	double none = 1, one, sum = 0;

	for (size_t j = 1; j <= s->largest; j++) {
		double others = (double)(j - 1);

		/* P_j = j n/N * the others, j - 1, are not drawn. */
		if (j > 1)
			none *= (size - n - others + 1) / (size - others);
		if (none <= 0)
			break;
		one = (double)j * n / size * none;
		sum += (double)s->at[j] / (double)j * one;
	}
	return (double)s->at[1] * ((double)s->at[1] * n / size / sum) / n;
}

/* Of x > 0: up to 10 by steps, then the asymptotic series. */
static double
digamma(double x)
{
	double sum = 0, r;

	for (; x < 10; x++)
		sum -= 1 / x;
	r = 1 / (x * x);
	return sum + log(x) - 0.5 / x - r * (1.0 / 12 - r * (1.0 / 120 -
	    r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132 -
	    r * (691.0 / 32760))))));
}

/*
 * Pitman's model of how n members fall into u classes.
 * log L = sum of log(theta + i alpha), i = 1..u-1, less that of log(theta + i),
 * i = 1..n-1, and with that of log(i - alpha), i = 1..j-1, for each class of size j.
 */
struct pitman {
	const struct sizes *s;
	double n, u;
	double theta, alpha;
};

/* Sum of 1/(theta + i alpha), i = 1..u-1. */
static double
sum_of_classes(const struct pitman *p)
{
	double ratio = p->theta / p->alpha;

	return (digamma(ratio + p->u) - digamma(ratio + 1)) / p->alpha;
}

/* Slope of log L along theta. */
static double
slope_theta(const struct pitman *p)
{
	return sum_of_classes(p) - digamma(p->theta + p->n) +
	    digamma(p->theta + 1);
}

/* And along alpha. */
static double
slope_alpha(const struct pitman *p)
{
	double slope = (p->u - 1 - p->theta * sum_of_classes(p)) / p->alpha;
	double first = digamma(1 - p->alpha);

	for (size_t j = 2; j <= p->s->largest; j++)
		if (p->s->at[j] > 0)
			slope -= (double)p->s->at[j] / (double)j *
			    (digamma((double)j - p->alpha) - first);
	return slope;
}

/*
 * The theta that is likeliest with alpha.  Log L rises at -alpha, where theta begins,
 * and falls in the end, as long as some class has two members.
 */
static void
fit_theta(struct pitman *p)
{
	double low = -30, high = 40, middle;

	for (int i = 0; i < HALVINGS; i++) {
		middle = (low + high) / 2;
		p->theta = exp(middle) - p->alpha;
		if (slope_theta(p) > 0)
			low = middle;
		else
			high = middle;
	}
}

/* Both; false where no alpha above 0 is likelier than 0 itself. */
static bool
fit(struct pitman *p)
{
	double low = ALPHA_LEAST, high = 1, middle;

	p->alpha = low;
	fit_theta(p);
	if (slope_alpha(p) <= 0)
		return false;
	for (int i = 0; i < HALVINGS; i++) {
		middle = (low + high) / 2;
		p->alpha = middle;
		fit_theta(p);
		if (slope_alpha(p) > 0)
			low = middle;
		else
			high = middle;
	}
	return true;
}

double
population_pitman(const struct sizes *s, uint64_t population)
{
	struct pitman p = { .s = s, .n = (double)s->members };
	double share;

	for (size_t j = 1; j <= s->largest; j++)
		p.u += (double)s->at[j] / (double)j;
	if (p.u < 2 || s->at[1] == s->members || !fit(&p))
		return NAN;
	share = exp(lgamma(p.theta + 1) - lgamma(p.theta + p.alpha) +
	    (p.alpha - 1) * log((double)population));
	return share <= 1 ? share : NAN;
}

double
population_uniques(const struct sizes *s, uint64_t population,
    enum population_model *model)
{
	double share = NAN;

	*model = MODEL_NONE;
	if (!s->apart)
		return NAN;
	*model = MODEL_NO_UNIQUE;
	if (s->at[1] == 0)
		return 0;
	*model = MODEL_WHOLE;
	if (population == s->members)
		return (double)s->at[1] / (double)s->members;
	*model = MODEL_PITMAN;
	if (10 * (double)s->members <= (double)population)
		share = population_pitman(s, population);
	if (!isnan(share))
		return share;
	*model = MODEL_ZAYATZ;
	return population_zayatz(s, population);
}
