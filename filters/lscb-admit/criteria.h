/* SPDX-License-Identifier: MIT */
/*
 * What an indicator must bring to be admitted: LIBRARY/admission.rec, which is the
 * board's to change.  Criteria in the order in which they are told; of each what it
 * asks for, in the order of its lines:
 *
 *	must: KEY [or KEY]... [if|unless KEY [or KEY]... [= VALUE]]
 *	should: the same; without it the criterion is open, not failed
 *	must_be, should_be: CHECK [if|unless ...]
 *	note_unless: CHECK [if|unless ...]; told, and met all the same
 *
 * A check is worked out (checks.h).  Of a scorecard only checks are asked.
 */
#ifndef LSCB_ADMIT_CRITERIA_H
#define LSCB_ADMIT_CRITERIA_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "defs.h"
#include "err.h"

enum result { RESULT_MET, RESULT_NOTE, RESULT_OPEN, RESULT_NOT_MET };

/* Any of these keys. */
struct any_of {
	const char **keys;
	size_t n;
};

struct ask {
	enum result otherwise;	/* when it is not so */
	struct any_of keys;	/* none: a check */
	size_t check;		/* checks[], see checks.h */
	enum { ALWAYS, IF, UNLESS } when;
	struct any_of given;	/* IF and UNLESS: any of these */
	const char *value;	/* has this value; NULL: is there */
	const char *clause;	/* as written: "if dda = yes"; or "" */
};

struct criterion {
	const char *id, *title, *title_cy;
	bool of_scorecard;
	struct ask *asks;
	size_t n;
};

struct criteria {
	struct criterion *v;
	size_t n;
	struct arena mem;
	struct defs *defs;	/* owns the texts */
};

/* 0, or -1 with *err (STATUS_CONFIG).  criteria_free in either case. */
int criteria_read(struct criteria *c, const char *library, struct err *err);
void criteria_free(struct criteria *c);

/* Is it asked of this definition? */
bool ask_applies(const struct ask *a, const struct def_record *r);
/* Is any of the keys there? */
bool ask_found(const struct ask *a, const struct def_record *r);

#endif
