/* SPDX-License-Identifier: MIT */
/*
 * What classes give away about a sensitive column.  Values are counted by members:
 * a subject with several rows counts once with each value it has in a class.
 *
 * l-diversity: Machanavajjhala, Gehrke, Kifer, Venkitasubramaniam, ICDE 2006.
 * t-closeness: Li, Li, Venkatasubramanian, ICDE 2007.
 */
#ifndef LSCB_RISK_DIVERSITY_H
#define LSCB_RISK_DIVERSITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "classes.h"

/* The c of recursive (c,l)-diversity: digits / 10^scale. */
struct ratio {
	int64_t digits;
	int scale;
};

/* Of the class that is worst in each. */
struct diversity {
	uint32_t distinct;	/* different values */
	double entropy;		/* exp of the entropy of the values */
	uint32_t recursive;	/* the largest l for which it is (c,l)-diverse */
	double t;		/* distance from the whole */
};

/* A sensitive column and how its values are spread over the whole. */
struct sensitive {
	const struct codes *values;
	bool ordered;		/* codes are ranks of numbers */
	uint32_t *total;	/* owned: members with each value */
	uint64_t members;	/* their sum */
	uint64_t *up_to;	/* owned: of members up to a rank */
	uint64_t *sum_up_to;	/* owned: sum of up_to, of all ranks before */
};

/* The values of one class that are there, and those of all of them. */
struct cells {
	struct classes classes;	/* the cell of each row */
	uint32_t *count;	/* members in each */
	uint32_t *class, *value;	/* of each */
	uint32_t *order;	/* by class, and by value in it */
	uint32_t *start;	/* place in the order of each class, or value */
	uint32_t *before;	/* an order by value alone */
	uint32_t *largest;	/* counts of one class, largest first */
	uint32_t *room;		/* owned: all of these */
};

/* Each returns 0, or -1 when memory ran out. */
int cells_open(struct cells *cells, size_t rows);
void cells_close(struct cells *cells);
int sensitive_open(struct sensitive *s, const struct codes *values,
    bool ordered, const struct codes *subject, struct pairs *pairs);
void sensitive_close(struct sensitive *s);

/* members: of each class, as classes_count says. */
struct diversity diversity_of(const struct sensitive *s,
    const struct classes *classes, const uint32_t *members,
    const struct codes *subject, struct ratio c, struct cells *cells,
    struct pairs *pairs);

#endif
