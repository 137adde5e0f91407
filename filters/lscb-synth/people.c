/* SPDX-License-Identifier: MIT */
/*
 * Households and the children in them.  Nobody real: names are drawn by
 * weight, addresses and numbers come from ranges that belong to no one.
 *
 *   postcode  area CY.  It has the form of BS 7666 and Royal Mail has never
 *             used it (Cardiff is CF, Crewe CW, Coventry CV); CY for Cymru.
 *   UPN       authority 699.  Welsh authorities are 660 to 681 and all 22
 *             are taken, so none of those may be used; 699 is next to them
 *             and nobody's.  The check letter is right.
 *   NHS       999 000 0000 to 999 999 9999, set aside for tests; the check
 *             digit is right.  It holds 909,090 numbers: the upper limit of
 *             children who ever go to hospital, and so of --people.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "synth.h"

enum {
	HOMES_PER_POSTCODE = 14,
	AUTHORITY = 699,
	SCHOOL_BASE = 2001,	/* number of the first school */
	DAYS_18 = 6574,
	DAYS_YEAR = 365
};

/*
 * Numbers that do not tell their order: multiplying by a constant, modulo a
 * prime, is a bijection.
 */
static uint64_t
scatter(uint64_t i, uint64_t factor)
{
	return (i * factor) % UINT64_C(9999991);
}

static void
address(struct board *b, struct household *h)
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	const struct items *names = &b->t->lists[LIST_HOUSE];
	uint64_t unit = h->number / HOMES_PER_POSTCODE;
	unsigned slot = (unsigned)(h->number % HOMES_PER_POSTCODE);
	unsigned n = slot * 2 + 1 + (unsigned)(unit % 40);

	if (slot >= 12)
		(void)snprintf(h->house, sizeof(h->house), "%s",
		    names->v[(unit * 2 + slot) % names->n].value);
	else if (slot >= 10)
		(void)snprintf(h->house, sizeof(h->house), "Flat %u, 100",
		    slot - 9);
	else if (slot == 9)
		(void)snprintf(h->house, sizeof(h->house), "%uA", n - 2);
	else
		(void)snprintf(h->house, sizeof(h->house), "%u", n);
	(void)snprintf(h->postcode, sizeof(h->postcode), "CY%u %u%c%c",
	    (unsigned)(unit / 4000) + 1, (unsigned)(unit / 400 % 10),
	    letters[unit / 20 % 20], letters[unit % 20]);
}

static void
name_child(struct board *b, const struct household *h, struct child *c)
{
	struct tables *t = b->t;
	size_t i;
	int tries = 0;

	c->male = rng_below(&b->rng, 1000) < 512;
	c->surname = rng_permille(&b->rng, t->rates[RATE_OTHER_SURNAME]) ?
	    pick(t, &b->rng, LIST_SURNAME)->value : h->surname;
again:
	c->forename = pick(t, &b->rng, c->male ? LIST_FORENAME_MALE :
	    LIST_FORENAME_FEMALE)->value;
	for (i = 0; i < h->n; i++)
		if (strcmp(h->child[i].forename, c->forename) == 0 &&
		    tries++ < 20)
			goto again;
}

static date
birthday(date dob, int years)
{
	return date_add_months(dob, years * 12);
}

/* Eighteen school years at most two schools: primary, then secondary. */
static void
school(struct board *b, struct child *c)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	size_t schools = b->n_schools, at, cell;
	char upn[48];
	date start[3], d;
	int y, m, day, i, sum;
	static const int age[3] = { 4, 11, 16 };

	if (rng_permille(&b->rng, b->t->rates[RATE_NOT_ON_ROLL]))
		return;
	for (i = 0; i < 3; i++) {
		d = birthday(c->dob, age[i]);
		date_split(d, &y, &m, &day);
		start[i] = date_make(m < 9 || (m == 9 && day == 1) ? y : y + 1,
		    9, 1);
	}
	if (rng_permille(&b->rng, b->t->rates[RATE_STAY]))
		start[2] = date_add_months(start[2], 24);
	for (i = 0; i < 2; i++) {
		/* Term begins on a weekday, ends about 20 July. */
		date from = start[i], to = start[i + 1] - 43;

		while (date_weekday(from) > 5)
			from++;
		while (date_weekday(to) > 5)
			to--;
		if (from > b->to || to < b->from)
			continue;
		c->schools[c->n_schools++] = (struct spell){ from,
		    to > b->to ? DATE_NONE : to };
	}
	if (start[0] > b->to || c->n_schools == 0)
		return;
	c->native = scatter(++b->n_native, 7368787);
	c->upn_shared = rng_permille(&b->rng, b->t->rates[RATE_UPN_KNOWN]);
	date_split(start[0], &y, &m, &day);
	at = rng_below(&b->rng, (uint32_t)schools);
	cell = at * 100 + (size_t)(y % 100);
	(void)snprintf(upn, sizeof(upn), "%03d%04u%02d%03u",
	    AUTHORITY, SCHOOL_BASE + (unsigned)at, y % 100,
	    ++b->upn_serial[cell] % 1000);
	memcpy(c->upn + 1, upn, UPN_LEN_ - 1);
	for (sum = 0, i = 1; i < UPN_LEN_; i++)
		sum += (c->upn[i] - '0') * (i + 1);
	c->upn[0] = letters[sum % 23];
}

static void
child_add(struct board *b, struct household *h, date dob)
{
	struct child *c = &h->child[h->n];

	memset(c, 0, sizeof(*c));
	c->number = ++b->n_persons;
	c->dob = dob;
	c->due = DATE_NONE;
	c->adult = birthday(dob, 18);
	c->seen = DATE_NONE;
	name_child(b, h, c);
	h->n++;
	if (c->adult > b->from)
		school(b, c);
}

/* The youngest first; each older one a year or more before, or a twin. */
static void
children(struct board *b, struct household *h, size_t n)
{
	date dob = b->to - (date)rng_below(&b->rng, DAYS_18);
	size_t i;

	for (i = 0; i < n; i++) {
		child_add(b, h, dob);
		truth_resident(&b->truth, dob);
		if (!rng_permille(&b->rng, b->t->rates[RATE_TWINS]))
			dob -= 330 + (date)rng_below(&b->rng, 1400);
	}
}

static void
adults(struct board *b, const struct household *h)
{
	date eldest = h->n > 0 ? h->child[h->n - 1].dob : b->to;
	int32_t years;
	unsigned i;

	for (i = 0; i < h->adults; i++) {
		years = h->n > 0 ? rng_between(&b->rng, 19, 36) :
		    rng_between(&b->rng, 20, 92);
		truth_resident(&b->truth, eldest - years * DAYS_YEAR -
		    (date)rng_below(&b->rng, DAYS_YEAR));
		b->n_persons++;
	}
}

void
household_make(struct board *b, struct household *h, uint64_t number)
{
	uint64_t left = b->people - b->n_people;
	const char *shape;
	unsigned grown = 1, young = 0;
	struct child *c;

	h->number = number;
	h->n = 0;
	h->n_incidents = 0;
	shape = pick(b->t, &b->rng, LIST_HOUSEHOLD)->value;
	if (sscanf(shape, "%2u+%2u", &grown, &young) != 2)
		grown = 1;
	if (young > MAX_CHILDREN - 2)
		young = MAX_CHILDREN - 2;
	if (grown < 1 || grown + young > left) {
		grown = (unsigned)(left < 2 ? left : 2);
		young = 0;
	}
	h->adults = grown;
	h->surname = pick(b->t, &b->rng, LIST_SURNAME)->value;
	address(b, h);
	children(b, h, young);
	adults(b, h);
	b->n_people += grown + young;
	/* One more on the way, known to social services already. */
	if (saved(b, SAVING_UNBORN, (int64_t)(grown + young),
	    b->t->rates[RATE_UNBORN_NOW], 1000000)) {
		c = &h->child[h->n];
		memset(c, 0, sizeof(*c));
		c->number = ++b->n_persons;
		c->dob = DATE_NONE;
		c->due = b->to + 5 + (date)rng_below(&b->rng, 90);
		c->adult = birthday(c->due, 18);
		c->seen = DATE_NONE;
		c->forename = "";
		c->surname = h->surname;
		h->n++;
	}
}

uint64_t
social_number(struct board *b, struct child *c)
{
	if (c->social == 0)
		c->social = scatter(++b->n_social, 3141601);
	return c->social;
}

void
health_numbers(struct board *b, struct child *c)
{
	uint64_t six;
	int i, sum, check;

	if (c->patient != 0)
		return;
	c->patient = scatter(++b->n_patients, 5772157);
	do {
		six = (++b->nhs_at * 7919 + 104729) % 1000000;
		(void)snprintf(c->nhs, sizeof(c->nhs), "999%06llu",
		    (unsigned long long)six);
		for (sum = 0, i = 0; i < 9; i++)
			sum += (c->nhs[i] - '0') * (10 - i);
		check = 11 - sum % 11;
	} while (check == 10);
	c->nhs[9] = (char)('0' + check % 11);
	c->nhs[10] = '\0';
}
