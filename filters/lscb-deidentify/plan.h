/* SPDX-License-Identifier: MIT */
/*
 * What the lines of a payload are made of.  It is settled once (plan.c); a
 * row only fills it in (payload.c).
 */
#ifndef LSCB_DEIDENTIFY_PLAN_H
#define LSCB_DEIDENTIFY_PLAN_H

#include <string.h>

#include "buf.h"
#include "payload.h"
#include "recent.h"
#include "row_name.h"

/* Where a column of the history comes from, besides a column of role keep. */
enum { FROM_NOTHING = -1, FROM_DOB = -2, FROM_SENDER = -3,
	FROM_AREA = -4 };	/* the first level; the next one less ... */

/* Rows of a child, or a thing, that stand together. */
enum { RECENT_SUBJECTS = 64 };

/* A line is what a row says and, between, constant text. */
enum piece_kind {
	PIECE_NOTHING,
	PIECE_RECORD, PIECE_CHILD, PIECE_ENTITY,
	PIECE_PLAIN,		/* a value that never needs quotes */
	PIECE_VALUE,
	PIECE_BIRTH,		/* the month of the date of birth */
	PIECE_AREA		/* of a level, that the row's address lies in */
};

struct piece {
	enum piece_kind kind;
	size_t column;		/* of the extract; 0 where it says nothing */
	size_t level;		/* PIECE_AREA */
	size_t at, n;		/* in texts: what stands behind it */
};

struct line {
	const struct event *event;
	struct piece *pieces;
	size_t n, cap;
	size_t *columns;	/* the values in it */
	size_t n_columns, cap_columns;
	size_t fixed;		/* bytes of all but those */
	/* Of an entity: its pseudonyms given lately; what is hashed, its id
	 * last. */
	struct recent *things;
	struct part parts[3];
};

struct payload {
	const struct extract *x;
	const struct history *h;
	const char *sender;
	bool alone;
	int *from;		/* by column of the history */
	bool *needed;		/* by column of the extract */
	int dob, sex, id;	/* columns, or COLUMN_NONE */
	int postcode, protected;
	struct areas *areas;	/* NULL: addresses are not looked up */
	struct row_name *name;	/* of a record */
	struct mac *entity_mac, *child_mac;
	struct line *lines;	/* by event */
	bool things;		/* an event is about an entity */
	struct buf texts;	/* FIELD_SLACK behind it */
	struct recent *children;
	struct part child_parts[3];	/* the local id last */
	/* Of the row at hand. */
	char record[PSEUDONYM_LEN + FIELD_SLACK];
	char child[PSEUDONYM_LEN + FIELD_SLACK];
	bool nameless;
	const struct area *area;	/* NULL: none */
	struct buf quoted;
};

/*
 * Decides what each column becomes.  STATUS_CONFIG when one would be carried
 * under a name that the history does not have, or that is not its.
 */
int plan_columns(struct payload *p, struct err *err);
/* What a line of each event is made of.  0, or -1: no memory. */
int plan_lines(struct payload *p, struct err *err);

#endif
