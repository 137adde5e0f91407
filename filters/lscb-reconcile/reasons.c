/* SPDX-License-Identifier: MIT */
/*
 * Why a published figure is not ours.  Nothing is guessed: each other reckoning
 * that the tables allow is worked out, and one that gives the published figure
 * exactly, in the places it is written with, is the likely reason.  Those that
 * are about these very counts come first, then those about other rows of ours;
 * that several fit is told, as is how many were tried and what could not be.
 */
#include <stdlib.h>
#include <string.h>

#include "reconcile.h"

const char *
reason_name(enum reason r)
{
	static const char *const names[N_REASONS] = {
		[WHY_SAME] = "same",
		[WHY_HALF_EVEN] = "rounded-half-even",
		[WHY_DOWN] = "cut-off",
		[WHY_UP] = "rounded-up",
		[WHY_TWICE] = "rounded-twice",
		[WHY_OWN_COUNTS] = "own-counts",
		[WHY_LATE] = "late-records",
		[WHY_RESTATED] = "restated",
		[WHY_UNIT] = "unit-of-count",
		[WHY_PAIR] = "paired-measure",
		[WHY_YEAR] = "calendar-year",
		[WHY_END] = "period-end",
		[WHY_LENGTH] = "period-length",
		[WHY_UNBORN_OUT] = "unborn-left-out",
		[WHY_UNBORN_IN] = "unborn-added",
		[WHY_UNMATCHED_NOT] = "unmatched-as-not",
		[WHY_UNMATCHED_MET] = "unmatched-as-met",
		[WHY_CENSORED_NOT] = "censored-as-not",
		[WHY_CENSORED_MET] = "censored-as-met",
		[WHY_POPULATION] = "population-year",
		[WHY_FEWER] = "fewer-places",
		[WHY_TO_5] = "rounded-to-5",
		[WHY_TO_10] = "rounded-to-10",
		[WHY_STALE] = "stale",
		[WHY_NOT_AVAILABLE] = "not-available",
		[WHY_NOT_OURS] = "not-in-counts",
		[WHY_NOT_PUBLISHED] = "not-published",
		[WHY_UNEXPLAINED] = "unexplained",
	};

	return names[r];
}

bool
reason_of_writing(enum reason r)
{
	return (r >= WHY_HALF_EVEN && r <= WHY_OWN_COUNTS) ||
	    (r >= WHY_FEWER && r <= WHY_TO_10);
}

/* One figure while it is being explained. */
struct trial {
	const struct work *w;
	const struct figure *f;
	struct finding *out;
	struct reckoning rounded;	/* gives it, rounded otherwise */
	bool rounded_also[N_REASONS];
	bool has_rounded;
	struct reckoning nearer;	/* brings it nearer */
	bool has_nearer;
};

/* --- ours ---------------------------------------------------------------- */

static bool
available(const struct row *r)
{
	return strcmp(r->status, "na") != 0;
}

/* What a row counts, with the middle of a median; nothing where it is na. */
static struct counted
counted_of(const struct counts *t, const struct indicator *ind,
    const struct row *r)
{
	struct counted c = { .num = { 0 } };

	if (!available(r))
		return c;
	c = r->c;
	if (ind->unit == UNIT_MEDIAN)
		counts_middle(t, r, &c);
	return c;
}

/* The shortest row of the series that begins then and ends by the end. */
static const struct row *
next_part(const struct counts *t, size_t first, size_t n, date start,
    date end)
{
	for (size_t i = first; i < first + n; i++) {
		const struct row *r = &t->v[t->order[i]];

		if (r->start == start && r->end <= end)
			return available(r) ? r : NULL;
	}
	return NULL;
}

/*
 * A window that has no row of its own, put together of rows that lie end to
 * end, where the definition says that the figures of periods add up.
 */
static bool
compose(const struct counts *t, const struct figure *f, date start, date end,
    struct counted *c)
{
	bool population = f->ind->population;
	size_t first, n;

	if ((f->ind->period_rule != PERIOD_SUM &&
	    f->ind->period_rule != PERIOD_RATIO_OF_SUMS) ||
	    f->ind->unit == UNIT_MEDIAN)
		return false;
	counts_series(t, f->id, f->by, f->group, &first, &n);
	for (date at = start; at <= end; ) {
		const struct row *r = next_part(t, first, n, at, end);

		if (r == NULL)
			return false;
		if (at == start)
			*c = r->c;
		else if (!decimal_add(&c->num, r->c.num, 1))
			return false;
		else if (population || !c->den.given)
			c->den = r->c.den;
		else if (!decimal_add(&c->den, r->c.den, 1))
			return false;
		at = r->end + 1;
	}
	return c->num.digits <= DIGITS_MAX && c->den.digits <= DIGITS_MAX;
}

/* The shortest window that ends on that day, for a figure of a day. */
static const struct row *
by_end(const struct counts *t, const struct figure *f)
{
	const struct row *best = NULL;
	size_t first, n;

	counts_series(t, f->id, f->by, f->group, &first, &n);
	for (size_t i = first; i < first + n; i++) {
		const struct row *r = &t->v[t->order[i]];

		if (r->end == f->end && (best == NULL ||
		    r->start > best->start))
			best = r;
	}
	return best;
}

static const struct row *
row_of(const struct counts *t, const struct figure *f)
{
	const struct row *r;

	if (f->start == DATE_NONE)
		return by_end(t, f);
	r = counts_find(t, f->id, f->start, f->end, f->by, f->group);
	/* A stock of the year is that of its last day. */
	if (r == NULL && f->ind->period_rule == PERIOD_LAST_VALUE)
		r = by_end(t, f);
	return r;
}

static void
find_ours(const struct work *w, const struct figure *f, struct finding *out)
{
	out->start = f->start;
	out->end = f->end;
	if ((out->row = row_of(&w->ours, f)) != NULL) {
		out->ours = counted_of(&w->ours, f->ind, out->row);
		out->start = out->row->start;
		return;
	}
	if (f->start != DATE_NONE && !compose(&w->ours, f, f->start, f->end,
	    &out->ours))
		memset(&out->ours, 0, sizeof(out->ours));
}

/* --- trying -------------------------------------------------------------- */

/*
 * Reckonings that change who is counted: to come nearer by one of them says
 * something.  Another period's figure lies near or far by chance.
 */
static bool
may_explain_partly(enum reason r)
{
	return r == WHY_LATE || r == WHY_UNIT || r == WHY_POPULATION ||
	    (r >= WHY_UNBORN_OUT && r <= WHY_CENSORED_MET);
}

static void
try_rounded(struct trial *t, struct reckoning r)
{
	static const enum rounding also[] = {
		ROUND_TO_5, ROUND_TO_10, ROUND_HALF_EVEN, ROUND_DOWN
	};

	for (size_t i = 0; i < sizeof(also) / sizeof(*also); i++) {
		t->out->tried++;
		if (!figure_fits(t->f, &r.c, also[i]))
			continue;
		t->rounded_also[r.reason] = true;
		if (!t->has_rounded) {
			t->rounded = r;
			t->rounded.rounding = also[i];
		}
		t->has_rounded = true;
		return;
	}
}

static void
try(struct trial *t, struct reckoning r)
{
	struct finding *out = t->out;

	out->tried++;
	if (figure_fits(t->f, &r.c, r.rounding)) {
		out->also[r.reason] = true;
		if (out->explains != EXPLAINS_EXACTLY)
			out->by = r;
		out->explains = EXPLAINS_EXACTLY;
		return;
	}
	if (r.rounding != ROUND_HALF_UP)
		return;
	try_rounded(t, r);
	if (!t->has_nearer && may_explain_partly(r.reason) &&
	    figure_nearer(t->f, &out->ours, &r.c)) {
		t->nearer = r;
		t->has_nearer = true;
	}
}

/* A reckoning from our own row, to be changed. */
static struct reckoning
from_ours(const struct trial *t, enum reason reason)
{
	struct reckoning r = {
		.reason = reason, .ind = t->f->ind, .id = t->f->id,
		.c = t->out->ours, .start = t->out->start,
		.end = t->out->end, .basis = t->w->ours.file,
		.as_of = DATE_NONE
	};

	return r;
}

static void
try_roundings(struct trial *t)
{
	struct reckoning r = from_ours(t, WHY_HALF_EVEN);

	if (!counted_known(t->f->ind, &r.c) || !t->f->value.given)
		return;
	for (r.rounding = ROUND_HALF_EVEN; r.rounding < ROUND_FEWER;
	    r.rounding++, r.reason++)
		try(t, r);
}

/* Roundings so coarse that much else comes out the same: they are tried last. */
static void
try_coarse(struct trial *t)
{
	struct reckoning r = from_ours(t, WHY_FEWER);

	if (!counted_known(t->f->ind, &r.c))
		return;
	r.rounding = ROUND_FEWER;
	if (t->f->value.given)
		try(t, r);
	r.reason = WHY_TO_5;
	r.rounding = ROUND_TO_5;
	try(t, r);
	r.reason = WHY_TO_10;
	r.rounding = ROUND_TO_10;
	try(t, r);
}

/* The same counts as ours, beside a value that they do not give. */
static void
try_own_counts(struct trial *t)
{
	struct reckoning r = from_ours(t, WHY_OWN_COUNTS);
	struct figure counts = *t->f;

	if (!counts.value.given || !counts.c.num.given || !(counts.c.den.given ||
	    counts.ind->unit == UNIT_COUNT))
		return;
	t->out->tried++;
	counts.value.given = false;
	if (!figure_fits(&counts, &r.c, ROUND_HALF_UP))
		return;
	t->out->also[WHY_OWN_COUNTS] = true;
	if (t->out->explains != EXPLAINS_EXACTLY)
		t->out->by = r;
	t->out->explains = EXPLAINS_EXACTLY;
}

static void
try_before(struct trial *t)
{
	bool any = false;

	for (size_t i = 0; i < t->w->n_before; i++) {
		const struct counts *old = &t->w->before[i];
		const struct row *row = row_of(old, t->f);
		struct reckoning r = from_ours(t, WHY_LATE);

		if (row == NULL || !available(row))
			continue;
		any = true;
		r.c = counted_of(old, t->f->ind, row);
		r.basis = old->file;
		try(t, r);
	}
	t->out->untested[WHY_LATE] = !any;
}

/* A figure that was published later, and is ours. */
static void
try_restated(struct trial *t)
{
	const struct figures *all = &t->w->published;
	size_t i = all->chains[t->f->key].first;
	struct reckoning r = from_ours(t, WHY_RESTATED);

	for (; i != SIZE_MAX; i = all->v[i].next) {
		const struct figure *later = &all->v[i];

		if (later->as_of == DATE_NONE || (t->f->as_of != DATE_NONE &&
		    later->as_of <= t->f->as_of))
			continue;
		t->out->tried++;
		if (!figure_fits(later, &t->out->ours, ROUND_HALF_UP))
			continue;
		r.as_of = later->as_of;
		t->out->also[WHY_RESTATED] = true;
		if (t->out->explains != EXPLAINS_EXACTLY)
			t->out->by = r;
		t->out->explains = EXPLAINS_EXACTLY;
		return;
	}
}

/* --- other measures ------------------------------------------------------ */

static bool
is_pair(const struct indicator *a, const struct indicator *b)
{
	return a->pair != NULL && strcmp(a->pair, b->id) == 0;
}

/* A reference without the letter that tells its parts from each other. */
static size_t
stem(const char *ref)
{
	size_t n = strlen(ref);

	return n > 1 && ref[n - 1] >= 'a' && ref[n - 1] <= 'z' ? n - 1 : n;
}

static bool
same_family(const struct indicator *a, const struct indicator *b)
{
	return a->ref != NULL && b->ref != NULL &&
	    stem(a->ref) == stem(b->ref) &&
	    memcmp(a->ref, b->ref, stem(a->ref)) == 0;
}

static bool
is_distinct(const struct indicator *ind)
{
	return strncmp(ind->count.text, "distinct ", 9) == 0;
}

/* Do they count other things, children beside conferences? */
static bool
other_unit(const struct indicator *a, const struct indicator *b)
{
	return is_distinct(a) != is_distinct(b) || (a->subjects != NULL &&
	    b->subjects != NULL && strcmp(a->subjects, b->subjects) != 0);
}

static void
try_measures(struct trial *t)
{
	const struct indicator *ind = t->f->ind;
	bool any = false;

	for (size_t i = 0; ind->id != NULL && i < t->w->set.n; i++) {
		const struct indicator *other = t->w->set.v[i];
		struct reckoning r = from_ours(t, WHY_PAIR);
		struct figure f = *t->f;
		const struct row *row;

		if (other == ind || other->unit != ind->unit ||
		    other->per != ind->per || !(is_pair(ind, other) ||
		    is_pair(other, ind) || same_family(ind, other)))
			continue;
		f.id = other->id;
		f.ind = other;
		if ((row = row_of(&t->w->ours, &f)) == NULL ||
		    !available(row))
			continue;
		any = true;
		r.ind = other;
		r.id = other->id;
		r.c = counted_of(&t->w->ours, other, row);
		if (other_unit(ind, other))
			r.reason = WHY_UNIT;
		try(t, r);
	}
	t->out->untested[WHY_UNIT] = !any;
}

/* --- other periods ------------------------------------------------------- */

struct window {
	struct counted c;
	date start, end;
	int64_t away;		/* days between both ends, added up */
};

struct windows {
	struct window *v;
	size_t n, cap;
};

static int
by_nearness(const void *a, const void *b)
{
	const struct window *x = a, *y = b;

	if (x->away != y->away)
		return x->away < y->away ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return (x->start > y->start) - (x->start < y->start);
}

static void
add_window(const struct trial *t, struct windows *all, date start, date end,
    struct counted c)
{
	int64_t a = (int64_t)start - t->out->start;
	int64_t b = (int64_t)end - t->out->end;

	all->v = tool_need(grow(all->v, all->n, &all->cap,
	    sizeof(*all->v)));
	all->v[all->n++] = (struct window){ c, start, end,
	    (a < 0 ? -a : a) + (b < 0 ? -b : b) };
}

/* Those that overlap the published one or lie next to it. */
static void
rows_around(const struct trial *t, struct windows *all)
{
	const struct counts *ours = &t->w->ours;
	size_t first, n;

	counts_series(ours, t->f->id, t->f->by, t->f->group, &first, &n);
	for (size_t i = first; i < first + n; i++) {
		const struct row *r = &ours->v[ours->order[i]];

		if (r != t->out->row && available(r) &&
		    r->start <= t->out->end + 1 &&
		    r->end >= t->out->start - 1)
			add_window(t, all, r->start, r->end,
			    counted_of(ours, t->f->ind, r));
	}
}

/* The same length some months earlier or later, put together of parts. */
static void
shifts(const struct trial *t, struct windows *all)
{
	static const int months[] = { -1, 1, -2, 2, -3, 3, -9, 9 };
	const struct finding *out = t->out;

	for (size_t i = 0; i < sizeof(months) / sizeof(*months); i++) {
		date start = date_add_months(out->start, months[i]);
		date end = date_add_months(out->end + 1, months[i]) - 1;
		struct counted c = { .num = { 0 } };

		if (counts_find(&t->w->ours, t->f->id, start, end, t->f->by,
		    t->f->group) == NULL &&
		    compose(&t->w->ours, t->f, start, end, &c))
			add_window(t, all, start, end, c);
	}
}

static int
months_of(date start, date end)
{
	return date_months(start, end + 1);
}

static enum reason
reason_of_window(const struct trial *t, date start, date end)
{
	int year, month, day, our_month;

	if (t->f->ind->period_rule == PERIOD_LAST_VALUE)
		return WHY_END;
	if (months_of(start, end) != months_of(t->out->start, t->out->end))
		return WHY_LENGTH;
	date_split(start, &year, &month, &day);
	date_split(t->out->start, &year, &our_month, &day);
	return months_of(start, end) == 12 && month != our_month &&
	    (month == 1 || our_month == 1) ? WHY_YEAR : WHY_END;
}

static void
try_windows(struct trial *t)
{
	struct windows all = { 0 };

	if (t->out->start == DATE_NONE)
		t->out->start = t->out->end;
	rows_around(t, &all);
	shifts(t, &all);
	if (all.n > 1)
		qsort(all.v, all.n, sizeof(*all.v), by_nearness);
	for (size_t i = 0; i < all.n; i++) {
		struct reckoning r = from_ours(t, reason_of_window(t,
		    all.v[i].start, all.v[i].end));

		r.c = all.v[i].c;
		r.start = all.v[i].start;
		r.end = all.v[i].end;
		try(t, r);
	}
	free(all.v);
}

/* --- who is counted ------------------------------------------------------ */

/* The row of a crossing, by the two columns in that order. */
static const struct row *
crossed(const struct trial *t, const char *by_1, const char *by_2,
    const char *group_1, const char *group_2)
{
	struct buf by = { 0 }, group = { 0 };
	const struct row *r;

	if (buf_printf(&by, "%s+%s", by_1, by_2) != 0 ||
	    buf_printf(&group, "%s+%s", group_1, group_2) != 0 ||
	    buf_str(&by) == NULL || buf_str(&group) == NULL)
		tool_need(NULL);
	r = counts_find(&t->w->ours, t->f->id, t->out->start, t->out->end,
	    by.p, group.p);
	buf_free(&by);
	buf_free(&group);
	return r;
}

/* Children not yet born within what the figure counts, or NULL. */
static const struct row *
unborn_within(const struct trial *t, const char *column)
{
	const struct figure *f = t->f;
	const struct row *r;

	if (f->by[0] == '\0')
		return counts_find(&t->w->ours, f->id, t->out->start,
		    t->out->end, column, "unborn");
	r = crossed(t, f->by, column, f->group, "unborn");
	return r != NULL ? r : crossed(t, column, f->by, "unborn", f->group);
}

/* Adds a row's counts to the reckoning, or takes them away. */
static bool
change(struct reckoning *r, const struct row *row, int sign)
{
	if (!decimal_add(&r->c.num, row->c.num, sign))
		return false;
	return r->ind->population || !r->c.den.given ||
	    decimal_add(&r->c.den, row->c.den, sign);
}

/* Meetings are never unborn; of what nobody defined, nobody knows. */
static bool
counts_children(const struct indicator *ind)
{
	return ind->count.text == NULL ||
	    strstr(ind->count.text, " by child") != NULL;
}

static void
try_unborn(struct trial *t)
{
	static const char *const ages[] = { "age_band", "birth_month" };
	bool any = false;

	for (size_t i = 0; !any && i < 2; i++) {
		bool by_age = strcmp(t->f->by, ages[i]) == 0;
		const struct row *row = by_age ? counts_find(&t->w->ours,
		    t->f->id, t->out->start, t->out->end, ages[i], "unborn") :
		    unborn_within(t, ages[i]);
		struct reckoning r = from_ours(t, by_age ? WHY_UNBORN_IN :
		    WHY_UNBORN_OUT);

		if (row == NULL || row == t->out->row || !available(row) ||
		    t->f->ind->unit == UNIT_MEDIAN ||
		    !change(&r, row, by_age ? 1 : -1))
			continue;
		any = true;
		try(t, r);
	}
	t->out->untested[WHY_UNBORN_OUT] = !any && counts_children(t->f->ind);
}

/* With n more in the numerator and m more in the denominator. */
static void
try_more(struct trial *t, enum reason reason, int64_t n, int64_t m)
{
	struct reckoning r = from_ours(t, reason);
	struct decimal num = { n, 0, true }, den = { m, 0, true };

	if (r.c.den.given && r.c.num.given && !r.c.middle.given &&
	    decimal_add(&r.c.num, num, 1) && decimal_add(&r.c.den, den, 1))
		try(t, r);
}

static void
try_beside(struct trial *t)
{
	const struct row *row = t->out->row;

	if (row == NULL)
		return;
	t->out->untested[WHY_UNMATCHED_NOT] = row->unmatched < 0 &&
	    t->f->ind->matched.text != NULL;
	if (row->unmatched > 0) {
		try_more(t, WHY_UNMATCHED_NOT, 0, row->unmatched);
		try_more(t, WHY_UNMATCHED_MET, row->unmatched,
		    row->unmatched);
	}
	if (row->censored > 0) {
		try_more(t, WHY_CENSORED_NOT, 0, row->censored);
		try_more(t, WHY_CENSORED_MET, row->censored, row->censored);
	}
}

/* --- per how many people ------------------------------------------------- */

enum { YEARS_AROUND = 3 };

static int
year_of(date d)
{
	int year, month, day;

	date_split(d, &year, &month, &day);
	return year;
}

static bool
try_people(struct trial *t, int64_t people, date start, date end,
    const char *basis)
{
	struct reckoning r = from_ours(t, WHY_POPULATION);

	if (people <= 0 || people > DIGITS_MAX ||
	    (r.c.den.given && people == r.c.den.digits))
		return false;
	r.c.den = (struct decimal){ people, 0, true };
	r.start = start;
	r.end = end;
	r.basis = basis;
	try(t, r);
	return true;
}

/* What other rows of the series were divided by. */
static bool
people_of_rows(struct trial *t)
{
	const struct counts *ours = &t->w->ours;
	int64_t last = -1;
	size_t first, n;
	bool any = false;

	counts_series(ours, t->f->id, t->f->by, t->f->group, &first, &n);
	for (size_t i = first; i < first + n; i++) {
		const struct row *r = &ours->v[ours->order[i]];
		int years = year_of(r->end) - year_of(t->out->end);

		if (years == 0 || years < -YEARS_AROUND ||
		    years > YEARS_AROUND || !r->c.den.given ||
		    r->c.den.digits == last)
			continue;
		last = r->c.den.digits;
		any |= try_people(t, last, r->start, r->end, ours->file);
	}
	return any;
}

static bool
people_of_table(struct trial *t, const char *file)
{
	const struct indicator *ind = t->f->ind;
	struct field area = { t->f->group, strlen(t->f->group) };
	int year = year_of(t->out->end);
	int64_t people;
	bool any = false;

	for (int y = year - YEARS_AROUND; y <= year + YEARS_AROUND; y++)
		if (populations_find(t->w->populations, area, y, ind->age_from,
		    ind->age_to, &people))
			any |= try_people(t, people, date_make(y, 6, 30),
			    date_make(y, 6, 30), file);
	return any;
}

static void
try_population(struct trial *t)
{
	bool any;

	if (!t->f->ind->population || !t->out->ours.num.given)
		return;
	any = people_of_table(t, t->w->populations_file);
	any |= people_of_rows(t);
	t->out->untested[WHY_POPULATION] = !any;
}

/* --- all ----------------------------------------------------------------- */

static void
settle(struct trial *t)
{
	struct finding *out = t->out;

	if (out->explains != EXPLAINS_EXACTLY && t->has_rounded) {
		out->by = t->rounded;
		out->explains = EXPLAINS_EXACTLY;
		memcpy(out->also, t->rounded_also, sizeof(out->also));
	} else if (out->explains != EXPLAINS_EXACTLY && t->has_nearer) {
		out->by = t->nearer;
		out->explains = EXPLAINS_PARTLY;
	}
	out->reason = out->by.reason;
	out->also[out->reason] = false;
	if (out->explains != EXPLAINS_NOTHING)
		return;
	if (out->row == NULL && !out->ours.num.given)
		out->reason = WHY_NOT_OURS;
	else if (!counted_known(t->f->ind, &out->ours))
		out->reason = WHY_NOT_AVAILABLE;
	else if (out->row != NULL && strcmp(out->row->status, "stale") == 0)
		out->reason = WHY_STALE;
	else
		out->reason = WHY_UNEXPLAINED;
}

void
explain(const struct work *w, const struct figure *f, struct finding *out)
{
	struct trial t = { .w = w, .f = f, .out = out };

	memset(out, 0, sizeof(*out));
	out->figure = f;
	find_ours(w, f, out);
	if (counted_known(f->ind, &out->ours) &&
	    figure_fits(f, &out->ours, ROUND_HALF_UP)) {
		out->reason = WHY_SAME;
		return;
	}
	try_roundings(&t);
	try_own_counts(&t);
	try_before(&t);
	try_restated(&t);
	try_measures(&t);
	try_windows(&t);
	try_unborn(&t);
	try_beside(&t);
	try_population(&t);
	try_coarse(&t);
	settle(&t);
}
