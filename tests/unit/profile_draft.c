/* SPDX-License-Identifier: MIT */
/*
 * lscb-profile: what is guessed of a file, and profiles that are read and
 * compared.  The pure parts, also with garbled texts.
 */
#include "../../filters/lscb-profile/dates.c"
#include "../../filters/lscb-profile/distinct.c"
#include "../../filters/lscb-profile/drift.c"
#include "../../filters/lscb-profile/guess.c"
#include "../../filters/lscb-profile/guess_name.c"
#include "../../filters/lscb-profile/header.c"
#include "../../filters/lscb-profile/items.c"
#include "../../filters/lscb-profile/profile.c"
#include "../../filters/lscb-profile/sniff.c"
#include "../../filters/lscb-profile/words.c"
#include "garble.h"

static void
delimiters(void)
{
	static const struct {
		const char *text;
		char delimiter;
		size_t fields, preamble;
	} t[] = {
		{ "a,b\n1,2\n", ',', 2, 0 },
		{ "a;b\n1,5;2,5\n3,5;4\n", ';', 2, 0 },
		{ "a\tb|c\td\n1\t2\t3\n", '\t', 3, 0 },
		{ "a|b\r\n1|2\r\n", '|', 2, 0 },
		{ "Report\n\na,b,c\n1,2,3\n", ',', 3, 2 },
		{ "\xef\xbb\xbfsep=;\na;b;c\n1;2;3\n", ';', 3, 1 },
		{ "a,b\n\"x;y;z\nx;y;z\",2\n1,2\n", ',', 2, 0 },
		{ "a,b\n\"x\"\"\n,y\",2\n", ',', 2, 0 },
		{ "a\nb\n", ',', 1, 0 }, { "", ',', 1, 0 },
		{ "a,b", ',', 2, 0 }
	};
	struct sniff s;
	size_t i;

	for (i = 0; i < LEN(t); i++) {
		memset(&s, 0, sizeof(s));
		sniff_text(&s, t[i].text, strlen(t[i].text), true);
		CHECK(s.delimiter == t[i].delimiter, "%zu: '%c'", i,
		    s.delimiter);
		CHECK(s.fields == t[i].fields, "%zu: %zu", i, s.fields);
		CHECK(s.preamble == t[i].preamble, "%zu: %zu", i, s.preamble);
	}
}

static void
encodings(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		int encoding;		/* -1: none */
	} t[] = {
		{ "a,b\n", 4, ENCODING_UTF_8 },
		{ "Si\xc3\xa2n\n", 6, ENCODING_UTF_8 },
		{ "Si\xe2n\n", 5, ENCODING_WINDOWS_1252 },
		{ "Si\xe2n\xc3\xa2\n", 7, -1 },		/* a mix of two */
		{ "a\xc3", 2, ENCODING_WINDOWS_1252 },	/* cut at the end */
		{ "a\x81", 2, -1 },
		{ "\xff\xfe" "a\0b\0", 6, ENCODING_UTF_16 },
		{ "a\0b\0", 4, ENCODING_UTF_16LE },
		{ "\0a\0b", 4, ENCODING_UTF_16BE }
	};
	struct sniff s;
	struct err err;
	size_t i;
	int r;

	for (i = 0; i < LEN(t); i++) {
		r = sniff_file(&s, unit_write("f", t[i].bytes, t[i].n), &err);
		CHECK((r == -1) == (t[i].encoding == -1), "%zu: %d", i, r);
		if (r == 0)
			CHECK((int)s.encoding == t[i].encoding, "%zu: %d", i,
			    (int)s.encoding);
	}
}

/* A letter that lies across two reads is one letter. */
static void
encoding_in_pieces(void)
{
	size_t n = CHUNK + 10, at;
	char *text = malloc(n);
	struct sniff s;
	struct err err;

	if (text == NULL)
		abort();
	for (at = CHUNK - 4; at < CHUNK + 2; at++) {
		memset(text, 'a', n);
		memcpy(text + at, "\xe2\x82\xac", 3);
		CHECK(sniff_file(&s, unit_write("f", text, n), &err) == 0 &&
		    s.encoding == ENCODING_UTF_8, "at %zu", at);
		text[at + 1] = 'a';
		CHECK(sniff_file(&s, unit_write("f", text, n), &err) == 0 &&
		    s.encoding == ENCODING_WINDOWS_1252, "broken at %zu", at);
	}
	free(text);
}

static void
formats(void)
{
	static const struct {
		const char *values[3], *format, *rival;
	} t[] = {
		{ { "2026-03-31" }, "YYYY-MM-DD", NULL },
		{ { "31/03/2026", "01/02/2026" }, "DD/MM/YYYY", NULL },
		{ { "01/02/2026", "31/03/2026" }, "DD/MM/YYYY", NULL },
		{ { "03/31/2026", "01/02/2026" }, "MM/DD/YYYY", NULL },
		{ { "01/02/2026" }, "DD/MM/YYYY", "MM/DD/YYYY" },
		{ { "01/02/2026", "1/2/2026" }, "D/M/YYYY", "M/D/YYYY" },
		{ { "5-Jan-24", "15-Chw-24" }, "D-Mon-YY", NULL },
		{ { "2013-Apr-02 00:00:00" }, "YYYY-Mon-DD HH:MI:SS", NULL },
		{ { "2026-03-31T10:20:30" }, "YYYY-MM-DDTHH:MI:SS", NULL },
		{ { "2026-03-31 10:20:30.000" }, "YYYY-MM-DD HH:MI:SS.000",
		    NULL },
		{ { "20260331", "20251231" }, "YYYYMMDD", NULL },
		{ { "20260331", "20261331" }, NULL, NULL },
		{ { "12340101" }, NULL, NULL },		/* a number of ours */
		{ { "30/02/2026" }, NULL, NULL },
		{ { "2026-03-31", "x" }, NULL, NULL },
		{ { "x", "2026-03-31" }, NULL, NULL }
	};
	struct fitting f;
	const char *rival;
	size_t i, k;

	for (i = 0; i < LEN(t); i++) {
		memset(&f, 0, sizeof(f));
		for (k = 0; k < 3 && t[i].values[k] != NULL; k++)
			dates_add(&f, t[i].values[k], strlen(t[i].values[k]));
		CHECK((f.n > 0) == (t[i].format != NULL), "%zu: %zu", i, f.n);
		if (f.n == 0 || t[i].format == NULL)
			continue;
		CHECK(strcmp(f.format[0], t[i].format) == 0, "%zu: %s", i,
		    f.format[0]);
		CHECK(date_format_ok(f.format[0]), "%zu", i);
		rival = dates_rival(&f);
		CHECK((rival == NULL) == (t[i].rival == NULL) &&
		    (rival == NULL || strcmp(rival, t[i].rival) == 0),
		    "%zu: %s", i, rival == NULL ? "none" : rival);
	}
}

static void
names(void)
{
	static const struct {
		const char *header, *name;
		unsigned hints;
	} t[] = {
		{ "Child Unique ID", "child_unique_id", HINT_ID },
		{ "NativeId", "native_id", HINT_ID },
		{ "UPN", "upn", HINT_UPN },
		{ "Enw'r \xc5\xb4yn", "enw_r_wyn", 0 },
		{ "2nd visit", "column_2nd_visit", 0 },
		{ "***", "column", 0 },
		{ "  NHS  Number ", "nhs_number", HINT_NHS },
		{ "Date of Birth", "date_of_birth", HINT_BIRTH },
		{ "PersonBirthDate", "person_birth_date", HINT_BIRTH },
		{ "preferredsurname", "preferredsurname", HINT_SURNAME },
		{ "Outcome", "outcome", 0 }
	};
	struct guess g;
	size_t i;

	for (i = 0; i < LEN(t); i++) {
		memset(&g, 0, sizeof(g));
		guess_name(&g, t[i].header, strlen(t[i].header));
		CHECK(strcmp(g.name, t[i].name) == 0, "%s: %s", t[i].header,
		    g.name);
		CHECK(g.hints == t[i].hints, "%s: %u", t[i].header, g.hints);
	}
}

static void
codes(void)
{
	static const char *const spellings[] = {
		"No further action", "NFA", "nfa", "A/B", "A-B", "a-b-2",
		"Esgeulustod", "Cam-drin", "\xc5\xb5", "!"
	};
	static const char *const want[] = {
		"no-further-action", "nfa", "nfa", "a-b", "a-b-3", "a-b-2-2",
		"esgeulustod", "cam-drin", "w", "code"
	};
	struct items s = { .enough = 2 };
	struct word words[LEN(spellings)];
	size_t i, k;

	for (i = 0; i < LEN(spellings); i++)
		items_add(&s, spellings[i], strlen(spellings[i]), 0);
	CHECK(words_make(words, &s) == 0, "no memory");
	for (i = 0; i < LEN(spellings); i++) {
		/* The third guess of a-b is what "a-b-2" leaves it. */
		if (i != 5)
			CHECK(strcmp(words[i].text, want[i]) == 0, "%s: %s",
			    spellings[i], words[i].text);
		for (k = 0; k < LEN(spellings); k++)
			if (k != i && strcasecmp(spellings[k],
			    spellings[i]) != 0)
				CHECK(strcmp(words[i].text, words[k].text) !=
				    0 && strcmp(words[i].text,
				    spellings[k]) != 0, "%s meets %s",
				    spellings[i], spellings[k]);
	}
	items_free(&s);
}

static void
headers(void)
{
	static const char *const good[] = { "Surname", "Reason 1", "q2",
	    "children_in_need_per_10000_children", "1a", "Enw'r plentyn",
	    "Date of Birth (DD/MM/YYYY)", "Term 2024/25 sessions" };
	static const char *const bad[] = { "17", "-1.5", "2015-02-01",
	    "1 Ion 2015", "CY1 0AB", "999 176 0008", "C699736817787",
	    "x@y.cymru", "CA3938584", "01291 234567", "PPN000001" };
	size_t i;

	for (i = 0; i < LEN(good); i++)
		CHECK(header_looks(good[i], strlen(good[i])) == NULL, "%s",
		    good[i]);
	for (i = 0; i < LEN(bad); i++)
		CHECK(header_looks(bad[i], strlen(bad[i])) != NULL, "%s",
		    bad[i]);
}

static const char *
write_profile(const struct profile *p, const char *path)
{
	struct writer *wr;
	struct err err;

	unit_enter();
	if (wr_open(&wr, path, OUT_PUBLIC, &err) == -1)
		abort();
	profile_write(p, wr);
	if (wr_close(wr, &err) == -1)
		abort();
	return path;
}

static struct profile
some_profile(struct picture *columns, struct shown *items)
{
	static const struct shown codes[] = {
		{ "at-home", 7, 60 }, { "a,\"b\"", 5, 30 }
	};

	memcpy(items, codes, sizeof(codes));
	memset(columns, 0, 2 * sizeof(*columns));
	columns[0] = (struct picture){ .name = "outcome", .kind = KIND_CODES,
	    .values = { MOST, 95 }, .blanks = { FEW, 5 },
	    .distinct = { EXACT, 4 }, .low = "", .high = "", .items = items,
	    .n_items = 2, .masked = 10 };
	columns[1] = (struct picture){ .name = "seen", .kind = KIND_MONTHS,
	    .values = { EXACT, 90 }, .blanks = { EXACT, 10 },
	    .distinct = { ABOUT, 70000 }, .low = "2024-01",
	    .high = "masked" };
	return (struct profile){ .definition = "visits", .mask = 5,
	    .rows = { EXACT, 100 }, .columns = columns, .n_columns = 2 };
}

static void
read_back(void)
{
	struct picture columns[2];
	struct shown items[2];
	struct profile p = some_profile(columns, items), q;
	struct err err;
	char *first;

	write_profile(&p, "p");
	first = strdup(unit_read("p", NULL));
	if (first == NULL || profile_read(&q, "p", &err) != 0) {
		CHECK(0, "%s", err.text);
		free(first);
		return;
	}
	write_profile(&q, "q");
	CHECK(strcmp(first, unit_read("q", NULL)) == 0, "%s",
	    unit_read("q", NULL));
	CHECK(drift_check(&p, &q, "p", &err) == 0, "%s", err.text);
	profile_free(&q);
	free(first);
}

/* Anything is read or refused; what is read can be compared. */
static void
garbled_profiles(void)
{
	struct picture columns[2];
	struct shown items[2];
	struct profile p = some_profile(columns, items), q;
	struct tolerance t = { 10, 0 };
	struct buf bad = { NULL, 0, 0 };
	struct writer *wr;
	struct err err;
	char *text;
	size_t n;
	int i, taken = 0;

	write_profile(&p, "p");
	text = strdup(unit_read("p", &n));
	for (i = 0; text != NULL && i < 400; i++) {
		garble(&bad, text, n);
		unit_write("bad", bad.n == 0 ? "" : bad.p, bad.n);
		if (profile_read(&q, "bad", &err) != 0) {
			CHECK(err.status == STATUS_DATA, "%d", err.status);
			continue;
		}
		taken++;
		if (drift_check(&q, &p, "bad", &err) == 0 &&
		    wr_open(&wr, "drift", OUT_PUBLIC, &err) == 0) {
			drift_write(&q, &p, t, wr);
			wr_close(wr, &err);
		}
		profile_free(&q);
	}
	CHECK(taken > 10, "%d taken", taken);
	free(text);
	buf_free(&bad);
}

static void
garbled_texts(void)
{
	static const char text[] = "Report\n\nRef,Child,When\nA1,\"x, \"\"y\"\"\","
	    "2026-03-31\nB2,z,31/03/2026 10:00\n";
	struct buf bad = { NULL, 0, 0 };
	struct fitting f;
	struct sniff s;
	int i;

	for (i = 0; i < 20000; i++) {
		garble(&bad, text, sizeof(text) - 1);
		memset(&s, 0, sizeof(s));
		sniff_text(&s, bad.p, bad.n, rnd(2) == 0);
		CHECK(s.alike <= RECORDS && s.preamble <= bad.n, "%zu %zu",
		    s.alike, s.preamble);
		memset(&f, 0, sizeof(f));
		dates_add(&f, bad.p + bad.n / 2, bad.n - bad.n / 2);
		(void)header_looks(bad.p, bad.n);
	}
	buf_free(&bad);
}

static void
tolerances(void)
{
	static const struct {
		const char *s;
		bool ok;
		int64_t points;
		int scale;
	} t[] = {
		{ "10", true, 10, 0 }, { "10%", true, 10, 0 },
		{ "2.5%", true, 25, 1 }, { "0", true, 0, 0 },
		{ "1000%", true, 1000, 0 }, { "1001", false, 0, 0 },
		{ "0.0001", false, 0, 0 }, { "-1", false, 0, 0 },
		{ "%", false, 0, 0 }, { "", false, 0, 0 }, { "x", false, 0, 0 }
	};
	struct tolerance out;
	size_t i;

	for (i = 0; i < LEN(t); i++) {
		CHECK(tolerance_parse(t[i].s, &out) == t[i].ok, "%s", t[i].s);
		if (t[i].ok)
			CHECK(out.points == t[i].points &&
			    out.scale == t[i].scale, "%s", t[i].s);
	}
}

static void
masked_shares(void)
{
	/* Of 100 rows each, at ten points. */
	static const struct {
		struct interval a, b;
		enum change change;
	} t[] = {
		{ { 50, 50 }, { 60, 60 }, SAME },
		{ { 50, 50 }, { 61, 61 }, DRIFT },
		{ { 50, 50 }, { 39, 39 }, DRIFT },
		{ { 1, 4 }, { 11, 11 }, SAME },		/* at most ten away */
		{ { 1, 4 }, { 12, 12 }, UNKNOWN },	/* eight to eleven */
		{ { 1, 4 }, { 15, 15 }, DRIFT },	/* eleven at least */
		{ { 12, 12 }, { 1, 4 }, UNKNOWN },
		{ { 1, 4 }, { 1, 4 }, SAME },
		{ { 0, 100 }, { 5, 5 }, UNKNOWN },
		{ { 1, 4 }, { 96, 99 }, DRIFT }
	};
	const uint64_t whole[2] = { 100, 100 };
	struct tolerance ten = { 10, 0 };
	size_t i;

	for (i = 0; i < LEN(t); i++)
		CHECK(compare_shares(ten, t[i].a, t[i].b, whole) ==
		    t[i].change, "%zu", i);
}

int
main(void)
{
	RUN(delimiters, "delimiter and preamble of a text");
	RUN(encodings, "encoding of a file by all its bytes");
	RUN(encoding_in_pieces, "a letter across two reads is one");
	RUN(formats, "date formats, and what is ambiguous");
	RUN(names, "names and hints out of headers");
	RUN(codes, "words of codes never meet");
	RUN(headers, "what is a header and what a child");
	RUN(read_back, "a profile that is read is the one that was written");
	RUN(garbled_profiles, "a garbled profile is read or refused");
	RUN(garbled_texts, "garbled texts are guessed without harm");
	RUN(tolerances, "tolerances");
	RUN(masked_shares, "what is masked is an interval, not nought");
	return UNIT_END;
}
