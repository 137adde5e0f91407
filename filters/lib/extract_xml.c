/* SPDX-License-Identifier: MIT */
/*
 * What an extract's file is when it comes as XML: the path of its records, and of
 * each column those of its headers that are paths.  See extract.h.
 */
#include <string.h>

#include "extract_load.h"
#include "xml_return.h"

static int
load_shape_column(const struct load *l, const struct column *c,
    struct xml_column *out)
{
	size_t i;

	out->name = c->headers[0];
	out->separator = c->separator;
	out->optional = c->optional;
	out->paths = arena_alloc(&l->x->arena, c->n_headers *
	    sizeof(*out->paths));
	if (out->paths == NULL)
		return load_nomem(l);
	for (i = 0; i < c->n_headers; i++)
		if (xml_is_path(c->headers[i]))
			out->paths[out->n_paths++] = c->headers[i];
	return 0;
}

int
load_xml(const struct load *l, const struct def_record *r)
{
	const char *record = def_get(r, "record");
	struct extract *x = l->x;
	struct xml_shape *shape;
	size_t i;

	if (record == NULL)
		return 0;
	if (!xml_is_path(record) || *record == '/' ||
	    strchr(record, '/') == NULL || strchr(record, '@') != NULL)
		return def_err(l->err, x->defs, r, "record", "want the path of "
		    "the element that is a record, from the root, such as "
		    "Message/Children/Child");
	if (x->dialect.no_header)
		return def_err(l->err, x->defs, r, "record", "not with "
		    "header_rows: 0: the elements of XML have names");
	shape = arena_alloc(&x->arena, sizeof(*shape));
	if (shape == NULL || (shape->columns = arena_alloc(&x->arena,
	    x->n_columns * sizeof(*shape->columns))) == NULL)
		return load_nomem(l);
	shape->record = record;
	shape->drop_extra = x->drop_extra;
	shape->n_columns = x->n_columns;
	for (i = 0; i < x->n_columns; i++)
		if (load_shape_column(l, &x->columns[i],
		    &shape->columns[i]) == -1)
			return -1;
	x->dialect.xml = shape;
	return 0;
}
