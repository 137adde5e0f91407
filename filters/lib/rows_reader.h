/* SPDX-License-Identifier: MIT */
/*
 * What the files of the reader share; for them alone.  rows_record.c finds
 * the records of one open file in its bytes, rows_read.c opens one file after
 * the other and holds them to the header of the first, rows_sheet.c sees to
 * those that are workbooks.
 */
#ifndef LSCB_ROWS_READER_H
#define LSCB_ROWS_READER_H

#include <csv.h>

#include "buf.h"
#include "rows.h"
#include "scan.h"
#include "sheet.h"
#include "stream_text.h"
#include "xml_return.h"

struct reader {
	struct rd_opts opts;		/* of the open file; as they were: */
	struct rd_opts declared;
	char *const *paths;
	size_t n_paths, path;		/* path = index of the file open */
	struct in *in;
	struct text *text;		/* over in; NULL: it is UTF-8 */
	struct sheet *sheet;		/* over in; NULL: it is no workbook */
	struct xml_return *xml;		/* over in; NULL: it is no XML */
	unsigned char *cells_are;	/* of the record; room for max_fields */
	bool any_sheet;
	struct sheet_found found, found_now;	/* in those closed; in all */

	char *b;			/* bytes read and not yet consumed: */
	size_t start, end, cap;		/* b[start..end); behind cap there
					 * are SCAN_SLACK bytes more */
	bool eof;
	scan_function *scan;
	bool comma;			/* the dialect is the writer's */
	char scan_quote;		/* what the scan stops at */
	bool held;			/* the first record was read to count the
					 * columns, and is still to be returned */
	bool began_quoted, ended_quoted;	/* the record before it: with a
					 * quote */
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

	struct field *f;		/* of the record returned; room for
					 * max_fields + SCAN_EXTRA */
	struct rec rec;
	bool recoverable;

	struct rec header;
	struct {
		const struct field *f;
		size_t n;
	} row_of_header[MAX_HEADER_ROWS];	/* as they stand in the file */
	struct arena names;		/* the header's own bytes */
	char *file;			/* name of the file open */
};

/* rows_record.c */
/* Fails at a line of the open file; -1. */
int reader_bad(struct reader *rd, const char *code, size_t line,
    struct err *err, const char *text);
int reader_no_memory(struct err *err);
/*
 * Fails at a line end that is half of one, or is not what was declared; -1.  Of
 * such a file not one row is to be had.
 */
int reader_lone_end(struct reader *rd, struct err *err);
/*
 * Fails at a record of which the first line, n bytes, has a quote or an escape
 * where none may be; -1.  Recoverable where the record ends with that line however
 * it is meant; then text says what is wrong.
 */
int reader_bad_line(struct reader *rd, size_t n, const char *code,
    struct err *err, const char *text);
/* Reads more behind end. 1 if bytes came, 0 at the end of the file, -1. */
int reader_fill(struct reader *rd, struct err *err);
/*
 * The line that begins `from` bytes behind start: *n gets its length with
 * its LF, if it has one.  1, 0 when there is no byte left, -1.
 */
int reader_line(struct reader *rd, size_t from, size_t *n, struct err *err);
/* Reads one record of the open file whatever its length.  1, 0, -1. */
int reader_record(struct reader *rd, struct err *err);
/* Makes the next field of cells the bytes from `at` on; -1: no memory. */
int reader_span(struct reader *rd, size_t at);

/* rows_header.c */
/* The names of columns; owned. */
struct names {
	struct buf *items;	/* each with a NUL behind it */
	size_t n, cap;
};
/*
 * The names of the columns of the open file, whose next record is its header
 * if it has one; names is empty.  0, or -1 with *err.
 */
int reader_names(struct reader *rd, struct names *names, struct err *err);

/* rows_sheet.c */
/*
 * Makes opts those of the open file: as declared, or as what reads as CSV is, whose
 * cells are more than text.  0, or -1: no memory.
 */
int reader_dialect(struct reader *rd, bool canonical, struct err *err);
/*
 * Opens the sheet of the open file, if it is a workbook and one is declared, and
 * makes opts those of this file: 1, 0 when it is none, -1.
 */
int reader_sheet(struct reader *rd, struct err *err);
/* Closes it; what was found in it is kept. */
void reader_sheet_close(struct reader *rd);
/*
 * A record of a sheet: as long as the header, with what its cells are.  Not of
 * the header.
 */
void reader_sheet_row(struct reader *rd);

/* rows_xml.c: as the three of a workbook, of a return that is XML. */
int reader_xml(struct reader *rd, struct err *err);
void reader_xml_close(struct reader *rd);
void reader_xml_row(struct reader *rd);

/* rows_escape.c */
/*
 * A record of a dialect with an escape character, like parse in rows_record.c:
 * *size gets all its bytes, *lines its physical lines.
 */
int reader_escaped(struct reader *rd, size_t *size, size_t *lines,
    struct err *err);

#endif
