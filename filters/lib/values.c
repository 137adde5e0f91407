/* SPDX-License-Identifier: MIT */
/* See values.h. */
#include <stdlib.h>
#include <string.h>

#include "seen.h"
#include "values.h"

/* A column that is read. */
struct input {
	size_t column, field;	/* of the extract, of the stream */
	bool may_be_empty;
	bool text;		/* of which every value is known */
	struct seen *seen;
	struct value_reader *reader;
};

struct values {
	const struct extract *x;
	struct input *inputs;	/* in order of the columns */
	size_t n;
	struct value_reader *readers;	/* of the inputs */
	struct value *values;	/* by column */
};

int
values_new(struct values **out, const struct extract *x, const bool *needed,
    date as_of, struct err *err)
{
	struct values *v = calloc(1, sizeof(*v));
	struct input *in;
	size_t i;

	*out = NULL;
	if (v == NULL)
		goto memory;
	v->x = x;
	v->inputs = calloc(x->n_columns + 1, sizeof(*v->inputs));
	v->readers = calloc(x->n_columns + 1, sizeof(*v->readers));
	v->values = calloc(x->n_columns + 1, sizeof(*v->values));
	if (v->inputs == NULL || v->readers == NULL || v->values == NULL)
		goto memory;
	for (i = 0; i < x->n_columns; i++) {
		if (!needed[i])
			continue;
		in = &v->inputs[v->n];
		in->reader = &v->readers[v->n++];
		in->column = i;
		in->may_be_empty = !x->columns[i].required;
		in->text = x->columns[i].n_unknown == 0 &&
		    x->columns[i].n_patterns == 0 &&
		    (x->columns[i].type == TYPE_TEXT ||
		    x->columns[i].type == TYPE_NAME);
		value_init(in->reader, &x->columns[i], as_of, true);
		if (seen_new(&in->seen, x->columns[i].type) == -1)
			goto memory;
	}
	*out = v;
	return 0;
memory:
	values_free(v);
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

void
values_free(struct values *v)
{
	size_t i;

	if (v == NULL)
		return;
	for (i = 0; i < v->n; i++) {
		value_done(v->inputs[i].reader);
		seen_free(v->inputs[i].seen);
	}
	free(v->inputs);
	free(v->readers);
	free(v->values);
	free(v);
}

/* Is this the symbol beside a count of the definition? */
static bool
is_symbol(const struct extract *x, struct field name)
{
	size_t i;

	for (i = 0; i < x->n_columns; i++)
		if (x->columns[i].symbol_name != NULL &&
		    field_eq(name, x->columns[i].symbol_name))
			return true;
	return false;
}

int
values_bind(struct values *v, const struct reader *rd, struct err *err)
{
	const struct rec *h = rd_header(rd);
	size_t i, k = 0;
	int at;

	for (i = 0; i < v->x->n_columns; i++) {
		at = rd_need(rd, v->x->columns[i].name, err);
		if (at == -1)
			return -1;
		if (k < v->n && v->inputs[k].column == i)
			v->inputs[k++].field = (size_t)at;
	}
	for (i = 0; i < h->n; i++) {
		for (k = 0; k < v->x->n_columns; k++)
			if (field_eq(h->f[i], v->x->columns[k].name))
				break;
		if (k == v->x->n_columns && !is_symbol(v->x, h->f[i]))
			return rd_unknown(rd, i, "nothing passes that has no "
			    "role", err);
	}
	return 0;
}

/*
 * Does the field stand for itself, as value_read would find?  Nothing does
 * where nothing may be; text in ASCII is its own normal form unless it is
 * blank; the rest must have been found good before.
 */
static bool
is_good(const struct input *in, const struct rec *rec, struct field f)
{
	if (f.n == 0)
		return in->may_be_empty;
	if (in->text && rec->ascii && *f.p > ' ')
		return true;
	return seen_good(in->seen, f);
}

const struct value *
values_read(struct values *v, const struct rec *rec, struct stats *stats,
    struct err *why)
{
	struct input *in = v->inputs, *end = in + v->n;
	struct value *value;
	struct field f;

	for (; in < end; in++) {
		f = rec->f[in->field];
		value = &v->values[in->column];
		if (is_good(in, rec, f)) {
			value->p = f.p;
			value->n = f.n;
			continue;
		}
		if (value_read(in->reader, f, value, why) == -1)
			return NULL;
		if (value->doubtful)
			stats_add(stats, STATS_QUERIED, why->code, 1);
		else if (in->seen != NULL && f.n > 0 && field_is(f, value->p, value->n))
			seen_add(in->seen, f);
	}
	return v->values;
}
