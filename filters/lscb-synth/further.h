/* SPDX-License-Identifier: MIT */
/*
 * Extracts that are data alone.  LIBRARY/synth/further.csv says of each what
 * its rows come from: what happened to people (facts), a rate, a day of each
 * year, or nobody.  further-columns.csv says what stands in each column, in
 * the order of the file, with headers and date formats as layouts.csv has for
 * the others; files.csv, errors.csv and the rest speak of both kinds alike.
 *
 * further.csv:
 *	set	board: agencies send it; returns: made if asked for
 *	source	fact NAME | child | adult | yearly | quarterly
 *	ages	"0-17": on the day of the row
 *	rate	of child, adult: per 10,000 a year, times the family's risk;
 *		of quarterly: rows in a quarter; of fact: rows for each
 *	share	of facts or people, permille
 *	season	of child, adult
 *	days	"60-900": how long it lasts; fact: as long as the fact; or ""
 *	after	"5-40": so many days after the fact
 *	source_of_rate	what the numbers imitate, or that they are ours
 *
 * fill, of further-columns.csv:
 *	""		who it is, by the column's name (sheet.h), or empty
 *	on, end		those days; "on+2-9", "end-30-60": so many after, before
 *	ahead on+2-9	a day that may lie ahead
 *	number 0-4	one of these
 *	age, years	on the day of the delivery: 6; 6.1382614
 *	one of A*70|B*30|*5	one of these words, by weight
 *	always A*70|B*30	the same, and for a person always the same
 *	means a=X|b=Y|Z	by what the fact means, else the last
 * when: "": always; 300: so many times in 1,000; ended: known from the end on;
 *	COLUMN: where that one is filled; COLUMN=WORD: where it says so;
 *	not COLUMN: where it is empty
 */
#ifndef LSCB_SYNTH_FURTHER_H
#define LSCB_SYNTH_FURTHER_H

#include "synth.h"

enum { FURTHER_MAX = 48, SHEETS_MAX = SHEET_COUNT + FURTHER_MAX,
	MAX_COLUMNS = 64, FILL_WORDS = 40 };

enum further_source { FROM_FACT, FROM_CHILD, FROM_ADULT, FROM_YEAR,
	FROM_QUARTER };
enum fill_kind { FILL_NOTHING, FILL_DAY, FILL_AHEAD, FILL_NUMBER, FILL_AGE,
	FILL_YEARS, FILL_ONE_OF, FILL_ALWAYS, FILL_MEANS };
enum when { ALWAYS, SOMETIMES, ENDED, FILLED, SAYS, NOT_FILLED };

struct range {
	int low, high;
};

struct fill {
	enum fill_kind kind;
	bool end;		/* of a day: from the end, else from the day */
	struct range days;	/* or the number */
	const char *word[FILL_WORDS], *of[FILL_WORDS];	/* of: what it means */
	uint32_t upto[FILL_WORDS];	/* weights up to and with this one */
	int n;
	uint64_t chance;	/* of ALWAYS: the column's name, no extract's */
	enum when when;
	int column;		/* that is asked */
	const char *says;
	int64_t share;
};

struct further {
	const char *extract;
	uint64_t chance;	/* of its own, whatever else is made */
	bool returns;
	enum further_source source;
	enum fact_kind fact;
	struct range ages, days, after;
	bool lasts, as_fact;	/* days; as long as the fact */
	int64_t rate, share;
	enum season_id season;
	const char *names[MAX_COLUMNS];
	struct fill fill[MAX_COLUMNS];
	int n;
};

struct styles;

/* Of a name: a chance that no other name changes. */
uint64_t further_chance(const char *name);
/* Both tables, into s->further and the sheets after those of columns.h. */
int further_read(struct styles *s, struct tables *t, struct err *err);

#endif
