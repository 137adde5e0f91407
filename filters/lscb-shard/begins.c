/* SPDX-License-Identifier: MIT */
/*
 * When the rows of each event begin in a whole history.  lscb-indicators calls
 * a period that closed before that not available; a shard, seen alone, may have
 * its first row of an event later than the whole has.
 *
 * In: rows, in any order.  Out: event,first.  Rows that no filter takes do not
 * count: without a subject, a day that is none, an end before the date.  Holds
 * an entry per event.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "shard.h"

enum { DAY = 10 };	/* YYYY-MM-DD: in order of bytes is in order of days */

struct begins {
	int key, event, date, end;	/* end: -1 if there is no such column */
	struct table *events;
	char (*first)[DAY];		/* by event; the first byte NUL: none */
	size_t cap;
	struct buf last;		/* the last event looked up, and ... */
	size_t last_index;		/* ... which it is */
};

struct begins *
begins_new(const struct reader *rd, int key)
{
	struct begins *b = tool_need(calloc(1, sizeof(*b)));
	struct err err;

	b->key = key;
	if ((b->event = rd_need(rd, "event", &err)) < 0 ||
	    (b->date = rd_need(rd, "date", &err)) < 0)
		tool_die(&err);
	b->end = rd_col(rd, "end");
	b->events = tool_need(table_new());
	return b;
}

static size_t
find_event(struct begins *b, struct field f)
{
	int added;

	if (field_is(f, b->last.p, b->last.n))
		return b->last_index;
	b->last.n = 0;
	b->last_index = table_add(b->events, f.p, f.n, &added);
	if (b->last_index == SIZE_MAX || buf_add(&b->last, f.p, f.n) != 0)
		tool_need(NULL);
	if (added) {
		b->first = tool_need(grow(b->first, b->last_index, &b->cap,
		    sizeof(*b->first)));
		b->first[b->last_index][0] = '\0';
	}
	return b->last_index;
}

/* Would lscb-indicators take the row, as far as its days are concerned? */
static bool
days_are_sound(struct field from, struct field to)
{
	date first = date_parse(from.p, from.n), last;

	if (first == DATE_NONE || to.n == 0)
		return first != DATE_NONE;
	last = date_parse(to.p, to.n);
	return last != DATE_NONE && last >= first;
}

void
begins_note(struct begins *b, const struct rec *rec)
{
	static const struct field none = { "", 0 };
	struct field day = rec->f[b->date];
	size_t event;
	char *first;

	if (rec->f[b->key].n == 0 || rec->f[b->event].n == 0 || day.n != DAY)
		return;
	event = find_event(b, rec->f[b->event]);	/* first may move */
	first = b->first[event];
	if (first[0] != '\0' && memcmp(day.p, first, DAY) >= 0)
		return;
	if (days_are_sound(day, b->end < 0 ? none : rec->f[b->end]))
		memcpy(first, day.p, DAY);
}

/* A name of an event and its first day, to be put in order. */
struct line {
	struct field event, first;
};

static int
by_event(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return bytes_compare(x->event.p, x->event.n, y->event.p, y->event.n);
}

void
begins_write(const struct begins *b, struct writer *wr)
{
	static const char *const names[] = { "event", "first" };
	size_t n = table_count(b->events);
	struct line *v = tool_need(calloc(n + 1, sizeof(*v)));

	for (size_t i = 0; i < n; i++) {
		v[i].event.p = table_key(b->events, i, &v[i].event.n);
		v[i].first = (struct field){ b->first[i], DAY };
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), by_event);
	wr_header(wr, names, 2);
	for (size_t i = 0; i < n; i++) {
		if (v[i].first.p[0] == '\0')
			continue;
		wr_field(wr, v[i].event.p, v[i].event.n);
		wr_field(wr, v[i].first.p, v[i].first.n);
		wr_end(wr);
	}
	free(v);
}

void
begins_free(struct begins *b)
{
	if (b == NULL)
		return;
	table_free(b->events);
	buf_free(&b->last);
	free(b->first);
	free(b);
}
