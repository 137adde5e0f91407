/* SPDX-License-Identifier: MIT */
/*
 * Records of CSV over stream.h.  libcsv, strict, is the parser of record; a
 * line with no quote in it is split directly (scan.h), which is what libcsv would
 * do with it (proven by a differential test).
 *
 * What the reader hides, so that no filter has to know:
 *   - a byte order mark at the start is skipped, or an error where it
 *     contradicts the encoding that was declared;
 *   - a file declared to be in another encoding reads as UTF-8;
 *   - a blank line is a record of one empty field;
 *   - a header over several rows, or none at all, reads as one;
 *   - a line break inside a quoted field reads as one space (counted);
 *   - blanks around fields are data;
 *   - a sheet of a workbook reads as the CSV it would be saved as, but for what
 *     its cells are known to be (sheet.h); a row that is shorter than the header
 *     is filled up, because a workbook leaves out cells that are empty;
 *   - NUL, a lone CR, bytes that do not fit the encoding, an unterminated quote,
 *     text around quotes and rows that are longer or shorter than the header are
 *     errors with file and physical line, never repaired.
 */
#ifndef LSCB_ROWS_H
#define LSCB_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "encoding.h"
#include "err.h"
#include "stream.h"

/* A borrowed view of bytes; not NUL-terminated. */
struct field {
	const char *p;
	size_t n;
};

/*
 * Bytes behind a field of a record that may be read as well, whatever they
 * are: short fields are compared and copied by 16 bytes at once.
 */
enum { FIELD_SLACK = 16 };

/* What a cell of a workbook is besides its text. */
enum cell_kind {
	CELL_PLAIN,
	CELL_DATE,		/* a real date: YYYY-MM-DD */
	CELL_MOMENT,		/* one with a time of day: YYYY-MM-DD HH:MM:SS */
	CELL_TIME,		/* HH:MM:SS */
	CELL_ELAPSED,		/* any number of hours: H:MM:SS */
	CELL_NUMBER_1904,	/* a number where days are counted from 1904 */
	CELL_ERROR,		/* #N/A, #REF! ... */
	CELL_LONG,		/* a number of more digits than Excel keeps */
	CELL_NO_DATE,		/* a number shown as a date that is none */
	/* Of XML: */
	CELL_REPEATED,		/* its element is there more than once */
	CELL_STRAY		/* text stands between the record's elements */
};

/* One record; borrowed, valid until the next rd_next. */
struct rec {
	size_t n;		/* fields */
	const struct field *f;
	size_t line;		/* physical line it began on, from 1 */
	size_t number;		/* record number in its file, header is 0 */
	size_t breaks;		/* line breaks inside fields, now spaces */
	const char *raw;	/* its bytes in the file, in UTF-8, without the
				 * final line end; at least up to where it
				 * broke */
	size_t raw_n;
	bool plain;		/* raw is what the writer would write: no
				 * field needs a quote.  Never said of a
				 * header */
	bool ascii;		/* has no byte >= 0x80; false: may have */
	const unsigned char *cells;	/* of a workbook: enum cell_kind of each
				 * field; else, and where all are plain, NULL */
	const char *file;	/* name for messages */
	size_t file_number;	/* 0, 1, 2 ... in the order given */
};

enum { MAX_HEADER_ROWS = 3 };

struct rd_opts {
	char delimiter;		/* 0 = ','; never CR or LF */
	char quote;		/* 0 = '"'; never CR or LF */
	bool no_quote;		/* quotes are bytes like any other */
	char escape;		/* 0 = none: a quote in a field is doubled.
				 * Else it stands before a quote, a delimiter,
				 * itself or a line end, and nothing is doubled */
	bool lone_cr;		/* lines end in CR alone; an LF may stand in
				 * quotes only */
	enum encoding encoding;	/* declared; 0 = UTF-8 */
	size_t preamble;	/* physical lines to skip before the header */
	size_t header_rows;	/* up to MAX_HEADER_ROWS, 0 = 1; the names of a
				 * column are joined by a blank, from top to
				 * bottom */
	bool header_merged;	/* a blank cell above the last header row goes
				 * on with the one to its left */
	bool no_header;		/* columns are called column_1 column_2 ... */
	size_t columns;		/* then: how many there are; 0: as many as the
				 * first record has */
	bool any_names;		/* names may be empty or there twice: the caller
				 * sees to that */
	bool ragged;		/* a row whose length differs from the header
				 * is returned all the same */
	const char *sheet;	/* of a workbook: the sheet to read, by what
				 * stands on its tab, or several such names with
				 * | between; NULL: none is read */
	const struct xml_shape *xml;	/* of a return that is XML: what its
				 * records are; NULL: none is read */
	size_t max_record;	/* bytes; 0 = 1 MiB */
	size_t max_fields;	/* 0 = 4096 */
	size_t chunk;		/* bytes asked of each read; 0 = STREAM_CHUNK.
				 * Tests use 1, 7 ... */
};

struct reader;
/*
 * Opens the files one after the other as one input (NULL or n = 0: standard
 * input) and reads the header of the first.  Each further file must have the
 * same header, else STATUS_DATA at its line 1.  No header (an empty file), or a
 * duplicate or empty column name, is STATUS_DATA.
 */
int rd_open(struct reader **rd, char *const *paths, size_t n,
    const struct rd_opts *opts, struct err *err);
/* The header, a record like any other.  Borrowed while the reader lives. */
const struct rec *rd_header(const struct reader *rd);
/*
 * Does a record say what one of the header's rows says?  Files that were put
 * together from others have such rows.
 */
bool rd_is_header(const struct reader *rd, const struct rec *rec);
/*
 * May it be one of n cells, by how many it has?  Several that are all of the header's,
 * or all the header's and blanks, as where rows were cut or lengthened.
 */
bool rd_may_be_header(size_t n, const struct rec *rec);
/* The cells, *n of them and each with a NUL behind it, of one of the header's rows
 * as it stands in the file; NULL: it has not so many.  Borrowed. */
const struct field *rd_header_row(const struct reader *rd, size_t row,
    size_t *n);
/* Index of the column called name, or -1. */
int rd_col(const struct reader *rd, const char *name);
/*
 * Index of a column the caller cannot do without; -1 with *err: STATUS_DATA
 * and "no column 'dob'; did you mean 'DOB'?".
 */
int rd_need(const struct reader *rd, const char *name, struct err *err);
/*
 * Fails, -1, for a column at that index that nobody knows; advice says what to
 * do.  By its place, never by its name: the first line of a file without a header
 * is data, and there are tables with a column for each child.
 */
int rd_unknown(const struct reader *rd, size_t at, const char *advice,
    struct err *err);
/*
 * The next record: 1; 0 at the end; -1 with *err.  When rd_recoverable()
 * says so after -1, *rec shows what could be read of the bad record
 * (file, line, raw) and the next call goes on behind it.
 */
int rd_next(struct reader *rd, const struct rec **rec, struct err *err);
bool rd_recoverable(const struct reader *rd);
/*
 * *err for a record of another length than the header's, for whoever asked for
 * ragged ones too.  false: nor is the file of use from here on.  The record is too
 * short and ends in a quote: that may be one of its field's own, and the next line
 * the rest.
 */
bool rd_ragged(const struct reader *rd, const struct rec *rec, struct err *err);
/* What was found in the sheets read so far; NULL: there was no workbook. */
struct sheet_found;
const struct sheet_found *rd_sheet(struct reader *rd);
/* Name of the file being read, for messages. */
const char *rd_name(const struct reader *rd);
void rd_close(struct reader *rd);

static inline bool
field_is(struct field f, const char *s, size_t n)
{
	return f.n == n && (n == 0 || __builtin_memcmp(f.p, s, n) == 0);
}
/* Has it nothing in it, or only spaces, tabs and no-break spaces? */
static inline bool
field_is_blank(struct field f)
{
	size_t i;

	for (i = 0; i < f.n; i++) {
		if (f.p[i] == ' ' || f.p[i] == '\t')
			continue;
		if (i + 1 == f.n || f.p[i] != '\xc2' || f.p[i + 1] != '\xa0')
			return false;
		i++;
	}
	return true;
}
/* Has it nothing but blanks in the fields from this one on? */
static inline bool
rec_is_blank(const struct rec *rec, size_t from)
{
	size_t i;

	for (i = from; i < rec->n; i++)
		if (!field_is_blank(rec->f[i]))
			return false;
	return true;
}
/* field_eq(f, "literal or variable string") */
bool field_eq(struct field f, const char *s);

/*
 * The canonical writer: RFC 4180, LF, a field quoted only where it must be,
 * line breaks as one space, a record of one empty field as "".  Errors
 * stick in the stream underneath.
 */
struct writer;
int wr_open(struct writer **wr, const char *path, enum out_mode mode,
    struct err *err);
void wr_field(struct writer *wr, const char *p, size_t n);
void wr_str(struct writer *wr, const char *s);		/* NUL-terminated */
void wr_uint(struct writer *wr, unsigned long long v);
void wr_int(struct writer *wr, long long v);
void wr_end(struct writer *wr);			/* ends the record */
/* A whole record that csv_append built, as it is. */
void wr_line(struct writer *wr, const char *p, size_t n);
/* A line of text for people, as printf makes it, and its LF. */
void wr_print(struct writer *wr, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * As wr_line, without a copy: room for n bytes, to be filled with one whole record
 * and its LF, then claimed with wr_took.  NULL once a write failed.
 */
char *wr_room(struct writer *wr, size_t n);
void wr_took(struct writer *wr, size_t n);
void wr_header(struct writer *wr, const char *const *names, size_t n);
size_t wr_count(const struct writer *wr);	/* data records: wr_end calls
						 * less the header */
bool wr_failed(const struct writer *wr);
int wr_settle(struct writer *wr, struct err *err);	/* as out_settle */
int wr_close(struct writer *wr, struct err *err);	/* or aborts */
void wr_abort(struct writer *wr);

/*
 * Encodes one field as the writer would (delimiter ',') into any buffer:
 * for lines that are sorted before they are written.  Appends to b.
 */
struct buf;
int csv_append(struct buf *b, const char *p, size_t n);

/* UTF-8 by RFC 3629: offset of the first bad byte, or n. */
size_t utf8_check(const char *p, size_t n);

#endif
