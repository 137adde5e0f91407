/* SPDX-License-Identifier: MIT */
/*
 * A table of counts as lscb-indicators writes it, held whole.  Refused, with
 * the line: days that are none, counts that are none or too large, a window and
 * group that stand there twice.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "reconcile.h"

enum {
	INDICATOR, START, END, BY, GROUP, NUMERATOR, DENOMINATOR, N_NEEDED,
	CENSORED = N_NEEDED, UNMATCHED, STATUS, N_COLUMNS
};

static const char *const columns[N_COLUMNS] = {
	"indicator", "start", "end", "by", "group", "numerator", "denominator",
	"censored", "unmatched", "status"
};

/* The text, held once. */
static const char *
intern(struct counts *t, struct field f)
{
	int added;
	size_t i = table_add(t->names, f.p, f.n, &added);
	void *v;

	if (i == SIZE_MAX)
		tool_need(NULL);
	if (!added)
		return t->texts[i];
	v = tool_need(grow(t->texts, t->n_texts, &t->cap_texts,
	    sizeof(*t->texts)));
	t->texts = v;
	t->texts[t->n_texts++] = tool_need(arena_strndup(&t->mem, f.p, f.n));
	return t->texts[i];
}

static struct field
cell(const struct rec *rec, const int *at, int column)
{
	static const struct field none = { "", 0 };

	return at[column] < 0 ? none : rec->f[at[column]];
}

static _Noreturn void
refuse(const struct rec *rec, int column, const char *code, const char *text)
{
	tool_refuse(STATUS_DATA, rec->file, rec->line, columns[column], code,
	    text);
}

static date
read_day(const struct rec *rec, const int *at, int column)
{
	struct field f = cell(rec, at, column);
	date d = date_parse(f.p, f.n);

	if (d == DATE_NONE)
		refuse(rec, column, "bad-date", "want YYYY-MM-DD");
	return d;
}

static struct decimal
read_amount(const struct rec *rec, const int *at, int column, int places)
{
	struct field f = cell(rec, at, column);
	struct decimal d = { 0 };

	if (f.n == 0)
		return d;
	if (!num_decimal(f.p, f.n, &d.digits, &d.scale) || d.scale > places ||
	    d.digits < 0 || d.digits > DIGITS_MAX)
		refuse(rec, column, "not-a-count", "want a number of people or "
		    "events, of at most ten digits, or nothing");
	d.given = true;
	return d;
}

static int64_t
read_whole(const struct rec *rec, const int *at, int column)
{
	struct decimal d = read_amount(rec, at, column, 0);

	return d.given ? d.digits : -1;
}

static size_t
key_add(struct table *keys, const struct row *r, int *added)
{
	struct buf b = { 0 };
	size_t i = SIZE_MAX;

	if (buf_printf(&b, "%s%c%d %d %s%c%s", r->indicator, 0, r->start,
	    r->end, r->by, 0, r->group) == 0)
		i = table_add(keys, b.p, b.n, added);
	buf_free(&b);
	if (i == SIZE_MAX)
		tool_need(NULL);
	return i;
}

static void
add_row(struct counts *t, const struct rec *rec, const int *at)
{
	struct row r = { 0 };
	int added;
	void *v;

	r.indicator = intern(t, cell(rec, at, INDICATOR));
	r.start = read_day(rec, at, START);
	r.end = read_day(rec, at, END);
	r.by = intern(t, cell(rec, at, BY));
	r.group = intern(t, cell(rec, at, GROUP));
	r.c.num = read_amount(rec, at, NUMERATOR, SUM_PLACES);
	r.c.den = read_amount(rec, at, DENOMINATOR, SUM_PLACES);
	r.censored = read_whole(rec, at, CENSORED);
	r.unmatched = read_whole(rec, at, UNMATCHED);
	r.status = intern(t, cell(rec, at, STATUS));
	(void)key_add(t->keys, &r, &added);
	if (!added)
		refuse(rec, INDICATOR, "duplicate-count", "this indicator, "
		    "period and group stand above already");
	v = tool_need(grow(t->v, t->n, &t->cap, sizeof(*t->v)));
	t->v = v;
	t->v[t->n++] = r;
}

static const struct counts *sorting;

static int
series_compare(const struct row *x, const char *indicator, const char *by,
    const char *group)
{
	int d = strcmp(x->indicator, indicator);

	if (d == 0)
		d = strcmp(x->by, by);
	return d != 0 ? d : strcmp(x->group, group);
}

static int
by_series(const void *a, const void *b)
{
	const struct row *x = &sorting->v[*(const size_t *)a];
	const struct row *y = &sorting->v[*(const size_t *)b];
	int d = series_compare(x, y->indicator, y->by, y->group);

	if (d == 0)
		d = (x->start > y->start) - (x->start < y->start);
	return d != 0 ? d : (x->end > y->end) - (x->end < y->end);
}

void
counts_read(struct counts *t, const char *path)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	int at[N_COLUMNS], rc;
	const struct rec *rec;
	struct reader *rd;
	struct err err;

	t->file = path;
	t->keys = tool_need(table_new());
	t->names = tool_need(table_new());
	if (rd_open(&rd, paths, 1, NULL, &err) != 0)
		tool_die(&err);
	for (int i = 0; i < N_COLUMNS; i++) {
		at[i] = i < N_NEEDED ? rd_need(rd, columns[i], &err) :
		    rd_col(rd, columns[i]);
		if (at[i] < 0 && i < N_NEEDED)
			tool_die(&err);
	}
	while ((rc = rd_next(rd, &rec, &err)) == 1)
		add_row(t, rec, at);
	if (rc != 0)
		tool_die(&err);
	rd_close(rd);
	t->order = tool_need(calloc(t->n + 1, sizeof(*t->order)));
	for (size_t i = 0; i < t->n; i++)
		t->order[i] = i;
	sorting = t;
	if (t->n > 1)
		qsort(t->order, t->n, sizeof(*t->order), by_series);
}

void
counts_free(struct counts *t)
{
	table_free(t->keys);
	table_free(t->names);
	free(t->texts);
	free(t->order);
	free(t->v);
	arena_free(&t->mem);
}

const struct row *
counts_find(const struct counts *t, const char *indicator, date start,
    date end, const char *by, const char *group)
{
	struct buf b = { 0 };
	size_t i;

	if (buf_printf(&b, "%s%c%d %d %s%c%s", indicator, 0, start, end, by,
	    0, group) != 0)
		tool_need(NULL);
	i = table_find(t->keys, b.p, b.n);
	buf_free(&b);
	return i == SIZE_MAX ? NULL : &t->v[i];
}

/* The first place in order that is not before the series. */
static size_t
lower_bound(const struct counts *t, const char *indicator, const char *by,
    const char *group)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (series_compare(&t->v[t->order[mid]], indicator, by,
		    group) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
counts_series(const struct counts *t, const char *indicator, const char *by,
    const char *group, size_t *first, size_t *n)
{
	size_t i = lower_bound(t, indicator, by, group);

	*first = i;
	while (i < t->n && series_compare(&t->v[t->order[i]], indicator, by,
	    group) == 0)
		i++;
	*n = i - *first;
}

bool
counts_has(const struct counts *t, const char *indicator)
{
	size_t i = lower_bound(t, indicator, "", "");

	return i < t->n &&
	    strcmp(t->v[t->order[i]].indicator, indicator) == 0;
}

/* The value of a row of values of this one, as text, or NULL. */
static const char *
value_of(const struct row *r, const struct row *v)
{
	size_t by = strlen(r->by), group = strlen(r->group);

	if (v->start != r->start || v->end != r->end ||
	    strcmp(v->indicator, r->indicator) != 0)
		return NULL;
	if (by == 0)
		return strcmp(v->by, "@value") == 0 ? v->group : NULL;
	if (strncmp(v->by, r->by, by) != 0 ||
	    strcmp(v->by + by, "+@value") != 0 ||
	    strncmp(v->group, r->group, group) != 0 || v->group[group] != '+')
		return NULL;
	return v->group + group + 1;
}

struct value {
	struct decimal value;
	int64_t rows;
};

static int
by_value(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return num_compare(x->value.digits, x->value.scale, y->value.digits,
	    y->value.scale);
}

/* The value of the k-th row, from 0. */
static struct decimal
kth(const struct value *v, int64_t k)
{
	while (k >= v->rows)
		k -= v++->rows;
	return v->value;
}

static void
middle_of(struct value *v, size_t n, struct counted *c)
{
	int64_t rows = 0;

	if (n > 1)
		qsort(v, n, sizeof(*v), by_value);
	for (size_t i = 0; i < n; i++)
		rows += v[i].rows;
	if (rows == 0)
		return;
	c->middle = kth(v, (rows - 1) / 2);
	if (!decimal_add(&c->middle, kth(v, rows / 2), 1))
		c->middle.given = false;
}

void
counts_middle(const struct counts *t, const struct row *r, struct counted *c)
{
	struct value *v = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < t->n; i++) {
		const char *text = value_of(r, &t->v[i]);
		struct value x = { 0 };

		if (text == NULL || !t->v[i].c.num.given ||
		    !num_decimal(text, strlen(text), &x.value.digits,
		    &x.value.scale) || x.value.scale > SUM_PLACES ||
		    x.value.digits < 0 || x.value.digits > DIGITS_MAX)
			continue;
		x.value.given = true;
		x.rows = t->v[i].c.num.digits;
		v = tool_need(grow(v, n, &cap, sizeof(*v)));
		v[n++] = x;
	}
	middle_of(v, n, c);
	free(v);
}
