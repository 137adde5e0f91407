/* SPDX-License-Identifier: MIT */
/*
 * The people of a board, one street at a time.  A street is a few dozen
 * families and the homes that they hand on to each other: whoever moves goes
 * to a home that another family of the street has left, or to a new one, so
 * nothing about a street needs another street, memory stays that of one
 * street, and the same household number has strangers in it at other times.
 * (Homes of one street lie in several postcodes and wards; some lie in the
 * next authority.)
 *
 * A life is simulated from birth, so histories reach further back than the
 * window that the extracts show.  Order of making: the street of a number is
 * the same whatever came before it, but for local numbers, which agencies
 * count up as they meet people.
 *
 * Ownership: a street owns its arrays; texts belong to the tables.
 */
#ifndef LSCB_SYNTH_WORLD_H
#define LSCB_SYNTH_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "date.h"

struct board;

enum {
	STREET_FAMILIES = 32,
	MAX_PERSONS = 640,	/* of a street */
	MAX_HOMES = 256,	/* of a street */
	MAX_STAYS = 12,		/* of a person */
	MAX_SCHOOLS = 4,
	SCHOOLS = 100000,	/* room for those of an authority */
	FAMILY_MAX = 20,	/* persons of a family */
	UPN_TEXT = 13, NHS_TEXT = 10,
	NO_HOME = -1, NOBODY = -1
};

/* An address.  number is the truth's household. */
struct home {
	uint64_t number;	/* from 1, unique on the board */
	int authority;		/* index */
	const char *ward;
	char house[64];
	char postcode[12];
	date free_from;		/* while nobody lives there; else DATE_NONE */
};

/* Lives in a home (NO_HOME: not on the board) until the next stay begins. */
struct stay {
	date from;
	int home;
};

struct term {			/* on a roll; to: the last day, DATE_NONE open */
	date from, to;
	unsigned school;	/* odd: secondary; unique on the board: half of
				 * it, modulo SCHOOLS, is its authority's */
};

struct person {
	uint64_t number;	/* of the truth, from 1 */
	date born;		/* of the unborn: after the as-of date */
	date due;		/* as expected before birth, near born */
	date died;		/* DATE_NONE */
	date adult;		/* 18th birthday */
	bool male;
	bool child;		/* under 18 at some time of the window */
	bool protected_home;	/* no agency may hold the address */
	const char *forename;	/* as registered; "" of the unborn */
	char surname[64];
	int family;		/* index in the street */
	int mother, father;	/* indices in the street, or NOBODY */
	int twin;		/* the twin's index, or NOBODY */
	uint64_t was;		/* number of the life before adoption; 0.  That
				 * person's life ends on the day this begins */
	date begins;		/* of this life: birth, or adoption */
	struct stay stay[MAX_STAYS];
	size_t n_stays;
	struct term school[MAX_SCHOOLS];	/* on roll; school = number */
	size_t n_schools;
	char upn[UPN_TEXT + 1];	/* "" when never on a roll */
	char nhs[NHS_TEXT + 1];
	/* Local numbers, 0 until the agency meets them; of social services,
	 * education and youth offending one for each of two authorities: the
	 * street's own and the next. */
	uint64_t local[9][2];	/* by enum agency of synth.h */
};

struct family {
	int first, n;		/* persons, contiguous in the street */
	unsigned risk;		/* permille of the mean rate: 1000 = mean */
	date formed;
};

struct street {
	uint64_t number;
	int authority, next_authority;
	struct family family[STREET_FAMILIES];
	int n_families;
	struct person person[MAX_PERSONS];
	int n;
	struct home home[MAX_HOMES];
	int n_homes;
};

/* Makes the next street; at most `people` residents at the as-of date are
 * wanted still.  Returns how many residents there are. */
uint64_t street_make(struct board *b, struct street *s, uint64_t number,
    uint64_t people);

/* Is alive, on the board, in this life, on that day.  Not before birth, not
 * on the day of death or later. */
bool lives(const struct person *p, date d);
/* Index of the home on that day, or NO_HOME: not on the board, dead, another
 * life.  In the 280 days before birth: the mother's. */
int home_on(const struct street *s, const struct person *p, date d);
/* Completed years; negative before birth. */
int age_on(const struct person *p, date d);
/* Index 0 (street's own) or 1 (next) of the authority of the home. */
int side_on(const struct street *s, const struct person *p, date d);

#endif
