/* SPDX-License-Identifier: MIT */
/*
 * The keys of an Extract record that say how its file is written, what its
 * columns may be, and which of its rows are no record.  See extract.h.
 */
#include <string.h>

#include "extract.h"
#include "extract_load.h"
#include "num.h"

/* One byte, or the word tab. */
static int
load_char(const struct load *l, const struct def_record *r, const char *key,
    char *out)
{
	const char *s = def_get(r, key);

	if (s == NULL)
		return 0;
	if (strcmp(s, "tab") == 0 || strcmp(s, "\\t") == 0)
		*out = '\t';
	else if (strcmp(s, "blank") == 0)
		*out = ' ';
	else if (strlen(s) == 1 && (unsigned char)*s < 0x80)
		*out = *s;
	else
		return def_err(l->err, l->x->defs, r, key,
		    "want one character, or tab or blank");
	return 0;
}

static int
load_count(const struct load *l, const struct def_record *r, const char *key,
    uint64_t most, size_t *out)
{
	const char *text = def_get(r, key);
	uint64_t v;

	if (text == NULL)
		return 0;
	if (!num_uint(text, strlen(text), &v) || v > most)
		return def_err(l->err, l->x->defs, r, key,
		    "want a number of lines, at most %u", (unsigned)most);
	*out = (size_t)v;
	return 0;
}

/* A key with two words: is it the second?  Absent: no. */
static int
either(const struct load *l, const struct def_record *r, const char *key,
    const char *usual, const char *other, bool *out)
{
	const char *const words[] = { usual, other };
	int word = load_word(l, r, key, words, 2, 0);

	if (word == -1)
		return -1;
	*out = word == 1;
	return 0;
}

static int
load_quotes(const struct load *l, const struct def_record *r)
{
	struct rd_opts *d = &l->x->dialect;
	const char *quote = def_get(r, "quote");
	char delimiter, used;

	if (load_char(l, r, "delimiter", &d->delimiter) == -1 ||
	    load_char(l, r, "escape", &d->escape) == -1)
		return -1;
	d->no_quote = quote != NULL && strcmp(quote, "none") == 0;
	if (!d->no_quote && load_char(l, r, "quote", &d->quote) == -1)
		return -1;
	delimiter = d->delimiter == '\0' ? ',' : d->delimiter;
	used = d->quote == '\0' ? '"' : d->quote;
	if (!d->no_quote && delimiter == used)
		return def_err(l->err, l->x->defs, r, d->delimiter == '\0' ?
		    "quote" : "delimiter", "delimiter and quote cannot be "
		    "the same");
	if (d->escape != '\0' && (d->escape == delimiter ||
	    (!d->no_quote && d->escape == used)))
		return def_err(l->err, l->x->defs, r, "escape", "want another "
		    "character than the delimiter and the quote; a quote that "
		    "is doubled needs no escape");
	return 0;
}

static int
load_dialect(const struct load *l, const struct def_record *r)
{
	struct rd_opts *d = &l->x->dialect;
	int encoding;

	encoding = load_word(l, r, "encoding", encoding_names, ENCODING_COUNT,
	    ENCODING_UTF_8);
	if (encoding == -1 || load_quotes(l, r) == -1 ||
	    either(l, r, "line_end", "lf", "cr", &d->lone_cr) == -1 ||
	    load_count(l, r, "preamble", 1000, &d->preamble) == -1 ||
	    load_count(l, r, "header_rows", MAX_HEADER_ROWS,
	    &d->header_rows) == -1 ||
	    def_yes_no(l->x->defs, r, "header_merged", &d->header_merged,
	    l->err) == -1)
		return -1;
	d->encoding = (enum encoding)encoding;
	d->sheet = def_get(r, "sheet");
	d->no_header = def_get(r, "header_rows") != NULL &&
	    d->header_rows == 0;
	if (d->header_merged && d->header_rows < 2)
		return def_err(l->err, l->x->defs, r, "header_merged",
		    "only with header_rows: 2 or 3");
	d->any_names = true;	/* lscb-ingest says what is wrong with them */
	d->ragged = true;	/* and with rows of another length */
	return 0;
}

int
load_file(const struct load *l, const struct def_record *r)
{
	static const char *const words[] = {"keep", "reject", "drop"};
	struct extract *x = l->x;
	int duplicates;

	if (load_dialect(l, r) == -1 ||
	    either(l, r, "headers", "exact", "loose",
	    &x->loose_headers) == -1 ||
	    either(l, r, "extra_columns", "stop", "drop",
	    &x->drop_extra) == -1 ||
	    either(l, r, "blank_columns", "stop", "drop",
	    &x->drop_unnamed) == -1 ||
	    either(l, r, "blank_rows", "reject", "drop",
	    &x->drop_blank_rows) == -1 ||
	    either(l, r, "repeated_header", "reject", "drop",
	    &x->drop_headers) == -1 ||
	    either(l, r, "short_rows", "reject", "pad",
	    &x->pad_short) == -1 ||
	    either(l, r, "long_rows", "reject", "trim",
	    &x->trim_long) == -1 || (duplicates = load_word(l, r,
	    "duplicate_rows", words, 3, DUPLICATES_KEEP)) == -1)
		return -1;
	x->duplicates = (enum duplicates)duplicates;
	return load_repeated(l, r, "footer", &x->footers, &x->n_footers);
}

/* "COLUMN = WORD | WORD" */
static int
load_total(const struct load *l, const struct def_field *f,
    struct total *total)
{
	const char *eq = strchr(f->value, '=');
	size_t i;

	if (eq == NULL)
		return load_fail(l, f->line, "total",
		    "want 'COLUMN = WORD | WORD'");
	total->column = load_column_in(l, f->value, (size_t)(eq - f->value),
	    f->line, "total");
	if (total->column == COLUMN_NONE)
		return -1;
	if (load_list(l, eq + 1, '|', &total->words, &total->n_words) == -1)
		return -1;
	/* An empty word would drop each row that has nothing there. */
	for (i = 0; i < total->n_words; i++)
		if (total->words[i][0] == '\0')
			return load_fail(l, f->line, "total", "a word is "
			    "empty: want 'COLUMN = WORD | WORD'");
	return 0;
}

/*
 * The agency's own reference may be sent back; what could name a child by
 * itself may not.
 */
static int
load_reference(const struct load *l, const struct def_record *r)
{
	const char *name = def_get(r, "reference");
	struct extract *x = l->x;
	const struct column *c;

	x->reference = COLUMN_NONE;
	if (load_patterns(l, r, "reference_pattern", &x->reference_patterns,
	    &x->n_reference_patterns) == -1)
		return -1;
	if (name == NULL && x->n_reference_patterns > 0)
		return def_err(l->err, x->defs, r, "reference_pattern",
		    "goes with 'reference'");
	if (name == NULL)
		return 0;
	x->reference = load_column(l, name, def_line(r, "reference"),
	    "reference");
	if (x->reference == COLUMN_NONE)
		return -1;
	c = &x->columns[x->reference];
	if ((c->type != TYPE_TEXT && c->type != TYPE_INTEGER &&
	    c->type != TYPE_WORD) ||
	    (c->role != ROLE_ID && c->role != ROLE_ENTITY &&
	    c->role != ROLE_DROP && c->role != ROLE_NONE &&
	    c->role != ROLE_KEEP))
		return def_err(l->err, x->defs, r, "reference", "'%s' cannot "
		    "be shown to anybody: want the agency's own number of the "
		    "record, a column of type text or integer with role id, "
		    "entity, keep or drop", c->name);
	return 0;
}

int
load_file_columns(const struct load *l, const struct def_record *r)
{
	struct extract *x = l->x;
	size_t i;

	x->totals = arena_alloc(&x->arena, (r->n + 1) * sizeof(*x->totals));
	if (x->totals == NULL)
		return load_nomem(l);
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "total") == 0 &&
		    load_total(l, &r->fields[i],
		    &x->totals[x->n_totals++]) == -1)
			return -1;
	/* Where rows may be longer or shorter, the first one may be. */
	if (x->dialect.no_header && (x->pad_short || x->trim_long))
		x->dialect.columns = x->n_columns;
	return load_reference(l, r);
}
