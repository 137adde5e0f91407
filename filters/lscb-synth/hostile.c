/* SPDX-License-Identifier: MIT */
/*
 * The hostile board: every edge on purpose, a few rows each, made by hand.
 * LIBRARY/synth/hostile/EXTRACT.csv has the rows of an extract under its
 * canonical column names, dates as YYYY-MM-DD; they are sent in the agency's
 * layout like all others, an extract without rows as its header alone.
 * answers.csv has questions (an indicator, or a measure as for -e) and the
 * numerators and denominators that somebody worked out; the first and last
 * day it asks about are the window of the board.
 *
 * Memory: the answers.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hostile.h"
#include "rows.h"
#include "sheet_board.h"

static const char *const answer_columns[] = { "ask", "start", "end",
	"numerator", "denominator", "unmatched", "why" };
static const char *const population_columns[] = { "area", "year", "age_from",
	"age_to", "population" };
enum { ANSWER_COLUMNS = 7, POPULATION_COLUMNS = 5 };

_Static_assert((int)MAX_COLUMNS <= (int)TABLE_FIELDS, "a table can hold an extract");

static date
field_date(const struct table_row *row, int column)
{
	const char *s = row->field[column];

	return date_parse(s, strlen(s));
}

static int
window_row(struct table_row *row)
{
	struct board *b = row->arg;
	date start = field_date(row, 1), end = field_date(row, 2);

	if (start == DATE_NONE)
		return field_bad(row, 1, "want a date, YYYY-MM-DD");
	if (end == DATE_NONE || end < start)
		return field_bad(row, 2, "want a date, not before the start");
	if (b->from == DATE_NONE || start < b->from)
		b->from = start;
	if (b->to == DATE_NONE || end > b->to)
		b->to = end;
	return 0;
}

int
hostile_window(struct board *b, struct err *err)
{
	b->from = b->to = DATE_NONE;
	if (table_read(b->t, "hostile/answers", answer_columns,
	    ANSWER_COLUMNS, window_row, b, err) == -1)
		return -1;
	if (b->to == DATE_NONE)
		return err_set(err, STATUS_CONFIG, "bad-definition",
		    "synth/hostile/answers.csv asks nothing");
	b->begin = b->from;
	return 0;
}

struct sending {
	struct board *b;
	enum sheet_id id;
	int n;
};

static int
sheet_line(struct table_row *row)
{
	const struct sending *s = row->arg;
	struct board *b = s->b;
	date d;
	int c;

	/* Of nobody, on the last day: what the fields say is all there is. */
	if (!row_begin(b, s->id, NOBODY, NO_HOME, -1, b->to))
		return no_memory(row->err);
	for (c = 0; c < s->n; c++)
		if ((d = field_date(row, c)) != DATE_NONE)
			row_due(b, c, d);
		else
			row_text(b, c, row->field[c]);
	(void)row_end(b);
	return 0;
}

static int
send(struct board *b, enum sheet_id id, struct err *err)
{
	const struct sheet_style *style = &b->sheets->styles.sheet[id];
	struct sending s = { b, id, style->n };
	char name[128], path[4096];

	(void)snprintf(name, sizeof(name), "hostile/%s", style->extract);
	if (snprintf(path, sizeof(path), "%s/synth/%s.csv", b->t->library,
	    name) >= (int)sizeof(path))
		return err_set(err, STATUS_CONFIG, "", "library path too long");
	if (access(path, F_OK) == -1)
		return 0;
	return table_read(b->t, name, style->names, (size_t)style->n,
	    sheet_line, &s, err);
}

/* A table of the library as a file of the board. */
struct copying {
	struct writer *wr;
	size_t n;
};

static int
copy_row(struct table_row *row)
{
	const struct copying *c = row->arg;
	size_t i;

	for (i = 0; i < c->n; i++)
		wr_str(c->wr, row->field[i]);
	wr_end(c->wr);
	return 0;
}

static int
copy(struct board *b, const char *name, const char *const *columns, size_t n,
    const char *dir, const char *file, struct err *err)
{
	struct copying c = { .n = n };
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s", dir, file) >=
	    (int)sizeof(path))
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	if (wr_open(&c.wr, path, OUT_PUBLIC, err) == -1)
		return -1;
	wr_header(c.wr, columns, n);
	if (table_read(b->t, name, columns, n, copy_row, &c, err) == -1) {
		wr_abort(c.wr);
		return -1;
	}
	return wr_close(c.wr, err);
}

int
hostile_make(struct board *b, const char *dir, struct err *err)
{
	int id;

	for (id = 0; id < b->sheets->styles.n; id++)
		if (send(b, (enum sheet_id)id, err) == -1)
			return -1;
	if (copy(b, "hostile/answers", answer_columns, ANSWER_COLUMNS, dir,
	    "truth/answers.csv", err) == -1)
		return -1;
	return copy(b, "hostile/populations", population_columns,
	    POPULATION_COLUMNS, dir, "populations.csv", err);
}
