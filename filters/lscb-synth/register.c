/* SPDX-License-Identifier: MIT */
/*
 * What follows a conference that registers: a family's children have their
 * core groups, reviews and visits together; each is removed at a review, or
 * earlier by death, at 18, or when the family goes to another authority or
 * leaves the board.
 */
#include <stdlib.h>

#include "social.h"

struct spell {
	int child;		/* of the street */
	date end;
	bool removed;		/* by a review on that day; else the child has
				 * left this authority, or is 18, or dead */
};

struct listed {
	const struct concern *c;
	date from, last;	/* conference; the last child's removal */
	struct spell spell[FAMILY_MAX];
	int n;
};

/* The first day after `on` on which this authority has the child no more. */
static date
leaves_on(const struct street *s, const struct person *p, date on)
{
	date first = p->adult, d;
	int side = side_on(s, p, on);
	const struct person *mother = p->mother == NOBODY ? NULL :
	    &s->person[p->mother];
	size_t i;

	if (p->died != DATE_NONE && p->died > on && p->died < first)
		first = p->died;
	for (i = 0; i < p->n_stays; i++) {
		d = p->stay[i].from;
		if (d > on && d < first && (home_on(s, p, d) == NO_HOME ||
		    side_on(s, p, d) != side))
			first = d;
	}
	/* Before birth a child is where its mother is. */
	for (i = 0; mother != NULL && p->born > on && i < mother->n_stays;
	    i++) {
		d = mother->stay[i].from;
		if (d > on && d < p->born && d < first &&
		    (home_on(s, p, d) == NO_HOME || side_on(s, p, d) != side))
			first = d;
	}
	return first;
}

static int
days_of_plan(struct board *b)
{
	const char *range = pick(b->t, &b->rng, LIST_DURATION)->value;
	char *dash;
	long low = strtol(range, &dash, 10), high = low;

	if (*dash == '-')
		high = strtol(dash + 1, NULL, 10);
	return rng_between(&b->rng, (int32_t)low, (int32_t)high);
}

static void
spells_draw(struct board *b, struct listed *l)
{
	date until = office_day(l->from + days_of_plan(b)), leaves;
	struct spell *spell;
	int i;

	l->last = l->from;
	for (i = 0; i < l->n; i++) {
		spell = &l->spell[i];
		spell->child = l->c->child[i];
		spell->end = until;
		/* Brothers and sisters mostly leave the register together. */
		if (!rng_permille(&b->rng, b->t->rates[RATE_REMOVED_TOGETHER]))
			spell->end = office_day(until +
			    rng_between(&b->rng, 60, 180));
		leaves = leaves_on(b->street, &b->street->person[spell->child],
		    l->from);
		spell->removed = spell->end < leaves;
		spell->end = spell->removed ? spell->end : leaves;
		l->last = spell->end > l->last ? spell->end : l->last;
	}
}

static void
register_row(struct board *b, const struct listed *l,
    const struct spell *spell, const struct item *category)
{
	struct caseload *load = l->c->load;
	unsigned *before = load->registrations[spell->child -
	    load->family->first];
	struct fact f = { .kind = FACT_REGISTRATION, .person = spell->child,
	    .home = home_on(b->street, &b->street->person[spell->child],
	    l->from), .date = l->from,
	    .end = spell->end > b->to ? DATE_NONE : spell->end,
	    .value = (int)(before[0] + before[1]), .means = category->means };

	f.shown = row_begin_spell(b, SHEET_REGISTER, spell->child, NO_HOME,
	    l->c->side, l->from, spell->end);
	if (f.shown) {
		row_text(b, REGISTER_CATEGORY, category->value);
		row_date(b, REGISTER_FROM, l->from);
		row_date(b, REGISTER_TO, spell->end);
		row_uint(b, REGISTER_PREVIOUS, before[l->c->side]);
		f.shown = row_end(b);
	}
	fact_add(b, f);
	before[l->c->side]++;
}

static bool
on_register(const struct spell *spell, date on)
{
	return on < spell->end;
}

/* The next review on or before `on` that is to remove somebody, else on. */
static date
next_removal(const struct listed *l, date after, date on)
{
	int i;

	for (i = 0; i < l->n; i++)
		if (l->spell[i].removed && l->spell[i].end > after &&
		    l->spell[i].end < on)
			on = l->spell[i].end;
	return on;
}

static void
review_row(struct board *b, const struct listed *l, const struct spell *spell,
    date on, date due)
{
	const struct item *outcome = pick(b->t, &b->rng, spell->end == on ?
	    LIST_REVIEW_ENDED : LIST_REVIEW_CONTINUED);
	struct fact f = { .kind = FACT_REVIEW, .person = spell->child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE, .value = on <= due,
	    .means = outcome->means };

	f.shown = row_begin(b, SHEET_REVIEWS, spell->child, NO_HOME,
	    l->c->side, on);
	if (f.shown) {
		row_due(b, REVIEW_DUE, due);
		row_date(b, REVIEW_DATE, on);
		row_text(b, REVIEW_OUTCOME, outcome->value);
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

/* The first within three months of the conference, then within six; sooner
 * where somebody can be removed. */
static void
reviews(struct board *b, const struct listed *l)
{
	const struct spell *spell;
	date last = l->from, due, on;
	int months = 3, i;

	while (last < l->last) {
		due = date_add_months(last, months);
		on = due - rng_between(&b->rng, 0, 14);
		if (!rng_permille(&b->rng, b->t->rates[RATE_REVIEW_ON_TIME]))
			on = due + rng_between(&b->rng, 3, 40);
		on = next_removal(l, last, weekdays_after(on, 0));
		if (on > b->to)
			return;
		for (i = 0; i < l->n; i++) {
			spell = &l->spell[i];
			if (on_register(spell, on) ||
			    (spell->removed && spell->end == on))
				review_row(b, l, spell, on, due);
		}
		last = on;
		months = 6;
	}
}

static void
core_groups(struct board *b, const struct listed *l)
{
	date on = weekdays_mostly(b, l->from,
	    b->t->rates[RATE_CORE_GROUP_ON_TIME], 4, 10, 22);
	struct fact f = { .kind = FACT_CORE_GROUP, .home = NO_HOME,
	    .end = DATE_NONE, .value = 1 };
	int i;

	while (on < l->last && on <= b->to) {
		for (i = 0; i < l->n; i++) {
			if (!on_register(&l->spell[i], on))
				continue;
			f.person = l->spell[i].child;
			f.date = on;
			f.shown = row_begin(b, SHEET_CORE_GROUPS, f.person,
			    NO_HOME, l->c->side, on);
			if (f.shown) {
				row_date(b, CORE_GROUP_DATE, on);
				row_date(b, CORE_GROUP_CONFERENCE, l->from);
				f.shown = row_end(b);
			}
			fact_add(b, f);
		}
		f.value++;
		on = weekdays_after(on, rng_between(&b->rng, 25, 33));
	}
}

static void
visit_row(struct board *b, const struct listed *l, int child, date on)
{
	bool seen = rng_permille(&b->rng, b->t->rates[RATE_VISIT_SEEN]);
	bool old = age_on(&b->street->person[child], on) >= 4;
	bool alone = rng_permille(&b->rng, b->t->rates[RATE_VISIT_ALONE]) &&
	    seen && old;
	struct fact f = { .kind = FACT_VISIT, .person = child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE,
	    .value = seen + alone };

	f.shown = row_begin(b, SHEET_VISITS, child, NO_HOME, l->c->side, on);
	if (f.shown) {
		row_date(b, VISIT_DATE, on);
		row_text(b, VISIT_SEEN, pick(b->t, &b->rng, seen ? LIST_YES :
		    LIST_NO)->value);
		/* Only asked of those old enough to speak. */
		if (old)
			row_text(b, VISIT_ALONE, pick(b->t, &b->rng, alone ?
			    LIST_YES : LIST_NO)->value);
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

static void
visits(struct board *b, const struct listed *l)
{
	date on = weekdays_after(l->from, rng_between(&b->rng, 1, 8));
	int i;

	while (on < l->last && on <= b->to) {
		/* Nobody can see a child who is not born. */
		for (i = 0; i < l->n; i++)
			if (on_register(&l->spell[i], on) && on >=
			    b->street->person[l->spell[i].child].born)
				visit_row(b, l, l->spell[i].child, on);
		on = weekdays_mostly(b, on, b->t->rates[RATE_VISIT_ON_TIME],
		    6, 10, 20);
	}
}

date
registration(struct board *b, const struct concern *c, date conference)
{
	static void (*const follow[3])(struct board *,
	    const struct listed *) = { core_groups, reviews, visits };
	struct listed l = { .c = c, .from = conference, .n = c->n };
	struct rng kept;
	const struct item *category = pick(b->t, &b->rng, LIST_CATEGORY);
	int i;

	spells_draw(b, &l);
	for (i = 0; i < l.n; i++)
		register_row(b, &l, &l.spell[i], category);
	for (i = 0; i < 3; i++) {
		kept = chance_apart(b);
		follow[i](b, &l);
		b->rng = kept;
	}
	if (l.last <= b->to && rng_permille(&b->rng,
	    b->t->rates[RATE_REGISTERED_AGAIN]))
		plan_add(c->load, (struct plan){ l.last +
		    rng_between(&b->rng, 60, 1500), CAUSE_RETURN,
		    c->child[0] });
	return l.last;
}
