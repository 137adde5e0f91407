/* SPDX-License-Identifier: MIT */
/*
 * See rows.h: the reader.  Opens one file after the other, keeps the header of
 * the first, and says what is wrong with a record that is sound in itself
 * (rows_record.c) but not like the header.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "not_csv.h"
#include "rows_reader.h"

enum { MAX_RECORD = 1024 * 1024, MAX_FIELDS = 4096 };

static void
close_file(struct reader *rd)
{
	reader_sheet_close(rd);
	reader_xml_close(rd);
	text_close(rd->text);
	rd->text = NULL;
	in_close(rd->in);
	rd->in = NULL;
	free(rd->file);
	rd->file = NULL;
}

enum { MARK = 3 };	/* bytes of the longest byte order mark */

/* Only what may be no text is read further for it. */
static int
check_kind(struct reader *rd, struct err *err)
{
	const char *text;
	bool undecided;
	int r = 1;

	while ((text = not_csv(rd->b + rd->start, rd->end - rd->start,
	    &undecided)) == NULL && undecided && r == 1)
		r = reader_fill(rd, err);
	if (r == -1)
		return -1;
	return text == NULL ? 0 : reader_bad(rd, "not-csv", 1, err, text);
}

/* Opens the file at rd->path and skips its byte order mark. */
static int
open_bytes(struct reader *rd, struct err *err)
{
	const char *path = rd->n_paths == 0 ? NULL : rd->paths[rd->path];
	enum encoding encoding;
	const char *why;
	int r = 1;

	if (in_open(&rd->in, path, err) == -1)
		return -1;
	rd->file = strdup(in_name(rd->in));
	if (rd->file == NULL)
		return reader_no_memory(err);
	if (reader_sheet(rd, err) == -1 || reader_xml(rd, err) == -1)
		return -1;
	encoding = rd->opts.encoding;
	if (encoding != ENCODING_UTF_8 && text_open(&rd->text, rd->in,
	    encoding, rd->opts.chunk, err) == -1)
		return -1;
	rd->start = rd->end = 0;
	rd->eof = false;
	rd->line = 1;
	while (rd->end < MARK && (r = reader_fill(rd, err)) == 1)
		;
	if (r == -1)
		return -1;
	if (rd->end == 0)
		return reader_bad(rd, "empty-file", 0, err, rd->sheet != NULL ?
		    "the sheet is empty; want a header row" :
		    "the file is empty; want a header line");
	if (rd->sheet != NULL || rd->xml != NULL)
		return 0;
	encoding = ENCODING_UTF_8;	/* the bytes in rd->b are, or should */
	why = encoding_begins(&encoding, rd->b, rd->end);
	if (why != NULL)
		return reader_bad(rd, "bad-encoding", 1, err, why);
	rd->start = utf8_mark(rd->b, rd->end);
	return check_kind(rd, err);
}

/* Is there one in the line, which ends in LF or with the file? */
static bool
has_lone_cr(const char *p, size_t n)
{
	const char *cr = memchr(p, '\r', n);

	return cr != NULL && (size_t)(cr - p) + 2 != n;
}

/* Skips the lines before the header. */
static int
skip_preamble(struct reader *rd, struct err *err)
{
	size_t i, n;
	int r;

	for (i = 0; i < rd->opts.preamble; i++) {
		r = reader_line(rd, 0, &n, err);
		if (r == -1)
			return -1;
		if (r == 0)
			break;
		if (has_lone_cr(rd->b + rd->start, n) && !rd->opts.lone_cr)
			return reader_lone_end(rd, err);
		rd->start += n;
		rd->line++;
	}
	return 0;
}

/* Opens the file at rd->path and finds the names of its columns. */
static int
open_file(struct reader *rd, struct names *names, struct err *err)
{
	if (open_bytes(rd, err) == -1 || skip_preamble(rd, err) == -1)
		return -1;
	return reader_names(rd, names, err);
}

static void
free_names(struct names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		buf_free(&names->items[i]);
	free(names->items);
}

/* Every column has a name, and one of its own. */
static int
check_names(struct reader *rd, struct err *err)
{
	const struct field *f = rd->header.f;
	size_t i, j;

	for (i = 0; i < rd->header.n; i++) {
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
	return 0;
}

static int
keep_header(struct reader *rd, const struct names *names, struct err *err)
{
	struct field *f;
	size_t i, n = names->n;

	rd->header = rd->rec;
	rd->header.number = 0;
	rd->header.n = n;
	f = arena_alloc(&rd->names, n * sizeof(*f));
	if (f == NULL)
		return reader_no_memory(err);
	rd->header.f = f;
	for (i = 0; i < n; i++) {
		f[i].n = names->items[i].n;
		f[i].p = arena_strndup(&rd->names, names->items[i].p,
		    names->items[i].n);
		if (f[i].p == NULL)
			return reader_no_memory(err);
	}
	rd->header.plain = rd->header.ascii = false;
	rd->header.raw = arena_strndup(&rd->names, rd->rec.raw,
	    rd->rec.raw_n);
	rd->header.file = arena_strdup(&rd->names, rd->file);
	if (rd->header.raw == NULL || rd->header.file == NULL)
		return reader_no_memory(err);
	return rd->opts.any_names ? 0 : check_names(rd, err);
}

static bool
same_names(const struct reader *rd, const struct names *names)
{
	size_t i;

	for (i = 0; i < names->n && names->n == rd->header.n; i++)
		if (!field_is(rd->header.f[i], names->items[i].p,
		    names->items[i].n))
			return false;
	return names->n == rd->header.n;
}

/*
 * Opens the file at rd->path; its header is kept if it is the first, else it
 * must be that of the first.
 */
static int
begin_file(struct reader *rd, bool first, struct err *err)
{
	struct names names = { NULL, 0, 0 };
	int r;

	r = open_file(rd, &names, err);
	if (r == 0 && first)
		r = keep_header(rd, &names, err);
	else if (r == 0 && !rd->opts.no_header && !same_names(rd, &names)) {
		rd->recoverable = false;
		r = reader_bad(rd, "header-differs", rd->rec.line, err,
		    "the header is not the same as that of the first file");
	}
	free_names(&names);
	return r;
}

int
rd_open(struct reader **rdp, char *const *paths, size_t n,
    const struct rd_opts *opts, struct err *err)
{
	struct reader *rd = calloc(1, sizeof(*rd));

	if (rd == NULL)
		return reader_no_memory(err);
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
	if (rd->opts.header_rows == 0)
		rd->opts.header_rows = 1;
	rd->declared = rd->opts;
	rd->scan = scan_best();
	rd->f = malloc((rd->opts.max_fields + SCAN_EXTRA) * sizeof(*rd->f));
	if (rd->f == NULL) {
		rd_close(rd);
		return reader_no_memory(err);
	}
	rd->paths = paths;
	rd->n_paths = paths == NULL ? 0 : n;
	if (begin_file(rd, true, err) == -1) {
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
	if (rd->path + 1 >= rd->n_paths)
		return 0;
	close_file(rd);
	rd->path++;
	return begin_file(rd, false, err) == -1 ? -1 : 1;
}

/* The next record of the open file, or the one that was read for its length. */
static int
record(struct reader *rd, struct err *err)
{
	if (!rd->held)
		return reader_record(rd, err);
	rd->held = false;
	rd->recoverable = false;
	return 1;
}

int
rd_next(struct reader *rd, const struct rec **rec, struct err *err)
{
	int r;

	*rec = &rd->rec;
	while ((r = record(rd, err)) == 0) {
		r = next_file(rd, err);
		if (r != 1)
			return r;
	}
	if (r == 1 && rd->sheet != NULL)
		reader_sheet_row(rd);
	if (r == 1 && rd->xml != NULL)
		reader_xml_row(rd);
	if (r == -1 || rd->opts.ragged || rd->rec.n == rd->header.n)
		return r;
	if (rd->rec.raw_n != 0) {
		rd->recoverable = rd_ragged(rd, &rd->rec, err);
		return -1;
	}
	rd->recoverable = true;
	err_set(err, STATUS_DATA, "blank-row", "a blank line");
	return err_at(err, rd->file, rd->rec.line, NULL);
}

bool
rd_ragged(const struct reader *rd, const struct rec *rec, struct err *err)
{
	const bool sound = rec->n > rd->header.n || rd->opts.no_quote ||
	    rec->raw_n == 0 || rec->raw[rec->raw_n - 1] != rd->opts.quote;

	err_set(err, STATUS_DATA, "ragged-row", "%zu fields, the header has "
	    "%zu%s", rec->n, rd->header.n, sound ? "" : ", and the last one "
	    "ends in a quote: the next line may be the rest of it or a record, "
	    "nobody can tell, so the file stops here; mend this line, or ask "
	    "for the file again");
	(void)err_at(err, rd->file, rec->line, NULL);
	return sound;
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

/* A byte order mark stands where a file was put behind another. */
static struct field
without_mark(struct field f)
{
	const size_t mark = utf8_mark(f.p, f.n);

	return (struct field){ f.p + mark, f.n - mark };
}

bool
rd_may_be_header(size_t n, const struct rec *rec)
{
	return rec->n == n || (rec->n > n ? rec_is_blank(rec, n) :
	    rec->n >= 2);
}

bool
rd_is_header(const struct reader *rd, const struct rec *rec)
{
	const struct field *h;
	struct field first;
	size_t row, i, n;

	if (rec->n == 0)
		return false;
	first = without_mark(rec->f[0]);
	for (row = 0; row < MAX_HEADER_ROWS; row++) {
		h = rd->row_of_header[row].f;
		/* The first field tells nearly all records from it. */
		if (h == NULL || !field_is(first, h[0].p, h[0].n) ||
		    !rd_may_be_header(rd->row_of_header[row].n, rec))
			continue;
		n = rd->row_of_header[row].n;
		for (i = 1; i < n && i < rec->n; i++)
			if (!field_is(rec->f[i], h[i].p, h[i].n))
				break;
		if (i == n || i == rec->n)
			return true;
	}
	return false;
}

const struct field *
rd_header_row(const struct reader *rd, size_t row, size_t *n)
{
	if (row >= MAX_HEADER_ROWS)
		return NULL;
	*n = rd->row_of_header[row].n;
	return rd->row_of_header[row].f;
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
rd_unknown(const struct reader *rd, size_t at, const char *advice,
    struct err *err)
{
	char letters[16];
	size_t i = sizeof(letters) - 1, n = at + 1;

	/* A, B ... Z, AA: as a spreadsheet calls it. */
	for (letters[i] = '\0'; n > 0; n = (n - 1) / 26)
		letters[--i] = (char)('A' + (n - 1) % 26);
	err_set(err, STATUS_DATA, "unknown-column", "column %zu (%s in a "
	    "spreadsheet) is not in the definition: %s", at + 1, letters + i,
	    advice);
	return err_at(err, rd_name(rd), rd->header.line, NULL);
}

int
rd_need(const struct reader *rd, const char *name, struct err *err)
{
	const char *names[64] = { NULL }, *near;
	size_t i, n = rd->header.n < 64 ? rd->header.n : 64;
	int col = rd_col(rd, name);

	if (col != -1)
		return col;
	for (i = 0; i < n; i++)
		names[i] = rd->header.f[i].p;	/* NUL-terminated copies */
	near = near_miss(name, names, n);
	/* Only what is called as our own columns are is surely no data. */
	for (i = 0; near != NULL && i < n && names[i] != near; i++)
		;
	if (near != NULL && near[strspn(near, "abcdefghijklmnopqrstuvwxyz"
	    "0123456789_-")] != '\0')
		err_set(err, STATUS_DATA, "no-column", "no column '%s'; did "
		    "you mean column %zu?", name, i + 1);
	else if (near != NULL)
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
	free(rd->cells_are);
	arena_free(&rd->names);
	free(rd);
}

bool
field_eq(struct field f, const char *s)
{
	return field_is(f, s, strlen(s));
}
