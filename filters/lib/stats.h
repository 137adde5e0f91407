/* SPDX-License-Identifier: MIT */
/*
 * What became of every row: read = used + rejected + dropped, always.
 * Rejected and dropped are counted by reason; repaired counts changes that
 * were declared (a line break in a field); written counts rows out.
 */
#ifndef LSCB_STATS_H
#define LSCB_STATS_H

#include <stddef.h>

#include "err.h"
#include "rows.h"

enum stats_measure {
	STATS_READ, STATS_USED, STATS_REJECTED, STATS_DROPPED, STATS_REPAIRED,
	STATS_QUERIED,
	/* What became of addresses, once a row; areas that they did not give;
	 * what went on although an agreement says no.  Said where there is any. */
	STATS_LOCATED, STATS_NO_AREA, STATS_OVERRIDDEN,
	STATS_WRITTEN
};

struct stats;
struct stats *stats_new(const char *filter);	/* NULL: no memory */
void stats_free(struct stats *s);
/* reason is NULL or "" for measures that have none. */
void stats_add(struct stats *s, enum stats_measure m, const char *reason,
    size_t n);
size_t stats_get(const struct stats *s, enum stats_measure m);	/* total */
/* The i-th reason of a measure, *n how often; empty behind the last. */
struct field stats_reason(const struct stats *s, enum stats_measure m,
    size_t i, size_t *n);
/* Asked about: what is hidden in a workbook, if there was one (rd_sheet). */
void stats_sheet(struct stats *s, const struct sheet_found *found);
/*
 * 0 when read = used + rejected + dropped; else -1, STATUS_INTERNAL, or
 * STATUS_SYSTEM when memory ran out for the reasons.
 */
int stats_check(const struct stats *s, struct err *err);
/* CSV: filter,measure,reason,count.  Errors stick in wr, but for memory. */
int stats_write(const struct stats *s, struct writer *wr, struct err *err);

#endif
