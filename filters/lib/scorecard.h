/* SPDX-License-Identifier: MIT */
/*
 * Scorecards, LIBRARY/scorecards/ID.rec, as records: one Scorecard, its Headline
 * records in the order they are shown, its Measure records.  What is on them is
 * for whoever reads them to see.
 */
#ifndef LSCB_SCORECARD_H
#define LSCB_SCORECARD_H

#include "defs.h"
#include "err.h"

/* A board that looks at everything sees nothing. */
enum { MAX_HEADLINES = 5 };

/* name is one of the library's, or a path.  0, or -1 with *err (STATUS_CONFIG). */
int scorecard_read(struct defs **defs, const char *library, const char *name,
    struct err *err);

#endif
