/* SPDX-License-Identifier: MIT */
/*
 * lscb-compare: published figures of other areas beside ours.
 *
 *	lscb-compare.c	options, the rows of the table, main
 *	comparators.c	tables of comparators and of neighbours
 *	choose.c	which of them go with which of our periods
 */
#ifndef LSCB_COMPARE_H
#define LSCB_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "date.h"
#include "indicator.h"
#include "tool.h"

enum comparable { COMPARABLE_NO, COMPARABLE_PARTLY, COMPARABLE_YES };

/* Why a comparator is not shown; LEFT_NOT: it is. */
enum left {
	LEFT_NOT,
	LEFT_DEFINITION,	/* it counts something else */
	LEFT_UNIT,		/* a number beside a share ... */
	LEFT_SIZE,		/* a number of another area says nothing */
	LEFT_NO_PERIOD,		/* nobody says of when it is */
	LEFT_LENGTH,		/* of a year, where ours are quarters */
	LEFT_LATER,		/* of after all our periods */
	LEFT_OLDER,		/* there is one nearer to ours */
	LEFT_OTHER_SOURCE,	/* the same figure, by a better source */
	N_LEFT
};
const char *left_name(enum left l);

struct comparator {
	const char *measure, *ref, *area, *unit, *value, *numerator,
	    *denominator, *why, *breaks, *caveat, *source, *confidence;
	date start, end;	/* DATE_NONE: not said */
	enum comparable comparable;
	int trust;		/* higher is better: read in a table 3 ... */
};

struct comparators {
	struct comparator *v;
	size_t n, cap;
	struct arena mem;
};

/* Appends a table's rows; 0, or -1 with *err (STATUS_CONFIG). */
int comparators_read(struct comparators *all, const char *path,
    struct err *err);
void comparators_free(struct comparators *all);

/* Areas by name, in the order they are to be shown. */
struct areas {
	const char **v;
	size_t n, cap;
};
void areas_add(struct areas *a, const char *name);
/*
 * Adds the neighbours of an area, of that kind, as the table says.  0, or -1
 * with *err: STATUS_CONFIG for the table, STATUS_USAGE for an area it lacks.
 */
int neighbours_add(struct areas *a, struct arena *mem, const char *path,
    const char *area, const char *kind, struct err *err);

struct window {
	date start, end;
};

/* One of our indicators and the periods there are rows of. */
struct series {
	const struct indicator *ind;	/* NULL: the library has none */
	struct window *v;
	size_t n, cap;
};

/* A comparator of one of our indicators, and what becomes of it. */
struct choice {
	const struct comparator *c;
	bool part;	/* of an indicator of which ours is one part */
	date start;	/* its own; of a stock at the close of a period of
			 * ours, that period's */
	enum left left;
};

struct choices {
	struct choice *v;
	size_t n, cap;
};

/*
 * All comparators of the indicator and areas, by area as listed, then end and
 * start; those that are not left out go with one of the periods.
 */
void choose(const struct comparators *all, const struct areas *areas,
    const struct series *s, bool loosely, struct choices *out);

#endif
