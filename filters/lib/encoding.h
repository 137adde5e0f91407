/* SPDX-License-Identifier: MIT */
/*
 * What agencies write besides UTF-8, made UTF-8: pure, no input of its own
 * (stream_text.h has that).  An encoding is declared, never guessed, and a
 * byte that does not fit it ends the file: a letter that is lost or another
 * would be a child who is not found.
 */
#ifndef LSCB_ENCODING_H
#define LSCB_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Length of UTF-8's byte order mark where the n bytes begin with one, or 0. */
static inline size_t
utf8_mark(const void *p, size_t n)
{
	return n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

enum encoding {
	ENCODING_UTF_8, ENCODING_WINDOWS_1252,
	ENCODING_UTF_16,	/* in the order that its byte order mark says */
	ENCODING_ISO_8859_1, ENCODING_UTF_16LE, ENCODING_UTF_16BE,
	ENCODING_COUNT
};

/* As they are declared, in the order of the enum. */
extern const char *const encoding_names[ENCODING_COUNT];
/* All of them in a sentence, for messages. */
#define ENCODING_WANTED "utf-8, windows-1252, iso-8859-1, utf-16, utf-16le " \
	"or utf-16be"

/*
 * The characters of bytes 80 to 9f in Windows-1252; 0 = none.  Its other bytes
 * are the character of the same number.  Source: unicode.org
 * MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
 */
extern const unsigned short windows_1252[32];

/*
 * Says whether the first n bytes of a file (3, or all there are) may begin one
 * in that encoding.  *encoding becomes the byte order found where utf-16 was
 * declared.  NULL, or what is wrong in a sentence.  The mark is not skipped:
 * it comes out as that of UTF-8.
 */
const char *encoding_begins(enum encoding *encoding, const void *p, size_t n);

/* One character at out, in up to four bytes; what is behind them. */
static inline char *
utf8_put(char *out, unsigned c)
{
	if (c < 0x80) {
		*out++ = (char)c;
		return out;
	}
	if (c < 0x800) {
		*out++ = (char)(unsigned char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*out++ = (char)(unsigned char)(0xe0 | c >> 12);
		} else {
			*out++ = (char)(unsigned char)(0xf0 | c >> 18);
			*out++ = (char)(unsigned char)(0x80 | (c >> 12 & 0x3f));
		}
		*out++ = (char)(unsigned char)(0x80 | (c >> 6 & 0x3f));
	}
	*out++ = (char)(unsigned char)(0x80 | (c & 0x3f));
	return out;
}

struct transcoder {
	enum encoding encoding;		/* never UTF_8 or plain UTF_16 */
	size_t line;			/* lines that ended so far */
	bool cut;			/* UTF-16: half a unit came so far: */
	unsigned first;			/* its first byte; of single bytes that
					 * of what may be UTF-8 */
	unsigned left;			/* single bytes: so many more to come of
					 * what may be a character of UTF-8 */
	bool odd;			/* and no text but UTF-8 has these */
	bool small, behind_small;	/* a small letter came last, before first; */
	bool capital, behind_capital;	/* a capital */
	unsigned follows;		/* what may come next, if it is not UTF-8 */
	unsigned high;			/* surrogate that waits for the low; 0 */
	size_t units, ascii;		/* of UTF-16; two bytes of ASCII each */
};

/* Bytes that n bytes of a file become at most. */
#define TRANSCODED(n) (3 * (n) + 1)

/*
 * The next n bytes of a file into out, which has room for TRANSCODED(n): how
 * many bytes.  A character that is cut is kept for the next call.  *why is
 * NULL, or what is wrong with the first character that is not there; then
 * t->line lines ended before it and no call may follow.
 */
size_t transcode(struct transcoder *t, const void *p, size_t n, char *out,
    const char **why);
/* At the end of the file: NULL, or what is wrong with how it ends. */
const char *transcode_end(const struct transcoder *t);

#endif
