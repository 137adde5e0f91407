/* SPDX-License-Identifier: MIT */
/* See rows.h: the writer. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "not_csv.h"
#include "rows.h"
#include "scan.h"

struct writer {
	struct out *out;
	size_t fields;		/* written of the record in progress */
	size_t bytes;		/* and their bytes */
	size_t records;		/* ended, with the header */
};

int
wr_open(struct writer **wrp, const char *path, enum out_mode mode,
    struct err *err)
{
	struct writer *wr = calloc(1, sizeof(*wr));

	if (wr == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (out_open(&wr->out, path, mode, err) == -1) {
		free(wr);
		return -1;
	}
	*wrp = wr;
	return 0;
}

/*
 * The field in quotes: quotes doubled, each line break (CRLF, LF, CR) one
 * space.  to must have room for 2n + 2 bytes; returns how many it took.
 */
static size_t
quote_to(char *to, const char *p, size_t n)
{
	char *t = to;
	size_t i;

	*t++ = '"';
	for (i = 0; i < n; i++) {
		if (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n')
			continue;
		if (p[i] == '"')
			*t++ = '"';
		*t++ = p[i] == '\n' || p[i] == '\r' ? ' ' : p[i];
	}
	*t++ = '"';
	return (size_t)(t - to);
}

/*
 * At the start of a file a byte order mark would vanish, and what a web page, a
 * PDF or a workbook begins with would be taken for one.
 */
static bool
misleads(const char *p, size_t n)
{
	bool undecided;

	return n > 0 && (utf8_mark(p, n) > 0 ||
	    not_csv(p, n, &undecided) != NULL);
}

void
wr_field(struct writer *wr, const char *p, size_t n)
{
	char *start, *t;

	start = t = n < SIZE_MAX / 4 ? out_room(wr->out,
	    2 * n + 3) : NULL;
	if (t == NULL)
		return;		/* sticks in the stream */
	if (wr->fields++ > 0)
		*t++ = ',';
	wr->bytes += n;
	if (scan_special(p, n) || (wr->records == 0 && wr->fields == 1 &&
	    misleads(p, n)))
		n = quote_to(t, p, n);
	else if (n > 0)
		memcpy(t, p, n);
	out_took(wr->out, (size_t)(t - start) + n);
}

void
wr_str(struct writer *wr, const char *s)
{
	wr_field(wr, s, strlen(s));
}

void
wr_uint(struct writer *wr, unsigned long long v)
{
	char s[24];
	char *p = s + sizeof(s);

	do
		*--p = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	wr_field(wr, p, (size_t)(s + sizeof(s) - p));
}

void
wr_int(struct writer *wr, long long v)
{
	char s[24];

	wr_field(wr, s, (size_t)snprintf(s, sizeof(s), "%lld", v));
}

void
wr_end(struct writer *wr)
{
	if (wr->fields == 1 && wr->bytes == 0)
		out_write(wr->out, "\"\"", 2);
	out_putc(wr->out, '\n');
	out_commit(wr->out);
	wr->fields = wr->bytes = 0;
	wr->records++;
}

void
wr_line(struct writer *wr, const char *p, size_t n)
{
	char *t = wr_room(wr, n + 1);

	if (t == NULL)
		return;
	if (n > 0)
		memcpy(t, p, n);
	t[n] = '\n';
	wr_took(wr, n + 1);
}

void
wr_print(struct writer *wr, const char *fmt, ...)
{
	va_list ap, again;
	char *t = NULL;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n >= 0)
		t = wr_room(wr, (size_t)n + 1);
	if (t != NULL) {
		(void)vsnprintf(t, (size_t)n + 1, fmt, again);
		t[n] = '\n';		/* in the place of the NUL */
		wr_took(wr, (size_t)n + 1);
	}
	va_end(again);
	va_end(ap);
}

char *
wr_room(struct writer *wr, size_t n)
{
	return out_room(wr->out, n);
}

void
wr_took(struct writer *wr, size_t n)
{
	out_took(wr->out, n);
	out_commit(wr->out);
	wr->fields = wr->bytes = 0;
	wr->records++;
}

void
wr_header(struct writer *wr, const char *const *names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		wr_str(wr, names[i]);
	wr_end(wr);
}

size_t
wr_count(const struct writer *wr)
{
	return wr->records == 0 ? 0 : wr->records - 1;
}

bool
wr_failed(const struct writer *wr)
{
	return out_failed(wr->out);
}

int
wr_settle(struct writer *wr, struct err *err)
{
	return out_settle(wr->out, err);
}

int
wr_close(struct writer *wr, struct err *err)
{
	int r = wr_settle(wr, err);

	if (r == -1)
		out_abort(wr->out, true);
	else
		r = out_close(wr->out, err);
	free(wr);
	return r;
}

void
wr_abort(struct writer *wr)
{
	out_abort(wr->out, true);
	free(wr);
}

int
csv_append(struct buf *b, const char *p, size_t n)
{
	if (!scan_special(p, n))
		return buf_add(b, p, n);
	if (n > SIZE_MAX / 4 || buf_reserve(b, 2 * n + 2) == -1)
		return -1;
	b->n += quote_to(b->p + b->n, p, n);
	return 0;
}
