/* SPDX-License-Identifier: MIT */
/*
 * Checks the library of indicators against what the board admits.  In: the
 * definitions and scorecards of a library, LIBRARY/admission.rec, the extracts
 * there are to count from.  Out: CSV, for each indicator and criterion a row for
 * each thing found, and one that says it is met if it is; then the same for scorecards.
 * Status 1 when one that is admitted does not meet a criterion.  A definition that
 * cannot be read is told like the others, and the status is 78.  Holds the library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "criteria.h"
#include "tool.h"

static struct opts {
	struct tool_list indicators;	/* none: all, and the scorecards */
	struct tool_list extracts;	/* none: all of the library */
	date date;
	const char *lang;
} opts = { .date = DATE_NONE, .lang = "en" };

static const struct tool_option options[] = {
	{ 'i', "indicator", OPT_LIST, &opts.indicators, "NAME",
	    "an indicator, by name or path; default all, and the scorecards" },
	{ 'x', "extract", OPT_LIST, &opts.extracts, "NAME",
	    "what there is to count from; default all" },
	{ 0, "date", OPT_DATE, &opts.date, "YYYY-MM-DD",
	    "reviews due before this day are past" },
	{ 0, "lang", OPT_TEXT, &opts.lang, "en|cy",
	    "language of the messages; en" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-admit",
	.summary = "check the library of indicators",
	.synopsis = "[-i NAME]... [-x NAME]... [--date YYYY-MM-DD] "
	    "[--lang en|cy]",
	.examples =
	    "lscb-admit --date 2026-03-31 | grep ,not-met,\n"
	    "lscb-admit -i ./mine.rec\n"
	    "lscb-admit -x register -x referrals --lang cy\n",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_NO_FILES
};

/* A run. */
struct admit {
	struct shelf shelf;
	struct criteria criteria;
	struct words words;
	struct writer *wr;
	struct stats *stats;
	bool refused;		/* an admitted one, or a scorecard */
	bool unreadable;
};

/* Whom a row is about. */
struct whom {
	const char *indicator;
	const char *file;
	size_t line;
	bool counts;		/* for the exit status */
};

static void
write_row(struct admit *a, const struct whom *whom,
    const struct criterion *c, enum result result, const struct finding *f)
{
	static const char *const results[] = {
		[RESULT_MET] = "met", [RESULT_NOTE] = "note",
		[RESULT_OPEN] = "open", [RESULT_NOT_MET] = "not-met"
	};
	const char *title = a->words.welsh ? c->title_cy : c->title;
	bool about = f != NULL && f->indicator[0] != '\0';
	size_t line = f == NULL ? whom->line : f->line;
	const char *message = f == NULL ? title : words(&a->words, "labelled",
	    "label", title, "text", f->message, NULL);
	struct err err;

	/* Not before all of it could be said. */
	if (words_check(&a->words, &err) == -1)
		tool_die(&err);
	wr_str(a->wr, about ? f->indicator : whom->indicator);
	wr_str(a->wr, c->id);
	wr_str(a->wr, results[result]);
	wr_str(a->wr, f == NULL ? "" : f->reason);
	wr_str(a->wr, f == NULL ? whom->file : f->file);
	if (line > 0)
		wr_uint(a->wr, line);
	else
		wr_str(a->wr, "");
	wr_str(a->wr, message);
	wr_end(a->wr);
	if (result == RESULT_NOT_MET && whom->counts)
		a->refused = true;
}

/* "no-title-cy", of the first of the keys. */
static const char *
reason_of(struct admit *a, const struct ask *ask)
{
	char text[64], *p;

	(void)snprintf(text, sizeof(text), "no-%s", ask->keys.keys[0]);
	for (p = text; *p != '\0'; p++)
		if (*p == '_')
			*p = '-';
	return tool_need(arena_strdup(&a->shelf.mem, text));
}

static void
missing_key(struct admit *a, const struct ask *ask, const struct whom *whom,
    struct findings *f)
{
	const char *keys = words_join(&a->words, ", ", ask->keys.keys,
	    ask->keys.n);

	findings_add(f, (struct finding){ .indicator = "",
	    .reason = reason_of(a, ask), .file = whom->file,
	    .line = whom->line, .message = ask->when == ALWAYS ?
	    words(&a->words, "finding-missing", "keys", keys, NULL) :
	    words(&a->words, "finding-missing-clause", "keys", keys,
	    "clause", ask->clause, NULL) });
}

/* What of it is not so. */
static void
put_ask(struct admit *a, const struct ask *ask, const struct whom *whom,
    const struct item *item, const struct card *card, struct findings *f)
{
	bool readable = item != NULL ? item->ind != NULL : card->defs != NULL;

	if (!readable && (ask->keys.n > 0 || !check_is_readable(ask->check)))
		return;
	if (readable && item != NULL &&
	    !ask_applies(ask, &item->ind->defs->records[0]))
		return;
	if (ask->keys.n == 0)
		check_run(ask->check, &a->shelf, item, card, f);
	else if (!ask_found(ask, &item->ind->defs->records[0]))
		missing_key(a, ask, whom, f);
	if (f->no_memory)
		tool_need(NULL);
}

/* Is anything asked of one that cannot be read? */
static bool
asks_readable(const struct criterion *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->asks[i].keys.n == 0 &&
		    check_is_readable(c->asks[i].check))
			return true;
	return false;
}

static void
put_criterion(struct admit *a, const struct criterion *c,
    const struct whom *whom, const struct item *item, const struct card *card)
{
	struct findings f = { 0 };
	size_t told = 0;

	for (size_t i = 0; i < c->n; i++) {
		f.n = 0;
		put_ask(a, &c->asks[i], whom, item, card, &f);
		for (size_t k = 0; k < f.n; k++)
			write_row(a, whom, c, c->asks[i].otherwise, &f.v[k]);
		if (c->asks[i].otherwise != RESULT_NOTE)
			told += f.n;
	}
	if (told == 0)
		write_row(a, whom, c, RESULT_MET, NULL);
	free(f.v);
}

/* All criteria; err: why it cannot be read or compiled, or status 0. */
static void
put_all(struct admit *a, const struct whom *whom, const struct item *item,
    const struct card *card, const struct err *err)
{
	bool readable = item != NULL ? item->ind != NULL : card->defs != NULL;

	if (err->status != 0) {
		tool_tell(err);
		a->unreadable = true;
	}
	for (size_t i = 0; i < a->criteria.n; i++) {
		const struct criterion *c = &a->criteria.v[i];

		if (c->of_scorecard == (card != NULL) &&
		    (readable || asks_readable(c)))
			put_criterion(a, c, whom, item, card);
	}
	stats_add(a->stats, STATS_READ, NULL, 1);
	stats_add(a->stats, readable ? STATS_USED : STATS_REJECTED,
	    readable ? NULL : err->code, 1);
}

static void
put_item(struct admit *a, const struct item *item)
{
	struct whom whom = { .indicator = item->name, .file = item->err.file };

	if (item->ind != NULL) {
		whom.file = item->ind->file;
		whom.line = def_line(&item->ind->defs->records[0], "id");
		whom.counts = item->ind->admitted;
	}
	put_all(a, &whom, item, NULL, &item->err);
}

static void
put_card(struct admit *a, const struct card *card)
{
	struct whom whom = { .indicator = "", .file = card->err.file,
	    .counts = true };

	if (card->defs != NULL) {
		whom.file = card->defs->file;
		whom.line = card->defs->n == 0 ? 0 :
		    card->defs->records[0].line;
	}
	put_all(a, &whom, NULL, card, &card->err);
}

static void
open_all(struct admit *a, const char *library)
{
	struct err err;

	if (words_open(&a->words, library, opts.lang, &err) == -1 ||
	    criteria_read(&a->criteria, library, &err) == -1)
		tool_die(&err);
	a->shelf.date = opts.date;
	a->shelf.words = &a->words;
	if (shelf_open(&a->shelf, library, opts.indicators.items,
	    opts.indicators.n, opts.extracts.items, opts.extracts.n,
	    &err) == -1)
		tool_die(&err);
}

static void
close_all(struct admit *a)
{
	shelf_close(&a->shelf);
	criteria_free(&a->criteria);
	words_close(&a->words);
}

int
main(int argc, char **argv)
{
	static const char *const header[] = {
		"indicator", "criterion", "result", "reason", "file", "line",
		"message"
	};
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct admit a = { .stats = run->stats };
	int status;

	if (strcmp(opts.lang, "en") != 0 && strcmp(opts.lang, "cy") != 0)
		tool_usage("--lang wants en or cy");
	open_all(&a, run->library);
	a.wr = tool_output();
	wr_header(a.wr, header, sizeof(header) / sizeof(*header));
	for (size_t i = 0; i < a.shelf.n_items; i++)
		if (a.shelf.items[i].asked)
			put_item(&a, &a.shelf.items[i]);
	for (size_t i = 0; opts.indicators.n == 0 && i < a.shelf.n_cards; i++)
		put_card(&a, &a.shelf.cards[i]);
	close_all(&a);
	status = tool_finish();
	if (status != STATUS_OK)
		return status;
	return a.unreadable ? STATUS_CONFIG : a.refused ? STATUS_NO :
	    STATUS_OK;
}
