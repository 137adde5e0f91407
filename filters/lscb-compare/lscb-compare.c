/* SPDX-License-Identifier: MIT */
/*
 * Puts published figures of other areas behind a table of counts.
 *
 * In: counts as lscb-indicators writes them; tables of comparators and of
 * neighbours from the library or the officer.  Out: the same rows and columns,
 * then figure,source,caveat; behind them a row by @comparator for each figure
 * of the areas asked for that goes with a period there is a row of.  Rejected:
 * periods that are none.  Streams; holds the comparators, and an entry per
 * indicator and period.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

struct opts {
	struct tool_list comparators;	/* --comparators: further tables */
	struct tool_list areas;		/* --area, in the order shown */
	struct tool_list neighbours_of;	/* --neighbours-of */
	const char *neighbours;		/* --neighbours: that table */
	const char *kind;		/* --kind of neighbours */
	bool loosely;			/* --loosely */
	const char *left_out;		/* --left-out: the others, and why */
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 0, "area", OPT_LIST, &opts.areas, "NAME",
	    "show the figures of this area" },
	{ 0, "neighbours-of", OPT_LIST, &opts.neighbours_of, "NAME",
	    "show those of this area's neighbours" },
	{ 0, "kind", OPT_TEXT, &opts.kind, "KIND",
	    "of neighbours: border (default), region ..." },
	{ 0, "comparators", OPT_LIST, &opts.comparators, "FILE",
	    "a table of your own, before the library's" },
	{ 0, "neighbours", OPT_TEXT, &opts.neighbours, "FILE",
	    "who is a neighbour, instead of the library's" },
	{ 0, "loosely", OPT_FLAG, &opts.loosely, NULL,
	    "also what can be compared in part only, and numbers" },
	{ 0, "left-out", OPT_TEXT, &opts.left_out, "FILE",
	    "the figures that are not shown, and why" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-compare",
	.summary = "put figures of other areas beside counts",
	.synopsis = "--area NAME [--neighbours-of NAME] [--kind KIND]\n"
	    "                    [--comparators FILE] [--neighbours FILE] "
	    "[--loosely]\n"
	    "                    [--left-out FILE] [FILE...]",
	.examples =
	    "lscb-compare --area Wales counts.csv\n"
	    "lscb-compare --area Wales --neighbours-of Conwy counts.csv\n"
	    "lscb-compare --loosely --area Wales --area England "
	    "--left-out not-shown.csv counts.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY
};

enum {
	INDICATOR, START, END, BY, GROUP, NUMERATOR, DENOMINATOR, N_NEEDED,
	STATUS = N_NEEDED, N_COLUMNS
};

static const char *const columns[N_COLUMNS] = {
	"indicator", "start", "end", "by", "group", "numerator", "denominator",
	"status"
};

static const char *const appended[] = { "figure", "source", "caveat" };
enum { FIGURE, SOURCE, CAVEAT, N_APPENDED };

struct state {
	struct reader *rd;
	int at[N_COLUMNS];
	struct indicators set;
	struct comparators all;
	struct areas areas;
	struct table *ids;	/* our indicators, in order of appearance */
	struct series *series;
	size_t cap;
	struct table *windows;	/* each indicator and period once */
	struct writer *left;	/* --left-out, or NULL */
};

/* --- our rows ------------------------------------------------------------ */

static struct series *
series_of(struct state *s, struct field id)
{
	struct series *x;
	int added;
	size_t i = table_add(s->ids, id.p, id.n, &added);

	if (i == SIZE_MAX)
		tool_need(NULL);
	if (!added)
		return &s->series[i];
	s->series = tool_need(grow(s->series, i, &s->cap,
	    sizeof(*s->series)));
	x = &s->series[i];
	memset(x, 0, sizeof(*x));
	x->ind = indicators_find(&s->set, id.p, id.n);
	return x;
}

static void
note_window(struct state *s, struct field id, date start, date end)
{
	struct buf key = { 0 };
	struct series *x;
	int added;

	if (buf_printf(&key, "%d %d ", start, end) != 0 ||
	    buf_add(&key, id.p, id.n) != 0 ||
	    table_add(s->windows, key.p, key.n, &added) == SIZE_MAX)
		tool_need(NULL);
	buf_free(&key);
	if (!added)
		return;
	x = series_of(s, id);
	x->v = tool_need(grow(x->v, x->n, &x->cap, sizeof(*x->v)));
	x->v[x->n++] = (struct window){ start, end };
}

static bool
read_day(const struct state *s, const struct rec *rec, int column, date *d)
{
	struct field f = rec->f[s->at[column]];

	*d = date_parse(f.p, f.n);
	if (*d == DATE_NONE)
		tool_reject(rec, columns[column], "bad-date",
		    "want YYYY-MM-DD");
	return *d != DATE_NONE;
}

static void
pass_row(struct state *s, struct writer *wr, const struct rec *rec,
    struct stats *stats)
{
	date start, end;

	if (!read_day(s, rec, START, &start) || !read_day(s, rec, END, &end))
		return;
	if (start > end) {
		tool_reject(rec, "end", "end-before-start",
		    "the period ends before it begins");
		return;
	}
	if (rec->f[s->at[BY]].n == 0)
		note_window(s, rec->f[s->at[INDICATOR]], start, end);
	for (size_t i = 0; i < rec->n; i++)
		wr_field(wr, rec->f[i].p, rec->f[i].n);
	for (int i = 0; i < N_APPENDED; i++)
		wr_str(wr, "");
	wr_end(wr);
	stats_add(stats, STATS_USED, NULL, 1);
}

/* --- theirs -------------------------------------------------------------- */

static void
add_words(struct buf *b, const char *before, const char *text)
{
	if (text[0] == '\0')
		return;
	if (buf_puts(b, b->n > 0 ? "; " : "") != 0 ||
	    buf_puts(b, before) != 0 || buf_puts(b, text) != 0)
		tool_need(NULL);
}

/* All there is to be said against the figure. */
static void
caveat_of(const struct choice *x, struct buf *b)
{
	b->n = 0;
	if (x->part)
		add_words(b, "", "of an indicator of which this is one part");
	add_words(b, "", x->c->why);
	add_words(b, "break: ", x->c->breaks);
	add_words(b, "", x->c->caveat);
	if (x->c->trust == 0)
		add_words(b, "", x->c->confidence);
}

/* A number is its own numerator. */
static const char *
numerator_of(const struct choice *x, const struct indicator *ind)
{
	if (ind->unit == UNIT_COUNT && x->c->numerator[0] == '\0')
		return x->c->value;
	return x->c->numerator;
}

static void
write_comparator(const struct state *s, struct writer *wr,
    const struct series *own, const struct choice *x, const struct buf *caveat)
{
	const struct comparator *c = x->c;
	const char *texts[N_COLUMNS];
	char start[11], end[11];
	bool known;
	size_t n = rd_header(s->rd)->n;

	date_format(x->start, start);
	date_format(c->end, end);
	texts[INDICATOR] = own->ind->id;
	texts[START] = start;
	texts[END] = end;
	texts[BY] = "@comparator";
	texts[GROUP] = c->area;
	texts[NUMERATOR] = numerator_of(x, own->ind);
	texts[DENOMINATOR] = own->ind->unit == UNIT_COUNT ? "" :
	    c->denominator;
	texts[STATUS] = "ok";
	known = texts[NUMERATOR][0] != '\0' && (own->ind->unit == UNIT_COUNT ||
	    texts[DENOMINATOR][0] != '\0');
	for (size_t i = 0; i < n; i++) {
		int k = 0;

		while (k < N_COLUMNS && s->at[k] != (int)i)
			k++;
		wr_str(wr, k < N_COLUMNS ? texts[k] : "");
	}
	wr_str(wr, known ? "" : c->value);
	wr_str(wr, c->source);
	wr_field(wr, caveat->p, caveat->n);
	wr_end(wr);
}

static void
write_left(const struct state *s, const struct series *own,
    const struct choice *x)
{
	const struct comparator *c = x->c;
	char day[11];

	wr_str(s->left, own->ind->id);
	wr_str(s->left, c->area);
	for (int i = 0; i < 2; i++) {
		date d = i == 0 ? c->start : c->end;

		if (d != DATE_NONE)
			date_format(d, day);
		wr_str(s->left, d == DATE_NONE ? "" : day);
	}
	wr_str(s->left, c->measure);
	wr_str(s->left, c->unit);
	wr_str(s->left, c->value);
	wr_str(s->left, left_name(x->left));
	wr_str(s->left, x->part && c->why[0] == '\0' ?
	    "of an indicator of which this is one part" : c->why);
	wr_str(s->left, c->source);
	wr_end(s->left);
}

static void
write_all(struct state *s, struct writer *wr)
{
	struct choices choices = { 0 };
	struct buf caveat = { 0 };

	for (size_t i = 0; i < table_count(s->ids); i++) {
		choose(&s->all, &s->areas, &s->series[i], opts.loosely,
		    &choices);
		for (size_t k = 0; k < choices.n && !wr_failed(wr); k++)
			if (choices.v[k].left == LEFT_NOT) {
				caveat_of(&choices.v[k], &caveat);
				write_comparator(s, wr, &s->series[i],
				    &choices.v[k], &caveat);
			} else if (s->left != NULL) {
				write_left(s, &s->series[i], &choices.v[k]);
			}
	}
	free(choices.v);
	buf_free(&caveat);
}

/* --- all ----------------------------------------------------------------- */

static const char *
library_file(const struct tool_run *run, struct arena *mem, const char *name)
{
	char path[1024];
	int n = snprintf(path, sizeof(path), "%s/comparators/%s",
	    run->library, name);

	if (n < 0 || (size_t)n >= sizeof(path))
		tool_refuse(STATUS_CONFIG, NULL, 0, NULL, "bad-library",
		    "the library's path is too long");
	return tool_need(arena_strdup(mem, path));
}

/* Does any figure come from there, or is it somebody's neighbour? */
static void
check_area(const struct state *s, const char *name)
{
	struct areas known = { 0 };
	const char *near;

	for (size_t i = 0; i < s->all.n; i++)
		areas_add(&known, s->all.v[i].area);
	for (size_t i = 0; i < known.n; i++)
		if (strcmp(known.v[i], name) == 0) {
			free(known.v);
			return;
		}
	near = near_miss(name, known.v, known.n);
	if (near != NULL)
		tool_usage("no comparator has the area '%s'; did you mean "
		    "'%s'?", name, near);
	tool_usage("no comparator has the area '%s'", name);
}

static void
read_areas(struct state *s, const struct tool_run *run)
{
	const char *kind = opts.kind != NULL ? opts.kind : "border";
	const char *table = opts.neighbours != NULL ? opts.neighbours :
	    library_file(run, &s->all.mem, "neighbours.csv");
	struct err err;

	if (opts.areas.n == 0 && opts.neighbours_of.n == 0)
		tool_usage("whose figures? want --area or --neighbours-of");
	if ((opts.kind != NULL || opts.neighbours != NULL) &&
	    opts.neighbours_of.n == 0)
		tool_usage("--kind and --neighbours go with --neighbours-of");
	for (size_t i = 0; i < opts.areas.n; i++) {
		check_area(s, opts.areas.items[i]);
		areas_add(&s->areas, opts.areas.items[i]);
	}
	for (size_t i = 0; i < opts.neighbours_of.n; i++)
		if (neighbours_add(&s->areas, &s->all.mem, table,
		    opts.neighbours_of.items[i], kind, &err) != 0)
			tool_die(&err);
}

static void
read_tables(struct state *s, const struct tool_run *run)
{
	const char *all[] = { "all" };
	struct err err;

	if (indicators_read(&s->set, run->library, all, 1, &err) != 0)
		tool_die(&err);
	for (size_t i = 0; i < opts.comparators.n; i++)
		if (comparators_read(&s->all, opts.comparators.items[i],
		    &err) != 0)
			tool_die(&err);
	if (comparators_read(&s->all, library_file(run, &s->all.mem,
	    "figures.csv"), &err) != 0)
		tool_die(&err);
	read_areas(s, run);
}

static void
open_rows(struct state *s, const struct tool_run *run)
{
	struct err err;

	s->ids = tool_need(table_new());
	s->windows = tool_need(table_new());
	if (rd_open(&s->rd, run->files, run->n_files, NULL, &err) != 0)
		tool_die(&err);
	for (int i = 0; i < N_COLUMNS; i++) {
		s->at[i] = i < N_NEEDED ? rd_need(s->rd, columns[i], &err) :
		    rd_col(s->rd, columns[i]);
		if (s->at[i] < 0 && i < N_NEEDED)
			tool_die(&err);
	}
	for (int i = 0; i < N_APPENDED; i++)
		if (rd_col(s->rd, appended[i]) >= 0)
			tool_refuse(STATUS_DATA, rd_name(s->rd), 1,
			    appended[i], "column-twice", "there is a column of "
			    "this name already; has the table been through "
			    "lscb-compare?");
}

static void
run_all(struct state *s, struct writer *wr, struct stats *stats)
{
	const struct rec *rec = rd_header(s->rd);

	for (size_t i = 0; i < rec->n; i++)
		wr_field(wr, rec->f[i].p, rec->f[i].n);
	for (int i = 0; i < N_APPENDED; i++)
		wr_str(wr, appended[i]);
	wr_end(wr);
	while (!wr_failed(wr) && (rec = tool_next(s->rd)) != NULL)
		pass_row(s, wr, rec, stats);
	write_all(s, wr);
}

static void
state_free(struct state *s)
{
	for (size_t i = 0; i < table_count(s->ids); i++)
		free(s->series[i].v);
	free(s->series);
	free(s->areas.v);
	table_free(s->ids);
	table_free(s->windows);
	comparators_free(&s->all);
	indicators_free(&s->set);
	rd_close(s->rd);
	free(opts.areas.items);
	free(opts.neighbours_of.items);
	free(opts.comparators.items);
}

int
main(int argc, char **argv)
{
	static const char *const left[] = { "indicator", "area", "start",
	    "end", "measure", "unit", "value", "reason", "why", "source" };
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct state s = { 0 };
	struct writer *wr;

	read_tables(&s, run);
	open_rows(&s, run);
	wr = tool_output();
	if (opts.left_out != NULL) {
		s.left = tool_output_also(opts.left_out, OUT_PUBLIC);
		wr_header(s.left, left, sizeof(left) / sizeof(*left));
	}
	run_all(&s, wr, run->stats);
	state_free(&s);
	return tool_finish();
}
