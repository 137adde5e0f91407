/* SPDX-License-Identifier: MIT */
/*
 * Health: attendances of children at emergency units, referrals to child and
 * adolescent mental health services (CAMHS), and adults' own referrals to
 * mental health and substance misuse services, which reach children only
 * through the address.
 */
#include "words.h"

enum { REBOOKED_FROM = 14, REBOOKED_TO = 42 };	/* days */

/* Half of a child's rate is that of any child, half goes by the family. */
static unsigned
half(unsigned risk)
{
	return (1000 + risk) / 2;
}

static void
emergency(struct board *b, int person, int from_age, int to_age, enum rate r)
{
	const struct person *p = &b->street->person[person];
	unsigned risk = half(b->street->family[p->family].risk);
	date d = later(b->from, later(p->begins, birthday(p, from_age)));
	date to = sooner(childhood_end(b, p), birthday(p, to_age));
	bool shown;
	int home;

	for (; (d = next_event(b, d, to, rate(b, r), risk, SEASON_HEALTH)) !=
	    DATE_NONE; d++) {
		home = home_on(b->street, p, d);
		if (home == NO_HOME)
			continue;
		shown = row_begin(b, SHEET_EMERGENCY, person, NO_HOME, -1, d);
		if (shown) {
			row_date(b, EMERGENCY_DATE, d);
			row_text(b, EMERGENCY_OUTCOME,
			    code(b, LIST_EMERGENCY_OUTCOME));
			shown = row_end(b);
		}
		fact_add(b, (struct fact){ .kind = FACT_ATTENDANCE,
		    .person = person, .home = home, .date = d,
		    .end = DATE_NONE, .shown = shown });
	}
}

static void
camhs_referral(struct board *b, int person, int home, date d)
{
	const struct person *p = &b->street->person[person];
	const struct item *referrer = pick(b->t, &b->rng, LIST_CAMHS_REFERRER);
	date seen = d + number_of(b, LIST_CAMHS_WAIT), missed = DATE_NONE;
	bool shown;

	if (chance(b, RATE_NOT_BROUGHT)) {
		missed = seen;
		seen += rng_between(&b->rng, REBOOKED_FROM, REBOOKED_TO);
	}
	/*
	 * After 18 the adults' service sees them; who moves while waiting is
	 * lost to the list, and so nobody has two homes on one day.
	 */
	if (missed != DATE_NONE && home_on(b->street, p, missed) != home)
		missed = seen = DATE_NONE;
	if (seen != DATE_NONE && (seen >= p->adult ||
	    home_on(b->street, p, seen) != home))
		seen = DATE_NONE;
	shown = row_begin(b, SHEET_CAMHS, person, NO_HOME, -1, d);
	if (shown) {
		row_date(b, CAMHS_REFERRED, d);
		row_text(b, CAMHS_SOURCE, referrer->value);
		row_date(b, CAMHS_NOT_BROUGHT, missed);
		row_also(b, missed);
		row_date(b, CAMHS_SEEN, seen);
		row_also(b, seen);
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_CAMHS, .person = person,
	    .home = home, .date = d, .end = seen > b->to ? DATE_NONE : seen,
	    .means = referrer->means, .shown = shown });
}

static void
camhs(struct board *b, int person, int from_age, int to_age, enum rate r)
{
	const struct person *p = &b->street->person[person];
	unsigned risk = b->street->family[p->family].risk;
	date d = later(run_up(b, 1), later(p->begins, birthday(p, from_age)));
	date to = sooner(childhood_end(b, p), birthday(p, to_age));
	int home;

	/* Nobody is referred again while the last referral is open. */
	for (; (d = next_event(b, d, to, rate(b, r), risk, SEASON_SCHOOL)) !=
	    DATE_NONE; d += rng_between(&b->rng, 180, 500)) {
		home = home_on(b->street, p, d);
		if (home != NO_HOME)
			camhs_referral(b, person, home, d);
	}
}

/* One referral of an adult; returns the day of its end. */
static date
referred(struct board *b, int person, int home, date d, enum list service)
{
	const struct item *what = pick(b->t, &b->rng, service);
	date closed = d + number_of(b, LIST_ADULT_DAYS);
	bool shown = row_begin_spell(b, SHEET_ADULTS, person, NO_HOME, -1, d,
	    closed);

	if (shown) {
		row_text(b, ADULT_SERVICE, what->value);
		row_date(b, ADULT_REFERRED, d);
		row_date(b, ADULT_CLOSED, closed);
		row_text(b, ADULT_CHILDREN, yes_no(b,
		    children_at(b->street, home, d) > 0));
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_ADULT_SERVICE,
	    .person = person, .home = home, .date = d,
	    .end = closed > b->to ? DATE_NONE : closed, .means = what->means,
	    .shown = shown });
	return closed;
}

static void
adult(struct board *b, int person, enum rate r, enum list service)
{
	const struct person *p = &b->street->person[person];
	unsigned risk = b->street->family[p->family].risk;
	date d = later(run_up(b, 2), later(p->begins, p->adult));
	date to = p->died == DATE_NONE ? b->to + 1 : sooner(b->to + 1, p->died);
	int home;

	while ((d = next_event(b, d, to, rate(b, r), risk, SEASON_FLAT)) !=
	    DATE_NONE) {
		home = home_on(b->street, p, d);
		d = home == NO_HOME ? d + 1 :
		    referred(b, person, home, d, service) + 1;
	}
}

void
health_events(struct board *b)
{
	const struct street *s = b->street;
	int i;

	stream_begin(b, STREAM_HEALTH);
	for (i = 0; i < s->n; i++)
		if (s->person[i].child) {
			emergency(b, i, 0, 5, RATE_ATTEND_UNDER_5);
			emergency(b, i, 5, 18, RATE_ATTEND_5_TO_17);
		}
	stream_begin(b, STREAM_CAMHS);
	for (i = 0; i < s->n; i++)
		if (s->person[i].child) {
			camhs(b, i, 5, 11, RATE_CAMHS_5_TO_10);
			camhs(b, i, 11, 18, RATE_CAMHS_11_TO_17);
		}
	stream_begin(b, STREAM_ADULTS);
	for (i = 0; i < s->n; i++)
		if (s->person[i].adult <= b->to) {
			adult(b, i, RATE_ADULT_MENTAL, LIST_ADULT_MENTAL);
			adult(b, i, RATE_ADULT_SUBSTANCE,
			    LIST_ADULT_SUBSTANCE);
		}
}
