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

/* Of a month of birth: none that is known; the row does not say. */
enum { NO_BIRTH = -1, BIRTH_UNSAID = -2 };

/* A row.  Months are counted from year 0. */
struct subject_row {
	date date;
	date end;		/* DATE_NONE: empty, a spell still open */
	int month;		/* of date */
	int end_month;		/* of the spell's end */
	int last_month;		/* of the last day it is open */
	int birth;		/* as this row has it */
	size_t event;		/* index in the vocabulary */
	size_t cells;		/* filled in by subject_add: its first one */
};

/* What a column says where it is compared with a number. */
struct subject_number {
	int64_t digits;
	int scale;		/* 0 to 9; -1: it is no number here */
};

struct subject_cell {
	uint32_t at;		/* offset in text */
	uint32_t n;
	struct subject_number number;
};

struct subject_list {
	size_t *v;		/* row indexes, in order of date */
	size_t n;
	size_t cap;
};

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
	bool unborn;		/* some row says so */
	size_t n_columns;	/* of the history */
	/*
	 * By column that belongs to the subject (sex, language): what the
	 * latest row says that says anything; it stands for the rows that do
	 * not.  NULL: no column does.
	 */
	struct attribute {
		bool kept;
		struct buf text;
		char day[10];	/* the date of the row, as it is written */
	} *says;
	/*
	 * By event: the columns that an expression may ask for on its rows,
	 * and, by event and column, which of those a column is.
	 */
	struct subject_list *kept;
	size_t *place;
	size_t n_rows;
	struct subject_row *rows;
	size_t rows_cap;
	struct subject_cell *cells;
	size_t n_cells;
	size_t cells_cap;
	struct buf text;
	size_t n_events;
	struct subject_list *of_event;	/* by event */
	size_t *present;		/* the events that it has rows of */
	size_t n_present;
};

/*
 * keep: by event and column, may an expression ask for it on such a row?  0, or
 * -1: no memory.
 */
int subject_init(struct subject *s, const bool *keep, size_t n_columns,
    size_t n_events);
/* The column belongs to the subject. 0, or -1: no memory. */
int subject_keep(struct subject *s, size_t column);
/*
 * What a row of that day (YYYY-MM-DD) says in a column that belongs to the
 * subject; of rows of one day the greater text holds.  0, or -1: no memory.
 */
int subject_say(struct subject *s, size_t column, struct field day,
    struct field text);
void subject_done(struct subject *s);
/* Empties it for the subject of that name. 0, or -1: no memory. */
int subject_begin(struct subject *s, struct field id);
/*
 * Adds a row with these fields and numbers, by column; rows come in order of
 * date.  0, or -1: no memory, or 4 GiB for one subject.
 */
int subject_add(struct subject *s, const struct subject_row *row,
    const struct field *fields, const struct subject_number *numbers);

/* The place of a column that is not kept on rows of the event. */
#define NOT_KEPT SIZE_MAX

/* A column that is not kept on rows of that event is empty there. */
static inline const struct subject_cell *
subject_cell(const struct subject *s, size_t row, size_t column)
{
	static const struct subject_cell nothing = { 0, 0, { 0, -1 } };
	const struct subject_row *r = &s->rows[row];
	size_t place = s->place[r->event * s->n_columns + column];

	return place == NOT_KEPT ? &nothing : &s->cells[r->cells + place];
}

/* As the row itself has it. */
static inline struct field
subject_own_field(const struct subject *s, size_t row, size_t column)
{
	const struct subject_cell *c = subject_cell(s, row, column);

	return (struct field){ s->text.p + c->at, c->n };
}

/* The same, or where it is empty what the subject's other rows say. */
static inline struct field
subject_field(const struct subject *s, size_t row, size_t column)
{
	struct field own = subject_own_field(s, row, column);

	if (own.n == 0 && s->says != NULL && s->says[column].text.n > 0)
		return (struct field){ s->says[column].text.p,
		    s->says[column].text.n };
	return own;
}

/* Months since year 0: the arithmetic of periods. */
int month_number(date d);

#endif
