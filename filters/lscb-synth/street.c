/* SPDX-License-Identifier: MIT */
/*
 * One street: its families in turn, the numbers of its children, and who is
 * where on a day.
 *
 * NHS numbers are of 999 000 0000 to 999 999 9999, set aside for tests; the
 * check digit is right.  There are 909,090 of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "family.h"

enum { TRIES = 4, NHS_TESTS = 1000000 };

int
home_on(const struct street *s, const struct person *p, date d)
{
	size_t i = p->n_stays;

	if (p->died != DATE_NONE && d >= p->died)
		return NO_HOME;
	if (d < p->born) {
		if (p->mother == NOBODY || d < p->born - 280 || p->was != 0)
			return NO_HOME;
		return home_on(s, &s->person[p->mother], d);
	}
	while (i > 0 && p->stay[i - 1].from > d)
		i--;
	return i == 0 ? NO_HOME : p->stay[i - 1].home;
}

bool
lives(const struct person *p, date d)
{
	return d >= p->born && home_on(NULL, p, d) != NO_HOME;
}

int
age_on(const struct person *p, date d)
{
	int months = date_months(p->born, d);

	return months < 0 ? -1 : months / 12;
}

int
side_on(const struct street *s, const struct person *p, date d)
{
	int home = home_on(s, p, d);

	return home != NO_HOME && s->home[home].authority != s->authority;
}

/* False when there are no more. */
static bool
nhs_give(struct board *b, struct person *p)
{
	char text[16];
	int i, sum, check;

	do {
		/* 7919 and a million have no common divisor: each once. */
		if (b->n_nhs == NHS_TESTS)
			return false;
		(void)snprintf(text, sizeof(text), "999%06u",
		    (unsigned)((b->n_nhs++ * 7919 + 104729) % NHS_TESTS));
		for (sum = 0, i = 0; i < 9; i++)
			sum += (text[i] - '0') * (10 - i);
		check = 11 - sum % 11;
	} while (check == 10);
	memcpy(p->nhs, text, 9);
	p->nhs[9] = (char)('0' + check % 11);
	p->nhs[10] = '\0';
	return true;
}

/* Lives on the board on some day of the window, under 18. */
static bool
is_child(const struct board *b, const struct person *p)
{
	date from = b->from > p->begins ? b->from : p->begins, to = b->to;
	date until;
	size_t i;

	if (p->born > b->to)
		return true;	/* not yet, but known of */
	if (p->adult - 1 < to)
		to = p->adult - 1;
	if (p->died != DATE_NONE && p->died - 1 < to)
		to = p->died - 1;
	for (i = 0; i < p->n_stays; i++) {
		until = i + 1 < p->n_stays ? p->stay[i + 1].from - 1 : to;
		if (p->stay[i].home != NO_HOME && p->stay[i].from <= to &&
		    until >= from && from <= to)
			return true;
	}
	return false;
}

static void
person_finish(struct board *b, struct street *s, struct person *p)
{
	if (p->died > b->to)
		p->died = DATE_NONE;
	p->child = is_child(b, p);
	if (!p->child || p->born > b->to)
		return;
	if (!nhs_give(b, p))
		b->failed = FAILED_NHS;
	schools_attend(b, s, p);
}

static uint64_t
residents(const struct board *b, const struct street *s, int from)
{
	uint64_t n = 0;
	int i;

	for (i = from; i < s->n; i++)
		n += lives(&s->person[i], b->to);
	return n;
}

/* What a family changed, to be as it was when it is too large. */
struct undo {
	int n, n_homes, n_waiting;
	uint64_t n_persons;
	date free_from[MAX_HOMES];
	struct waiting waiting[MAX_WAITING];
};

static void
remember(const struct making *m, struct undo *u)
{
	int i;

	u->n = m->s->n;
	u->n_homes = m->s->n_homes;
	u->n_persons = m->b->n_persons;
	u->n_waiting = m->n_waiting;
	memcpy(u->waiting, m->waiting, sizeof(u->waiting));
	for (i = 0; i < m->s->n_homes; i++)
		u->free_from[i] = m->s->home[i].free_from;
}

static void
restore(struct making *m, const struct undo *u)
{
	int i;

	m->s->n = u->n;
	m->s->n_homes = u->n_homes;
	m->b->n_persons = u->n_persons;
	m->n_waiting = u->n_waiting;
	memcpy(m->waiting, u->waiting, sizeof(u->waiting));
	for (i = 0; i < m->s->n_homes; i++)
		m->s->home[i].free_from = u->free_from[i];
}

static uint64_t
family_add(struct making *m, uint64_t wanted)
{
	struct street *s = m->s;
	struct undo undo;
	int index = s->n_families, tries;
	uint64_t n;

	remember(m, &undo);
	for (tries = 0; tries < TRIES; tries++) {
		family_make(m, index);
		if (s->family[index].n > 0)
			break;
	}
	n = residents(m->b, s, undo.n);
	if (n > wanted) {
		restore(m, &undo);
		family_single(m, index);
		n = residents(m->b, s, undo.n);
	}
	s->n_families++;
	return n;
}

/* Authorities share the streets by weight. */
static int
authority_of(struct board *b)
{
	const struct items *all = &b->t->lists[LIST_AUTHORITY];
	uint32_t at;
	int i;

	at = rng_below(&b->rng, all->v[b->n_authorities - 1].upto);
	for (i = 0; at >= all->v[i].upto; i++)
		;
	return i;
}

uint64_t
street_make(struct board *b, struct street *s, uint64_t number,
    uint64_t people)
{
	struct making m = { .b = b, .s = s };
	uint64_t n = 0;
	int i;

	s->number = number;
	s->n = s->n_homes = s->n_families = 0;
	b->street = s;
	b->n_facts = 0;
	stream_begin(b, STREAM_WORLD);
	rng_init(&b->forenames, b->seed, number * STREAM_COUNT +
	    STREAM_FORENAMES);
	s->authority = authority_of(b);
	s->next_authority = (s->authority + 1) % b->n_authorities;
	while (s->n_families < STREET_FAMILIES && n < people)
		n += family_add(&m, people - n);
	for (i = 0; i < s->n; i++)
		person_finish(b, s, &s->person[i]);
	return n;
}
