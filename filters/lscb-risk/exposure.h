/* SPDX-License-Identifier: MIT */
/*
 * How exposed the members of a stream are in its classes.  A member is a row, or a
 * subject where one is named: then a class has as many members as different
 * subjects have a row in it, and a subject with rows in several classes is as
 * exposed as in the smallest of them.
 */
#ifndef LSCB_RISK_EXPOSURE_H
#define LSCB_RISK_EXPOSURE_H

#include <stddef.h>
#include <stdint.h>

#include "classes.h"

/* Members by the number of those they cannot be told from, themselves included:
 * at[1] of them stand alone, at[2] have one other ... */
struct sizes {
	uint32_t *at;	/* owned: up to members + 1 */
	size_t members;
	size_t largest;	/* nothing is beyond */
	bool apart;	/* every member is in one class alone; of classes only */
};

int sizes_open(struct sizes *s, size_t members);	/* -1: no memory */
void sizes_close(struct sizes *s);

/* Of classes and how many members each has; best is room for one number for
 * each subject, or NULL without them. */
void sizes_of_classes(struct sizes *s, const struct classes *c,
    const uint32_t *count, const struct codes *subject, uint32_t *best);
/* Of what each member was counted to be like. */
void sizes_of_members(struct sizes *s, const uint32_t *count);

struct exposure {
	size_t k;		/* the smallest */
	size_t unique;		/* members who stand alone */
	size_t below;		/* members in fewer than the limit */
	double highest;		/* prosecutor's risk of the most exposed: 1/k */
	double average;		/* mean over the members of 1/size */
};

struct exposure exposure_of(const struct sizes *s, size_t limit);

#endif
