/* SPDX-License-Identifier: MIT */
/*
 * The row in hand as a line of its file, as of a day: what is not known yet
 * is empty.
 */
#include <string.h>

#include "sheet_board.h"

char *
put_uint(char *p, uint64_t v, int width)
{
	char digits[24];
	int n = 0;

	do {
		digits[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	while (n < width)
		digits[n++] = '0';
	while (n > 0)
		*p++ = digits[--n];
	return p;
}

static char *
put_text(char *p, const char *text, size_t n, char delimiter)
{
	char *from = p;
	size_t i;

	for (i = 0; i < n; i++) {
		if (text[i] == delimiter || text[i] == '"' ||
		    text[i] == '\n' || text[i] == '\r')
			break;
		*p++ = text[i];
	}
	if (i == n)
		return p;
	p = from;
	*p++ = '"';
	for (i = 0; i < n; i++) {
		if (text[i] == '"')
			*p++ = '"';
		*p++ = text[i];
	}
	*p++ = '"';
	return p;
}

static char *
put_day(char *p, const char *format, date day)
{
	int y, m, d;

	date_split(day, &y, &m, &d);
	return date_put(p, format, y, m, d);
}

/* The field as it is known on a day. */
static char *
put_known(char *p, const struct row *row, int c, date as_of)
{
	const struct sheet_style *style = row->sheet->style;
	date day = row->day[c];
	int y, m, d;

	switch (row->kind[c]) {
	case FIELD_EMPTY:
		return p;
	case FIELD_SINCE:
		if (day > as_of)
			return p;
		/* FALLTHROUGH */
	case FIELD_TEXT:
		return put_text(p, row->text + row->at[c], row->n[c],
		    style->delimiter);
	case FIELD_DATE:
		return day > as_of ? p : put_day(p, style->format[c], day);
	case FIELD_AHEAD:
		return put_day(p, style->format[c], day);
	case FIELD_BIRTH:
		return row->born > as_of ? p :
		    put_day(p, style->format[c], day);
	case FIELD_DUE:
		return row->born <= as_of ? p :
		    put_day(p, style->format[c], day);
	case FIELD_NO_DATE:
		if (day > as_of)
			return p;
		date_split(day, &y, &m, &d);
		return date_put(p, style->format[c], y, 2, 30);
	}
	return p;
}

char *
put_line(char *p, const struct row *row, date as_of)
{
	const struct sheet_style *style = row->sheet->style;
	int i;

	for (i = 0; i < style->n; i++) {
		if (i > 0)
			*p++ = style->delimiter;
		p = put_known(p, row, style->order[i], as_of);
	}
	if (style->crlf)
		*p++ = '\r';
	*p++ = '\n';
	return p;
}

void
header_write(const struct sheet *s, struct delivered *d)
{
	const struct sheet_style *style = s->style;
	char *p = file_room(&d->file, LINE_BYTES);
	const char *header;
	int i;

	if (style->bom) {
		memcpy(p, "\xef\xbb\xbf", 3);
		p += 3;
	}
	for (i = 0; i < style->n; i++) {
		if (i > 0)
			*p++ = style->delimiter;
		header = style->header[style->order[i]];
		p = put_text(p, header, strlen(header), style->delimiter);
	}
	if (style->crlf)
		*p++ = '\r';
	*p++ = '\n';
	file_took(&d->file, p);
}
