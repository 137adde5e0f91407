/* SPDX-License-Identifier: MIT */
/*
 * What every module needs while a street is in hand: chance of its own,
 * events at a rate, facts noted.
 */
#include <string.h>

#include "synth.h"

void
stream_begin(struct board *b, enum stream m)
{
	rng_init(&b->rng, b->seed, b->street->number * STREAM_COUNT +
	    (uint64_t)m);
}

void
fact_add(struct board *b, struct fact f)
{
	struct fact *facts = grow(b->facts, b->n_facts, &b->cap_facts,
	    sizeof(*facts));

	if (facts == NULL) {
		b->failed = 1;
		return;
	}
	b->facts = facts;
	b->facts[b->n_facts++] = f;
}

/*
 * Is the wait that u stands for longer than that many days, at a rate per
 * 10,000 people, 1,000 permille, 365.25 days?  1 - x is at most e to the -x,
 * so that most can be told without a logarithm, and those are nearly all.
 */
static bool
too_long(uint64_t u, int64_t rate, int days)
{
	/* In 2^-32, rounded up: 2^32 / 3,652,500,000 is 1.1759. */
	uint64_t x = (uint64_t)rate * (uint64_t)days / 1000 * 1176 + 1176;

	return x <= (uint32_t)~(u >> 32);
}

/* Permille of the rate in the year of d; never below a fifth. */
static int64_t
trend(const struct board *b, const struct season *s, date d)
{
	int64_t now = 1000 + s->trend * (d - b->from) / 365;

	return now < 200 ? 200 : now;
}

date
next_event(struct board *b, date from, date to, int64_t per_10000,
    unsigned risk, enum season_id season)
{
	const struct season *s = &b->t->seasons[season];
	int64_t first, last, most, rate;
	uint64_t wait, u;
	int year, month, day;

	if (from >= to)
		return DATE_NONE;
	first = trend(b, s, from);
	last = trend(b, s, to);
	/* Waits at the greatest rate there is, of which so many count as the
	 * rate of their day is smaller: that gives the right rate each day. */
	most = s->most * (first > last ? first : last) / 1000;
	rate = per_10000 * (int64_t)risk * most / 1000;
	if (rate <= 0)
		return DATE_NONE;
	while (from < to) {
		/* Rates are of 10,000 people, 1,000 permille, 365.25 days. */
		u = rng_next(&b->rng);
		if (too_long(u, rate, to - from))
			return DATE_NONE;
		wait = (wait_of(u) *
		    (UINT64_C(3652500000) / 16) / (uint64_t)rate) >> 16;
		if (wait >= (uint64_t)(to - from))
			return DATE_NONE;
		from += (date)wait;
		if (s->most == 1000 && s->trend == 0 && season == SEASON_FLAT)
			return from;
		date_split(from, &year, &month, &day);
		if ((int64_t)rng_below(&b->rng, (uint32_t)most) <
		    s->month[month - 1] * trend(b, s, from) / 1000)
			return from;
		from++;
	}
	return DATE_NONE;
}
