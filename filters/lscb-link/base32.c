/* SPDX-License-Identifier: MIT */
/*
 * Tokens and record numbers as text.  There are forty in a row, so eight characters
 * are looked at at once.  See link.h.
 */
#include "link.h"

/* So many of them in one number, the first highest. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight characters as the 40 bits that they stand for; false: other characters. */
static bool
eight(const char *text, uint64_t *out)
{
	const unsigned char *p = (const unsigned char *)text;
	uint64_t c = (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 |
	    (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32 |
	    (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
	    (uint64_t)p[6] << 8 | p[7];
	uint64_t letters = c >> 6 & EACH(1), digits, v;

	/* a to z are 0 to 25, 2 to 7 are 26 to 31. */
	v = (c - EACH('2' - 26) - letters * ('a' - ('2' - 26))) & EACH(31);
	/* What is no such character does not come out again. */
	digits = (v + EACH(6)) >> 5 & EACH(1);
	if (v + EACH('a') - digits * ('a' + 26 - '2') != c)
		return false;
	/* Twos, fours, eights of five bits come to lie together. */
	v = (v & UINT64_C(0x1f001f001f001f00)) >> 3 |
	    (v & UINT64_C(0x001f001f001f001f));
	v = (v & UINT64_C(0x03ff000003ff0000)) >> 6 |
	    (v & UINT64_C(0x000003ff000003ff));
	*out = (v & UINT64_C(0x000fffff00000000)) >> 12 |
	    (v & UINT64_C(0x00000000000fffff));
	return true;
}

bool
token_parse(const char *p, size_t n, uint64_t *out)
{
	enum { BITS = 25 };	/* of the last five characters, one too many */
	uint64_t first, last;

	if (n != TOKEN_LEN || !eight(p, &first) || !eight(p + 5, &last) ||
	    (last & 1) != 0)
		return false;
	last &= ((uint64_t)1 << BITS) - 1;
	*out = first << (BITS - 1) | last >> 1;
	return true;
}

void
token_text(uint64_t t, char out[TOKEN_LEN])
{
	unsigned char bytes[9] = { 0 };
	size_t i;

	for (i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(t >> (56 - 8 * i) & 0xff);
	base32(bytes, 5 * TOKEN_LEN, out);
}

bool
record_ok(const char *p, size_t n)
{
	uint64_t v;

	return n == PSEUDONYM_LEN && p[0] == 'r' && eight(p + 1, &v) &&
	    eight(p + 9, &v) && eight(p + 17, &v) && eight(p + 18, &v);
}
