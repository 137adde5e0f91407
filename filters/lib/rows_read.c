/* SPDX-License-Identifier: MIT */
/*
 * See rows.h: the reader.
 *
 * One buffer holds whole physical lines; a record is found in it as one
 * stretch of bytes.  A line without a quote is split where it lies and its
 * fields point into the buffer.  Any other record is fed to libcsv line by line,
 * whose fields are collected in `cells`, and the views point there.
 */
#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "rows.h"

enum { MAX_RECORD = 1024 * 1024, MAX_FIELDS = 4096 };

struct reader {
	struct rd_opts opts;
	char *const *paths;
	size_t n_paths, path;		/* path = index of the file open */
	struct in *in;

	char *b;			/* bytes read and not yet consumed: */
	size_t start, end, cap;		/* b[start..end) */
	bool eof;
	bool high, nul;			/* b may hold bytes >= 0x80, NULs */
	size_t line;			/* physical line that start is on */
	size_t number;			/* of the record last returned */

	struct csv_parser csv;
	bool csv_live;
	struct buf cells;		/* bytes of a record libcsv parsed */
	struct {
		size_t at, n;
	} *spans;			/* its fields in cells */
	size_t n_spans, cap_spans;
	bool row_done, no_memory;
	size_t breaks;

	struct field *f;		/* fields of the record returned */
	size_t cap_f;
	struct rec rec;
	bool recoverable;

	struct rec header;
	struct arena names;		/* the header's own bytes */
	char *file;			/* name of the file open */
};

static int
no_blanks(unsigned char c)
{
	(void)c;
	return 0;	/* libcsv trims what this calls a blank: nothing */
}

static int
csv_start(struct reader *rd)
{
	if (rd->csv_live)
		csv_free(&rd->csv);
	rd->csv_live = csv_init(&rd->csv, CSV_STRICT | CSV_STRICT_FINI) == 0;
	if (!rd->csv_live)
		return -1;
	csv_set_space_func(&rd->csv, no_blanks);
	/* By its own 128 bytes a long field would be copied too often. */
	csv_set_blk_size(&rd->csv, 16 * 1024);
	csv_set_delim(&rd->csv, (unsigned char)rd->opts.delimiter);
	csv_set_quote(&rd->csv, (unsigned char)rd->opts.quote);
	return 0;
}

static int
bad(struct reader *rd, const char *code, size_t line, struct err *err,
    const char *text)
{
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, rd->file, line, NULL);
}

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* Reads more behind end. 1 if bytes came, 0 at the end of the file. */
static int
fill(struct reader *rd, struct err *err)
{
	size_t want = rd->opts.chunk, i;
	unsigned char any = 0;
	ssize_t r;
	char *p;

	if (rd->eof)
		return 0;
	if (rd->start > 0) {
		memmove(rd->b, rd->b + rd->start, rd->end - rd->start);
		rd->end -= rd->start;
		rd->start = 0;
	}
	if (rd->cap - rd->end < want) {
		size_t cap = rd->cap == 0 ? 2 * want : rd->cap * 2;

		p = realloc(rd->b, cap);
		if (p == NULL)
			return no_memory(err);
		rd->b = p;
		rd->cap = cap;
	}
	r = in_read(rd->in, rd->b + rd->end, want, err);
	if (r <= 0) {
		rd->eof = r == 0;
		return (int)r;
	}
	p = rd->b + rd->end;
	for (i = 0; i < (size_t)r; i++)
		any |= (unsigned char)p[i];
	rd->high = rd->high || (any & 0x80) != 0;
	rd->nul = rd->nul || memchr(p, 0, (size_t)r) != NULL;
	rd->end += (size_t)r;
	return 1;
}

/*
 * The line that begins `from` bytes behind start: *n gets its length with
 * its LF, if it has one.  1, 0 when there is no byte left, -1.
 */
static int
find_line(struct reader *rd, size_t from, size_t *n, struct err *err)
{
	size_t seen = from;
	char *lf;
	int r;

	for (;;) {
		char *p = rd->b + rd->start;
		size_t have = rd->end - rd->start;

		lf = have > seen ? memchr(p + seen, '\n', have - seen) : NULL;
		seen = lf != NULL ? (size_t)(lf - p) : have;
		if (seen > rd->opts.max_record)
			return bad(rd, "record-too-long", rd->line, err,
			    "the record that begins here does not end within "
			    "the limit: look for a quote that is not closed");
		if (lf != NULL) {
			*n = seen + 1 - from;
			return 1;
		}
		r = fill(rd, err);
		if (r == -1)
			return -1;
		if (r == 0) {
			*n = rd->end - rd->start - from;
			return *n > 0;
		}
	}
}

static int
room_for_field(struct reader *rd, size_t n)
{
	struct field *f = grow(rd->f, n, &rd->cap_f, sizeof(*f));

	if (f == NULL)
		return -1;
	rd->f = f;
	return 0;
}

/* Splits a line that has no quote in it. */
static int
split(struct reader *rd, const char *p, size_t n, struct err *err)
{
	const char *end = p + n, *comma;
	size_t i = 0;

	for (;; p = comma + 1) {
		if (i == rd->opts.max_fields)
			return bad(rd, "too-many-fields", rd->line, err,
			    "more fields than any extract has");
		if (i >= rd->cap_f && room_for_field(rd, i) == -1)
			return no_memory(err);
		comma = memchr(p, rd->opts.delimiter, (size_t)(end - p));
		rd->f[i].p = p;
		rd->f[i++].n = (size_t)((comma == NULL ? end : comma) - p);
		if (comma == NULL)
			break;
	}
	rd->rec.n = i;
	return 0;
}

/* libcsv has a field: copied, its line breaks as one space each. */
static void
on_field(void *p, size_t n, void *arg)
{
	struct reader *rd = arg;
	const char *s = p;
	size_t i;
	void *spans;

	spans = grow(rd->spans, rd->n_spans, &rd->cap_spans,
	    sizeof(*rd->spans));
	if (spans != NULL)
		rd->spans = spans;
	if (spans == NULL || buf_reserve(&rd->cells, n) == -1) {
		rd->no_memory = true;
		return;
	}
	rd->spans[rd->n_spans].at = rd->cells.n;
	for (i = 0; i < n; i++) {
		if (s[i] == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		if (s[i] == '\n')
			rd->breaks++;
		rd->cells.p[rd->cells.n++] = s[i] == '\n' ? ' ' : s[i];
	}
	rd->spans[rd->n_spans].n =
	    rd->cells.n - rd->spans[rd->n_spans].at;
	rd->n_spans++;
}

static void
on_row(int c, void *arg)
{
	(void)c;
	((struct reader *)arg)->row_done = true;
}

/*
 * A record with quotes: fed to libcsv line by line.  *size gets all its
 * bytes, *lines the physical lines it takes; also of a record that is bad.
 */
static int
parse(struct reader *rd, size_t *size, size_t *lines, struct err *err)
{
	size_t n = *size, at = 0, fed, i;
	int r;

	rd->cells.n = rd->n_spans = 0;
	rd->row_done = rd->no_memory = false;
	if (!rd->csv_live && csv_start(rd) == -1)
		return no_memory(err);
	for (*lines = 0; ; at += n) {
		if (*lines > 0) {
			r = find_line(rd, at, &n, err);
			if (r == -1)
				return -1;
			if (r == 0)
				break;
		}
		++*lines;
		*size = at + n;
		fed = csv_parse(&rd->csv, rd->b + rd->start + at, n, on_field,
		    on_row, rd);
		if (fed != n) {
			r = csv_error(&rd->csv);
			csv_start(rd);
			if (r != CSV_EPARSE)
				return no_memory(err);
			rd->recoverable = *lines == 1;
			return bad(rd, "bad-quote", rd->line, err,
			    *lines == 1 ? "a quote stands where none may be: "
			    "inside a field, or with text after it" :
			    "a quote opened in the record that begins here "
			    "is closed lines later, with text after it");
		}
		if (rd->row_done || rd->no_memory)
			break;
	}
	if (!rd->row_done && !rd->no_memory &&
	    csv_fini(&rd->csv, on_field, on_row, rd) != 0) {
		csv_start(rd);
		if (*size <= 2 && rd->b[rd->start] == '"' &&
		    rd->opts.quote == '"')
			return bad(rd, "upstream-failed", rd->line, err,
			    "the filter that wrote this failed and said so "
			    "with this line: see its message");
		return bad(rd, "open-quote", rd->line, err,
		    "a quote opened in the record that begins here is never "
		    "closed");
	}
	if (rd->no_memory)
		return no_memory(err);
	if (rd->n_spans > rd->opts.max_fields)
		return bad(rd, "too-many-fields", rd->line, err,
		    "more fields than any extract has");
	for (i = 0; i < rd->n_spans; i++) {
		if (i >= rd->cap_f && room_for_field(rd, i) == -1)
			return no_memory(err);
		rd->f[i].p = rd->cells.p + rd->spans[i].at;
		rd->f[i].n = rd->spans[i].n;
	}
	rd->rec.n = rd->n_spans;
	return 0;
}

/* NUL, lone CR and bytes that are not UTF-8 stop a file. */
static int
check_bytes(struct reader *rd, const char *p, size_t n, struct err *err)
{
	const char *cr = p, *end = p + n;

	if (rd->nul && memchr(p, 0, n) != NULL)
		return bad(rd, "nul-byte", rd->line, err,
		    "a NUL byte: this is not a text file, or it is UTF-16; "
		    "save it as CSV UTF-8");
	if (rd->high && utf8_check(p, n) != n)
		return bad(rd, "bad-encoding", rd->line, err,
		    "not UTF-8; save the file as CSV UTF-8 (it may be "
		    "Windows-1252 or ISO-8859-1)");
	while ((cr = memchr(cr, '\r', (size_t)(end - cr))) != NULL) {
		if (cr + 1 == end || cr[1] != '\n')
			return bad(rd, "lone-cr", rd->line, err,
			    "a carriage return without a line feed; save the "
			    "file with ordinary line ends");
		cr++;
	}
	return 0;
}

/* Reads one record of the open file whatever its length.  1, 0, -1. */
static int
read_record(struct reader *rd, struct err *err)
{
	size_t n, lines = 1, text;
	const char *p;
	int r;

	rd->recoverable = false;
	r = find_line(rd, 0, &n, err);
	if (r != 1)
		return r;
	rd->breaks = 0;
	rd->rec.line = rd->line;
	rd->rec.file = rd->file;
	p = rd->b + rd->start;
	if (memchr(p, rd->opts.quote, n) == NULL) {
		r = check_bytes(rd, p, n, err);
		text = n;
		if (p[text - 1] == '\n')
			text--;
		if (text < n && text > 0 && p[text - 1] == '\r')
			text--;
		if (r == 0)
			r = split(rd, p, text, err);
	} else {
		r = parse(rd, &n, &lines, err);
		p = rd->b + rd->start;	/* parse may have moved it */
		if ((r == 0 || rd->recoverable) &&
		    check_bytes(rd, p, n, err) == -1) {
			rd->recoverable = false;
			r = -1;
		}
	}
	rd->number++;
	rd->rec.number = rd->number;
	rd->rec.breaks = rd->breaks;
	rd->rec.f = rd->f;
	rd->rec.raw = p;
	rd->rec.raw_n = n;
	if (n > 0 && p[n - 1] == '\n')
		rd->rec.raw_n--;
	if (rd->rec.raw_n > 0 && rd->rec.raw_n < n &&
	    p[rd->rec.raw_n - 1] == '\r')
		rd->rec.raw_n--;
	rd->start += n;
	rd->line += lines;
	return r == 0 ? 1 : -1;
}

static void
close_file(struct reader *rd)
{
	in_close(rd->in);
	rd->in = NULL;
	free(rd->file);
	rd->file = NULL;
}

/* Opens the file at rd->path, skips BOM and preamble, reads its header. */
static int
open_file(struct reader *rd, struct err *err)
{
	const char *path = rd->n_paths == 0 ? NULL : rd->paths[rd->path];
	size_t i, n;
	int r = 1;

	if (in_open(&rd->in, path, err) == -1)
		return -1;
	rd->file = strdup(in_name(rd->in));
	if (rd->file == NULL)
		return no_memory(err);
	rd->start = rd->end = 0;
	rd->eof = rd->high = rd->nul = false;
	rd->line = 1;
	while (rd->end < 3 && (r = fill(rd, err)) == 1)
		;
	if (r == -1)
		return -1;
	if (rd->end == 0)
		return bad(rd, "empty-file", 0, err,
		    "the file is empty; want a header line");
	if (rd->end >= 3 && memcmp(rd->b, "\xef\xbb\xbf", 3) == 0)
		rd->start = 3;
	for (i = 0; i < rd->opts.preamble; i++) {
		r = find_line(rd, 0, &n, err);
		if (r == -1)
			return -1;
		if (r == 0)
			break;
		rd->start += n;
		rd->line++;
	}
	rd->number = SIZE_MAX;	/* the header becomes record 0 */
	r = read_record(rd, err);
	if (r == 0)
		return bad(rd, "no-header", 0, err,
		    "no header line; want one with the columns' names");
	return r == 1 ? 0 : -1;
}

static int
keep_header(struct reader *rd, struct err *err)
{
	struct field *f;
	size_t i, j;

	rd->header = rd->rec;
	f = arena_alloc(&rd->names, rd->rec.n * sizeof(*f));
	if (f == NULL)
		return no_memory(err);
	for (i = 0; i < rd->rec.n; i++) {
		f[i].n = rd->f[i].n;
		f[i].p = arena_strndup(&rd->names, rd->f[i].p, f[i].n);
		if (f[i].p == NULL)
			return no_memory(err);
		if (f[i].n == 0) {
			err_set(err, STATUS_DATA, "no-column-name", "column "
			    "%zu of the header has no name", i + 1);
			return err_at(err, rd->file, rd->rec.line, NULL);
		}
		for (j = 0; j < i; j++)
			if (field_is(f[j], f[i].p, f[i].n)) {
				err_set(err, STATUS_DATA, "duplicate-column",
				    "columns %zu and %zu of the header have "
				    "the same name", j + 1, i + 1);
				return err_at(err, rd->file, rd->rec.line,
				    NULL);
			}
	}
	rd->header.f = f;
	rd->header.raw = arena_strndup(&rd->names, rd->rec.raw,
	    rd->rec.raw_n);
	rd->header.file = arena_strdup(&rd->names, rd->file);
	return rd->header.raw == NULL || rd->header.file == NULL ?
	    no_memory(err) : 0;
}

int
rd_open(struct reader **rdp, char *const *paths, size_t n,
    const struct rd_opts *opts, struct err *err)
{
	struct reader *rd = calloc(1, sizeof(*rd));

	if (rd == NULL)
		return no_memory(err);
	if (opts != NULL)
		rd->opts = *opts;
	if (rd->opts.delimiter == '\0')
		rd->opts.delimiter = ',';
	if (rd->opts.quote == '\0')
		rd->opts.quote = '"';
	if (rd->opts.max_record == 0)
		rd->opts.max_record = MAX_RECORD;
	if (rd->opts.max_fields == 0)
		rd->opts.max_fields = MAX_FIELDS;
	if (rd->opts.chunk == 0)
		rd->opts.chunk = STREAM_CHUNK;
	rd->paths = paths;
	rd->n_paths = paths == NULL ? 0 : n;
	if (open_file(rd, err) == -1 || keep_header(rd, err) == -1) {
		rd_close(rd);
		return -1;
	}
	*rdp = rd;
	return 0;
}

/* Goes to the next file: 1, 0 when there is none, -1. */
static int
next_file(struct reader *rd, struct err *err)
{
	size_t i;

	if (rd->path + 1 >= rd->n_paths)
		return 0;
	close_file(rd);
	rd->path++;
	if (open_file(rd, err) == -1)
		return -1;
	for (i = 0; i < rd->header.n && rd->rec.n == rd->header.n; i++)
		if (!field_is(rd->f[i], rd->header.f[i].p,
		    rd->header.f[i].n))
			break;
	if (i == rd->header.n)
		return 1;
	rd->recoverable = false;
	return bad(rd, "header-differs", rd->rec.line, err, "the header is "
	    "not the same as that of the first file");
}

int
rd_next(struct reader *rd, const struct rec **rec, struct err *err)
{
	int r;

	*rec = &rd->rec;
	while ((r = read_record(rd, err)) == 0) {
		r = next_file(rd, err);
		if (r != 1)
			return r;
	}
	if (r == -1 || rd->opts.ragged || rd->rec.n == rd->header.n)
		return r;
	rd->recoverable = true;
	if (rd->rec.raw_n == 0)
		err_set(err, STATUS_DATA, "blank-row", "a blank line");
	else
		err_set(err, STATUS_DATA, "ragged-row",
		    "%zu fields, the header has %zu", rd->rec.n,
		    rd->header.n);
	return err_at(err, rd->file, rd->rec.line, NULL);
}

bool
rd_recoverable(const struct reader *rd)
{
	return rd->recoverable;
}

const struct rec *
rd_header(const struct reader *rd)
{
	return &rd->header;
}

int
rd_col(const struct reader *rd, const char *name)
{
	size_t i;

	for (i = 0; i < rd->header.n; i++)
		if (field_eq(rd->header.f[i], name))
			return (int)i;
	return -1;
}

int
rd_need(const struct reader *rd, const char *name, struct err *err)
{
	const char *names[64], *near;
	size_t i, n = rd->header.n < 64 ? rd->header.n : 64;
	int col = rd_col(rd, name);

	if (col != -1)
		return col;
	for (i = 0; i < n; i++)
		names[i] = rd->header.f[i].p;	/* NUL-terminated copies */
	near = near_miss(name, names, n);
	if (near != NULL)
		err_set(err, STATUS_DATA, "no-column",
		    "no column '%s'; did you mean '%s'?", name, near);
	else
		err_set(err, STATUS_DATA, "no-column", "no column '%s'",
		    name);
	return err_at(err, rd->header.file, rd->header.line, NULL);
}

const char *
rd_name(const struct reader *rd)
{
	return rd->file;
}

void
rd_close(struct reader *rd)
{
	if (rd == NULL)
		return;
	close_file(rd);
	if (rd->csv_live)
		csv_free(&rd->csv);
	free(rd->b);
	buf_free(&rd->cells);
	free(rd->spans);
	free(rd->f);
	arena_free(&rd->names);
	free(rd);
}

bool
field_eq(struct field f, const char *s)
{
	return field_is(f, s, strlen(s));
}
