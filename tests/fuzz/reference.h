/* SPDX-License-Identifier: MIT */
/*
 * What a delimited file says, found in the plainest way: zlib unpacks it where it
 * begins as gzip, iconv(3) makes it UTF-8, libcsv, strict, is given all of it at
 * once.  Written from the rules
 * (rows.h), not from the reader.
 */
#ifndef LSCB_FUZZ_REFERENCE_H
#define LSCB_FUZZ_REFERENCE_H

#include <csv.h>
#include <errno.h>
#include <iconv.h>
#include <zlib.h>

#include "encoding.h"
#include "fuzz.h"

struct cell {
	size_t at, n;		/* in cells */
	size_t breaks;		/* line breaks that are spaces now */
};

struct row {
	size_t first, n;	/* of its cells */
};

struct reference {
	struct buf text;	/* the file in UTF-8 */
	bool decoded;		/* all of it could be */
	bool utf8;		/* from begin on it is UTF-8 */
	size_t begin;		/* where the header begins in it */
	struct buf bytes;
	struct cell *cells;
	size_t n_cells, cap_cells;
	struct row *rows;
	size_t n_rows, cap_rows;
	bool accepted;		/* libcsv had nothing to say against it */
};

/* Packed, by its first bytes alone: no header begins so, in any encoding. */
static bool
reference_packed(const uint8_t *p, size_t n)
{
	return n >= 2 && p[0] == 0x1f && p[1] == 0x8b;
}

/* Adds what is sound in it, member by member; false where not all of it is. */
static bool
reference_unpack(struct buf *out, const uint8_t *p, size_t n)
{
	z_stream z = { 0 };
	size_t room;
	int r = Z_OK;

	buf_reserve(out, 1);
	if (inflateInit2(&z, 15 + 16) != Z_OK)
		abort();
	z.next_in = (Bytef *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	do {
		room = 65536;
		if (buf_reserve(out, room) == -1)
			abort();
		z.next_out = (Bytef *)out->p + out->n;
		z.avail_out = (uInt)room;
		r = inflate(&z, Z_NO_FLUSH);
		out->n += room - z.avail_out;
		if (r == Z_STREAM_END && z.avail_in > 0 &&
		    *z.next_in == 0x1f)
			r = inflateReset(&z);
	} while (r == Z_OK);
	r = r == Z_STREAM_END && z.avail_in == 0 ? Z_OK : Z_DATA_ERROR;
	inflateEnd(&z);
	return r == Z_OK;
}

/*
 * Adds what iconv makes of the bytes; false if it cannot of all of them.  *cd
 * is kept for the next time.
 */
static bool
convert(struct buf *out, iconv_t *cd, const char *to, const char *from,
    const uint8_t *p, size_t n)
{
	char *in = (char *)(uintptr_t)p, *room;
	size_t left, r = 0;

	if (*cd == NULL && (*cd = iconv_open(to, from)) == (iconv_t)-1)
		abort();
	(void)iconv(*cd, NULL, NULL, NULL, NULL);
	do {
		if (buf_reserve(out, 4 * n + 16) == -1)
			abort();
		room = out->p + out->n;
		left = 4 * n + 16;
		r = iconv(*cd, &in, &n, &room, &left);
		out->n = (size_t)(room - out->p);
	} while (r == (size_t)-1 && errno == E2BIG);
	return r != (size_t)-1 && n == 0;
}

static void
decode(struct reference *ref, enum encoding encoding, const uint8_t *p,
    size_t n)
{
	static const char *const names[ENCODING_COUNT] = {
		[ENCODING_WINDOWS_1252] = "CP1252",
		[ENCODING_ISO_8859_1] = "ISO-8859-1",
		[ENCODING_UTF_16LE] = "UTF-16LE",
		[ENCODING_UTF_16BE] = "UTF-16BE"
	};
	static iconv_t cd[ENCODING_COUNT];

	if (encoding == ENCODING_UTF_16)
		encoding = n >= 2 && p[0] == 0xff ? ENCODING_UTF_16LE :
		    ENCODING_UTF_16BE;
	if (encoding == ENCODING_UTF_8) {
		buf_add(&ref->text, p, n);
		ref->decoded = true;
	} else {
		ref->decoded = convert(&ref->text, &cd[encoding], "UTF-8",
		    names[encoding], p, n);
	}
}

/*
 * The header begins behind the byte order mark and the preamble, which may be
 * any bytes.
 */
static void
find_begin(struct reference *ref, size_t preamble)
{
	static iconv_t cd;
	struct buf wide = { 0 };
	const char *p = ref->text.p, *lf;

	ref->begin = ref->text.n >= 3 &&
	    memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	for (; preamble > 0; preamble--) {
		lf = memchr(p + ref->begin, '\n', ref->text.n - ref->begin);
		ref->begin = lf == NULL ? ref->text.n :
		    (size_t)(lf + 1 - p);
	}
	ref->utf8 = convert(&wide, &cd, "UTF-16LE", "UTF-8",
	    (const uint8_t *)p + ref->begin, ref->text.n - ref->begin);
	buf_free(&wide);
}

static void
cell_end(void *p, size_t n, void *arg)
{
	struct reference *ref = arg;
	const char *s = p;
	struct cell *c;

	ref->cells = grow(ref->cells, ref->n_cells, &ref->cap_cells,
	    sizeof(*c));
	c = &ref->cells[ref->n_cells++];
	*c = (struct cell){ ref->bytes.n, 0, 0 };
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n') {
			if (i > 0 && s[i - 1] == '\r')
				ref->bytes.n--;
			buf_addc(&ref->bytes, ' ');
			c->breaks++;
		} else {
			buf_addc(&ref->bytes, s[i]);
		}
	}
	c->n = ref->bytes.n - c->at;
}

static void
row_end(int c, void *arg)
{
	struct reference *ref = arg;
	size_t first = 0;

	(void)c;
	ref->rows = grow(ref->rows, ref->n_rows, &ref->cap_rows,
	    sizeof(*ref->rows));
	if (ref->n_rows > 0)
		first = ref->rows[ref->n_rows - 1].first +
		    ref->rows[ref->n_rows - 1].n;
	ref->rows[ref->n_rows++] = (struct row){ first,
	    ref->n_cells - first };
}

static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void
reference_read(struct reference *ref, const uint8_t *p, size_t n,
    enum encoding encoding, size_t preamble, char delimiter, char quote)
{
	struct csv_parser csv;

	memset(ref, 0, sizeof(*ref));
	buf_reserve(&ref->text, 1);
	buf_reserve(&ref->bytes, 1);
	decode(ref, encoding, p, n);
	find_begin(ref, preamble);
	if (csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI) != 0)
		abort();
	csv_set_space_func(&csv, no_space);
	csv_set_delim(&csv, (unsigned char)delimiter);
	csv_set_quote(&csv, (unsigned char)quote);
	n = ref->text.n - ref->begin;
	ref->accepted = csv_parse(&csv, ref->text.p + ref->begin, n, cell_end,
	    row_end, ref) == n &&
	    csv_fini(&csv, cell_end, row_end, ref) == 0;
	csv_free(&csv);
}

static void
reference_done(struct reference *ref)
{
	buf_free(&ref->text);
	buf_free(&ref->bytes);
	free(ref->cells);
	free(ref->rows);
}

#endif
