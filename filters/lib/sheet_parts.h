/* SPDX-License-Identifier: MIT */
/*
 * What a sheet needs to know of its workbook before its first row: which part it
 * is (sheet_book.c), the texts that cells share (sheet_strings.c), how they show
 * numbers (sheet_styles.c).  For the files of the sheet alone.
 */
#ifndef LSCB_SHEET_PARTS_H
#define LSCB_SHEET_PARTS_H

#include "buf.h"
#include "sheet_number.h"
#include "sheet_zip.h"

struct book {
	char *sheet;		/* the part that the sheet is */
	char *strings, *styles;	/* parts, or NULL */
	bool from_1904;
	bool hidden;		/* the sheet is */
	struct arena arena;	/* owns the names */
};

/* Finds the sheet called name.  0, or -1 with *err; then book_done too. */
int book_read(struct book *book, struct package *pk, const char *name,
    struct err *err);
void book_done(struct book *book);

/* One that cells share, as CSV has it. */
struct shared {
	size_t at;		/* in text */
	unsigned n;
	unsigned breaks;	/* line breaks in it, now blanks */
};

struct strings {
	struct buf text;
	struct shared *items;
	size_t n, cap;
};

int strings_read(struct strings *s, struct package *pk, const char *part,
    struct err *err);
void strings_done(struct strings *s);

/*
 * The text of a cell as a person sees it: _x000D_ is the character it stands for,
 * and a line break becomes a blank; how many there were.
 */
unsigned text_finish(struct buf *b);

/* How a workbook shows the numbers of its cells, by the style of a cell. */
struct cell_styles {
	struct number_format *formats;
	size_t n;
};

int cell_styles_read(struct cell_styles *s, struct package *pk, const char *part,
    struct err *err);
void cell_styles_done(struct cell_styles *s);

#endif
