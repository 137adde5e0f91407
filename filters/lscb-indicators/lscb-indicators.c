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

enum { PERIODS_DEFAULT = 12, PERIODS_MAX = 12000 };

struct opts {
	struct tool_list indicators;	/* -i; none and no -e: all */
	struct tool_list expressions;	/* -e */
	const char *period;		/* grain of -e; NULL: quarter */
	date date;			/* as of */
	date from;			/* DATE_NONE: the last 12 periods */
	const char *populations;
	struct tool_list by;
	struct tool_list stale;		/* SOURCE=DATE */
	struct tool_list reach;		/* EVENT=DATE */
	const char *begins;		/* of the whole history */
};

static struct opts opts = {
	.date = DATE_NONE, .from = DATE_NONE
};

static const struct tool_option options[] = {
	{ 'i', "indicator", OPT_LIST, &opts.indicators, "NAME",
	    "an indicator, by name or path; default all" },
	{ 'e', "expression", OPT_LIST, &opts.expressions, "EXPR",
	    "count this instead: MEASURE, or MEASURE of MEASURE" },
	{ 0, "period", OPT_TEXT, &opts.period, "GRAIN",
	    "of -e: month, quarter, year, financial-year" },
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
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-indicators",
	.summary = "count indicators from an event history",
	.synopsis = "--date YYYY-MM-DD [-i NAME]... [-e EXPR]...\n"
	    "                       [--period GRAIN] [--from YYYY-MM-DD] "
	    "[--populations FILE]\n"
	    "                       [--by COLUMN[+COLUMN]]... "
	    "[--stale SOURCE=DATE]...\n"
	    "                       [--reach EVENT=DATE]... [--begins FILE] "
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

/* An indicator made of -e: all that counting needs of one. */
static void
ad_hoc(struct indicator *ind, size_t i, char *id, size_t size)
{
	if (i == 0)
		snprintf(id, size, "expression");
	else
		snprintf(id, size, "expression-%zu", i + 1);
	memset(ind, 0, sizeof(*ind));
	ind->id = id;
	ind->unit = UNIT_COUNT;
	ind->per = 1;
	if (opts.period == NULL)
		opts.period = "quarter";
	if (!grain_find(opts.period, &ind->period))
		tool_usage("--period wants month, quarter, year or "
		    "financial-year");
	ind->period_months = grain_months(ind->period);
}

/* A bad expression is told with its file, line and key. */
_Noreturn static void
die_in(const struct indicator *ind, const char *key, size_t line,
    struct err *err)
{
	err_at(err, ind->file, line, key);
	tool_die(err);
}

static void
no_rolling_snapshot(const struct indicator *ind, const struct measure *m,
    const char *key, size_t line)
{
	struct err err;

	if (ind->rolling_months == 0 || m->rows.anchor != ANCHOR_OPEN)
		return;
	err_set(&err, STATUS_CONFIG, "bad-definition", "a snapshot (open) is "
	    "the same in a rolling window: leave out show");
	die_in(ind, key, line, &err);
}

static void
compile(struct tally *t, struct engine *e)
{
	const struct indicator *ind = t->ind;
	struct err err;

	if (measure_compile(&t->count, ind->count.text, &e->env, &err) != 0)
		die_in(ind, "count", ind->count.line, &err);
	no_rolling_snapshot(ind, t->count, "count", ind->count.line);
	if (ind->of.text == NULL)
		return;
	if (measure_compile(&t->of, ind->of.text, &e->env, &err) != 0)
		die_in(ind, "of", ind->of.line, &err);
	no_rolling_snapshot(ind, t->of, "of", ind->of.line);
	/* Read on rows of both, so compiled on both: columns are checked. */
	if (ind->matched.text != NULL &&
	    (condition_compile(&t->matched, &t->matched_by_window,
	    ind->matched.text, t->count, &e->env, &err) != 0 ||
	    condition_compile(&t->matched, &t->matched_by_window,
	    ind->matched.text, t->of, &e->env, &err) != 0))
		die_in(ind, "matched", ind->matched.line, &err);
}

static void
compile_ad_hoc(struct tally *t, struct indicator *ind, struct engine *e,
    const char *text)
{
	struct err err;

	if (measure_pair_compile(&t->count, &t->of, text, &e->env,
	    &err) != 0) {
		err.status = STATUS_USAGE;
		err_at(&err, "-e", 0, NULL);
		tool_die(&err);
	}
	if (t->of != NULL) {
		ind->unit = UNIT_PERCENT;
		ind->per = 100;
	}
}

/* COLUMN[+COLUMN] as indexes; unknown names are the asker's mistake. */
static void
open_breakdown(struct breakdown *b, const char *by, const struct reader *rd,
    struct engine *e, const struct indicator *ind)
{
	struct err err;
	size_t n = 1;

	for (const char *p = by; *p != '\0'; p++)
		n += *p == '+';
	b->by = by;
	b->columns = tool_need(calloc(n, sizeof(*b->columns)));
	for (const char *p = by; b->n_columns < n;) {
		size_t len = strcspn(p, "+");
		char name[96];
		int c;

		snprintf(name, sizeof(name), "%.*s",
		    len < sizeof(name) ? (int)len : 0, p);
		if ((c = rd_need(rd, name, &err)) < 0) {
			err.status = ind == NULL ? STATUS_USAGE :
			    STATUS_CONFIG;
			if (ind != NULL)
				die_in(ind, "by", 0, &err);
			err.line = 0;	/* of the header: it is not to blame */
			err_at(&err, "--by", 0, NULL);
			tool_die(&err);
		}
		b->columns[b->n_columns++] = (size_t)c;
		e->env.used_column[c] = true;
		p += len + 1;
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct breakdown *)a)->by,
	    ((const struct breakdown *)b)->by);
}

/* The definition's breakdowns and those of --by, each once. */
static void
open_breakdowns(struct tally *t, const struct reader *rd, struct engine *e)
{
	const struct texts *own = &t->ind->by;
	size_t max = own->n + opts.by.n;

	t->breakdowns = tool_need(calloc(max + 1, sizeof(*t->breakdowns)));
	for (size_t i = 0; i < max; i++) {
		bool asked = i >= own->n, twice = false;
		const char *by = asked ? opts.by.items[i - own->n] :
		    own->v[i];

		for (size_t k = 0; k < t->n_breakdowns; k++)
			twice = twice || strcmp(t->breakdowns[k].by, by) == 0;
		if (!twice)
			open_breakdown(&t->breakdowns[t->n_breakdowns++], by,
			    rd, e, asked ? NULL : t->ind);
	}
	if (t->n_breakdowns > 1)
		qsort(t->breakdowns, t->n_breakdowns, sizeof(*t->breakdowns),
		    by_name);
}

/* The date of WORD=DATE, *n the length of WORD; the option is wrong if not. */
static date
word_date(const char *item, size_t *n, const char *wanted)
{
	const char *sign = strchr(item, '=');
	date d = sign == NULL || sign == item ? DATE_NONE :
	    date_parse(sign + 1, strlen(sign + 1));

	if (d == DATE_NONE)
		tool_usage("%s", wanted);
	*n = (size_t)(sign - item);
	return d;
}

static date
earlier(date a, date b)
{
	return a == DATE_NONE || (b != DATE_NONE && b < a) ? b : a;
}

/* The earliest date to which the data of any of its agencies reach. */
static date
agencies_reach(const struct indicator *ind)
{
	date first = DATE_NONE;
	size_t n;

	for (size_t i = 0; i < opts.stale.n; i++) {
		const char *item = opts.stale.items[i];
		date d = word_date(item, &n,
		    "--stale wants SOURCE=YYYY-MM-DD");

		for (size_t k = 0; k < ind->agency.n; k++)
			if (strlen(ind->agency.v[k]) == n &&
			    memcmp(ind->agency.v[k], item, n) == 0)
				first = earlier(first, d);
	}
	return first;
}

/* The earliest date to which the rows of any event it looks at reach. */
static date
events_reach(const struct engine *e, const struct tally *t)
{
	const struct measure *measures[] = { t->count, t->of };
	date first = DATE_NONE;

	for (int i = 0; i < 2 && measures[i] != NULL; i++)
		for (size_t k = 0; k < measures[i]->n_reads; k++) {
			const struct selection *sel = measures[i]->reads[k];

			for (size_t j = 0; j < sel->n_events; j++)
				first = earlier(first,
				    e->reach[sel->events[j]]);
		}
	return first;
}

static void
open_tally(struct tally *t, const struct reader *rd, struct engine *e)
{
	if (periods_init(&t->periods, t->ind->period, t->ind->rolling_months,
	    opts.from, opts.date, PERIODS_DEFAULT) != 0)
		tool_need(NULL);
	if (t->periods.n > PERIODS_MAX)
		tool_usage("--from is too far back");
	t->stale_after = earlier(agencies_reach(t->ind), events_reach(e, t));
	open_breakdowns(t, rd, e);
	tally_init(t);
}

static void
read_reach(struct engine *e)
{
	const char *item, *near;
	char word[64];
	size_t n;
	int event;

	for (size_t i = 0; i < opts.reach.n; i++) {
		item = opts.reach.items[i];
		date d = word_date(item, &n,
		    "--reach wants EVENT=YYYY-MM-DD");

		event = vocabulary_event(&e->vocab, item, n);
		if (event >= 0) {
			e->reach[event] = earlier(e->reach[event], d);
			continue;
		}
		snprintf(word, sizeof(word), "%.*s", (int)n, item);
		near = near_miss(word, e->vocab.event_names,
		    e->vocab.n_events);
		if (near != NULL)
			tool_usage("--reach: no event '%s'; did you mean "
			    "'%s'?", word, near);
		tool_usage("--reach: no event '%s'", word);
	}
}

static void
open_engine(struct engine *e, const struct reader *rd, const char *library)
{
	const struct rec *header = rd_header(rd);
	const char **names;
	struct err err;
	int c;

	if (vocabulary_read(&e->vocab, library, &err) != 0)
		tool_die(&err);
	names = tool_need(calloc(header->n, sizeof(*names)));
	for (size_t i = 0; i < header->n; i++)
		names[i] = tool_need(strndup(header->f[i].p, header->f[i].n));
	if (expr_env_init(&e->env, &e->vocab, names, header->n) != 0)
		tool_need(NULL);
	c = rd_col(rd, "birth_month");
	e->birth_column = c < 0 ? 0 : (size_t)c;
	e->first_seen = tool_need(calloc(e->vocab.n_events + 1,
	    sizeof(*e->first_seen)));
	e->reach = tool_need(calloc(e->vocab.n_events + 1,
	    sizeof(*e->reach)));
	for (size_t i = 0; i < e->vocab.n_events; i++)
		e->first_seen[i] = e->reach[i] = DATE_NONE;
	read_reach(e);
	if (opts.begins != NULL && begins_read(e, opts.begins, &err) != 0)
		tool_die(&err);
	if (opts.populations != NULL && (populations_read(&e->populations,
	    opts.populations, &err) != 0 ||
	    history_read(&e->history, library, &err) != 0))
		tool_die(&err);
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

/* The indicators of -i, then those of -e, as tallies. */
static void
open_tallies(struct engine *e, const struct reader *rd,
    const struct indicators *set, struct indicator *made, char (*ids)[32])
{
	e->n_tallies = set->n + opts.expressions.n;
	e->tallies = tool_need(calloc(e->n_tallies + 1, sizeof(*e->tallies)));
	for (size_t i = 0; i < e->n_tallies; i++) {
		struct tally *t = &e->tallies[i];
		size_t k = i - set->n;

		if (i < set->n) {
			t->ind = set->v[i];
			compile(t, e);
		} else {
			ad_hoc(&made[k], k, ids[k], sizeof(ids[k]));
			t->ind = &made[k];
			compile_ad_hoc(t, &made[k], e,
			    opts.expressions.items[k]);
		}
		open_tally(t, rd, e);
	}
}

static void
read_definitions(struct indicators *set, const char *library)
{
	static const char *const all[] = { "all" };
	struct err err;

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
	made = tool_need(calloc(opts.expressions.n + 1, sizeof(*made)));
	ids = tool_need(calloc(opts.expressions.n + 1, sizeof(*ids)));
	read_definitions(&set, run->library);
	if (rd_open(&rd, run->files, run->n_files, NULL, &err) != 0)
		tool_die(&err);
	intake_check(rd);
	open_engine(&e, rd, run->library);
	open_tallies(&e, rd, &set, made, ids);
	open_holidays(&e, run->library);
	if (subject_init(&e.subject, e.env.used_column, e.env.n_columns,
	    e.env.whole_event, e.vocab.n_events) != 0)
		tool_need(NULL);
	intake_all(&e, rd, run->stats);
	rd_close(rd);
	counts_write(&e, tool_output(), run->stats);
	close_engine(&e);
	indicators_free(&set);
	free(made);
	free(ids);
	return tool_finish();
}
