/* SPDX-License-Identifier: MIT */
/*
 * The values of a row of the typed stream, each of its column's type: those
 * that somebody needs.
 */
#ifndef LSCB_VALUES_H
#define LSCB_VALUES_H

#include "extract.h"
#include "rows.h"
#include "stats.h"
#include "value.h"

struct values;

/* needed: by column of the extract.  0, or -1 with *err. */
int values_new(struct values **v, const struct extract *x,
    const bool *needed, date as_of, struct err *err);
void values_free(struct values *v);
/*
 * Finds the columns: every column of the definition is there, and no other.
 * 0, or -1 with *err.
 */
int values_bind(struct values *v, const struct reader *rd, struct err *err);
/*
 * The values of a row, by column; NULL with *why when one is bad.  Doubtful
 * ones are counted.  Borrowed until the next call and the next record.
 */
const struct value *values_read(struct values *v, const struct rec *rec,
    struct stats *stats, struct err *why);

#endif
