/* SPDX-License-Identifier: MIT */
/*
 * How many different values a column has, in at most a mebibyte.  Exact up to
 * DISTINCT_EXACT of them but for hashes that meet (once in some 10^10 columns);
 * beyond, Wegman's adaptive sampling: of the hashes only those are kept that
 * end in enough zero bits, and counted for those that are not.  Its standard
 * error is 0.7 %.  Needs no chance, and the order of rows means nothing to it.
 */
#ifndef LSCB_PROFILE_DISTINCT_H
#define LSCB_PROFILE_DISTINCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISTINCT_EXACT = 65536 };

struct distinct {
	uint64_t *slots;	/* 2^bits, half of them free; 0 = free */
	unsigned bits, depth;	/* hashes kept end in so many zero bits */
	size_t n;
	uint64_t last;		/* the hash that came last */
};

/* Adds the hash of a value, not 0.  0, or -1: no memory. */
int distinct_add(struct distinct *d, uint64_t hash);
uint64_t distinct_count(const struct distinct *d, bool *exact);
void distinct_free(struct distinct *d);

#endif
