/* SPDX-License-Identifier: MIT */
/*
 * Turns counts into values, intervals, limits and verdicts.
 *
 * In: any table with the columns numerator and denominator; with a column
 * indicator, each row is read as that indicator of the library; with start and
 * end, rows of one series are a chart.  Out: the same columns, in the order of
 * the input, then what output.c lists; forecasts behind all of them.  Rejected:
 * what intake.c and held.c say.  Holds all rows of a table that has periods or
 * groups, about 300 bytes and the row each; else one.  Numbers have 17
 * significant digits; lscb-report rounds.
 */
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "stats.h"

struct opts opts = { .as_of = DATE_NONE, .final_after = NO_DAYS };

static const struct tool_option options[] = {
	{ 'i', "indicator", OPT_TEXT, &opts.indicator, "NAME",
	    "every row is this indicator, by name or path" },
	{ 0, "unit", OPT_TEXT, &opts.unit, "UNIT",
	    "of rows that are no indicator: percent (default), count, "
	    "'per N'" },
	{ 0, "sums", OPT_FLAG, &opts.sums, NULL,
	    "those are sums: decimals, no intervals" },
	{ 0, "series", OPT_LIST, &opts.series, "COLUMN",
	    "also tells series apart; may be given again" },
	{ 0, "baseline", OPT_SIZE, &opts.fix, "N",
	    "limits rest on the first N points, 12 or more" },
	{ 0, "no-screen", OPT_FLAG, &opts.no_screen, NULL,
	    "xmr: all moving ranges count, however large" },
	{ 0, "rebase", OPT_TEXT, &opts.rebase, "FILE",
	    "days on which series begin anew, and why" },
	{ 0, "funnel", OPT_FLAG, &opts.funnel, NULL,
	    "limits of groups around their total" },
	{ 0, "comparator", OPT_TEXT, &opts.comparator, "GROUP",
	    "around that row of by @comparator instead" },
	{ 0, "forecast", OPT_SIZE, &opts.forecast, "N",
	    "further rows: where N periods go if nothing changes" },
	{ 0, "published", OPT_TEXT, &opts.published, "FILE",
	    "the table as published: says what is restated" },
	{ 0, "date", OPT_DATE, &opts.as_of, "DATE",
	    "says what is provisional and what is final then" },
	{ 0, "final-after", OPT_SIZE, &opts.final_after, "DAYS",
	    "final so long after the period's end" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-limits",
	.summary = "turn counts into values, intervals, limits and verdicts",
	.synopsis = "[-i NAME] [--unit UNIT] [--sums] [--series COLUMN...]\n"
	    "                   [--baseline N] [--no-screen] [--rebase FILE]\n"
	    "                   [--funnel] [--comparator GROUP] [--forecast N]\n"
	    "                   [--published FILE] [--date DATE]\n"
	    "                   [--final-after DAYS] [FILE...]",
	.examples =
	    "lscb-limits counts.csv\n"
	    "lscb-limits --rebase rebase.csv --forecast 4 counts.csv\n"
	    "lscb-limits --unit 'per 10000' --funnel rates.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY
};

static void
check_options(void)
{
	if (opts.fix > 0 && opts.fix < SPC_BASELINE)
		tool_usage("--baseline wants 12 points or more: fewer are no "
		    "ground for limits");
	if (opts.forecast > MAX_FORECAST)
		tool_usage("--forecast wants 120 periods at most");
	if (opts.final_after != NO_DAYS && opts.as_of == DATE_NONE)
		tool_usage("--final-after needs --date");
	if (opts.final_after > NO_DAYS)
		tool_usage("--final-after wants a number of days");
}

static void
open_columns(struct held *h, struct err *err)
{
	h->indicator = rd_col(h->rd, "indicator");
	h->start = rd_col(h->rd, "start");
	h->end = rd_col(h->rd, "end");
	h->by = rd_col(h->rd, "by");
	h->group = rd_col(h->rd, "group");
	h->status = rd_col(h->rd, "status");
	h->figure = rd_col(h->rd, "figure");
	if ((h->numerator = rd_need(h->rd, "numerator", err)) < 0 ||
	    (h->denominator = rd_need(h->rd, "denominator", err)) < 0)
		tool_die(err);
	if ((h->start < 0 || h->end < 0 || h->status < 0) && opts.forecast > 0)
		tool_refuse(STATUS_DATA, rd_name(h->rd), 1, NULL, "no-periods",
		    "--forecast needs the columns start, end and status");
	if (h->start < 0 || h->end < 0)
		h->start = h->end = -1;
	h->extra = tool_need(calloc(opts.series.n + 1, sizeof(int)));
	for (size_t i = 0; i < opts.series.n; i++)
		if ((h->extra[i] = rd_need(h->rd, opts.series.items[i],
		    err)) < 0) {
			err->status = STATUS_USAGE;
			tool_die(err);
		}
}

static void
open_held(struct held *h, const struct tool_run *run)
{
	const char *all[] = { "all" };
	struct err err;

	if (!unit_set(&h->plain, opts.unit))
		tool_usage("--unit wants percent, count or 'per N' with N up "
		    "to 1000000");
	h->plain.final_after = -1;
	h->stats = run->stats;
	if (rd_open(&h->rd, run->files, run->n_files, NULL, &err) != 0)
		tool_die(&err);
	open_columns(h, &err);
	if (opts.indicator != NULL)
		all[0] = opts.indicator;
	if ((opts.indicator != NULL || h->indicator >= 0) &&
	    indicators_read(&h->set, run->library, all, 1, &err) != 0)
		tool_die(&err);
	if ((opts.published != NULL && published_read(&h->published, h,
	    opts.published, &err) != 0) || (opts.rebase != NULL &&
	    rebases_read(&h->rebases, opts.rebase, &err) != 0))
		tool_die(&err);
	h->names = tool_need(table_new());
	h->series_names = tool_need(table_new());
	h->hold = h->start >= 0 || h->by >= 0 || opts.funnel ||
	    opts.comparator != NULL || opts.rebase != NULL;
}

/* A row of a table without periods and groups stands alone. */
static void
write_alone(struct held *h, struct writer *wr, const struct rec *rec,
    const struct row *row)
{
	struct row *only;

	held_add(h, rec, row);
	only = &h->rows[--h->n];
	output_row(h, wr, h->text.p, only);
	h->text.n = 0;
}

static void
read_all(struct held *h, struct writer *wr)
{
	const struct rec *rec;
	struct row row;

	while (!wr_failed(wr) && (rec = tool_next(h->rd)) != NULL) {
		if (!intake(h, rec, &row))
			continue;
		if (h->published != NULL)
			row.was = published_find(h->published, h, rec);
		if (h->hold)
			held_add(h, rec, &row);
		else
			write_alone(h, wr, rec, &row);
	}
}

static void
write_held(struct held *h, struct writer *wr)
{
	struct err err;

	if (h->rebases != NULL && rebases_check(h->rebases, h, &err) != 0)
		tool_die(&err);
	held_settle(h);
	charts(h);
	if (opts.funnel || opts.comparator != NULL)
		funnel(h);
	for (size_t i = 0; i < h->n && !wr_failed(wr); i++)
		if (!h->rows[i].rejected)
			output_row(h, wr, h->text.p + h->rows[i].text,
			    &h->rows[i]);
	output_forecasts(h, wr);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct held h = { 0 };
	struct writer *wr;

	check_options();
	open_held(&h, run);
	wr = tool_output();
	output_header(&h, wr);
	read_all(&h, wr);
	if (h.hold)
		write_held(&h, wr);
	if (h.published != NULL && published_gone(h.published) > 0)
		stats_add(h.stats, STATS_QUERIED, "no-longer-there",
		    published_gone(h.published));
	held_free(&h);
	return tool_finish();
}
