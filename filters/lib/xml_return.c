/* SPDX-License-Identifier: MIT */
/* See xml_return.h. */
#include <stdlib.h>
#include <string.h>

#include "xml_record.h"

bool
xml_is_path(const char *s)
{
	const char *begin = s + (*s == '/');

	if (*begin == '\0' || begin[strlen(begin) - 1] == '/')
		return false;
	for (s = begin; *s != '\0'; s++)
		if ((unsigned char)*s < 0x80 && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "abcdefghijklmnopqrstuvwxyz0123456789_-./@", *s) == NULL)
			return false;
	return strstr(begin, "//") == NULL;
}

bool
xml_begins(const void *p, size_t n)
{
	static const struct {
		const char *bytes;
		size_t n;
	} ways[] = {
		{ "<", 1 }, { "\357\273\277<", 4 }, { "\377\376<\0", 4 },
		{ "\376\377\0<", 4 }
	};
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (n >= ways[i].n && memcmp(p, ways[i].bytes, ways[i].n) == 0)
			return true;
	return false;
}

static int
write_header(struct xml_return *x)
{
	size_t i;

	for (i = 0; i < x->shape->n_columns; i++)
		if ((i > 0 && buf_addc(&x->out, ',') == -1) ||
		    csv_append(&x->out, x->shape->columns[i].name,
		    strlen(x->shape->columns[i].name)) == -1)
			return -1;
	return buf_addc(&x->out, '\n');
}

static ssize_t
on_read(void *arg, void *p, size_t n, struct err *err)
{
	struct xml_return *x = arg;

	return in_read(x->in, p, n, err);
}

static int
on_bad(void *arg, enum xml_fault fault, size_t line, struct err *err)
{
	static const char *const texts[XML_FAULTS] = {
		[XML_MALFORMED] = "not written as XML is (a < or & that stands "
		    "for itself, or a letter that does not fit the encoding): "
		    "ask for the file again, written by a program that writes "
		    "XML",
		[XML_EMPTY] = "the file ends before its XML begins",
		[XML_CUT] = "the file ends in the middle of its XML: ask for "
		    "it again, whole",
		[XML_MISMATCH] = "an element ends here that is not the one "
		    "that is open: the XML is broken before this line; ask for "
		    "the file again",
		[XML_JUNK] = "something stands behind the end of the XML: "
		    "files were joined here, send them one by one",
		[XML_ENCODING] = "the XML says that it is in an encoding that "
		    "is not read, want UTF-8, UTF-16, ISO-8859-1 or "
		    "windows-1252",
		[XML_DOCTYPE] = "the file has a document type (DOCTYPE), which "
		    "may name other files or grow without end: ask for it "
		    "without one",
		[XML_DEEP] = "elements are nested deeper than in any return",
		[XML_ENDLESS] = "markup that does not end: ask for the file "
		    "again"
	};
	const struct xml_return *x = arg;

	err_set(err, STATUS_DATA, "bad-xml", "%s", texts[fault]);
	return err_at(err, in_name(x->in), line, NULL);
}

int
xml_return_open(struct xml_return **out, struct in *in,
    const struct xml_shape *shape, size_t max_record, struct err *err)
{
	struct xml_return *x = calloc(1, sizeof(*x));

	if (x == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	x->in = in;
	x->shape = shape;
	x->max_record = max_record;
	x->input = (struct xml_input){ x, on_read, on_bad };
	if (xml_record_prepare(x) == -1 || write_header(x) == -1)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else if (xml_open(&x->file, &x->input, &xml_record_handlers, x, err) == 0) {
		*out = x;
		return 0;
	}
	xml_return_close(x);
	return -1;
}

/* Lines that were read make room; more come, or an end. */
static void
refill(struct xml_return *x)
{
	int r;

	x->at = x->out.n = 0;
	r = xml_step(x->file, &x->err);
	if (r == 0)
		r = xml_record_end(x, &x->err);
	else if (r == 1)
		return;
	x->failed = r == -1;
	x->done = r == 0;
}

ssize_t
xml_return_read(struct xml_return *x, void *p, size_t n, struct err *err)
{
	while (x->at == x->out.n) {
		if (x->failed) {
			*err = x->err;
			return -1;
		}
		if (x->done)
			return 0;
		refill(x);
	}
	if (n > x->out.n - x->at)
		n = x->out.n - x->at;
	memcpy(p, x->out.p + x->at, n);
	x->at += n;
	return (ssize_t)n;
}

bool
xml_return_row(struct xml_return *x, unsigned char *cells, size_t n,
    size_t *line, size_t *breaks)
{
	const struct xml_note *note = &x->notes[x->note_at++];
	size_t i;

	*line = note->line;
	*breaks = note->breaks;
	if (note->n > 0)
		memset(cells, CELL_PLAIN, n);
	for (i = 0; i < note->n; i++)
		cells[x->marks[note->first + i].column] =
		    (unsigned char)x->marks[note->first + i].kind;
	i = note->n;
	if (x->note_at == x->n_notes)
		x->note_at = x->n_notes = x->n_marks = 0;
	return i > 0;
}

void
xml_return_close(struct xml_return *x)
{
	if (x == NULL)
		return;
	xml_close(x->file);
	xml_record_done(x);
	buf_free(&x->out);
	free(x->notes);
	free(x->marks);
	free(x);
}
