/* SPDX-License-Identifier: MIT */
/*
 * What the records themselves say of how children's records compare, and how
 * strangers' do.  See model.h.
 *
 * Pairs are of three kinds: one child (match), two of one family, strangers
 * (chance); two of a family are born on one day, twins, in a known share.  Within
 * a kind features are taken as independent (Fellegi and Sunter 1969).  Shares of
 * levels among strangers come from pairs drawn at random, less the others that
 * are expected among them; those of the other kinds by EM (Winkler 1988) from
 * all pairs that share a key, with the kinds' frequencies taken among all pairs
 * there are: learned inside blocks alone they would be another thing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

enum {
	DRAWS = 1000000,	/* pairs at random: twice a number of batches */
	DRAWS_BATCH = 50,	/* that are fetched at once */
	ROUNDS = 60		/* of EM, at most */
};
static const double LEAST = 1e-7;	/* share of any level */

static const enum token value_tokens[VALUES] = {
	TOK_FORENAME, TOK_SURNAME, TOK_DOB, TOK_POSTCODE, TOK_HOUSEHOLD
};

/* One of two who count pairs. */
struct counting {
	const struct people *people;
	struct cells cells;
};

static int
count_pair(void *what, size_t key, uint32_t a, uint32_t b)
{
	struct counting *c = what;
	const struct identity *x = c->people->identities;

	return cells_count(&c->cells, key, compare(&x[a], &x[b]));
}

static int
count_pairs(struct model *m, struct blocks *blocks)
{
	struct counting one = { .people = m->people }, other = one;
	int r = blocks_pairs(blocks, count_pair, &one, &other);

	if (r == 0)
		r = cells_merge(&m->cells, &one.cells, &other.cells);
	cells_free(&one.cells);
	cells_free(&other.cells);
	return r;
}

/* One of two who draw pairs. */
struct drawing {
	const struct people *people;
	uint64_t state;
	double drawn[FEATURES][LEVELS], n;
};

static void
draw(struct drawing *d, size_t a, size_t b)
{
	const struct identity *x = d->people->identities;
	pattern p = compare(&x[a], &x[b]);
	unsigned f;

	for (f = 0; f < FEATURES; f++)
		d->drawn[f][level_of(p, f)]++;
	d->n++;
}

static const uint64_t GAMMA = UINT64_C(0x9e3779b97f4a7c15);

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t
chance(uint64_t *state)
{
	uint64_t z = *state += GAMMA;

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static void
draw_half(void *what)
{
	struct drawing *d = what;
	const struct identity *x = d->people->identities;
	size_t n = d->people->n, a[DRAWS_BATCH], b[DRAWS_BATCH], i, k;

	for (i = 0; i < DRAWS / 2; i += DRAWS_BATCH) {
		for (k = 0; k < DRAWS_BATCH; k++) {
			a[k] = (size_t)(chance(&d->state) % n);
			b[k] = (size_t)(chance(&d->state) % (n - 1));
			b[k] += b[k] >= a[k];
			identity_fetch(&x[a[k]]);
			identity_fetch(&x[b[k]]);
		}
		for (k = 0; k < DRAWS_BATCH; k++)
			draw(d, a[k], b[k]);
	}
}

static void
draw_all(struct drawing *d)
{
	size_t i, k;

	for (i = 0; i < d->people->n; i++)
		for (k = i + 1; k < d->people->n; k++)
			draw(d, i, k);
}

/* All pairs where they are few; else so many, by a seed from the input. */
static void
draw_pairs(struct model *m)
{
	const struct people *p = m->people;
	struct drawing one = { .people = p, .state = p->n }, other = one;
	unsigned f;
	size_t i;

	m->n_pairs = (double)p->n * ((double)p->n - 1) / 2;
	if (m->n_pairs <= DRAWS) {
		draw_all(&one);
	} else {
		for (i = 0; i < PSEUDONYM_LEN; i++)
			one.state = one.state * 31 +
			    (unsigned char)p->records[0].number[i];
		/* Where one comes to in half of the draws, of two each. */
		other.state = one.state + GAMMA * DRAWS;
		pair_run(draw_half, &one, draw_half, &other);
	}
	for (f = 0; f < FEATURES; f++)
		for (i = 0; i < LEVELS; i++)
			m->drawn[f][i] = one.drawn[f][i] + other.drawn[f][i];
	m->n_drawn = one.n + other.n;
}

static int
count_values(struct model *m)
{
	const struct people *p = m->people;
	struct keyed *order = calloc(2 * p->n + 1, sizeof(*order));
	size_t v, i, k, end, n;

	m->counts = calloc(p->n + 1, sizeof(*m->counts));
	if (order == NULL || m->counts == NULL) {
		free(order);
		return -1;
	}
	for (v = 0; v < VALUES; v++) {
		m->having[v] = n = order_by_token(p, value_tokens[v], order);
		for (i = 0; i < n; i = end) {
			end = run_end(order, i, n);
			for (k = i; k < end; k++)
				m->counts[order[k].at][v] =
				    (uint32_t)(end - i);
		}
	}
	free(order);
	return 0;
}

static double
likelihood(double of[FEATURES][LEVELS], pattern p)
{
	double r = 1;
	unsigned f;

	for (f = 0; f < FEATURES; f++, p >>= LEVEL_BITS)
		r *= of[f][p & (LEVELS - 1)];
	return r;
}

static void
add_pattern(shares sums, pattern p, double n)
{
	unsigned f;

	for (f = 0; f < FEATURES; f++, p >>= LEVEL_BITS)
		sums[f][p & (LEVELS - 1)] += n;
}

/* Shares from sums of pairs, of which the starting ones are worth trust. */
static void
settle(double of[LEVELS], const double sums[LEVELS],
    const double start[LEVELS], double trust)
{
	double total = trust;
	unsigned i;

	for (i = 1; i < LEVELS; i++)
		total += sums[i] > 0 ? sums[i] : 0;
	for (i = 1; i < LEVELS; i++) {
		of[i] = ((sums[i] > 0 ? sums[i] : 0) + trust * start[i]) /
		    total;
		if (start[i] > 0 && of[i] < LEAST)
			of[i] = LEAST;
	}
}

/* Is a feature's share among families its own, and learned? */
static bool
of_family(unsigned f)
{
	return f == SURNAME || f == ADDRESS || f == STREET || f == PLACE ||
	    f == TOWN;
}

/* Pairs that share such a one all share a key: none need be drawn. */
static bool
is_number(unsigned f)
{
	return f == NHS || f == UPN || f == ID;
}

static void
settle_all(struct model *m, double sums[KINDS][FEATURES][LEVELS])
{
	const struct linkage *k = m->linkage;
	double ratio = m->n_pairs > 0 ? m->n_drawn / m->n_pairs : 0;
	double strangers[LEVELS], relations[LEVELS];
	unsigned f, i;

	for (f = 0; f < FEATURES; f++) {
		for (i = 0; i < LEVELS; i++) {
			relations[i] = sums[FAMILY][f][i] + sums[TWINS][f][i];
			strangers[i] = m->drawn[f][i] - ratio *
			    (sums[MATCH][f][i] + relations[i]);
			if (i == SAME && is_number(f))
				strangers[i] = ratio * sums[CHANCE][f][i];
		}
		settle(m->of[CHANCE][f], strangers, k->chance[f],
		    k->trust_chance);
		settle(m->of[MATCH][f], sums[MATCH][f], k->match[f],
		    is_number(f) || f == SEX ? k->trust_number :
		    k->trust_match);
		if (of_family(f))
			settle(m->of[FAMILY][f], relations, k->family[f],
			    k->trust_match);
		else if (f == DOB || f == SEX)
			memcpy(m->of[FAMILY][f], m->of[CHANCE][f],
			    sizeof(m->of[FAMILY][f]));
		memcpy(m->of[TWINS][f], m->of[f == DOB ? MATCH : FAMILY][f],
		    sizeof(m->of[TWINS][f]));
	}
}

static void
start(struct model *m)
{
	const struct linkage *k = m->linkage;
	unsigned kind, f;

	memcpy(m->of[MATCH], k->match, sizeof(k->match));
	memcpy(m->of[CHANCE], k->chance, sizeof(k->chance));
	memcpy(m->of[FAMILY], k->family, sizeof(k->family));
	memcpy(m->of[TWINS], k->family, sizeof(k->family));
	memcpy(m->of[TWINS][DOB], k->match[DOB], sizeof(k->match[DOB]));
	for (kind = 0; kind < KINDS; kind++)
		for (f = 0; f < FEATURES; f++)
			m->of[kind][f][0] = 1;	/* nothing known */
}

/* Kinds among all pairs, of at least the population that is declared. */
static void
set_priors(struct model *m)
{
	double n = (double)m->people->n, all;
	double relations = m->pairs[FAMILY] + m->pairs[TWINS] +
	    1;		/* there may always be some */

	all = n * (n > m->linkage->population ? n : m->linkage->population) /
	    2 + 1;
	m->prior[MATCH] = (m->pairs[MATCH] + 0.5) / all;
	m->prior[FAMILY] = relations / all;
	m->prior[TWINS] = m->linkage->twins * m->prior[FAMILY];
	m->prior[CHANCE] = 1 - m->prior[MATCH] - m->prior[FAMILY] -
	    m->prior[TWINS];
	if (m->prior[CHANCE] < 0.5)
		m->prior[CHANCE] = 0.5;
}

/*
 * Two forenames and one birth: twins, or one child of whom somebody wrote another
 * name.  Where there are families nobody can tell, so nothing is learned.
 */
static bool
teaches(const struct model *m, pattern p)
{
	return !m->families || level_of(p, FORENAME) != FORENAME_DIFFERS ||
	    level_of(p, DOB) != DOB_SAME || !born_together(p);
}

/* One round of EM; how far the frequency of matches moved, relatively. */
static double
learn(struct model *m)
{
	static double sums[KINDS][FEATURES][LEVELS];
	double like[KINDS], all, before = m->pairs[MATCH], part;
	const struct cell *c;
	unsigned kind;
	size_t i;

	memset(sums, 0, sizeof(sums));
	memset(m->pairs, 0, sizeof(m->pairs));
	for (i = 0; i < m->cells.cap; i++) {
		c = &m->cells.cells[i];
		if (c->n == 0 || !teaches(m, c->p))
			continue;
		all = 0;
		for (kind = 0; kind < KINDS; kind++) {
			like[kind] = m->prior[kind] *
			    likelihood(m->of[kind], c->p);
			all += like[kind];
		}
		for (kind = 0; kind < KINDS; kind++) {
			part = c->n * like[kind] / all;
			m->pairs[kind] += part;
			add_pattern(sums[kind], c->p, part);
		}
	}
	settle_all(m, sums);
	set_priors(m);
	return fabs(m->pairs[MATCH] - before) / (m->pairs[MATCH] + 1);
}

static void
learn_all(struct model *m)
{
	unsigned i;

	m->pairs[MATCH] = m->pairs[FAMILY] = (double)m->people->n / 2;
	set_priors(m);
	for (i = 0; i < ROUNDS; i++)
		if (learn(m) < 1e-6 && i > 4)
			break;
}

/* Found among matches, or too few matches to say that there are none. */
static bool
has_families(const struct model *m)
{
	return m->pairs[MATCH] < m->linkage->few ||
	    m->pairs[FAMILY] > m->linkage->families * m->pairs[MATCH];
}

int
model_learn(struct model *m, struct blocks *blocks)
{
	if (count_values(m) == -1 || count_pairs(m, blocks) == -1)
		return -1;
	draw_pairs(m);
	start(m);
	m->families = true;
	learn_all(m);
	m->families = has_families(m);
	if (!m->families)
		learn_all(m);
	cells_free(&m->cells);
	return 0;
}
