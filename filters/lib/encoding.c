/* SPDX-License-Identifier: MIT */
/* See encoding.h. */
#include <stdint.h>
#include <string.h>

#include "encoding.h"

#define OR_SAVE ", or save the file as CSV UTF-8"

const char *const encoding_names[ENCODING_COUNT] = {
	[ENCODING_UTF_8] = "utf-8",
	[ENCODING_WINDOWS_1252] = "windows-1252",
	[ENCODING_UTF_16] = "utf-16",
	[ENCODING_ISO_8859_1] = "iso-8859-1",
	[ENCODING_UTF_16LE] = "utf-16le",
	[ENCODING_UTF_16BE] = "utf-16be"
};

const unsigned short windows_1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

static const char no_character[] = "not windows-1252: a byte that stands for "
    "no character in it; declare what it is (it may be utf-8 or utf-16)"
    OR_SAVE;
static const char control[] = "not iso-8859-1: a byte from 80 to 9F, which "
    "are no letters in it; declare what it is (it may be windows-1252 or "
    "utf-8)" OR_SAVE;
static const char utf_8[] = "what stands here is UTF-8, read as it was declared "
    "each of its letters would be a letter and a sign: look at this line; if it is "
    "right as UTF-8 declare utf-8" OR_SAVE "; if it is not, take the sign away";
static const char no_pair[] = "not UTF-16: half of a surrogate pair without "
    "the other half; declare what it is (it may be UTF-16 in the other byte "
    "order, utf-8 or windows-1252)" OR_SAVE;
static const char zero[] = "not UTF-16 text: the character U+0000; declare "
    "what it is (it may be utf-8 or windows-1252)" OR_SAVE;
static const char swapped[] = "not UTF-16 in this byte order: a line feed "
    "whose bytes are the other way round; declare utf-16le for utf-16be, or "
    "utf-16be for utf-16le";
static const char ascii[] = "not UTF-16: has letters of one byte each; "
    "declare what it is (it may be utf-8 or windows-1252)" OR_SAVE;
static const char odd[] = "not UTF-16: the file ends in the middle of a "
    "character; ask for it again, whole, or declare what it is (it may be "
    "utf-8 or windows-1252)";

const char *
encoding_begins(enum encoding *encoding, const void *p, size_t n)
{
	const unsigned char *s = p;
	const enum encoding e = *encoding;
	const bool wide = e == ENCODING_UTF_16 || e == ENCODING_UTF_16LE ||
	    e == ENCODING_UTF_16BE;
	const bool little = n >= 2 && s[0] == 0xff && s[1] == 0xfe;
	const bool big = n >= 2 && s[0] == 0xfe && s[1] == 0xff;

	if (utf8_mark(s, n) > 0)
		return e == ENCODING_UTF_8 ? NULL : "begins with the byte "
		    "order mark of UTF-8, which is not what was declared: "
		    "declare utf-8";
	if (!wide)
		return little || big ? "begins with a byte order mark of "
		    "UTF-16, which is not what was declared: declare utf-16"
		    OR_SAVE : NULL;
	if (e == ENCODING_UTF_16) {
		*encoding = little ? ENCODING_UTF_16LE : ENCODING_UTF_16BE;
		if (little || big || n == 0)
			return NULL;
		if (n >= 2 && s[0] != 0 && s[1] == 0)
			return "no byte order mark, and it looks like UTF-16 "
			    "with the low byte first: declare utf-16le";
		if (n >= 2 && s[0] == 0 && s[1] != 0)
			return "no byte order mark, and it looks like UTF-16 "
			    "with the high byte first: declare utf-16be";
		return "no byte order mark, and it does not look like UTF-16: "
		    "declare what it is (it may be utf-8 or windows-1252; if "
		    "it is UTF-16, utf-16le or utf-16be)";
	}
	if (little && e == ENCODING_UTF_16BE)
		return "begins with the byte order mark of UTF-16 with the "
		    "low byte first: declare utf-16 or utf-16le";
	if (big && e == ENCODING_UTF_16LE)
		return "begins with the byte order mark of UTF-16 with the "
		    "high byte first: declare utf-16 or utf-16be";
	/* As UTF-16 these would be one Chinese letter or a rare sign. */
	if (n >= 2 && s[0] >= 0x20 && s[0] < 0x7f && s[1] >= 0x20 &&
	    s[1] < 0x7f)
		return ascii;
	return NULL;
}

static bool
is_ascii_text(unsigned c)
{
	return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\r' || c == '\n';
}

/*
 * Two to four bytes that are one character of UTF-8 may be a letter and signs
 * behind it in a single-byte encoding by chance.  They are taken for that only
 * where somebody would write so: an accented letter that ends words, in capitals
 * behind capitals, then a sign that stands at the end of words (windows-1252:
 * ellipsis, curly quotes, dashes, no-break space, soft hyphen, acute as an
 * apostrophe, guillemet), then what may follow that.  So the letters of Greek,
 * Cyrillic, Hebrew, Arabic or Chinese, which stand in a row, and those of Romanian
 * and Azeri, which stand behind small ones, are told from the name of a brand.
 */
enum follows { ANYTHING, ASCII_ONLY, NO_LETTER };

/* E with a mark: IPA and few other letters in UTF-8 begin so.  Of these trade
 * marks, prices and an opening quote for an apostrophe are known. */
static bool
is_e(unsigned lead)
{
	return lead >= 0xc8 && lead <= 0xcb;
}

static bool
is_small(unsigned c)
{
	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c != 0xf7);
}

static bool
is_letter(unsigned c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    is_small(c) || c >= 0xc0;
}

static bool
ends_word(unsigned c)
{
	return c == 0x85 || c == 0x92 || c == 0x94 || c == 0x96 || c == 0x97 ||
	    c == 0xa0 || c == 0xad || c == 0xb4 || c == 0xbb;
}

/* Does a character that begins with this byte need no further look? */
static bool
begins_utf_8(unsigned lead, bool behind_small)
{
	switch (lead) {
	case 0xc2:	/* signs, and what was mangled twice */
	case 0xc3: case 0xc4: case 0xc5:	/* letters of Latin alphabets */
	case 0xce: case 0xcf:			/* Greek */
	case 0xd9: case 0xda: case 0xdb:	/* Arabic */
	case 0xc6: case 0xc7: case 0xd0: case 0xd1: case 0xd5: case 0xd7:
	case 0xd8: case 0xde:			/* end no word in 1252 */
		return true;
	default:
		return lead >= 0xf0 || (lead > 0xc2 && lead < 0xdf &&
		    behind_small && !is_e(lead));
	}
}

/* May this one be a sign behind what came? */
static bool
may_be_sign(const struct transcoder *t, unsigned c)
{
	/* Vietnamese; what stands for a glottal stop in Hawaiian and Samoan. */
	if ((t->first == 0xe1 || t->first == 0xca) && c == 0xbb)
		return false;
	if (c == 0x99)
		return is_e(t->first) && t->behind_capital;
	return ends_word(c) || (is_e(t->first) && (c == 0x91 || c == 0xa3 ||
	    c == 0xae || c == 0xb7));
}

static enum follows
follows(unsigned lead, unsigned sign)
{
	if (lead >= 0xe0 || sign == 0x85 || sign == 0x94 || sign == 0x99 ||
	    sign == 0xae || sign == 0xbb)
		return NO_LETTER;
	return is_e(lead) ? ANYTHING : ASCII_ONLY;
}

/* With this byte, is it sure that the text is UTF-8? */
static bool
is_utf_8(struct transcoder *t, unsigned c)
{
	const unsigned want = t->follows;

	t->follows = ANYTHING;
	if ((want == NO_LETTER && is_letter(c)) ||
	    (want == ASCII_ONLY && c >= 0x80))
		return true;
	if (t->left > 0 && c >= 0x80 && c < 0xc0) {
		t->odd |= !may_be_sign(t, c);
		if (--t->left == 0)
			t->follows = follows(t->first, c);
		t->small = t->capital = false;
		return t->left == 0 && t->odd;
	}
	t->left = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 :
	    c >= 0xf0 && c < 0xf5 ? 3 : 0;
	t->first = c;
	t->behind_small = t->small;
	t->behind_capital = t->capital;
	t->odd = begins_utf_8(c, t->small);
	t->small = is_small(c);
	t->capital = !t->small && is_letter(c);
	return false;
}

/* NUL is left to the reader, which refuses it in any encoding of bytes. */
static size_t
from_bytes(struct transcoder *t, const unsigned char *p, size_t n, char *out,
    const char **why)
{
	const unsigned char *end = p + n;
	char *begin = out;
	unsigned c;

	for (; p < end; p++) {
		c = *p;
		t->line += c == '\n';
		if (is_utf_8(t, c)) {
			*why = utf_8;
			break;
		}
		if (c >= 0x80 && c < 0xa0) {
			*why = control;
			c = 0;
			if (t->encoding == ENCODING_WINDOWS_1252) {
				*why = no_character;
				c = windows_1252[*p - 0x80];
			}
			if (c == 0)
				break;
			*why = NULL;
		}
		out = utf8_put(out, c);
	}
	return (size_t)(out - begin);
}

static size_t
from_units(struct transcoder *t, const unsigned char *p, size_t n, char *out,
    const char **why)
{
	const bool big = t->encoding == ENCODING_UTF_16BE;
	const unsigned char *end = p + n;
	char *begin = out;
	unsigned c;

	for (; p < end; p++) {
		if (!t->cut) {
			t->cut = true;
			t->first = *p;
			continue;
		}
		t->cut = false;
		t->units++;
		t->ascii += is_ascii_text(t->first) && is_ascii_text(*p);
		c = big ? t->first << 8 | *p : (unsigned)*p << 8 | t->first;
		if ((c >= 0xdc00 && c < 0xe000) != (t->high != 0)) {
			*why = no_pair;
			break;
		}
		if (c == 0) {
			*why = zero;
			break;
		}
		/* No character, and what every other line end would be. */
		if (c == 0x0a00) {
			*why = swapped;
			break;
		}
		if (c >= 0xd800 && c < 0xdc00) {
			t->high = c;
			continue;
		}
		if (t->high != 0)
			c = 0x10000 + ((t->high - 0xd800) << 10) +
			    (c - 0xdc00);
		t->high = 0;
		t->line += c == '\n';
		out = utf8_put(out, c);
	}
	return (size_t)(out - begin);
}

size_t
transcode(struct transcoder *t, const void *p, size_t n, char *out,
    const char **why)
{
	*why = NULL;
	return t->encoding == ENCODING_WINDOWS_1252 ||
	    t->encoding == ENCODING_ISO_8859_1 ?
	    from_bytes(t, p, n, out, why) : from_units(t, p, n, out, why);
}

const char *
transcode_end(const struct transcoder *t)
{
	/* Of Chinese a quarter looks so, and it has lines. */
	if (t->line == 0 && t->units >= 4 && t->ascii > t->units / 2)
		return ascii;
	return t->cut || t->high != 0 ? odd : NULL;
}
