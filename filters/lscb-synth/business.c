/* SPDX-License-Identifier: MIT */
/*
 * The board's own logs: training, audits, meetings, the yearly
 * self-assessment, practice reviews, checks of staff.  Their number does not
 * depend on the number of people.  Each log has chance of its own.
 */
#include <string.h>

#include "words.h"

enum log { LOG_TRAINING, LOG_AUDITS, LOG_MEETINGS, LOG_STANDARDS,
	LOG_PRACTICE, LOG_CHECKS };

enum { CHECK_MONTHS = 36, ID_SIZE = 24 };

static void
log_begin(struct board *b, enum log log)
{
	/* Streets count from 0 up, logs from the other end down. */
	rng_init(&b->rng, b->seed, UINT64_MAX - (uint64_t)log);
}

/* A row about nobody. */
static bool
log_row(struct board *b, enum sheet_id s, date on)
{
	return row_begin(b, s, NOBODY, NO_HOME, 0, on);
}

/* "T000017": ids that several rows share. */
static void
shared_id(char out[ID_SIZE], const char *prefix, unsigned n)
{
	size_t at = strlen(prefix);
	int i;

	memcpy(out, prefix, at);
	for (i = 5; i >= 0; i--, n /= 10)
		out[at + (size_t)i] = (char)('0' + n % 10);
	out[at + 6] = '\0';
}

/* A weekday of the period (of more than a weekend), when boards meet. */
static date
weekday_in(struct board *b, date from, date to)
{
	date d = rng_between(&b->rng, from, to);
	int weekend = date_weekday(d) - 5;

	if (weekend > 0)
		d = d - weekend >= from ? d - weekend : d + 3 - weekend;
	return d;
}

static void
session(struct board *b, date d, unsigned number)
{
	const struct items *agencies = &b->t->lists[LIST_AGENCY];
	uint32_t booked, attended, i;
	bool shown = false;
	char id[ID_SIZE];
	size_t a;

	shared_id(id, "T", number);
	for (a = 0; a < agencies->n; a++) {
		booked = 2 + rng_below(&b->rng, 9);
		for (attended = 0, i = 0; i < booked; i++)
			attended += rng_permille(&b->rng,
			    (int64_t)agencies->v[a].weight);
		if (!log_row(b, SHEET_TRAINING, d))
			continue;
		row_text(b, TRAINING_ID, id);
		row_date(b, TRAINING_DATE, d);
		row_text(b, TRAINING_AGENCY, agencies->v[a].value);
		row_uint(b, TRAINING_BOOKED, booked);
		row_uint(b, TRAINING_ATTENDED, attended);
		shown = row_end(b) || shown;
	}
	truth_business(b, BUSINESS_TRAINING, d, 0, 0, shown);
}

static void
audit(struct board *b, date d)
{
	const char *type = code(b, LIST_AUDIT_TYPE);
	const char *grade = code(b, LIST_GRADE);
	bool shown = log_row(b, SHEET_AUDITS, d);

	if (shown) {
		row_date(b, AUDIT_DATE, d);
		row_text(b, AUDIT_TYPE, type);
		row_text(b, AUDIT_GRADE, grade);
		shown = row_end(b);
	}
	truth_business(b, BUSINESS_AUDIT, d, 0, 0, shown);
}

/* So many in each quarter of the window, a few more or less. */
static void
quarterly(struct board *b, enum log log, enum rate r, int spread)
{
	date from, next;
	unsigned number = 0;
	int64_t k;

	log_begin(b, log);
	for (from = b->from; from <= b->to; from = next) {
		next = date_add_months(from, 3);
		if (b->to + 1 - next < 7)
			next = b->to + 1;
		for (k = rng_between(&b->rng, -spread, spread) + rate(b, r);
		    k > 0; k--) {
			if (log == LOG_TRAINING)
				session(b, weekday_in(b, from, next - 1),
				    ++number);
			else
				audit(b, weekday_in(b, from, next - 1));
		}
	}
}

static void
meeting(struct board *b, const struct group *group, date d, unsigned number)
{
	const struct items *agencies = &b->t->lists[LIST_AGENCY];
	const char *outcome;
	bool shown = false;
	char id[ID_SIZE];
	size_t a;

	shared_id(id, "M", number);
	for (a = 0; a < agencies->n; a++) {
		outcome = code(b, rng_permille(&b->rng,
		    (int64_t)agencies->v[a].weight) ? LIST_ATTENDED :
		    LIST_ABSENT);
		if (!log_row(b, SHEET_MEETINGS, d))
			continue;
		row_text(b, MEETING_ID, id);
		row_date(b, MEETING_DATE, d);
		row_text(b, MEETING_GROUP, group->name);
		row_text(b, MEETING_AGENCY, agencies->v[a].value);
		row_text(b, MEETING_OUTCOME, outcome);
		shown = row_end(b) || shown;
	}
	truth_business(b, BUSINESS_MEETING, d, 0, 0, shown);
}

/* Every group in its months, in the second or third week. */
static void
meetings(struct board *b)
{
	const struct group *group;
	unsigned number = 0;
	date d;
	size_t i;
	int k;

	log_begin(b, LOG_MEETINGS);
	for (i = 0; i < b->t->n_groups; i++) {
		group = &b->t->groups[i];
		for (k = group->first_month - 1;; k += group->months) {
			d = date_add_months(b->from, k) + 7 +
			    (date)rng_below(&b->rng, 12);
			while (date_weekday(d) > 5)
				d++;
			if (d > b->to)
				break;
			meeting(b, group, d, ++number);
		}
	}
}

static int
band_of(struct board *b, const char *trend, int year)
{
	if (strcmp(trend, "strong") == 0)
		return 3 + (int)rng_below(&b->rng, 2);
	if (strcmp(trend, "rising") == 0)
		return 1 + (year < 3 ? year : 3);
	if (strcmp(trend, "weak") == 0)
		return 1;
	return 2 + (int)rng_below(&b->rng, 2);
}

/* Four months before the close of each year; standards get better. */
static void
self_assessment(struct board *b)
{
	const struct standard *standard;
	int year = 0, band;
	bool shown;
	size_t i;
	date d;

	log_begin(b, LOG_STANDARDS);
	for (d = date_add_months(b->from, 8); d <= b->to;
	    d = date_add_months(d, 12), year++)
		for (i = 0; i < b->t->n_standards; i++) {
			standard = &b->t->standards[i];
			band = band_of(b, standard->trend, year);
			shown = log_row(b, SHEET_SAIT, d);
			if (shown) {
				row_text(b, SAIT_STANDARD, standard->name);
				row_text(b, SAIT_DIMENSION,
				    standard->dimension);
				row_date(b, SAIT_DATE, d);
				row_uint(b, SAIT_BAND, (uint64_t)band);
				shown = row_end(b);
			}
			truth_business(b, BUSINESS_STANDARD, d, (int)i, band,
			    shown);
		}
}

/* Reviews of what went wrong: few, long, with actions to be done by a date. */
static void
practice_reviews(struct board *b)
{
	date d = run_up(b, 2), published;
	uint64_t due, done, i;
	const char *type;

	log_begin(b, LOG_PRACTICE);
	/* The rate is for ten years, next_event's for 10,000 in one. */
	for (; (d = next_event(b, d, b->to + 1, rate(b, RATE_PRACTICE) * 1000,
	    1000, SEASON_FLAT)) != DATE_NONE; d++) {
		type = code(b, LIST_PRACTICE_TYPE);
		published = d + rng_between(&b->rng, 180, 420);
		due = 4 + rng_below(&b->rng, 9);
		for (done = 0, i = 0; i < due; i++)
			done += chance(b, RATE_ACTIONS_IN_TIME);
		if (!row_begin_spell(b, SHEET_PRACTICE, NOBODY, NO_HOME, 0, d,
		    published))
			continue;
		row_text(b, PRACTICE_TYPE, type);
		row_date(b, PRACTICE_COMMISSIONED, d);
		row_date(b, PRACTICE_PUBLISHED, published);
		if (published <= b->to) {
			row_uint(b, PRACTICE_DUE, due);
			row_uint(b, PRACTICE_DONE, done);
		}
		(void)row_end(b);
	}
}

/* Disclosure and Barring Service checks of the staff in scope: good for three
 * years, renewed before the end or somewhat late. */
static void
checks(struct board *b)
{
	const struct items *agencies = &b->t->lists[LIST_AGENCY];
	int64_t staff, n = rate(b, RATE_STAFF);
	const char *agency;
	char id[ID_SIZE];
	date d, until;

	log_begin(b, LOG_CHECKS);
	for (staff = 1; staff <= n; staff++) {
		agency = agencies->v[rng_below(&b->rng,
		    (uint32_t)agencies->n)].value;
		shared_id(id, "S", (unsigned)staff);
		d = b->from - rng_between(&b->rng, 0, CHECK_MONTHS * 30);
		for (; d <= b->to; d = until + (chance(b, RATE_CHECK_LATE) ?
		    rng_between(&b->rng, 5, 200) :
		    rng_between(&b->rng, -60, -1))) {
			until = date_add_months(d, CHECK_MONTHS);
			if (!row_begin_spell(b, SHEET_CHECKS, NOBODY, NO_HOME,
			    0, d, until))
				continue;
			row_text(b, CHECK_STAFF, id);
			row_text(b, CHECK_AGENCY, agency);
			row_date(b, CHECK_DATE, d);
			row_due(b, CHECK_UNTIL, until);
			(void)row_end(b);
		}
	}
}

void
board_business(struct board *b)
{
	quarterly(b, LOG_TRAINING, RATE_TRAINING, 2);
	quarterly(b, LOG_AUDITS, RATE_AUDITS, 3);
	meetings(b);
	self_assessment(b);
	practice_reviews(b);
	checks(b);
}
