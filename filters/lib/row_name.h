/* SPDX-License-Identifier: MIT */
/*
 * What a record of the typed stream is called below the line: a pseudonym of its
 * extract, its sender and its key, or where the extract has no key of its number in
 * the stream.  One place knows, for lscb-deidentify and for lscb-reidentify.
 */
#ifndef LSCB_ROW_NAME_H
#define LSCB_ROW_NAME_H

#include <stdbool.h>

#include "err.h"
#include "extract.h"
#include "token.h"
#include "value.h"

struct row_name;

/*
 * key: of purpose deidentify.  sender is "" where none is known; it and x are
 * borrowed.  0, or -1 with *err.
 */
int row_name_new(struct row_name **out, const struct extract *x,
    const char *sender, const struct key *key, struct err *err);
void row_name_free(struct row_name *r);		/* wipes */
/* Sets needed, by column of the extract, for what a name is made of. */
void row_name_needs(const struct extract *x, bool *needed);
/* Of the row with these values, by column, and this number, from 1. */
void row_name(struct row_name *r, const struct value *values, size_t number,
    char out[PSEUDONYM_LEN]);

#endif
