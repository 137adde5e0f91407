/* SPDX-License-Identifier: MIT */
/*
 * Reads populations (populations.h).  Rejected, with the line: numbers that
 * are none, bands upside down, the same area, year and ages twice.  Holds one
 * entry per row.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "num.h"
#include "populations.h"

enum { AGE_OVER = 999 };	/* age_to of "and over" */

struct band {
	struct field area;
	int year;
	int from, to;
	int64_t people;
};

struct populations {
	struct band *v;
	size_t n, cap;
	struct table *bands;	/* what each is for: once */
	struct arena texts;
};

static const char *const names[] = {
	"area", "year", "age_from", "age_to", "population"
};
enum { AREA, YEAR, AGE_FROM, AGE_TO, PEOPLE, N_COLUMNS };

static bool
same_area(const struct band *b, struct field area)
{
	return field_is(b->area, area.p, area.n);
}

static bool
small(struct field f, int max, int *out)
{
	uint64_t v;

	if (!num_uint(f.p, f.n, &v) || v > (uint64_t)max)
		return false;
	*out = (int)v;
	return true;
}

static int
read_band(struct populations *p, const struct rec *rec, const int *at,
    struct band *b, struct err *err)
{
	struct field f[N_COLUMNS];
	uint64_t people;
	const char *column = NULL;

	for (int i = 0; i < N_COLUMNS; i++)
		f[i] = rec->f[at[i]];
	b->to = AGE_OVER;
	if (!small(f[YEAR], 9999, &b->year))
		column = "year";
	else if (!small(f[AGE_FROM], AGE_OVER - 1, &b->from))
		column = "age_from";
	else if (f[AGE_TO].n > 0 && (!small(f[AGE_TO], AGE_OVER - 1, &b->to) ||
	    b->to < b->from))
		column = "age_to";
	else if (!num_uint(f[PEOPLE].p, f[PEOPLE].n, &people) ||
	    people > INT64_MAX / 1000)
		column = "population";
	if (column != NULL) {
		err_set(err, STATUS_DATA, "bad-number", "want a whole number "
		    "(age_to not below age_from, or empty for and over)");
		return err_at(err, rec->file, rec->line, column);
	}
	b->people = (int64_t)people;
	b->area.n = f[AREA].n;
	b->area.p = arena_strndup(&p->texts, f[AREA].p, f[AREA].n);
	if (b->area.p == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	return 0;
}

/* Notes what the band is for; 1, 0 when another is for the same, -1. */
static int
note_band(struct populations *p, const struct band *b)
{
	struct buf key = { 0 };
	int added = -1;

	if (buf_printf(&key, "%d %d %d ", b->year, b->from, b->to) == -1 ||
	    buf_add(&key, b->area.p, b->area.n) == -1 ||
	    table_add(p->bands, key.p, key.n, &added) == SIZE_MAX)
		added = -1;
	buf_free(&key);
	return added;
}

static int
add_band(struct populations *p, const struct rec *rec, const int *at,
    struct err *err)
{
	struct band b;
	int added;
	void *v;

	if (read_band(p, rec, at, &b, err) != 0)
		return -1;
	added = note_band(p, &b);
	if (added == 0) {
		err_set(err, STATUS_DATA, "duplicate-population",
		    "this area, year and ages stand above already");
		return err_at(err, rec->file, rec->line, "population");
	}
	if (added == -1 || (v = grow(p->v, p->n, &p->cap,
	    sizeof(*p->v))) == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	p->v = v;
	p->v[p->n++] = b;
	return 0;
}

static int
read_rows(struct populations *p, struct reader *rd, struct err *err)
{
	const struct rec *rec;
	int at[N_COLUMNS], rc;

	for (int i = 0; i < N_COLUMNS; i++)
		if ((at[i] = rd_need(rd, names[i], err)) < 0)
			return -1;
	while ((rc = rd_next(rd, &rec, err)) == 1)
		if (add_band(p, rec, at, err) != 0)
			return -1;
	return rc;
}

int
populations_read(struct populations **out, const char *path, struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	struct populations *p;
	struct reader *rd;
	int rc;

	if (rd_open(&rd, paths, 1, NULL, err) != 0)
		return -1;
	if ((p = calloc(1, sizeof(*p))) == NULL) {
		rd_close(rd);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	if ((p->bands = table_new()) == NULL)
		rc = err_set(err, STATUS_SYSTEM, "", "out of memory");
	else
		rc = read_rows(p, rd, err);
	rd_close(rd);
	if (rc != 0) {
		populations_free(p);
		return -1;
	}
	*out = p;
	return 0;
}

void
populations_free(struct populations *p)
{
	if (p == NULL)
		return;
	arena_free(&p->texts);
	table_free(p->bands);
	free(p->v);
	free(p);
}

/* The widest band that begins at that age and does not pass to. */
static const struct band *
widest(const struct populations *p, struct field area, int year, int from,
    int to)
{
	const struct band *best = NULL;

	for (size_t i = 0; i < p->n; i++) {
		const struct band *b = &p->v[i];

		if (b->year == year && b->from == from && b->to <= to &&
		    same_area(b, area) && (best == NULL || b->to > best->to))
			best = b;
	}
	return best;
}

bool
populations_find(const struct populations *p, struct field area, int year,
    int age_from, int age_to, int64_t *out)
{
	const struct band *b;

	*out = 0;
	for (int age = age_from; p != NULL && age <= age_to;
	    age = b->to + 1) {
		if ((b = widest(p, area, year, age, age_to)) == NULL)
			return false;
		*out += b->people;
	}
	return p != NULL;
}
