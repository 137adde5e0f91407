/* SPDX-License-Identifier: MIT */
/*
 * lscb-profile: what is counted and what is hidden.  The masking is attacked:
 * of all small tables those that look alike are put together, and in no such
 * heap may a small count be the same in each.
 */
#include "../../filters/lscb-profile/distinct.c"
#include "../../filters/lscb-profile/extremes.c"
#include "../../filters/lscb-profile/gather.c"
#include "../../filters/lscb-profile/items.c"
#include "../../filters/lscb-profile/mask.c"
#include "../../filters/lscb-profile/shape.c"
#define SEED 1
#include "chance.h"
#include "unit.h"

/* counts, the greatest first, become parts behind a first of none. */
static uint64_t
hide(struct part *parts, const int *counts, size_t n, size_t mask)
{
	size_t i;

	memset(parts, 0, (n + 1) * sizeof(*parts));
	for (i = 0; i < n; i++) {
		parts[i + 1].count = (uint64_t)counts[i];
		parts[i + 1].common = (size_t)counts[i] >= mask;
	}
	return mask_parts(parts, n + 1, mask);
}

static void
hides_by_hand(void)
{
	static const struct {
		int counts[4];
		const char *shown;
		uint64_t sum;
	} t[] = {
		{ { 40, 20, 10, 5 }, "ssss", 0 },
		{ { 40, 20, 10, 4 }, "sshh", 14 },	/* 4 + 10 <= 20 + 1 */
		{ { 40, 10, 10, 4 }, "shhh", 24 },	/* 14 > 10 + 1 */
		{ { 40, 20, 2, 2 }, "shhh", 24 },	/* 4: 2 and 2, or 1 and 3 */
		{ { 90, 0, 0, 1 }, "hssh", 91 },
		{ { 0, 0, 0, 0 }, "ssss", 0 }
	};
	struct part parts[5];
	size_t i, k;

	for (i = 0; i < LEN(t); i++) {
		uint64_t sum = hide(parts, t[i].counts, 4, 5);

		CHECK(sum == t[i].sum, "%zu: sum %llu", i,
		    (unsigned long long)sum);
		for (k = 0; k < 4; k++)
			CHECK(parts[k + 1].hidden == (t[i].shown[k] == 'h'),
			    "%zu: part %zu", i, k);
	}
}

enum { CODES = 3, TOP = 16, MASK = 5, LOOKS = 1 << 20 };

/* Of the tables that look alike: the least and most of each hidden code. */
static struct look {
	bool seen;
	int least[CODES], most[CODES];
} *looks;

static int
by_count(const void *a, const void *b)
{
	return *(const int *)b % 100 - *(const int *)a % 100;
}

/* What a reader sees of a table: a number in a heap of looks. */
static size_t
look_of(const int *counts, bool *hidden)
{
	struct part parts[CODES + 1];
	int sorted[CODES], number[CODES], sum = 0;
	size_t i, k, look = 0;
	bool all = true;

	for (i = 0; i < CODES; i++) {
		number[i] = (int)i * 100 + counts[i];
		sum += counts[i];
	}
	qsort(number, CODES, sizeof(int), by_count);
	for (i = 0; i < CODES; i++)
		sorted[i] = number[i] % 100;
	hide(parts, sorted, CODES, MASK);
	for (i = 0; i < CODES; i++) {
		k = (size_t)number[i] / 100;
		hidden[k] = parts[i + 1].hidden;
		all = all && (hidden[k] || counts[k] == 0);
	}
	for (i = 0; i < CODES; i++)
		look = look * (TOP + 2) + (all ? 0 : hidden[i] ? TOP + 1 :
		    (size_t)counts[i]);
	return look * (CODES * TOP + 1) + (size_t)sum;
}

static void
attack(void (*what)(const struct look *, const int *, const bool *))
{
	int c[CODES];
	bool hidden[CODES];

	for (c[0] = 0; c[0] <= TOP; c[0]++)
		for (c[1] = 0; c[1] <= TOP; c[1]++)
			for (c[2] = 0; c[2] <= TOP; c[2]++) {
				size_t look = look_of(c, hidden);

				if (c[0] + c[1] + c[2] >= MASK)
					what(&looks[look], c, hidden);
			}
}

static void
learn(const struct look *look, const int *c, const bool *hidden)
{
	struct look *l = &looks[look - looks];
	size_t i;

	for (i = 0; i < CODES; i++) {
		if (!l->seen || c[i] < l->least[i])
			l->least[i] = c[i];
		if (!l->seen || c[i] > l->most[i])
			l->most[i] = c[i];
	}
	(void)hidden;
	l->seen = true;
}

static void
exploit(const struct look *look, const int *c, const bool *hidden)
{
	size_t i;

	for (i = 0; i < CODES; i++)
		if (c[i] > 0 && c[i] < MASK) {
			CHECK(hidden[i], "%d %d %d: shown", c[0], c[1], c[2]);
			CHECK(look->least[i] < look->most[i],
			    "%d %d %d: %zu can be told", c[0], c[1], c[2], i);
		}
}

static void
withstands_subtraction(void)
{
	looks = calloc(LOOKS, sizeof(*looks));
	if (looks == NULL)
		abort();
	attack(learn);
	attack(exploit);
	free(looks);
}

static void
shapes(void)
{
	static const struct {
		const char *text, *shape;
	} t[] = {
		{ "31/01/2024", "99/99/9999" }, { "", "" },
		{ "CY1 0AB", "A9 9A" }, { "Si\xc3\xa2n Ll\xc5\xb7r", "Aa Aa" },
		{ "\xc5\xb4yn", "Aa" }, { "Sia\xcc\x82n", "Aa" },
		{ "O'Neill-Jones", "A'Aa-Aa" }, { "=1+1", "?9?9" },
		{ "a,\"b\"\t", "a,?a?" }, { "\xff\xfe", "?" },
		{ "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", "?" },
		{ "123456789012345678901234", "999999999999999999999999" },
		{ "1234567890123456789012345", "999999999999999999999999..." },
		{ "a b c d e f g h i j k l m", "a a a a a a a a a a a a ..." }
	};
	char out[SHAPE_SIZE];
	size_t i, n;

	for (i = 0; i < LEN(t); i++) {
		n = shape_of(t[i].text, strlen(t[i].text), out);
		CHECK(n == strlen(t[i].shape) &&
		    memcmp(out, t[i].shape, n) == 0, "%s: %.*s", t[i].text,
		    (int)n, out);
	}
}

static void
shapes_of_anything(void)
{
	char text[64], out[SHAPE_SIZE];
	size_t i, k, n, shape;

	for (i = 0; i < 20000; i++) {
		n = rnd(sizeof(text));
		for (k = 0; k < n; k++)
			text[k] = (char)rnd(256);
		shape = shape_of(text, n, out);
		CHECK(shape <= sizeof(out), "%zu", shape);
		for (k = 0; k < shape; k++)
			CHECK(strchr("9Aa? -/.,:;'()&_#", out[k]) != NULL,
			    "a byte of the value: %d", out[k]);
	}
}

static void
extremes(void)
{
	static const struct {
		int v[6];
		const char *low, *high;
	} t[] = {
		{ { 1, 2, 3, 4, 5, 6 }, "3", "4" },
		{ { 7, 7, 7, 9, 9, 9 }, "7", "9" },	/* three hold each */
		{ { 1234, 1234, 1235, 1999, 2000, 2001 }, "1300", "1900" },
		{ { -1234, -1235, -1236, 0, 0, 0 }, "-1200", "0" },
		{ { 1239, 1239, 1239, 1239, 1239, 1239 }, "1239", "1239" },
		{ { 5, -5, 5, -5, 5, -5 }, "-5", "5" }
	};
	char low[WIDE_SIZE], high[WIDE_SIZE];
	struct extremes e;
	size_t i, k;
	wide v;

	for (i = 0; i < LEN(t); i++) {
		extremes_new(&e, 3);
		CHECK(!extremes_low(&e, &v), "of nothing");
		for (k = 0; k < 6; k++)
			extremes_add(&e, (wide)t[i].v[k] * 1000000000);
		if (extremes_low(&e, &v))
			wide_format(v, low);
		if (extremes_high(&e, &v))
			wide_format(v, high);
		CHECK(strcmp(low, t[i].low) == 0, "%zu: %s", i, low);
		CHECK(strcmp(high, t[i].high) == 0, "%zu: %s", i, high);
		extremes_free(&e);
	}
}

/* The n-th of sorted numbers, and never one that fewer rows reach. */
static void
extremes_of_anything(void)
{
	int64_t v[40], reach;
	struct extremes e;
	size_t i, k, n, above;
	wide high;

	for (i = 0; i < 2000; i++) {
		extremes_new(&e, 5);
		n = 5 + rnd(35);
		for (k = 0; k < n; k++) {
			v[k] = (int64_t)rnd(5000) - 2500;
			extremes_add(&e, (wide)v[k] * 1000000000);
		}
		if (!extremes_high(&e, &high))
			abort();
		reach = (int64_t)(high / 1000000000);
		for (above = k = 0; k < n; k++)
			above += v[k] >= reach;
		CHECK(above >= 5, "%zu rows reach it", above);
		extremes_free(&e);
	}
}

static void
decimals(void)
{
	static const struct {
		int64_t v;
		const char *text;
	} t[] = {
		{ 0, "0" }, { 1, "0.000000001" }, { 1000000000, "1" },
		{ -1, "-0.000000001" }, { -12500000000, "-12.5" },
		{ 100000000000, "100" }, { 1010000000, "1.01" }
	};
	char out[WIDE_SIZE];
	size_t i;

	for (i = 0; i < LEN(t); i++) {
		wide_format(t[i].v, out);
		CHECK(strcmp(out, t[i].text) == 0, "%s: %s", t[i].text, out);
	}
}

static void
distinct_values(void)
{
	struct distinct a = { 0 }, b = { 0 };
	char text[32];
	uint64_t n;
	bool exact;
	int i;

	for (i = 0; i < 3 * 65536; i++) {
		snprintf(text, sizeof(text), "R%d", i % 65536);
		distinct_add(&a, hash_of(text, strlen(text)));
	}
	n = distinct_count(&a, &exact);
	CHECK(exact && n == 65536, "%llu", (unsigned long long)n);
	for (i = 0; i < 1000000; i++) {
		snprintf(text, sizeof(text), "R%d", i);
		distinct_add(&a, hash_of(text, strlen(text)));
		snprintf(text, sizeof(text), "R%d", 999999 - i);
		distinct_add(&b, hash_of(text, strlen(text)));
	}
	n = distinct_count(&a, &exact);
	CHECK(!exact && n > 970000 && n < 1030000, "%llu",
	    (unsigned long long)n);
	CHECK(n == distinct_count(&b, &exact), "the order changes it");
	distinct_free(&a);
	distinct_free(&b);
}

static void
people(void)
{
	struct items s = { .enough = 3 };
	int i;

	for (i = 0; i < 9; i++)
		items_add(&s, "a", 1, 7);		/* one child, often */
	items_add(&s, "b", 1, 0);
	items_add(&s, "b", 1, 0);
	CHECK(!item_is_common(&s, &s.v[0]), "nine rows of one child");
	items_add(&s, "b", 1, 0);
	CHECK(item_is_common(&s, &s.v[1]), "three rows of nobody known");
	items_add(&s, "a", 1, 8);
	CHECK(!item_is_common(&s, &s.v[0]), "two children");
	items_add(&s, "a", 1, 9);
	CHECK(item_is_common(&s, &s.v[0]), "three children");
	items_free(&s);
}

static void
bounded_items(void)
{
	struct items s = { .enough = 5 };
	char text[16];
	int i;

	for (i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "%d", i);
		items_add(&s, text, strlen(text), 0);
	}
	CHECK(s.n == ITEMS_MAX && s.other == 10000 - ITEMS_MAX, "%zu %llu",
	    s.n, (unsigned long long)s.other);
	items_free(&s);
}

int
main(void)
{
	RUN(hides_by_hand, "what is hidden, by hand");
	RUN(withstands_subtraction, "no small count can be told, of any table "
	    "of three codes");
	RUN(shapes, "shapes of texts");
	RUN(shapes_of_anything, "a shape holds nothing of any bytes");
	RUN(extremes, "the n-th least and greatest, by hand");
	RUN(extremes_of_anything, "as many rows as the mask reach an end");
	RUN(decimals, "numbers without zeros that say nothing");
	RUN(distinct_values, "distinct values: exact, then estimated");
	RUN(people, "rows of few children are few");
	RUN(bounded_items, "items are bounded");
	return UNIT_END;
}
