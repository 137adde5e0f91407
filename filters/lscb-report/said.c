/* SPDX-License-Identifier: MIT */
/*
 * What is said about a figure beyond the figure itself: the control chart in
 * words, where the line goes if nothing changes, other areas, what was
 * published before, who has not had their time.  Never whether a change is
 * good where the definition says that it has to be explained.
 */
#include <math.h>
#include <string.h>

#include "num.h"
#include "report.h"
#include "tool.h"

/* Limits hold for separate periods alone. */
static const struct row *
last_separate(const struct measure *m)
{
	return m->separate.n == 0 ? NULL : &m->separate.v[m->separate.n - 1];
}

static const char *
change_words(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	const char *change = row->change;

	if (change[0] == '\0')
		return NULL;
	/* Whoever wrote the table: up or down may both be good there. */
	if (ind->direction == DIRECTION_EXPLAIN ||
	    ind->direction == DIRECTION_NONE)
		change = "changed";
	return say(r, join(r, "change", "-", change), NULL);
}

const char *
change_said(struct report *r, const struct measure *m)
{
	const struct row *row = last_separate(m);
	const char *s = row == NULL ? NULL : change_words(r, m->ind, row);

	return s == NULL ? NULL : say(r, "earlier", "period", period_short(r,
	    row->start, row->end), "value", s, NULL);
}

const char *
variation_words(struct report *r, const struct measure *m)
{
	const struct row *row = last_separate(m);
	const char *change, *s;

	if (row == NULL)
		return NULL;
	change = change_words(r, m->ind, row);
	if (row->signal[0] != '\0')
		s = listed(r, change, signal_words(r, row->signal));
	else if (row->short_series)
		return say(r, "no-limits", NULL);
	else if (row->charted && row->available && !row->stale &&
	    !isnan(row->limit_low) && !isnan(row->limit_high))
		s = say(r, "ordinary", NULL);
	else
		return NULL;
	if (row->early_limits)
		s = listed(r, s, say(r, "early-limits", NULL));
	return say(r, "earlier", "period", period_short(r, row->start,
	    row->end), "value", s, NULL);
}

/* Of the last period drawn on to; the period is named with its length. */
const char *
forecast_words(struct report *r, const struct measure *m)
{
	const struct row *row;
	const char *s, *label;

	if (m->forecast.n == 0)
		return NULL;
	row = &m->forecast.v[m->forecast.n - 1];
	if (!row->available)
		return NULL;
	label = row->start == row->end ? "day" : grain_name(m->ind->period);
	s = say(r, join(r, "forecast", "-", label), "value", value_words(r,
	    m->ind, row), "period", period_short(r, row->start, row->end),
	    NULL);
	if (!isnan(row->low) && !isnan(row->high))
		s = say(r, "noted", "text", s, "note", range_words(r, m->ind,
		    "forecast-range", row->low, row->high), NULL);
	return s;
}

const char *
restated_mark(struct report *r)
{
	r->said_restated = true;
	return say(r, "mark-restated", NULL);
}

const char *
row_marks(struct report *r, const struct row *row)
{
	const char *s = "";

	if (row == NULL)
		return s;
	if (row->available && strcmp(row->release, "provisional") == 0) {
		s = say(r, "mark-provisional", NULL);
		r->said_provisional = true;
	}
	if (!row->restated)
		return s;
	return s[0] == '\0' ? restated_mark(r) : join(r, s, " ",
	    restated_mark(r));
}

const char *
marked(struct report *r, const char *value, const char *marks)
{
	return marks[0] == '\0' ? value : join(r, value, " ", marks);
}

const char *
was_words(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	struct row was = { .start = row->start, .end = row->end,
	    .available = true };
	const char *value, *counts = "";

	if (!row->restated)
		return NULL;
	was.numerator = row->was.numerator;
	was.denominator = row->was.denominator;
	was.value = row->was.value;
	was.by_value = row->was.by_value || ind->unit == UNIT_MEDIAN;
	was.available = was.by_value ? !isnan(was.value) :
	    was.numerator >= 0 && (ind->unit == UNIT_COUNT ||
	    was.denominator > 0);
	value = value_words(r, ind, &was);
	if (was.available)
		counts = counts_words(r, ind, &was);
	if (counts[0] != '\0')
		value = say(r, "noted", "text", value, "note", counts, NULL);
	return say(r, "was", "value", value, NULL);
}

/* Of the figure and of the earlier ones that are told. */
const char *
restated_words(struct report *r, const struct measure *m,
    const struct row *row)
{
	const struct row *rows[MAX_EARLIER + 1] = { row };
	size_t i, n = earlier_rows(m, row, rows + 1) + 1;
	const char *list = NULL, *was;

	for (i = 0; i < n; i++) {
		was = was_words(r, m->ind, rows[i]);
		if (was != NULL)
			list = listed(r, list, say(r, "restated", "period",
			    period_short(r, rows[i]->start, rows[i]->end),
			    "value", value_words(r, m->ind, rows[i]), "was",
			    was, NULL));
	}
	return list;
}

const char *
censored_words(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	const char *label;

	if (row == NULL || row->censored <= 0)
		return NULL;
	if (ind->unit == UNIT_COUNT)
		label = row->censored == 1 ? "censored-count-one" :
		    "censored-count";
	else
		label = row->censored == 1 ? "censored-one" : "censored";
	return say(r, label, "n", number_words(r, row->censored), NULL);
}

double
comparator_value(const struct indicator *ind, const struct row *row)
{
	double v = NAN;

	if (row->available)
		return value_of(ind, row);
	if (row->figure[0] != '\0')
		(void)num_double(row->figure, strlen(row->figure), &v);
	return isnan(v) ? row->value : v;
}

/* The newest, then by name. */
static bool
before(const struct row *a, const struct row *b)
{
	return a->end != b->end ? a->end > b->end :
	    strcmp(a->group, b->group) < 0;
}

size_t
comparators(const struct measure *m, const struct row **out, size_t max,
    size_t *n)
{
	const struct rows *rows = &m->comparators;
	const struct row *row, *held;
	size_t i, j, kept = 0;

	*n = 0;
	for (i = 0; i < rows->n; i++) {
		row = &rows->v[i];
		if (isnan(comparator_value(m->ind, row)))
			continue;
		/* A later one of this area with a figure comes behind it. */
		for (j = i + 1; j < rows->n && strcmp(rows->v[j].group,
		    row->group) == 0; j++)
			if (!isnan(comparator_value(m->ind, &rows->v[j])))
				break;
		if (j < rows->n && strcmp(rows->v[j].group, row->group) == 0)
			continue;
		(*n)++;
		if (kept < max)
			out[kept++] = row;
		else if (max > 0 && before(row, out[kept - 1]))
			out[kept - 1] = row;
		for (j = kept; j-- > 1 && before(out[j], out[j - 1]);) {
			held = out[j];
			out[j] = out[j - 1];
			out[j - 1] = held;
		}
	}
	return kept;
}

/* A published figure stands with the digits it was published with. */
const char *
comparator_words(struct report *r, const struct indicator *ind,
    const struct row *row, bool bare)
{
	const char *area = say_of(r, "area", row->group), *value;
	char digits[400];
	int64_t number;
	int scale;

	if (row->available && value_digits(ind, row, digits, sizeof(digits)))
		value = grouped(r, digits);
	else if (num_decimal(row->figure, strlen(row->figure), &number,
	    &scale))
		value = grouped(r, row->figure);
	else {
		bound_digits(ind, comparator_value(ind, row), digits,
		    sizeof(digits));
		value = grouped(r, digits);
	}
	if (!bare || ind->unit == UNIT_PERCENT)
		value = in_unit(r, ind, value);
	return say(r, "comparator", "area", area != NULL ? area : row->group,
	    "period", period_short(r, row->start, row->end), "value", value,
	    NULL);
}

const char *
comparators_words(struct report *r, const struct measure *m, size_t max)
{
	const struct row *rows[8];
	const char *list = NULL;
	size_t i, n, all;

	n = comparators(m, rows, max < 8 ? max : 8, &all);
	if (n == 0)
		return NULL;
	for (i = 0; i < n; i++)
		list = listed(r, list, comparator_words(r, m->ind, rows[i],
		    false));
	if (all > n)
		list = listed(r, list, say(r, "comparators-more", "n",
		    number_words(r, (int64_t)(all - n)), NULL));
	return say(r, "comparators", "list", list, NULL);
}
