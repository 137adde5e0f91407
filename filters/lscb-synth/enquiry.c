/* SPDX-License-Identifier: MIT */
/*
 * From referral to conference.  All children of one referral are assessed
 * together, discussed together, and have one conference: its reference is
 * the same in each child's row.
 */
#include <stdio.h>

#include "social.h"

/* A child who is 18 in a month is not registered. */
enum { TOO_OLD_DAYS = 30 };

/* What weighs on the parents: known from the first assessment on, and more
 * often all three where there is a strategy discussion. */
static void
factors_draw(struct board *b, struct caseload *load, bool protect)
{
	static const enum rate rate[FACTORS] = { RATE_FACTOR_DOMESTIC,
	    RATE_FACTOR_MENTAL, RATE_FACTOR_SUBSTANCE };
	bool all;
	int i;

	for (i = 0; i < FACTORS && !load->factors_known; i++)
		load->factor[i] = rng_permille(&b->rng,
		    b->t->rates[rate[i]]);
	load->factors_known = true;
	if (!protect || load->together_known)
		return;
	all = rng_permille(&b->rng, b->t->rates[RATE_FACTORS_TOGETHER]);
	for (i = 0; i < FACTORS; i++)
		load->factor[i] = load->factor[i] || all;
	load->together_known = true;
}

static const char *
yes_or_no(struct board *b, bool yes)
{
	return pick(b->t, &b->rng, yes ? LIST_YES : LIST_NO)->value;
}

static void
assessment_row(struct board *b, const struct concern *c, int child, date on,
    date completed, const struct item *outcome)
{
	static const int column[FACTORS] = { ASSESSMENT_DOMESTIC,
	    ASSESSMENT_MENTAL, ASSESSMENT_SUBSTANCE };
	struct fact f = { .kind = FACT_ASSESSMENT, .person = child,
	    .home = NO_HOME, .date = on,
	    .end = completed > b->to ? DATE_NONE : completed,
	    .means = outcome->means };
	bool seen = b->street->person[child].born <= on &&
	    rng_permille(&b->rng, b->t->rates[RATE_ASSESSMENT_SEEN]);
	int i;

	f.value = seen;
	f.shown = row_begin_spell(b, SHEET_ASSESSMENTS, child, NO_HOME,
	    c->side, on, completed);
	if (f.shown) {
		row_date(b, ASSESSMENT_FROM, on);
		row_date(b, ASSESSMENT_TO, completed);
		if (completed <= b->to) {
			row_text(b, ASSESSMENT_SEEN, yes_or_no(b, seen));
			for (i = 0; i < FACTORS; i++)
				row_text(b, column[i], yes_or_no(b,
				    c->load->factor[i]));
			row_text(b, ASSESSMENT_OUTCOME, outcome->value);
		}
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

date
assessment(struct board *b, struct concern *c, date on, bool protect)
{
	struct rng kept = chance_apart(b);
	date completed = weekdays_mostly(b, on,
	    b->t->rates[RATE_ASSESSMENT_ON_TIME], 8, 42, 75);
	const struct item *outcome = pick(b->t, &b->rng, protect ?
	    LIST_ASSESSMENT_PROTECTION : LIST_ASSESSMENT_OUTCOME);
	int i;

	factors_draw(b, c->load, protect);
	for (i = 0; on <= b->to && i < c->n; i++)
		assessment_row(b, c, c->child[i], on, completed, outcome);
	b->rng = kept;
	return completed;
}

static void
strategy_row(struct board *b, const struct concern *c, int child, date on,
    const struct item *outcome)
{
	struct fact f = { .kind = FACT_STRATEGY, .person = child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE,
	    .means = outcome->means };

	f.shown = row_begin(b, SHEET_STRATEGY, child, NO_HOME, c->side, on);
	if (f.shown) {
		row_date(b, STRATEGY_DATE, on);
		row_text(b, STRATEGY_OUTCOME, outcome->value);
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

static void
section47_row(struct board *b, const struct concern *c, int child, date on,
    const struct item *type, const struct item *outcome)
{
	struct fact f = { .kind = FACT_SECTION47, .person = child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE,
	    .means = outcome == NULL ? NULL : outcome->means };

	f.shown = row_begin(b, SHEET_SECTION47, child, NO_HOME, c->side, on);
	if (f.shown) {
		row_date(b, SECTION47_DATE, on);
		row_text(b, SECTION47_TYPE, type->value);
		if (outcome != NULL)
			row_text(b, SECTION47_OUTCOME, outcome->value);
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

/* One child's row; reference: of the conference, "" until the first row that
 * an extract shows has given it one. */
static void
conference_row(struct board *b, const struct concern *c, int child, date on,
    date strategy, bool registered, char reference[32])
{
	const struct item *outcome = pick(b->t, &b->rng, registered ?
	    LIST_CONFERENCE_REGISTERED : LIST_CONFERENCE_OTHER);
	struct fact f = { .kind = FACT_CONFERENCE, .person = child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE,
	    .means = outcome->means };

	f.shown = row_begin(b, SHEET_CONFERENCES, child, NO_HOME, c->side,
	    on);
	if (f.shown) {
		if (reference[0] == '\0')
			(void)snprintf(reference, 32, "%s", row_id(b));
		row_text(b, CONFERENCE_REF, reference);
		row_date(b, CONFERENCE_STRATEGY, strategy);
		row_date(b, CONFERENCE_DATE, on);
		row_text(b, CONFERENCE_OUTCOME, outcome->value);
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

/* Returns when the case is closed. */
static date
conference(struct board *b, struct concern c, date on, date strategy)
{
	char reference[32] = "";
	bool registers = rng_permille(&b->rng,
	    b->t->rates[RATE_CONFERENCE_REGISTERS]), this;
	struct concern listed = c;
	int i;

	listed.n = 0;
	for (i = 0; i < c.n; i++) {
		/* Brothers and sisters mostly share what is decided; the
		 * last one left is registered, or nobody was. */
		this = registers && (rng_permille(&b->rng,
		    b->t->rates[RATE_SIBLING]) ||
		    (i == c.n - 1 && listed.n == 0)) &&
		    b->street->person[c.child[i]].adult > on + TOO_OLD_DAYS;
		if (this)
			listed.child[listed.n++] = c.child[i];
		conference_row(b, &c, c.child[i], on, strategy, this,
		    reference);
	}
	return listed.n == 0 ? on : registration(b, &listed, on);
}

date
protection(struct board *b, struct concern c, date on)
{
	const int64_t *rates = b->t->rates;
	bool enquire, confer;
	const struct item *type, *outcome;
	date held;
	int i;

	on = office_day(on + (date)rng_below(&b->rng, 3));
	enquire = c.cause == CAUSE_BIRTH || c.cause == CAUSE_RETURN ||
	    rng_permille(&b->rng, rates[RATE_SECTION47]);
	confer = enquire && (c.cause == CAUSE_BIRTH ||
	    c.cause == CAUSE_RETURN ||
	    rng_permille(&b->rng, rates[RATE_CONFERENCE]));
	outcome = pick(b->t, &b->rng, enquire ? LIST_STRATEGY_ENQUIRY :
	    LIST_STRATEGY_OTHER);
	concern_on(b, &c, on);
	if (on > b->to)
		return on;
	for (i = 0; i < c.n; i++)
		strategy_row(b, &c, c.child[i], on, outcome);
	if (!enquire)
		return on;
	held = weekdays_mostly(b, on, rates[RATE_CONFERENCE_ON_TIME], 6, 15,
	    35);
	type = pick(b->t, &b->rng, LIST_ENQUIRY_TYPE);
	outcome = pick(b->t, &b->rng, confer ? LIST_ENQUIRY_CONFERENCE :
	    LIST_ENQUIRY_OTHER);
	/* While the enquiry goes on nobody knows what will come of it. */
	if (held > b->to)
		outcome = NULL;
	for (i = 0; i < c.n; i++)
		section47_row(b, &c, c.child[i], on, type, outcome);
	concern_on(b, &c, held);
	if (!confer || held > b->to)
		return held;
	return conference(b, c, held, on);
}
