/* SPDX-License-Identifier: MIT */
/*
 * What the files of lscb-synth share: the board in making, what happens on it
 * (facts), and the modules that make it happen.
 *
 *	tables.c	the library's lists, rates, seasons
 *	board.c		chance of a module, events at a rate, facts
 *	place.c names.c family.c street.c	people and where they live (world.h)
 *	social.c ... justice.c	what each agency learns of them: rows and facts
 *	survey.c business.c	the advocate; the board itself
 *	further.c	extracts that are data alone, rows from facts and chance
 *	sheet.c known.c		how each agency writes (sheet.h), mistakes too
 *	truth.c			what really happened, from facts alone (truth.h)
 */
#ifndef LSCB_SYNTH_H
#define LSCB_SYNTH_H

#include "buf.h"
#include "date.h"
#include "err.h"
#include "rng.h"
#include "sheet.h"
#include "tables.h"
#include "truth.h"
#include "world.h"

enum { MAX_AUTHORITIES = 22 };

/* Whose records: the first index of person.local.  Of social services,
 * education and youth offending each authority has its own. */
enum agency { SOCIAL, EDUCATION, YOUTH, POLICE, HEALTH, PROBATION, ADVOCACY,
	BOARD, HOUSING, AGENCY_COUNT };

/*
 * Chance: each street has one stream for each module, so that a rate changed
 * in one leaves what the others make as it was.
 */
enum stream { STREAM_WORLD, STREAM_SOCIAL, STREAM_SURVEY, STREAM_POLICE,
	STREAM_HEALTH, STREAM_EDUCATION, STREAM_JUSTICE, STREAM_BUSINESS,
	/* Parts of a module that rates of its other parts leave alone. */
	STREAM_MISSING, STREAM_CAMHS, STREAM_ADULTS, STREAM_EXCLUSIONS,
	STREAM_BULLYING, STREAM_PROBATION,
	STREAM_FORENAMES = 15, STREAM_COUNT };

/*
 * What happened, in true dates, whether an extract shows it or not: truth.c
 * counts nothing else.  They are of the street in hand, in no order.
 */
enum fact_kind {
	FACT_SEEN,		/* an addressed row of person at home, on date */
	FACT_CONTACT, FACT_REFERRAL,	/* value: see value_of() */
	FACT_ASSESSMENT, FACT_STRATEGY, FACT_SECTION47, FACT_CONFERENCE,
	FACT_REGISTRATION,	/* date to end; value: registrations before */
	FACT_CORE_GROUP, FACT_REVIEW, FACT_VISIT,
	FACT_NOTICE,		/* home; nobody */
	FACT_DOMESTIC,		/* home; nobody */
	FACT_MARAC, FACT_MISSING,
	FACT_ATTENDANCE, FACT_CAMHS, FACT_ADULT_SERVICE,
	FACT_ROLL, FACT_SESSIONS, FACT_EXCLUSION, FACT_BULLYING,
	FACT_YOUTH, FACT_PROBATION,
	FACT_SURVEY,		/* text: stage; value: see truth.c */
	FACT_COUNT
};

struct fact {
	enum fact_kind kind;
	int person, home;	/* of the street; NOBODY, NO_HOME */
	date date, end;		/* end: DATE_NONE open, or an event */
	int value;
	const char *means;	/* canonical word of the row's code, or NULL */
	bool shown;		/* a row of an extract says so */
};

struct board {
	struct tables *t;
	uint64_t seed;
	date begin;		/* from here people are simulated */
	date from, to;		/* window of the extracts; to: the as-of date */
	uint64_t people, residents;
	uint64_t n_persons, n_nhs, n_upn;
	int n_authorities;
	const char *authority[MAX_AUTHORITIES];	/* names of senders */
	const char *sender;	/* of all that is not an authority's */
	bool mistakes;		/* people and files with errors */
	bool as_sent;		/* monthly, late ... or all complete and full */
	bool returns;		/* those of the set "returns" are made too */
	struct rng rng;		/* of the module and street in hand */
	struct rng forenames;	/* of the street in hand: see names.c */
	uint64_t *free_names;	/* names.c: NULL when namesakes may be */
	struct street *street;
	struct fact *facts;
	size_t n_facts, cap_facts;
	struct sheets *sheets;	/* sheet.c */
	struct truth *truth;	/* truth.c */
	struct writer *persons, *residence;	/* persons.c */
	struct writer *postcodes;	/* postcodes.c */
	int failed;		/* somewhere on the way: FAILED_... or 0 */
};

enum { FAILED_MEMORY = 1, FAILED_NHS };	/* NHS: no number is left */

/* Notes what happened.  Out of memory is kept in b->failed. */
void fact_add(struct board *b, struct fact f);
/* Starts the module's own chance for the street in hand. */
void stream_begin(struct board *b, enum stream m);

/*
 * The first event of a kind that comes at a rate, per 10,000 a year, times
 * risk permille, on or after `from`: an exponential wait.  Ask again from the
 * day after: then it is at most one a day.  DATE_NONE when `to` (exclusive)
 * comes first.  The season makes it more in some months and years.
 */
date next_event(struct board *b, date from, date to, int64_t per_10000,
    unsigned risk, enum season_id season);

void social_events(struct board *b);	/* social.c, the street in hand */
void survey_events(struct board *b);
void police_events(struct board *b);
void health_events(struct board *b);
void education_events(struct board *b);
void justice_events(struct board *b);
void board_business(struct board *b);	/* once */
void further_events(struct board *b);	/* after all others of the street */
void further_business(struct board *b);	/* once, after all others */

#endif
