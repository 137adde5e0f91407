/* SPDX-License-Identifier: MIT */
/*
 * What was found wrong, for people: the rows that are asked about, a list
 * without values that can go back to the sender, and a summary by reason.
 * Holds one entry for each outcome, column and reason.
 */
#ifndef LSCB_INGEST_FINDINGS_H
#define LSCB_INGEST_FINDINGS_H

#include "err.h"
#include "header.h"
#include "rows.h"

enum finding { FOUND_REJECTED, FOUND_QUERIED, FOUND_DROPPED };

struct findings;
/* Any writer may be NULL: not wanted.  NULL: no memory. */
struct findings *findings_new(struct writer *queries,
    struct writer *redacted, struct writer *summary);
void findings_free(struct findings *f);
/*
 * One finding about a row.  reference may be shown outside; empty: unknown.
 * 0, or -1: no memory.
 */
int findings_add(struct findings *f, enum finding kind,
    const struct rec *rec, struct field reference, const struct err *why);

/* The same of all that was found in a row: why, and more; either may be NULL. */
int findings_row(struct findings *f, enum finding kind, const struct rec *rec,
    struct field reference, const struct err *why, const struct notes *more);

/* One line of the summary. */
struct found {
	enum finding kind;
	char column[96], code[40], text[512];
	char file[512];		/* of the first such row */
	size_t line, rows;
};
/* All of them, in the order of kind, column and reason; *n of them. */
const struct found *findings_all(struct findings *f, size_t *n);
/* Writes the summary, if it is wanted. */
void findings_summary(struct findings *f);
extern const char *const finding_names[];

#endif
