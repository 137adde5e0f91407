/* SPDX-License-Identifier: MIT */
/* Reads LIBRARY/synth: see tables.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "num.h"
#include "tables.h"

static const char *const list_names[LIST_COUNT] = { LISTS(AS_NAME) };
static const char *const rate_names[RATE_COUNT] = { RATES(AS_NAME) };
static const char *const season_names[SEASON_COUNT] = { SEASONS(AS_NAME) };

enum { MAX_WEIGHT = 1000000, MAX_RATE = 1000000, MAX_MONTHS = 120 };

int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

int
field_bad(const struct table_row *row, int column, const char *text)
{
	err_set(row->err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(row->err, row->rec->file, row->rec->line,
	    row->names[column]);
}

int
field_number(const struct table_row *row, int column, int64_t max,
    int64_t *out)
{
	const char *s = row->field[column];

	if (!num_int(s, strlen(s), out) || *out < 0 || *out > max)
		return field_bad(row, column, "want a whole number");
	return 0;
}

int
field_yes(const struct table_row *row, int column, bool *out)
{
	*out = strcmp(row->field[column], "yes") == 0;
	if (!*out && strcmp(row->field[column], "no") != 0)
		return field_bad(row, column, "want yes or no");
	return 0;
}

/* Keeps the fields of a record; -1 when memory ran out. */
static int
fields_keep(struct table_row *row, const int *at, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		row->field[i] = arena_strndup(&row->t->arena,
		    row->rec->f[at[i]].p, row->rec->f[at[i]].n);
		if (row->field[i] == NULL)
			return no_memory(row->err);
	}
	return 0;
}

int
table_read(struct tables *t, const char *name, const char *const *columns,
    size_t n, int (*each)(struct table_row *), void *arg, struct err *err)
{
	struct table_row row = { .t = t, .names = columns, .arg = arg,
	    .err = err };
	char path[4096], *paths[1] = { path };
	struct reader *rd;
	int at[TABLE_FIELDS], got = 1;
	size_t i;

	if (snprintf(path, sizeof(path), "%s/synth/%s.csv", t->library,
	    name) >= (int)sizeof(path))
		return err_set(err, STATUS_CONFIG, "", "library path too long");
	if (rd_open(&rd, paths, 1, NULL, err) == -1)
		return err_definition(err);
	for (i = 0; got == 1 && i < n; i++)
		if ((at[i] = rd_need(rd, columns[i], err)) == -1)
			got = -1;
	while (got == 1 && (got = rd_next(rd, &row.rec, err)) == 1)
		if (fields_keep(&row, at, n) == -1 || each(&row) == -1)
			got = -1;
	rd_close(rd);
	return got == -1 ? err_definition(err) : got;
}

/* Index of a name, or n. */
static size_t
named(const char *name, const char *const *names, size_t n)
{
	size_t i;

	for (i = 0; i < n && strcmp(name, names[i]) != 0; i++)
		;
	return i;
}

/* names.csv and codes.csv: list,value,weight[,means] */
static int
list_row(struct table_row *row)
{
	size_t i = named(row->field[0], list_names, LIST_COUNT);
	struct items *items;
	struct item *grown;
	int64_t weight, n = 0;

	if (i == LIST_COUNT)
		return field_bad(row, 0, "no list is called so");
	if (field_number(row, 2, MAX_WEIGHT, &weight) == -1)
		return -1;
	items = &row->t->lists[i];
	grown = grow(items->v, items->n, &items->cap, sizeof(*grown));
	if (grown == NULL)
		return no_memory(row->err);
	items->v = grown;
	items->total += (uint32_t)weight;
	if (!num_int(row->field[1], strlen(row->field[1]), &n))
		n = 0;
	items->v[items->n++] = (struct item){ row->field[1],
	    row->field[3] == NULL ? "" : row->field[3], n, (uint32_t)weight,
	    items->total };
	return 0;
}

/* seasons.csv: season, twelve months, trend */
static int
season_row(struct table_row *row)
{
	size_t i = named(row->field[0], season_names, SEASON_COUNT);
	struct season *s;
	int m;

	if (i == SEASON_COUNT)
		return field_bad(row, 0, "no season is called so");
	s = &row->t->seasons[i];
	for (m = 0; m < 12; m++) {
		if (field_number(row, m + 1, 10000, &s->month[m]) == -1)
			return -1;
		if (s->month[m] > s->most)
			s->most = s->month[m];
	}
	if (!num_int(row->field[13], strlen(row->field[13]), &s->trend) ||
	    s->trend < -200 || s->trend > 200)
		return field_bad(row, 13, "want a whole number, -200 to 200");
	return 0;
}

static int
group_row(struct table_row *row)
{
	struct group *a = row->t->groups;
	int64_t months, first;

	if (field_number(row, 1, 12, &months) == -1 || field_number(row, 2, 12, &first) == -1)
		return -1;
	if (months == 0)
		return field_bad(row, 1, "want at least 1");
	a = realloc(a, (row->t->n_groups + 1) * sizeof(*a));
	if (a == NULL)
		return no_memory(row->err);
	row->t->groups = a;
	a[row->t->n_groups++] = (struct group){ row->field[0], (int)months,
	    (int)first };
	return 0;
}

static int
standard_row(struct table_row *row)
{
	struct standard *a = row->t->standards;

	a = realloc(a, (row->t->n_standards + 1) * sizeof(*a));
	if (a == NULL)
		return no_memory(row->err);
	row->t->standards = a;
	a[row->t->n_standards++] = (struct standard){ row->field[0], row->field[1],
	    row->field[2] };
	return 0;
}

static int
rates_read(struct tables *t, const char *library, struct err *err)
{
	static const struct def_key keys[] = {
		{ "name", DEF_REQUIRED }, { "value", DEF_REQUIRED },
		{ "unit", DEF_REQUIRED }, { "imitates", DEF_OPTIONAL },
		{ "ours", DEF_OPTIONAL }
	};
	static const struct def_schema schema = { "Rate", keys, 5 };
	const struct def_record *r;
	bool seen[RATE_COUNT] = { false };
	struct defs *defs;
	const char *name, *value;
	char path[4096];
	size_t i, k;
	int rc = 0;

	if (snprintf(path, sizeof(path), "%s/synth/rates.rec", library) >=
	    (int)sizeof(path))
		return err_set(err, STATUS_CONFIG, "", "library path too long");
	if (defs_read(&defs, path, &schema, 1, err) == -1)
		return -1;
	for (i = 0; rc == 0 && i < defs->n; i++) {
		r = &defs->records[i];
		name = def_get(r, "name");
		value = def_get(r, "value");
		for (k = 0; k < RATE_COUNT; k++)
			if (strcmp(name, rate_names[k]) == 0)
				break;
		if (k == RATE_COUNT)
			rc = def_err(err, defs, r, "name", "no rate is called "
			    "'%s'", name);
		else if (seen[k])
			rc = def_err(err, defs, r, "name", "a second '%s'",
			    name);
		else if (!num_int(value, strlen(value), &t->rates[k]) ||
		    t->rates[k] < 0 || t->rates[k] > MAX_RATE)
			rc = def_err(err, defs, r, "value", "want a whole "
			    "number, 0 to 1000000");
		else
			seen[k] = true;
	}
	for (k = 0; rc == 0 && k < RATE_COUNT; k++)
		if (!seen[k]) {
			err_set(err, STATUS_CONFIG, "bad-definition",
			    "no rate '%s'", rate_names[k]);
			rc = err_at(err, path, 0, NULL);
		}
	defs_free(defs);
	if (rc == 0 && (t->rates[RATE_MONTHS] < 3 ||
	    t->rates[RATE_MONTHS] > MAX_MONTHS))
		rc = err_set(err, STATUS_CONFIG, "bad-definition",
		    "rate 'months': want 3 to %d", MAX_MONTHS);
	return rc;
}

static int
lists_check(const struct tables *t, struct err *err)
{
	size_t i;

	for (i = 0; i < LIST_COUNT; i++)
		if (t->lists[i].total == 0)
			return err_set(err, STATUS_CONFIG, "bad-definition",
			    "list '%s' of synth/names.csv or codes.csv is "
			    "empty", list_names[i]);
	for (i = 0; i < SEASON_COUNT; i++)
		if (t->seasons[i].most == 0)
			return err_set(err, STATUS_CONFIG, "bad-definition",
			    "no season '%s' in synth/seasons.csv",
			    season_names[i]);
	return 0;
}

int
tables_read(struct tables *t, const char *library, struct err *err)
{
	static const char *const codes[] = { "list", "value", "weight",
	    "means" };
	static const char *const seasons[] = { "season", "jan", "feb", "mar",
	    "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
	    "trend" };
	static const char *const groups[] = { "group", "months",
	    "first_month" };
	static const char *const standards[] = { "standard", "dimension",
	    "trend" };

	memset(t, 0, sizeof(*t));
	t->library = library;
	if (rates_read(t, library, err) == -1 ||
	    table_read(t, "names", codes, 3, list_row, NULL, err) == -1 ||
	    table_read(t, "codes", codes, 4, list_row, NULL, err) == -1 ||
	    table_read(t, "seasons", seasons, 14, season_row, NULL,
	    err) == -1 ||
	    table_read(t, "groups", groups, 3, group_row, NULL, err) == -1 ||
	    table_read(t, "sait", standards, 3, standard_row, NULL,
	    err) == -1)
		return -1;
	return lists_check(t, err);
}

void
tables_free(struct tables *t)
{
	size_t i;

	for (i = 0; i < LIST_COUNT; i++)
		free(t->lists[i].v);
	free(t->groups);
	free(t->standards);
	arena_free(&t->arena);
}

const struct item *
pick(const struct tables *t, struct rng *r, enum list l)
{
	const struct items *items = &t->lists[l];
	uint32_t at = rng_below(r, items->total);
	size_t low = 0, high = items->n - 1, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (at < items->v[middle].upto)
			high = middle;
		else
			low = middle + 1;
	}
	return &items->v[low];
}
