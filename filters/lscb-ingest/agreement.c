/* SPDX-License-Identifier: MIT */
/* See agreement.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agreement.h"
#include "defs.h"
#include "num.h"

static const struct def_key agreement_keys[] = {
	{ "id", DEF_REQUIRED }, { "title", DEF_REQUIRED },
	{ "title_cy", DEF_OPTIONAL }, { "reference", DEF_OPTIONAL },
	{ "party", DEF_REPEATS }, { "recipient", DEF_REPEATS },
	{ "purpose", DEF_REQUIRED }, { "basis", DEF_REQUIRED },
	{ "signed", DEF_REQUIRED }, { "review", DEF_REQUIRED },
	{ "retention", DEF_REQUIRED }, { "note", DEF_REPEATS }
};
static const struct def_key extract_keys[] = {
	{ "extract", DEF_REQUIRED }, { "sender", DEF_REPEATS },
	{ "column", DEF_REPEATS }, { "extra_columns", DEF_OPTIONAL },
	{ "note", DEF_REPEATS }
};
static const struct def_key override_keys[] = {
	{ "extract", DEF_REQUIRED }, { "allows", DEF_REQUIRED },
	{ "reason", DEF_REQUIRED }, { "by", DEF_REQUIRED },
	{ "until", DEF_REQUIRED }
};

static const struct def_schema schemas[] = {
	{ "Agreement", agreement_keys, 12 }, { "Extract", extract_keys, 5 },
	{ "Override", override_keys, 5 }
};

/* What goes on although it was not agreed, to the end of that day. */
struct override {
	int column;		/* COLUMN_NONE: the review */
	date until;
};

struct agreement {
	const struct extract *x;
	struct defs *defs;
	const char *id;
	date signed_on, review;
	bool extra;		/* columns that the definition leaves out too */
	bool *agreed;		/* by column */
	struct override *overrides;
	size_t n_overrides;
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* Whatever is wrong with an agreement has one code: it is no sender's fault. */
static int
bad(struct err *err)
{
	if (err->status == STATUS_CONFIG)
		(void)snprintf(err->code, sizeof(err->code), "bad-agreement");
	return -1;
}

static int
read_date(const struct agreement *a, const struct def_record *r,
    const char *key, date *d, struct err *err)
{
	const char *text = def_get(r, key);

	*d = date_parse(text, strlen(text));
	if (*d == DATE_NONE)
		return def_err(err, a->defs, r, key,
		    "not a day, want YYYY-MM-DD");
	return 0;
}

static bool
has_key(const struct def_record *r, const char *key)
{
	return def_get(r, key) != NULL;
}

static int
read_head(struct agreement *a, const struct def_record *r, struct err *err)
{
	const char *days = def_get(r, "retention");
	uint64_t n;

	if (a->id != NULL)
		return def_err(err, a->defs, r, "id",
		    "a second Agreement record: one agreement a file");
	a->id = def_get(r, "id");
	if (!plain_name(a->id))
		return def_err(err, a->defs, r, "id", "want lower-case "
		    "letters, digits and hyphens");
	if (!has_key(r, "party") || !has_key(r, "recipient"))
		return def_err(err, a->defs, r, "id", "no '%s': say who sends "
		    "and who receives", has_key(r, "party") ? "recipient" :
		    "party");
	if (read_date(a, r, "signed", &a->signed_on, err) == -1 ||
	    read_date(a, r, "review", &a->review, err) == -1)
		return -1;
	if (a->review < a->signed_on)
		return def_err(err, a->defs, r, "review",
		    "is before the day on which it was signed");
	if (!num_uint(days, strlen(days), &n) || n == 0 || n > 36525)
		return def_err(err, a->defs, r, "retention", "want the number "
		    "of days for which what was sent may be kept");
	return 0;
}

/* Index of a column of the extract by name, or COLUMN_NONE with *err. */
static int
find_column(const struct agreement *a, const struct def_record *r,
    const char *key, const char *name, struct err *err)
{
	const int at = extract_column(a->x, name);
	char hint[96];

	if (at == COLUMN_NONE)
		def_err(err, a->defs, r, key, "extract '%s' has no column "
		    "'%s'%s", a->x->id, name, extract_hint(a->x, name, hint,
		    sizeof(hint)));
	return at;
}

/* "a, b, c": each is agreed. */
static int
read_columns(struct agreement *a, const struct def_record *r,
    const struct def_field *f, struct err *err)
{
	const char *p = f->value, *end;
	char name[128];
	size_t n;
	int at;

	for (;; p = end + 1) {
		p += strspn(p, " \t\n");
		n = strcspn(p, ",");
		end = p + n;
		while (n > 0 && strchr(" \t\n", p[n - 1]) != NULL)
			n--;
		(void)snprintf(name, sizeof(name), "%.*s", (int)n, p);
		at = find_column(a, r, "column", name, err);
		if (at == COLUMN_NONE) {
			err->line = f->line;
			return -1;
		}
		a->agreed[at] = true;
		if (*end == '\0')
			return 0;
	}
}

/* Is this record of the extract and sender at hand? */
static bool
is_ours(const struct agreement *a, const struct def_record *r,
    const char *sender)
{
	size_t i;

	if (strcmp(def_get(r, "extract"), a->x->id) != 0)
		return false;
	if (!has_key(r, "sender"))
		return true;
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "sender") == 0 &&
		    sender != NULL && strcmp(r->fields[i].value, sender) == 0)
			return true;
	return false;
}

static int
read_extract(struct agreement *a, const struct def_record *r,
    struct err *err)
{
	const char *extra = def_get(r, "extra_columns");
	size_t i;

	if (extra != NULL && strcmp(extra, "allowed") != 0)
		return def_err(err, a->defs, r, "extra_columns",
		    "want allowed, or leave it out");
	a->extra = a->extra || extra != NULL;
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "column") == 0 &&
		    read_columns(a, r, &r->fields[i], err) == -1)
			return -1;
	return 0;
}

static int
read_override(struct agreement *a, const struct def_record *r,
    struct err *err)
{
	struct override *o = &a->overrides[a->n_overrides];
	const char *allows = def_get(r, "allows");

	if (read_date(a, r, "until", &o->until, err) == -1)
		return -1;
	if (strcmp(def_get(r, "extract"), a->x->id) != 0)
		return 0;
	o->column = COLUMN_NONE;
	if (strcmp(allows, "review") != 0 && (o->column = find_column(a, r,
	    "allows", allows, err)) == COLUMN_NONE)
		return -1;
	a->n_overrides++;
	return 0;
}

static int
read_records(struct agreement *a, const char *sender, struct err *err)
{
	const struct def_record *r;
	size_t i, ours = 0;
	int rc = 0;

	for (i = 0; rc == 0 && i < a->defs->n; i++) {
		r = &a->defs->records[i];
		if (strcmp(r->type, "Agreement") == 0) {
			rc = read_head(a, r, err);
		} else if (strcmp(r->type, "Override") == 0) {
			rc = read_override(a, r, err);
		} else if (is_ours(a, r, sender)) {
			ours++;
			rc = read_extract(a, r, err);
		}
	}
	if (rc == -1 || (a->id != NULL && ours > 0))
		return rc;
	if (a->id == NULL)
		err_set(err, STATUS_CONFIG, "", "no Agreement record");
	else
		err_set(err, STATUS_CONFIG, "", "agreement '%s' says nothing "
		    "of extract '%s'%s%s: add an Extract record, or name "
		    "another agreement", a->id, a->x->id, sender == NULL ?
		    "" : " from sender ", sender == NULL ? "" : sender);
	return err_at(err, a->defs->file, 0, NULL);
}

int
agreement_read(struct agreement **out, const char *library,
    const char *name, const struct extract *x, const char *sender,
    struct err *err)
{
	char path[4096];
	struct agreement *a;

	*out = NULL;
	if (library_find(library, "agreements", name, path, sizeof(path),
	    err) == -1)
		return bad(err);
	if ((a = calloc(1, sizeof(*a))) == NULL)
		return no_memory(err);
	a->x = x;
	if (defs_read(&a->defs, path, schemas, 3, err) == 0) {
		a->agreed = calloc(x->n_columns + 1, sizeof(*a->agreed));
		a->overrides = calloc(a->defs->n + 1, sizeof(*a->overrides));
		if (a->agreed == NULL || a->overrides == NULL)
			no_memory(err);
		else if (read_records(a, sender, err) == 0) {
			*out = a;
			return 0;
		}
	}
	agreement_free(a);
	return bad(err);
}

void
agreement_free(struct agreement *a)
{
	if (a == NULL)
		return;
	if (a->defs != NULL)
		defs_free(a->defs);
	free(a->agreed);
	free(a->overrides);
	free(a);
}

const char *
agreement_id(const struct agreement *a)
{
	return a->id;
}

date
agreement_review(const struct agreement *a)
{
	return a->review;
}

/* Until when an override allows it; DATE_NONE: there is none. */
static date
allowed_until(const struct agreement *a, int column)
{
	date until = DATE_NONE;
	size_t i;

	for (i = 0; i < a->n_overrides; i++)
		if (a->overrides[i].column == column && (until == DATE_NONE ||
		    a->overrides[i].until > until))
			until = a->overrides[i].until;
	return until;
}

/* Allowed on that day?  Then it is counted; else *ended says if it once was. */
static bool
is_overridden(const struct agreement *a, int column, date on,
    struct stats *stats, char *ended, size_t size)
{
	date until = allowed_until(a, column);
	char day[11];

	ended[0] = '\0';
	if (until == DATE_NONE)
		return false;
	if (until >= on) {
		stats_add(stats, STATS_OVERRIDDEN, column == COLUMN_NONE ?
		    "review" : a->x->columns[column].name, 1);
		return true;
	}
	date_format(until, day);
	(void)snprintf(ended, size, " (its override ended on %.10s)", day);
	return false;
}

int
agreement_holds(const struct agreement *a, date on, struct stats *stats,
    struct err *err)
{
	char day[11], ended[64];

	if (a->signed_on > on) {
		date_format(a->signed_on, day);
		err_set(err, STATUS_DATA, "agreement-not-signed", "agreement "
		    "'%s' is signed on %.10s: nothing is taken before that",
		    a->id, day);
		return err_at(err, a->defs->file, 0, "signed");
	}
	if (a->review >= on || is_overridden(a, COLUMN_NONE, on, stats, ended,
	    sizeof(ended)))
		return 0;
	date_format(a->review, day);
	err_set(err, STATUS_DATA, "agreement-lapsed", "agreement '%s' was due "
	    "for review on %.10s: review it with its parties and write the new "
	    "date, or add an Override that allows: review, with a reason%s",
	    a->id, day, ended);
	return err_at(err, a->defs->file, 0, "review");
}

/* One column that nobody agreed to.  0, or -1: no memory. */
static int
outside(const struct agreement *a, const struct reader *rd, size_t at,
    const char *name, const char *ended, struct notes *problems)
{
	struct err err;

	err_set(&err, STATUS_DATA, "outside-agreement", "column %zu of the "
	    "file is outside agreement '%s': ask the sender to leave it out, "
	    "or have it agreed and add it there%s", at + 1, a->id, ended);
	err_at(&err, rd_name(rd), rd_header(rd)->line, name);
	return notes_add(problems, &err);
}

int
agreement_header(const struct agreement *a, const struct binding *b,
    const struct reader *rd, date on, struct stats *stats,
    struct notes *problems, struct err *err)
{
	const size_t before = problems->n;
	struct err extra;
	char ended[64];
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < a->x->n_columns; i++)
		if (b->at[i] < b->n_fields && !a->agreed[i] &&
		    !is_overridden(a, (int)i, on, stats, ended, sizeof(ended)))
			r = outside(a, rd, b->at[i], a->x->columns[i].name,
			    ended, problems);
	if (r == 0 && b->n_extra > 0 && !a->extra) {
		err_set(&extra, STATUS_DATA, "outside-agreement", "%zu columns "
		    "that the definition leaves out were sent, and agreement "
		    "'%s' does not say extra_columns: allowed: ask the sender "
		    "to leave them out", b->n_extra, a->id);
		err_at(&extra, rd_name(rd), rd_header(rd)->line, NULL);
		r = notes_add(problems, &extra);
	}
	if (r == -1)
		return no_memory(err);
	return problems->n == before ? 0 : first_problem(problems, before,
	    err);
}
