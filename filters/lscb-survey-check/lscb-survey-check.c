/* SPDX-License-Identifier: MIT */
/*
 * Holds the responses to a survey against its ledger and its definition.
 *
 * In: responses as lscb-ingest writes them, the ledger of lscb-survey-invite, the
 * definition.  Out: what became of the invitations, by stage, with the rates of
 * response and refusal; with --record-out the serials that were answered, for the
 * ledger.  Rejected: a response that cannot be, with its place and why.  With
 * --answers-out closed answers are counted; open ones are not looked at and never
 * come out.  Memory: the ledger.
 */
#include <stdlib.h>

#include "check.h"
#include "num.h"
#include "tool.h"

struct opts {
	const char *survey, *ledger, *record, *answers;
	date as_of;
};

static struct opts opts = { .as_of = DATE_NONE };

static const struct tool_option options[] = {
	{ 's', "survey", OPT_TEXT, &opts.survey, "NAME",
	    "the definition of the survey" },
	{ 0, "ledger", OPT_TEXT, &opts.ledger, "FILE",
	    "the serials that lscb-survey-invite issued" },
	{ 0, "date", OPT_DATE, &opts.as_of, "YYYY-MM-DD",
	    "as at the close of this day" },
	{ 0, "record-out", OPT_TEXT, &opts.record, "FILE",
	    "write serial,what,date of those answered" },
	{ 0, "answers-out", OPT_TEXT, &opts.answers, "FILE",
	    "write how often each answer was given" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-survey-check",
	.summary = "hold responses to a survey against ledger and definition",
	.synopsis = "-s NAME --ledger FILE --date YYYY-MM-DD\n"
	    "                         [--record-out FILE] [--answers-out FILE] "
	    "[FILE...]",
	.examples =
	    "lscb-survey-check -s children --ledger ledger.csv --date "
	    "2026-03-31 --rejects bad.csv responses.csv\n",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_REJECTS
};

/* What is counted of a stage, beside its outcomes. */
struct tally {
	size_t issued, outcome[N_OUTCOMES], rejected;
};

struct work {
	struct survey survey;
	struct ledger ledger;
	struct place place;
	bool *seen;		/* by entry: a response has come */
	struct reader *rd;
	struct writer *record;
	struct tally tally[SURVEY_STAGES + 1];	/* the last: of no stage */
	size_t *answers;	/* by stage, question and answer; see answer_at */
	size_t widest;		/* the most answers a scale has, and none */
};

static void
reject(struct work *w, const struct rec *rec, const struct err *why,
    size_t stage)
{
	w->tally[stage].rejected++;
	tool_reject(rec, why->column, why->code, "%s", why->text);
}

/* It is sound: the serial is answered, and may be no second time. */
static void
accept(struct work *w, const struct response *r)
{
	char day[11];

	w->seen[r->entry - w->ledger.v] = true;
	r->entry->outcome = OUTCOME_ANSWERED;
	r->entry->on = r->on;
	if (w->record == NULL)
		return;
	date_format(r->on, day);
	wr_field(w->record, r->entry->serial, SERIAL_LEN);
	wr_str(w->record, outcome_names[OUTCOME_ANSWERED]);
	wr_str(w->record, day);
	wr_end(w->record);
}

/* The count of an answer; behind the last one: of none. */
static size_t *
answer_at(const struct work *w, size_t stage, size_t question, size_t answer)
{
	return &w->answers[(stage * w->survey.n_questions + question) *
	    w->widest + answer];
}

static void
count_answers(struct work *w, const struct rec *rec, size_t stage)
{
	size_t i, answer;

	for (i = 0; i < w->survey.n_questions; i++) {
		const struct survey_question *q = &w->survey.questions[i];

		if (q->scale == NULL || !question_put(&w->place, &w->survey, i,
		    stage, rec))
			continue;
		answer = survey_answer(q->scale, rec->f[w->place.question[i]]);
		++*answer_at(w, stage, i, answer == SIZE_MAX ? q->scale->n :
		    answer);
	}
}

static void
write_answers(const struct work *w, struct writer *wr)
{
	static const char *const header[] = { "stage", "question", "answer",
	    "count" };
	const struct survey *s = &w->survey;
	size_t stage, i, k;

	wr_header(wr, header, 4);
	for (stage = 0; stage < s->n_stages; stage++)
		for (i = 0; i < s->n_questions; i++) {
			const struct survey_question *q = &s->questions[i];

			if (q->scale == NULL || !q->stages[stage])
				continue;
			for (k = 0; k <= q->scale->n; k++) {
				wr_str(wr, s->stages[stage].name);
				wr_str(wr, q->name);
				wr_str(wr, k == q->scale->n ? "" :
				    q->scale->v[k].code);
				wr_uint(wr, *answer_at(w, stage, i, k));
				wr_end(wr);
			}
		}
}

static size_t
read_all(struct work *w)
{
	const struct rec *rec;
	size_t used = 0;

	while ((rec = tool_next(w->rd)) != NULL) {
		struct response r = { NULL, DATE_NONE };
		struct err why;
		int bad;

		if (tool_is_header(w->rd, rec))
			continue;
		bad = response_read(&r, &w->place, &w->survey, &w->ledger, rec,
		    opts.as_of, &why);
		if (bad == 0 && w->seen[r.entry - w->ledger.v]) {
			err_set(&why, STATUS_DATA, "serial-twice", "has a "
			    "response above already");
			bad = err_at(&why, NULL, 0, "serial");
		}
		if (bad == 0)
			bad = answers_check(&w->place, &w->survey,
			    r.entry->stage, rec, &why);
		if (bad == -1) {
			reject(w, rec, &why, r.entry == NULL ?
			    w->survey.n_stages : r.entry->stage);
			continue;
		}
		accept(w, &r);
		count_answers(w, rec, r.entry->stage);
		used++;
	}
	return used;
}

/* What became of each serial by the as-of date. */
static void
count(struct work *w)
{
	size_t i;

	for (i = 0; i < w->ledger.n; i++) {
		const struct ledger_entry *e = &w->ledger.v[i];
		enum outcome o = e->outcome;

		if (e->issued > opts.as_of)
			continue;
		if (o != OUTCOME_INVITED && e->on > opts.as_of)
			o = OUTCOME_INVITED;
		if (o == OUTCOME_INVITED && e->until < opts.as_of)
			o = OUTCOME_NO_REPLY;
		w->tally[e->stage].issued++;
		w->tally[e->stage].outcome[o]++;
	}
}

static void
write_row(struct writer *wr, const char *stage, const char *outcome,
    size_t n, size_t of, bool rate)
{
	char percent[32] = "";

	wr_str(wr, stage);
	wr_str(wr, outcome);
	wr_uint(wr, n);
	if (rate) {
		wr_uint(wr, of);
		(void)ratio_format((int64_t)n, (int64_t)of, 100, 1, percent,
		    sizeof(percent));
	} else {
		wr_str(wr, "");
	}
	wr_str(wr, of == 0 ? "" : percent);
	wr_end(wr);
}

/* Who may still answer is in no rate. */
static void
write_tally(struct writer *wr, const char *stage, const struct tally *t)
{
	size_t of = t->issued - t->outcome[OUTCOME_INVITED];
	int i;

	write_row(wr, stage, "issued", t->issued, 0, false);
	write_row(wr, stage, "open", t->outcome[OUTCOME_INVITED], 0, false);
	for (i = OUTCOME_ANSWERED; i < N_OUTCOMES; i++)
		write_row(wr, stage, outcome_names[i], t->outcome[i], of, true);
	write_row(wr, stage, "rejected", t->rejected, 0, false);
}

static void
write_all(struct work *w)
{
	static const char *const header[] = { "stage", "outcome", "count",
	    "of", "percent" };
	struct writer *wr = tool_output();
	struct tally all = { .rejected =
	    w->tally[w->survey.n_stages].rejected };
	size_t i;
	int k;

	wr_header(wr, header, sizeof(header) / sizeof(*header));
	for (i = 0; i < w->survey.n_stages; i++) {
		write_tally(wr, w->survey.stages[i].name, &w->tally[i]);
		all.issued += w->tally[i].issued;
		all.rejected += w->tally[i].rejected;
		for (k = 0; k < N_OUTCOMES; k++)
			all.outcome[k] += w->tally[i].outcome[k];
	}
	write_tally(wr, "", &all);
}

static void
prepare(struct work *w, const struct tool_run *run)
{
	struct err err;
	size_t i;

	if (opts.survey == NULL)
		tool_usage("want -s NAME, the survey");
	if (opts.ledger == NULL)
		tool_usage("want --ledger FILE, the serials that were issued");
	if (opts.as_of == DATE_NONE)
		tool_usage("want --date YYYY-MM-DD, the day it is as at");
	if (survey_read(&w->survey, run->library, opts.survey, &err) == -1 ||
	    ledger_read(&w->ledger, &w->survey, opts.ledger, &err) == -1)
		tool_die(&err);
	w->seen = tool_need(calloc(w->ledger.n + 1, sizeof(*w->seen)));
	w->place.question = tool_need(calloc(w->survey.n_questions,
	    sizeof(*w->place.question)));
	for (i = 0; i < w->survey.n_scales; i++)
		if (w->survey.scales[i].n + 1 > w->widest)
			w->widest = w->survey.scales[i].n + 1;
	w->answers = tool_need(calloc(w->survey.n_stages *
	    w->survey.n_questions * w->widest + 1, sizeof(*w->answers)));
}

int
main(int argc, char **argv)
{
	static const char *const header[] = { "serial", "what", "date" };
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct writer *answers = NULL;
	struct err err;
	int status;

	prepare(&w, run);
	if (rd_open(&w.rd, run->files, run->n_files, NULL, &err) == -1 ||
	    place_find(&w.place, &w.survey, w.rd, &err) == -1)
		tool_die(&err);
	if (opts.record != NULL) {
		w.record = tool_output_also(opts.record, OUT_PRIVATE);
		wr_header(w.record, header, 3);
	}
	if (opts.answers != NULL)
		answers = tool_output_also(opts.answers, OUT_PRIVATE);
	stats_add(run->stats, STATS_USED, NULL, read_all(&w));
	rd_close(w.rd);
	count(&w);
	write_all(&w);
	if (answers != NULL)
		write_answers(&w, answers);
	status = tool_finish();
	free(w.seen);
	free(w.answers);
	free(w.place.question);
	ledger_free(&w.ledger);
	survey_free(&w.survey);
	return status;
}
