/* SPDX-License-Identifier: MIT */
/* What the files of lscb-survey-invite share. */
#ifndef LSCB_SURVEY_INVITE_H
#define LSCB_SURVEY_INVITE_H

#include "survey_ledger.h"
#include "token.h"

/*
 * Serials are a keyed hash of the form they stand for: the same ledger, list and key
 * give the same ones, and without the key they say nothing.
 */
struct serials;
int serials_new(struct serials **s, const struct key *key, struct err *err);
void serials_free(struct serials *s);
/* Fills in e->serial: of this form, and never one that the ledger has. */
void serials_next(struct serials *s, const struct survey *survey,
    const struct ledger *l, struct ledger_entry *e);

#endif
