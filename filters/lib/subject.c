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

static int
keep_columns(struct subject *s, size_t event, const bool *keep)
{
	struct subject_list *kept = &s->kept[event];
	size_t *place = s->place + event * s->n_columns;

	if ((kept->v = calloc(s->n_columns + 1, sizeof(*kept->v))) == NULL)
		return -1;
	for (size_t i = 0; i < s->n_columns; i++) {
		place[i] = NOT_KEPT;
		if (keep[i]) {
			place[i] = kept->n;
			kept->v[kept->n++] = i;
		}
	}
	return 0;
}

int
subject_init(struct subject *s, const bool *keep, size_t n_columns,
    size_t n_events)
{
	memset(s, 0, sizeof(*s));
	s->n_columns = n_columns;
	s->n_events = n_events;
	s->of_event = calloc(n_events + 1, sizeof(*s->of_event));
	s->kept = calloc(n_events + 1, sizeof(*s->kept));
	s->place = calloc(n_events * n_columns + 1, sizeof(*s->place));
	s->present = calloc(n_events + 1, sizeof(*s->present));
	if (s->present == NULL || s->of_event == NULL || s->kept == NULL || s->place == NULL)
		return -1;
	for (size_t i = 0; i < n_events; i++)
		if (keep_columns(s, i, keep + i * n_columns) != 0)
			return -1;
	/* An empty text has an address, so that views into it are valid. */
	return buf_reserve(&s->text, 1);
}

void
subject_done(struct subject *s)
{
	for (size_t i = 0; s->of_event != NULL && i < s->n_events; i++)
		free(s->of_event[i].v);
	for (size_t i = 0; s->kept != NULL && i < s->n_events; i++)
		free(s->kept[i].v);
	for (size_t i = 0; s->says != NULL && i < s->n_columns; i++)
		buf_free(&s->says[i].text);
	free(s->says);
	free(s->of_event);
	free(s->kept);
	free(s->place);
	free(s->present);
	free(s->rows);
	free(s->cells);
	buf_free(&s->text);
	buf_free(&s->id);
	memset(s, 0, sizeof(*s));
}

int
subject_begin(struct subject *s, struct field id)
{
	for (size_t i = 0; i < s->n_present; i++)
		s->of_event[s->present[i]].n = 0;
	s->n_present = 0;
	s->n_rows = s->n_cells = 0;
	s->text.n = 0;
	s->birth = NO_BIRTH;
	s->unborn = false;
	for (size_t i = 0; s->says != NULL && i < s->n_columns; i++)
		s->says[i].text.n = 0;
	s->id.n = 0;
	return buf_add(&s->id, id.p, id.n);
}

int
subject_keep(struct subject *s, size_t column)
{
	if (s->says == NULL && (s->says = calloc(s->n_columns + 1,
	    sizeof(*s->says))) == NULL)
		return -1;
	s->says[column].kept = true;
	return 0;
}

int
subject_say(struct subject *s, size_t column, struct field day,
    struct field text)
{
	struct attribute *a = &s->says[column];
	bool same_day;

	if (text.n == 0 || day.n != sizeof(a->day))
		return 0;
	/* Rows come in order of date, so a row of another day is later. */
	same_day = a->text.n > 0 && memcmp(a->day, day.p, day.n) == 0;
	if (same_day && bytes_compare(text.p, text.n, a->text.p,
	    a->text.n) <= 0)
		return 0;
	memcpy(a->day, day.p, day.n);
	a->text.n = 0;
	return buf_add(&a->text, text.p, text.n);
}

static int
room_for_row(struct subject *s, size_t event)
{
	struct subject_list *list = &s->of_event[event];
	void *p;

	if (s->n_rows == s->rows_cap) {
		if ((p = grow(s->rows, s->n_rows, &s->rows_cap,
		    sizeof(*s->rows))) == NULL)
			return -1;
		s->rows = p;
	}
	if (list->n == list->cap) {
		if ((p = grow(list->v, list->n, &list->cap,
		    sizeof(*list->v))) == NULL)
			return -1;
		list->v = p;
	}
	if (s->n_cells + s->kept[event].n > s->cells_cap) {
		size_t cap = (s->n_cells + s->kept[event].n) * 2;

		if ((p = realloc(s->cells, cap * sizeof(*s->cells))) == NULL)
			return -1;
		s->cells = p;
		s->cells_cap = cap;
	}
	return 0;
}

int
subject_add(struct subject *s, const struct subject_row *row,
    const struct field *fields, const struct subject_number *numbers)
{
	const struct subject_list *kept = &s->kept[row->event];
	struct subject_list *list = &s->of_event[row->event];

	if (room_for_row(s, row->event) != 0)
		return -1;
	s->rows[s->n_rows] = *row;
	s->rows[s->n_rows].cells = s->n_cells;
	for (size_t i = 0; i < kept->n; i++) {
		const struct field *f = &fields[kept->v[i]];
		struct subject_cell *cell = &s->cells[s->n_cells++];

		cell->at = (uint32_t)s->text.n;
		cell->n = (uint32_t)f->n;
		cell->number = numbers[kept->v[i]];
		if (f->n == 0)
			continue;
		if (s->text.n + f->n > UINT32_MAX ||
		    (s->text.cap - s->text.n < f->n &&
		    buf_reserve(&s->text, f->n) != 0))
			return -1;
		memcpy(s->text.p + s->text.n, f->p, f->n);
		s->text.n += f->n;
	}
	if (list->n == 0)
		s->present[s->n_present++] = row->event;
	list->v[list->n++] = s->n_rows++;
	return 0;
}
