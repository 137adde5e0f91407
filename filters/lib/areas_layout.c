/* SPDX-License-Identifier: MIT */
/* See areas_layout.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "areas_layout.h"
#include "defs.h"
#include "num.h"

static const struct def_key directory_keys[] = {
	{ "title", DEF_OPTIONAL }, { "note", DEF_REPEATS },
	{ "postcode", DEF_REPEATS }, { "ended", DEF_REPEATS },
	{ "country", DEF_REPEATS }, { "no_area", DEF_REPEATS }
};
static const struct def_key level_keys[] = {
	{ "name", DEF_REQUIRED }, { "column", DEF_REPEATS },
	{ "ranks", DEF_REPEATS }, { "note", DEF_REPEATS }
};

static const struct def_schema schemas[] = {
	{ "Directory", directory_keys, 6 }, { "Level", level_keys, 4 }
};

static int
out_of_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
bad_record(const struct layout *l, const struct def_record *r,
    const char *text, struct err *err)
{
	err_set(err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(err, l->defs->file, r->line, NULL);
}

/* All values of a key. */
static int
read_headers(struct layout *l, const struct def_record *r, const char *key,
    struct headers *h, struct err *err)
{
	size_t i;

	h->n = 0;
	h->v = arena_alloc(&l->arena, r->n * sizeof(*h->v));
	if (h->v == NULL)
		return out_of_memory(err);
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			h->v[h->n++] = r->fields[i].value;
	return 0;
}

/* COUNTRY = N */
static int
read_rank(struct layout *l, const struct def_record *r, const char *text,
    struct ranks *ranks, struct err *err)
{
	size_t n = strcspn(text, " ="), at = n + strspn(text + n, " ");

	if (n > 0 && text[at] == '=') {
		at += 1 + strspn(text + at + 1, " ");
		ranks->country = arena_strndup(&l->arena, text, n);
		if (ranks->country == NULL)
			return out_of_memory(err);
		if (num_uint(text + at, strlen(text + at), &ranks->n) &&
		    ranks->n > 0 && ranks->n <= UINT32_MAX)
			return 0;
	}
	return def_err(err, l->defs, r, "ranks", "want COUNTRY = N: the code "
	    "of a country and how many ranks its index has");
}

static int
read_level(struct layout *l, const struct def_record *r, struct err *err)
{
	struct level *level = &l->levels[l->n_levels];
	size_t i;

	level->name = def_get(r, "name");
	for (i = 0; i < l->n_levels; i++)
		if (strcmp(l->levels[i].name, level->name) == 0)
			return def_err(err, l->defs, r, "name",
			    "this level is there twice");
	l->n_levels++;
	if (read_headers(l, r, "column", &level->headers, err) == -1)
		return -1;
	if (level->headers.n == 0)
		return def_err(err, l->defs, r, "name", "no 'column': say "
		    "which column of the directory this level is");
	level->ranks = arena_alloc(&l->arena, r->n * sizeof(*level->ranks));
	if (level->ranks == NULL)
		return out_of_memory(err);
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "ranks") == 0 &&
		    read_rank(l, r, r->fields[i].value,
		    &level->ranks[level->n_ranks++], err) == -1)
			return -1;
	if (level->n_ranks > 0 && l->country.n == 0)
		return def_err(err, l->defs, r, "ranks", "the Directory above "
		    "has no 'country': ranks of two countries are not one "
		    "index");
	return 0;
}

static int
read_directory(struct layout *l, const struct def_record *r, struct err *err)
{
	if (l->postcode.n > 0)
		return bad_record(l, r, "a second Directory record", err);
	if (read_headers(l, r, "postcode", &l->postcode, err) == -1 ||
	    read_headers(l, r, "ended", &l->ended, err) == -1 ||
	    read_headers(l, r, "country", &l->country, err) == -1 ||
	    read_headers(l, r, "no_area", &l->no_area, err) == -1)
		return -1;
	if (l->postcode.n == 0)
		return bad_record(l, r, "no 'postcode': say which column of "
		    "the directory that is", err);
	return 0;
}

static int
read_records(struct layout *l, struct err *err)
{
	const struct def_record *r;
	size_t i;

	l->levels = arena_alloc(&l->arena, (l->defs->n + 1) *
	    sizeof(*l->levels));
	if (l->levels == NULL)
		return out_of_memory(err);
	for (i = 0; i < l->defs->n; i++) {
		r = &l->defs->records[i];
		if (strcmp(r->type, "Directory") == 0) {
			if (read_directory(l, r, err) == -1)
				return -1;
		} else if (l->postcode.n == 0) {
			return bad_record(l, r, "want the Directory record "
			    "above the levels", err);
		} else if (read_level(l, r, err) == -1) {
			return -1;
		}
	}
	return 0;
}

int
layout_read(struct layout **out, const char *library, struct err *err)
{
	struct layout *l = calloc(1, sizeof(*l));
	struct buf path = { 0 };
	int r = -1;

	*out = NULL;
	if (l == NULL)
		return out_of_memory(err);
	if (buf_printf(&path, "%s/areas.rec", library) == -1 ||
	    buf_str(&path) == NULL)
		out_of_memory(err);
	else if (defs_read(&l->defs, path.p, schemas, 2, err) == 0)
		r = read_records(l, err);
	buf_free(&path);
	if (r == -1)
		layout_free(l);
	else
		*out = l;
	return r;
}

void
layout_free(struct layout *l)
{
	if (l == NULL)
		return;
	arena_free(&l->arena);
	if (l->defs != NULL)
		defs_free(l->defs);
	free(l);
}

static int
no_level(const struct layout *l, const char *name, struct err *err)
{
	struct buf all = { 0 };
	const char *near, **names = calloc(l->n_levels + 1, sizeof(*names));
	size_t i;
	int r = 0;

	if (names == NULL)
		return out_of_memory(err);
	for (i = 0; r == 0 && i < l->n_levels; i++) {
		names[i] = l->levels[i].name;
		r = buf_printf(&all, "%s%s", i == 0 ? "" : ", ", names[i]);
	}
	near = near_miss(name, names, l->n_levels);
	if (r == -1 || buf_str(&all) == NULL)
		out_of_memory(err);
	else if (near != NULL)
		err_set(err, STATUS_CONFIG, "no-level", "no level '%s' in "
		    "areas.rec of the library; did you mean '%s'?", name, near);
	else
		err_set(err, STATUS_CONFIG, "no-level", "no level '%s' in "
		    "areas.rec of the library; there are %s", name, all.p);
	free(names);
	buf_free(&all);
	return -1;
}

int
layout_choose(const struct layout *l, const char *const *names, size_t n,
    size_t *at, struct err *err)
{
	size_t i, k;

	if (n > MAX_LEVELS)
		return err_set(err, STATUS_CONFIG, "no-level", "at most %d "
		    "levels", MAX_LEVELS);
	for (i = 0; i < n; i++) {
		for (k = 0; k < l->n_levels; k++)
			if (strcmp(l->levels[k].name, names[i]) == 0)
				break;
		if (k == l->n_levels)
			return no_level(l, names[i], err);
		at[i] = k;
		for (k = 0; k < i; k++)
			if (at[k] == at[i])
				return err_set(err, STATUS_CONFIG, "no-level",
				    "level '%s' is given twice", names[i]);
	}
	return 0;
}

bool
layout_no_area(const struct layout *l, struct field f)
{
	size_t i;

	for (i = 0; i < l->no_area.n; i++)
		if (field_eq(f, l->no_area.v[i]))
			return true;
	return false;
}

uint64_t
level_ranks(const struct level *level, struct field country)
{
	size_t i;

	for (i = 0; i < level->n_ranks; i++)
		if (field_eq(country, level->ranks[i].country))
			return level->ranks[i].n;
	return 0;
}

/* In any case; # of the pattern is a digit. */
static bool
is_headed(struct field f, const char *pattern)
{
	size_t i;

	for (i = 0; i < f.n && pattern[i] != '\0'; i++)
		if (pattern[i] == '#' ? !isdigit((unsigned char)f.p[i]) :
		    tolower((unsigned char)f.p[i]) !=
		    tolower((unsigned char)pattern[i]))
			return false;
	return i == f.n && pattern[i] == '\0';
}

/* The header, where # stands for a digit as in what it is compared with. */
static const char *
simple_name(struct arena *arena, struct field f, const char *pattern)
{
	char *name = arena_strndup(arena, f.p, f.n);
	size_t i;

	for (i = 0; name != NULL && i < f.n; i++)
		name[i] = (char)(isdigit((unsigned char)f.p[i]) &&
		    strchr(pattern, '#') != NULL ? '#' :
		    tolower((unsigned char)f.p[i]));
	return name;
}

/* The column that is nearly called one of these, or NO_COLUMN. */
static size_t
nearest(const struct headers *h, const struct rec *head)
{
	const char **names = calloc(head->n, sizeof(*names)), *near = NULL;
	struct arena arena = { 0 };
	size_t i, k, at = NO_COLUMN;

	for (k = 0; names != NULL && near == NULL && k < h->n; k++) {
		for (i = 0; i < head->n; i++)
			if ((names[i] = simple_name(&arena, head->f[i],
			    h->v[k])) == NULL)
				break;
		if (i == head->n)
			near = near_miss(h->v[k], names, head->n);
		for (i = 0; near != NULL && at == NO_COLUMN; i++)
			if (names[i] == near)
				at = i;
	}
	arena_free(&arena);
	free(names);
	return at;
}

/* By its place, not by its name: the first line may be no header at all. */
static int
missing(const struct headers *h, const struct reader *rd, struct err *err)
{
	const struct rec *head = rd_header(rd);
	size_t at = nearest(h, head);

	if (at != NO_COLUMN)
		err_set(err, STATUS_DATA, "no-column", "the directory has no "
		    "column '%s'; did you mean column %zu, which is nearly "
		    "called that? Then add its name to areas.rec of the "
		    "library", h->v[0], at + 1);
	else
		err_set(err, STATUS_DATA, "no-column", "the directory has no "
		    "column '%s': see what it is called there, and add that to "
		    "areas.rec of the library", h->v[0]);
	return err_at(err, head->file, head->line, NULL);
}

int
layout_find(const struct headers *h, const struct reader *rd, bool needed,
    size_t *at, struct err *err)
{
	const struct rec *head = rd_header(rd);
	size_t i, k;

	*at = NO_COLUMN;
	for (k = 0; k < h->n && *at == NO_COLUMN; k++)
		for (i = 0; i < head->n; i++) {
			if (!is_headed(head->f[i], h->v[k]))
				continue;
			if (*at == NO_COLUMN) {
				*at = i;
				continue;
			}
			err_set(err, STATUS_DATA, "two-columns", "columns %zu "
			    "and %zu of the directory are both '%s': name the "
			    "one that is meant first, in areas.rec of the "
			    "library", *at + 1, i + 1, h->v[k]);
			return err_at(err, head->file, head->line, NULL);
		}
	return *at == NO_COLUMN && needed ? missing(h, rd, err) : 0;
}
