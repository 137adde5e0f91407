/* SPDX-License-Identifier: MIT */
/* Periods, populations, and the files of truth.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"
#include "synth.h"

/* In the order of enum measure. */
static const struct {
	const char *indicator;
	bool per_people;	/* the denominator is the population 0-17 */
	bool ratio;		/* it has a denominator of its own */
	bool rolling;		/* shown for twelve months as well */
} measures[MEASURE_COUNT] = {
	{ "audits-completed", false, false, true },
	{ "board-meetings", false, false, true },
	{ "bullied", false, true, true },
	{ "cpr-second", false, true, true },
	{ "cpr-two-years-ended", false, true, true },
	{ "cpr-two-years-open", false, true, false },
	{ "domestic-abuse-children", true, false, true },
	{ "domestic-abuse-register", false, true, true },
	{ "feel-safe", false, true, true },
	{ "referral-rate", true, false, true },
	{ "sait-band-two", false, true, false },
	{ "training-sessions", false, false, true }
};

/* Ages, both included; the first three are children. */
enum { CHILD_BANDS = 3, OLDEST = 999, ROLLING = 4 };
static const int bands[AGE_BANDS][2] = { { 0, 4 }, { 5, 15 }, { 16, 17 },
	{ 18, 64 }, { 65, OLDEST } };

static void
make_windows(struct truth *t, date from, date to)
{
	date q = period_start(GRAIN_QUARTER, from), next;
	size_t i;

	if (q < from)
		q = period_add(GRAIN_QUARTER, q, 1);
	for (; t->n_quarters < QUARTERS_MAX; q = next) {
		next = period_add(GRAIN_QUARTER, q, 1);
		if (next > to + 1)
			break;
		t->window[t->n_quarters] = (struct window){ q, next - 1,
		    t->n_quarters, 1 };
		t->n_quarters++;
	}
	t->n_windows = t->n_quarters;
	for (i = 0; i + ROLLING <= t->n_quarters; i++)
		t->window[t->n_windows++] = (struct window){
		    t->window[i].start, t->window[i + ROLLING - 1].end, i,
		    ROLLING };
	q = period_start(GRAIN_FINANCIAL_YEAR, from);
	if (q < from)
		q = period_add(GRAIN_FINANCIAL_YEAR, q, 1);
	for (; t->n_financial < YEARS_MAX; q = next) {
		next = period_add(GRAIN_FINANCIAL_YEAR, q, 1);
		if (next > to + 1)
			break;
		t->year_start[t->n_financial++] = q;
	}
}

/* Mid-years from two before the window to the last one passed. */
static void
make_years(struct truth *t, date from, date to)
{
	int year, month, day, last;

	date_split(from, &year, &month, &day);
	t->first_year = year - 2;
	date_split(to, &last, &month, &day);
	if (month < 6 || (month == 6 && day < 30))
		last--;
	t->n_years = (size_t)(last - t->first_year + 1);
	if (t->n_years > YEARS_MAX)
		t->n_years = YEARS_MAX;
}

int
truth_new(struct board *b, struct err *err)
{
	struct truth *t = calloc(1, sizeof(*t));
	size_t i, k;

	b->truth = t;
	if (t == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	make_windows(t, b->from, b->to);
	make_years(t, b->from, b->to);
	t->population = calloc((size_t)b->n_authorities + 1,
	    sizeof(*t->population));
	t->assessed = calloc(YEARS_MAX * VIEWS, sizeof(*t->assessed));
	if (t->population == NULL || t->assessed == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	for (i = 0; i < YEARS_MAX * VIEWS; i++)
		for (k = 0; k < STANDARDS_MAX; k++)
			t->assessed[i][k].on = DATE_NONE;
	return 0;
}

void
truth_free(struct board *b)
{
	struct truth *t = b->truth;
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < PILE_COUNT; i++)
		free(t->pile[i].v);
	free(t->population);
	free(t->assessed);
	free(t);
	b->truth = NULL;
}

size_t
truth_quarter(const struct truth *t, date d)
{
	size_t i;

	if (t->n_quarters == 0 || d < t->window[0].start)
		return SIZE_MAX;
	for (i = 0; i < t->n_quarters; i++)
		if (d <= t->window[i].end)
			return i;
	return SIZE_MAX;
}

void
truth_add(struct truth *t, enum measure m, size_t window, int view,
    uint64_t count, uint64_t of)
{
	t->tally[m][window][view].count += count;
	t->tally[m][window][view].of += of;
}

/* ---- people ---- */

static int
band_of(int age)
{
	int k;

	for (k = 0; k < AGE_BANDS; k++)
		if (age >= bands[k][0] && age <= bands[k][1])
			return k;
	return -1;
}

static void
count_people(struct board *b)
{
	struct truth *t = b->truth;
	const struct street *s = b->street;
	const struct person *p;
	size_t year;
	date mid;
	int i, home, band;

	for (year = 0; year < t->n_years; year++) {
		mid = date_make(t->first_year + (int)year, 6, 30);
		for (i = 0; i < s->n; i++) {
			p = &s->person[i];
			if (!lives(p, mid) ||
			    (home = home_on(s, p, mid)) == NO_HOME ||
			    (band = band_of(age_on(p, mid))) < 0)
				continue;
			t->population[s->home[home].authority][year][band]++;
			t->population[b->n_authorities][year][band]++;
		}
	}
}

/* Children of the mid-year before the year in which the window ends. */
static uint64_t
children_then(const struct board *b, date end)
{
	const struct truth *t = b->truth;
	uint64_t n = 0;
	int year, month, day, k;
	size_t at;

	date_split(end, &year, &month, &day);
	at = (size_t)(year - 1 - t->first_year);
	for (k = 0; at < t->n_years && k < CHILD_BANDS; k++)
		n += t->population[b->n_authorities][at][k];
	return n;
}

/* ---- a street ---- */

static int
by_person_and_date(const void *a, const void *b)
{
	const struct fact *const *x = a, *const *y = b;

	if ((*x)->person != (*y)->person)
		return (*x)->person < (*y)->person ? -1 : 1;
	if ((*x)->date != (*y)->date)
		return (*x)->date < (*y)->date ? -1 : 1;
	return 0;
}

void
truth_pile(struct board *b, struct pile *p, const struct fact *f)
{
	const struct fact **v = grow(p->v, p->n, &p->cap, sizeof(*v));

	if (v == NULL) {
		b->failed = 1;
		return;
	}
	p->v = v;
	p->v[p->n++] = f;
}

/* Referrals are no one's in particular: one by one, and summed at the end. */
static void
count_referral(struct truth *t, const struct fact *f)
{
	size_t q = truth_quarter(t, f->date);

	if (q == SIZE_MAX || f->means == NULL ||
	    strcmp(f->means, "abuse-neglect") != 0)
		return;
	truth_add(t, MEASURE_REFERRALS, q, TRUE_COUNT, 1, 0);
	truth_add(t, MEASURE_REFERRALS, q, VISIBLE_COUNT, f->shown, 0);
}

void
truth_street(struct board *b)
{
	struct truth *t = b->truth;
	static const int piles[FACT_COUNT] = {
		[FACT_REGISTRATION] = PILE_REGISTRATIONS + 1,
		[FACT_SEEN] = PILE_SEEN + 1,
		[FACT_DOMESTIC] = PILE_INCIDENTS + 1,
		[FACT_BULLYING] = PILE_BULLYING + 1,
		[FACT_ROLL] = PILE_TERMS + 1,
		[FACT_SURVEY] = PILE_ANSWERS + 1	/* 0: none */
	};
	const struct fact *f;
	size_t i;

	for (i = 0; i < PILE_COUNT; i++)
		t->pile[i].n = 0;
	for (i = 0; i < b->n_facts; i++) {
		f = &b->facts[i];
		if (piles[f->kind] != 0)
			truth_pile(b, &t->pile[piles[f->kind] - 1], f);
		else if (f->kind == FACT_REFERRAL)
			count_referral(t, f);
	}
	if (b->failed)
		return;
	for (i = 0; i < PILE_COUNT; i++)
		if (t->pile[i].n > 1)
			qsort(t->pile[i].v, t->pile[i].n,
			    sizeof(*t->pile[i].v), by_person_and_date);
	truth_count(b);
	count_people(b);
}

/* ---- the board's own business ---- */

static void
assess(struct truth *t, date d, int standard, int band, int view)
{
	struct assessed *a;
	size_t i = t->n_financial;

	while (i > 0 && t->year_start[i - 1] > d)
		i--;
	if (i == 0 || standard < 0 || standard >= STANDARDS_MAX ||
	    d >= period_add(GRAIN_FINANCIAL_YEAR, t->year_start[i - 1], 1))
		return;
	a = &t->assessed[(i - 1) * VIEWS + (size_t)view][standard];
	if (a->on == DATE_NONE || a->on <= d)
		*a = (struct assessed){ d, band };
}

void
truth_business(struct board *b, enum business what, date d, int id, int value,
    bool shown)
{
	static const enum measure counted[] = {
		[BUSINESS_TRAINING] = MEASURE_TRAINING,
		[BUSINESS_AUDIT] = MEASURE_AUDITS,
		[BUSINESS_MEETING] = MEASURE_MEETINGS
	};
	struct truth *t = b->truth;
	size_t q = truth_quarter(t, d);

	if (what == BUSINESS_STANDARD) {
		assess(t, d, id, value, TRUE_COUNT);
		if (shown)
			assess(t, d, id, value, VISIBLE_COUNT);
	} else if (q != SIZE_MAX) {
		truth_add(t, counted[what], q, TRUE_COUNT, 1, 0);
		truth_add(t, counted[what], q, VISIBLE_COUNT, shown, 0);
	}
}

/* ---- files ---- */

static void
write_date(struct writer *wr, date d)
{
	char text[11];

	date_format(d, text);
	wr_str(wr, text);
}

static void
write_line(struct writer *wr, enum measure m, date start, date end,
    const struct tally views[VIEWS])
{
	bool none = !measures[m].ratio && !measures[m].per_people;
	int view;

	wr_str(wr, measures[m].indicator);
	write_date(wr, start);
	write_date(wr, end);
	for (view = 0; view < VIEWS; view++) {
		wr_uint(wr, views[view].count);
		if (none)
			wr_str(wr, "");
		else
			wr_uint(wr, views[view].of);
	}
	wr_end(wr);
}

/* What counts rows adds up over the quarters; children were counted so. */
static bool
adds_up(enum measure m)
{
	return m != MEASURE_BULLIED && m != MEASURE_DOMESTIC_CHILDREN &&
	    m != MEASURE_DOMESTIC_REGISTER && m != MEASURE_SAFE;
}

static void
write_measure(const struct board *b, struct writer *wr, enum measure m)
{
	const struct truth *t = b->truth;
	size_t n = measures[m].rolling ? t->n_windows : t->n_quarters, i, k;
	struct tally sum[VIEWS];
	int view;

	for (i = 0; i < n; i++) {
		for (view = 0; view < VIEWS; view++) {
			sum[view] = t->tally[m][i][view];
			for (k = 0; adds_up(m) && i >= t->n_quarters &&
			    k < t->window[i].n; k++) {
				sum[view].count += t->tally[m][
				    t->window[i].first + k][view].count;
				sum[view].of += t->tally[m][
				    t->window[i].first + k][view].of;
			}
			if (measures[m].per_people)
				sum[view].of = children_then(b,
				    t->window[i].end);
		}
		write_line(wr, m, t->window[i].start, t->window[i].end, sum);
	}
}

static void
write_standards(const struct truth *t, struct writer *wr)
{
	const struct assessed *a;
	struct tally sum[VIEWS];
	size_t i, k, view;

	for (i = 0; i < t->n_financial; i++) {
		memset(sum, 0, sizeof(sum));
		for (view = 0; view < VIEWS; view++)
			for (k = 0; k < STANDARDS_MAX; k++) {
				a = &t->assessed[i * VIEWS + view][k];
				sum[view].of += a->on != DATE_NONE;
				sum[view].count += a->on != DATE_NONE &&
				    a->band >= 2;
			}
		write_line(wr, MEASURE_STANDARDS, t->year_start[i],
		    period_add(GRAIN_FINANCIAL_YEAR, t->year_start[i], 1) - 1,
		    sum);
	}
}

static int
open_under(struct writer **wr, const char *dir, const char *name,
    struct err *err)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path))
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	return wr_open(wr, path, OUT_PUBLIC, err);
}

static int
write_indicators(const struct board *b, const char *dir, struct err *err)
{
	static const char *const columns[] = { "indicator", "start", "end",
	    "numerator", "denominator", "visible_numerator",
	    "visible_denominator" };
	struct writer *wr;
	int m;

	if (open_under(&wr, dir, "truth/indicators.csv", err) == -1)
		return -1;
	wr_header(wr, columns, 7);
	for (m = 0; m < MEASURE_COUNT; m++)
		if (m == MEASURE_STANDARDS)
			write_standards(b->truth, wr);
		else
			write_measure(b, wr, (enum measure)m);
	return wr_close(wr, err);
}

/* area: an authority, or how many there are for the whole board. */
static void
write_area(const struct board *b, struct writer *wr, int area)
{
	const struct truth *t = b->truth;
	size_t year;
	int k;

	for (year = 0; year < t->n_years; year++)
		for (k = 0; k < AGE_BANDS; k++) {
			wr_str(wr, area == b->n_authorities ? "" :
			    b->authority[area]);
			wr_int(wr, t->first_year + (int)year);
			wr_int(wr, bands[k][0]);
			if (bands[k][1] == OLDEST)
				wr_str(wr, "");
			else
				wr_int(wr, bands[k][1]);
			wr_uint(wr, t->population[area][year][k]);
			wr_end(wr);
		}
}

static int
write_populations(const struct board *b, const char *dir, struct err *err)
{
	static const char *const columns[] = { "area", "year", "age_from",
	    "age_to", "population" };
	struct writer *wr;
	int area;

	if (open_under(&wr, dir, "populations.csv", err) == -1)
		return -1;
	wr_header(wr, columns, 5);
	write_area(b, wr, b->n_authorities);
	/* An authority alone is the whole board. */
	for (area = 0; b->n_authorities > 1 && area < b->n_authorities; area++)
		write_area(b, wr, area);
	return wr_close(wr, err);
}

int
truth_write(struct board *b, const char *dir, struct err *err)
{
	if (write_indicators(b, dir, err) == -1)
		return -1;
	return write_populations(b, dir, err);
}
