/* SPDX-License-Identifier: MIT */
/*
 * Writes a draft: see draft.h.  Each guess has a comment before it that begins
 * with "confirm" and says what was seen, never a value but spellings that may be
 * shown.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "value.h"
#include "words.h"

/* A count that may be shown: "no", "fewer than 5", "2266". */
static const char *
how_many(uint64_t n, size_t mask, char out[32])
{
	if (n == 0)
		(void)snprintf(out, 32, "no");
	else if (n < mask)
		(void)snprintf(out, 32, "fewer than %zu", mask);
	else
		(void)snprintf(out, 32, "%llu", (unsigned long long)n);
	return out;
}

/* How many of all; the rest must not be had by subtraction. */
static const char *
part_of(uint64_t n, uint64_t all, size_t mask, char out[32])
{
	if (n > 0 && n < all && all < 2 * mask)
		(void)snprintf(out, 32, "some");
	else if (n < all && all - n < mask && n >= mask)
		(void)snprintf(out, 32, "more than %llu",
		    (unsigned long long)all - mask);
	else
		how_many(n, mask, out);
	return out;
}

/* The file's name as an id: lower-case letters, digits and hyphens. */
static void
make_id(char id[65], const char *path)
{
	const char *s = strrchr(path, '/');
	size_t k = 0;

	s = s == NULL ? path : s + 1;
	for (; *s != '\0' && *s != '.' && k < 60; s++) {
		if (isalnum((unsigned char)*s))
			id[k++] = (char)tolower((unsigned char)*s);
		else if (k > 0 && id[k - 1] != '-')
			id[k++] = '-';
	}
	while (k > 0 && id[k - 1] == '-')
		k--;
	id[k] = '\0';
	if (k == 0)
		memcpy(id, "extract", 8);
}

/* The first column that can be a key; one that is called so is better. */
static const struct guess *
find_key(const struct draft *d)
{
	const struct guess *found = NULL, *g;
	size_t i;

	for (i = 0; i < d->n; i++) {
		g = &d->columns[i];
		if (g->type == TYPE_TEXT && guess_is_unique(g) &&
		    (found == NULL || ((g->hints & HINT_ID) != 0 &&
		    (found->hints & HINT_ID) == 0)))
			found = g;
	}
	return found;
}

static void
write_sheet(const struct draft *d, struct writer *wr)
{
	wr_print(wr, "# confirm: the sheet of the workbook, by what stands on "
	    "its tab");
	wr_print(wr, "sheet: %s", d->name_of_sheet);
}

static void
write_delimiter(const struct sniff *s, struct writer *wr)
{
	char delimiter[2] = { s->delimiter, '\0' };

	wr_print(wr, "# confirm: %s", s->encoding_why);
	wr_print(wr, "encoding: %s", encoding_names[s->encoding]);
	if (s->fields > 1)
		wr_print(wr, "# confirm: of the first %zu records %zu have %zu "
		    "fields by it", s->records, s->alike, s->fields);
	else
		wr_print(wr, "# confirm: no comma, semicolon, tab or bar is in "
		    "every line, so it is one column");
	wr_print(wr, "delimiter: %s", s->delimiter == '\t' ? "tab" : delimiter);
}

static void
write_dialect(const struct draft *d, struct writer *wr)
{
	const struct sniff *s = &d->sniff;

	if (s->sheet)
		write_sheet(d, wr);
	else
		write_delimiter(s, wr);
	if (s->preamble > 0) {
		wr_print(wr, "# confirm: the first %s the header; these are "
		    "before it", s->sheet ? "row with as many cells as any is" :
		    "line with as many fields is");
		wr_print(wr, "preamble: %zu", s->preamble);
	}
}

static void
write_extract(const struct draft *d, struct writer *wr)
{
	const struct guess *key = find_key(d);
	char id[65], n[32];

	make_id(id, d->path);
	wr_print(wr, "# A first definition, guessed from %s rows of one file.  "
	    "Look at every line", how_many(d->rows, d->mask, n));
	wr_print(wr, "# under a \"confirm\", put it right, and take the "
	    "comment away.  No column has");
	wr_print(wr, "# a role yet, so lscb-deidentify refuses it: see "
	    "lscb-extract(5) for roles,");
	wr_print(wr, "# rules and events.");
	wr_print(wr, "%s", "");
	wr_print(wr, "%%rec: Extract");
	wr_print(wr, "%s", "");
	wr_print(wr, "# confirm: from the name of the file");
	wr_print(wr, "id: %s", id);
	wr_print(wr, "# confirm: what people call it");
	wr_print(wr, "title: %s", id);
	wr_print(wr, "# confirm: whose records these are");
	wr_print(wr, "agency: unknown");
	wr_print(wr, "# confirm: it was seen in one file");
	wr_print(wr, "layout: known");
	write_dialect(d, wr);
	if (key != NULL) {
		wr_print(wr, "# confirm: no two of these rows share it");
		wr_print(wr, "key: %s", key->name);
	} else {
		wr_print(wr, "# confirm: no column of text differs in every "
		    "row (or there are more than %d", DISTINCT_EXACT);
		wr_print(wr, "# rows to tell by), so there is no key: say "
		    "which columns together are it");
	}
	if (d->blank_rows > 0) {
		wr_print(wr, "# confirm: %s blank rows were seen",
		    how_many(d->blank_rows, d->mask, n));
		wr_print(wr, "blank_rows: drop");
	}
	if (d->ragged_rows > 0)
		wr_print(wr, "# confirm: %s rows have more or fewer fields "
		    "than the header: lscb-ingest rejects them",
		    how_many(d->ragged_rows, d->mask, n));
	wr_print(wr, "# confirm: delivery, every and mandatory, which no file "
	    "says of itself");
}

static void
write_formats(const struct guess *g, struct writer *wr)
{
	const char *rival = dates_rival(&g->dates);

	if (rival != NULL)
		wr_print(wr, "# confirm: AMBIGUOUS: %s fits every value as "
		    "well, and is another day; no value tells", rival);
	else
		wr_print(wr, "# confirm: every value fits");
	wr_print(wr, "format: %s", g->dates.format[0]);
	if ((g->hints & HINT_FUTURE) != 0) {
		wr_print(wr, "# confirm: its name says that it may be to come");
		wr_print(wr, "future: yes");
	}
}

static void
write_codes(const struct guess *g, struct writer *wr, size_t mask)
{
	const struct items *s = &g->spellings;
	struct word *words = tool_need(calloc(s->n + 1, sizeof(*words)));
	struct buf b = { 0 };
	size_t i, k;
	int r;

	r = words_make(words, s);
	wr_print(wr, "# confirm: each of these spellings stands for %zu rows "
	    "or more; the words are made", mask);
	wr_print(wr, "# of them: give better ones, and the codes that were not "
	    "in this file");
	for (i = 0; r == 0 && i < s->n; i++) {
		if (!words[i].first)
			continue;
		b.n = 0;
		r = buf_printf(&b, "code: %s", words[i].text);
		for (k = i; r == 0 && k < s->n; k++)
			if (strcmp(words[k].text, words[i].text) == 0 &&
			    !(s->v[k].n == strlen(words[i].text) &&
			    memcmp(s->v[k].key, words[i].text,
			    s->v[k].n) == 0))
				r = buf_printf(&b, "%s%.*s",
				    memchr(b.p, '=', b.n) == NULL ? " = " :
				    " | ", (int)s->v[k].n, s->v[k].key);
		if (r == 0)
			wr_line(wr, b.p, b.n);
	}
	if (r == -1)
		tool_need(NULL);
	buf_free(&b);
	free(words);
}

static void
write_unknown(const struct guess *g, struct writer *wr)
{
	bool told = false;
	size_t i;

	if (g->type == TYPE_TEXT || g->type == TYPE_NAME)
		return;
	for (i = 0; i < UNKNOWN_WORDS; i++) {
		if (g->unknown[i] == 0)
			continue;
		if (!told)
			wr_print(wr, "# confirm: that this means not known");
		told = true;
		wr_print(wr, "unknown: %s", unknown_words[i]);
	}
}

/* What role it may be meant for: a comment, for somebody to decide. */
static const char *
role_of(const struct guess *g)
{
	unsigned h = g->hints;

	if (g->type == TYPE_DATE)
		return (h & HINT_BIRTH) == 0 ? "date" :
		    (h & HINT_FUTURE) == 0 ? "dob" : "drop";
	if (g->type == TYPE_UPN)
		return "upn";
	if (g->type == TYPE_NHS)
		return "nhs";
	if (g->type == TYPE_POSTCODE)
		return "postcode";
	if (g->type == TYPE_NAME)
		return (h & HINT_FORENAME) != 0 ? "forename" :
		    (h & HINT_SURNAME) != 0 ? "surname" : "drop";
	if ((h & HINT_SEX) != 0)
		return g->type == TYPE_CODE ? "sex" : "sex, once it is of type "
		    "code";
	if (g->why_not_code != NULL)
		return "keep, once it is of type code; else drop";
	if ((h & HINT_UPRN) != 0)
		return "uprn";
	if ((h & HINT_HOUSE) != 0)
		return "house";
	if ((h & HINT_ID) != 0)
		return "id, if it is the child's; entity, if a thing's; else "
		    "drop";
	return g->type == TYPE_TEXT ? "free-text or drop" : "keep or drop";
}

static const char *
why_type(const struct guess *g)
{
	if (g->known == 0)
		return "it is never filled";
	if (g->why_not_code != NULL)
		return g->why_not_code;
	switch (g->type) {
	case TYPE_NAME:
		return "by what it is called";
	case TYPE_UPN:
	case TYPE_NHS:
	case TYPE_POSTCODE:
		return g->query ? "most values are; the others are asked "
		    "about" : "every value is";
	case TYPE_CODE:
		return "there are few different values";
	case TYPE_INTEGER:
		return g->yes_no == g->known ? "every value is 0 or 1, so it "
		    "may be yes-no" : "every value is";
	case TYPE_TEXT:
		return g->decimals == g->known ? "its numbers look like "
		    "references" : "nothing else fits every value";
	default:
		return "every value is";
	}
}

static void
write_column(const struct draft *d, const struct guess *g,
    struct writer *wr)
{
	uint64_t unknown = g->values - g->known;
	char values[32], blanks[32];

	wr_print(wr, "%s", "");
	wr_print(wr, "# confirm: the name, made of the header; %s values, %s "
	    "blank", part_of(g->values, d->rows, d->mask, values),
	    part_of(g->blanks, d->rows, d->mask, blanks));
	wr_print(wr, "name: %s", g->name);
	if (value_trim((struct field){ g->header, g->header_n }).n <
	    g->header_n)
		wr_print(wr, "# confirm: there are blanks around the header, "
		    "which no definition can say: ask for it without");
	wr_print(wr, "header: %.*s", (int)g->header_n, g->header);
	wr_print(wr, "# confirm: %s", why_type(g));
	wr_print(wr, "type: %s", column_type_name(g->type));
	if (g->line != NULL)
		wr_print(wr, "%s", g->line);
	if (g->type == TYPE_DATE)
		write_formats(g, wr);
	if (g->type == TYPE_CODE)
		write_codes(g, wr, d->mask);
	write_unknown(g, wr);
	if (g->query) {
		wr_print(wr, "# confirm: that such a row is kept all the same");
		wr_print(wr, "severity: query");
	}
	if (g->blanks == 0 && g->known > 0 && (unknown == 0 ||
	    g->type == TYPE_TEXT || g->type == TYPE_NAME)) {
		wr_print(wr, "# confirm: it was never blank");
		wr_print(wr, "required: yes");
	}
	wr_print(wr, "# role: %s   (confirm)", role_of(g));
}

void
draft_write(const struct draft *d, struct writer *wr)
{
	size_t i;

	write_extract(d, wr);
	wr_print(wr, "%s", "");
	wr_print(wr, "%%rec: Column");
	for (i = 0; i < d->n; i++)
		write_column(d, &d->columns[i], wr);
}
