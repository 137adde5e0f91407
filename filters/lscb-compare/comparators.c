/* SPDX-License-Identifier: MIT */
/*
 * Reads tables of comparators (columns ref,area,start,end,unit,value,comparable
 * and what is said about them) and of neighbours (area,neighbour,kind).  They are
 * definitions: a row that is wrong is refused with its line.  Holds them.
 */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "num.h"

enum {
	REF, AREA, START, END, UNIT, VALUE, COMPARABLE, N_NEEDED,
	MEASURE = N_NEEDED, NUMERATOR, DENOMINATOR, WHY, BREAK, CAVEAT,
	SOURCE, CONFIDENCE, N_COLUMNS
};

static const char *const columns[N_COLUMNS] = {
	"ref", "area", "start", "end", "unit", "value", "comparable",
	"measure", "numerator", "denominator", "why", "break", "caveat",
	"source", "confidence"
};

static int
wrong(const struct rec *rec, const char *column, const char *text,
    struct err *err)
{
	err_set(err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(err, rec->file, rec->line, column);
}

static struct field
cell(const struct rec *rec, const int *at, int column)
{
	static const struct field none = { "", 0 };

	return at[column] < 0 ? none : rec->f[at[column]];
}

static const char *
keep(struct arena *mem, const struct rec *rec, const int *at, int column)
{
	struct field f = cell(rec, at, column);

	return tool_need(arena_strndup(mem, f.p, f.n));
}

static int
read_day(const struct rec *rec, const int *at, int column, date *d,
    struct err *err)
{
	struct field f = cell(rec, at, column);

	*d = date_parse(f.p, f.n);
	if (f.n > 0 && *d == DATE_NONE)
		return wrong(rec, columns[column], "want YYYY-MM-DD, or "
		    "nothing where the period is not known", err);
	return 0;
}

static int
read_number(const struct rec *rec, const int *at, int column, bool whole,
    struct err *err)
{
	struct field f = cell(rec, at, column);
	int64_t digits;
	int scale;

	if (f.n == 0 && column != VALUE)
		return 0;
	if (!num_decimal(f.p, f.n, &digits, &scale) || (whole &&
	    (scale > 0 || digits < 0)))
		return wrong(rec, columns[column], whole ?
		    "want a whole number or nothing" :
		    "want a bare number such as 14.4", err);
	return 0;
}

static int
read_comparable(const struct rec *rec, const int *at, struct comparator *c,
    struct err *err)
{
	static const char *const words[] = { "no", "partly", "yes" };
	struct field f = cell(rec, at, COMPARABLE);

	for (int i = 0; i < 3; i++)
		if (field_eq(f, words[i])) {
			c->comparable = (enum comparable)i;
			if (i != COMPARABLE_YES && c->why[0] == '\0')
				return wrong(rec, "why", "say why it is not "
				    "to be compared as it is", err);
			return 0;
		}
	return wrong(rec, "comparable", "want yes, partly or no", err);
}

/* What was read by somebody is worth more than what was heard of. */
static int
trust_of(const char *confidence)
{
	if (strcmp(confidence, "read in table") == 0)
		return 3;
	if (strcmp(confidence, "read in text") == 0)
		return 2;
	return strcmp(confidence, "second-hand") == 0 ? 0 : 1;
}

static int
read_row(struct comparators *all, const struct rec *rec, const int *at,
    struct err *err)
{
	const char **texts[N_COLUMNS];
	struct comparator c = { .start = DATE_NONE };
	struct indicator unit = { 0 };

	memset(texts, 0, sizeof(texts));
	texts[REF] = &c.ref;
	texts[AREA] = &c.area;
	texts[UNIT] = &c.unit;
	texts[VALUE] = &c.value;
	texts[MEASURE] = &c.measure;
	texts[NUMERATOR] = &c.numerator;
	texts[DENOMINATOR] = &c.denominator;
	texts[WHY] = &c.why;
	texts[BREAK] = &c.breaks;
	texts[CAVEAT] = &c.caveat;
	texts[SOURCE] = &c.source;
	texts[CONFIDENCE] = &c.confidence;
	for (int i = 0; i < N_COLUMNS; i++)
		if (texts[i] != NULL)
			*texts[i] = keep(&all->mem, rec, at, i);
	if (read_day(rec, at, START, &c.start, err) != 0 ||
	    read_day(rec, at, END, &c.end, err) != 0 ||
	    read_number(rec, at, VALUE, false, err) != 0 ||
	    read_number(rec, at, NUMERATOR, true, err) != 0 ||
	    read_number(rec, at, DENOMINATOR, true, err) != 0 ||
	    read_comparable(rec, at, &c, err) != 0)
		return -1;
	if ((c.start == DATE_NONE) != (c.end == DATE_NONE) ||
	    (c.start != DATE_NONE && c.start > c.end))
		return wrong(rec, "end", "want a start and an end behind it, "
		    "or neither", err);
	if (c.area[0] == '\0' || !unit_set(&unit, c.unit))
		return wrong(rec, c.area[0] == '\0' ? "area" : "unit",
		    c.area[0] == '\0' ? "whose figure is it?" : "want percent, "
		    "count, a rate such as per 10000, mean days or median days",
		    err);
	c.trust = trust_of(c.confidence);
	all->v = tool_need(grow(all->v, all->n, &all->cap,
	    sizeof(*all->v)));
	all->v[all->n++] = c;
	return 0;
}

static int
read_rows(struct comparators *all, struct reader *rd, struct err *err)
{
	const struct rec *rec;
	int at[N_COLUMNS], rc;

	for (int i = 0; i < N_COLUMNS; i++) {
		at[i] = i < N_NEEDED ? rd_need(rd, columns[i], err) :
		    rd_col(rd, columns[i]);
		if (at[i] < 0 && i < N_NEEDED)
			return err_definition(err);
	}
	while ((rc = rd_next(rd, &rec, err)) == 1)
		if (read_row(all, rec, at, err) != 0)
			return -1;
	return rc == 0 ? 0 : err_definition(err);
}

int
comparators_read(struct comparators *all, const char *path, struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	struct reader *rd;
	int rc;

	if (rd_open(&rd, paths, 1, NULL, err) != 0)
		return err_definition(err);
	rc = read_rows(all, rd, err);
	rd_close(rd);
	return rc;
}

void
comparators_free(struct comparators *all)
{
	free(all->v);
	arena_free(&all->mem);
}

/* --- areas --------------------------------------------------------------- */

/* Each once, where it was named first. */
void
areas_add(struct areas *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], name) == 0)
			return;
	a->v = tool_need(grow(a->v, a->n, &a->cap, sizeof(*a->v)));
	a->v[a->n++] = name;
}

struct asked {
	const char *area, *kind;
	bool found;
	struct areas known;	/* for a near miss */
};

static int
read_neighbours(struct areas *a, struct arena *mem, struct reader *rd,
    struct asked *asked, struct err *err)
{
	static const char *const names[] = { "area", "neighbour", "kind" };
	const struct rec *rec;
	int at[3], rc;

	for (int i = 0; i < 3; i++)
		if ((at[i] = rd_need(rd, names[i], err)) < 0)
			return err_definition(err);
	while ((rc = rd_next(rd, &rec, err)) == 1) {
		struct field other = rec->f[at[1]];

		areas_add(&asked->known, keep(mem, rec, at, 0));
		if (!field_eq(rec->f[at[0]], asked->area) ||
		    !field_eq(rec->f[at[2]], asked->kind))
			continue;
		asked->found = true;
		areas_add(a, tool_need(arena_strndup(mem, other.p, other.n)));
	}
	return rc == 0 ? 0 : err_definition(err);
}

int
neighbours_add(struct areas *a, struct arena *mem, const char *path,
    const char *area, const char *kind, struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	struct asked asked = { .area = area, .kind = kind };
	const char *near;
	struct reader *rd;
	int rc;

	if (rd_open(&rd, paths, 1, NULL, err) != 0)
		return err_definition(err);
	rc = read_neighbours(a, mem, rd, &asked, err);
	rd_close(rd);
	if (rc == 0 && !asked.found) {
		near = near_miss(area, asked.known.v, asked.known.n);
		rc = err_set(err, STATUS_USAGE, "no-area", "no neighbours of "
		    "'%s' of the kind '%s'%s%s%s", area, kind, near != NULL &&
		    strcmp(near, area) != 0 ? "; did you mean '" : "",
		    near != NULL && strcmp(near, area) != 0 ? near : "",
		    near != NULL && strcmp(near, area) != 0 ? "'?" : "");
	}
	free(asked.known.v);
	return rc;
}
