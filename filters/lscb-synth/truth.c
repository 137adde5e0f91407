/* SPDX-License-Identifier: MIT */
/*
 * What really happened, counted while it is made and by other code than the
 * indicators': DIR/truth/indicators.csv.  `visible` is the part of the
 * numerator that the extracts can show at all: a child whom no agency has
 * met by the day of an incident cannot be found at its address.
 *
 * Populations count the people of this board on 30 June of each year; nobody
 * moves or dies here.
 *
 * Memory: one number per indicator and quarter, per age band and year.
 */
#include <stdio.h>
#include <string.h>

#include "synth.h"

/* In the order of enum truth_id. */
static const struct {
	const char *indicator;
	bool per_people;	/* the denominator is the population 0-17 */
	bool ratio;		/* it has a denominator of its own */
} truths[TRUTH_COUNT] = {
	{ "cpr-second", false, true },
	{ "referral-rate", true, false },
	{ "domestic-abuse-children", true, false },
	{ "training-sessions", false, false },
	{ "audits-completed", false, false },
	{ "board-meetings", false, false }
};

/* Ages, both included; the first three are children. */
enum { CHILD_BANDS = 3, OLDEST = 999 };
static const int bands[BANDS][2] = { { 0, 4 }, { 5, 15 }, { 16, 17 },
	{ 18, 64 }, { 65, OLDEST } };

void
truth_init(struct truth *t, date from, date to)
{
	date q = period_start(GRAIN_QUARTER, from);
	int year, month, day, last;

	memset(t, 0, sizeof(*t));
	if (q < from)
		q = period_add(GRAIN_QUARTER, q, 1);
	t->quarter[0] = q;
	while (t->n_quarters < MAX_QUARTERS &&
	    period_add(GRAIN_QUARTER, q, 1) <= to + 1) {
		q = period_add(GRAIN_QUARTER, q, 1);
		t->quarter[++t->n_quarters] = q;
	}
	/* Mid-years from two before the window to the last one passed. */
	date_split(from, &year, &month, &day);
	t->first_year = year - 2;
	date_split(to, &last, &month, &day);
	if (month < 7 && !(month == 6 && day == 30))
		last--;
	t->n_years = (size_t)(last - t->first_year + 1);
	if (t->n_years > MAX_YEARS)
		t->n_years = MAX_YEARS;
}

size_t
truth_quarter(const struct truth *t, date d)
{
	size_t i;

	if (d < t->quarter[0])
		return SIZE_MAX;
	for (i = 0; i < t->n_quarters; i++)
		if (d < t->quarter[i + 1])
			return i;
	return SIZE_MAX;
}

void
truth_resident(struct truth *t, date dob)
{
	date mid;
	size_t i, k;
	int age;

	for (i = 0; i < t->n_years; i++) {
		mid = date_make(t->first_year + (int)i, 6, 30);
		if (dob > mid)
			continue;
		age = date_months(dob, mid) / 12;
		for (k = 0; k < BANDS; k++)
			if (age >= bands[k][0] && age <= bands[k][1])
				t->population[i][k]++;
	}
}

/* The first of the month in which the child is 18: birthdays are kept so. */
static date
of_age(const struct child *c)
{
	int year, month, day;

	date_split(c->adult, &year, &month, &day);
	return date_make(year, month, 1);
}

/*
 * Each child once in a quarter, however many incidents at the address; a
 * child not yet born counts once an agency knows of it.
 */
void
truth_household(struct truth *t, const struct household *h)
{
	const struct child *c;
	size_t i, k, q;
	bool lived, visible, known;
	date d;

	for (i = 0; i < h->n; i++) {
		c = &h->child[i];
		for (q = 0; q < t->n_quarters; q++) {
			lived = visible = false;
			for (k = 0; k < h->n_incidents; k++) {
				d = h->incident[k];
				if (d < t->quarter[q] ||
				    d >= t->quarter[q + 1] || d >= c->adult)
					continue;
				known = c->seen != DATE_NONE && c->seen <= d;
				lived = lived || known ||
				    (c->dob != DATE_NONE && c->dob <= d);
				visible = visible || (known && d < of_age(c));
			}
			t->count[TRUTH_DOMESTIC][q] += lived;
			t->visible[TRUTH_DOMESTIC][q] += visible;
		}
	}
}

/* The mid-year before the year in which the quarter ends. */
static uint64_t
children_then(const struct truth *t, date end)
{
	uint64_t n = 0;
	size_t k, at;
	int year, month, day;

	date_split(end, &year, &month, &day);
	year--;
	if (year < t->first_year)
		year = t->first_year;
	if ((size_t)(year - t->first_year) >= t->n_years)
		year = t->first_year + (int)t->n_years - 1;
	at = (size_t)(year - t->first_year);
	for (k = 0; k < CHILD_BANDS; k++)
		n += t->population[at][k];
	return n;
}

static int
indicators_write(const struct truth *t, const char *dir, struct err *err)
{
	static const char *const columns[] = { "indicator", "start", "end",
	    "numerator", "denominator", "visible" };
	struct sheet *s;
	size_t i, q;

	if (sheet_open_plain(&s, dir, "indicators", columns, 6, err) == -1)
		return -1;
	for (i = 0; i < TRUTH_COUNT; i++)
		for (q = 0; q < t->n_quarters; q++) {
			sheet_text(s, 0, truths[i].indicator);
			sheet_date(s, 1, t->quarter[q]);
			sheet_date(s, 2, t->quarter[q + 1] - 1);
			sheet_uint(s, 3, t->count[i][q]);
			if (truths[i].ratio)
				sheet_uint(s, 4, t->of[i][q]);
			else if (truths[i].per_people)
				sheet_uint(s, 4, children_then(t,
				    t->quarter[q + 1] - 1));
			sheet_uint(s, 5, i == TRUTH_DOMESTIC ?
			    t->visible[i][q] : t->count[i][q]);
			(void)sheet_row(s);
		}
	return sheet_close(s, err);
}

static int
populations_write(const struct truth *t, const char *dir, struct err *err)
{
	static const char *const columns[] = { "area", "year", "age_from",
	    "age_to", "population" };
	struct sheet *s;
	size_t i, k;

	if (sheet_open_plain(&s, dir, "populations", columns, 5, err) == -1)
		return -1;
	for (i = 0; i < t->n_years; i++)
		for (k = 0; k < BANDS; k++) {
			sheet_uint(s, 1, (uint64_t)t->first_year + i);
			sheet_uint(s, 2, (uint64_t)bands[k][0]);
			if (bands[k][1] != OLDEST)
				sheet_uint(s, 3, (uint64_t)bands[k][1]);
			sheet_uint(s, 4, t->population[i][k]);
			(void)sheet_row(s);
		}
	return sheet_close(s, err);
}

/* How many mistakes of each reason are in the files. */
static int
errors_write(const struct tables *t, const char *dir, struct err *err)
{
	static const char *const columns[] = { "extract", "measure", "reason",
	    "count" };
	const struct mistake *m, *o;
	struct sheet *s;
	size_t i, k;
	uint64_t n;

	if (sheet_open_plain(&s, dir, "errors", columns, 4, err) == -1)
		return -1;
	for (i = 0; i < t->n_mistakes; i++) {
		m = &t->mistakes[i];
		for (n = 0, k = 0; k < t->n_mistakes; k++) {
			o = &t->mistakes[k];
			if (!o->made || strcmp(o->extract, m->extract) != 0 ||
			    strcmp(o->measure, m->measure) != 0 ||
			    strcmp(o->reason, m->reason) != 0)
				continue;
			if (k < i)
				break;	/* said with that one */
			n++;
		}
		if (k < t->n_mistakes || n == 0)
			continue;
		sheet_text(s, 0, m->extract);
		sheet_text(s, 1, m->measure);
		sheet_text(s, 2, m->reason);
		sheet_uint(s, 3, n);
		(void)sheet_row(s);
	}
	return sheet_close(s, err);
}

int
truth_write(const struct board *b, const char *dir, struct err *err)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/truth", dir) >=
	    (int)sizeof(path))
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	if (indicators_write(&b->truth, path, err) == -1 ||
	    errors_write(b->t, path, err) == -1)
		return -1;
	return populations_write(&b->truth, dir, err);
}
