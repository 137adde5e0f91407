/* SPDX-License-Identifier: MIT */
/*
 * The rows of a typed stream: where its columns are, a row as the writer would
 * have it, the key by which its record is known.
 */
#ifndef LSCB_UPDATE_SHAPE_H
#define LSCB_UPDATE_SHAPE_H

#include <stdbool.h>

#include "buf.h"
#include "extract.h"
#include "rows.h"

struct shape;

/*
 * Finds every column of the definition in the header of rd; it has no other.
 * 0, or -1 with *err.
 */
int shape_new(struct shape **s, const struct extract *x,
    const struct reader *rd, struct err *err);
void shape_free(struct shape *s);

/* The header of the output: the columns in the definition's order. */
void shape_header(const struct shape *s, struct writer *wr);
/* A column of the definition, of this row. */
struct field shape_field(const struct shape *s, const struct rec *rec,
    int column);
/*
 * The whole row as the writer would have it, without its line end.  Borrowed
 * until the next call and the next record.  0, or -1: no memory.
 */
int shape_line(struct shape *s, const struct rec *rec, struct field *line);
/*
 * The columns of the key, each with a NUL behind it; likewise borrowed.  1; 0
 * when all of them are empty; -1: no memory.
 */
int shape_key(struct shape *s, const struct rec *rec, struct field *key);

#endif
