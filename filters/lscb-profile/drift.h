/* SPDX-License-Identifier: MIT */
/*
 * What changed between two profiles: pure but for the writer.  What was masked is
 * an interval, not a number: a change is told only where every number in it
 * would be one.
 */
#ifndef LSCB_PROFILE_DRIFT_H
#define LSCB_PROFILE_DRIFT_H

#include "profile.h"

/* A share in per cent: points / 10^scale. */
struct tolerance {
	int64_t points;
	int scale;
};

/* "10", "10%", "2.5%": up to 1000, three places.  false: none. */
bool tolerance_parse(const char *s, struct tolerance *t);
/*
 * Can they be compared?  0, or -1 with STATUS_DATA and what to do.  file is
 * where the earlier one came from.
 */
int drift_check(const struct profile *before, const struct profile *now,
    const char *file, struct err *err);
/* Writes each change beyond the tolerance; true if there is one for sure. */
bool drift_write(const struct profile *before, const struct profile *now,
    struct tolerance t, struct writer *wr);

#endif
