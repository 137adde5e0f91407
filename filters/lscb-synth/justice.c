/* SPDX-License-Identifier: MIT */
/*
 * Justice: orders of the youth offending service, one row for each; adults
 * under supervision of probation, who reach children through the address.
 */
#include "words.h"

enum { OF_AGE = 10 };		/* of criminal responsibility */

/* An offence and the order that it led to; returns whether it did, in time
 * for the youth offending service. */
static bool
order(struct board *b, int person, date offence, bool first)
{
	const struct person *p = &b->street->person[person];
	const struct item *type = pick(b->t, &b->rng, first ?
	    LIST_YOUTH_FIRST : LIST_YOUTH_NEXT);
	date from = offence + rng_between(&b->rng, 20, 110);
	date to = from + number_of(b, LIST_YOUTH_DAYS);
	bool shown;

	if (from >= childhood_end(b, p) ||
	    home_on(b->street, p, from) == NO_HOME)
		return false;
	shown = row_begin_spell(b, SHEET_YOUTH, person, NO_HOME, -1, from, to);
	if (shown) {
		row_date(b, YOUTH_OFFENCE, offence);
		row_text(b, YOUTH_TYPE, type->value);
		row_date(b, YOUTH_FROM, from);
		row_date(b, YOUTH_TO, to);
		row_text(b, YOUTH_FIRST, yes_no(b, first));
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_YOUTH, .person = person,
	    .home = NO_HOME, .date = from, .end = to > b->to ? DATE_NONE : to,
	    .value = first, .means = type->means, .shown = shown });
	return true;
}

/* All of a young life: whose first order it is was settled long before. */
static void
youth(struct board *b, int person)
{
	const struct person *p = &b->street->person[person];
	unsigned risk = b->street->family[p->family].risk;
	date d = later(p->begins, birthday(p, OF_AGE));
	date to = childhood_end(b, p);
	bool first = true;

	while ((d = next_event(b, d, to, rate(b, RATE_YOUTH_FIRST), risk,
	    SEASON_FLAT)) != DATE_NONE) {
		do {
			if (home_on(b->street, p, d) != NO_HOME &&
			    order(b, person, d, first))
				first = false;
			d += rng_between(&b->rng, 30, 400);
		} while (d < to && chance(b, RATE_YOUTH_AGAIN));
	}
}

/* Returns the day of its end. */
static date
supervision(struct board *b, int person, int home, date d)
{
	date end = d + number_of(b, LIST_PROBATION_DAYS);
	bool contact = children_at(b->street, home, d) > 0 ||
	    chance(b, RATE_CONTACT_ALONE);
	bool shown;

	shown = row_begin_spell(b, SHEET_PROBATION, person, NO_HOME, -1, d,
	    end);
	if (shown) {
		row_date(b, PROBATION_FROM, d);
		row_date(b, PROBATION_TO, end);
		row_text(b, PROBATION_TIER, code(b, LIST_TIER));
		row_text(b, PROBATION_MAPPA, code(b, LIST_MAPPA));
		row_text(b, PROBATION_CONTACT, yes_no(b, contact));
		/* Who meets no child is not checked for it: empty. */
		if (contact)
			row_text(b, PROBATION_CHECK,
			    yes_no(b, chance(b, RATE_CHILD_CHECK)));
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_PROBATION, .person = person,
	    .home = home, .date = d, .end = end > b->to ? DATE_NONE : end,
	    .value = contact, .shown = shown });
	return end;
}

static void
probation(struct board *b, int person)
{
	const struct person *p = &b->street->person[person];
	unsigned risk = b->street->family[p->family].risk;
	date d = later(run_up(b, 3), later(p->begins, p->adult));
	date to = p->died == DATE_NONE ? b->to + 1 : sooner(b->to + 1, p->died);
	int home;

	while ((d = next_event(b, d, to, rate(b, RATE_PROBATION), risk,
	    SEASON_FLAT)) != DATE_NONE) {
		home = home_on(b->street, p, d);
		d = home == NO_HOME ? d + 1 :
		    supervision(b, person, home, d) + 1;
	}
}

void
justice_events(struct board *b)
{
	const struct street *s = b->street;
	int i;

	stream_begin(b, STREAM_JUSTICE);
	for (i = 0; i < s->n; i++)
		if (s->person[i].child)
			youth(b, i);
	stream_begin(b, STREAM_PROBATION);
	for (i = 0; i < s->n; i++)
		if (s->person[i].adult <= b->to)
			probation(b, i);
}
