/* SPDX-License-Identifier: MIT */
/* See needs.h. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "expr.h"
#include "fits.h"
#include "needs.h"

static const char *const base[HISTORY_BASE] = {
	"subject", "date", "end", "event", "source"
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
add_extracts(struct known *k, const char *library,
    const char *const *names, size_t n, struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (provision_add(&k->given, library, names[i], err) == -1)
			return -1;
	return 0;
}

static int
add_all_extracts(struct known *k, const char *library, struct err *err)
{
	char **names;
	size_t n;
	int r;

	if (library_names(library, "extracts", &names, &n, err) == -1)
		return -1;
	r = add_extracts(k, library, (const char *const *)names, n, err);
	library_names_free(names, n);
	return r;
}

/* birth_month is the subject's as the language has it, whoever says it. */
static int
name_columns(struct known *k, struct err *err)
{
	size_t i, n = k->history.n;

	k->columns = calloc(HISTORY_BASE + n, sizeof(*k->columns));
	k->of_subject = calloc(n + 1, sizeof(*k->of_subject));
	if (k->columns == NULL || k->of_subject == NULL)
		return no_memory(err);
	memcpy(k->columns, base, sizeof(base));
	for (i = 0; i < n; i++) {
		k->columns[HISTORY_BASE + i] = k->history.names[i];
		k->of_subject[i] = k->history.belongs[i] ||
		    strcmp(k->history.names[i], "birth_month") == 0;
	}
	return 0;
}

int
known_open(struct known *k, const char *library,
    const char *const *extracts, size_t n, struct err *err)
{
	memset(k, 0, sizeof(*k));
	if (vocabulary_read(&k->vocab, library, err) == -1 ||
	    history_read(&k->history, library, err) == -1 ||
	    bands_read(&k->bands, library, err) == -1 ||
	    name_columns(k, err) == -1 || provision_init(&k->given, library,
	    &k->vocab, &k->history, err) == -1)
		return -1;
	return n > 0 ? add_extracts(k, library, extracts, n, err) :
	    add_all_extracts(k, library, err);
}

void
known_close(struct known *k)
{
	provision_free(&k->given);
	bands_free(&k->bands);
	history_free(&k->history);
	vocabulary_free(&k->vocab);
	free(k->columns);
	free(k->of_subject);
}

/* What is being looked into. */
struct look {
	struct needs *needs;
	const struct indicator *ind;
	const struct known *known;
	bool *event, *column;		/* looked at by any measure */
	bool *no_column;
	struct err *err;
};

/* Appends a name that is not there yet. */
static int
add_name(struct look *l, struct names *names, const char *name)
{
	const char **v;
	size_t i;

	for (i = 0; i < names->n; i++)
		if (strcmp(names->v[i], name) == 0)
			return 0;
	v = arena_alloc(&l->needs->mem, (names->n + 1) * sizeof(*v));
	if (v == NULL || (name = arena_strdup(&l->needs->mem, name)) == NULL)
		return no_memory(l->err);
	if (names->n > 0)
		memcpy(v, names->v, names->n * sizeof(*v));
	v[names->n++] = name;
	names->v = v;
	return 0;
}

static const char *
kind_name(const struct vocabulary *v, char letter)
{
	size_t i;

	for (i = 0; i < v->n_kinds; i++)
		if (v->kinds[i].letter == letter)
			return v->kinds[i].name;
	return "";
}

/* None of these events comes, or none for that kind of subject. */
static int
lack_events(struct look *l, const struct selection *sel, char letter)
{
	const struct vocabulary *v = &l->known->vocab;
	struct buf text = { 0 };
	bool other = false;
	int r = 0;
	size_t i;

	for (i = 0; i < sel->n_events; i++) {
		other = other || provision_gives(&l->known->given,
		    sel->events[i], 0);
		if (i > 0)
			r |= buf_addc(&text, '/');
		r |= buf_puts(&text, v->events[sel->events[i]].name);
	}
	if (other)
		r |= buf_printf(&text, " by %s", kind_name(v, letter));
	if (r != 0 || buf_str(&text) == NULL)
		r = no_memory(l->err);
	else
		r = add_name(l, &l->needs->no_events, text.p);
	buf_free(&text);
	return r;
}

/* Is one of these events given? */
static bool
any_given(const struct look *l, const struct selection *sel, char letter)
{
	size_t i;

	for (i = 0; i < sel->n_events; i++)
		if (provision_gives(&l->known->given, sel->events[i], letter))
			return true;
	return sel->n_events == 0;
}

/* Does the measure look at this event among others, as one of which will do? */
static bool
has_stand_in(const struct look *l, const struct measure *m, size_t event)
{
	size_t i, k;

	for (i = 0; i < m->n_reads; i++)
		for (k = 0; k < m->reads[i]->n_events; k++)
			if (m->reads[i]->events[k] == event)
				return true;
	return provision_gives(&l->known->given, event, m->kind);
}

/*
 * What must be there for a count to mean anything, and what is only looked back at:
 * a re-registration without registrations would be none, in silence.
 */
static int
look_events(struct look *l, const struct expr_env *env,
    const struct measure *m)
{
	struct selection one = { .n_events = 1 };
	size_t i;

	for (i = 0; i < m->n_reads; i++)
		if (!any_given(l, m->reads[i], m->kind) &&
		    lack_events(l, m->reads[i], m->kind) == -1)
			return -1;
	for (i = 0; i < env->vocab->n_events; i++) {
		one.events = &i;
		if (env->used_event[i] && !has_stand_in(l, m, i) &&
		    lack_events(l, &one, m->kind) == -1)
			return -1;
	}
	return 0;
}

/* Does a row that the measure looks at say this? */
static bool
is_carried(const struct look *l, const struct expr_env *env,
    const struct measure *m, size_t column)
{
	size_t e;

	for (e = 0; e < env->vocab->n_events; e++)
		if ((env->used_event[e] || l->known->of_subject[column]) &&
		    provision_carries(&l->known->given, e, m->kind, column))
			return true;
	return false;
}

static void
look_columns(struct look *l, const struct expr_env *env,
    const struct measure *m)
{
	size_t i, n = l->known->history.n;

	for (i = 0; i < n; i++) {
		if (!env->used_column[HISTORY_BASE + i])
			continue;
		l->column[i] = true;
		if (!is_carried(l, env, m, i))
			l->no_column[i] = true;
	}
	for (i = 0; i < env->vocab->n_events; i++)
		l->event[i] = l->event[i] || env->used_event[i];
}

/* A column, or bands of age: those need the month of birth. */
static int
use_word(const struct look *l, struct expr_env *env, const char *p, size_t n)
{
	const struct history *h = &l->known->history;
	const char *born = "birth_month", *near;
	size_t i, at = history_column(h, p, n);
	char word[96];

	for (i = 0; i < HISTORY_BASE; i++)
		if (strlen(base[i]) == n && memcmp(base[i], p, n) == 0)
			return 0;
	if (at == SIZE_MAX && bands_find(&l->known->bands, p, n) != NULL)
		at = history_column(h, born, strlen(born));
	if (at != SIZE_MAX) {
		env->used_column[HISTORY_BASE + at] = true;
		return 0;
	}
	(void)snprintf(word, sizeof(word), "%.*s", n < sizeof(word) ? (int)n :
	    0, p);
	near = near_miss(word, h->names, h->n);
	return def_err(l->err, l->ind->defs, &l->ind->defs->records[0], "by",
	    "no column '%s'%s%s%s", word, near == NULL ? "" :
	    "; did you mean '", near == NULL ? "" : near, near == NULL ? "" :
	    "'?");
}

static int
use_breakdowns(const struct look *l, struct expr_env *env)
{
	const struct texts *by = &l->ind->by;
	const char *p;
	size_t i, n;

	for (i = 0; i < by->n; i++)
		for (p = by->v[i]; *p != '\0'; p += n + (p[n] == '+')) {
			n = strcspn(p, "+");
			if (use_word(l, env, p, n) == -1)
				return -1;
		}
	return 0;
}

/* One measure of an indicator, with what is compiled for it alone. */
struct part {
	const char *key;
	const struct ind_expr *expr;
	struct expr_env env;
	struct measure *m;
};

static int
bad_part(const struct look *l, const struct part *p, const char *why)
{
	err_set(l->err, STATUS_CONFIG, "bad-definition", "%s", why);
	return err_at(l->err, l->ind->file, p->expr->line, p->key);
}

/* And what of matched is read on its rows. */
static int
compile(const struct look *l, struct part *p)
{
	const struct ind_expr *matched = &l->ind->matched;
	const struct known *k = l->known;
	const struct node *where;
	bool by_window;

	if (expr_env_init(&p->env, &k->vocab, k->columns,
	    HISTORY_BASE + k->history.n) != 0)
		return no_memory(l->err);
	p->env.history = &k->history;
	if (measure_compile(&p->m, p->expr->text, &p->env, l->err) != 0)
		return err_at(l->err, l->ind->file, p->expr->line, p->key);
	if (matched->text != NULL && condition_compile(&where, &by_window,
	    matched->text, p->m, &p->env, l->err) != 0)
		return err_at(l->err, l->ind->file, matched->line, "matched");
	if (l->ind->rolling_months > 0 && rolling_unfit(p->m) != NULL)
		return bad_part(l, p, rolling_unfit(p->m));
	return use_breakdowns(l, &p->env);
}

/* Both are compiled before either is judged beside the other. */
static int
look_parts(struct look *l, struct part *parts, size_t n)
{
	const char *why;
	size_t i;

	for (i = 0; i < n; i++)
		if (compile(l, &parts[i]) == -1)
			return -1;
	why = measures_unfit(l->ind, parts[0].m, n > 1 ? parts[1].m : NULL);
	if (why != NULL)
		return bad_part(l, &parts[0], why);
	for (i = 0; i < n; i++) {
		look_columns(l, &parts[i].env, parts[i].m);
		if (look_events(l, &parts[i].env, parts[i].m) == -1)
			return -1;
	}
	return 0;
}

static int
collect(struct look *l)
{
	const struct known *k = l->known;
	size_t i;

	for (i = 0; i < k->vocab.n_events; i++)
		if (l->event[i] && add_name(l, &l->needs->events,
		    k->vocab.events[i].name) == -1)
			return -1;
	for (i = 0; i < k->history.n; i++)
		if ((l->column[i] && add_name(l, &l->needs->columns,
		    k->history.names[i]) == -1) || (l->no_column[i] &&
		    add_name(l, &l->needs->no_columns,
		    k->history.names[i]) == -1))
			return -1;
	return 0;
}

int
needs_find(struct needs *n, const struct indicator *ind,
    const struct known *k, struct err *err)
{
	struct look l = { .needs = n, .ind = ind, .known = k, .err = err };
	struct part parts[2] = {
		{ .key = "count", .expr = &ind->count },
		{ .key = "of", .expr = &ind->of }
	};
	int rc;

	memset(n, 0, sizeof(*n));
	l.event = arena_alloc(&n->mem, k->vocab.n_events + 1);
	l.column = arena_alloc(&n->mem, k->history.n + 1);
	l.no_column = arena_alloc(&n->mem, k->history.n + 1);
	if (l.event == NULL || l.column == NULL || l.no_column == NULL)
		return no_memory(err);
	rc = look_parts(&l, parts, ind->of.text == NULL ? 1 : 2);
	expr_env_done(&parts[0].env);
	expr_env_done(&parts[1].env);
	return rc == -1 ? -1 : collect(&l);
}

void
needs_free(struct needs *n)
{
	arena_free(&n->mem);
	memset(n, 0, sizeof(*n));
}

bool
needs_met(const struct needs *n)
{
	return n->no_events.n == 0 && n->no_columns.n == 0;
}
