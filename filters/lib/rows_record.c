/* SPDX-License-Identifier: MIT */
/*
 * Records out of bytes: see rows.h and rows_reader.h.
 *
 * One buffer holds whole physical lines; a record is found in it as one
 * stretch of bytes.  A line without a quote is split where it lies and its
 * fields point into the buffer.  Any other record is fed to libcsv line by
 * line, whose fields are collected in `cells`, and the views point there.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rows_reader.h"

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

int
reader_bad(struct reader *rd, const char *code, size_t line, struct err *err,
    const char *text)
{
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, rd->file, line, NULL);
}

int
reader_no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* CR ends a line as LF does elsewhere, and LF is what CR is there. */
static void
swap_ends(char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] == '\r' || p[i] == '\n')
			p[i] = p[i] == '\r' ? '\n' : '\r';
}

int
reader_fill(struct reader *rd, struct err *err)
{
	size_t want = rd->opts.chunk;
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

		p = realloc(rd->b, cap + SCAN_SLACK);
		if (p == NULL)
			return reader_no_memory(err);
		rd->b = p;
		rd->cap = cap;
	}
	p = rd->b + rd->end;
	r = rd->sheet != NULL ? sheet_read(rd->sheet, p, want, err) :
	    rd->xml != NULL ? xml_return_read(rd->xml, p, want, err) :
	    rd->text != NULL ? text_read(rd->text, p, want, err) :
	    in_read(rd->in, p, want, err);
	if (r <= 0) {
		rd->eof = r == 0;
		return (int)r;
	}
	if (rd->opts.lone_cr)
		swap_ends(rd->b + rd->end, (size_t)r);
	rd->end += (size_t)r;
	return 1;
}

int
reader_lone_end(struct reader *rd, struct err *err)
{
	rd->recoverable = false;
	if (rd->opts.lone_cr)
		return reader_bad(rd, "lone-lf", rd->line, err,
		    "a line feed outside quotes, where lines were declared to "
		    "end in a carriage return alone: take that declaration "
		    "away");
	return reader_bad(rd, "lone-cr", rd->line, err,
	    "a carriage return without a line feed; save the file with "
	    "ordinary line ends or, if all its lines end so, declare "
	    "line_end: cr");
}

int
reader_line(struct reader *rd, size_t from, size_t *n, struct err *err)
{
	size_t seen = from;
	char *lf;
	int r;

	for (;;) {
		char *p = rd->b + rd->start;
		size_t have = rd->end - rd->start;

		lf = have > seen ? memchr(p + seen, '\n', have - seen) : NULL;
		seen = lf != NULL ? (size_t)(lf - p) : have;
		/* Not in all that was seen: that depends on the reads. */
		if (seen > rd->opts.max_record && from == 0 &&
		    memchr(p, '\r', rd->opts.max_record) != NULL)
			return reader_lone_end(rd, err);
		if (seen > rd->opts.max_record)
			return reader_bad(rd, "record-too-long", rd->line, err,
			    "the record that begins here does not end within "
			    "the limit: look for a quote that is not closed");
		if (lf != NULL) {
			*n = seen + 1 - from;
			return 1;
		}
		r = reader_fill(rd, err);
		if (r == -1)
			return -1;
		if (r == 0) {
			*n = rd->end - rd->start - from;
			return *n > 0;
		}
	}
}

/* Splits a line that has no quote in it. */
static int
split(struct reader *rd, const char *p, size_t n, struct err *err)
{
	const char *end = p + n, *comma;
	size_t i = 0;

	for (;; p = comma + 1) {
		if (i == rd->opts.max_fields)
			return reader_bad(rd, "too-many-fields", rd->line, err,
			    "more fields than any extract has");
		comma = memchr(p, rd->opts.delimiter, (size_t)(end - p));
		rd->f[i].p = p;
		rd->f[i++].n = (size_t)((comma == NULL ? end : comma) - p);
		if (comma == NULL)
			break;
	}
	rd->rec.n = i;
	return 0;
}

int
reader_span(struct reader *rd, size_t at)
{
	void *spans = grow(rd->spans, rd->n_spans, &rd->cap_spans,
	    sizeof(*rd->spans));

	if (spans == NULL)
		return -1;
	rd->spans = spans;
	rd->spans[rd->n_spans].at = at;
	rd->spans[rd->n_spans++].n = rd->cells.n - at;
	return 0;
}

/* libcsv has a field: copied, its line breaks as one space each. */
static void
on_field(void *p, size_t n, void *arg)
{
	struct reader *rd = arg;
	const size_t at = rd->cells.n;
	const bool lone = rd->opts.lone_cr;
	const char *s = p;
	size_t i;

	if (buf_reserve(&rd->cells, n) == -1) {
		rd->no_memory = true;
		return;
	}
	for (i = 0; i < n; i++) {
		bool end = s[i] == '\n' || (lone && s[i] == '\r');

		if (!lone && s[i] == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		if (lone && s[i] == '\r' && i > 0 && s[i - 1] == '\n')
			continue;	/* both are one, swapped */
		rd->breaks += end;
		rd->cells.p[rd->cells.n++] = end ? ' ' : s[i];
	}
	if (reader_span(rd, at) == -1)
		rd->no_memory = true;
}

static void
on_row(int c, void *arg)
{
	(void)c;
	((struct reader *)arg)->row_done = true;
}

/* What a line is like that has a quote where none may be. */
struct quotes {
	bool open;		/* at its end */
	size_t fields;
	size_t doubtful;	/* fields with a quote inside that is not doubled */
	bool undoubled;		/* one of them in quotes */
	bool last;		/* the last one is doubtful */
};

/*
 * Reads a line as somebody would who takes a quote with text after it for a part
 * of its field (literal), or somebody who takes it for the end of the quotes.  A
 * quote inside a bare field opens none.
 */
static struct quotes
read_quotes(const struct reader *rd, const char *p, size_t n, bool literal)
{
	const char quote = rd->opts.quote, escape = rd->opts.escape;
	struct quotes q = { .fields = 1 };
	bool begins = true, quoted = false;
	size_t i;

	while (n > 0 && (p[n - 1] == '\n' || p[n - 1] == '\r'))
		n--;
	for (i = 0; i < n; i++) {
		if (escape != '\0' && p[i] == escape) {
			q.open = ++i == n;	/* the line end is escaped */
			begins = false;
		} else if (quoted && p[i] == quote) {
			if (i + 1 < n && p[i + 1] == quote) {
				i++;
			} else if (i + 1 < n && p[i + 1] != rd->opts.delimiter) {
				q.doubtful += !q.last;
				q.last = q.undoubled = true;
				quoted = literal;
			} else {
				quoted = false;
			}
		} else if (!quoted && p[i] == rd->opts.delimiter) {
			q.fields++;
			begins = true;
			q.last = false;
		} else if (!quoted && p[i] == quote && !rd->opts.no_quote) {
			quoted = begins;
			q.doubtful += !begins && !q.last;
			q.last |= !begins;
			begins = false;
		} else if (!quoted) {
			begins &= p[i] == ' ' || p[i] == '\t';
		}
	}
	q.open |= quoted;
	return q;
}

/*
 * May a record go on behind a line of it that is not sound?  A quote that was not
 * doubled may be the first of several in its field, and that which seems to close
 * it one more: that the field ends is sure only where the row then has as many
 * fields as the header, and nothing else is odd up to the end of its last.
 */
static bool
may_go_on(const struct reader *rd, const char *p, size_t n)
{
	struct quotes q = read_quotes(rd, p, n, true);

	return q.open || read_quotes(rd, p, n, false).open ||
	    (q.undoubled && (q.last || q.doubtful > 1 ||
	    q.fields != rd->header.n));
}

/*
 * May a line be the rest of the record before it, whose last quote then was one of
 * its field's own?  It does not begin as that record did.
 */
static bool
is_rest(const struct reader *rd, const char *p, size_t n)
{
	return rd->ended_quoted && !rd->opts.no_quote &&
	    (!rd->began_quoted || n == 0 || *p != rd->opts.quote);
}

int
reader_bad_line(struct reader *rd, size_t n, const char *code,
    struct err *err, const char *text)
{
	const char *p = rd->b + rd->start;

	if (may_go_on(rd, p, n) || (strcmp(code, "bad-quote") == 0 &&
	    is_rest(rd, p, n)))
		return reader_bad(rd, code, rd->line, err, "a quote or an "
		    "escape character stands where none may be, and what "
		    "follows may be the rest of its field or the next record: "
		    "nobody can tell, so the file stops here; mend this line, "
		    "or ask for the file again, written as declared");
	rd->recoverable = true;
	return reader_bad(rd, code, rd->line, err, text);
}

/*
 * A record with quotes: fed to libcsv line by line.  *size gets all its
 * bytes, *lines the physical lines it takes; also of a record that is bad.
 */
static int
parse(struct reader *rd, size_t *size, size_t *lines, struct err *err)
{
	size_t n = *size, at = 0, fed;
	int r;

	rd->cells.n = rd->n_spans = 0;
	rd->row_done = rd->no_memory = false;
	if (!rd->csv_live && csv_start(rd) == -1)
		return reader_no_memory(err);
	for (*lines = 0; ; at += n) {
		if (*lines > 0) {
			r = reader_line(rd, at, &n, err);
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
				return reader_no_memory(err);
			if (*lines == 1)
				return reader_bad_line(rd, n, "bad-quote",
				    err, "a quote stands where none may be: "
				    "inside a field, or with text after it");
			return reader_bad(rd, "bad-quote", rd->line, err,
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
			return reader_bad(rd, "upstream-failed", rd->line, err,
			    "the filter that wrote this failed and said so "
			    "with this line: see its message");
		return reader_bad(rd, "open-quote", rd->line, err,
		    "a quote opened in the record that begins here is never "
		    "closed");
	}
	return rd->no_memory ? reader_no_memory(err) : 0;
}

/* The fields of the record are those in cells. */
static int
fields_of_cells(struct reader *rd, struct err *err)
{
	size_t i;

	if (rd->n_spans > rd->opts.max_fields)
		return reader_bad(rd, "too-many-fields", rd->line, err,
		    "more fields than any extract has");
	if (buf_reserve(&rd->cells, FIELD_SLACK) == -1)
		return reader_no_memory(err);
	for (i = 0; i < rd->n_spans; i++) {
		rd->f[i].p = rd->cells.p + rd->spans[i].at;
		rd->f[i].n = rd->spans[i].n;
	}
	rd->rec.n = rd->n_spans;
	return 0;
}

/* Where lines end in CR, LF (swapped by now) may stand in quotes only. */
static int
check_breaks(struct reader *rd, const char *p, size_t n, struct err *err)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] == rd->opts.quote && !rd->opts.no_quote)
			quoted = !quoted;
		else if (p[i] == '\r' && !quoted)
			return reader_lone_end(rd, err);
	}
	return 0;
}

/* NUL, lone CR and bytes that are not UTF-8 stop a file. */
static int
check_bytes(struct reader *rd, const char *p, size_t n, struct err *err)
{
	const char *cr = p, *end = p + n;

	if (memchr(p, 0, n) != NULL)
		return reader_bad(rd, "nul-byte", rd->line, err,
		    "a NUL byte: this is a workbook or another file that is "
		    "no text, or it is UTF-16; save it as CSV UTF-8");
	if (utf8_check(p, n) != n)
		return reader_bad(rd, "bad-encoding", rd->line, err,
		    "not UTF-8; declare what it is (it may be windows-1252 "
		    "or iso-8859-1), or save the file as CSV UTF-8");
	if (rd->opts.lone_cr)	/* reader_escaped has seen to its own */
		return rd->opts.escape != '\0' ? 0 :
		    check_breaks(rd, p, n, err);
	while ((cr = memchr(cr, '\r', (size_t)(end - cr))) != NULL) {
		if (cr + 1 == end || cr[1] != '\n')
			return reader_lone_end(rd, err);
		cr++;
	}
	return 0;
}

/* How much of a line of n bytes is not its LF or CRLF. */
static size_t
text_of(const char *p, size_t n)
{
	if (n == 0 || p[n - 1] != '\n')
		return n;
	n--;
	return n > 0 && p[n - 1] == '\r' ? n - 1 : n;
}

/*
 * The record returned is the next n bytes of the buffer: that many physical
 * lines, and text without the line end behind them.
 */
static void
record_is(struct reader *rd, size_t n, size_t text, size_t lines)
{
	rd->rec.line = rd->line;
	rd->rec.number = ++rd->number;
	rd->rec.file = rd->file;
	rd->rec.file_number = rd->path;
	rd->rec.f = rd->f;
	rd->rec.raw = rd->b + rd->start;
	rd->rec.raw_n = text;
	rd->ended_quoted = text > 0 && rd->rec.raw[text - 1] ==
	    rd->opts.quote;
	rd->began_quoted = text > 0 && *rd->rec.raw == rd->opts.quote;
	rd->start += n;
	rd->line += lines;
}

/* A record that the scan left alone. */
static int
record_slowly(struct reader *rd, struct err *err)
{
	size_t n, lines = 1;
	const char *p;
	int r;

	r = reader_line(rd, 0, &n, err);
	if (r != 1)
		return r;
	rd->breaks = rd->rec.n = 0;
	p = rd->b + rd->start;
	if (rd->opts.escape == '\0' && (rd->opts.no_quote ||
	    memchr(p, rd->opts.quote, n) == NULL)) {
		r = check_bytes(rd, p, n, err);
		if (r == 0)
			r = split(rd, p, text_of(p, n), err);
	} else {
		r = rd->opts.escape == '\0' ? parse(rd, &n, &lines, err) :
		    reader_escaped(rd, &n, &lines, err);
		if (r == 0)
			r = fields_of_cells(rd, err);
		p = rd->b + rd->start;	/* parse may have moved it */
		if ((r == 0 || rd->recoverable) &&
		    check_bytes(rd, p, n, err) == -1) {
			rd->recoverable = false;
			r = -1;
		}
	}
	rd->rec.breaks = rd->breaks;
	rd->rec.plain = rd->rec.ascii = false;
	record_is(rd, n, text_of(p, n), lines);
	return r == 0 ? 1 : -1;
}

/* The common case: a plain line that is in the buffer as a whole. */
static bool
record_fast(struct reader *rd)
{
	const char *p = rd->b + rd->start;
	struct scan_line line;

	if (rd->opts.escape != '\0' || rd->opts.lone_cr ||
	    !rd->scan(p, rd->b + rd->end, rd->opts.delimiter, rd->scan_quote,
	    rd->f, rd->opts.max_fields, &line) ||
	    line.n > rd->opts.max_record ||
	    (line.high && utf8_check(p, line.text) != line.text))
		return false;
	rd->rec.n = line.fields;
	rd->rec.breaks = 0;
	/* A header may begin with a byte order mark, which needs quotes. */
	rd->rec.plain = rd->comma && line.text > 0 && rd->number != SIZE_MAX;
	rd->rec.ascii = !line.high;
	record_is(rd, line.n, line.text, 1);
	return true;
}

int
reader_record(struct reader *rd, struct err *err)
{
	rd->recoverable = false;
	return record_fast(rd) ? 1 : record_slowly(rd, err);
}
