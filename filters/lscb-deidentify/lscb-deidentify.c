/* SPDX-License-Identifier: MIT */
/*
 * The edge of the identifiable zone.  In: a typed stream of lscb-ingest.
 * Out: the payload, one line per event, and with --tokens the link tokens of
 * each record, joined by a record pseudonym only.  Names, dates of birth,
 * addresses, numbers, local ids and free text do not leave.  A column
 * without a role, or one that the definition lacks, stops it before any
 * output; a value that is not of its type is rejected.  With --areas the
 * areas that an address lies in leave, at the levels that were chosen.  Rows
 * keep their order; holds one row, a fixed table of recent tokens, and of the
 * directory of postcodes what areas.h says.
 */
#include <stdlib.h>
#include <string.h>

#include "areas.h"
#include "extract.h"
#include "history.h"
#include "identity.h"
#include "payload.h"
#include "tool.h"
#include "values.h"
#include "vocabulary.h"

struct opts {
	const char *extract;	/* -x */
	const char *sender;	/* whose extract; NULL = not said */
	const char *key;	/* -k */
	const char *tokens;	/* file for link tokens, or NULL */
	bool alone;		/* a history of this extract by itself */
	struct tool_list areas;	/* the directory of postcodes */
	struct tool_list levels;	/* of it, those carried */
	date as_of;		/* --date; DATE_NONE: nothing is the future */
};

static struct opts opts = { .as_of = DATE_NONE };

static const struct tool_option options[] = {
	{'x', "extract", OPT_TEXT, &opts.extract, "NAME",
	    "the definition of this extract, or a path to one"},
	{0, "sender", OPT_TEXT, &opts.sender, "NAME",
	    "whose extract it is: part of every local id"},
	{'k', "key", OPT_TEXT, &opts.key, "FILE",
	    "the key of purpose deidentify"},
	{0, "tokens", OPT_TEXT, &opts.tokens, "FILE",
	    "write link tokens there, mode 0600"},
	{0, "alone", OPT_FLAG, &opts.alone, NULL,
	    "write a history of this extract alone, children by local id"},
	{0, "areas", OPT_LIST, &opts.areas, "FILE",
	    "a directory of postcodes: carry the areas of addresses"},
	{0, "level", OPT_LIST, &opts.levels, "NAME",
	    "which areas, of areas.rec: ward, lsoa ..."},
	{0, "date", OPT_DATE, &opts.as_of, "DATE",
	    "the as-of date: later dates are in the future"},
	{0}
};

static const struct tool tool = {
	.name = "lscb-deidentify",
	.summary = "part what a row says from who it is about",
	.synopsis = "-x NAME --sender NAME -k FILE [--tokens FILE | --alone]\n"
	    "                       [--areas FILE... --level NAME...] "
	    "[--date DATE] [FILE...]",
	.examples = "lscb-deidentify -x register --sender cwm-arian "
	    "-k deidentify.key --tokens register.tokens clean.csv",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY,
	.mode = OUT_PRIVATE
};

/* What the row loop needs, bound once. */
struct work {
	const struct extract *x;
	struct payload *payload;
	struct identity *identity;	/* NULL: no tokens are written */
	struct values *values;
	struct areas *areas;		/* NULL: none are carried */
};

static void
check_opts(void)
{
	if (opts.extract == NULL)
		tool_usage("give -x NAME, the definition of the extract");
	if (opts.key == NULL)
		tool_usage("give -k FILE, the key of purpose deidentify");
	if (opts.sender != NULL && !plain_name(opts.sender))
		tool_usage("--sender wants lower-case letters, digits and "
		    "hyphens");
	if (opts.tokens != NULL && strcmp(opts.tokens, "-") == 0)
		tool_usage("--tokens wants a file: tokens never go where the "
		    "payload goes");
	if (opts.tokens != NULL && opts.alone)
		tool_usage("--alone leaves no record for --tokens to be "
		    "linked to: give one of them");
	if (opts.areas.n > 0 && opts.levels.n == 0)
		tool_usage("--areas: say which areas may be carried with "
		    "--level NAME; the finer they are, the fewer children "
		    "share one");
	if (opts.levels.n > 0 && opts.areas.n == 0)
		tool_usage("--level goes with --areas FILE, the directory of "
		    "postcodes");
}

/* A local id without its sender could be another authority's. */
static void
need_sender(const struct extract *x)
{
	if (opts.sender == NULL && (x->authority_is_sender ||
	    extract_role(x, ROLE_ID) != COLUMN_NONE ||
	    extract_role(x, ROLE_ENTITY) != COLUMN_NONE))
		tool_usage("extract '%s' has local ids: say whose they are "
		    "with --sender NAME", x->id);
}

/* Only lscb-link knows who lives in a household, or who a child may be. */
static void
check_alone(const struct extract *x)
{
	bool id = extract_role(x, ROLE_ID) != COLUMN_NONE;
	size_t i;

	if (x->n_events == 0)
		tool_usage("--alone: extract '%s' has no events", x->id);
	for (i = 0; i < x->n_events; i++)
		if (x->events[i].subject == SUBJECT_HOUSEHOLD ||
		    (x->events[i].subject == SUBJECT_CHILD && !id))
			tool_usage("--alone: '%s' of extract '%s' is about %s: "
			    "use --tokens, lscb-link and lscb-join",
			    x->events[i].name, x->id,
			    x->events[i].subject == SUBJECT_HOUSEHOLD ?
			    "a household" : "a child without a local id");
}

static void
run(struct work *w, struct reader *rd, struct tool_run *tr,
    struct writer *tokens)
{
	struct writer *wr = tool_output();
	const struct value *values;
	const struct rec *rec;
	struct err why, err;
	size_t number = 0, used = 0, nameless = 0;
	bool people = w->x->n_events == 0;	/* a list of people */
	int written;

	payload_header(w->payload, wr);
	if (tokens != NULL)
		identity_header(tokens);
	while ((rec = tool_next(rd)) != NULL) {
		number++;
		values = values_read(w->values, rec, tr->stats, &why);
		if (values == NULL ||
		    !payload_check(w->payload, values, &why)) {
			if (rejects_add(tr->rejects, rec, &why, &err) == -1)
				tool_die(&err);
			continue;
		}
		written = payload_write(w->payload, values, number, wr);
		if (written == -1)
			tool_need(NULL);
		/* Who it was about is nobody's business if nothing happened. */
		if (written == 0 && !people) {
			stats_add(tr->stats, STATS_DROPPED, "no-event", 1);
			continue;
		}
		if (w->identity != NULL && identity_write(w->identity,
		    payload_record(w->payload), values, tokens) == -1)
			tool_need(NULL);
		used++;
		nameless += payload_nameless(w->payload);
	}
	stats_add(tr->stats, STATS_USED, NULL, used - nameless);
	stats_add(tr->stats, STATS_USED, nameless == 0 ? NULL : "no-local-id",
	    nameless);
	if (w->areas != NULL)
		areas_stats(w->areas, tr->stats);
}

/* The levels are looked at in any case, the directory where it is needed. */
static struct areas *
read_areas(const struct extract *x, const char *library)
{
	struct areas *areas;
	char **paths;
	struct err err;
	size_t i;

	if (opts.areas.n == 0)
		return NULL;
	if (areas_new(&areas, library, opts.levels.items, opts.levels.n,
	    &err) == -1)
		tool_die(&err);
	if (extract_role(x, ROLE_POSTCODE) == COLUMN_NONE)
		return areas;
	paths = tool_need(calloc(opts.areas.n, sizeof(*paths)));
	for (i = 0; i < opts.areas.n; i++)
		paths[i] = (char *)(uintptr_t)opts.areas.items[i];
	if (areas_read(areas, paths, opts.areas.n, &err) == -1)
		tool_die(&err);
	free(paths);
	return areas;
}

static void
work_done(struct work *w)
{
	areas_free(w->areas);
	values_free(w->values);
	payload_free(w->payload);
	identity_free(w->identity);
}

/*
 * A slip in an event's name would make an indicator "not available" months
 * later: what the library does not know as an event stops the extract here.
 */
static void
need_events(const struct extract *x, const char *library)
{
	const char *name, *near;
	struct vocabulary v;
	struct err err;
	size_t i;
	int known;

	if (vocabulary_read(&v, library, &err) == -1)
		tool_die(&err);
	for (i = 0; i < x->n_events; i++) {
		name = x->events[i].name;
		known = vocabulary_event(&v, name, strlen(name));
		if (known >= 0 && v.events[known].n_members == 0)
			continue;
		near = near_miss(name, v.event_names, v.n_events);
		if (known >= 0)
			err_set(&err, STATUS_CONFIG, "no-event", "'%s' stands "
			    "for several events: name one of them", name);
		else if (near != NULL)
			err_set(&err, STATUS_CONFIG, "no-event", "no event "
			    "'%s' in events.rec of the library; did you mean "
			    "'%s'?", name, near);
		else
			err_set(&err, STATUS_CONFIG, "no-event", "no event "
			    "'%s' in events.rec of the library; add it there",
			    name);
		err_at(&err, x->file, x->events[i].line, "event");
		tool_die(&err);
	}
	vocabulary_free(&v);
}

int
main(int argc, char **argv)
{
	struct tool_run *tr = tool_start(&tool, argc, argv);
	const char *sender;
	struct writer *tokens = NULL;
	struct history history;
	struct extract *x;
	struct reader *rd;
	struct work w = { 0 };
	struct key *key;
	struct err err;
	int status;

	check_opts();
	sender = opts.sender == NULL ? "" : opts.sender;
	if (extract_read(&x, tr->library, opts.extract, &err) == -1 ||
	    extract_need_roles(x, &err) == -1)
		tool_die(&err);
	need_events(x, tr->library);
	need_sender(x);
	if (opts.alone)
		check_alone(x);
	if (history_read(&history, tr->library, &err) == -1 ||
	    key_read(&key, opts.key, "deidentify", &err) == -1)
		tool_die(&err);
	w.x = x;
	w.areas = read_areas(x, tr->library);
	if (payload_new(&w.payload, x, &history, sender, opts.alone,
	    w.areas, key, &err) == -1 || values_new(&w.values, x,
	    payload_needs(w.payload), opts.as_of, &err) == -1)
		tool_die(&err);
	if (opts.tokens != NULL && extract_has_identity(x) &&
	    identity_new(&w.identity, x, tr->library, sender, key, &err) == -1)
		tool_die(&err);
	key_free(key);
	if (rd_open(&rd, tr->files, tr->n_files, NULL, &err) == -1 ||
	    values_bind(w.values, rd, &err) == -1)
		tool_die(&err);
	if (opts.tokens != NULL)
		tokens = tool_output_also(opts.tokens, OUT_PRIVATE);
	run(&w, rd, tr, tokens);
	rd_close(rd);
	status = tool_finish();
	work_done(&w);
	history_free(&history);
	extract_free(x);
	return status;
}
