/* SPDX-License-Identifier: MIT */
/*
 * Prints the questionnaire of a stage of a survey.
 *
 * In: the survey's definition and the labels of the library.  Out: one HTML page for
 * A4 paper, in English or Welsh; or, with --sheet, a sheet of an XLSForm as CSV, in
 * both.  Rejected: a stage that is none.  Memory: the page.
 */
#include <string.h>

#include "form.h"
#include "tool.h"

struct opts {
	const char *survey, *stage, *lang, *sheet;
	bool easy;
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 's', "survey", OPT_TEXT, &opts.survey, "NAME",
	    "the definition of the survey" },
	{ 0, "stage", OPT_TEXT, &opts.stage, "NAME",
	    "the form of this stage" },
	{ 0, "lang", OPT_TEXT, &opts.lang, "en|cy",
	    "English (the default) or Welsh" },
	{ 0, "easy", OPT_FLAG, &opts.easy, NULL,
	    "easy-read: large, and the easy words where there are any" },
	{ 0, "sheet", OPT_TEXT, &opts.sheet, "SHEET",
	    "of an XLSForm, as CSV: survey, choices, settings" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-survey-form",
	.summary = "print the questionnaire of a survey",
	.synopsis = "-s NAME --stage NAME [--lang en|cy] [--easy | --sheet "
	    "SHEET]",
	.examples =
	    "lscb-survey-form -s children --stage registration -o form.html\n"
	    "lscb-survey-form -s children --stage registration --sheet survey\n",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_NO_FILES
};

size_t
question_number(const struct form *f, size_t question)
{
	size_t i, n = 0;

	if (!f->s->questions[question].stages[f->stage])
		return 0;
	for (i = 0; i <= question; i++)
		n += f->s->questions[i].stages[f->stage];
	return n;
}

static void
check_opts(void)
{
	const char *near;
	size_t i;

	if (opts.survey == NULL)
		tool_usage("want -s NAME, the survey");
	if (opts.stage == NULL)
		tool_usage("want --stage NAME, whose form it is");
	if (opts.lang != NULL && strcmp(opts.lang, "en") != 0 &&
	    strcmp(opts.lang, "cy") != 0)
		tool_usage("--lang wants en or cy");
	if (opts.sheet == NULL)
		return;
	if (opts.easy)
		tool_usage("--easy is for paper; an XLSForm has the easy words "
		    "as hints");
	for (i = 0; i < 3; i++)
		if (strcmp(opts.sheet, sheet_names[i]) == 0)
			return;
	near = near_miss(opts.sheet, sheet_names, 3);
	tool_usage("--sheet wants survey, choices or settings%s%s%s",
	    near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
	    near == NULL ? "" : "'?");
}

static size_t
find_stage(const struct survey *s)
{
	size_t i = survey_stage(s, (struct field){ opts.stage,
	    strlen(opts.stage) });
	const char *names[SURVEY_STAGES], *near;

	if (i != NO_STAGE)
		return i;
	for (i = 0; i < s->n_stages; i++)
		names[i] = s->stages[i].name;
	near = near_miss(opts.stage, names, s->n_stages);
	tool_usage("--stage: this survey has no such stage%s%s%s", near == NULL ?
	    "" : "; did you mean '", near == NULL ? "" : near,
	    near == NULL ? "" : "'?");
}

static void
write_page(const struct form *f)
{
	struct buf page = { 0 };
	struct writer *wr;
	char *room;

	if (html_write(&page, f) == -1)
		tool_need(NULL);
	if (labels_missing(f->labels)->status != 0)
		tool_die(labels_missing(f->labels));
	wr = tool_output();
	room = wr_room(wr, page.n);
	if (room != NULL) {
		memcpy(room, page.p, page.n);
		wr_took(wr, page.n);
	}
	buf_free(&page);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct survey s;
	struct form f = { .s = &s, .easy = opts.easy };
	struct err err;
	int status;

	check_opts();
	if (survey_read(&s, run->library, opts.survey, &err) == -1 ||
	    labels_open(&f.labels, run->library, &err) == -1 ||
	    words_check(f.labels, &err) == -1)
		tool_die(&err);
	f.welsh = opts.lang != NULL && strcmp(opts.lang, "cy") == 0;
	f.stage = find_stage(&s);
	if (opts.sheet == NULL)
		write_page(&f);
	else if (sheet_write(tool_output(), &f, opts.sheet) == -1)
		tool_need(NULL);
	status = tool_finish();
	labels_close(f.labels);
	survey_free(&s);
	return status;
}
