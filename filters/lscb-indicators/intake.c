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
#include "pseudonym.h"

enum { SUBJECT, DATE, END, EVENT, N_BASE };

/* The columns that must be numbers on rows of an event. */
struct numeric {
	size_t *v;
	size_t n;
};

struct intake {
	int at[N_BASE];
	struct numeric *numeric;	/* by event */
	struct subject_number *numbers;	/* by column, of the row at hand;
					 * between rows all are none */
	struct buf subject;	/* of the last row */
	struct buf last;	/* its date, as text */
	struct buf event;	/* the last event looked up ... */
	int event_index;	/* ... and what it was; -1: not asked for */
	struct buf birth_day;	/* date of the row that gave the birth */
	char tag[TAG_LEN];	/* of the key of the pseudonyms ... */
	bool tagged;		/* ... once there was one */
	size_t *says;		/* columns that belong to the subject */
	size_t n_says;
	struct field *fields;	/* of a row, with columns that the history
				 * lacks; NULL: none is asked for */
	size_t n_before_birth, n_never_open, n_overlapping;
};

static int
compare(struct field f, const struct buf *b)
{
	return field_is(f, b->p, b->n) ? 0 :
	    bytes_compare(f.p, f.n, b->p, b->n);
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
	tool_refuse(STATUS_DATA, rec->file, rec->line, column, "out-of-order",
	    "the history must be in order of subject and date; put it through "
	    "lscb-sort first");
}

/*
 * Histories of two epochs name one child twice, and would count it twice.  A
 * subject that is no pseudonym is somebody's own, made by hand.
 */
static void
check_tag(struct intake *in, const struct rec *rec, struct field subject)
{
	if (!pseudonym_ok(subject.p, subject.n))
		return;
	if (!in->tagged)
		memcpy(in->tag, subject.p + 1, TAG_LEN);
	in->tagged = true;
	if (memcmp(in->tag, subject.p + 1, TAG_LEN) == 0)
		return;
	tool_refuse(STATUS_CONFIG, rec->file, rec->line, "subject", "other-key",
	    "was made under another key than the rows before it: bring all to "
	    "one epoch with lscb-rekey");
}

/* Notes where the row stands; true when a new subject begins. */
static bool
check_order(struct intake *in, const struct rec *rec)
{
	struct field subject = rec->f[in->at[SUBJECT]];
	struct field day = rec->f[in->at[DATE]];
	int d = compare(subject, &in->subject);
	int later = compare(day, &in->last);

	if (d < 0)
		out_of_order(rec, "subject");
	if (d > 0) {
		check_tag(in, rec, subject);
		keep(&in->subject, subject);
	} else if (later < 0)
		out_of_order(rec, "date");
	if (later != 0)
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

/* The month YYYY-MM that a text begins with, counted from year 0. */
static int
text_month(const char *p)
{
	int year = (p[0] - '0') * 1000 + (p[1] - '0') * 100 +
	    (p[2] - '0') * 10 + (p[3] - '0');

	return year * 12 + (p[5] - '0') * 10 + (p[6] - '0') - 1;
}

/* The month of birth as the row has it; false when it is none. */
static bool
read_birth(struct field f, int *out)
{
	char day[10];

	*out = f.n == 0 ? BIRTH_UNSAID : NO_BIRTH;
	if (f.n != 7)
		return f.n == 0 || field_eq(f, "unborn");
	memcpy(day, f.p, 7);
	memcpy(day + 7, "-01", 3);
	if (date_parse(day, sizeof(day)) == DATE_NONE)
		return false;
	*out = text_month(day);
	return true;
}

/*
 * Any row may say when its subject was born, also one nobody asks for.  The
 * latest that has a month speaks; of rows of one day, the one that makes the
 * child youngest.  Not yet born is what a subject is until a row has a month.
 */
static void
take_birth(struct engine *e, struct intake *in, const struct rec *rec)
{
	struct field f = rec->f[e->birth_column];
	struct subject *s = &e->subject;
	int month;

	if (f.n == 0 || !read_birth(f, &month))
		return;
	s->unborn = s->unborn || month == NO_BIRTH;
	if (month == NO_BIRTH ? s->birth != NO_BIRTH : s->birth >= month &&
	    compare(rec->f[in->at[DATE]], &in->birth_day) == 0)
		return;
	if (month != NO_BIRTH) {
		s->birth = month;
		keep(&in->birth_day, rec->f[in->at[DATE]]);
	}
	if (s->says != NULL && s->says[e->birth_column].kept)
		keep(&s->says[e->birth_column].text, f);
}

/* Who the subject is, as any row may say it. */
static void
take_says(struct engine *e, const struct intake *in, const struct rec *rec)
{
	for (size_t i = 0; i < in->n_says; i++)
		if (subject_say(&e->subject, in->says[i],
		    rec->f[in->at[DATE]], rec->f[in->says[i]]) != 0)
			tool_need(NULL);
}

/* Who the subject is, of a row that is no other way in doubt. */
static void
take_who(struct engine *e, struct intake *in, const struct rec *rec,
    bool unread)
{
	struct field day = rec->f[in->at[DATE]];

	if (unread && date_parse(day.p, day.n) == DATE_NONE)
		return;
	if (e->has_birth)
		take_birth(e, in, rec);
	take_says(e, in, rec);
}

/* The numbers that indicators compare; rejects the row if one is none. */
static bool
read_numbers(const struct engine *e, struct intake *in,
    const struct rec *rec, const struct numeric *numeric)
{
	for (size_t i = 0; i < numeric->n; i++) {
		size_t c = numeric->v[i];
		struct subject_number *number = &in->numbers[c];

		if (rec->f[c].n > 0 && !num_decimal(rec->f[c].p,
		    rec->f[c].n, &number->digits, &number->scale)) {
			tool_reject(rec, e->env.columns[c], "not-a-number",
			    "an indicator compares this with a number");
			return false;
		}
	}
	return true;
}

static void
forget_numbers(struct intake *in, const struct numeric *numeric)
{
	for (size_t i = 0; i < numeric->n; i++)
		in->numbers[numeric->v[i]].scale = -1;
}

/* Date, end and their months; rejects the row if they cannot be. */
static bool
read_days(const struct intake *in, const struct rec *rec,
    struct subject_row *row)
{
	struct field f = rec->f[in->at[DATE]], g = rec->f[in->at[END]];

	row->date = date_parse(f.p, f.n);
	row->end = DATE_NONE;
	if (row->date == DATE_NONE) {
		tool_reject(rec, "date", "bad-date", "want YYYY-MM-DD");
		return false;
	}
	row->month = text_month(f.p);
	if (g.n == 0)
		return true;
	row->end = date_parse(g.p, g.n);
	if (row->end == DATE_NONE) {
		tool_reject(rec, "end", "bad-date",
		    "want YYYY-MM-DD or nothing");
		return false;
	}
	if (row->end < row->date) {
		tool_reject(rec, "end", "end-before-date",
		    "ends before it begins");
		return false;
	}
	row->end_month = text_month(g.p);
	row->last_month = row->end_month - (memcmp(g.p + 8, "01", 2) == 0);
	return true;
}

/* Adds a row that could be read to its subject. */
static bool
read_row(struct engine *e, struct intake *in, const struct rec *rec,
    struct subject_row *row)
{
	if (!read_days(in, rec, row) ||
	    !read_numbers(e, in, rec, &in->numeric[row->event]))
		return false;
	if (e->has_birth && !read_birth(rec->f[e->birth_column],
	    &row->birth) && e->env.ages) {
		tool_reject(rec, "birth_month", "bad-birth-month",
		    "want YYYY-MM, unborn or nothing");
		return false;
	}
	if (subject_add(&e->subject, row, rec->f, in->numbers) != 0)
		tool_need(NULL);
	return true;
}

/* Checks the row and adds it to its subject; false when it is rejected. */
static bool
take_row(struct engine *e, struct intake *in, const struct rec *rec,
    size_t event)
{
	struct subject_row row = { .event = event, .birth = BIRTH_UNSAID };
	bool taken = read_row(e, in, rec, &row);

	forget_numbers(in, &in->numeric[event]);
	if (taken && (e->first_seen[event] == DATE_NONE ||
	    row.date < e->first_seen[event]))
		e->first_seen[event] = row.date;
	return taken;
}

/* Which columns are compared with numbers, as a list for each event. */
static void
find_numeric(struct intake *in, const struct engine *e)
{
	size_t n = e->env.n_columns;

	in->numbers = tool_need(calloc(n + 1, sizeof(*in->numbers)));
	in->numeric = tool_need(calloc(e->vocab.n_events + 1,
	    sizeof(*in->numeric)));
	for (size_t c = 0; c < n; c++)
		in->numbers[c].scale = -1;
	for (size_t i = 0; i < e->vocab.n_events; i++) {
		in->numeric[i].v = tool_need(calloc(n + 1, sizeof(size_t)));
		for (size_t c = 0; c < n; c++)
			if (e->env.numeric[i * n + c])
				in->numeric[i].v[in->numeric[i].n++] = c;
	}
}

static void
find_says(struct intake *in, const struct engine *e)
{
	in->says = tool_need(calloc(e->env.n_columns + 1, sizeof(*in->says)));
	for (size_t c = 0; e->subject.says != NULL && c < e->env.n_columns;
	    c++)
		if (e->subject.says[c].kept && !(e->has_birth &&
		    c == e->birth_column))
			in->says[in->n_says++] = c;
}

/* Room for the columns that the history lacks, if one is asked for. */
static void
find_lacking(struct intake *in, const struct engine *e)
{
	const struct expr_env *env = &e->env;
	bool any = false;

	for (size_t c = env->n_present; c < env->n_columns; c++)
		any = any || env->used_column[c];
	if (!any)
		return;
	in->fields = tool_need(calloc(env->n_columns + 1,
	    sizeof(*in->fields)));
	for (size_t c = 0; c < env->n_columns; c++)
		in->fields[c].p = "";
}

/* The row with nothing in the columns that the history lacks. */
static const struct rec *
widened(const struct intake *in, const struct rec *rec, struct rec *wide)
{
	if (in->fields == NULL)
		return rec;
	memcpy(in->fields, rec->f, rec->n * sizeof(*rec->f));
	*wide = *rec;
	wide->f = in->fields;
	return wide;
}

static void
intake_done(struct intake *in, const struct engine *e)
{
	for (size_t i = 0; i < e->vocab.n_events; i++)
		free(in->numeric[i].v);
	free(in->numeric);
	free(in->says);
	free(in->fields);
	free(in->numbers);
	buf_free(&in->subject);
	buf_free(&in->last);
	buf_free(&in->event);
	buf_free(&in->birth_day);
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

/*
 * What is odd in a subject's rows is counted as they say it, and told in the
 * statistics: events before the birth, spells that were never open, spells of
 * one event that overlap.
 */
static void
query_subject(const struct engine *e, struct intake *in)
{
	const struct subject *s = &e->subject;

	for (size_t i = 0; i < s->n_rows; i++)
		in->n_before_birth += s->birth >= 0 &&
		    s->rows[i].birth != NO_BIRTH &&
		    s->rows[i].month < s->birth;
	for (size_t i = 0; i < s->n_present; i++) {
		size_t event = s->present[i];
		const struct subject_list *list = &s->of_event[event];

		if (!e->vocab.events[event].spell)
			continue;
		/* Two registers at once: one begins before others end. */
		date last = DATE_NONE;

		for (size_t k = 0; k < list->n; k++) {
			const struct subject_row *r = &s->rows[list->v[k]];
			date end = r->end == DATE_NONE ? INT32_MAX : r->end;

			in->n_never_open += end == r->date;
			in->n_overlapping += last > r->date && end > r->date;
			last = end > last ? end : last;
		}
	}
}

/* The subject has ended: counts it. */
static void
end_subject(struct engine *e, struct intake *in)
{
	query_subject(e, in);
	tally_subject(e);
}

void
intake_all(struct engine *e, struct reader *rd, struct stats *stats)
{
	struct intake in = { 0 };
	const struct rec *rec;
	struct rec wide;
	size_t used = 0, dropped = 0;

	find_columns(rd, in.at);
	find_numeric(&in, e);
	find_says(&in, e);
	find_lacking(&in, e);
	while ((rec = tool_next(rd)) != NULL) {
		int event;

		rec = widened(&in, rec, &wide);
		if (rec->f[in.at[SUBJECT]].n == 0) {
			tool_reject(rec, "subject", "no-subject",
			    "a row of the history belongs to a subject");
			continue;
		}
		if (check_order(&in, rec)) {
			end_subject(e, &in);
			if (subject_begin(&e->subject,
			    rec->f[in.at[SUBJECT]]) != 0)
				tool_need(NULL);
		}
		event = find_event(&in, e, rec->f[in.at[EVENT]]);
		if (event >= 0 && !take_row(e, &in, rec, (size_t)event))
			continue;
		used += event >= 0;
		dropped += event < 0;
		take_who(e, &in, rec, event < 0);
	}
	end_subject(e, &in);
	stats_add(stats, STATS_QUERIED, "before-birth", in.n_before_birth);
	stats_add(stats, STATS_QUERIED, "never-open", in.n_never_open);
	stats_add(stats, STATS_QUERIED, "overlapping", in.n_overlapping);
	stats_add(stats, STATS_USED, NULL, used);
	stats_add(stats, STATS_DROPPED, "no-indicator-asks", dropped);
	intake_done(&in, e);
}
