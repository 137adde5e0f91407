/* SPDX-License-Identifier: MIT */
/* See sheet.h; sheet_rows.c makes lines of the XML, here they are handed out. */
#include <stdlib.h>
#include <string.h>

#include "sheet_rows.h"

static int
open_parts(struct sheet *s, const char *name, struct err *err)
{
	const int fd = in_whole(s->in, err);

	if (fd == -1 || package_open(&s->package, fd, in_name(s->in),
	    err) == -1 || book_read(&s->book, s->package, name, err) == -1 ||
	    (s->book.strings != NULL && strings_read(&s->strings, s->package,
	    s->book.strings, err) == -1) ||
	    cell_styles_read(&s->styles, s->package, s->book.styles, err) == -1)
		return -1;
	s->found.hidden_sheets = s->book.hidden;
	return part_open(&s->part, s->package, s->book.sheet, &sheet_handlers,
	    s, err);
}

int
sheet_open(struct sheet **out, struct in *in, const char *name,
    size_t before, size_t max_record, struct err *err)
{
	struct sheet *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	s->in = in;
	s->before = before;
	s->max_record = max_record;
	if (open_parts(s, name, err) == -1) {
		sheet_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

/* Lines that were read make room; more come, or an end. */
static void
refill(struct sheet *s)
{
	int r;

	if (s->out.n > s->at)
		memmove(s->out.p, s->out.p + s->at, s->out.n - s->at);
	s->out.n -= s->at;
	s->row_at -= s->row_at < s->at ? s->row_at : s->at;
	s->whole = s->at = 0;
	r = xml_step(s->part.xml, &s->err);
	if (r == 0 && !s->rows_seen)
		r = package_bad(s->package, &s->err, "the sheet has no rows, "
		    "not even none");
	if (r == -1 && s->err.status == STATUS_DATA && s->err.line == 0)
		err_at(&s->err, in_name(s->in), s->row, NULL);
	s->failed = r == -1;
	s->done = r == 0;
}

ssize_t
sheet_read(struct sheet *s, void *p, size_t n, struct err *err)
{
	while (s->at == s->whole) {
		if (s->failed) {
			*err = s->err;
			return -1;
		}
		if (s->done)
			return 0;
		if (buf_reserve(&s->out, 1) == -1)
			return err_set(err, STATUS_SYSTEM, "",
			    "out of memory");
		refill(s);
	}
	if (n > s->whole - s->at)
		n = s->whole - s->at;
	memcpy(p, s->out.p + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

bool
sheet_cells(struct sheet *s, size_t row, unsigned char *cells, size_t n,
    size_t *breaks)
{
	const struct mark *m;
	bool any = false;

	*breaks = 0;
	for (; s->mark_at < s->n_marks; s->mark_at++) {
		m = &s->marks[s->mark_at];
		if (m->row > row)
			break;
		if (m->row < row)
			continue;
		if (m->cell == MARK_BREAKS) {
			*breaks += m->breaks;
		} else if (m->column < n) {
			if (!any)
				memset(cells, CELL_PLAIN, n);
			any = true;
			cells[m->column] = m->cell;
		}
	}
	if (s->mark_at == s->n_marks)
		s->mark_at = s->n_marks = 0;
	return any;
}

void
sheet_slowly(struct sheet *s)
{
	s->slowly = true;
}

void
sheet_found(const struct sheet *s, struct sheet_found *found)
{
	size_t i;

	found->hidden_rows += s->found.hidden_rows;
	found->hidden_sheets += s->found.hidden_sheets;
	for (i = 0; i < sizeof(s->used); i++)
		found->hidden_columns += (size_t)__builtin_popcount(
		    s->used[i] & s->hidden[i]);
}

void
sheet_close(struct sheet *s)
{
	if (s == NULL)
		return;
	part_close(&s->part);
	package_close(s->package);
	book_done(&s->book);
	strings_done(&s->strings);
	cell_styles_done(&s->styles);
	buf_free(&s->out);
	buf_free(&s->value);
	buf_free(&s->quoted);
	free(s->marks);
	free(s);
}
