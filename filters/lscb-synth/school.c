/* SPDX-License-Identifier: MIT */
/*
 * Pupils: which schools they are on the roll of, and when; and their UPN, of
 * authority 699.  Welsh authorities are 660 to 681 and all 22 are taken, so
 * none of those may be used; 699 is next to them and nobody's.
 */
#include <stdio.h>
#include <string.h>

#include "family.h"

enum {
	AUTHORITY = 699,
	SUMMER = 43,		/* days from the end of a school year to
				 * 1 September: about 20 July */
	SETTLES = 21,		/* days until a child who came is on a roll */
	STREETS_PRIMARY = 8, STREETS_SECONDARY = 40
};

/* The first day of term, in September, after a birthday. */
static date
term_begin(date born, int age)
{
	date d = date_add_months(born, age * 12);
	int y, m, day;

	date_split(d, &y, &m, &day);
	return date_make(m < 9 || (m == 9 && day == 1) ? y : y + 1, 9, 1);
}

static date
weekday_after(date d)
{
	while (date_weekday(d) > 5)
		d++;
	return d;
}

static date
weekday_before(date d)
{
	while (date_weekday(d) > 5)
		d--;
	return d;
}

/* The school of a home: near it, or the next one. */
static unsigned
school_near(const struct street *s, const struct home *h, bool secondary,
    unsigned choice)
{
	uint64_t near = s->number / (secondary ? STREETS_SECONDARY :
	    STREETS_PRIMARY);

	return ((unsigned)h->authority * SCHOOLS + (unsigned)(near + choice) %
	    SCHOOLS) * 2 + secondary;
}

/* Of the old terms only those count that reach into the window. */
static void
term_add(struct board *b, struct person *p, date from, date to,
    unsigned school)
{
	from = weekday_after(from);
	to = weekday_before(to);
	if (to < from || from > b->to || to < b->from ||
	    p->n_schools == MAX_SCHOOLS)
		return;
	p->school[p->n_schools++] = (struct term){ from, to > b->to ?
	    DATE_NONE : to, school };
}

/* One stage, primary or secondary, cut where the child comes, goes, moves. */
static void
stage(struct board *b, struct street *s, struct person *p, date begin,
    date end, bool secondary)
{
	struct rng *r = &b->rng;
	unsigned choice = rng_below(r, 4) == 0, school = 0, other;
	date from = DATE_NONE, start, stop;
	const struct home *h;
	size_t i;

	if (p->died != DATE_NONE && p->died <= end)
		end = p->died - 1;
	for (i = 0; i < p->n_stays; i++) {
		start = p->stay[i].from;
		stop = i + 1 < p->n_stays ? p->stay[i + 1].from - 1 :
		    INT32_MAX;
		if (start > end || stop < begin || p->stay[i].home == NO_HOME) {
			if (from != DATE_NONE)
				term_add(b, p, from, start - 1 < end ?
				    start - 1 : end, school);
			from = DATE_NONE;
			continue;
		}
		h = &s->home[p->stay[i].home];
		if (from != DATE_NONE && rng_permille(r,
		    b->t->rates[RATE_CHANGES_SCHOOL]))
			choice = 1 - choice;
		other = school_near(s, h, secondary, choice);
		if (from != DATE_NONE && other != school) {
			term_add(b, p, from, start - 1, school);
			from = start;
		} else if (from == DATE_NONE)
			from = start <= begin ? begin : start +
			    (start == p->begins ? 0 : SETTLES);
		school = other;
	}
	if (from != DATE_NONE)
		term_add(b, p, from, end, school);
}

/* Letter, authority, seven digits about the year of entry, unique. */
static void
upn_give(struct board *b, struct person *p, date entry)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	/* Times a constant, modulo a prime: no two alike, no order told. */
	uint64_t n = ++b->n_upn * UINT64_C(7368787) % UINT64_C(9999991);
	char text[32];
	int y, m, d, i, sum = 0;

	date_split(entry, &y, &m, &d);
	(void)snprintf(text, sizeof(text), "%03d%04u%02d%03u", AUTHORITY,
	    (unsigned)(n / 1000), y % 100, (unsigned)(n % 1000));
	memcpy(p->upn + 1, text, UPN_TEXT);
	for (i = 1; i < UPN_TEXT; i++)
		sum += (p->upn[i] - '0') * (i + 1);
	p->upn[0] = letters[sum % 23];
}

void
schools_attend(struct board *b, struct street *s, struct person *p)
{
	date first, second, third;

	if (rng_permille(&b->rng, b->t->rates[RATE_NOT_ON_ROLL]))
		return;
	first = term_begin(p->born, 4);
	second = term_begin(p->born, 11);
	third = term_begin(p->born, 16);
	if (rng_permille(&b->rng, b->t->rates[RATE_STAY]))
		third = date_add_months(third, 24);
	if (first > b->to || third < b->from)
		return;
	stage(b, s, p, first, second - SUMMER, false);
	stage(b, s, p, second, third - SUMMER, true);
	if (p->n_schools > 0)
		upn_give(b, p, first);
}
