/* SPDX-License-Identifier: MIT */
/*
 * One indicator's rows as a chart.  Points are separate periods, the only ones
 * that control limits are true for.  Overlapping windows of a share are a line
 * behind them, where they add up; those of a count, a rate or children
 * counted once are on another scale (a year's, where a point is a quarter's),
 * so neither they nor the yardsticks that belong to them are drawn, and the
 * note below says so.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svg.h"
#include "tool.h"

enum { MARKS = 4 };	/* other areas at the edge */

double
value_of(const struct indicator *ind, const struct row *row)
{
	if (!row->available)
		return NAN;
	if (row->by_value)
		return row->value;
	if (ind->unit == UNIT_COUNT)
		return (double)row->numerator;
	return (double)ind->per * (double)row->numerator /
	    (double)row->denominator;
}

static enum chart_mark
mark_of(const struct row *row, double value)
{
	if (isnan(value))
		return MARK_PLAIN;
	if (value > row->limit_high)
		return MARK_ABOVE;
	if (value < row->limit_low)
		return MARK_BELOW;
	return row->signal[0] != '\0' ? MARK_PATTERN : MARK_PLAIN;
}

static void
fill_point(struct report *r, const struct indicator *ind,
    const struct row *row, struct chart_point *p)
{
	const char *counts = counts_words(r, ind, row);

	p->start = row->start;
	p->end = row->end;
	p->label = period_short(r, row->start, row->end);
	p->value = value_of(ind, row);
	p->low = row->available ? row->low : NAN;
	p->high = row->available ? row->high : NAN;
	p->centre = row->centre;
	p->limit_low = row->limit_low;
	p->limit_high = row->limit_high;
	p->mark = mark_of(row, p->value);
	p->tip = say(r, counts[0] != '\0' ? "earlier-of" : "earlier",
	    "period", p->label, "value", value_words(r, ind, row), "counts",
	    counts, NULL);
}

/*
 * Rolling and separate figures on one scale: a share whose windows are the
 * sum of their periods.  Children counted once a window are not.
 */
static bool
one_scale(const struct measure *m)
{
	const struct row *w, *p;
	int64_t numerator = 0, denominator = 0;
	size_t i;

	if (m->windows.n == 0 || m->separate.n == 0)
		return true;
	if (m->ind->unit != UNIT_PERCENT)
		return false;
	w = &m->windows.v[m->windows.n - 1];
	for (i = 0; i < m->separate.n; i++) {
		p = &m->separate.v[i];
		if (p->start < w->start || p->end > w->end)
			continue;
		numerator += p->numerator > 0 ? p->numerator : 0;
		denominator += p->denominator > 0 ? p->denominator : 0;
	}
	return numerator == w->numerator && denominator == w->denominator;
}

static struct chart_point *
points_of(struct report *r, const struct measure *m, const struct rows *rows)
{
	struct chart_point *p;
	size_t i;

	p = tool_need(arena_alloc(&r->mem, (rows->n + 1) * sizeof(*p)));
	for (i = 0; i < rows->n; i++) {
		fill_point(r, m->ind, &rows->v[i], &p[i]);
		/* A window stands where it ends. */
		if (rows == &m->windows)
			p[i].start = period_start(m->ind->period, p[i].end);
	}
	return p;
}

/* A rate's unit stands once, above the axis, not at every label. */
static const char *
on_axis(struct report *r, const struct indicator *ind, const char *digits)
{
	digits = grouped(r, digits);
	return ind->unit == UNIT_RATE ? digits : in_unit(r, ind, digits);
}

static const char *
decimal_on_axis(struct report *r, const struct indicator *ind,
    struct decimal d)
{
	char digits[48];

	decimal_format(d, digits, sizeof(digits));
	return on_axis(r, ind, digits);
}

static const char *
named(struct report *r, const struct indicator *ind, const char *label,
    double v)
{
	char digits[400];

	if (isnan(v))
		return NULL;
	bound_digits(ind, v, digits, sizeof(digits));
	return say(r, label, "value", on_axis(r, ind, digits), NULL);
}

static void
add_line(struct report *r, struct chart_line *l, size_t *n,
    const struct indicator *ind, struct decimal d, const char *label,
    const char *class)
{
	if (!d.given)
		return;
	l[*n].at = (double)d.digits / pow(10, d.scale);
	l[*n].label = say(r, label, "value", decimal_on_axis(r, ind, d), NULL);
	l[*n].brief = false;
	l[(*n)++].class = class;
}

/*
 * Is another area's figure on the scale of the points?  A count or rate of a
 * year is not, beside those of quarters.
 */
static bool
fits(const struct measure *m, const struct row *row, const struct row *point)
{
	if (m->ind->unit != UNIT_COUNT && m->ind->unit != UNIT_RATE)
		return one_scale(m);
	if (row->start == row->end || point->start == point->end)
		return row->start == row->end && point->start == point->end;
	return date_months(row->start, row->end + 1) ==
	    date_months(point->start, point->end + 1);
}

static void
add_areas(struct report *r, struct chart_line *l, size_t *n,
    const struct measure *m, const struct row *point)
{
	const struct row *rows[MARKS];
	size_t i, all, kept = comparators(m, rows, MARKS, &all);

	for (i = 0; i < kept; i++) {
		if (!fits(m, rows[i], point))
			continue;
		l[*n].at = comparator_value(m->ind, rows[i]);
		l[*n].label = comparator_words(r, m->ind, rows[i], true);
		l[*n].brief = true;
		l[(*n)++].class = "area";
	}
}

static void
set_forecast(struct report *r, struct chart *c, const struct measure *m)
{
	const struct row *row;
	char digits[400];

	if (m->forecast.n == 0 || m->separate.n == 0)
		return;
	row = &m->forecast.v[m->forecast.n - 1];
	if (!row->available)
		return;
	c->forecast = points_of(r, m, &m->forecast);
	c->n_forecast = m->forecast.n;
	bound_digits(m->ind, row->value, digits, sizeof(digits));
	c->forecast_label = say(r, "chart-forecast", "value", on_axis(r,
	    m->ind, digits), NULL);
}

static void
set_band(struct report *r, struct chart *c, const struct indicator *ind)
{
	struct decimal low = ind->good_low, high = ind->good_high;

	c->band_low = low.given ? (double)low.digits / pow(10, low.scale) :
	    NAN;
	c->band_high = high.given ? (double)high.digits /
	    pow(10, high.scale) : NAN;
	if (low.given && high.given)
		c->band_label = say(r, "chart-good-range", "low",
		    decimal_on_axis(r, ind, low), "high",
		    decimal_on_axis(r, ind, high), NULL);
	else if (low.given || high.given)
		c->band_label = say(r, low.given ? "chart-good-from" :
		    "chart-good-to", "value", decimal_on_axis(r, ind,
		    low.given ? low : high), NULL);
}

static const char *
finding(struct report *r, const struct figure *f)
{
	const char *s;
	size_t i;

	s = say(r, f->counts[0] != '\0' ? "earlier-of" : "earlier", "period",
	    f->period, "value", f->value, "counts", f->counts, NULL);
	if (f->verdict != NULL)
		s = join(r, s, "; ", f->verdict);
	for (i = 0; i < f->n_facts; i++)
		if (f->facts[i].brief && !f->facts[i].english)
			s = join(r, s, ". ", say(r, "labelled", "label",
			    f->facts[i].label, "text", f->facts[i].text,
			    NULL));
	return join(r, s, "", ".");
}

static void
set_limits(struct report *r, struct chart *c, const struct indicator *ind)
{
	const struct chart_point *last = &c->points[c->n - 1];

	c->centre_label = named(r, ind, "chart-centre", last->centre);
	c->limit_low_label = named(r, ind, "chart-limit-low",
	    last->limit_low);
	c->limit_high_label = named(r, ind, "chart-limit-high",
	    last->limit_high);
}

int
figure_chart(struct report *r, const struct figure *f, const char *id,
    struct buf *b)
{
	const struct measure *m = f->measure;
	const struct indicator *ind = m->ind;
	const struct rows *rows = m->separate.n > 0 ? &m->separate :
	    &m->windows;
	const struct row *last;
	struct chart_line lines[2 + MARKS];
	struct chart c = { 0 };
	char digits[64];
	size_t i;

	if (rows->n == 0)
		return 0;
	last = &rows->v[rows->n - 1];
	for (i = rows->n; i-- > 0 && !last->available;)
		last = &rows->v[i];
	c.id = id;
	c.title = f->title;
	c.desc = finding(r, f);
	c.unit = ind->unit == UNIT_PERCENT ? "%" : "";
	c.max = ind->unit == UNIT_PERCENT ? 100 : NAN;
	c.points = points_of(r, m, rows);
	c.n = rows->n;
	c.lines = lines;
	c.axis_note = say(r, "chart-axis", NULL);
	c.axis_unit = ind->unit == UNIT_RATE ? in_unit(r, ind, "") :
	    ind->unit_what != NULL ? ind->unit_what : "";
	c.latest_label = say(r, "earlier", "period", period_short(r,
	    last->start, last->end), "value", value_digits(ind, last, digits,
	    sizeof(digits)) ? on_axis(r, ind, digits) : "", NULL);
	set_limits(r, &c, ind);
	set_forecast(r, &c, m);
	if (one_scale(m)) {
		add_line(r, lines, &c.n_lines, ind, ind->target,
		    "chart-target", "target");
		add_line(r, lines, &c.n_lines, ind, ind->baseline,
		    "chart-baseline", "base");
		set_band(r, &c, ind);
		if (m->separate.n > 0 && m->windows.n > 0) {
			c.windows = points_of(r, m, &m->windows);
			c.n_windows = m->windows.n;
			c.windows_label = say(r, "chart-windows", "value",
			    f->value, NULL);
		}
	}
	add_areas(r, lines, &c.n_lines, m, last);
	return chart_svg(b, &c);
}

static bool
areas_drawn(const struct measure *m, const struct row *point)
{
	const struct row *rows[MARKS];
	size_t all, n = comparators(m, rows, MARKS, &all);

	while (n-- > 0)
		if (fits(m, rows[n], point))
			return true;
	return false;
}

const char *
chart_note(struct report *r, const struct measure *m)
{
	const char *s = m->separate.n == 0 ? say(r, "note-windows", NULL) :
	    say(r, join(r, "note", "-", grain_name(m->ind->period)), NULL);
	const struct rows *rows = m->separate.n > 0 ? &m->separate :
	    &m->windows;
	bool whiskers = false;
	size_t i;

	for (i = 0; i < rows->n; i++)
		whiskers |= !isnan(rows->v[i].low) && !isnan(rows->v[i].high);
	if (whiskers)
		s = join(r, s, " ", say(r, "note-interval", NULL));
	if (rows->n > 0 && !isnan(rows->v[rows->n - 1].limit_high))
		s = join(r, s, " ", say(r, "note-limits", NULL));
	if (m->windows.n > 0 && m->separate.n > 0)
		s = join(r, s, " ", say(r, one_scale(m) ? "note-line" :
		    "note-scale", NULL));
	if (m->forecast.n > 0 && m->separate.n > 0)
		s = join(r, s, " ", say(r, "note-forecast", NULL));
	if (rows->n > 0 && areas_drawn(m, &rows->v[rows->n - 1]))
		s = join(r, s, " ", say(r, "note-area", NULL));
	return s;
}
