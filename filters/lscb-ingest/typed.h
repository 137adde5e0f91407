/* SPDX-License-Identifier: MIT */
/* A typed extract: its header bound to a definition, its rows judged. */
#ifndef LSCB_INGEST_TYPED_H
#define LSCB_INGEST_TYPED_H

#include "extract.h"
#include "reject.h"
#include "rows.h"
#include "stats.h"

struct typed;

/*
 * Finds every column of the definition in the header of rd, by name or alias.
 * A column that is missing, there twice, or unknown to the definition is
 * STATUS_DATA.
 */
int typed_new(struct typed **t, const struct extract *x, date as_of,
    const struct reader *rd, struct err *err);
void typed_free(struct typed *t);

void typed_header(const struct typed *t, struct writer *wr);

enum outcome { ROW_GOOD, ROW_BAD, ROW_BLANK, ROW_NO_MEMORY };
/* Judges one row; *why says what is wrong with a bad one. */
enum outcome typed_row(struct typed *t, const struct rec *rec,
    struct err *why);
/* Writes the row that was found good last. */
void typed_write(const struct typed *t, struct writer *wr);
/* Adds what was repaired and asked about in the good rows. */
void typed_stats(const struct typed *t, struct stats *stats);

#endif
