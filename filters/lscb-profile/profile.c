/* SPDX-License-Identifier: MIT */
/*
 * Writes a profile as CSV and reads one again, strictly: see profile.h.  A row is
 * column,measure,item,value; those about the whole file have no column.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "profile.h"

/* More rows than this are nobody's: products of two fit 128 bits. */
#define COUNT_MOST (UINT64_C(1) << 44)

const char *const kind_names[KIND_COUNT_] = {
	"codes", "shapes", "months", "years", "range"
};
static const char *const low_names[KIND_COUNT_] = {
	"", "shortest", "earliest", "earliest", "least"
};
static const char *const high_names[KIND_COUNT_] = {
	"", "longest", "latest", "latest", "greatest"
};
static const char *const item_names[KIND_COUNT_] = {
	"code", "shape", "", "", ""
};
static const char *const profile_fields[] = { "column", "measure", "item", "value" };

void
profile_free(struct profile *p)
{
	free(p->columns);
	arena_free(&p->arena);
	memset(p, 0, sizeof(*p));
}

static void
put_row(struct writer *wr, const char *column, const char *measure,
    const struct shown *item, const char *value)
{
	wr_str(wr, column);
	wr_str(wr, measure);
	if (item == NULL)
		wr_str(wr, "");
	else
		wr_field(wr, item->key, item->n);
	wr_str(wr, value);
	wr_end(wr);
}

static void
put_number(struct writer *wr, const char *column, const char *measure,
    const struct shown *item, struct number n)
{
	static const char *const before[] = {
		[EXACT] = "", [FEW] = "<", [MOST] = ">", [ABOUT] = "~"
	};
	char text[32] = "masked";

	if (n.known != MASKED)
		(void)snprintf(text, sizeof(text), "%s%llu", before[n.known],
		    (unsigned long long)n.n);
	put_row(wr, column, measure, item, text);
}

static void
put_column(struct writer *wr, const struct picture *c)
{
	size_t i;

	put_row(wr, c->name, "kind", NULL, kind_names[c->kind]);
	put_number(wr, c->name, "values", NULL, c->values);
	put_number(wr, c->name, "blanks", NULL, c->blanks);
	put_number(wr, c->name, "distinct", NULL, c->distinct);
	if (kind_has_ends(c->kind)) {
		put_row(wr, c->name, low_names[c->kind], NULL, c->low);
		put_row(wr, c->name, high_names[c->kind], NULL, c->high);
	}
	for (i = 0; i < c->n_items; i++)
		put_number(wr, c->name, item_names[c->kind], &c->items[i],
		    (struct number){ EXACT, c->items[i].count });
	if (c->masked > 0)
		put_number(wr, c->name, "masked", NULL,
		    (struct number){ EXACT, c->masked });
}

void
profile_write(const struct profile *p, struct writer *wr)
{
	size_t i;

	wr_header(wr, profile_fields, 4);
	put_row(wr, "", "restricted", NULL, "not for publication: what two "
	    "profiles of successive nights differ by can be few");
	put_row(wr, "", "definition", NULL, p->definition);
	put_number(wr, "", "mask", NULL, (struct number){ EXACT, p->mask });
	put_number(wr, "", "rows", NULL, p->rows);
	for (i = 0; i < p->n_columns; i++)
		put_column(wr, &p->columns[i]);
}

/* The row at hand of a profile that is read. */
struct line {
	struct field column, measure, item, value;
};

static bool
count_of(struct field f, uint64_t *n)
{
	return num_uint(f.p, f.n, n) && *n <= COUNT_MOST;
}

static bool
number_of(struct field f, struct number *n)
{
	enum known known = f.n == 0 ? EXACT : *f.p == '<' ? FEW :
	    *f.p == '>' ? MOST : *f.p == '~' ? ABOUT : EXACT;

	*n = (struct number){ MASKED, 0 };
	if (field_eq(f, "masked"))
		return true;
	n->known = known;
	f.p += known != EXACT;
	f.n -= known != EXACT;
	return count_of(f, &n->n) && (known != FEW || n->n > 0);
}

/* A row without a column.  false: not as profile_write writes it. */
static bool
read_whole(struct profile *p, const struct line *l)
{
	if (field_eq(l->measure, "restricted"))
		return true;
	if (field_eq(l->measure, "definition")) {
		p->definition = arena_strndup(&p->arena, l->value.p,
		    l->value.n);
		return l->value.n > 0;
	}
	if (field_eq(l->measure, "mask"))
		return count_of(l->value, &p->mask);
	return field_eq(l->measure, "rows") && number_of(l->value, &p->rows);
}

static int
read_kind(const struct line *l)
{
	int k;

	for (k = 0; k < KIND_COUNT_; k++)
		if (field_eq(l->value, kind_names[k]))
			return k;
	return -1;
}

static bool
begin_column(struct profile *p, const struct line *l)
{
	struct picture *c;
	int kind = read_kind(l);
	size_t i;

	for (i = 0; i < p->n_columns; i++)
		if (field_eq(l->column, p->columns[i].name))
			return false;
	if (kind == -1 || (c = grow(p->columns, p->n_columns, &p->cap_columns,
	    sizeof(*c))) == NULL)
		return false;
	p->columns = c;
	c += p->n_columns;
	memset(c, 0, sizeof(*c));
	c->name = arena_strndup(&p->arena, l->column.p, l->column.n);
	c->kind = (enum kind)kind;
	c->low = c->high = "";
	c->values.known = c->blanks.known = c->distinct.known = MASKED;
	p->n_columns += c->name != NULL;
	return c->name != NULL;
}

static bool
read_item(struct profile *p, struct picture *c, const struct line *l)
{
	struct shown *grown;
	size_t cap = c->cap_items;

	if (c->n_items == cap) {
		c->cap_items = cap == 0 ? 16 : cap * 2;
		grown = arena_alloc(&p->arena,
		    c->cap_items * sizeof(*c->items));
		if (grown == NULL)
			return false;
		if (cap > 0)
			memcpy(grown, c->items, cap * sizeof(*grown));
		c->items = grown;
	}
	grown = &c->items[c->n_items];
	grown->key = arena_strndup(&p->arena, l->item.p, l->item.n);
	grown->n = l->item.n;
	if (grown->key == NULL || grown->n == 0 ||
	    !count_of(l->value, &grown->count))
		return false;
	c->n_items++;
	return true;
}

static bool
read_column(struct profile *p, const struct line *l)
{
	struct picture *c;

	if (field_eq(l->measure, "kind"))
		return begin_column(p, l);
	if (p->n_columns == 0)
		return false;
	c = &p->columns[p->n_columns - 1];
	if (!field_eq(l->column, c->name))
		return false;
	if (field_eq(l->measure, "values"))
		return number_of(l->value, &c->values);
	if (field_eq(l->measure, "blanks"))
		return number_of(l->value, &c->blanks);
	if (field_eq(l->measure, "distinct"))
		return number_of(l->value, &c->distinct);
	if (field_eq(l->measure, "masked"))
		return kind_has_items(c->kind) &&
		    count_of(l->value, &c->masked);
	if (kind_has_ends(c->kind) && field_eq(l->measure,
	    low_names[c->kind]))
		return (c->low = arena_strndup(&p->arena, l->value.p,
		    l->value.n)) != NULL;
	if (kind_has_ends(c->kind) && field_eq(l->measure,
	    high_names[c->kind]))
		return (c->high = arena_strndup(&p->arena, l->value.p,
		    l->value.n)) != NULL;
	return kind_has_items(c->kind) &&
	    field_eq(l->measure, item_names[c->kind]) && read_item(p, c, l);
}

static int
bad_profile(struct err *err, const char *file, size_t line)
{
	err_set(err, STATUS_DATA, "bad-profile", "not a profile as lscb-profile "
	    "writes it: make the earlier one again from the earlier data");
	return err_at(err, file, line, NULL);
}

static int
read_rows(struct profile *p, struct reader *rd, struct err *err)
{
	const struct rec *rec = rd_header(rd);
	struct line l;
	size_t i, last = 1;
	int r;

	for (i = 0; i < 4; i++)
		if (rec->n != 4 || !field_eq(rec->f[i], profile_fields[i]))
			return bad_profile(err, rd_name(rd), 1);
	while ((r = rd_next(rd, &rec, err)) == 1) {
		last = rec->line;
		l = (struct line){ rec->f[0], rec->f[1], rec->f[2],
		    rec->f[3] };
		if (!(l.column.n == 0 ? read_whole(p, &l) :
		    read_column(p, &l)))
			return bad_profile(err, rd_name(rd), last);
	}
	if (r == 0 && (p->definition == NULL || p->mask == 0))
		return bad_profile(err, rd_name(rd), last);
	return r;
}

int
profile_read(struct profile *p, const char *path, struct err *err)
{
	char *paths[1] = { strdup(path) };
	struct reader *rd = NULL;
	int r = -1;

	memset(p, 0, sizeof(*p));
	p->rows.known = MASKED;
	if (paths[0] == NULL)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else if (rd_open(&rd, paths, 1, NULL, err) == 0)
		r = read_rows(p, rd, err);
	rd_close(rd);
	free(paths[0]);
	if (r == -1)
		profile_free(p);
	return r;
}
