/* SPDX-License-Identifier: MIT */
/* See check.h: one response, against ledger and definition. */
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "num.h"

int
place_find(struct place *p, const struct survey *s, const struct reader *rd,
    struct err *err)
{
	static const char *const names[] = { "serial", "stage", "date", "age" };
	int *at[] = { &p->serial, &p->stage, &p->date, &p->age };
	const struct rec *header = rd_header(rd);
	size_t i, k;
	bool known;

	for (i = 0; i < sizeof(at) / sizeof(*at); i++)
		if ((*at[i] = rd_need(rd, names[i], err)) == -1)
			return -1;
	for (i = 0; i < s->n_questions; i++) {
		const struct survey_question *q = &s->questions[i];

		p->question[i] = q->scale == NULL ? -1 :
		    rd_need(rd, q->name, err);
		if (q->scale != NULL && p->question[i] == -1)
			return -1;
	}
	for (i = 0; i < header->n; i++) {
		known = false;
		for (k = 0; k < sizeof(names) / sizeof(*names); k++)
			known = known || field_eq(header->f[i], names[k]);
		for (k = 0; k < s->n_questions; k++)
			known = known || field_eq(header->f[i],
			    s->questions[k].name);
		for (k = 0; k < s->n_columns; k++)
			known = known || field_eq(header->f[i], s->columns[k]);
		if (!known)
			return rd_unknown(rd, i, "add it as a question, or as "
			    "a column that is not looked at", err);
	}
	return 0;
}

static int
bad(struct err *why, const char *column, const char *code, const char *text)
{
	err_set(why, STATUS_DATA, code, "%s", text);
	return err_at(why, NULL, 0, column);
}

static int
check_age(const struct survey *s, struct field f, struct err *why)
{
	enum survey_age age;
	uint64_t years;

	if (!num_uint(f.p, f.n, &years) || years > 120)
		return bad(why, "age", "bad-age",
		    "want the age in completed years");
	age = survey_age(s, (int)years);
	switch (age) {
	case AGE_IN:
		return 0;
	case AGE_UNDEFINED:
		return bad(why, "age", survey_age_code(age), "is of the age for "
		    "which nothing is defined: no form may be asked until the "
		    "definition says so");
	default:
		err_set(why, STATUS_DATA, survey_age_code(age), "is outside the "
		    "cohort of %d to %d", s->ages.from, s->ages.to);
		return err_at(why, NULL, 0, "age");
	}
}

/*
 * Does form e end where form o of the same child opened?  Where a later stage did, or
 * the next turn of the same one, or the event that closes e.
 */
static bool
ends_at(const struct survey *s, const struct ledger_entry *e,
    const struct ledger_entry *o)
{
	const struct survey_stage *st = &s->stages[e->stage];
	const struct survey_stage *next = &s->stages[o->stage];

	if (o == e || o->opened < e->opened ||
	    memcmp(o->subject, e->subject, PSEUDONYM_LEN) != 0)
		return false;
	return o->stage >= e->stage || (st->closes != NULL && !next->at_end &&
	    strcmp(st->closes, next->opens) == 0);
}

/* An answer lies before that, or on that day where the stage says so. */
static bool
order_wrong(const struct survey *s, const struct ledger *l,
    const struct ledger_entry *e, date on)
{
	bool same_day = s->stages[e->stage].same_day;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (ends_at(s, e, &l->v[i]) && (on > l->v[i].opened ||
		    (on == l->v[i].opened && !same_day)))
			return true;
	return false;
}

static int
check_day(const struct survey *s, const struct ledger *l,
    const struct ledger_entry *e, date on, date as_of, struct err *why)
{
	if (as_of != DATE_NONE && on > as_of)
		return bad(why, "date", "future-date", "is after --date");
	if (on < e->opened)
		return bad(why, "date", "stage-order", "is before the day on "
		    "which this stage opened for the child");
	if (on < e->issued)
		return bad(why, "date", "before-invitation", "is before the day "
		    "on which this serial was issued");
	if (on > e->until && s->stages[e->stage].late_refused)
		return bad(why, "date", "too-late", "is after the last day of "
		    "this form, and the stage takes no late answers");
	if (order_wrong(s, l, e, on))
		return bad(why, "date", "stage-order", "is after the day on "
		    "which the child's next stage opened");
	return 0;
}

int
response_read(struct response *r, const struct place *p,
    const struct survey *s, const struct ledger *l, const struct rec *rec,
    date as_of, struct err *why)
{
	struct field serial = rec->f[p->serial], day = rec->f[p->date];
	size_t stage = survey_stage(s, rec->f[p->stage]);

	if (!serial_ok(serial))
		return bad(why, "serial", "bad-serial", "is no serial: want "
		    "three groups of four, as printed; a slip is found by the "
		    "last letter");
	r->entry = ledger_serial(l, serial);
	if (r->entry == NULL)
		return bad(why, "serial", "serial-not-issued",
		    "was never issued");
	if (stage == NO_STAGE)
		return bad(why, "stage", "bad-stage",
		    "is no stage of this survey");
	if (stage != r->entry->stage)
		return bad(why, "stage", "other-stage", "is not the stage that "
		    "this serial was issued for");
	r->on = date_parse(day.p, day.n);
	if (r->on == DATE_NONE)
		return bad(why, "date", "bad-date",
		    "not a date, want YYYY-MM-DD");
	if (r->entry->outcome == OUTCOME_REFUSED ||
	    r->entry->outcome == OUTCOME_WITHDRAWN ||
	    r->entry->outcome == OUTCOME_DISTRESS)
		return bad(why, "serial", "not-to-be-used", "has ended without "
		    "an answer by the ledger: what the child said is not to be "
		    "used");
	return check_age(s, rec->f[p->age], why) == -1 ? -1 :
	    check_day(s, l, r->entry, r->on, as_of, why);
}

/* Was the question put, given the answers before it? */
static bool
was_put(const struct place *p, const struct survey *s, size_t i,
    const struct rec *rec)
{
	const struct survey_question *q = &s->questions[i], *on;
	size_t answer;

	if (q->if_question == SIZE_MAX)
		return true;
	on = &s->questions[q->if_question];
	answer = survey_answer(on->scale,
	    rec->f[p->question[q->if_question]]);
	return answer != SIZE_MAX && q->if_answers[answer] &&
	    was_put(p, s, q->if_question, rec);
}

bool
question_put(const struct place *p, const struct survey *s, size_t question,
    size_t stage, const struct rec *rec)
{
	return s->questions[question].stages[stage] &&
	    was_put(p, s, question, rec);
}

int
answers_check(const struct place *p, const struct survey *s, size_t stage,
    const struct rec *rec, struct err *why)
{
	size_t i;

	for (i = 0; i < s->n_questions; i++) {
		const struct survey_question *q = &s->questions[i];
		struct field f;

		if (p->question[i] == -1 || rec->f[p->question[i]].n == 0)
			continue;
		f = rec->f[p->question[i]];
		if (survey_answer(q->scale, f) == SIZE_MAX)
			return bad(why, q->name, "off-scale",
			    "is no answer of this question's scale");
		if (!q->stages[stage])
			return bad(why, q->name, "not-of-stage",
			    "is answered, and not asked at this stage");
		if (!was_put(p, s, i, rec))
			return bad(why, q->name, "not-asked", "is answered, and "
			    "not asked after the answers before it");
	}
	return 0;
}
