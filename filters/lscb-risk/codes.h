/* SPDX-License-Identifier: MIT */
/*
 * One column as dense codes: 0, 1, 2 ... for its different values, one for each
 * row.  The values themselves are held while rows are read and forgotten after.
 */
#ifndef LSCB_RISK_CODES_H
#define LSCB_RISK_CODES_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define CODE_NONE UINT32_MAX
/* Codes and counts have 32 bits, and a product of two of them fits in 64. */
enum { ROWS_MAX = 2147483647 };

struct codes {
	uint32_t *of;		/* owned: the code of each row */
	size_t rows, cap;
	uint32_t n;		/* different values */
	uint32_t missing;	/* code of the empty value; CODE_NONE: no row
				 * has it */
	struct table *values;	/* owned: by code; NULL once forgotten */
};

/* Each returns 0, or -1 when memory ran out. */
int codes_open(struct codes *c);
int codes_add(struct codes *c, const char *p, size_t n);
/*
 * Codes in the order of numbers, 7 and 7.0 being one; a missing value comes before
 * all.  Every value must be one that num_decimal takes, or empty.
 */
int codes_rank(struct codes *c);
void codes_forget(struct codes *c);
void codes_free(struct codes *c);

#endif
