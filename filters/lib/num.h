/* SPDX-License-Identifier: MIT */
/*
 * Numbers, checked and exact.  Counts are integers; a ratio stays a
 * numerator and a denominator until it is printed, then is rounded half up:
 * 7/112 is 6.3 %, not printf's 6.2.
 */
#ifndef LSCB_NUM_H
#define LSCB_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal digits only (a leading '-' for num_int), whole field, no overflow. */
bool num_uint(const char *p, size_t n, uint64_t *out);
bool num_int(const char *p, size_t n, int64_t *out);
/* A decimal such as -12.50 or 14.4: *out = digits, *scale = places (0-9). */
bool num_decimal(const char *p, size_t n, int64_t *out, int *scale);
/* a / 10^a_scale against b / 10^b_scale: negative, 0, positive. */
int num_compare(int64_t a, int a_scale, int64_t b, int b_scale);
/* The double nearest to that text; false unless the whole field fits. */
bool num_double(const char *p, size_t n, double *out);

/*
 * numerator * per / denominator with places decimals, half away from zero,
 * as text ("6.3", "100.0").  False when denominator is 0 or it would
 * overflow 128 bits.
 */
bool ratio_format(int64_t numerator, int64_t denominator, int64_t per,
    int places, char *out, size_t size);

/*
 * Wilson score interval for x of n (Wilson 1927), as proportions, at
 * z standard deviations (1.959963984540054 for 95 %).  False if n == 0 or
 * x > n: not a proportion.
 */
bool wilson(uint64_t x, uint64_t n, double z, double *low, double *high);

#endif
