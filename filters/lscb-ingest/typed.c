/* SPDX-License-Identifier: MIT */
/*
 * Judges the rows of a typed extract.  In: records whose fields stand in
 * the file's order.  Out: canonical values in the definition's order, or the
 * first reason why a row cannot be trusted.  Holds one row, and what checks.h
 * says.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "check.h"
#include "typed.h"
#include "value.h"

struct typed {
	const struct extract *x;
	const struct reader *rd;
	struct stats *stats;		/* borrowed */
	struct binding binding;
	struct field *fields;		/* of the row at hand, where it is not
					 * as long as the header, or columns are
					 * absent; one more, always empty */
	struct value_reader *readers;	/* by column */
	struct value *values;		/* of the row at hand, by column */
	struct checks *checks;
	bool plain;			/* the row needs no quotes */
	bool simple;			/* the definition has two or more
					 * columns, none with symbols */

	struct notes queries, faults;	/* of the row at hand */
	size_t repairs[REPAIRS];	/* in good rows */
	size_t short_rows, long_rows;
};

/* A field with nothing in it, and what may be read behind it. */
static const char empty[FIELD_SLACK];

static int
nomem(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

int
typed_new(struct typed **out, const struct extract *x, date as_of,
    const struct reader *rd, struct stats *stats, struct notes *problems,
    struct err *err)
{
	struct typed *t = calloc(1, sizeof(*t));
	size_t i, n = x->n_columns;
	int r = -1;

	*out = NULL;
	if (t == NULL)
		return nomem(err);
	t->x = x;
	t->rd = rd;
	t->stats = stats;
	t->fields = calloc(rd_header(rd)->n + 1, sizeof(*t->fields));
	t->readers = calloc(n, sizeof(*t->readers));
	t->values = calloc(n, sizeof(*t->values));
	t->checks = checks_new(x);
	if (t->fields == NULL || t->readers == NULL || t->values == NULL ||
	    t->checks == NULL) {
		nomem(err);
	} else {
		t->simple = n > 1;
		for (i = 0; i < n; i++)
			if (x->columns[i].symbol_name != NULL)
				t->simple = false;
		for (i = 0; i < n; i++)
			value_init(&t->readers[i], &x->columns[i], as_of,
			    false);
		r = header_bind(&t->binding, x, rd, problems, err);
	}
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
	header_done(&t->binding);
	checks_free(t->checks);
	free(t->queries.items);
	free(t->faults.items);
	free(t->fields);
	free(t->readers);
	free(t->values);
	free(t);
}

const struct binding *
typed_binding(const struct typed *t)
{
	return &t->binding;
}

const struct notes *
typed_queries(const struct typed *t)
{
	return &t->queries;
}

const struct notes *
typed_faults(const struct typed *t)
{
	return &t->faults;
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
is_total(const struct typed *t, const struct rec *rec)
{
	const struct total *total = t->x->totals;
	const struct total *end = total + t->x->n_totals;
	struct field f;
	size_t at, i;

	/* A value beyond the header is lost with no row. */
	if (rec->n > t->binding.n_fields &&
	    !rec_is_blank(rec, t->binding.n_fields))
		return false;
	for (; total < end; total++) {
		at = t->binding.at[total->column];
		if (at >= rec->n)
			continue;
		f = value_trim(rec->f[at]);
		for (i = 0; i < total->n_words; i++)
			if (strlen(total->words[i]) == f.n && strncasecmp(
			    total->words[i], f.p, f.n) == 0)
				return true;
	}
	return false;
}

static bool
is_footer(const struct extract *x, const struct rec *rec)
{
	size_t i, n;

	for (i = 0; i < x->n_footers; i++) {
		n = strlen(x->footers[i]);
		if (rec->f[0].n >= n && memcmp(rec->f[0].p, x->footers[i],
		    n) == 0 && rec_is_blank(rec, 1))
			return true;
	}
	return false;
}

/* Does it say what one of the header's rows says, in another spelling? */
static int
is_header_row(const struct typed *t, const struct rec *rec)
{
	const struct field *h;
	size_t row, n, i;
	int same = 0;

	for (row = 0; same == 0 && (h = rd_header_row(t->rd, row, &n)) != NULL;
	    row++)
		for (i = 0, same = rd_may_be_header(n, rec); same == 1 && i < n &&
		    i < rec->n; i++)
			same = extract_same_header(t->x, rec->f[i], h[i].p);
	return same;
}

/*
 * Does the row say what the columns are called?  As the file's header does, or, for
 * another spelling and for a file that was to have none, as the definition does.
 */
static int
is_header(const struct typed *t, const struct rec *rec)
{
	const struct extract *x = t->x;
	const struct column *c;
	struct field f;
	size_t i, k, present = 0;
	int same = 1;

	if (rd_is_header(t->rd, rec))
		return 1;
	if (!x->loose_headers && !x->dialect.no_header)
		return 0;
	if ((same = is_header_row(t, rec)) != 0)
		return same;
	for (same = 1, i = 0; same == 1 && i < x->n_columns; i++) {
		if (t->binding.at[i] >= rec->n)
			continue;
		present++;
		c = &x->columns[i];
		f = rec->f[t->binding.at[i]];
		if (t->binding.at[i] == 0) {
			k = utf8_mark(f.p, f.n);
			f = (struct field){ f.p + k, f.n - k };
		}
		for (same = 0, k = 0; same == 0 && k < c->n_headers; k++)
			same = extract_same_header(x, f, c->headers[k]);
	}
	return present == 0 ? 0 : same;
}

/* Is the row no record at all?  Dropped as declared, else rejected. */
static enum outcome
judge_kind(const struct typed *t, const struct rec *rec, struct err *why)
{
	const struct extract *x = t->x;
	int header;

	if (rec_is_blank(rec, 0)) {
		err_set(why, STATUS_DATA, "blank-row", "the row is blank");
		return x->drop_blank_rows ? ROW_DROPPED : ROW_BAD;
	}
	if ((header = is_header(t, rec)) == -1)
		return ROW_NO_MEMORY;
	if (header) {
		err_set(why, STATUS_DATA, "repeated-header", "the row says "
		    "again what the header says");
		return x->drop_headers ? ROW_DROPPED : ROW_BAD;
	}
	if (row_has_mark(rec, why))
		return ROW_BAD;
	if (x->n_totals > 0 && is_total(t, rec)) {
		err_set(why, STATUS_DATA, "total-row", "a total");
		return ROW_DROPPED;
	}
	if (x->n_footers > 0 && is_footer(x, rec)) {
		err_set(why, STATUS_DATA, "footer", "a footer");
		return ROW_DROPPED;
	}
	return ROW_GOOD;
}

static enum outcome
ragged(const struct typed *t, const struct rec *rec, struct err *why)
{
	return rd_ragged(t->rd, rec, why) ? ROW_BAD : ROW_STOPS;
}

/* The fields of the row, as many as the header has, and an empty one. */
static enum outcome
fit_fields(struct typed *t, const struct rec *rec, const struct field **f,
    struct err *why)
{
	const size_t n = t->binding.n_fields;
	size_t i;

	*f = rec->f;
	if (rec->n == n && t->binding.n_absent == 0)
		return ROW_GOOD;
	if (rec->n < n && !t->x->pad_short)
		return ragged(t, rec, why);
	if (rec->n > n && (!t->x->trim_long || !rec_is_blank(rec, n)))
		return ragged(t, rec, why);
	for (i = 0; i <= n; i++)
		t->fields[i] = i < rec->n && i < n ? rec->f[i] :
		    (struct field){ empty, 0 };
	*f = t->fields;
	return ROW_GOOD;
}

/* A value that no column has a name for would be lost. */
static enum outcome
check_unnamed(const struct typed *t, const struct field *f,
    struct err *why)
{
	const struct binding *b = &t->binding;
	size_t i;

	for (i = 0; i < b->n_blank; i++)
		if (!field_is_blank(f[b->blank[i]])) {
			err_set(why, STATUS_DATA, "value-without-column",
			    "a value in column %zu, which has no name and "
			    "should be blank", b->blank[i] + 1);
			return ROW_BAD;
		}
	return ROW_GOOD;
}

/* What the field is in a workbook besides its text. */
static inline enum cell_kind
cell_at(const unsigned char *cells, size_t n, size_t at)
{
	return cells == NULL || at >= n ? CELL_PLAIN :
	    (enum cell_kind)cells[at];
}

static int
read_value(struct value_reader *vr, struct field f, enum cell_kind cell,
    struct value *v, struct err *why)
{
	return cell == CELL_PLAIN ? value_read(vr, f, v, why) :
	    value_cell(vr, f, cell, v, why);
}

/* What is wrong behind the first bad value, so that it is mended at once. */
static enum outcome
find_faults(struct typed *t, const struct field *fields,
    const struct rec *rec, size_t from)
{
	const size_t *at = t->binding.at;
	struct value v;
	struct err why;
	size_t i;

	for (i = from; i < t->x->n_columns; i++) {
		if (read_value(&t->readers[i], fields[at[i]], cell_at(
		    rec->cells, rec->n, at[i]), &v, &why) == 0)
			continue;
		if (why.status == STATUS_SYSTEM ||
		    notes_add(&t->faults, &why) == -1)
			return ROW_NO_MEMORY;
	}
	return ROW_BAD;
}

/* Every value of the row at hand; *repairs gets all that was repaired. */
static enum outcome
read_values(struct typed *t, const struct field *fields,
    const struct rec *rec, unsigned *repairs, struct err *why)
{
	const size_t *at = t->binding.at, n = t->x->n_columns;
	struct value_reader *vr = t->readers;
	struct value *v = t->values;
	enum cell_kind cell;
	struct field f;
	size_t i;

	*repairs = 0;
	for (i = 0; i < n; i++, vr++, v++) {
		f = fields[at[i]];
		cell = cell_at(rec->cells, rec->n, at[i]);
		if (cell == CELL_PLAIN && value_stands(vr, f, rec->ascii)) {
			value_as_is(v, f);
			continue;
		}
		if (read_value(vr, f, cell, v, why) == -1)
			return why->status == STATUS_SYSTEM ? ROW_NO_MEMORY :
			    find_faults(t, fields, rec, i + 1);
		*repairs |= v->repairs;
		if (v->doubtful && notes_add(&t->queries, why) == -1)
			return ROW_NO_MEMORY;
	}
	return ROW_GOOD;
}

/* Of a bad row what would have been asked about is wrong too. */
static int
take_queries(struct typed *t)
{
	size_t i;

	for (i = 0; i < t->queries.n; i++)
		if (notes_add(&t->faults, &t->queries.items[i]) == -1)
			return -1;
	t->queries.n = 0;
	return 0;
}

static void
count_repairs(struct typed *t)
{
	unsigned r, bit;
	size_t i;

	for (i = 0; i < t->x->n_columns; i++)
		for (r = t->values[i].repairs, bit = 0; r != 0; r >>= 1, bit++)
			t->repairs[bit] += r & 1;
}

/* Of a row that is good: what was found in it is counted. */
static void
count(struct typed *t, const struct rec *rec, unsigned repairs)
{
	size_t i;

	for (i = 0; i < t->queries.n; i++)
		stats_add(t->stats, STATS_QUERIED, t->queries.items[i].code,
		    1);
	if (repairs != 0)
		count_repairs(t);
	t->short_rows += rec->n < t->binding.n_fields;
	t->long_rows += rec->n > t->binding.n_fields;
}

enum outcome
typed_row(struct typed *t, const struct rec *rec, struct err *why)
{
	const struct extract *x = t->x;
	struct place now = { rec->file_number, rec->line };
	struct field raw = { empty, 0 };
	const struct field *f;
	unsigned repairs;
	enum outcome o;

	t->queries.n = t->faults.n = 0;
	if ((o = judge_kind(t, rec, why)) != ROW_GOOD ||
	    (o = fit_fields(t, rec, &f, why)) != ROW_GOOD)
		return o;
	if (x->n_key == 1)
		checks_expect(t->checks, f[t->binding.at[x->key[0]]]);
	if (t->binding.n_blank > 0 &&
	    (o = check_unnamed(t, f, why)) != ROW_GOOD)
		return o;
	if ((o = read_values(t, f, rec, &repairs, why)) != ROW_GOOD)
		return o;
	/* A column that is left out and a value that could not be read say
	 * something too. */
	if (t->binding.n_extra > 0 || t->queries.n > 0)
		raw = (struct field){ rec->raw, rec->raw_n };
	o = checks_row(t->checks, t->values, raw, now, &t->queries, why);
	if (o != ROW_GOOD)	/* what was asked about may be the cause */
		return o == ROW_BAD && take_queries(t) == -1 ?
		    ROW_NO_MEMORY : o;
	/* Another normal form has other bytes: they are looked at again. */
	t->plain = t->simple && rec->plain && (repairs & REPAIR_FORM) == 0;
	count(t, rec, repairs);
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

struct field
typed_reference(const struct typed *t, const struct rec *rec)
{
	const struct field none = { empty, 0 };
	const struct column *c;
	struct field f;

	/* Of a row that is out of step nobody knows what stands where. */
	if (t->x->reference == COLUMN_NONE || rec->n != t->binding.n_fields ||
	    t->binding.at[t->x->reference] >= rec->n)
		return none;
	c = &t->x->columns[t->x->reference];
	f = rec->f[t->binding.at[t->x->reference]];
	return value_fits(c->patterns, c->n_patterns, f) ||
	    value_fits(t->x->reference_patterns, t->x->n_reference_patterns,
	    f) ? f : none;
}

static void
add(const struct typed *t, const char *reason, size_t n)
{
	if (n > 0)
		stats_add(t->stats, STATS_REPAIRED, reason, n);
}

void
typed_repairs(const struct typed *t)
{
	size_t i;

	for (i = 0; i < REPAIRS; i++)
		add(t, repair_names[i], t->repairs[i]);
	add(t, "short-row", t->short_rows);
	add(t, "long-row", t->long_rows);
	add(t, "extra-column", t->binding.n_extra);
	add(t, "blank-column", t->binding.n_blank);
	add(t, "missing-column", t->binding.n_absent);
}
