/* SPDX-License-Identifier: MIT */
/*
 * The value of every indicator, from facts alone and by code of its own: no
 * file, expression or number of lscb-indicators is used.  For each period two
 * pairs: what happened, and what the extracts can show of it.
 */
#ifndef LSCB_SYNTH_TRUTH_H
#define LSCB_SYNTH_TRUTH_H

#include "date.h"
#include "err.h"

struct board;
struct street;
struct truth;

int truth_new(struct board *b, struct err *err);
/* After all events of the street in hand; reads b->facts. */
void truth_street(struct board *b);
/* Of the board's own business, which is no street's. */
enum business { BUSINESS_TRAINING, BUSINESS_AUDIT, BUSINESS_MEETING,
	BUSINESS_STANDARD };
/* value: band of a standard; id: which standard, meeting ... from 0. */
void truth_business(struct board *b, enum business what, date d, int id,
    int value, bool shown);
/* dir/truth/indicators.csv, dir/populations.csv */
int truth_write(struct board *b, const char *dir, struct err *err);
void truth_free(struct board *b);

#endif
