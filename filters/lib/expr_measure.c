/* SPDX-License-Identifier: MIT */
/*
 * Parses measures: what is counted or summed, of which events and subjects, and
 * when.  Rejected, at the character: kinds of subject there are none of, and
 * whatever cannot stand behind a measure.
 */
#include <string.h>

#include "expr_parse.h"

static int
parse_kind(struct parser *ps, struct measure *m)
{
	const struct vocabulary *v = ps->env->vocab;
	const char **names;

	if (m->kind != 0)
		return expr_err(ps->err, ps->tok.at, "one 'by' is enough");
	if (parser_next(ps) != 0)
		return -1;
	names = arena_alloc(&ps->env->arena,
	    (v->n_kinds + 1) * sizeof(*names));
	if (names == NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	for (size_t i = 0; i < v->n_kinds; i++) {
		names[i] = v->kinds[i].name;
		if (at_word(ps, v->kinds[i].name))
			m->kind = v->kinds[i].letter;
	}
	if (m->kind == 0)
		return ps->tok.kind == TOK_WORD ?
		    no_such(ps, "kind of subject", names, v->n_kinds) :
		    expr_err(ps->err, ps->tok.at, "want a kind of subject");
	return parser_next(ps);
}

/* What may stand after the events: anything else is a slip. */
static int
unexpected(struct parser *ps, bool pair)
{
	const char *words[LANGUAGE_WORDS_MAX], *name, *near;
	size_t n = language_words(words);

	if (ps->tok.kind != TOK_WORD)
		return expr_err(ps->err, ps->tok.at, "nothing of the kind "
		    "can stand here; want where, and, or or the end");
	if ((name = token_name(ps)) == NULL)
		return -1;
	near = near_miss(name, words, pair ? n : n - 1);
	if (near != NULL && strcmp(near, name) != 0)
		return expr_err(ps->err, ps->tok.at,
		    "'%s' cannot stand here; did you mean '%s'?", name, near);
	return expr_err(ps->err, ps->tok.at, "'%s' cannot stand here", name);
}

/* "distinct", or "OPERAND over", which is read once the rows are known. */
static int
parse_what(struct parser *ps, struct measure *m, bool valued)
{
	m->distinct = at_word(ps, "distinct");
	if (!m->distinct)
		return !valued ? 0 : skip_operand(ps, "over") != 0 ? -1 :
		    parser_next(ps);
	if (parser_next(ps) != 0)
		return -1;
	return !valued ? 0 : expr_err(ps->err, ps->tok.at, "distinct counts "
	    "subjects and over sums values: one of them");
}

static int
parse_value(const struct parser *from, struct parser *ps, struct measure *m)
{
	if (parse_operand_at(from, ps, &m->rows, "over", &m->value) != 0)
		return -1;
	if (m->value->type != TYPE_NUM && m->value->type != TYPE_FIELD)
		return expr_err(ps->err, from->tok.at,
		    "want a number to add up before 'over'");
	mark_numeric(ps, &m->rows, m->value);
	m->by_window = m->by_window || m->value->by_window;
	return 0;
}

static int
parse_measure(struct parser *ps, struct measure **out)
{
	struct measure *m = arena_alloc(&ps->env->arena, sizeof(*m));
	struct parser value = *ps;	/* where the operand begins, if any */
	bool valued = word_ahead(ps, "over"), found = true;

	if (m == NULL)
		return err_set(ps->err, STATUS_SYSTEM, "", "out of memory");
	ps->measure = m;
	if (parse_what(ps, m, valued) != 0 ||
	    parse_events(ps, &m->rows) != 0 || note_read(ps, &m->rows) != 0)
		return -1;
	while (found) {
		if (parse_anchor(ps, &m->rows, &found) != 0)
			return -1;
		if (at_word(ps, "by")) {
			found = true;
			if (parse_kind(ps, m) != 0)
				return -1;
		}
	}
	if (parse_where(ps, &m->rows) != 0)
		return -1;
	m->by_window = m->rows.where != NULL && m->rows.where->by_window;
	*out = m;
	return valued ? parse_value(&value, ps, m) : 0;
}

int
measure_pair_compile(struct measure **count, struct measure **of,
    const char *text, struct expr_env *env, struct err *err)
{
	struct parser ps;

	*of = NULL;
	if (parser_start(&ps, text, env, NULL, 0, err) != 0 ||
	    parse_measure(&ps, count) != 0)
		return -1;
	if (at_word(&ps, "of") && (parser_next(&ps) != 0 ||
	    parse_measure(&ps, of) != 0))
		return -1;
	return ps.tok.kind == TOK_END ? 0 : unexpected(&ps, *of == NULL);
}

int
measure_compile(struct measure **m, const char *text, struct expr_env *env,
    struct err *err)
{
	struct parser ps;

	if (parser_start(&ps, text, env, NULL, 0, err) != 0 ||
	    parse_measure(&ps, m) != 0)
		return -1;
	return ps.tok.kind == TOK_END ? 0 : unexpected(&ps, false);
}

int
condition_compile(const struct node **where, bool *by_window,
    const char *text, struct measure *m, struct expr_env *env,
    struct err *err)
{
	struct parser ps;

	if (parser_start(&ps, text, env, &m->rows, 0, err) != 0)
		return -1;
	/* What it looks at must be there as what the measure itself does. */
	ps.measure = m;
	ps.no_outcomes = true;
	if (parse_condition(&ps, where) != 0)
		return -1;
	*by_window = (*where)->by_window;
	return ps.tok.kind == TOK_END ? 0 : unexpected(&ps, false);
}
