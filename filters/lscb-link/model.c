/* SPDX-License-Identifier: MIT */
/*
 * How likely two identities are one child.  See link.h; what it goes by is learned
 * in learn.c.  A name, date or home that many have says less than a rare one, in
 * proportion.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "model.h"

double
bits_of(double probability)
{
	return log2(probability / (1 - probability));
}

double
probability_of(double bits)
{
	return 1 / (1 + exp2(-bits));
}

static void
make_bits(struct model *m)
{
	unsigned kind, f, i;

	for (kind = 0; kind < KINDS; kind++) {
		m->prior_bits[kind] = log2(m->prior[MATCH] / m->prior[kind]);
		for (f = 0; f < FEATURES; f++)
			for (i = 1; i < LEVELS && level_names[f][i] != NULL;
			    i++)
				m->bits[kind][f][i] = log2(m->of[MATCH][f][i] /
				    m->of[kind][f][i]);
	}
}

int
model_new(struct model **out, const struct people *people,
    const struct linkage *linkage, struct blocks *blocks)
{
	struct model *m = calloc(1, sizeof(*m));

	*out = m;
	if (m == NULL)
		return -1;
	m->people = people;
	m->linkage = linkage;
	if (model_learn(m, blocks) == -1) {
		model_free(m);
		*out = NULL;
		return -1;
	}
	make_bits(m);
	/* A rare forename, surname, date and home would not make it grey. */
	m->hopeless = bits_of(linkage->grey) - 4 * log2(linkage->rarer);
	return 0;
}

void
model_free(struct model *m)
{
	if (m == NULL)
		return;
	free(m->counts);
	cells_free(&m->cells);
	free(m);
}

/*
 * What a value that a and b share says more than its level on average, in bits:
 * the share of its level among strangers over the share of this value.
 */
static double
more(const struct model *m, uint32_t a, enum value v, double average)
{
	double trust = m->linkage->trust_chance;
	double share = ((double)m->counts[a][v] - 1 + trust * average) /
	    ((double)m->having[v] - 1 + trust);

	if (share < average / m->linkage->rarer)
		share = average / m->linkage->rarer;
	return log2(average / share);
}

/* Against strangers, against a family, against twins. */
static void
value_bits(const struct model *m, uint32_t a, pattern p, double add[KINDS])
{
	const double (*chance)[LEVELS] = m->of[CHANCE];
	double bits;
	unsigned level;

	add[FAMILY] = add[TWINS] = add[CHANCE] = 0;
	if (level_of(p, FORENAME) == FORENAME_SAME) {
		bits = more(m, a, OF_FORENAME, chance[FORENAME][SAME]);
		add[FAMILY] += bits;
		add[TWINS] += bits;
		add[CHANCE] += bits;
	}
	if (level_of(p, DOB) == DOB_SAME) {
		bits = more(m, a, OF_DOB, chance[DOB][SAME]);
		add[FAMILY] += bits;
		add[CHANCE] += bits;
	}
	if (level_of(p, SURNAME) == SURNAME_SAME)
		add[CHANCE] += more(m, a, OF_SURNAME, chance[SURNAME][SAME]);
	level = level_of(p, ADDRESS);
	if (level == ADDRESS_HOUSEHOLD && m->counts[a][OF_HOUSEHOLD] > 0)
		add[CHANCE] += more(m, a, OF_HOUSEHOLD,
		    chance[ADDRESS][level]);
	else if (level == ADDRESS_POSTCODE)
		add[CHANCE] += more(m, a, OF_POSTCODE,
		    chance[ADDRESS][level]);
}

static double
sum_bits(const struct model *m, unsigned kind, pattern p)
{
	double r = 0;
	unsigned f;

	for (f = 0; f < FEATURES; f++, p >>= LEVEL_BITS)
		r += m->bits[kind][f][p & (LEVELS - 1)];
	return r;
}

double
model_against(const struct model *m, pattern p)
{
	double r = 0, bits;
	unsigned f;

	for (f = 0; f < FEATURES; f++, p >>= LEVEL_BITS) {
		bits = m->bits[CHANCE][f][p & (LEVELS - 1)];
		r -= bits < 0 ? bits : 0;
	}
	return r;
}

double
model_score(const struct model *m, uint32_t a, uint32_t b, pattern *pattern_of)
{
	const struct identity *x = m->people->identities;
	pattern p = compare(&x[a], &x[b]);
	double add[KINDS], odds = 0, bits;
	unsigned kind;

	*pattern_of = p;
	bits = sum_bits(m, CHANCE, p) + m->prior_bits[CHANCE];
	if (bits < m->hopeless)
		return bits;
	value_bits(m, a, p, add);
	for (kind = FAMILY; kind < KINDS; kind++)
		odds += exp2(-(sum_bits(m, kind, p) + m->prior_bits[kind] +
		    add[kind]));
	return -log2(odds);
}

double
model_bits(const struct model *m, enum feature f, unsigned level)
{
	return m->bits[CHANCE][f][level];
}

size_t
model_spelt(const struct model *m, uint32_t identity)
{
	return m->counts[identity][OF_FORENAME];
}

bool
model_has_families(const struct model *m)
{
	return m->families;
}

double
model_matches(const struct model *m)
{
	return m->pairs[MATCH];
}

static void
write_learned(struct writer *wr, unsigned f, unsigned level,
    const char *measure, double v)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%.8f", v);
	wr_str(wr, feature_names[f]);
	wr_str(wr, level_names[f][level]);
	wr_str(wr, measure);
	wr_str(wr, text);
	wr_end(wr);
}

void
model_write(const struct model *m, struct writer *wr)
{
	unsigned f, i;

	for (f = 0; f < FEATURES; f++)
		for (i = 1; i < LEVELS && level_names[f][i] != NULL; i++) {
			write_learned(wr, f, i, "match", m->of[MATCH][f][i]);
			write_learned(wr, f, i, "chance",
			    m->of[CHANCE][f][i]);
			write_learned(wr, f, i, "family",
			    m->of[FAMILY][f][i]);
			write_learned(wr, f, i, "bits",
			    m->bits[CHANCE][f][i]);
		}
}
