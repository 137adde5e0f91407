/* SPDX-License-Identifier: MIT */
/*
 * What of the counts may be shown: pure, and the one place that decides.
 */
#ifndef LSCB_PROFILE_MASK_H
#define LSCB_PROFILE_MASK_H

#include "gather.h"
#include "profile.h"

/* One part of a column's rows; all parts together are its rows. */
struct part {
	uint64_t count;
	bool common;	/* stands for enough rows and people */
	bool loose;	/* nobody knows what it is: hidden, no protection */
	bool hidden;	/* set by mask_parts */
};
/*
 * Which of n parts are not shown: those that are not common, and as many of the
 * others as it takes that nobody who subtracts what is shown from the rows can
 * say how many a hidden one has.  The parts stand in the order of their counts,
 * greatest first, but for the first of all, which is hidden last.  The rows
 * hidden.
 */
uint64_t mask_parts(struct part *parts, size_t n, size_t mask);

/*
 * The picture of a column that was gathered from that many rows; memory of p.
 * 0, or -1: no memory.
 */
int mask_column(struct profile *p, struct gather *g);

#endif
