/* SPDX-License-Identifier: MIT */
/*
 * Reads the vocabulary (vocabulary.h).  In: events.rec and predicates.rec
 * of a library.  Rejected, with file and line: unknown keys, names that are no
 * words, names used twice, a group of events that are not there.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "vocabulary.h"

static const struct def_key kind_keys[] = {
	{ "name", DEF_REQUIRED }, { "letter", DEF_REQUIRED },
	{ "note", DEF_OPTIONAL },
};
static const struct def_key event_keys[] = {
	{ "name", DEF_REQUIRED }, { "title", DEF_OPTIONAL },
	{ "title_cy", DEF_OPTIONAL }, { "spell", DEF_OPTIONAL },
	{ "member", DEF_REPEATS }, { "note", DEF_OPTIONAL },
};
static const struct def_key predicate_keys[] = {
	{ "name", DEF_REQUIRED }, { "condition", DEF_REQUIRED },
	{ "title", DEF_OPTIONAL }, { "title_cy", DEF_OPTIONAL },
	{ "note", DEF_OPTIONAL },
};

#define KEYS(k) (k), sizeof(k) / sizeof(*(k))

static const struct def_schema event_schemas[] = {
	{ "Kind", KEYS(kind_keys) }, { "Event", KEYS(event_keys) },
};
static const struct def_schema predicate_schemas[] = {
	{ "Predicate", KEYS(predicate_keys) },
};

int
vocabulary_event(const struct vocabulary *v, const char *p, size_t n)
{
	size_t i = table_find(v->index, p, n);

	return i == SIZE_MAX ? -1 : (int)i;
}

/* A word of the language: letter, then letters, digits, _ and inner -. */
static bool
is_word(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || n > 64 || s[n - 1] == '-')
		return false;
	for (size_t i = 0; i < n; i++) {
		bool letter = (s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= 'A' && s[i] <= 'Z');
		bool other = (s[i] >= '0' && s[i] <= '9') || s[i] == '_' ||
		    s[i] == '-';

		if (!letter && (i == 0 || !other))
			return false;
	}
	return true;
}

static int
check_name(const struct defs *defs, const struct def_record *r, bool taken,
    struct err *err)
{
	if (!is_word(def_get(r, "name")))
		return def_err(err, defs, r, "name",
		    "not a word: letters, then letters, digits, _ and -");
	if (taken)
		return def_err(err, defs, r, "name", "this name is taken");
	return 0;
}

static int
add_kind(struct vocabulary *v, const struct def_record *r, struct err *err)
{
	const char *name = def_get(r, "name"), *letter = def_get(r, "letter");
	bool taken = false;

	for (size_t i = 0; i < v->n_kinds; i++)
		taken = taken || strcmp(v->kinds[i].name, name) == 0;
	if (check_name(v->event_defs, r, taken, err) != 0)
		return -1;
	if (strlen(letter) != 1 || letter[0] < 'a' || letter[0] > 'z')
		return def_err(err, v->event_defs, r, "letter",
		    "want one lower-case letter");
	v->kinds[v->n_kinds++] = (struct vocab_kind){ name, letter[0] };
	return 0;
}

static int
add_members(struct vocabulary *v, struct vocab_event *e,
    const struct def_record *r, struct err *err)
{
	size_t *members = arena_alloc(&v->arena, (r->n + 1) * sizeof(*members));

	if (members == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	for (size_t i = 0; i < r->n; i++) {
		const char *name = r->fields[i].value;
		int m;

		if (strcmp(r->fields[i].key, "member") != 0)
			continue;
		m = vocabulary_event(v, name, strlen(name));
		if (m < 0 || v->events[m].n_members > 0)
			return def_err(err, v->event_defs, r, "member",
			    "no event '%s' above this record", name);
		if (v->events[m].spell != e->spell)
			return def_err(err, v->event_defs, r, "member",
			    "'%s' and the group must both be spells or not",
			    name);
		members[e->n_members++] = (size_t)m;
	}
	e->members = members;
	return 0;
}

static int
add_event(struct vocabulary *v, const struct def_record *r, struct err *err)
{
	struct vocab_event e = { .name = def_get(r, "name") };
	bool taken = vocabulary_event(v, e.name, strlen(e.name)) >= 0;

	if (check_name(v->event_defs, r, taken, err) != 0 ||
	    def_yes_no(v->event_defs, r, "spell", &e.spell, err) != 0 ||
	    add_members(v, &e, r, err) != 0)
		return -1;
	if (table_add(v->index, e.name, strlen(e.name), NULL) == SIZE_MAX)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	v->event_names[v->n_events] = e.name;
	v->events[v->n_events++] = e;
	return 0;
}

static int
add_predicate(struct vocabulary *v, const struct def_record *r,
    struct err *err)
{
	struct vocab_predicate p = {
		def_get(r, "name"), def_get(r, "condition"),
		def_line(r, "condition")
	};
	bool taken = false;

	for (size_t i = 0; i < v->n_predicates; i++)
		taken = taken || strcmp(v->predicates[i].name, p.name) == 0;
	if (check_name(v->predicate_defs, r, taken, err) != 0)
		return -1;
	v->predicates[v->n_predicates++] = p;
	return 0;
}

static int
read_both(struct vocabulary *v, const char *library, struct err *err)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/events.rec", library);
	if (defs_read(&v->event_defs, path, event_schemas, 2, err) != 0)
		return -1;
	snprintf(path, sizeof(path), "%s/predicates.rec", library);
	if (defs_read(&v->predicate_defs, path, predicate_schemas, 1,
	    err) != 0)
		return -1;
	v->predicates_file = v->predicate_defs->file;
	v->events = arena_alloc(&v->arena,
	    (v->event_defs->n + 1) * sizeof(*v->events));
	v->event_names = arena_alloc(&v->arena,
	    (v->event_defs->n + 1) * sizeof(*v->event_names));
	v->kinds = arena_alloc(&v->arena,
	    (v->event_defs->n + 1) * sizeof(*v->kinds));
	v->predicates = arena_alloc(&v->arena,
	    (v->predicate_defs->n + 1) * sizeof(*v->predicates));
	v->index = table_new();
	if (v->index == NULL || v->events == NULL || v->event_names == NULL ||
	    v->kinds == NULL || v->predicates == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	for (size_t i = 0; i < v->event_defs->n; i++) {
		const struct def_record *r = &v->event_defs->records[i];
		int rc = strcmp(r->type, "Kind") == 0 ?
		    add_kind(v, r, err) : add_event(v, r, err);

		if (rc != 0)
			return -1;
	}
	for (size_t i = 0; i < v->predicate_defs->n; i++)
		if (add_predicate(v, &v->predicate_defs->records[i], err) != 0)
			return -1;
	return 0;
}

int
vocabulary_read(struct vocabulary *v, const char *library, struct err *err)
{
	memset(v, 0, sizeof(*v));
	if (read_both(v, library, err) == 0)
		return 0;
	vocabulary_free(v);
	return -1;
}

void
vocabulary_free(struct vocabulary *v)
{
	if (v->index != NULL)
		table_free(v->index);
	defs_free(v->event_defs);
	defs_free(v->predicate_defs);
	arena_free(&v->arena);
	memset(v, 0, sizeof(*v));
}
