/* SPDX-License-Identifier: MIT */
/*
 * Extracts that are data alone (further.h): their rows, after everything else
 * of the street has happened.  Each has chance of its own, and names only
 * people whom its agency knows already: so no other extract changes by a byte
 * because of them.
 */
#include <stdio.h>
#include <string.h>

#include "sheet_board.h"
#include "words.h"

/* The row in the making. */
struct making {
	struct board *b;
	const struct further *f;
	enum sheet_id id;
	int person;
	date on, end;
	const char *means;
};

/* Whether the column is to be filled, and since when that is known. */
static bool
wanted(const struct making *m, const struct fill *fill, date *since)
{
	const struct row *row = &m->b->sheets->row;
	int c = fill->column;
	bool filled = row->kind[c] != FIELD_EMPTY;

	*since = 0;
	switch (fill->when) {
	case ALWAYS:
		return true;
	case SOMETIMES:
		return rng_permille(&m->b->rng, fill->share);
	case ENDED:
		*since = m->end;
		return m->end != DATE_NONE;
	case NOT_FILLED:
		return !filled;
	case SAYS:
		if (!filled || strlen(fill->says) != row->n[c] ||
		    memcmp(fill->says, row->text + row->at[c], row->n[c]) != 0)
			return false;
		break;
	case FILLED:
		if (!filled)
			return false;
		break;
	}
	if (row->kind[c] == FIELD_SINCE || row->kind[c] == FIELD_DATE)
		*since = row->day[c];
	return true;
}

static const char *
one_of(const struct making *m, const struct fill *fill)
{
	struct rng own, *r = &m->b->rng;
	uint32_t at;
	int i;

	if (fill->kind == FILL_ALWAYS && m->person != NOBODY) {
		rng_init(&own, m->b->seed ^ fill->chance,
		    m->b->street->person[m->person].number);
		r = &own;
	}
	at = rng_below(r, fill->upto[fill->n - 1]);
	for (i = 0; at >= fill->upto[i]; i++)
		;
	return fill->word[i];
}

static const char *
meant(const struct making *m, const struct fill *fill)
{
	int i;

	for (i = 0; i < fill->n - 1; i++)
		if (m->means != NULL && fill->of[i] != NULL &&
		    strcmp(m->means, fill->of[i]) == 0)
			break;
	return fill->word[i];
}

/* Completed years, or years and their part as a spreadsheet has them. */
static void
put_age(const struct making *m, int c, bool whole)
{
	const struct person *p;
	date to = m->b->to;
	int64_t parts;
	char text[40];

	if (m->person == NOBODY)
		return;
	p = &m->b->street->person[m->person];
	if (p->born > to)
		return;
	parts = (int64_t)(to - p->born) * 400000000 / 146097;
	if (whole)
		row_uint(m->b, c, (uint64_t)age_on(p, to));
	else {
		(void)snprintf(text, sizeof(text), "%d.%06d",
		    (int)(parts / 1000000), (int)(parts % 1000000));
		row_text(m->b, c, text);
	}
}

static void
fill_column(const struct making *m, int c)
{
	const struct fill *fill = &m->f->fill[c];
	struct board *b = m->b;
	const char *text;
	date since, d;

	if (fill->kind == FILL_NOTHING || !wanted(m, fill, &since))
		return;
	switch (fill->kind) {
	case FILL_NOTHING:
		break;
	case FILL_DAY:
	case FILL_AHEAD:
		d = fill->end ? m->end : m->on;
		if (d == DATE_NONE)
			break;
		d += rng_between(&b->rng, fill->days.low, fill->days.high);
		put_date(b->sheets, c, fill->kind == FILL_DAY ? FIELD_DATE :
		    FIELD_AHEAD, d);
		break;
	case FILL_NUMBER:
		row_uint(b, c, (uint64_t)rng_between(&b->rng, fill->days.low,
		    fill->days.high));
		break;
	case FILL_AGE:
	case FILL_YEARS:
		put_age(m, c, fill->kind == FILL_AGE);
		break;
	case FILL_ONE_OF:
	case FILL_ALWAYS:
	case FILL_MEANS:
		text = fill->kind == FILL_MEANS ? meant(m, fill) :
		    one_of(m, fill);
		put_field(b->sheets, c, since == 0 ? FIELD_TEXT : FIELD_SINCE,
		    text, strlen(text), since);
		break;
	}
}

/* Has the agency, or the one that gave the number, met the person? */
static bool
known(const struct making *m)
{
	const struct sheet_style *style =
	    &m->b->sheets->styles.sheet[m->id];
	const struct person *p = &m->b->street->person[m->person];
	int side = 0;

	if (style->id == -1)
		return true;
	if (m->b->sheets->styles.agency[style->issuer].each_authority)
		side = side_on(m->b->street, p, m->on);
	return p->local[style->issuer][side] != 0;
}

static void
make_row(struct making *m)
{
	struct board *b = m->b;
	uint64_t chance = rng_next(&b->rng);
	const struct person *p;
	struct rng kept;
	int c, age;

	if (m->person != NOBODY) {
		p = &b->street->person[m->person];
		age = age_on(p, m->on);
		if (age > m->f->ages.high || (m->f->ages.low >= 0 &&
		    age < m->f->ages.low) ||
		    home_on(b->street, p, m->on) == NO_HOME || !known(m))
			return;
	}
	if (!row_begin_spell(b, m->id, m->person, NO_HOME, -1, m->on,
	    m->f->lasts ? m->end : m->on))
		return;
	/* What stands in one column, or a mistake in it, changes no other. */
	kept = b->rng;
	for (c = 0; c < m->f->n; c++) {
		rng_init(&b->rng, chance, (uint64_t)c);
		fill_column(m, c);
	}
	b->rng = kept;
	(void)row_end(b);
}

/* When that of the day is over. */
static date
lasts(const struct making *m, date fact_end)
{
	if (!m->f->lasts)
		return DATE_NONE;
	return m->f->as_fact ? fact_end : m->on + rng_between(&m->b->rng,
	    m->f->days.low, m->f->days.high);
}

static void
from_facts(struct making *m, size_t n)
{
	struct board *b = m->b;
	struct fact f;
	int64_t copy;
	size_t i;

	for (i = 0; i < n; i++) {
		f = b->facts[i];
		if (f.kind != m->f->fact || f.person == NOBODY ||
		    !rng_permille(&b->rng, m->f->share))
			continue;
		m->person = f.person;
		m->means = f.means;
		for (copy = 0; copy < m->f->rate; copy++) {
			m->on = f.date + rng_between(&b->rng,
			    m->f->after.low, m->f->after.high);
			m->end = lasts(m, f.end);
			if (m->end == DATE_NONE || m->end >= m->on)
				make_row(m);
		}
	}
}

static void
at_a_rate(struct making *m)
{
	struct board *b = m->b;
	const struct person *p = &b->street->person[m->person];
	unsigned risk = b->street->family[p->family].risk;
	date to = p->died == DATE_NONE ? b->to + 1 :
	    sooner(b->to + 1, p->died);
	date d = later(run_up(b, 3), later(p->begins,
	    birthday(p, m->f->ages.low)));

	to = sooner(to, birthday(p, m->f->ages.high + 1));
	while ((d = next_event(b, d, to, m->f->rate, risk, m->f->season)) !=
	    DATE_NONE) {
		m->on = d;
		m->end = lasts(m, DATE_NONE);
		make_row(m);
		d = later(d, m->end) + 1;
	}
}

/* On the last day of the window, and as many years before it as there are. */
static void
each_year(struct making *m)
{
	struct board *b = m->b;
	int k;

	for (k = 0;; k += 12) {
		m->on = date_add_months(b->to + 1, -k) - 1;
		if (m->on < b->from)
			return;
		if (lives(&b->street->person[m->person], m->on) &&
		    rng_permille(&b->rng, m->f->share)) {
			m->end = lasts(m, DATE_NONE);
			make_row(m);
		}
	}
}

static void
each_person(struct making *m)
{
	const struct street *s = m->b->street;
	int i;

	for (i = 0; i < s->n; i++) {
		m->person = i;
		if (m->f->source == FROM_YEAR)
			each_year(m);
		else if (m->f->source == FROM_ADULT ?
		    s->person[i].adult <= m->b->to : s->person[i].child)
			at_a_rate(m);
	}
}

/* True: the rows of this one are wanted, and its chance is begun. */
static bool
making_begin(struct making *m, struct board *b, int i, uint64_t stream)
{
	*m = (struct making){ .b = b, .f = b->sheets->styles.sheet[i].further,
	    .id = (enum sheet_id)i, .person = NOBODY, .on = DATE_NONE,
	    .end = DATE_NONE };
	if (b->sheets->n[i] == 0)
		return false;
	rng_init(&b->rng, b->seed ^ m->f->chance, stream);
	return true;
}

void
further_events(struct board *b)
{
	size_t n = b->n_facts;
	struct making m;
	int i;

	for (i = SHEET_COUNT; i < b->sheets->styles.n; i++) {
		if (!making_begin(&m, b, i, b->street->number))
			continue;
		if (m.f->source == FROM_FACT)
			from_facts(&m, n);
		else if (m.f->source != FROM_QUARTER)
			each_person(&m);
	}
}

void
further_business(struct board *b)
{
	struct making m;
	date from, next;
	int64_t k;
	int i;

	for (i = SHEET_COUNT; i < b->sheets->styles.n; i++) {
		if (!making_begin(&m, b, i, UINT64_MAX) ||
		    m.f->source != FROM_QUARTER)
			continue;
		for (from = b->from; from <= b->to; from = next) {
			next = sooner(date_add_months(from, 3), b->to + 1);
			for (k = 0; k < m.f->rate; k++) {
				m.on = rng_between(&b->rng, from, next - 1);
				m.end = lasts(&m, DATE_NONE);
				make_row(&m);
			}
		}
	}
}
