/* SPDX-License-Identifier: MIT */
/* Normal forms of text: see fold.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "fold.h"

static int
is_ascii(const char *p, size_t n)
{
	uint64_t w;
	size_t i = 0;

	for (; i + sizeof(w) <= n; i += sizeof(w)) {
		memcpy(&w, p + i, sizeof(w));
		if ((w & UINT64_C(0x8080808080808080)) != 0)
			return 0;
	}
	for (; i < n; i++)
		if (((unsigned char)p[i] & 0x80) != 0)
			return 0;
	return 1;
}

int
fold_nfc(const char *p, size_t n, struct buf *out)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len;
	int changed = 1;

	if (is_ascii(p, n))
		return 0;
	len = utf8proc_map((const utf8proc_uint8_t *)p,
	    (utf8proc_ssize_t)n, &mapped, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (len < 0)
		return -1;
	if ((size_t)len == n && memcmp(mapped, p, n) == 0) {
		changed = 0;
	} else {
		out->n = 0;
		if (buf_add(out, mapped, (size_t)len) == -1)
			changed = -1;
	}
	free(mapped);
	return changed;
}

static int
is_alnum(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Letters and digits of any script; what is left after marks are gone. */
static int
keep(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
		return 1;
	default:
		return 0;
	}
}

int
fold_name(const char *p, size_t n, struct buf *out)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_int32_t c;
	utf8proc_ssize_t len, i, used;
	size_t k;
	int rc = 0;

	out->n = 0;
	if (is_ascii(p, n)) {
		if (buf_reserve(out, n) == -1)
			return -1;
		for (k = 0; k < n; k++) {
			unsigned char u = (unsigned char)p[k];

			if (u >= 'A' && u <= 'Z')
				u = (unsigned char)(u - 'A' + 'a');
			if (is_alnum(u))
				out->p[out->n++] = (char)u;
		}
		return 0;
	}
	len = utf8proc_map((const utf8proc_uint8_t *)p,
	    (utf8proc_ssize_t)n, &mapped, UTF8PROC_STABLE | UTF8PROC_COMPAT |
	    UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
	if (len < 0)
		return -1;
	for (i = 0; rc == 0 && i < len; i += used) {
		used = utf8proc_iterate(mapped + i, len - i, &c);
		if (used <= 0)
			rc = -1;
		else if (keep(c))
			rc = buf_add(out, mapped + i, (size_t)used);
	}
	free(mapped);
	return rc;
}
