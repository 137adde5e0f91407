/* SPDX-License-Identifier: MIT */
/*
 * A survey as its definition has it, a file of surveys/ in the library: who is asked,
 * at which stages, how many, and the questions.  lscb-survey(5) explains the keys.
 * Read strictly: a name that nothing has is an error, with the near miss.
 */
#ifndef LSCB_SURVEY_H
#define LSCB_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "date.h"
#include "defs.h"
#include "rows.h"

enum { SURVEY_STAGES = 16, NO_STAGE = SURVEY_STAGES, SURVEY_QUOTAS = 64 };

/* Completed years, both ends belong to it. */
struct survey_ages {
	int from, to;
};

enum survey_undefined { UNDEFINED_REFUSE, UNDEFINED_COHORT, UNDEFINED_NOT };

/* An outcome ends this form alone, or the survey for this child. */
enum survey_ends { ENDS_STAGE, ENDS_SURVEY };

struct survey_stage {
	const char *name, *title, *title_cy, *intro, *intro_cy;
	const char *opens;		/* event of the history */
	bool at_end;			/* the end of its spell, not its date */
	const char *opens_stage;	/* only rows that say so; or NULL */
	const char *closes;		/* event, or NULL */
	bool closes_at_end;		/* the end of the row that opened it */
	const char *closes_column;	/* of that row: planned; or NULL */
	bool same_day;			/* the day it closes belongs to it */
	int from, days;			/* after it opened */
	bool late_refused;		/* an answer after them is no answer */
	size_t needs;			/* an earlier stage, or NO_STAGE */
	const char *unopened;		/* why nothing has opened it */
};

struct survey_match {
	const char *column, *value;
};

struct survey_quota {
	const char *name;
	size_t stage;
	int places;
	bool ever;			/* else in a period of this grain: */
	enum grain grain;
	bool has_ages;
	struct survey_ages ages;
	struct survey_match *match;
	size_t n_match;
};

struct survey_answer {
	const char *code, *text, *text_cy;
};

struct survey_scale {
	const char *name;
	struct survey_answer *v;
	size_t n;
};

struct survey_section {
	const char *name, *title, *title_cy, *intro, *intro_cy;
};

struct survey_question {
	const char *name, *text, *text_cy, *easy, *easy_cy;
	size_t section;
	bool stages[SURVEY_STAGES];
	const struct survey_scale *scale;	/* NULL: an open question */
	bool by_advocate;
	size_t if_question;			/* SIZE_MAX: always asked */
	bool *if_answers;			/* by its scale's answers */
};

struct survey {
	const char *file;
	const char *id, *title, *title_cy, *easy_read, *easy_read_cy;
	bool welsh_draft;
	struct survey_ages ages;
	int undefined_age;			/* -1: none */
	enum survey_undefined undefined;
	enum survey_ends refused, withdrawn, distress;
	const char *asked, *answered;		/* events */
	const char **refusals;			/* reasons of the first */
	size_t n_refusals;
	const char **columns;			/* of responses, not looked at */
	size_t n_columns;
	struct survey_stage *stages;
	size_t n_stages;
	struct survey_quota *quotas;
	size_t n_quotas;
	struct survey_scale *scales;
	size_t n_scales;
	struct survey_section *sections;
	size_t n_sections;
	struct survey_question *questions;
	size_t n_questions;
	struct defs *defs;
	struct arena mem;
};

/* 0, or -1 with *err: STATUS_CONFIG with file and line. */
int survey_read(struct survey *s, const char *library, const char *name,
    struct err *err);
void survey_free(struct survey *s);
/* By name, or NO_STAGE. */
size_t survey_stage(const struct survey *s, struct field name);
/* The answer of that code, or SIZE_MAX. */
size_t survey_answer(const struct survey_scale *scale, struct field code);

enum survey_age {
	AGE_IN, AGE_UNDEFINED, AGE_NOT, AGE_YOUNG, AGE_OLD
};
/* What the definition says of an age; AGE_NOT: the undefined one, not involved. */
enum survey_age survey_age(const struct survey *s, int age);
/* The reason code of all but AGE_IN. */
const char *survey_age_code(enum survey_age age);

#endif
