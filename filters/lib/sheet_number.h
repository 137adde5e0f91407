/* SPDX-License-Identifier: MIT */
/*
 * Numbers of a workbook as text: pure, no input of its own.  A workbook stores
 * a date as a number and a number in up to 17 digits; what a person sees in the
 * cell depends on its format.
 */
#ifndef LSCB_SHEET_NUMBER_H
#define LSCB_SHEET_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "rows.h"

enum { NUMBER_TEXT = 400 };	/* bytes of any number, as plain decimal */

/* What counts of a number format. */
struct number_format {
	bool date;		/* has a year, month or day */
	bool time;		/* has hours, minutes or seconds */
	bool elapsed;		/* [h]:mm: hours beyond a day */
	bool percent;
	unsigned char digits;	/* 00000: so many digits; else 0 */
	char shown[48];		/* then what is shown: 0 for each digit, a byte
				 * 1 before each character that is none */
};

/* By the text of a format, as it stands in the file. */
void number_format_read(struct number_format *f, const char *code);
/* By the number of one that is built in. */
void number_format_built_in(struct number_format *f, unsigned long id);

/*
 * A number as it is stored, such as 1.0000000000000001E-2, as a plain decimal of
 * 15 significant digits, as Excel shows it.  Its length, 0: it is no number.
 * *lost: it has more digits before the point than a workbook can hold.
 */
size_t number_text(const char *p, size_t n, char out[NUMBER_TEXT],
    bool *lost);

/*
 * A number, stored as that (p ends with a NUL), as a cell of this format gives
 * it: a date as YYYY-MM-DD, with HH:MM:SS behind it if there is a time of day; a
 * time as HH:MM:SS; a percentage with its %; leading zeros.  *cell says what it
 * is.  Its length, 0: it is no number.
 */
size_t number_cell(const struct number_format *f, const char *p, size_t n,
    bool from_1904, char out[NUMBER_TEXT], enum cell_kind *cell);

/* The same for a date stored as ISO 8601 text; 0: it is none. */
size_t iso_cell(const char *p, size_t n, char out[NUMBER_TEXT],
    enum cell_kind *cell);

#endif
