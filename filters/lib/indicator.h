/* SPDX-License-Identifier: MIT */
/*
 * Indicator definitions: LIBRARY/indicators/ID.rec, one record a file, read
 * strictly.  What an officer wrote, checked and parsed as far as it can be
 * without an event history; the expressions stay text (expr.h compiles
 * them).  Text belongs to the indicator and lives until indicator_free.
 */
#ifndef LSCB_INDICATOR_H
#define LSCB_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "date.h"
#include "defs.h"
#include "err.h"

/* An exact decimal: digits / 10^scale, so 14.4 is 144 and 1. */
struct decimal {
	int64_t digits;
	int scale;
	bool given;		/* false: the definition does not say */
};

/* Values of a key that may repeat, in file order. */
struct texts {
	size_t n;
	const char *const *v;
};

enum unit {
	UNIT_PERCENT,		/* 100 * numerator / denominator */
	UNIT_RATE,		/* per * numerator / denominator */
	UNIT_COUNT,		/* numerator; there is no denominator */
	UNIT_MEAN,		/* numerator / denominator, a sum over how
				 * many: of "mean days" the what is "days" */
	UNIT_MEDIAN		/* the middle of the values; numerator and
				 * denominator as of a mean */
};

enum direction {
	DIRECTION_NONE,		/* a count that is neither good nor bad */
	DIRECTION_UP,		/* higher is better */
	DIRECTION_DOWN,		/* lower is better */
	DIRECTION_RANGE,	/* good is between two values */
	DIRECTION_EXPLAIN	/* either way may be good, if explained */
};

/* How the figures of separate periods make that of a longer one. */
enum period_rule {
	PERIOD_UNSAID,
	PERIOD_SUM,		/* they add up */
	PERIOD_RATIO_OF_SUMS,	/* numerators and denominators do, each */
	PERIOD_LAST_VALUE,	/* a stock: the last one stands for all */
	PERIOD_DISTINCT,	/* nobody twice: counted again over the whole */
	PERIOD_MEAN		/* the mean of the figures */
};

/* An expression as written, and where, for messages. */
struct ind_expr {
	const char *text;	/* NULL: not given */
	size_t line;
};

/* Optional texts are NULL when the definition does not give them. */
struct indicator {
	const char *file;	/* as opened */
	const char *id;		/* cpr-second */
	const char *ref;	/* K001 */
	const char *title;
	const char *title_cy;
	bool admitted;		/* status: admitted, else candidate */
	struct texts quadrant;	/* population how-much how-well better-off */
	const char *numerator;	/* what is counted, in prose */
	const char *denominator;	/* of what, in prose */
	const char *subjects;	/* what one of them is: a registration */
	enum period_rule period_rule;

	struct ind_expr of;		/* the denominator's measure */
	struct ind_expr count;		/* the numerator's measure */
	struct ind_expr matched;	/* condition: who could be joined */
	bool population;	/* denominator is a population instead */
	int age_from;		/* inclusive */
	int age_to;		/* inclusive, in completed years */
	int population_offset;	/* years added to that of the period's end */

	enum grain period;	/* the separate periods */
	int period_months;	/* 1, 3 or 12 */
	int rolling_months;	/* 0, or 12 for "show: rolling 12 months" */
	struct texts by;	/* breakdowns always counted: "sex+area" */
	struct texts agency;	/* whose data it rests on (history: source) */

	enum unit unit;
	const char *unit_text;	/* as written: "percent", "per 10000" */
	const char *unit_what;	/* of mean and median: "days"; else NULL */
	int64_t per;		/* 100 for percent, 10000 ..., 1 for count */
	int places;		/* decimals to print; 1, counts 0 */

	enum direction direction;
	struct decimal good_low;	/* good: 10 to 15, both ends good */
	struct decimal good_high;
	struct decimal target;
	const char *target_note;
	struct decimal baseline;
	const char *baseline_note;
	int baseline_points;	/* limits rest on so many first points, from
				 * SPC_BASELINE on; 0: on all */
	int final_after;	/* days from a period's end until its figure is
				 * final; -1: not said */
	const char *pair;	/* id of the indicator it is read with */
	const char *pair_to_come;	/* or what that will be called */

	const char *too_low;
	const char *too_high;
	const char *rationale;
	const char *evidence;
	const char *caution;	/* what a target on it would spoil */
	struct texts action;
	struct texts source;	/* where the definition's facts come from */
	bool dda;		/* on the data development agenda */
	const char *collection;	/* how it is or will be collected */
	const char *owner;
	date review;		/* when it is to be looked at again, or NONE */
	bool welsh_draft;	/* the Welsh has not been confirmed */
	struct texts unconfirmed;	/* what the library says from memory */
	const char *note;

	struct defs *defs;	/* owns every text above */
};

/*
 * Reads one definition.  name is an id in the library or a path to a .rec
 * file.  0, or -1 with *err (STATUS_CONFIG with file, line and key).
 */
int indicator_read(struct indicator **ind, const char *library,
    const char *name, struct err *err);
void indicator_free(struct indicator *ind);

/*
 * Reads several, in the order given; the single name "all" is every one in
 * the library by id.  The same id twice is STATUS_USAGE.
 */
struct indicators {
	size_t n;
	struct indicator **v;
};
int indicators_read(struct indicators *set, const char *library,
    const char *const *names, size_t n, struct err *err);
/* The indicator of that id (id_n bytes), or NULL. */
const struct indicator *indicators_find(const struct indicators *set,
    const char *id, size_t id_n);
void indicators_free(struct indicators *set);

/*
 * percent, count, "per N" with N up to 1000000, "mean WHAT" or "median WHAT":
 * sets unit, unit_text, unit_what, per and places.  NULL is percent.  False if
 * it is none of these.
 */
bool unit_set(struct indicator *ind, const char *text);
/* Is that a key of a definition? */
bool indicator_has_key(const char *key);
/* "up", "down", "range", "explain", "none". */
const char *direction_name(enum direction d);
/* "sum", "ratio-of-sums" ...; "" for PERIOD_UNSAID. */
const char *period_rule_name(enum period_rule p);
/* "month", "quarter", "year", "financial-year". */
const char *grain_name(enum grain g);
/* By name; false if there is none such. */
bool grain_find(const char *name, enum grain *g);
int grain_months(enum grain g);

/*
 * Compares per * numerator / denominator with d exactly: negative, 0,
 * positive.  denominator > 0.
 */
int ratio_compare(int64_t numerator, int64_t denominator, int64_t per,
    struct decimal d);
/* d as text, "14.4". */
void decimal_format(struct decimal d, char *out, size_t size);

#endif
