/* SPDX-License-Identifier: MIT */
/*
 * The Rule records of an extract definition: sentences about columns, turned
 * into indexes.  See extract.h.
 */
#include <string.h>

#include "extract.h"
#include "extract_load.h"
#include "num.h"

enum { WORDS = 8 };

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* The parts that hold text, between runs of blanks; at most max. */
static size_t
words(const char **items, size_t n, const char **out, size_t max)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (items[i][0] != '\0') {
			if (k < max)
				out[k] = items[i];
			k++;
		}
	return k;
}

/* "A within N days|months|years after B" */
static int
load_within(const struct load *l, const struct def_record *r,
    const char *const *w, struct rule *rule)
{
	static const char *const units[] = {"days", "months", "years"};
	uint64_t most;
	int i;

	for (i = 0; i < 3 && !is(w[3], units[i]); i++)
		;
	if (i == 3 || !num_uint(w[2], strlen(w[2]), &most) || most > 40000)
		return def_err(l->err, l->x->defs, r, "check", "want 'A within "
		    "N days after B', or months or years");
	rule->most = (int)most;
	rule->unit = (enum within)i;
	return 0;
}

/* The kind of a sentence of n words, and its second column; NULL: none fits. */
static const char *
kind_of(const char *const *w, size_t n, struct rule *rule)
{
	bool equal = n == 6 && is(w[4], "=");

	if (n == 4 && is(w[1], "not") &&
	    (is(w[2], "before") || is(w[2], "after"))) {
		rule->kind = is(w[2], "before") ? RULE_NOT_BEFORE :
		    RULE_NOT_AFTER;
		return w[3];
	}
	if (n == 5 && is(w[1], "not") && is(w[3], "than") &&
	    (is(w[2], "more") || is(w[2], "less"))) {
		rule->kind = is(w[2], "more") ? RULE_NOT_MORE :
		    RULE_NOT_LESS;
		return w[4];
	}
	if ((n == 4 || equal) && is(w[2], "if") &&
	    (is(w[1], "required") || is(w[1], "empty"))) {
		rule->kind = is(w[1], "empty") ? RULE_EMPTY_IF :
		    RULE_REQUIRED_IF;
		rule->value = equal ? w[5] : NULL;
		return w[3];
	}
	if (n == 6 && is(w[1], "within") && is(w[4], "after")) {
		rule->kind = RULE_WITHIN;
		return w[5];
	}
	if (n == 3 && is(w[1], "or")) {
		rule->kind = RULE_OR;
		return w[2];
	}
	return NULL;
}

/* "unique A, B" */
static int
load_unique(const struct load *l, const struct def_record *r,
    const char *text, struct rule *rule)
{
	if (load_columns(l, r, "check", text, &rule->columns,
	    &rule->n_columns) == -1)
		return -1;
	rule->kind = RULE_UNIQUE;
	rule->a = rule->b = rule->columns[0];
	return 0;
}

static int
need_number(const struct load *l, const struct def_record *r, int column)
{
	const struct column *c = &l->x->columns[column];

	if (c->type == TYPE_INTEGER || c->type == TYPE_DECIMAL ||
	    c->type == TYPE_COUNT || c->type == TYPE_DURATION)
		return 0;
	return def_err(l->err, l->x->defs, r, "check", "'%s' is not a number",
	    c->name);
}

/* The columns are of a type that the sentence can be said of. */
static int
check_types(const struct load *l, const struct def_record *r,
    const struct rule *rule)
{
	switch (rule->kind) {
	case RULE_NOT_BEFORE:
	case RULE_NOT_AFTER:
	case RULE_WITHIN:
		return load_need_date(l, r, "check", rule->a) == -1 ? -1 :
		    load_need_date(l, r, "check", rule->b);
	case RULE_NOT_MORE:
	case RULE_NOT_LESS:
		return need_number(l, r, rule->a) == -1 ? -1 :
		    need_number(l, r, rule->b);
	case RULE_REQUIRED_IF:
	case RULE_EMPTY_IF:
		return rule->value == NULL ? 0 :
		    load_need_code(l, r, "check", rule->b, rule->value);
	case RULE_OR:
	case RULE_UNIQUE:
		break;
	}
	return 0;
}

int
load_rule(const struct load *l, const struct def_record *r,
    struct rule *rule)
{
	static const char *const severities[] = {"error", "query"};
	const char *check = def_get(r, "check"), **items, *w[WORDS], *b;
	size_t n;
	int severity;

	rule->code = def_get(r, "code");
	rule->message = def_get(r, "message");
	severity = load_word(l, r, "severity", severities, 2, 0);
	if (severity == -1)
		return -1;
	rule->severity = (enum severity)severity;
	if (!plain_name(rule->code) || strlen(rule->code) > 32)
		return def_err(l->err, l->x->defs, r, "code", "want a short "
		    "word of lower-case letters, digits and hyphens");
	if (strncmp(check, "unique ", 7) == 0)
		return load_unique(l, r, check + 7, rule);
	if (load_list(l, check, ' ', &items, &n) == -1)
		return -1;
	n = words(items, n, w, WORDS);
	b = n <= WORDS ? kind_of(w, n, rule) : NULL;
	if (b == NULL)
		return def_err(l->err, l->x->defs, r, "check", "want 'A not "
		    "before B', 'A not after B', 'A within N days after B', "
		    "'A not more than B', 'A not less than B', 'A required if "
		    "B', 'A required if B = CODE', 'A empty if B', 'A or B' "
		    "or 'unique A, B'");
	if (rule->kind == RULE_WITHIN && load_within(l, r, w, rule) == -1)
		return -1;
	rule->a = load_column(l, w[0], def_line(r, "check"), "check");
	if (rule->a == COLUMN_NONE)
		return -1;
	rule->b = load_column(l, b, def_line(r, "check"), "check");
	if (rule->b == COLUMN_NONE)
		return -1;
	return check_types(l, r, rule);
}
