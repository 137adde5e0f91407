/* SPDX-License-Identifier: MIT */
/*
 * The ledger of a survey: every serial that was ever issued, which child and form it
 * stands for, and what became of it.  It stays inside; a serial says nothing.
 * Holds an entry per serial.
 */
#ifndef LSCB_SURVEY_LEDGER_H
#define LSCB_SURVEY_LEDGER_H

#include "pseudonym.h"
#include "survey.h"

enum { SERIAL_LEN = 14 };	/* xxxx-xxxx-xxxx, the last one a check */

enum outcome {
	OUTCOME_INVITED,	/* nothing yet */
	OUTCOME_ANSWERED, OUTCOME_REFUSED, OUTCOME_WITHDRAWN,
	OUTCOME_DISTRESS, OUTCOME_NO_REPLY,
	N_OUTCOMES
};
extern const char *const outcome_names[N_OUTCOMES];

struct ledger_entry {
	char serial[SERIAL_LEN];
	char subject[PSEUDONYM_LEN];
	size_t stage;
	date opened, issued, until;
	date leaflet;		/* when it was sent; DATE_NONE: not known */
	enum outcome outcome;
	date on;		/* of the outcome; DATE_NONE when invited */
};

struct ledger {
	struct ledger_entry *v;
	size_t n, cap;
	struct table *serials;	/* the same places */
	struct table *forms;	/* subject, stage, opened: the same places */
};

/* 0, or -1 with *err. */
int ledger_init(struct ledger *l, struct err *err);
/*
 * Reads what ledger_write wrote.  Refused, with file and line: a serial that is none,
 * or there twice; a form with two serials; an unknown stage or outcome; days that
 * cannot be.
 */
int ledger_read(struct ledger *l, const struct survey *s, const char *path,
    struct err *err);
void ledger_free(struct ledger *l);
/* The entry, or NULL. */
struct ledger_entry *ledger_serial(const struct ledger *l, struct field serial);
struct ledger_entry *ledger_form(const struct ledger *l, const char *subject,
    size_t stage, date opened);
/* -1: no memory.  Neither its serial nor its form may be there. */
int ledger_add(struct ledger *l, const struct ledger_entry *e);
void ledger_write(const struct ledger *l, const struct survey *s,
    struct writer *wr);

/*
 * Takes a file serial,what,date into the ledger: what is leaflet (it was sent),
 * answered, refused, withdrawn or distress.  Refused, -1: a serial that was never
 * issued, a day before it was or after the as-of date, an outcome that contradicts
 * the one there.
 */
int ledger_record(struct ledger *l, const char *path, date as_of,
    struct err *err);

/* The check character behind 11 others (of base32), by Luhn's rule modulo 32. */
char serial_check(const char *p);
/* Is it written as serials are, with the right check character? */
bool serial_ok(struct field f);

#endif
