/* SPDX-License-Identifier: MIT */
/*
 * A record of the table as a row.  Rejected: numbers that are none or cannot be,
 * a part larger than its whole, days that are none, a value that is no number.
 */
#include <string.h>

#include "limits.h"
#include "num.h"

/* Above this a double no longer holds every count. */
#define COUNT_MAX (INT64_C(1) << 53)

static const char value_by[] = "@value";

static bool
ends_with(struct field f, const char *s)
{
	size_t n = strlen(s);

	return f.n >= n && memcmp(f.p + f.n - n, s, n) == 0;
}

static enum kind
kind_of(const struct held *h, const struct rec *rec)
{
	struct field by;

	if (h->by < 0)
		return KIND_FIGURE;
	by = rec->f[h->by];
	if (field_eq(by, "@comparator"))
		return KIND_COMPARATOR;
	return field_eq(by, value_by) || ends_with(by, "+@value") ?
	    KIND_VALUE : KIND_FIGURE;
}

/* The row's indicator; a name the library does not know is plain. */
static const struct indicator *
indicator_of(struct held *h, const struct rec *rec)
{
	struct field f;

	if (opts.indicator != NULL)
		return h->set.v[0];
	if (h->indicator < 0)
		return &h->plain;
	f = rec->f[h->indicator];
	if (h->last != NULL && field_is(f, h->last_id.p, h->last_id.n))
		return h->last;
	h->last = indicators_find(&h->set, f.p, f.n);
	if (h->last == NULL)
		h->last = &h->plain;
	h->last_id.n = 0;
	need(buf_add(&h->last_id, f.p, f.n));
	return h->last;
}

/* Of -e of lscb-indicators, which has no definition. */
static bool
is_ad_hoc(struct field id)
{
	static const char name[] = "expression";

	return id.n >= sizeof(name) - 1 &&
	    memcmp(id.p, name, sizeof(name) - 1) == 0;
}

/*
 * A name that the library does not know would be read as a percentage, which a
 * rate or a median is not.
 */
static bool
is_known(struct held *h, const struct rec *rec, const struct indicator *ind)
{
	if (ind != &h->plain || opts.unit != NULL || opts.sums ||
	    h->indicator < 0 || is_ad_hoc(rec->f[h->indicator]))
		return true;
	tool_reject(rec, "indicator", "no-definition", "the library has no "
	    "indicator of this name: name its file with -i, or say with "
	    "--unit what the figures are");
	return false;
}

/* What may stand in a column of numbers. */
struct allowed {
	bool decimals, negative;
};

/* Trailing zeros say nothing: 12.50 is 12.5. */
static void
reduce(struct decimal *d)
{
	while (d->scale > 0 && d->digits % 10 == 0) {
		d->digits /= 10;
		d->scale--;
	}
}

static bool
read_number(const struct rec *rec, int at, const char *column,
    struct allowed may, struct decimal *out)
{
	struct field f = rec->f[at];

	memset(out, 0, sizeof(*out));
	out->given = f.n > 0;
	if (!out->given)
		return true;
	if (!num_decimal(f.p, f.n, &out->digits, &out->scale) ||
	    (!may.decimals && out->scale > 0))
		tool_reject(rec, column, "not-a-count", may.decimals ?
		    "want a number such as 12 or 12.5, or nothing" :
		    "want a whole number or nothing");
	else if (out->digits < 0 && !may.negative)
		tool_reject(rec, column, "negative-count",
		    "a count is never below nought");
	else if (out->digits > COUNT_MAX || out->digits < -COUNT_MAX)
		tool_reject(rec, column, "too-large",
		    "larger than any count of people");
	else {
		reduce(out);
		return true;
	}
	return false;
}

static bool
read_numbers(const struct held *h, const struct rec *rec, struct row *row)
{
	const struct indicator *ind = row->ind;
	bool sums = is_sum(ind) || (ind == &h->plain && opts.sums);
	bool mean = ind->unit == UNIT_MEAN || ind->unit == UNIT_MEDIAN;
	bool figure = row->kind != KIND_VALUE;
	struct allowed top = {
		figure && (sums || mean),
		figure && (mean || (sums && ind->unit == UNIT_COUNT))
	};
	struct allowed bottom = { figure && sums && !mean, false };

	return read_number(rec, h->numerator, "numerator", top,
	    &row->numerator) && read_number(rec, h->denominator,
	    "denominator", bottom, &row->denominator);
}

static bool
read_dates(const struct held *h, const struct rec *rec, struct row *row)
{
	struct field start, end;

	row->start = row->end = DATE_NONE;
	if (h->start < 0)
		return true;
	start = rec->f[h->start];
	end = rec->f[h->end];
	if (start.n == 0 && end.n == 0)
		return true;
	row->start = date_parse(start.p, start.n);
	row->end = date_parse(end.p, end.n);
	if (row->start == DATE_NONE || row->end == DATE_NONE) {
		tool_reject(rec, row->start == DATE_NONE ? "start" : "end",
		    "bad-date", "not a date, want YYYY-MM-DD");
		return false;
	}
	if (row->end < row->start) {
		tool_reject(rec, "end", "end-before-start",
		    "a period ends on or after the day it starts");
		return false;
	}
	return true;
}

/* Its length: whole months when it is so many, else days below 0. */
static int
span_of(date start, date end)
{
	int months;

	if (start == DATE_NONE)
		return 0;
	months = date_months(start, end + 1);
	if (months > 0 && date_add_months(start, months) == end + 1)
		return months;
	return start - end - 1;
}

/* What a value row counts: group is the group's, then the value. */
static bool
read_value(const struct held *h, const struct rec *rec, struct row *row)
{
	struct field f = h->group < 0 ? (struct field){ "", 0 } :
	    rec->f[h->group];
	size_t at = f.n;

	while (at > 0 && f.p[at - 1] != '+')
		at--;
	row->figure.given = num_decimal(f.p + at, f.n - at,
	    &row->figure.digits, &row->figure.scale) &&
	    row->figure.digits <= COUNT_MAX &&
	    row->figure.digits >= -COUNT_MAX;
	if (!row->figure.given)
		tool_reject(rec, "group", "not-a-value", "the group of a row "
		    "of values ends with a number");
	else if (!row->numerator.given)
		tool_reject(rec, "numerator", "not-a-count",
		    "a row of values says how many have it");
	else {
		reduce(&row->figure);
		return true;
	}
	return false;
}

static bool
read_figure(const struct held *h, const struct rec *rec, struct row *row)
{
	struct field f;

	if (h->figure < 0 || rec->f[h->figure].n == 0)
		return true;
	f = rec->f[h->figure];
	row->figure.given = num_decimal(f.p, f.n, &row->figure.digits,
	    &row->figure.scale) && row->figure.digits <= COUNT_MAX &&
	    row->figure.digits >= -COUNT_MAX;
	if (!row->figure.given)
		tool_reject(rec, "figure", "not-a-number",
		    "want a bare number, for example 14.4");
	else if (row->ind->unit == UNIT_PERCENT &&
	    (row->figure.digits < 0 || number(row->figure) > 100))
		tool_reject(rec, "figure", "not-a-share",
		    "a percentage is from 0 to 100");
	else if (row->ind->unit == UNIT_RATE && row->figure.digits < 0)
		tool_reject(rec, "figure", "negative-count",
		    "a rate is never below nought");
	else
		return true;
	return false;
}

/* What there is of, or why there is no value: counted. */
static void
note_missing(const struct held *h, const struct row *row)
{
	if (row->kind != KIND_FIGURE || row->count || row->na ||
	    !row->numerator.given)
		return;
	if (!row->denominator.given)
		stats_add(h->stats, STATS_QUERIED, "no-denominator", 1);
	else if (row->denominator.digits == 0)
		stats_add(h->stats, STATS_QUERIED, "zero-denominator", 1);
}

bool
intake(struct held *h, const struct rec *rec, struct row *row)
{
	static const struct row empty = {
		.start = DATE_NONE, .end = DATE_NONE, .was = NOT_PUBLISHED,
		.value = NAN, .low = NAN, .high = NAN, .centre = NAN,
		.limit_low = NAN, .limit_high = NAN, .warn_low = NAN,
		.warn_high = NAN
	};
	bool named = h->indicator >= 0 && opts.indicator == NULL;

	*row = empty;
	row->file = rec->file;
	row->line = rec->line;
	row->number = rec->number;
	row->ind = indicator_of(h, rec);
	row->kind = (uint8_t)kind_of(h, rec);
	if (!is_known(h, rec, row->ind) || !read_numbers(h, rec, row) || !read_dates(h, rec, row) ||
	    (row->kind == KIND_VALUE && !read_value(h, rec, row)) ||
	    (row->kind == KIND_COMPARATOR && !read_figure(h, rec, row)))
		return false;
	row->span = span_of(row->start, row->end);
	/* A count that -e made has no definition: it has no denominator. */
	row->count = row->ind->unit == UNIT_COUNT ||
	    (named && row->ind == &h->plain && opts.unit == NULL &&
	    row->kind != KIND_COMPARATOR && !row->denominator.given);
	if (h->status >= 0) {
		row->na = field_eq(rec->f[h->status], "na");
		row->stale = field_eq(rec->f[h->status], "stale");
	}
	/* Of nothing there is no part: not available, as it came. */
	if (row->kind != KIND_VALUE && !row->count &&
	    row->ind->unit == UNIT_PERCENT && row->numerator.given &&
	    row->denominator.digits > 0 &&
	    num_compare(row->numerator.digits, row->numerator.scale,
	    row->denominator.digits, row->denominator.scale) > 0) {
		tool_reject(rec, "numerator", "above-denominator",
		    "a part cannot be larger than its whole");
		return false;
	}
	row_value(row);
	note_missing(h, row);
	return true;
}
