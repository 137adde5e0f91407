/* SPDX-License-Identifier: MIT */
/*
 * What the reader says of some bytes, in one line.  A case is what the bytes
 * are and what is read, written as
 *
 *	1[a][b]		a record that began on physical line 1, two fields
 *	3!		a bad record that began on line 3; the reader goes on
 *	3!!		the reader gave up on line 3
 *
 * joined by blanks.  Every case is read with seven chunk sizes.
 */
#ifndef LSCB_SPEC_H
#define LSCB_SPEC_H

#include "buf.h"
#include "rows.h"
#include "unit.h"

static const size_t chunks[] = { 0, 1, 2, 3, 7, 4095, 65537 };

static inline void
render(struct buf *out, const struct rec *rec)
{
	buf_printf(out, "%s%zu", out->n != 0 ? " " : "", rec->line);
	for (size_t i = 0; i < rec->n; i++) {
		buf_addc(out, '[');
		buf_add(out, rec->f[i].p, rec->f[i].n);
		buf_addc(out, ']');
	}
}

/* What the reader says of the files. */
static inline void
read_all(struct buf *out, char *const *paths, size_t n,
    const struct rd_opts *opts)
{
	struct reader *rd = NULL;
	const struct rec *rec = NULL;
	struct err e;
	int r;

	out->n = 0;
	memset(&e, 0, sizeof(e));
	if (rd_open(&rd, paths, n, opts, &e) != 0) {
		CHECK(e.status != 0, "failed without a status");
		buf_printf(out, "%zu!!", e.line);
		return;
	}
	render(out, rd_header(rd));
	for (;;) {
		memset(&e, 0, sizeof(e));
		r = rd_next(rd, &rec, &e);
		if (r == 1) {
			render(out, rec);
			continue;
		}
		if (r == 0)
			break;
		CHECK(e.status == STATUS_DATA, "status %d", e.status);
		CHECK(e.file[0] != '\0', "no file name");
		if (!rd_recoverable(rd)) {
			buf_printf(out, " %zu!!", e.line);
			break;
		}
		CHECK(rec != NULL && rec->line == e.line,
		    "a bad record's line is not the message's");
		buf_printf(out, " %zu!", e.line);
	}
	rd_close(rd);
}

static inline void
spec_opts(const char *in, size_t n, const char *want, struct rd_opts opts)
{
	struct buf out = { NULL, 0, 0 };
	char *path = (char *)(uintptr_t)unit_write("in.csv", in, n);

	for (size_t i = 0; i < LEN(chunks); i++) {
		opts.chunk = chunks[i];
		read_all(&out, &path, 1, &opts);
		CHECK(strcmp(buf_str(&out), want) == 0,
		    "chunk %zu: want %s, got %s", chunks[i], want,
		    buf_str(&out));
	}
	buf_free(&out);
}

#define SPEC(in, want) \
	spec_opts(in, sizeof(in) - 1, want, (struct rd_opts){ 0 })
#define SPEC_OPTS(in, want, ...) \
	spec_opts(in, sizeof(in) - 1, want, (struct rd_opts){ __VA_ARGS__ })

#endif
