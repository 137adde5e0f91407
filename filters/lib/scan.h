/* SPDX-License-Identifier: MIT */
/*
 * One pass over one line of delimited text, many bytes at a time: where its
 * fields lie, and whether it is plain.  Only what is plain is found here; a
 * line with a quote, a NUL or a lone CR is left to the parser of record.
 *
 * Two ways to the same answer: by 32 bytes where the processor can (AVX2),
 * else byte by byte.
 */
#ifndef LSCB_SCAN_H
#define LSCB_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "rows.h"

enum {
	SCAN_SLACK = 64,	/* bytes behind end that may be read, whatever
				 * they hold */
	SCAN_EXTRA = 64		/* fields behind max that may be written */
};

struct scan_line {
	size_t fields;
	size_t n;		/* bytes of the line with its LF */
	size_t text;		/* without LF or CRLF */
	bool high;		/* has bytes >= 0x80: may be no UTF-8 */
};

/*
 * The line that begins at p and ends with LF before end.  True: its fields are
 * in f.  False: it does not end, has more than max fields, or is not plain;
 * then f and *line hold nothing of use.  delimiter and quote are two bytes,
 * neither of them CR, LF or NUL.
 */
typedef bool scan_function(const char *p, const char *end, char delimiter,
    char quote, struct field *f, size_t max, struct scan_line *line);

/*
 * Has the field a byte for which it needs quotes when written: comma, quote, CR
 * or LF?
 */
bool scan_special(const char *p, size_t n);
bool scan_special_bytes(const char *p, size_t n);	/* for any processor */

scan_function scan_bytes;	/* for any processor */
scan_function *scan_best(void);	/* the fastest that this one can */

#endif
