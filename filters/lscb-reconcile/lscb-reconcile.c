/* SPDX-License-Identifier: MIT */
/*
 * Sets figures that were published beside ours and says why they differ.
 *
 * In: a table of published figures; by --counts a table of lscb-indicators;
 * older ones by --before.  Out: a row for each figure that is not ours, with the
 * reason that was found by computing; or a text for officers.  Rejected:
 * figures that cannot be read, or stand there twice.  Holds all tables.
 */
#include <stdlib.h>
#include <string.h>

#include "reconcile.h"

struct opts {
	const char *counts;		/* --counts: our table */
	struct tool_list before;	/* --before: ours as it was */
	const char *populations;	/* --populations */
	bool all;			/* --all: those that agree as well */
	const char *format;		/* --format: csv, text, markdown */
	const char *lang;		/* --lang: en, cy */
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 0, "counts", OPT_TEXT, &opts.counts, "FILE",
	    "our counts, from lscb-indicators; - is standard input" },
	{ 0, "before", OPT_LIST, &opts.before, "FILE",
	    "our counts as they were then: finds late records" },
	{ 0, "populations", OPT_TEXT, &opts.populations, "FILE",
	    "population estimates: finds another year's" },
	{ 0, "all", OPT_FLAG, &opts.all, NULL,
	    "figures that agree as well" },
	{ 0, "format", OPT_TEXT, &opts.format, "FORMAT",
	    "csv (default), text or markdown" },
	{ 0, "lang", OPT_TEXT, &opts.lang, "LANG",
	    "of text and markdown: en (default) or cy" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-reconcile",
	.summary = "say why published figures are not ours",
	.synopsis = "--counts FILE [--before FILE] [--populations FILE]\n"
	    "                      [--all] [--format FORMAT] [--lang LANG] "
	    "[FILE...]",
	.examples =
	    "lscb-reconcile --counts counts.csv sent.csv\n"
	    "lscb-reconcile --counts counts.csv --before "
	    "nights/2015-04-20/counts.csv sent.csv\n"
	    "lscb-reconcile --counts counts.csv --format text sent.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY
};

enum format { FORMAT_CSV, FORMAT_TEXT, FORMAT_MARKDOWN };

static enum format
read_format(void)
{
	static const char *const names[] = { "csv", "text", "markdown" };

	if (opts.format == NULL)
		return FORMAT_CSV;
	for (int i = 0; i < 3; i++)
		if (strcmp(opts.format, names[i]) == 0)
			return (enum format)i;
	tool_usage("--format wants csv, text or markdown");
}

static bool
read_lang(enum format format)
{
	if (opts.lang == NULL)
		return false;
	if (format == FORMAT_CSV)
		tool_usage("--lang goes with --format text or markdown: "
		    "csv has no words");
	if (strcmp(opts.lang, "en") != 0 && strcmp(opts.lang, "cy") != 0)
		tool_usage("--lang wants en or cy");
	return opts.lang[0] == 'c';
}

/* Standard input can be read once. */
static void
check_inputs(const struct tool_run *run)
{
	size_t n = strcmp(opts.counts, "-") == 0;

	n += run->n_files == 0;
	for (size_t i = 0; i < run->n_files; i++)
		n += strcmp(run->files[i], "-") == 0;
	for (size_t i = 0; i < opts.before.n; i++)
		n += strcmp(opts.before.items[i], "-") == 0;
	n += opts.populations != NULL && strcmp(opts.populations, "-") == 0;
	if (n > 1)
		tool_usage("only one table can come from standard input: "
		    "name the others");
}

static void
read_tables(struct work *w, const struct tool_run *run)
{
	const char *all[] = { "all" };
	struct reader *rd;
	struct err err;

	if (indicators_read(&w->set, run->library, all, 1, &err) != 0)
		tool_die(&err);
	if (opts.populations != NULL && populations_read(&w->populations,
	    opts.populations, &err) != 0)
		tool_die(&err);
	w->populations_file = opts.populations;
	counts_read(&w->ours, opts.counts);
	w->n_before = opts.before.n;
	w->before = tool_need(calloc(w->n_before + 1, sizeof(*w->before)));
	for (size_t i = 0; i < w->n_before; i++)
		counts_read(&w->before[i], opts.before.items[i]);
	if (rd_open(&rd, run->files, run->n_files, NULL, &err) != 0)
		tool_die(&err);
	figures_read(w, rd);
	rd_close(rd);
	stats_add(run->stats, STATS_USED, NULL, w->published.n);
}

/* --- what was not published ---------------------------------------------- */

/* The periods of one length that an indicator was published for. */
struct span {
	date from, to;		/* first and last close */
	int step;		/* months that lie between closes, or a
				 * divisor of all of them; 0: there is one */
};

struct spans {
	struct table *keys;
	struct span *v;
	size_t cap;
	bool *met;		/* per row of ours: it was published */
};

static size_t
span_key(struct table *t, bool add, const char *id, const char *by, date start,
    date end, int *added)
{
	struct buf b = { 0 };
	size_t i;

	if (buf_printf(&b, "%s%c%s%c%d", id, 0, by, 0,
	    date_months(start, end + 1)) != 0)
		tool_need(NULL);
	i = add ? table_add(t, b.p, b.n, added) : table_find(t, b.p, b.n);
	buf_free(&b);
	if (add && i == SIZE_MAX)
		tool_need(NULL);
	return i;
}

static int
months_between(date a, date b)
{
	int y1, m1, y2, m2, d;

	date_split(a, &y1, &m1, &d);
	date_split(b, &y2, &m2, &d);
	return (y2 - y1) * 12 + m2 - m1;
}

static int
common_divisor(int a, int b)
{
	while (b != 0) {
		int rest = a % b;

		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

static void
note_span(struct spans *s, const struct counts *ours, const struct finding *f)
{
	int added;
	size_t i;

	if (f->row == NULL)
		return;
	s->met[f->row - ours->v] = true;
	i = span_key(s->keys, true, f->row->indicator, f->row->by,
	    f->row->start, f->row->end, &added);
	if (added) {
		s->v = tool_need(grow(s->v, i, &s->cap, sizeof(*s->v)));
		s->v[i] = (struct span){ f->row->end, f->row->end, 0 };
		return;
	}
	s->v[i].step = common_divisor(s->v[i].step,
	    months_between(s->v[i].from, f->row->end));
	if (f->row->end < s->v[i].from)
		s->v[i].from = f->row->end;
	else if (f->row->end > s->v[i].to)
		s->v[i].to = f->row->end;
}

static bool
not_published(const struct spans *s, const struct counts *ours, size_t row)
{
	const struct row *r = &ours->v[row];
	int step = months_between(r->start, r->end) + 1;
	size_t i;

	if (s->met[row] || strcmp(r->status, "na") == 0)
		return false;
	i = span_key(s->keys, false, r->indicator, r->by, r->start, r->end,
	    NULL);
	if (i == SIZE_MAX)
		return false;
	/* Years that were published say nothing of windows between them. */
	if (s->v[i].step > 0 && s->v[i].step < step)
		step = s->v[i].step;
	return r->end >= s->v[i].from && r->end <= s->v[i].to &&
	    months_between(s->v[i].from, r->end) % step == 0;
}

/* --- all ----------------------------------------------------------------- */

struct outlet {
	struct writer *wr;
	struct page *page;	/* NULL: CSV */
};

static void
put(const struct outlet *o, const struct work *w, const struct finding *f)
{
	if (o->page != NULL)
		page_finding(o->page, f);
	else if (opts.all || f->reason != WHY_SAME)
		output_finding(o->wr, w, f);
}

static bool
compare_all(const struct work *w, const struct outlet *o)
{
	struct spans s = { .keys = tool_need(table_new()) };
	bool differs = false;

	s.met = tool_need(calloc(w->ours.n + 1, sizeof(*s.met)));
	for (size_t i = 0; i < w->published.n; i++) {
		struct finding f;

		explain(w, &w->published.v[i], &f);
		note_span(&s, &w->ours, &f);
		differs |= f.reason != WHY_SAME;
		put(o, w, &f);
	}
	for (size_t i = 0; i < w->ours.n; i++) {
		const struct row *r = &w->ours.v[i];
		struct finding f = { .row = r, .ours = r->c,
			.start = r->start, .end = r->end,
			.reason = WHY_NOT_PUBLISHED };

		if (!not_published(&s, &w->ours, i))
			continue;
		differs = true;
		put(o, w, &f);
	}
	table_free(s.keys);
	free(s.v);
	free(s.met);
	return differs;
}

static void
work_free(struct work *w)
{
	figures_free(&w->published);
	counts_free(&w->ours);
	for (size_t i = 0; i < w->n_before; i++)
		counts_free(&w->before[i]);
	free(w->before);
	populations_free(w->populations);
	indicators_free(&w->set);
	free(opts.before.items);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	enum format format = read_format();
	bool welsh = read_lang(format), differs;
	struct outlet o = { 0 };
	struct work w = { 0 };
	int status;

	if (opts.counts == NULL)
		tool_usage("--counts FILE is missing: what is to be compared?");
	check_inputs(run);
	read_tables(&w, run);
	if (format != FORMAT_CSV)
		o.page = page_open(run->library, welsh,
		    format == FORMAT_MARKDOWN, opts.all, &w);
	o.wr = tool_output();
	if (o.page == NULL)
		output_header(o.wr);
	differs = compare_all(&w, &o);
	if (o.page != NULL)
		page_close(o.page, o.wr);
	work_free(&w);
	status = tool_finish();
	return status == STATUS_OK && differs ? STATUS_NO : status;
}
