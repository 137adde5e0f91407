/* SPDX-License-Identifier: MIT */
/*
 * Homes.  Postcodes are of area CY: they have the form of BS 7666, and Royal
 * Mail has never used it (Cardiff is CF, Crewe CW, Coventry CV); CY for Cymru.
 */
#include <stdio.h>
#include <string.h>

#include "family.h"

enum {
	POSTCODES = 6,		/* of a street, its homes in turn */
	SLOTS = 14,		/* kinds of addresses come round after so many */
	UNITS_DISTRICT = 4000,	/* postcodes of an outward code: 10 * 20 * 20 */
	DISTRICTS = 99,
	EMPTY_DAYS = 14,	/* between those who leave and those who come */
	TAKES_EMPTY = 700	/* permille of movers, where a home is empty */
};

static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";

/* CY1 to CY99, and then the form AA9A: CY1A and on. */
static void
postcode(uint64_t unit, char *out, size_t size)
{
	uint64_t district = unit / UNITS_DISTRICT;
	char outward[24];

	if (district < DISTRICTS)
		(void)snprintf(outward, sizeof(outward), "%u",
		    (unsigned)district + 1);
	else
		(void)snprintf(outward, sizeof(outward), "%u%c",
		    (unsigned)(district - DISTRICTS) / 20 % 9 + 1,
		    letters[(district - DISTRICTS) % 20]);
	(void)snprintf(out, size, "CY%.3s %u%c%c", outward,
	    (unsigned)(unit / 400 % 10), letters[unit / 20 % 20],
	    letters[unit % 20]);
}

/* slot: which home of its postcode. */
static void
house(const struct board *b, uint64_t unit, unsigned slot, char *out,
    size_t size)
{
	const struct items *names = &b->t->lists[LIST_HOUSE];
	unsigned kind = slot % SLOTS, round = slot / SLOTS;
	unsigned n = slot * 2 + 1 + (unsigned)(unit % 40);

	if (kind >= 12)
		(void)snprintf(out, size, "%s", names->v[(unit * 2 + kind +
		    round * 2) % names->n].value);
	else if (kind >= 10)
		(void)snprintf(out, size, "Flat %u, 100",
		    kind - 9 + round * 2);
	else if (kind == 9)
		(void)snprintf(out, size, "%uA", n - 2);
	else
		(void)snprintf(out, size, "%u", n);
}

int
home_new(struct making *m)
{
	struct board *b = m->b;
	struct street *s = m->s;
	const struct items *wards = &b->t->lists[LIST_WARD];
	struct home *h;
	uint64_t unit;
	unsigned i = (unsigned)s->n_homes;

	if (s->n_homes == MAX_HOMES)
		return NO_HOME;
	h = &s->home[s->n_homes];
	unit = s->number * POSTCODES + i % POSTCODES;
	h->number = s->number * MAX_HOMES + i + 1;
	h->authority = rng_permille(&b->rng, b->t->rates[RATE_EDGE_HOMES]) ?
	    s->next_authority : s->authority;
	/* Two wards meet in a street; neighbours share them. */
	h->ward = wards->v[((uint64_t)h->authority * 7 + s->number / 24 +
	    i % 2) % wards->n].value;
	house(b, unit, i / POSTCODES, h->house, sizeof(h->house));
	postcode(unit, h->postcode, sizeof(h->postcode));
	h->free_from = DATE_NONE;
	return s->n_homes++;
}

int
home_take(struct making *m, date d)
{
	struct street *s = m->s;
	int i, n = 0, which, fit[MAX_HOMES];

	for (i = 0; i < s->n_homes; i++)
		if (s->home[i].free_from != DATE_NONE &&
		    s->home[i].free_from <= d - EMPTY_DAYS)
			fit[n++] = i;
	if (n == 0 || (s->n_homes < MAX_HOMES &&
	    !rng_permille(&m->b->rng, TAKES_EMPTY)))
		return home_new(m);
	which = fit[rng_below(&m->b->rng, (uint32_t)n)];
	s->home[which].free_from = DATE_NONE;
	return which;
}
