/* SPDX-License-Identifier: MIT */
/* Where the header of a sheet is: see sniff.h. */
#include <string.h>

#include "buf.h"
#include "sheet.h"
#include "sniff.h"

enum { CHUNK = 64 * 1024, HEAD = 256 * 1024, RECORDS = 200,
	ROW_MOST = 1024 * 1024 };

/*
 * Cells that are empty at the end of a row are left out, so the header is the
 * first row that has as many as any.
 */
static void
find_header(struct sniff *s, const char *p, const char *end)
{
	size_t fields, rows = 0, line;
	const char *at, *next;
	bool blank;

	s->delimiter = ',';
	for (at = p, line = 0; at != NULL && at < end && rows < RECORDS;
	    at = next, line++) {
		next = sniff_record(at, end, ',', &fields, &blank);
		if (blank || next == NULL)
			continue;
		rows++;
		s->alike += fields == s->fields;
		if (fields > s->fields) {
			s->fields = fields;
			s->alike = 1;
			s->preamble = line;
		}
	}
	s->records = rows;
}

static int
read_head(struct sniff *s, struct in *in, const char *name, struct err *err)
{
	struct sheet *sheet;
	struct buf head = { 0 };
	ssize_t got;

	if (sheet_open(&sheet, in, name, SIZE_MAX, ROW_MOST, err) == -1)
		return -1;
	do {
		if (buf_reserve(&head, CHUNK) == -1) {
			got = err_set(err, STATUS_SYSTEM, "", "out of memory");
			break;
		}
		got = sheet_read(sheet, head.p + head.n, CHUNK, err);
		head.n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && head.n < HEAD);
	if (got >= 0 && head.n > 0)
		find_header(s, head.p, head.p + head.n);
	buf_free(&head);
	sheet_close(sheet);
	return got < 0 ? -1 : 0;
}

int
sniff_sheet(struct sniff *s, const char *path, const char *sheet,
    struct err *err)
{
	struct in *in;
	int r;

	memset(s, 0, sizeof(*s));
	if (in_open(&in, path, err) == -1)
		return -1;
	r = in_begins(in, SHEET_MAGIC, SHEET_MAGIC_BYTES, err);
	s->sheet = r == 1;
	if (r == 1 && sheet != NULL && read_head(s, in, sheet, err) == -1)
		r = -1;
	in_close(in);
	return r;
}
