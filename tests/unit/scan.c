/* SPDX-License-Identifier: MIT */
/*
 * scan.h: a few lines by hand, and that the fast way says of random lines
 * what the plain one says.  Memory ends where the contract says, so that the
 * sanitizer sees a byte too many.  That a scanned line is what libcsv makes of
 * it is shown in rows_chance.c.
 */
#include "buf.h"
#include "scan.h"
#include "unit.h"

#define SEED 20131104
#include "chance.h"

enum { MAX = 40 };

/* "[a][b] 4 3 -": the fields, n, text and high of a line; "no" if it is none. */
static void
say(struct buf *out, scan_function *scan, const char *p, size_t n,
    char delimiter, size_t max)
{
	struct scan_line line = { 0, 0, 0, false };
	struct field f[MAX + SCAN_EXTRA];

	out->n = 0;
	if (!scan(p, p + n, delimiter, '"', f, max, &line)) {
		buf_puts(out, "no");
		return;
	}
	for (size_t i = 0; i < line.fields; i++) {
		buf_addc(out, '[');
		buf_add(out, f[i].p, f[i].n);
		buf_addc(out, ']');
	}
	buf_printf(out, " %zu %zu %c", line.n, line.text,
	    line.high ? '+' : '-');
}

/* A copy with exactly the slack behind it, of bytes that would mislead. */
static char *
with_slack(const char *p, size_t n)
{
	char *copy = malloc(n + SCAN_SLACK);

	if (copy == NULL)
		abort();
	if (n > 0)
		memcpy(copy, p, n);
	memset(copy + n, '\n', SCAN_SLACK);
	return copy;
}

static void
by_hand(void)
{
	static const struct {
		const char *in;
		size_t n;
		const char *want;
	} t[] = {
#define ROW(in, want) { in, sizeof(in) - 1, want }
		ROW("a,b\nc", "[a][b] 4 3 -"), ROW("\n", "[] 1 0 -"),
		ROW(",\n", "[][] 2 1 -"), ROW("a,b\r\nc", "[a][b] 5 3 -"),
		ROW("\r\n", "[] 2 0 -"), ROW("a,\303\251\n", "[a][\303\251] 5 4 +"),
		/* What lies behind the line is not the line's. */
		ROW("a,b\n\"\r\377", "[a][b] 4 3 -"),
		ROW("", "no"), ROW("a,b", "no"), ROW("a\r", "no"),
		ROW("a\rb\n", "no"), ROW("\r\r\n", "no"),
		ROW("a,\"b\"\n", "no"), ROW("\"\n", "no"),
		{ "a\0b\n", 4, "no" },
		/* CR and LF on either side of 64 bytes. */
		ROW("0123456789abcdef0123456789abcdef0123456789abcdef"
		    "0123456789abcde\r\nx", "[0123456789abcdef0123456789abcdef"
		    "0123456789abcdef0123456789abcde] 65 63 -"),
		ROW("0123456789abcdef0123456789abcdef0123456789abcdef"
		    "0123456789abcde\rx\n", "no"),
		ROW("0123456789abcdef0123456789abcdef0123456789abcdef"
		    "0123456789abcde\r", "no")
#undef ROW
	};
	struct buf out = { NULL, 0, 0 };
	char *p;

	for (size_t i = 0; i < LEN(t); i++) {
		p = with_slack(t[i].in, t[i].n);
		say(&out, scan_bytes, p, t[i].n, ',', MAX);
		CHECK(strcmp(buf_str(&out), t[i].want) == 0,
		    "row %zu by bytes: %s", i, out.p);
		say(&out, scan_best(), p, t[i].n, ',', MAX);
		CHECK(strcmp(buf_str(&out), t[i].want) == 0,
		    "row %zu: %s", i, out.p);
		free(p);
	}
	buf_free(&out);
}

static void
the_same(void)
{
	static const char odd[] = ",,,,;\n\r\"\0\303\377";
	struct buf in = { NULL, 0, 0 }, want = { NULL, 0, 0 },
	    got = { NULL, 0, 0 };

	for (int k = 0; k < 100000 && unit_why[0] == '\0'; k++) {
		size_t n = rnd(3) == 0 ? rnd(12) : rnd(300);
		size_t max = rnd(4) == 0 ? rnd(MAX) : MAX;
		/* Few of them, or most lines would be short or refused. */
		uint32_t kinds = 1 + rnd(sizeof(odd) - 1);
		uint32_t rare = 1 + rnd(40);
		char *p;

		in.n = 0;
		for (size_t i = 0; i < n; i++)
			buf_addc(&in, rnd(rare) == 0 ? odd[rnd(kinds)] :
			    (char)('a' + rnd(26)));
		if (rnd(2) == 0)
			buf_puts(&in, rnd(2) == 0 ? "\n" : "\r\n");
		p = with_slack(in.p, in.n);
		say(&want, scan_bytes, p, in.n, ',', max);
		say(&got, scan_best(), p, in.n, ',', max);
		CHECK(want.n == got.n && memcmp(want.p, got.p, want.n) == 0,
		    "round %d: <%s> want %s, got %s", k, buf_str(&in),
		    buf_str(&want), buf_str(&got));
		free(p);
	}
	buf_free(&in);
	buf_free(&want);
	buf_free(&got);
}

static void
what_needs_quotes(void)
{
	static const char odd[] = ",\"\n\r";

	CHECK(!scan_special(NULL, 0), "nothing");
	for (size_t n = 1; n < 80; n++)
		for (size_t at = 0; at < n; at++) {
			char *p = malloc(n);

			if (p == NULL)
				abort();
			for (size_t i = 0; i < n; i++)
				p[i] = (char)(0x80 + rnd(128));
			CHECK(!scan_special(p, n) && !scan_special_bytes(p, n),
			    "%zu bytes, none of them", n);
			for (size_t i = 0; i < sizeof(odd) - 1; i++) {
				p[at] = odd[i];
				CHECK(scan_special(p, n) &&
				    scan_special_bytes(p, n), "%zu of %zu",
				    at, n);
			}
			free(p);
		}
}

int
main(void)
{
	RUN(by_hand, "finds the fields of a plain line, and refuses others");
	RUN(the_same, "the fast way says what the plain one says");
	RUN(what_needs_quotes, "one byte in a field is enough to need quotes");
	return UNIT_END;
}
