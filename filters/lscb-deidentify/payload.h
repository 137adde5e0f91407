/* SPDX-License-Identifier: MIT */
/*
 * What a row says, without who it is about: the events it gives, each with
 * the columns of the event history that its definition can carry.
 */
#ifndef LSCB_DEIDENTIFY_PAYLOAD_H
#define LSCB_DEIDENTIFY_PAYLOAD_H

#include "areas.h"
#include "extract.h"
#include "history.h"
#include "rows.h"
#include "token.h"
#include "value.h"

struct payload;

/*
 * Decides what each column becomes.  alone: an event history of this extract
 * by itself, without record pseudonyms, each child under a pseudonym of its
 * local id.  areas: those that an address is looked up in, which is borrowed and
 * read before the first row; or NULL.  STATUS_CONFIG when a column would be
 * carried under a name that the history does not have, or that is not its.
 */
int payload_new(struct payload **p, const struct extract *x,
    const struct history *h, const char *sender, bool alone,
    struct areas *areas, const struct key *key, struct err *err);
void payload_free(struct payload *p);
/* By column of the extract: must its values be known at all? */
const bool *payload_needs(const struct payload *p);

void payload_header(const struct payload *p, struct writer *wr);
/* False, with *why, when an event lacks the id of the thing it is about. */
bool payload_check(const struct payload *p, const struct value *values,
    struct err *why);
/*
 * Writes the events of the row with these values and this number in the
 * stream; returns how many, or -1: no memory.
 */
int payload_write(struct payload *p, const struct value *values,
    size_t number, struct writer *wr);
/* Pseudonym of the record last written: by its key, else by its number. */
const char *payload_record(const struct payload *p);
/* Was it about a child that has no local id? */
bool payload_nameless(const struct payload *p);

#endif
