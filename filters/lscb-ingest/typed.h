/* SPDX-License-Identifier: MIT */
/* A typed extract: its header bound to a definition, its rows judged. */
#ifndef LSCB_INGEST_TYPED_H
#define LSCB_INGEST_TYPED_H

#include "checks.h"
#include "extract.h"
#include "header.h"
#include "reject.h"
#include "rows.h"
#include "stats.h"

struct typed;

/*
 * Binds the header of rd to the definition, see header_bind; *problems gets
 * all that is wrong with it.  stats, which is kept, gets what good rows are asked
 * about, row by row.
 */
int typed_new(struct typed **t, const struct extract *x, date as_of,
    const struct reader *rd, struct stats *stats, struct notes *problems,
    struct err *err);
void typed_free(struct typed *t);
const struct binding *typed_binding(const struct typed *t);

void typed_header(const struct typed *t, struct writer *wr);

/*
 * Judges one row; *why says what is wrong with a bad one, or why it is
 * dropped.
 */
enum outcome typed_row(struct typed *t, const struct rec *rec,
    struct err *why);
/* What is to be asked about in the row that was found good last. */
const struct notes *typed_queries(const struct typed *t);
/* What else is wrong with the row that was found bad last, in other columns. */
const struct notes *typed_faults(const struct typed *t);
/* Writes the row that was found good last. */
void typed_write(const struct typed *t, struct writer *wr);
/*
 * The agency's own reference of a row of the file, good or bad, if it is written as
 * declared, so that it may be shown outside: what has slipped there from its
 * neighbour must not leave the house.  Else an empty field.  Borrowed from rec.
 */
struct field typed_reference(const struct typed *t, const struct rec *rec);
/* At the end: adds to the stats what was repaired in the good rows. */
void typed_repairs(const struct typed *t);

#endif
