/* SPDX-License-Identifier: MIT */
/*
 * num.h: strict numbers, exact ratios rounded half up, Wilson intervals
 * against worked examples in print: Newcombe, R.G. (1998), Two-sided
 * confidence intervals for the single proportion, Statistics in Medicine
 * 17, 857-872, table I, method 3.
 */
#include <math.h>

#include "num.h"
#include "unit.h"

static const double z95 = 1.959963984540054;

static void
unsigned_integers(void)
{
	static const struct {
		const char *s;
		bool ok;
		uint64_t v;
	} t[] = {
		{ "0", true, 0 }, { "007", true, 7 }, { "42", true, 42 },
		{ "18446744073709551615", true, UINT64_MAX },
		{ "18446744073709551616", false, 0 },
		{ "99999999999999999999", false, 0 },
		{ "184467440737095516150", false, 0 },
		{ "", false, 0 }, { "-1", false, 0 }, { "+1", false, 0 },
		{ " 1", false, 0 }, { "1 ", false, 0 }, { "1.0", false, 0 },
		{ "0x1", false, 0 }, { "1e3", false, 0 }, { "1,000", false, 0 },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		uint64_t v = 99;
		bool ok = num_uint(t[i].s, strlen(t[i].s), &v);

		CHECK(ok == t[i].ok && (!ok || v == t[i].v), "'%s'", t[i].s);
	}
}

static void
signed_integers(void)
{
	static const struct {
		const char *s;
		bool ok;
		int64_t v;
	} t[] = {
		{ "0", true, 0 }, { "-7", true, -7 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 },
		{ "-9223372036854775809", false, 0 },
		{ "-", false, 0 }, { "--1", false, 0 }, { "+1", false, 0 },
		{ "", false, 0 }, { "- 1", false, 0 }, { "1-", false, 0 },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		int64_t v = 99;
		bool ok = num_int(t[i].s, strlen(t[i].s), &v);

		CHECK(ok == t[i].ok && (!ok || v == t[i].v), "'%s'", t[i].s);
	}
}

static void
decimals(void)
{
	static const struct {
		const char *s;
		bool ok;
		int64_t v;
		int scale;
	} t[] = {
		{ "-12.50", true, -1250, 2 }, { "14.4", true, 144, 1 },
		{ "12", true, 12, 0 }, { "0.000000001", true, 1, 9 },
		{ "-0.5", true, -5, 1 }, { "0.0000000001", false, 0, 0 },
		{ "", false, 0, 0 }, { "-", false, 0, 0 }, { ".", false, 0, 0 },
		{ "1.2.3", false, 0, 0 }, { "1e5", false, 0, 0 },
		{ " 1", false, 0, 0 }, { "1 ", false, 0, 0 },
		{ "+1", false, 0, 0 }, { "1,5", false, 0, 0 },
		{ "92233720368547758070", false, 0, 0 },
		{ "9223372036854775807.5", false, 0, 0 },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		int64_t v = 99;
		int scale = 99;
		bool ok = num_decimal(t[i].s, strlen(t[i].s), &v, &scale);

		CHECK(ok == t[i].ok &&
		    (!ok || (v == t[i].v && scale == t[i].scale)),
		    "'%s'", t[i].s);
	}
}

static void
doubles(void)
{
	static const struct {
		const char *s;
		size_t n;
		bool ok;
		double v;
	} t[] = {
		{ "14.4", 4, true, 14.4 }, { "-0.5", 4, true, -0.5 },
		{ "1e3", 3, true, 1000 }, { "14.45", 4, true, 14.4 },
		{ "0.1", 3, true, 0.1 }, { "17.391304347826086", 18, true,
		    17.391304347826086 },
		{ "", 0, false, 0 }, { " 1", 2, false, 0 },
		{ "1 ", 2, false, 0 }, { "1x", 2, false, 0 },
		{ "one", 3, false, 0 },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		double v = -99;
		bool ok = num_double(t[i].s, t[i].n, &v);

		CHECK(ok == t[i].ok && (!ok || v == t[i].v),
		    "'%s' %.17g", t[i].s, v);
	}
}

static void
ratios(void)
{
	static const struct {
		int64_t num, den, per;
		int places;
		const char *want;
	} t[] = {
		{ 7, 112, 100, 1, "6.3" },	/* 6.25 */
		{ 2, 3, 100, 1, "66.7" },	/* 66.666... */
		{ 1, 3, 100, 1, "33.3" },
		{ 94, 120, 100, 1, "78.3" },	/* 78.333... */
		{ 52, 60, 100, 1, "86.7" },	/* 86.666... */
		{ 1, 8, 1, 2, "0.13" },		/* 0.125 */
		{ -1, 8, 1, 2, "-0.13" },	/* away from zero */
		{ 1, 200, 1, 2, "0.01" },	/* 0.005 */
		{ 5, 1000, 100, 0, "1" },	/* 0.5 */
		{ 49, 10000, 100, 0, "0" },	/* 0.49 */
		{ 0, 5, 100, 1, "0.0" },
		{ 112, 112, 100, 1, "100.0" },
		{ 999, 1000, 100, 0, "100" },	/* 99.9 */
		{ 9995, 10000, 100, 1, "100.0" },	/* 99.95 */
		{ 9994, 10000, 100, 1, "99.9" },	/* 99.94 */
		{ 1, 20, 100, 3, "5.000" },
		{ 213, 12345, 10000, 1, "172.5" },	/* 172.539 */
		{ 3, 2, 1, 0, "2" },		/* 1.5 */
		{ 5, 2, 1, 0, "3" },		/* 2.5, not 2 */
		{ -5, 2, 1, 0, "-3" },
		{ INT64_MAX, 1, 1, 0, "9223372036854775807" },
		{ INT64_MAX, INT64_MAX, 100, 1, "100.0" },
	};
	char out[64];

	for (size_t i = 0; i < LEN(t); i++) {
		bool ok = ratio_format(t[i].num, t[i].den, t[i].per,
		    t[i].places, out, sizeof(out));

		CHECK(ok && strcmp(out, t[i].want) == 0, "%s: %s", t[i].want,
		    ok ? out : "(refused)");
	}
	CHECK(!ratio_format(1, 0, 100, 1, out, sizeof(out)), "n/0");
	CHECK(!ratio_format(0, 0, 100, 1, out, sizeof(out)), "0/0");
	CHECK(!ratio_format(INT64_MAX, 1, INT64_MAX, 9, out, sizeof(out)),
	    "more than 128 bits");
}

/* Every n/d with d up to 60, against long division by hand. */
static void
ratios_by_long_division(void)
{
	char out[64], want[64];

	for (int d = 1; d <= 60; d++)
		for (int n = 0; n <= 2 * d; n++) {
			int tenths = 1000 * n / d, rest = 1000 * n % d;

			if (2 * rest >= d)
				tenths++;
			snprintf(want, sizeof(want), "%d.%d", tenths / 10,
			    tenths % 10);
			CHECK(ratio_format(n, d, 100, 1, out, sizeof(out)) &&
			    strcmp(out, want) == 0, "%d/%d: %s", n, d, out);
		}
}

static void
wilson_published(void)
{
	static const struct {
		uint64_t x, n;
		double low, high;
	} t[] = {
		{ 81, 263, 0.2553, 0.3662 }, { 15, 148, 0.0624, 0.1605 },
		{ 0, 20, 0.0, 0.1611 }, { 1, 29, 0.0061, 0.1718 },
		{ 20, 20, 0.8389, 1.0 },	/* the mirror of 0/20 */
	};
	double low, high;

	for (size_t i = 0; i < LEN(t); i++) {
		CHECK(wilson(t[i].x, t[i].n, z95, &low, &high),
		    "row %zu refused", i);
		CHECK(fabs(low - t[i].low) < 0.00005 &&
		    fabs(high - t[i].high) < 0.00005,
		    "row %zu: %.6f to %.6f", i, low, high);
	}
}

static void
wilson_edges(void)
{
	double low, high;

	CHECK(!wilson(0, 0, z95, &low, &high), "0 of 0");
	CHECK(!wilson(3, 2, z95, &low, &high), "3 of 2");
	for (uint64_t n = 1; n < 300; n += 7)
		for (uint64_t x = 0; x <= n; x++) {
			double p = (double)x / (double)n;
			double l2, h2;

			wilson(x, n, z95, &low, &high);
			CHECK(low >= 0 && high <= 1, "outside 0 to 1");
			CHECK(low <= p && p <= high, "misses %g", p);
			wilson(n - x, n, z95, &l2, &h2);
			CHECK(fabs(low - (1 - h2)) < 1e-12, "no mirror");
		}
	CHECK(wilson(UINT64_MAX / 2, UINT64_MAX, z95, &low, &high) &&
	    low <= 0.5 && high >= 0.4999 && high - low < 1e-6, "a huge n");
}

int
main(void)
{
	RUN(unsigned_integers, "num_uint: digits, whole field, no overflow");
	RUN(signed_integers, "num_int: to both ends of 64 bits");
	RUN(decimals, "num_decimal: digits and places, at most nine");
	RUN(doubles, "num_double: the whole field or nothing");
	RUN(ratios, "a ratio is rounded half up: 7/112 is 6.3");
	RUN(ratios_by_long_division, "ratios agree with long division");
	RUN(wilson_published, "Wilson intervals as Newcombe printed them");
	RUN(wilson_edges, "Wilson intervals hold the value and stay in 0..1");
	return UNIT_END;
}
