/* SPDX-License-Identifier: MIT */
/*
 * The names of the columns out of a header of one row, of several, or of none:
 * see rows.h and rows_reader.h.
 */
#include <stdint.h>
#include <string.h>

#include "rows_reader.h"

/* Room for n names, the new ones empty. */
static int
more_names(struct names *names, size_t n)
{
	struct buf *grown;

	while (names->n < n) {
		grown = grow(names->items, names->n, &names->cap,
		    sizeof(*grown));
		if (grown == NULL)
			return -1;
		names->items = grown;
		memset(&names->items[names->n++], 0, sizeof(*grown));
	}
	return 0;
}

/* A row of the header: n cells of at least width. */
struct header_row {
	const struct field *f;
	size_t n, width;
};

/* One row of the header: its cells go behind those above them. */
static int
add_names(struct reader *rd, struct names *names, struct header_row row,
    bool last)
{
	struct field f, left = { NULL, 0 };
	struct buf *name;
	size_t i;

	if (more_names(names, row.width) == -1)
		return -1;
	for (i = 0; i < row.width; i++) {
		f = i < row.n ? row.f[i] : (struct field){ NULL, 0 };
		if (field_is_blank(f) && rd->opts.header_merged && !last)
			f = left;
		left = f;
		if (field_is_blank(f) && rd->opts.header_rows > 1)
			continue;
		name = &names->items[i];
		if ((name->n > 0 && buf_addc(name, ' ') == -1) ||
		    buf_add(name, f.p, f.n) == -1)
			return -1;
	}
	return 0;
}

static const struct field *
copy_fields(struct reader *rd, const struct field *from, size_t n)
{
	struct field *f = arena_alloc(&rd->names, n * sizeof(*f));
	size_t i;

	for (i = 0; f != NULL && i < n; i++) {
		f[i].n = from[i].n;
		f[i].p = arena_strndup(&rd->names, from[i].p, from[i].n);
		if (f[i].p == NULL)
			return NULL;
	}
	return f;
}

/* The first is skipped; another, unseen, would be part of a name. */
static int
no_second_mark(struct reader *rd, struct err *err)
{
	if (utf8_mark(rd->rec.raw, rd->rec.raw_n) == 0)
		return 0;
	return reader_bad(rd, "bad-encoding", rd->rec.line, err,
	    "the file begins with two byte order marks; want one or none");
}

/*
 * A sheet leaves out what is blank at the end of a row, also the cells that are
 * merged with the last: all rows again, each as wide as the widest.
 */
static int
widen_names(struct reader *rd, struct names *names, struct header_row *rows,
    size_t n)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		names->items[i].n = 0;
	for (i = 0; i < n; i++) {
		rows[i].width = names->n;
		if (add_names(rd, names, rows[i], i + 1 == n) == -1)
			return -1;
	}
	return 0;
}

/* The rows of the header as one: *n names, each with a NUL behind it. */
static int
read_names(struct reader *rd, struct names *names, struct err *err)
{
	size_t i, rows = rd->opts.header_rows;
	struct header_row row[MAX_HEADER_ROWS];
	int r;

	for (i = 0; i < rows; i++) {
		rd->number = SIZE_MAX;	/* the header is record 0 */
		r = reader_record(rd, err);
		if (r == 0)
			return reader_bad(rd, "no-header", 0, err, rows == 1 ?
			    "no header line; want one with the columns' names" :
			    "the file ends before its header rows do");
		if (r == -1 || (i == 0 && no_second_mark(rd, err) == -1))
			return -1;
		if (rd->row_of_header[i].f == NULL) {
			rd->row_of_header[i].n = rd->rec.n;
			rd->row_of_header[i].f = copy_fields(rd, rd->f,
			    rd->rec.n);
		}
		row[i] = (struct header_row){ copy_fields(rd, rd->f,
		    rd->rec.n), rd->rec.n, rd->rec.n };
		if (rd->row_of_header[i].f == NULL || row[i].f == NULL ||
		    add_names(rd, names, row[i], i + 1 == rows) == -1)
			return reader_no_memory(err);
	}
	if (rd->sheet != NULL && rd->opts.header_merged &&
	    widen_names(rd, names, row, rows) == -1)
		return reader_no_memory(err);
	for (i = 0; i < names->n; i++)
		if (buf_str(&names->items[i]) == NULL)
			return reader_no_memory(err);
	return 0;
}

/* Where there is no header, the first record says how many columns. */
static int
make_names(struct reader *rd, struct names *names, struct err *err)
{
	size_t i;
	int r;

	rd->number = 0;
	r = reader_record(rd, err);
	if (r == -1 || (r == 1 && no_second_mark(rd, err) == -1))
		return -1;
	rd->held = r == 1;
	if (r == 0)
		return reader_bad(rd, "empty-file", 0, err, "no rows at all");
	if (more_names(names, rd->opts.columns > 0 ? rd->opts.columns :
	    rd->rec.n) == -1)
		return reader_no_memory(err);
	for (i = 0; i < names->n; i++)
		if (buf_printf(&names->items[i], "column_%zu", i + 1) == -1 ||
		    buf_str(&names->items[i]) == NULL)
			return reader_no_memory(err);
	return 0;
}

int
reader_names(struct reader *rd, struct names *names, struct err *err)
{
	return rd->opts.no_header ? make_names(rd, names, err) :
	    read_names(rd, names, err);
}
