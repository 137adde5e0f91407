/* SPDX-License-Identifier: MIT */
/* See encode.h. */
#include <stdbool.h>

#include "encode.h"
#include "spelling.h"

/* The next character of sound UTF-8. */
static unsigned
decode(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	unsigned code = s[0];
	int more = code < 0x80 ? 0 : code < 0xe0 ? 1 : code < 0xf0 ? 2 : 3;
	int i;

	if (more > 0)
		code &= 0x3fu >> more;
	for (i = 1; i <= more; i++)
		code = code << 6 | (s[i] & 0x3fu);
	*p += more + 1;
	return code;
}

/* The byte of Windows-1252; 0 where there is none to write. */
static char
byte_of(unsigned code)
{
	unsigned char i;
	char c;

	if (code < 0x80 || (code >= 0xa0 && code < 0x100))
		return (char)(unsigned char)code;
	if (code == 0xfeff)
		return 0;
	for (i = 0; i < 32; i++)
		if (windows_1252[i] == code)
			return (char)(unsigned char)(0x80 + i);
	c = spell_base(code);
	return c == '*' ? '?' : c;
}

static char *
put_16(char *out, unsigned unit)
{
	out[0] = (char)(unsigned char)(unit & 0xff);
	out[1] = (char)(unsigned char)(unit >> 8);
	return out + 2;
}

size_t
encode(const char *p, size_t n, enum encoding encoding, char *out)
{
	const char *end = p + n;
	char *begin = out, c;
	unsigned code;

	while (p < end) {
		code = decode(&p);
		if (encoding == ENCODING_WINDOWS_1252) {
			c = byte_of(code);
			if (c != 0)
				*out++ = c;
		} else if (code < 0x10000) {
			out = put_16(out, code);
		} else {
			out = put_16(out, 0xd7c0 + (code >> 10));
			out = put_16(out, 0xdc00 + (code & 0x3ff));
		}
	}
	return (size_t)(out - begin);
}
