/* SPDX-License-Identifier: MIT */
/*
 * A model from inside: learn.c makes it, of the patterns that cells.c counts; model.c
 * says what a pair is worth.
 */
#ifndef LSCB_LINK_MODEL_H
#define LSCB_LINK_MODEL_H

#include "link.h"

enum kind { MATCH, FAMILY, TWINS, CHANCE, KINDS };

/* Of an identity: in how many others each of these values is found. */
enum value { OF_FORENAME, OF_SURNAME, OF_DOB, OF_POSTCODE, OF_HOUSEHOLD,
	VALUES };

typedef double shares[FEATURES][LEVELS];

/* Patterns, and how many pairs have them. */
struct cells {
	struct cell {
		pattern p;
		double n;
	} *cells;
	size_t n, cap;			/* cap: a power of two */
	struct met {
		pattern p;
		size_t key;
	} *met, last;			/* n patterns as they were met first, under
					 * which key; and the last pair */
	size_t cap_met;
};

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
	struct cells cells;		/* of pairs that share a key, while
					 * learning */
	double drawn[FEATURES][LEVELS];
	double n_drawn, n_pairs;
};

/* cells.c: all 0, or -1: no memory.  Room for one more pattern. */
int cells_reserve(struct cells *c);
int cells_count(struct cells *c, size_t key, pattern p);
/* Into an empty one, as if it had counted, of each key, one's and then other's. */
int cells_merge(struct cells *c, const struct cells *one,
    const struct cells *other);
void cells_free(struct cells *c);

/* learn.c: fills of, prior, pairs, families.  0, or -1: no memory. */
int model_learn(struct model *m, struct blocks *blocks);

#endif
