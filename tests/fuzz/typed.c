/* SPDX-License-Identifier: MIT */
/*
 * A typed ingest of any file.  The first byte chooses a definition of the
 * library, the second what else: with the right header in front, an as-of date.
 * The rest is the file, or its rows.  What must be true: every row read is used,
 * rejected or dropped; what comes out has a value for every column and reads as
 * it was written; every row rejected stands among the rejects, with a reason.
 */
#include "../../filters/lscb-ingest/typed.h"
#include "fuzz.h"
#include "value.h"

enum { IN, OUT, BAD, WORK };	/* files */

static struct extract **extracts;
static size_t n_extracts;
static size_t columns;		/* of the output, with symbols */

static void
setup(void)
{
	struct err err = { 0 };
	char **names;

	if (extracts != NULL)
		return;
	if (library_names("pipelines/library", "extracts", &names,
	    &n_extracts, &err) == -1)
		MUST_SAY(false, err.text);
	extracts = calloc(n_extracts, sizeof(struct extract *));
	MUST(extracts != NULL);
	for (size_t i = 0; i < n_extracts; i++)
		if (extract_read(&extracts[i], "pipelines/library", names[i],
		    &err) == -1)
			MUST_SAY(false, err.text);
	library_names_free(names, n_extracts);
}

/* In UTF-8, whatever the definition says: most headers are ASCII. */
static void
add_header(struct buf *b, const struct extract *x)
{
	char delimiter = x->dialect.delimiter;
	char quote = x->dialect.quote;
	size_t i;

	if (delimiter == '\0')
		delimiter = ',';
	if (quote == '\0')
		quote = '"';
	for (i = 0; i < x->dialect.preamble; i++)
		buf_puts(b, "x\n");
	for (i = 0; i < x->n_columns; i++) {
		if (i > 0)
			buf_addc(b, delimiter);
		buf_addc(b, quote);
		buf_puts(b, x->columns[i].headers[0]);
		buf_addc(b, quote);
	}
	buf_addc(b, '\n');
}

/* false: the file stops here. */
static bool
judge(struct typed *t, const struct rec *rec, struct writer *wr,
    struct rejects *rj, struct stats *stats)
{
	struct err why = { 0 }, err;

	switch (typed_row(t, rec, &why)) {
	case ROW_STOPS:
		MUST(why.code[0] != '\0' && why.text[0] != '\0');
		return false;
	case ROW_GOOD:
		typed_write(t, wr);
		stats_add(stats, STATS_USED, NULL, 1);
		break;
	case ROW_BAD:
		MUST(why.code[0] != '\0' && why.text[0] != '\0');
		MUST(rejects_add(rj, rec, &why, &err) == 0);
		break;
	case ROW_DROPPED:
		MUST(why.code[0] != '\0');
		stats_add(stats, STATS_DROPPED, why.code, 1);
		break;
	default:
		abort();
	}
	return true;
}

/* 0 at the end of the file, -1 where it could not be read. */
static int
ingest(const struct extract *x, date as_of, char *path, struct stats *stats)
{
	char *out = fuzz_file(OUT, "", 0), *bad = fuzz_file(BAD, "", 0);
	struct reader *rd;
	struct rejects *rj;
	struct writer *wr;
	struct typed *t;
	const struct rec *rec;
	struct notes problems = { 0 };
	struct err err = { 0 };
	int r;

	if (rd_open(&rd, &path, 1, &x->dialect, &err) == -1)
		return -1;
	r = typed_new(&t, x, as_of, rd, stats, &problems, &err);
	free(problems.items);
	if (r == -1) {
		MUST(err.status == STATUS_DATA && err.code[0] != '\0');
		rd_close(rd);
		return -1;
	}
	MUST(rejects_open(&rj, bad, NULL, stats, &err) == 0);
	MUST(wr_open(&wr, out, OUT_PRIVATE, &err) == 0);
	typed_header(t, wr);
	while ((r = rejects_next(rj, rd, &rec, &err)) == 1)
		if (!judge(t, rec, wr, rj, stats))
			break;
	MUST(r != -1 || (err.status == STATUS_DATA && err.code[0] != '\0'));
	typed_repairs(t);
	MUST(r == 1 || stats_check(stats, &err) == 0);
	MUST(wr_close(wr, &err) == 0 && rejects_close(rj, &err) == 0);
	typed_free(t);
	rd_close(rd);
	return r == 0 ? 0 : -1;
}

/* Every record of a file of ours, through must; how many. */
static size_t
reread(int file, size_t width, void (*must)(const struct extract *x,
    date as_of, const struct rec *rec), const struct extract *x, date as_of)
{
	struct buf before = { 0 }, after = { 0 };
	char *path = fuzz_names[file], *again = fuzz_file(WORK, "", 0);
	const struct rec *rec;
	struct writer *wr;
	struct reader *rd;
	struct err err;
	size_t n = 0;

	MUST(rd_open(&rd, &path, 1, NULL, &err) == 0);
	MUST(wr_open(&wr, again, OUT_PRIVATE, &err) == 0);
	rec = rd_header(rd);
	do {
		MUST(rec->n == width && rec->line == ++n);
		for (size_t i = 0; i < rec->n; i++)
			wr_field(wr, rec->f[i].p, rec->f[i].n);
		wr_end(wr);
		if (n > 1)
			must(x, as_of, rec);
	} while (rd_next(rd, &rec, &err) == 1);
	rd_close(rd);
	MUST(wr_close(wr, &err) == 0);
	fuzz_bytes(file, &before);
	fuzz_bytes(WORK, &after);
	MUST(fuzz_same(&before, &after));
	buf_free(&before);
	buf_free(&after);
	return n - 1;
}

/* A good row's values are canonical, unless they are doubtful. */
static void
good_row(const struct extract *x, date as_of, const struct rec *rec)
{
	struct value_reader vr;
	struct value v;
	struct err why;
	size_t i, at = 0;

	for (i = 0; i < x->n_columns; i++, at++) {
		const struct column *c = &x->columns[i];

		value_init(&vr, c, as_of, true);
		if (c->severity == SEVERITY_ERROR && c->symbol_name == NULL)
			MUST_SAY(value_read(&vr, rec->f[at], &v, &why) == 0 &&
			    field_is(rec->f[at], v.p, v.n), c->name);
		at += c->symbol_name != NULL;
		value_done(&vr);
	}
	MUST(at == columns);
}

static void
bad_row(const struct extract *x, date as_of, const struct rec *rec)
{
	(void)x;
	(void)as_of;
	MUST(rec->f[4].n > 0 && rec->f[5].n > 0);	/* reason, message */
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned which = fuzz_choice(&data, &size);
	unsigned how = fuzz_choice(&data, &size);
	date as_of = (how & 2) != 0 ? date_make(2026, 3, 31) : DATE_NONE;
	struct stats *stats = stats_new("fuzz");
	const struct extract *x;
	struct buf file = { 0 };
	size_t i;

	setup();
	MUST(stats != NULL);
	x = extracts[which % n_extracts];
	columns = x->n_columns;
	for (i = 0; i < x->n_columns; i++)
		columns += x->columns[i].symbol_name != NULL;
	buf_reserve(&file, 1);
	if ((how & 1) == 0)
		add_header(&file, x);
	buf_add(&file, data, size);
	if (ingest(x, as_of, fuzz_file(IN, file.p, file.n), stats) == 0) {
		MUST(reread(OUT, columns, good_row, x, as_of) ==
		    stats_get(stats, STATS_USED));
		MUST(reread(BAD, 7, bad_row, x, as_of) ==
		    stats_get(stats, STATS_REJECTED));
	}
	buf_free(&file);
	stats_free(stats);
	return 0;
}
