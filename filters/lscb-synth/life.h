/* SPDX-License-Identifier: MIT */
/*
 * Between family.c and life.c: one family in making.
 */
#ifndef LSCB_SYNTH_LIFE_H
#define LSCB_SYNTH_LIFE_H

#include "family.h"

enum { MAX_HOUSEHOLDS = 6, BEARS_TO = 45, PREGNANT = 280 };

/* All who live in one home.  The first of a family is the one that children
 * are born into. */
struct household {
	int home;
	date since;
};

struct life {
	struct making *m;
	struct board *b;
	struct street *s;
	int family;
	unsigned risk;
	date now, end;
	int mother, father;	/* who lead the first household, or NOBODY */
	int sire;		/* father of the next child, or NOBODY */
	int wanted;		/* children still to come */
	date birth;		/* of the next */
	char surname[64];	/* of children of this couple; "" not chosen */
	struct household household[MAX_HOUSEHOLDS];
	int n_households;
	date leaves[FAMILY_MAX];	/* home, when grown; or DATE_NONE */
};

static inline date
years_on(date d, int64_t years)
{
	return d + (date)(years * 1461 / 4);
}

static inline struct person *
person_of(const struct life *l, int i)
{
	return i == NOBODY ? NULL : &l->s->person[i];
}

static inline bool
alive(const struct person *p, date d)
{
	return p->born <= d && (p->died == DATE_NONE || p->died > d);
}

/* ---- family.c ---- */

/* Of the last stay. */
int home_now(const struct person *p);
/* Is alive now and lives there. */
bool member(const struct life *l, int i, int home);
/* The next stay; one of the same day is replaced. */
void go(struct person *p, int home, date d);
/* A person of the family, or NOBODY when it is full.  from: when the chance
 * of death begins. */
int person_add(struct life *l, date born, bool male, date from);
/* surname: NULL for one of an own. */
void name_adult(struct life *l, int i, const char *surname);
/* A delivery, at home; of those before `start` only who is still there. */
void deliver(struct life *l, date born, date start);
/* The next birth is on d, if the mother is not too old for it. */
void plan_birth(struct life *l, date d);
/* He died or left on this day: of the children wanted only the one that is on
 * the way is born. */
void father_gone(struct life *l, date day);

/* ---- life.c ---- */

bool has_members(const struct life *l, int home);
/* All that happens from l->now on. */
void life_go_on(struct life *l);

#endif
