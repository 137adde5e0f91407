/* SPDX-License-Identifier: MIT */
/*
 * Reads the event history.  In: rows in order of subject and date, as lscb-join
 * and lscb-sort leave them.  Out: each subject's rows of the events that an
 * indicator asks for, held until the subject ends.  Dropped: rows of
 * other events.  Rejected: rows with a bad date, an end before the date, text
 * where an indicator compares numbers, a month of birth that is none.  A row
 * out of order ends the run: what came before is already counted.
 */
#include <stdlib.h>
#include <string.h>

#include "indicators.h"
#include "num.h"

enum { SUBJECT, DATE, END, EVENT, N_BASE };

struct intake {
	int at[N_BASE];
	struct buf subject;	/* of the last row */
	struct buf last;	/* its date, as text */
	struct buf event;	/* the last event looked up ... */
	int event_index;	/* ... and what it was; -1: not asked for */
	struct buf birth_day;	/* date of the row that gave the birth */
};

static int
compare(struct field f, const struct buf *b)
{
	return bytes_compare(f.p, f.n, b->p, b->n);
}

static void
keep(struct buf *b, struct field f)
{
	b->n = 0;
	if (buf_add(b, f.p, f.n) != 0)
		tool_need(NULL);
}

_Noreturn static void
out_of_order(const struct rec *rec, const char *column)
{
	struct err err;

	err_set(&err, STATUS_DATA, "out-of-order", "the history must be in "
	    "order of subject and date; put it through lscb-sort first");
	err_at(&err, rec->file, rec->line, column);
	tool_die(&err);
}

/* Notes where the row stands; true when a new subject begins. */
static bool
check_order(struct intake *in, const struct rec *rec)
{
	struct field subject = rec->f[in->at[SUBJECT]];
	struct field day = rec->f[in->at[DATE]];
	int d = compare(subject, &in->subject);

	if (d < 0)
		out_of_order(rec, "subject");
	if (d > 0)
		keep(&in->subject, subject);
	else if (compare(day, &in->last) < 0)
		out_of_order(rec, "date");
	if (d > 0 || compare(day, &in->last) != 0)
		keep(&in->last, day);
	return d > 0;
}

/* The event's index in the vocabulary if it is asked for, else -1. */
static int
find_event(struct intake *in, const struct engine *e, struct field f)
{
	if (in->event.n > 0 && compare(f, &in->event) == 0)
		return in->event_index;
	keep(&in->event, f);
	in->event_index = vocabulary_event(&e->vocab, f.p, f.n);
	if (in->event_index >= 0 && !e->env.used_event[in->event_index])
		in->event_index = -1;
	return in->event_index;
}

/* The first of a month YYYY-MM, or DATE_NONE. */
static date
first_of_month(struct field f)
{
	char day[10];

	if (f.n != 7)
		return DATE_NONE;
	memcpy(day, f.p, 7);
	memcpy(day + 7, "-01", 3);
	return date_parse(day, sizeof(day));
}

static bool
birth_month_ok(struct field f)
{
	return f.n == 0 || field_eq(f, "unborn") ||
	    first_of_month(f) != DATE_NONE;
}

/*
 * Any row may say when its subject was born, also one nobody asks for.  The
 * latest speaks; of rows of one day, the one that makes the child youngest.
 */
static void
take_birth(struct engine *e, struct intake *in, const struct rec *rec)
{
	date first;
	int month;

	if (!e->env.ages)
		return;
	first = first_of_month(rec->f[e->birth_column]);
	if (first == DATE_NONE)
		return;
	month = month_number(first);
	if (e->subject.birth != NO_BIRTH && e->subject.birth >= month &&
	    compare(rec->f[in->at[DATE]], &in->birth_day) == 0)
		return;
	e->subject.birth = month;
	keep(&in->birth_day, rec->f[in->at[DATE]]);
}

/* Whether the columns that indicators read can be read; rejects if not. */
static bool
columns_ok(const struct engine *e, const struct rec *rec, size_t event)
{
	const bool *numeric = e->env.numeric + event * e->env.n_columns;
	int64_t digits;
	int scale;

	for (size_t i = 0; i < e->env.n_columns; i++)
		if (numeric[i] && rec->f[i].n > 0 &&
		    !num_decimal(rec->f[i].p, rec->f[i].n, &digits, &scale)) {
			tool_reject(rec, e->env.columns[i], "not-a-number",
			    "an indicator compares this with a number");
			return false;
		}
	if (e->env.ages && !birth_month_ok(rec->f[e->birth_column])) {
		tool_reject(rec, "birth_month", "bad-birth-month",
		    "want YYYY-MM, unborn or nothing");
		return false;
	}
	return true;
}

/* Checks the row and adds it to its subject; false when it is rejected. */
static bool
take_row(struct engine *e, const struct intake *in, const struct rec *rec,
    size_t event)
{
	struct field f = rec->f[in->at[DATE]], g = rec->f[in->at[END]];
	date from = date_parse(f.p, f.n), end = DATE_NONE;

	if (from == DATE_NONE) {
		tool_reject(rec, "date", "bad-date", "want YYYY-MM-DD");
		return false;
	}
	if (g.n > 0 && (end = date_parse(g.p, g.n)) == DATE_NONE) {
		tool_reject(rec, "end", "bad-date",
		    "want YYYY-MM-DD or nothing");
		return false;
	}
	if (end != DATE_NONE && end < from) {
		tool_reject(rec, "end", "end-before-date",
		    "ends before it begins");
		return false;
	}
	if (!columns_ok(e, rec, event))
		return false;
	if (subject_add(&e->subject, event, from, end, rec->f,
	    e->env.used_column) != 0)
		tool_need(NULL);
	if (e->first_seen[event] == DATE_NONE || from < e->first_seen[event])
		e->first_seen[event] = from;
	return true;
}

static void
find_columns(const struct reader *rd, int at[N_BASE])
{
	static const char *const names[] = {
		"subject", "date", "end", "event"
	};
	struct err err;

	for (int i = 0; i < N_BASE; i++)
		if ((at[i] = rd_need(rd, names[i], &err)) < 0)
			tool_die(&err);
}

void
intake_check(const struct reader *rd)
{
	int at[N_BASE];

	find_columns(rd, at);
}

void
intake_all(struct engine *e, struct reader *rd, struct stats *stats)
{
	struct intake in = { 0 };
	const struct rec *rec;
	size_t used = 0, dropped = 0;

	find_columns(rd, in.at);
	while ((rec = tool_next(rd)) != NULL) {
		int event;

		if (rec->f[in.at[SUBJECT]].n == 0) {
			tool_reject(rec, "subject", "no-subject",
			    "a row of the history belongs to a subject");
			continue;
		}
		if (check_order(&in, rec)) {
			tally_subject(e);
			if (subject_begin(&e->subject,
			    rec->f[in.at[SUBJECT]]) != 0)
				tool_need(NULL);
		}
		take_birth(e, &in, rec);
		event = find_event(&in, e, rec->f[in.at[EVENT]]);
		if (event < 0)
			dropped++;
		else
			used += take_row(e, &in, rec, (size_t)event);
	}
	tally_subject(e);
	stats_add(stats, STATS_USED, NULL, used);
	stats_add(stats, STATS_DROPPED, "no-indicator-asks", dropped);
	buf_free(&in.subject);
	buf_free(&in.last);
	buf_free(&in.event);
	buf_free(&in.birth_day);
}
