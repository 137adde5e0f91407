/* SPDX-License-Identifier: MIT */
/* What the files of lscb-survey-form share. */
#ifndef LSCB_SURVEY_FORM_H
#define LSCB_SURVEY_FORM_H

#include "labels.h"
#include "survey.h"

struct form {
	const struct survey *s;
	size_t stage;
	bool welsh, easy;
	struct labels *labels;
};

/* Are all labels there that a form asks for?  0, or -1 with *err. */
int words_check(struct labels *labels, struct err *err);
/* The label in that language; every one that a form asks for is there. */
const char *word(const struct form *f, const char *id);

/* The number of a question on the form, from 1; 0: it is not asked there. */
size_t question_number(const struct form *f, size_t question);

/* Nothing but memory can fail: -1. */
int html_write(struct buf *b, const struct form *f);

/* A sheet of an XLSForm; -1: no memory. */
extern const char *const sheet_names[3];
int sheet_write(struct writer *wr, const struct form *f, const char *sheet);

#endif
