/* SPDX-License-Identifier: MIT */
/* See checks.h. */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "num.h"

/* Rows that may not be alike in some columns. */
struct distinct {
	const struct rule *rule;	/* NULL: the definition's key */
	const int *columns;
	size_t n;
	struct keys *keys;
	struct buf key;			/* of the row at hand: a value, or
					 * each with a NUL behind it */
	bool none;			/* it has no value there */
};

struct checks {
	const struct extract *x;
	struct distinct *distinct;	/* the key first, if there is one */
	size_t n_distinct;
	struct keys *rows;		/* digests of whole rows, or NULL */
	struct buf row;
};

static bool
distinct_init(struct distinct *d, const struct rule *rule,
    const int *columns, size_t n)
{
	d->rule = rule;
	d->columns = columns;
	d->n = n;
	d->keys = keys_new();
	return d->keys != NULL;
}

struct checks *
checks_new(const struct extract *x)
{
	struct checks *c = calloc(1, sizeof(*c));
	bool ok;
	size_t i;

	if (c == NULL)
		return NULL;
	c->x = x;
	c->distinct = calloc(x->n_rules + 1, sizeof(*c->distinct));
	ok = c->distinct != NULL;
	if (ok && x->n_key > 0)
		ok = distinct_init(&c->distinct[c->n_distinct++], NULL,
		    x->key, x->n_key);
	for (i = 0; ok && i < x->n_rules; i++)
		if (x->rules[i].kind == RULE_UNIQUE)
			ok = distinct_init(&c->distinct[c->n_distinct++],
			    &x->rules[i], x->rules[i].columns,
			    x->rules[i].n_columns);
	if (ok && x->duplicates != DUPLICATES_KEEP)
		ok = (c->rows = keys_new()) != NULL;
	if (ok)
		return c;
	checks_free(c);
	return NULL;
}

void
checks_free(struct checks *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n_distinct; i++) {
		keys_free(c->distinct[i].keys);
		buf_free(&c->distinct[i].key);
	}
	keys_free(c->rows);
	buf_free(&c->row);
	free(c->distinct);
	free(c);
}

void
checks_expect(const struct checks *c, struct field key)
{
	keys_expect(c->distinct[0].keys, key.p, key.n);
}

/* -1, 0, 1: a against b; 2 where one is no number (empty, a symbol). */
static int
compare_numbers(const struct value *a, const struct value *b)
{
	int64_t x, y;
	int x_scale, y_scale, order;

	if (!num_decimal(a->p, a->n, &x, &x_scale) ||
	    !num_decimal(b->p, b->n, &y, &y_scale))
		return 2;
	order = num_compare(x, x_scale, y, y_scale);
	return (order > 0) - (order < 0);
}

/* Does a lie on the day b, or at most so long behind it? */
static bool
is_within(const struct rule *rule, date a, date b)
{
	date last;

	if (a < b)
		return false;
	if (rule->unit == WITHIN_DAYS)
		return a - b <= rule->most;
	last = date_add_months(b, rule->most *
	    (rule->unit == WITHIN_YEARS ? 12 : 1));
	return last == DATE_NONE || a <= last;
}

/* Blanks alone, which text may be, are no value to anybody who wants one. */
static bool
is_filled(const struct value *v)
{
	return !field_is_blank((struct field){ v->p, v->n });
}

/* Empty values pass the comparison of two: other checks want them. */
static bool
rule_holds(const struct rule *rule, const struct value *values)
{
	const struct value *a = &values[rule->a], *b = &values[rule->b];
	bool dated = a->date != DATE_NONE && b->date != DATE_NONE, when;
	int order;

	switch (rule->kind) {
	case RULE_NOT_BEFORE:
		return !dated || a->date >= b->date;
	case RULE_NOT_AFTER:
		return !dated || a->date <= b->date;
	case RULE_WITHIN:
		return !dated || is_within(rule, a->date, b->date);
	case RULE_REQUIRED_IF:
	case RULE_EMPTY_IF:
		when = is_filled(b) && (rule->value == NULL ||
		    value_has_code(b, rule->value));
		return !when || is_filled(a) == (rule->kind ==
		    RULE_REQUIRED_IF);
	case RULE_NOT_MORE:
	case RULE_NOT_LESS:
		order = compare_numbers(a, b);
		return order == 2 || (rule->kind == RULE_NOT_MORE ?
		    order <= 0 : order >= 0);
	case RULE_OR:
		return is_filled(a) || is_filled(b);
	case RULE_UNIQUE:
		break;		/* across rows */
	}
	return true;
}

/* What a rule has against the row: a query is noted, an error ends it. */
static enum outcome
breaks(const struct checks *c, const struct rule *rule,
    struct notes *queries, struct err *why)
{
	err_set(why, STATUS_DATA, rule->code, "%s", rule->message);
	err_at(why, NULL, 0, c->x->columns[rule->a].name);
	if (rule->severity == SEVERITY_ERROR)
		return ROW_BAD;
	return notes_add(queries, why) == -1 ? ROW_NO_MEMORY : ROW_GOOD;
}

static enum outcome
check_rules(const struct checks *c, const struct value *values,
    struct notes *queries, struct err *why)
{
	enum outcome o = ROW_GOOD;
	size_t i;

	for (i = 0; o == ROW_GOOD && i < c->x->n_rules; i++)
		if (!rule_holds(&c->x->rules[i], values))
			o = breaks(c, &c->x->rules[i], queries, why);
	return o;
}

/*
 * The digest of a row, which no other row has: SHA-256, half of it.  Of what it says,
 * and of its bytes where not all that it says is in the values.
 */
enum { DIGEST = 16 };

static int
digest_row(struct checks *c, const struct value *values, struct field raw,
    unsigned char digest[EVP_MAX_MD_SIZE])
{
	const struct column *columns = c->x->columns;
	size_t i;

	c->row.n = 0;
	for (i = 0; i < c->x->n_columns; i++)
		if (buf_add(&c->row, values[i].p, values[i].n) == -1 ||
		    buf_addc(&c->row, '\0') == -1 ||
		    (columns[i].symbol_name != NULL &&
		    (buf_puts(&c->row, values[i].symbol) == -1 ||
		    buf_addc(&c->row, '\0') == -1)))
			return -1;
	if (buf_add(&c->row, raw.p, raw.n) == -1)
		return -1;
	return EVP_Digest(c->row.p, c->row.n, digest, NULL, EVP_sha256(),
	    NULL) == 1 ? 0 : -1;
}

static const char *
elsewhere(struct place first, struct place now)
{
	return first.file == now.file ? "" : " of a file before it";
}

static enum outcome
check_duplicate(struct checks *c, const struct value *values,
    struct field raw, struct place where, unsigned char *digest,
    struct err *why)
{
	struct place first;
	int r = digest_row(c, values, raw, digest);

	if (r == 0)
		r = keys_find(c->rows, (char *)digest, DIGEST, &first);
	if (r == -1)
		return ROW_NO_MEMORY;
	if (r == 0)
		return ROW_GOOD;
	err_set(why, STATUS_DATA, "duplicate-row", "the row on line %zu%s "
	    "says the same in every column", first.line,
	    elsewhere(first, where));
	return c->x->duplicates == DUPLICATES_DROP ? ROW_DROPPED : ROW_BAD;
}

/* The key of the row at hand: the value, or each with a NUL behind it. */
static int
make_key(struct distinct *d, const struct value *values, struct field *key)
{
	const struct value *v = &values[d->columns[0]];
	size_t i;

	d->none = true;
	for (i = 0; i < d->n; i++)
		d->none &= !is_filled(&values[d->columns[i]]);
	*key = (struct field){ v->p, v->n };
	if (d->n == 1)
		return 0;
	d->key.n = 0;
	for (i = 0; i < d->n; i++) {
		v = &values[d->columns[i]];
		if (buf_add(&d->key, v->p, v->n) == -1 ||
		    buf_addc(&d->key, '\0') == -1)
			return -1;
	}
	*key = (struct field){ d->key.p, d->key.n };
	return 0;
}

/* 1 the row has the key of an earlier one, 0, -1: no memory. */
static int
is_taken(struct distinct *d, const struct value *values, bool add,
    struct place where, struct place *first)
{
	struct field key;
	int r;

	if (make_key(d, values, &key) == -1)
		return -1;
	if (d->none)
		return 0;
	if (!add)
		return keys_find(d->keys, key.p, key.n, first);
	r = keys_add(d->keys, key.p, key.n, where, first);
	return r == -1 ? -1 : r == 0;
}

/* What to say of a row with the key of an earlier one. */
static enum outcome
is_second(const struct checks *c, const struct distinct *d,
    struct place first, struct place where, struct notes *queries,
    struct err *why)
{
	if (d->rule != NULL)
		return breaks(c, d->rule, queries, why);
	err_set(why, STATUS_DATA, "duplicate-key", "the row on line %zu%s has "
	    "the same key", first.line, elsewhere(first, where));
	err_at(why, NULL, 0, c->x->columns[d->columns[0]].name);
	return ROW_BAD;
}

static enum outcome
no_key(const struct checks *c, const struct distinct *d, struct err *why)
{
	err_set(why, STATUS_DATA, "missing-value",
	    "a record is known by its key: a value is needed");
	err_at(why, NULL, 0, c->x->columns[d->columns[0]].name);
	return ROW_BAD;
}

/*
 * Keys and unique rules.  With one of them the row is looked up and remembered
 * at once; with several none may remember it before all have passed it.
 */
static enum outcome
check_distinct(struct checks *c, const struct value *values,
    struct place where, struct notes *queries, struct err *why)
{
	const bool at_once = c->n_distinct == 1 && c->rows == NULL;
	enum outcome o = ROW_GOOD;
	struct place first;
	struct distinct *d;
	size_t i;
	int r;

	for (i = 0; o == ROW_GOOD && i < c->n_distinct; i++) {
		d = &c->distinct[i];
		r = is_taken(d, values, at_once, where, &first);
		if (r == -1)
			return ROW_NO_MEMORY;
		if (r == 1)
			o = is_second(c, d, first, where, queries, why);
		else if (d->none && d->rule == NULL)
			o = no_key(c, d, why);
	}
	for (i = 0; !at_once && o == ROW_GOOD && i < c->n_distinct; i++)
		if (is_taken(&c->distinct[i], values, true, where,
		    &first) == -1)
			return ROW_NO_MEMORY;
	return o;
}

enum outcome
checks_row(struct checks *c, const struct value *values, struct field raw,
    struct place where, struct notes *queries, struct err *why)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct place first;
	enum outcome o;

	o = check_rules(c, values, queries, why);
	if (o == ROW_GOOD && c->rows != NULL)
		o = check_duplicate(c, values, raw, where, digest, why);
	if (o == ROW_GOOD && c->n_distinct > 0)
		o = check_distinct(c, values, where, queries, why);
	if (o == ROW_GOOD && c->rows != NULL && keys_add(c->rows,
	    (char *)digest, DIGEST, where, &first) == -1)
		o = ROW_NO_MEMORY;
	return o;
}
