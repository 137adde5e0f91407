/* SPDX-License-Identifier: MIT */
/* What the files of lscb-survey-due share. */
#ifndef LSCB_SURVEY_DUE_H
#define LSCB_SURVEY_DUE_H

#include <stdint.h>

#include "survey_ledger.h"

/* Of a row of the history: one that the process looks at. */
struct row {
	const char *event;	/* the survey's own text of its name */
	date date, end;
	size_t stage;		/* that it names, or NO_STAGE */
	bool refusal;		/* its reason is one */
	struct field *v;	/* by column of interest */
};

/* The columns that stages and quotas look at. */
struct interest {
	const char **names;
	int *at;		/* in the header; -1: not there */
	size_t n;
};

/* One child's rows until the as-of date. */
struct child {
	char id[PSEUDONYM_LEN];
	date birth;		/* the 1st of the month; DATE_NONE: not known */
	date birth_said;	/* the day of the row that says so */
	bool unborn;		/* some row says so */
	struct row *rows;
	size_t n, cap;
	struct field *latest;	/* by column of interest, of any row */
	struct arena mem;	/* of this child's texts */
};

/* A form as it concerns a child: what is written. */
struct line {
	char subject[PSEUDONYM_LEN];
	size_t stage;
	date opened, since, until;	/* DATE_NONE: empty */
	int age;			/* -1: none */
	bool unborn;
	const char *state, *why;
	uint64_t quotas;		/* that the child belongs to */
	size_t stopped_by;		/* quota, or SIZE_MAX */
	size_t order;			/* in the queue, from 1; 0: not in it */
};

/* Of all children. */
struct due {
	const struct survey *survey;
	const struct ledger *ledger;	/* NULL: none */
	struct table *stopped;		/* subjects whom the ledger stops */
	struct stop {
		enum outcome why;
		date on;
	} *stops;
	size_t stops_cap;
	date as_of;
	struct interest interest;
	struct line *lines;
	size_t n, cap;
	uint64_t taken[SURVEY_QUOTAS], queued[SURVEY_QUOTAS],
	    waiting[SURVEY_QUOTAS];
	bool quota_of[SURVEY_STAGES];	/* has the stage any? */
	date from[SURVEY_QUOTAS], to[SURVEY_QUOTAS];
};

/* Completed years, birthday on the 1st; may be negative. */
int age_on(date birth, date on);
/* Adds the lines of a child; none if it is nobody's of the process. -1: no memory. */
int forms_of(struct due *d, struct child *c);

/* A place that is taken already, by this form, since this day. */
void quota_take(struct due *d, uint64_t quotas, date on);
/* The quotas a form belongs to. */
uint64_t quotas_of(const struct due *d, const struct child *c,
    const struct row *row, size_t stage, int age);
void quotas_begin(struct due *d);
/* Gives out the places that are left, in order of day and subject. -1: no memory. */
int quotas_give(struct due *d);
void quotas_write(const struct due *d, struct writer *wr);

#endif
