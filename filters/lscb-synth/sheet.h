/* SPDX-License-Identifier: MIT */
/*
 * Rows of extracts, as each agency writes them.  The code that makes an event
 * says which extract, who, when and what; everything about who (the local id,
 * names in the agency's spelling, birth, sex in its codes, the address it
 * holds, the numbers it knows) and how (headers, order, formats, encoding,
 * mistakes on purpose, what a late or monthly delivery leaves out) is here.
 */
#ifndef LSCB_SYNTH_SHEET_H
#define LSCB_SYNTH_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "columns.h"
#include "date.h"
#include "err.h"

#define SHEET_CONSTANT(constant, name, columns) constant,
enum sheet_id { SHEETS(SHEET_CONSTANT) SHEET_COUNT };
#undef SHEET_CONSTANT

struct board;
struct sheets;

/* Opens every extract under dir/SENDER/, and dir/truth/people.csv. */
int sheets_open(struct board *b, const char *dir, struct err *err);
/* Ends all; list(name, rows) is called for each file in order. */
int sheets_close(struct board *b, void (*list)(void *, const char *, size_t),
    void *arg, struct err *err);
/* After a failure: every file of this run is gone. */
void sheets_abort(struct board *b);

/*
 * Begins a row of an extract about a person of the street (NOBODY: about a
 * home, or nobody's), for what happened on `on`.  False, and nothing begun,
 * when no extract shows it: before the window or after the delivery's
 * as-of date.  Fills the row id (prefix and the next number of the sheet)
 * and all identity columns.  The person's home on that day is the row's
 * address (home overrides: >= 0), and FACT_SEEN is noted when an address is
 * written.  side: 0 the street's own authority, 1 the next; -1: the side the
 * person lives on.
 */
bool row_begin(struct board *b, enum sheet_id s, int person, int home,
    int side, date on);
/* The id that row_begin gave, to be repeated in other extracts. */
const char *row_id(struct board *b);
/* Fields by the constants of columns.h; a field not set is empty. */
void row_text(struct board *b, int column, const char *text);
void row_uint(struct board *b, int column, uint64_t v);
/* Empty when DATE_NONE, or not yet known on the delivery's as-of date. */
void row_date(struct board *b, int column, date d);
/* A date that may lie ahead: due, expected. */
void row_due(struct board *b, int column, date d);
/* Ends the row; truth/people.csv says who it was about. */
void row_end(struct board *b);

#endif
