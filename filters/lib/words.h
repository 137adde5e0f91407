/* SPDX-License-Identifier: MIT */
/*
 * What an indicator says in codes, in words of one language: made of the labels of
 * the library.  Texts live until words_close.  None of these functions fails: what
 * went wrong is asked once, before anything is written.
 */
#ifndef LSCB_WORDS_H
#define LSCB_WORDS_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"
#include "indicator.h"

struct words {
	struct labels *labels;
	bool welsh;
	bool no_memory;
	struct arena mem;
};

/* lang: "en" or "cy".  0, or -1 with *err (STATUS_CONFIG). */
int words_open(struct words *w, const char *library, const char *lang,
    struct err *err);
void words_close(struct words *w);
/* Was every label there, and memory?  0, or -1 with *err. */
int words_check(const struct words *w, struct err *err);

/* The label of that id, its names in braces filled in; ends with NULL. */
const char *words(struct words *w, const char *id, ...)
    __attribute__((sentinel));
/* The label GROUP-CODE; of a code that has none, itself. */
const char *words_code(struct words *w, const char *group, const char *code);
const char *words_unit(struct words *w, const struct indicator *ind);
const char *words_grain(struct words *w, enum grain g);
const char *words_show(struct words *w, const struct indicator *ind);
const char *words_period_rule(struct words *w, enum period_rule p);
const char *words_decimal(struct words *w, struct decimal d);
const char *words_number(struct words *w, long long n);
const char *words_date(struct words *w, date d);
const char *words_status(struct words *w, const struct indicator *ind);
const char *words_yes_no(struct words *w, bool yes);
/* Of one that has them: the good range, the ages of the population. */
const char *words_good(struct words *w, const struct indicator *ind);
const char *words_ages(struct words *w, const struct indicator *ind);
/* Is the Welsh title confirmed, a draft, not said to be either, or not there? */
const char *words_welsh(struct words *w, const struct indicator *ind);
/* Of several, with that between them. */
const char *words_join(struct words *w, const char *between,
    const char *const *v, size_t n);

#endif
