/* SPDX-License-Identifier: MIT */
/*
 * One sheet of an Excel workbook (.xlsx) as the CSV that rows_write.c would make
 * of it: the same reads as in_read, for the reader of records alone.  Each row of
 * the sheet is a line, so that lines are counted as Excel counts rows; blank ones
 * are blank lines, cells that are empty at the end of a row are left out, and a
 * line break in a cell is a blank.
 *
 *   - A number is a plain decimal of the 15 digits that Excel shows; a date, by
 *     the format of its cell, is YYYY-MM-DD, with HH:MM:SS if it has a time of
 *     day; what a format of leading zeros or per cent adds is there.
 *   - A formula is its result as it was saved; without one the file ends.
 *   - What is merged over several rows of data ends the file: of those rows all
 *     but the first lack the value.
 *   - Rows and columns that are hidden are read, and counted.
 *
 * Rows stream; the texts that cells share are held, 512 MiB of them at most.
 */
#ifndef LSCB_SHEET_H
#define LSCB_SHEET_H

#include "rows.h"
#include "stream.h"

/* How a workbook, or any other zip file, begins. */
#define SHEET_MAGIC "PK\003\004"
enum { SHEET_MAGIC_BYTES = 4 };

/* What is to be told of a sheet. */
struct sheet_found {
	size_t hidden_rows, hidden_columns;	/* with something in them */
	size_t hidden_sheets;
};

struct sheet;
/*
 * The sheet called name of the workbook in, which stays the caller's; nothing may
 * have been read of it but in_begins.  before: rows above the data, its header
 * among them; max_record: bytes of a row.  0, or -1 with *err.
 */
int sheet_open(struct sheet **sheet, struct in *in, const char *name,
    size_t before, size_t max_record, struct err *err);
/*
 * As in_read.  What is wrong with the sheet is said, with its row and column,
 * once all rows before it were returned.
 */
ssize_t sheet_read(struct sheet *sheet, void *p, size_t n, struct err *err);
/*
 * What the n fields of a row that was returned are besides their text, into
 * cells; false: nothing, and cells are as they were.  Rows in order, each once.
 * *breaks gets the line breaks in it.
 */
bool sheet_cells(struct sheet *sheet, size_t row, unsigned char *cells,
    size_t n, size_t *breaks);
/* Adds what was found so far. */
void sheet_found(const struct sheet *sheet, struct sheet_found *found);
void sheet_close(struct sheet *sheet);

#endif
