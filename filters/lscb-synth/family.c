/* SPDX-License-Identifier: MIT */
/*
 * The lives of one family, from the day it is first on the board: births,
 * moves, parents who part and find others, children who leave, deaths.  What
 * comes next is drawn, the earliest happens, and what comes next is drawn
 * again: waits are exponential, so nothing is lost by it.
 *
 * A household is all who live in one home; the first of a family is the one
 * that children are born into.
 */
#include <stdio.h>
#include <string.h>

#include "family.h"

enum {
	YEARS_BACK = 50,	/* families formed so long ago still live */
	BEARS_FROM = 15, BEARS_TO = 45,
	PREGNANT = 280,
	ADOPTED_UNDER = 8,
	MAX_HOUSEHOLDS = 6,
	TENURE = 2		/* years in which people move on sooner */
};

struct household {
	int home;
	date since;
};

struct life {
	struct making *m;
	struct board *b;
	struct street *s;
	int family;
	unsigned risk;
	date now, end;
	int mother, father;	/* who lead the first household, or NOBODY */
	int sire;		/* father of the next child, or NOBODY */
	int wanted;		/* children still to come */
	date birth;		/* of the next */
	char surname[64];	/* of children of this couple; "" not chosen */
	struct household household[MAX_HOUSEHOLDS];
	int n_households;
	date leaves[FAMILY_MAX];	/* home, when grown; or DATE_NONE */
};

enum happening { NOTHING, BIRTH, GROWN, DEATH, PARTING, PARTNER, MOVE,
	DEPARTURE, ADOPTION };

struct next {
	date when;
	enum happening what;
	int who;		/* person, or household */
};

static date
years_on(date d, int64_t years)
{
	return d + (date)(years * 1461 / 4);
}

static struct person *
person_of(const struct life *l, int i)
{
	return i == NOBODY ? NULL : &l->s->person[i];
}

static bool
alive(const struct person *p, date d)
{
	return p->born <= d && (p->died == DATE_NONE || p->died > d);
}

static int
home_now(const struct person *p)
{
	return p->n_stays == 0 ? NO_HOME : p->stay[p->n_stays - 1].home;
}

/* Is alive now and lives there. */
static bool
member(const struct life *l, int i, int home)
{
	const struct person *p = &l->s->person[i];

	return home_now(p) == home && alive(p, l->now);
}

static void
go(struct person *p, int home, date d)
{
	if (p->n_stays > 0 && p->stay[p->n_stays - 1].from == d)
		p->n_stays--;
	if (p->n_stays < MAX_STAYS)
		p->stay[p->n_stays++] = (struct stay){ d, home };
}

/* By age, as of those who are alive on `from`; no further than the end. */
static date
death(struct board *b, date born, date from, date end)
{
	const struct items *ages = &b->t->lists[LIST_DEATHS];
	date low = from, high = from, d;
	size_t i;

	for (i = 0; i < ages->n; i++) {
		low = years_on(born, ages->v[i].number);
		high = years_on(born, i + 1 < ages->n ?
		    ages->v[i + 1].number : 110);
		if (high <= from)
			continue;
		if (low >= end)
			return DATE_NONE;
		d = next_event(b, low > from ? low : from, high,
		    ages->v[i].weight, 1000, SEASON_FLAT);
		if (d != DATE_NONE)
			return d;
	}
	return from > low ? from : high;
}

/* from: when the chance of death begins. */
static int
person_add(struct life *l, date born, bool male, date from)
{
	struct street *s = l->s;
	struct family *f = &s->family[l->family];
	struct person *p;

	if (f->n == FAMILY_MAX || s->n == MAX_PERSONS)
		return NOBODY;
	p = &s->person[s->n];
	memset(p, 0, sizeof(*p));
	p->number = ++l->b->n_persons;
	p->born = p->due = p->begins = born;
	p->adult = date_add_months(born, 18 * 12);
	p->died = death(l->b, born, from, l->end);
	p->male = male;
	p->family = l->family;
	p->mother = p->father = p->twin = NOBODY;
	p->forename = "";
	l->leaves[f->n] = DATE_NONE;
	f->n++;
	return s->n++;
}

/* The one added last was nobody of the board. */
static void
person_drop(struct life *l)
{
	struct person *p = &l->s->person[--l->s->n];

	l->s->family[l->family].n--;
	l->b->n_persons--;
	if (p->twin != NOBODY)
		l->s->person[p->twin].twin = NOBODY;
}

static void
name_adult(struct life *l, int i, const char *surname)
{
	struct person *p = &l->s->person[i];

	if (surname != NULL)
		(void)snprintf(p->surname, sizeof(p->surname), "%s", surname);
	else
		surname_draw(l->b, p->surname, sizeof(p->surname));
	forename_draw(l->m, i);
}

/* A child of the couple; lives where its mother does. */
static int
child_add(struct life *l, date born, bool male)
{
	struct board *b = l->b;
	struct street *s = l->s;
	int i = person_add(l, born, male, born), slot;
	struct person *p;

	if (i == NOBODY)
		return NOBODY;
	p = &s->person[i];
	p->mother = l->mother;
	p->father = l->sire;
	if (l->surname[0] == '\0')
		surname_children(b, person_of(l, l->mother),
		    person_of(l, l->sire), l->surname, sizeof(l->surname));
	/* ap and ab are of sons: a daughter has the father's surname. */
	memcpy(p->surname, !male && l->sire != NOBODY && l->surname[0] == 'a' ?
	    s->person[l->sire].surname : l->surname, sizeof(p->surname));
	slot = i - s->family[l->family].first;
	l->leaves[slot] = p->adult + (date)rng_below(&b->rng, 7 * 365);
	p->due = born + rng_between(&b->rng, -12, 10);
	if (born > b->to && p->due <= b->to)
		p->due = born;
	if (born <= b->to)
		forename_draw(l->m, i);
	return i;
}

/* A delivery; those who were born before the family came come with it. */
static void
deliver(struct life *l, date born, date start)
{
	struct rng *r = &l->b->rng;
	int n = rng_permille(r, l->b->t->rates[RATE_TWINS]) ? 2 : 1;
	int i, k, first = NOBODY;
	struct person *p;

	for (k = 0; k < n; k++) {
		i = child_add(l, born, rng_below(r, 1000) < 512);
		if (i == NOBODY)
			return;
		p = &l->s->person[i];
		if (first != NOBODY) {
			p->twin = first;
			l->s->person[first].twin = i;
			p->due = l->s->person[first].due;
		}
		/* Dead or gone already: no part of the board's story. */
		if (born < start && (!alive(p, start) || l->leaves[i -
		    l->s->family[l->family].first] <= start)) {
			person_drop(l);
			continue;
		}
		first = i;
		go(p, l->household[0].home, born < start ? start : born);
	}
}

/* The next birth after one on d, if the mother is not too old for it. */
static void
plan_birth(struct life *l, date d)
{
	const struct person *mother = person_of(l, l->mother);

	if (l->wanted <= 0 || mother == NULL ||
	    d > years_on(mother->born, BEARS_TO)) {
		l->wanted = 0;
		return;
	}
	if (d < years_on(mother->born, BEARS_FROM))
		d = years_on(mother->born, BEARS_FROM) + 30;
	l->birth = d;
	l->sire = l->father;
}

static void
consider(struct next *n, date when, enum happening what, int who)
{
	if (when != DATE_NONE && when < n->when)
		*n = (struct next){ when, what, who };
}

static bool
has_members(const struct life *l, int home)
{
	const struct family *f = &l->s->family[l->family];
	int i;

	for (i = f->first; i < f->first + f->n; i++)
		if (member(l, i, home))
			return true;
	return false;
}

/* Young children at home, from the age of nought. */
static int
children_at(const struct life *l, int home, int under)
{
	const struct family *f = &l->s->family[l->family];
	int i, n = 0;

	for (i = f->first; i < f->first + f->n; i++)
		n += member(l, i, home) &&
		    l->now < years_on(l->s->person[i].born, under);
	return n;
}

static date
at_rate(struct life *l, enum rate rate, int64_t times, unsigned risk)
{
	return next_event(l->b, l->now + 1, l->b->to + 1,
	    l->b->t->rates[rate] * times, risk, SEASON_FLAT);
}

/* Those who have just moved, and those with troubles, move sooner. */
static void
consider_households(struct life *l, struct next *n)
{
	unsigned restless = 400 + l->risk / 2;
	const struct household *h;
	date settled;
	int i;

	for (i = 0; i < l->n_households; i++) {
		h = &l->household[i];
		if (h->home == NO_HOME || !has_members(l, h->home))
			continue;
		settled = years_on(h->since, TENURE);
		if (settled > l->now)
			consider(n, settled, NOTHING, i);
		consider(n, next_event(l->b, l->now + 1, l->b->to + 1,
		    l->b->t->rates[RATE_MOVES], settled > l->now ?
		    restless * 5 / 2 : restless * 9 / 10, SEASON_MOVES), MOVE, i);
		consider(n, at_rate(l, RATE_LEAVES_BOARD, 1, 1000),
		    DEPARTURE, i);
	}
}

static void
next_happening(struct life *l, struct next *n)
{
	const struct family *f = &l->s->family[l->family];
	const struct person *mother = person_of(l, l->mother);
	const struct person *father = person_of(l, l->father);
	int home = l->household[0].home, i;

	*n = (struct next){ l->end, NOTHING, NOBODY };
	if (l->wanted > 0)
		consider(n, l->birth, BIRTH, NOBODY);
	for (i = 0; i < f->n; i++)
		if (l->leaves[i] > l->now && l->leaves[i] <= l->b->to)
			consider(n, l->leaves[i], GROWN, f->first + i);
	if (mother != NULL)
		consider(n, mother->died, DEATH, l->mother);
	if (father != NULL)
		consider(n, father->died, DEATH, l->father);
	if (home != NO_HOME && mother != NULL && father != NULL &&
	    mother->born > l->now - 60 * 365)
		consider(n, at_rate(l, RATE_SEPARATIONS, 1, l->risk), PARTING,
		    NOBODY);
	if (home != NO_HOME && (mother == NULL) != (father == NULL) &&
	    children_at(l, home, 18) > 0)
		consider(n, at_rate(l, RATE_PARTNERS, 1, 1000), PARTNER,
		    NOBODY);
	i = home == NO_HOME ? 0 : children_at(l, home, ADOPTED_UNDER);
	if (i > 0)
		consider(n, at_rate(l, RATE_ADOPTIONS, i, l->risk), ADOPTION,
		    NOBODY);
	consider_households(l, n);
}

/* A stay that is not the last possible one is free in everybody's list. */
static bool
may_move(const struct life *l, int home)
{
	const struct family *f = &l->s->family[l->family];
	int i;

	for (i = f->first; i < f->first + f->n; i++)
		if (member(l, i, home) &&
		    l->s->person[i].n_stays >= MAX_STAYS - 1)
			return false;
	return true;
}

/* All of a home, or its children alone. */
static void
all_go(struct life *l, int from, int to, bool children)
{
	const struct family *f = &l->s->family[l->family];
	int i;

	for (i = f->first; i < f->first + f->n; i++)
		if (member(l, i, from) &&
		    (!children || l->s->person[i].adult > l->now))
			go(&l->s->person[i], to, l->now);
}

/* A household of its own for one who goes, or off the board. */
static int
household_begin(struct life *l, int home)
{
	if (l->n_households == MAX_HOUSEHOLDS || home == NO_HOME)
		return NO_HOME;
	l->household[l->n_households++] = (struct household){ home, l->now };
	return home;
}

static int
go_own_way(struct life *l, int who, int64_t stays)
{
	struct person *p = &l->s->person[who];
	int home = NO_HOME;

	if (l->n_households < MAX_HOUSEHOLDS &&
	    p->n_stays < MAX_STAYS - 1 && rng_permille(&l->b->rng, stays))
		home = household_begin(l, home_take(l->m, l->now));
	go(p, home, l->now);
	return home;
}

/* Grandmother takes the children in; she has lived on the board all along. */
static void
kinship(struct life *l)
{
	struct rng *r = &l->b->rng;
	const struct person *parent = person_of(l, l->mother != NOBODY ?
	    l->mother : l->father);
	date born = parent->born - years_on(0, rng_between(r, 20, 35));
	int home, i;

	if (l->n_households == MAX_HOUSEHOLDS ||
	    (home = home_new(l->m)) == NO_HOME)
		return;
	i = person_add(l, born, false, l->now + 1);
	if (i == NOBODY)
		return;
	name_adult(l, i, parent->surname);
	go(&l->s->person[i], home, l->b->begin);
	household_begin(l, home);
	all_go(l, l->household[0].home, home, true);
}

static void
protect(struct life *l, int home)
{
	const struct family *f = &l->s->family[l->family];
	int i;

	for (i = f->first; i < f->first + f->n; i++)
		if (member(l, i, home))
			l->s->person[i].protected_home = true;
}

static void
part(struct life *l)
{
	struct rng *r = &l->b->rng;
	const int64_t *rates = l->b->t->rates;
	int old = l->household[0].home, home = NO_HOME;

	if (!rng_permille(r, 800) && may_move(l, old) &&
	    l->n_households < MAX_HOUSEHOLDS)
		home = home_take(l->m, l->now);
	if (home == NO_HOME) {
		go_own_way(l, l->father, 600);
	} else {
		/* Mother and children go, he stays. */
		go(&l->s->person[l->mother], home, l->now);
		all_go(l, old, home, true);
		l->household[0] = (struct household){ home, l->now };
		household_begin(l, old);
		if (rng_permille(r, rates[RATE_PROTECTED]))
			protect(l, home);
	}
	l->father = NOBODY;
	if (l->wanted > 0 && l->birth - l->now >= PREGNANT)
		l->wanted = 0;
	else if (l->wanted > 0)
		l->wanted = 1;
	if (children_at(l, l->household[0].home, 18) > 0 &&
	    rng_permille(r, rates[RATE_KINSHIP]) &&
	    may_move(l, l->household[0].home))
		kinship(l);
}

/* Children that the new partner brings, of another surname. */
static void
step_children(struct life *l, int partner, int before)
{
	struct rng *r = &l->b->rng;
	struct person *parent = &l->s->person[partner], *p;
	int n = 1 + (int)rng_below(r, 2), i;
	date born, since;

	while (n-- > 0) {
		born = l->now - 400 - (date)rng_below(r, 13 * 365);
		if (born < years_on(parent->born, 17) ||
		    born > years_on(parent->born, BEARS_TO))
			continue;
		i = person_add(l, born, rng_below(r, 1000) < 512, l->now + 1);
		if (i == NOBODY)
			return;
		p = &l->s->person[i];
		if (parent->male)
			p->father = partner;
		else
			p->mother = partner;
		name_adult(l, i, parent->surname);
		l->leaves[i - l->s->family[l->family].first] = p->adult +
		    (date)rng_below(r, 7 * 365);
		if (before != NO_HOME) {
			since = parent->stay[0].from;
			go(p, before, since > born ? since : born);
		}
		go(p, l->household[0].home, l->now);
	}
}

static void
partner(struct life *l)
{
	struct rng *r = &l->b->rng;
	bool male = l->mother != NOBODY;
	const struct person *one = person_of(l, male ? l->mother : l->father);
	date born = one->born + rng_between(r, -7 * 365, 5 * 365), since;
	int before = NO_HOME, i;

	if (born > years_on(l->now, -18))
		born = years_on(l->now, -18);
	i = person_add(l, born, male, l->now + 1);
	if (i == NOBODY)
		return;
	name_adult(l, i, NULL);
	since = years_on(born, 18);
	if (since < l->b->begin)
		since = l->b->begin;
	/* Half of them have lived here before, in a home of their own. */
	if (rng_permille(r, 500) && since < l->now - 100 &&
	    (before = home_new(l->m)) != NO_HOME)
		go(&l->s->person[i], before, since);
	if (rng_permille(r, l->b->t->rates[RATE_STEP_CHILDREN]))
		step_children(l, i, before);
	go(&l->s->person[i], l->household[0].home, l->now);
	if (male)
		l->father = i;
	else
		l->mother = i;
	l->surname[0] = '\0';
	/* A child on the way is still of the one before. */
	if (l->wanted == 0) {
		l->wanted = (int)rng_below(r, 3);
		plan_birth(l, l->now + 300 + (date)rng_below(r, 1200));
	}
}

static void
move(struct life *l, int which)
{
	struct household *h = &l->household[which];
	int home;

	h->since = l->now;	/* also when nothing is found */
	if (!may_move(l, h->home) ||
	    (home = home_take(l->m, l->now)) == NO_HOME)
		return;
	all_go(l, h->home, home, false);
	h->home = home;
}

static void
depart(struct life *l, int which)
{
	all_go(l, l->household[which].home, NO_HOME, false);
	l->household[which].home = NO_HOME;
	if (which == 0) {
		l->mother = l->father = NOBODY;
		l->wanted = 0;
	}
}

static void
die(struct life *l, int who)
{
	if (who == l->mother) {
		l->mother = NOBODY;
		l->wanted = 0;
	} else
		l->father = NOBODY;
	/* Orphans go to relatives elsewhere. */
	if (l->mother == NOBODY && l->father == NOBODY &&
	    l->now <= l->b->to) {
		all_go(l, l->household[0].home, NO_HOME, true);
		l->wanted = 0;
	}
}

static void
give_up(struct life *l)
{
	const struct family *f = &l->s->family[l->family];
	int i, at = (int)rng_below(&l->b->rng, (uint32_t)children_at(l,
	    l->household[0].home, ADOPTED_UNDER));
	struct person *p;

	if (l->m->n_waiting == MAX_WAITING)
		return;
	for (i = f->first; i < f->first + f->n; i++) {
		p = &l->s->person[i];
		if (!member(l, i, l->household[0].home) ||
		    l->now >= years_on(p->born, ADOPTED_UNDER) || at-- > 0)
			continue;
		go(p, NO_HOME, l->now);
		l->leaves[i - f->first] = DATE_NONE;
		l->m->waiting[l->m->n_waiting++] = (struct waiting){
		    p->number, p->born, l->now, p->male };
		return;
	}
}

static void
happen(struct life *l, const struct next *n)
{
	int i;

	switch (n->what) {
	case BIRTH:
		l->wanted--;
		deliver(l, l->now, l->now);
		plan_birth(l, l->now + 330 + (date)rng_below(&l->b->rng,
		    1400));
		break;
	case GROWN:
		i = n->who - l->s->family[l->family].first;
		l->leaves[i] = DATE_NONE;
		if (home_now(&l->s->person[n->who]) != NO_HOME &&
		    alive(&l->s->person[n->who], l->now))
			go_own_way(l, n->who, 200);
		break;
	case DEATH:
		die(l, n->who);
		break;
	case PARTING:
		part(l);
		break;
	case PARTNER:
		partner(l);
		break;
	case MOVE:
		move(l, n->who);
		break;
	case DEPARTURE:
		depart(l, n->who);
		break;
	case ADOPTION:
		give_up(l);
		break;
	case NOTHING:
		break;
	}
}

/* Couple or single, and the children born before the family is here. */
static void
family_begin(struct life *l, date formed, date start, int adults, int children)
{
	struct board *b = l->b;
	struct rng *r = &b->rng;
	struct person *mother, *father;
	int young = l->risk > 1500 ? 15 : 18;
	date born = years_on(formed, -young) - (date)rng_below(r, 9 * 365) -
	    (date)rng_below(r, 9 * 365) - (date)rng_below(r, 6 * 365);
	bool male = adults == 1 && children == 0 && rng_below(r, 2) == 0;
	date d;

	l->mother = person_add(l, born, male, formed);
	mother = person_of(l, l->mother);
	name_adult(l, l->mother, NULL);
	if (adults > 1) {
		born += rng_between(r, -6 * 365, 3 * 365);
		if (born > years_on(formed, -17))
			born = years_on(formed, -17);
		l->father = person_add(l, born, true, formed);
		father = person_of(l, l->father);
		name_adult(l, l->father, NULL);
		if (rng_permille(r, b->t->rates[RATE_MARRIED]))
			(void)snprintf(mother->surname,
			    sizeof(mother->surname), "%s", father->surname);
		if (alive(father, start))
			go(father, l->household[0].home, start);
	}
	if (alive(mother, start))
		go(mother, l->household[0].home, start);
	l->wanted = children;
	plan_birth(l, formed + 100 + (date)rng_below(r, 1300));
	while (l->wanted > 0 && l->birth < start && alive(mother, l->birth)) {
		d = l->birth;
		l->wanted--;
		deliver(l, d, start);
		plan_birth(l, d + 330 + (date)rng_below(r, 1400));
	}
	if (!alive(mother, start))
		l->mother = NOBODY, l->wanted = 0;
	if (l->father != NOBODY && !alive(person_of(l, l->father), start))
		l->father = NOBODY;
	if (male) {
		l->father = l->mother;
		l->mother = NOBODY;
	}
}

/* A couple of this family takes children that wait, where all fits. */
static void
adopt(struct life *l)
{
	struct making *m = l->m;
	struct street *s = l->s;
	int mother = s->family[l->family].first, father = mother + 1, i, w;
	const struct person *one = &s->person[mother];
	const struct waiting *c;
	struct person *p;
	size_t k;

	if (s->family[l->family].n < 2 || one->male ||
	    !s->person[father].male || s->person[father].family != l->family)
		return;
	for (w = 0; w < m->n_waiting; w++) {
		c = &m->waiting[w];
		if (home_on(s, one, c->given) == NO_HOME ||
		    home_on(s, one, c->given) != home_on(s, &s->person[father],
		    c->given) || c->born < years_on(one->born, 24) ||
		    c->born > years_on(one->born, 46))
			continue;
		l->now = c->given;
		i = person_add(l, c->born, c->male, c->given + 1);
		if (i == NOBODY)
			return;
		p = &s->person[i];
		p->mother = mother;
		p->father = father;
		p->was = c->was;
		p->begins = c->given;
		name_adult(l, i, s->person[father].surname);
		go(p, home_on(s, one, c->given), c->given);
		for (k = 0; k < one->n_stays; k++)
			if (one->stay[k].from > c->given &&
			    one->stay[k].from < p->adult &&
			    alive(p, one->stay[k].from))
				go(p, one->stay[k].home, one->stay[k].from);
		if (p->adult <= l->b->to && alive(p, p->adult))
			go(p, NO_HOME, p->adult);
		m->waiting[w] = m->waiting[--m->n_waiting];
		return;		/* one is enough */
	}
}

/* Homes that nobody of the family lives in to the end are free again. */
static void
release_homes(struct life *l)
{
	const struct family *f = &l->s->family[l->family];
	const struct person *p;
	struct home *h;
	date until;
	size_t k;
	int i;

	for (i = f->first; i < f->first + f->n; i++) {
		p = &l->s->person[i];
		for (k = 0; k < p->n_stays; k++) {
			if (p->stay[k].home == NO_HOME)
				continue;
			h = &l->s->home[p->stay[k].home];
			until = k + 1 < p->n_stays ? p->stay[k + 1].from :
			    INT32_MAX;
			if (p->died != DATE_NONE && p->died < until)
				until = p->died;
			if (until > h->free_from)
				h->free_from = until;
		}
	}
	for (i = 0; i < l->s->n_homes; i++)
		if (l->s->home[i].free_from == INT32_MAX)
			l->s->home[i].free_from = DATE_NONE;
}

static void
life_init(struct life *l, struct making *m, int index)
{
	struct board *b = m->b;

	memset(l, 0, sizeof(*l));
	l->m = m;
	l->b = b;
	l->s = m->s;
	l->family = index;
	l->end = b->to + UNBORN_DAYS;
	l->mother = l->father = l->sire = NOBODY;
	m->s->family[index] = (struct family){ .first = m->s->n };
}

void
family_make(struct making *m, int index)
{
	struct board *b = m->b;
	struct rng *r = &b->rng;
	struct life l;
	struct next n;
	date formed, arrived, oldest = years_on(b->begin, -YEARS_BACK);
	const char *shape = pick(b->t, r, LIST_HOUSEHOLD)->value;

	life_init(&l, m, index);
	l.risk = (unsigned)pick(b->t, r, LIST_FAMILY_RISK)->number;
	formed = oldest + (date)rng_below(r, (uint32_t)(b->to - oldest));
	l.now = formed < b->begin ? b->begin : formed;
	if (rng_permille(r, b->t->rates[RATE_ARRIVED])) {
		arrived = b->begin + (date)rng_below(r,
		    (uint32_t)(b->to - b->begin));
		if (arrived > l.now)
			l.now = arrived;
	}
	m->s->family[index].risk = l.risk;
	m->s->family[index].formed = formed;
	l.household[0] = (struct household){ home_take(m, l.now), l.now };
	if (l.household[0].home == NO_HOME)
		return;
	l.n_households = 1;
	family_begin(&l, formed, l.now, shape[0] - '0', shape[2] - '0');
	if (!has_members(&l, l.household[0].home)) {
		/* All dead before the story begins. */
		m->s->home[l.household[0].home].free_from = l.now;
		while (m->s->family[index].n > 0)
			person_drop(&l);
		return;
	}
	for (;;) {
		next_happening(&l, &n);
		if (n.when >= l.end)
			break;
		l.now = n.when;
		happen(&l, &n);
	}
	if (m->n_waiting > 0)
		adopt(&l);
	release_homes(&l);
}

void
family_single(struct making *m, int index)
{
	struct board *b = m->b;
	struct life l;
	struct person *p;
	int i;

	life_init(&l, m, index);
	l.risk = 1000;
	m->s->family[index].risk = l.risk;
	m->s->family[index].formed = b->begin;
	i = person_add(&l, years_on(b->begin, -25), rng_below(&b->rng, 2) == 0,
	    b->to + 1);
	p = &m->s->person[i];
	p->died = DATE_NONE;
	name_adult(&l, i, NULL);
	go(p, home_new(m), b->begin);
}
