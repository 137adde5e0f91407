/* SPDX-License-Identifier: MIT */
/*
 * Parses functions and "followed by": which rows of the subject they look at,
 * as seen from the row they stand on.  Rejected, at the character: functions
 * there are none of, and arguments that are not what they want.
 */
#include <string.h>

#include "expr_parse.h"

/* How a function's parentheses are read. */
enum arguments {
	ARG_ROWS,	/* E [where]: of the period, of no choice */
	ARG_SCOPE,	/* E [scope] [where] */
	ARG_WITHIN,	/* E [within N UNIT] [where] */
	ARG_MEETS,	/* E [scope] [where] meets C */
	ARG_DAYS,	/* a day, or two */
	ARG_OPERAND	/* X alone */
};

static const struct function {
	const char *name;
	enum node_op op;
	enum value_type type;	/* TYPE_FIELD: that of X */
	enum arguments arguments;
	bool of_value;		/* X comes first, then a comma */
	int n_days;
	enum anchor anchor;
	bool by_window;
} functions[] = {
	{ "earlier", OP_NUMBER, TYPE_NUM, ARG_WITHIN, false, 0,
	    ANCHOR_EARLIER, false },
	{ "number", OP_NUMBER, TYPE_NUM, ARG_SCOPE, false, 0,
	    ANCHOR_DATE, false },
	{ "any", OP_ANY, TYPE_BOOL, ARG_SCOPE, false, 0, ANCHOR_DATE, false },
	{ "without", OP_WITHOUT, TYPE_BOOL, ARG_SCOPE, false, 0,
	    ANCHOR_DATE, false },
	{ "every", OP_EVERY, TYPE_BOOL, ARG_MEETS, false, 0,
	    ANCHOR_DATE, false },
	{ "during", OP_DURING, TYPE_BOOL, ARG_ROWS, false, 0,
	    ANCHOR_OPEN, false },
	{ "throughout", OP_THROUGHOUT, TYPE_BOOL, ARG_ROWS, false, 0,
	    ANCHOR_OPEN, true },
	{ "latest", OP_LATEST, TYPE_BOOL, ARG_ROWS, false, 0,
	    ANCHOR_DATE, true },
	{ "sum", OP_SUM, TYPE_NUM, ARG_SCOPE, true, 0, ANCHOR_DATE, false },
	{ "greatest", OP_GREATEST, TYPE_FIELD, ARG_SCOPE, true, 0,
	    ANCHOR_DATE, false },
	{ "least", OP_LEAST, TYPE_FIELD, ARG_SCOPE, true, 0,
	    ANCHOR_DATE, false },
	{ "first", OP_FIRST, TYPE_FIELD, ARG_SCOPE, true, 0,
	    ANCHOR_DATE, false },
	{ "last", OP_LAST, TYPE_FIELD, ARG_SCOPE, true, 0,
	    ANCHOR_DATE, false },
	{ "previous", OP_LAST, TYPE_FIELD, ARG_WITHIN, true, 0,
	    ANCHOR_EARLIER, false },
	{ "next", OP_FIRST, TYPE_FIELD, ARG_WITHIN, true, 0,
	    ANCHOR_LATER, false },
	{ "known", OP_KNOWN, TYPE_BOOL, ARG_OPERAND, false, 0,
	    ANCHOR_DATE, false },
	{ "age", OP_AGE, TYPE_NUM, ARG_DAYS, false, 1, ANCHOR_DATE, false },
	{ "months", OP_MONTHS, TYPE_NUM, ARG_DAYS, false, 2,
	    ANCHOR_DATE, false },
	{ "days", OP_DAYS, TYPE_NUM, ARG_DAYS, false, 2, ANCHOR_DATE, false },
	{ "working_days", OP_WORKING_DAYS, TYPE_NUM, ARG_DAYS, false, 2,
	    ANCHOR_DATE, false },
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

_Static_assert(COUNT(functions) <= FUNCTIONS_MAX, "names of functions");

size_t
function_names(const char **names)
{
	for (size_t i = 0; i < COUNT(functions); i++)
		names[i] = functions[i].name;
	return COUNT(functions);
}

static int
use_birth_month(struct parser *ps, size_t at)
{
	if (use_column(ps->env, "birth_month", strlen("birth_month")) >= 0) {
		ps->env->ages = true;
		return 0;
	}
	return expr_err(ps->err, at, "age needs the column birth_month, which "
	    "this history does not have");
}

static int
parse_days(struct parser *ps, const struct function *f, struct node *n,
    size_t at)
{
	if (parse_day(ps, &n->a) != 0)
		return -1;
	n->by_window = n->a->by_window;
	if (f->n_days == 2) {
		if (parser_take(ps, TOK_COMMA, "a comma and a second date")
		    != 0 || parse_day(ps, &n->b) != 0)
			return -1;
		n->by_window = n->by_window || n->b->by_window;
	}
	if (f->op == OP_WORKING_DAYS)
		ps->env->working_days = true;
	return f->op == OP_AGE ? use_birth_month(ps, at) : 0;
}

static int
parse_known(struct parser *ps, struct node *n, size_t at)
{
	if (parse_operand(ps, &n->a) != 0)
		return -1;
	n->by_window = n->a->by_window;
	if (n->a->type == TYPE_BOOL || n->a->type == TYPE_STR ||
	    n->a->op == OP_NUMBER_LITERAL)
		return expr_err(ps->err, at, "known wants the name of a "
		    "column, or a function that may find nothing");
	return 0;
}

/* Behind "within N UNIT" of any, number ...: before DAY or after DAY. */
static int
parse_direction(struct parser *ps, struct selection *sel)
{
	if (at_word(ps, "before"))
		sel->anchor = ANCHOR_BEFORE;
	else if (at_word(ps, "after"))
		sel->anchor = ANCHOR_AFTER;
	else
		return expr_want(ps,
		    "before or after and a day, such as before close");
	return parser_next(ps) != 0 ? -1 : parse_day(ps, &sel->day);
}

/* Which rows: of the period unless it says something else. */
static int
parse_scope(struct parser *ps, const struct function *f,
    struct selection *sel)
{
	bool found = false, scope = f->arguments == ARG_SCOPE ||
	    f->arguments == ARG_MEETS;

	if (scope && parse_anchor(ps, sel, &found) != 0)
		return -1;
	if (found)
		return 0;
	if (scope && (at_word(ps, "ever") || at_word(ps, "this"))) {
		sel->anchor = at_word(ps, "ever") ? ANCHOR_EVER : ANCHOR_THIS;
		return parser_next(ps);
	}
	if (f->arguments == ARG_ROWS || !at_word(ps, "within"))
		return 0;
	if (parser_next(ps) != 0 || parse_span(ps, &sel->within) != 0)
		return -1;
	return scope ? parse_direction(ps, sel) : 0;
}

/* Which rows it looks at follows from the period. */
static bool
by_period(const struct selection *sel)
{
	switch (sel->anchor) {
	case ANCHOR_EARLIER:
	case ANCHOR_LATER:
		return false;
	case ANCHOR_BEFORE:
	case ANCHOR_AFTER:
		return sel->day->by_window;
	default:
		return true;
	}
}

/* All of a row settles which of one day is the first or the last. */
static void
whole_rows(struct parser *ps, const struct node *n)
{
	if (n->op != OP_LATEST && n->op != OP_FIRST && n->op != OP_LAST)
		return;
	for (size_t i = 0; i < n->rows.n_events; i++)
		ps->env->whole_event[n->rows.events[i]] = true;
}

/* X, now that its rows are known; what the function gives is of its type. */
static int
parse_x(const struct parser *from, struct parser *ps,
    const struct function *f, struct node *n, size_t at)
{
	bool number = f->op == OP_SUM || f->op == OP_GREATEST ||
	    f->op == OP_LEAST;

	if (parse_operand_at(from, ps, &n->rows, NULL, &n->a) != 0)
		return -1;
	n->type = n->a->type;
	if (n->type == TYPE_BOOL || n->type == TYPE_STR)
		return expr_err(ps->err, at, "want a column, date, end or a "
		    "number before the comma");
	if (number && n->type == TYPE_FIELD) {
		mark_numeric(ps, &n->rows, n->a);
		n->type = TYPE_NUM;
	}
	if (f->op == OP_SUM && n->type == TYPE_DAY)
		return expr_err(ps->err, at, "dates do not add up");
	n->by_window = n->by_window || n->a->by_window;
	return 0;
}

static int
parse_meets(struct parser *ps, struct node *n)
{
	const struct selection *outer = ps->rows;
	int rc;

	if (!at_word(ps, "meets"))
		return expr_want(ps,
		    "meets and what every one of them has to be");
	if (parser_next(ps) != 0)
		return -1;
	ps->rows = &n->rows;
	rc = parse_condition(ps, &n->a);
	ps->rows = outer;
	n->by_window = n->by_window || (rc == 0 && n->a->by_window);
	return rc;
}

static int
parse_rows(struct parser *ps, const struct function *f, struct node *n,
    size_t at)
{
	struct parser x = *ps;

	if (f->of_value && (skip_operand(ps, NULL) != 0 ||
	    parser_next(ps) != 0))
		return -1;
	n->rows.anchor = f->anchor;
	if (parse_events(ps, &n->rows) != 0)
		return -1;
	if (f->anchor == ANCHOR_OPEN &&
	    need_spells(ps, &n->rows, at, f->name) != 0)
		return -1;
	if (parse_scope(ps, f, &n->rows) != 0 ||
	    parse_where(ps, &n->rows) != 0)
		return -1;
	n->by_window = f->by_window ||
	    (f->op != OP_DURING && by_period(&n->rows)) ||
	    (n->rows.where != NULL && n->rows.where->by_window);
	whole_rows(ps, n);
	if (n->rows.anchor != ANCHOR_EARLIER &&
	    n->rows.anchor != ANCHOR_LATER && f->op != OP_LATEST &&
	    note_read(ps, &n->rows) != 0)
		return -1;
	if (f->of_value && parse_x(&x, ps, f, n, at) != 0)
		return -1;
	return f->arguments == ARG_MEETS ? parse_meets(ps, n) : 0;
}

int
parse_function(struct parser *ps, const struct token *name,
    const struct node **out)
{
	const struct function *f = NULL;
	struct node *n;
	int rc;

	for (size_t i = 0; i < COUNT(functions); i++)
		if (token_is(name, functions[i].name))
			f = &functions[i];
	if (f == NULL)
		return no_name(ps, name, true);
	if (++ps->depth > EXPR_DEPTH_MAX)
		return expr_err(ps->err, name->at, "nested too deep");
	if (parser_next(ps) != 0 ||
	    (n = new_node(ps, f->op, f->type)) == NULL)
		return -1;
	if (f->arguments == ARG_DAYS)
		rc = parse_days(ps, f, n, name->at);
	else if (f->arguments == ARG_OPERAND)
		rc = parse_known(ps, n, name->at);
	else
		rc = parse_rows(ps, f, n, name->at);
	*out = n;
	ps->depth--;
	return rc != 0 ? -1 : parser_take(ps, TOK_CLOSE, "a closing )");
}

/* The measure's own rows need time for this; those of a function do not. */
static int
note_outcome(struct parser *ps, struct node *n, size_t at)
{
	struct measure *m = ps->measure;
	const struct node **v;

	if (m == NULL || ps->no_outcomes)
		return expr_err(ps->err, at, "'followed by' stands in count "
		    "or of; here use any(EVENT within ... after date)");
	if (ps->rows != &m->rows)
		return 0;
	if (m->n_outcomes == OUTCOMES_MAX)
		return expr_err(ps->err, at, "more than %d outcomes",
		    OUTCOMES_MAX);
	if ((v = one_more(ps, m->outcomes, m->n_outcomes)) == NULL)
		return -1;
	n->is_outcome = true;
	n->outcome = m->n_outcomes;
	v[m->n_outcomes++] = n;
	m->outcomes = v;
	return 0;
}

/* The day from which time runs: that of the row unless it says another. */
static int
parse_from(struct parser *ps, struct selection *sel)
{
	struct node *n;

	if (at_word(ps, "from")) {
		if (parser_next(ps) != 0 || parse_day(ps, &sel->day) != 0)
			return -1;
		/* Rows of the other measure are asked for their time too. */
		if (sel->day->op == OP_COLUMN)
			ask_column(ps->env, NULL, sel->day);
		return 0;
	}
	if ((n = new_node(ps, OP_DATE, TYPE_DAY)) == NULL)
		return -1;
	sel->day = n;
	return 0;
}

int
parse_followed(struct parser *ps, const struct node **out)
{
	size_t at = ps->tok.at;
	struct node *n = new_node(ps, OP_FOLLOWED, TYPE_BOOL);

	if (n == NULL || parser_next(ps) != 0)
		return -1;
	if (!at_word(ps, "by"))
		return expr_want(ps, "by: followed by EVENT within N days");
	if (parser_next(ps) != 0 || parse_events(ps, &n->rows) != 0 ||
	    parse_where(ps, &n->rows) != 0)
		return -1;
	if (!at_word(ps, "within"))
		return expr_want(ps, "within and how long: an outcome without "
		    "a time is never late");
	n->rows.anchor = ANCHOR_AFTER;
	n->rows.follows = true;
	if (parser_next(ps) != 0 || parse_span(ps, &n->rows.within) != 0 ||
	    parse_from(ps, &n->rows) != 0)
		return -1;
	n->by_window = n->rows.day->by_window ||
	    (n->rows.where != NULL && n->rows.where->by_window);
	*out = n;
	return note_read(ps, &n->rows) != 0 ? -1 : note_outcome(ps, n, at);
}
