/* SPDX-License-Identifier: MIT */
/*
 * The log of look-ups: CSV, mode 0600, only ever appended to, each line chained to
 * the one before.  Its last two columns are
 *
 *	seal	HMAC of chain before and line, under a key of the master that only
 *		both shares give: nobody else can write a line
 *	chain	SHA-256 of chain before, LF, line with its seal, LF; the chain before
 *		the first line is the SHA-256 of the header
 *
 * so a line changed, removed or put in breaks it.  Lines cut off at the end do not:
 * that shows whoever has noted a later head, see log_has.
 */
#ifndef LSCB_REIDENTIFY_LOG_H
#define LSCB_REIDENTIFY_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "date.h"
#include "err.h"
#include "request.h"
#include "share.h"

struct look_log;

/*
 * Opens it, locks it until it is closed, and goes along its chain.  begin: it may
 * not be there yet, else it must.  STATUS_DATA at the line where the chain breaks;
 * STATUS_TEMPFAIL: another look-up has the lock.  to_add: else only to look.
 */
enum log_use { LOG_LOOK, LOG_ADD, LOG_BEGIN };
int log_open(struct look_log **log, const char *path, enum log_use use,
    struct err *err);
void log_close(struct look_log *log);

size_t log_lines(const struct look_log *log);
const char *log_head(const struct look_log *log);	/* DIGEST_HEX digits */
/* The day of the last look-up; DATE_NONE without one. */
date log_last(const struct look_log *log);
/* Was this the head once, or is it now? */
bool log_has(const struct look_log *log, const char *head);

/*
 * From here on lines are sealed by this master; those that were are held against
 * it.  *others: how many are of another master.  0, or -1 with *err.
 */
int log_seal(struct look_log *log, const unsigned char master[KEY_BYTES],
    size_t *others, struct err *err);

/*
 * *use: how often a request has been used, by its id.  STATUS_CONFIG when it said
 * something else then.
 */
int log_uses(const struct look_log *log, const struct request *r,
    size_t *uses, struct err *err);
/*
 * Appends a line for each pseudonym of the request, in one write, and sees that
 * they are on the disk; else none is.  0, or -1 with *err.
 */
int log_append(struct look_log *log, const struct request *r, size_t use,
    date on, struct err *err);

#endif
