/* SPDX-License-Identifier: MIT */
/*
 * Says which child is due which form of a survey, since and until when, or why not.
 *
 * In: the event history, the survey's definition, the ledger of serials if there is
 * one.  Out: a line for each child of the process and stage; with --quotas-out how
 * full each quota is.  Dropped: rows after --date, of other subjects than children,
 * of no event that the process looks at.  Rejected: rows without a sound date, month of
 * birth or order.  Memory: the ledger, one child's rows, an entry for each line.
 */
#include <stdlib.h>
#include <string.h>

#include "due.h"
#include "tool.h"

struct opts {
	const char *survey, *ledger, *quotas;
	struct tool_list record;
	date as_of;
	bool due;
};

static struct opts opts = { .as_of = DATE_NONE };

static const struct tool_option options[] = {
	{ 's', "survey", OPT_TEXT, &opts.survey, "NAME",
	    "the definition of the survey" },
	{ 0, "date", OPT_DATE, &opts.as_of, "YYYY-MM-DD",
	    "as at the close of this day" },
	{ 0, "ledger", OPT_TEXT, &opts.ledger, "FILE",
	    "the serials that lscb-survey-invite issued" },
	{ 0, "record", OPT_LIST, &opts.record, "FILE",
	    "what became of them since: serial,what,date" },
	{ 0, "quotas-out", OPT_TEXT, &opts.quotas, "FILE",
	    "write how full each quota is" },
	{ 0, "due", OPT_FLAG, &opts.due, NULL,
	    "only the forms that are due and not asked" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-survey-due",
	.summary = "which child is due which form of the survey, or why not",
	.synopsis = "-s NAME --date YYYY-MM-DD [--ledger FILE]\n"
	    "                       [--record FILE]... [--quotas-out FILE] [--due] "
	    "[FILE...]",
	.examples =
	    "lscb-survey-due -s children --date 2026-03-31 history.csv\n"
	    "lscb-survey-due -s children --date 2026-03-31 --due history.csv | "
	    "lscb-survey-invite ...\n",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_REJECTS,
	.mode = OUT_PRIVATE
};

enum column { SUBJECT, DATE, EVENT, BIRTH, END, STAGE, REASON, N_COLUMNS };

struct work {
	struct due due;
	struct survey survey;
	struct ledger ledger;
	struct reader *rd;
	int at[N_COLUMNS];
	const char **events;		/* that the process looks at */
	size_t n_events;
	struct child child;
	date last;			/* of the rows of this child */
	size_t used, other_kind, later, other_event;
};

static void
add_interest(struct interest *in, const char *name)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		if (strcmp(in->names[i], name) == 0)
			return;
	in->names[in->n++] = name;
}

static void
find_interest(struct work *w)
{
	const struct survey *s = &w->survey;
	struct interest *in = &w->due.interest;
	size_t most = s->n_stages, i, k;

	for (i = 0; i < s->n_quotas; i++)
		most += s->quotas[i].n_match;
	in->names = tool_need(calloc(most + 1, sizeof(*in->names)));
	in->at = tool_need(calloc(most + 1, sizeof(*in->at)));
	for (i = 0; i < s->n_stages; i++)
		if (s->stages[i].closes_column != NULL)
			add_interest(in, s->stages[i].closes_column);
	for (i = 0; i < s->n_quotas; i++)
		for (k = 0; k < s->quotas[i].n_match; k++)
			add_interest(in, s->quotas[i].match[k].column);
}

/* A column of a quota has to be there: without it nobody would belong to it. */
static bool
of_quota(const struct survey *s, const char *name)
{
	size_t i, k;

	for (i = 0; i < s->n_quotas; i++)
		for (k = 0; k < s->quotas[i].n_match; k++)
			if (strcmp(s->quotas[i].match[k].column, name) == 0)
				return true;
	return false;
}

static void
find_columns(struct work *w)
{
	static const char *const names[N_COLUMNS] = { "subject", "date",
	    "event", "birth_month", "end", "stage", "reason" };
	struct interest *in = &w->due.interest;
	struct err err;
	size_t i;
	int k;

	for (k = 0; k < N_COLUMNS; k++) {
		w->at[k] = k < STAGE ? rd_need(w->rd, names[k], &err) :
		    rd_col(w->rd, names[k]);
		if (k < STAGE && w->at[k] == -1)
			tool_die(&err);
	}
	for (i = 0; i < in->n; i++) {
		in->at[i] = of_quota(&w->survey, in->names[i]) ?
		    rd_need(w->rd, in->names[i], &err) :
		    rd_col(w->rd, in->names[i]);
		if (in->at[i] == -1 && of_quota(&w->survey, in->names[i]))
			tool_die(&err);
	}
}

static void
add_event(struct work *w, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < w->n_events; i++)
		if (strcmp(w->events[i], name) == 0)
			return;
	if (name != NULL)
		w->events[w->n_events++] = name;
}

static void
find_events(struct work *w)
{
	const struct survey *s = &w->survey;
	size_t i;

	w->events = tool_need(calloc(2 * s->n_stages + 2,
	    sizeof(*w->events)));
	add_event(w, s->asked);
	add_event(w, s->answered);
	for (i = 0; i < s->n_stages; i++) {
		add_event(w, s->stages[i].opens);
		add_event(w, s->stages[i].closes);
	}
}

/* Whom an outcome of the ledger ends the survey for, by the as-of date. */
static void
find_stopped(struct work *w)
{
	struct due *d = &w->due;
	const bool ends[N_OUTCOMES] = {
	    [OUTCOME_REFUSED] = w->survey.refused == ENDS_SURVEY,
	    [OUTCOME_WITHDRAWN] = w->survey.withdrawn == ENDS_SURVEY,
	    [OUTCOME_DISTRESS] = w->survey.distress == ENDS_SURVEY };
	size_t i, at;
	int added;

	d->stopped = tool_need(table_new());
	for (i = 0; i < w->ledger.n; i++) {
		const struct ledger_entry *e = &w->ledger.v[i];

		if (!ends[e->outcome] || e->on > d->as_of)
			continue;
		at = table_add(d->stopped, e->subject, PSEUDONYM_LEN, &added);
		d->stops = at == SIZE_MAX ? NULL : grow(d->stops, at,
		    &d->stops_cap, sizeof(*d->stops));
		tool_need(d->stops);
		/* The first one tells why there were no more forms. */
		if (added || e->on < d->stops[at].on)
			d->stops[at] = (struct stop){ e->outcome, e->on };
	}
}

static void
end_child(struct work *w)
{
	struct child *c = &w->child;

	if (forms_of(&w->due, c) == -1)
		tool_need(NULL);
	arena_free(&c->mem);
}

static void
begin_child(struct work *w, struct field id)
{
	struct child *c = &w->child;
	size_t i;

	memcpy(c->id, id.p, PSEUDONYM_LEN);
	c->birth = c->birth_said = DATE_NONE;
	c->unborn = false;
	c->n = 0;
	for (i = 0; i < w->due.interest.n; i++)
		c->latest[i] = (struct field){ NULL, 0 };
	w->last = DATE_NONE;
}

static struct field
cell(const struct rec *rec, int at)
{
	return at == -1 ? (struct field){ "", 0 } : rec->f[at];
}

static struct field
keep(struct child *c, struct field f)
{
	return (struct field){ tool_need(arena_strndup(&c->mem, f.p, f.n)),
	    f.n };
}

/* What a row says of the child itself.  False: rejected. */
static bool
note_birth(struct work *w, const struct rec *rec, date on)
{
	struct field f = rec->f[w->at[BIRTH]];
	struct child *c = &w->child;
	char day[10] = "YYYY-MM-01";
	date birth;

	if (f.n == 0)
		return true;
	if (field_eq(f, "unborn")) {
		c->unborn = true;
		return true;
	}
	memcpy(day, f.p, f.n == 7 ? 7 : 0);
	birth = date_parse(day, sizeof(day));
	if (birth == DATE_NONE) {
		tool_reject(rec, "birth_month", "bad-birth-month",
		    "want YYYY-MM, unborn or nothing");
		return false;
	}
	/* The latest row speaks; of one day the later month. */
	if (c->birth == DATE_NONE || on > c->birth_said || birth > c->birth) {
		c->birth = birth;
		c->birth_said = on;
	}
	return true;
}

static const char *
event_of(const struct work *w, struct field f)
{
	size_t i;

	for (i = 0; i < w->n_events; i++)
		if (field_eq(f, w->events[i]))
			return w->events[i];
	return NULL;
}

static bool
is_refusal(const struct survey *s, struct field reason)
{
	size_t i;

	for (i = 0; i < s->n_refusals; i++)
		if (field_eq(reason, s->refusals[i]))
			return true;
	return false;
}

static void
add_row(struct work *w, const struct rec *rec, const char *event, date on,
    date end)
{
	const struct interest *in = &w->due.interest;
	struct child *c = &w->child;
	struct row *rows = tool_need(grow(c->rows, c->n, &c->cap,
	    sizeof(*rows))), *r = &rows[c->n++];
	size_t i;

	c->rows = rows;
	*r = (struct row){ .event = event, .date = on, .end = end,
	    .stage = survey_stage(&w->survey, cell(rec, w->at[STAGE])),
	    .refusal = is_refusal(&w->survey, cell(rec, w->at[REASON])) };
	r->v = tool_need(arena_alloc(&c->mem, (in->n + 1) * sizeof(*r->v)));
	for (i = 0; i < in->n; i++)
		r->v[i] = keep(c, cell(rec, in->at[i]));
}

/* The days of a row.  False: rejected. */
static bool
read_days(struct work *w, const struct rec *rec, date *on, date *end)
{
	struct field f = rec->f[w->at[DATE]], g = rec->f[w->at[END]];

	*on = date_parse(f.p, f.n);
	*end = date_parse(g.p, g.n);
	if (*on == DATE_NONE || (g.n > 0 && *end == DATE_NONE)) {
		tool_reject(rec, *on == DATE_NONE ? "date" : "end",
		    "bad-date", "not a date, want YYYY-MM-DD");
		return false;
	}
	if (*end != DATE_NONE && *end < *on) {
		tool_reject(rec, "end", "bad-order", "is before date");
		return false;
	}
	return true;
}

/* Rows come by subject, and of each in order of date. */
static void
check_order(struct work *w, const struct rec *rec, struct field id, bool any,
    date on)
{
	int order = !any ? 1 : memcmp(id.p, w->child.id, PSEUDONYM_LEN);

	if (order < 0 || (order == 0 && on < w->last))
		tool_refuse(STATUS_DATA, rec->file, rec->line, order < 0 ?
		    "subject" : "date", "not-sorted", "is not in order: put "
		    "the history through lscb-sort");
	if (order == 0)
		return;
	if (any)
		end_child(w);
	begin_child(w, id);
}

static void
note_row(struct work *w, const struct rec *rec, date on, date end)
{
	const char *event = event_of(w, rec->f[w->at[EVENT]]);
	struct interest *in = &w->due.interest;
	size_t i;

	w->last = on;
	if (on > opts.as_of) {
		w->later++;
		return;
	}
	if (!note_birth(w, rec, on))
		return;
	for (i = 0; i < in->n; i++)
		if (cell(rec, in->at[i]).n > 0)
			w->child.latest[i] = keep(&w->child,
			    cell(rec, in->at[i]));
	if (event == NULL) {
		w->other_event++;
		return;
	}
	add_row(w, rec, event, on, end);
	w->used++;
}

static void
read_all(struct work *w)
{
	const struct rec *rec;
	bool any = false;
	date on, end;

	while ((rec = tool_next(w->rd)) != NULL) {
		struct field id = rec->f[w->at[SUBJECT]];

		if (tool_is_header(w->rd, rec))
			continue;
		if (!read_days(w, rec, &on, &end))
			continue;
		if (!pseudonym_ok(id.p, id.n) || id.p[0] != 'c') {
			w->other_kind++;
			continue;
		}
		check_order(w, rec, id, any, on);
		any = true;
		note_row(w, rec, on, end);
	}
	if (any)
		end_child(w);
}

static void
write_day(struct writer *wr, date d)
{
	char text[11] = "";

	if (d != DATE_NONE)
		date_format(d, text);
	wr_str(wr, text);
}

static void
write_line(const struct work *w, const struct line *l, struct writer *wr)
{
	wr_field(wr, l->subject, PSEUDONYM_LEN);
	wr_str(wr, w->survey.stages[l->stage].name);
	write_day(wr, l->opened);
	write_day(wr, l->since);
	write_day(wr, l->until);
	if (l->age >= 0)
		wr_int(wr, l->age);
	else
		wr_str(wr, l->unborn ? "unborn" : "");
	wr_str(wr, l->state);
	wr_str(wr, l->why);
	wr_str(wr, l->stopped_by == SIZE_MAX ? "" :
	    w->survey.quotas[l->stopped_by].name);
	if (l->order > 0)
		wr_uint(wr, l->order);
	else
		wr_str(wr, "");
	wr_end(wr);
}

/* Lines in order of child and stage; children of an undefined age are counted. */
static void
write_all(const struct work *w, struct stats *stats)
{
	static const char *const header[] = { "subject", "stage", "opened",
	    "since", "until", "age", "state", "why", "quota", "order" };
	struct writer *wr = tool_output();
	const struct due *d = &w->due;
	size_t i, undefined = 0;

	wr_header(wr, header, sizeof(header) / sizeof(*header));
	for (i = 0; i < d->n; i++) {
		const struct line *l = &d->lines[i];

		undefined += strcmp(l->state, "undefined") == 0;
		if (!opts.due || (strcmp(l->state, "due") == 0 &&
		    strcmp(l->why, "not-asked") == 0))
			write_line(w, l, wr);
	}
	stats_add(stats, STATS_QUERIED, undefined == 0 ? NULL :
	    "age-undefined", undefined);
}

static void
prepare(struct work *w, const struct tool_run *run)
{
	struct err err;
	size_t i;
	int r;

	if (opts.survey == NULL)
		tool_usage("want -s NAME, the survey");
	if (opts.as_of == DATE_NONE)
		tool_usage("want --date YYYY-MM-DD, the day it is as at");
	if (survey_read(&w->survey, run->library, opts.survey, &err) == -1)
		tool_die(&err);
	r = opts.ledger == NULL ? ledger_init(&w->ledger, &err) :
	    ledger_read(&w->ledger, &w->survey, opts.ledger, &err);
	for (i = 0; i < opts.record.n && r == 0; i++)
		r = ledger_record(&w->ledger, opts.record.items[i],
		    opts.as_of, &err);
	if (r == -1)
		tool_die(&err);
	w->due.survey = &w->survey;
	w->due.ledger = &w->ledger;
	w->due.as_of = opts.as_of;
	find_interest(w);
	find_events(w);
	find_stopped(w);
	quotas_begin(&w->due);
	w->child.latest = tool_need(calloc(w->due.interest.n + 1,
	    sizeof(*w->child.latest)));
}

static void
work_free(struct work *w)
{
	free(w->due.interest.names);
	free(w->due.interest.at);
	free(w->due.lines);
	free(w->due.stops);
	table_free(w->due.stopped);
	free(w->events);
	free(w->child.rows);
	free(w->child.latest);
	ledger_free(&w->ledger);
	survey_free(&w->survey);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct writer *quotas = NULL;
	struct err err;
	int status;

	prepare(&w, run);
	if (rd_open(&w.rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	find_columns(&w);
	if (opts.quotas != NULL)
		quotas = tool_output_also(opts.quotas, OUT_PRIVATE);
	read_all(&w);
	rd_close(w.rd);
	if (quotas_give(&w.due) == -1)
		tool_need(NULL);
	stats_add(run->stats, STATS_USED, NULL, w.used);
	stats_add(run->stats, STATS_DROPPED, "not-a-child", w.other_kind);
	stats_add(run->stats, STATS_DROPPED, "after-date", w.later);
	stats_add(run->stats, STATS_DROPPED, "other-event", w.other_event);
	write_all(&w, run->stats);
	if (quotas != NULL)
		quotas_write(&w.due, quotas);
	status = tool_finish();
	work_free(&w);
	return status;
}
