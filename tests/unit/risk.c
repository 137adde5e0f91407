/* SPDX-License-Identifier: MIT */
/*
 * The heart of lscb-risk against the definitions, row by row: random columns of few
 * and of many values.
 */
#include "../../filters/lscb-risk/classes.c"
#include "../../filters/lscb-risk/codes.c"
#include "../../filters/lscb-risk/diversity.c"
#include "../../filters/lscb-risk/exposure.c"
#include "../../filters/lscb-risk/matching.c"
#include "../../filters/lscb-risk/population.c"
#include "../../filters/lscb-risk/sets.c"
#define SEED 20070415
#include "chance.h"
#include "unit.h"

enum { ROWS = 150, COLUMNS = 4 };

static void
fill(struct codes *c, size_t rows, size_t values)
{
	char text[20];
	int n;

	if (codes_open(c) == -1)
		abort();
	for (size_t i = 0; i < rows; i++) {
		n = snprintf(text, sizeof(text), "%u", rnd(values));
		if (codes_add(c, text, text[0] == '0' ? 0 : (size_t)n) == -1)
			abort();
	}
}

static void
test_sets(void)
{
	static const char *const want[] = {
		"0", "1", "2", "3", "01", "02", "03", "12", "13", "23",
		"012", "013", "023", "123", "0123"
	};
	struct sets s = { .columns = 4 };
	char got[8];
	size_t n = 0;

	for (; sets_next(&s); n++) {
		for (size_t i = 0; i < s.n; i++)
			got[i] = (char)('0' + s.at[i]);
		got[s.n] = '\0';
		CHECK(n < LEN(want) && strcmp(got, want[n]) == 0,
		    "set %zu is %s", n, got);
		CHECK(n == 0 || strncmp(got, want[n - 1], s.kept) == 0,
		    "set %zu keeps %zu", n, s.kept);
	}
	CHECK(n == LEN(want), "%zu sets", n);
	for (size_t columns = 1; columns <= 3; columns++) {
		s = (struct sets){ .columns = columns };
		for (n = 0; sets_next(&s); n++)
			;
		CHECK(n == (1u << columns) - 1, "%zu of %zu", n, columns);
	}
}

static void
test_split(void)
{
	struct codes a, b;
	uint32_t of[ROWS];
	struct classes c = { .of = of, .rows = ROWS };
	struct pairs pairs;

	if (pairs_open(&pairs, ROWS) == -1)
		abort();
	for (int round = 0; round < 200; round++) {
		fill(&a, ROWS, round == 0 ? ROWS : 1 + rnd(60));
		fill(&b, ROWS, 1 + rnd(60));
		/* Rounds come to their end, where those of the first are left. */
		pairs.round = round == 1 ? UINT32_MAX : pairs.round;
		classes_whole(&c);
		classes_split(&c, &c, &a, &pairs);
		CHECK(c.n == a.n, "%u of %u", c.n, a.n);
		classes_split(&c, &c, &b, &pairs);
		for (size_t i = 0; i < ROWS; i++)
			for (size_t k = 0; k < i; k++)
				CHECK((of[i] == of[k]) == (a.of[i] == a.of[k] &&
				    b.of[i] == b.of[k]), "rows %zu and %zu", i,
				    k);
		codes_free(&a);
		codes_free(&b);
	}
	pairs_close(&pairs);
}

static uint32_t
may_be(const struct codes *c, size_t i)
{
	uint32_t n = 0;

	for (size_t k = 0; k < ROWS; k++) {
		bool like = true;

		for (int x = 0; x < COLUMNS; x++)
			like = like && (c[x].of[i] == c[x].of[k] ||
			    c[x].of[i] == c[x].missing ||
			    c[x].of[k] == c[x].missing);
		n += like;
	}
	return n;
}

static void
test_matching(void)
{
	struct codes c[COLUMNS];
	const struct codes *columns[COLUMNS] = { c, c + 1, c + 2, c + 3 };
	uint32_t count[ROWS];
	struct pairs pairs;

	if (pairs_open(&pairs, ROWS) == -1)
		abort();
	for (int round = 0; round < 50; round++) {
		for (int x = 0; x < COLUMNS; x++)
			fill(&c[x], ROWS, 1 + rnd(6));
		if (matching_count(columns, COLUMNS, ROWS, count, &pairs) != 0)
			abort();
		for (size_t i = 0; i < ROWS; i++)
			CHECK(count[i] == may_be(c, i), "row %zu: %u, want %u",
			    i, count[i], may_be(c, i));
		for (int x = 0; x < COLUMNS; x++)
			codes_free(&c[x]);
	}
	pairs_close(&pairs);
}

/* By cumulated shares, rank by rank; or half the differences. */
static double
distance(const struct codes *v, const struct classes *c, uint32_t class,
    bool ordered)
{
	double up_to = 0, sum = 0, n = 0;

	for (size_t i = 0; i < ROWS; i++)
		n += c->of[i] == class;
	for (uint32_t rank = 0; rank < v->n; rank++) {
		double part = 0, whole = 0;

		for (size_t i = 0; i < ROWS; i++) {
			part += v->of[i] == rank && c->of[i] == class;
			whole += v->of[i] == rank;
		}
		up_to += part / n - whole / ROWS;
		sum += ordered ? fabs(up_to) : fabs(part / n - whole / ROWS);
	}
	return ordered ? v->n < 2 ? 0 : sum / (v->n - 1) : sum / 2;
}

static void
check_distances(const struct codes *v, const struct classes *c, bool ordered,
    struct pairs *pairs)
{
	uint32_t members[ROWS];
	struct sensitive s;
	struct cells cells;
	struct diversity d;
	double want = 0;

	if (sensitive_open(&s, v, ordered, NULL, pairs) == -1 ||
	    cells_open(&cells, ROWS) == -1)
		abort();
	classes_count(c, NULL, members, pairs);
	d = diversity_of(&s, c, members, NULL, (struct ratio){ 1, 0 }, &cells,
	    pairs);
	for (uint32_t k = 0; k < c->n; k++)
		want = fmax(want, distance(v, c, k, ordered));
	CHECK(fabs(d.t - want) < 1e-12, "%s %u values in %u classes: %.15g, "
	    "want %.15g", ordered ? "ordered" : "equal", v->n, c->n, d.t,
	    want);
	sensitive_close(&s);
	cells_close(&cells);
}

static void
test_distances(void)
{
	uint32_t of[ROWS];
	struct classes c = { .of = of, .rows = ROWS };
	struct codes by, values;
	struct pairs pairs;

	if (pairs_open(&pairs, ROWS) == -1)
		abort();
	for (int round = 0; round < 100; round++) {
		fill(&by, ROWS, 1 + rnd(20));
		fill(&values, ROWS, 1 + rnd(round % 2 ? 8 : 300));
		if (codes_rank(&values) == -1)
			abort();
		classes_whole(&c);
		classes_split(&c, &c, &by, &pairs);
		check_distances(&values, &c, false, &pairs);
		check_distances(&values, &c, true, &pairs);
		codes_free(&by);
		codes_free(&values);
	}
	pairs_close(&pairs);
}

static void
test_rank(void)
{
	static const char *const text[] = {
		"10", "-3", "", "2.50", "2.5", "0", "-0", "9999999999", "1e"
	};
	static const uint32_t want[] = { 4, 1, 0, 3, 3, 2, 2, 5 };
	struct codes c;

	if (codes_open(&c) == -1)
		abort();
	for (size_t i = 0; i < LEN(want); i++)
		if (codes_add(&c, text[i], strlen(text[i])) == -1)
			abort();
	if (codes_rank(&c) == -1)
		abort();
	for (size_t i = 0; i < LEN(want); i++)
		CHECK(c.of[i] == want[i], "%s is %u", text[i], c.of[i]);
	CHECK(c.n == 6 && c.missing == 0, "%u ranks", c.n);
	codes_free(&c);
}

/* Large classes of many: no product of two counts is cut off. */
static void
test_large(void)
{
	uint32_t total[2] = { 2000000000, 147483647 };
	uint64_t up_to[2] = { 2000000000, 2147483647 };
	uint64_t sum_up_to[3] = { 0, 2000000000, 4147483647 };
	struct codes values = { .n = 2 };
	struct sensitive s = { .values = &values, .total = total,
	    .members = 2147483647, .up_to = up_to, .sum_up_to = sum_up_to };
	uint32_t count[] = { 147483647 }, value[] = { 1 }, order[] = { 0 };
	struct cells cells = { .count = count, .value = value };
	double want = 2000000000.0 / 2147483647.0, t;

	t = equal_distance(&s, &cells, order, 1, count[0]);
	CHECK(fabs(t - want) < 1e-15, "equal: %.17g", t);
	t = ordered_distance(&s, &cells, order, 1, count[0]);
	CHECK(fabs(t - want) < 1e-15, "ordered: %.17g", t);
	count[0] = 2000000000;
	CHECK(recursive_of(count, 1, 2000000000, (struct ratio){
	    1000000001, 9 }) == 1, "c a little above 1");
	CHECK(recursive_of(count, 1, 2000000000, (struct ratio){
	    1000000000, 9 }) == 0, "c of 1");
}

/* Log of the likelihood, sum by sum. */
static double
likelihood(const struct pitman *p)
{
	double sum = 0;

	for (int i = 1; i < (int)p->u; i++)
		sum += log(p->theta + i * p->alpha);
	for (int i = 1; i < (int)p->n; i++)
		sum -= log(p->theta + i);
	for (size_t j = 2; j <= p->s->largest; j++)
		for (size_t i = 1; i < j; i++)
			sum += (double)p->s->at[j] / (double)j *
			    log((double)i - p->alpha);
	return sum;
}

/* Zipf's: 100 classes of one, 25 of two, 11 of three ... */
static void
zipf(struct sizes *s)
{
	size_t members = 0;

	for (size_t j = 1; j <= 10; j++)
		members += j * (100 / (j * j));
	if (sizes_open(s, members) == -1)
		abort();
	for (size_t j = 1; j <= 10; j++)
		s->at[j] = (uint32_t)(j * (100 / (j * j)));
	s->largest = 10;
	s->apart = true;
}

static void
test_pitman(void)
{
	struct pitman p = { .u = 0 }, q;
	struct sizes s;
	double most;

	zipf(&s);
	p.s = &s;
	p.n = (double)s.members;
	for (size_t j = 1; j <= s.largest; j++)
		p.u += (double)s.at[j] / (double)j;
	CHECK(fit(&p), "no fit");
	most = likelihood(&p);
	for (int theta = -1; theta <= 1; theta++)
		for (int alpha = -1; alpha <= 1; alpha++) {
			q = p;
			q.theta *= 1 + 0.001 * theta;
			q.alpha *= 1 + 0.001 * alpha;
			CHECK((theta == 0 && alpha == 0) ||
			    likelihood(&q) < most, "higher beside it: %d, %d",
			    theta, alpha);
		}
	CHECK(isnan(population_pitman(&(struct sizes){ .at =
	    (uint32_t[]){ 0, 3 }, .members = 3, .largest = 1 }, 100)),
	    "all alone: there is no likeliest");
	sizes_close(&s);
}

static void
test_digamma(void)
{
	const double euler = 0.57721566490153286, two = 0.69314718055994531;

	CHECK(fabs(digamma(1) + euler) < 1e-14, "%.17g", digamma(1));
	CHECK(fabs(digamma(0.5) + euler + 2 * two) < 1e-14, "%.17g",
	    digamma(0.5));
	/* digamma(n) = 1 + 1/2 + ... + 1/(n-1) - euler */
	CHECK(fabs(digamma(4) - (11.0 / 6 - euler)) < 1e-14, "%.17g",
	    digamma(4));
	for (double x = 0.001; x < 1e6; x *= 1.7)
		CHECK(fabs(digamma(x + 1) - digamma(x) - 1 / x) <
		    1e-13 * (1 + 1 / x), "at %g", x);
}

int
main(void)
{
	RUN(test_sets, "sets are each, each two, each three and all");
	RUN(test_split, "rows are of a class when all their values are equal");
	RUN(test_matching, "a missing value may be any, counted row by row");
	RUN(test_distances, "t is what cumulated shares say, rank by rank");
	RUN(test_rank, "numbers are ranked by what they say, missing first");
	RUN(test_large, "two thousand million rows do not overflow");
	RUN(test_pitman, "Pitman's likelihood is lower all around the fit");
	RUN(test_digamma, "digamma is right where it is known");
	return UNIT_END;
}
