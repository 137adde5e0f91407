/* SPDX-License-Identifier: MIT */
/*
 * Contacts and referrals.  A contact names one child, often brothers and
 * sisters too, and comes at a rate times the family's risk; some contacts
 * become referrals, never all (boards that counted them as referrals moved
 * the national rate).  While a case is open a contact goes to its worker.
 */
#include <string.h>

#include "social.h"

/* So long after the register nothing is asked again: the advocate's last
 * questions are then behind. */
enum { REST_DAYS = 38, KNOWN_BEFORE_BIRTH = 150, SOONEST_BIRTH = 60 };

struct rng
chance_apart(struct board *b)
{
	uint64_t seed = rng_next(&b->rng);
	struct rng kept = b->rng;

	rng_init(&b->rng, seed, 0);
	return kept;
}

date
office_day(date d)
{
	int w = date_weekday(d);

	return w > 5 ? d + 8 - w : d;
}

date
weekdays_after(date d, int n)
{
	int w = date_weekday(d), rest = n % 5;

	if (w > 5) {
		d -= w - 5;
		w = 5;
	}
	return d + n / 5 * 7 + rest + (w + rest > 5 ? 2 : 0);
}

date
weekdays_mostly(struct board *b, date d, int64_t on_time, int low, int high,
    int late)
{
	if (rng_permille(&b->rng, on_time))
		return weekdays_after(d, rng_between(&b->rng, low, high));
	/* Bank holidays are no working days: four more are certainly late. */
	return weekdays_after(d, rng_between(&b->rng, high + 4, late));
}

void
plan_add(struct caseload *load, struct plan p)
{
	if (load->n_plans < MAX_PLANS)
		load->plan[load->n_plans++] = p;
}

/* The earliest plan out of the list; its place is given up. */
static struct plan
plan_take(struct caseload *load, int at)
{
	struct plan p = load->plan[at];

	load->plan[at] = load->plan[--load->n_plans];
	return p;
}

static int
plan_next(const struct caseload *load)
{
	int i, first = 0;

	for (i = 1; i < load->n_plans; i++)
		if (load->plan[i].on < load->plan[first].on)
			first = i;
	return first;
}

static bool
child_at(const struct street *s, const struct person *p, date d, int *home)
{
	if (d >= p->adult)
		return false;
	*home = home_on(s, p, d);
	return *home != NO_HOME;
}

void
concern_on(const struct board *b, struct concern *c, date on)
{
	const struct street *s = b->street;
	const struct person *p;
	int i, n = 0, home;

	for (i = 0; i < c->n; i++) {
		p = &s->person[c->child[i]];
		if (child_at(s, p, on, &home) &&
		    side_on(s, p, on) == c->side)
			c->child[n++] = c->child[i];
	}
	c->n = n;
}

/* The child a contact is about: one of those at home, the one planned for,
 * or another where that one is gone.  NOBODY when there is none. */
static int
child_of_concern(struct board *b, const struct caseload *load,
    const struct plan *p)
{
	const struct street *s = b->street;
	const struct family *f = load->family;
	int at[FAMILY_MAX], n = 0, i, home;

	for (i = f->first; i < f->first + f->n; i++) {
		if (!child_at(s, &s->person[i], p->on, &home) ||
		    (s->person[i].born > p->on && i != p->child))
			continue;
		if (i == p->child)
			return i;
		at[n++] = i;
	}
	if (n == 0 || p->cause == CAUSE_BIRTH)
		return NOBODY;
	return at[rng_below(&b->rng, (uint32_t)n)];
}

/* Brothers and sisters in the same home are often concerned as well. */
static void
gather(struct board *b, struct concern *c, int about, date on)
{
	const struct street *s = b->street;
	const struct family *f = c->load->family;
	int home = home_on(s, &s->person[about], on), i, where;
	int64_t share = b->t->rates[RATE_SIBLING_CONCERNED];

	c->side = side_on(s, &s->person[about], on);
	c->n = 0;
	for (i = f->first; i < f->first + f->n; i++)
		if (i == about || (child_at(s, &s->person[i], on, &where) &&
		    where == home &&
		    s->person[i].born <= on + KNOWN_BEFORE_BIRTH &&
		    rng_permille(&b->rng, share)))
			c->child[c->n++] = i;
}

static int
youngest(const struct board *b, const struct concern *c, date on)
{
	int i, age, least = 99;

	for (i = 0; i < c->n; i++) {
		age = age_on(&b->street->person[c->child[i]], on);
		least = age < least ? age : least;
	}
	return least;
}

static void
referral_row(struct board *b, const struct concern *c, int child, date on,
    const struct item *agency, const struct item *need,
    const struct item *outcome)
{
	struct fact f = { .kind = FACT_REFERRAL, .person = child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE,
	    .means = need->means };

	if (on > b->to)
		return;
	f.shown = row_begin(b, SHEET_REFERRALS, child, NO_HOME, c->side, on);
	if (f.shown) {
		row_date(b, REFERRAL_DATE, on);
		row_text(b, REFERRAL_AGENCY, agency->value);
		row_text(b, REFERRAL_NEED, need->value);
		row_text(b, REFERRAL_OUTCOME, outcome->value);
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

/* Whether this referral goes under child protection procedures. */
static bool
needs_protection(struct board *b, const struct concern *c, date on)
{
	if (c->cause == CAUSE_RETURN || c->cause == CAUSE_BIRTH)
		return true;
	return rng_permille(&b->rng, b->t->rates[youngest(b, c, on) < 5 ?
	    RATE_STRATEGY_UNDER_5 : RATE_STRATEGY_5_TO_17]);
}

static void
referral(struct board *b, struct concern *c, date on,
    const struct item *agency)
{
	struct caseload *load = c->load;
	bool protect = needs_protection(b, c, on);
	const struct item *need, *outcome;
	date closed = on;
	int i;

	need = pick(b->t, &b->rng, protect ? LIST_NEED_REGISTRATION :
	    LIST_NEED);
	outcome = pick(b->t, &b->rng, protect ? LIST_OUTCOME_REGISTRATION :
	    LIST_REFERRAL_OUTCOME);
	for (i = 0; i < c->n; i++)
		referral_row(b, c, c->child[i], on, agency, need, outcome);
	if (protect || strcmp(outcome->means, "assessment") == 0)
		closed = assessment(b, c, on, protect);
	if (protect) {
		date end = protection(b, *c, on);

		closed = end > closed ? end : closed;
	}
	load->busy_until = closed + (protect ? REST_DAYS : 0);
	if (rng_permille(&b->rng, b->t->rates[RATE_REFERRED_AGAIN]))
		plan_add(load, (struct plan){ load->busy_until +
		    rng_between(&b->rng, 5, 240), CAUSE_AGAIN, c->child[0] });
}

static void
contact_row(struct board *b, const struct concern *c, int child, date on,
    const struct item *agency, const struct item *outcome)
{
	struct fact f = { .kind = FACT_CONTACT, .person = child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE,
	    .means = outcome->means };

	f.shown = row_begin(b, SHEET_CONTACTS, child, NO_HOME, c->side, on);
	if (f.shown) {
		row_date(b, CONTACT_DATE, on);
		row_text(b, CONTACT_AGENCY, agency->value);
		row_text(b, CONTACT_OUTCOME, outcome->value);
		f.shown = row_end(b);
	}
	fact_add(b, f);
}

static void
contact(struct board *b, struct caseload *load, const struct plan *p)
{
	struct concern c = { .load = load, .cause = p->cause };
	const struct item *agency, *outcome;
	bool open = p->on <= load->busy_until, refer;
	int about = child_of_concern(b, load, p), i;

	if (about == NOBODY)
		return;
	gather(b, &c, about, p->on);
	refer = !open && (p->cause != CAUSE_CHANCE ||
	    rng_permille(&b->rng, b->t->rates[RATE_CONTACT_REFERRED]));
	agency = pick(b->t, &b->rng, LIST_REFERRAL_AGENCY);
	outcome = pick(b->t, &b->rng, open ? LIST_CONTACT_OPEN : refer ?
	    LIST_CONTACT_REFERRED : LIST_CONTACT_OUTCOME);
	for (i = 0; i < c.n; i++)
		contact_row(b, &c, c.child[i], p->on, agency, outcome);
	if (refer)
		referral(b, &c, p->on, agency);
}

/* The part of the family's life in which it has children, or expects one.
 * Returns how many children it ever has, at most. */
static int
childhood(const struct board *b, const struct family *f, date *from,
    date *to)
{
	const struct person *p;
	int i, n = 0;

	*from = b->to + 1;
	*to = b->begin;
	for (i = f->first; i < f->first + f->n; i++) {
		p = &b->street->person[i];
		if (p->adult <= b->begin)
			continue;
		*from = p->begins < *from ? p->begins : *from;
		*to = p->adult > *to ? p->adult : *to;
		n++;
	}
	*from = *from < b->begin ? b->begin : *from;
	*to = *to > b->to + 1 ? b->to + 1 : *to;
	return n;
}

static int
children_on(const struct street *s, const struct family *f, date d)
{
	int i, n = 0;

	for (i = f->first; i < f->first + f->n; i++)
		n += d < s->person[i].adult && lives(&s->person[i], d);
	return n;
}

/* Conferences about children who are expected. */
static void
plan_births(struct board *b, struct caseload *load)
{
	const struct family *f = load->family;
	const struct person *p;
	int64_t rate = b->t->rates[RATE_BEFORE_BIRTH] * (int64_t)f->risk /
	    1000;
	date on;
	int i;

	for (i = f->first; i < f->first + f->n; i++) {
		p = &b->street->person[i];
		if (p->was != 0 || p->mother == NOBODY ||
		    (int64_t)rng_below(&b->rng, 10000) >= rate)
			continue;
		on = p->born - rng_between(&b->rng, SOONEST_BIRTH,
		    KNOWN_BEFORE_BIRTH);
		if (on >= b->begin && on <= b->to)
			plan_add(load, (struct plan){ on, CAUSE_BIRTH, i });
	}
}

static void
family_history(struct board *b, const struct family *f)
{
	struct caseload load = { .family = f, .busy_until = b->begin };
	date from, to, on;
	int most = childhood(b, f, &from, &to), next;
	struct plan p;

	plan_births(b, &load);
	for (;;) {
		on = most == 0 ? DATE_NONE : next_event(b, from, to,
		    b->t->rates[RATE_CONTACTS] * most, f->risk,
		    SEASON_REFERRALS);
		p = (struct plan){ on, CAUSE_CHANCE, NOBODY };
		if (load.n_plans > 0) {
			next = plan_next(&load);
			if (on == DATE_NONE || load.plan[next].on <= on)
				p = plan_take(&load, next);
		}
		if (p.on == DATE_NONE)
			return;
		if (p.on > b->to)
			continue;
		from = p.on + 1 > from ? p.on + 1 : from;
		/* The rate is each child's: fewer children, fewer contacts. */
		if (p.cause != CAUSE_CHANCE || rng_below(&b->rng,
		    (uint32_t)most) < (uint32_t)children_on(b->street, f,
		    p.on))
			contact(b, &load, &p);
	}
}

void
social_events(struct board *b)
{
	struct rng kept;
	int i;

	stream_begin(b, STREAM_SOCIAL);
	for (i = 0; i < b->street->n_families; i++) {
		kept = chance_apart(b);
		family_history(b, &b->street->family[i]);
		b->rng = kept;
	}
}
