/* SPDX-License-Identifier: MIT */
/* See num.h. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

bool
num_uint(const char *p, size_t n, uint64_t *out)
{
	uint64_t v = 0, digit;
	size_t i;

	if (n == 0)
		return false;
	for (i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		digit = (uint64_t)(p[i] - '0');
		if (v > (UINT64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = v;
	return true;
}

bool
num_int(const char *p, size_t n, int64_t *out)
{
	bool negative = n > 0 && p[0] == '-';
	uint64_t v;

	if (!num_uint(p + negative, n - negative, &v) ||
	    v > (uint64_t)INT64_MAX + negative)
		return false;
	*out = negative ? (int64_t)(0 - v) : (int64_t)v;
	return true;
}

bool
num_decimal(const char *p, size_t n, int64_t *out, int *scale)
{
	char digits[24];
	size_t i, d = 0;
	bool point = false;
	int64_t v = 0;

	*scale = 0;
	/* Most numbers are a few digits. */
	for (i = 0; i < n && i < 18 && p[i] >= '0' && p[i] <= '9'; i++)
		v = v * 10 + (p[i] - '0');
	if (i == n && n > 0) {
		*out = v;
		return true;
	}
	for (i = 0; i < n; i++) {
		if (p[i] == '.' && !point && d > 0 && digits[d - 1] != '-' &&
		    i + 1 < n) {
			point = true;
			continue;
		}
		if (d == sizeof(digits) || (point && ++*scale > 9))
			return false;
		digits[d++] = p[i];
	}
	return num_int(digits, d, out);
}

int
num_compare(int64_t a, int a_scale, int64_t b, int b_scale)
{
	__int128 x = a, y = b;	/* 63 bits, and 30 for nine places */
	int i;

	for (i = a_scale; i < b_scale; i++)
		x *= 10;
	for (i = b_scale; i < a_scale; i++)
		y *= 10;
	return (x > y) - (x < y);
}

bool
num_double(const char *p, size_t n, double *out)
{
	char text[64], *end;
	size_t i;

	if (n == 0 || n >= sizeof(text))
		return false;
	for (i = 0; i < n; i++)		/* no inf, nan, hex, blanks */
		if (strchr("0123456789+-.eE", p[i]) == NULL || p[i] == '\0')
			return false;
	memcpy(text, p, n);
	text[n] = '\0';
	*out = strtod(text, &end);
	return *end == '\0' && isfinite(*out);
}

bool
ratio_format(int64_t numerator, int64_t denominator, int64_t per,
    int places, char *out, size_t size)
{
	static const int64_t tens[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000
	};
	__int128 top, half, whole;
	bool negative;
	int64_t scale;

	if (denominator == 0 || places < 0 || places > 6)
		return false;
	scale = tens[places];
	if (__builtin_mul_overflow((__int128)numerator, (__int128)per,
	    &top) || __builtin_mul_overflow(top, (__int128)scale, &top))
		return false;
	half = denominator;
	if (half < 0) {
		half = -half;
		top = -top;
	}
	negative = top < 0;
	if (negative)
		top = -top;
	/* Half away from zero: floor((2 top + half) / (2 half)). */
	if (top > ((__int128)1 << 125))
		return false;
	whole = (2 * top + half) / (2 * half);
	if (whole > (__int128)INT64_MAX)
		return false;
	negative = negative && whole != 0;
	if (places == 0)
		snprintf(out, size, "%s%lld", negative ? "-" : "",
		    (long long)whole);
	else
		snprintf(out, size, "%s%lld.%0*lld", negative ? "-" : "",
		    (long long)(whole / scale), places,
		    (long long)(whole % scale));
	return true;
}

bool
wilson(uint64_t x, uint64_t n, double z, double *low, double *high)
{
	double p, nn, centre, half, scale;

	if (n == 0 || x > n)
		return false;
	nn = (double)n;
	p = (double)x / nn;
	scale = 1.0 / (1.0 + z * z / nn);
	centre = p + z * z / (2.0 * nn);
	half = z * sqrt(p * (1.0 - p) / nn + z * z / (4.0 * nn * nn));
	/* At 0 and n the interval ends there; rounding must not cross it. */
	*low = x == 0 ? 0.0 : (centre - half) * scale;
	*high = x == n ? 1.0 : (centre + half) * scale;
	return true;
}
