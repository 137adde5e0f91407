/* SPDX-License-Identifier: MIT */
/*
 * Records of a dialect with an escape character: see rows.h.  libcsv, the
 * parser of record, knows none, so this one parser is ours: as strict, and
 * where it cannot be sure what a character behind an escape means it says so.
 */
#include "rows_reader.h"

enum place { AT_START, IN_PLAIN, IN_QUOTES, BEHIND_QUOTES };

/* A physical line of a record, and how far it was understood. */
struct line {
	const char *p;
	size_t n, i;
	enum place place;	/* of the byte at i */
	size_t cell;		/* where the field at hand begins in cells */
	bool goes_on;		/* its end was part of a field */
	const char *code;		/* what is wrong, or NULL */
	const char *text;		/* NULL: reader_lone_end says it */
};

/*
 * Length of the line end at i, 0 when there is none.  Where lines end in a
 * carriage return alone there is no CRLF: see swap_ends in rows_record.c.
 */
static size_t
end_at(const struct reader *rd, const struct line *l)
{
	const char *p = l->p + l->i;
	size_t n = l->n - l->i;

	if (n > 0 && *p == '\n')
		return 1;
	return n > 1 && p[0] == '\r' && p[1] == '\n' && !rd->opts.lone_cr ?
	    2 : 0;
}

static int
bad(struct line *l, const char *code, const char *text)
{
	l->code = code;
	l->text = text;
	return 0;
}

/*
 * A line end inside a field is one space.  A line feed in quotes, where lines
 * end in a carriage return, has the end of the line still before it.
 */
static int
add_break(struct reader *rd, struct line *l, size_t n)
{
	l->i += n;
	l->goes_on = l->i == l->n;
	rd->breaks++;
	return buf_addc(&rd->cells, ' ');
}

static int
add_byte(struct reader *rd, struct line *l)
{
	return buf_addc(&rd->cells, l->p[l->i++]);
}

static int
escaped(struct reader *rd, struct line *l)
{
	size_t end;
	char c;

	l->i++;
	end = end_at(rd, l);
	if (l->place == AT_START)
		l->place = IN_PLAIN;
	if (end > 0)
		return add_break(rd, l, end);
	c = l->i < l->n ? l->p[l->i] : '\0';
	if (c == rd->opts.escape || c == rd->opts.delimiter ||
	    (c == rd->opts.quote && !rd->opts.no_quote))
		return add_byte(rd, l);
	return bad(l, "bad-escape", "the escape character stands before "
	    "something it cannot escape: only a quote, the delimiter, itself "
	    "and a line end have a meaning behind it");
}

static int
in_quotes(struct reader *rd, struct line *l)
{
	size_t end = end_at(rd, l);

	if (l->p[l->i] == rd->opts.quote) {
		l->place = BEHIND_QUOTES;
		l->i++;
		return 0;
	}
	if (end > 0)
		return add_break(rd, l, end);
	if (rd->opts.lone_cr && l->p[l->i] == '\r') {
		if (l->i > 0)
			return add_break(rd, l, 1);
		l->i++;		/* of a CR and LF in quotes, swapped: one */
		return 0;
	}
	return add_byte(rd, l);
}

static int
outside(struct reader *rd, struct line *l)
{
	const char c = l->p[l->i];
	const bool is_quote = c == rd->opts.quote && !rd->opts.no_quote;
	size_t cell = l->cell;

	if (c == rd->opts.delimiter) {
		l->place = AT_START;
		l->cell = rd->cells.n;
		l->i++;
		return reader_span(rd, cell);
	}
	if (is_quote && l->place == AT_START) {
		l->place = IN_QUOTES;
		l->i++;
		return 0;
	}
	if (is_quote || l->place == BEHIND_QUOTES)
		return bad(l, "bad-quote", "a quote stands where none may be: "
		    "inside a field without the escape character before it, "
		    "or with text after it");
	if (rd->opts.lone_cr && c == '\r')
		return bad(l, "lone-lf", NULL);
	l->place = IN_PLAIN;
	return add_byte(rd, l);
}

/* Up to the end of the line, or of the record.  0, or -1: no memory. */
static int
understand(struct reader *rd, struct line *l)
{
	int r = 0;

	l->goes_on = false;
	for (l->i = 0; r == 0 && l->i < l->n && l->code == NULL; )
		if (l->p[l->i] == rd->opts.escape &&
		    l->place != BEHIND_QUOTES)
			r = escaped(rd, l);
		else if (l->place == IN_QUOTES)
			r = in_quotes(rd, l);
		else if (end_at(rd, l) > 0)
			break;
		else
			r = outside(rd, l);
	return r;
}

int
reader_escaped(struct reader *rd, size_t *size, size_t *lines,
    struct err *err)
{
	struct line l = { .n = *size, .goes_on = true };
	size_t at = 0;
	int r;

	rd->cells.n = rd->n_spans = 0;
	for (*lines = 0; l.goes_on; at += l.n) {
		if (*lines > 0) {
			r = reader_line(rd, at, &l.n, err);
			if (r == -1)
				return -1;
			if (r == 0)
				break;
		}
		++*lines;
		*size = at + l.n;
		l.p = rd->b + rd->start + at;
		if (understand(rd, &l) == -1)
			return reader_no_memory(err);
		if (l.code != NULL && l.text == NULL)
			return reader_lone_end(rd, err);
		if (l.code != NULL && *lines == 1)
			return reader_bad_line(rd, l.n, l.code, err, l.text);
		if (l.code != NULL)
			return reader_bad(rd, l.code, rd->line, err, l.text);
	}
	if (l.place == IN_QUOTES)
		return reader_bad(rd, "open-quote", rd->line, err, "a quote "
		    "opened in the record that begins here is never closed");
	if (l.goes_on)
		return reader_bad(rd, "bad-escape", rd->line, err, "the line "
		    "end of the record that begins here is escaped, and there "
		    "is nothing behind it: the file was cut; ask for it again");
	return reader_span(rd, l.cell) == -1 ? reader_no_memory(err) : 0;
}
