/* SPDX-License-Identifier: MIT */
/*
 * Counts numerator and denominator of indicators from an event history.
 *
 * In: the event history of lscb-join, in order of subject and date.  Out: the
 * counts, one line for each indicator, period and group.  Rejected: rows that
 * an indicator reads and that cannot be read.  One pass for all indicators;
 * memory is the rows of one subject and one cell per window and group.  The
 * order of subjects, and of rows of one day, has no effect.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

static struct opts opts = {
	.date = DATE_NONE, .from = DATE_NONE
};

static const struct tool_option options[] = {
	{ 'i', "indicator", OPT_LIST, &opts.indicators, "NAME",
	    "an indicator, by name or path; default all" },
	{ 'e', "expression", OPT_LIST, &opts.expressions, "EXPR",
	    "count this instead: MEASURE, or MEASURE of MEASURE" },
	{ 0, "unit", OPT_TEXT, &opts.unit, "UNIT",
	    "of -e: count, percent, 'per N', 'mean WHAT', 'median WHAT'" },
	{ 0, "period", OPT_TEXT, &opts.period, "GRAIN",
	    "month, quarter, year, financial-year (default: the "
	    "definition's; of -e quarter)" },
	{ 0, "rolling", OPT_SIZE, &opts.rolling, "MONTHS",
	    "also windows of so many months, each ending with a period" },
	{ 0, "date", OPT_DATE, &opts.date, "YYYY-MM-DD",
	    "as of this day; only periods that have ended by then" },
	{ 0, "from", OPT_DATE, &opts.from, "YYYY-MM-DD",
	    "periods from this day on (default: the last 12)" },
	{ 0, "populations", OPT_TEXT, &opts.populations, "FILE",
	    "area,year,age_from,age_to,population" },
	{ 0, "by", OPT_LIST, &opts.by, "COLUMN[+COLUMN]",
	    "also by the values of these columns" },
	{ 0, "stale", OPT_LIST, &opts.stale, "SOURCE=DATE",
	    "this agency's data end; later is stale" },
	{ 0, "reach", OPT_LIST, &opts.reach, "EVENT=DATE",
	    "the rows of this event end; later is stale" },
	{ 0, "begins", OPT_TEXT, &opts.begins, "FILE",
	    "event,first: when rows begin in the whole history" },
	{ 0, "explain", OPT_TEXT, &opts.explain, "NAME",
	    "the rows behind this indicator in PERIOD, the first operand" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-indicators",
	.summary = "count indicators from an event history",
	.synopsis = "--date YYYY-MM-DD [-i NAME]... [-e EXPR]...\n"
	    "                       [--unit UNIT] [--period GRAIN] "
	    "[--rolling MONTHS]\n"
	    "                       [--from YYYY-MM-DD] [--populations FILE] "
	    "[--by COLUMN[+COLUMN]]...\n"
	    "                       [--stale SOURCE=DATE]... "
	    "[--reach EVENT=DATE]...\n"
	    "                       [--begins FILE] [FILE...]\n"
	    "       lscb-indicators --date YYYY-MM-DD --explain NAME PERIOD "
	    "[FILE...]",
	.examples =
	    "lscb-indicators --date 2026-03-31 history.csv\n"
	    "lscb-indicators --date 2026-03-31 -i cpr-second --by area "
	    "history.csv\n"
	    "lscb-indicators --date 2026-03-31 "
	    "-e 'registration open by child' history.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY
};

static void
open_engine(struct engine *e, const struct reader *rd, const char *library)
{
	const struct rec *header = rd_header(rd);
	const char **names;
	struct err err;
	size_t n;

	e->opts = &opts;
	if (vocabulary_read(&e->vocab, library, &err) != 0 ||
	    history_read(&e->history, library, &err) != 0 ||
	    bands_read(&e->bands, library, &err) != 0)
		tool_die(&err);
	names = tool_need(calloc(header->n + e->history.n + 1,
	    sizeof(*names)));
	for (n = 0; n < header->n; n++)
		names[n] = tool_need(strndup(header->f[n].p, header->f[n].n));
	/* A history of yesterday lacks the columns of a newer library. */
	for (size_t i = 0; i < e->history.n; i++)
		if (rd_col(rd, e->history.names[i]) < 0)
			names[n++] = tool_need(strdup(e->history.names[i]));
	if (expr_env_init(&e->env, &e->vocab, names, n) != 0)
		tool_need(NULL);
	e->env.n_present = header->n;
	e->env.history = &e->history;
	for (n = 0; n < header->n; n++)
		if (strcmp(names[n], "birth_month") == 0) {
			e->birth_column = n;
			e->has_birth = true;
		}
	e->first_seen = tool_need(calloc(e->vocab.n_events + 1,
	    sizeof(*e->first_seen)));
	e->reach = tool_need(calloc(e->vocab.n_events + 1,
	    sizeof(*e->reach)));
	for (size_t i = 0; i < e->vocab.n_events; i++)
		e->first_seen[i] = e->reach[i] = DATE_NONE;
	if (opts.begins != NULL && begins_read(e, opts.begins, &err) != 0)
		tool_die(&err);
	if (opts.populations != NULL && populations_read(&e->populations,
	    opts.populations, &err) != 0)
		tool_die(&err);
}

/* The rows of a subject, with what an expression or a group asks of them. */
static void
open_subject(struct engine *e)
{
	const struct expr_env *env = &e->env;

	/* What groups ask for may be asked of rows of any event. */
	for (size_t i = 0; i < e->vocab.n_events; i++)
		for (size_t c = 0; c < env->n_columns; c++)
			if (e->explained != NULL || groupings_ask(e, c) ||
			    (env->whole_event[i] && c < env->n_present))
				env->asked[i * env->n_columns + c] = true;
	if (subject_init(&e->subject, env->asked, env->n_columns,
	    e->vocab.n_events) != 0)
		tool_need(NULL);
	for (size_t i = 0; i < e->env.n_columns; i++) {
		size_t c = history_column(&e->history, e->env.columns[i],
		    strlen(e->env.columns[i]));

		if (e->env.used_column[i] && c != SIZE_MAX &&
		    e->history.belongs[c] &&
		    subject_keep(&e->subject, i) != 0)
			tool_need(NULL);
	}
}

/* The bank holidays, when an expression asks for working days. */
static void
open_holidays(struct engine *e, const char *library)
{
	char path[1024];
	struct err err;

	if (!e->env.working_days)
		return;
	snprintf(path, sizeof(path), "%s/bank-holidays.csv", library);
	if (holidays_read(&e->holidays, path, &err) != 0)
		tool_die(&err);
}

static void
close_engine(struct engine *e)
{
	for (size_t i = 0; i < e->n_tallies; i++)
		tally_done(&e->tallies[i]);
	free(e->tallies);
	for (size_t i = 0; e->uses != NULL && i < e->vocab.n_events; i++)
		free(e->uses[i].v);
	free(e->uses);
	groupings_done(e);
	for (size_t i = 0; i < e->env.n_columns; i++)
		free((void *)(uintptr_t)e->env.columns[i]);
	free((void *)(uintptr_t)e->env.columns);
	expr_env_done(&e->env);
	vocabulary_free(&e->vocab);
	subject_done(&e->subject);
	populations_free(e->populations);
	history_free(&e->history);
	holidays_free(e->holidays);
	free(e->first_seen);
	free(e->reach);
	buf_free(&e->group);
}

/* PERIOD of --explain: the operand before the files. */
static const char *
take_period(struct tool_run *run)
{
	const char *period;

	if (run->n_files == 0)
		tool_usage("--explain wants a period behind the name: "
		    "--explain NAME 2026-02-14");
	if (opts.indicators.n > 0 || opts.expressions.n > 1)
		tool_usage("--explain tells of one indicator at a time");
	period = run->files[0];
	run->files++;
	run->n_files--;
	return period;
}

static void
read_definitions(struct indicators *set, const char *library)
{
	static const char *const all[] = { "all" };
	struct err err;

	if (opts.explain != NULL && opts.expressions.n == 0) {
		if (indicators_read(set, library, &opts.explain, 1,
		    &err) != 0)
			tool_die(&err);
		return;
	}
	if (opts.indicators.n == 0 && opts.expressions.n > 0)
		return;
	if (indicators_read(set, library, opts.indicators.n == 0 ? all :
	    opts.indicators.items, opts.indicators.n == 0 ? 1 :
	    opts.indicators.n, &err) != 0)
		tool_die(&err);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct indicators set = { 0 };
	struct indicator *made;
	struct engine e = { 0 };
	const char *period = NULL;
	struct reader *rd;
	struct err err;
	char (*ids)[32];

	if (opts.date == DATE_NONE)
		tool_usage("say the day: --date YYYY-MM-DD");
	/* 12 periods and a window before it must be days of the calendar. */
	if (opts.date < date_make(100, 1, 1) ||
	    opts.date >= date_make(9999, 1, 1))
		tool_usage("--date is beyond the calendar");
	if (opts.from != DATE_NONE && opts.from > opts.date)
		tool_usage("--from is after --date");
	if (opts.explain != NULL)
		period = take_period(run);
	made = tool_need(calloc(opts.expressions.n + 1, sizeof(*made)));
	ids = tool_need(calloc(opts.expressions.n + 1, sizeof(*ids)));
	read_definitions(&set, run->library);
	if (rd_open(&rd, run->files, run->n_files, NULL, &err) != 0)
		tool_die(&err);
	intake_check(rd);
	open_engine(&e, rd, run->library);
	tallies_open(&e, rd, &set, made, ids);
	tally_uses(&e);
	open_holidays(&e, run->library);
	if (opts.explain != NULL)
		explain_begin(&e, period, rd);
	open_subject(&e);
	intake_all(&e, rd, run->stats);
	rd_close(rd);
	if (opts.explain == NULL)
		counts_write(&e, tool_output(), run->stats);
	close_engine(&e);
	indicators_free(&set);
	free(made);
	free(ids);
	return tool_finish();
}
