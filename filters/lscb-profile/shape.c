/* SPDX-License-Identifier: MIT */
/* See shape.h. */
#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "shape.h"

/*
 * The sign for each byte of ASCII.  What a spreadsheet takes for a formula (=, +,
 * @) and what needs quotes in CSV (a comma does, and is too common) is no sign.
 */
static char
sign_of(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return '9';
	if (c >= 'A' && c <= 'Z')
		return 'A';
	if (c >= 'a' && c <= 'z')
		return 'a';
	return c != '\0' && strchr(" -/.,:;'()&_#", c) != NULL ? (char)c : '?';
}

/* The sign of a character beyond ASCII; *used gets its bytes. */
static char
wide_sign(const char *p, size_t n, size_t *used)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t r = utf8proc_iterate((const utf8proc_uint8_t *)p,
	    n > 4 ? 4 : (utf8proc_ssize_t)n, &c);

	*used = r < 1 ? 1 : (size_t)r;
	if (r < 1)
		return '?';
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LT:
		return 'A';
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return 'a';
	case UTF8PROC_CATEGORY_ND:
		return '9';
	case UTF8PROC_CATEGORY_ZS:
		return ' ';
	default:
		return '?';
	}
}

size_t
shape_of(const char *p, size_t n, char out[SHAPE_SIZE])
{
	size_t i, used, k = 0;
	char sign;

	for (i = 0; i < n; i += used) {
		used = 1;
		if ((unsigned char)p[i] < 0x80)
			sign = sign_of((unsigned char)p[i]);
		else
			sign = wide_sign(p + i, n - i, &used);
		/* How many letters would say too much of a name. */
		if ((sign == 'A' || sign == 'a' || sign == '?') && k > 0 &&
		    out[k - 1] == sign)
			continue;
		if (k == SHAPE_MAX) {
			memcpy(out + k, "...", 3);
			return k + 3;
		}
		out[k++] = sign;
	}
	return k;
}
