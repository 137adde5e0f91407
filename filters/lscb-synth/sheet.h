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

struct board;
struct sheets;

/* Makes dir/SENDER/ and every extract in it, and dir/truth/people.csv. */
int sheets_open(struct board *b, const char *dir, struct err *err);
/*
 * Ends all, writes dir/deliveries.rec and dir/truth/errors.csv; list(name,
 * rows) is called for each extract in order, name "cwm-arian/register.csv".
 * On failure sheets_abort is the caller's to call.
 */
int sheets_close(struct board *b, void (*list)(void *, const char *, size_t),
    void *arg, struct err *err);
/* A file cannot be written on: stop early, sheets_close says why. */
bool sheets_failed(const struct board *b);
/* After a failure: every file and folder that sheets_open made is gone. */
void sheets_abort(struct board *b);

/*
 * Begins a row of an extract about a person of the street (NOBODY: about a
 * home, or nobody's), for what happened on `on`.  False, and nothing begun,
 * when no extract could show it: before the window or after the as-of date.
 * (Whether it is in what this agency has delivered, or will be rejected, is
 * told by row_end, so that a delivery changes no event.)
 *
 * Fills the row id (prefix and the next number of the file; empty where
 * files.csv has no prefix) and all identity columns.  The person's home on
 * that day is the row's address (home overrides: >= 0), and FACT_SEEN is
 * noted on `on` when an address is written: with home NO_HOME when what is
 * written is no home of the street (mistyped, ZZ99), shown as row_end will
 * say.  side: 0 the street's own authority, 1 the next; -1: the side the
 * person lives on.
 */
bool row_begin(struct board *b, enum sheet_id s, int person, int home,
    int side, date on);
/*
 * The same for a spell (on a roll, on the register) that lasts from `on` to
 * `end` (DATE_NONE: open): shown when it reaches into the window, though it
 * began before it.
 */
bool row_begin_spell(struct board *b, enum sheet_id s, int person, int home,
    int side, date on, date end);
/* The id of the last row_begin that was true, to be repeated elsewhere. */
const char *row_id(struct board *b);
/* Fields by the constants of columns.h; a field not set is empty. */
void row_text(struct board *b, int column, const char *text);
void row_uint(struct board *b, int column, uint64_t v);
/* Empty when DATE_NONE, or not yet known on the delivery's as-of date. */
void row_date(struct board *b, int column, date d);
/*
 * The row gives an event of that day as well (not of DATE_NONE), so says
 * where the person was seen on it: noted as FACT_SEEN.
 */
void row_also(struct board *b, date d);
/* A date that may lie ahead: due, expected. */
void row_due(struct board *b, int column, date d);
/* Ends the row; truth/people.csv says who it was about.  False when it is not
 * delivered yet, or bears a mistake for which its reader will reject it. */
bool row_end(struct board *b);

#endif
