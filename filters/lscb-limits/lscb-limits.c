/* SPDX-License-Identifier: MIT */
/*
 * Turns counts into values, intervals and verdicts.
 *
 * In: any table with the columns numerator and denominator; with a column
 * indicator, each row is read as that indicator of the library.  Out: the
 * same columns, then value,low,high,centre,limit_low,limit_high,signal,verdict.
 * Rejected: counts that are no whole numbers, negative ones, a part larger
 * than its whole.  Streams, in the order of the input; holds one record and
 * the definitions.  Numbers have 17 significant digits; lscb-report rounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "indicator.h"
#include "num.h"
#include "tool.h"

/* Standard deviations on either side of a 95 % interval. */
#define Z_95 1.959963984540054
/* Above this a double no longer holds every count. */
#define COUNT_MAX (INT64_C(1) << 53)

struct opts {
	const char *indicator;	/* -i: what every row is */
	const char *unit;	/* --unit: of rows that are no indicator */
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 'i', "indicator", OPT_TEXT, &opts.indicator, "NAME",
	    "every row is this indicator, by name or path" },
	{ 0, "unit", OPT_TEXT, &opts.unit, "UNIT",
	    "of rows that are no indicator: percent (default), count, "
	    "'per N'" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-limits",
	.summary = "turn counts into values, intervals and verdicts",
	.synopsis = "[-i NAME] [--unit UNIT] [FILE...]",
	.examples =
	    "lscb-limits counts.csv\n"
	    "lscb-limits -i cpr-second counts.csv\n"
	    "lscb-limits --unit 'per 10000' rates.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY
};

static const char *const appended[] = {
	"value", "low", "high", "centre", "limit_low", "limit_high", "signal",
	"verdict"
};
enum { N_APPENDED = sizeof(appended) / sizeof(*appended) };

/* How the rows are read: what is the same for many of them. */
struct state {
	struct reader *rd;
	int numerator, denominator;
	int indicator, status;		/* -1: no such column */
	struct indicators set;
	struct indicator plain;		/* a row without a name */
	const struct indicator *last;	/* of the last name looked up */
	struct buf last_id;
};

/* One row's numbers. */
struct figure {
	const struct indicator *ind;
	int64_t numerator, denominator;
	bool has_numerator, has_denominator;
	bool available;
	bool count;			/* value is the numerator */
};

static const char *
verdict_of(const struct figure *f)
{
	const struct indicator *ind = f->ind;
	int64_t den = f->count ? 1 : f->denominator;

	if (!f->available)
		return "";
	if (ind->good_low.given) {
		if (ratio_compare(f->numerator, den, ind->per,
		    ind->good_low) < 0)
			return "too-low";
		return ratio_compare(f->numerator, den, ind->per,
		    ind->good_high) > 0 ? "too-high" : "in-range";
	}
	if (ind->target.given) {
		int d = ratio_compare(f->numerator, den, ind->per,
		    ind->target);

		return (ind->direction == DIRECTION_DOWN ? d <= 0 : d >= 0) ?
		    "met" : "not-met";
	}
	return "";
}

static void
write_double(struct writer *wr, double v)
{
	char text[40];

	snprintf(text, sizeof(text), "%.17g", v);
	wr_str(wr, text);
}

static void
write_interval(struct writer *wr, const struct figure *f)
{
	double low, high;

	if (!f->available || f->count || f->ind->unit != UNIT_PERCENT ||
	    !wilson((uint64_t)f->numerator, (uint64_t)f->denominator, Z_95,
	    &low, &high)) {
		wr_str(wr, "");
		wr_str(wr, "");
		return;
	}
	write_double(wr, 100 * low);
	write_double(wr, 100 * high);
}

static void
write_figure(struct writer *wr, const struct figure *f)
{
	if (!f->available)
		wr_str(wr, "");
	else if (f->count)
		wr_int(wr, f->numerator);
	else
		write_double(wr, (double)f->ind->per * (double)f->numerator /
		    (double)f->denominator);
	write_interval(wr, f);
	for (int i = 3; i < N_APPENDED - 1; i++)
		wr_str(wr, "");
	wr_str(wr, verdict_of(f));
}

/* A count or nothing; false when the row is rejected. */
static bool
read_count(const struct rec *rec, int at, const char *column, int64_t *out,
    bool *has)
{
	struct field f = rec->f[at];

	*has = f.n > 0;
	*out = 0;
	if (!*has)
		return true;
	if (!num_int(f.p, f.n, out))
		tool_reject(rec, column, "not-a-count",
		    "want a whole number or nothing");
	else if (*out < 0)
		tool_reject(rec, column, "negative-count",
		    "a count is never below nought");
	else if (*out > COUNT_MAX)
		tool_reject(rec, column, "too-large",
		    "larger than any count of people");
	else
		return true;
	return false;
}

/* The row's indicator; a name the library does not know is plain. */
static const struct indicator *
indicator_of(struct state *s, const struct rec *rec)
{
	struct field f;

	if (opts.indicator != NULL)
		return s->set.v[0];
	if (s->indicator < 0)
		return &s->plain;
	f = rec->f[s->indicator];
	if (s->last != NULL && field_is(f, s->last_id.p, s->last_id.n))
		return s->last;
	s->last = indicators_find(&s->set, f.p, f.n);
	if (s->last == NULL)
		s->last = &s->plain;
	s->last_id.n = 0;
	if (buf_add(&s->last_id, f.p, f.n) != 0)
		tool_need(NULL);
	return s->last;
}

static bool
read_figure(struct state *s, const struct rec *rec, struct figure *f)
{
	bool named = s->indicator >= 0 && opts.indicator == NULL;

	memset(f, 0, sizeof(*f));
	f->ind = indicator_of(s, rec);
	if (!read_count(rec, s->numerator, "numerator", &f->numerator,
	    &f->has_numerator) ||
	    !read_count(rec, s->denominator, "denominator", &f->denominator,
	    &f->has_denominator))
		return false;
	/* A count that -e made has no definition: it has no denominator. */
	f->count = f->ind->unit == UNIT_COUNT ||
	    (named && f->ind == &s->plain && opts.unit == NULL &&
	    !f->has_denominator);
	f->available = f->has_numerator && (f->count ||
	    (f->has_denominator && f->denominator > 0)) &&
	    (s->status < 0 || !field_eq(rec->f[s->status], "na"));
	/* Of nothing there is no part: not available, as it came. */
	if (!f->count && f->ind->unit == UNIT_PERCENT && f->has_numerator &&
	    f->denominator > 0 && f->numerator > f->denominator) {
		tool_reject(rec, "numerator", "above-denominator",
		    "a part cannot be larger than its whole");
		return false;
	}
	return true;
}

/* The row as it came; a figure there is none of is na. */
static void
write_row(const struct state *s, struct writer *wr, const struct rec *rec,
    const struct figure *f)
{
	for (size_t i = 0; i < rec->n; i++)
		if ((int)i == s->status && !f->available)
			wr_str(wr, "na");
		else
			wr_field(wr, rec->f[i].p, rec->f[i].n);
	write_figure(wr, f);
	wr_end(wr);
}

static void
run_all(struct state *s, struct writer *wr, struct stats *stats)
{
	const struct rec *rec = rd_header(s->rd);
	struct figure f;

	for (size_t i = 0; i < rec->n; i++)
		wr_field(wr, rec->f[i].p, rec->f[i].n);
	for (int i = 0; i < N_APPENDED; i++)
		wr_str(wr, appended[i]);
	wr_end(wr);
	while (!wr_failed(wr) && (rec = tool_next(s->rd)) != NULL)
		if (read_figure(s, rec, &f)) {
			write_row(s, wr, rec, &f);
			stats_add(stats, STATS_USED, NULL, 1);
		}
}

static void
open_state(struct state *s, const struct tool_run *run)
{
	const char *all[] = { "all" };
	struct err err;

	if (!unit_set(&s->plain, opts.unit))
		tool_usage("--unit wants percent, count or 'per N' with N up "
		    "to 1000000");
	if (rd_open(&s->rd, run->files, run->n_files, NULL, &err) != 0)
		tool_die(&err);
	s->indicator = rd_col(s->rd, "indicator");
	s->status = rd_col(s->rd, "status");
	if ((s->numerator = rd_need(s->rd, "numerator", &err)) < 0 ||
	    (s->denominator = rd_need(s->rd, "denominator", &err)) < 0)
		tool_die(&err);
	for (int i = 0; i < N_APPENDED; i++)
		if (rd_col(s->rd, appended[i]) >= 0) {
			err_set(&err, STATUS_DATA, "column-twice", "there is "
			    "a column of this name already; has the table "
			    "been through lscb-limits?");
			err_at(&err, rd_name(s->rd), 1, appended[i]);
			tool_die(&err);
		}
	if (opts.indicator != NULL)
		all[0] = opts.indicator;
	if ((opts.indicator != NULL || s->indicator >= 0) &&
	    indicators_read(&s->set, run->library, all, 1, &err) != 0)
		tool_die(&err);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct state s = { 0 };

	open_state(&s, run);
	run_all(&s, tool_output(), run->stats);
	rd_close(s.rd);
	indicators_free(&s.set);
	buf_free(&s.last_id);
	return tool_finish();
}
