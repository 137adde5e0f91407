/* SPDX-License-Identifier: MIT */
/*
 * One subject's rows of the event history, held while they are counted:
 * what an expression is evaluated on.  Reused from subject to subject, so
 * nothing is allocated per row once it has grown.
 */
#ifndef LSCB_SUBJECT_H
#define LSCB_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"
#include "rows.h"

/* A row; its columns are at cells[index * n_columns + column]. */
struct subject_row {
	date date;
	date end;		/* DATE_NONE: empty, a spell still open */
	int month;		/* of date, counted from year 0 */
	int end_month;		/* of the spell's end */
	int last_month;		/* of the last day it is open */
	size_t event;		/* index in the vocabulary */
};

struct subject_cell {
	uint32_t at;		/* offset in text */
	uint32_t n;
};

struct subject_list {
	size_t *v;		/* row indexes, in order of date */
	size_t n;
	size_t cap;
};

enum { NO_BIRTH = -1 };

struct subject {
	struct buf id;
	/*
	 * Month of birth, counted from year 0, or NO_BIRTH.  It belongs to
	 * the subject, but not every agency writes it: a notice reaches a
	 * child through its address, a survey gives none.  The latest row
	 * that has one speaks for those that have none (of one day: the
	 * later month).
	 */
	int birth;
	size_t n_columns;
	size_t n_rows;
	struct subject_row *rows;
	size_t rows_cap;
	struct subject_cell *cells;
	size_t cells_cap;
	struct buf text;
	size_t n_events;
	struct subject_list *of_event;	/* by event */
};

int subject_init(struct subject *s, size_t n_columns, size_t n_events);
void subject_done(struct subject *s);
/* Empties it for the subject of that name. 0, or -1: no memory. */
int subject_begin(struct subject *s, struct field id);
/*
 * Adds a row; rows come in order of date.  keep says by column which fields an
 * expression may ask for.  0, or -1: no memory, or 4 GiB for one subject.
 */
int subject_add(struct subject *s, size_t event, date from, date end,
    const struct field *fields, const bool *keep);

static inline struct field
subject_field(const struct subject *s, size_t row, size_t column)
{
	struct subject_cell c = s->cells[row * s->n_columns + column];

	return (struct field){ s->text.p + c.at, c.n };
}

/* Months since year 0: the arithmetic of periods. */
int month_number(date d);

#endif
