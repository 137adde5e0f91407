/* SPDX-License-Identifier: MIT */
/*
 * Where the figures go if nothing changes: the straight line of least squares
 * through the known points since the last rebase, and the 95 % interval in which
 * the next figure is expected (Student's t; Draper and Smith 1998, 1.4).  Both
 * are cut at what the unit cannot pass.  A stock or share that swings with the
 * seasons is not such a line.
 */
#include "limits.h"
#include "quantile.h"

/* The line, and what its interval is made of. */
struct fit {
	double n, mean_x, mean_y, sxx, sxy, slope, s, t;
};

/* false when there is nothing to be fitted. */
static bool
fit(struct row *const *v, size_t n, int spacing, struct fit *f)
{
	double x, e, squares = 0;

	*f = (struct fit){ 0 };
	for (size_t i = 0; i < n; i++)
		if (v[i]->available && !v[i]->stale) {
			f->n++;
			f->mean_x += periods_between(v[0], v[i], spacing);
			f->mean_y += v[i]->value;
		}
	if (f->n < SPC_BASELINE)
		return false;
	f->mean_x /= f->n;
	f->mean_y /= f->n;
	for (size_t i = 0; i < n; i++)
		if (v[i]->available && !v[i]->stale) {
			x = periods_between(v[0], v[i], spacing) - f->mean_x;
			f->sxx += x * x;
			f->sxy += x * (v[i]->value - f->mean_y);
		}
	f->slope = f->sxy / f->sxx;
	for (size_t i = 0; i < n; i++)
		if (v[i]->available && !v[i]->stale) {
			x = periods_between(v[0], v[i], spacing) - f->mean_x;
			e = v[i]->value - f->mean_y - f->slope * x;
			squares += e * e;
		}
	f->s = sqrt(squares / (f->n - 2));
	f->t = t_quantile(f->n - 2, 0.975);
	return true;
}

/* No share is beyond all, no count below none. */
static double
within(const struct row *last, double v)
{
	enum unit unit = last->ind->unit;

	if (unit == UNIT_PERCENT && !last->count && v > 100)
		return 100;
	if ((unit == UNIT_PERCENT || unit == UNIT_RATE || last->count) &&
	    v < 0 && last->numerator.digits >= 0)
		return 0;
	return v;
}

/* The period that many after the last. */
static void
set_period(struct row *row, const struct row *last, int ahead, int spacing)
{
	int span = last->span;
	date after;

	if (span == -1 && spacing > 0) {
		after = date_add_months(last->end + 1, ahead * spacing);
		row->start = row->end = after - 1;
	} else if (span > 0) {
		after = last->end + 1;
		row->start = date_add_months(after, (ahead - 1) * span);
		row->end = date_add_months(after, ahead * span) - 1;
	} else {
		if (span == -1)
			span = spacing;
		row->start = last->start - ahead * span;
		row->end = last->end - ahead * span;
	}
}

void
forecast(struct held *h, struct row *const *v, size_t n)
{
	const struct row *last = v[n - 1];
	int spacing = snapshot_spacing(v, n);
	struct fit f;
	double x, y, half;

	if (!fit(v, n, spacing, &f))
		return;
	for (size_t ahead = 1; ahead <= opts.forecast; ahead++) {
		struct row row = *last;

		set_period(&row, last, (int)ahead, spacing);
		x = periods_between(v[0], last, spacing) + (double)ahead -
		    f.mean_x;
		y = f.mean_y + f.slope * x;
		half = f.t * f.s * sqrt(1 + 1 / f.n + x * x / f.sxx);
		row.value = within(last, y);
		row.low = within(last, y - half);
		row.high = within(last, y + half);
		h->forecasts = tool_need(grow(h->forecasts, h->n_forecasts,
		    &h->cap_forecasts, sizeof(*h->forecasts)));
		h->forecasts[h->n_forecasts++] = row;
	}
}
