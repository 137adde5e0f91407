/* SPDX-License-Identifier: MIT */
/*
 * What hospitals, schools and the police know of a household.  Each writes
 * names, dates and addresses in its own way.
 */
#include <stdio.h>
#include <string.h>

#include "synth.h"

enum { DAYS = 365 };

static void
saw(struct child *c, date d)
{
	if (c->seen == DATE_NONE || d < c->seen)
		c->seen = d;
}

/* The window of a child's life up to 18; days, or 0. */
static int
childhood(const struct board *b, const struct child *c, date *from)
{
	date end = b->to + 1 < c->adult ? b->to + 1 : c->adult;

	*from = c->dob > b->from ? c->dob : b->from;
	return end > *from ? end - *from : 0;
}

/*
 * As hospital systems keep names: capitals, accents and apostrophes gone,
 * a hyphen a blank.  Knows the Latin letters of the names list.
 */
static void
capitals(const char *name, char *out, size_t size)
{
	static const struct {
		const char *letter;
		char base;
	} marks[] = {
		{ "â", 'A' }, { "ê", 'E' }, { "î", 'I' }, { "ô", 'O' },
		{ "û", 'U' }, { "ŵ", 'W' }, { "ŷ", 'Y' }, { "ï", 'I' },
		{ "ö", 'O' }, { "ë", 'E' }, { "á", 'A' }, { "é", 'E' },
		{ "Â", 'A' }, { "Ô", 'O' }, { "Ŵ", 'W' }, { "Ŷ", 'Y' }
	};
	size_t i, n = 0;

	for (; *name != '\0' && n + 3 < size; name++) {
		if (*name == '\'')
			continue;
		if (*name == '-') {
			out[n++] = ' ';
		} else if (*name >= 'a' && *name <= 'z') {
			out[n++] = (char)(*name - 'a' + 'A');
		} else if ((unsigned char)*name < 0x80) {
			out[n++] = *name;
		} else {
			for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
				if (strncmp(name, marks[i].letter, 2) == 0)
					break;
			if (i < sizeof(marks) / sizeof(marks[0])) {
				out[n++] = marks[i].base;
			} else {	/* none of ours: as it is */
				out[n++] = name[0];
				out[n++] = name[1];
			}
			name++;
		}
	}
	out[n] = '\0';
}

static void
attendance(struct board *b, const struct household *h, struct child *c,
    date d)
{
	struct sheet *s = b->sheet[SHEET_EMERGENCY];
	const int64_t *rates = b->t->rates;
	char text[128];

	health_numbers(b, c);
	(void)snprintf(text, sizeof(text), "P%07llu",
	    (unsigned long long)c->patient);
	sheet_text(s, EMERGENCY_PATIENT, text);
	if (!rng_permille(&b->rng, rates[RATE_ATTEND_NO_NHS]))
		sheet_text(s, EMERGENCY_NHS, c->nhs);
	capitals(c->surname, text, sizeof(text));
	sheet_text(s, EMERGENCY_SURNAME, text);
	capitals(c->forename, text, sizeof(text));
	sheet_text(s, EMERGENCY_FORENAME, text);
	if (rng_permille(&b->rng, rates[RATE_ATTEND_NO_DOB])) {
		sheet_text(s, EMERGENCY_DOB, "18111111");
		sheet_text(s, EMERGENCY_SEX,
		    pick(b->t, &b->rng, LIST_HEALTH_NO_SEX)->value);
	} else {
		sheet_date(s, EMERGENCY_DOB, c->dob);
		sheet_text(s, EMERGENCY_SEX, pick(b->t, &b->rng, c->male ?
		    LIST_HEALTH_MALE : LIST_HEALTH_FEMALE)->value);
	}
	if (!rng_permille(&b->rng, rates[RATE_ATTEND_NO_ADDRESS])) {
		sheet_text(s, EMERGENCY_HOUSE, h->house);
		sheet_text(s, EMERGENCY_POSTCODE, h->postcode);
		saw(c, d);
	}
	sheet_date(s, EMERGENCY_DATE, d);
	sheet_text(s, EMERGENCY_OUTCOME,
	    pick(b->t, &b->rng, LIST_EMERGENCY_OUTCOME)->value);
	person_row(b, SHEET_EMERGENCY, h, c);
}

/*
 * A number of attendances with the mean of the rates, as a child's life has
 * them: most none, a few many (geometric).
 */
static void
attendances(struct board *b, const struct household *h, struct child *c)
{
	date from, five = date_add_months(c->dob, 60);
	int days = childhood(b, c, &from), young;
	int64_t mean;

	if (days == 0)
		return;
	young = five <= from ? 0 : five - from < days ? five - from : days;
	mean = (young * b->t->rates[RATE_ATTEND_UNDER_5] +
	    (days - young) * b->t->rates[RATE_ATTEND_5_TO_17]) / DAYS;
	while ((int64_t)rng_below(&b->rng, (uint32_t)(1000 + mean)) < mean)
		attendance(b, h, c, from + rng_between(&b->rng, 0, days - 1));
}

static const char *
school_name(struct board *b, const struct child *c, size_t i)
{
	/* The place in the UPN is where the child began. */
	size_t n = (size_t)(c->upn[6] - '0') * 10 + (size_t)(c->upn[7] - '0');
	enum list l = i + 1 == c->n_schools &&
	    c->schools[i].from >= date_add_months(c->dob, 132) ?
	    LIST_SECONDARY : LIST_PRIMARY;
	const struct items *names = &b->t->lists[l];

	return names->v[n % names->n].value;
}

static void
roll(struct board *b, const struct household *h, struct child *c)
{
	struct sheet *s = b->sheet[SHEET_ROLL];
	char text[32];
	size_t i;

	for (i = 0; i < c->n_schools; i++) {
		(void)snprintf(text, sizeof(text), "%07llu",
		    (unsigned long long)c->native);
		sheet_text(s, ROLL_ID, text);
		sheet_text(s, ROLL_UPN, c->upn);
		sheet_text(s, ROLL_SURNAME, c->surname);
		sheet_text(s, ROLL_FORENAME, c->forename);
		sheet_date(s, ROLL_DOB, c->dob);
		sheet_text(s, ROLL_SEX, c->male ? "M" : "F");
		sheet_date(s, ROLL_FROM, c->schools[i].from);
		sheet_date(s, ROLL_TO, c->schools[i].to);
		sheet_text(s, ROLL_HOUSE, h->house);
		sheet_text(s, ROLL_POSTCODE, h->postcode);
		sheet_text(s, ROLL_SCHOOL, school_name(b, c, i));
		person_row(b, SHEET_ROLL, h, c);
		saw(c, c->schools[i].from);
	}
}

static void
bullying(struct board *b, const struct household *h, struct child *c)
{
	struct sheet *s = b->sheet[SHEET_BULLYING];
	date from, to, d;
	char text[32];

	if (c->n_schools == 0)
		return;
	from = c->schools[0].from > b->from ? c->schools[0].from : b->from;
	to = c->schools[c->n_schools - 1].to;
	if (to == DATE_NONE)
		to = b->to;
	b->saving[SAVING_BULLIED].have += (to - from) * b->t->rates[
	    c->n_spells > 0 ? RATE_BULLIED_REGISTERED : RATE_BULLIED];
	while (saved(b, SAVING_BULLIED, 0, 0, (int64_t)10000 * DAYS)) {
		d = from + rng_between(&b->rng, 0, to - from);
		while (date_weekday(d) > 5)
			d--;
		if (d < from)
			continue;
		sheet_text(s, BULLYING_ID, record_id(b, SHEET_BULLYING, "BI",
		    text, sizeof(text)));
		sheet_text(s, BULLYING_UPN, c->upn);
		sheet_text(s, BULLYING_SURNAME, c->surname);
		sheet_text(s, BULLYING_FORENAME, c->forename);
		sheet_date(s, BULLYING_DOB, c->dob);
		sheet_date(s, BULLYING_DATE, d);
		sheet_text(s, BULLYING_TYPE,
		    pick(b->t, &b->rng, LIST_BULLYING_TYPE)->value);
		person_row(b, SHEET_BULLYING, h, c);
	}
}

void
agency_events(struct board *b, struct household *h)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		if (h->child[i].dob == DATE_NONE)
			continue;
		attendances(b, h, &h->child[i]);
		roll(b, h, &h->child[i]);
		bullying(b, h, &h->child[i]);
	}
}

/* The officer's own words name the first child: they must never pass. */
static void
narrative(struct board *b, const struct household *h, struct sheet *s)
{
	const char *text = pick(b->t, &b->rng, LIST_NARRATIVE)->value;
	struct buf out = { 0 };

	for (; *text != '\0'; text++) {
		if (text[0] == '%' && (text[1] == 'f' || text[1] == 's')) {
			text++;
			(void)buf_puts(&out, *text == 's' ? h->surname :
			    h->n > 0 ? h->child[0].forename : "Mx");
		} else {
			(void)buf_addc(&out, *text);
		}
	}
	if (buf_str(&out) != NULL)
		sheet_text(s, NOTICE_NARRATIVE, buf_str(&out));
	buf_free(&out);
}

static void
notice(struct board *b, const struct household *h, date d, enum list type,
    enum list risk)
{
	struct sheet *s = b->sheet[SHEET_NOTICES];
	date received = d + rng_between(&b->rng, 0, 3);
	char text[32];

	sheet_text(s, NOTICE_ID, record_id(b, SHEET_NOTICES, "PPN", text,
	    sizeof(text)));
	sheet_date(s, NOTICE_DATE, d);
	sheet_date(s, NOTICE_RECEIVED, received > b->to ? b->to : received);
	sheet_text(s, NOTICE_TYPE, pick(b->t, &b->rng, type)->value);
	sheet_text(s, NOTICE_HOUSE, h->house);
	sheet_text(s, NOTICE_POSTCODE, h->postcode);
	sheet_text(s, NOTICE_OFFICER,
	    pick(b->t, &b->rng, LIST_OFFICER)->value);
	sheet_text(s, NOTICE_RISK, pick(b->t, &b->rng, risk)->value);
	narrative(b, h, s);
	person_row(b, SHEET_NOTICES, h, NULL);
}

static void
domestic(struct board *b, struct household *h, date d)
{
	do {
		if (d >= b->from) {
			notice(b, h, d, LIST_NOTICE_DOMESTIC, LIST_RISK);
			h->incident[h->n_incidents++] = d;
		}
		d += rng_between(&b->rng, 10, 300);
	} while (d <= b->to && h->n_incidents < MAX_INCIDENTS &&
	    rng_permille(&b->rng, b->t->rates[RATE_DOMESTIC_AGAIN]));
}

void
notice_events(struct board *b, struct household *h)
{
	const int64_t *rates = b->t->rates;
	int days = b->to - b->from + 1, before = DAYS;
	bool young = false, registered = false;
	size_t i;

	for (i = 0; i < h->n; i++) {
		young = young || h->child[i].adult > b->to;
		registered = registered || h->child[i].n_spells > 0;
	}
	/* From a year before, so that what follows is there from the start. */
	if (saved(b, SAVING_DOMESTIC, days + before, rates[young ?
	    RATE_DOMESTIC_CHILDREN : RATE_DOMESTIC_OTHER],
	    (int64_t)10000 * DAYS) ||
	    (registered && rng_permille(&b->rng,
	    rates[RATE_DOMESTIC_REGISTERED])))
		domestic(b, h, b->from +
		    rng_between(&b->rng, -before, days - 1));
	if (young && saved(b, SAVING_OTHER_NOTICES, days,
	    rates[RATE_OTHER_NOTICES], (int64_t)10000 * DAYS))
		notice(b, h, b->from + rng_between(&b->rng, 0, days - 1),
		    LIST_NOTICE_TYPE, LIST_RISK_OTHER);
}
