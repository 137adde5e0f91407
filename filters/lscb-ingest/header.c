/* SPDX-License-Identifier: MIT */
/* See header.h. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fold.h"
#include "header.h"

/* What is at hand while a header is bound. */
struct search {
	const struct extract *x;
	const struct rec *h;
	const struct reader *rd;
	bool *taken;		/* by field */
	char **names;		/* by field: its text, with a NUL */
	char **words;		/* by field: its words */
	size_t found, missing;	/* columns */
	struct notes *problems;
	struct arena arena;
};

int
notes_add(struct notes *notes, const struct err *err)
{
	struct err *grown = grow(notes->items, notes->n, &notes->cap,
	    sizeof(*grown));

	if (grown == NULL)
		return -1;
	notes->items = grown;
	notes->items[notes->n++] = *err;
	return 0;
}

bool
row_has_mark(const struct rec *rec, struct err *why)
{
	if (rec->n == 0 || utf8_mark(rec->f[0].p, rec->f[0].n) == 0)
		return false;
	err_set(why, STATUS_DATA, "byte-order-mark", "a byte order mark stands "
	    "before this row: files were joined here; send them one by one, or "
	    "take it out");
	return true;
}

static int
nomem(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* One more thing that is wrong with the header. */
static int
problem(struct search *s, struct err *err)
{
	err_at(err, rd_name(s->rd), s->h->line, NULL);
	return notes_add(s->problems, err);
}

static bool
is_blank(const char *p)
{
	return p[strspn(p, " \t")] == '\0';
}

/* Words in small letters, a blank before and behind each.  NULL: no memory. */
static char *
words(struct search *s, const char *name)
{
	char *out = arena_alloc(&s->arena, strlen(name) + 3), *p = out;

	if (out == NULL)
		return NULL;
	for (*p++ = ' '; *name != '\0'; name++)
		if (isalnum((unsigned char)*name) || (*name & 0x80) != 0)
			*p++ = (char)tolower((unsigned char)*name);
		else if (p[-1] != ' ')
			*p++ = ' ';
	if (p[-1] != ' ')
		*p++ = ' ';
	*p = '\0';
	return out;
}

enum { WORD_LEAST = 3 };	/* letters; shorter ones say little */

/* Are all words of a, as words() has them, in b, and is there one? */
static bool
all_in(const char *a, const char *b)
{
	char word[64] = " ";
	bool any = false;
	size_t n;

	for (a++; *a != '\0'; a += n + 1) {
		n = strcspn(a, " ");
		if (n < WORD_LEAST)
			continue;
		if (n + 3 > sizeof(word))
			return false;
		memcpy(word + 1, a, n);
		memcpy(word + 1 + n, " ", 2);
		if (strstr(b, word) == NULL)
			return false;
		any = true;
	}
	return any;
}

/*
 * Has a header the words of a name, in any order and with others, or only some of
 * them?  It may if memory failed: so no column is taken for absent that is there.
 */
static bool
resembles(const char *header, const char *wanted)
{
	return wanted == NULL || all_in(wanted, header) ||
	    all_in(header, wanted);
}

/* Copies of the names. */
static int
prepare(struct search *s)
{
	size_t i, n = s->h->n;

	s->taken = arena_alloc(&s->arena, n * sizeof(*s->taken));
	s->names = arena_alloc(&s->arena, n * sizeof(*s->names));
	s->words = arena_alloc(&s->arena, n * sizeof(*s->words));
	if (s->taken == NULL || s->names == NULL || s->words == NULL)
		return -1;
	for (i = 0; i < n; i++) {
		s->names[i] = arena_strndup(&s->arena, s->h->f[i].p,
		    s->h->f[i].n);
		if (s->names[i] == NULL)
			return -1;
		s->words[i] = words(s, s->names[i]);
		if (s->words[i] == NULL)
			return -1;
	}
	return 0;
}

/* Is field i headed as the column may be?  1, 0 or -1: no memory. */
static int
is_headed(const struct search *s, size_t i, const struct column *c)
{
	size_t k;
	int same = 0;

	for (k = 0; same == 0 && k < c->n_headers; k++)
		same = extract_same_header(s->x, s->h->f[i], c->headers[k]);
	return same;
}

/*
 * The field of the header that comes nearest to a name of c and is nobody's, or
 * the number of fields: misspelt, or with words before or behind the name.
 */
static size_t
nearest(struct search *s, const struct column *c)
{
	const char *near, *name, *wanted;
	size_t i, k;

	for (k = 0; k < c->n_headers; k++) {
		wanted = words(s, c->headers[k]);
		for (i = 0; i < s->h->n; i++) {
			if (s->taken[i])
				continue;
			name = s->names[i] + strspn(s->names[i], " \t");
			near = near_miss(c->headers[k], &name, 1);
			if (near != NULL || strcasecmp(c->headers[k],
			    name) == 0 || resembles(s->words[i], wanted))
				return i;
		}
	}
	return s->h->n;
}

/* Is this a header, though perhaps misspelt?  One name may be near by chance. */
static bool
is_header(struct search *s)
{
	size_t c, near = 0;

	for (c = 0; s->found == 0 && c < s->x->n_columns && near < 2; c++)
		near += nearest(s, &s->x->columns[c]) < s->h->n;
	return s->found > 0 || near == 2;
}

/* Is it one field that another delimiter would part? */
static bool
is_joined(const struct rec *h)
{
	return h->n == 1 && (memchr(h->f[0].p, ';', h->f[0].n) != NULL ||
	    memchr(h->f[0].p, '\t', h->f[0].n) != NULL);
}

/* What a header of which no column is known looks like, without a value. */
static const char *
looks(const struct rec *h)
{
	if (h->f[0].n >= 4 && strncasecmp(h->f[0].p, "sep=", 4) == 0)
		return ": the first line tells Excel the delimiter: say "
		    "preamble: 1 in the definition, and the delimiter";
	if (h->n == 1 && memchr(h->f[0].p, ';', h->f[0].n) != NULL)
		return ": the line has no comma but ';': say delimiter: ; in "
		    "the definition, or save it as CSV with commas";
	if (h->n == 1 && memchr(h->f[0].p, '\t', h->f[0].n) != NULL)
		return ": the line has no comma but tabs: say delimiter: tab "
		    "in the definition, or save it as CSV with commas";
	return ": the first line does not look like a header at all; if lines "
	    "stand above it, say preamble: N in the definition, and "
	    "header_rows: 0 if there is none";
}

/* at: a field that comes near; by its place, for it may be data: see rd_unknown. */
static int
missing_column(struct search *s, const struct column *c, size_t at)
{
	struct err err;

	s->missing++;
	if (at < s->h->n)
		err_set(&err, STATUS_DATA, "missing-column", "no column '%s'; "
		    "did you mean column %zu, which is nearly called that? "
		    "Then add its name as another 'header:'; if it is something "
		    "else, give it a column of its own", c->headers[0],
		    at + 1);
	else
		err_set(&err, STATUS_DATA, "missing-column",
		    "no column '%s'%s", c->headers[0], s->found > 0 ? "" :
		    looks(s->h));
	return problem(s, &err);
}

/*
 * Columns that were not found: one that may be absent is, unless it is there with
 * its name misspelt, or nothing is there that should be.
 */
static int
find_missing(struct search *s, struct binding *b)
{
	const struct extract *x = s->x;
	const bool header = !is_joined(s->h) && is_header(s);
	size_t c, near;
	int r = 0;

	for (c = 0; r == 0 && c < x->n_columns; c++) {
		if (b->at[c] < b->n_fields)
			continue;
		near = header ? nearest(s, &x->columns[c]) : s->h->n;
		if (!x->columns[c].optional || near < s->h->n || s->found == 0)
			r = missing_column(s, &x->columns[c], near);
		else
			b->n_absent++;
	}
	return r;
}

/* Every column of the definition, wherever it stands. */
static int
find_columns(struct search *s, struct binding *b)
{
	const struct extract *x = s->x;
	struct err err;
	size_t c, i;
	int r = 0, headed;

	for (c = 0; r == 0 && c < x->n_columns; c++) {
		b->at[c] = b->n_fields;
		for (i = 0; r == 0 && i < s->h->n; i++) {
			if (s->taken[i])
				continue;
			headed = is_headed(s, i, &x->columns[c]);
			if (headed == -1)
				return -1;
			if (!headed)
				continue;
			s->taken[i] = true;
			if (b->at[c] == b->n_fields) {
				b->at[c] = i;
				s->found++;
				continue;
			}
			err_set(&err, STATUS_DATA, "duplicate-column",
			    "two columns for '%s': %zu and %zu",
			    x->columns[c].name, b->at[c] + 1, i + 1);
			r = problem(s, &err);
		}
	}
	return r == 0 ? find_missing(s, b) : r;
}

/* A column that the definition does not know. */
static int
unknown_column(struct search *s, struct binding *b, size_t i)
{
	const char *name = s->names[i];
	struct err err;

	if (is_blank(name) && s->x->drop_unnamed) {
		b->blank[b->n_blank++] = i;
		return 0;
	}
	if (!is_blank(name) && s->x->drop_extra) {
		b->n_extra++;
		return 0;
	}
	if (is_blank(name))
		err_set(&err, STATUS_DATA, "no-column-name", "column %zu of "
		    "the header has no name: ask the sender to name it or "
		    "leave it out; if it is blank in every row, say "
		    "blank_columns: drop in the definition", i + 1);
	else if (s->missing > 0)
		return 0;	/* it may be no header at all, but data */
	else
		rd_unknown(s->rd, i, "see what it is called in the file, then "
		    "add it with the role it shall have, or ask the sender to "
		    "leave it out", &err);
	return problem(s, &err);
}

/* Without a header the columns are those of the definition, in order. */
static int
bind_in_order(struct search *s, struct binding *b)
{
	struct err err;
	size_t c;

	for (c = 0; c < s->x->n_columns; c++)
		b->at[c] = c < b->n_fields ? c : b->n_fields;
	if (s->h->n == s->x->n_columns)
		return 0;
	err_set(&err, STATUS_DATA, "column-count", "%zu columns, the "
	    "definition has %zu and says that the file has no header",
	    s->h->n, s->x->n_columns);
	return problem(s, &err);
}

static int
bind(struct search *s, struct binding *b)
{
	size_t i;

	if (s->x->dialect.no_header)
		return bind_in_order(s, b);
	if (prepare(s) == -1 || find_columns(s, b) == -1)
		return -1;
	for (i = 0; i < s->h->n; i++)
		if (!s->taken[i] && unknown_column(s, b, i) == -1)
			return -1;
	return 0;
}

int
first_problem(const struct notes *problems, size_t from, struct err *err)
{
	size_t used, more = problems->n - from - 1;

	*err = problems->items[from];
	used = strlen(err->text);
	if (more > 0)
		(void)snprintf(err->text + used, sizeof(err->text) - used,
		    " (and %zu more: --explain shows all)", more);
	return -1;
}

int
header_bind(struct binding *b, const struct extract *x,
    const struct reader *rd, struct notes *problems, struct err *err)
{
	struct search s = { .x = x, .rd = rd, .h = rd_header(rd),
	    .problems = problems };
	int r = -1;

	memset(b, 0, sizeof(*b));
	b->n_fields = s.h->n;
	b->at = calloc(x->n_columns, sizeof(*b->at));
	b->blank = calloc(b->n_fields, sizeof(*b->blank));
	if (b->at != NULL && b->blank != NULL)
		r = bind(&s, b);
	arena_free(&s.arena);
	if (r == -1)
		return nomem(err);
	return problems->n == 0 ? 0 : first_problem(problems, 0, err);
}

void
header_done(struct binding *b)
{
	free(b->at);
	free(b->blank);
}
