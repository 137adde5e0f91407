/* SPDX-License-Identifier: MIT */
/* How agencies write, from the library: see style.h. */
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "style.h"

#define AS_COLUMN_NAMES(constant, name, columns) \
	static const char *const constant##_names[] = { columns(COLUMN_NAME) };
#define AS_SHEET(constant, name, columns) \
	{ name, constant##_names, constant##_COLUMNS },
#define AS_MISTAKE_NAME(constant, name) name,

SHEETS(AS_COLUMN_NAMES)

static const struct {
	const char *extract;
	const char *const *names;
	int n;
} sheets[SHEET_COUNT] = { SHEETS(AS_SHEET) };

/* In the order of enum agency. */
static const char *const agencies[AGENCY_COUNT] = { "social-services",
	"education", "youth-offending", "police", "health", "probation",
	"advocacy", "board", "housing" };
static const char *const mistakes[] = { MISTAKES(AS_MISTAKE_NAME) };

/* By canonical name; the row id and local id are told by files.csv. */
static const struct {
	const char *name;
	enum identity identity;
} identities[] = {
	{ "forename", FORENAME }, { "surname", SURNAME }, { "dob", BIRTH },
	{ "expected_dob", DUE }, { "sex", SEX }, { "house", HOUSE },
	{ "postcode", POSTCODE }, { "uprn", UPRN }, { "nhs", NHS },
	{ "upn", UPN }, { "ward", WARD }
};

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

const char *
agency_name(enum agency a)
{
	return agencies[a];
}

static int
find(const char *name, const char *const *names, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (strcmp(name, names[i]) == 0)
			return i;
	return -1;
}

struct sheet_style *
style_of(struct styles *s, const char *extract)
{
	int i;

	for (i = 0; i < s->n; i++)
		if (strcmp(extract, s->sheet[i].extract) == 0)
			return &s->sheet[i];
	return NULL;
}

/* A column by its canonical name into *out: -1 when name is "". */
static int
column(const struct table_row *row, int field, const struct sheet_style *s,
    int *out)
{
	*out = -1;
	if (row->field[field][0] == '\0')
		return 0;
	*out = find(row->field[field], s->names, s->n);
	if (*out == -1)
		return field_bad(row, field, "no column of that extract");
	return 0;
}

/* "M|Male": spellings, split in place. */
static int
spellings(const struct table_row *row, int field, char **out, int *n)
{
	char *p = arena_strdup(&row->t->arena, row->field[field]);

	*n = 0;
	while (p != NULL) {
		if (*n == SPELLINGS)
			return field_bad(row, field, "too many spellings");
		out[(*n)++] = p;
		p = strchr(p, '|');
		if (p == NULL)
			return 0;
		*p++ = '\0';
	}
	return no_memory(row->err);
}

/* Of a field, which of these words it is. */
static int
word(const struct table_row *row, int field, const char *const *words, int n,
    int *out)
{
	*out = find(row->field[field], words, n);
	if (*out == -1)
		return field_bad(row, field, "no such word is known here");
	return 0;
}

static const char *const agency_columns[] = { "agency", "scope", "prefix",
	"digits", "male", "female", "unknown_sex", "unknown_birth", "names" };

static int
agency_row(struct table_row *row)
{
	static const char *const scopes[] = { "region", "authority" };
	static const char *const names[] = { "as-written", "no-accents",
		"capitals" };
	struct styles *s = row->arg;
	struct agency_style *a;
	const char *birth = row->field[7];
	int64_t digits;
	int i, scope, style;

	if (word(row, 0, agencies, AGENCY_COUNT, &i) == -1)
		return -1;
	a = &s->agency[i];
	if (word(row, 1, scopes, 2, &scope) == -1 ||
	    field_number(row, 3, 9, &digits) == -1 ||
	    spellings(row, 4, a->male, &a->n_male) == -1 ||
	    spellings(row, 5, a->female, &a->n_female) == -1 ||
	    word(row, 8, names, 3, &style) == -1)
		return -1;
	if (digits < 5)
		return field_bad(row, 3, "want 5 to 9");
	a->each_authority = scope == 1;
	a->prefix = row->field[2];
	a->digits = (int)digits;
	a->unknown_sex = row->field[6];
	a->unknown_birth = date_parse(birth, strlen(birth));
	if (birth[0] != '\0' && a->unknown_birth == DATE_NONE)
		return field_bad(row, 7, "not a date, want YYYY-MM-DD");
	a->names = (enum names)style;
	return 0;
}

static const char *const file_columns[] = { "extract", "agency", "id",
	"issuer", "prefix", "key", "gzip", "bom", "crlf", "encoding",
	"delivery", "lag", "every", "grace" };

static int
file_row(struct table_row *row)
{
	static const char *const deliveries[] = { "full", "monthly", "late",
		"changes" };
	struct sheet_style *s = style_of(row->arg, row->field[0]);
	int agency, issuer, encoding, delivery;

	if (s == NULL)
		return field_bad(row, 0, "no such extract is made here");
	if (s->styled)
		return field_bad(row, 0, "there already");
	if (word(row, 1, agencies, AGENCY_COUNT, &agency) == -1)
		return -1;
	issuer = agency;
	if ((row->field[3][0] != '\0' &&
	    word(row, 3, agencies, AGENCY_COUNT, &issuer) == -1) ||
	    column(row, 2, s, &s->id) == -1 ||
	    column(row, 5, s, &s->key) == -1 ||
	    field_yes(row, 6, &s->gzip) == -1 ||
	    field_yes(row, 7, &s->bom) == -1 ||
	    field_yes(row, 8, &s->crlf) == -1 ||
	    word(row, 9, encoding_names, ENCODINGS_WRITTEN, &encoding) == -1 ||
	    word(row, 10, deliveries, 4, &delivery) == -1 ||
	    field_number(row, 11, 366, &s->lag) == -1 ||
	    field_number(row, 13, 366, &s->grace) == -1)
		return -1;
	s->agency = (enum agency)agency;
	s->issuer = (enum agency)issuer;
	s->prefix = row->field[4];
	if (strlen(s->prefix) > 8 || (s->prefix[0] != '\0' && s->key == -1))
		return field_bad(row, 4, "want up to 8 letters, and a key");
	s->encoding = (enum encoding)encoding;
	s->delivery = (enum delivery)delivery;
	s->every = row->field[12];
	s->styled = true;
	return 0;
}

static const char *const layout_columns[] = { "extract", "column", "header",
	"format" };

static int
layout_row(struct table_row *row)
{
	struct sheet_style *s = style_of(row->arg, row->field[0]);
	int c;

	if (s == NULL)
		return field_bad(row, 0, "no such extract is made here");
	if (column(row, 1, s, &c) == -1)
		return -1;
	if (c == -1 || s->header[c] != NULL)
		return field_bad(row, 1, "want every column once");
	s->header[c] = row->field[2];
	s->order[s->n_order++] = c;
	if (!date_compile(row->field[3][0] == '\0' ? "YYYY-MM-DD" :
	    row->field[3], s->format[c]))
		return field_bad(row, 3, "not a date format");
	return 0;
}

static const char *const error_columns[] = { "extract", "kind", "column",
	"value", "after", "measure", "reason" };

static int
error_row(struct table_row *row)
{
	static const char *const kinds[] = { "value", "future", "duplicate",
		"check" };
	struct sheet_style *s = style_of(row->arg, row->field[0]);
	struct seeded *m;
	int kind;

	if (s == NULL)
		return field_bad(row, 0, "no such extract is made here");
	if (s->n_seeded == MAX_SEEDED)
		return field_bad(row, 0, "too many for one extract");
	m = &s->seeded[s->n_seeded++];
	if (word(row, 1, kinds, 4, &kind) == -1 ||
	    column(row, 2, s, &m->column) == -1 ||
	    field_number(row, 4, 1000000, &m->after) == -1)
		return -1;
	m->kind = kind == 0 ? SEEDED_VALUE : kind == 1 ? SEEDED_FUTURE :
	    kind == 2 ? SEEDED_DUPLICATE : SEEDED_CHECK;
	if (m->kind != SEEDED_DUPLICATE && m->column == -1)
		return field_bad(row, 2, "want a column");
	m->value = row->field[3];
	m->noticed = (struct noticed){ row->field[5], row->field[6], 0 };
	return 0;
}

static const char *const mistake_columns[] = { "mistake", "agency",
	"per_million", "source" };

static int
mistake_row(struct table_row *row)
{
	struct styles *s = row->arg;
	int64_t rate;
	int i, m, from = 0, to = AGENCY_COUNT;

	if (word(row, 0, mistakes, MISTAKE_COUNT, &m) == -1 ||
	    field_number(row, 2, 1000000, &rate) == -1)
		return -1;
	if (row->field[1][0] != '\0') {
		if (word(row, 1, agencies, AGENCY_COUNT, &from) == -1)
			return -1;
		to = from + 1;
	}
	if (row->field[3][0] == '\0')
		return field_bad(row, 3, "say where the number is from");
	/* A line for one agency stands wherever it is in the file. */
	for (i = from; i < to; i++)
		if (to == from + 1 || s->agency[i].rate[m] == -1)
			s->agency[i].rate[m] = rate;
	return 0;
}

static const char *const variant_columns[] = { "name", "variant", "kind" };

static int
variant_row(struct table_row *row)
{
	struct styles *s = row->arg;
	struct variant *grown = grow(s->variants, s->n_variants,
	    &s->cap_variants, sizeof(*grown));

	if (grown == NULL)
		return no_memory(row->err);
	s->variants = grown;
	s->variants[s->n_variants++] = (struct variant){ row->field[0],
	    row->field[1], row->field[2] };
	return 0;
}

static void
begin(struct styles *s)
{
	struct sheet_style *sheet;
	int i, m;

	for (i = 0; i < AGENCY_COUNT; i++)
		for (m = 0; m < MISTAKE_COUNT; m++)
			s->agency[i].rate[m] = -1;
	for (i = 0; i < SHEET_COUNT; i++) {
		sheet = &s->sheet[i];
		sheet->extract = sheets[i].extract;
		sheet->names = sheets[i].names;
		sheet->n = sheets[i].n;
	}
	s->n = SHEET_COUNT;
}

static int
config(struct err *err, const char *file, const char *what, const char *name)
{
	return err_set(err, STATUS_CONFIG, "bad-definition",
	    "synth/%s: %s '%s'", file, what, name);
}

/* Which columns row_begin fills, with what. */
static void
identify(struct sheet_style *s)
{
	enum identity what;
	int c, k;

	s->birth = s->house = s->postcode = -1;
	for (c = 0; c < s->n; c++) {
		what = NO_IDENTITY;
		for (k = 0; k < COUNT(identities); k++)
			if (strcmp(s->names[c], identities[k].name) == 0)
				what = identities[k].identity;
		if (c == s->id)
			what = LOCAL_ID;
		else if (c == s->key && s->prefix[0] != '\0')
			what = ROW_ID;
		if (what == NO_IDENTITY)
			continue;
		if (what == BIRTH)
			s->birth = c;
		else if (what == HOUSE)
			s->house = c;
		else if (what == POSTCODE)
			s->postcode = c;
		s->identity_at[s->n_identity] = c;
		s->identity[s->n_identity++] = what;
	}
}

static int
check(struct styles *s, struct tables *t, struct err *err)
{
	struct sheet_style *sheet;
	int i, m;

	for (i = 0; i < AGENCY_COUNT; i++) {
		if (s->agency[i].digits == 0)
			return config(err, "agencies.csv", "lacks", agencies[i]);
		for (m = 0; m < MISTAKE_COUNT; m++)
			if (s->agency[i].rate[m] == -1)
				return config(err, "mistakes.csv", "lacks",
				    mistakes[m]);
	}
	for (i = 0; i < s->n; i++) {
		sheet = &s->sheet[i];
		if (!sheet->styled)
			return config(err, "files.csv", "lacks",
			    sheet->extract);
		if (sheet->n_order != sheet->n)
			return config(err, "layouts.csv",
			    "lacks a column of", sheet->extract);
		identify(sheet);
		if (style_define(sheet,
		    s->agency[sheet->agency].unknown_birth, t, err) == -1)
			return -1;
	}
	return 0;
}

int
styles_read(struct styles *s, struct tables *t, struct err *err)
{
	begin(s);
	if (further_read(s, t, err) == -1 ||
	    table_read(t, "agencies", agency_columns, COUNT(agency_columns),
	    agency_row, s, err) == -1 ||
	    table_read(t, "files", file_columns, COUNT(file_columns),
	    file_row, s, err) == -1 ||
	    table_read(t, "layouts", layout_columns, COUNT(layout_columns),
	    layout_row, s, err) == -1 ||
	    table_read(t, "errors", error_columns, COUNT(error_columns),
	    error_row, s, err) == -1 ||
	    table_read(t, "mistakes", mistake_columns, COUNT(mistake_columns),
	    mistake_row, s, err) == -1 ||
	    table_read(t, "variants", variant_columns, COUNT(variant_columns),
	    variant_row, s, err) == -1)
		return -1;
	return check(s, t, err);
}

void
styles_free(struct styles *s)
{
	free(s->variants);
}
