/* SPDX-License-Identifier: MIT */
/*
 * What happens to a family: births, moves, parents who part and find others,
 * children who leave, deaths.  What comes next is drawn, the earliest
 * happens, and what comes next is drawn again: waits are exponential, so
 * nothing is lost by it.
 */
#include <stdio.h>
#include <string.h>

#include "life.h"

enum {
	ADOPTED_UNDER = 8,
	TENURE = 2		/* years in which people move on sooner */
};

enum happening { NOTHING, BIRTH, GROWN, DEATH, PARTING, PARTNER, MOVE,
	DEPARTURE, ADOPTION };

struct next {
	date when;
	enum happening what;
	int who;		/* person, or household */
};

static void
consider(struct next *n, date when, enum happening what, int who)
{
	if (when != DATE_NONE && when < n->when)
		*n = (struct next){ when, what, who };
}

bool
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
	father_gone(l, l->now);
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
		father_gone(l, l->now);
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

void
life_go_on(struct life *l)
{
	struct next n;

	for (;;) {
		next_happening(l, &n);
		if (n.when >= l->end)
			return;
		l->now = n.when;
		happen(l, &n);
	}
}
