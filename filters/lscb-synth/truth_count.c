/* SPDX-License-Identifier: MIT */
/*
 * What the facts of one street come to.  Rows are counted by quarter and
 * added up when they are written; children are counted once in each window.
 *
 * Conventions, which are the definitions' (design of the history): a spell is
 * open from its date until the day before its end; a child's age goes by the
 * month of birth; a child is taken to live where an agency's latest addressed
 * record says.
 */
#include <string.h>

#include "synth.h"

/* ---- ages and spells ---- */

/* Completed months from the first of the month of birth. */
static int
months_old(const struct person *p, date d)
{
	int year, month, day;

	date_split(p->born, &year, &month, &day);
	return date_months(date_make(year, month, 1), d);
}

/* Born by now; of the others nobody writes a date of birth. */
static bool
has_birthday(const struct board *b, const struct person *p)
{
	return p->born <= b->to;
}

static bool
grown_up(const struct board *b, const struct person *p, date d)
{
	return has_birthday(b, p) && months_old(p, d) >= 18 * 12;
}

static bool
school_age(const struct board *b, const struct person *p, date d)
{
	int years;

	if (!has_birthday(b, p) || p->born > d)
		return false;
	years = months_old(p, d) / 12;
	return years >= 5 && years <= 15;
}

static bool
open_on(const struct fact *spell, date d)
{
	return spell->date <= d && (spell->end == DATE_NONE || d < spell->end);
}

/* Is open on at least one day of the window. */
static bool
overlaps(const struct fact *spell, const struct window *w)
{
	return spell->date <= w->end && spell->date != spell->end &&
	    (spell->end == DATE_NONE || spell->end > w->start);
}

static bool
within(date d, const struct window *w)
{
	return d >= w->start && d <= w->end;
}

/* Counts only what an extract shows, unless all counts. */
static bool
counts(const struct fact *f, int view)
{
	return view == TRUE_COUNT || f->shown;
}

/* The part of a pile that is one person's. */
struct part {
	const struct fact *const *v;
	size_t n;
};

static struct part
part_of(const struct board *b, enum pile_id pile, int person)
{
	const struct pile *p = &b->truth->pile[pile];
	size_t low = 0, high = p->n, mid, end;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (p->v[mid]->person < person)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < p->n && p->v[end]->person == person; end++)
		;
	return (struct part){ p->v + low, end - low };
}

/* ---- where a child is ---- */

/* What the latest addressed record up to d says; NO_HOME without one. */
static int
seen_at(const struct part *seen, date d)
{
	size_t i = seen->n;

	while (i > 0 && seen->v[i - 1]->date > d)
		i--;
	return i == 0 ? NO_HOME : seen->v[i - 1]->home;
}

/* Was the incident in the child's home: in truth, or as records say? */
static bool
at_home(const struct street *s, const struct person *p,
    const struct part *seen, const struct fact *incident, int view)
{
	date d = incident->date;

	if (view == VISIBLE_COUNT)
		return incident->shown && seen_at(seen, d) == incident->home;
	if (lives(p, d))
		return home_on(s, p, d) == incident->home;
	/* Not born yet: known to somebody, and where the mother lives. */
	return p->born > d && p->mother != NOBODY &&
	    seen_at(seen, d) != NO_HOME &&
	    home_on(s, &s->person[p->mother], d) == incident->home;
}

/* ---- registrations ---- */

static int
authority_of(const struct street *s, const struct fact *f)
{
	int home = f->home;

	if (home == NO_HOME)
		home = home_on(s, &s->person[f->person], f->date);
	return home == NO_HOME ? s->authority : s->home[home].authority;
}

/*
 * Do the extracts show an earlier registration of this one's child?  They
 * have rows of the window, and beside them the authority's own count.
 */
static bool
shows_earlier(const struct street *s, const struct part *all, size_t at)
{
	const struct fact *f = all->v[at], *e;
	size_t i;

	for (i = 0; i < all->n; i++) {
		e = all->v[i];
		if (e->date < f->date && (e->shown ||
		    authority_of(s, e) == authority_of(s, f)))
			return true;
	}
	return false;
}

static bool
is_second(const struct part *all, size_t at)
{
	return all->v[at]->value > 0 || all->v[0]->date < all->v[at]->date;
}

static void
count_registrations(struct board *b, const struct part *all)
{
	struct truth *t = b->truth;
	const struct fact *f;
	size_t i, q;
	int view;
	bool second, two_years;

	for (i = 0; i < all->n; i++) {
		f = all->v[i];
		for (view = 0; view < VIEWS; view++) {
			if (!counts(f, view))
				continue;
			second = view == TRUE_COUNT ? is_second(all, i) :
			    shows_earlier(b->street, all, i);
			if ((q = truth_quarter(t, f->date)) != SIZE_MAX)
				truth_add(t, MEASURE_SECOND, q, view, second,
				    1);
			if (f->end != DATE_NONE &&
			    (q = truth_quarter(t, f->end)) != SIZE_MAX) {
				two_years = date_months(f->date, f->end) >= 24;
				truth_add(t, MEASURE_TWO_YEARS_ENDED, q, view,
				    two_years, 1);
			}
			for (q = 0; q < t->n_quarters; q++)
				if (open_on(f, t->window[q].end))
					truth_add(t, MEASURE_TWO_YEARS_OPEN, q,
					    view, date_months(f->date,
					    t->window[q].end) >= 24, 1);
		}
	}
}

/* ---- children, once in each window ---- */

static bool
registered_on(const struct part *registrations, date d, int view)
{
	size_t i;

	for (i = 0; i < registrations->n; i++)
		if (counts(registrations->v[i], view) &&
		    open_on(registrations->v[i], d))
			return true;
	return false;
}

static bool
registered_in(const struct part *registrations, const struct window *w,
    int view)
{
	size_t i;

	for (i = 0; i < registrations->n; i++)
		if (counts(registrations->v[i], view) &&
		    overlaps(registrations->v[i], w))
			return true;
	return false;
}

/*
 * Of the children registered in the window and of school age at its close,
 * known to education: those bullied while registered.
 */
static void
count_bullied(struct board *b, int person, const struct part *registrations,
    const struct window *w, int view)
{
	struct truth *t = b->truth;
	struct part bullying, terms;
	bool known = false, bullied = false;
	size_t i;

	if (!registered_in(registrations, w, view) ||
	    !school_age(b, &b->street->person[person], w->end))
		return;
	bullying = part_of(b, PILE_BULLYING, person);
	terms = part_of(b, PILE_TERMS, person);
	for (i = 0; i < terms.n; i++)
		known = known || (counts(terms.v[i], view) &&
		    overlaps(terms.v[i], w));
	for (i = 0; i < bullying.n; i++) {
		if (!counts(bullying.v[i], view) ||
		    !within(bullying.v[i]->date, w))
			continue;
		known = true;
		bullied = bullied || registered_on(registrations,
		    bullying.v[i]->date, view);
	}
	if (known)
		truth_add(t, MEASURE_BULLIED, (size_t)(w - t->window), view,
		    bullied, 1);
}

/* The incidents that reach this child, in truth or as records say. */
static void
gather(struct board *b, int person, int view)
{
	struct truth *t = b->truth;
	const struct street *s = b->street;
	struct part seen = part_of(b, PILE_SEEN, person);
	const struct pile *all = &t->pile[PILE_INCIDENTS];
	struct pile *own = &t->pile[PILE_OWN + view];
	size_t i;

	own->n = 0;
	for (i = 0; i < all->n; i++)
		if (at_home(s, &s->person[person], &seen, all->v[i], view))
			truth_pile(b, own, all->v[i]);
}

static void
count_domestic(struct board *b, int person, const struct part *registrations,
    const struct window *w, int view)
{
	struct truth *t = b->truth;
	const struct person *p = &b->street->person[person];
	const struct pile *own = &t->pile[PILE_OWN + view];
	bool child = false, on_register = false;
	size_t i, window = (size_t)(w - t->window);

	for (i = 0; i < own->n; i++) {
		if (!within(own->v[i]->date, w))
			continue;
		child = child || !grown_up(b, p, own->v[i]->date);
		on_register = on_register || registered_on(registrations,
		    own->v[i]->date, view);
	}
	if (child)
		truth_add(t, MEASURE_DOMESTIC_CHILDREN, window, view, 1, 0);
	if (registered_in(registrations, w, view))
		truth_add(t, MEASURE_DOMESTIC_REGISTER, window, view,
		    on_register, 1);
}

/* The latest answer after registration, where one is known. */
static void
count_safe(struct board *b, const struct part *answers,
    const struct window *w, int view)
{
	struct truth *t = b->truth;
	const struct fact *f, *last = NULL;
	size_t i;

	for (i = 0; i < answers->n; i++) {
		f = answers->v[i];
		if (counts(f, view) && within(f->date, w) && f->value >= 0 &&
		    strcmp(f->means, "pre-icc") != 0)
			last = f;
	}
	if (last != NULL)
		truth_add(t, MEASURE_SAFE, (size_t)(w - t->window), view,
		    last->value > 0, 1);
}

static void
count_child(struct board *b, int person)
{
	struct truth *t = b->truth;
	struct part registrations = part_of(b, PILE_REGISTRATIONS, person),
	    answers = part_of(b, PILE_ANSWERS, person);
	const struct window *w;
	size_t i;
	int view;

	for (view = 0; view < VIEWS; view++)
		gather(b, person, view);
	count_registrations(b, &registrations);
	/* Most children are in none of these. */
	if (registrations.n == 0 && answers.n == 0 &&
	    t->pile[PILE_OWN + TRUE_COUNT].n == 0 &&
	    t->pile[PILE_OWN + VISIBLE_COUNT].n == 0)
		return;
	for (i = 0; i < t->n_windows; i++)
		for (view = 0; view < VIEWS; view++) {
			w = &t->window[i];
			count_bullied(b, person, &registrations, w, view);
			count_domestic(b, person, &registrations, w, view);
			count_safe(b, &answers, w, view);
		}
}

void
truth_count(struct board *b)
{
	int i;

	for (i = 0; i < b->street->n; i++)
		if (b->street->person[i].child)
			count_child(b, i);
}
