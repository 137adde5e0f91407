/* SPDX-License-Identifier: MIT */
/*
 * Issues invitations to a survey: a serial each, and nothing else about anybody.
 *
 * In: what lscb-survey-due says is due, the ledger so far, what has become of serials
 * (--record), a key of purpose survey.  Out: the new invitations; the ledger with them
 * and with what became of the old ones (--ledger-out).  A form that has a serial keeps
 * it; no serial is issued twice.  Dropped: lines that are not due, forms that were
 * invited already.  Rejected: lines that cannot be.  Memory: the ledger.
 */
#include <stdlib.h>
#include <string.h>

#include "invite.h"
#include "tool.h"

struct opts {
	const char *survey, *key, *ledger, *ledger_out;
	struct tool_list record;
	bool new_ledger;
	date on;
};

static struct opts opts = { .on = DATE_NONE };

static const struct tool_option options[] = {
	{ 's', "survey", OPT_TEXT, &opts.survey, "NAME",
	    "the definition of the survey" },
	{ 'k', "key", OPT_TEXT, &opts.key, "FILE",
	    "the key of purpose survey" },
	{ 0, "date", OPT_DATE, &opts.on, "YYYY-MM-DD",
	    "the day on which they are issued" },
	{ 0, "ledger", OPT_TEXT, &opts.ledger, "FILE",
	    "the serials issued so far" },
	{ 0, "new-ledger", OPT_FLAG, &opts.new_ledger, NULL,
	    "there are none yet" },
	{ 0, "ledger-out", OPT_TEXT, &opts.ledger_out, "FILE",
	    "write the ledger as it is then" },
	{ 0, "record", OPT_LIST, &opts.record, "FILE",
	    "what became of serials: serial,what,date" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-survey-invite",
	.summary = "issue invitations to a survey, by serials alone",
	.synopsis = "-s NAME -k KEY --date YYYY-MM-DD\n"
	    "                          --ledger FILE|--new-ledger\n"
	    "                          --ledger-out FILE [--record FILE]... "
	    "[FILE...]",
	.examples =
	    "lscb-survey-invite -s children -k survey.key --date 2026-03-31 "
	    "--ledger old.csv --ledger-out new.csv due.csv\n",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_REJECTS,
	.mode = OUT_PRIVATE
};

enum { SUBJECT, STAGE, OPENED, SINCE, UNTIL, STATE, WHY, N_COLUMNS };

struct work {
	struct survey survey;
	struct ledger ledger;
	struct serials *serials;
	struct reader *rd;
	struct writer *wr;
	int at[N_COLUMNS];
	size_t used, not_due, invited;
};

static void
find_columns(struct work *w)
{
	static const char *const names[N_COLUMNS] = { "subject", "stage",
	    "opened", "since", "until", "state", "why" };
	struct err err;
	int i;

	for (i = 0; i < N_COLUMNS; i++)
		if ((w->at[i] = rd_need(w->rd, names[i], &err)) == -1)
			tool_die(&err);
}

/* The form a line is about.  False: rejected. */
static bool
read_form(const struct work *w, const struct rec *rec, struct ledger_entry *e)
{
	struct field subject = rec->f[w->at[SUBJECT]];
	struct field opened = rec->f[w->at[OPENED]], until = rec->f[w->at[UNTIL]];

	*e = (struct ledger_entry){ .issued = opts.on, .leaflet = DATE_NONE,
	    .on = DATE_NONE, .stage = survey_stage(&w->survey,
	    rec->f[w->at[STAGE]]), .opened = date_parse(opened.p, opened.n),
	    .until = date_parse(until.p, until.n) };
	if (!pseudonym_ok(subject.p, subject.n))
		tool_reject(rec, "subject", "bad-subject", "is no pseudonym: "
		    "want what lscb-survey-due wrote");
	else if (e->stage == NO_STAGE)
		tool_reject(rec, "stage", "bad-stage",
		    "is no stage of this survey");
	else if (e->opened == DATE_NONE || e->until == DATE_NONE)
		tool_reject(rec, e->opened == DATE_NONE ? "opened" : "until",
		    "bad-date", "not a date, want YYYY-MM-DD");
	else if (opts.on < e->opened || opts.on > e->until)
		tool_reject(rec, "until", "not-open", "--date is not one of "
		    "the days from opened to until: make the list anew");
	else
		return memcpy(e->subject, subject.p, PSEUDONYM_LEN) != NULL;
	return false;
}

static void
write_day(struct writer *wr, date d)
{
	char text[11];

	date_format(d, text);
	wr_str(wr, text);
}

static void
issue(struct work *w, struct ledger_entry *e)
{
	serials_next(w->serials, &w->survey, &w->ledger, e);
	if (ledger_add(&w->ledger, e) == -1)
		tool_need(NULL);
	wr_field(w->wr, e->serial, SERIAL_LEN);
	wr_str(w->wr, w->survey.stages[e->stage].name);
	write_day(w->wr, e->issued);
	write_day(w->wr, e->until);
	wr_end(w->wr);
}

/* A line that is due: invited now, or already; then its last day may be another. */
static void
invite(struct work *w, const struct rec *rec)
{
	struct ledger_entry e, *old;

	if (!read_form(w, rec, &e))
		return;
	old = ledger_form(&w->ledger, e.subject, e.stage, e.opened);
	if (old != NULL) {
		old->until = e.until >= old->issued ? e.until : old->until;
		w->invited++;
		return;
	}
	if (!field_eq(rec->f[w->at[WHY]], "not-asked")) {
		w->not_due++;
		return;
	}
	issue(w, &e);
	w->used++;
}

static void
read_all(struct work *w)
{
	static const char *const header[] = { "serial", "stage", "issued",
	    "until" };
	const struct rec *rec;

	w->wr = tool_output();
	wr_header(w->wr, header, sizeof(header) / sizeof(*header));
	while ((rec = tool_next(w->rd)) != NULL) {
		if (tool_is_header(w->rd, rec))
			continue;
		if (!field_eq(rec->f[w->at[STATE]], "due"))
			w->not_due++;
		else
			invite(w, rec);
	}
}

/* Whose last day is over and who has said nothing. */
static void
close_silent(struct ledger *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].outcome == OUTCOME_INVITED &&
		    l->v[i].until < opts.on) {
			l->v[i].outcome = OUTCOME_NO_REPLY;
			l->v[i].on = l->v[i].until + 1;
		}
}

static void
check_opts(void)
{
	if (opts.survey == NULL)
		tool_usage("want -s NAME, the survey");
	if (opts.key == NULL)
		tool_usage("want -k FILE, the key of purpose survey");
	if (opts.on == DATE_NONE)
		tool_usage("want --date YYYY-MM-DD, the day they are issued");
	if ((opts.ledger != NULL) == opts.new_ledger)
		tool_usage("want either --ledger FILE or --new-ledger");
	if (opts.ledger_out == NULL)
		tool_usage("want --ledger-out FILE: a serial that stands "
		    "nowhere could be issued again");
}

static void
prepare(struct work *w, const struct tool_run *run)
{
	struct key *key;
	struct err err;
	size_t i;
	int r;

	if (key_read(&key, opts.key, "survey", &err) == -1)
		tool_die(&err);
	r = serials_new(&w->serials, key, &err);
	key_free(key);
	if (r == -1 || survey_read(&w->survey, run->library, opts.survey,
	    &err) == -1)
		tool_die(&err);
	r = opts.ledger == NULL ? ledger_init(&w->ledger, &err) :
	    ledger_read(&w->ledger, &w->survey, opts.ledger, &err);
	if (r == -1)
		tool_die(&err);
	for (i = 0; i < opts.record.n; i++)
		if (ledger_record(&w->ledger, opts.record.items[i], opts.on,
		    &err) == -1)
			tool_die(&err);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct writer *ledger;
	struct err err;
	int status;

	check_opts();
	prepare(&w, run);
	if (rd_open(&w.rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	find_columns(&w);
	ledger = tool_output_also(opts.ledger_out, OUT_PRIVATE);
	read_all(&w);
	rd_close(w.rd);
	close_silent(&w.ledger);
	ledger_write(&w.ledger, &w.survey, ledger);
	stats_add(run->stats, STATS_USED, NULL, w.used);
	stats_add(run->stats, STATS_DROPPED, "not-due", w.not_due);
	stats_add(run->stats, STATS_DROPPED, "invited-already", w.invited);
	status = tool_finish();
	serials_free(w.serials);
	ledger_free(&w.ledger);
	survey_free(&w.survey);
	return status;
}
