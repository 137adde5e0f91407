/* SPDX-License-Identifier: MIT */
/*
 * Who a row is about, as link tokens: each part of an identity brought to
 * the form that different agencies share, then hashed under a key of its own
 * field.  Never a token for an empty value or a pseudo-postcode.
 */
#ifndef LSCB_DEIDENTIFY_IDENTITY_H
#define LSCB_DEIDENTIFY_IDENTITY_H

#include "extract.h"
#include "rows.h"
#include "token.h"
#include "value.h"

struct identity;

/*
 * library: where names.rec is; sender is "" where none is known.  0, or -1 with
 * *err.
 */
int identity_new(struct identity **id, const struct extract *x,
    const char *library, const char *sender, const struct key *key,
    struct err *err);
void identity_free(struct identity *id);	/* wipes */

void identity_header(struct writer *wr);
/*
 * One line of tokens for the row with these values (by column), after its
 * record number.  0, or -1: no memory.
 */
int identity_write(struct identity *id, const char record[PSEUDONYM_LEN],
    const struct value *values, struct writer *wr);

#endif
