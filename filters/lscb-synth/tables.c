/* SPDX-License-Identifier: MIT */
/*
 * What lscb-synth knows about the world, all of it data under
 * LIBRARY/synth: names.csv and codes.csv (weighted lists), rates.rec,
 * layouts.csv and files.csv (how each agency writes), errors.csv (mistakes
 * made on purpose), groups.csv, sait.csv.  Held whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "num.h"
#include "rows.h"
#include "synth.h"

/* In the order of enum list. */
static const char *const list_names[LIST_COUNT] = {
	"forename-male", "forename-female", "surname", "house-name",
	"household", "category", "duration", "referral-agency", "need",
	"need-registration", "referral-outcome", "outcome-registration",
	"notice-type", "notice-domestic", "risk", "risk-other", "officer",
	"narrative", "emergency-outcome", "bullying-type", "stage",
	"safe-pre-icc", "safe-registration", "safe-de-registration",
	"comment", "consent", "agency", "audit-type", "grade", "attended",
	"absent", "primary", "secondary", "sex-male", "sex-female",
	"health-male", "health-female", "health-no-sex"
};

/* In the order of enum rate. */
static const char *const rate_names[RATE_COUNT] = {
	"months", "registrations-under-5", "registrations-5-to-17",
	"sibling-registered", "before-birth", "unborn-now",
	"registered-earlier", "registered-again", "referral-careers",
	"referred-again", "referral-no-address",
	"domestic-careers-with-children", "domestic-careers-without-children",
	"domestic-again", "domestic-registered", "other-notices",
	"attendances-under-5", "attendances-5-to-17", "attendance-no-nhs",
	"attendance-no-dob", "attendance-no-address", "not-on-roll",
	"stay-after-16", "upn-known", "bullied", "bullied-registered",
	"survey-answered", "other-surname", "twins", "training-sessions",
	"audits"
};

enum { MAX_FIELDS = 8, MAX_WEIGHT = 1000000 };

/* One table in reading. */
struct loading {
	struct tables *t;
	const char *const *names;	/* of its columns */
	const char *field[MAX_FIELDS];	/* of the row, in the arena */
	const struct rec *rec;
	struct err *err;
};

static int
bad(const struct loading *l, const char *column, const char *text)
{
	err_set(l->err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(l->err, l->rec->file, l->rec->line, column);
}

static int
number(const struct loading *l, int column, int64_t max, int64_t *out)
{
	const char *s = l->field[column];

	if (!num_int(s, strlen(s), out) || *out < 0 || *out > max)
		return bad(l, l->names[column], "want a whole number");
	return 0;
}

static int
yes(const struct loading *l, int column, bool *out)
{
	*out = strcmp(l->field[column], "yes") == 0;
	if (!*out && strcmp(l->field[column], "no") != 0)
		return bad(l, l->names[column], "want yes or no");
	return 0;
}

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* Reads a CSV of these columns, calling row for each record. */
static int
table(struct tables *t, const char *library, const char *name,
    const char *const *columns, size_t n, int (*row)(struct loading *),
    struct err *err)
{
	struct loading l = { .t = t, .names = columns, .err = err };
	char path[4096], *paths[1] = { path };
	struct reader *rd;
	int at[MAX_FIELDS], got;
	size_t i;

	if (snprintf(path, sizeof(path), "%s/synth/%s.csv", library, name) >=
	    (int)sizeof(path))
		return err_set(err, STATUS_CONFIG, "", "library path too long");
	if (rd_open(&rd, paths, 1, NULL, err) == -1) {
		err->status = STATUS_CONFIG;
		return -1;
	}
	for (i = 0; i < n; i++)
		if ((at[i] = rd_need(rd, columns[i], err)) == -1)
			break;
	got = i < n ? -1 : 1;
	while (got == 1 && (got = rd_next(rd, &l.rec, err)) == 1) {
		for (i = 0; i < n; i++) {
			l.field[i] = arena_strndup(&t->arena,
			    l.rec->f[at[i]].p, l.rec->f[at[i]].n);
			if (l.field[i] == NULL)
				break;
		}
		if (i < n)
			got = no_memory(err);
		else if (row(&l) == -1)
			got = -1;
	}
	rd_close(rd);
	if (got == -1 && err->status != STATUS_SYSTEM)
		err->status = STATUS_CONFIG;
	return got;
}

/* names.csv and codes.csv: list,value,weight[,means] */
static int
list_row(struct loading *l)
{
	struct items *items;
	struct item *grown;
	int64_t weight;
	size_t i;

	for (i = 0; i < LIST_COUNT; i++)
		if (strcmp(l->field[0], list_names[i]) == 0)
			break;
	if (i == LIST_COUNT)
		return bad(l, "list", "no list is called so");
	if (number(l, 2, MAX_WEIGHT, &weight) == -1)
		return -1;
	items = &l->t->lists[i];
	grown = grow(items->v, items->n, &items->cap, sizeof(*grown));
	if (grown == NULL)
		return no_memory(l->err);
	items->v = grown;
	items->v[items->n++] = (struct item){ l->field[1],
	    l->field[3] == NULL ? "" : l->field[3], (uint32_t)weight };
	items->total += (uint32_t)weight;
	return 0;
}

static int
layout_row(struct loading *l)
{
	struct layout *a = l->t->layouts;
	size_t cap = l->t->n_layouts;

	a = realloc(a, (cap + 1) * sizeof(*a));
	if (a == NULL)
		return no_memory(l->err);
	l->t->layouts = a;
	a[l->t->n_layouts++] = (struct layout){ l->field[0], l->field[1],
	    l->field[2], l->field[3] };
	if (l->field[3][0] != '\0' && !date_format_ok(l->field[3]))
		return bad(l, "format", "not a date format");
	return 0;
}

static int
style_row(struct loading *l)
{
	struct file_style *a = l->t->styles, *s;

	a = realloc(a, (l->t->n_styles + 1) * sizeof(*a));
	if (a == NULL)
		return no_memory(l->err);
	l->t->styles = a;
	s = &a[l->t->n_styles++];
	s->extract = l->field[0];
	s->key = l->field[4];
	if (yes(l, 1, &s->gzip) == -1 || yes(l, 2, &s->bom) == -1)
		return -1;
	return yes(l, 3, &s->crlf);
}

static int
mistake_row(struct loading *l)
{
	static const char *const kinds[] = { "value", "future", "duplicate",
	    "check" };
	struct mistake *a = l->t->mistakes, *m;
	int64_t after;
	size_t k;

	for (k = 0; k < 4; k++)
		if (strcmp(l->field[1], kinds[k]) == 0)
			break;
	if (k == 4)
		return bad(l, "kind", "want value, future, duplicate or check");
	if (number(l, 4, 1000000, &after) == -1)
		return -1;
	a = realloc(a, (l->t->n_mistakes + 1) * sizeof(*a));
	if (a == NULL)
		return no_memory(l->err);
	l->t->mistakes = a;
	m = &a[l->t->n_mistakes++];
	*m = (struct mistake){ .extract = l->field[0], .column = l->field[2],
	    .value = l->field[3], .measure = l->field[5],
	    .reason = l->field[6], .kind = (enum mistake_kind)k,
	    .after = (size_t)after };
	return 0;
}

static int
group_row(struct loading *l)
{
	struct group *a = l->t->groups;
	int64_t months, first;

	if (number(l, 1, 12, &months) == -1 || number(l, 2, 12, &first) == -1)
		return -1;
	if (months == 0)
		return bad(l, "months", "want at least 1");
	a = realloc(a, (l->t->n_groups + 1) * sizeof(*a));
	if (a == NULL)
		return no_memory(l->err);
	l->t->groups = a;
	a[l->t->n_groups++] = (struct group){ l->field[0], (int)months,
	    (int)first };
	return 0;
}

static int
standard_row(struct loading *l)
{
	struct standard *a = l->t->standards;

	a = realloc(a, (l->t->n_standards + 1) * sizeof(*a));
	if (a == NULL)
		return no_memory(l->err);
	l->t->standards = a;
	a[l->t->n_standards++] = (struct standard){ l->field[0], l->field[1],
	    l->field[2] };
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
		    t->rates[k] < 0 || t->rates[k] > 100000)
			rc = def_err(err, defs, r, "value", "want a whole "
			    "number, 0 to 100000");
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
	    t->rates[RATE_MONTHS] > 3 * MAX_QUARTERS))
		rc = err_set(err, STATUS_CONFIG, "bad-definition",
		    "rate 'months': want 3 to %d", 3 * MAX_QUARTERS);
	return rc;
}

int
tables_read(struct tables *t, const char *library, struct err *err)
{
	static const char *const codes[] = { "list", "value", "weight",
	    "means" };
	static const char *const layouts[] = { "extract", "column", "header",
	    "format" };
	static const char *const styles[] = { "extract", "gzip", "bom", "crlf",
	    "key" };
	static const char *const mistakes[] = { "extract", "kind", "column",
	    "value", "after", "measure", "reason" };
	static const char *const groups[] = { "group", "months",
	    "first_month" };
	static const char *const standards[] = { "standard", "dimension",
	    "trend" };
	size_t i;

	memset(t, 0, sizeof(*t));
	if (rates_read(t, library, err) == -1 ||
	    table(t, library, "names", codes, 3, list_row, err) == -1 ||
	    table(t, library, "codes", codes, 4, list_row, err) == -1 ||
	    table(t, library, "layouts", layouts, 4, layout_row, err) == -1 ||
	    table(t, library, "files", styles, 5, style_row, err) == -1 ||
	    table(t, library, "errors", mistakes, 7, mistake_row, err) == -1 ||
	    table(t, library, "groups", groups, 3, group_row, err) == -1 ||
	    table(t, library, "sait", standards, 3, standard_row, err) == -1)
		return -1;
	for (i = 0; i < LIST_COUNT; i++)
		if (t->lists[i].total == 0)
			return err_set(err, STATUS_CONFIG, "bad-definition",
			    "list '%s' of synth/names.csv or codes.csv is "
			    "empty", list_names[i]);
	return 0;
}

void
tables_free(struct tables *t)
{
	size_t i;

	for (i = 0; i < LIST_COUNT; i++)
		free(t->lists[i].v);
	free(t->layouts);
	free(t->styles);
	free(t->mistakes);
	free(t->groups);
	free(t->standards);
	arena_free(&t->arena);
}

const struct item *
pick(const struct tables *t, struct rng *r, enum list l)
{
	const struct items *items = &t->lists[l];
	uint32_t at = rng_below(r, items->total);
	size_t i;

	for (i = 0; at >= items->v[i].weight; i++)
		at -= items->v[i].weight;
	return &items->v[i];
}
