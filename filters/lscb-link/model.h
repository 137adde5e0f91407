/* SPDX-License-Identifier: MIT */
/* A model from inside: learn.c makes it, model.c says what a pair is worth. */
#ifndef LSCB_LINK_MODEL_H
#define LSCB_LINK_MODEL_H

#include "link.h"

enum kind { MATCH, FAMILY, TWINS, CHANCE, KINDS };

/* Of an identity: in how many others each of these values is found. */
enum value { OF_FORENAME, OF_SURNAME, OF_DOB, OF_POSTCODE, OF_HOUSEHOLD,
	VALUES };

typedef double shares[FEATURES][LEVELS];

struct model {
	const struct people *people;
	const struct linkage *linkage;
	uint32_t (*counts)[VALUES];	/* by identity */
	size_t having[VALUES];		/* identities */
	shares of[KINDS];
	double prior[KINDS];		/* of all pairs */
	/* log2 of match against the other kinds, by kind, feature, level. */
	double bits[KINDS][FEATURES][LEVELS];
	double prior_bits[KINDS];
	double hopeless;		/* against strangers: of fewer bits, no
					 * value makes anything */
	double pairs[KINDS];		/* found, expected */
	bool families;
	/* The patterns of pairs that share a key, while learning. */
	struct cell {
		pattern p;
		double n;
	} *cells;
	size_t n_cells, cap_cells;	/* cap: a power of two */
	double drawn[FEATURES][LEVELS];
	double n_drawn, n_pairs;
};

/* learn.c: fills of, prior, pairs, families.  0, or -1: no memory. */
int model_learn(struct model *m, struct blocks *blocks);

#endif
