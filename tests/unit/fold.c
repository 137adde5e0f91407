/* SPDX-License-Identifier: MIT */
/* fold.h: what counts as the same name, and Unicode normal form C. */
#include <utf8proc.h>

#include "fold.h"
#include "unit.h"

static bool
folds_to(const char *in, const char *want, struct buf *b)
{
	if (fold_name(in, strlen(in), b) != 0)
		return false;
	return b->n == strlen(want) &&
	    (b->n == 0 || memcmp(b->p, want, b->n) == 0);
}

static void
names(void)
{
	static const struct {
		const char *in, *want;
	} t[] = {
		{ "Sian", "sian" }, { "SIAN", "sian" },
		{ "Si\xc3\xa2n", "sian" },		/* U+00E2 */
		{ "Sia\xcc\x82n", "sian" },		/* a, U+0302 */
		{ "SI\xc3\x82N", "sian" },		/* U+00C2 */
		{ "T\xc5\xb7 G\xc5\xb5yn", "tygwyn" },	/* U+0177 U+0175 */
		{ "T\xc5\xb6 G\xc5\xb4YN", "tygwyn" },	/* capitals of both */
		{ "O'Neill", "oneill" }, { "O\xe2\x80\x99Neill", "oneill" },
		{ "O NEILL", "oneill" }, { "ap Rhys-Jones", "aprhysjones" },
		{ "Jos\xc3\xa9\xc2\xa0Luis", "joseluis" },
		{ "Stra\xc3\x9f" "e", "strasse" }, { "12a", "12a" },
		{ "Flat 3, 12", "flat312" }, { "", "" }, { "-.' ", "" },
		{ "\xe2\x80\x93", "" },			/* a dash alone */
		{ "\xef\xbc\xb3ian", "sian" },		/* full-width S */
	};
	struct buf b = { NULL, 0, 0 };

	for (size_t i = 0; i < LEN(t); i++)
		CHECK(folds_to(t[i].in, t[i].want, &b), "'%s' gives '%.*s'",
		    t[i].in, (int)b.n, b.n == 0 ? "" : b.p);
	CHECK(fold_name("a\xc3", 2, &b) == -1, "not UTF-8, and taken");
	buf_free(&b);
}

static void
different(void)
{
	static const char *const t[][2] = {
		{ "Jon", "John" }, { "Llyr", "Lyr" }, { "1", "11" },
		{ "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "Ivan" }
	};
	struct buf a = { NULL, 0, 0 }, b = { NULL, 0, 0 };

	for (size_t i = 0; i < LEN(t); i++) {
		CHECK(fold_name(t[i][0], strlen(t[i][0]), &a) == 0 &&
		    fold_name(t[i][1], strlen(t[i][1]), &b) == 0, "fails");
		CHECK(a.n > 0 && b.n > 0 &&
		    (a.n != b.n || memcmp(a.p, b.p, a.n) != 0),
		    "'%s' and '%s' are one", t[i][0], t[i][1]);
	}
	buf_free(&a);
	buf_free(&b);
}

static void
houses(void)
{
	static const struct {
		const char *in, *want;
	} t[] = {
		{ "12", "12" }, { "12 A", "12a" }, { "12a", "12a" },
		{ "Flat 1, 12", "flat1 12" }, { "FLAT 1  12", "flat1 12" },
		{ "Flat 11, 2", "flat11 2" }, { "1/12", "1 12" },
		{ "112", "112" }, { "12-14", "12 14" }, { " 7. ", "7" },
		{ "Flat 1\xc2\xa0" "12", "flat1 12" },	/* U+00A0 */
		{ "Fflat 1, T\xc5\xb7 2", "fflat1ty2" }, { "", "" }
	};
	struct buf b = { NULL, 0, 0 };

	for (size_t i = 0; i < LEN(t); i++)
		CHECK(fold_house(t[i].in, strlen(t[i].in), &b) == 0 &&
		    b.n == strlen(t[i].want) &&
		    (b.n == 0 || memcmp(b.p, t[i].want, b.n) == 0),
		    "'%s' gives '%.*s'", t[i].in, (int)b.n,
		    b.n == 0 ? "" : b.p);
	buf_free(&b);
}

static void
nfc(void)
{
	static const struct {
		const char *in, *want;	/* NULL: as it was */
	} t[] = {
		{ "plain text, long enough for words", NULL }, { "", NULL },
		{ "T\xc5\xb7", NULL }, { "Ty\xcc\x82", "T\xc5\xb7" },
		{ "w\xcc\x82", "\xc5\xb5" },
		/* Compatibility forms are not touched. */
		{ "\xef\xac\x81", NULL },
		/* Angstrom sign is a letter in normal form C. */
		{ "\xe2\x84\xab", "\xc3\x85" },
	};
	struct buf b = { NULL, 0, 0 };

	for (size_t i = 0; i < LEN(t); i++) {
		int r = fold_nfc(t[i].in, strlen(t[i].in), &b);

		CHECK(r == (t[i].want != NULL), "'%s': %d", t[i].in, r);
		CHECK(r != 1 || (b.n == strlen(t[i].want) &&
		    memcmp(b.p, t[i].want, b.n) == 0), "'%s' gives '%.*s'",
		    t[i].in, (int)b.n, b.p);
	}
	CHECK(fold_nfc("\xff\xfe", 2, &b) == -1, "not UTF-8, and taken");
	buf_free(&b);
}

/* What is taken for form C without a look at it: utf8proc must agree. */
static void
latin(void)
{
	struct buf b = { NULL, 0, 0 };
	utf8proc_uint8_t s[5], *mapped;
	utf8proc_ssize_t n, len;

	for (utf8proc_int32_t c = 1; c < 0x3000; c++) {
		n = utf8proc_encode_char(c, s);
		s[n] = 'a';
		len = utf8proc_map(s, n + 1, &mapped,
		    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
		CHECK(len > 0, "U+%04X: utf8proc fails", (unsigned)c);
		CHECK(fold_nfc((char *)s, (size_t)n + 1, &b) ==
		    (len != n + 1 || memcmp(s, mapped, (size_t)len) != 0),
		    "U+%04X", (unsigned)c);
		free(mapped);
	}
	CHECK(fold_nfc("a\xc3", 2, &b) == -1, "not UTF-8, and taken");
	buf_free(&b);
}

int
main(void)
{
	RUN(names, "spellings of one name fold to one");
	RUN(houses, "two numbers of a house are not one longer number");
	RUN(different, "different names stay different");
	RUN(latin, "each character of form C is taken as it is");
	RUN(nfc, "normal form C, and only where it changes something");
	return UNIT_END;
}
