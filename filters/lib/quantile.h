/* SPDX-License-Identifier: MIT */
/*
 * Distribution functions and their inverses, for intervals and limits: the
 * incomplete gamma function (Poisson, chi-square) and the incomplete beta
 * function (binomial, Student's t).  Relative errors are below 1e-12 for
 * shapes up to 1e9.  Arguments outside what is said give NAN.
 */
#ifndef LSCB_QUANTILE_H
#define LSCB_QUANTILE_H

/*
 * P(a, x), the part of a gamma distribution of shape a that lies below x:
 * also the chance of a or more events where x are expected.  a > 0, x >= 0.
 */
double gamma_lower(double a, double x);
/* Q(a, x) = 1 - P(a, x), without the loss of digits. */
double gamma_upper(double a, double x);
/*
 * x such that P(a, x) = p; half the chi-square quantile of 2 a degrees.
 * 0 < a <= 1e9, 0 < p < 1.
 */
double gamma_quantile(double a, double p);
/* a such that P(a, x) = p: so many events are the end of what x expected ones
 * explain.  0 < x <= 1e9, 0 < p < 1. */
double gamma_shape(double x, double p);

/*
 * I_x(a, b), the part of a beta distribution below x.  q is 1 - x, given apart
 * because it may be known better.  a, b > 0.
 */
double beta_lower(double a, double b, double x, double q);
/* t such that Student's t with df degrees lies below t with chance p.
 * df >= 1, 0 < p < 1. */
double t_quantile(double df, double p);

#endif
