/* SPDX-License-Identifier: MIT */
/*
 * What a fuzz target needs.  A target is one C file with the function below; it
 * says with MUST what has to be true for any bytes.  Linked with libFuzzer it
 * looks for bytes for which it is not (make fuzz); linked with replay.c it is
 * shown those kept in corpus/TARGET (make test).
 *
 * What a target reads and writes lies in memory under a name that can be
 * opened: no disk, thousands of runs a second.
 */
#ifndef LSCB_FUZZ_H
#define LSCB_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "buf.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define MUST(cond) \
	((cond) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #cond, ""))
/* The same, with a word on what was found instead. */
#define MUST_SAY(cond, text) \
	((cond) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #cond, text))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn static inline void
fuzz_broken(const char *file, int line, const char *cond, const char *text)
{
	fprintf(stderr, "%s:%d: not true: %s%s%s\n", file, line, cond,
	    *text == '\0' ? "" : ": ", text);
	abort();
}

/* The next byte of the input, which chooses something; 0 behind its end. */
static inline unsigned
fuzz_choice(const uint8_t **data, size_t *size)
{
	if (*size == 0)
		return 0;
	--*size;
	return *(*data)++;
}

enum { FUZZ_FILES = 4 };
static int fuzz_fds[FUZZ_FILES];
static char fuzz_names[FUZZ_FILES][32];

/* The name of file number i, which now holds these bytes. */
static inline char *
fuzz_file(int i, const void *p, size_t n)
{
	if (fuzz_names[i][0] == '\0') {
		fuzz_fds[i] = memfd_create("fuzz", MFD_CLOEXEC);
		if (fuzz_fds[i] == -1)
			abort();
		snprintf(fuzz_names[i], sizeof(fuzz_names[i]), "/dev/fd/%d",
		    fuzz_fds[i]);
	}
	if (ftruncate(fuzz_fds[i], 0) == -1 ||
	    pwrite(fuzz_fds[i], p, n, 0) != (ssize_t)n)
		abort();
	return fuzz_names[i];
}

/* What stands in it now replaces what b held. */
static inline void
fuzz_bytes(int i, struct buf *b)
{
	ssize_t r;

	b->n = 0;
	do {
		if (buf_reserve(b, 4096) == -1)
			abort();
		r = pread(fuzz_fds[i], b->p + b->n, 4096, (off_t)b->n);
		b->n += r > 0 ? (size_t)r : 0;
	} while (r > 0);
}

static inline bool
fuzz_same(const struct buf *a, const struct buf *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

/*
 * A copy that ends where its memory ends, so that a byte read too many is seen;
 * slack bytes more may be read.  To be freed.
 */
static inline char *
fuzz_copy(const void *p, size_t n, size_t slack)
{
	char *copy = malloc(n + slack + 1);

	if (copy == NULL)
		abort();
	if (n > 0)
		memcpy(copy + 1, p, n);
	memset(copy + 1 + n, 0xee, slack);
	return copy;		/* the bytes are at copy + 1: not aligned */
}

#endif
