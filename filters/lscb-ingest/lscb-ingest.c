/* SPDX-License-Identifier: MIT */
/*
 * One agency's extract in, a clean canonical stream out.  Typed (-x): columns
 * by the names of the definition and in its order, values in canonical form;
 * a row that cannot be trusted is rejected with its column and reason.
 * --untyped: any delimited file, every value as it stands.  Rows keep their
 * order.  Streams; holds one entry per row only where the definition
 * declares a key that must be unique.
 */
#include <string.h>
#include <strings.h>

#include "extract.h"
#include "tool.h"
#include "typed.h"

struct opts {
	const char *extract;	/* -x: a definition, or NULL */
	const char *sender;	/* whose extract it is, or NULL */
	date as_of;		/* --date; DATE_NONE: nothing is the future */
	bool untyped;
	char delimiter, quote;	/* with --untyped; 0 = the usual */
	const char *encoding;	/* its name, or NULL */
	size_t preamble;	/* lines before the header; SIZE_MAX = unset */
};

static struct opts opts = { .as_of = DATE_NONE, .preamble = SIZE_MAX };

static const struct tool_option options[] = {
	{'x', "extract", OPT_TEXT, &opts.extract, "NAME",
	    "the definition of this extract, or a path to one"},
	{0, "sender", OPT_TEXT, &opts.sender, "NAME",
	    "whose extract it is"},
	{0, "date", OPT_DATE, &opts.as_of, "DATE",
	    "the as-of date: later dates are in the future"},
	{0, "untyped", OPT_FLAG, &opts.untyped, NULL,
	    "no definition: every column is text"},
	{0, "delimiter", OPT_CHAR, &opts.delimiter, "CHAR",
	    "between fields, with --untyped (default ,)"},
	{0, "quote", OPT_CHAR, &opts.quote, "CHAR",
	    "around fields, with --untyped (default \")"},
	{0, "encoding", OPT_TEXT, &opts.encoding, "NAME",
	    "of the file, with --untyped (default utf-8)"},
	{0, "preamble", OPT_SIZE, &opts.preamble, "N",
	    "lines before the header, with --untyped"},
	{0}
};

static const struct tool tool = {
	.name = "lscb-ingest",
	.summary = "turn one agency's extract into a clean canonical stream",
	.synopsis = "-x NAME [--sender NAME] [--date DATE] [FILE...]\n"
	    "       lscb-ingest --untyped [--delimiter CHAR] [--quote CHAR] "
	    "[--encoding NAME]\n                   [--preamble N] [FILE...]",
	.examples = "lscb-ingest -x register --date 2026-03-31 "
	    "--rejects bad.csv register.csv > clean.csv\n"
	    "lscb-ingest --untyped --delimiter ';' --preamble 3 list.txt",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY,
	.mode = OUT_PRIVATE
};

/* The encoding of a file without a definition. */
static enum encoding
encoding_option(void)
{
	const char *name = opts.encoding;
	int i;

	if (name == NULL || strcasecmp(name, "utf8") == 0)
		return ENCODING_UTF_8;
	for (i = 0; i < ENCODING_COUNT; i++)
		if (strcasecmp(name, encoding_names[i]) == 0)
			return (enum encoding)i;
	tool_usage("--encoding wants " ENCODING_WANTED "; convert another "
	    "first (iconv -f ENCODING -t UTF-8)");
}

static void
check_opts(void)
{
	bool dialect = opts.delimiter != '\0' || opts.quote != '\0' ||
	    opts.encoding != NULL || opts.preamble != SIZE_MAX;

	if (opts.untyped == (opts.extract != NULL))
		tool_usage("give -x NAME, or --untyped for a file without a "
		    "definition");
	if (!opts.untyped && dialect)
		tool_usage("--delimiter, --quote, --encoding and --preamble "
		    "go with --untyped: a definition says these itself");
	if (opts.sender != NULL && !plain_name(opts.sender))
		tool_usage("--sender wants lower-case letters, digits and "
		    "hyphens");
	if ((opts.delimiter == '\0' ? ',' : opts.delimiter) ==
	    (opts.quote == '\0' ? '"' : opts.quote))
		tool_usage("--delimiter and --quote cannot be the same");
	if (opts.preamble == SIZE_MAX)
		opts.preamble = 0;
}

/* Every value as it stands; what the reader refuses is rejected there. */
static void
run_untyped(struct reader *rd, struct tool_run *run)
{
	const struct rec *rec = rd_header(rd);
	struct writer *wr = tool_output();
	size_t i, used = 0;

	do {
		if (rec->plain) {
			wr_line(wr, rec->raw, rec->raw_n);
		} else {
			for (i = 0; i < rec->n; i++)
				wr_field(wr, rec->f[i].p, rec->f[i].n);
			wr_end(wr);
		}
		used += rec->number > 0;
	} while ((rec = tool_next(rd)) != NULL);
	stats_add(run->stats, STATS_USED, NULL, used);
}

static void
run_typed(struct reader *rd, struct typed *t, struct tool_run *run)
{
	struct writer *wr = tool_output();
	const struct rec *rec;
	struct err why, err;
	size_t used = 0;

	typed_header(t, wr);
	while ((rec = tool_next(rd)) != NULL) {
		switch (typed_row(t, rec, &why)) {
		case ROW_GOOD:
			typed_write(t, wr);
			used++;
			break;
		case ROW_BAD:
			if (rejects_add(run->rejects, rec, &why, &err) == -1)
				tool_die(&err);
			break;
		case ROW_BLANK:
			stats_add(run->stats, STATS_DROPPED, "blank-row", 1);
			break;
		case ROW_NO_MEMORY:
			tool_need(NULL);
		}
	}
	stats_add(run->stats, STATS_USED, NULL, used);
	typed_stats(t, run->stats);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct extract *x = NULL;
	struct typed *t = NULL;
	struct rd_opts rd_opts;
	struct reader *rd;
	struct err err;
	int status;

	check_opts();
	memset(&rd_opts, 0, sizeof(rd_opts));
	rd_opts.delimiter = opts.delimiter;
	rd_opts.quote = opts.quote;
	rd_opts.preamble = opts.preamble;
	rd_opts.encoding = encoding_option();
	if (!opts.untyped) {
		if (extract_read(&x, run->library, opts.extract, &err) == -1)
			tool_die(&err);
		rd_opts.delimiter = x->delimiter;
		rd_opts.quote = x->quote;
		rd_opts.preamble = x->preamble;
		rd_opts.encoding = x->encoding;
		rd_opts.ragged = true;	/* a blank line may be declared */
	}
	if (rd_open(&rd, run->files, run->n_files, &rd_opts, &err) == -1)
		tool_die(&err);
	if (opts.untyped) {
		run_untyped(rd, run);
	} else {
		if (typed_new(&t, x, opts.as_of, rd, &err) == -1)
			tool_die(&err);
		run_typed(rd, t, run);
	}
	rd_close(rd);
	status = tool_finish();
	typed_free(t);
	extract_free(x);
	return status;
}
