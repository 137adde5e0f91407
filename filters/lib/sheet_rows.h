/* SPDX-License-Identifier: MIT */
/* What the two files of an open sheet share; for them alone. */
#ifndef LSCB_SHEET_ROWS_H
#define LSCB_SHEET_ROWS_H

#include <stdint.h>

#include "sheet.h"
#include "sheet_parts.h"
#include "sheet_xml.h"

enum { ROWS_MOST = 1048576, COLUMNS_MOST = 16384 };

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
	struct xml *xml;
	size_t before, max_record;

	struct buf out;		/* lines, and what there is of the next: */
	size_t at, whole;	/* read up to; lines that ended up to */
	struct mark *marks;
	size_t mark_at, n_marks, cap_marks;
	bool failed, done;
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
	struct buf value;
	bool in_cell, in_text, in_run, taking, has_value, has_formula;

	unsigned char hidden[COLUMNS_MOST / 8], used[COLUMNS_MOST / 8];
	struct sheet_found found;
};

extern const struct xml_handlers sheet_handlers;

#endif
