/* SPDX-License-Identifier: MIT */
/*
 * Display width and wrapping of UTF-8 text.  In: sound UTF-8, NUL-terminated.
 * A byte that is not UTF-8 counts as one column.
 */
#include <stdint.h>
#include <string.h>

#include "width.h"

/* One character: its bytes, and its value in *cp. */
static size_t
decode(const unsigned char *s, uint32_t *cp)
{
	size_t n, i;

	if (s[0] < 0xc2) {
		*cp = s[0];
		return 1;
	}
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	*cp = s[0] & (0xffU >> (n + 1));
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80) {
			*cp = s[0];
			return 1;
		}
		*cp = *cp << 6 | (s[i] & 0x3fU);
	}
	return n;
}

static size_t
columns_of(uint32_t cp)
{
	if ((cp >= 0x0300 && cp <= 0x036f) || (cp >= 0x1ab0 && cp <= 0x1aff) ||
	    (cp >= 0x20d0 && cp <= 0x20ff) || (cp >= 0x200b && cp <= 0x200d) ||
	    (cp >= 0xfe00 && cp <= 0xfe0f) || cp == 0x00ad)
		return 0;
	if ((cp >= 0x1100 && cp <= 0x115f) || (cp >= 0x2e80 && cp <= 0xa4cf) ||
	    (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0xf900 && cp <= 0xfaff) ||
	    (cp >= 0xff00 && cp <= 0xff60) || (cp >= 0x1f300 && cp <= 0x1faff))
		return 2;
	return 1;
}

static size_t
width_n(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	const unsigned char *end = p + n;
	uint32_t cp;
	size_t columns = 0;

	while (p < end) {
		p += decode(p, &cp);
		columns += columns_of(cp);
	}
	return columns;
}

size_t
width_of(const char *s)
{
	return width_n(s, strlen(s));
}

int
blanks(struct buf *b, size_t n)
{
	while (n-- > 0)
		if (buf_addc(b, ' ') == -1)
			return -1;
	return 0;
}

int
wrap(struct buf *b, const char *s, size_t at, size_t indent, size_t columns)
{
	size_t n, w;
	int fresh = 1;

	while (*(s += strspn(s, " \n")) != '\0') {
		n = strcspn(s, " \n");
		w = width_n(s, n);
		if (!fresh && at + 1 + w > columns) {
			if (buf_addc(b, '\n') == -1 || blanks(b, indent) == -1)
				return -1;
			at = indent;
			fresh = 1;
		}
		if (!fresh) {
			if (buf_addc(b, ' ') == -1)
				return -1;
			at++;
		}
		if (buf_add(b, s, n) == -1)
			return -1;
		at += w;
		s += n;
		fresh = 0;
	}
	return 0;
}
