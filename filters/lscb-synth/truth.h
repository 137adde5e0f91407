/* SPDX-License-Identifier: MIT */
/*
 * The value of every indicator of the library, from facts alone and by code
 * of its own: no file, no expression and no number of lscb-indicators is
 * used.  For each period two pairs: what happened, and `visible`, the part
 * that the extracts can show at all.  They differ where history is cut off
 * (a registration before the window, or at another authority) and where
 * nobody could know (a child whom no agency has met since it moved).
 *
 * Memory: four numbers for each indicator and period; what is of the street
 * in hand.
 */
#ifndef LSCB_SYNTH_TRUTH_H
#define LSCB_SYNTH_TRUTH_H

#include "buf.h"
#include "date.h"
#include "err.h"

struct board;
struct fact;

/* In the order in which they are written. */
enum measure {
	MEASURE_AUDITS, MEASURE_MEETINGS, MEASURE_BULLIED, MEASURE_SECOND,
	MEASURE_TWO_YEARS_ENDED, MEASURE_TWO_YEARS_OPEN,
	MEASURE_DOMESTIC_CHILDREN, MEASURE_DOMESTIC_REGISTER, MEASURE_SAFE,
	MEASURE_REFERRALS, MEASURE_STANDARDS, MEASURE_TRAINING, MEASURE_COUNT
};

enum { TRUE_COUNT, VISIBLE_COUNT, VIEWS };

/* Whole quarters from `first` on: one, or the four of a rolling year. */
struct window {
	date start, end;	/* both days belong to it */
	size_t first, n;
};

enum pile_id {
	PILE_REGISTRATIONS, PILE_SEEN, PILE_INCIDENTS, PILE_BULLYING,
	PILE_TERMS, PILE_ANSWERS,
	PILE_OWN,		/* incidents at the home of the child in hand */
	PILE_COUNT = PILE_OWN + VIEWS
};

struct tally {
	uint64_t count, of;
};

enum { QUARTERS_MAX = 40, WINDOWS_MAX = 2 * QUARTERS_MAX, YEARS_MAX = 24,
	AGE_BANDS = 5, STANDARDS_MAX = 128 };

/* The last assessment of a standard in a financial year. */
struct assessed {
	date on;		/* DATE_NONE: none */
	int band;
};

struct truth {
	struct window window[WINDOWS_MAX];	/* quarters first */
	size_t n_quarters, n_windows;
	struct tally tally[MEASURE_COUNT][WINDOWS_MAX][VIEWS];
	/* Mid-years; authority 0 ... n-1, and n for the whole board. */
	int first_year;
	size_t n_years;
	uint64_t (*population)[YEARS_MAX][AGE_BANDS];
	date year_start[YEARS_MAX];	/* whole financial years */
	size_t n_financial;
	struct assessed (*assessed)[STANDARDS_MAX];	/* by year and view */
	/* Facts of the street, each pile in the order of person and date;
	 * room kept from street to street. */
	struct pile {
		const struct fact **v;
		size_t n, cap;
	} pile[PILE_COUNT];
};

int truth_new(struct board *b, struct err *err);
/* After all events of the street in hand; reads b->facts. */
void truth_street(struct board *b);
/* Of the board's own business, which is no street's. */
enum business { BUSINESS_TRAINING, BUSINESS_AUDIT, BUSINESS_MEETING,
	BUSINESS_STANDARD };
/* id: which standard, from 0; value: its band.  Else both are 0. */
void truth_business(struct board *b, enum business what, date d, int id,
    int value, bool shown);
/* dir/truth/indicators.csv and dir/populations.csv */
int truth_write(struct board *b, const char *dir, struct err *err);
void truth_free(struct board *b);

/* truth_count.c: what the piles of one street come to. */
void truth_count(struct board *b);
void truth_add(struct truth *t, enum measure m, size_t window, int view,
    uint64_t count, uint64_t of);
/* Appends; out of memory is kept in b->failed. */
void truth_pile(struct board *b, struct pile *p, const struct fact *f);
/* Index of the quarter, or SIZE_MAX outside the whole quarters. */
size_t truth_quarter(const struct truth *t, date d);

#endif
