/* SPDX-License-Identifier: MIT */
/* See drift.h.  Whole numbers throughout: no share is ever rounded. */
#include <stdio.h>
#include <string.h>

#include "drift.h"
#include "date.h"
#include "extremes.h"
#include "num.h"

static const char *const drift_fields[] = {
	"column", "measure", "item", "before", "now", "verdict"
};

enum change { SAME, UNKNOWN, DRIFT };

/* Of rows in each profile: at least, at most. */
struct interval {
	uint64_t low, high;
};

struct compared {
	const struct profile *before, *now;
	uint64_t rows[2];	/* before, now */
	struct tolerance t;
	struct writer *wr;
	bool drifted;
};

bool
tolerance_parse(const char *s, struct tolerance *t)
{
	size_t n = strlen(s);
	int64_t most = 1000;
	int i;

	if (n > 0 && s[n - 1] == '%')
		n--;
	if (!num_decimal(s, n, &t->points, &t->scale) || t->scale > 3)
		return false;
	for (i = 0; i < t->scale; i++)
		most *= 10;
	return t->points >= 0 && t->points <= most;
}

/* Is part of whole more than the tolerance, in per cent of the whole? */
static bool
beyond(struct tolerance t, wide part, wide whole)
{
	int i;

	part *= 100;
	for (i = 0; i < t.scale; i++)
		part *= 10;
	return part > whole * t.points;
}

static struct interval
interval_of(struct number n, uint64_t rows)
{
	switch (n.known) {
	case EXACT:
		return (struct interval){ n.n, n.n };
	case FEW:
		return (struct interval){ 1, n.n - 1 };
	case MOST:
		return (struct interval){ n.n + 1, rows > 0 ? rows - 1 : 0 };
	case ABOUT:
		return (struct interval){ n.n - n.n / 33, n.n + n.n / 33 };
	default:
		return (struct interval){ 0, rows };
	}
}

/* Shares of a of whole[0] before and of b of whole[1] now, in points. */
static enum change
compare_shares(struct tolerance t, struct interval a, struct interval b,
    const uint64_t whole[2])
{
	wide all = (wide)whole[0] * whole[1];
	wide up_least = (wide)b.low * whole[0] - (wide)a.high * whole[1];
	wide up_most = (wide)b.high * whole[0] - (wide)a.low * whole[1];

	if (all == 0)
		return SAME;
	if (beyond(t, up_least, all) || beyond(t, -up_most, all))
		return DRIFT;
	return beyond(t, up_most, all) || beyond(t, -up_least, all) ?
	    UNKNOWN : SAME;
}

static void
put_change(struct compared *c, const char *column, const char *measure,
    const struct shown *item, const char *before, const char *now,
    const char *verdict)
{
	wr_str(c->wr, column);
	wr_str(c->wr, measure);
	if (item == NULL)
		wr_str(c->wr, "");
	else
		wr_field(c->wr, item->key, item->n);
	wr_str(c->wr, before);
	wr_str(c->wr, now);
	wr_str(c->wr, verdict);
	wr_end(c->wr);
	if (strcmp(verdict, "unknown") != 0)
		c->drifted = true;
}

static void
share_text(struct interval i, uint64_t whole, char *out, size_t size)
{
	char text[32];

	if (i.low != i.high || !ratio_format((int64_t)i.low, (int64_t)whole,
	    100, 1, text, sizeof(text)))
		(void)snprintf(out, size, "masked");
	else
		(void)snprintf(out, size, "%s%%", text);
}

static void
put_shares(struct compared *c, const char *column, const char *measure,
    const struct shown *item, struct interval a, struct interval b,
    const uint64_t whole[2], const char *verdict)
{
	enum change change = compare_shares(c->t, a, b, whole);
	char before[40], now[40];

	if (change == SAME || (change == UNKNOWN && a.low < a.high &&
	    b.low < b.high))
		return;
	share_text(a, whole[0], before, sizeof(before));
	share_text(b, whole[1], now, sizeof(now));
	put_change(c, column, measure, item, before, now, change == UNKNOWN ?
	    "unknown" : verdict);
}

/* As it stands in a profile. */
static void
number_text(struct number n, char *out, size_t size)
{
	if (n.known == MASKED)
		(void)snprintf(out, size, "masked");
	else
		(void)snprintf(out, size, "%s%llu", n.known == FEW ? "<" : "",
		    (unsigned long long)n.n);
}

/* true: there are rows on both sides, so that shares can be compared. */
static bool
compare_rows(struct compared *c)
{
	struct number a = c->before->rows, b = c->now->rows;
	char before[40], now[40];
	wide change = (wide)b.n - (wide)a.n;

	number_text(a, before, sizeof(before));
	number_text(b, now, sizeof(now));
	if (a.known != EXACT || b.known != EXACT) {
		/* Few rows are more than none, and fewer than many. */
		bool told = (a.known == EXACT && (a.n == 0 || beyond(c->t,
		    (wide)a.n - (wide)b.n + 1, a.n))) ||
		    (b.known == EXACT && (b.n == 0 || (a.known == FEW &&
		    beyond(c->t, (wide)b.n - (wide)a.n + 1, (wide)a.n - 1))));
		put_change(c, "", "rows", NULL, before, now, told ? "drift" :
		    "unknown");
		return false;
	}
	if (beyond(c->t, change < 0 ? -change : change, a.n))
		put_change(c, "", "rows", NULL, before, now, "drift");
	c->rows[0] = a.n;
	c->rows[1] = b.n;
	return a.n > 0 && b.n > 0;
}

/* How different the values are: 1.0 is that no two are the same. */
static void
compare_distinct(struct compared *c, const struct picture *a,
    const struct picture *b)
{
	uint64_t values[2] = { a->values.n, b->values.n };

	/* Of codes, the shares say more. */
	if (a->kind == KIND_CODES || a->values.known != EXACT ||
	    b->values.known != EXACT || (a->distinct.known == MASKED &&
	    b->distinct.known == MASKED))
		return;
	put_shares(c, a->name, "distinct", NULL,
	    interval_of(a->distinct, a->values.n),
	    interval_of(b->distinct, b->values.n), values, "drift");
}

static const struct shown *
find_shown(const struct picture *p, const struct shown *item)
{
	size_t i;

	for (i = 0; i < p->n_items; i++)
		if (p->items[i].n == item->n &&
		    memcmp(p->items[i].key, item->key, item->n) == 0)
			return &p->items[i];
	return NULL;
}

/*
 * Rows of an item in a profile of so many, where it may be among the masked ones:
 * of a profile of few rows nothing is shown, how many are masked neither.
 */
static struct interval
rows_of(const struct profile *profile, const struct picture *p,
    const struct shown *found)
{
	if (found != NULL)
		return (struct interval){ found->count, found->count };
	return (struct interval){ 0, profile_is_few(profile->rows.n,
	    profile->mask) ? profile->rows.n : p->masked };
}

static void
compare_items(struct compared *c, const struct picture *a,
    const struct picture *b)
{
	const char *measure = a->kind == KIND_CODES ? "code" : "shape";
	const struct shown *other;
	struct interval x, y;
	size_t i;

	for (i = 0; i < a->n_items; i++) {
		other = find_shown(b, &a->items[i]);
		x = rows_of(c->before, a, &a->items[i]);
		y = rows_of(c->now, b, other);
		put_shares(c, a->name, measure, &a->items[i], x, y, c->rows,
		    y.high == 0 ? "vanished" : "drift");
	}
	for (i = 0; i < b->n_items; i++) {
		if (find_shown(a, &b->items[i]) != NULL)
			continue;
		x = rows_of(c->before, a, NULL);
		y = rows_of(c->now, b, &b->items[i]);
		put_shares(c, a->name, measure, &b->items[i], x, y, c->rows,
		    x.high == 0 ? "new" : "drift");
	}
}

/*
 * An end as a number: characters; months since the year 0, or years; 10^-9.
 * false: masked, absent or no number.
 */
static bool
end_of(enum kind kind, const char *s, bool years, wide *out)
{
	size_t n = strlen(s);
	int64_t v;
	int scale;
	uint64_t year, month = 1;

	if (kind == KIND_MONTHS || kind == KIND_YEARS) {
		if (n < 4 || !num_uint(s, 4, &year) || (n > 4 && (n != 7 ||
		    !num_uint(s + 5, 2, &month))))
			return false;
		*out = years ? (wide)year : (wide)(year * 12 + month);
		return true;
	}
	if (!num_decimal(s, n, &v, &scale))
		return false;
	for (*out = v; scale < 9; scale++)
		*out *= 10;
	return true;
}

/*
 * How far from what stands there an end may lie: one of two digits may be rounded
 * (extremes.c), so the next one could be meant; what has more digits is exact.
 */
static wide
roughly(wide v)
{
	wide size = v < 0 ? -v : v, unit = 1;

	while (size / unit >= 100)
		unit *= 10;
	return unit > 1 && size % unit == 0 ? unit : 0;
}

/*
 * Lengths may change by one character and spans by one month or year; beyond
 * that by the tolerance, of the length itself and of the earlier span.
 */
static void
compare_ends(struct compared *c, const struct picture *a,
    const struct picture *b)
{
	static const char *const names[KIND_COUNT_][2] = {
		[KIND_SHAPES] = { "shortest", "longest" },
		[KIND_MONTHS] = { "earliest", "latest" },
		[KIND_YEARS] = { "earliest", "latest" },
		[KIND_RANGE] = { "least", "greatest" }
	};
	const char *before[2] = { a->low, a->high };
	const char *now[2] = { b->low, b->high };
	bool years = strlen(a->low) == 4 || strlen(b->low) == 4;
	wide was[2], is[2], change, of, free_of, rough;
	bool known[2], both;
	int i;

	for (i = 0; i < 2; i++)
		known[i] = end_of(a->kind, before[i], years, &was[i]);
	both = known[0] && known[1];
	for (i = 0; i < 2; i++) {
		if (strcmp(before[i], now[i]) == 0)
			continue;
		if (!both || !end_of(b->kind, now[i], years, &is[i])) {
			put_change(c, a->name, names[a->kind][i], NULL, before[i],
			    now[i], "unknown");
			continue;
		}
		change = is[i] > was[i] ? is[i] - was[i] : was[i] - is[i];
		rough = a->kind == KIND_RANGE ? roughly(is[i]) +
		    roughly(was[i]) : 0;
		of = a->kind == KIND_SHAPES ? was[i] : was[1] - was[0];
		free_of = a->kind == KIND_SHAPES ? 1000000000 :
		    a->kind == KIND_RANGE ? 0 : 1;
		if (change > rough + free_of && beyond(c->t, change - rough,
		    of))
			put_change(c, a->name, names[a->kind][i], NULL, before[i],
			    now[i], "drift");
		else if (rough > 0 && beyond(c->t, change + rough, of))
			put_change(c, a->name, names[a->kind][i], NULL, before[i],
			    now[i], "unknown");
	}
}

static void
compare_columns(struct compared *c, const struct picture *a,
    const struct picture *b)
{
	struct interval x = interval_of(a->blanks, c->rows[0]);
	struct interval y = interval_of(b->blanks, c->rows[1]);

	if (a->blanks.known != MASKED || b->blanks.known != MASKED)
		put_shares(c, a->name, "blanks", NULL, x, y, c->rows,
		    "drift");
	compare_distinct(c, a, b);
	if (kind_has_ends(a->kind))
		compare_ends(c, a, b);
	if (kind_has_items(a->kind))
		compare_items(c, a, b);
}

static const struct picture *
column_of(const struct profile *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->n_columns; i++)
		if (strcmp(p->columns[i].name, name) == 0)
			return &p->columns[i];
	return NULL;
}

bool
drift_write(const struct profile *before, const struct profile *now,
    struct tolerance t, struct writer *wr)
{
	struct compared c = { .before = before, .now = now, .t = t, .wr = wr };
	size_t i;

	wr_header(wr, drift_fields, 6);
	if (!compare_rows(&c))
		return c.drifted;
	for (i = 0; i < now->n_columns; i++)
		compare_columns(&c, column_of(before, now->columns[i].name),
		    &now->columns[i]);
	return c.drifted;
}

#define AGAIN ": profile the earlier data again, or begin a new history with " \
	"the profile of today"

int
drift_check(const struct profile *before, const struct profile *now,
    const char *file, struct err *err)
{
	const struct picture *other;
	size_t i;
	int r = 0;

	if (strcmp(before->definition, now->definition) != 0)
		r = err_set(err, STATUS_DATA, "other-definition", "a profile "
		    "of another definition than '%s': name a profile of this "
		    "extract", now->definition);
	for (i = 0; r == 0 && i < now->n_columns; i++) {
		other = column_of(before, now->columns[i].name);
		if (other == NULL)
			r = err_set(err, STATUS_DATA, "other-columns", "has "
			    "no column '%s'" AGAIN, now->columns[i].name);
		else if (other->kind != now->columns[i].kind)
			r = err_set(err, STATUS_DATA, "other-columns",
			    "column '%s' had another type or role then" AGAIN,
			    now->columns[i].name);
	}
	if (r == 0 && before->n_columns != now->n_columns)
		r = err_set(err, STATUS_DATA, "other-columns", "has columns "
		    "that are not there now" AGAIN);
	return r == 0 ? 0 : err_at(err, file, 0, NULL);
}
