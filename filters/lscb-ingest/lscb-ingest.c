/* SPDX-License-Identifier: MIT */
/*
 * One agency's extract in, a clean canonical stream out.  Typed (-x): columns
 * by the names of the definition and in its order, values in canonical form;
 * a row that cannot be trusted is rejected with its column and reason.
 * --untyped: any delimited file, every value as it stands.  Rows keep their
 * order.  Streams; holds one entry per row only where the definition
 * declares a key that must be unique.
 */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "agreement.h"
#include "explain.h"
#include "extract.h"
#include "findings.h"
#include "other.h"
#include "tool.h"
#include "typed.h"

struct opts {
	const char *extract;	/* -x: a definition, or NULL */
	const char *sender;	/* whose extract it is, or NULL */
	date as_of;		/* --date; DATE_NONE: nothing is the future */
	const char *agreement;	/* what may be sent, or NULL */
	bool explain;
	const char *queries, *redacted, *summary;	/* files, or NULL */
	bool untyped;		/* with it, of the file: */
	char delimiter;		/* 0 = the usual */
	const char *quote;	/* one character, none, or NULL */
	char escape;		/* 0 = none */
	const char *encoding;	/* its name, or NULL */
	const char *line_end;	/* lf, cr or NULL */
	size_t preamble;	/* lines before the header; UNSET */
	size_t header_rows;	/* UNSET: one */
	const char *blank_rows;	/* reject, drop or NULL */
	const char *sheet;	/* of a workbook, or NULL */
};

#define UNSET SIZE_MAX

static struct opts opts = { .as_of = DATE_NONE, .preamble = UNSET,
	.header_rows = UNSET };

static const struct tool_option options[] = {
	{'x', "extract", OPT_TEXT, &opts.extract, "NAME",
	    "the definition of this extract, or a path to one"},
	{0, "sender", OPT_TEXT, &opts.sender, "NAME",
	    "whose extract it is"},
	{0, "date", OPT_DATE, &opts.as_of, "DATE",
	    "the as-of date: later dates are in the future"},
	{0, "agreement", OPT_TEXT, &opts.agreement, "NAME",
	    "what was agreed with the sender; needs --date"},
	{0, "explain", OPT_FLAG, &opts.explain, NULL,
	    "say what would become of the file; write nothing else"},
	{0, "queries", OPT_TEXT, &opts.queries, "FILE",
	    "rows that are used, but asked about"},
	{0, "redacted", OPT_TEXT, &opts.redacted, "FILE",
	    "what is wrong, without values, for the sender"},
	{0, "summary", OPT_TEXT, &opts.summary, "FILE",
	    "what is wrong, by column and reason"},
	{0, "untyped", OPT_FLAG, &opts.untyped, NULL,
	    "no definition: every column is text; then"},
	{0, "delimiter", OPT_CHAR, &opts.delimiter, "CHAR",
	    "between fields (default ,)"},
	{0, "quote", OPT_TEXT, &opts.quote, "CHAR|none",
	    "around fields (default \")"},
	{0, "escape", OPT_CHAR, &opts.escape, "CHAR",
	    "before a quote in a field (default: doubled)"},
	{0, "encoding", OPT_TEXT, &opts.encoding, "NAME",
	    "of the file (default utf-8)"},
	{0, "line-end", OPT_TEXT, &opts.line_end, "lf|cr",
	    "cr: lines end in a lone CR"},
	{0, "preamble", OPT_SIZE, &opts.preamble, "N",
	    "lines before the header"},
	{0, "header-rows", OPT_SIZE, &opts.header_rows, "N",
	    "of the header, 0 to 3 (default 1)"},
	{0, "blank-rows", OPT_TEXT, &opts.blank_rows, "WORD",
	    "reject (default) or drop them"},
	{0, "sheet", OPT_TEXT, &opts.sheet, "NAME",
	    "of a workbook: the sheet to read"},
	{0}
};

static const struct tool tool = {
	.name = "lscb-ingest",
	.summary = "turn one agency's extract into a clean canonical stream",
	.synopsis = "-x NAME [--sender NAME] [--date DATE] [--agreement NAME]\n"
	    "           [--explain] [--queries FILE] [--redacted FILE] "
	    "[--summary FILE] [FILE...]\n"
	    "       lscb-ingest --untyped [--delimiter CHAR] "
	    "[--quote CHAR|none] [--escape CHAR]\n"
	    "           [--encoding NAME] [--line-end lf|cr] [--preamble N] "
	    "[--header-rows N]\n"
	    "           [--blank-rows WORD] [--sheet NAME] [FILE...]",
	.examples = "lscb-ingest -x register --date 2026-03-31 "
	    "--rejects bad.csv register.csv > clean.csv",
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
	bool dialect = opts.delimiter != '\0' || opts.quote != NULL ||
	    opts.escape != '\0' || opts.encoding != NULL ||
	    opts.line_end != NULL || opts.preamble != UNSET ||
	    opts.header_rows != UNSET || opts.blank_rows != NULL ||
	    opts.sheet != NULL;
	bool lists = opts.queries != NULL || opts.redacted != NULL ||
	    opts.summary != NULL;

	if (opts.untyped == (opts.extract != NULL))
		tool_usage("give -x NAME, or --untyped for a file without a "
		    "definition");
	if (!opts.untyped && dialect)
		tool_usage("--delimiter, --quote, --escape, --encoding, "
		    "--line-end, --preamble, --header-rows, --blank-rows and "
		    "--sheet go with --untyped: a definition says these itself");
	if (opts.untyped && (opts.explain || lists))
		tool_usage("--explain, --queries, --redacted and --summary go "
		    "with -x: without a definition nothing is judged");
	if (opts.explain && lists)
		tool_usage("--explain writes no files: leave out --queries, "
		    "--redacted and --summary");
	if (opts.untyped && opts.agreement != NULL)
		tool_usage("--agreement goes with -x: it lists columns of a "
		    "definition");
	if (opts.agreement != NULL && opts.as_of == DATE_NONE)
		tool_usage("--agreement: say with --date on which day it has "
		    "to hold");
	if (opts.sender != NULL && !plain_name(opts.sender))
		tool_usage("--sender wants lower-case letters, digits and "
		    "hyphens");
}

/* Which of two words an option says; false for the usual one. */
static bool
is_second(const char *option, const char *word, const char *usual,
    const char *other)
{
	if (word == NULL || strcmp(word, usual) == 0)
		return false;
	if (strcmp(word, other) != 0)
		tool_usage("--%s wants %s or %s", option, usual, other);
	return true;
}

/* How a file without a definition is written. */
static struct rd_opts
dialect_options(bool *drop_blank)
{
	struct rd_opts d = { .delimiter = opts.delimiter,
	    .escape = opts.escape, .encoding = encoding_option() };
	char delimiter, quote;

	d.no_quote = opts.quote != NULL && strcmp(opts.quote, "none") == 0;
	if (opts.quote != NULL && !d.no_quote) {
		if (strlen(opts.quote) != 1 ||
		    (unsigned char)opts.quote[0] >= 0x80 ||
		    strchr("\r\n", opts.quote[0]) != NULL)
			tool_usage("--quote wants one character, or none");
		d.quote = opts.quote[0];
	}
	delimiter = d.delimiter == '\0' ? ',' : d.delimiter;
	quote = d.no_quote ? '\0' : d.quote == '\0' ? '"' : d.quote;
	if (delimiter == quote)
		tool_usage("--delimiter and --quote cannot be the same");
	if (d.escape != '\0' && (d.escape == delimiter || d.escape == quote))
		tool_usage("--escape cannot be the delimiter or the quote: a "
		    "quote that is doubled needs no --escape");
	d.preamble = opts.preamble == UNSET ? 0 : opts.preamble;
	d.lone_cr = is_second("line-end", opts.line_end, "lf", "cr");
	if (opts.header_rows != UNSET && opts.header_rows > MAX_HEADER_ROWS)
		tool_usage("--header-rows wants 0 to %d", MAX_HEADER_ROWS);
	d.no_header = opts.header_rows == 0;
	d.header_rows = opts.header_rows == UNSET ? 1 : opts.header_rows;
	*drop_blank = is_second("blank-rows", opts.blank_rows, "reject",
	    "drop");
	d.ragged = *drop_blank;
	d.sheet = opts.sheet;
	return d;
}

/* A row of no field with anything in it. */
static bool
is_blank(const struct rec *rec)
{
	size_t i;

	for (i = 0; i < rec->n; i++)
		if (rec->f[i].n > 0)
			return false;
	return true;
}

static bool
has_mark(const struct rec *rec)
{
	struct err why;

	if (!row_has_mark(rec, &why))
		return false;
	tool_reject(rec, NULL, why.code, "%s", why.text);
	return true;
}

/* With --blank-rows drop the reader lets rows of any length pass. */
static bool
is_dropped(const struct reader *rd, const struct rec *rec,
    struct tool_run *run)
{
	struct err why;

	if (is_blank(rec)) {
		stats_add(run->stats, STATS_DROPPED, "blank-row", 1);
		return true;
	}
	if (rec->n == rd_header(rd)->n)
		return false;
	if (!rd_ragged(rd, rec, &why))
		tool_die(&why);
	tool_reject(rec, NULL, why.code, "%s", why.text);
	return true;
}

/* A cell that is no value stands as it is shown; it is asked about. */
static void
count_cells(const struct rec *rec, struct stats *stats)
{
	static const char *const words[] = { "error-cell", "long-number",
	    "no-date" };
	size_t i;

	for (i = 0; rec->cells != NULL && i < rec->n; i++)
		if (rec->cells[i] >= CELL_ERROR)
			stats_add(stats, STATS_QUERIED,
			    words[rec->cells[i] - CELL_ERROR], 1);
}

/* Every value as it stands; what the reader refuses is rejected there. */
static void
run_untyped(struct reader *rd, bool drop_blank, struct tool_run *run)
{
	const struct rec *rec = rd_header(rd);
	struct writer *wr = tool_output();
	size_t i, used = 0;

	do {
		if (rec != rd_header(rd) && (has_mark(rec) ||
		    (drop_blank && is_dropped(rd, rec, run))))
			continue;
		if (rec->plain) {
			wr_line(wr, rec->raw, rec->raw_n);
		} else {
			for (i = 0; i < rec->n; i++)
				wr_field(wr, rec->f[i].p, rec->f[i].n);
			wr_end(wr);
		}
		used += rec != rd_header(rd);
		count_cells(rec, run->stats);
	} while ((rec = tool_next(rd)) != NULL);
	stats_add(run->stats, STATS_USED, NULL, used);
	stats_sheet(run->stats, rd_sheet(rd));
}

/* What is wrong is told to people too; one process tells it once. */
static struct {
	struct findings *findings;
	const struct typed *typed;
} told;

static void
tell(enum finding kind, const struct rec *rec, const struct err *why,
    const struct notes *more)
{
	if (findings_row(told.findings, kind, rec, typed_reference(told.typed,
	    rec), why, more) == -1)
		tool_need(NULL);
}

/*
 * The faults are of the row that was judged last: not of one that could not even
 * be read.
 */
static void
on_reject(void *arg, const struct rec *rec, const struct err *why)
{
	(void)arg;
	tell(FOUND_REJECTED, rec, why, rec->n == 0 ? NULL :
	    typed_faults(told.typed));
}

static void
on_end(void)
{
	findings_summary(told.findings);
}

static struct writer *
list(const char *path)
{
	return path == NULL ? NULL : tool_output_kept(path, OUT_PRIVATE);
}

static void
tell_from_now(const struct typed *t, struct tool_run *run)
{
	struct writer *queries = list(opts.queries);
	struct writer *redacted = list(opts.redacted);

	told.typed = t;
	told.findings = tool_need(findings_new(queries, redacted,
	    list(opts.summary)));
	rejects_watch(run->rejects, on_reject, NULL);
	run->at_end = on_end;
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
			if (typed_queries(t)->n > 0)
				tell(FOUND_QUERIED, rec, NULL,
				    typed_queries(t));
			used++;
			break;
		case ROW_BAD:
			if (rejects_add(run->rejects, rec, &why, &err) == -1)
				tool_die(&err);
			break;
		case ROW_DROPPED:
			stats_add(run->stats, STATS_DROPPED, why.code, 1);
			tell(FOUND_DROPPED, rec, &why, NULL);
			break;
		case ROW_STOPS:
			tool_die(&why);
		case ROW_NO_MEMORY:
			tool_need(NULL);
		}
	}
	stats_add(run->stats, STATS_USED, NULL, used);
	stats_sheet(run->stats, rd_sheet(rd));
	typed_repairs(t);
}

/*
 * What was agreed about this extract, or NULL where nobody asks.  0; -1 with *err
 * where it does not hold on the day: before a byte of the file is read.
 */
static int
read_agreement(struct agreement **a, const struct extract *x,
    struct tool_run *run, struct err *err)
{
	*a = NULL;
	if (opts.agreement == NULL)
		return 0;
	if (agreement_read(a, run->library, opts.agreement, x, opts.sender,
	    err) == -1)
		return -1;
	return agreement_holds(*a, opts.as_of, run->stats, err);
}

/* A header that does not fit; if it is that of another return, this is said first. */
_Noreturn static void
die_of_header(const struct extract *x, struct tool_run *run,
    struct reader *rd, struct err *err)
{
	struct err why = *err;
	char other[256] = "";

	if (err->status == STATUS_DATA)
		other_return(run->library, x, rd_header(rd), other,
		    sizeof(other));
	if (*other != '\0')
		(void)snprintf(err->text, sizeof(err->text), OTHER_RETURN
		    " Else: %.300s", other, x->id, why.text);
	tool_die(err);
}

/* The definition's columns, rows and all; the exit status. */
static int
ingest_typed(struct tool_run *run)
{
	struct notes problems = {0};
	struct agreement *agreement;
	struct extract *x;
	struct reader *rd;
	struct typed *t;
	struct err err;
	int status;

	if (extract_read(&x, run->library, opts.extract, &err) == -1 ||
	    read_agreement(&agreement, x, run, &err) == -1 ||
	    rd_open(&rd, run->files, run->n_files, &x->dialect, &err) == -1)
		tool_die(&err);
	if (typed_new(&t, x, opts.as_of, rd, run->stats, &problems,
	    &err) == -1)
		die_of_header(x, run, rd, &err);
	if (agreement != NULL && agreement_header(agreement,
	    typed_binding(t), rd, opts.as_of, run->stats, &problems,
	    &err) == -1)
		tool_die(&err);
	agreement_free(agreement);
	tell_from_now(t, run);
	run_typed(rd, t, run);
	rd_close(rd);
	status = tool_finish();
	findings_free(told.findings);
	typed_free(t);
	free(problems.items);
	extract_free(x);
	return status;
}

/* Nothing but words about the file; 1 when not all of it would be taken. */
static int
ingest_explained(struct tool_run *run)
{
	struct agreement *agreement;
	struct writer *wr;
	struct extract *x;
	struct reader *rd;
	struct err err = { 0 };
	int status, taken = 0;

	if (extract_read(&x, run->library, opts.extract, &err) == -1)
		tool_die(&err);
	if (read_agreement(&agreement, x, run, &err) == -1 &&
	    err.status != STATUS_DATA)
		tool_die(&err);
	wr = tool_output();
	if (err.status == STATUS_DATA) {
		explain_refused(wr, &err);
	} else if (rd_open(&rd, run->files, run->n_files, &x->dialect, &err) == 0) {
		taken = explain(wr, x, agreement, opts.as_of, run->library, rd,
		    &err);
		if (taken == -1)
			tool_die(&err);
		rd_close(rd);
	} else if (err.status == STATUS_DATA) {
		explain_refused(wr, &err);
	} else {
		tool_die(&err);
	}
	status = tool_finish();
	agreement_free(agreement);
	extract_free(x);
	return status == STATUS_OK && taken == 0 ? STATUS_NO : status;
}

static int
ingest_untyped(struct tool_run *run)
{
	bool drop_blank;
	struct rd_opts dialect = dialect_options(&drop_blank);
	struct reader *rd;
	struct err err;

	if (rd_open(&rd, run->files, run->n_files, &dialect, &err) == -1)
		tool_die(&err);
	run_untyped(rd, drop_blank, run);
	rd_close(rd);
	return tool_finish();
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);

	check_opts();
	return opts.untyped ? ingest_untyped(run) : opts.explain ?
	    ingest_explained(run) : ingest_typed(run);
}
