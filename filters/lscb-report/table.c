/* SPDX-License-Identifier: MIT */
/*
 * The table of lscb-limits, read into the rows of each indicator on the cards.
 * Rejected: a row whose dates or numbers are none, a verdict, signal or other
 * word that the labels have no words for, a period that was there already.
 * Dropped, and counted: breakdowns no card asks for, indicators on no card,
 * periods that end after the as-of date, and forecasts that rest on those;
 * windows the indicator is not shown by.  Holds the rows it keeps.  Their
 * order does not matter.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "report.h"
#include "rows.h"
#include "stats.h"
#include "table.h"
#include "tool.h"

const char *const table_names[N_COLUMNS] = {
	"indicator", "start", "end", "by", "group", "numerator",
	"denominator", "censored", "unmatched", "status", "value", "low", "high",
	"centre", "limit_low", "limit_high", "signal", "verdict", "change",
	"chart", "compared", "release", "restated", "was_numerator",
	"was_denominator", "was_value", "figure"
};

static bool
read_whole(struct field f, int64_t *out)
{
	*out = -1;
	return f.n == 0 || (num_int(f.p, f.n, out) && *out >= 0);
}

/* The same, where sums may have decimals or be below 0: those stand in value. */
static bool
read_sum(struct field f, int64_t *out, bool *by_value)
{
	int64_t digits;
	int scale;

	if (read_whole(f, out))
		return true;
	*by_value = true;
	*out = -1;
	return num_decimal(f.p, f.n, &digits, &scale);
}

static bool
read_real(struct field f, double *out)
{
	*out = NAN;
	return f.n == 0 || num_double(f.p, f.n, out);
}

/* What was published: numbers of the same kind.  The column that is wrong. */
static int
read_was(const struct field f[N_COLUMNS], struct was *was)
{
	if (!read_sum(f[COL_WAS_NUMERATOR], &was->numerator, &was->by_value))
		return COL_WAS_NUMERATOR;
	if (!read_sum(f[COL_WAS_DENOMINATOR], &was->denominator,
	    &was->by_value))
		return COL_WAS_DENOMINATOR;
	return read_real(f[COL_WAS_VALUE], &was->value) ? -1 : COL_WAS_VALUE;
}

/* The column whose field is no number or date; -1 when all are sound. */
int
table_row(const struct rec *rec, const int at[N_COLUMNS], struct row *row)
{
	static const struct field none;
	struct field f[N_COLUMNS];
	double figure;
	int i, bad;

	for (i = 0; i < N_COLUMNS; i++)
		f[i] = at[i] >= 0 ? rec->f[at[i]] : none;
	memset(row, 0, sizeof(*row));
	if (!read_sum(f[COL_NUMERATOR], &row->numerator, &row->by_value))
		return COL_NUMERATOR;
	if (!read_sum(f[COL_DENOMINATOR], &row->denominator,
	    &row->by_value) || (f[COL_DENOMINATOR].n > 0 &&
	    f[COL_DENOMINATOR].p[0] == '-'))
		return COL_DENOMINATOR;
	if (!read_whole(f[COL_CENSORED], &row->censored))
		return COL_CENSORED;
	if (!read_whole(f[COL_UNMATCHED], &row->unmatched))
		return COL_UNMATCHED;
	if (!read_real(f[COL_VALUE], &row->value))
		return COL_VALUE;
	/* Without a value to be read, what is no whole number is no count. */
	if (row->by_value && at[COL_VALUE] == -1)
		return COL_NUMERATOR;
	if (!read_real(f[COL_LOW], &row->low))
		return COL_LOW;
	if (!read_real(f[COL_HIGH], &row->high))
		return COL_HIGH;
	if (!read_real(f[COL_CENTRE], &row->centre))
		return COL_CENTRE;
	if (!read_real(f[COL_LIMIT_LOW], &row->limit_low))
		return COL_LIMIT_LOW;
	if (!read_real(f[COL_LIMIT_HIGH], &row->limit_high))
		return COL_LIMIT_HIGH;
	if ((bad = read_was(f, &row->was)) != -1)
		return bad;
	if (!read_real(f[COL_FIGURE], &figure))
		return COL_FIGURE;
	row->restated = field_eq(f[COL_RESTATED], "restated");
	row->charted = f[COL_CHART].n > 0 && !field_eq(f[COL_CHART], "funnel");
	row->short_series = field_eq(f[COL_CHART], "short");
	row->stale = field_eq(f[COL_STATUS], "stale");
	row->forecast = field_eq(f[COL_STATUS], "forecast");
	if (!row->stale && !row->forecast && !field_eq(f[COL_STATUS], "ok") &&
	    !field_eq(f[COL_STATUS], "na") && at[COL_STATUS] >= 0)
		return COL_STATUS;
	row->available = !field_eq(f[COL_STATUS], "na");
	return -1;
}

/* The dates of *row likewise; both columns are there. */
static int
read_dates(const struct rec *rec, const int at[N_COLUMNS], struct row *row)
{
	struct field start = rec->f[at[COL_START]], end = rec->f[at[COL_END]];

	row->start = date_parse(start.p, start.n);
	row->end = date_parse(end.p, end.n);
	if (row->start == DATE_NONE)
		return COL_START;
	if (row->end == DATE_NONE || row->end < row->start)
		return COL_END;
	return -1;
}

static const char *const wanted[N_COLUMNS] = {
	[COL_START] = "not a date, want YYYY-MM-DD",
	[COL_END] = "not a date from the start on, want YYYY-MM-DD",
	[COL_STATUS] = "want ok, na, stale or forecast",
};

void
table_reject(const struct rec *rec, int column)
{
	const char *what = wanted[column];

	tool_reject(rec, table_names[column], column == COL_STATUS ?
	    "bad-status" : what != NULL ? "bad-date" : "bad-number", "%s",
	    what != NULL ? what : column <= COL_UNMATCHED ?
	    "not a count, want a whole number from 0 or nothing" :
	    "not a number");
}

int
table_columns(const struct reader *rd, int at[N_COLUMNS], bool page,
    struct err *err)
{
	int i;

	for (i = 0; i < N_COLUMNS; i++) {
		at[i] = rd_col(rd, table_names[i]);
		if (at[i] == -1 && i != COL_VALUE && i < COL_CHANGE && (page || i == COL_NUMERATOR ||
		    i == COL_DENOMINATOR) &&
		    rd_need(rd, table_names[i], err) == -1) {
			if (i > COL_STATUS)
				return err_set(err, STATUS_DATA, "no-limits",
				    "no column '%s': this is a table of "
				    "counts; pass it through lscb-limits "
				    "first, or ask for --format csv",
				    table_names[i]);
			return -1;
		}
	}
	return 0;
}

/* What is said of the limits, not of the figure. */
static bool
is_note(struct field f, struct row *row)
{
	if (field_eq(f, "short"))
		row->short_series = true;
	else if (field_eq(f, "provisional"))
		row->early_limits = true;
	else
		return false;
	return true;
}

/* Codes with ; between them that labels have words for, without notes; NULL. */
static const char *
signals_of(struct report *r, struct field f, struct row *row)
{
	const char *codes = "", *p = f.p, *end = f.p + f.n, *to;

	for (; p < end; p = to + 1) {
		struct field one = { p, (size_t)(end - p) };
		char *code;

		to = memchr(p, ';', one.n);
		to = to == NULL ? end : to;
		one.n = (size_t)(to - p);
		if (is_note(one, row))
			continue;
		code = tool_need(arena_strndup(&r->mem, one.p, one.n));
		if (strlen(code) != one.n || say_of(r, "signal", code) == NULL)
			return NULL;
		codes = codes[0] == '\0' ? code : join(r, codes, ";", code);
	}
	return codes;
}

static const char *
text_in(struct report *r, struct field f)
{
	return f.n == 0 ? "" : tool_need(arena_strndup(&r->mem, f.p, f.n));
}

/* A code of the table, if the labels have words for it; else NULL. */
static const char *
code_of(struct report *r, const char *group, struct field f)
{
	char *code;

	if (f.n == 0)
		return "";
	code = tool_need(arena_strndup(&r->mem, f.p, f.n));
	return strlen(code) == f.n && say_of(r, group, code) != NULL ? code :
	    NULL;
}

static bool
is_separate(const struct indicator *ind, const struct row *row)
{
	if (row->start == row->end)	/* a snapshot */
		return true;
	return row->start == period_start(ind->period, row->end) &&
	    row->end + 1 == period_add(ind->period, row->start, 1);
}

static bool
is_window(const struct indicator *ind, const struct row *row)
{
	return ind->rolling_months > 0 &&
	    date_add_months(row->start, ind->rolling_months) == row->end + 1;
}

static void
keep(struct rows *rows, const struct row *row)
{
	rows->v = tool_need(grow(rows->v, rows->n, &rows->cap,
	    sizeof(*rows->v)));
	rows->v[rows->n++] = *row;
}

/* The codes of a row and whose it is; the column without words, or -1. */
static int
read_codes(struct report *r, const struct rec *rec, const int at[N_COLUMNS],
    struct row *row)
{
	static const struct field none;
	struct field f[N_COLUMNS];
	int i;

	for (i = 0; i < N_COLUMNS; i++)
		f[i] = at[i] >= 0 ? rec->f[at[i]] : none;
	row->by = text_in(r, f[COL_BY]);
	row->group = text_in(r, f[COL_GROUP]);
	row->figure = text_in(r, f[COL_FIGURE]);
	if ((row->signal = signals_of(r, f[COL_SIGNAL], row)) == NULL)
		return COL_SIGNAL;
	if ((row->verdict = code_of(r, "verdict", f[COL_VERDICT])) == NULL)
		return COL_VERDICT;
	if ((row->change = code_of(r, "change", f[COL_CHANGE])) == NULL)
		return COL_CHANGE;
	if ((row->compared = code_of(r, "compared", f[COL_COMPARED])) == NULL)
		return COL_COMPARED;
	if ((row->release = code_of(r, "release", f[COL_RELEASE])) == NULL)
		return COL_RELEASE;
	return -1;
}

static struct measure *
measure_of(const struct report *r, struct field id)
{
	size_t i;

	for (i = 0; i < r->n_measures; i++)
		if (field_eq(id, r->measures[i]->ind->id))
			return r->measures[i];
	return NULL;
}

static bool
is_asked(const struct measure *m, struct field by)
{
	size_t i;

	for (i = 0; i < m->n_asked; i++)
		if (field_eq(by, m->asked[i]))
			return true;
	return false;
}

/* Where a row belongs by its breakdown; NULL: nowhere. */
static struct rows *
kind_of(struct measure *m, struct field by, struct field group, bool forecast)
{
	if (by.n == 0 && group.n == 0)
		return forecast ? &m->forecast : &m->separate;
	if (forecast)
		return NULL;
	if (field_eq(by, "@comparator") && group.n > 0)
		return &m->comparators;
	return is_asked(m, by) ? &m->groups : NULL;
}

/* Why a sound row is not shown, or NULL and its place in *rows. */
static const char *
place(const struct report *r, const struct rec *rec, const int at[N_COLUMNS],
    const struct row *row, struct measure *m, struct rows **rows)
{
	if (m == NULL)
		return "not-on-a-card";
	*rows = kind_of(m, rec->f[at[COL_BY]], rec->f[at[COL_GROUP]],
	    row->forecast);
	if (*rows == NULL)
		return "breakdown";
	if (!row->forecast && r->as_of != DATE_NONE && row->end > r->as_of) {
		m->beyond = m->beyond || *rows == &m->separate;
		return "after-date";
	}
	if (*rows == &m->comparators || is_separate(m->ind, row))
		return NULL;
	if (row->forecast || !is_window(m->ind, row))
		return "other-period";
	if (*rows == &m->separate)
		*rows = &m->windows;
	return NULL;
}

void
row_settle(const struct indicator *ind, struct row *row)
{
	row->by_value = row->by_value || row->forecast ||
	    ind->unit == UNIT_MEDIAN;
	row->available = row->available && (row->by_value ?
	    !isnan(row->value) : row->numerator >= 0 &&
	    (ind->unit == UNIT_COUNT || row->denominator > 0));
}

static void
take(struct report *r, const struct rec *rec, const int at[N_COLUMNS],
    struct table *seen)
{
	struct measure *m = measure_of(r, rec->f[at[COL_INDICATOR]]);
	struct rows *rows = NULL;
	struct buf key = { 0 };
	const char *why;
	struct row row;
	int bad, added = 0;

	if ((bad = table_row(rec, at, &row)) != -1 ||
	    (bad = read_dates(rec, at, &row)) != -1) {
		table_reject(rec, bad);
		return;
	}
	if ((why = place(r, rec, at, &row, m, &rows)) != NULL) {
		stats_add(r->stats, STATS_DROPPED, why, 1);
		return;
	}
	if ((bad = read_codes(r, rec, at, &row)) != -1) {
		tool_reject(rec, table_names[bad], "no-label",
		    "labels.rec has no words for this one");
		return;
	}
	if (buf_printf(&key, "%s %ld %ld %zu %s %s %d", m->ind->id,
	    (long)row.start, (long)row.end, strlen(row.by), row.by, row.group,
	    row.forecast) == -1 ||
	    table_add(seen, key.p, key.n, &added) == SIZE_MAX)
		tool_need(NULL);
	buf_free(&key);
	if (!added) {
		tool_reject(rec, "end", "duplicate-figure",
		    "this indicator and period stood above already");
		return;
	}
	row_settle(m->ind, &row);
	keep(rows, &row);
	if (rows != &m->forecast)
		stats_add(r->stats, STATS_USED, NULL, 1);
}

static int
by_end(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return (x->start > y->start) - (x->start < y->start);
}

static int
by_group(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->group, y->group);

	return order != 0 ? order : by_end(a, b);
}

/* What is no series of figures: in order, and forecasts accounted for. */
static void
sort_others(struct report *r, struct measure *m)
{
	if (m->forecast.n > 0)
		qsort(m->forecast.v, m->forecast.n, sizeof(*m->forecast.v),
		    by_end);
	if (m->comparators.n > 0)
		qsort(m->comparators.v, m->comparators.n,
		    sizeof(*m->comparators.v), by_group);
	if (m->forecast.n == 0)
		return;
	/* They begin behind figures that this page does not have. */
	if (m->beyond)
		stats_add(r->stats, STATS_DROPPED, "after-date",
		    m->forecast.n);
	else
		stats_add(r->stats, STATS_USED, NULL, m->forecast.n);
	if (m->beyond)
		m->forecast.n = 0;
}

/*
 * Sorts, and lets the series begin with its first figure: before that there
 * was nothing to be missing.  A series without any figure stays as it is.
 */
static void
sort_rows(struct rows *rows)
{
	size_t first = 0;

	if (rows->n == 0)
		return;
	qsort(rows->v, rows->n, sizeof(*rows->v), by_end);
	while (first < rows->n && !rows->v[first].available)
		first++;
	if (first == rows->n)
		return;
	rows->n -= first;
	memmove(rows->v, rows->v + first, rows->n * sizeof(*rows->v));
}

int
table_read(struct report *r, char *const *files, size_t n, struct err *err)
{
	struct reader *rd;
	const struct rec *rec;
	struct table *seen;
	int at[N_COLUMNS];
	size_t i;

	if (rd_open(&rd, files, n, NULL, err) == -1)
		return -1;
	if (table_columns(rd, at, true, err) == -1) {
		rd_close(rd);
		return -1;
	}
	seen = tool_need(table_new());
	while ((rec = tool_next(rd)) != NULL)
		take(r, rec, at, seen);
	table_free(seen);
	rd_close(rd);
	for (i = 0; i < r->n_measures; i++) {
		sort_rows(&r->measures[i]->separate);
		sort_rows(&r->measures[i]->windows);
		sort_others(r, r->measures[i]);
	}
	return 0;
}
