/* SPDX-License-Identifier: MIT */
/*
 * Lists the library of indicators.  In: LIBRARY/indicators, and the extracts that
 * say what can be counted.  Out: CSV, a row for each indicator, in the order asked
 * for, by name where none is.  Rejected: a definition that cannot be read, an
 * expression that is none.  Holds the definitions that are asked for.
 */
#include <stdio.h>
#include <string.h>

#include "needs.h"
#include "tool.h"
#include "words.h"

static struct opts {
	struct tool_list indicators;	/* none: all */
	struct tool_list extracts;	/* none: all of the library */
	const char *lang;		/* NULL: codes, as they are written */
} opts;

static const struct tool_option options[] = {
	{ 'i', "indicator", OPT_LIST, &opts.indicators, "NAME",
	    "an indicator, by name or path; default all" },
	{ 'x', "extract", OPT_LIST, &opts.extracts, "NAME",
	    "what there is to count from; default all" },
	{ 0, "lang", OPT_TEXT, &opts.lang, "en|cy",
	    "words of that language instead of codes" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-catalogue",
	.summary = "list the library of indicators",
	.synopsis = "[-i NAME]... [-x NAME]... [--lang en|cy]",
	.examples =
	    "lscb-catalogue\n"
	    "lscb-catalogue -x register -x referrals | grep ,no,\n"
	    "lscb-catalogue --lang cy -o catalogue.csv\n",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_NO_FILES
};

/*
 * A column is a key of the definition, as it is written; where the key repeats,
 * joined by a semicolon.  In words it is, code by code, of a group of labels, or
 * what a function makes of it.
 */
static const struct column {
	const char *key, *group;
	const char *(*word)(struct words *w, const struct indicator *ind);
} columns[] = {
	{ "id", NULL, NULL }, { "ref", NULL, NULL },
	{ "status", "status", NULL }, { "title", NULL, NULL },
	{ "title_cy", NULL, NULL }, { "quadrant", "quadrant", NULL }, { "unit", NULL, words_unit },
	{ "period", "grain", NULL }, { "show", NULL, words_show },
	{ "period_rule", "period-rule", NULL }, { "subjects", NULL, NULL },
	{ "direction", "direction", NULL }, { "good", NULL, words_good },
	{ "target", NULL, NULL }, { "baseline", NULL, NULL },
	{ "pair", NULL, NULL }, { "dda", "answer", NULL },
	{ "agency", "agency", NULL }, { "owner", NULL, NULL },
	{ "review", NULL, NULL }, { "welsh", "welsh", NULL },
	{ "population", NULL, words_ages }
};

/*
 * What is worked out, see needs.h: behind the first keys, in front of any prose
 * with commas in it, so that cut -d, finds it.
 */
static const char *const worked_out[] = {
	"computable", "missing_events", "missing_columns", "events", "columns"
};

enum { FIRST_KEYS = 3, KEYS = sizeof(columns) / sizeof(*columns),
	WORKED_OUT = sizeof(worked_out) / sizeof(*worked_out) };

static const char *
names(struct words *w, const struct names *n)
{
	return words_join(w, ";", n->v, n->n);
}

static const char *
cell(struct words *w, const struct column *c, const struct indicator *ind)
{
	const struct def_record *r = &ind->defs->records[0];
	const char *all = "", *value;
	size_t i, n = 0;

	for (i = 0; i < r->n; i++) {
		if (strcmp(r->fields[i].key, c->key) != 0)
			continue;
		value = r->fields[i].value;
		if (opts.lang != NULL && c->word != NULL)
			return c->word(w, ind);
		if (opts.lang != NULL && c->group != NULL)
			value = words_code(w, c->group, value);
		all = n++ == 0 ? value : words_join(w, ";",
		    (const char *[]){ all, value }, 2);
	}
	return all;
}

static void
write_row(struct words *w, struct writer *wr, const struct indicator *ind,
    const struct needs *needs)
{
	const char *row[KEYS + WORKED_OUT], *met;
	struct err err;
	size_t i, n = 0;

	for (i = 0; i < FIRST_KEYS; i++)
		row[n++] = cell(w, &columns[i], ind);
	met = needs_met(needs) ? "yes" : "no";
	row[n++] = opts.lang == NULL ? met : words_code(w, "answer", met);
	row[n++] = names(w, &needs->no_events);
	row[n++] = names(w, &needs->no_columns);
	row[n++] = names(w, &needs->events);
	row[n++] = names(w, &needs->columns);
	for (; i < KEYS; i++)
		row[n++] = cell(w, &columns[i], ind);
	/* Not before all of it could be said. */
	if (words_check(w, &err) == -1)
		tool_die(&err);
	for (i = 0; i < n; i++)
		wr_str(wr, row[i]);
	wr_end(wr);
}

static void
write_indicator(struct words *w, struct writer *wr,
    const struct indicator *ind, const struct known *known)
{
	struct needs needs;
	struct err err;

	if (needs_find(&needs, ind, known, &err) == -1)
		tool_die(&err);
	write_row(w, wr, ind, &needs);
	needs_free(&needs);
}

static void
write_header(struct writer *wr)
{
	const char *header[KEYS + WORKED_OUT];
	size_t i;

	for (i = 0; i < KEYS; i++)
		header[i < FIRST_KEYS ? i : i + WORKED_OUT] = columns[i].key;
	memcpy(header + FIRST_KEYS, worked_out, sizeof(worked_out));
	wr_header(wr, header, KEYS + WORKED_OUT);
}

int
main(int argc, char **argv)
{
	static const char *const all[] = { "all" };
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct indicators set = { 0 };
	struct words w;
	struct known known;
	struct writer *wr;
	struct err err;
	size_t i;

	if (opts.lang != NULL && strcmp(opts.lang, "en") != 0 &&
	    strcmp(opts.lang, "cy") != 0)
		tool_usage("--lang wants en or cy");
	if (words_open(&w, run->library, opts.lang == NULL ? "en" : opts.lang,
	    &err) == -1 || known_open(&known, run->library,
	    opts.extracts.items, opts.extracts.n, &err) == -1 ||
	    indicators_read(&set, run->library, opts.indicators.n == 0 ? all :
	    opts.indicators.items, opts.indicators.n == 0 ? 1 :
	    opts.indicators.n, &err) == -1)
		tool_die(&err);
	wr = tool_output();
	write_header(wr);
	for (i = 0; i < set.n; i++) {
		write_indicator(&w, wr, set.v[i], &known);
		stats_add(run->stats, STATS_READ, NULL, 1);
		stats_add(run->stats, STATS_USED, NULL, 1);
	}
	indicators_free(&set);
	known_close(&known);
	words_close(&w);
	return tool_finish();
}
