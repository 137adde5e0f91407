/* SPDX-License-Identifier: MIT */
/*
 * What of the counts may be shown: pure, and the one place that decides.
 */
#ifndef LSCB_PROFILE_MASK_H
#define LSCB_PROFILE_MASK_H

#include "gather.h"
#include "profile.h"

/* One part of a column's rows, all parts together are its rows. */
struct part {
	uint64_t count;
	bool common;	/* stands for enough rows and people */
	bool hidden;	/* set by mask_parts */
};
/*
 * Which of n parts, the most frequent first, are not shown.  The last to be
 * hidden for the others' sake is the first.  The rows hidden.
 */
uint64_t mask_parts(struct part *parts, size_t n, size_t mask);

/*
 * The picture of a column that was gathered from that many rows; memory of p.
 * 0, or -1: no memory.
 */
int mask_column(struct profile *p, struct gather *g);

#endif
