/* SPDX-License-Identifier: MIT */
/*
 * lscb-link: how two identities compare, which pairs are looked at, and what a
 * pair is worth.  Tokens are small numbers: only sameness counts.
 */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>

/* Where there is no second thread, nothing may come out otherwise. */
static bool no_thread;
static size_t threads;

static int
make_thread(pthread_t *thread, const pthread_attr_t *attr,
    void *(*run)(void *), void *what)
{
	if (no_thread)
		return EAGAIN;
	threads++;
	return pthread_create(thread, attr, run, what);
}

#define pthread_create make_thread
#include "../../filters/lscb-link/pair.c"
#undef pthread_create
#include "../../filters/lscb-link/block.c"
#include "../../filters/lscb-link/cells.c"
#include "../../filters/lscb-link/compare.c"
#include "../../filters/lscb-link/learn.c"
#include "../../filters/lscb-link/model.c"
#include "../../filters/lscb-link/radix.c"
#define SEED 7
#include "chance.h"
#include "unit.h"

enum { NAME = 1000, SOUND = 2000, PARTS = 3000 };

/* Gwen Rees, born 12 March; sounds, starts and ends as tokens of one key. */
static struct identity
gwen_rees(void)
{
	struct identity x = { .t = {
		[TOK_FORENAME] = 1, [TOK_KNOWN] = 2, [TOK_KNOWN + 1] = 3,
		[TOK_FORENAME_SOUND] = 4, [TOK_FORENAME_START] = 5,
		[TOK_FORENAME_END] = 6,
		[TOK_SURNAME] = 11, [TOK_PART] = 12,
		[TOK_SURNAME_SOUND] = 14, [TOK_SURNAME_START] = 15,
		[TOK_SURNAME_END] = 16,
		[TOK_NAME_A] = 21, [TOK_NAME_B] = 22,
		[TOK_DOB] = 31, [TOK_YM] = 32, [TOK_MD] = 33, [TOK_YD] = 34,
		[TOK_TURNED] = 35, [TOK_SEX] = 41,
		[TOK_POSTCODE] = 51, [TOK_SECTOR] = 52, [TOK_HOUSE] = 53,
		[TOK_HOUSEHOLD] = 54, [TOK_NHS] = 61, [TOK_ID] = 71,
		[TOK_ISSUER] = 72
	} };

	return x;
}

/* What changes in the second, and what must become of one feature. */
static const struct {
	struct { enum token t; uint64_t v; } change[6];
	enum feature feature;
	unsigned level;
} compared[] = {
	{ { { TOK_COUNT, 0 } }, FORENAME, FORENAME_SAME },
	{ { { TOK_FORENAME, 0 }, { TOK_COUNT, 0 } }, FORENAME, 0 },
	{ { { TOK_FORENAME, 9 }, { TOK_KNOWN, 3 }, { TOK_KNOWN + 1, 0 },
	    { TOK_COUNT, 0 } }, FORENAME, FORENAME_KNOWN },
	{ { { TOK_FORENAME, 9 }, { TOK_KNOWN, 8 }, { TOK_KNOWN + 1, 0 },
	    { TOK_FORENAME_END, 9 }, { TOK_COUNT, 0 } }, FORENAME,
	    FORENAME_CLOSE },
	{ { { TOK_FORENAME, 9 }, { TOK_KNOWN, 8 }, { TOK_KNOWN + 1, 0 },
	    { TOK_FORENAME_END, 9 }, { TOK_FORENAME_SOUND, 9 },
	    { TOK_COUNT, 0 } }, FORENAME, FORENAME_PART },
	{ { { TOK_FORENAME_END, 9 }, { TOK_COUNT, 0 } }, FORENAME,
	    FORENAME_SAME },
	{ { { TOK_DOB, 9 }, { TOK_YM, 9 }, { TOK_MD, 9 }, { TOK_YD, 9 },
	    { TOK_COUNT, 0 } }, DOB, DOB_TURNED },
	{ { { TOK_DOB, 9 }, { TOK_TURNED, 0 }, { TOK_MD, 9 }, { TOK_YD, 9 },
	    { TOK_COUNT, 0 } }, DOB, DOB_PART },
	{ { { TOK_DOB, 9 }, { TOK_TURNED, 9 }, { TOK_YM, 9 }, { TOK_MD, 9 },
	    { TOK_YD, 9 }, { TOK_COUNT, 0 } }, DOB, DOB_DIFFERS },
	{ { { TOK_HOUSEHOLD, 0 }, { TOK_COUNT, 0 } }, ADDRESS,
	    ADDRESS_HOUSEHOLD },
	{ { { TOK_HOUSEHOLD, 0 }, { TOK_HOUSE, 9 }, { TOK_COUNT, 0 } },
	    ADDRESS, ADDRESS_POSTCODE },
	{ { { TOK_HOUSEHOLD, 9 }, { TOK_POSTCODE, 9 }, { TOK_COUNT, 0 } },
	    ADDRESS, ADDRESS_SECTOR_HOUSE },
	{ { { TOK_HOUSEHOLD, 9 }, { TOK_POSTCODE, 0 }, { TOK_SECTOR, 0 },
	    { TOK_HOUSE, 0 }, { TOK_COUNT, 0 } }, ADDRESS, ADDRESS_DIFFERS },
	{ { { TOK_HOUSEHOLD, 0 }, { TOK_POSTCODE, 0 }, { TOK_COUNT, 0 } },
	    ADDRESS, 0 },
	{ { { TOK_NHS, 9 }, { TOK_COUNT, 0 } }, NHS, PLAIN_DIFFERS },
	{ { { TOK_ID, 9 }, { TOK_COUNT, 0 } }, ID, ID_OTHER },
	{ { { TOK_ID, 9 }, { TOK_ISSUER, 9 }, { TOK_COUNT, 0 } }, ID, 0 },
	{ { { TOK_UPN, 9 }, { TOK_COUNT, 0 } }, UPN, 0 },
};

static void
compares_by_hand(void)
{
	struct identity a = gwen_rees(), b;
	unsigned ab, ba;
	size_t i, k;

	for (i = 0; i < LEN(compared); i++) {
		b = gwen_rees();
		for (k = 0; compared[i].change[k].t != TOK_COUNT; k++)
			b.t[compared[i].change[k].t] = compared[i].change[k].v;
		ab = level_of(compare(&a, &b), compared[i].feature);
		ba = level_of(compare(&b, &a), compared[i].feature);
		CHECK(ab == compared[i].level, "row %zu: %u", i, ab);
		CHECK(ba == ab, "row %zu: %u the other way", i, ba);
	}
}

/* Rees Gwen, and Rees Gwenn: sound, start and end of one are the other's. */
static void
names_swapped(void)
{
	struct identity a = gwen_rees(), b = gwen_rees();
	unsigned i;

	b.t[TOK_FORENAME] = 81;
	b.t[TOK_SURNAME] = 82;
	b.t[TOK_KNOWN] = 83;
	b.t[TOK_KNOWN + 1] = 0;
	b.t[TOK_PART] = 84;
	for (i = 0; i < 3; i++) {
		b.t[TOK_FORENAME_SOUND + i] = a.t[TOK_SURNAME_SOUND + i];
		b.t[TOK_SURNAME_SOUND + i] = a.t[TOK_FORENAME_SOUND + i];
	}
	CHECK(level_of(compare(&a, &b), FORENAME) == FORENAME_SWAPPED,
	    "%u", level_of(compare(&a, &b), FORENAME));
	CHECK(level_of(compare(&a, &b), SURNAME) == 0, "surname too");
	b.t[TOK_SURNAME_END] = 85;
	b.t[TOK_SURNAME_SOUND] = 86;
	b.t[TOK_NAME_B] = 87;	/* one of both names is the same */
	CHECK(level_of(compare(&a, &b), FORENAME) == FORENAME_CROSSED,
	    "%u", level_of(compare(&a, &b), FORENAME));
	b.t[TOK_NAME_A] = 88;
	CHECK(level_of(compare(&a, &b), FORENAME) == FORENAME_DIFFERS,
	    "%u", level_of(compare(&a, &b), FORENAME));
}

static void
born_by_hand(void)
{
	struct identity a = gwen_rees(), b = gwen_rees();

	CHECK(born_together(compare(&a, &b)), "the same");
	b.t[TOK_DOB] = 9;
	CHECK(born_together(compare(&a, &b)), "turned");
	b.t[TOK_TURNED] = 9;
	CHECK(born_together(compare(&a, &b)), "two parts");
	b.t[TOK_YM] = b.t[TOK_MD] = b.t[TOK_YD] = 9;
	CHECK(!born_together(compare(&a, &b)), "another day");
	b = gwen_rees();
	b.t[TOK_SURNAME] = b.t[TOK_PART] = b.t[TOK_SURNAME_SOUND] =
	    b.t[TOK_SURNAME_START] = b.t[TOK_SURNAME_END] = 9;
	CHECK(born_together(compare(&a, &b)), "one home");
	b.t[TOK_HOUSEHOLD] = b.t[TOK_POSTCODE] = 9;
	CHECK(!born_together(compare(&a, &b)), "neither name nor home");
}

static int
by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static void
sorts_as_qsort(void)
{
	enum { N = 3000 };
	static struct keyed a[N], b[N], spare[N];
	size_t round, i, n;

	for (round = 0; round < 50; round++) {
		n = round < 4 ? round : (size_t)rnd(N);
		for (i = 0; i < n; i++)
			a[i] = b[i] = (struct keyed){ round % 2 ?
			    (uint64_t)rnd(9) << 40 :
			    (uint64_t)rnd(1 << 30) << 33 ^
			    (uint64_t)rnd(1 << 30), (uint32_t)i };
		sort_keyed(a, spare, n);
		qsort(b, n, sizeof(*b), by_key);
		CHECK(memcmp(a, b, n * sizeof(*a)) == 0, "round %zu, %zu",
		    round, n);
	}
}

/* Pairs as they are visited. */
static unsigned char seen[200][200];

static int
see(void *what, size_t key, uint32_t a, uint32_t b)
{
	(void)what;
	(void)key;
	CHECK(a < b, "%u %u", a, b);
	seen[a][b]++;
	return 0;
}

/* Against every pair looked at by hand. */
static void
every_pair_once(void)
{
	static struct identity x[200];
	struct people people = { .identities = x, .n = 200 };
	struct linkage linkage = { .crowd = 1000 };
	struct blocks *blocks;
	size_t i, j, k, t;
	bool want;

	for (i = 0; i < 200; i++)
		for (t = 0; t < TOK_COUNT; t++)
			x[i].t[t] = (uint64_t)rnd(12);
	CHECK(blocks_new(&blocks, &people, &linkage) == 0, "no memory");
	CHECK(blocks_pairs(blocks, see, NULL, NULL) == 0, "no memory");
	for (i = 0; i < 200; i++)
		for (j = i + 1; j < 200; j++) {
			want = false;
			for (k = 0; k < KEYS; k++)
				want |= same_key(x[i].t, x[j].t, k) &&
				    (blocks->crowded[i] >> k & 1) == 0;
			CHECK(seen[i][j] == want, "%zu %zu: %d, not %d", i,
			    j, seen[i][j], want);
		}
	blocks_free(blocks);
}

/* 9 of 90 pairs, of which 10 more are said to be so at .5: (9 + 5) / 100. */
static void
shares_by_hand(void)
{
	double of[LEVELS] = { 0 };
	const double sums[LEVELS] = { 7, 9, 81 };
	const double start[LEVELS] = { 0, .5, .5 };

	settle(of, sums, start, 10);
	CHECK(fabs(of[1] - .14) < 1e-12, "%f", of[1]);
	CHECK(fabs(of[2] - .86) < 1e-12, "%f", of[2]);
	/* Less than none is none, and nothing is impossible. */
	settle(of, (const double [LEVELS]){ 0, -5, 1e9 },
	    (const double [LEVELS]){ 0, 1e-9, 1 }, 1);
	CHECK(of[1] == LEAST, "%g", of[1]);
	CHECK(of[3] == 0, "%g", of[3]);
}

static void
odds_by_hand(void)
{
	CHECK(fabs(bits_of(.5)) < 1e-12, "%f", bits_of(.5));
	CHECK(fabs(bits_of(.8) - 2) < 1e-12, "%f", bits_of(.8));
	CHECK(fabs(probability_of(2) - .8) < 1e-12, "%f", probability_of(2));
	CHECK(fabs(probability_of(bits_of(.003)) - .003) < 1e-12, "%f",
	    probability_of(bits_of(.003)));
}

int
main(void)
{
	RUN(compares_by_hand, "two identities compare as the page says, "
	    "either way round");
	RUN(names_swapped, "names taken for each other are found, also with "
	    "a slip");
	RUN(born_by_hand, "born together is one day, or nearly, and one name or "
	    "home");
	RUN(sorts_as_qsort, "sorting by a number is sorting, and keeps equals");
	RUN(every_pair_once, "each pair that shares a key comes once, no other");
	RUN(shares_by_hand, "shares are sums and trust, and never nought");
	RUN(odds_by_hand, "bits and probabilities are each other's");
	return UNIT_END;
}
