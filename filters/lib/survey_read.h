/* SPDX-License-Identifier: MIT */
/* What the files that read a survey's definition share. */
#ifndef LSCB_SURVEY_READ_H
#define LSCB_SURVEY_READ_H

#include "survey.h"

/* STATUS_CONFIG at this field. -1. */
int survey_bad(struct err *err, const struct survey *s,
    const struct def_field *f, const char *text);
/* The same for a name that is none of these, with the near miss. */
int survey_unknown(struct err *err, const struct survey *s,
    const struct def_field *f, const char *what, const char *name,
    const char *const *known, size_t n);
int survey_no_memory(struct err *err);
/* The first field of that key, or NULL. */
const struct def_field *survey_field(const struct def_record *r,
    const char *key);
/* The stage that this field names. 0, or -1 with *err. */
int survey_find_stage(const struct survey *s, const struct def_field *f,
    size_t *out, struct err *err);

/* A record of each of these types. 0, or -1 with *err. */
int survey_read_scale(struct survey *s, const struct def_record *r,
    struct err *err);
int survey_read_section(struct survey *s, const struct def_record *r,
    struct err *err);
int survey_read_question(struct survey *s, const struct def_record *r,
    struct err *err);

#endif
