/* SPDX-License-Identifier: MIT */
/*
 * Fields of one column that were found good as they stand: whether a value
 * can be trusted depends on its column and its bytes alone, so the same bytes
 * need not be looked at again.  Dates and codes and postcodes come again and
 * again.  A fixed table; nothing in it is ever taken for anything else.
 */
#ifndef LSCB_SEEN_H
#define LSCB_SEEN_H

#include <stdbool.h>

#include "extract.h"
#include "rows.h"

struct seen;
/* 0, or -1: no memory.  *s is NULL for types whose values seldom repeat. */
int seen_new(struct seen **s, enum column_type type);
void seen_free(struct seen *s);		/* wipes */
/* f: a field of a record (FIELD_SLACK), not empty.  s may be NULL. */
bool seen_good(const struct seen *s, struct field f);
void seen_add(struct seen *s, struct field f);

#endif
