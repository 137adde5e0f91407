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
#include "../../filters/lscb-link/base32.c"
#include "../../filters/lscb-link/block.c"
#include "../../filters/lscb-link/cells.c"
#include "../../filters/lscb-link/cluster.c"
#include "../../filters/lscb-link/component.c"
#include "../../filters/lscb-link/compare.c"
#include "../../filters/lscb-link/learn.c"
#include "../../filters/lscb-link/model.c"
#include "../../filters/lscb-link/people.c"
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

/* Every byte at every place, beside the characters one by one. */
static void
tokens_by_hand(void)
{
	char text[PSEUDONYM_LEN], was;
	uint64_t t, back;
	size_t round, i, k;
	bool want;

	for (round = 0; round < 200; round++) {
		t = (uint64_t)rnd(UINT32_MAX) << 32 | rnd(UINT32_MAX);
		token_text(t, text);
		CHECK(token_parse(text, TOKEN_LEN, &back) && back == t,
		    "%.13s: %llx", text, (unsigned long long)back);
		CHECK(!token_parse(text, TOKEN_LEN - 1, &back), "short");
		for (i = 0; i < TOKEN_LEN; i++)
			for (k = 0; k < 256; k++) {
				was = text[i];
				text[i] = (char)k;
				/* The last has four bits: every other one. */
				want = base32_ok(text[i]) &&
				    (i < TOKEN_LEN - 1 || (k >= 'a' ?
				    (k - 'a') % 2 == 0 : k % 2 == 0));
				CHECK(token_parse(text, TOKEN_LEN, &back) ==
				    want, "%zu: %zu", i, k);
				text[i] = was;
			}
	}
	memset(text, 'r', sizeof(text));
	CHECK(record_ok(text, sizeof(text)), "a record");
	CHECK(!record_ok(text, sizeof(text) - 1), "short");
	for (i = 0; i < sizeof(text); i++)
		for (k = 0; k < 256; k++) {
			text[i] = (char)k;
			want = pseudonym_ok(text, sizeof(text)) &&
			    text[0] == 'r';
			CHECK(record_ok(text, sizeof(text)) == want,
			    "%zu: %zu", i, k);
			text[i] = 'r';
		}
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

/* Nobody has decided anything. */
bool
decided_apart(const struct decisions *decisions, uint32_t a, uint32_t b)
{
	(void)decisions;
	(void)a;
	(void)b;
	return false;
}

static void
add_one(void *what)
{
	++*(int *)what;
}

static void
both_are_done(void)
{
	int a = 0, b = 0;

	pair_run(add_one, &a, add_one, &b);
	CHECK(a == 1 && b == 1 && threads == 1, "%d %d, %zu", a, b, threads);
	no_thread = true;
	pair_run(add_one, &a, add_one, &b);
	no_thread = false;
	CHECK(a == 2 && b == 2 && threads == 1, "%d %d, %zu", a, b, threads);
}

/* Pairs as they are visited. */
static unsigned char seen[200][200];

static int
see(void *what, size_t key, uint32_t a, uint32_t b)
{
	(void)what;
	CHECK(a < b && key < KEYS, "%u %u, %zu", a, b, key);
	seen[a][b]++;
	return 0;
}

/* Against every pair looked at by hand; lost: they are too many to be kept. */
static void
see_pairs(struct blocks *blocks, const struct identity *x, bool lost)
{
	size_t i, j, k;
	bool want;

	memset(seen, 0, sizeof(seen));
	CHECK(blocks_pairs(blocks, see, NULL, NULL) == 0, "no memory");
	CHECK(blocks->kept[0].lost == lost, "%d", lost);
	for (i = 0; i < 200; i++)
		for (j = i + 1; j < 200; j++) {
			want = false;
			for (k = 0; k < KEYS; k++)
				want |= same_key(x[i].t, x[j].t, k) &&
				    (blocks->crowded[i] >> k & 1) == 0;
			CHECK(seen[i][j] == want, "%zu %zu: %d, not %d", i,
			    j, seen[i][j], want);
		}
}

static void
every_pair_once(void)
{
	static struct identity x[200];
	struct people people = { .identities = x, .n = 200 };
	struct linkage linkage = { .crowd = 1000 };
	struct blocks *blocks;
	size_t i, t, round;

	for (round = 0; round < 4; round++) {
		no_thread = round >= 2;
		for (i = 0; i < 200; i++)
			for (t = 0; t < TOK_COUNT; t++)
				x[i].t[t] = (uint64_t)rnd(round % 2 ? 12 :
				    200);
		CHECK(blocks_new(&blocks, &people, &linkage) == 0,
		    "no memory");
		see_pairs(blocks, x, round % 2);
		see_pairs(blocks, x, round % 2);
		blocks_free(blocks);
	}
	no_thread = false;
}

/* Patterns up to n, most of them again and again; the last is new, or not. */
static void
count_as_one(size_t n, bool new)
{
	enum { TIMES = 3, MOST = 20 };
	struct cells alone = { 0 }, one = { 0 }, other = { 0 }, all = { 0 };
	size_t i, key = 0, pairs = TIMES * n;
	bool second = false;
	pattern p, most = 0;

	for (i = 0; i < pairs; i++) {
		p = i + 1 == pairs && new ? n : most < n - 1 &&
		    (rnd(TIMES) == 0 || pairs - i < n + 1 - most) ? ++most :
		    rnd(most + 1);
		if (rnd(pairs / MOST) == 0) {
			key += second;
			second = !second;
		}
		p *= p;		/* so that some want the same place */
		CHECK(cells_count(&alone, key, p) == 0 &&
		    cells_count(second ? &other : &one, key, p) == 0,
		    "no memory");
	}
	CHECK(cells_merge(&all, &one, &other) == 0, "no memory");
	CHECK(all.n == alone.n && all.cap == alone.cap && memcmp(all.cells,
	    alone.cells, all.cap * sizeof(*all.cells)) == 0,
	    "%zu: %zu of %zu, not %zu of %zu", n, all.n, all.cap, alone.n,
	    alone.cap);
	cells_free(&alone);
	cells_free(&one);
	cells_free(&other);
	cells_free(&all);
}

/* The table grows when half of its 4096 places would be taken. */
static void
counts_as_one_alone(void)
{
	size_t i;

	for (i = 0; i < 80; i++)
		count_as_one(2044 + i % 8, i % 3 == 0);
	count_as_one(9000, false);
}

enum { CHILDREN = 900, EACH = 4, PEOPLE = CHILDREN * EACH };

/* Families of three, of whom two are twins; each is written several ways. */
static void
make_people(struct people *people)
{
	static struct identity x[PEOPLE];
	static struct record records[1];
	static uint64_t was[TOK_COUNT], now[TOK_COUNT];
	size_t i, t;

	for (i = 0; i < PEOPLE; i++) {
		x[i] = (struct identity){ .n = 1, .record = 0 };
		if (i % EACH == 0)
			for (t = 0; t < TOK_COUNT; t++) {
				now[t] = (uint64_t)rnd(t == TOK_SEX ? 2 :
				    t <= TOK_UPN ? 1000000 : 400) + 1;
				if (i / EACH % 3 != 0 && (t >= TOK_POSTCODE ||
				    (t >= TOK_SURNAME && t < TOK_NAME_A) ||
				    (i / EACH % 3 == 1 && t >= TOK_DOB &&
				    t <= TOK_TURNED)))
					now[t] = was[t];
			}
		memcpy(was, now, sizeof(was));
		for (t = 0; t < TOK_COUNT; t++)
			x[i].t[t] = rnd(9) == 0 ? (uint64_t)rnd(2) *
			    (uint64_t)rnd(400) : now[t];
		x[i].t[TOK_ID] *= (uint64_t)rnd(2);
		x[i].t[TOK_NUMBERED] = 0;
	}
	memset(records, 'a', sizeof(records));
	*people = (struct people){ .records = records, .n_records = 1,
	    .identities = x, .n = PEOPLE };
}

static void
make_linkage(struct linkage *k)
{
	unsigned f, i, n;

	*k = (struct linkage){ .link = .9, .grey = .1, .lead = 8,
	    .contradiction = 12, .population = 1000, .twins = .05,
	    .families = .02, .few = 10, .rarer = 30, .trust_match = 100,
	    .trust_number = 100, .trust_chance = 100, .rare = 2, .members = 40,
	    .crowd = 50 };
	for (f = 0; f < FEATURES; f++) {
		for (n = 1; n < LEVELS && level_names[f][n] != NULL; n++)
			;
		for (i = 1; i < n; i++) {
			k->match[f][i] = i == SAME ? .9 : .1 / (n - 2);
			k->chance[f][i] = i == n - 1 ? .9 : .1 / (n - 2);
			k->family[f][i] = of_family(f) ? k->match[f][i] :
			    k->chance[f][i];
		}
	}
}

/* The generator, one number after the other. */
static void
draws_as_one_alone(void)
{
	static struct model m;
	struct drawing alone = { 0 };
	struct people people;
	size_t i, a, b;

	make_people(&people);
	m.people = alone.people = &people;
	draw_pairs(&m);
	alone.state = people.n;
	for (i = 0; i < PSEUDONYM_LEN; i++)
		alone.state = alone.state * 31 + 'a';
	for (i = 0; i < DRAWS; i++) {
		a = chance(&alone.state) % people.n;
		b = chance(&alone.state) % (people.n - 1);
		draw(&alone, a, b + (b >= a));
	}
	CHECK(m.n_drawn == DRAWS && memcmp(m.drawn, alone.drawn,
	    sizeof(m.drawn)) == 0, "%f", m.n_drawn);
}

/* What comes out of a run: all but where things lie in memory. */
struct outcome {
	shares of[KINDS];
	double prior[KINDS], pairs[KINDS];
	size_t conflicts[CONFLICT_COUNT], ambiguous, crowd, n_edges;
	struct edge edges[20 * PEOPLE];
	uint32_t roots[PEOPLE];
};

/* As one component that is linked on its own, or as the filter does it. */
static void
link_them(struct outcome *out, bool at_once)
{
	static struct edge links[20 * PEOPLE];
	struct decisions none = { 0 };
	struct linkage linkage;
	struct clustering told;
	struct people people;
	struct blocks *blocks;
	struct model *model;
	struct linking l;
	uint32_t i;

	memset(out, 0, sizeof(*out));
	seed = SEED;
	make_people(&people);
	make_linkage(&linkage);
	CHECK(blocks_new(&blocks, &people, &linkage) == 0 &&
	    model_new(&model, &people, &linkage, blocks) == 0 &&
	    cluster_all(&people, &linkage, model, &none, blocks, &told) == 0,
	    "no memory");
	CHECK(told.n < LEN(out->edges), "%zu", told.n);
	memcpy(out->edges, told.edges, told.n * sizeof(*told.edges));
	out->n_edges = told.n;
	if (at_once) {
		l = (struct linking){ .people = &people, .linkage = &linkage,
		    .model = model, .decisions = &none,
		    .link_bits = bits_of(linkage.link),
		    .best = calloc(PEOPLE, sizeof(*l.best)),
		    .apart = calloc(PEOPLE, sizeof(*l.apart)) };
		all_single(&people);
		link_component(&l, links, list_links(&l, &told, links));
		free(told.edges);
		told = l.told;
		free(l.best);
		free(l.apart);
	}
	memcpy(out->of, model->of, sizeof(out->of));
	memcpy(out->prior, model->prior, sizeof(out->prior));
	memcpy(out->pairs, model->pairs, sizeof(out->pairs));
	memcpy(out->conflicts, told.conflicts, sizeof(out->conflicts));
	out->ambiguous = told.ambiguous;
	out->crowd = told.crowd;
	for (i = 0; i < PEOPLE; i++)
		out->roots[i] = cluster_root(&people, i);
	clustering_free(&told);
	model_free(model);
	blocks_free(blocks);
}

static void
one_thread_or_two(void)
{
	static struct outcome one, two, once;
	size_t before = threads, children = 0, i;

	link_them(&two, false);
	CHECK(threads > before, "no thread");
	no_thread = true;
	link_them(&one, false);
	link_them(&once, true);
	no_thread = false;
	CHECK(memcmp(&one, &two, sizeof(one)) == 0, "two are not as one");
	CHECK(memcmp(&one, &once, sizeof(one)) == 0,
	    "components are not as all at once");
	/* There was something to be done otherwise. */
	for (i = 0; i < PEOPLE; i++)
		children += one.roots[i] == i;
	CHECK(children > CHILDREN / 2 && children < 3 * CHILDREN, "%zu",
	    children);
	CHECK(one.ambiguous > 0 && one.conflicts[CONFLICT_TWINS] > 0 &&
	    one.conflicts[CONFLICT_EVIDENCE] > 0, "%zu %zu %zu",
	    one.ambiguous, one.conflicts[CONFLICT_TWINS],
	    one.conflicts[CONFLICT_EVIDENCE]);
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
	RUN(tokens_by_hand, "tokens and record numbers are read as they are "
	    "written, and nothing else is one");
	RUN(sorts_as_qsort, "sorting by a number is sorting, and keeps equals");
	RUN(both_are_done, "two things are done, also where there is one "
	    "thread");
	RUN(every_pair_once, "each pair that shares a key comes once, no other");
	RUN(counts_as_one_alone, "two count patterns as one alone would, to the "
	    "place of each");
	RUN(draws_as_one_alone, "two draw the pairs that one alone would");
	RUN(one_thread_or_two, "one thread or two, component by component or "
	    "all at once: the same model, edges and children");
	RUN(shares_by_hand, "shares are sums and trust, and never nought");
	RUN(odds_by_hand, "bits and probabilities are each other's");
	return UNIT_END;
}
