/* SPDX-License-Identifier: MIT */
/*
 * What a row says, without who it is about: the events it gives, each with
 * the columns of the event history that its definition can carry.
 */
#ifndef LSCB_DEIDENTIFY_PAYLOAD_H
#define LSCB_DEIDENTIFY_PAYLOAD_H

#include "extract.h"
#include "history.h"
#include "rows.h"
#include "token.h"
#include "value.h"

struct payload;

/*
 * Decides what each column becomes.  STATUS_CONFIG when one would be
 * carried under a name that the history does not have, or that is not its.
 */
int payload_new(struct payload **p, const struct extract *x,
    const struct history *h, const char *sender, const struct key *key,
    struct err *err);
void payload_free(struct payload *p);
/* Must the values of this column be known at all? */
bool payload_needs(const struct payload *p, size_t column);

void payload_header(const struct payload *p, struct writer *wr);
/* Pseudonym of a record: by its key, else by its number in the stream. */
void payload_record(struct payload *p, const struct value *values,
    size_t number, char record[PSEUDONYM_LEN]);
/* False, with *why, when an event lacks the id of the thing it is about. */
bool payload_check(const struct payload *p, const struct value *values,
    struct err *why);
/* Writes the row's events; returns how many. */
size_t payload_write(struct payload *p, const char record[PSEUDONYM_LEN],
    const struct value *values, struct writer *wr);

#endif
