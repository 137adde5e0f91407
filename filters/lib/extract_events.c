/* SPDX-License-Identifier: MIT */
/*
 * The Event records of an extract definition: what a row says has happened, in
 * words about columns, turned into indexes.  See extract.h.
 */
#include <string.h>

#include "extract.h"
#include "extract_load.h"

int
load_need_date(const struct load *l, const struct def_record *r,
    const char *key, int column)
{
	const struct column *c = &l->x->columns[column];

	if (c->type == TYPE_DATE)
		return 0;
	return def_err(l->err, l->x->defs, r, key, "'%s' is not a date",
	    c->name);
}

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

int
load_need_code(const struct load *l, const struct def_record *r,
    const char *key, int column, const char *code)
{
	const struct column *c = &l->x->columns[column];
	char hint[96];
	size_t i;

	if (c->type != TYPE_CODE && c->type != TYPE_YES_NO)
		return def_err(l->err, l->x->defs, r, key,
		    "'%s' has no codes: its type is not code or yes-no",
		    c->name);
	for (i = 0; i < c->codes.n_words; i++)
		if (is(c->codes.words[i], code))
			return 0;
	return def_err(l->err, l->x->defs, r, key,
	    "'%s' is no code of '%s'%s", code, c->name, load_hint(code,
	    c->codes.words, c->codes.n_words, hint, sizeof(hint)));
}

/* "col = code" or "col in code, code". */
static int
load_where(const struct load *l, const struct def_record *r,
    struct event *e)
{
	const char *text = def_get(r, "where"), *op;
	size_t skip = 1, i;

	e->where = COLUMN_NONE;
	if (text == NULL)
		return 0;
	op = strchr(text, '=');
	if (op == NULL && (op = strstr(text, " in ")) != NULL)
		skip = 4;
	if (op == NULL)
		return def_err(l->err, l->x->defs, r, "where",
		    "want 'COLUMN = CODE' or 'COLUMN in CODE, CODE'");
	e->where = load_column_in(l, text, (size_t)(op - text),
	    def_line(r, "where"), "where");
	if (e->where == COLUMN_NONE ||
	    load_list(l, op + skip, ',', &e->values, &e->n_values) == -1)
		return -1;
	for (i = 0; i < e->n_values; i++)
		if (load_need_code(l, r, "where", e->where, e->values[i]) == -1)
			return -1;
	return 0;
}

static int
load_carry(const struct load *l, const struct def_record *r,
    struct event *e)
{
	const char *text = def_get(r, "carry"), **names;
	size_t n, i;
	int at;

	if (text == NULL)
		return 0;
	if (load_list(l, text, ',', &names, &n) == -1)
		return -1;
	e->carry = arena_alloc(&l->x->arena,
	    l->x->n_columns * sizeof(*e->carry));
	if (e->carry == NULL)
		return load_nomem(l);
	if (n == 1 && is(names[0], "none"))
		return 0;
	for (i = 0; i < n; i++) {
		at = load_column(l, names[i], def_line(r, "carry"), "carry");
		if (at == COLUMN_NONE)
			return -1;
		if (l->x->columns[at].role != ROLE_KEEP)
			return def_err(l->err, l->x->defs, r, "carry",
			    "'%s' cannot be carried: its role is not keep",
			    names[i]);
		e->carry[at] = true;
	}
	return 0;
}

/* A date that an event may show: never a date of birth. */
static int
event_date(const struct load *l, const struct def_record *r,
    const char *key, int *out)
{
	const char *name = def_get(r, key);
	const struct column *c;

	*out = COLUMN_NONE;
	if (name == NULL)
		return 0;
	*out = load_column(l, name, def_line(r, key), key);
	if (*out == COLUMN_NONE || load_need_date(l, r, key, *out) == -1)
		return -1;
	c = &l->x->columns[*out];
	if (c->role != ROLE_DATE && c->role != ROLE_KEEP &&
	    c->role != ROLE_NONE)
		return def_err(l->err, l->x->defs, r, key,
		    "'%s' cannot date an event: its role is not date", name);
	return 0;
}

static int
load_event(const struct load *l, const struct def_record *r,
    struct event *e)
{
	const char *subject = def_get(r, "subject");

	e->name = def_get(r, "event");
	e->line = def_line(r, "event");
	e->entity = COLUMN_NONE;
	if (!plain_name(e->name))
		return def_err(l->err, l->x->defs, r, "event",
		    "want lower-case letters, digits and hyphens");
	if (subject == NULL || is(subject, "child")) {
		e->subject = SUBJECT_CHILD;
	} else if (is(subject, "household")) {
		e->subject = SUBJECT_HOUSEHOLD;
	} else {
		e->subject = SUBJECT_ENTITY;
		e->entity = load_column(l, subject, def_line(r, "subject"),
		    "subject");
		if (e->entity == COLUMN_NONE)
			return -1;
		if (l->x->columns[e->entity].role != ROLE_ENTITY)
			return def_err(l->err, l->x->defs, r, "subject",
			    "want child, household or a column with role "
			    "entity");
	}
	if (event_date(l, r, "date", &e->date) == -1 ||
	    event_date(l, r, "end", &e->end) == -1 ||
	    load_where(l, r, e) == -1)
		return -1;
	return load_carry(l, r, e);
}

/*
 * A spell that ends before it begins was never open, and nobody can count it:
 * where the definition does not refuse such a row, this does.
 */
static void
refuse_backward_spells(struct extract *x)
{
	const struct event *e;
	const struct rule *r;
	size_t i, k;

	for (i = 0; i < x->n_events; i++) {
		e = &x->events[i];
		if (e->end == COLUMN_NONE)
			continue;
		for (k = 0; k < x->n_rules; k++) {
			r = &x->rules[k];
			if (r->severity == SEVERITY_ERROR &&
			    ((r->kind == RULE_NOT_BEFORE && r->a == e->end &&
			    r->b == e->date) || (r->kind == RULE_NOT_AFTER &&
			    r->a == e->date && r->b == e->end)))
				break;
		}
		if (k == x->n_rules)	/* fits: one record gave the event */
			x->rules[x->n_rules++] = (struct rule){
				.kind = RULE_NOT_BEFORE, .a = e->end,
				.b = e->date, .code = "end-before-start",
				.message = "ends before it begins",
				.severity = SEVERITY_ERROR
			};
	}
}

int
load_rules_events(const struct load *l)
{
	struct extract *x = l->x;
	const struct def_record *r;
	size_t i;

	x->rules = arena_alloc(&x->arena, (x->defs->n + 1) *
	    sizeof(*x->rules));
	x->events = arena_alloc(&x->arena, (x->defs->n + 1) *
	    sizeof(*x->events));
	if (x->rules == NULL || x->events == NULL)
		return load_nomem(l);
	for (i = 0; i < x->defs->n; i++) {
		r = &x->defs->records[i];
		if (is(r->type, "Rule")) {
			if (load_rule(l, r, &x->rules[x->n_rules]) == -1)
				return -1;
			x->n_rules++;
		} else if (is(r->type, "Event")) {
			if (load_event(l, r, &x->events[x->n_events]) == -1)
				return -1;
			x->n_events++;
		}
	}
	refuse_backward_spells(x);
	return 0;
}
