/* SPDX-License-Identifier: MIT */
/* rows.h, the dialects that are declared: one line a case, see spec.h. */
#include "spec.h"

static void
without_quotes(void)
{
	SPEC_OPTS("a,b\n\"1,2\n", "1[a][b] 2[\"1][2]", .no_quote = true);
	SPEC_OPTS("a,b\n1\"\",\"2\"\n", "1[a][b] 2[1\"\"][\"2\"]",
	    .no_quote = true);
	SPEC_OPTS("a\tb\n\"\n", "1[a][b] 2!", .no_quote = true,
	    .delimiter = '\t');
	SPEC_OPTS("a,b\n1,\377\n", "1[a][b] 2!!", .no_quote = true);
	SPEC_OPTS("a,b\n1,\0\n", "1[a][b] 2!!", .no_quote = true);
}

static void
escapes(void)
{
#define ESCAPED(in, want) SPEC_OPTS(in, want, .escape = '\\')
	ESCAPED("a,b\n\"x\\\"y\",2\n", "1[a][b] 2[x\"y][2]");
	ESCAPED("a,b\nx\\,y,2\n", "1[a][b] 2[x,y][2]");
	ESCAPED("a,b\nx\\\\,2\n", "1[a][b] 2[x\\][2]");
	ESCAPED("a,b\n\"\",\"\"\n", "1[a][b] 2[][]");
	ESCAPED("a,b\n\\\"x,2\n", "1[a][b] 2[\"x][2]");
	ESCAPED("a,b\n\"x\ny\",2\n3,4\n", "1[a][b] 2[x y][2] 4[3][4]");
	ESCAPED("a,b\r\n\"x\r\ny\",2\r\n", "1[a][b] 2[x y][2]");
	ESCAPED("a,b\nx\\\ny,2\n3,4\n", "1[a][b] 2[x y][2] 4[3][4]");
	ESCAPED("a,b\n1,2", "1[a][b] 2[1][2]");
	ESCAPED("a,b\n1,\"2\"", "1[a][b] 2[1][2]");
	ESCAPED("a\n\n\"\"\n", "1[a] 2[] 3[]");
	/* What it stands before must have a meaning. */
	ESCAPED("a,b\nx\\n,2\n3,4\n", "1[a][b] 2! 3[3][4]");
	ESCAPED("a,b\n\\N,2\n3,4\n", "1[a][b] 2! 3[3][4]");
	ESCAPED("a,b\n1,2\\", "1[a][b] 2!!");
	/* Quotes are not doubled where they are escaped. */
	ESCAPED("a,b\n\"x\"\"y\",2\n3,4\n", "1[a][b] 2! 3[3][4]");
	ESCAPED("a,b\nx\"y,2\n3,4\n", "1[a][b] 2! 3[3][4]");
	ESCAPED("a,b\n\"x\" ,2\n3,4\n", "1[a][b] 2!!");
	ESCAPED("a,b\n1,\"2\n3,4\n", "1[a][b] 2!!");
	ESCAPED("a,b\n1,\"2\\\"", "1[a][b] 2!!");
	ESCAPED("a,b\n1\r2,3\n", "1[a][b] 2!!");
	SPEC_OPTS("a,b\n\"x,\\\"y,2\n", "1[a][b] 2!", .escape = '\\',
	    .no_quote = true);
	SPEC_OPTS("a\tb\n\"x\ty\\\tz\n", "1[a][b] 2[\"x][y\tz]",
	    .escape = '\\', .no_quote = true, .delimiter = '\t');
	SPEC_OPTS("a,b\n'x^'y',2\n", "1[a][b] 2[x'y][2]", .escape = '^',
	    .quote = '\'');
#undef ESCAPED
}

static void
lone_carriage_returns(void)
{
	SPEC_OPTS("a,b\r1,2\r3,4\r", "1[a][b] 2[1][2] 3[3][4]",
	    .lone_cr = true);
	SPEC_OPTS("a,b\r1,2", "1[a][b] 2[1][2]", .lone_cr = true);
	SPEC_OPTS("a,b\r1,\"x\ny\"\r3,4\r", "1[a][b] 2[1][x y] 3[3][4]",
	    .lone_cr = true);
	SPEC_OPTS("a,b\r1,\"x\ry\"\r3,4\r", "1[a][b] 2[1][x y] 4[3][4]",
	    .lone_cr = true);
	/* A line feed outside quotes contradicts the declaration. */
	SPEC_OPTS("a,b\r\n1,2\r\n", "2!!", .lone_cr = true,
	    .header_rows = 2);
	SPEC_OPTS("a,b\r\n1,2\r\n", "1[a][b] 2!!", .lone_cr = true);
	SPEC_OPTS("a,b\n1,2\n", "1!!", .lone_cr = true);
	SPEC_OPTS("a,b\r1,2\n3,4\r", "1[a][b] 2!!", .lone_cr = true);
	SPEC_OPTS("a,b\r1\n2,\"3\"\r", "1[a][b] 2!!", .lone_cr = true);
	SPEC_OPTS("a,b\r\"x\\\"y\",2\r", "1[a][b] 2[x\"y][2]",
	    .lone_cr = true, .escape = '\\');
	SPEC_OPTS("a,b\r1\n,2\r", "1[a][b] 2!!", .lone_cr = true,
	    .escape = '\\');
	SPEC("a,b\r1,2\r", "1!!");
	SPEC_OPTS("a\0,\0b\0\r\0001\0,\0002\0\r\0", "1[a][b] 2[1][2]",
	    .lone_cr = true, .encoding = ENCODING_UTF_16LE);
}

static void
headers(void)
{
	SPEC_OPTS("a,b\nc,d\n1,2\n", "2[a c][b d] 3[1][2]",
	    .header_rows = 2);
	SPEC_OPTS("a,,\nc,d,e\n1,2,3\n", "2[a c][d][e] 3[1][2][3]",
	    .header_rows = 2);
	SPEC_OPTS("x,a,,b,\ny,c,d,c,d\n1,2,3,4,5\n",
	    "2[x y][a c][a d][b c][b d] 3[1][2][3][4][5]",
	    .header_rows = 2, .header_merged = true);
	SPEC_OPTS("a,\n,b\nc,d\n1,2\n", "3[a c][a b d] 4[1][2]",
	    .header_rows = 3, .header_merged = true);
	SPEC_OPTS("a\nb,c\n1,2\n", "2[a b][c] 3[1][2]", .header_rows = 2);
	SPEC_OPTS("a,b\n", "0!!", .header_rows = 2);
	SPEC_OPTS("a,a\nb,b\n", "2!!", .header_rows = 2);
	SPEC_OPTS("a,a\nb,\n1,2\n", "2[a b][a] 3[1][2]", .header_rows = 2);
	SPEC_OPTS("\"a\nb\",c\nd,e\n1,2\n", "3[a b d][c e] 4[1][2]",
	    .header_rows = 2);
	SPEC_OPTS("1,2\n3,4\n", "1[column_1][column_2] 1[1][2] 2[3][4]",
	    .no_header = true);
	SPEC_OPTS("1,2\n3\n", "1[column_1][column_2] 1[1][2] 2!",
	    .no_header = true);
	SPEC_OPTS("\"1\n2\",3\n4,5\n",
	    "1[column_1][column_2] 1[1 2][3] 3[4][5]", .no_header = true);
	SPEC_OPTS("\xef\xbb\xbf" "1\n", "1[column_1] 1[1]",
	    .no_header = true);
	SPEC_OPTS("", "0!!", .no_header = true);
	SPEC_OPTS("a,,a\n1,2,3\n", "1[a][][a] 2[1][2][3]", .any_names = true);
	SPEC("a,,b\n1,2,3\n", "1!!");
	SPEC_OPTS("x\ny\na,b\nc,d\n1,2\n", "4[a c][b d] 5[1][2]",
	    .preamble = 2, .header_rows = 2);
}

static void
several_files(void)
{
	static char one[] = "one.csv", two[] = "two.csv";
	char *paths[] = { one, two };
	struct rd_opts opts = { .no_header = true };
	struct buf out = { NULL, 0, 0 };

	unit_write(one, "1,2\n", 4);
	unit_write(two, "3,4\n5,6\n", 8);
	read_all(&out, paths, 2, &opts);
	CHECK(strcmp(buf_str(&out), "1[column_1][column_2] 1[1][2] 1[3][4] "
	    "2[5][6]") == 0, "%s", buf_str(&out));
	opts = (struct rd_opts){ .header_rows = 2 };
	unit_write(one, "a,b\nc,d\n1,2\n", 12);
	unit_write(two, "a,b\nc,d\n3,4\n", 12);
	read_all(&out, paths, 2, &opts);
	CHECK(strcmp(buf_str(&out), "2[a c][b d] 3[1][2] 3[3][4]") == 0,
	    "%s", buf_str(&out));
	unit_write(two, "a,b\nc,e\n3,4\n", 12);
	read_all(&out, paths, 2, &opts);
	CHECK(strcmp(buf_str(&out), "2[a c][b d] 3[1][2] 2!!") == 0,
	    "%s", buf_str(&out));
	buf_free(&out);
}

static void
repeated_header(void)
{
	static char path[] = "in.csv";
	char *paths[] = { path };
	struct rd_opts opts = { .header_rows = 2 };
	const char text[] = "a,b\nc,d\na,b\nc,d\na,d\n\"c\",d\n";
	const bool want[] = { true, true, false, true };
	struct reader *rd;
	const struct rec *rec;
	struct err err;

	unit_write(path, text, sizeof(text) - 1);
	CHECK(rd_open(&rd, paths, 1, &opts, &err) == 0, "%s", err.text);
	for (size_t i = 0; i < LEN(want); i++) {
		CHECK(rd_next(rd, &rec, &err) == 1, "%s", err.text);
		CHECK(rd_is_header(rd, rec) == want[i], "record %zu", i + 1);
	}
	rd_close(rd);
}

int
main(void)
{
	RUN(without_quotes, "quotes are bytes where none are declared");
	RUN(escapes, "an escape stands before what it can escape, or is refused");
	RUN(lone_carriage_returns, "lines end in CR where that is declared");
	RUN(headers, "a header of several rows, or of none, is one");
	RUN(several_files, "the same for several files");
	RUN(repeated_header, "a record that is the header again is seen");
	return UNIT_END;
}
