/* SPDX-License-Identifier: MIT */
/*
 * What was agreed about an extract before it was sent: LIBRARY/agreements/
 * NAME.rec or a path, see lscb-agreement(5).  Its columns, how long it holds
 * until it is to be looked at again, and what goes on all the same, with a
 * reason and an end.
 *
 *	%rec: Agreement	id title title_cy reference party* recipient* purpose
 *			basis signed review retention note*
 *	%rec: Extract	extract sender* column* extra_columns note*
 *	%rec: Override	extract allows reason by until
 */
#ifndef LSCB_INGEST_AGREEMENT_H
#define LSCB_INGEST_AGREEMENT_H

#include "date.h"
#include "extract.h"
#include "header.h"
#include "stats.h"

struct agreement;

/*
 * Reads what an agreement says of this extract of this sender (NULL: nobody's).
 * STATUS_CONFIG "bad-agreement": it is not there, has a slip in it, or says
 * nothing of them.
 */
int agreement_read(struct agreement **a, const char *library,
    const char *name, const struct extract *x, const char *sender,
    struct err *err);
void agreement_free(struct agreement *a);
const char *agreement_id(const struct agreement *a);
date agreement_review(const struct agreement *a);

/*
 * Is it signed, and not past its review, on that day?  0, or -1 with *err:
 * STATUS_DATA "agreement-not-signed" or "agreement-lapsed".  What an override
 * allows is counted.
 */
int agreement_holds(const struct agreement *a, date on, struct stats *stats,
    struct err *err);
/*
 * Does the file have columns that were not agreed?  0, or -1 with *err:
 * STATUS_DATA "outside-agreement", the first of those added to *problems.
 * What an override allows is counted.
 */
int agreement_header(const struct agreement *a, const struct binding *b,
    const struct reader *rd, date on, struct stats *stats,
    struct notes *problems, struct err *err);

#endif
