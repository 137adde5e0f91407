/* SPDX-License-Identifier: MIT */
/*
 * encoding.h against iconv(3) of the C library: every character of each
 * encoding, and text cut at every byte.
 */
#include <iconv.h>

#include "encoding.h"
#include "unit.h"

enum { ROOM = 1 << 19 };

/* What iconv makes of it; SIZE_MAX where it refuses. */
static size_t
other(const char *to, const char *from, const char *p, size_t n, char *out)
{
	iconv_t cd = iconv_open(to, from);
	char *in = (char *)(uintptr_t)p, *o = out;
	size_t room = ROOM, r;

	if (cd == (iconv_t)-1)
		abort();
	r = iconv(cd, &in, &n, &o, &room);
	iconv_close(cd);
	return r == (size_t)-1 ? SIZE_MAX : (size_t)(o - out);
}

/* Ours, by `step` bytes; SIZE_MAX where it refuses.  *line if not NULL. */
static size_t
ours(enum encoding e, const char *p, size_t n, size_t step, char *out,
    size_t *line)
{
	struct transcoder t = { .encoding = e };
	size_t at = 0, made = 0, here, part;
	const char *why = NULL;
	char *exact;

	while (at < n && why == NULL) {
		part = n - at < step ? n - at : step;
		exact = malloc(TRANSCODED(part));	/* for the sanitizer */
		if (exact == NULL)
			abort();
		here = transcode(&t, p + at, part, exact, &why);
		memcpy(out + made, exact, here);
		free(exact);
		made += here;
		at += part;
	}
	if (why == NULL)
		why = transcode_end(&t);
	if (line != NULL)
		*line = t.line + 1;
	return why == NULL ? made : SIZE_MAX;
}

static void
every_byte(void)
{
	static char want[ROOM], got[ROOM];
	char c;
	size_t n, m;

	for (int i = 1; i < 256; i++) {
		c = (char)(unsigned char)i;
		n = other("UTF-8", "CP1252", &c, 1, want);
		m = ours(ENCODING_WINDOWS_1252, &c, 1, 1, got, NULL);
		CHECK(m == n && (n == SIZE_MAX || memcmp(got, want, n) == 0),
		    "windows-1252 %02x", (unsigned)i);
		n = i >= 0x80 && i < 0xa0 ? SIZE_MAX :
		    other("UTF-8", "ISO-8859-1", &c, 1, want);
		m = ours(ENCODING_ISO_8859_1, &c, 1, 1, got, NULL);
		CHECK(m == n && (n == SIZE_MAX || memcmp(got, want, n) == 0),
		    "iso-8859-1 %02x", (unsigned)i);
	}
}

static const struct {
	enum encoding encoding;
	const char *name;
} wide[] = {
	{ENCODING_UTF_16LE, "UTF-16LE"}, {ENCODING_UTF_16BE, "UTF-16BE"}
};

static void
every_unit(void)
{
	char p[2], want[8], got[8];
	size_t n, m;
	iconv_t cd;

	for (size_t k = 0; k < LEN(wide); k++) {
		cd = iconv_open("UTF-8", wide[k].name);
		for (unsigned u = 1; u < 0x10000; u++) {
			char *in = p, *o = want;
			size_t left = 2, room = sizeof(want);

			p[k == 0] = (char)(unsigned char)(u >> 8);
			p[k != 0] = (char)(unsigned char)(u & 0xff);
			iconv(cd, NULL, NULL, NULL, NULL);
			n = iconv(cd, &in, &left, &o, &room) == (size_t)-1 ?
			    SIZE_MAX : (size_t)(o - want);
			if (u == 0x0a00)
				n = SIZE_MAX;	/* a line feed turned round */
			m = ours(wide[k].encoding, p, 2, 2, got, NULL);
			CHECK(m == n && (n == SIZE_MAX ||
			    memcmp(got, want, n) == 0), "%s %04x",
			    wide[k].name, u);
		}
		iconv_close(cd);
	}
}

/* Every thousandth character above U+FFFF and the corners. */
static void
every_plane(void)
{
	static char units[ROOM], text[ROOM], got[ROOM];
	size_t n = 0, m, all;

	for (unsigned c = 0x10000; c < 0x110000; c += c % 1000 == 0 ||
	    c >= 0x10ffff - 1000 ? 1 : 1000 - c % 1000) {
		text[n++] = (char)(unsigned char)(0xf0 | c >> 18);
		text[n++] = (char)(unsigned char)(0x80 | (c >> 12 & 0x3f));
		text[n++] = (char)(unsigned char)(0x80 | (c >> 6 & 0x3f));
		text[n++] = (char)(unsigned char)(0x80 | (c & 0x3f));
	}
	for (size_t k = 0; k < LEN(wide); k++) {
		all = other(wide[k].name, "UTF-8", text, n, units);
		CHECK(all == n, "iconv made %zu", all);
		m = ours(wide[k].encoding, units, all, 4096, got, NULL);
		CHECK(m == n && memcmp(got, text, n) == 0, "%s: %zu of %zu",
		    wide[k].name, m, n);
	}
}

static const char sample[] = "enw;cyfeiriad\r\nSi\303\264n;\"T\305\267 "
    "Newydd\"\n\xe2\x82\xac 5;\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\n";

static void
any_cut(void)
{
	static char units[ROOM], got[ROOM];
	const size_t n = sizeof(sample) - 1;
	size_t all, m;

	for (size_t k = 0; k < LEN(wide); k++) {
		all = other(wide[k].name, "UTF-8", sample, n, units);
		for (size_t step = 1; step <= all; step++) {
			m = ours(wide[k].encoding, units, all, step, got, NULL);
			CHECK(m == n && memcmp(got, sample, n) == 0,
			    "%s by %zu bytes", wide[k].name, step);
		}
		/* Ends in the middle: of a unit, or of a pair. */
		for (size_t cut = all - 8; cut < all - 2; cut++) {
			m = ours(wide[k].encoding, units, cut, 7, got, NULL);
			CHECK((m == SIZE_MAX) != (cut == all - 6),
			    "%s cut at %zu of %zu", wide[k].name, cut, all);
		}
	}
}

static void
refused(void)
{
	static const struct {
		enum encoding e;
		const char *p;
		size_t n, line;
	} bad[] = {
		{ENCODING_WINDOWS_1252, "a\nb\n\201", 5, 3},
		{ENCODING_ISO_8859_1, "a\n\222\n", 4, 2},
		{ENCODING_UTF_16LE, "a\0\n\0\0\0", 6, 2},
		{ENCODING_UTF_16LE, "\n\0\n\0\0\334", 6, 3},	/* low alone */
		{ENCODING_UTF_16LE, "\0\330\n\0", 4, 1},	/* high alone */
		{ENCODING_UTF_16BE, "\0\n\330\0\330\0", 6, 2},
		{ENCODING_UTF_16BE, "a\0\n\0", 4, 1},	/* the other order */
		{ENCODING_UTF_16BE, "\0a\0\n\0", 5, 2},	/* odd length */
	};
	char got[64];
	size_t line;

	for (size_t i = 0; i < LEN(bad); i++)
		for (size_t step = 1; step <= bad[i].n; step++)
			CHECK(ours(bad[i].e, bad[i].p, bad[i].n, step, got,
			    &line) == SIZE_MAX && line == bad[i].line,
			    "row %zu by %zu: line %zu", i, step, line);
}

/*
 * Words in UTF-8 that nobody meant as two letters each, and words whose bytes in
 * windows-1252 are a character of UTF-8 by chance.
 */
static void
taken_for_another(void)
{
	static const char *const foreign[] = {
		"Si\303\242n", "T\305\267", "\341\272\203", "\341\273\263",
		"Pawe\305\202", "Yi\304\237it", "\305\273aneta", "\304\205",
		"Sz\305\221ke", "Nguy\341\273\205n", "\320\230\320\263\320\276\321\200\321\214",
		"\342\200\231", "\302\243", "\360\237\230\200",
		"\312\274", "\342\205\223", "\327\225", "\327\220\327\221",
		"\316\222\316\221", "\316\221", "\320\205", "\331\205\330\261",
		"M\311\231mm\311\231d", "Anghelu\310\231", "Ionu\310\233",
		"Fa\312\273asavalu", "e\314\201", "\346\226\227\344\273\226",
		"a\316\222", "\306\260", "I\313\206",
		"\316\264-thal", "\316\224 w", "O\302\222Brien", "\312\273",
		"\311\231", "\310\231", "\333\222"
	};
	static const char *const meant[] = {
		"JOS\311\222S", "\223\311\224", "\311\226\311",
		"\311\205", "\253\311\273", "\351\222\224", "\340\240x",
		"\243\065", "10\260", "\312\221", "REN\311\264S",
		"ZO\313\264S", "CAF\311\256", "NESTL\311\231", "NESTL\311\231.",
		"CAF\311\267", "P\302T\311\2433", "CAF\311\255BAR", "T\324\222S",
		"\223TO\334\224,", "Strau\337\205", "CAF\311\240\311"
	};
	char got[64];

	for (size_t i = 0; i < LEN(foreign); i++)
		for (size_t step = 1; step < 5; step++)
			CHECK(ours(ENCODING_WINDOWS_1252, foreign[i],
			    strlen(foreign[i]), step, got, NULL) == SIZE_MAX,
			    "UTF-8 %zu is taken by %zu", i, step);
	for (size_t i = 0; i < LEN(meant); i++)
		for (size_t step = 1; step < 5; step++)
			CHECK(ours(ENCODING_WINDOWS_1252, meant[i],
			    strlen(meant[i]), step, got, NULL) != SIZE_MAX,
			    "windows-1252 %zu is refused by %zu", i, step);
}

static void
marks(void)
{
	static const struct {
		enum encoding e;
		const char *p;
		size_t n;
		const char *declare;	/* NULL: it is sound */
	} t[] = {
		{ENCODING_UTF_8, "", 0, NULL},
		{ENCODING_UTF_8, "\357\273\277", 3, NULL},
		{ENCODING_UTF_8, "\377\376a", 3, "declare utf-16"},
		{ENCODING_UTF_8, "\376\377", 2, "declare utf-16"},
		{ENCODING_WINDOWS_1252, "\357\273\277", 3, "declare utf-8"},
		{ENCODING_WINDOWS_1252, "\377\376a", 3, "declare utf-16"},
		{ENCODING_WINDOWS_1252, "\351t\351", 3, NULL},
		{ENCODING_ISO_8859_1, "\376\377", 2, "declare utf-16"},
		{ENCODING_UTF_16, "", 0, NULL},
		{ENCODING_UTF_16, "\377\376a", 3, NULL},
		{ENCODING_UTF_16, "\376\377", 2, NULL},
		{ENCODING_UTF_16, "a\0b", 3, "declare utf-16le"},
		{ENCODING_UTF_16, "\0a\0", 3, "declare utf-16be"},
		{ENCODING_UTF_16, "abc", 3, "utf-8 or windows-1252"},
		{ENCODING_UTF_16, "\357\273\277", 3, "declare utf-8"},
		{ENCODING_UTF_16LE, "\377\376a", 3, NULL},
		{ENCODING_UTF_16LE, "a\0b", 3, NULL},
		{ENCODING_UTF_16LE, "ref", 3, "utf-8 or windows-1252"},
		{ENCODING_UTF_16BE, "re", 2, "utf-8 or windows-1252"},
		{ENCODING_UTF_16LE, "\054\173", 2, "utf-8 or windows-1252"},
		{ENCODING_UTF_16LE, "\376\377\0", 3, "utf-16be"},
		{ENCODING_UTF_16BE, "\376\377\0", 3, NULL},
		{ENCODING_UTF_16BE, "\377\376a", 3, "utf-16le"},
		{ENCODING_UTF_16BE, "\357\273\277", 3, "declare utf-8"},
	};

	for (size_t i = 0; i < LEN(t); i++) {
		enum encoding e = t[i].e;
		const char *why = encoding_begins(&e, t[i].p, t[i].n);

		CHECK(t[i].declare == NULL ? why == NULL : why != NULL &&
		    strstr(why, t[i].declare) != NULL, "row %zu: %s", i,
		    why == NULL ? "sound" : why);
	}
}

int
main(void)
{
	RUN(every_byte, "every byte of windows-1252 and iso-8859-1 is what iconv says");
	RUN(every_unit, "every unit of UTF-16 in both orders is what iconv says");
	RUN(every_plane, "surrogate pairs are what iconv says");
	RUN(any_cut, "UTF-16 cut at any byte reads the same, a file cut short is refused");
	RUN(refused, "what does not fit is refused, with its line, however it is cut");
	RUN(taken_for_another, "UTF-8 read as windows-1252 is refused, and no word that is windows-1252");
	RUN(marks, "a byte order mark that contradicts the declaration is refused");
	return UNIT_END;
}
