/* SPDX-License-Identifier: MIT */
/*
 * What the values of one column of an undescribed file have in common, and the
 * type that this makes likely.
 */
#ifndef LSCB_PROFILE_GUESS_H
#define LSCB_PROFILE_GUESS_H

#include "dates.h"
#include "distinct.h"
#include "extract.h"
#include "items.h"
#include "rows.h"

enum { CODES_MOST = 40, NAME_BYTES = 60, UNKNOWN_WORDS = 16 };

/* Ours, so that they may be shown however rare they are. */
extern const char *const unknown_words[UNKNOWN_WORDS];

/* What the name of a column suggests; bits. */
enum {
	HINT_ID = 1, HINT_FORENAME = 2, HINT_SURNAME = 4, HINT_NAME = 8,
	HINT_BIRTH = 16, HINT_SEX = 32, HINT_HOUSE = 64, HINT_UPRN = 128,
	HINT_NHS = 256, HINT_FUTURE = 512, HINT_UPN = 1024,
	HINT_POSTCODE = 2048,
	HINT_PERSON = HINT_ID | HINT_FORENAME | HINT_SURNAME | HINT_NAME |
	    HINT_BIRTH | HINT_HOUSE | HINT_UPRN | HINT_NHS | HINT_UPN |
	    HINT_POSTCODE
};

struct guess {
	/* By the header. */
	const char *header;
	size_t header_n;
	char name[NAME_BYTES + 8];
	unsigned hints;

	/* By the values; "known": not blank, not in unknown_words. */
	uint64_t values, blanks, known;
	uint64_t unknown[UNKNOWN_WORDS];
	uint64_t integers, decimals, leading_zeros, yes_no, digits;
	uint64_t postcodes, nhs, nhs_right, upns, upns_right;
	size_t longest;
	struct fitting dates;
	struct distinct distinct;
	struct items spellings;	/* while there are CODES_MOST at most */
	bool many, unlisted;	/* more; one of them cannot be written */
	bool letters;		/* a yes or no that is not 1 or 0 */
	bool repeats_header;	/* the header is a value of its column */

	/* The answer. */
	enum column_type type;
	bool query;		/* some values are not of that type */
	const char *line;	/* the definition needs it besides; or NULL */
	const char *why_not_code;	/* a near miss, or NULL */
};

/* name gets what a definition may call that header. */
void guess_name(struct guess *g, const char *p, size_t n);
int guess_add(struct guess *g, struct field f);	/* -1: no memory */
void guess_type(struct guess *g);
void guess_free(struct guess *g);
/* No two rows are alike in it: exact up to DISTINCT_EXACT rows, else no. */
bool guess_is_unique(const struct guess *g);
/* May a value of it stand for one child or home? */
bool guess_is_person(const struct guess *g);

#endif
