/* SPDX-License-Identifier: MIT */
/*
 * All rows, because those of a series stand anywhere in the table.  Sorted by
 * series and time, a row stands beside those of its values and after the period
 * before.  Rejected: a figure or a value that is there twice, a mean or median
 * whose values do not add up to it.
 */
#include <stdlib.h>
#include <string.h>

#include "interval.h"
#include "limits.h"
#include "num.h"
#include "stats.h"

/* A field up to where the values of a value row begin. */
static struct field
without_value(struct field f)
{
	size_t n = f.n;

	while (n > 0 && f.p[n - 1] != '+')
		n--;
	return (struct field){ f.p, n > 0 ? n - 1 : 0 };
}

static struct field
field_at(const struct rec *rec, int at)
{
	return at < 0 ? (struct field){ "", 0 } : rec->f[at];
}

static void
key_add(struct buf *key, struct field f)
{
	need(buf_add(key, f.p, f.n));
	need(buf_addc(key, '\0'));
}

static struct field
keep(struct held *h, struct field f)
{
	const char *p = tool_need(arena_strndup(&h->mem, f.p, f.n));

	return (struct field){ p, f.n };
}

static uint32_t
name_of(struct held *h, struct field f)
{
	size_t i = table_add(h->names, f.p, f.n, NULL);

	if (i == SIZE_MAX)
		tool_need(NULL);
	return (uint32_t)i;
}

static void
series_new(struct held *h, struct field id, struct field by,
    struct field group, bool total)
{
	struct series *s;

	h->series = tool_need(grow(h->series, h->n_series, &h->cap_series,
	    sizeof(*h->series)));
	s = &h->series[h->n_series++];
	*s = (struct series){ .name = name_of(h, id), .by = name_of(h, by),
	    .id = keep(h, id), .by_text = keep(h, by),
	    .group = keep(h, group), .total = total, .first = h->n };
}

static uint32_t
series_of(struct held *h, const struct rec *rec, const struct row *row)
{
	struct field id = field_at(rec, h->indicator);
	struct field by = field_at(rec, h->by);
	struct field group = field_at(rec, h->group);
	bool total = h->by >= 0 && by.n == 0 && group.n == 0;
	struct buf *key = &h->key;
	size_t i;
	int added;

	key->n = 0;
	if (opts.indicator != NULL && h->indicator < 0)
		id = (struct field){ row->ind->id, strlen(row->ind->id) };
	if (row->kind == KIND_VALUE) {
		by = without_value(by);
		group = without_value(group);
		total = false;
	}
	key_add(key, id);
	key_add(key, by);
	key_add(key, group);
	for (i = 0; i < opts.series.n; i++) {
		key_add(key, rec->f[h->extra[i]]);
		total = total && rec->f[h->extra[i]].n == 0;
	}
	i = table_add(h->series_names, key->p, key->n, &added);
	if (i == SIZE_MAX || i >= UINT32_MAX)
		tool_need(NULL);
	if (added)
		series_new(h, id, by, group, total);
	else if (total)
		h->series[i].total = true;
	return (uint32_t)i;
}

void
held_add(struct held *h, const struct rec *rec, const struct row *row)
{
	struct row *r;

	if (h->n >= UINT32_MAX - 1)
		tool_refuse(STATUS_DATA, rec->file, rec->line, NULL,
		    "too-many-rows", "more than 4294967294 rows");
	h->rows = tool_need(grow(h->rows, h->n, &h->cap, sizeof(*h->rows)));
	r = &h->rows[h->n];
	*r = *row;
	if (h->file == NULL || rec->file_number != h->file_number)
		h->file = tool_need(arena_strdup(&h->mem, rec->file));
	h->file_number = rec->file_number;
	r->file = h->file;
	r->series = h->hold ? series_of(h, rec, row) : 0;
	r->text = h->text.n;
	for (size_t i = 0; i < rec->n; i++) {
		size_t from;

		if (i > 0)
			need(buf_addc(&h->text, ','));
		from = h->text.n;
		need(csv_append(&h->text, rec->f[i].p, rec->f[i].n));
		if ((int)i == h->status) {
			r->status_at = (uint32_t)(from - r->text);
			r->status_n = (uint32_t)(h->text.n - from);
		}
	}
	r->text_n = (uint32_t)(h->text.n - r->text);
	h->n++;
}

static int
by_number(double a, double b)
{
	return (a > b) - (a < b);
}

static int
by_time(const void *va, const void *vb, void *arg)
{
	const struct row *rows = arg;
	uint32_t x = *(const uint32_t *)va, y = *(const uint32_t *)vb;
	const struct row *a = &rows[x], *b = &rows[y];

	if (a->series != b->series)
		return a->series < b->series ? -1 : 1;
	if (a->span != b->span)
		return a->span < b->span ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == KIND_VALUE) {
		int c = by_number(number(a->figure), number(b->figure));

		if (c != 0)
			return c;
	}
	return (x > y) - (x < y);
}

static void
reject_row(const struct held *h, struct row *row, const char *column,
    const char *code, const char *text)
{
	struct rec rec = { .line = row->line, .number = row->number,
	    .file = row->file, .raw = h->text.p + row->text,
	    .raw_n = row->text_n };

	row->rejected = true;
	tool_reject(&rec, column, code, "%s", text);
}

/* Rows of one series and period, in order: the figure, then its values. */
struct period {
	struct held *h;
	size_t figures, n;	/* how many are figures, how many in all */
	const uint32_t *v;
};

static struct row *
period_row(const struct period *p, size_t i)
{
	return &p->h->rows[p->v[i]];
}

static void
reject_twice(const struct period *p)
{
	struct row *row, *before;

	for (size_t i = 1; i < p->n; i++) {
		row = period_row(p, i);
		before = period_row(p, i - 1);
		if (row->kind != before->kind)
			continue;
		if (row->kind == KIND_VALUE) {
			if (num_compare(row->figure.digits, row->figure.scale,
			    before->figure.digits, before->figure.scale) == 0)
				reject_row(p->h, row, "group",
				    "duplicate-figure", "this value stood "
				    "above already");
		} else if (row->start != DATE_NONE) {
			reject_row(p->h, row, "end", "duplicate-figure",
			    "this series and period stood above already; "
			    "another column that tells series apart is named "
			    "by --series");
		}
	}
}

/* digits of d with nine places; false beyond 127 bits with times. */
static bool
nano(struct decimal d, int64_t times, __int128 *out)
{
	__int128 v = d.digits;

	for (int i = d.scale; i < 9; i++)
		v *= 10;
	return !__builtin_mul_overflow(v, times, out);
}

/* Do the values make what the figure was made of? */
static bool
values_agree(const struct period *p, const struct row *row)
{
	__int128 sum = 0, one;
	int64_t n = 0;

	for (size_t i = p->figures; i < p->n; i++) {
		const struct row *v = period_row(p, i);

		if (v->rejected)
			continue;
		if (__builtin_add_overflow(n, v->numerator.digits, &n) ||
		    (v->denominator.given && v->denominator.digits !=
		    row->denominator.digits))
			return false;
		if (!nano(v->figure, v->numerator.digits, &one) ||
		    __builtin_add_overflow(sum, one, &sum))
			return false;
	}
	return n == row->denominator.digits &&
	    nano(row->numerator, 1, &one) && sum == one;
}

/* The value at a rank, from 1, of all in order. */
static const struct row *
ranked(const struct period *p, uint64_t rank)
{
	uint64_t n = 0;
	const struct row *v = NULL;

	for (size_t i = p->figures; i < p->n && n < rank; i++) {
		if (period_row(p, i)->rejected)
			continue;
		v = period_row(p, i);
		n += (uint64_t)v->numerator.digits;
	}
	return v;
}

static void
settle_mean(const struct period *p, struct row *row)
{
	uint64_t n = (uint64_t)row->denominator.digits;
	double sum = 0, d, half;

	if (n < 2)
		return;
	for (size_t i = p->figures; i < p->n; i++) {
		const struct row *v = period_row(p, i);

		if (v->rejected)
			continue;
		d = number(v->figure) - row->value;
		sum += number(v->numerator) * d * d;
	}
	half = mean_half(sqrt(sum / (double)(n - 1)), n);
	row->low = row->value - half;
	row->high = row->value + half;
}

/* a + b, as a decimal; false if it has too many digits. */
static bool
add(struct decimal a, struct decimal b, struct decimal *out)
{
	for (; a.scale < b.scale; a.scale++)
		if (__builtin_mul_overflow(a.digits, 10, &a.digits))
			return false;
	for (; b.scale < a.scale; b.scale++)
		if (__builtin_mul_overflow(b.digits, 10, &b.digits))
			return false;
	out->scale = a.scale;
	out->given = true;
	return !__builtin_add_overflow(a.digits, b.digits, &out->digits);
}

static void
settle_median(const struct period *p, struct row *row)
{
	uint64_t n = (uint64_t)row->denominator.digits, r = median_rank(n);

	/* The one in the middle, or the two: half of their sum. */
	if (!add(ranked(p, (n + 1) / 2)->figure, ranked(p, n / 2 + 1)->figure,
	    &row->figure)) {
		reject_row(p->h, row, "numerator", "too-large",
		    "values with more digits than can be added");
		return;
	}
	row->available = true;
	row->value = number(row->figure) / 2;
	if (r > 0) {
		row->low = number(ranked(p, r)->figure);
		row->high = number(ranked(p, n + 1 - r)->figure);
	}
}

static void
settle_figure(const struct period *p, struct row *row)
{
	enum unit unit = row->ind->unit;

	if (row->kind != KIND_FIGURE || row->rejected || row->na ||
	    (unit != UNIT_MEAN && unit != UNIT_MEDIAN) ||
	    !row->numerator.given || row->denominator.digits == 0)
		return;
	if (p->figures == p->n)
		stats_add(p->h->stats, STATS_QUERIED, "no-values", 1);
	else if (!values_agree(p, row))
		reject_row(p->h, row, "numerator", "values-disagree",
		    "the rows of its values do not add up to it");
	else if (unit == UNIT_MEAN)
		settle_mean(p, row);
	else
		settle_median(p, row);
}

static void
settle_period(const struct period *p)
{
	reject_twice(p);
	for (size_t i = 0; i < p->figures; i++)
		settle_figure(p, period_row(p, i));
	if (p->figures == 0 && period_row(p, 0)->kind == KIND_VALUE)
		stats_add(p->h->stats, STATS_QUERIED, "values-alone", p->n);
}

static bool
same_period(const struct row *a, const struct row *b)
{
	return a->series == b->series && a->span == b->span &&
	    a->start == b->start;
}

void
held_settle(struct held *h)
{
	struct period p = { .h = h };

	h->order = tool_need(malloc((h->n + 1) * sizeof(*h->order)));
	for (size_t i = 0; i < h->n; i++)
		h->order[i] = (uint32_t)i;
	qsort_r(h->order, h->n, sizeof(*h->order), by_time, h->rows);
	for (size_t i = 0; i < h->n; i += p.n) {
		p.v = h->order + i;
		p.figures = 0;
		for (p.n = 0; i + p.n < h->n && same_period(&h->rows[p.v[0]],
		    &h->rows[p.v[p.n]]); p.n++)
			p.figures += h->rows[p.v[p.n]].kind != KIND_VALUE;
		settle_period(&p);
	}
}

bool
held_next(const struct held *h, struct stretch *s)
{
	const struct row *first, *row;

	s->from = s->to;
	if (s->from >= h->n)
		return false;
	first = &h->rows[h->order[s->from]];
	for (s->to++; s->to < h->n; s->to++) {
		row = &h->rows[h->order[s->to]];
		if (row->series != first->series || row->span != first->span)
			break;
	}
	return true;
}

void
held_free(struct held *h)
{
	rd_close(h->rd);
	indicators_free(&h->set);
	buf_free(&h->last_id);
	buf_free(&h->text);
	buf_free(&h->line);
	buf_free(&h->key);
	table_free(h->series_names);
	table_free(h->names);
	arena_free(&h->mem);
	published_free(h->published);
	rebases_free(h->rebases);
	free(h->rows);
	free(h->series);
	free(h->order);
	free(h->forecasts);
	free(h->extra);
}
