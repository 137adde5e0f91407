/* SPDX-License-Identifier: MIT */
/*
 * Workbooks in the reader of records: see rows_reader.h.  Files that are read as
 * one may be of either kind, so what is declared of delimited ones is put away
 * while a sheet is read.
 */
#include <stdlib.h>
#include <string.h>

#include "rows_reader.h"

/* A field with nothing in it, and what may be read behind it. */
static const char empty[FIELD_SLACK];

int
reader_dialect(struct reader *rd, bool canonical, struct err *err)
{
	struct rd_opts *o = &rd->opts;

	*o = rd->declared;
	if (canonical) {	/* as it comes from sheet.h or xml_return.h */
		o->delimiter = ',';
		o->quote = '"';
		o->escape = '\0';
		o->no_quote = o->lone_cr = false;
		o->encoding = ENCODING_UTF_8;
	}
	rd->comma = o->delimiter == ',' && o->quote == '"' && !o->no_quote;
	/* No byte of UTF-8 is FF: nothing stops the scan but what it refuses. */
	rd->scan_quote = o->no_quote ? (char)0xff : o->quote;
	if (rd->csv_live)
		csv_free(&rd->csv);
	rd->csv_live = false;
	if (canonical && rd->cells_are == NULL &&
	    (rd->cells_are = malloc(o->max_fields)) == NULL)
		return reader_no_memory(err);
	return 0;
}

int
reader_sheet(struct reader *rd, struct err *err)
{
	const struct rd_opts *o = &rd->declared;
	int is_zip = o->sheet == NULL ? 0 : in_begins(rd->in, SHEET_MAGIC,
	    SHEET_MAGIC_BYTES, err);

	if (is_zip == -1)
		return -1;
	if (reader_dialect(rd, is_zip == 1, err) == -1)
		return -1;
	rd->rec.cells = NULL;
	if (is_zip == 0)
		return 0;
	rd->any_sheet = true;
	return sheet_open(&rd->sheet, rd->in, o->sheet, o->preamble +
	    (o->no_header ? 0 : o->header_rows), o->max_record, err) == -1 ?
	    -1 : 1;
}

void
reader_sheet_close(struct reader *rd)
{
	if (rd->sheet == NULL)
		return;
	sheet_found(rd->sheet, &rd->found);
	sheet_close(rd->sheet);
	rd->sheet = NULL;
}

void
reader_sheet_row(struct reader *rd)
{
	size_t i, breaks;

	if (rd->rec.n < rd->header.n && rd->rec.raw_n > 0) {
		for (i = rd->rec.n; i < rd->header.n; i++)
			rd->f[i] = (struct field){ empty, 0 };
		rd->rec.n = rd->header.n;
		rd->rec.plain = false;	/* its bytes are not all of it */
	}
	rd->rec.cells = sheet_cells(rd->sheet, rd->rec.line, rd->cells_are,
	    rd->rec.n, &breaks) ? rd->cells_are : NULL;
	rd->rec.breaks += breaks;
}

const struct sheet_found *
rd_sheet(struct reader *rd)
{
	rd->found_now = rd->found;
	if (rd->sheet != NULL)
		sheet_found(rd->sheet, &rd->found_now);
	return rd->any_sheet ? &rd->found_now : NULL;
}
