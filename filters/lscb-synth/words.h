/* SPDX-License-Identifier: MIT */
/* Short words for what every module says over and over. */
#ifndef LSCB_SYNTH_WORDS_H
#define LSCB_SYNTH_WORDS_H

#include "synth.h"

static inline date
later(date a, date b)
{
	return a > b ? a : b;
}

static inline date
sooner(date a, date b)
{
	return a < b ? a : b;
}

static inline int64_t
rate(const struct board *b, enum rate r)
{
	return b->t->rates[r];
}

static inline bool
chance(struct board *b, enum rate r)
{
	return rng_permille(&b->rng, b->t->rates[r]);
}

/* A code of the list, by weight. */
static inline const char *
code(struct board *b, enum list l)
{
	return pick(b->t, &b->rng, l)->value;
}

static inline const char *
yes_no(struct board *b, bool yes)
{
	return code(b, yes ? LIST_YES : LIST_NO);
}

/* The next decimal number of a text, past which *s then stands. */
static inline int
next_number(const char **s)
{
	int n = 0;

	while (**s != '\0' && (**s < '0' || **s > '9'))
		++*s;
	while (**s >= '0' && **s <= '9')
		n = n * 10 + *(*s)++ - '0';
	return n;
}

/* From a list of ranges, such as "7-28": a number of one of them. */
static inline int
number_of(struct board *b, enum list l)
{
	const char *s = code(b, l);
	int from = next_number(&s), to = next_number(&s);

	return rng_between(&b->rng, from, to);
}

/* The day on which the child comes to be so many years old. */
static inline date
birthday(const struct person *p, int years)
{
	return date_add_months(p->born, years * 12);
}

/* Past the last day on which a child is one, is alive, and is known. */
static inline date
childhood_end(const struct board *b, const struct person *p)
{
	date end = sooner(b->to + 1, p->adult);

	return p->died == DATE_NONE ? end : sooner(end, p->died);
}

/* Where to begin so that what follows from what was before is there when the
 * window begins. */
static inline date
run_up(const struct board *b, int years)
{
	return later(b->begin, b->from - years * 366);
}

/* How many children live in that home on that day. */
static inline int
children_at(const struct street *s, int home, date d)
{
	int i, n = 0;

	for (i = 0; i < s->n; i++)
		if (s->person[i].born <= d && d < s->person[i].adult &&
		    home_on(s, &s->person[i], d) == home)
			n++;
	return n;
}

#endif
