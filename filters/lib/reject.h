/* SPDX-License-Identifier: MIT */
/*
 * Quarantine: rows that cannot be trusted, mode 0600, the one place where
 * values may stand beside a reason.  Columns: file,line,record,column,
 * reason,message,raw.  Without a file the first bad row stops the filter.
 */
#ifndef LSCB_REJECT_H
#define LSCB_REJECT_H

#include "err.h"
#include "rows.h"
#include "stats.h"

struct rejects;
/*
 * path NULL: no quarantine.  limit is "N", "P%" or NULL (no limit).  0, or
 * -1 with *err (STATUS_USAGE for a bad limit, STATUS_CANTCREATE).
 */
int rejects_open(struct rejects **rj, const char *path, const char *limit,
    struct stats *stats, struct err *err);
/*
 * Hands over a bad row.  *why says what is wrong with it: code, column and
 * text are used; file and line are filled in from rec.  0: counted, go on.
 * -1: stop with *err (no quarantine, or the limit is passed).
 */
int rejects_add(struct rejects *rj, const struct rec *rec,
    const struct err *why, struct err *err);
/*
 * Has every bad row seen as it is rejected, with why; rec->n is 0 where its
 * fields could not be told.
 */
void rejects_watch(struct rejects *rj, void (*seen)(void *arg,
    const struct rec *rec, const struct err *why), void *arg);
/*
 * rd_next for filters: counts STATS_READ, sends unreadable rows to
 * quarantine, returns only sound records.  1, 0 at the end, -1 to stop.
 */
int rejects_next(struct rejects *rj, struct reader *rd,
    const struct rec **rec, struct err *err);
/* Judges a P% limit, closes the file.  0, or -1 with *err. */
int rejects_close(struct rejects *rj, struct err *err);
/* Gives up; what was found so far may be kept: it says what to mend. */
void rejects_abort(struct rejects *rj, bool keep);

#endif
