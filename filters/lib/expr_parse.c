/* SPDX-License-Identifier: MIT */
/*
 * Parses conditions, and which rows they are asked of, into nodes (recursive
 * descent).  In: the text of an expression.  Out: nodes in the arena of the
 * environment.  Rejected, at the character: words that are no events, anchors
 * on events that do not last, nesting deeper than a person would write.
 */
#include <stdio.h>
#include <string.h>

#include "expr_parse.h"
#include "num.h"

int
expr_env_init(struct expr_env *env, const struct vocabulary *vocab,
    const char *const *columns, size_t n_columns)
{
	memset(env, 0, sizeof(*env));
	env->vocab = vocab;
	env->columns = columns;
	env->n_columns = env->n_present = n_columns;
	env->used_column = arena_alloc(&env->arena, n_columns + 1);
	env->used_event = arena_alloc(&env->arena, vocab->n_events + 1);
	env->whole_event = arena_alloc(&env->arena, vocab->n_events + 1);
	env->numeric = arena_alloc(&env->arena,
	    n_columns * vocab->n_events + 1);
	env->asked = arena_alloc(&env->arena,
	    n_columns * vocab->n_events + 1);
	return env->used_column == NULL || env->used_event == NULL ||
	    env->whole_event == NULL || env->numeric == NULL ||
	    env->asked == NULL ? -1 : 0;
}

void
expr_env_done(struct expr_env *env)
{
	arena_free(&env->arena);
}

int
parser_next(struct parser *ps)
{
	ps->taken = ps->lx.pos;
	return lex_next(&ps->lx, &ps->tok, ps->err);
}

int
parser_start(struct parser *ps, const char *text, struct expr_env *env,
    const struct selection *rows, int depth, struct err *err)
{
	memset(ps, 0, sizeof(*ps));
	ps->lx.text = text;
	ps->lx.n = strlen(text);
	ps->lx.arena = &env->arena;
	ps->env = env;
	ps->rows = rows;
	ps->depth = depth;
	ps->err = err;
	return parser_next(ps);
}

bool
at_word(const struct parser *ps, const char *word)
{
	return ps->tok.kind == TOK_WORD && ps->tok.n == strlen(word) &&
	    memcmp(ps->tok.p, word, ps->tok.n) == 0;
}

size_t
language_words(const char **names)
{
	static const char *const words[] = {
		"distinct", "over", "by", "where", "and", "or", "not", "in",
		"has", "ending", "open", "overlapping", "ever", "this",
		"within", "before", "after", "days", "day", "working",
		"months", "month", "followed", "from", "meets", "of"
	};
	size_t n = sizeof(words) / sizeof(*words);

	for (size_t i = 0; i < n; i++)
		names[i] = words[i];
	return n;
}

int
expr_want(struct parser *ps, const char *what)
{
	const char *words[LANGUAGE_WORDS_MAX], *near = NULL, *word;
	size_t n = language_words(words);

	if (ps->tok.kind == TOK_WORD) {
		if ((word = token_name(ps)) == NULL)
			return -1;
		near = near_miss(word, words, n);
		if (near != NULL && strcmp(near, word) != 0)
			return expr_err(ps->err, ps->tok.at, "want %s; or did "
			    "you mean '%s'?", what, near);
	}
	return expr_err(ps->err, ps->tok.at, "want %s%s", what,
	    ps->tok.kind == TOK_END ? ", found the end" : "");
}

int
parser_take(struct parser *ps, enum token_kind kind, const char *want)
{
	return ps->tok.kind != kind ? expr_want(ps, want) : parser_next(ps);
}

struct node *
new_node(struct parser *ps, enum node_op op, enum value_type type)
{
	struct node *n = arena_alloc(&ps->env->arena, sizeof(*n));

	if (n == NULL) {
		err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
		return NULL;
	}
	n->op = op;
	n->type = type;
	return n;
}

const char *
token_name(struct parser *ps)
{
	const char *s = arena_strndup(&ps->env->arena, ps->tok.p, ps->tok.n);

	if (s == NULL)
		err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	return s;
}

int
no_such(struct parser *ps, const char *what, const char *const *names,
    size_t n)
{
	const char *name = token_name(ps), *near;

	if (name == NULL)
		return -1;
	near = near_miss(name, names, n);
	if (near != NULL)
		return expr_err(ps->err, ps->tok.at,
		    "no %s '%s'; did you mean '%s'?", what, name, near);
	return expr_err(ps->err, ps->tok.at,
	    "no %s '%s'; events.rec of the library lists them", what, name);
}

static int
no_event(struct parser *ps)
{
	const struct vocabulary *v = ps->env->vocab;

	const char **names;
	size_t n = v->n_events;

	if (ps->tok.kind != TOK_WORD)
		return expr_want(ps, "the name of an event");
	if ((names = arena_alloc(&ps->env->arena, (n + 1) *
	    sizeof(*names))) == NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	memcpy(names, v->event_names, n * sizeof(*names));
	names[n++] = "distinct";
	return no_such(ps, "event", names, n);
}

static void
add_event(struct parser *ps, size_t *events, size_t *n, size_t event)
{
	for (size_t i = 0; i < *n; i++)
		if (events[i] == event)
			return;
	events[(*n)++] = event;
	ps->env->used_event[event] = true;
}

int
parse_events(struct parser *ps, struct selection *sel)
{
	const struct vocabulary *v = ps->env->vocab;
	size_t *events = arena_alloc(&ps->env->arena,
	    (v->n_events + 1) * sizeof(*events));

	if (events == NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	sel->events = events;
	sel->vocab = v;
	for (;;) {
		int e = ps->tok.kind != TOK_WORD ? -1 :
		    vocabulary_event(v, ps->tok.p, ps->tok.n);

		if (e < 0)
			return no_event(ps);
		if (v->events[e].n_members == 0)
			add_event(ps, events, &sel->n_events, (size_t)e);
		for (size_t i = 0; i < v->events[e].n_members; i++)
			add_event(ps, events, &sel->n_events,
			    v->events[e].members[i]);
		if (parser_next(ps) != 0)
			return -1;
		if (ps->tok.kind != TOK_COMMA)
			return 0;
		if (parser_next(ps) != 0)
			return -1;
	}
}

int
need_spells(struct parser *ps, const struct selection *sel, size_t at,
    const char *what)
{
	for (size_t i = 0; i < sel->n_events; i++) {
		const struct vocab_event *e =
		    &ps->env->vocab->events[sel->events[i]];

		if (!e->spell)
			return expr_err(ps->err, at, "%s needs a spell, and "
			    "'%s' has no end", what, e->name);
	}
	return 0;
}

int
parse_anchor(struct parser *ps, struct selection *sel, bool *found)
{
	static const struct {
		const char *word;
		enum anchor anchor;
	} anchors[] = {
		{ "ending", ANCHOR_ENDING }, { "open", ANCHOR_OPEN },
		{ "overlapping", ANCHOR_OVERLAPPING },
	};

	*found = false;
	for (size_t i = 0; i < sizeof(anchors) / sizeof(*anchors); i++) {
		if (!at_word(ps, anchors[i].word))
			continue;
		if (sel->anchor != ANCHOR_DATE)
			return expr_err(ps->err, ps->tok.at,
			    "one of ending, open, overlapping is enough");
		sel->anchor = anchors[i].anchor;
		*found = true;
		if (need_spells(ps, sel, ps->tok.at, anchors[i].word) != 0)
			return -1;
		return parser_next(ps);
	}
	return 0;
}

int
parse_span(struct parser *ps, struct span *span)
{
	static const struct {
		const char *word;
		enum span_unit unit;
	} units[] = {
		{ "day", SPAN_DAYS }, { "days", SPAN_DAYS },
		{ "month", SPAN_MONTHS }, { "months", SPAN_MONTHS },
	};
	bool working;
	int64_t n;

	if (ps->tok.kind != TOK_NUMBER || !num_int(ps->tok.p, ps->tok.n, &n) ||
	    n < 0)
		return expr_err(ps->err, ps->tok.at, "want a whole number of "
		    "days, working days or months");
	if (n > 36500)
		return expr_err(ps->err, ps->tok.at,
		    "want at most 36500 days or 1200 months");
	span->n = (int)n;
	span->given = true;
	if (parser_next(ps) != 0)
		return -1;
	working = at_word(ps, "working");
	if (working && parser_next(ps) != 0)
		return -1;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!at_word(ps, units[i].word) ||
		    (working && units[i].unit != SPAN_DAYS))
			continue;
		span->unit = working ? SPAN_WORKING_DAYS : units[i].unit;
		if (working)
			ps->env->working_days = true;
		else if (span->unit == SPAN_MONTHS && n > 1200)
			return expr_err(ps->err, ps->tok.at,
			    "want at most 1200 months");
		return parser_next(ps);
	}
	return expr_want(ps, working ? "days" :
	    "days, working days or months");
}

int
parse_where(struct parser *ps, struct selection *sel)
{
	const struct selection *outer = ps->rows;
	int rc;

	if (!at_word(ps, "where"))
		return 0;
	if (parser_next(ps) != 0)
		return -1;
	ps->rows = sel;
	rc = parse_condition(ps, &sel->where);
	ps->rows = outer;
	return rc;
}

/* The condition is what was taken since that byte. */
static void
note_source(const struct parser *ps, size_t from, const struct node *condition)
{
	struct node *n = (struct node *)(uintptr_t)condition;

	n->source = ps->lx.text + from;
	n->source_n = ps->taken - from;
}

/* and binds closer than or; not closest. */
static int
parse_not(struct parser *ps, const struct node **out)
{
	size_t from = ps->tok.from;
	struct node *n;
	int rc;

	if (++ps->depth > EXPR_DEPTH_MAX)
		return expr_err(ps->err, ps->tok.at,
		    "nested too deep; give a part a name in predicates.rec");
	if (at_word(ps, "not")) {
		if (parser_next(ps) != 0 ||
		    (n = new_node(ps, OP_NOT, TYPE_BOOL)) == NULL ||
		    parse_not(ps, &n->a) != 0)
			return -1;
		n->by_window = n->a->by_window;
		*out = n;
		rc = 0;
	} else if (at_word(ps, "followed")) {
		rc = parse_followed(ps, out);
	} else if (ps->tok.kind == TOK_OPEN) {
		if (parser_next(ps) != 0 || parse_condition(ps, out) != 0)
			return -1;
		rc = parser_take(ps, TOK_CLOSE, "a closing )");
	} else {
		rc = parse_comparison(ps, out);
	}
	ps->depth--;
	if (rc == 0)
		note_source(ps, from, *out);
	return rc;
}

static int
parse_and(struct parser *ps, const struct node **out)
{
	if (parse_not(ps, out) != 0)
		return -1;
	while (at_word(ps, "and")) {
		struct node *n = new_node(ps, OP_AND, TYPE_BOOL);

		if (n == NULL || parser_next(ps) != 0 ||
		    parse_not(ps, &n->b) != 0)
			return -1;
		n->a = *out;
		n->by_window = n->a->by_window || n->b->by_window;
		*out = n;
	}
	return 0;
}

int
parse_condition(struct parser *ps, const struct node **out)
{
	size_t from = ps->tok.from;

	if (parse_and(ps, out) != 0)
		return -1;
	while (at_word(ps, "or")) {
		struct node *n = new_node(ps, OP_OR, TYPE_BOOL);

		if (n == NULL || parser_next(ps) != 0 ||
		    parse_and(ps, &n->b) != 0)
			return -1;
		n->a = *out;
		n->by_window = n->a->by_window || n->b->by_window;
		note_source(ps, from, n);
		*out = n;
	}
	return 0;
}

/* As many as a person writes: a list grown by copying will do. */
void *
one_more(struct parser *ps, const void *list, size_t n)
{
	void *v = arena_alloc(&ps->env->arena, (n + 1) * sizeof(void *));

	if (v == NULL)
		err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	else if (n > 0)
		memcpy(v, list, n * sizeof(void *));
	return v;
}

int
note_read(struct parser *ps, const struct selection *sel)
{
	struct measure *m = ps->measure;
	const struct selection **reads;

	if (m == NULL)
		return 0;
	if ((reads = one_more(ps, m->reads, m->n_reads)) == NULL)
		return -1;
	reads[m->n_reads++] = sel;
	m->reads = reads;
	return 0;
}
