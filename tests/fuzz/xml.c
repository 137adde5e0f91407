/* SPDX-License-Identifier: MIT */
/*
 * Bytes that may be a return in XML.  The first byte says how much is asked of each
 * read and whether what is no column is dropped; the rest is the file.  Whatever it
 * is, its records are as wide as declared, stand one behind the other, and are the
 * same by reads of another size, as is what ends them.
 */
#include "fuzz.h"
#include "rows.h"
#include "xml_return.h"

static const char *school[] = { "/m/s/e", "/m/@d" };
static const char *number[] = { "u" };
static const char *name[] = { "n/s", "s" };
static const char *sex[] = { "@x", "n/@x" };
static const char *need[] = { "e/n/t" };

static struct xml_column columns[] = {
	{ "school", school, 2, '\0', true }, { "number", number, 1, '\0', false },
	{ "name", name, 2, '\0', true }, { "sex", sex, 2, '\0', true },
	{ "need", need, 1, '|', true }
};

static struct xml_shape shape = { "m/s/p", columns, LEN(columns), false };

/* All of the file as text: each record's line, cells and kinds; how it ended. */
static void
read_all(char *path, size_t chunk, struct buf *out)
{
	struct rd_opts o = { .xml = &shape, .chunk = chunk, .ragged = true,
	    .max_record = 4096 };
	struct reader *rd;
	const struct rec *rec;
	struct err err = { 0 };
	size_t i, line = 1;
	int r;

	out->n = 0;
	if (rd_open(&rd, &path, 1, &o, &err) == -1) {
		MUST(err.status != 0 && err.code[0] != '\0');
		MUST(buf_puts(out, err.text) == 0);
		return;
	}
	while ((r = rd_next(rd, &rec, &err)) == 1) {
		MUST(rec->n == LEN(columns));
		MUST(rec->line >= line);
		line = rec->line;
		MUST(buf_printf(out, "%zu:", rec->line) == 0);
		for (i = 0; i < rec->n; i++) {
			MUST(utf8_check(rec->f[i].p, rec->f[i].n) == rec->f[i].n);
			MUST(buf_add(out, rec->f[i].p, rec->f[i].n) == 0);
			MUST(buf_printf(out, "/%d,", rec->cells == NULL ? 0 :
			    rec->cells[i]) == 0);
		}
	}
	if (r == -1)
		MUST(buf_printf(out, "%zu %s", err.line, err.text) == 0);
	rd_close(rd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf one, other;
	unsigned choice = fuzz_choice(&data, &size);
	char *path = fuzz_file(0, data, size);

	if (!xml_begins(data, size))
		return 0;	/* delimited text: that is another target's */
	shape.drop_extra = (choice & 1) != 0;
	read_all(path, 1 + (choice >> 1), &one);
	read_all(path, 0, &other);
	MUST(one.n == other.n && (one.n == 0 ||
	    memcmp(one.p, other.p, one.n) == 0));
	return 0;
}
