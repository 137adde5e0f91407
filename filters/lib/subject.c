/* SPDX-License-Identifier: MIT */
/*
 * Holds one subject's rows (subject.h).  Memory: the largest subject seen.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "subject.h"

int
month_number(date d)
{
	int y, m, day;

	date_split(d, &y, &m, &day);
	return y * 12 + m - 1;
}

int
subject_init(struct subject *s, size_t n_columns, size_t n_events)
{
	memset(s, 0, sizeof(*s));
	s->n_columns = n_columns;
	s->n_events = n_events;
	s->of_event = calloc(n_events > 0 ? n_events : 1,
	    sizeof(*s->of_event));
	/* An empty text has an address, so that views into it are valid. */
	return s->of_event == NULL || buf_reserve(&s->text, 1) != 0 ? -1 : 0;
}

void
subject_done(struct subject *s)
{
	for (size_t i = 0; s->of_event != NULL && i < s->n_events; i++)
		free(s->of_event[i].v);
	free(s->of_event);
	free(s->rows);
	free(s->cells);
	buf_free(&s->text);
	buf_free(&s->id);
	memset(s, 0, sizeof(*s));
}

int
subject_begin(struct subject *s, struct field id)
{
	for (size_t i = 0; i < s->n_rows; i++)
		s->of_event[s->rows[i].event].n = 0;
	s->n_rows = 0;
	s->text.n = 0;
	s->birth = NO_BIRTH;
	s->id.n = 0;
	return buf_add(&s->id, id.p, id.n);
}

static int
room_for_row(struct subject *s, size_t event)
{
	struct subject_list *list = &s->of_event[event];
	void *p;

	if ((p = grow(s->rows, s->n_rows, &s->rows_cap,
	    sizeof(*s->rows))) == NULL)
		return -1;
	s->rows = p;
	if ((p = grow(list->v, list->n, &list->cap,
	    sizeof(*list->v))) == NULL)
		return -1;
	list->v = p;
	if ((s->n_rows + 1) * s->n_columns > s->cells_cap) {
		size_t cap = (s->n_rows + 1) * s->n_columns * 2;

		if ((p = realloc(s->cells, cap * sizeof(*s->cells))) == NULL)
			return -1;
		s->cells = p;
		s->cells_cap = cap;
	}
	return 0;
}

int
subject_add(struct subject *s, size_t event, date from, date end,
    const struct field *fields, const bool *keep)
{
	struct subject_cell *cells;
	struct subject_row *row;

	if (room_for_row(s, event) != 0)
		return -1;
	cells = s->cells + s->n_rows * s->n_columns;
	for (size_t i = 0; i < s->n_columns; i++) {
		cells[i] = (struct subject_cell){ 0, 0 };
		if (!keep[i] || fields[i].n == 0)
			continue;
		if (s->text.n + fields[i].n > UINT32_MAX ||
		    buf_add(&s->text, fields[i].p, fields[i].n) != 0)
			return -1;
		cells[i].n = (uint32_t)fields[i].n;
		cells[i].at = (uint32_t)(s->text.n - fields[i].n);
	}
	row = &s->rows[s->n_rows];
	row->date = from;
	row->end = end;
	row->event = event;
	row->month = month_number(from);
	if (end != DATE_NONE) {
		row->end_month = month_number(end);
		row->last_month = month_number(end - 1);
	}
	s->of_event[event].v[s->of_event[event].n++] = s->n_rows++;
	return 0;
}
