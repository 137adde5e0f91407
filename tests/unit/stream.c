/* SPDX-License-Identifier: MIT */
/*
 * stream.h: plain and gzip are read alike, a gzip that is cut, damaged or
 * followed by junk is an error wherever it happens; outputs are there whole
 * or not at all; an abort ends a stream with one lone double quote.
 */
#include <errno.h>
#include <sys/wait.h>
#include <zlib.h>

#include "buf.h"
#include "rows.h"
#include "stream.h"
#include "unit.h"

static unsigned char text[5000];

static void
make_text(void)
{
	uint32_t x = 88172645;

	for (size_t i = 0; i < sizeof(text); i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		text[i] = (unsigned char)("abcdefgh\n,"[x % 10]);
	}
}

static size_t
gzip(unsigned char *out, size_t size, const void *p, size_t n)
{
	z_stream z;

	memset(&z, 0, sizeof(z));
	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY)
	    != Z_OK)
		abort();
	z.next_in = (unsigned char *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.next_out = out;
	z.avail_out = (uInt)size;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	size -= z.avail_out;
	deflateEnd(&z);
	return size;
}

/* Reads path by steps; the bytes, or -1 with e. */
static ssize_t
slurp(const char *path, size_t step, unsigned char *out, size_t size,
    struct err *e)
{
	struct in *in = NULL;
	size_t n = 0;
	ssize_t r;

	memset(e, 0, sizeof(*e));
	if (in_open(&in, path, e) != 0)
		return -1;
	while (n < size) {
		r = in_read(in, out + n, step < size - n ? step : size - n,
		    e);
		if (r <= 0) {
			in_close(in);
			return r < 0 ? -1 : (ssize_t)n;
		}
		n += (size_t)r;
	}
	in_close(in);
	return (ssize_t)n;
}

static void
check_reads(const void *p, size_t n, const void *want, size_t want_n)
{
	static const size_t steps[] = { 1, 7, 4096, 1 << 20 };
	static unsigned char got[70000];
	struct err e;

	unit_write("f", p, n);
	for (size_t i = 0; i < LEN(steps); i++) {
		ssize_t r = slurp("f", steps[i], got, sizeof(got), &e);

		CHECK(r == (ssize_t)want_n &&
		    memcmp(got, want, want_n) == 0, "step %zu: %zd %s",
		    steps[i], r, e.text);
	}
}

static void
reads_plain(void)
{
	check_reads(text, sizeof(text), text, sizeof(text));
	check_reads("", 0, "", 0);
	check_reads("x", 1, "x", 1);
	check_reads("\037", 1, "\037", 1);	/* half of a gzip magic */
	check_reads("\037x", 2, "\037x", 2);
	check_reads("a\0b", 3, "a\0b", 3);
}

static void
reads_gzip(void)
{
	static unsigned char z[20000], want[2 * sizeof(text)];
	size_t n = gzip(z, sizeof(z), text, sizeof(text));

	check_reads(z, n, text, sizeof(text));
	n += gzip(z + n, sizeof(z) - n, text, sizeof(text));
	memcpy(want, text, sizeof(text));
	memcpy(want + sizeof(text), text, sizeof(text));
	check_reads(z, n, want, sizeof(want));	/* two members */
	n = gzip(z, sizeof(z), "", 0);
	check_reads(z, n, "", 0);
	n += gzip(z + n, sizeof(z) - n, "x", 1);
	check_reads(z, n, "x", 1);
}

static void
cut_anywhere(void)
{
	static unsigned char z[20000], got[70000];
	size_t n = gzip(z, sizeof(z), text, 600);
	struct err e;

	/* One byte alone is not yet gzip; an empty file is an empty file. */
	for (size_t cut = 2; cut < n; cut++) {
		unit_write("f", z, cut);
		CHECK(slurp("f", 4096, got, sizeof(got), &e) == -1 &&
		    e.status == STATUS_DATA, "cut at %zu of %zu: status %d",
		    cut, n, e.status);
	}
	for (size_t cut = n + 1; cut < 2 * n; cut++) {
		memcpy(z + n, z, n);		/* the second member cut */
		unit_write("f", z, cut);
		CHECK(slurp("f", 4096, got, sizeof(got), &e) == -1 &&
		    e.status == STATUS_DATA, "cut at %zu of %zu: status %d",
		    cut, 2 * n, e.status);
	}
}

static void
damaged(void)
{
	static unsigned char z[20000], got[70000];
	size_t n = gzip(z, sizeof(z), text, 600);
	static const char *const junk[] = { "x", "\n", "\037", "\037\213",
	    "PK\3\4 more" };
	struct err e;

	for (size_t at = n - 8; at < n; at++) {	/* CRC and length */
		z[at] ^= 1;
		unit_write("f", z, n);
		CHECK(slurp("f", 4096, got, sizeof(got), &e) == -1 &&
		    e.status == STATUS_DATA, "byte %zu: status %d", at,
		    e.status);
		z[at] ^= 1;
	}
	for (size_t i = 0; i < LEN(junk); i++) {
		memcpy(z + n, junk[i], strlen(junk[i]));
		unit_write("f", z, n + strlen(junk[i]));
		CHECK(slurp("f", 4096, got, sizeof(got), &e) == -1 &&
		    e.status == STATUS_DATA, "junk %zu: status %d", i,
		    e.status);
	}
	z[n] = '\0';
	unit_write("f", z, n + 1);
	CHECK(slurp("f", 4096, got, sizeof(got), &e) == -1 &&
	    e.status == STATUS_DATA, "a NUL after: status %d", e.status);
}

/* 3 MB, more than the thread inflates ahead: 1, 2 ... as 8 digits each. */
static void
all_before_an_error(void)
{
	enum { N = 400000 };
	static unsigned char plain[N * 8 + 1], got[N * 8 + 1], z[4 << 20];
	struct in *in = NULL;
	struct err e;
	size_t n, have = 0;
	ssize_t r;

	for (unsigned i = 0; i < N; i++)
		snprintf((char *)plain + i * 8, 9, "%08u", i * 7919U % 100000000U);
	n = gzip(z, sizeof(z), plain, N * 8);
	z[n - 5] ^= 1;				/* of the check sum */
	unit_write("f", z, n);
	if (in_open(&in, "f", &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	while ((r = in_read(in, got + have, 4099, &e)) > 0)
		have += (size_t)r;
	CHECK(r == -1 && strcmp(e.code, "bad-gzip") == 0, "%zd %s", r, e.code);
	/* Of the block in which it was found, nothing is sound for sure. */
	CHECK(have >= N * 8 - STREAM_CHUNK && have <= N * 8 &&
	    memcmp(got, plain, have) == 0, "%zu bytes before it", have);
	CHECK(in_read(in, got, 1, &e) == -1 &&
	    strcmp(e.code, "bad-gzip") == 0, "the error, asked for again");
	in_close(in);
	z[n - 5] ^= 1;
	unit_write("f", z, n);
	CHECK(slurp("f", 1 << 20, got, sizeof(got), &e) == N * 8 &&
	    memcmp(got, plain, N * 8) == 0, "the same, sound: %s", e.text);
	/* Closed at the beginning, and while nobody takes what is ready. */
	for (int ms = 0; ms < 40; ms += 20) {
		if (in_open(&in, "f", &e) != 0 ||
		    in_read(in, got, 100, &e) != 100)
			CHECK(false, "%s", e.text);
		usleep((useconds_t)ms * 1000);
		in_close(in);
	}
}

/* A sender that says nothing for ever must not keep a filter from ending. */
static void
closed_while_waiting(void)
{
	unsigned char z[2000], got[64];
	size_t n = gzip(z, sizeof(z), text, 600);
	struct in *in = NULL;
	char path[40];
	struct err e;
	ssize_t r;
	int p[2];

	if (pipe(p) != 0 || write(p[1], z, n / 2) != (ssize_t)(n / 2))
		abort();
	snprintf(path, sizeof(path), "/dev/fd/%d", p[0]);
	alarm(60);		/* or the test would wait for ever too */
	if (in_open(&in, path, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	r = in_read(in, got, sizeof(got), &e);
	CHECK(r > 0 && memcmp(got, text, (size_t)r) == 0, "%zd", r);
	usleep(20000);		/* let it come to the read */
	in_close(in);
	alarm(0);
	close(p[0]);
	close(p[1]);
}

static void
cannot_open(void)
{
	unsigned char got[8];
	struct err e;

	unit_enter();
	mkdir("dir", 0700);
	CHECK(slurp("dir", 1, got, 8, &e) == -1 &&
	    e.status == STATUS_NOINPUT && strcmp(e.file, "dir") == 0,
	    "a directory: %d", e.status);
	CHECK(slurp("nowhere", 1, got, 8, &e) == -1 &&
	    e.status == STATUS_NOINPUT && strcmp(e.file, "nowhere") == 0,
	    "missing: %d", e.status);
	unit_write("secret", "x", 1);
	chmod("secret", 0);
	if (geteuid() != 0)
		CHECK(slurp("secret", 1, got, 8, &e) == -1 &&
		    e.status == STATUS_NOINPUT, "unreadable: %d", e.status);
}

static size_t
names_in_directory(void)
{
	struct dirent *d;
	DIR *dir = opendir(".");
	size_t n = 0;

	while (dir != NULL && (d = readdir(dir)) != NULL)
		n += d->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	return n;
}

static void
whole_or_not_at_all(void)
{
	struct out *out = NULL;
	struct err e;
	struct stat st;
	size_t before;

	unit_write("o", "old", 3);
	before = names_in_directory();
	CHECK(out_open(&out, "o", OUT_PRIVATE, &e) == 0, "%s", e.text);
	out_write(out, "new\n", 4);
	out_commit(out);
	out_flush(out);
	CHECK(strcmp(unit_read("o", NULL), "old") == 0, "written too early");
	CHECK(out_close(out, &e) == 0, "%s", e.text);
	CHECK(strcmp(unit_read("o", NULL), "new\n") == 0, "not written");
	CHECK(stat("o", &st) == 0 && (st.st_mode & 0777) == 0600, "mode %o",
	    (unsigned)st.st_mode & 0777);
	CHECK(names_in_directory() == before, "a temporary file is left");

	CHECK(out_open(&out, "o", OUT_PUBLIC, &e) == 0, "%s", e.text);
	out_write(out, "newer\n", 6);
	out_commit(out);
	out_flush(out);
	out_abort(out, true);
	CHECK(strcmp(unit_read("o", NULL), "new\n") == 0, "abort wrote");
	CHECK(names_in_directory() == before, "abort left a file");
	CHECK(out_open(&out, "none/o", OUT_PUBLIC, &e) == -1 &&
	    e.status == STATUS_CANTCREATE, "no such folder: %d", e.status);
	mkdir("dir", 0700);
	CHECK(out_open(&out, "dir", OUT_PUBLIC, &e) == -1 &&
	    e.status == STATUS_CANTCREATE, "a directory: %d", e.status);
}

static void
full_disk(void)
{
	static char big[1 << 20];
	struct out *out = NULL;
	struct err e;

	memset(big, 'x', sizeof(big));
	for (size_t n = 1; n <= sizeof(big); n *= 1024) {
		CHECK(out_open(&out, "/dev/full", OUT_PUBLIC, &e) == 0, "%s",
		    e.text);
		out_write(out, big, n);
		out_commit(out);
		CHECK(out_close(out, &e) == -1 && e.status == STATUS_IO,
		    "%zu bytes: status %d", n, e.status);
		CHECK(strstr(e.text, strerror(ENOSPC)) != NULL, "%s", e.text);
	}
}

/* Runs fn in a child whose standard output is a file. */
static void
in_child(void (*fn)(void), const char *file)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		dup2(fd, STDOUT_FILENO);
		fn();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "child: %d",
	    status);
}

static void
abort_after_a_record(void)
{
	struct writer *wr;
	struct err e;

	wr_open(&wr, NULL, OUT_PUBLIC, &e);
	wr_str(wr, "h");
	wr_end(wr);
	wr_str(wr, "1");
	wr_end(wr);
	wr_str(wr, "half a rec");
	wr_abort(wr);
}

static void
abort_before_any(void)
{
	struct writer *wr;
	struct err e;

	wr_open(&wr, NULL, OUT_PUBLIC, &e);
	wr_str(wr, "h");
	wr_abort(wr);
}

static void
abort_no_stream(void)
{
	struct out *out;
	struct err e;

	out_open(&out, "-", OUT_PUBLIC, &e);
	out_write(out, "page\n", 5);
	out_commit(out);
	out_flush(out);
	out_write(out, "half", 4);
	out_abort(out, false);
}

static void
aborts_with_a_lone_quote(void)
{
	char *path = (char *)(uintptr_t)"child.out";
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err e;

	unit_enter();
	in_child(abort_after_a_record, "child.out");
	CHECK(strcmp(unit_read("child.out", NULL), "h\n1\n\"\n") == 0, "%s",
	    unit_read("child.out", NULL));
	if (rd_open(&rd, &path, 1, NULL, &e) == 0) {
		CHECK(rd_next(rd, &rec, &e) == 1, "the first row");
		CHECK(rd_next(rd, &rec, &e) == -1 && !rd_recoverable(rd) &&
		    e.status == STATUS_DATA && e.line == 3,
		    "a reader does not refuse it: line %zu", e.line);
		rd_close(rd);
	}
	in_child(abort_before_any, "child.out");
	CHECK(unit_read("child.out", NULL)[0] == '\0', "%s",
	    unit_read("child.out", NULL));
	in_child(abort_no_stream, "child.out");
	CHECK(strcmp(unit_read("child.out", NULL), "page\n") == 0, "%s",
	    unit_read("child.out", NULL));
}

/* What the writer writes, and that the reader reads it back. */
static void
writer_and_reader(void)
{
	static const struct {
		const char *field, *want;
	} t[] = {
		{ "plain", "plain" }, { "", "" }, { " a ", " a " },
		{ "a,b", "\"a,b\"" }, { "\"", "\"\"\"\"" },
		{ "say \"no\"", "\"say \"\"no\"\"\"" },
		{ "\305\265y\303\242", "\305\265y\303\242" },
		{ "007", "007" }, { "a;b|c'd", "a;b|c'd" },
		{ "a\tb", "a\tb" },
	};
	static const char *const name[] = { "a", "b" };
	char *path = (char *)(uintptr_t)"w.csv", want[100];
	struct reader *rd = NULL;
	const struct rec *rec;
	struct writer *wr;
	struct err e;
	const char *p;

	unit_enter();
	wr_open(&wr, path, OUT_PUBLIC, &e);
	wr_header(wr, name, 2);
	for (size_t i = 0; i < LEN(t); i++) {
		wr_uint(wr, i);
		wr_field(wr, t[i].field, strlen(t[i].field));
		wr_end(wr);
	}
	CHECK(wr_count(wr) == LEN(t), "count %zu", wr_count(wr));
	CHECK(wr_close(wr, &e) == 0, "%s", e.text);
	p = unit_read(path, NULL);
	CHECK(strncmp(p, "a,b\n", 4) == 0, "header");
	p += 4;
	for (size_t i = 0; i < LEN(t); i++) {
		snprintf(want, sizeof(want), "%zu,%s\n", i, t[i].want);
		CHECK(strncmp(p, want, strlen(want)) == 0, "row %zu: %.20s",
		    i, p);
		p = strchr(p, '\n') + 1;
	}
	CHECK(*p == '\0', "more behind");
	if (rd_open(&rd, &path, 1, NULL, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	for (size_t i = 0; i < LEN(t); i++)
		CHECK(rd_next(rd, &rec, &e) == 1 && rec->n == 2 &&
		    field_eq(rec->f[1], t[i].field), "row %zu", i);
	CHECK(rd_next(rd, &rec, &e) == 0, "the end");
	rd_close(rd);
}

static void
breaks_and_lone_empties(void)
{
	struct writer *wr;
	struct err e;

	unit_enter();
	wr_open(&wr, "w.csv", OUT_PUBLIC, &e);
	wr_str(wr, "h");
	wr_end(wr);
	wr_str(wr, "");
	wr_end(wr);
	wr_str(wr, "x\ny\r\nz");
	wr_end(wr);
	wr_int(wr, -9223372036854775807LL - 1);
	wr_end(wr);
	wr_str(wr, "");
	wr_str(wr, "");
	wr_end(wr);
	CHECK(wr_close(wr, &e) == 0, "%s", e.text);
	/* One record is one line; a break is one space, quotes or not. */
	CHECK(strcmp(unit_read("w.csv", NULL), "h\n\"\"\n"
	    "x y z\n-9223372036854775808\n,\n") == 0 ||
	    strcmp(unit_read("w.csv", NULL), "h\n\"\"\n"
	    "\"x y z\"\n-9223372036854775808\n,\n") == 0, "%s",
	    unit_read("w.csv", NULL));
}

/*
 * Random fields: the writer and csv_append encode them alike, and the reader
 * gives them back, each line break as one space.
 */
static void
random_fields(void)
{
	static const char *const bits[] = { "a", "b", ",", "\"", " ", "\n",
	    "\r\n", "\303\251", ";", "'", "\t" };
	char *path = (char *)(uintptr_t)"w.csv";
	struct buf in[3], lines = { NULL, 0, 0 };
	struct reader *rd = NULL;
	const struct rec *rec;
	struct writer *wr;
	uint32_t x = 2463534242;
	struct err e;

	memset(in, 0, sizeof(in));
	for (int round = 0; round < 300; round++) {
		lines.n = 0;
		buf_puts(&lines, "a,b,c\n");
		wr_open(&wr, path, OUT_PUBLIC, &e);
		wr_header(wr, (const char *const[]){ "a", "b", "c" }, 3);
		for (int i = 0; i < 3; i++) {
			in[i].n = 0;
			for (size_t k = x % 9; k > 0; k--) {
				x ^= x << 13;
				x ^= x >> 17;
				x ^= x << 5;
				buf_puts(&in[i], bits[x % LEN(bits)]);
			}
			wr_field(wr, buf_str(&in[i]), in[i].n);
			if (i > 0)
				buf_addc(&lines, ',');
			csv_append(&lines, buf_str(&in[i]), in[i].n);
			x = x * 1664525 + 1013904223;
		}
		wr_end(wr);
		buf_addc(&lines, '\n');
		CHECK(wr_close(wr, &e) == 0, "%s", e.text);
		CHECK(strcmp(unit_read(path, NULL), buf_str(&lines)) == 0,
		    "round %d: %s | %s", round, unit_read(path, NULL),
		    buf_str(&lines));
		if (rd_open(&rd, &path, 1, NULL, &e) != 0 ||
		    rd_next(rd, &rec, &e) != 1) {
			CHECK(false, "round %d: %s", round, e.text);
			rd_close(rd);
			rd = NULL;
			continue;
		}
		CHECK(rec->line == 2 && rec->breaks == 0, "more than a line");
		for (size_t i = 0; i < 3; i++) {
			size_t n = 0;

			for (size_t k = 0; k < in[i].n; k++) {
				char c = in[i].p[k];

				if (c == '\r')
					continue;
				in[i].p[n++] = c == '\n' ? ' ' : c;
			}
			CHECK(field_is(rec->f[i], in[i].p, n),
			    "round %d: field %zu", round, i);
		}
		CHECK(rd_next(rd, &rec, &e) == 0, "more records");
		rd_close(rd);
		rd = NULL;
	}
	for (int i = 0; i < 3; i++)
		buf_free(&in[i]);
	buf_free(&lines);
}

int
main(void)
{
	make_text();
	unit_enter();
	RUN(reads_plain, "plain files, however short, by steps of any size");
	RUN(reads_gzip, "gzip reads as plain, also several members");
	RUN(cut_anywhere, "a gzip cut at any byte is an error");
	RUN(damaged, "a bad check sum or bytes behind gzip are an error");
	RUN(all_before_an_error, "an error in gzip comes behind all that was sound");
	RUN(closed_while_waiting, "a gzip whose sender is silent can be closed");
	RUN(cannot_open, "a directory or a missing file cannot be opened");
	RUN(whole_or_not_at_all, "a named output is whole or not there");
	RUN(full_disk, "a full disk is an error at close");
	RUN(aborts_with_a_lone_quote, "an abort leaves one lone double quote");
	RUN(writer_and_reader, "what the writer writes the reader reads");
	RUN(breaks_and_lone_empties, "one record is one line");
	RUN(random_fields, "any fields come back as they went out");
	return UNIT_END;
}
