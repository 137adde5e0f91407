/* SPDX-License-Identifier: MIT */
/* What the files of lscb-survey-check share. */
#ifndef LSCB_SURVEY_CHECK_H
#define LSCB_SURVEY_CHECK_H

#include "survey_ledger.h"

/* The columns of responses that are looked at. */
struct place {
	int serial, stage, date, age;
	int *question;		/* by question; -1: open, or not there */
};

/* A response that is sound in itself. */
struct response {
	struct ledger_entry *entry;
	date on;
};

/* Finds them; refused, -1: one is missing, or one that nobody knows. */
int place_find(struct place *p, const struct survey *s,
    const struct reader *rd, struct err *err);

/*
 * Is the response one that can be?  0, or -1 with *why: column, code and text.  It
 * is held against the ledger and what is known of the same child: see order_wrong.
 */
int response_read(struct response *r, const struct place *p,
    const struct survey *s, const struct ledger *l, const struct rec *rec,
    date as_of, struct err *why);
/* Why its answers cannot be: off their scale, or not asked for.  0, or -1. */
int answers_check(const struct place *p, const struct survey *s,
    size_t stage, const struct rec *rec, struct err *why);
/* Was the child asked it, at this stage and after the answers before it? */
bool question_put(const struct place *p, const struct survey *s,
    size_t question, size_t stage, const struct rec *rec);

#endif
