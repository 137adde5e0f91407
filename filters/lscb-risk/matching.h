/* SPDX-License-Identifier: MIT */
/*
 * Rows that may be the same where a missing value may be any: no classes any more,
 * because A may be like B and B like C, and A not like C.  What each row may be
 * taken for is counted exactly.
 */
#ifndef LSCB_RISK_MATCHING_H
#define LSCB_RISK_MATCHING_H

#include <stddef.h>
#include <stdint.h>

#include "classes.h"

enum { MATCH_COLUMNS = 64 };	/* of a set, at most */

/*
 * count of each row: rows, itself included, that have in each of the columns the
 * same value or a missing one, or it has a missing one there.  0, or -1 when
 * memory ran out.
 */
int matching_count(const struct codes *const *columns, size_t n, size_t rows,
    uint32_t *count, struct pairs *pairs);

#endif
