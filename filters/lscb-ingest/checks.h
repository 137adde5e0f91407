/* SPDX-License-Identifier: MIT */
/*
 * What a definition demands across the columns of a row and across rows: its
 * rules, its key, rows that are there twice.  Holds an entry for each row's
 * key, for each rule of kind unique, and for each row where duplicates matter;
 * where none of these is declared, nothing.
 */
#ifndef LSCB_INGEST_CHECKS_H
#define LSCB_INGEST_CHECKS_H

#include "extract.h"
#include "header.h"
#include "keys.h"
#include "value.h"

enum outcome {
	ROW_GOOD,
	ROW_BAD,	/* rejected */
	ROW_DROPPED,	/* no record, as the definition says */
	ROW_STOPS,	/* nor can the file be read on */
	ROW_NO_MEMORY
};

struct checks;
struct checks *checks_new(const struct extract *x);	/* NULL: no memory */
void checks_free(struct checks *c);
/* Says that a row with this key comes in a moment; see keys_expect. */
void checks_expect(const struct checks *c, struct field key);
/*
 * Judges a row by its values, one for each column, and by its bytes where it says
 * something that is not among them (else raw is empty).  *why says what is wrong,
 * or why it is dropped; what is only asked about is added to *queries.  Only a
 * good row is remembered.
 */
enum outcome checks_row(struct checks *c, const struct value *values,
    struct field raw, struct place where, struct notes *queries, struct err *why);

#endif
