/* SPDX-License-Identifier: MIT */
/* Normal forms of text: see fold.h. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "fold.h"
#include "rows.h"

/*
 * No character from U+0300 on, of which the first byte is 0xcc: what is below
 * does not combine, and is in form C as it stands (Unicode Standard Annex 15).
 */
static bool
is_latin(const char *p, size_t n)
{
	size_t i;
	bool any = false;

	for (i = 0; i < n; i++)
		any |= (unsigned char)p[i] >= 0xcc;
	return !any;
}

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

enum { HANGUL_FILLER = 0x3164, BRAILLE_BLANK = 0x2800 };

bool
fold_is_invisible(const char *p, size_t n)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t r;
	utf8proc_category_t category;

	for (; n > 0; p += r, n -= (size_t)r) {
		if ((unsigned char)*p > ' ' && (unsigned char)*p < 0x80)
			return false;
		r = utf8proc_iterate((const utf8proc_uint8_t *)p,
		    (utf8proc_ssize_t)n, &c);
		if (r <= 0)
			return false;
		category = utf8proc_category(c);
		/* Separators; controls and formats, not private use; what has no
		 * ink of its own: marks without a letter, and two blanks that
		 * Unicode calls a letter and a symbol. */
		if (c != HANGUL_FILLER && c != BRAILLE_BLANK &&
		    category != UTF8PROC_CATEGORY_MN &&
		    category != UTF8PROC_CATEGORY_ME &&
		    category != UTF8PROC_CATEGORY_ZS &&
		    category != UTF8PROC_CATEGORY_ZL &&
		    category != UTF8PROC_CATEGORY_ZP &&
		    category != UTF8PROC_CATEGORY_CC &&
		    category != UTF8PROC_CATEGORY_CF)
			return false;
	}
	return true;
}

int
fold_nfc(const char *p, size_t n, struct buf *out)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len;
	int changed = 1;

	if (is_ascii(p, n) || (is_latin(p, n) && utf8_check(p, n) == n))
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

/* Whether a blank must keep the next character from the last: two digits. */
static bool
joins(const struct buf *out, unsigned char next)
{
	return out->n > 0 && next >= '0' && next <= '9' &&
	    out->p[out->n - 1] >= '0' && out->p[out->n - 1] <= '9';
}

static int
fold_ascii(const char *p, size_t n, bool apart, struct buf *out)
{
	bool gap = false;
	unsigned char u;
	size_t i;

	if (buf_reserve(out, 2 * n) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		u = (unsigned char)p[i];
		if (u >= 'A' && u <= 'Z')
			u = (unsigned char)(u - 'A' + 'a');
		if (is_alnum(u)) {
			if (apart && gap && joins(out, u))
				out->p[out->n++] = ' ';
			out->p[out->n++] = (char)u;
		}
		gap = !is_alnum(u);
	}
	return 0;
}

/* With apart, digits that stood apart stay apart. */
static int
fold(const char *p, size_t n, bool apart, struct buf *out)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_int32_t c;
	utf8proc_ssize_t len, i, used;
	bool gap = false;
	int rc = 0;

	out->n = 0;
	if (is_ascii(p, n))
		return fold_ascii(p, n, apart, out);
	len = utf8proc_map((const utf8proc_uint8_t *)p,
	    (utf8proc_ssize_t)n, &mapped, UTF8PROC_STABLE | UTF8PROC_COMPAT |
	    UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
	if (len < 0)
		return -1;
	for (i = 0; rc == 0 && i < len; i += used) {
		used = utf8proc_iterate(mapped + i, len - i, &c);
		if (used <= 0) {
			rc = -1;
			break;
		}
		if (keep(c)) {
			if (apart && gap && joins(out, mapped[i]))
				rc = buf_addc(out, ' ');
			if (rc == 0)
				rc = buf_add(out, mapped + i, (size_t)used);
		}
		gap = !keep(c);
	}
	free(mapped);
	return rc;
}

int
fold_name(const char *p, size_t n, struct buf *out)
{
	return fold(p, n, false, out);
}

int
fold_house(const char *p, size_t n, struct buf *out)
{
	return fold(p, n, true, out);
}
