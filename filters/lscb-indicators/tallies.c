/* SPDX-License-Identifier: MIT */
/*
 * Makes definitions ready to be counted: expressions compiled, periods and
 * breakdowns laid out.  Rejected, with file, line and key: an expression that
 * does not stand, a breakdown by a column the history does not have, a measure
 * that its unit cannot be said of.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fits.h"
#include "indicators.h"

enum { PERIODS_DEFAULT = 12, PERIODS_MAX = 12000 };

/* A bad expression is told with its file, line and key. */
_Noreturn static void
die_in(const struct indicator *ind, const char *key, size_t line,
    struct err *err)
{
	err_at(err, ind->file, line, key);
	tool_die(err);
}

/* An indicator made of -e: all that counting needs of one. */
static void
ad_hoc(struct indicator *ind, size_t i, char *id, size_t size,
    const char *unit)
{
	if (i == 0)
		snprintf(id, size, "expression");
	else
		snprintf(id, size, "expression-%zu", i + 1);
	memset(ind, 0, sizeof(*ind));
	ind->id = id;
	if (!unit_set(ind, unit == NULL ? "count" : unit))
		tool_usage("--unit wants percent, count, per N, mean WHAT or "
		    "median WHAT");
	ind->period = GRAIN_QUARTER;
}

static void
no_rolling_snapshot(const struct tally *t, const struct measure *m,
    const char *key, size_t line)
{
	const char *why = t->periods.in_window == 0 ? NULL : rolling_unfit(m);
	struct err err;

	if (why == NULL)
		return;
	err_set(&err, STATUS_CONFIG, "bad-definition", "%s", why);
	die_in(t->ind, key, line, &err);
}

static void
compile(struct tally *t, struct engine *e)
{
	const struct indicator *ind = t->ind;
	const char *why;
	struct err err;

	if (measure_compile(&t->count, ind->count.text, &e->env, &err) != 0)
		die_in(ind, "count", ind->count.line, &err);
	if (ind->of.text != NULL &&
	    measure_compile(&t->of, ind->of.text, &e->env, &err) != 0)
		die_in(ind, "of", ind->of.line, &err);
	/* Read on rows of both, so compiled on both: columns are checked. */
	if (ind->matched.text != NULL &&
	    (condition_compile(&t->matched, &t->matched_by_window,
	    ind->matched.text, t->count, &e->env, &err) != 0 ||
	    condition_compile(&t->matched, &t->matched_by_window,
	    ind->matched.text, t->of, &e->env, &err) != 0))
		die_in(ind, "matched", ind->matched.line, &err);
	if ((why = measures_unfit(t->ind, t->count, t->of)) == NULL)
		return;
	err_set(&err, STATUS_CONFIG, "bad-definition", "%s", why);
	die_in(ind, "count", ind->count.line, &err);
}

static void
compile_ad_hoc(struct tally *t, struct indicator *ind, struct engine *e,
    const char *text)
{
	const char *why;
	struct err err;

	if (measure_pair_compile(&t->count, &t->of, text, &e->env,
	    &err) != 0) {
		err.status = STATUS_USAGE;
		err_at(&err, "-e", 0, NULL);
		tool_die(&err);
	}
	if (t->of != NULL && e->opts->unit == NULL)
		(void)unit_set(ind, "percent");
	if ((why = measures_unfit(t->ind, t->count, t->of)) != NULL)
		tool_usage("-e: %s", why);
}

static void
open_breakdown(struct engine *e, struct tally *t, const char *by,
    const struct reader *rd, bool asked)
{
	struct breakdown *b = &t->breakdowns[t->n_breakdowns];
	struct err err;

	b->grouping = grouping_find(e, by, rd, &err);
	if (b->grouping == SIZE_MAX) {
		err.status = asked ? STATUS_USAGE : STATUS_CONFIG;
		if (!asked)
			die_in(t->ind, "by", 0, &err);
		err.line = 0;	/* of the header: it is not to blame */
		err_at(&err, "--by", 0, NULL);
		tool_die(&err);
	}
	for (size_t i = 0; i < t->n_breakdowns; i++)
		if (t->breakdowns[i].grouping == b->grouping)
			return;		/* asked for twice */
	t->n_breakdowns++;
}

/* The total, the definition's breakdowns and those of --by, each once. */
static void
open_breakdowns(struct tally *t, const struct reader *rd, struct engine *e)
{
	const struct texts *own = &t->ind->by;
	const struct tool_list *asked = &e->opts->by;

	t->breakdowns = tool_need(calloc(own->n + asked->n + 1,
	    sizeof(*t->breakdowns)));
	open_breakdown(e, t, "", rd, false);
	e->env.accept_lacking = true;
	for (size_t i = 0; i < own->n; i++)
		open_breakdown(e, t, own->v[i], rd, false);
	e->env.accept_lacking = false;
	for (size_t i = 0; i < asked->n; i++)
		open_breakdown(e, t, asked->items[i], rd, true);
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
agencies_reach(const struct opts *opts, const struct indicator *ind)
{
	date first = DATE_NONE;
	size_t n;

	for (size_t i = 0; i < opts->stale.n; i++) {
		const char *item = opts->stale.items[i];
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

/* Grain and rolling window: what was asked for, else the definition's. */
static void
open_periods(struct tally *t, const struct opts *opts)
{
	enum grain grain = t->ind->period;
	int rolling = t->ind->rolling_months, months;

	if (opts->period != NULL && !grain_find(opts->period, &grain))
		tool_usage("--period wants month, quarter, year or "
		    "financial-year");
	months = grain_months(grain);
	if (opts->rolling > 120)
		tool_usage("--rolling wants at most 120 months");
	if (opts->rolling > 0)
		rolling = (int)opts->rolling;
	if (opts->rolling > 0 && (rolling % months != 0 || rolling <= months))
		tool_usage("--rolling wants several whole periods, here of %d "
		    "months", months);
	/* A grain asked for may be as long as the definition's window. */
	if (rolling % months != 0 || rolling <= months)
		rolling = 0;
	if (periods_init(&t->periods, grain, rolling, opts->from, opts->date,
	    PERIODS_DEFAULT) != 0)
		tool_need(NULL);
	if (t->periods.n > PERIODS_MAX)
		tool_usage("--from is too far back");
}

static void
open_tally(struct tally *t, const struct reader *rd, struct engine *e)
{
	t->outcomes = t->count->n_outcomes > 0 ||
	    (t->of != NULL && t->of->n_outcomes > 0);
	t->spread = t->ind->unit == UNIT_MEAN || t->ind->unit == UNIT_MEDIAN;
	t->stale_after = earlier(agencies_reach(e->opts, t->ind),
	    events_reach(e, t));
	no_rolling_snapshot(t, t->count, "count", t->ind->count.line);
	if (t->of != NULL)
		no_rolling_snapshot(t, t->of, "of", t->ind->of.line);
	open_breakdowns(t, rd, e);
	tally_init(e, t);
}

static void
read_reach(struct engine *e)
{
	const char *item, *near;
	char word[64];
	size_t n;
	int event;

	for (size_t i = 0; i < e->opts->reach.n; i++) {
		item = e->opts->reach.items[i];
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

void
tallies_open(struct engine *e, const struct reader *rd,
    const struct indicators *set, struct indicator *made, char (*ids)[32])
{
	const struct tool_list *expressions = &e->opts->expressions;

	read_reach(e);
	e->n_tallies = set->n + expressions->n;
	e->tallies = tool_need(calloc(e->n_tallies + 1, sizeof(*e->tallies)));
	for (size_t i = 0; i < e->n_tallies; i++) {
		struct tally *t = &e->tallies[i];
		size_t k = i - set->n;

		if (i < set->n) {
			t->ind = set->v[i];
			open_periods(t, e->opts);
			e->env.accept_lacking = true;
			e->env.lacking = false;
			compile(t, e);
			t->lacking = e->env.lacking;
			e->env.accept_lacking = false;
		} else {
			ad_hoc(&made[k], k, ids[k], sizeof(ids[k]),
			    e->opts->unit);
			t->ind = &made[k];
			open_periods(t, e->opts);
			compile_ad_hoc(t, &made[k], e, expressions->items[k]);
		}
		open_tally(t, rd, e);
	}
}
