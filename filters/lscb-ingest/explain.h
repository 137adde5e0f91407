/* SPDX-License-Identifier: MIT */
/* What a definition would do with a file, told in words, without doing it. */
#ifndef LSCB_INGEST_EXPLAIN_H
#define LSCB_INGEST_EXPLAIN_H

#include "agreement.h"
#include "extract.h"
#include "rows.h"

/*
 * Reads all of rd by the definition (and agreement, or NULL) and tells on wr what would become of its
 * columns and rows; never a value.  1: all of it would be taken; 0: some of it
 * would be rejected, or the file refused; -1 with *err: memory.
 */
int explain(struct writer *wr, const struct extract *x,
    const struct agreement *agreement, date as_of, const char *library,
    struct reader *rd, struct err *err);
/* The same of a file that could not even be opened as one. */
void explain_refused(struct writer *wr, const struct err *why);

#endif
