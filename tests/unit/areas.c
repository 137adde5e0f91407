/* SPDX-License-Identifier: MIT */
/*
 * The parts of the look-up of areas that no file reaches one by one: how ranks
 * are cut, and that no two postcodes share a place.
 */
#include "../../filters/lscb-deidentify/areas.c"
#include "../../filters/lib/areas_layout.c"
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

/* The i-th of 160,000: districts A0 ... Z9 and on, all units of each. */
static void
postcode_of(int i, char out[16])
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";

	snprintf(out, 16, "%c%d%d %d%c%c", 'A' + i / 40000, i / 4000 % 10,
	    i / 40000, i / 400 % 10, letters[i / 20 % 20], letters[i % 20]);
}

/* Each lies in a ward of its own and is found in it; others are not found. */
static void
all_found(void)
{
	enum { N = 160000 };
	static const char layout[] = "%rec: Directory\n\npostcode: pcds\n\n"
	    "%rec: Level\n\nname: ward\ncolumn: ward\n";
	static const char *const level[] = { "ward" };
	char text[16], code[16], *paths[1] = { (char *)(uintptr_t)"wards" };
	struct buf b = { 0 };
	const struct area *area;
	struct areas *a;
	struct err err = { 0 };
	int i;

	buf_puts(&b, "pcds,ward\n");
	for (i = 0; i < N; i += 2) {
		postcode_of(i, text);
		buf_printf(&b, "%s,W%08d\n", text, i);
	}
	unit_write("areas.rec", layout, strlen(layout));
	unit_write("wards", b.p, b.n);
	CHECK(areas_new(&a, ".", level, 1, &err) == 0 && areas_read(a, paths,
	    1, &err) == 0, "%s", err.text);
	CHECK(a->n == N / 2, "%zu postcodes", a->n);
	for (i = 0; i < N; i++) {
		postcode_of(i, text);
		snprintf(code, sizeof(code), "W%08d", i);
		area = areas_find(a, text, strlen(text));
		CHECK(i % 2 == 0 ? area != NULL && area->n[0] == 9 &&
		    memcmp(area->text[0], code, 9) == 0 : area == NULL,
		    "%s is elsewhere", text);
	}
	areas_free(a);
	buf_free(&b);
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
	RUN(all_found, "every postcode is found where it was put, no other is");
	RUN(headers, "# is a digit, case does not count, the whole header does");
	return UNIT_END;
}
