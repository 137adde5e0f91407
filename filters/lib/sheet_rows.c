/* SPDX-License-Identifier: MIT */
/*
 * Lines of CSV out of the XML of a sheet: see sheet.h.  A row is written cell by
 * cell as its elements end; what is not where it says it is ends the file, because
 * a value in the wrong column would be another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "sheet_rows.h"

/* A, B ... Z, AA: as Excel calls a column. */
static void
letters(size_t column, char out[16])
{
	char text[16];
	size_t i = sizeof(text) - 1, n = column + 1;

	for (text[i] = '\0'; n > 0; n = (n - 1) / 26)
		text[--i] = (char)('A' + (n - 1) % 26);
	memcpy(out, text + i, sizeof(text) - i);
}

/* What is wrong at the cell at hand. */
static void
bad_cell(struct sheet *s, const char *code, const char *text)
{
	char column[32] = "column ";
	struct err *err = xml_fail(s->part.xml);

	letters(s->column, column + 7);
	err_set(err, STATUS_DATA, code, "%s", text);
	err_at(err, in_name(s->in), s->row, column);
}

static void
bad_row(struct sheet *s, const char *code, const char *text)
{
	struct err *err = xml_fail(s->part.xml);

	err_set(err, STATUS_DATA, code, "%s", text);
	err_at(err, in_name(s->in), s->row, NULL);
}

#define SAVE_AGAIN "open the workbook in Excel and save it again, or ask for " \
	"it again"

static int
add_mark(struct sheet *s, unsigned char cell, unsigned breaks)
{
	struct mark *grown = grow(s->marks, s->n_marks, &s->cap_marks,
	    sizeof(*grown));

	if (grown == NULL)
		return -1;
	s->marks = grown;
	grown[s->n_marks++] = (struct mark){ (uint32_t)s->row,
	    (uint16_t)s->column, cell, breaks };
	return 0;
}

int
sheet_field(struct sheet *s, const char *p, size_t n, enum cell_kind cell,
    unsigned breaks)
{
	const size_t gap = s->column + (s->written > 0) - s->written;
	const size_t lines = s->written > 0 ? 0 : s->row - s->last_row - 1;

	if (n == 0)
		return 0;
	if (s->written == 0)
		s->row_at = s->out.n + lines;
	else if (s->out.n - s->row_at + gap + n > s->max_record)
		return -2;
	if (buf_reserve(&s->out, lines + gap + n) == -1)
		return -1;
	memset(s->out.p + s->out.n, '\n', lines);
	s->out.n += lines;
	memset(s->out.p + s->out.n, ',', gap);
	s->out.n += gap;
	memcpy(s->out.p + s->out.n, p, n);
	s->out.n += n;
	s->written = s->column + 1;
	s->used[s->column / 8] |= (unsigned char)(1 << s->column % 8);
	if (cell != CELL_PLAIN && add_mark(s, (unsigned char)cell, 0) == -1)
		return -1;
	return breaks == 0 ? 0 : add_mark(s, MARK_BREAKS, breaks);
}

static void
put(struct sheet *s, const char *p, size_t n, enum cell_kind cell,
    unsigned breaks)
{
	int r = sheet_field(s, p, n, cell, breaks);

	if (r == -1)
		xml_no_memory(s->part.xml);
	else if (r == -2)
		bad_row(s, "record-too-long", "the row is longer than any: look "
		    "for a cell that holds a whole text");
}

static void
put_text(struct sheet *s, enum cell_kind cell)
{
	const unsigned breaks = text_finish(&s->value);

	s->quoted.n = 0;
	if (s->value.n > 0 &&
	    csv_append(&s->quoted, s->value.p, s->value.n) == -1)
		xml_no_memory(s->part.xml);
	else
		put(s, s->quoted.p, s->quoted.n, cell, breaks);
}

static void
put_shared(struct sheet *s)
{
	const struct shared *shared;
	uint64_t i;

	if (!num_uint(s->value.p, s->value.n, &i) || i >= s->strings.n) {
		bad_cell(s, "bad-workbook", "the cell has a text that is not "
		    "in the workbook: " SAVE_AGAIN);
		return;
	}
	shared = &s->strings.items[i];
	put(s, s->strings.text.p + shared->at, shared->n, CELL_PLAIN,
	    shared->breaks);
}

static void
put_number(struct sheet *s)
{
	const struct number_format *f = s->format;
	enum cell_kind cell = CELL_PLAIN;
	char text[NUMBER_TEXT];
	size_t n;

	n = s->stored == STORED_DATE ?
	    iso_cell(s->value.p, s->value.n, text, &cell) :
	    number_cell(f, s->value.p, s->value.n, s->book.from_1904, text,
	    &cell);
	if (n == 0)
		bad_cell(s, "bad-workbook", "the cell should be a number or a "
		    "date, and is none: " SAVE_AGAIN);
	else
		put(s, text, n, cell, 0);
}

static void
put_truth(struct sheet *s)
{
	const bool yes = xml_true(s->value.p);

	if (!yes && strcmp(s->value.p, "0") != 0 &&
	    strcmp(s->value.p, "false") != 0)
		bad_cell(s, "bad-workbook", "the cell should be TRUE or FALSE, "
		    "and is neither: " SAVE_AGAIN);
	else
		put(s, yes ? "TRUE" : "FALSE", yes ? 4 : 5, CELL_PLAIN, 0);
}

static void
cell_end(struct sheet *s)
{
	if (s->has_formula && (!s->has_value || (s->value.n == 0 &&
	    s->stored != STORED_TEXT))) {
		bad_cell(s, "no-value", "a formula without its result: open "
		    "the workbook in Excel, which works it out, and save it "
		    "again");
		return;
	}
	if (buf_str(&s->value) == NULL) {
		xml_no_memory(s->part.xml);
		return;
	}
	if (s->value.n == 0)
		return;
	switch (s->stored) {
	case STORED_SHARED:
		put_shared(s);
		break;
	case STORED_TEXT:
	case STORED_INLINE:
		put_text(s, CELL_PLAIN);
		break;
	case STORED_ERROR:
		put_text(s, CELL_ERROR);
		break;
	case STORED_TRUTH:
		put_truth(s);
		break;
	case STORED_NUMBER:
	case STORED_DATE:
		put_number(s);
	}
}

const char *
sheet_address(const char *p, size_t *column, size_t *row)
{
	size_t c = 0, r = 0;

	for (; *p >= 'A' && *p <= 'Z' && c <= COLUMNS_MOST; p++)
		c = c * 26 + (size_t)(*p - 'A' + 1);
	if (c == 0 || c > COLUMNS_MOST || *p < '1' || *p > '9')
		return NULL;
	for (; *p >= '0' && *p <= '9' && r <= ROWS_MOST; p++)
		r = r * 10 + (size_t)(*p - '0');
	*column = c - 1;
	*row = r;
	return r > ROWS_MOST ? NULL : p;
}

static void
cell_place(struct sheet *s, const char *where)
{
	size_t row = s->row;
	const char *end = "";

	s->column = s->next;
	if (where != NULL)
		end = sheet_address(where, &s->column, &row);
	if (end == NULL || *end != '\0' || row != s->row ||
	    s->column < s->next || s->column >= COLUMNS_MOST)
		bad_row(s, "bad-workbook", "a cell of the row is not where it "
		    "says it is, or there twice: " SAVE_AGAIN);
	s->next = s->column + 1;
}

static void
cell_type(struct sheet *s, const char *type)
{
	static const struct {
		const char *name;
		enum stored stored;
	} types[] = {
		{ "s", STORED_SHARED }, { "n", STORED_NUMBER },
		{ "str", STORED_TEXT }, { "inlineStr", STORED_INLINE },
		{ "b", STORED_TRUTH }, { "e", STORED_ERROR },
		{ "d", STORED_DATE }
	};
	size_t i;

	s->stored = STORED_NUMBER;
	if (type == NULL)
		return;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i].name) == 0) {
			s->stored = types[i].stored;
			return;
		}
	bad_cell(s, "bad-workbook", "the cell is of a kind that is not known: "
	    SAVE_AGAIN);
}

static void
cell_start(struct sheet *s, const char **attributes)
{
	const char *where = NULL, *type = NULL, *style = NULL;
	uint64_t i = 0;

	for (; *attributes != NULL; attributes += 2) {
		if (attributes[0][1] != '\0')
			continue;
		if (attributes[0][0] == 'r')
			where = attributes[1];
		else if (attributes[0][0] == 't')
			type = attributes[1];
		else if (attributes[0][0] == 's')
			style = attributes[1];
	}
	s->value.n = 0;
	s->has_value = s->has_formula = s->taking = s->in_text = false;
	cell_place(s, where);
	cell_type(s, type);
	if ((style != NULL && !num_uint(style, strlen(style), &i)) ||
	    i >= s->styles.n) {
		bad_cell(s, "bad-workbook", "the cell has a style that is not "
		    "in the workbook: " SAVE_AGAIN);
		return;
	}
	s->format = &s->styles.formats[i];
}

void
sheet_row(struct sheet *s, size_t row, bool hidden)
{
	s->row = row;
	s->next = s->written = 0;
	s->row_at = s->out.n;
	s->row_hidden = hidden;
}

int
sheet_row_end(struct sheet *s)
{
	if (s->written == 0)
		return 0;
	if (buf_addc(&s->out, '\n') == -1)
		return -1;
	s->whole = s->out.n;
	s->last_row = s->row;
	s->found.hidden_rows += s->row_hidden;
	return 0;
}

static void
row_start(struct sheet *s, const char **attributes)
{
	const char *number = xml_attribute(attributes, "r");
	const char *height = xml_attribute(attributes, "ht");
	uint64_t row = s->row + 1;

	if ((number != NULL && !num_uint(number, strlen(number), &row)) ||
	    row <= s->row || row > ROWS_MOST) {
		bad_row(s, "bad-workbook", "the row behind this one is not "
		    "where it says it is, or there twice: " SAVE_AGAIN);
		return;
	}
	sheet_row(s, (size_t)row, xml_true(xml_attribute(attributes,
	    "hidden")) || (height != NULL && strcmp(height, "0") == 0));
}

static void
hide_columns(struct sheet *s, const char **attributes)
{
	const char *low = xml_attribute(attributes, "min");
	const char *high = xml_attribute(attributes, "max");
	const char *width = xml_attribute(attributes, "width");
	uint64_t from, to;

	if (!xml_true(xml_attribute(attributes, "hidden")) &&
	    (width == NULL || strcmp(width, "0") != 0))
		return;
	if (low == NULL || high == NULL || !num_uint(low, strlen(low), &from) ||
	    !num_uint(high, strlen(high), &to) || from < 1 ||
	    to > COLUMNS_MOST) {
		xml_bad(s->part.xml, "the sheet's columns are not sound");
		return;
	}
	for (; from <= to; from++)
		s->hidden[(from - 1) / 8] |= (unsigned char)
		    (1 << (from - 1) % 8);
}

/*
 * Of cells that are merged the first has the value.  Over several rows of data
 * that would be taken for the value of one of them; beside each other, for that of
 * one column, but where the row is a title.
 */
static void
check_merge(struct sheet *s, const char *where)
{
	size_t left, top, right, bottom;
	char text[160], column[16];
	const char *p;

	p = where == NULL ? NULL : sheet_address(where, &left, &top);
	if (p != NULL && *p == '\0')
		return;		/* one cell alone */
	if (p == NULL || *p != ':' || (p = sheet_address(p + 1, &right,
	    &bottom)) == NULL || *p != '\0' || right < left || bottom < top) {
		xml_bad(s->part.xml, "the sheet's merged cells are not sound");
		return;
	}
	if (bottom <= s->before || (top == bottom && left == 0))
		return;
	letters(left, column);
	s->row = top;
	if (top == bottom)
		(void)snprintf(text, sizeof(text), "cells of this row are "
		    "merged, from column %s on: in Excel unmerge them, and fill "
		    "in what belongs into each", column);
	else
		(void)snprintf(text, sizeof(text), "cells of rows %zu to %zu "
		    "are merged, from column %s on: in Excel unmerge them, and "
		    "fill in the value of each row", top, bottom, column);
	bad_row(s, "merged-cells", text);
}

/* An element in a cell. */
static void
start_in_cell(struct sheet *s, const char *name)
{
	const bool value = strcmp(name, "v") == 0;

	if (value || strcmp(name, "is") == 0) {
		if (s->has_value || value == (s->stored == STORED_INLINE))
			bad_cell(s, "bad-workbook", "the cell has two values, "
			    "or one of another kind than it says: " SAVE_AGAIN);
		s->has_value = true;
		s->taking = value;
		s->in_text = !value;
	} else if (strcmp(name, "f") == 0) {
		s->has_formula = true;
	} else if (strcmp(name, "extLst") != 0) {
		bad_cell(s, "bad-workbook", "the cell has something in it that "
		    "is no value: " SAVE_AGAIN);
	}
}

/* An element in a row of the sheet. */
static void
start_in_row(struct sheet *s, const char *name, const char **attributes,
    unsigned depth)
{
	if (depth == 4) {
		s->in_cell = strcmp(name, "c") == 0;
		if (s->in_cell)
			cell_start(s, attributes);
		else if (strcmp(name, "extLst") != 0)
			bad_row(s, "bad-workbook", "the row has something in "
			    "it that is no cell: " SAVE_AGAIN);
	} else if (depth == 5 && s->in_cell) {
		start_in_cell(s, name);
	} else if (depth == 6 && s->in_text) {
		s->in_run = strcmp(name, "r") == 0;
		s->taking = strcmp(name, "t") == 0;
	} else if (depth == 7 && s->in_text) {
		s->taking = s->in_run && strcmp(name, "t") == 0;
	}
}

static void
start_section(struct sheet *s, const char *name)
{
	s->section = strcmp(name, "sheetData") == 0 ? IN_ROWS :
	    strcmp(name, "cols") == 0 ? IN_COLUMNS :
	    strcmp(name, "mergeCells") == 0 ? IN_MERGES : IN_NOTHING;
	if (s->section != IN_ROWS)
		return;
	if (s->rows_seen)
		xml_bad(s->part.xml, "the sheet has its rows twice");
	s->rows_seen = true;
}

static void
on_start(struct xml *x, void *arg, const char *name,
    const char **attributes, unsigned depth)
{
	struct sheet *s = arg;

	if (depth > 3) {
		if (s->section == IN_ROWS)
			start_in_row(s, name, attributes, depth);
	} else if (depth == 2) {
		start_section(s, name);
	} else if (depth == 1) {
		if (strcmp(name, "worksheet") != 0)
			xml_bad(x, "what the workbook calls a sheet is none");
	} else if (s->section == IN_ROWS) {
		if (strcmp(name, "row") == 0)
			row_start(s, attributes);
		else
			bad_row(s, "bad-workbook", "there is something behind "
			    "this row that is no row: " SAVE_AGAIN);
	} else if (s->section == IN_COLUMNS && strcmp(name, "col") == 0) {
		hide_columns(s, attributes);
	} else if (s->section == IN_MERGES && strcmp(name, "mergeCell") == 0) {
		check_merge(s, xml_attribute(attributes, "ref"));
	}
}

static void
on_end(struct xml *x, void *arg, const char *name, unsigned depth)
{
	struct sheet *s = arg;

	(void)name;
	s->taking = false;
	if (s->section != IN_ROWS)
		return;
	if (depth == 5)
		s->in_text = false;
	else if (depth == 4 && s->in_cell)
		cell_end(s);
	else if (depth == 3 && sheet_row_end(s) == -1)
		xml_no_memory(x);
	else if (depth == 3 && s->out.n > OUT_ENOUGH)
		xml_pause(x);
	else if (depth == 2)
		s->section = IN_NOTHING;
}

static void
on_text(struct xml *x, void *arg, const char *p, size_t n)
{
	struct sheet *s = arg;

	if (!s->taking)
		return;
	if (s->value.n + n > s->max_record)
		bad_cell(s, "record-too-long", "the cell is longer than any");
	else if (buf_add(&s->value, p, n) == -1)
		xml_no_memory(x);
}

const struct xml_handlers sheet_handlers = { on_start, on_end, on_text,
    sheet_quick };
