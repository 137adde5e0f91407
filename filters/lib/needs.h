/* SPDX-License-Identifier: MIT */
/*
 * What an indicator needs to be counted: the events it looks at and the columns
 * it reads, and what of that no extract gives.  In: a library, the extracts that
 * there are, one indicator at a time.  The measures are compiled as
 * lscb-indicators compiles them; what it would refuse is refused, with file, line
 * and key.
 *
 * Where a measure looks at several events at once, any of them will do, as in
 * lscb-indicators.  A column must come with some event that the same measure
 * looks at, of the kind of subject it counts; which of its events reads the
 * column is not looked into.
 */
#ifndef LSCB_NEEDS_H
#define LSCB_NEEDS_H

#include <stdbool.h>
#include <stddef.h>

#include "bands.h"
#include "buf.h"
#include "err.h"
#include "history.h"
#include "indicator.h"
#include "provision.h"
#include "vocabulary.h"

/* The words of a library, and what extracts give in them. */
struct known {
	struct vocabulary vocab;
	struct history history;
	struct bands bands;
	struct provision given;
	const char **columns;	/* of a history, base columns first */
	bool *of_subject;	/* by history column: a row that does not say
				 * takes it from others of its subject */
};

/*
 * extracts: names of the library's, or paths; none: all of the library.  One that
 * cannot be read fails.  known_close also after a failure.
 */
int known_open(struct known *k, const char *library,
    const char *const *extracts, size_t n, struct err *err);
void known_close(struct known *k);

/* Names, in the order of the library. */
struct names {
	const char **v;
	size_t n;
};

struct needs {
	struct names events, columns;	/* all that is looked at */
	/* What nobody gives.  Of events any of which would do: "a/b".  That come,
	 * but not of the kind that is counted: "conference by meeting". */
	struct names no_events, no_columns;
	struct arena mem;
};

/* 0, or -1 with *err (STATUS_CONFIG).  needs_free in either case. */
int needs_find(struct needs *n, const struct indicator *ind,
    const struct known *k, struct err *err);
void needs_free(struct needs *n);
bool needs_met(const struct needs *n);

#endif
