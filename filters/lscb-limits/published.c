/* SPDX-License-Identifier: MIT */
/*
 * The table as it was published before: any with the same columns that tell rows
 * apart, numerator and denominator, and value if it has one.  Refused: a number
 * that is none, a row that is there twice.  Holds one entry per row.
 */
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "num.h"

struct was {
	struct decimal numerator, denominator;
	struct field value;	/* as it was written */
	bool met;
};

enum { MAX_KEYS = 5 };
static const char *const key_names[MAX_KEYS] = {
	"indicator", "start", "end", "by", "group"
};

struct published {
	struct table *keys;
	struct was *v;
	size_t n, cap;
	struct arena mem;
	int at[MAX_KEYS];	/* in the new table; -1: it has no such column */
	int was_at[MAX_KEYS];
	int *extra;		/* of opts.series, in the old one */
	int numerator, denominator, value, status;
};

static void
key_of(const struct rec *rec, const int *at, const int *here,
    const int *extra, struct buf *key)
{
	key->n = 0;
	for (int i = 0; i < MAX_KEYS; i++)
		if (here[i] >= 0) {
			need(buf_add(key, rec->f[at[i]].p, rec->f[at[i]].n));
			need(buf_addc(key, '\0'));
		}
	for (size_t i = 0; i < opts.series.n; i++) {
		need(buf_add(key, rec->f[extra[i]].p, rec->f[extra[i]].n));
		need(buf_addc(key, '\0'));
	}
}

static int
read_was(struct decimal *d, const struct rec *rec, int at, const char *column,
    struct err *err)
{
	struct field f = rec->f[at];

	memset(d, 0, sizeof(*d));
	d->given = f.n > 0;
	if (!d->given || num_decimal(f.p, f.n, &d->digits, &d->scale))
		return 0;
	err_set(err, STATUS_DATA, "not-a-count", "want a number such as 12 or "
	    "12.5, or nothing");
	return err_at(err, rec->file, rec->line, column);
}

static int
add(struct published *p, const struct rec *rec, struct buf *key,
    struct err *err)
{
	struct was w = { .value = { "", 0 } };
	int added;

	if (p->status >= 0 && field_eq(rec->f[p->status], "forecast"))
		return 0;
	if (read_was(&w.numerator, rec, p->numerator, "numerator", err) != 0 ||
	    read_was(&w.denominator, rec, p->denominator, "denominator",
	    err) != 0)
		return -1;
	key_of(rec, p->was_at, p->at, p->extra, key);
	if (table_add(p->keys, key->p == NULL ? "" : key->p, key->n,
	    &added) == SIZE_MAX)
		tool_need(NULL);
	if (!added) {
		err_set(err, STATUS_DATA, "duplicate-figure",
		    "this series and period stood above already");
		return err_at(err, rec->file, rec->line, NULL);
	}
	if (p->value >= 0)
		w.value = (struct field){ tool_need(arena_strndup(&p->mem,
		    rec->f[p->value].p, rec->f[p->value].n)),
		    rec->f[p->value].n };
	p->v = tool_need(grow(p->v, p->n, &p->cap, sizeof(*p->v)));
	p->v[p->n++] = w;
	return 0;
}

static int
find_columns(struct published *p, const struct held *h, struct reader *rd,
    struct err *err)
{
	for (int i = 0; i < MAX_KEYS; i++) {
		p->at[i] = rd_col(h->rd, key_names[i]);
		if (p->at[i] >= 0 && (p->was_at[i] = rd_need(rd, key_names[i],
		    err)) < 0)
			return -1;
	}
	p->extra = tool_need(calloc(opts.series.n + 1, sizeof(int)));
	for (size_t i = 0; i < opts.series.n; i++)
		if ((p->extra[i] = rd_need(rd, opts.series.items[i], err)) < 0)
			return -1;
	p->value = rd_col(rd, "value");
	p->status = rd_col(rd, "status");
	if ((p->numerator = rd_need(rd, "numerator", err)) < 0 ||
	    (p->denominator = rd_need(rd, "denominator", err)) < 0)
		return -1;
	return 0;
}

int
published_read(struct published **out, struct held *h, const char *path,
    struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	struct published *p;
	struct reader *rd;
	const struct rec *rec;
	struct buf key = { 0 };
	int rc;

	if (rd_open(&rd, paths, 1, NULL, err) != 0)
		return -1;
	p = *out = tool_need(calloc(1, sizeof(*p)));
	p->keys = tool_need(table_new());
	rc = find_columns(p, h, rd, err);
	while (rc == 0 && (rc = rd_next(rd, &rec, err)) == 1)
		rc = add(p, rec, &key, err);
	buf_free(&key);
	rd_close(rd);
	return rc;
}

uint32_t
published_find(struct published *p, const struct held *h,
    const struct rec *rec)
{
	struct buf key = { 0 };
	size_t i;

	key_of(rec, p->at, p->at, h->extra, &key);
	i = table_find(p->keys, key.p == NULL ? "" : key.p, key.n);
	buf_free(&key);
	if (i == SIZE_MAX)
		return NOT_PUBLISHED;
	p->v[i].met = true;
	return (uint32_t)i;
}

static bool
same(struct decimal a, struct decimal b)
{
	return a.given == b.given && (!a.given ||
	    num_compare(a.digits, a.scale, b.digits, b.scale) == 0);
}

bool
is_restated(const struct published *p, const struct row *row)
{
	const struct was *w;
	double v;

	if (row->was == NOT_PUBLISHED)
		return false;
	w = &p->v[row->was];
	if (!same(w->numerator, row->numerator) ||
	    !same(w->denominator, row->denominator))
		return true;
	/* The middle may move while the sum stays. */
	return row->ind->unit == UNIT_MEDIAN && row->kind == KIND_FIGURE &&
	    row->available && num_double(w->value.p, w->value.n, &v) &&
	    fabs(v - row->value) > 1e-12 * fabs(v);
}

static void
put_decimal(struct buf *b, struct decimal d)
{
	char text[40] = "";

	if (d.given)
		decimal_format(d, text, sizeof(text));
	need(buf_puts(b, text));
}

void
put_was(const struct published *p, const struct row *row, struct buf *b)
{
	const struct was *w = &p->v[row->was];
	struct row old = *row;

	put_decimal(b, w->numerator);
	need(buf_addc(b, ','));
	put_decimal(b, w->denominator);
	need(buf_addc(b, ','));
	if (p->value >= 0) {
		need(csv_append(b, w->value.p, w->value.n));
		return;
	}
	old.numerator = w->numerator;
	old.denominator = w->denominator;
	old.value = NAN;
	old.na = false;
	old.kind = KIND_FIGURE;
	if (row->kind == KIND_FIGURE)
		row_value(&old);
	put_number(b, old.value);
}

size_t
published_gone(const struct published *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += !p->v[i].met;
	return n;
}

void
published_free(struct published *p)
{
	if (p == NULL)
		return;
	table_free(p->keys);
	arena_free(&p->mem);
	free(p->v);
	free(p->extra);
	free(p);
}
