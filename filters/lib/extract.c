/* SPDX-License-Identifier: MIT */
/*
 * Loads an extract definition: see extract.h.  This file reads the Extract
 * record and puts the rest together; extract_columns.c reads the Column
 * records, extract_events.c the Rule and Event records that speak of them.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract.h"
#include "extract_load.h"
#include "fold.h"

static const struct def_key extract_keys[] = {
	{"id", DEF_REQUIRED}, {"title", DEF_REQUIRED},
	{"title_cy", DEF_OPTIONAL}, {"agency", DEF_REQUIRED},
	{"note", DEF_REPEATS}, {"layout", DEF_OPTIONAL},
	{"delimiter", DEF_OPTIONAL}, {"quote", DEF_OPTIONAL},
	{"escape", DEF_OPTIONAL}, {"line_end", DEF_OPTIONAL},
	{"encoding", DEF_OPTIONAL}, {"preamble", DEF_OPTIONAL},
	{"sheet", DEF_OPTIONAL}, {"record", DEF_OPTIONAL},
	{"header_rows", DEF_OPTIONAL}, {"header_merged", DEF_OPTIONAL},
	{"headers", DEF_OPTIONAL}, {"extra_columns", DEF_OPTIONAL},
	{"blank_columns", DEF_OPTIONAL}, {"repeated_header", DEF_OPTIONAL},
	{"total", DEF_REPEATS}, {"footer", DEF_REPEATS},
	{"short_rows", DEF_OPTIONAL}, {"long_rows", DEF_OPTIONAL},
	{"duplicate_rows", DEF_OPTIONAL}, {"reference", DEF_OPTIONAL},
	{"reference_pattern", DEF_REPEATS},
	{"delivery", DEF_OPTIONAL}, {"every", DEF_OPTIONAL},
	{"mandatory", DEF_OPTIONAL}, {"key", DEF_OPTIONAL},
	{"blank_rows", DEF_OPTIONAL}, {"authority", DEF_OPTIONAL},
	{"deleted", DEF_OPTIONAL}, {"period", DEF_OPTIONAL}
};
static const struct def_key column_keys[] = {
	{"name", DEF_REQUIRED}, {"header", DEF_REPEATS},
	{"optional", DEF_OPTIONAL},
	{"type", DEF_REQUIRED}, {"required", DEF_OPTIONAL},
	{"severity", DEF_OPTIONAL}, {"format", DEF_REPEATS},
	{"pivot", DEF_OPTIONAL}, {"unit", DEF_OPTIONAL},
	{"match", DEF_OPTIONAL}, {"separator", DEF_OPTIONAL},
	{"accept", DEF_REPEATS}, {"pattern", DEF_REPEATS},
	{"authority", DEF_REPEATS},
	{"unknown", DEF_REPEATS}, {"code", DEF_REPEATS},
	{"symbol", DEF_REPEATS}, {"future", DEF_OPTIONAL},
	{"min", DEF_OPTIONAL}, {"max", DEF_OPTIONAL},
	{"role", DEF_OPTIONAL}, {"kind", DEF_OPTIONAL},
	{"issuer", DEF_OPTIONAL}, {"one_per_child", DEF_OPTIONAL},
	{"as", DEF_OPTIONAL},
	{"unborn_when", DEF_OPTIONAL}, {"note", DEF_REPEATS}
};
static const struct def_key rule_keys[] = {
	{"code", DEF_REQUIRED}, {"check", DEF_REQUIRED},
	{"message", DEF_REQUIRED}, {"severity", DEF_OPTIONAL},
	{"note", DEF_REPEATS}
};
static const struct def_key event_keys[] = {
	{"event", DEF_REQUIRED}, {"subject", DEF_OPTIONAL},
	{"date", DEF_REQUIRED}, {"end", DEF_OPTIONAL},
	{"where", DEF_OPTIONAL}, {"carry", DEF_OPTIONAL},
	{"note", DEF_REPEATS}
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct def_schema schemas[] = {
	{"Extract", extract_keys, COUNT(extract_keys)},
	{"Column", column_keys, COUNT(column_keys)},
	{"Rule", rule_keys, COUNT(rule_keys)},
	{"Event", event_keys, COUNT(event_keys)}
};

int
load_fail(const struct load *l, size_t line, const char *key,
    const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err_set(l->err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(l->err, l->x->file, line, key);
}

int
load_nomem(const struct load *l)
{
	return err_set(l->err, STATUS_SYSTEM, "", "out of memory");
}

/* "; did you mean 'x'?" or "". */
const char *
load_hint(const char *word, const char *const *names, size_t n, char *out,
    size_t size)
{
	const char *near = near_miss(word, names, n);

	out[0] = '\0';
	if (near != NULL)
		(void)snprintf(out, size, "; did you mean '%s'?", near);
	return out;
}

int
load_word(const struct load *l, const struct def_record *r, const char *key,
    const char *const *names, size_t n, int missing)
{
	const char *word = def_get(r, key);
	char hint[256];
	size_t i, used;

	if (word == NULL)
		return missing;
	for (i = 0; i < n; i++)
		if (strcmp(word, names[i]) == 0)
			return (int)i;
	load_hint(word, names, n, hint, sizeof(hint));
	used = hint[0] == '\0' ? 0 : sizeof(hint);
	for (i = 0; i < n && used < sizeof(hint); i++)
		if (names[i][0] != '\0')
			used += (size_t)snprintf(hint + used,
			    sizeof(hint) - used, "%s%s", used == 0 ?
			    "; want " : i + 1 < n ? ", " : " or ", names[i]);
	load_fail(l, def_line(r, key), key, "no %s is called '%s'%s", key,
	    word, hint);
	return -1;
}

int
load_column(const struct load *l, const char *name, size_t line,
    const char *key)
{
	const int at = extract_column(l->x, name);
	char hint[96];

	if (at == COLUMN_NONE)
		load_fail(l, line, key, "no column is called '%s'%s", name,
		    extract_hint(l->x, name, hint, sizeof(hint)));
	return at;
}

int
load_column_in(const struct load *l, const char *p, size_t n, size_t line,
    const char *key)
{
	const char *name = load_trim(l, p, n);

	if (name == NULL) {
		load_nomem(l);
		return COLUMN_NONE;
	}
	return load_column(l, name, line, key);
}

int
load_columns(const struct load *l, const struct def_record *r,
    const char *key, const char *text, int **columns, size_t *n)
{
	const char **names;
	size_t i, k;

	if (load_list(l, text, ',', &names, n) == -1)
		return -1;
	*columns = arena_alloc(&l->x->arena, *n * sizeof(**columns));
	if (*columns == NULL)
		return load_nomem(l);
	for (i = 0; i < *n; i++) {
		(*columns)[i] = load_column(l, names[i], def_line(r, key),
		    key);
		if ((*columns)[i] == COLUMN_NONE)
			return -1;
		for (k = 0; k < i; k++)
			if ((*columns)[k] == (*columns)[i])
				return load_fail(l, def_line(r, key), key,
				    "'%s' is there twice", names[i]);
	}
	return 0;
}

const char *
load_trim(const struct load *l, const char *p, size_t n)
{
	while (n > 0 && (*p == ' ' || *p == '\t')) {
		p++;
		n--;
	}
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return arena_strndup(&l->x->arena, p, n);
}

int
load_list(const struct load *l, const char *text, char sep,
    const char ***items, size_t *n)
{
	const char *p, *end;
	size_t max = 1;

	for (p = text; *p != '\0'; p++)
		max += *p == sep;
	*n = 0;
	*items = arena_alloc(&l->x->arena, max * sizeof(**items));
	if (*items == NULL)
		return load_nomem(l);
	for (p = text;; p = end + 1) {
		end = strchr(p, sep);
		if (end == NULL)
			end = p + strlen(p);
		(*items)[*n] = load_trim(l, p, (size_t)(end - p));
		if ((*items)[*n] == NULL)
			return load_nomem(l);
		(*n)++;
		if (*end == '\0')
			return 0;
	}
}

int
loose_key(const char *p, size_t n, struct buf *out)
{
	size_t i;

	for (i = 0; i < n && (p[i] == ' ' || p[i] == '\t'); i++)
		;
	/* "b) Female": one letter, or one or two digits. */
	if (i + 1 < n && p[i + 1] == ')')
		i += 2;
	else if (i + 2 < n && p[i + 2] == ')' && p[i] >= '0' && p[i] <= '9' &&
	    p[i + 1] >= '0' && p[i + 1] <= '9')
		i += 3;
	if (fold_name(p + i, n - i, out) == -1)
		return -1;
	/* Of a number the signs count too: -1 is not 1. */
	for (i = 0; i < out->n; i++)
		if (out->p[i] < '0' || out->p[i] > '9')
			return 0;
	out->n = 0;
	return 0;
}

size_t
spelling_find(const struct spellings *s, const char *p, size_t n,
    struct buf *scratch)
{
	size_t i;

	if (s->table == NULL)
		return SIZE_MAX;
	i = table_find(s->table, p, n);
	if (i != SIZE_MAX)
		return s->word_of[i];
	if (s->loose == NULL || scratch == NULL ||
	    loose_key(p, n, scratch) == -1 || scratch->n == 0)
		return SIZE_MAX;
	i = table_find(s->loose, scratch->p, scratch->n);
	return i == SIZE_MAX ? SIZE_MAX : s->loose_word_of[i];
}

/* Do the letters of a header count alone? */
static bool
is_loose(const struct extract *x)
{
	return x->loose_headers || x->dialect.no_header;
}

/* What tells nearly all texts apart at their first letters, unless not ASCII. */
static bool
may_be_same(struct field a, const char *b)
{
	size_t i = 0;

	while (i < a.n && (unsigned char)a.p[i] < 0x80 && !isalnum(a.p[i]))
		i++;
	while ((unsigned char)*b < 0x80 && *b != '\0' && !isalnum(*b))
		b++;
	if (i == a.n || *b == '\0' || (unsigned char)a.p[i] >= 0x80 ||
	    (unsigned char)*b >= 0x80)
		return true;
	return tolower(a.p[i]) == tolower(*b);
}

int
extract_same_header(const struct extract *x, struct field a, const char *b)
{
	struct buf m = {0}, n = {0};
	int r = field_eq(a, b);

	if (r == 0 && is_loose(x) && may_be_same(a, b)) {
		if (fold_name(a.p, a.n, &m) == -1 ||
		    fold_name(b, strlen(b), &n) == -1)
			r = -1;
		else
			r = m.n > 0 && m.n == n.n &&
			    memcmp(m.p, n.p, m.n) == 0;
	}
	buf_free(&m);
	buf_free(&n);
	return r;
}

/* A header as it counts, see extract_same_header, into key.  0, or -1. */
static int
header_key(const struct extract *x, const char *header, struct buf *key)
{
	key->n = 0;
	if (is_loose(x) && fold_name(header, strlen(header), key) == -1)
		return -1;
	return key->n > 0 ? 0 : buf_puts(key, header);
}

/* Each header is that of one column alone; owner[i] is the i-th in the table. */
static int
claim_headers(const struct load *l, struct table *taken, size_t *owner,
    struct buf *key)
{
	const struct column *c = l->x->columns;
	size_t i, k, at;
	int added;

	for (i = 0; i < l->x->n_columns; i++)
		for (k = 0; k < c[i].n_headers; k++) {
			if (header_key(l->x, c[i].headers[k], key) == -1 ||
			    (at = table_add(taken, key->p, key->n,
			    &added)) == SIZE_MAX)
				return load_nomem(l);
			if (added)
				owner[at] = i;
			else if (owner[at] != i)
				return load_fail(l, c[i].line, "header",
				    "'%s' is a header of '%s' too",
				    c[i].headers[k], c[owner[at]].name);
		}
	return 0;
}

static int
check_headers(const struct load *l)
{
	const struct column *a;
	struct table *taken = table_new();
	struct buf key = {0};
	size_t *owner, i, n = 0;
	int r;

	for (i = 0; i < l->x->n_columns; i++)
		n += l->x->columns[i].n_headers;
	owner = calloc(n + 1, sizeof(*owner));
	r = taken == NULL || owner == NULL ? load_nomem(l) :
	    claim_headers(l, taken, owner, &key);
	table_free(taken);
	free(owner);
	buf_free(&key);
	if (r == -1)
		return -1;
	for (i = 0; i < l->x->n_columns; i++) {
		a = &l->x->columns[i];
		if (a->symbol_name != NULL &&
		    extract_column(l->x, a->symbol_name) != COLUMN_NONE)
			return load_fail(l, a->line, "name", "'%s' would "
			    "stand twice in the output", a->symbol_name);
	}
	return 0;
}

static int
load_extract(const struct load *l, const struct def_record *r)
{
	static const char *const layouts[] = {"known", "assumed"};
	static const char *const everies[] = {"night", "week", "month",
	    "quarter", "year"};
	static const char *const senders[] = {"sender"};
	struct extract *x = l->x;
	int sender;

	x->id = def_get(r, "id");
	x->title = def_get(r, "title");
	x->agency = def_get(r, "agency");
	if (!plain_name(x->id) || !plain_name(x->agency))
		return def_err(l->err, x->defs, r,
		    plain_name(x->id) ? "agency" : "id",
		    "want lower-case letters, digits and hyphens");
	if ((sender = load_word(l, r, "authority", senders, 1, -2)) == -1 ||
	    load_word(l, r, "layout", layouts, 2, 0) == -1 ||
	    load_word(l, r, "every", everies, 5, 0) == -1 ||
	    def_yes_no(x->defs, r, "mandatory", &x->mandatory, l->err) == -1)
		return -1;
	x->authority_is_sender = sender == 0;
	return load_file(l, r);
}

/* Columns named by others: key, unborn_when. */
static int
load_references(const struct load *l, const struct def_record *extract)
{
	struct extract *x = l->x;
	const struct def_record *r;
	const char *text = def_get(extract, "key");
	size_t i, c = 0;

	if (text != NULL && load_columns(l, extract, "key", text, &x->key,
	    &x->n_key) == -1)
		return -1;
	for (i = 0; i < x->defs->n; i++) {
		r = &x->defs->records[i];
		if (strcmp(r->type, "Column") != 0)
			continue;
		text = def_get(r, "unborn_when");
		if (text != NULL && (x->columns[c].unborn_when = load_column(l,
		    text, def_line(r, "unborn_when"), "unborn_when")) ==
		    COLUMN_NONE)
			return -1;
		c++;
	}
	return 0;
}

static int
load_all(const struct load *l)
{
	struct extract *x = l->x;
	const struct def_record *r, *extract = NULL;
	size_t i, n = 0;

	for (i = 0; i < x->defs->n; i++) {
		r = &x->defs->records[i];
		if (strcmp(r->type, "Column") == 0)
			n++;
		else if (strcmp(r->type, "Extract") == 0 && extract != NULL)
			return load_fail(l, r->line, NULL,
			    "a second Extract record: one extract a file");
		else if (strcmp(r->type, "Extract") == 0)
			extract = r;
	}
	if (extract == NULL || n == 0)
		return load_fail(l, 0, NULL, "no %s record",
		    extract == NULL ? "Extract" : "Column");
	x->columns = arena_alloc(&x->arena, n * sizeof(*x->columns));
	if (x->columns == NULL)
		return load_nomem(l);
	if (load_extract(l, extract) == -1)
		return -1;
	for (i = 0; i < x->defs->n; i++) {
		r = &x->defs->records[i];
		if (strcmp(r->type, "Column") != 0)
			continue;
		if (load_one_column(l, r, &x->columns[x->n_columns]) == -1) {
			x->n_columns++;		/* its tables are freed too */
			return -1;
		}
		x->n_columns++;
	}
	if (check_headers(l) == -1 || load_references(l, extract) == -1 ||
	    load_file_columns(l, extract) == -1 ||
	    load_xml(l, extract) == -1 ||
	    load_delivery(l, extract) == -1)
		return -1;
	return load_rules_events(l);
}

int
extract_read(struct extract **out, const char *library, const char *name,
    struct err *err)
{
	char path[4096];
	struct load l;
	struct extract *x;

	*out = NULL;
	if (library_find(library, "extracts", name, path, sizeof(path),
	    err) == -1)
		return -1;
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (defs_read(&x->defs, path, schemas, COUNT(schemas), err) == -1) {
		free(x);
		return -1;
	}
	x->file = x->defs->file;
	l.x = x;
	l.err = err;
	if (load_all(&l) == -1) {
		extract_free(x);
		return -1;
	}
	*out = x;
	return 0;
}

static void
spellings_free(struct spellings *s)
{
	table_free(s->table);
	table_free(s->loose);
	free(s->word_of);
	free(s->loose_word_of);
	free(s->words);
}

void
extract_free(struct extract *x)
{
	size_t i;

	if (x == NULL)
		return;
	for (i = 0; i < x->n_columns; i++) {
		spellings_free(&x->columns[i].codes);
		spellings_free(&x->columns[i].symbols);
	}
	arena_free(&x->arena);
	defs_free(x->defs);
	free(x);
}

const char *
extract_hint(const struct extract *x, const char *name, char *out,
    size_t size)
{
	const char **names = calloc(x->n_columns + 1, sizeof(*names));
	size_t i;

	out[0] = '\0';
	for (i = 0; names != NULL && i < x->n_columns; i++)
		names[i] = x->columns[i].name;
	if (names != NULL)
		load_hint(name, names, x->n_columns, out, size);
	free(names);
	return out;
}

int
extract_column(const struct extract *x, const char *name)
{
	size_t i;

	for (i = 0; i < x->n_columns; i++)
		if (strcmp(x->columns[i].name, name) == 0)
			return (int)i;
	return COLUMN_NONE;
}

int
extract_role(const struct extract *x, enum role role)
{
	size_t i;

	for (i = 0; i < x->n_columns; i++)
		if (x->columns[i].role == role)
			return (int)i;
	return COLUMN_NONE;
}

bool
extract_has_identity(const struct extract *x)
{
	size_t i;

	for (i = 0; i < x->n_columns; i++)
		if (x->columns[i].role >= ROLE_ID &&
		    x->columns[i].role <= ROLE_NHS)
			return true;
	return false;
}

int
extract_need_roles(const struct extract *x, struct err *err)
{
	size_t i;

	for (i = 0; i < x->n_columns; i++)
		if (x->columns[i].role == ROLE_NONE) {
			err_set(err, STATUS_CONFIG, "no-role", "column '%s' "
			    "has no role: say what becomes of it (keep, drop, "
			    "free-text, an identity ...)",
			    x->columns[i].name);
			return err_at(err, x->file, x->columns[i].line,
			    "role");
		}
	return 0;
}
