/* SPDX-License-Identifier: MIT */
/*
 * The rows that most sheets are made of, without expat: see sheet_rows.h.  What is
 * taken here is whole, well-formed and sound, and comes out as expat and
 * sheet_rows.c would have it (proven by a differential test); for anything else,
 * and for whatever is wrong, nothing is taken, and they say what it is.
 *
 *	<row r="7" spans="1:3"><c r="A7" s="1" t="s"><v>5</v></c> ... </row>
 */
#include <string.h>

#include "sheet_rows.h"

enum { ATTRIBUTES_MOST = 16 };

struct attribute {
	const char *name, *value;
	size_t n_name, n_value;
};

/* What is being read, and what is read of one cell. */
struct quick {
	struct sheet *sheet;
	const char *p, *end;
	const char *value;
	size_t n;		/* of value */
};

/* ASCII that stands for itself in an attribute and in text. */
static inline bool
is_plain(char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '&' && c != '<' &&
	    c != '>';
}

/* Goes on behind these bytes, if they come next. */
static inline bool
next_is(struct quick *q, const char *text, size_t n)
{
	if ((size_t)(q->end - q->p) < n || memcmp(q->p, text, n) != 0)
		return false;
	q->p += n;
	return true;
}
#define NEXT_IS(q, text) next_is(q, text, sizeof(text) - 1)

static inline bool
plain_text(struct quick *q, char end)
{
	q->value = q->p;
	while (q->p < q->end && is_plain(*q->p))
		q->p++;
	q->n = (size_t)(q->p - q->value);
	return q->p < q->end && *q->p == end;
}

/* A decimal number of up to 9 digits; false: it is none. */
static inline bool
digits(const char *p, size_t n, size_t *out)
{
	size_t v = 0, i;

	for (i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		v = v * 10 + (size_t)(p[i] - '0');
	}
	*out = v;
	return n > 0 && n < 10;
}

static inline bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The next attribute of a row, as XML wants it. */
static bool
attribute(struct quick *q, struct attribute *a)
{
	a->name = ++q->p;	/* a blank */
	if (q->p == q->end || !is_letter(*q->p))
		return false;
	while (q->p < q->end && (is_letter(*q->p) || (*q->p >= '0' &&
	    *q->p <= '9') || *q->p == ':'))
		q->p++;
	a->n_name = (size_t)(q->p - a->name);
	if (!NEXT_IS(q, "=\"") || !plain_text(q, '"'))
		return false;
	q->p++;
	a->value = q->value;
	a->n_value = q->n;
	return true;
}

static bool
is_named(const struct attribute *a, const char *name)
{
	return a->n_name == strlen(name) &&
	    memcmp(a->name, name, a->n_name) == 0;
}

/* Number and visibility of a row by its attributes; they are all different. */
static bool
row_start(struct quick *q)
{
	struct attribute a[ATTRIBUTES_MOST];
	size_t row = q->sheet->row + 1, n, i;
	bool hidden = false;

	for (n = 0; q->p < q->end && *q->p == ' '; n++) {
		if (n == ATTRIBUTES_MOST || !attribute(q, &a[n]))
			return false;
		for (i = 0; i < n; i++)
			if (a[i].n_name == a[n].n_name && memcmp(a[i].name,
			    a[n].name, a[n].n_name) == 0)
				return false;
		if (is_named(&a[n], "r") && !digits(a[n].value, a[n].n_value,
		    &row))
			return false;
		if (is_named(&a[n], "hidden"))
			hidden = (a[n].n_value == 1 && *a[n].value == '1') ||
			    (a[n].n_value == 4 && memcmp(a[n].value, "true",
			    4) == 0) || hidden;
		if (is_named(&a[n], "ht"))
			hidden |= a[n].n_value == 1 && *a[n].value == '0';
	}
	if (row <= q->sheet->row || row > ROWS_MOST)
		return false;
	sheet_row(q->sheet, row, hidden);
	return true;
}

/* r, s and t of a cell, each once at most; type gets t's letter, n for none. */
static inline bool
cell_start(struct quick *q, char *type)
{
	struct sheet *s = q->sheet;
	size_t row = s->row, style = 0;
	unsigned seen = 0, bit;
	char name;

	*type = 'n';
	s->column = s->next;
	while (q->end - q->p > 5 && *q->p == ' ') {
		name = q->p[1];
		bit = name == 'r' ? 1 : name == 's' ? 2 : name == 't' ? 4 : 0;
		q->p += 2;
		if (bit == 0 || (seen & bit) != 0 || !NEXT_IS(q, "=\"") ||
		    !plain_text(q, '"') || q->n == 0)
			return false;
		seen |= bit;
		q->p++;
		if (name == 'r' && sheet_address(q->value, &s->column,
		    &row) != q->value + q->n)
			return false;
		if (name == 's' && !digits(q->value, q->n, &style))
			return false;
		if (name == 't') {
			*type = *q->value;
			if (q->n != 1 || strchr("snb", *type) == NULL)
				return false;
		}
	}
	if (row != s->row || s->column < s->next ||
	    s->column >= COLUMNS_MOST || style >= s->styles.n)
		return false;
	s->next = s->column + 1;
	s->format = &s->styles.formats[style];
	return true;
}

static inline bool
put_number(struct quick *q)
{
	const struct sheet *s = q->sheet;
	enum cell_kind cell = CELL_PLAIN;
	char text[NUMBER_TEXT];
	size_t n = number_cell(s->format, q->value, q->n, s->book.from_1904,
	    text, &cell);

	return n > 0 && sheet_field(q->sheet, text, n, cell, 0) == 0;
}

static inline bool
put_value(struct quick *q, char type)
{
	struct sheet *s = q->sheet;
	const struct shared *shared;
	size_t i;

	if (q->n == 0)
		return true;
	if (type == 'n')
		return put_number(q);
	if (!digits(q->value, q->n, &i))
		return false;
	if (type == 'b')
		return q->n == 1 && i < 2 && sheet_field(s, i == 1 ? "TRUE" :
		    "FALSE", i == 1 ? 4 : 5, CELL_PLAIN, 0) == 0;
	if (i >= s->strings.n)
		return false;
	shared = &s->strings.items[i];
	return sheet_field(s, s->strings.text.p + shared->at, shared->n,
	    CELL_PLAIN, shared->breaks) == 0;
}

/* All of a cell behind its "<c". */
static inline bool
cell(struct quick *q)
{
	char type;

	if (!cell_start(q, &type))
		return false;
	if (NEXT_IS(q, "/>"))
		return true;
	if (!NEXT_IS(q, "><v>") || !plain_text(q, '<') ||
	    !NEXT_IS(q, "</v></c>"))
		return false;
	return put_value(q, type);
}

/* All of a row behind its "<row". */
static bool
row(struct quick *q)
{
	if (!row_start(q))
		return false;
	if (NEXT_IS(q, "/>"))
		return true;
	if (!NEXT_IS(q, ">"))
		return false;
	while (NEXT_IS(q, "<c"))
		if (!cell(q))
			return false;
	return NEXT_IS(q, "</row>") && sheet_row_end(q->sheet) == 0;
}

size_t
sheet_quick(void *sheet, const char *p, size_t n, bool *more)
{
	struct sheet *s = sheet;
	struct quick q = { .sheet = s, .p = p + 4, .end = p + n };
	const size_t out = s->out.n, marks = s->n_marks, row_was = s->row;

	*more = false;
	if (s->slowly || s->section != IN_ROWS || s->out.n > OUT_ENOUGH)
		return 0;
	if (row(&q))
		return (size_t)(q.p - p);
	/* As if nothing had been read of it. */
	s->out.n = out;
	s->n_marks = marks;
	s->row = row_was;
	*more = memmem(p, n, "</row>", 6) == NULL;
	return 0;
}
