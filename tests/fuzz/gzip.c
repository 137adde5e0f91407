/* SPDX-License-Identifier: MIT */
/*
 * Bytes that may be gzip.  The first byte says how much is asked of each read;
 * the rest is the file.  What comes is what zlib makes of all of it at once, or
 * an error where that has one, with the same sound bytes before it.
 */
#include <zlib.h>

#include "fuzz.h"
#include "stream.h"

enum { MOST = 1 << 19 };	/* bytes of text from one input */

enum answer { WHOLE, TRUNCATED, TRAILING, DAMAGED };
static const char *const codes[] = { "", "truncated-gzip", "trailing-junk",
    "bad-gzip" };

static unsigned char text[MOST];

/* Member by member, each with one call: *size bytes into text. */
static enum answer
inflate_all(const uint8_t *p, size_t n, size_t *size)
{
	z_stream z = { 0 };
	enum answer answer = WHOLE;
	int r;

	if (inflateInit2(&z, 15 + 16) != Z_OK)
		abort();
	z.next_in = (Bytef *)(uintptr_t)p;
	z.avail_in = (uInt)n;
	z.next_out = text;
	z.avail_out = MOST;
	do {
		r = inflate(&z, Z_FINISH);
		if (r == Z_DATA_ERROR || r == Z_NEED_DICT)
			answer = DAMAGED;
		else if (r != Z_STREAM_END)
			answer = TRUNCATED;
		else if (z.avail_in > 0 && *z.next_in != 0x1f)
			answer = TRAILING;
		else if (z.avail_in > 0)
			inflateReset(&z);
	} while (answer == WHOLE && z.avail_in > 0);
	if (z.avail_out == 0)
		answer = TRUNCATED;
	*size = MOST - z.avail_out;
	inflateEnd(&z);
	return answer;
}

/* All that comes, by reads of so many bytes; the answer as a code. */
static void
read_all(const char *path, size_t step, struct buf *out, struct err *err)
{
	struct in *in;
	ssize_t r;

	memset(err, 0, sizeof(*err));
	MUST(in_open(&in, path, err) == 0);
	do {
		if (buf_reserve(out, step) == -1)
			abort();
		r = in_read(in, out->p + out->n, step, err);
		MUST(r <= (ssize_t)step);
		out->n += r > 0 ? (size_t)r : 0;
	} while (r > 0 && out->n < MOST);
	if (r <= 0) {	/* it stays the answer */
		char more[8];
		struct err again = { 0 };

		MUST(in_read(in, more, sizeof(more), &again) == r);
		MUST(strcmp(again.code, err->code) == 0);
	}
	MUST(r != -1 || (err->status == STATUS_DATA && err->file[0] != '\0'));
	in_close(in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t steps[] = { 1, 3, 100, 4096, 65536, 300000 };
	size_t step = steps[fuzz_choice(&data, &size) % LEN(steps)];
	struct buf got = { 0 };
	enum answer answer = WHOLE;
	size_t n = size;
	struct err err;

	if (size > MOST / 2)
		return 0;
	if (size >= 2 && data[0] == 0x1f && data[1] == 0x8b)
		answer = inflate_all(data, size, &n);
	else if (size > 0)
		memcpy(text, data, size);
	if (n == MOST || (step < 100 && n > 4096))
		return 0;
	read_all(fuzz_file(0, data, size), step, &got, &err);
	MUST_SAY(strcmp(err.code, codes[answer]) == 0, err.code);
	/* An error may hide bytes that came in the same block. */
	MUST(answer == WHOLE ? got.n == n : got.n <= n);
	MUST(got.n == 0 || memcmp(text, got.p, got.n) == 0);
	buf_free(&got);
	return 0;
}
