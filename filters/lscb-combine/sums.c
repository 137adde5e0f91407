/* SPDX-License-Identifier: MIT */
/*
 * See sums.h.  What does not add up:
 *
 * A population is the same in every table, and must be.
 *
 * Rows of single values (by ends with @value) have the denominator of the row
 * beside them, how many rows have any value.  A shard in which a value does not
 * occur has no row for it, but has rows of other values all the same: so the
 * denominator is not added but taken from that row, and the values' numerators
 * must add up to it.  The same goes for their status and for who is unmatched.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "num.h"
#include "sums.h"

static const char at_value[] = "@value";
enum { AT_VALUE = sizeof(at_value) - 1 };

struct sum {
	struct figure f;	/* of the rows so far; its parts are unused */
	size_t tables;		/* how many it was in */
	size_t beside;		/* of a value: the row beside it, from 1 */
	bool has_values;
	bool negative;		/* a numerator of its rows was */
	exact of_values;	/* their numerators */
};

/* A sum in its place. */
struct place {
	size_t indicator;	/* in the order in which they were met */
	struct field rest;	/* start, end, by, group, NUL between */
	size_t at;
};

struct sums {
	struct table *keys;		/* the parts, NUL between */
	struct table *indicators;
	struct sum *v;
	size_t cap;
	struct buf key;
};

struct sums *
sums_new(void)
{
	struct sums *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->keys = table_new();
	s->indicators = table_new();
	if (s->keys != NULL && s->indicators != NULL)
		return s;
	sums_free(s);
	return NULL;
}

void
sums_free(struct sums *s)
{
	if (s == NULL)
		return;
	table_free(s->keys);
	table_free(s->indicators);
	buf_free(&s->key);
	free(s->v);
	free(s);
}

bool
exact_read(struct field f, exact *out)
{
	int64_t digits;
	int scale;

	if (!num_decimal(f.p, f.n, &digits, &scale))
		return false;
	*out = digits;
	for (; scale < SUMS_PLACES; scale++)
		*out *= 10;
	return true;
}

/* Without the noughts behind its last place; how many places are left. */
static int
shorten(exact *v)
{
	int places = SUMS_PLACES;

	for (; places > 0 && *v % 10 == 0; places--)
		*v /= 10;
	return places;
}

bool
exact_fits(exact v)
{
	(void)shorten(&v);
	return v >= -(exact)INT64_MAX && v <= INT64_MAX;
}

static void
write_exact(struct writer *wr, exact v)
{
	int places = shorten(&v);
	bool negative = v < 0;
	char digits[48], out[52];
	int n;

	/* A digit before the point at least. */
	n = snprintf(digits, sizeof(digits), "%0*lld", places + 1,
	    (long long)(negative ? -v : v));
	snprintf(out, sizeof(out), "%s%.*s%s%s", negative ? "-" : "",
	    n - places, digits, places > 0 ? "." : "", digits + n - places);
	wr_str(wr, out);
}

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* Parts as a key; by and group may be others than the row's. */
static int
make_key(struct buf *b, const struct field *part, struct field by,
    struct field group)
{
	b->n = 0;
	for (int i = 0; i < BY; i++)
		if (buf_add(b, part[i].p, part[i].n) != 0 ||
		    buf_addc(b, '\0') != 0)
			return -1;
	return buf_add(b, by.p, by.n) != 0 || buf_addc(b, '\0') != 0 ||
	    buf_add(b, group.p, group.n) != 0 ? -1 : 0;
}

static int
begin_sum(struct sums *s, size_t at, const struct figure *f, struct err *err)
{
	struct sum *v = grow(s->v, at, &s->cap, sizeof(*v));

	if (v == NULL || table_add(s->indicators, f->part[INDICATOR].p,
	    f->part[INDICATOR].n, NULL) == SIZE_MAX)
		return no_memory(err);
	s->v = v;
	v = &s->v[at];
	memset(v, 0, sizeof(*v));
	v->f = *f;
	v->negative = f->numerator < 0;
	v->tables = 1;
	return 0;
}

static bool
is_population(const struct figure *f)
{
	return f->ind != NULL && f->ind->population;
}

/* Can they be rows of parts of one whole? */
static int
check_alike(const struct figure *sum, const struct figure *f, struct err *err)
{
	if (f->table == sum->table) {
		err_set(err, STATUS_DATA, "duplicate-key", "this indicator, "
		    "period and group stands in this table already; of tables "
		    "put together each keeps its header");
		return err_at(err, NULL, f->line, "indicator");
	}
	if (is_population(f) &&
	    (f->has_denominator != sum->has_denominator ||
	    f->denominator != sum->denominator)) {
		err_set(err, STATUS_DATA, "other-population", "the population "
		    "is not that of the tables before: count all shards with "
		    "the same populations");
		return err_at(err, NULL, f->line, "denominator");
	}
	if (f->has_denominator != sum->has_denominator ||
	    f->has_unmatched != sum->has_unmatched) {
		err_set(err, STATUS_DATA, "not-alike", "empty here and not in "
		    "the tables before, or the other way round: count all "
		    "shards by the same definitions");
		return err_at(err, NULL, f->line, f->has_denominator !=
		    sum->has_denominator ? "denominator" : "unmatched");
	}
	return 0;
}

static int
too_large(size_t line, const char *column, struct err *err)
{
	err_set(err, STATUS_DATA, "too-large", "the sum has more digits than "
	    "can be kept");
	return err_at(err, NULL, line, column);
}

int
sums_add(struct sums *s, const struct figure *f, struct err *err)
{
	struct figure *sum;
	size_t at;
	int added;

	if (make_key(&s->key, f->part, f->part[BY], f->part[GROUP]) != 0 ||
	    (at = table_add(s->keys, s->key.p, s->key.n,
	    &added)) == SIZE_MAX)
		return no_memory(err);
	if (added)
		return begin_sum(s, at, f, err);
	sum = &s->v[at].f;
	if (check_alike(sum, f, err) != 0)
		return -1;
	sum->numerator += f->numerator;
	if (f->numerator < 0 && !s->v[at].negative) {
		s->v[at].negative = true;
		sum->file = f->file;	/* if one is to blame, this */
		sum->line = f->line;
	}
	if (!is_population(f))
		sum->denominator += f->denominator;
	if (__builtin_add_overflow(sum->censored, f->censored,
	    &sum->censored))
		return too_large(f->line, "censored", err);
	if (__builtin_add_overflow(sum->unmatched, f->unmatched,
	    &sum->unmatched))
		return too_large(f->line, "unmatched", err);
	if (!exact_fits(sum->numerator))
		return too_large(f->line, "numerator", err);
	if (!exact_fits(sum->denominator))
		return too_large(f->line, "denominator", err);
	sum->available = sum->available || f->available;
	sum->stale = sum->stale || f->stale;
	sum->table = f->table;
	s->v[at].tables++;
	return 0;
}

/* The parts of a key that is in the table. */
static void
split_key(const struct sums *s, size_t at, struct field *part)
{
	size_t n;
	const char *p = table_key(s->keys, at, &n);

	for (int i = 0; i < N_PARTS; i++) {
		const char *nul = i == GROUP ? p + n : memchr(p, '\0', n);

		part[i] = (struct field){ p, (size_t)(nul - p) };
		n -= part[i].n + (i < GROUP);
		p = nul + (i < GROUP);
	}
}

bool
sums_of_value(struct field by)
{
	return by.n >= AT_VALUE && memcmp(by.p + by.n - AT_VALUE, at_value,
	    AT_VALUE) == 0 && (by.n == AT_VALUE ||
	    by.p[by.n - AT_VALUE - 1] == '+');	/* sex+@value */
}

/* A row of one value; by and group become those of the row beside it. */
static bool
is_value(struct field *by, struct field *group)
{
	if (!sums_of_value(*by))
		return false;
	by->n -= by->n > AT_VALUE ? AT_VALUE + 1 : AT_VALUE;
	/* F+12 is of F, 12 of all. */
	while (group->n > 0 && group->p[group->n - 1] != '+')
		group->n--;
	group->n -= group->n > 0;
	return true;
}

static int
misfit(const struct sum *v, size_t *file, const char *column, const char *code,
    const char *text, struct err *err)
{
	*file = v->f.file;
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, NULL, v->f.line, column);
}

/* Finds the row beside a value, and adds the value to what it must have. */
static int
settle_value(struct sums *s, size_t at, size_t *file, struct err *err)
{
	struct field part[N_PARTS], by, group;
	struct sum *v = &s->v[at], *beside;

	split_key(s, at, part);
	by = part[BY];
	group = part[GROUP];
	if (!is_value(&by, &group))
		return 0;
	if (make_key(&s->key, part, by, group) != 0)
		return no_memory(err);
	v->beside = table_find(s->keys, s->key.p, s->key.n) + 1;
	if (v->beside == 0)
		return misfit(v, file, "group", "no-total",
		    "a row of one value, and none of all values beside it",
		    err);
	beside = &s->v[v->beside - 1];
	beside->has_values = true;
	beside->of_values += v->f.numerator;
	return 0;
}

static int
check_total(const struct sums *s, size_t at, size_t tables, size_t *file,
    struct err *err)
{
	struct field part[N_PARTS];
	const struct sum *v = &s->v[at];

	split_key(s, at, part);
	if (part[BY].n > 0 || v->tables == tables)
		return 0;
	return misfit(v, file, "indicator", "not-in-all", "this total is not "
	    "in every table: count all shards with the same options", err);
}

static void
take_beside(struct figure *value, const struct figure *all)
{
	value->has_denominator = all->has_denominator;
	value->denominator = all->denominator;
	value->has_unmatched = all->has_unmatched;
	value->unmatched = all->unmatched;
	value->available = all->available;
	value->stale = all->stale;
}

int
sums_settle(struct sums *s, size_t tables, size_t *file, struct err *err)
{
	size_t n = table_count(s->keys);

	for (size_t i = 0; i < n; i++)
		if (settle_value(s, i, file, err) != 0 ||
		    (tables > 0 && check_total(s, i, tables, file, err) != 0))
			return -1;
	for (size_t i = 0; i < n; i++) {
		struct sum *v = &s->v[i];

		if (v->has_values && v->of_values != v->f.denominator)
			return misfit(v, file, "denominator", "values-missing",
			    "the rows of single values do not add up to this",
			    err);
		/* Below nought is a mean: of a measure of -e its values say so. */
		if (v->negative && v->f.ind == NULL && !v->has_values)
			return misfit(v, file, "numerator", "negative-count",
			    "a count is never below nought", err);
		if (v->beside > 0)
			take_beside(&v->f, &s->v[v->beside - 1].f);
	}
	return 0;
}

static int
by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->indicator != y->indicator)
		return x->indicator < y->indicator ? -1 : 1;
	return bytes_compare(x->rest.p, x->rest.n, y->rest.p, y->rest.n);
}

/* NULL: no memory. */
static struct place *
in_order(const struct sums *s)
{
	size_t n = table_count(s->keys);
	struct place *v = calloc(n + 1, sizeof(*v));

	for (size_t i = 0; v != NULL && i < n; i++) {
		struct field part[N_PARTS];

		split_key(s, i, part);
		v[i].at = i;
		v[i].indicator = table_find(s->indicators, part[INDICATOR].p,
		    part[INDICATOR].n);
		v[i].rest.p = part[START].p;
		v[i].rest.n = (size_t)(part[GROUP].p + part[GROUP].n -
		    part[START].p);
	}
	if (v != NULL && n > 1)
		qsort(v, n, sizeof(*v), by_place);
	return v;
}

static const char *
status_of(const struct figure *f)
{
	bool ratio = f->ind != NULL && f->ind->unit != UNIT_COUNT;

	if (!f->available || (ratio && !f->has_denominator) ||
	    (f->has_denominator && f->denominator == 0))
		return "na";
	return f->stale ? "stale" : "ok";
}

static void
write_sum(const struct sums *s, size_t at, struct writer *wr)
{
	const struct figure *f = &s->v[at].f;
	struct field part[N_PARTS];

	split_key(s, at, part);
	for (int i = 0; i < N_PARTS; i++)
		wr_field(wr, part[i].p, part[i].n);
	write_exact(wr, f->numerator);
	if (f->has_denominator)
		write_exact(wr, f->denominator);
	else
		wr_str(wr, "");
	wr_int(wr, f->censored);
	if (f->has_unmatched)
		wr_int(wr, f->unmatched);
	else
		wr_str(wr, "");
	wr_str(wr, status_of(f));
	wr_end(wr);
}

int
sums_write(const struct sums *s, struct writer *wr, struct err *err)
{
	struct place *v = in_order(s);
	size_t n = table_count(s->keys);

	if (v == NULL)
		return no_memory(err);
	for (size_t i = 0; i < n && !wr_failed(wr); i++)
		write_sum(s, v[i].at, wr);
	free(v);
	return 0;
}
