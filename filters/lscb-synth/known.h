/* SPDX-License-Identifier: MIT */
/*
 * How an agency knows a person.  A function of seed, person and agency (and
 * which of two authorities' agency it is), so it is the same on every row of
 * every file and nothing is kept but for speed.  What it knows of where the
 * person lives is a function of the day too.
 */
#ifndef LSCB_SYNTH_KNOWN_H
#define LSCB_SYNTH_KNOWN_H

#include "check.h"
#include "spelling.h"
#include "style.h"

struct known {
	char forename[NAME_BYTES], surname[NAME_BYTES];
	size_t forename_n, surname_n;
	const char *sex;
	date born;		/* as written, a day that exists */
	enum { BORN_KNOWN, BORN_UNKNOWN, BORN_IMPOSSIBLE } birth;
	char nhs[NHS_LEN + 1], upn[UPN_LEN + 1];	/* or "" */
	bool nhs_bad, upn_bad;
	uint64_t chance;	/* of this person at this agency */
};

/* Where the agency thinks the person, or the event, is. */
struct address {
	int home;		/* of the street, or NO_HOME */
	const struct home *written;	/* NULL: no address */
	bool wrong;		/* what is written is no home */
	char house[sizeof(((struct home *)0)->house)];
	char postcode[sizeof(((struct home *)0)->postcode)];
};

/* What --errors none knows is right, in the agency's style. */
void known_person(struct known *k, struct board *b, const struct styles *s,
    int person, enum agency agency, int side);
/* The address of a person on a day.  home >= 0: of the event, there. */
void known_address(struct address *a, struct board *b,
    const struct agency_style *style, const struct known *k, int person,
    int home, date on);
/* Chance of a thing, from one number. */
uint64_t chance_of(uint64_t key, uint64_t what);
/* Has it happened, at a rate per million?  The same number, the same answer. */
bool chance_hit(uint64_t chance, int64_t per_million);

#endif
