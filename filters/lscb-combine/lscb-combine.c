/* SPDX-License-Identifier: MIT */
/*
 * Adds up the counts of the shards of one history.
 *
 * In: tables as lscb-indicators writes them, in files of their own or one behind
 * the other, each with its header.  Out: one such table, as lscb-indicators
 * would have written it of the whole.  Refused, all of it: other columns, a row
 * that cannot be read or does not go with those before it, an indicator whose
 * definition is not there.  There is no quarantine: a sum that lacks a row is
 * a wrong number.  Holds an entry per row of the output.
 */
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "sums.h"
#include "tool.h"

enum { STATUS_COLUMN = 9, N_COLUMNS };
static const char *const names[N_COLUMNS] = {
	"indicator", "start", "end", "by", "group", "numerator", "denominator",
	"censored", "unmatched", "status"
};

struct opts {
	struct tool_list indicators;	/* -i */
	size_t shards;			/* 0: not asked */
};

/* What the reading of rows needs. */
struct state {
	struct reader *rd;
	int at[N_COLUMNS];
	struct indicators set;
	const struct indicator *last;	/* the definition looked up last */
	size_t tables;			/* begun so far */
	size_t file;			/* the last row's, and ... */
	size_t files;			/* ... how many there are */
	struct sums *sums;
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 'i', "indicator", OPT_LIST, &opts.indicators, "NAME",
	    "as given to lscb-indicators; default all" },
	{ 0, "shards", OPT_SIZE, &opts.shards, "N",
	    "there must be so many tables, every total in each" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-combine",
	.summary = "add up the counts of the shards of one history",
	.synopsis = "[-i NAME]... [--shards N] [FILE...]",
	.examples =
	    "lscb-combine --shards 3 counts-1 counts-2 counts-3\n"
	    "cat counts-* | lscb-combine | lscb-limits | lscb-report\n",
	.options = options,
	.flags = TOOL_LIBRARY
};

_Noreturn static void
refuse(const struct rec *rec, const char *column, const char *code,
    const char *text)
{
	tool_refuse(STATUS_DATA, rec->file, rec->line, column, code, text);
}

/* Exactly the columns of counts: of any others it is not known what they are. */
static void
find_columns(struct state *s)
{
	const struct rec *header = rd_header(s->rd);
	struct err err;

	if (rd_col(s->rd, "value") >= 0)
		tool_refuse(STATUS_DATA, rd_name(s->rd), header->line, "value",
		    "not-additive", "has been through lscb-limits, and values "
		    "do not add up: combine the counts, then lscb-limits");
	for (int i = 0; i < N_COLUMNS; i++)
		if ((s->at[i] = rd_need(s->rd, names[i], &err)) < 0)
			tool_die(&err);
	for (size_t i = 0; i < header->n; i++) {
		bool known = false;

		for (int k = 0; k < N_COLUMNS; k++)
			known = known || (size_t)s->at[k] == i;
		if (!known) {
			rd_unknown(s->rd, i, "counts have the ten columns of "
			    "lscb-indicators and no others", &err);
			tool_die(&err);
		}
	}
}

/* One of -e: expression, expression-2 ... */
static bool
is_expression(struct field id)
{
	static const char made[] = "expression";
	size_t n = sizeof(made) - 1;
	uint64_t number;

	if (id.n < n || memcmp(id.p, made, n) != 0)
		return false;
	return id.n == n || (id.p[n] == '-' &&
	    num_uint(id.p + n + 1, id.n - n - 1, &number));
}

/* NULL: of -e, which is never of a population. */
static const struct indicator *
definition_of(struct state *s, const struct rec *rec)
{
	struct field id = rec->f[s->at[INDICATOR]];

	if (s->last != NULL && field_eq(id, s->last->id))
		return s->last;
	s->last = indicators_find(&s->set, id.p, id.n);
	if (s->last == NULL && !is_expression(id))
		refuse(rec, "indicator", "no-definition", "there is no "
		    "definition of this indicator, so it is not known what "
		    "adds up: give its .rec with -i");
	return s->last;
}

static void
check_days(const struct state *s, const struct rec *rec)
{
	for (int i = START; i <= END; i++) {
		struct field f = rec->f[s->at[i]];

		if (date_parse(f.p, f.n) == DATE_NONE)
			refuse(rec, names[i], "bad-date", "want YYYY-MM-DD");
	}
}

/*
 * Means can be of what is below nought; how many rows there are cannot.  Of a
 * measure of -e it is seen later what it is.
 */
static bool
may_be_negative(const struct figure *f)
{
	return (f->ind == NULL || f->ind->unit_what != NULL) &&
	    !sums_of_value(f->part[BY]);
}

static exact
read_exact(const struct rec *rec, struct field f, const char *column,
    bool may)
{
	exact v;

	if (!exact_read(f, &v))
		refuse(rec, column, "not-a-count", "want a number that is not "
		    "below nought, with nine places at most");
	if (v < 0 && !may)
		refuse(rec, column, "negative-count",
		    "a count is never below nought");
	return v;
}

static int64_t
read_count(const struct rec *rec, struct field f, const char *column)
{
	int64_t v;

	if (!num_int(f.p, f.n, &v))
		refuse(rec, column, "not-a-count", "want a whole number");
	if (v < 0)
		refuse(rec, column, "negative-count",
		    "a count is never below nought");
	return v;
}

static void
read_numbers(const struct state *s, const struct rec *rec, struct figure *f)
{
	struct field top = rec->f[s->at[5]], bottom = rec->f[s->at[6]];
	struct field censored = rec->f[s->at[7]], lost = rec->f[s->at[8]];

	f->numerator = read_exact(rec, top, names[5], may_be_negative(f));
	f->has_denominator = bottom.n > 0;
	if (f->has_denominator)
		f->denominator = read_exact(rec, bottom, names[6], false);
	f->censored = read_count(rec, censored, names[7]);
	f->has_unmatched = lost.n > 0;
	if (f->has_unmatched)
		f->unmatched = read_count(rec, lost, names[8]);
}

static void
read_status(const struct state *s, const struct rec *rec, struct figure *f)
{
	struct field status = rec->f[s->at[STATUS_COLUMN]];

	f->available = !field_eq(status, "na");
	f->stale = field_eq(status, "stale");
	if (f->available && !f->stale && !field_eq(status, "ok"))
		refuse(rec, names[STATUS_COLUMN], "bad-code",
		    "want ok, stale or na");
}

static void
add_row(struct state *s, const struct rec *rec)
{
	struct figure f = { 0 };
	struct err err;

	for (int i = 0; i < N_PARTS; i++)
		f.part[i] = rec->f[s->at[i]];
	f.ind = definition_of(s, rec);
	check_days(s, rec);
	read_numbers(s, rec, &f);
	read_status(s, rec, &f);
	f.table = s->tables;
	f.file = rec->file_number;
	f.line = rec->line;
	if (sums_add(s->sums, &f, &err) != 0) {
		err_at(&err, rec->file, err.line, NULL);
		tool_die(&err);
	}
}

static void
read_all(struct state *s, struct stats *stats)
{
	const struct rec *rec;
	size_t used = 0, headers = 0;

	s->tables = 1;
	while ((rec = tool_next(s->rd)) != NULL) {
		/* Each file begins one, also those that are a header alone. */
		s->tables += rec->file_number - s->file;
		s->file = rec->file_number;
		if (rd_is_header(s->rd, rec)) {
			s->tables++;
			headers++;
			continue;
		}
		add_row(s, rec);
		used++;
	}
	s->tables += s->files - 1 - s->file;
	stats_add(stats, STATS_USED, NULL, used);
	stats_add(stats, STATS_DROPPED, "header", headers);
}

static void
settle(struct state *s, const struct tool_run *run)
{
	struct err err;
	size_t file;

	if (opts.shards > 0 && s->tables != opts.shards)
		tool_refuse(STATUS_DATA, NULL, 0, NULL, "not-so-many", "the "
		    "number of tables is not that of --shards: one is missing, "
		    "or there twice");
	if (sums_settle(s->sums, opts.shards, &file, &err) == 0)
		return;
	if (err.status == STATUS_DATA)
		err_at(&err, run->n_files == 0 ? "-" : run->files[file],
		    err.line, NULL);
	tool_die(&err);
}

int
main(int argc, char **argv)
{
	static const char *const all[] = { "all" };
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct state s = { 0 };
	struct writer *wr;
	struct err err;

	if (rd_open(&s.rd, run->files, run->n_files, NULL, &err) != 0)
		tool_die(&err);
	s.files = run->n_files == 0 ? 1 : run->n_files;
	find_columns(&s);
	if (indicators_read(&s.set, run->library, opts.indicators.n == 0 ?
	    all : opts.indicators.items, opts.indicators.n == 0 ? 1 :
	    opts.indicators.n, &err) != 0)
		tool_die(&err);
	s.sums = tool_need(sums_new());
	read_all(&s, run->stats);
	settle(&s, run);
	rd_close(s.rd);
	wr = tool_output();
	wr_header(wr, names, N_COLUMNS);
	if (sums_write(s.sums, wr, &err) != 0)
		tool_die(&err);
	sums_free(s.sums);
	indicators_free(&s.set);
	return tool_finish();
}
