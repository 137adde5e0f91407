/* SPDX-License-Identifier: MIT */
/*
 * Education: pupils on roll, their sessions of each term, exclusions,
 * recorded bullying.  All of it is of the authority in which the child lived
 * on entering the school.
 */
#include <string.h>

#include "words.h"

enum {
	TERMS_MAX = 48,
	LAST_WEEK = 7,		/* of a term: schools break up on other days */
	SCHOOL_NAME = 128,
	MOST_MISSED = 950	/* permille of the sessions of a term */
};

/* A school term of a year, with the half days on which it is open. */
struct school_term {
	date from, to;
	int sessions;
};

/* The terms of the window; of list `term`, as "0901-1220" and sessions. */
struct school_terms {
	struct school_term v[TERMS_MAX];
	int n;
	/* Permille by which a yearly rate is raised, as nothing happens but on
	 * school days. */
	int64_t raise;
};

/* A pupil at one school, as its records have it. */
struct pupil {
	int person, side;
	const struct person *p;
	const struct term *on_roll;
	unsigned risk;
	size_t n;		/* of the schools, those that have been */
	char school[SCHOOL_NAME];
};

/* Is the school open on that day. */
static bool
school_day(const struct school_terms *terms, date d)
{
	int i;

	if (date_weekday(d) > 5)
		return false;
	for (i = 0; i < terms->n; i++)
		if (terms->v[i].from <= d && d <= terms->v[i].to)
			return true;
	return false;
}

/* Of the last year: what part of it, weighed by season, is school days. */
static int64_t
raise_of(const struct board *b, const struct school_terms *terms)
{
	const struct season *season = &b->t->seasons[SEASON_SCHOOL];
	int64_t open = 0, all = 0;
	int year, month, day;
	date d;

	for (d = b->to - 364; d <= b->to; d++) {
		date_split(d, &year, &month, &day);
		all += 1000;
		if (school_day(terms, d))
			open += season->month[month - 1];
	}
	return open == 0 ? 1000 : all * 1000 / open;
}

static void
terms_of_window(const struct board *b, struct school_terms *terms)
{
	const struct items *list = &b->t->lists[LIST_TERM];
	struct school_term *term;
	int year, last, month, day, from, to;
	const char *text;
	size_t i;

	terms->n = 0;
	/* With a year before, for raise_of(). */
	date_split(sooner(b->from, b->to - 364), &year, &month, &day);
	date_split(b->to, &last, &month, &day);
	for (; year <= last; year++)
		for (i = 0; i < list->n && terms->n < TERMS_MAX; i++) {
			text = list->v[i].value;
			from = next_number(&text);
			to = next_number(&text);
			term = &terms->v[terms->n++];
			term->from = date_make(year, from / 100, from % 100);
			term->to = date_make(year, to / 100, to % 100);
			term->sessions = (int)list->v[i].weight;
		}
	terms->raise = raise_of(b, terms);
}

/* The names of the list, then all of them with a 2 behind, and so on: no two
 * schools of an authority are called the same. */
static void
school_name(const struct board *b, unsigned school, char *out)
{
	const struct items *names = &b->t->lists[school % 2 == 1 ?
	    LIST_SECONDARY : LIST_PRIMARY];
	size_t number = school / 2 % SCHOOLS;
	const char *name = names->v[number % names->n].value;
	unsigned round = (unsigned)(number / names->n) + 1, unit = 1;
	size_t n = strlen(name);

	if (n > SCHOOL_NAME - 16)
		n = SCHOOL_NAME - 16;
	memcpy(out, name, n);
	if (round > 1) {
		out[n++] = ' ';
		while (round / unit >= 10)
			unit *= 10;
		for (; unit > 0; unit /= 10)
			out[n++] = (char)('0' + round / unit % 10);
	}
	out[n] = '\0';
}

static void
pupil_begin(const struct street *s, struct pupil *pupil, int person)
{
	const struct person *p = &s->person[person];

	*pupil = (struct pupil){ .person = person, .p = p,
	    .risk = s->family[p->family].risk };
}

/* On to the next school of the window. */
static bool
pupil_next(const struct board *b, struct pupil *pupil)
{
	const struct person *p = pupil->p;
	const struct term *t;

	while (pupil->n < p->n_schools) {
		t = &p->school[pupil->n++];
		if (t->from > b->to || (t->to != DATE_NONE && t->to < b->from))
			continue;
		pupil->on_roll = t;
		pupil->side = side_on(b->street, p, later(t->from, p->begins));
		return true;
	}
	return false;
}

static void
roll(struct board *b, const struct pupil *pupil)
{
	const struct term *t = pupil->on_roll;
	bool shown = row_begin_spell(b, SHEET_ROLL, pupil->person, NO_HOME,
	    pupil->side, t->from, t->to);

	if (shown) {
		row_date(b, ROLL_FROM, t->from);
		row_date(b, ROLL_TO, t->to);
		row_text(b, ROLL_SCHOOL, pupil->school);
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_ROLL,
	    .person = pupil->person,
	    .home = home_on(b->street, pupil->p, t->from), .date = t->from, .end = t->to != DATE_NONE && t->to <= b->to ?
	    t->to : DATE_NONE, .shown = shown });
}

/* Is the pupil, at the end of the term, of this school: still there, or gone
 * in its last week and not to another. */
static bool
is_last(const struct pupil *pupil, const struct school_term *term)
{
	const struct term *t = pupil->on_roll;

	if (t->from > term->to)
		return false;
	if (t->to == DATE_NONE || t->to >= term->to)
		return true;
	return t->to >= term->to - LAST_WEEK &&
	    (pupil->n == pupil->p->n_schools ||
	    pupil->p->school[pupil->n].from > term->to);
}

/*
 * Sessions of one term, as the school says that the pupil is at when it ends.
 * Who misses much in one term misses much in the next: usual is what this
 * pupil misses, permille.
 */
static void
sessions(struct board *b, const struct pupil *pupil,
    const struct school_term *term, int usual)
{
	date from = later(term->from, pupil->on_roll->from);
	int possible, missed = 0, away, i;
	bool shown;

	if (term->to > b->to || term->to < b->from || !is_last(pupil, term))
		return;
	possible = term->sessions * (term->to - from + 1) /
	    (term->to - term->from + 1);
	away = usual * rng_between(&b->rng, 500, 1500) / 1000;
	if (away > MOST_MISSED)
		away = MOST_MISSED;
	for (i = 0; i < possible; i++)
		missed += rng_permille(&b->rng, away);
	shown = row_begin(b, SHEET_ATTENDANCE, pupil->person, NO_HOME,
	    pupil->side, term->to);
	if (shown) {
		row_text(b, ATTENDANCE_SCHOOL, pupil->school);
		row_date(b, ATTENDANCE_FROM, term->from);
		row_date(b, ATTENDANCE_TO, term->to);
		row_uint(b, ATTENDANCE_POSSIBLE, (uint64_t)possible);
		row_uint(b, ATTENDANCE_ATTENDED, (uint64_t)(possible - missed));
		row_uint(b, ATTENDANCE_UNAUTHORISED, (uint64_t)missed *
		    (uint64_t)rate(b, RATE_UNAUTHORISED) / 1000);
		shown = row_end(b);
	}
	fact_add(b, (struct fact){ .kind = FACT_SESSIONS,
	    .person = pupil->person, .home = NO_HOME, .date = term->to,
	    .end = DATE_NONE, .value = missed, .shown = shown });
}

/* The next day at school on which something happens at a rate. */
static date
next_school_day(struct board *b, const struct pupil *pupil,
    const struct school_terms *terms, date d, enum rate r)
{
	const struct term *t = pupil->on_roll;
	date to = childhood_end(b, pupil->p);

	if (t->to != DATE_NONE)
		to = sooner(to, t->to);
	do {
		d = next_event(b, d, to, rate(b, r) * terms->raise / 1000,
		    pupil->risk, SEASON_SCHOOL);
	} while (d != DATE_NONE && !school_day(terms, d++));
	return d == DATE_NONE ? d : d - 1;
}

static void
excluded(struct board *b, const struct pupil *pupil,
    const struct school_terms *terms)
{
	date d = later(b->from, pupil->on_roll->from);
	const struct item *type;
	int half_days;
	bool shown;

	for (; (d = next_school_day(b, pupil, terms, d, pupil->on_roll->school % 2 == 1 ?
	    RATE_EXCLUDED_SECONDARY : RATE_EXCLUDED_PRIMARY)) != DATE_NONE;
	    d++) {
		type = pick(b->t, &b->rng, LIST_EXCLUSION_TYPE);
		half_days = number_of(b, LIST_EXCLUSION_SESSIONS);
		if (strcmp(type->means, "lunchtime") == 0)
			half_days = 1;
		shown = row_begin(b, SHEET_EXCLUSIONS, pupil->person,
		    NO_HOME, pupil->side, d);
		if (shown) {
			row_date(b, EXCLUSION_DATE, d);
			row_text(b, EXCLUSION_TYPE, type->value);
			/* For good: no number of sessions. */
			if (strcmp(type->means, "permanent") != 0)
				row_uint(b, EXCLUSION_SESSIONS,
				    (uint64_t)half_days);
			row_text(b, EXCLUSION_REASON,
			    code(b, LIST_EXCLUSION_REASON));
			shown = row_end(b);
		}
		fact_add(b, (struct fact){ .kind = FACT_EXCLUSION,
		    .person = pupil->person, .home = NO_HOME, .date = d,
		    .end = DATE_NONE, .value = half_days,
		    .means = type->means, .shown = shown });
	}
}

static void
bullied(struct board *b, const struct pupil *pupil,
    const struct school_terms *terms)
{
	date d = later(b->from, pupil->on_roll->from);
	const struct item *type;
	bool shown;

	for (; (d = next_school_day(b, pupil, terms, d, RATE_BULLIED)) !=
	    DATE_NONE; d++) {
		type = pick(b->t, &b->rng, LIST_BULLYING_TYPE);
		shown = row_begin(b, SHEET_BULLYING, pupil->person, NO_HOME,
		    pupil->side, d);
		if (shown) {
			row_date(b, BULLYING_DATE, d);
			row_text(b, BULLYING_TYPE, type->value);
			shown = row_end(b);
		}
		fact_add(b, (struct fact){ .kind = FACT_BULLYING,
		    .person = pupil->person, .home = NO_HOME, .date = d,
		    .end = DATE_NONE, .means = type->means, .shown = shown });
	}
}

/* On the rolls, with the sessions of their terms. */
static void
rolls(struct board *b, struct pupil *pupil, const struct school_terms *terms)
{
	/* Half of what a pupil misses goes by the family. */
	int usual = number_of(b, LIST_ABSENCE) * (int)(1000 + pupil->risk) /
	    2000, i;

	while (pupil_next(b, pupil)) {
		school_name(b, pupil->on_roll->school, pupil->school);
		roll(b, pupil);
		for (i = 0; i < terms->n; i++)
			sessions(b, pupil, &terms->v[i], usual);
	}
}

static void
exclusions(struct board *b, struct pupil *pupil,
    const struct school_terms *terms)
{
	while (pupil_next(b, pupil))
		excluded(b, pupil, terms);
}

static void
bullying(struct board *b, struct pupil *pupil,
    const struct school_terms *terms)
{
	while (pupil_next(b, pupil))
		bullied(b, pupil, terms);
}

void
education_events(struct board *b)
{
	static const struct {
		enum stream stream;
		void (*events)(struct board *, struct pupil *,
		    const struct school_terms *);
	} parts[] = {
		{ STREAM_EDUCATION, rolls },
		{ STREAM_EXCLUSIONS, exclusions },
		{ STREAM_BULLYING, bullying }
	};
	const struct street *s = b->street;
	struct school_terms terms;
	struct pupil pupil;
	size_t part;
	int i;

	terms_of_window(b, &terms);
	for (part = 0; part < sizeof(parts) / sizeof(parts[0]); part++) {
		stream_begin(b, parts[part].stream);
		for (i = 0; i < s->n; i++) {
			if (!s->person[i].child || s->person[i].n_schools == 0)
				continue;
			pupil_begin(s, &pupil, i);
			parts[part].events(b, &pupil, &terms);
		}
	}
}
