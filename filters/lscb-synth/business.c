/* SPDX-License-Identifier: MIT */
/*
 * The board's own logs: training, audits, meetings, the yearly
 * self-assessment.  Their number does not depend on the number of people.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "synth.h"

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
training(struct board *b, date from, date to)
{
	const struct items *agencies = &b->t->lists[LIST_AGENCY];
	struct sheet *s = b->sheet[SHEET_TRAINING];
	uint32_t booked, attended, i;
	int64_t k;
	size_t a, q;
	date d;
	char id[32];

	for (k = rng_between(&b->rng, -2, 2) + b->t->rates[RATE_TRAINING];
	    k > 0; k--) {
		d = weekday_in(b, from, to);
		(void)record_id(b, SHEET_TRAINING, "T", id, sizeof(id));
		for (a = 0; a < agencies->n; a++) {
			booked = 2 + rng_below(&b->rng, 9);
			for (attended = 0, i = 0; i < booked; i++)
				attended += rng_permille(&b->rng,
				    (int64_t)agencies->v[a].weight);
			sheet_text(s, TRAINING_ID, id);
			sheet_date(s, TRAINING_DATE, d);
			sheet_text(s, TRAINING_AGENCY, agencies->v[a].value);
			sheet_uint(s, TRAINING_BOOKED, booked);
			sheet_uint(s, TRAINING_ATTENDED, attended);
			(void)sheet_row(s);
		}
		if ((q = truth_quarter(&b->truth, d)) != SIZE_MAX)
			b->truth.count[TRUTH_TRAINING][q]++;
	}
}

static void
audits(struct board *b, date from, date to)
{
	struct sheet *s = b->sheet[SHEET_AUDITS];
	char id[32];
	size_t q;
	int64_t k;
	date d;

	for (k = rng_between(&b->rng, -3, 3) + b->t->rates[RATE_AUDITS];
	    k > 0; k--) {
		sheet_text(s, AUDIT_ID, record_id(b, SHEET_AUDITS, "A", id,
		    sizeof(id)));
		d = weekday_in(b, from, to);
		sheet_date(s, AUDIT_DATE, d);
		sheet_text(s, AUDIT_TYPE,
		    pick(b->t, &b->rng, LIST_AUDIT_TYPE)->value);
		sheet_text(s, AUDIT_GRADE,
		    pick(b->t, &b->rng, LIST_GRADE)->value);
		(void)sheet_row(s);
		if ((q = truth_quarter(&b->truth, d)) != SIZE_MAX)
			b->truth.count[TRUTH_AUDITS][q]++;
	}
}

static void
meeting(struct board *b, const struct group *group, date d)
{
	const struct items *agencies = &b->t->lists[LIST_AGENCY];
	struct sheet *s = b->sheet[SHEET_MEETINGS];
	size_t a, q = truth_quarter(&b->truth, d);
	enum list came;
	char id[32];

	(void)record_id(b, SHEET_MEETINGS, "M", id, sizeof(id));
	for (a = 0; a < agencies->n; a++) {
		came = rng_permille(&b->rng,
		    (int64_t)agencies->v[a].weight) ? LIST_ATTENDED :
		    LIST_ABSENT;
		sheet_text(s, MEETING_ID, id);
		sheet_date(s, MEETING_DATE, d);
		sheet_text(s, MEETING_GROUP, group->name);
		sheet_text(s, MEETING_AGENCY, agencies->v[a].value);
		sheet_text(s, MEETING_OUTCOME,
		    pick(b->t, &b->rng, came)->value);
		(void)sheet_row(s);
	}
	if (q != SIZE_MAX)
		b->truth.count[TRUTH_MEETINGS][q]++;
}

/* Every group in its months, in the second or third week. */
static void
meetings(struct board *b)
{
	const struct group *group;
	date d;
	size_t i;
	int k;

	for (i = 0; i < b->t->n_groups; i++) {
		group = &b->t->groups[i];
		for (k = group->first_month - 1;; k += group->months) {
			d = date_add_months(b->from, k) + 7 +
			    (date)rng_below(&b->rng, 12);
			while (date_weekday(d) > 5)
				d++;
			if (d > b->to)
				break;
			meeting(b, group, d);
		}
	}
}

/* Four months before the close of each year; standards get better. */
static void
sait(struct board *b)
{
	struct sheet *s = b->sheet[SHEET_SAIT];
	const struct standard *standard;
	int year = 0, band;
	size_t i;
	date d;

	for (d = date_add_months(b->from, 8); d <= b->to;
	    d = date_add_months(d, 12), year++)
		for (i = 0; i < b->t->n_standards; i++) {
			standard = &b->t->standards[i];
			if (strcmp(standard->trend, "strong") == 0)
				band = 3 + (int)rng_below(&b->rng, 2);
			else if (strcmp(standard->trend, "rising") == 0)
				band = 1 + (year < 3 ? year : 3);
			else if (strcmp(standard->trend, "weak") == 0)
				band = 1;
			else
				band = 2 + (int)rng_below(&b->rng, 2);
			sheet_text(s, SAIT_STANDARD, standard->name);
			sheet_text(s, SAIT_DIMENSION, standard->dimension);
			sheet_date(s, SAIT_DATE, d);
			sheet_uint(s, SAIT_BAND, (uint64_t)band);
			(void)sheet_row(s);
		}
}

void
board_business(struct board *b)
{
	date from, next;

	rng_init(&b->rng, b->seed, UINT64_MAX);
	for (from = b->from; from <= b->to; from = next) {
		next = date_add_months(from, 3);
		if (b->to + 1 - next < 7)
			next = b->to + 1;
		training(b, from, next - 1);
		audits(b, from, next - 1);
	}
	meetings(b);
	sait(b);
}
