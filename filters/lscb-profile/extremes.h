/* SPDX-License-Identifier: MIT */
/*
 * The N-th least and N-th greatest number of a column, without holding more
 * than 2 N of them: what is said of either end then holds for N rows.
 */
#ifndef LSCB_PROFILE_EXTREMES_H
#define LSCB_PROFILE_EXTREMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers are whole ones of 10^-9. */
__extension__ typedef __int128 wide;

struct extremes {
	wide *low, *high;	/* heaps of the N least, negated, and of the N
				 * greatest: the root is the N-th */
	size_t enough, n;
};

int extremes_new(struct extremes *e, size_t enough);
void extremes_free(struct extremes *e);
void extremes_add(struct extremes *e, wide v);
/*
 * A number that at least N rows are as far out as: the N-th when N rows hold
 * it, else rounded inwards to two digits that count.  false: fewer than N.
 */
bool extremes_low(const struct extremes *e, wide *out);
bool extremes_high(const struct extremes *e, wide *out);

enum { WIDE_SIZE = 64 };
/* As text, without zeros that say nothing: "-12.5". */
void wide_format(wide v, char out[WIDE_SIZE]);

#endif
