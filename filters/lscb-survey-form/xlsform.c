/* SPDX-License-Identifier: MIT */
/*
 * See form.h: the questionnaire as the sheets of an XLSForm (xlsform.org), which ODK,
 * KoboToolbox and others read, each as a table: both languages beside each other.
 */
#include <stdio.h>
#include <string.h>

#include "form.h"

const char *const sheet_names[3] = { "survey", "choices", "settings" };

static const char english[] = "English (en)", welsh[] = "Cymraeg (cy)";

enum { N_SURVEY = 10 };
static const char *const survey_header[N_SURVEY] = {
	"type", "name", "label::English (en)", "label::Cymraeg (cy)",
	"hint::English (en)", "hint::Cymraeg (cy)", "required", "relevant",
	"constraint", "calculation"
};

struct item {
	const char *type, *name, *label, *label_cy, *hint, *hint_cy;
	const char *required, *relevant, *constraint, *calculation;
};

static void
put(struct writer *wr, const struct item *it)
{
	const char *v[N_SURVEY] = { it->type, it->name, it->label,
	    it->label_cy, it->hint, it->hint_cy, it->required, it->relevant,
	    it->constraint, it->calculation };
	size_t i;

	for (i = 0; i < N_SURVEY; i++)
		wr_str(wr, v[i] == NULL ? "" : v[i]);
	wr_end(wr);
}

/* A label in both languages. */
static void
put_word(struct writer *wr, const struct form *f, struct item it,
    const char *id)
{
	struct form other = *f;

	other.welsh = false;
	it.label = word(&other, id);
	other.welsh = true;
	it.label_cy = word(&other, id);
	put(wr, &it);
}

static int
relevant(struct buf *b, const struct survey *s,
    const struct survey_question *q)
{
	const struct survey_question *on;
	size_t i;

	b->n = 0;
	if (q->if_question == SIZE_MAX)
		return buf_str(b) == NULL ? -1 : 0;
	on = &s->questions[q->if_question];
	for (i = 0; i < on->scale->n; i++)
		if (q->if_answers[i] && buf_printf(b, "%s${%s} = '%s'",
		    b->n == 0 ? "" : " or ", on->name,
		    on->scale->v[i].code) == -1)
			return -1;
	return buf_str(b) == NULL ? -1 : 0;
}

static int
put_question(struct writer *wr, const struct form *f,
    const struct survey_question *q)
{
	char type[96] = "text";
	struct buf b = { 0 };
	struct item it = { .type = type, .name = q->name, .label = q->text,
	    .label_cy = q->text_cy, .hint = q->easy, .hint_cy = q->easy_cy };

	if (q->scale != NULL)
		(void)snprintf(type, sizeof(type), "select_one %s",
		    q->scale->name);
	if (relevant(&b, f->s, q) == -1) {
		buf_free(&b);
		return -1;
	}
	it.relevant = b.p;
	put(wr, &it);
	buf_free(&b);
	return 0;
}

static void
put_section(struct writer *wr, const struct survey_section *sec)
{
	char name[96];
	struct item it = { .type = "begin_group", .name = name,
	    .label = sec->title, .label_cy = sec->title_cy };

	(void)snprintf(name, sizeof(name), "section_%s", sec->name);
	put(wr, &it);
	if (sec->intro == NULL)
		return;
	(void)snprintf(name, sizeof(name), "intro_%s", sec->name);
	it.type = "note";
	it.label = sec->intro;
	it.label_cy = sec->intro_cy;
	put(wr, &it);
}

/* Serial, day and age, as lscb-survey-check wants them. */
static void
put_head(struct writer *wr, const struct form *f)
{
	const struct survey *s = f->s;
	const struct survey_stage *st = &s->stages[f->stage];
	char ages[96], stage[80];
	int n = snprintf(ages, sizeof(ages), ". >= %d and . <= %d",
	    s->ages.from, s->ages.to);

	if (s->undefined_age >= 0 && s->undefined == UNDEFINED_COHORT)
		(void)snprintf(ages + n, sizeof(ages) - (size_t)n,
		    " or . = %d", s->undefined_age);
	(void)snprintf(stage, sizeof(stage), "'%s'", st->name);
	put_word(wr, f, (struct item){ .type = "text", .name = "serial",
	    .required = "yes", .constraint = "regex(., "
	    "'^[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}$')" }, "survey-serial");
	put(wr, &(struct item){ .type = "calculate", .name = "stage",
	    .calculation = stage });
	put_word(wr, f, (struct item){ .type = "date", .name = "date",
	    .required = "yes", .constraint = ". <= today()" }, "survey-date");
	put_word(wr, f, (struct item){ .type = "integer", .name = "age",
	    .required = "yes", .constraint = ages }, "survey-age");
	put(wr, &(struct item){ .type = "note", .name = "intro_stage",
	    .label = st->intro, .label_cy = st->intro_cy });
	put_word(wr, f, (struct item){ .type = "note", .name =
	    "intro_rights" }, "survey-rights");
}

static void
end_section(struct writer *wr)
{
	put(wr, &(struct item){ .type = "end_group" });
}

static int
write_survey(struct writer *wr, const struct form *f)
{
	const struct survey *s = f->s;
	size_t i, last = SIZE_MAX;

	wr_header(wr, survey_header, N_SURVEY);
	put_head(wr, f);
	for (i = 0; i < s->n_questions; i++) {
		const struct survey_question *q = &s->questions[i];

		if (!q->stages[f->stage])
			continue;
		if (q->section != last) {
			if (last != SIZE_MAX)
				end_section(wr);
			put_section(wr, &s->sections[q->section]);
		}
		last = q->section;
		if (put_question(wr, f, q) == -1)
			return -1;
	}
	if (last != SIZE_MAX)
		end_section(wr);
	return 0;
}

/* Of the scales that the stage's questions have. */
static void
write_choices(struct writer *wr, const struct form *f)
{
	static const char *const header[] = { "list_name", "name",
	    "label::English (en)", "label::Cymraeg (cy)" };
	const struct survey *s = f->s;
	size_t i, k;

	wr_header(wr, header, 4);
	for (i = 0; i < s->n_scales; i++) {
		const struct survey_scale *scale = &s->scales[i];
		bool used = false;

		for (k = 0; k < s->n_questions; k++)
			used = used || (s->questions[k].scale == scale &&
			    s->questions[k].stages[f->stage]);
		for (k = 0; used && k < scale->n; k++) {
			wr_str(wr, scale->name);
			wr_str(wr, scale->v[k].code);
			wr_str(wr, scale->v[k].text);
			wr_str(wr, scale->v[k].text_cy);
			wr_end(wr);
		}
	}
}

static int
write_settings(struct writer *wr, const struct form *f)
{
	static const char *const header[] = { "form_title", "form_id",
	    "default_language" };
	const struct survey_stage *st = &f->s->stages[f->stage];
	struct buf title = { 0 }, id = { 0 };
	int r = -1;

	wr_header(wr, header, 3);
	if (buf_printf(&title, "%s: %s", f->welsh ? f->s->title_cy :
	    f->s->title, f->welsh ? st->title_cy : st->title) == 0 &&
	    buf_printf(&id, "%s-%s", f->s->id, st->name) == 0) {
		wr_field(wr, title.p, title.n);
		wr_field(wr, id.p, id.n);
		wr_str(wr, f->welsh ? welsh : english);
		wr_end(wr);
		r = 0;
	}
	buf_free(&title);
	buf_free(&id);
	return r;
}

int
sheet_write(struct writer *wr, const struct form *f, const char *sheet)
{
	if (strcmp(sheet, sheet_names[0]) == 0)
		return write_survey(wr, f);
	if (strcmp(sheet, sheet_names[2]) == 0)
		return write_settings(wr, f);
	write_choices(wr, f);
	return 0;
}
