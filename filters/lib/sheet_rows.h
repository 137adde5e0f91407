/* SPDX-License-Identifier: MIT */
/* What the two files of an open sheet share; for them alone. */
#ifndef LSCB_SHEET_ROWS_H
#define LSCB_SHEET_ROWS_H

#include <stdint.h>

#include "sheet.h"
#include "sheet_parts.h"
#include "sheet_xml.h"

enum { ROWS_MOST = 1048576, COLUMNS_MOST = 16384 };
enum { OUT_ENOUGH = 256 * 1024 };	/* then what there is is handed out */

/* What is not to be seen in the text of a cell. */
struct mark {
	uint32_t row;
	uint16_t column;
	unsigned char cell;	/* enum cell_kind; MARK_BREAKS: breaks */
	uint32_t breaks;
};
enum { MARK_BREAKS = 255 };

/* Where the parser is among the elements. */
enum section { IN_NOTHING, IN_ROWS, IN_COLUMNS, IN_MERGES };

/* How the value of a cell is stored. */
enum stored { STORED_NUMBER, STORED_SHARED, STORED_TEXT, STORED_INLINE,
	STORED_TRUTH, STORED_ERROR, STORED_DATE };

struct sheet {
	struct in *in;
	struct package *package;
	struct book book;
	struct strings strings;
	struct cell_styles styles;
	struct part part;	/* its XML */
	size_t before, max_record;

	struct buf out;		/* lines, and what there is of the next: */
	size_t at, whole;	/* read up to; lines that ended up to */
	struct mark *marks;
	size_t mark_at, n_marks, cap_marks;
	bool failed, done, slowly;
	struct err err;		/* once failed */

	enum section section;
	bool rows_seen;
	size_t row, last_row;	/* at hand, from 1; last one written */
	size_t next, written;	/* column that comes next; fields of this row
				 * that are written */
	size_t row_at;		/* where its line begins in out */
	bool row_hidden;

	size_t column;		/* of the cell at hand, from 0 */
	enum stored stored;
	const struct number_format *format;
	struct buf value, quoted;	/* its text; as CSV */
	bool in_cell, in_text, in_run, taking, has_value, has_formula;

	unsigned char hidden[COLUMNS_MOST / 8], used[COLUMNS_MOST / 8];
	struct sheet_found found;
};

/* sheet_rows.c */
extern const struct xml_handlers sheet_handlers;
/*
 * A row begins, a field of it that is already CSV, the row ends: 0; -1: no memory;
 * -2: the row is longer than any.
 */
void sheet_row(struct sheet *s, size_t row, bool hidden);
int sheet_field(struct sheet *s, const char *p, size_t n,
    enum cell_kind cell, unsigned breaks);
int sheet_row_end(struct sheet *s);
/* Column and row of "BC12", from 0 and from 1; what follows, or NULL. */
const char *sheet_address(const char *p, size_t *column, size_t *row);

/* sheet_quick.c: see skip of sheet_xml.h. */
size_t sheet_quick(void *sheet, const char *p, size_t n, bool *more);

/* sheet.c: for tests, before the first sheet_read: the same without it. */
void sheet_slowly(struct sheet *sheet);

#endif
