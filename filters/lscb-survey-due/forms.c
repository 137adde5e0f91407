/* SPDX-License-Identifier: MIT */
/*
 * See due.h: which forms a child has had, has, and may have.
 *
 * A stage is opened by a row of the history and closed by another, or by time.  Each
 * opening is an occasion; the latest one is told, all of them take places of a quota.
 */
#include <stdlib.h>
#include <string.h>

#include "due.h"

struct occasion {
	const struct row *row;	/* that opened it; NULL: nobody was told */
	date opened;
	date closed;		/* by an event; DATE_NONE: not, or not yet */
	date last, until;	/* the last day by event, and by time too */
	date from, next;	/* answers of these days are its own: from, and
				 * before next */
	date answered, asked, refused;	/* when; DATE_NONE: not */
	const struct ledger_entry *entry;
	enum outcome outcome;	/* of the entry, as at the as-of date */
	int age;
	const char *state, *why;
};

/* The occasions of a stage, in order. */
struct stage_forms {
	struct occasion *v;
	size_t n;
};

enum { NEVER = INT32_MAX };

int
age_on(date birth, date on)
{
	int months = date_months(birth, on);

	return months >= 0 ? months / 12 : -1;
}

static bool
is_event(const struct row *r, const char *event)
{
	return event != NULL && strcmp(r->event, event) == 0;
}

/* Does the row open the stage?  *day: when. */
static bool
opens(const struct due *d, const struct survey_stage *st,
    const struct row *r, date *day)
{
	if (!is_event(r, st->opens))
		return false;
	if (st->opens_stage != NULL && (r->stage == NO_STAGE ||
	    strcmp(d->survey->stages[r->stage].name, st->opens_stage) != 0))
		return false;
	*day = st->at_end ? r->end : r->date;
	return *day != DATE_NONE && *day <= d->as_of;
}

/* The day for which the event that closes the stage is planned. */
static date
planned(const struct due *d, const struct survey_stage *st,
    const struct row *r)
{
	size_t i;

	if (st->closes_column == NULL)
		return DATE_NONE;
	for (i = 0; strcmp(d->interest.names[i], st->closes_column) != 0; i++)
		;
	return date_parse(r->v[i].p, r->v[i].n);
}

/* When an occasion that opened with this row on this day ends. */
static void
set_close(const struct due *d, const struct child *c,
    const struct survey_stage *st, struct occasion *o)
{
	date plan;
	size_t i;

	o->closed = DATE_NONE;
	if (st->closes_at_end && o->row->end != DATE_NONE &&
	    o->row->end <= d->as_of)
		o->closed = o->row->end;
	for (i = 0; i < c->n && o->closed == DATE_NONE; i++)
		if (is_event(&c->rows[i], st->closes) &&
		    c->rows[i].date >= o->opened)
			o->closed = c->rows[i].date;
	plan = planned(d, st, o->row);
	if (o->closed == DATE_NONE && plan != DATE_NONE && plan >= o->opened)
		o->closed = plan;
	o->last = o->closed == DATE_NONE ? NEVER :
	    st->same_day ? o->closed : o->closed - 1;
	o->until = o->opened + st->days < o->last ? o->opened + st->days :
	    o->last;
}

static int
by_opening(const void *a, const void *b)
{
	const struct occasion *x = a, *y = b;

	if (x->opened != y->opened)
		return x->opened < y->opened ? -1 : 1;
	/* Of one day in the order of the history. */
	return x->row < y->row ? -1 : x->row > y->row;
}

/* What closed without having been opened: nobody told the advocate. */
static void
add_untold(const struct child *c, const struct survey_stage *st,
    struct stage_forms *f)
{
	size_t i, k;

	if (st->closes == NULL || st->at_end)
		return;
	for (i = 0; i < c->n; i++) {
		date day = c->rows[i].date, from = day - st->days;

		if (!is_event(&c->rows[i], st->closes))
			continue;
		for (k = 0; k < f->n && f->v[k].closed != day; k++)
			if (f->v[k].closed != DATE_NONE &&
			    f->v[k].closed < day && f->v[k].closed >= from)
				from = f->v[k].closed + 1;
		if (k < f->n)
			continue;
		f->v[f->n++] = (struct occasion){ .opened = from,
		    .closed = day, .last = st->same_day ? day : day - 1,
		    .until = st->same_day ? day : day - 1 };
	}
}

/* Rows that open the stage while it is open say it again: a new plan, perhaps. */
static void
merge(const struct due *d, const struct child *c,
    const struct survey_stage *st, struct stage_forms *f)
{
	bool spell = st->at_end || st->closes_at_end;
	size_t i, n = 0;

	for (i = 0; i < f->n; i++) {
		struct occasion *last = n == 0 ? NULL : &f->v[n - 1];

		if (last != NULL && (f->v[i].opened == last->opened ||
		    (!spell && f->v[i].opened <= last->until))) {
			if (!spell && planned(d, st, f->v[i].row) !=
			    DATE_NONE)
				last->row = f->v[i].row;
			set_close(d, c, st, last);
			continue;
		}
		f->v[n] = f->v[i];
		set_close(d, c, st, &f->v[n++]);
	}
	f->n = n;
}

/*
 * Which days are whose.  What a child said before a conference is of that conference,
 * also where the day on which the advocate was told is a later one.
 */
static void
set_days(const struct survey_stage *st, struct stage_forms *f)
{
	bool spell = st->at_end || st->closes_at_end;
	size_t i;

	for (i = 0; i < f->n; i++) {
		struct occasion *o = &f->v[i];
		date before = i == 0 ? DATE_NONE : o[-1].closed == DATE_NONE ?
		    o->opened : o[-1].closed + 1;

		o->from = o->opened;
		o->next = NEVER;
		if (!spell && o->closed != DATE_NONE &&
		    o->closed - st->days < o->opened)
			o->from = o->closed - st->days;
		if (o->from < before)
			o->from = before < o->opened ? before : o->opened;
		if (i > 0)
			o[-1].next = o->from;
	}
}

static int
find_occasions(const struct due *d, struct child *c,
    const struct survey_stage *st, struct stage_forms *f)
{
	size_t i;
	date day;

	f->v = arena_alloc(&c->mem, (2 * c->n + 1) * sizeof(*f->v));
	if (f->v == NULL)
		return -1;
	for (i = 0; i < c->n; i++)
		if (opens(d, st, &c->rows[i], &day))
			f->v[f->n++] = (struct occasion){ .row = &c->rows[i],
			    .opened = day };
	qsort(f->v, f->n, sizeof(*f->v), by_opening);
	merge(d, c, st, f);
	add_untold(c, st, f);
	qsort(f->v, f->n, sizeof(*f->v), by_opening);
	set_days(st, f);
	return 0;
}

/* What the ledger says of it, as at the as-of date. */
static void
look_up(const struct due *d, const struct child *c, size_t stage,
    struct occasion *o)
{
	const struct ledger_entry *e = d->ledger == NULL || o->row == NULL ?
	    NULL : ledger_form(d->ledger, c->id, stage, o->opened);

	if (e == NULL || e->issued > d->as_of)
		return;
	o->entry = e;
	o->outcome = e->on != DATE_NONE && e->on > d->as_of ?
	    OUTCOME_INVITED : e->outcome;
	o->asked = e->issued;
	if (o->outcome == OUTCOME_ANSWERED)
		o->answered = e->on;
}

static void
first(date *day, date on)
{
	if (*day == DATE_NONE || on < *day)
		*day = on;
}

/* What the rows of the history say of it. */
static void
look_at_rows(const struct due *d, const struct child *c, size_t stage,
    struct occasion *o)
{
	const struct survey *s = d->survey;
	bool told = strcmp(s->stages[stage].opens, s->asked) == 0;
	size_t i;

	o->answered = o->asked = o->refused = DATE_NONE;
	for (i = 0; i < c->n; i++) {
		const struct row *r = &c->rows[i];

		if (r->stage != stage || r->date < o->from ||
		    r->date >= o->next)
			continue;
		if (is_event(r, s->answered))
			first(&o->answered, r->date);
		if (!is_event(r, s->asked))
			continue;
		if (!told)
			first(&o->asked, r->date);
		if (r->refusal)
			first(&o->refused, r->date);
	}
}

/*
 * Ended for this child, whatever the form?  The reason, or NULL; *on: since when.
 */
static const char *
stopped(const struct due *d, const struct child *c, date *on)
{
	size_t i = d->stopped == NULL ? SIZE_MAX :
	    table_find(d->stopped, c->id, PSEUDONYM_LEN);

	if (i != SIZE_MAX) {
		*on = d->stops[i].on;
		return outcome_names[d->stops[i].why];
	}
	for (i = 0; d->survey->refused == ENDS_SURVEY && i < c->n; i++)
		if (is_event(&c->rows[i], d->survey->asked) &&
		    c->rows[i].refusal) {
			*on = c->rows[i].date;
			return outcome_names[OUTCOME_REFUSED];
		}
	return NULL;
}

static void
set(struct occasion *o, const char *state, const char *why)
{
	o->state = state;
	o->why = why;
}

/* Not of the cohort, on the day it opened or by now? */
static bool
judge_age(const struct due *d, const struct child *c, struct occasion *o)
{
	enum survey_age age;

	o->age = c->birth == DATE_NONE ? -1 : age_on(c->birth, o->row == NULL ?
	    o->closed : o->opened);
	if (o->age < 0) {
		set(o, "not-involved", c->unborn || c->birth != DATE_NONE ?
		    "unborn" : "no-birth-month");
		return true;
	}
	age = survey_age(d->survey, o->age);
	if (age == AGE_IN)
		return false;
	set(o, age == AGE_UNDEFINED ? "undefined" : "not-involved",
	    survey_age_code(age));
	return true;
}

/* Has the child been asked what it needs to have been asked before? */
static bool
was_asked(const struct stage_forms *f, date before)
{
	size_t i = f->n;

	while (i > 0 && f->v[i - 1].opened >= before)
		i--;
	return i > 0 && (f->v[i - 1].asked != DATE_NONE ||
	    f->v[i - 1].answered != DATE_NONE);
}

/* It is open or was, and nothing came of it yet. */
static void
judge_days(const struct due *d, const struct child *c,
    const struct survey_stage *st, struct occasion *o)
{
	bool asked = o->asked != DATE_NONE;

	if (o->row == NULL)
		set(o, "closed", "not-told");
	else if (d->as_of > o->until)
		set(o, "closed", asked ? "no-reply" : o->until == o->last ?
		    "event-passed" : "time-passed");
	else if (survey_age(d->survey, age_on(c->birth, d->as_of)) == AGE_OLD)
		set(o, "not-involved", "too-old");
	else if (d->as_of < o->opened + st->from)
		set(o, "waiting", "not-yet");
	else
		set(o, "due", asked ? "asked" : "not-asked");
}

static void
judge(const struct due *d, const struct child *c, size_t stage,
    const struct stage_forms *all, struct occasion *o)
{
	const struct survey_stage *st = &d->survey->stages[stage];
	date since = DATE_NONE;
	const char *stop = stopped(d, c, &since);

	look_at_rows(d, c, stage, o);
	look_up(d, c, stage, o);
	if (judge_age(d, c, o))
		return;
	if (o->entry != NULL && (o->outcome == OUTCOME_REFUSED ||
	    o->outcome == OUTCOME_WITHDRAWN || o->outcome == OUTCOME_DISTRESS))
		set(o, "ended", outcome_names[o->outcome]);
	else if (o->answered != DATE_NONE && o->answered > o->last)
		set(o, "closed", "wrong-order");
	else if (o->answered != DATE_NONE)
		set(o, "done", "answered");
	else if (o->refused != DATE_NONE)
		set(o, "ended", "refused");
	else if (stop != NULL && since <= o->until)
		set(o, "ended", stop);	/* what was over before is as it was */
	else if (o->entry != NULL && o->outcome == OUTCOME_NO_REPLY)
		set(o, "closed", "no-reply");
	else if (st->needs != NO_STAGE && !was_asked(&all[st->needs],
	    o->opened))
		set(o, "not-involved", "stage-order");
	else
		judge_days(d, c, st, o);
}

/* Nothing has opened the stage: why. */
static void
judge_unopened(const struct due *d, const struct child *c, size_t stage,
    struct line *l)
{
	const struct survey_stage *st = &d->survey->stages[stage];
	size_t i;

	l->state = "not-involved";
	l->why = st->unopened;
	for (i = 0; i < c->n; i++)
		if (st->at_end && is_event(&c->rows[i], st->opens))
			l->why = "not-ended";
	for (i = 0; i < c->n; i++)
		if (is_event(&c->rows[i], d->survey->answered) &&
		    c->rows[i].stage == stage) {
			l->state = "closed";
			l->why = "wrong-order";
		}
}

/* A place of a quota is taken by who answered, or may still. */
static void
take_places(struct due *d, const struct child *c, size_t stage,
    const struct stage_forms *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		const struct occasion *o = &f->v[i];

		if (strcmp(o->why, "answered") != 0 &&
		    strcmp(o->why, "asked") != 0)
			continue;
		quota_take(d, quotas_of(d, c, o->row, stage, o->age),
		    o->asked != DATE_NONE ? o->asked : o->answered);
	}
}

static int
add_line(struct due *d, const struct child *c, size_t stage,
    const struct stage_forms *f)
{
	struct line *v = grow(d->lines, d->n, &d->cap, sizeof(*v)), *l;
	const struct occasion *o = f->n == 0 ? NULL : &f->v[f->n - 1];

	if (v == NULL)
		return -1;
	d->lines = v;
	l = &v[d->n++];
	*l = (struct line){ .stage = stage, .opened = DATE_NONE,
	    .since = DATE_NONE, .until = DATE_NONE, .age = -1,
	    .stopped_by = SIZE_MAX };
	memcpy(l->subject, c->id, PSEUDONYM_LEN);
	if (o == NULL) {
		judge_unopened(d, c, stage, l);
		return 0;
	}
	if (o->row != NULL) {
		l->opened = o->opened;
		l->since = o->opened + d->survey->stages[stage].from;
		l->quotas = quotas_of(d, c, o->row, stage, o->age);
	}
	l->until = o->until;
	l->age = o->age;
	l->unborn = strcmp(o->why, "unborn") == 0;
	l->state = o->state;
	l->why = o->why;
	return 0;
}

int
forms_of(struct due *d, struct child *c)
{
	struct stage_forms all[SURVEY_STAGES] = { { NULL, 0 } };
	size_t stage, i;

	if (c->n == 0)
		return 0;
	for (stage = 0; stage < d->survey->n_stages; stage++) {
		if (find_occasions(d, c, &d->survey->stages[stage],
		    &all[stage]) == -1)
			return -1;
		for (i = 0; i < all[stage].n; i++)
			judge(d, c, stage, all, &all[stage].v[i]);
		take_places(d, c, stage, &all[stage]);
		if (add_line(d, c, stage, &all[stage]) == -1)
			return -1;
	}
	return 0;
}
