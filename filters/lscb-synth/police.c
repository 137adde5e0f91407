/* SPDX-License-Identifier: MIT */
/*
 * Police: public protection notices, which are about an address and nobody;
 * the domestic abuse behind most of them; the meeting that discusses the
 * worst of it (MARAC); children reported missing.
 */
#include <string.h>

#include "words.h"

enum {
	MARAC_EVERY = 14,	/* days from meeting to meeting, Thursdays */
	MARAC_NOTICE = 5,	/* days before it, when the list is closed */
	MARAC_REPEAT = 365,	/* days in which a case is a repeat */
	NARRATIVE_SIZE = 512
};

/* Appends as much of text as there is room for. */
static size_t
append(char *out, size_t n, const char *text)
{
	while (*text != '\0' && n + 1 < NARRATIVE_SIZE)
		out[n++] = *text++;
	return n;
}

/* The officer's own words name a child: they must never pass. */
static void
row_words(struct board *b, int column, enum list words,
    const struct person *child)
{
	const char *text = code(b, words);
	char out[NARRATIVE_SIZE];
	size_t n = 0;

	for (; *text != '\0' && n + 1 < sizeof(out); text++) {
		if (text[0] == '%' && (text[1] == 'f' || text[1] == 's')) {
			text++;
			n = append(out, n, child == NULL ||
			    child->forename[0] == '\0' ? "Mx" : *text == 's' ?
			    child->surname : child->forename);
		} else {
			out[n++] = *text;
		}
	}
	out[n] = '\0';
	row_text(b, column, out);
}

/* Returns whether an extract shows it. */
static bool
notice(struct board *b, int home, const struct person *child, date d,
    enum list types, const struct item *risk)
{
	const struct item *type = pick(b->t, &b->rng, types);
	date received = d + rng_between(&b->rng, 0, 3);
	bool shown = row_begin(b, SHEET_NOTICES, NOBODY, home, 0, d);

	if (shown) {
		row_date(b, NOTICE_DATE, d);
		row_date(b, NOTICE_RECEIVED, sooner(received, b->to));
		row_text(b, NOTICE_TYPE, type->value);
		row_text(b, NOTICE_OFFICER, code(b, LIST_OFFICER));
		row_text(b, NOTICE_RISK, risk->value);
		row_words(b, NOTICE_NARRATIVE, LIST_NARRATIVE, child);
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_NOTICE, .person = NOBODY,
	    .home = home, .date = d, .end = DATE_NONE, .means = type->means,
	    .shown = shown });
	return shown;
}

/* What the police know of one family's past. */
struct past {
	const struct family *family;
	date heard;		/* the last MARAC about it, or DATE_NONE */
};

/* The home of one of its children on that day, or else of an adult; or
 * NO_HOME. */
static int
family_home(struct board *b, const struct family *f, date d)
{
	const struct street *s = b->street;
	int start = (int)rng_below(&b->rng, (uint32_t)f->n), i, home;
	int found = NO_HOME;
	const struct person *p;

	for (i = 0; i < f->n; i++) {
		p = &s->person[f->first + (start + i) % f->n];
		home = p->born <= d ? home_on(s, p, d) : NO_HOME;
		if (home != NO_HOME && d < p->adult)
			return home;
		if (home != NO_HOME)
			found = home;
	}
	return found;
}

/* A child who lives there, to be named in what is written; or NULL. */
static const struct person *
child_at(const struct street *s, const struct family *f, int home, date d)
{
	const struct person *p;
	int i;

	for (i = f->first; i < f->first + f->n; i++) {
		p = &s->person[i];
		if (p->born <= d && d < p->adult && home_on(s, p, d) == home)
			return p;
	}
	return NULL;
}

/* The case comes to the next meeting, once however many incidents, with the
 * address of that day. */
static void
marac(struct board *b, struct past *past, date incident)
{
	date meeting = incident + MARAC_NOTICE;
	bool repeat, shown;
	int children, home;

	meeting += (MARAC_EVERY - meeting % MARAC_EVERY) % MARAC_EVERY;
	if (meeting > b->to || meeting == past->heard)
		return;
	home = family_home(b, past->family, meeting);
	if (home == NO_HOME)
		return;
	repeat = past->heard != DATE_NONE &&
	    meeting - past->heard <= MARAC_REPEAT;
	past->heard = meeting;
	children = children_at(b->street, home, meeting);
	shown = row_begin(b, SHEET_MARAC, NOBODY, home, 0, meeting);
	if (shown) {
		row_uint(b, MARAC_MEETING, (uint64_t)(meeting / MARAC_EVERY));
		row_date(b, MARAC_DATE, meeting);
		row_text(b, MARAC_REFERRER, code(b, LIST_MARAC_REFERRER));
		row_text(b, MARAC_AGAIN, yes_no(b, repeat));
		row_uint(b, MARAC_CHILDREN, (uint64_t)children);
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_MARAC, .person = NOBODY,
	    .home = home, .date = meeting, .end = DATE_NONE,
	    .value = repeat, .shown = shown });
}

static void
incident(struct board *b, struct past *past, date d)
{
	const struct item *risk = pick(b->t, &b->rng, LIST_RISK);
	int home = family_home(b, past->family, d);
	bool shown;

	if (home == NO_HOME)
		return;
	shown = notice(b, home, child_at(b->street, past->family, home, d), d,
	    LIST_NOTICE_DOMESTIC, risk);
	fact_add(b, (struct fact){ .kind = FACT_DOMESTIC, .person = NOBODY,
	    .home = home, .date = d, .end = DATE_NONE, .means = risk->means,
	    .shown = shown });
	/* High risk; or any incident within a year of a case. */
	if (strcmp(risk->means, "high") == 0 || (past->heard != DATE_NONE &&
	    d - past->heard <= MARAC_REPEAT))
		marac(b, past, d);
}

static bool
has_children(const struct street *s, const struct family *f)
{
	int i;

	for (i = f->first; i < f->first + f->n; i++)
		if (s->person[i].child)
			return true;
	return false;
}

static void
family_events(struct board *b, const struct family *f)
{
	bool children = has_children(b->street, f);
	struct past past = { .family = f, .heard = DATE_NONE };
	int64_t per = rate(b, children ? RATE_DOMESTIC_CHILDREN :
	    RATE_DOMESTIC_OTHER);
	date d, to = b->to + 1, again;
	int home;

	/* Some incidents are followed by others; a new run begins after. */
	d = later(run_up(b, 2), f->formed);
	while ((d = next_event(b, d, to, per, f->risk, SEASON_POLICE)) !=
	    DATE_NONE) {
		for (again = d; again < to; again = d +
		    rng_between(&b->rng, 10, 300)) {
			d = again;
			incident(b, &past, d);
			if (!chance(b, RATE_DOMESTIC_AGAIN))
				break;
		}
		d++;
	}
	if (!children)
		return;
	d = later(b->from, f->formed);
	while ((d = next_event(b, d, to, rate(b, RATE_OTHER_NOTICES), f->risk,
	    SEASON_POLICE)) != DATE_NONE) {
		home = family_home(b, f, d);
		if (home != NO_HOME)
			(void)notice(b, home, child_at(b->street, f, home, d),
			    d, LIST_NOTICE_TYPE, pick(b->t, &b->rng,
			    LIST_RISK_OTHER));
		d++;
	}
}

/* What comes after being found: offered, taken up, when. */
static void
interview(struct board *b, const struct person *p, int home, date found)
{
	bool offered = chance(b, RATE_INTERVIEW_OFFERED);
	bool accepted = offered && chance(b, RATE_INTERVIEW_ACCEPTED);
	date on = found + number_of(b, LIST_INTERVIEW_DAYS);

	/* Who has moved by then is not found at that address. */
	accepted = accepted && home_on(b->street, p, on) == home;
	if (found > b->to)
		return;
	row_text(b, MISSING_OFFERED, yes_no(b, offered));
	if (offered && (!accepted || on <= b->to))
		row_text(b, MISSING_ACCEPTED, yes_no(b, accepted));
	if (accepted) {
		row_date(b, MISSING_INTERVIEW, on);
		row_also(b, on);
	}
}

/* One episode; returns the day on which the child is back. */
static date
episode(struct board *b, int person, date d)
{
	const struct person *p = &b->street->person[person];
	int home = home_on(b->street, p, d);
	date found = d + number_of(b, LIST_MISSING_DAYS);
	bool shown;

	if (home == NO_HOME)
		return found;
	shown = row_begin(b, SHEET_MISSING, person, NO_HOME, -1, d);
	if (shown) {
		row_date(b, MISSING_FROM, d);
		row_date(b, MISSING_TO, found);
		row_text(b, MISSING_RISK, code(b, LIST_MISSING_RISK));
		interview(b, p, home, found);
		row_words(b, MISSING_CIRCUMSTANCES, LIST_CIRCUMSTANCES, p);
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_MISSING, .person = person,
	    .home = home, .date = d, .end = found <= b->to ? found :
	    DATE_NONE, .shown = shown });
	(void)notice(b, home, p, d, LIST_NOTICE_MISSING,
	    pick(b->t, &b->rng, LIST_RISK_OTHER));
	return found;
}

/* A few children run again and again, most never. */
static void
missing(struct board *b, int person, int from_age, int to_age, enum rate r)
{
	const struct person *p = &b->street->person[person];
	unsigned risk = b->street->family[p->family].risk;
	date d = later(run_up(b, 1), later(p->begins, birthday(p, from_age)));
	date to = sooner(childhood_end(b, p), birthday(p, to_age));

	while ((d = next_event(b, d, to, rate(b, r), risk, SEASON_POLICE)) !=
	    DATE_NONE) {
		do {
			d = episode(b, person, d) +
			    rng_between(&b->rng, 1, 60);
		} while (d < to && chance(b, RATE_MISSING_AGAIN));
	}
}

void
police_events(struct board *b)
{
	const struct street *s = b->street;
	int i;

	stream_begin(b, STREAM_POLICE);
	for (i = 0; i < s->n_families; i++)
		family_events(b, &s->family[i]);
	stream_begin(b, STREAM_MISSING);
	for (i = 0; i < s->n; i++) {
		if (!s->person[i].child)
			continue;
		missing(b, i, 5, 10, RATE_MISSING_5_TO_9);
		missing(b, i, 10, 18, RATE_MISSING_10_TO_17);
	}
}
