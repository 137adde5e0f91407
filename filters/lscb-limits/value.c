/* SPDX-License-Identifier: MIT */
/* What a row's numbers come to: its value, its interval, what is said of it. */
#include <string.h>

#include "interval.h"
#include "limits.h"
#include "num.h"

double
number(struct decimal d)
{
	static const double tens[] = {
		1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9
	};

	return (double)d.digits / tens[d.scale];	/* both are exact */
}

/* Has a measure the word "over" outside quotes: does it add up a column? */
static bool
has_over(const char *text)
{
	bool quoted = false;

	if (text == NULL)
		return false;
	for (const char *p = text; *p != '\0'; p++) {
		quoted ^= *p == '\'';
		if (!quoted && strncmp(p, " over ", 6) == 0)
			return true;
	}
	return false;
}

bool
is_sum(const struct indicator *ind)
{
	return has_over(ind->count.text) || has_over(ind->of.text);
}

static void
share_interval(struct row *row)
{
	double low, high;

	if (!wilson((uint64_t)row->numerator.digits,
	    (uint64_t)row->denominator.digits, level_95.z, &low, &high))
		return;
	row->low = 100 * low;
	row->high = 100 * high;
}

static void
rate_interval(struct row *row)
{
	double low, high, per = (double)row->ind->per;

	poisson_interval(number(row->numerator), &level_95, &low, &high);
	row->low = per * low / number(row->denominator);
	row->high = per * high / number(row->denominator);
}

/* Sums are of cases that come together: no interval is true of them. */
static void
row_interval(struct row *row)
{
	if (row->count || row->numerator.scale > 0 ||
	    row->denominator.scale > 0 || opts.sums || is_sum(row->ind))
		return;
	if (row->ind->unit == UNIT_PERCENT)
		share_interval(row);
	else if (row->ind->unit == UNIT_RATE)
		rate_interval(row);
}

void
row_value(struct row *row)
{
	if (row->kind == KIND_VALUE) {
		row->available = !row->na;
		return;
	}
	row->available = !row->na && row->numerator.given &&
	    row->ind->unit != UNIT_MEDIAN && (row->count ||
	    (row->denominator.given && row->denominator.digits > 0));
	if (row->available) {
		row->value = row->count ? number(row->numerator) :
		    (double)row->ind->per * number(row->numerator) /
		    number(row->denominator);
		row_interval(row);
	} else if (row->kind == KIND_COMPARATOR && row->figure.given &&
	    !row->na) {
		row->available = true;
		row->value = number(row->figure);
	}
}

/* per * numerator / denominator against d, exactly unless it is beyond 127
 * bits. */
static int
compare(struct decimal num, struct decimal den, int64_t per,
    struct decimal d)
{
	__int128 left = num.digits, right = d.digits;
	bool over = __builtin_mul_overflow(left, per, &left);
	long double a, b;
	int i;

	over = __builtin_mul_overflow(right, den.digits, &right) || over;
	for (i = 0; i < den.scale + d.scale; i++)
		over = __builtin_mul_overflow(left, 10, &left) || over;
	for (i = 0; i < num.scale; i++)
		over = __builtin_mul_overflow(right, 10, &right) || over;
	if (!over)
		return (left > right) - (left < right);
	a = (long double)per * number(num) / number(den);
	b = number(d);
	return (a > b) - (a < b);
}

/* The value against d.  A median is half of what its row keeps in figure. */
static int
against(const struct row *row, struct decimal d)
{
	static const struct decimal one = { 1, 0, true }, two = { 2, 0, true };

	if (row->ind->unit == UNIT_MEDIAN)
		return compare(row->figure, two, 1, d);
	return compare(row->numerator, row->count ? one : row->denominator,
	    row->count ? 1 : row->ind->per, d);
}

const char *
row_verdict(const struct row *row)
{
	const struct indicator *ind = row->ind;
	int d;

	if (!row->available || row->kind != KIND_FIGURE)
		return "";
	if (ind->good_low.given) {
		if (against(row, ind->good_low) < 0)
			return "too-low";
		return against(row, ind->good_high) > 0 ? "too-high" :
		    "in-range";
	}
	if (ind->target.given) {
		d = against(row, ind->target);
		return (ind->direction == DIRECTION_DOWN ? d <= 0 : d >= 0) ?
		    "met" : "not-met";
	}
	return "";
}

enum {
	UPWARD = SPC_ABOVE | SPC_RUN_HIGH | SPC_TREND_UP | SPC_NEAR_HIGH,
	DOWNWARD = SPC_BELOW | SPC_RUN_LOW | SPC_TREND_DOWN | SPC_NEAR_LOW
};

/* Signals that point both ways say that something changed, and no more. */
const char *
row_change(const struct row *row)
{
	const struct indicator *ind = row->ind;
	bool up = (row->signals & UPWARD) != 0;
	bool down = (row->signals & DOWNWARD) != 0;

	if ((!up && !down) || row->chart == CHART_FUNNEL)
		return "";
	if (up && down)
		return "changed";
	switch (ind->direction) {
	case DIRECTION_UP:
		return up ? "improving" : "worsening";
	case DIRECTION_DOWN:
		return up ? "worsening" : "improving";
	case DIRECTION_RANGE:
		if (against(row, ind->good_low) < 0)
			return up ? "improving" : "worsening";
		if (against(row, ind->good_high) > 0)
			return up ? "worsening" : "improving";
		break;
	case DIRECTION_NONE:
	case DIRECTION_EXPLAIN:
		break;
	}
	return "changed";
}
