/* SPDX-License-Identifier: MIT */
/*
 * How an agency knows a person: see known.h.  Every mistake has a chance of
 * its own, so that a changed rate leaves the others where they were.
 */
#include <stdio.h>
#include <string.h>

#include "known.h"

/* An agency's knowledge in making. */
struct making {
	struct known *k;
	struct board *b;
	const struct styles *s;
	const struct agency_style *style;
	const struct person *p;
};

uint64_t
chance_of(uint64_t key, uint64_t what)
{
	uint64_t x = key ^ (what * UINT64_C(0xd1342543de82ef95));

	return rng_splitmix(&x);
}

bool
chance_hit(uint64_t chance, int64_t per_million)
{
	return (int64_t)(((chance >> 32) * 1000000) >> 32) < per_million;
}

/* Has the agency made that mistake?  Then *r is its chance to be drawn on. */
static bool
made(const struct making *m, enum mistake what, struct rng *r)
{
	uint64_t chance;

	if (!m->b->mistakes || m->style->rate[what] == 0)
		return false;
	chance = chance_of(m->k->chance, what);
	if (!chance_hit(chance, m->style->rate[what]))
		return false;
	rng_init(r, chance, what);
	return true;
}

/* Another form of the name, of those that fit; NULL: none. */
static const char *
variant(const struct styles *s, const char *name, enum mistake what,
    struct rng *r)
{
	const char *found = NULL, *v;
	uint32_t n = 0;
	size_t i;
	bool fits, alike;

	for (i = 0; i < s->n_variants; i++) {
		if (strcmp(s->variants[i].name, name) != 0)
			continue;
		v = s->variants[i].variant;
		alike = spell_alike(v, name);
		fits = what == FORENAME_KNOWN_AS ||
		    (what == FORENAME_SOUND && alike) ||
		    (what == FORENAME_START && !alike &&
		    spell_begins(v, name)) || (what == FORENAME_OTHER &&
		    !alike && !spell_begins(v, name));
		if (fits && rng_below(r, ++n) == 0)
			found = v;
	}
	return found;
}

static void
forename(const struct making *m, char out[NAME_BYTES])
{
	static const enum mistake kinds[] = { FORENAME_SOUND, FORENAME_START,
		FORENAME_OTHER, FORENAME_KNOWN_AS };
	const char *name = m->p->forename, *other;
	struct rng r;
	size_t i;

	(void)snprintf(out, NAME_BYTES, "%s", name);
	for (i = 0; name[0] != '\0' && i < 4; i++) {
		if (!made(m, kinds[i], &r))
			continue;
		other = variant(m->s, name, kinds[i], &r);
		if (other != NULL && (kinds[i] == FORENAME_KNOWN_AS ||
		    rng_below(&r, 4) > 0))
			(void)snprintf(out, NAME_BYTES, "%s", other);
		else if (kinds[i] == FORENAME_SOUND)
			spell_sound(name, &r, out);
		else if (kinds[i] == FORENAME_START)
			spell_start(name, &r, out);
		else if (kinds[i] == FORENAME_OTHER)
			spell_other(name, &r, out);
		return;
	}
}

/* A parent's name if it is another, half of a double one, or a stranger's:
 * a partner's, a carer's. */
static void
other_surname(const struct making *m, struct rng *r, char out[NAME_BYTES])
{
	const struct person *people = m->b->street->person;
	const char *own = m->p->surname, *hyphen = strchr(own, '-');
	const char *other;
	int parent[2] = { m->p->father, m->p->mother }, i;

	for (i = 0; i < 2; i++)
		if (parent[i] != NOBODY &&
		    strcmp(people[parent[i]].surname, own) != 0) {
			(void)snprintf(out, NAME_BYTES, "%s",
			    people[parent[i]].surname);
			return;
		}
	if (hyphen != NULL && rng_below(r, 2) == 0) {
		(void)snprintf(out, NAME_BYTES, "%s", hyphen + 1);
		return;
	}
	if (hyphen != NULL) {
		(void)snprintf(out, NAME_BYTES, "%.*s", (int)(hyphen - own),
		    own);
		return;
	}
	do
		other = pick(m->b->t, r, LIST_SURNAME)->value;
	while (strcmp(other, own) == 0 &&
	    m->b->t->lists[LIST_SURNAME].n > 1);
	(void)snprintf(out, NAME_BYTES, "%s", other);
}

static void
names(const struct making *m)
{
	char first[NAME_BYTES], last[NAME_BYTES], swap[NAME_BYTES];
	enum names style = m->style->names;
	struct rng r;

	forename(m, first);
	(void)snprintf(last, NAME_BYTES, "%s", m->p->surname);
	if (made(m, m->p->male ? SURNAME_OTHER_MALE : SURNAME_OTHER_FEMALE,
	    &r))
		other_surname(m, &r, last);
	if (first[0] != '\0' && made(m, NAMES_SWAPPED, &r)) {
		memcpy(swap, first, sizeof(swap));
		memcpy(first, last, sizeof(first));
		memcpy(last, swap, sizeof(last));
	}
	if (style == AS_WRITTEN && made(m, ACCENTS_LOST, &r))
		style = NO_ACCENTS;
	switch (style) {
	case AS_WRITTEN:
		memcpy(m->k->forename, first, sizeof(first));
		memcpy(m->k->surname, last, sizeof(last));
		break;
	case NO_ACCENTS:
		spell_plain(first, m->k->forename);
		spell_plain(last, m->k->surname);
		break;
	case CAPITALS:
		spell_capitals(first, m->k->forename);
		spell_capitals(last, m->k->surname);
	}
	m->k->forename_n = strlen(m->k->forename);
	m->k->surname_n = strlen(m->k->surname);
}

/*
 * May that be written for the day of birth?  A day that comes after the
 * child's own would contradict what happened in between, so only those born
 * long ago are ever made younger.
 */
static bool
plausible(const struct making *m, date d)
{
	return d != DATE_NONE && d != m->p->born &&
	    (d < m->p->born || d < m->b->from);
}

/* One of year, month and day wrong. */
static date
one_part_wrong(const struct making *m, struct rng *r)
{
	int y, mo, d, tries;
	date made_up;

	date_split(m->p->born, &y, &mo, &d);
	for (tries = 0; tries < 40; tries++) {
		switch (rng_below(r, 3)) {
		case 0:
			made_up = date_make(y, mo, rng_between(r, 1, 31));
			break;
		case 1:
			made_up = date_make(y, rng_between(r, 1, 12), d);
			break;
		default:
			made_up = date_make(y + rng_between(r, -2, 1), mo, d);
		}
		if (plausible(m, made_up))
			return made_up;
	}
	return date_make(y - 4, mo, d);	/* 29 February has one, mostly */
}

/* Day and month for each other, where that can be; else all three wrong. */
static date
two_parts_wrong(const struct making *m, struct rng *r)
{
	int y, mo, d;
	date made_up;

	date_split(m->p->born, &y, &mo, &d);
	made_up = date_make(y, d, mo);
	if (plausible(m, made_up))
		return made_up;
	return date_make(y - 1 - rng_between(r, 0, 1), mo % 12 + 1, d % 28 + 1);
}

static void
birth(const struct making *m)
{
	struct known *k = m->k;
	struct rng r;
	date d = DATE_NONE;

	k->born = m->p->born;
	k->birth = BORN_KNOWN;
	if (made(m, BIRTH_UNKNOWN, &r))
		k->birth = BORN_UNKNOWN;
	else if (made(m, BIRTH_IMPOSSIBLE, &r))
		k->birth = BORN_IMPOSSIBLE;
	else if (made(m, BIRTH_ONE_PART, &r))
		d = one_part_wrong(m, &r);
	else if (made(m, BIRTH_OTHER, &r))
		d = two_parts_wrong(m, &r);
	if (d != DATE_NONE)
		k->born = d;
}

static void
sex(const struct making *m)
{
	const struct agency_style *style = m->style;
	bool male = m->p->male;
	uint64_t chance = chance_of(m->k->chance, MISTAKE_COUNT);
	char *const *words;
	struct rng r;
	int n;

	if (made(m, SEX_OTHER, &r))
		male = !male;
	words = male ? style->male : style->female;
	n = male ? style->n_male : style->n_female;
	/* The first spelling mostly, the others one row in twenty. */
	m->k->sex = words[n > 1 && chance % 20 == 0 ?
	    1 + chance / 20 % (uint64_t)(n - 1) : 0];
	if (m->k->birth == BORN_UNKNOWN && style->unknown_sex[0] != '\0')
		m->k->sex = style->unknown_sex;
}

/* One digit wrong: no check digit or letter is right with that. */
static void
mistype_digit(char *digits, int n, struct rng *r)
{
	char *p = digits + rng_below(r, (uint32_t)n);

	*p = (char)('0' + (*p - '0' + rng_between(r, 1, 9)) % 10);
}

/*
 * A school gives a temporary number to a child whose own is not known there:
 * two digits of a serial and a letter at the end.
 */
static void
temporary_upn(char upn[UPN_LEN + 1], struct rng *r)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	int i, last = (int)rng_below(r, 23), sum = last * UPN_LEN;

	upn[10] = (char)('0' + rng_below(r, 10));
	upn[11] = (char)('0' + rng_below(r, 10));
	upn[12] = letters[last];
	for (i = 1; i < UPN_LEN - 1; i++)
		sum += (upn[i] - '0') * (i + 1);
	upn[0] = letters[sum % 23];
}

static void
numbers(const struct making *m)
{
	struct known *k = m->k;
	struct rng r;

	memcpy(k->nhs, m->p->nhs, sizeof(k->nhs));
	memcpy(k->upn, m->p->upn, sizeof(k->upn));
	k->nhs_bad = k->upn_bad = false;
	if (made(m, NHS_MISSING, &r))
		k->nhs[0] = '\0';
	if (made(m, UPN_MISSING, &r))
		k->upn[0] = '\0';
	if (k->nhs[0] != '\0' && made(m, NHS_MISTYPED, &r)) {
		mistype_digit(k->nhs, NHS_LEN, &r);
		k->nhs_bad = true;
	}
	if (k->upn[0] == '\0')
		return;
	if (made(m, UPN_TEMPORARY, &r)) {
		temporary_upn(k->upn, &r);
	} else if (made(m, UPN_MISTYPED, &r)) {
		mistype_digit(k->upn + 1, UPN_LEN - 1, &r);
		k->upn_bad = true;
	}
}

void
known_person(struct known *k, struct board *b, const struct styles *s,
    int person, enum agency agency, int side)
{
	struct making m = { k, b, s, &s->agency[agency],
		&b->street->person[person] };

	k->chance = chance_of(chance_of(b->seed, m.p->number),
	    (uint64_t)agency * 2 + (uint64_t)side + 1);
	names(&m);
	birth(&m);
	sex(&m);
	numbers(&m);
}

/*
 * The stay that the agency has last heard of by that day.  Who never heard of
 * a move, or hears of it months later, goes on with the home before.
 */
static size_t
stay_heard_of(const struct board *b, const struct agency_style *style,
    uint64_t chance, const struct person *p, size_t at, date on)
{
	uint64_t c;
	size_t i;

	for (; b->mistakes && at > 0; at = i) {
		for (i = at; i > 0 && p->stay[i - 1].home == NO_HOME; i--)
			;
		if (i-- == 0)
			break;
		c = chance_of(chance, MISTAKE_COUNT + 1 + at);
		if (!chance_hit(c, style->rate[MOVE_UNHEARD]) &&
		    (!chance_hit(chance_of(c, 1),
		    style->rate[MOVE_HEARD_LATE]) || on >=
		    p->stay[at].from + (date)(chance_of(c, 2) % 365)))
			break;
	}
	return at;
}

/* The home the agency would name. */
static int
home_held(const struct board *b, const struct agency_style *style,
    uint64_t chance, const struct person *p, date on)
{
	size_t at;

	if (home_on(b->street, p, on) == NO_HOME)
		return NO_HOME;
	if (on < p->born)	/* with the mother */
		p = &b->street->person[p->mother];
	for (at = p->n_stays; at > 0 && p->stay[at - 1].from > on; at--)
		;
	return p->stay[stay_heard_of(b, style, chance, p, at - 1, on)].home;
}

static void
mistype_postcode(char *postcode, struct rng *r)
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	char *p = postcode + strlen(postcode) - 1 - rng_below(r, 2);
	char was = *p;

	do
		*p = letters[rng_below(r, sizeof(letters) - 1)];
	while (*p == was);
}

/* One digit of the number, or a letter of the name. */
static void
mistype_house(char *house, struct rng *r)
{
	size_t n = strcspn(house, "0123456789");

	if (house[n] != '\0')
		house[n] = (char)('1' + (house[n] - '0' +
		    rng_between(r, 0, 7)) % 9);
	else if (n > 1)
		house[n - 1] = '\0';
}

/* Mistakes about this address, the same each time the agency writes it. */
static void
mistype(struct address *a, const struct agency_style *style, uint64_t chance)
{
	struct rng r;

	if (chance_hit(chance_of(chance, POSTCODE_PSEUDO),
	    style->rate[POSTCODE_PSEUDO])) {
		/* No fixed abode, as the NHS writes it. */
		(void)snprintf(a->postcode, sizeof(a->postcode), "ZZ99 3VZ");
		a->wrong = true;
	} else if (chance_hit(chance_of(chance, POSTCODE_MISTYPED),
	    style->rate[POSTCODE_MISTYPED])) {
		rng_init(&r, chance, POSTCODE_MISTYPED);
		mistype_postcode(a->postcode, &r);
		a->wrong = true;
	}
	if (chance_hit(chance_of(chance, HOUSE_MISTYPED),
	    style->rate[HOUSE_MISTYPED])) {
		rng_init(&r, chance, HOUSE_MISTYPED);
		mistype_house(a->house, &r);
		a->wrong = true;
	}
}

void
known_address(struct address *a, struct board *b,
    const struct agency_style *style, const struct known *k, int person,
    int home, date on)
{
	uint64_t chance = k != NULL ? k->chance : chance_of(b->seed, 0);

	a->home = home;
	a->written = NULL;
	a->wrong = false;
	if (person != NOBODY && b->street->person[person].protected_home)
		return;
	if (home == NO_HOME && person != NOBODY)
		a->home = home_held(b, style, chance,
		    &b->street->person[person], on);
	if (a->home == NO_HOME)
		return;
	a->written = &b->street->home[a->home];
	if (!b->mistakes)
		return;
	chance = chance_of(chance, a->written->number + (uint64_t)1000);
	/* What nobody's row says of a home is typed anew each time. */
	if (k == NULL)
		chance = chance_of(chance, (uint64_t)(uint32_t)on);
	memcpy(a->house, a->written->house, sizeof(a->house));
	memcpy(a->postcode, a->written->postcode, sizeof(a->postcode));
	mistype(a, style, chance);
	if (chance_hit(chance_of(chance, ((uint64_t)ADDRESS_MISSING << 32) +
	    (uint64_t)(uint32_t)on), style->rate[ADDRESS_MISSING]))
		a->written = NULL;
}
