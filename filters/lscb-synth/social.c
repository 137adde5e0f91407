/* SPDX-License-Identifier: MIT */
/*
 * What social services and the advocate know of a household: referrals,
 * spells on the register, questionnaires.  A registration is preceded by a
 * referral; brothers and sisters are often registered on the same day.
 */
#include <stdio.h>
#include <string.h>

#include "synth.h"

static const int days_year = 365;

static date
later(date a, date b)
{
	return a > b ? a : b;
}

static date
sooner(date a, date b)
{
	return a < b ? a : b;
}

static void
saw(struct child *c, date d)
{
	if (c->seen == DATE_NONE || d < c->seen)
		c->seen = d;
}

/* What both social services files say of a child; the columns agree. */
static void
child_fields(struct board *b, struct sheet *s, const struct household *h,
    struct child *c, bool address)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "CA%07llu",
	    (unsigned long long)social_number(b, c));
	sheet_text(s, REGISTER_CHILD, text);
	if (c->upn_shared)
		sheet_text(s, REGISTER_UPN, c->upn);
	sheet_text(s, REGISTER_FORENAME, c->forename);
	sheet_text(s, REGISTER_SURNAME, c->surname);
	sheet_date(s, REGISTER_DOB, c->dob);
	sheet_date(s, REGISTER_DUE, c->due);
	if (c->dob != DATE_NONE)
		sheet_text(s, REGISTER_SEX, pick(b->t, &b->rng, c->male ?
		    LIST_MALE : LIST_FEMALE)->value);
	if (address) {
		sheet_text(s, REGISTER_HOUSE, h->house);
		sheet_text(s, REGISTER_POSTCODE, h->postcode);
	}
}

static void
referral(struct board *b, const struct household *h, struct child *c, date d,
    enum list need, enum list outcome)
{
	struct sheet *s = b->sheet[SHEET_REFERRALS];
	const struct item *why = pick(b->t, &b->rng, need);
	bool address = !rng_permille(&b->rng,
	    b->t->rates[RATE_REFERRAL_NO_ADDRESS]);
	size_t q = truth_quarter(&b->truth, d);
	char id[32];

	sheet_text(s, REFERRAL_ID, record_id(b, SHEET_REFERRALS, "RF", id,
	    sizeof(id)));
	child_fields(b, s, h, c, address);
	sheet_date(s, REFERRAL_DATE, d);
	sheet_text(s, REFERRAL_AGENCY,
	    pick(b->t, &b->rng, LIST_REFERRAL_AGENCY)->value);
	sheet_text(s, REFERRAL_NEED, why->value);
	sheet_text(s, REFERRAL_OUTCOME,
	    pick(b->t, &b->rng, outcome)->value);
	person_row(b, SHEET_REFERRALS, h, c);
	if (address)
		saw(c, d);
	if (q != SIZE_MAX && strcmp(why->means, "abuse-neglect") == 0)
		b->truth.count[TRUTH_REFERRAL][q]++;
}

/* One questionnaire, if the child is of the cohort and answers. */
static void
survey(struct board *b, const struct household *h, struct child *c, date d,
    size_t stage)
{
	static const enum list safe[3] = { LIST_SAFE_BEFORE, LIST_SAFE_ON,
	    LIST_SAFE_AFTER };
	struct sheet *s = b->sheet[SHEET_SURVEY];
	const char *comment, *percent;
	char text[256];
	int age;

	if (c->dob == DATE_NONE || d < b->from || d > b->to)
		return;
	age = date_months(c->dob, d) / 12;
	if (age < 6 || age > 17 ||
	    !rng_permille(&b->rng, b->t->rates[RATE_ANSWERED]))
		return;
	sheet_text(s, SURVEY_ID, record_id(b, SHEET_SURVEY, "SV", text,
	    sizeof(text)));
	(void)snprintf(text, sizeof(text), "CA%07llu",
	    (unsigned long long)c->social);
	sheet_text(s, SURVEY_CHILD, text);
	sheet_text(s, SURVEY_STAGE, b->t->lists[LIST_STAGE].v[stage %
	    b->t->lists[LIST_STAGE].n].value);
	sheet_date(s, SURVEY_DATE, d);
	sheet_uint(s, SURVEY_AGE, (uint64_t)age);
	sheet_text(s, SURVEY_SAFE, pick(b->t, &b->rng, safe[stage])->value);
	comment = pick(b->t, &b->rng, LIST_COMMENT)->value;
	for (percent = comment; *percent != '\0' && (percent[0] != '%' ||
	    percent[1] != 'f'); percent++)
		;
	if (*percent == '\0')
		sheet_text(s, SURVEY_COMMENT, comment);
	else {
		(void)snprintf(text, sizeof(text), "%.*s%s%s",
		    (int)(percent - comment), comment, c->forename,
		    percent + 2);
		sheet_text(s, SURVEY_COMMENT, text);
	}
	sheet_text(s, SURVEY_CONSENT,
	    pick(b->t, &b->rng, LIST_CONSENT)->value);
	person_row(b, SHEET_SURVEY, h, c);
}

static void
register_row(struct board *b, const struct household *h, struct child *c,
    const struct spell *spell, const char *category, unsigned previous)
{
	struct sheet *s = b->sheet[SHEET_REGISTER];
	size_t q = truth_quarter(&b->truth, spell->from);
	char id[32];

	sheet_text(s, REGISTER_ID, record_id(b, SHEET_REGISTER, "CP", id,
	    sizeof(id)));
	child_fields(b, s, h, c, true);
	sheet_text(s, REGISTER_CATEGORY, category);
	sheet_date(s, REGISTER_FROM, spell->from);
	sheet_date(s, REGISTER_TO, spell->to);
	sheet_uint(s, REGISTER_PREVIOUS, previous);
	person_row(b, SHEET_REGISTER, h, c);
	saw(c, spell->from);
	if (q == SIZE_MAX)
		return;
	b->truth.of[TRUTH_SECOND][q]++;
	b->truth.count[TRUTH_SECOND][q] += previous > 0;
}

static date
draw_end(struct board *b, date from)
{
	int low = 30, high = 300;

	(void)sscanf(pick(b->t, &b->rng, LIST_DURATION)->value, "%4d-%4d",
	    &low, &high);
	return from + rng_between(&b->rng, low, high);
}

/* Registrations before the window are known only by their number. */
static unsigned
earlier(struct board *b, const struct child *c)
{
	int64_t rate = b->t->rates[RATE_EARLIER];

	/* The saving goes on until somebody old enough comes by. */
	if (c->dob == DATE_NONE || c->dob > b->from - 400) {
		b->saving[SAVING_EARLIER].have += rate;
		return 0;
	}
	if (!saved(b, SAVING_EARLIER, 1, rate, 1000))
		return 0;
	return rng_below(&b->rng, 5) == 0 ? 2 : 1;
}

/* All spells of one child, the first from a given day. */
static void
career(struct board *b, const struct household *h, struct child *c,
    date from, date end, const char *category)
{
	unsigned previous = earlier(b, c);
	struct spell *spell;
	date d;

	while (c->n_spells < MAX_SPELLS) {
		spell = &c->spells[c->n_spells++];
		end = sooner(end, c->adult);
		if (end > b->to || c->dob == DATE_NONE)
			end = DATE_NONE;
		*spell = (struct spell){ from, end };
		d = from - rng_between(&b->rng, 18, 50);
		if (d >= b->from && (c->dob == DATE_NONE || d >= c->dob ||
		    from < c->dob))
			referral(b, h, c, d, LIST_NEED_REGISTRATION,
			    LIST_OUTCOME_REGISTRATION);
		register_row(b, h, c, spell, category, previous++);
		survey(b, h, c, from - rng_between(&b->rng, 1, 7), 0);
		d = from + rng_between(&b->rng, 14, 60);
		if (spell->to == DATE_NONE || d < spell->to)
			survey(b, h, c, d, 1);
		if (spell->to == DATE_NONE)
			return;
		survey(b, h, c, spell->to + rng_between(&b->rng, 5, 30), 2);
		if (!saved(b, SAVING_AGAIN, 1, b->t->rates[RATE_AGAIN], 1000))
			return;
		from = spell->to + rng_between(&b->rng, 40, 500);
		if (from > b->to || from >= c->adult - 30)
			return;
		end = draw_end(b, from);
	}
}

static void
register_family(struct board *b, struct household *h, struct child *first,
    date from)
{
	const char *category = pick(b->t, &b->rng, LIST_CATEGORY)->value;
	date end = draw_end(b, from);
	struct child *c;
	size_t i;

	career(b, h, first, from, end, category);
	for (i = 0; i < h->n; i++) {
		c = &h->child[i];
		if (c == first || c->n_spells > 0 || c->dob == DATE_NONE ||
		    c->dob > from || from >= c->adult - 30 ||
		    !rng_permille(&b->rng, b->t->rates[RATE_SIBLING]))
			continue;
		/* Their turn is taken out of the saving: totals stay. */
		b->saving[from < date_add_months(c->dob, 60) ?
		    SAVING_REGISTERED_UNDER_5 :
		    SAVING_REGISTERED_5_TO_17].have -= 10000 * days_year;
		career(b, h, c, from, end, category);
	}
}

/* The part of start ... as-of in which the child is of an age; days, or 0. */
static int
exposure(const struct board *b, const struct child *c, int from_age,
    int to_age, date start, date *from)
{
	date end = sooner(b->to + 1, date_add_months(c->dob, to_age * 12));

	*from = later(start, date_add_months(c->dob, from_age * 12));
	return end > *from ? end - *from : 0;
}

static void
registrations(struct board *b, struct household *h)
{
	static const struct {
		enum saving_id saving;
		enum rate rate;
		int from, to;
	} ages[2] = {
		{ SAVING_REGISTERED_UNDER_5, RATE_REGISTERED_UNDER_5, 0, 5 },
		{ SAVING_REGISTERED_5_TO_17, RATE_REGISTERED_5_TO_17, 5, 18 }
	};
	struct child *c;
	size_t i, k;
	date from;
	int days;

	for (i = 0; i < h->n; i++) {
		c = &h->child[i];
		if (c->due != DATE_NONE) {
			register_family(b, h, c, b->to -
			    rng_between(&b->rng, 3, 70));
			continue;
		}
		if (c->dob > b->from + 150 && saved(b, SAVING_BIRTH, 1,
		    b->t->rates[RATE_BEFORE_BIRTH], 10000) &&
		    c->n_spells == 0)
			register_family(b, h, c, c->dob -
			    rng_between(&b->rng, 20, 100));
		for (k = 0; k < 2; k++) {
			days = exposure(b, c, ages[k].from, ages[k].to,
			    b->from, &from);
			if (days == 0 || !saved(b, ages[k].saving, days,
			    b->t->rates[ages[k].rate],
			    (int64_t)10000 * days_year))
				continue;
			from += rng_between(&b->rng, 0, days - 1);
			if (c->n_spells == 0 && from < c->adult - 30)
				register_family(b, h, c, from);
		}
	}
}

void
social_events(struct board *b, struct household *h)
{
	struct child *c;
	size_t i;
	date d;
	int days;

	registrations(b, h);
	for (i = 0; i < h->n; i++) {
		c = &h->child[i];
		if (c->dob == DATE_NONE)
			continue;
		/* From a year before: its referrals are not in the file, the
		 * ones that follow them are. */
		days = exposure(b, c, 0, 18, b->from - days_year, &d);
		if (days == 0 || !saved(b, SAVING_REFERRAL, days,
		    b->t->rates[RATE_REFERRAL], (int64_t)10000 * days_year))
			continue;
		d += rng_between(&b->rng, 0, days - 1);
		do {
			if (d >= b->from)
				referral(b, h, c, d, LIST_NEED,
				    LIST_REFERRAL_OUTCOME);
			d += rng_between(&b->rng, 25, 400);
		} while (d <= b->to && d < c->adult &&
		    rng_permille(&b->rng, b->t->rates[RATE_REFERRED_AGAIN]));
	}
}
