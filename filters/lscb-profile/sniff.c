/* SPDX-License-Identifier: MIT */
/* See sniff.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "rows.h"
#include "sniff.h"
#include "stream.h"
#include "stream_text.h"

enum { CHUNK = 64 * 1024, CARRY = 3, HEAD = 256 * 1024, RECORDS = 200,
	FIELDS = 4096 };

/* What all bytes of a file have in common. */
struct bytes {
	bool utf8, ascii, cp1252;
	uint64_t n, zeros[2];		/* NULs at even and odd places */
	unsigned char first[3];
	char tail[CARRY + CHUNK];	/* a character that is cut, then more */
	size_t cut;
};

static void
see_bytes(struct bytes *b, size_t got, bool last)
{
	const unsigned char *p = (const unsigned char *)b->tail + b->cut;
	size_t i, n = b->cut + got, good;

	for (i = 0; i < got; i++) {
		if (b->n + i < sizeof(b->first))
			b->first[b->n + i] = p[i];
		b->zeros[(b->n + i) & 1] += p[i] == 0;
		b->ascii = b->ascii && p[i] < 0x80;
		if (p[i] >= 0x80 && p[i] < 0xa0 &&
		    windows_1252[p[i] - 0x80] == 0)
			b->cp1252 = false;
	}
	b->n += got;
	good = b->utf8 ? utf8_check(b->tail, n) : n;
	b->cut = n - good <= CARRY && !last ? n - good : 0;
	if (good < n && b->cut == 0)
		b->utf8 = false;
	memmove(b->tail, b->tail + n - b->cut, b->cut);
}

static int
judge(struct sniff *s, const struct bytes *b, const char *path,
    struct err *err)
{
	bool little = b->n >= 2 && memcmp(b->first, "\xff\xfe", 2) == 0;
	bool big = b->n >= 2 && memcmp(b->first, "\xfe\xff", 2) == 0;

	s->encoding = ENCODING_UTF_8;
	if (little || big) {
		s->encoding = ENCODING_UTF_16;
		s->encoding_why = "it begins with the byte order mark of "
		    "UTF-16";
	} else if (b->zeros[1] * 4 > b->n && b->zeros[0] * 8 < b->n) {
		s->encoding = ENCODING_UTF_16LE;
		s->encoding_why = "every second byte is zero, and no byte "
		    "order mark";
	} else if (b->zeros[0] * 4 > b->n && b->zeros[1] * 8 < b->n) {
		s->encoding = ENCODING_UTF_16BE;
		s->encoding_why = "every second byte is zero, and no byte "
		    "order mark";
	} else if (b->utf8 && utf8_mark(b->first, b->n) > 0) {
		s->encoding_why = "it begins with the byte order mark of "
		    "UTF-8";
	} else if (b->ascii) {
		s->encoding_why = "it is plain ASCII, so the next file may be "
		    "windows-1252 as well";
	} else if (b->utf8) {
		s->encoding_why = "every letter beyond ASCII in it is UTF-8";
	} else if (b->cp1252) {
		s->encoding = ENCODING_WINDOWS_1252;
		s->encoding_why = "it is not UTF-8; look whether letters such "
		    "as those of Si\xc3\xa2n come out right";
	} else {
		err_set(err, STATUS_DATA, "bad-encoding", "neither UTF-8, "
		    "UTF-16 nor windows-1252: ask what it is, or for the file "
		    "as CSV UTF-8");
		return err_at(err, path, 0, NULL);
	}
	return 0;
}

static int
sniff_encoding(struct sniff *s, const char *path, struct err *err)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct in *in = NULL;
	ssize_t got = -1;

	if (b == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	b->utf8 = b->ascii = b->cp1252 = true;
	if (in_open(&in, path, err) == 0) {
		while ((got = in_read(in, b->tail + b->cut, CHUNK, err)) > 0)
			see_bytes(b, (size_t)got, false);
		in_close(in);
	}
	if (got == 0) {
		see_bytes(b, 0, true);
		got = judge(s, b, path, err);
	}
	free(b);
	return (int)got;
}

/* The beginning of the file as UTF-8. */
static int
read_head(const struct sniff *s, const char *path, struct buf *head,
    bool *whole, struct err *err)
{
	struct text *text = NULL;
	struct in *in;
	ssize_t got = -1;

	if (in_open(&in, path, err) == -1)
		return -1;
	if (s->encoding == ENCODING_UTF_8 || text_open(&text, in,
	    s->encoding, CHUNK, err) == 0) {
		do {
			if (buf_reserve(head, CHUNK) == -1) {
				got = err_set(err, STATUS_SYSTEM, "",
				    "out of memory");
				break;
			}
			got = text == NULL ? in_read(in, head->p + head->n,
			    CHUNK, err) : text_read(text, head->p + head->n,
			    CHUNK, err);
			head->n += got > 0 ? (size_t)got : 0;
		} while (got > 0 && head->n < HEAD);
	}
	*whole = got == 0;
	text_close(text);
	in_close(in);
	return got < 0 ? -1 : 0;
}

const char *
sniff_record(const char *p, const char *end, char delimiter, size_t *fields,
    bool *blank)
{
	bool quoted = false, begins = true;
	const char *start = p;

	*fields = 1;
	for (; p < end; p++) {
		if (quoted) {
			quoted = *p != '"';
			continue;
		}
		if (*p == '\n') {
			*blank = p == start || (p == start + 1 &&
			    *start == '\r');
			return p + 1;
		}
		/* A quote in a quoted field comes twice: out and in again. */
		quoted = *p == '"' && (begins || p[-1] == '"');
		begins = *p == delimiter;
		*fields += begins;
	}
	*blank = p == start;
	return NULL;
}

/* How many records have as many fields as most, by one delimiter. */
static void
try_delimiter(struct sniff *s, const char *p, const char *end, bool whole,
    char delimiter)
{
	size_t *seen = calloc(FIELDS + 1, sizeof(*seen)), n, best = 0;
	size_t fields, lines = 0, preamble = 0, records = 0;
	const char *next, *at;
	bool blank;

	if (seen == NULL)
		return;
	for (at = p; at != NULL && at < end && records < RECORDS; at = next) {
		next = sniff_record(at, end, delimiter, &fields, &blank);
		if (next == NULL && (!whole || blank))
			break;
		if (!blank && fields <= FIELDS)
			seen[fields]++;
		records += !blank;
	}
	for (n = 2; n <= FIELDS; n++)
		if (seen[n] > 0 && seen[n] >= seen[best])
			best = n;
	if (best > 0 && seen[best] > s->alike) {
		for (at = p; at != NULL && at < end; at = next) {
			next = sniff_record(at, end, delimiter, &fields, &blank);
			if (!blank && fields == best)
				break;
			for (; next != NULL && at < next; at++)
				lines += *at == '\n';
			preamble = lines;
		}
		s->delimiter = delimiter;
		s->fields = best;
		s->alike = seen[best];
		s->records = records;
		s->preamble = preamble;
	}
	free(seen);
}

void
sniff_text(struct sniff *s, const char *p, size_t n, bool whole)
{
	static const char delimiters[] = ",;\t|";
	const char *end = p + n;
	size_t i;

	p += utf8_mark(p, n);
	s->delimiter = ',';
	s->fields = 1;
	s->alike = s->preamble = s->records = 0;
	for (i = 0; delimiters[i] != '\0'; i++)
		try_delimiter(s, p, end, whole, delimiters[i]);
}

int
sniff_file(struct sniff *s, const char *path, struct err *err)
{
	struct buf head = { 0 };
	bool whole;
	int r;

	memset(s, 0, sizeof(*s));
	if (sniff_encoding(s, path, err) == -1)
		return -1;
	r = read_head(s, path, &head, &whole, err);
	if (r == 0 && head.n > 0)
		sniff_text(s, head.p, head.n, whole);
	buf_free(&head);
	return r;
}
