/* SPDX-License-Identifier: MIT */
/*
 * What the extract's definition, by which its reader judges it, says of one
 * sheet: the dialect, what may not be empty, and what becomes of a mistake.
 */
#include "extract.h"
#include "style.h"

static struct noticed
noticed(enum severity severity, const char *reason, int at)
{
	return (struct noticed){ severity == SEVERITY_ERROR ? "rejected" :
	    "queried", reason, at };
}

static void
judge_column(struct sheet_style *s, int c, const struct column *column, int at)
{
	s->needed[c] = column->required;
	if (column->type == TYPE_DATE)
		s->bad_date[c] = noticed(column->severity, "bad-date", at);
	else if (column->type == TYPE_NHS)
		s->bad_number[c] = noticed(column->severity, "bad-nhs-number",
		    at);
	else if (column->type == TYPE_UPN)
		s->bad_number[c] = noticed(column->severity, "bad-upn", at);
}

/*
 * A rule that wants a date of birth, where the agency has none.  What it
 * writes instead may be a date to the reader, though none was born then.
 */
static void
judge_birth(struct sheet_style *s, date unknown_birth, struct tables *t,
    const struct extract *x)
{
	const struct rule *rule;
	const struct column *column;
	int birth = extract_column(x, "dob");
	size_t i;

	if (birth == COLUMN_NONE)
		return;
	column = &x->columns[birth];
	for (i = 0; i < column->n_unknown_dates; i++)
		if (column->unknown_dates[i] == unknown_birth)
			unknown_birth = DATE_NONE;
	if (unknown_birth != DATE_NONE)
		return;
	for (i = 0; i < x->n_rules; i++) {
		rule = &x->rules[i];
		if ((rule->kind == RULE_OR && (rule->a == birth ||
		    rule->b == birth)) ||
		    (rule->kind == RULE_REQUIRED_IF && rule->a == birth))
			s->no_birth = noticed(rule->severity,
			    arena_strdup(&t->arena, rule->code),
			    (int)(x->n_columns + i));
	}
}

int
style_define(struct sheet_style *s, date unknown_birth, struct tables *t,
    struct err *err)
{
	struct extract *x;
	int c, at;

	if (extract_read(&x, t->library, s->extract, err) == -1)
		return -1;
	for (c = 0; c < s->n; c++) {
		at = extract_column(x, s->names[c]);
		if (at == COLUMN_NONE) {
			err_set(err, STATUS_CONFIG, "bad-definition",
			    "no column '%s'", s->names[c]);
			err_at(err, x->file, 0, NULL);
			extract_free(x);
			return -1;
		}
		judge_column(s, c, &x->columns[at], at);
	}
	judge_birth(s, unknown_birth, t, x);
	s->delimiter = x->dialect.delimiter == '\0' ? ',' :
	    x->dialect.delimiter;
	s->mandatory = x->mandatory;
	s->keyed = x->n_key > 0;
	extract_free(x);
	return 0;
}
