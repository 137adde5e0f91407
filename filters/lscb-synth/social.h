/* SPDX-License-Identifier: MIT */
/*
 * The child protection process of social services, one family at a time:
 *
 *	social.c	contacts and referrals; what comes back later
 *	enquiry.c	assessment, strategy discussion, section 47 enquiry,
 *			initial conference
 *	register.c	registration, core groups, reviews, visits, removal
 *
 * Each step hands on the children concerned, brothers and sisters together.
 * Days of work are weekdays: a bank holiday between makes nothing late.
 */
#ifndef LSCB_SYNTH_SOCIAL_H
#define LSCB_SYNTH_SOCIAL_H

#include "synth.h"

enum { FACTOR_DOMESTIC, FACTOR_MENTAL, FACTOR_SUBSTANCE, FACTORS };

/* Why a contact is made. */
enum cause {
	CAUSE_CHANCE,		/* at the family's rate */
	CAUSE_AGAIN,		/* after a referral: another one */
	CAUSE_RETURN,		/* after the register: protection again */
	CAUSE_BIRTH		/* of a child that is expected */
};

/* Something that will happen, unless the family is not there. */
struct plan {
	date on;
	enum cause cause;
	int child;		/* of the street; the one it is about */
};

enum { MAX_PLANS = 24 };

/* One family, as social services know it. */
struct caseload {
	const struct family *family;
	date busy_until;	/* a case is open: no referral, no conference */
	bool factor[FACTORS], factors_known, together_known;
	unsigned registrations[FAMILY_MAX][2];	/* at each authority */
	struct plan plan[MAX_PLANS];
	int n_plans;
};

/* Children of one family in one home, on one day. */
struct concern {
	struct caseload *load;
	enum cause cause;
	int child[FAMILY_MAX];	/* of the street */
	int n;
	int side;		/* authority: 0 the street's own, 1 the next */
};

/*
 * Chance for one part of a case, which is given back after it: so a changed
 * rate of visits changes visits, and nothing that comes later.
 */
struct rng chance_apart(struct board *b);

/* Leaves those whom this authority still has on that day. */
void concern_on(const struct board *b, struct concern *c, date on);
void plan_add(struct caseload *load, struct plan p);

/* The day itself, or Monday. */
date office_day(date d);
/* n weekdays after d. */
date weekdays_after(date d, int n);
/* On time low to high weekdays on, else late ones: permille of them. */
date weekdays_mostly(struct board *b, date d, int64_t on_time, int low,
    int high, int late);

/* Returns the day of completion. */
date assessment(struct board *b, struct concern *c, date on, bool protect);
/* Strategy discussion and what follows.  Returns when the case is closed. */
date protection(struct board *b, struct concern c, date on);
/* The children of c are registered.  Returns when the last one is removed. */
date registration(struct board *b, const struct concern *c, date conference);

#endif
