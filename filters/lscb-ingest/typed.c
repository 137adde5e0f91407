/* SPDX-License-Identifier: MIT */
/*
 * Judges the rows of a typed extract.  In: records whose fields stand in
 * the file's order.  Out: canonical values in the definition's order, or the
 * first reason why a row cannot be trusted.  Holds one row, and one entry per
 * row's key where the definition declares a key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "keys.h"
#include "typed.h"
#include "value.h"

struct typed {
	const struct extract *x;
	size_t n_fields;		/* in the file's header */
	size_t *at;			/* column -> field */
	struct value_reader *readers;	/* by column */
	struct value *values;		/* of the row at hand, by column */

	struct keys *keys;		/* of the good rows so far */
	struct buf key;			/* of several columns */
	struct place now;		/* the row at hand */
	bool plain;			/* it needs no quotes */
	bool simple;			/* the definition has two or more
					 * columns, none with symbols */

	struct table *reasons;		/* why good rows are asked about */
	size_t *queried;		/* how often, by reason */
	size_t queried_cap;
	size_t *pending;		/* reasons of the row at hand */
	size_t n_pending;
	size_t unknown, blanks, forms;	/* repairs in good rows */
};

static int
nomem(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
header_fail(const struct reader *rd, struct err *err)
{
	return err_at(err, rd_name(rd), rd_header(rd)->line, NULL);
}

static bool
is_header_of(struct field f, const struct column *c)
{
	size_t i;

	for (i = 0; i < c->n_headers; i++)
		if (field_eq(f, c->headers[i]))
			return true;
	return false;
}

/*
 * The name in the file that comes nearest to a header of c, or NULL.  Only
 * a name this close to ours is ever shown, and one that is not ours but for
 * its case only in what must be a header: the first line of a file without
 * one holds data, and Rex is near Sex.
 */
static const char *
nearest(const struct column *c, const char *const *names, size_t n,
    bool is_header)
{
	const char *near;
	size_t i, k;

	for (i = 0; i < c->n_headers; i++)
		for (k = 0; k < n; k++)
			if (strcasecmp(c->headers[i], names[k] +
			    strspn(names[k], " ")) == 0)
				return names[k];
	for (i = 0; is_header && i < c->n_headers; i++)
		if ((near = near_miss(c->headers[i], names, n)) != NULL)
			return near;
	return NULL;
}

/* What a header of which no column is known looks like, without a value. */
static const char *
looks(const struct rec *h)
{
	if (h->n == 1 && memchr(h->f[0].p, ';', h->f[0].n) != NULL)
		return ": the line has no comma but ';': say delimiter: ; in "
		    "the definition, or save it as CSV with commas";
	if (h->n == 1 && memchr(h->f[0].p, '\t', h->f[0].n) != NULL)
		return ": the line has no comma but tabs: say delimiter: tab "
		    "in the definition, or save it as CSV with commas";
	return ": the first line does not look like a header at all";
}

static int
missing_column(const struct column *c, const struct reader *rd,
    const bool *taken, size_t found, struct err *err)
{
	const struct rec *h = rd_header(rd);
	const char **names, *near = NULL;
	struct arena arena = {0};
	size_t i, n = 0;

	names = arena_alloc(&arena, (h->n + 1) * sizeof(*names));
	for (i = 0; names != NULL && i < h->n; i++) {
		if (taken[i])
			continue;
		names[n] = arena_strndup(&arena, h->f[i].p, h->f[i].n);
		if (names[n] != NULL)
			n++;
	}
	if (names != NULL)
		near = nearest(c, names, n, found > 0);
	if (near != NULL)
		err_set(err, STATUS_DATA, "missing-column",
		    "no column '%s'; did you mean '%s'?", c->headers[0],
		    near);
	else
		err_set(err, STATUS_DATA, "missing-column",
		    "no column '%s'%s", c->headers[0], found > 0 ? "" :
		    looks(h));
	arena_free(&arena);
	return header_fail(rd, err);
}

static int
bind_columns(struct typed *t, const struct reader *rd, bool *taken,
    struct err *err)
{
	const struct extract *x = t->x;
	const struct rec *h = rd_header(rd);
	size_t c, f, found = 0, missing = SIZE_MAX;

	for (c = 0; c < x->n_columns; c++) {
		t->at[c] = SIZE_MAX;
		for (f = 0; f < h->n; f++) {
			if (!is_header_of(h->f[f], &x->columns[c]))
				continue;
			if (t->at[c] != SIZE_MAX) {
				err_set(err, STATUS_DATA, "duplicate-column",
				    "two columns for '%s': %zu and %zu",
				    x->columns[c].name, t->at[c] + 1, f + 1);
				return header_fail(rd, err);
			}
			t->at[c] = f;
			taken[f] = true;
		}
		if (t->at[c] != SIZE_MAX)
			found++;
		else if (missing == SIZE_MAX)
			missing = c;
	}
	if (missing != SIZE_MAX)
		return missing_column(&x->columns[missing], rd, taken, found,
		    err);
	for (f = 0; f < h->n; f++) {
		if (taken[f])
			continue;
		/* All of ours are there, so this line is a header. */
		err_set(err, STATUS_DATA, "unknown-column", "column %zu, "
		    "'%.*s', is not in the definition: add it with the role "
		    "it shall have, or ask the sender to leave it out",
		    f + 1, (int)(h->f[f].n > 60 ? 60 : h->f[f].n),
		    h->f[f].p);
		return header_fail(rd, err);
	}
	return 0;
}

int
typed_new(struct typed **out, const struct extract *x, date as_of,
    const struct reader *rd, struct err *err)
{
	struct typed *t = calloc(1, sizeof(*t));
	bool *taken;
	size_t i, n = x->n_columns;
	int r = -1;

	*out = NULL;
	if (t == NULL)
		return nomem(err);
	t->x = x;
	t->n_fields = rd_header(rd)->n;
	t->at = calloc(n, sizeof(*t->at));
	t->readers = calloc(n, sizeof(*t->readers));
	t->values = calloc(n, sizeof(*t->values));
	t->pending = calloc(n + x->n_rules, sizeof(*t->pending));
	t->reasons = table_new();
	t->keys = keys_new();
	taken = calloc(t->n_fields, sizeof(*taken));
	if (t->at == NULL || t->readers == NULL || t->values == NULL ||
	    t->pending == NULL || t->reasons == NULL || t->keys == NULL ||
	    taken == NULL) {
		nomem(err);
	} else {
		t->simple = n > 1;
		for (i = 0; i < n; i++)
			if (x->columns[i].symbol_name != NULL)
				t->simple = false;
		for (i = 0; i < n; i++)
			value_init(&t->readers[i], &x->columns[i], as_of,
			    false);
		r = bind_columns(t, rd, taken, err);
	}
	free(taken);
	if (r == -1)
		typed_free(t);
	else
		*out = t;
	return r;
}

void
typed_free(struct typed *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; t->readers != NULL && i < t->x->n_columns; i++)
		value_done(&t->readers[i]);
	keys_free(t->keys);
	table_free(t->reasons);
	buf_free(&t->key);
	free(t->at);
	free(t->readers);
	free(t->values);
	free(t->pending);
	free(t->queried);
	free(t);
}

void
typed_header(const struct typed *t, struct writer *wr)
{
	size_t i;

	for (i = 0; i < t->x->n_columns; i++) {
		wr_str(wr, t->x->columns[i].name);
		if (t->x->columns[i].symbol_name != NULL)
			wr_str(wr, t->x->columns[i].symbol_name);
	}
	wr_end(wr);
}

static bool
is_blank_row(const struct rec *rec)
{
	size_t i, k;

	for (i = 0; i < rec->n; i++)
		for (k = 0; k < rec->f[i].n; k++)
			if (rec->f[i].p[k] != ' ' && rec->f[i].p[k] != '\t')
				return false;
	return true;
}

/* Notes a reason to ask about the row at hand; counted if it is good. */
static int
query(struct typed *t, const char *code)
{
	size_t *grown, i;
	int added;

	i = table_add(t->reasons, code, strlen(code), &added);
	if (i == SIZE_MAX)
		return -1;
	if (added) {
		grown = grow(t->queried, i, &t->queried_cap, sizeof(*grown));
		if (grown == NULL)
			return -1;
		t->queried = grown;
		t->queried[i] = 0;
	}
	t->pending[t->n_pending++] = i;
	return 0;
}

/* Empty values pass the comparison of dates: other checks want them. */
static bool
rule_holds(const struct typed *t, const struct rule *rule)
{
	const struct value *a = &t->values[rule->a];
	const struct value *b = &t->values[rule->b];
	bool dated = a->date != DATE_NONE && b->date != DATE_NONE;

	switch (rule->kind) {
	case RULE_NOT_BEFORE:
		return !dated || a->date >= b->date;
	case RULE_NOT_AFTER:
		return !dated || a->date <= b->date;
	case RULE_REQUIRED_IF:
		return a->n > 0 || b->n == 0 || (rule->value != NULL &&
		    !(strlen(rule->value) == b->n &&
		    memcmp(rule->value, b->p, b->n) == 0));
	case RULE_OR:
		return a->n > 0 || b->n > 0;
	}
	return false;
}

static enum outcome
check_rules(struct typed *t, struct err *why)
{
	const struct rule *rule;
	size_t i;

	for (i = 0; i < t->x->n_rules; i++) {
		rule = &t->x->rules[i];
		if (rule_holds(t, rule))
			continue;
		if (rule->severity == SEVERITY_QUERY) {
			if (query(t, rule->code) == -1)
				return ROW_NO_MEMORY;
			continue;
		}
		err_set(why, STATUS_DATA, rule->code, "%s", rule->message);
		err_at(why, NULL, 0, t->x->columns[rule->a].name);
		return ROW_BAD;
	}
	return ROW_GOOD;
}

/* The key of the row at hand: the column, or each with a NUL behind it. */
static int
make_key(struct typed *t, struct field *key)
{
	const struct value *v = &t->values[t->x->key[0]];
	size_t i;

	*key = (struct field){ v->p, v->n };
	if (t->x->n_key == 1)
		return 0;
	t->key.n = 0;
	for (i = 0; i < t->x->n_key; i++) {
		v = &t->values[t->x->key[i]];
		if (buf_add(&t->key, v->p, v->n) == -1 ||
		    buf_addc(&t->key, '\0') == -1)
			return -1;
	}
	*key = (struct field){ t->key.p, t->key.n };
	return 0;
}

static enum outcome
check_key(struct typed *t, struct err *why)
{
	const struct extract *x = t->x;
	struct place first;
	struct field key;
	size_t i, bytes = 0;

	if (x->n_key == 0)
		return ROW_GOOD;
	for (i = 0; i < x->n_key; i++)
		bytes += t->values[x->key[i]].n;
	if (bytes == 0) {
		err_set(why, STATUS_DATA, "missing-value",
		    "a record is known by its key: a value is needed");
		err_at(why, NULL, 0, x->columns[x->key[0]].name);
		return ROW_BAD;
	}
	if (make_key(t, &key) == -1)
		return ROW_NO_MEMORY;
	switch (keys_add(t->keys, key.p, key.n, t->now, &first)) {
	case 1:
		return ROW_GOOD;
	case 0:
		err_set(why, STATUS_DATA, "duplicate-key", "the row on line "
		    "%zu%s has the same key", first.line,
		    first.file == t->now.file ? "" : " of a file before it");
		err_at(why, NULL, 0, x->columns[x->key[0]].name);
		return ROW_BAD;
	default:
		return ROW_NO_MEMORY;
	}
}

static void
count_repairs(struct typed *t)
{
	unsigned r;
	size_t i;

	for (i = 0; i < t->x->n_columns; i++) {
		r = t->values[i].repairs;
		if (r == 0)
			continue;
		t->unknown += (r & REPAIR_UNKNOWN) != 0;
		t->blanks += (r & REPAIR_BLANKS) != 0;
		t->forms += (r & REPAIR_FORM) != 0;
	}
}

/* Every value of the row at hand; *repairs gets all that was repaired. */
static enum outcome
read_values(struct typed *t, const struct rec *rec, unsigned *repairs,
    struct err *why)
{
	const size_t *at = t->at, n = t->x->n_columns;
	const bool ascii = rec->ascii;
	struct value_reader *vr = t->readers;
	struct value *v = t->values;
	struct field f;
	size_t i;

	*repairs = 0;
	for (i = 0; i < n; i++, vr++, v++) {
		f = rec->f[at[i]];
		if (value_stands(vr, f, ascii)) {
			value_as_is(v, f);
			continue;
		}
		if (value_read(vr, f, v, why) == -1)
			return ROW_BAD;
		*repairs |= v->repairs;
		if (v->doubtful && query(t, why->code) == -1)
			return ROW_NO_MEMORY;
	}
	return ROW_GOOD;
}

enum outcome
typed_row(struct typed *t, const struct rec *rec, struct err *why)
{
	unsigned repairs;
	enum outcome o;
	struct field f;
	size_t i;

	t->now = (struct place){ rec->file_number, rec->line };
	if (is_blank_row(rec)) {
		if (t->x->drop_blank_rows)
			return ROW_BLANK;
		err_set(why, STATUS_DATA, "blank-row", "the row is blank");
		return ROW_BAD;
	}
	if (rec->n != t->n_fields) {
		err_set(why, STATUS_DATA, "ragged-row",
		    "%zu fields, the header has %zu", rec->n, t->n_fields);
		return ROW_BAD;
	}
	t->n_pending = 0;
	if (t->x->n_key == 1) {
		f = rec->f[t->at[t->x->key[0]]];
		keys_expect(t->keys, f.p, f.n);
	}
	if ((o = read_values(t, rec, &repairs, why)) != ROW_GOOD ||
	    (o = check_rules(t, why)) != ROW_GOOD ||
	    (o = check_key(t, why)) != ROW_GOOD)
		return o;
	for (i = 0; i < t->n_pending; i++)
		t->queried[t->pending[i]]++;
	if (repairs != 0)
		count_repairs(t);
	/* Another normal form has other bytes: they are looked at again. */
	t->plain = t->simple && rec->plain && (repairs & REPAIR_FORM) == 0;
	return ROW_GOOD;
}

/* What can be copied by 16 bytes: FIELD_SLACK behind p, as much at t. */
static char *
put(char *t, const char *p, size_t n)
{
	memcpy(t, p, FIELD_SLACK);
	if (n > FIELD_SLACK)
		memcpy(t + FIELD_SLACK, p + FIELD_SLACK, n - FIELD_SLACK);
	return t + n;
}

/* A row of which no value needs a quote. */
static void
write_plain(const struct typed *t, struct writer *wr)
{
	const struct value *v = t->values, *end = v + t->x->n_columns;
	size_t n = FIELD_SLACK;
	char *start, *p;

	for (; v < end; v++)
		n += v->n + 1;
	p = start = wr_room(wr, n);
	if (p == NULL)
		return;		/* sticks in the stream */
	for (v = t->values; v < end; v++) {
		p = put(p, v->p, v->n);
		*p++ = ',';
	}
	p[-1] = '\n';
	wr_took(wr, (size_t)(p - start));
}

void
typed_write(const struct typed *t, struct writer *wr)
{
	size_t i;

	if (t->plain) {
		write_plain(t, wr);
		return;
	}
	for (i = 0; i < t->x->n_columns; i++) {
		wr_field(wr, t->values[i].p, t->values[i].n);
		if (t->x->columns[i].symbol_name != NULL)
			wr_str(wr, t->values[i].symbol);
	}
	wr_end(wr);
}

void
typed_stats(const struct typed *t, struct stats *stats)
{
	const char *reason;
	char code[64];
	size_t i, n;

	if (t->unknown > 0)
		stats_add(stats, STATS_REPAIRED, "unknown-value", t->unknown);
	if (t->blanks > 0)
		stats_add(stats, STATS_REPAIRED, "blanks", t->blanks);
	if (t->forms > 0)
		stats_add(stats, STATS_REPAIRED, "unicode-form", t->forms);
	for (i = 0; i < table_count(t->reasons); i++) {
		reason = table_key(t->reasons, i, &n);
		(void)snprintf(code, sizeof(code), "%.*s", (int)n, reason);
		if (t->queried[i] > 0)
			stats_add(stats, STATS_QUERIED, code, t->queried[i]);
	}
}
