/* SPDX-License-Identifier: MIT */
/*
 * What the lines of a payload are made of.  It is settled once (plan.c); a
 * row only fills it in (payload.c).
 */
#ifndef LSCB_DEIDENTIFY_PLAN_H
#define LSCB_DEIDENTIFY_PLAN_H

#include "buf.h"
#include "payload.h"
#include "recent.h"

/* Where a column of the history comes from, besides a column of role keep. */
enum { FROM_NOTHING = -1, FROM_DOB = -2, FROM_SENDER = -3 };

enum { RECENT_SUBJECTS = 1024 };

/* A line is constant text and, between, what a row says. */
enum piece_kind {
	PIECE_TEXT,		/* as it stands in texts */
	PIECE_RECORD, PIECE_CHILD, PIECE_ENTITY,
	PIECE_PLAIN,		/* a value that never needs quotes */
	PIECE_VALUE,
	PIECE_BIRTH		/* the month of the date of birth */
};

struct piece {
	enum piece_kind kind;
	int column;		/* of the extract */
	size_t at, n;		/* PIECE_TEXT */
};

struct line {
	const struct event *event;
	struct piece *pieces;
	size_t n, cap;
	size_t fixed;		/* bytes of all but the values */
	struct recent *things;	/* an entity's pseudonyms given lately */
};

struct payload {
	const struct extract *x;
	const struct history *h;
	const char *sender;
	bool alone;
	int *from;		/* by column of the history */
	bool *needed;		/* by column of the extract */
	int dob, sex, id;	/* columns, or COLUMN_NONE */
	struct mac *record_mac, *entity_mac, *child_mac;
	struct part *parts;	/* of a record; the constant ones stay */
	size_t n_fixed;
	struct line *lines;	/* by event */
	bool things;		/* an event is about an entity */
	struct buf texts;
	struct recent *children;
	/* Of the row at hand. */
	char record[PSEUDONYM_LEN];
	char child[PSEUDONYM_LEN];
	bool nameless;
	struct buf out;
};

/*
 * Decides what each column becomes.  STATUS_CONFIG when one would be carried
 * under a name that the history does not have, or that is not its.
 */
int plan_columns(struct payload *p, struct err *err);
/* What a line of each event is made of.  0, or -1: no memory. */
int plan_lines(struct payload *p, struct err *err);

#endif
