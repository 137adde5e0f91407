/* SPDX-License-Identifier: MIT */
/*
 * Between place.c, names.c, family.c and street.c: the making of a street.
 */
#ifndef LSCB_SYNTH_FAMILY_H
#define LSCB_SYNTH_FAMILY_H

#include "synth.h"

enum {
	UNBORN_DAYS = 200,	/* so long before birth a child is known */
	MAX_WAITING = 16
};

/* A child given up for adoption, until a family of the street takes it. */
struct waiting {
	uint64_t was;
	date born, given;
	bool male;
};

/* A street in making. */
struct making {
	struct board *b;
	struct street *s;
	struct waiting waiting[MAX_WAITING];
	int n_waiting;
};

/* ---- place.c ---- */

/* A home for somebody who moves on d: one that stands empty, or a new one.
 * NO_HOME when the street is full. */
int home_take(struct making *m, date d);
/* One that nobody has lived in. */
int home_new(struct making *m);

/* ---- names.c ---- */

/* 0, or -1 without memory.  Nothing to do when there may be namesakes. */
int names_new(struct board *b);
void names_free(struct board *b);
/* What parents of these surnames call their children; father may be NULL. */
void surname_children(struct board *b, const struct person *mother,
    const struct person *father, char *out, size_t size);
/* A surname for one who comes from elsewhere. */
void surname_draw(struct board *b, char *out, size_t size);
/* A forename that no sister or brother has; surname and birth are set. */
void forename_draw(struct making *m, int person);

/* ---- family.c ---- */

/* Lives of the family of this index; its persons follow those that are. */
void family_make(struct making *m, int index);
/* One grown person who lives here all the time. */
void family_single(struct making *m, int index);

/* ---- school.c ---- */

/* Schools by age and moves; UPN. */
void schools_attend(struct board *b, struct street *s, struct person *p);

/* ---- persons.c: truth/persons.csv, truth/residence.csv ---- */

int persons_open(struct board *b, const char *dir, struct err *err);
void persons_street(struct board *b);
int persons_close(struct board *b, struct err *err);
void persons_abort(struct board *b);

/* postcodes.c; persons.c calls these along with its own. */
int postcodes_open(struct board *b, const char *dir, struct err *err);
void postcodes_street(struct board *b);
int postcodes_close(struct board *b, struct err *err);
void postcodes_abort(struct board *b);

#endif
