/* SPDX-License-Identifier: MIT */
/* See criteria.h. */
#include <stdio.h>
#include <string.h>

#include "checks.h"
#include "criteria.h"
#include "indicator.h"

static const struct def_key criterion_keys[] = {
	{ "id", DEF_REQUIRED }, { "title", DEF_REQUIRED },
	{ "title_cy", DEF_REQUIRED }, { "of", DEF_OPTIONAL },
	{ "must", DEF_REPEATS }, { "should", DEF_REPEATS },
	{ "must_be", DEF_REPEATS }, { "should_be", DEF_REPEATS },
	{ "note_unless", DEF_REPEATS }, { "note", DEF_OPTIONAL }
};

static const struct def_schema schema = {
	"Criterion", criterion_keys,
	sizeof(criterion_keys) / sizeof(*criterion_keys)
};

/* How a line begins that asks for something. */
static const struct asking {
	const char *key;
	enum result otherwise;
	bool check;
} askings[] = {
	{ "must", RESULT_NOT_MET, false },
	{ "should", RESULT_OPEN, false },
	{ "must_be", RESULT_NOT_MET, true },
	{ "should_be", RESULT_OPEN, true },
	{ "note_unless", RESULT_NOTE, true }
};

enum { ASKINGS = sizeof(askings) / sizeof(*askings) };

/* A line being read. */
struct reading {
	struct criteria *c;
	const struct def_record *rec;
	const char *key;
	const char *at;		/* what is left of the line */
	struct err *err;
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
bad_line(const struct reading *r)
{
	return def_err(r->err, r->c->defs, r->rec, r->key,
	    "want KEY or KEY ... [if|unless KEY [= VALUE]], or one CHECK");
}

/* The next word, copied; NULL at the end or, with *failed, without memory. */
static const char *
next_word(struct reading *r, bool *failed)
{
	size_t n;
	char *s;

	r->at += strspn(r->at, " ");
	n = strcspn(r->at, " ");
	if (n == 0)
		return NULL;
	s = arena_strndup(&r->c->mem, r->at, n);
	*failed = *failed || s == NULL;
	r->at += n;
	return s;
}

/* Takes the word if it is the next one. */
static bool
take(struct reading *r, const char *word)
{
	size_t n = strlen(word);

	r->at += strspn(r->at, " ");
	if (strncmp(r->at, word, n) != 0 || (r->at[n] != ' ' &&
	    r->at[n] != '\0'))
		return false;
	r->at += n;
	return true;
}

/* KEY [or KEY]... */
static int
read_keys(struct reading *r, struct any_of *a)
{
	bool failed = false;
	const char *word;

	a->keys = arena_alloc(&r->c->mem, (strlen(r->at) / 2 + 1) *
	    sizeof(*a->keys));
	if (a->keys == NULL)
		return no_memory(r->err);
	do {
		word = next_word(r, &failed);
		if (failed)
			return no_memory(r->err);
		if (word == NULL)
			return bad_line(r);
		if (!indicator_has_key(word))
			return def_err(r->err, r->c->defs, r->rec, r->key,
			    "an indicator has no key '%s'", word);
		a->keys[a->n++] = word;
	} while (take(r, "or"));
	return 0;
}

static int
read_check(struct reading *r, struct ask *a, bool of_scorecard)
{
	bool failed = false;
	const char *name = next_word(r, &failed), *near;

	if (failed)
		return no_memory(r->err);
	if (name == NULL)
		return bad_line(r);
	a->check = check_find(name, of_scorecard, &near);
	if (a->check != SIZE_MAX)
		return 0;
	return def_err(r->err, r->c->defs, r->rec, r->key,
	    "no check '%s' of %s%s%s%s", name, of_scorecard ? "a scorecard" :
	    "an indicator", near == NULL ? "" : "; did you mean '",
	    near == NULL ? "" : near, near == NULL ? "" : "'?");
}

/* [if|unless KEY [or KEY]... [= VALUE]] and the end. */
static int
read_clause(struct reading *r, struct ask *a)
{
	bool failed = false;

	r->at += strspn(r->at, " ");
	a->clause = r->at;
	if (take(r, "if"))
		a->when = IF;
	else if (take(r, "unless"))
		a->when = UNLESS;
	if (a->when != ALWAYS && read_keys(r, &a->given) == -1)
		return -1;
	if (a->when != ALWAYS && take(r, "=")) {
		a->value = next_word(r, &failed);
		if (failed)
			return no_memory(r->err);
		if (a->value == NULL)
			return bad_line(r);
	}
	r->at += strspn(r->at, " ");
	return *r->at == '\0' ? 0 : bad_line(r);
}

static int
read_ask(struct criteria *c, const struct def_record *rec,
    const struct def_field *field, struct criterion *out, struct err *err)
{
	struct reading r = { c, rec, field->key, field->value, err };
	struct ask *a = &out->asks[out->n];
	const struct asking *how = NULL;
	int rc;

	for (size_t i = 0; i < ASKINGS; i++)
		if (strcmp(field->key, askings[i].key) == 0)
			how = &askings[i];
	if (how == NULL)
		return 0;
	out->n++;
	a->otherwise = how->otherwise;
	if (out->of_scorecard && !how->check)
		rc = def_err(err, c->defs, rec, field->key,
		    "a scorecard is asked for checks: must_be, should_be");
	else
		rc = how->check ? read_check(&r, a, out->of_scorecard) :
		    read_keys(&r, &a->keys);
	if (rc == 0)
		rc = read_clause(&r, a);
	if (rc == 0 && out->of_scorecard && a->when != ALWAYS)
		rc = bad_line(&r);
	/* Of a key that repeats the line is this one, not the first. */
	if (rc == -1 && err->status == STATUS_CONFIG)
		err->line = field->line;
	return rc;
}

static int
read_criterion(struct criteria *c, const struct def_record *rec,
    struct err *err)
{
	struct criterion *out = &c->v[c->n++];
	const char *of = def_get(rec, "of");

	out->id = def_get(rec, "id");
	out->title = def_get(rec, "title");
	out->title_cy = def_get(rec, "title_cy");
	if (!plain_name(out->id))
		return def_err(err, c->defs, rec, "id",
		    "want small letters, digits and hyphens");
	for (size_t i = 0; i + 1 < c->n; i++)
		if (strcmp(c->v[i].id, out->id) == 0)
			return def_err(err, c->defs, rec, "id",
			    "this criterion stands above already; keep one");
	out->of_scorecard = of != NULL && strcmp(of, "scorecard") == 0;
	if (of != NULL && !out->of_scorecard && strcmp(of, "indicator") != 0)
		return def_err(err, c->defs, rec, "of",
		    "want indicator or scorecard");
	out->asks = arena_alloc(&c->mem, rec->n * sizeof(*out->asks));
	if (out->asks == NULL)
		return no_memory(err);
	for (size_t i = 0; i < rec->n; i++)
		if (read_ask(c, rec, &rec->fields[i], out, err) == -1)
			return -1;
	if (out->n == 0)
		return def_err(err, c->defs, rec, "id", "asks for nothing: "
		    "want a line must, should, must_be or should_be");
	return 0;
}

int
criteria_read(struct criteria *c, const char *library, struct err *err)
{
	char path[1024];
	int n = snprintf(path, sizeof(path), "%s/admission.rec", library);

	memset(c, 0, sizeof(*c));
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(err, STATUS_CONFIG, "bad-library",
		    "the library's path is too long");
	if (defs_read(&c->defs, path, &schema, 1, err) == -1)
		return -1;
	c->v = arena_alloc(&c->mem, (c->defs->n + 1) * sizeof(*c->v));
	if (c->v == NULL)
		return no_memory(err);
	for (size_t i = 0; i < c->defs->n; i++)
		if (read_criterion(c, &c->defs->records[i], err) == -1)
			return -1;
	return 0;
}

void
criteria_free(struct criteria *c)
{
	arena_free(&c->mem);
	defs_free(c->defs);
}

/* Is any of them there, with that value where one is given? */
static bool
any_there(const struct any_of *a, const char *value,
    const struct def_record *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < a->n; k++)
			if (strcmp(r->fields[i].key, a->keys[k]) == 0 &&
			    (value == NULL ||
			    strcmp(r->fields[i].value, value) == 0))
				return true;
	return false;
}

bool
ask_applies(const struct ask *a, const struct def_record *r)
{
	return a->when == ALWAYS ||
	    any_there(&a->given, a->value, r) == (a->when == IF);
}

bool
ask_found(const struct ask *a, const struct def_record *r)
{
	return any_there(&a->keys, NULL, r);
}
