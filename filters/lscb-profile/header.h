/* SPDX-License-Identifier: MIT */
/*
 * Is the first line of a file its header, or the first child in it?  Headers
 * are shown, so in doubt it is a child.
 */
#ifndef LSCB_PROFILE_HEADER_H
#define LSCB_PROFILE_HEADER_H

#include "err.h"
#include "rows.h"

/* What a name in a header looks like instead, or NULL: "a date". */
const char *header_looks(const char *p, size_t n);
/*
 * Every name looks like a name.  0, or -1 with STATUS_DATA [no-header]; never
 * a name in the message.
 */
int header_check(const struct reader *rd, struct err *err);
/* A name of the header stands in its column too: the same failure. */
int header_repeats(const struct reader *rd, size_t column, struct err *err);

#endif
