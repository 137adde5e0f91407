/* SPDX-License-Identifier: MIT */
/* See shape.h. */
#include <stdlib.h>
#include <string.h>

#include "shape.h"

struct shape {
	const struct extract *x;
	const char **names;	/* of the output */
	size_t *at;		/* output -> field of the stream */
	size_t *first;		/* column of the definition -> output */
	size_t n;
	bool in_order;		/* the stream has them in that order */
	struct buf line, key;
};

static int
nomem(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static void
name_columns(struct shape *s)
{
	const struct column *c;
	size_t i;

	for (i = 0; i < s->x->n_columns; i++) {
		c = &s->x->columns[i];
		s->first[i] = s->n;
		s->names[s->n++] = c->name;
		if (c->symbol_name != NULL)
			s->names[s->n++] = c->symbol_name;
	}
}

/* As many columns were found as there are; is one there besides? */
static int
no_other(const struct shape *s, const struct reader *rd, struct err *err)
{
	const struct rec *h = rd_header(rd);
	size_t i, k;

	for (i = 0; i < h->n; i++) {
		for (k = 0; k < s->n && s->at[k] != i; k++)
			;
		if (k < s->n)
			continue;
		return rd_unknown(rd, i, "want the stream that lscb-ingest -x "
		    "writes", err);
	}
	return 0;
}

int
shape_new(struct shape **out, const struct extract *x,
    const struct reader *rd, struct err *err)
{
	struct shape *s = calloc(1, sizeof(*s));
	size_t i, n = 2 * x->n_columns;
	int at;

	*out = s;
	if (s == NULL)
		return nomem(err);
	s->x = x;
	s->names = calloc(n, sizeof(*s->names));
	s->at = calloc(n, sizeof(*s->at));
	s->first = calloc(n, sizeof(*s->first));
	if (s->names == NULL || s->at == NULL || s->first == NULL)
		return nomem(err);
	name_columns(s);
	s->in_order = true;
	for (i = 0; i < s->n; i++) {
		if ((at = rd_need(rd, s->names[i], err)) == -1)
			return -1;
		s->at[i] = (size_t)at;
		s->in_order = s->in_order && s->at[i] == i;
	}
	return no_other(s, rd, err);
}

void
shape_free(struct shape *s)
{
	if (s == NULL)
		return;
	buf_free(&s->line);
	buf_free(&s->key);
	free(s->names);
	free(s->at);
	free(s->first);
	free(s);
}

void
shape_header(const struct shape *s, struct writer *wr)
{
	wr_header(wr, s->names, s->n);
}

struct field
shape_field(const struct shape *s, const struct rec *rec, int column)
{
	return rec->f[s->at[s->first[column]]];
}

int
shape_line(struct shape *s, const struct rec *rec, struct field *line)
{
	struct field f;
	size_t i;

	if (s->in_order && rec->plain) {
		*line = (struct field){ rec->raw, rec->raw_n };
		return 0;
	}
	s->line.n = 0;
	for (i = 0; i < s->n; i++) {
		f = rec->f[s->at[i]];
		if ((i > 0 && buf_addc(&s->line, ',') == -1) ||
		    csv_append(&s->line, f.p, f.n) == -1)
			return -1;
	}
	if (s->line.n == 0 && buf_puts(&s->line, "\"\"") == -1)
		return -1;
	*line = (struct field){ s->line.p, s->line.n };
	return 0;
}

int
shape_key(struct shape *s, const struct rec *rec, struct field *key)
{
	struct field f;
	size_t i;

	s->key.n = 0;
	for (i = 0; i < s->x->n_key; i++) {
		f = shape_field(s, rec, s->x->key[i]);
		if (buf_add(&s->key, f.p, f.n) == -1 ||
		    buf_addc(&s->key, '\0') == -1)
			return -1;
	}
	*key = (struct field){ s->key.p, s->key.n };
	return s->key.n > s->x->n_key;
}
