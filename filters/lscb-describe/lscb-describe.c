/* SPDX-License-Identifier: MIT */
/*
 * Shows indicators in full, for people.  In: definitions of the library, by name
 * or path, and its labels.  Out: text, Markdown or HTML, in English or Welsh, in
 * the order named.  Rejected: a definition that cannot be read, an expression that
 * is none.  Holds the definitions and the page, which is written only when all of
 * it is sound.
 */
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "tool.h"

static struct opts {
	const char *format, *lang;
} opts = { .format = "text", .lang = "en" };

static const struct tool_option options[] = {
	{ 0, "format", OPT_TEXT, &opts.format, "FORMAT",
	    "text (default), markdown or html" },
	{ 0, "lang", OPT_TEXT, &opts.lang, "en|cy",
	    "language of the labels; en" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-describe",
	.summary = "show an indicator in full",
	.synopsis = "[--format FORMAT] [--lang en|cy] ID...",
	.examples =
	    "lscb-describe cpr-second\n"
	    "lscb-describe --lang cy cpr-second cpr-two-years-ended\n"
	    "lscb-describe --format html -o library.html all\n",
	.options = options,
	.flags = TOOL_LIBRARY
};

static enum format
format_of(const char *name)
{
	static const char *const names[] = {
		[FORMAT_TEXT] = "text", [FORMAT_MARKDOWN] = "markdown",
		[FORMAT_HTML] = "html"
	};

	for (int i = FORMAT_TEXT; i <= FORMAT_HTML; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum format)i;
	tool_usage("--format wants text, markdown or html");
}

/* The indicator it is read with; NULL: none, or not in the library. */
static struct indicator *
pair_of(const struct indicator *ind, const char *library)
{
	struct indicator *pair;
	struct err err;
	char path[1024];

	if (ind->pair == NULL || !plain_name(ind->pair) ||
	    library_find(library, "indicators", ind->pair, path, sizeof(path),
	    &err) == -1)
		return NULL;
	if (indicator_read(&pair, library, ind->pair, &err) == -1)
		tool_die(&err);
	return pair;
}

/* The page, whole; what the labels lack is found here. */
static void
compose(struct buf *page, struct words *w, const struct indicators *set,
    const char *library)
{
	struct description *d = tool_need(calloc(set->n + 1, sizeof(*d)));
	struct needs *needs = tool_need(calloc(set->n + 1, sizeof(*needs)));
	struct indicator **pairs = tool_need(calloc(set->n + 1,
	    sizeof(*pairs)));
	struct known known;
	struct err err;

	if (known_open(&known, library, NULL, 0, &err) == -1)
		tool_die(&err);
	for (size_t i = 0; i < set->n; i++) {
		if (needs_find(&needs[i], set->v[i], &known, &err) == -1)
			tool_die(&err);
		pairs[i] = pair_of(set->v[i], library);
		describe(&d[i], w, set->v[i], pairs[i], &needs[i]);
		if (d[i].no_memory)
			tool_need(NULL);
	}
	if (page_write(page, format_of(opts.format), w, d, set->n) == -1)
		tool_need(NULL);
	if (words_check(w, &err) == -1)
		tool_die(&err);
	for (size_t i = 0; i < set->n; i++) {
		description_free(&d[i]);
		needs_free(&needs[i]);
		indicator_free(pairs[i]);
	}
	known_close(&known);
	free(d);
	free(needs);
	free(pairs);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	const char *const *names = (const char *const *)run->files;
	size_t n = run->n_files;
	struct indicators set = { 0 };
	struct buf page = { 0 };
	struct words w;
	struct err err;
	char *t;

	(void)format_of(opts.format);
	if (strcmp(opts.lang, "en") != 0 && strcmp(opts.lang, "cy") != 0)
		tool_usage("--lang wants en or cy");
	if (n == 0)
		tool_usage("say which indicator: ID, or all");
	run->n_files = 0;	/* definitions: -o takes the place of none */
	if (words_open(&w, run->library, opts.lang, &err) == -1 ||
	    indicators_read(&set, run->library, names, n, &err) == -1)
		tool_die(&err);
	compose(&page, &w, &set, run->library);
	t = wr_room(tool_output(), page.n);
	if (t != NULL) {
		memcpy(t, page.p, page.n);
		wr_took(run->writer, page.n);
	}
	stats_add(run->stats, STATS_READ, NULL, set.n);
	stats_add(run->stats, STATS_USED, NULL, set.n);
	buf_free(&page);
	indicators_free(&set);
	words_close(&w);
	return tool_finish();
}
