/* SPDX-License-Identifier: MIT */
/*
 * lscb-report: figures, as a page for a board.  In: the table of lscb-limits.
 * Out: scorecards as text, Markdown or HTML, or the displayed figures as CSV.
 * Rejected: rows that are no figures (table.c).  The order of rows does not
 * matter.  Holds the figures of the indicators on the cards, and the page,
 * which is written only when all of it is sound; CSV streams.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labels.h"
#include "report.h"
#include "stream.h"
#include "tool.h"

static struct {
	const char *format, *title, *lang, *unit;
	struct tool_list scorecards, indicators, stale;
	date as_of;
} opts = { .as_of = DATE_NONE };

static const struct tool_option options[] = {
	{ 0, "format", OPT_TEXT, &opts.format, "FORMAT",
	  "text (default), markdown, html or csv" },
	{ 's', "scorecard", OPT_LIST, &opts.scorecards, "NAME",
	  "a scorecard, or its file; again for more (default all)" },
	{ 'i', "indicator", OPT_LIST, &opts.indicators, "NAME",
	  "a definition to use ahead of the library's" },
	{ 0, "date", OPT_DATE, &opts.as_of, "DATE",
	  "the report's as-of date; later periods are left out" },
	{ 0, "title", OPT_TEXT, &opts.title, "TEXT",
	  "the board's name, at the head of the page" },
	{ 0, "stale", OPT_LIST, &opts.stale, "SOURCE=DATE",
	  "that agency's data was last accepted then" },
	{ 0, "unit", OPT_TEXT, &opts.unit, "UNIT",
	  "csv: of rows that are no indicator: percent, count, 'per N'" },
	{ 0, "lang", OPT_TEXT, &opts.lang, "en|cy", "language of the page" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-report",
	.summary = "figures as scorecards: text, Markdown, HTML or CSV",
	.synopsis = "[--format FORMAT] [-s NAME]... [-i NAME]... [--date DATE]\n"
	    "                   [--title TEXT] [--stale SOURCE=DATE]... "
	    "[--unit UNIT]\n"
	    "                   [--lang en|cy] [FILE...]",
	.examples =
	    "lscb-report --title 'My board' --date 2026-03-31 limits.csv\n"
	    "lscb-report --format html -o report.html limits.csv\n"
	    "lscb-report --format csv counts.csv",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY,
};

static void
parse_stale(struct report *r)
{
	const char *item, *equals;
	size_t i, j;

	if (opts.stale.n > MAX_STALE)
		tool_usage("--stale is given too often");
	r->stale = tool_need(arena_alloc(&r->mem, (opts.stale.n + 1) *
	    sizeof(*r->stale)));
	for (i = 0; i < opts.stale.n; i++) {
		item = opts.stale.items[i];
		equals = strrchr(item, '=');
		if (equals == NULL || equals == item)
			tool_usage("--stale wants SOURCE=YYYY-MM-DD");
		r->stale[i].source = tool_need(arena_strndup(&r->mem, item,
		    (size_t)(equals - item)));
		r->stale[i].accepted = date_parse(equals + 1,
		    strlen(equals + 1));
		if (r->stale[i].accepted == DATE_NONE)
			tool_usage("--stale wants SOURCE=YYYY-MM-DD");
		for (j = 0; j < i; j++)
			if (strcmp(r->stale[i].source, r->stale[j].source) ==
			    0)
				tool_usage("--stale %s is given twice",
				    r->stale[i].source);
	}
	r->n_stale = opts.stale.n;
}

/* The page, whole; what the labels lack is found here. */
static int
compose(struct report *r, struct buf *page, bool terminal, struct err *err)
{
	int rv;

	if (strcmp(opts.format, "html") == 0)
		rv = report_html(r, page);
	else if (strcmp(opts.format, "markdown") == 0)
		rv = report_markdown(r, page);
	else
		rv = report_text(r, terminal && getenv("NO_COLOR") == NULL,
		    page);
	if (rv == -1)
		return err_set(err, STATUS_SYSTEM, "no-memory",
		    "memory ran out");
	if (labels_missing(r->labels)->status != 0) {
		*err = *labels_missing(r->labels);
		return -1;
	}
	return 0;
}

static int
run_page(struct report *r, const struct tool_run *run, struct err *err)
{
	struct buf page = { 0 };
	char *t;

	if (cards_read(r, opts.scorecards.items, opts.scorecards.n,
	    err) == -1 || groups_ready(r, err) == -1 || table_read(r, run->files, run->n_files, err) == -1 ||
	    compose(r, &page, run->output == NULL && isatty(STDOUT_FILENO), err) ==
	    -1)
		return -1;
	/* In one piece: half a report is never left behind. */
	t = wr_room(tool_output(), page.n);
	if (t != NULL) {
		memcpy(t, page.p, page.n);
		wr_took(run->writer, page.n);
	}
	buf_free(&page);
	(void)tool_finish();
	return 0;
}

static int
run(struct report *r, const struct tool_run *run, struct err *err)
{
	struct indicator plain = { 0 };
	size_t i;

	if (!unit_set(&plain, opts.unit))
		tool_usage("--unit wants percent, count or 'per N' with N up "
		    "to 1000000");
	if (labels_read(r, err) == -1)
		return -1;
	for (i = 0; i < opts.indicators.n; i++)
		if (measure_define(r, opts.indicators.items[i], err) == -1)
			return -1;
	if (strcmp(opts.format, "csv") != 0)
		return run_page(r, run, err);
	if (report_shown(r, &plain, run->files, run->n_files, err) == -1)
		return -1;
	(void)tool_finish();
	return 0;
}

int
main(int argc, char **argv)
{
	const struct tool_run *started = tool_start(&tool, argc, argv);
	struct report r = { .library = started->library, .as_of = opts.as_of,
	    .title = opts.title, .stats = started->stats };
	struct err err;

	if (opts.format == NULL)
		opts.format = "text";
	if (opts.lang == NULL)
		opts.lang = "en";
	if (strcmp(opts.format, "text") != 0 &&
	    strcmp(opts.format, "markdown") != 0 &&
	    strcmp(opts.format, "html") != 0 &&
	    strcmp(opts.format, "csv") != 0)
		tool_usage("--format wants text, markdown, html or csv");
	if (strcmp(opts.lang, "en") != 0 && strcmp(opts.lang, "cy") != 0)
		tool_usage("--lang wants en or cy");
	r.welsh = strcmp(opts.lang, "cy") == 0;
	parse_stale(&r);
	if (run(&r, started, &err) == -1)
		tool_die(&err);
	labels_free(&r);
	measures_free(&r);
	arena_free(&r.mem);
	return STATUS_OK;
}
