/* SPDX-License-Identifier: MIT */
/*
 * rows.h, by chance: bytes that nobody thought of are read as libcsv reads
 * them, alike in chunks of any size, and written as they were read.
 */
#include <csv.h>

#include "spec.h"

#define SEED 20130704
#include "chance.h"

/*
 * The differential test: random bytes, our reader against libcsv (strict,
 * no blank stripping).  libcsv drops blank lines and knows no line breaks as
 * spaces, so the input has no blank line outside quotes, and its fields are
 * compared after one break = one space.
 */

static void
oracle_field(void *s, size_t n, void *data)
{
	struct buf *out = data;
	const char *p = s;

	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n')
			continue;
		buf_addc(out, p[i] == '\n' ? ' ' : p[i]);
	}
	buf_addc(out, ']');
}

static void
oracle_row(int c, void *data)
{
	(void)c;
	buf_addc(data, '\n');
}

static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

/* Records as [f][f]\n, then "!" if libcsv refused. */
static void
oracle(struct buf *out, const char *in, size_t n)
{
	struct csv_parser p;
	size_t end;

	out->n = 0;
	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_space_func(&p, never);
	if (csv_parse(&p, in, n, oracle_field, oracle_row, out) != n ||
	    csv_fini(&p, oracle_field, oracle_row, out) != 0) {
		/* Drop the record in progress. */
		for (end = out->n; end > 0 && out->p[end - 1] != '\n'; end--)
			;
		out->n = end;
		buf_addc(out, '!');
	}
	csv_free(&p);
}

static void
ours(struct buf *out, char *path, size_t chunk)
{
	struct rd_opts o = { .ragged = true, .chunk = chunk };
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err e;
	int r;

	out->n = 0;
	if (rd_open(&rd, &path, 1, &o, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	buf_puts(out, "[h]\n");
	while ((r = rd_next(rd, &rec, &e)) == 1) {
		for (size_t i = 0; i < rec->n; i++) {
			buf_addc(out, '[');
			buf_add(out, rec->f[i].p, rec->f[i].n);
			buf_addc(out, ']');
		}
		buf_addc(out, '\n');
	}
	if (r == -1)
		buf_addc(out, '!');
	rd_close(rd);
}

static void
differ(const char *alphabet, int rounds)
{
	struct buf in = { NULL, 0, 0 }, want = { NULL, 0, 0 },
	    got = { NULL, 0, 0 };
	char *path;

	for (int k = 0; k < rounds; k++) {
		size_t n = rnd(60);

		in.n = 0;
		buf_puts(&in, "h\n");
		for (size_t i = 0; i < n; i++) {
			char c = alphabet[rnd((uint32_t)strlen(alphabet))];

			if (c == '\n' && in.p[in.n - 1] == '\n')
				continue;
			if (c == 'r') {
				if (in.p[in.n - 1] == '\n')
					continue;
				buf_puts(&in, "\r\n");
			} else
				buf_addc(&in, c);
		}
		oracle(&want, in.p, in.n);
		path = (char *)(uintptr_t)unit_write("in.csv", in.p, in.n);
		ours(&got, path, chunks[rnd(LEN(chunks))]);
		CHECK(want.n == got.n && memcmp(want.p, got.p, want.n) == 0,
		    "round %d: input <%s> libcsv <%.*s> ours <%.*s>", k,
		    buf_str(&in), (int)want.n, want.p, (int)got.n, got.p);
		if (unit_why[0] != '\0')
			break;
	}
	buf_free(&in);
	buf_free(&want);
	buf_free(&got);
}

static void
without_quotes_as_libcsv(void)
{
	differ("ab ,,;\t\nr", 4000);
}

static void
with_quotes_as_libcsv(void)
{
	differ("ab ,\"\"\nr", 4000);
	differ("a,\"\n", 4000);
}

static void
any_chunk_the_same(void)
{
	static const char alphabet[] = "ab,\"\n\r\0\303\251\357\273\277";
	struct buf in = { NULL, 0, 0 }, first = { NULL, 0, 0 },
	    out = { NULL, 0, 0 };
	char *path;
	struct rd_opts o = { 0 };

	for (int k = 0; k < 2000; k++) {
		size_t n = rnd(40);

		in.n = 0;
		buf_puts(&in, "h,i\n");
		for (size_t i = 0; i < n; i++)
			buf_addc(&in, alphabet[rnd(sizeof(alphabet) - 1)]);
		path = (char *)(uintptr_t)unit_write("in.csv", in.p, in.n);
		for (size_t i = 0; i < LEN(chunks); i++) {
			o.chunk = chunks[i];
			read_all(i == 0 ? &first : &out, &path, 1, &o);
			CHECK(i == 0 || (first.n == out.n &&
			    memcmp(first.p, out.p, out.n) == 0),
			    "round %d, chunk %zu: <%s> <%s>", k, chunks[i],
			    buf_str(&first), buf_str(&out));
		}
		if (unit_why[0] != '\0')
			break;
	}
	buf_free(&in);
	buf_free(&first);
	buf_free(&out);
}

/* Lines of more than 64 bytes, few of them odd, in chunks of every size. */
static void
any_chunk_size_the_same(void)
{
	static const char odd[] = ",,,,,,\n\n\n\r\"\"\0\303\251";
	struct buf in = { NULL, 0, 0 }, first = { NULL, 0, 0 },
	    out = { NULL, 0, 0 };
	char *path;
	struct rd_opts o = { .ragged = true };

	for (int k = 0; k < 150 && unit_why[0] == '\0'; k++) {
		uint32_t kinds = 7 + rnd(sizeof(odd) - 7);
		uint32_t rare = 2 + rnd(40);
		size_t n = rnd(400);

		in.n = 0;
		buf_puts(&in, "h,i\n");
		for (size_t i = 0; i < n; i++)
			buf_addc(&in, rnd(rare) == 0 ? odd[rnd(kinds)] : 'a');
		if (rnd(2) == 0)
			buf_puts(&in, "\r\n1,2\r\n");
		path = (char *)(uintptr_t)unit_write("in.csv", in.p, in.n);
		o.chunk = 0;
		read_all(&first, &path, 1, &o);
		for (o.chunk = 1; o.chunk < 140; o.chunk++) {
			read_all(&out, &path, 1, &o);
			CHECK(first.n == out.n &&
			    memcmp(first.p, out.p, out.n) == 0,
			    "round %d, chunk %zu: <%s> <%s>", k, o.chunk,
			    buf_str(&first), buf_str(&out));
		}
	}
	buf_free(&in);
	buf_free(&first);
	buf_free(&out);
}

/* A plain record's bytes are what the writer makes of its fields. */
static void
plain_is_as_written(void)
{
	static const char alphabet[] = "aab,,;\n\n\"'\r\303\251";
	static const struct rd_opts dialects[] = {
		{ .ragged = true }, { .ragged = true, .delimiter = ';' },
		{ .ragged = true, .quote = '\'' }
	};
	struct buf in = { NULL, 0, 0 }, line = { NULL, 0, 0 };
	struct reader *rd;
	const struct rec *rec;
	struct err e;
	char *path;
	size_t plain_ones = 0;

	for (int k = 0; k < 3000 && unit_why[0] == '\0'; k++) {
		uint32_t kinds = 8 + rnd(sizeof(alphabet) - 8);
		size_t n = rnd(30);

		in.n = 0;
		buf_puts(&in, "\357\273\277h\n");
		for (size_t i = 0; i < n; i++)
			buf_addc(&in, alphabet[rnd(kinds)]);
		buf_puts(&in, "\n1,2\n");
		path = (char *)(uintptr_t)unit_write("in.csv", in.p, in.n);
		if (rd_open(&rd, &path, 1, &dialects[k % 3], &e) != 0)
			continue;
		CHECK(!rd_header(rd)->plain, "a header is never plain");
		while (rd_next(rd, &rec, &e) == 1) {
			if (!rec->plain)
				continue;
			plain_ones++;
			line.n = 0;
			for (size_t i = 0; i < rec->n; i++) {
				if (i > 0)
					buf_addc(&line, ',');
				csv_append(&line, rec->f[i].p, rec->f[i].n);
			}
			CHECK(line.n == rec->raw_n && line.n > 0 &&
			    memcmp(line.p, rec->raw, line.n) == 0, "<%.*s>",
			    (int)rec->raw_n, rec->raw);
		}
		rd_close(rd);
	}
	CHECK(plain_ones > 1000, "only %zu plain records", plain_ones);
	buf_free(&in);
	buf_free(&line);
}

int
main(void)
{
	unit_enter();
	RUN(without_quotes_as_libcsv, "without quotes: what libcsv reads");
	RUN(with_quotes_as_libcsv, "with quotes: what libcsv reads");
	RUN(any_chunk_the_same, "any bytes read the same in any chunks");
	RUN(any_chunk_size_the_same, "long lines read the same in chunks of every size");
	RUN(plain_is_as_written, "a plain record's bytes are as the writer's");
	return UNIT_END;
}
