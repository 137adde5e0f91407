/* SPDX-License-Identifier: MIT */
/*
 * The making of one family: who founds it, the children it has when it is
 * first on the board, those it adopts, the homes it leaves behind.  What
 * happens to it is in life.c.
 */
#include <stdio.h>
#include <string.h>

#include "life.h"

enum {
	YEARS_BACK = 50,	/* families formed so long ago still live */
	BEARS_FROM = 15
};

int
home_now(const struct person *p)
{
	return p->n_stays == 0 ? NO_HOME : p->stay[p->n_stays - 1].home;
}

bool
member(const struct life *l, int i, int home)
{
	const struct person *p = &l->s->person[i];

	return home_now(p) == home && alive(p, l->now);
}

void
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
	date low, high = from, d;
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
	return from > high ? from : high;
}

int
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

void
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

void
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

void
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

void
father_gone(struct life *l, date day)
{
	l->father = NOBODY;
	if (l->wanted > 0)
		l->wanted = l->birth - day < PREGNANT;
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
	while (l->wanted > 0 && l->birth < start && alive(mother, l->birth) &&
	    (l->father == NOBODY || alive(person_of(l, l->father),
	    l->birth - PREGNANT))) {
		d = l->birth;
		l->wanted--;
		deliver(l, d, start);
		plan_birth(l, d + 330 + (date)rng_below(r, 1400));
	}
	if (!alive(mother, start))
		l->mother = NOBODY, l->wanted = 0;
	if (l->father != NOBODY && !alive(person_of(l, l->father), start))
		father_gone(l, person_of(l, l->father)->died);
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
		    c->born < years_on(s->person[father].born, 20) ||
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
	life_go_on(&l);
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
