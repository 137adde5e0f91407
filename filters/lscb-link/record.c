/* SPDX-License-Identifier: MIT */
/* Tokens as numbers, and what a record needs to be a person.  See link.h. */
#include "link.h"

bool
token_parse(const char *p, size_t n, uint64_t *out)
{
	uint64_t v = 0;
	unsigned d = 0;
	size_t i;

	if (n != TOKEN_LEN)
		return false;
	for (i = 0; i < n; i++) {
		if (p[i] >= 'a' && p[i] <= 'z')
			d = (unsigned)(p[i] - 'a');
		else if (p[i] >= '2' && p[i] <= '7')
			d = (unsigned)(p[i] - '2') + 26;
		else
			return false;
		v = i < n - 1 ? v << 5 | d : v << 4 | d >> 1;
	}
	*out = v;
	return (d & 1) == 0;	/* 65 bits: the last is padding */
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
record_is_person(const struct record *r)
{
	return r->t[TOK_ID] != 0 || r->t[TOK_NHS] != 0 ||
	    r->t[TOK_UPN] != 0 || (r->t[TOK_NAME_A] != 0 &&
	    r->t[TOK_DOB] != 0);
}
