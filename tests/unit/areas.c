/* SPDX-License-Identifier: MIT */
/*
 * The parts of the look-up of areas that no file reaches one by one: how ranks
 * are cut, and that no two postcodes share a place.
 */
#include "../../filters/lscb-deidentify/areas.c"
#include "../../filters/lscb-deidentify/areas_layout.c"
#include "unit.h"

/* The last rank of fifth k, by its definition: k * n / 5 rounded up. */
static uint64_t
last_of(uint64_t k, uint64_t n)
{
	return k * n / 5 + (k * n % 5 != 0);
}

static void
fifths(void)
{
	unsigned f;
	uint64_t n, r;

	for (n = 5; n <= 2000; n++)
		for (r = 1; r <= n; r++) {
			f = rank_fifth(r, n);
			CHECK(f >= 1 && f <= 5 && r <= last_of(f, n) &&
			    (f == 1 || r > last_of(f - 1, n)),
			    "rank %d of %d: %u", (int)r, (int)n, f);
		}
	/* As published: 382 areas are the most deprived fifth of Wales. */
	CHECK(last_of(1, 1909) == 382 && last_of(2, 1909) == 764 &&
	    last_of(3, 1909) == 1146 && last_of(4, 1909) == 1528, "other cuts");
	CHECK(rank_fifth(UINT32_MAX, UINT32_MAX) == 5, "the last of many");
}

/* Every postcode of an outward code, of all lengths: one key each. */
static void
keys(void)
{
	static const char *const outward[] = { "A1", "A11", "A1A", "AA1",
	    "AA11", "AA1A", "Z9", "ZZ99", "W1A", "B11" };
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	char text[32];
	uint64_t key;
	struct table *seen = table_new();
	size_t i, a, b;
	int d, added;

	for (i = 0; i < LEN(outward); i++)
		for (d = 0; d < 10; d++)
			for (a = 0; a < 20; a++)
				for (b = 0; b < 20; b++) {
					snprintf(text, sizeof(text),
					    "%s %d%c%c", outward[i], d,
					    letters[a], letters[b]);
					key = pack(text, strlen(text));
					table_add(seen, (char *)&key,
					    sizeof(key), &added);
					CHECK(added, "%s has a key again",
					    text);
					CHECK(key != 0 && key < (uint64_t)1 <<
					    (64 - LIST_BITS), "%s: too long",
					    text);
				}
	CHECK(pack("ZZ99 9ZZ", 8) < (uint64_t)1 << (64 - LIST_BITS),
	    "the last does not fit");
	table_free(seen);
}

static void
headers(void)
{
	static const struct {
		const char *header, *pattern;
		bool is;
	} t[] = {
		{ "wd25cd", "wd##cd", true }, { "WD06CD", "wd##cd", true },
		{ "wd2cd", "wd##cd", false }, { "wd25cdx", "wd##cd", false },
		{ "wd##cd", "wd##cd", false }, { "ward", "ward", true },
		{ "", "ward", false }, { "war", "ward", false }
	};
	size_t i;

	for (i = 0; i < LEN(t); i++)
		CHECK(is_headed((struct field){ t[i].header,
		    strlen(t[i].header) }, t[i].pattern) == t[i].is,
		    "%s, %s", t[i].header, t[i].pattern);
}

int
main(void)
{
	RUN(fifths, "a fifth ends at a fifth of the ranks, rounded up");
	RUN(keys, "every postcode has a key of its own, and it fits");
	RUN(headers, "# is a digit, case does not count, the whole header does");
	return UNIT_END;
}
