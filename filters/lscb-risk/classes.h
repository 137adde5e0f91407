/* SPDX-License-Identifier: MIT */
/*
 * Classes: rows that cannot be told apart by some columns.  A class is split by one
 * more column at a time, so that sets of columns that begin alike share the work.
 * Time for a split is that of one look-up for each row, whatever the values.
 */
#ifndef LSCB_RISK_CLASSES_H
#define LSCB_RISK_CLASSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codes.h"

/* Numbers pairs of numbers, densely; used again for each split. */
struct pairs {
	struct pair_slot *slots;	/* owned */
	size_t mask;			/* slots less one */
	uint32_t round;			/* slots of earlier ones are free */
	uint32_t n;			/* pairs so far */
};

int pairs_open(struct pairs *p, size_t rows);	/* 0, or -1: no memory */
void pairs_close(struct pairs *p);

struct classes {
	uint32_t *of;	/* of each row; by whoever has it */
	size_t rows;
	uint32_t n;
};

/* All rows in one class. */
void classes_whole(struct classes *c);
/* Those of in, split by a column; out may be in. */
void classes_split(struct classes *out, const struct classes *in,
    const struct codes *by, struct pairs *pairs);
/*
 * How many have a row in each class: different subjects, or rows where there are
 * no subjects (NULL).
 */
void classes_count(const struct classes *c, const struct codes *subject,
    uint32_t *count, struct pairs *pairs);

#endif
