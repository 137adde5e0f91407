/* SPDX-License-Identifier: MIT */
/*
 * rows.h, the reader: one line a case, see spec.h.  Bytes made by chance are
 * in rows_chance.c.
 */
#include "spec.h"

static void
plain(void)
{
	SPEC("a,b\n1,2\n", "1[a][b] 2[1][2]");
	SPEC("a,b\n1,2", "1[a][b] 2[1][2]");
	SPEC("a,b\n", "1[a][b]");
	SPEC("a,b", "1[a][b]");
	SPEC("a\n1\n2\n3\n", "1[a] 2[1] 3[2] 4[3]");
	SPEC("a,b\n,\n", "1[a][b] 2[][]");
	SPEC("a,b,c\n1,,\n", "1[a][b][c] 2[1][][]");
	SPEC("a,b,c\n,,", "1[a][b][c] 2[][][]");
	SPEC("a,b\n 1 , 2 \n", "1[a][b] 2[ 1 ][ 2 ]");
	SPEC("a,b\n\t1,2\t\n", "1[a][b] 2[\t1][2\t]");
	SPEC("a,b\r\n1,2\r\n", "1[a][b] 2[1][2]");
	SPEC("a,b\r\n1,2\n3,4\r\n", "1[a][b] 2[1][2] 3[3][4]");
	SPEC("a,b\n1,\305\265y\303\242\n", "1[a][b] 2[1][\305\265y\303\242]");
	SPEC("a;b\n1,0;2\n", "1[a;b] 2!");
	SPEC_OPTS("a;b\n1,0;2\n", "1[a][b] 2[1,0][2]", .delimiter = ';');
	SPEC_OPTS("a\tb\n1 1\t\n", "1[a][b] 2[1 1][]", .delimiter = '\t');
}

static void
quoted(void)
{
	SPEC("a,b\n\"1\",2\n", "1[a][b] 2[1][2]");
	SPEC("\"a\",\"b\"\n\"1\",\"2\"\n", "1[a][b] 2[1][2]");
	SPEC("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n",
	    "1[a][b] 2[x,y][he said \"no\"]");
	SPEC("a,b\n\"\",\"\"\n", "1[a][b] 2[][]");
	SPEC("a,b\n\"\"\"\",\"\"\"\"\"\"\n", "1[a][b] 2[\"][\"\"]");
	SPEC("a,b\n\" 1 \",2\n", "1[a][b] 2[ 1 ][2]");
	SPEC("a\n\"\"\n", "1[a] 2[]");
	SPEC("a\n\"\"", "1[a] 2[]");
	SPEC("a,b\n1,\"2\"", "1[a][b] 2[1][2]");
	SPEC("a,b\r\n1,\"2\"\r\n3,4\r\n", "1[a][b] 2[1][2] 3[3][4]");
	SPEC_OPTS("a,b\n'x,''y',\"\n", "1[a][b] 2[x,'y][\"]", .quote = '\'');
}

static void
breaks_in_fields(void)
{
	SPEC("a,b\n1,\"x\ny\"\n3,4\n", "1[a][b] 2[1][x y] 4[3][4]");
	SPEC("a,b\n1,\"x\r\ny\"\r\n3,4\r\n", "1[a][b] 2[1][x y] 4[3][4]");
	SPEC("a,b\n1,\"x\n\ny\"\n3,4\n", "1[a][b] 2[1][x  y] 5[3][4]");
	SPEC("a,b\n1,\"\n\"\n3,4\n", "1[a][b] 2[1][ ] 4[3][4]");
	SPEC("\"a\nb\",c\n1,2\n", "1[a b][c] 3[1][2]");
}

static void
blank_lines(void)
{
	SPEC("a\n\n1\n", "1[a] 2[] 3[1]");
	SPEC("a\r\n\r\n1\r\n", "1[a] 2[] 3[1]");
	SPEC("a\n1\n\n\n", "1[a] 2[1] 3[] 4[]");
	SPEC("a,b\n\n1,2\n", "1[a][b] 2! 3[1][2]");
	SPEC("a\n\n", "1[a] 2[]");
}

static void
byte_order_mark(void)
{
	SPEC("\357\273\277a,b\n1,2\n", "1[a][b] 2[1][2]");
	SPEC("\357\273\277\"a\",b\n1,2\n", "1[a][b] 2[1][2]");
	SPEC("a\n\357\273\277x\n", "1[a] 2[\357\273\277x]");
}

static void
ragged(void)
{
	SPEC("a,b\n1\n3,4\n", "1[a][b] 2! 3[3][4]");
	SPEC("a,b\n1,2,3\n4,5\n", "1[a][b] 2! 3[4][5]");
	SPEC("a,b\n1,\"2\",3\n4,5\n", "1[a][b] 2! 3[4][5]");
	SPEC("a,b\n1,2,\n4,5\n", "1[a][b] 2! 3[4][5]");
	SPEC_OPTS("a,b\n1\n3,4,5\n", "1[a][b] 2[1] 3[3][4][5]",
	    .ragged = true);
}

static void
unreadable_rows(void)
{
	/* Text around quotes; the row is lost, not the file. */
	SPEC("a,b\n1,x\"y\"\n3,4\n", "1[a][b] 2! 3[3][4]");
	SPEC("a,b\n1,\"x\"y\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,\"x\" \n3,4\n", "1[a][b] 2!!");
	/* A quote that may still be open hides where the record ends. */
	SPEC("a,b\n1,\"x \"y\" z\n3,4\"\n5,6\n", "1[a][b] 2!!");
	SPEC("a,b\nx\"y,\"1\n3,4\"\n5,6\n", "1[a][b] 2!!");
	SPEC("a,b\nx\"y,1\n3,4\n", "1[a][b] 2! 3[3][4]");
	SPEC("a,b\n1, \"x\n3,4\"\n5,6\n", "1[a][b] 2!!");
	/* One that was not doubled is not alone: what closes the field may be its
	 * own too, unless all else is as it should be. */
	SPEC("a,b\n\"x \"y\" z\",\"2\"\n3,4\n", "1[a][b] 2! 3[3][4]");
	SPEC("a,b\n\"x\" y,\"2\"\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,\"x \"y\"\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n\"x \"y\"\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b,c\n\"x \"y\" z\",\"2\"\n3,4,5\n", "1[a][b][c] 2!!");
	SPEC("a,b\n\"x \"y\" z\",2\"\n3,4\n", "1[a][b] 2!!");
	/* What is broken behind a record that ends in a quote may be its rest. */
	SPEC("a,b\n1,\"x\"\nno\"\n3,4\n", "1[a][b] 2[1][x] 3!!");
	SPEC("a,b\n1,\"x\"\n2,5\" disk\n3,4\n", "1[a][b] 2[1][x] 3!!");
	SPEC("a,b\n\"1\",\"x\"\n\"2\",5\" disk\n3,4\n",
	    "1[a][b] 2[1][x] 3! 4[3][4]");
	SPEC("a,b\n1,x\n2,5\" disk\n3,4\n", "1[a][b] 2[1][x] 3! 4[3][4]");
	/* Nor is a row that is too short behind one. */
	SPEC("a,b,c\n1,\"x\"\n3,4,5\n", "1[a][b][c] 2!!");
	SPEC("a,b,c\n\"1\",x\n3,4,5\n", "1[a][b][c] 2! 3[3][4][5]");
	SPEC("a,b\n1,2,\"3\"\n4,5\n", "1[a][b] 2! 3[4][5]");
	SPEC("a,b\n1, \"x\"\n3,4\n", "1[a][b] 2! 3[3][4]");
	SPEC("a,b\n1,5\"\n3,4\n", "1[a][b] 2! 3[3][4]");
	/* NUL, a lone CR, bytes that are not UTF-8: the whole file is not
	 * what it says it is. */
	SPEC("a,b\n1,x\0y\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,\"x\0y\"\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,x\ry\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,\"x\ry\"\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,2\r", "1[a][b] 2!!");
	SPEC("a,b\n1,\351t\351\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,\"\351\"\n3,4\n", "1[a][b] 2!!");
	SPEC("a,b\n1,\303\n3,4\n", "1[a][b] 2!!");
}

static void
cr_only_file(void)
{
	SPEC("a,b\r1,2\r", "1!!");
}

static void
unterminated(void)
{
	struct buf in = { NULL, 0, 0 };

	/* The line where the record began, however far the quote runs. */
	SPEC("a,b\n1,2\n3,\"4\n5,6\n7,8\n", "1[a][b] 2[1][2] 3!!");
	SPEC("a,b\n1,2\n3,\"4", "1[a][b] 2[1][2] 3!!");
	SPEC("a,b\n1,2\n\"\n", "1[a][b] 2[1][2] 3!!");
	SPEC("a,b\n1,2\n\"", "1[a][b] 2[1][2] 3!!");
	SPEC("\"a,b\n1,2\n", "1!!");
	buf_puts(&in, "a,b\n1,2\n3,\"4\n");
	for (int i = 0; i < 300000; i++)
		buf_puts(&in, "5,six\n");
	spec_opts(in.p, in.n, "1[a][b] 2[1][2] 3!!", (struct rd_opts){ 0 });
	buf_free(&in);
}

static void
headers(void)
{
	SPEC("", "0!!");
	SPEC("\357\273\277", "0!!");
	SPEC("a,a\n1,2\n", "1!!");
	SPEC("a,,c\n1,2,3\n", "1!!");
	SPEC("\n1\n", "1!!");
	SPEC("a,\"\"\n1,2\n", "1!!");
	SPEC("a,b\0\n1,2\n", "1!!");
	SPEC_OPTS("Report 2024\n\na,b\n1,2\n", "3[a][b] 4[1][2]",
	    .preamble = 2);
	SPEC_OPTS("it's \"so\n\na,b\n1,2\n", "3[a][b] 4[1][2]",
	    .preamble = 2);
}

static void
limits(void)
{
	struct buf in = { NULL, 0, 0 }, out = { NULL, 0, 0 };
	struct rd_opts o = { .max_record = 64 };
	char *path;

	buf_puts(&in, "a,b\n1,");
	for (int i = 0; i < 100; i++)
		buf_addc(&in, 'x');
	buf_puts(&in, "\n3,4\n");
	path = (char *)(uintptr_t)unit_write("in.csv", in.p, in.n);
	for (size_t i = 0; i < LEN(chunks); i++) {
		o.chunk = chunks[i];
		read_all(&out, &path, 1, &o);
		CHECK(strncmp(buf_str(&out), "1[a][b] 2!", 10) == 0,
		    "a long record: %s", buf_str(&out));
	}
	SPEC_OPTS("a,b,c\n1,2,3\n", "1!!", .max_fields = 2);
	buf_free(&in);
	buf_free(&out);
}

/* A field larger than the read chunk and just below the record limit. */
static void
long_fields(void)
{
	struct buf in = { NULL, 0, 0 };
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err e;
	char *path;

	for (int quote = 0; quote < 2; quote++) {
		in.n = 0;
		buf_puts(&in, quote ? "a,b\n1,\"" : "a,b\n1,");
		for (int i = 0; i < 900000; i++)
			buf_addc(&in, (char)('a' + i % 23));
		buf_puts(&in, quote ? "\"\n3,4\n" : "\n3,4\n");
		path = (char *)(uintptr_t)unit_write("in.csv", in.p, in.n);
		if (rd_open(&rd, &path, 1, NULL, &e) != 0) {
			CHECK(false, "%s", e.text);
			continue;
		}
		CHECK(rd_next(rd, &rec, &e) == 1 && rec->n == 2 &&
		    rec->f[1].n == 900000 && rec->f[1].p[899999] ==
		    'a' + 899999 % 23, "long field");
		CHECK(rd_next(rd, &rec, &e) == 1 && rec->n == 2 &&
		    field_eq(rec->f[0], "3") && rec->line == 3, "the next");
		CHECK(rd_next(rd, &rec, &e) == 0, "the end");
		CHECK(rd_next(rd, &rec, &e) == 0, "the end, asked again");
		rd_close(rd);
	}
	buf_free(&in);
}

static void
what_a_record_knows(void)
{
	static const char in[] = "a,b\n1,\"x\r\ny\"\r\nbad\n5,6";
	char *path = (char *)(uintptr_t)unit_write("in.csv", in,
	    sizeof(in) - 1);
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err e;
	char text[200];

	if (rd_open(&rd, &path, 1, NULL, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	CHECK(rd_header(rd)->number == 0, "header number");
	CHECK(rd_next(rd, &rec, &e) == 1, "first");
	CHECK(rec->number == 1 && rec->line == 2 && rec->breaks == 1,
	    "number %zu line %zu breaks %zu", rec->number, rec->line,
	    rec->breaks);
	CHECK(rec->raw_n == 8 && memcmp(rec->raw, "1,\"x\r\ny\"", 8) == 0,
	    "raw '%.*s'", (int)rec->raw_n, rec->raw);
	CHECK(strcmp(rec->file, "in.csv") == 0, "%s", rec->file);
	CHECK(rd_next(rd, &rec, &e) == -1 && rd_recoverable(rd), "ragged");
	CHECK(rec->line == 4 && rec->raw_n == 3 &&
	    memcmp(rec->raw, "bad", 3) == 0, "bad raw '%.*s'",
	    (int)rec->raw_n, rec->raw);
	CHECK(e.line == 4 && strcmp(e.file, "in.csv") == 0 &&
	    e.code[0] != '\0', "place of the bad row");
	err_format(&e, text, sizeof(text));
	CHECK(strstr(text, "bad") == NULL || strstr(text, "[bad-") != NULL,
	    "a value in the message: %s", text);
	CHECK(rd_next(rd, &rec, &e) == 1 && rec->number == 3 &&
	    rec->line == 5 && rec->breaks == 0, "number %zu line %zu",
	    rec->number, rec->line);
	CHECK(rec->raw_n == 3 && memcmp(rec->raw, "5,6", 3) == 0, "raw");
	rd_close(rd);
}

static void
columns(void)
{
	static const char in[] = "child_id,DOB,agency\n1,2,3\n";
	char *path = (char *)(uintptr_t)unit_write("in.csv", in,
	    sizeof(in) - 1);
	struct reader *rd = NULL;
	struct err e;

	if (rd_open(&rd, &path, 1, NULL, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	CHECK(rd_col(rd, "child_id") == 0 && rd_col(rd, "agency") == 2,
	    "rd_col");
	CHECK(rd_col(rd, "child") == -1 && rd_col(rd, "") == -1, "absent");
	CHECK(rd_need(rd, "agency", &e) == 2, "rd_need");
	CHECK(rd_need(rd, "dob", &e) == -1 && e.status == STATUS_DATA,
	    "status %d", e.status);
	CHECK(strstr(e.text, "no column 'dob'; did you mean column 2?") != NULL,
	    "%s", e.text);
	CHECK(rd_need(rd, "agencey", &e) == -1 &&
	    strstr(e.text, "did you mean 'agency'?") != NULL, "%s", e.text);
	CHECK(rd_need(rd, "wholly-else", &e) == -1 &&
	    strstr(e.text, "did you mean") == NULL, "%s", e.text);
	CHECK(strcmp(rd_name(rd), "in.csv") == 0, "%s", rd_name(rd));
	rd_close(rd);
}

static void
several_files(void)
{
	struct buf out = { NULL, 0, 0 };
	char *p[3];
	struct rd_opts o = { 0 };
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err e;

	p[0] = (char *)(uintptr_t)unit_write("1.csv", "a,b\n1,2", 7);
	p[1] = (char *)(uintptr_t)unit_write("2.csv",
	    "\357\273\277a,b\r\n3,4\r\n", 13);
	p[2] = (char *)(uintptr_t)unit_write("3.csv", "\"a\",b\n", 6);
	for (size_t i = 0; i < LEN(chunks); i++) {
		o.chunk = chunks[i];
		read_all(&out, p, 3, &o);
		CHECK(strcmp(buf_str(&out), "1[a][b] 2[1][2] 2[3][4]") == 0,
		    "%s", buf_str(&out));
	}
	unit_write("3.csv", "a,c\n5,6\n", 8);
	read_all(&out, p, 3, NULL);
	CHECK(strcmp(buf_str(&out), "1[a][b] 2[1][2] 2[3][4] 1!!") == 0,
	    "another header: %s", buf_str(&out));
	unit_write("3.csv", "a\n5\n", 4);
	read_all(&out, p, 3, NULL);
	CHECK(strcmp(buf_str(&out), "1[a][b] 2[1][2] 2[3][4] 1!!") == 0,
	    "a shorter header: %s", buf_str(&out));
	unit_write("3.csv", "", 0);
	read_all(&out, p, 3, NULL);
	CHECK(strstr(buf_str(&out), "!!") != NULL, "an empty third file: %s",
	    buf_str(&out));
	unit_write("2.csv", "a,b\n3\n", 6);
	if (rd_open(&rd, p, 2, NULL, &e) == 0) {
		rd_next(rd, &rec, &e);
		CHECK(strcmp(rec->file, "1.csv") == 0, "%s", rec->file);
		CHECK(rd_next(rd, &rec, &e) == -1 &&
		    strcmp(e.file, "2.csv") == 0 && e.line == 2, "%s:%zu",
		    e.file, e.line);
		rd_close(rd);
	}
	buf_free(&out);
}

/* What is not UTF-8 reads as if it were, or stops at its line. */
static void
other_encodings(void)
{
	SPEC_OPTS("a,b\r\n\351,\200\n\"x\n\201\",2\n",
	    "1[a][b] 2[\303\251][\342\202\254] 4!!",
	    .encoding = ENCODING_WINDOWS_1252);
	SPEC_OPTS("a,b\n\351,\222\n", "1[a][b] 2!!",
	    .encoding = ENCODING_ISO_8859_1);
	SPEC_OPTS("a,b\n\0,1\n", "1[a][b] 2!!",
	    .encoding = ENCODING_ISO_8859_1);
	SPEC_OPTS("\377\376a\0;\0b\0\n\0\"\0\n\0\"\0;\0\254\040\n\0"
	    "\075\330\000\336;\0\n\0",
	    "1[a][b] 2[ ][\342\202\254] 4[\360\237\230\200][]",
	    .encoding = ENCODING_UTF_16, .delimiter = ';');
	SPEC_OPTS("\0x\0\n\0a\0\n\0001\0\n\0", "2[a] 3[1] 4!!",
	    .encoding = ENCODING_UTF_16BE, .preamble = 1);
	SPEC_OPTS("\377\376", "0!!", .encoding = ENCODING_UTF_16);
	SPEC_OPTS("", "0!!", .encoding = ENCODING_UTF_16);
	SPEC_OPTS("a", "1!!", .encoding = ENCODING_UTF_16);
	SPEC("\377\376a\0\n\0", "1!!");
}

static void
utf8(void)
{
	static const struct {
		const char *s;
		size_t n, want;
	} t[] = {
		{ "", 0, 0 }, { "plain", 5, 5 },
		{ "\305\265\305\267\303\242", 6, 6 },	/* w, y, a: Welsh */
		{ "\342\202\254", 3, 3 },		/* the euro */
		{ "\360\237\230\200", 4, 4 },
		{ "\364\217\277\277", 4, 4 },		/* the last one */
		{ "ab\200", 3, 2 },			/* a lone tail */
		{ "ab\303", 3, 2 },			/* cut off */
		{ "ab\342\202", 4, 2 },
		{ "\300\200", 2, 0 }, { "\301\277", 2, 0 },	/* overlong */
		{ "\340\200\200", 3, 0 }, { "\340\237\277", 3, 0 },
		{ "\360\200\200\200", 4, 0 }, { "\360\217\277\277", 4, 0 },
		{ "\355\240\200", 3, 0 }, { "\355\277\277", 3, 0 },
		{ "\355\237\277", 3, 3 }, { "\356\200\200", 3, 3 },
		{ "\364\220\200\200", 4, 0 },		/* past the end */
		{ "\365\200\200\200", 4, 0 }, { "\377", 1, 0 },
		{ "0123456789abcdef0123456789\351x", 28, 26 },
		{ "0123456789abcde\303\251f0123456789", 28, 28 },
	};

	for (size_t i = 0; i < LEN(t); i++)
		CHECK(utf8_check(t[i].s, t[i].n) == t[i].want, "row %zu: %zu",
		    i, utf8_check(t[i].s, t[i].n));
}

int
main(void)
{
	unit_enter();
	RUN(plain, "reads plain records, blanks kept, LF and CRLF");
	RUN(quoted, "reads quoted fields");
	RUN(breaks_in_fields, "a line break in a field is one space");
	RUN(blank_lines, "a blank line is a record of one empty field");
	RUN(byte_order_mark, "a byte order mark is skipped, at the start");
	RUN(ragged, "a ragged row is refused, or returned on request");
	RUN(unreadable_rows, "an unreadable row is refused; what is no text, wholly");
	RUN(cr_only_file, "a file of lone CRs is refused");
	RUN(unterminated, "an open quote names the line its record began on");
	RUN(headers, "no header, or an empty or repeated name, is refused");
	RUN(limits, "a record or a row of fields over the limit is refused");
	RUN(long_fields, "a field may be longer than a read");
	RUN(what_a_record_knows, "a record knows line, number, breaks, bytes");
	RUN(columns, "columns are found by name, near misses suggested");
	RUN(several_files, "several files read as one, if headers agree");
	RUN(other_encodings, "other encodings read as UTF-8, bad bytes stop at their line");
	RUN(utf8, "UTF-8 is checked by RFC 3629");
	return UNIT_END;
}
