/* SPDX-License-Identifier: MIT */
/* Numbering from inside: anchor.c, forget.c and number.c.  See number.c. */
#ifndef LSCB_LINK_NUMBER_H
#define LSCB_LINK_NUMBER_H

#include "link.h"

struct anchors {
	struct table *texts;
	uint32_t *owner;	/* root, or NONE: two clusters have it */
	size_t cap;
	size_t *first;		/* by root: its first anchor, or SIZE_MAX */
	size_t *known;		/* by anchor: where the index has it, or SIZE_MAX */
};

/* A standing number that a cluster asks for, and on what ground. */
struct claim {
	uint32_t number;
	uint32_t since;		/* its token is with that number */
	size_t anchor;
	uint32_t root;
};

struct numbers {
	struct people *people;
	struct index *x;
	struct anchors anchors;
	struct claim *claims;
	size_t n_claims, cap_claims;
	bool *alone;		/* by root: by decision */
	bool *persons;		/* by root: somebody, not only a household */
	uint32_t *issued;	/* by number: run of its oldest token */
	uint32_t *instead;	/* by number: the one it was merged into */
	uint32_t *asked;	/* by root: the first number it claimed, or NONE */
	const struct decisions *decisions;
	struct numbering *told;
	size_t n_old;		/* numbers in the standing index */
};

/* anchor.c: what an identity can be known by again.  0, or -1: no memory. */
int anchors_of(struct people *people, uint32_t identity, struct anchors *a);
/* The first anchor of each cluster that no other has. */
void anchors_first(struct numbers *s);
/* For a cluster without any: all that its first identity says. */
int anchor_by_all(struct numbers *s, uint32_t root);
/* The order of two keys of a table. */
int anchors_compare(const struct table *t, size_t a, size_t b);

/* forget.c: an entry of the index that says that a number is not given again. */
bool number_is_spent(const struct table *tokens, size_t i);
int number_spend(struct index *x, uint32_t number);
/* By decision. */
bool number_is_forgotten(const struct numbers *s, uint32_t number);
bool number_may_be_claimed(const struct numbers *s, uint32_t root,
    uint32_t number);
/* Numbers by decision forgotten, and what erased records were known by. */
int numbers_forget(struct numbers *s);

#endif
