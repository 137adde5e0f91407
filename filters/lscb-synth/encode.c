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
windows_1252(unsigned code)
{
	static const struct {
		unsigned code;
		unsigned char byte;
	} others[] = {	/* of 0x80 to 0x9f, what is ever written */
		{ 0x20ac, 0x80 }, { 0x2026, 0x85 }, { 0x0160, 0x8a },
		{ 0x0152, 0x8c }, { 0x017d, 0x8e }, { 0x2018, 0x91 },
		{ 0x2019, 0x92 }, { 0x201c, 0x93 }, { 0x201d, 0x94 },
		{ 0x2013, 0x96 }, { 0x2014, 0x97 }, { 0x0161, 0x9a },
		{ 0x0153, 0x9c }, { 0x017e, 0x9e }, { 0x0178, 0x9f }
	};
	size_t i;
	char c;

	if (code < 0x80 || (code >= 0xa0 && code < 0x100))
		return (char)(unsigned char)code;
	if (code == 0xfeff)
		return 0;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].code == code)
			return (char)others[i].byte;
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
		if (encoding == WINDOWS_1252) {
			c = windows_1252(code);
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
