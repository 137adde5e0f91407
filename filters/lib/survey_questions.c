/* SPDX-License-Identifier: MIT */
/* See survey.h: the questionnaires. */
#include <stdint.h>
#include <string.h>

#include "survey_read.h"

/* A column's name, and a name of XForms: letters, digits and underscores. */
static bool
column_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 64 && *s >= 'a' && *s <= 'z' &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

size_t
survey_answer(const struct survey_scale *scale, struct field code)
{
	size_t i;

	for (i = 0; i < scale->n; i++)
		if (field_eq(code, scale->v[i].code))
			return i;
	return SIZE_MAX;
}

/* "code = English | Welsh" */
static int
read_answer(struct survey *s, const struct def_field *f,
    struct survey_scale *scale, struct err *err)
{
	struct survey_answer *a = &scale->v[scale->n];
	const char *eq = strstr(f->value, " = ");
	const char *bar = eq == NULL ? NULL : strstr(eq + 3, " | ");

	if (bar == NULL || bar == eq + 3 || bar[3] == '\0' ||
	    strstr(bar + 3, " | ") != NULL)
		return survey_bad(err, s, f, "want a code and both languages, "
		    "as agree = I agree | Cytuno");
	a->code = arena_strndup(&s->mem, f->value, (size_t)(eq - f->value));
	a->text = arena_strndup(&s->mem, eq + 3, (size_t)(bar - eq) - 3);
	a->text_cy = bar + 3;
	if (a->code == NULL || a->text == NULL)
		return survey_no_memory(err);
	if (!plain_name(a->code))
		return survey_bad(err, s, f, "want a code of lower-case "
		    "letters, digits and hyphens before the =");
	if (survey_answer(scale, (struct field){ a->code,
	    strlen(a->code) }) != SIZE_MAX)
		return survey_bad(err, s, f, "this code is there twice");
	scale->n++;
	return 0;
}

int
survey_read_scale(struct survey *s, const struct def_record *r,
    struct err *err)
{
	struct survey_scale *scale = &s->scales[s->n_scales];
	size_t i;

	scale->name = def_get(r, "name");
	if (!plain_name(scale->name))
		return def_err(err, s->defs, r, "name",
		    "want lower-case letters, digits and hyphens");
	for (i = 0; i < s->n_scales; i++)
		if (strcmp(s->scales[i].name, scale->name) == 0)
			return def_err(err, s->defs, r, "name",
			    "this scale is there twice");
	scale->v = arena_alloc(&s->mem, r->n * sizeof(*scale->v));
	if (scale->v == NULL)
		return survey_no_memory(err);
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "answer") == 0 &&
		    read_answer(s, &r->fields[i], scale, err) == -1)
			return -1;
	if (scale->n < 2)
		return def_err(err, s->defs, r, "name",
		    "a scale has two answers at least");
	s->n_scales++;
	return 0;
}

int
survey_read_section(struct survey *s, const struct def_record *r,
    struct err *err)
{
	struct survey_section *sec = &s->sections[s->n_sections];
	size_t i;

	sec->name = def_get(r, "name");
	sec->title = def_get(r, "title");
	sec->title_cy = def_get(r, "title_cy");
	sec->intro = def_get(r, "intro");
	sec->intro_cy = def_get(r, "intro_cy");
	if (!column_name(sec->name))
		return def_err(err, s->defs, r, "name", "want lower-case "
		    "letters, digits and underscores");
	if ((sec->intro == NULL) != (sec->intro_cy == NULL))
		return def_err(err, s->defs, r, sec->intro == NULL ?
		    "intro_cy" : "intro", "want both languages");
	for (i = 0; i < s->n_sections; i++)
		if (strcmp(s->sections[i].name, sec->name) == 0)
			return def_err(err, s->defs, r, "name",
			    "this section is there twice");
	s->n_sections++;
	return 0;
}

/* By name among n things whose names are at these places; or unknown. */
static int
find(const struct survey *s, const struct def_field *f, const char *what,
    const char **names, size_t n, size_t *out, struct err *err)
{
	for (*out = 0; *out < n; (*out)++)
		if (strcmp(names[*out], f->value) == 0)
			return 0;
	return survey_unknown(err, s, f, what, f->value, names, n);
}

static int
find_section(struct survey *s, const struct def_record *r,
    struct survey_question *q, struct err *err)
{
	const char **names = arena_alloc(&s->mem, (s->n_sections + 1) *
	    sizeof(*names));
	size_t i;

	if (names == NULL)
		return survey_no_memory(err);
	for (i = 0; i < s->n_sections; i++)
		names[i] = s->sections[i].name;
	if (find(s, survey_field(r, "section"), "section", names,
	    s->n_sections, &q->section, err) == -1)
		return -1;
	/* A form has each section once. */
	if (s->n_questions > 0 && q->section < q[-1].section)
		return def_err(err, s->defs, r, "section", "stands before the "
		    "section of the question above: keep the order of Section");
	return 0;
}

static int
find_scale(struct survey *s, const struct def_record *r,
    struct survey_question *q, struct err *err)
{
	const struct def_field *f = survey_field(r, "scale");
	const char **names;
	size_t i;

	if (f == NULL)
		return 0;
	names = arena_alloc(&s->mem, (s->n_scales + 1) * sizeof(*names));
	if (names == NULL)
		return survey_no_memory(err);
	for (i = 0; i < s->n_scales; i++)
		names[i] = s->scales[i].name;
	if (find(s, f, "scale", names, s->n_scales, &i, err) == -1)
		return -1;
	q->scale = &s->scales[i];
	return 0;
}

static int
find_stages(struct survey *s, const struct def_record *r,
    struct survey_question *q, struct err *err)
{
	size_t i, stage, n = 0;

	for (i = 0; i < r->n; i++) {
		if (strcmp(r->fields[i].key, "stage") != 0)
			continue;
		if (survey_find_stage(s, &r->fields[i], &stage, err) == -1)
			return -1;
		if (q->stages[stage])
			return survey_bad(err, s, &r->fields[i],
			    "this stage is there twice");
		q->stages[stage] = true;
		n++;
	}
	return n > 0 ? 0 : def_err(err, s->defs, r, "name",
	    "want the stages at which it is asked");
}

/* The answers "a, b, c", marked by their places on the scale. */
static int
read_answers(const struct survey *s, const struct def_field *f,
    struct survey_question *q, const char *p, struct err *err)
{
	const struct survey_scale *scale = s->questions[q->if_question].scale;
	size_t n, i;

	for (;; p += n + 2) {
		n = strcspn(p, ",");
		i = survey_answer(scale, (struct field){ p, n });
		if (i == SIZE_MAX)
			return survey_bad(err, s, f, "want codes of that "
			    "question's scale, as agree, strongly-agree");
		q->if_answers[i] = true;
		if (p[n] == '\0')
			return 0;
		if (p[n + 1] != ' ')
			return survey_bad(err, s, f,
			    "want a comma and a blank between codes");
	}
}

/* "question = answer, answer" */
static int
read_condition(struct survey *s, const struct def_record *r,
    struct survey_question *q, struct err *err)
{
	const struct def_field *f = survey_field(r, "asked_if");
	const char *eq = f == NULL ? NULL : strstr(f->value, " = "), **names;
	const struct survey_question *on;
	size_t i;

	q->if_question = SIZE_MAX;
	if (f == NULL)
		return 0;
	if (eq == NULL)
		return survey_bad(err, s, f, "want an earlier question and its "
		    "answers, as listened = disagree, strongly-disagree");
	names = arena_alloc(&s->mem, (s->n_questions + 1) * sizeof(*names));
	if (names == NULL)
		return survey_no_memory(err);
	for (i = 0; i < s->n_questions; i++) {
		names[i] = s->questions[i].name;
		if (strlen(names[i]) == (size_t)(eq - f->value) &&
		    memcmp(names[i], f->value, strlen(names[i])) == 0)
			q->if_question = i;
	}
	if (q->if_question == SIZE_MAX) {
		char *name = arena_strndup(&s->mem, f->value,
		    (size_t)(eq - f->value));

		return name == NULL ? survey_no_memory(err) : survey_unknown(err,
		    s, f, "earlier question", name, names, s->n_questions);
	}
	on = &s->questions[q->if_question];
	if (on->scale == NULL)
		return survey_bad(err, s, f, "that question is open: want one "
		    "with a scale");
	for (i = 0; i < s->n_stages; i++)
		if (q->stages[i] && !on->stages[i])
			return survey_bad(err, s, f, "that question is not "
			    "asked at every stage of this one");
	q->if_answers = arena_alloc(&s->mem, on->scale->n *
	    sizeof(*q->if_answers));
	return q->if_answers == NULL ? survey_no_memory(err) :
	    read_answers(s, f, q, eq + 3, err);
}

int
survey_read_question(struct survey *s, const struct def_record *r,
    struct err *err)
{
	struct survey_question *q = &s->questions[s->n_questions];
	const char *by = def_get(r, "by");
	size_t i;

	q->name = def_get(r, "name");
	q->text = def_get(r, "text");
	q->text_cy = def_get(r, "text_cy");
	q->easy = def_get(r, "easy");
	q->easy_cy = def_get(r, "easy_cy");
	if (!column_name(q->name))
		return def_err(err, s->defs, r, "name", "want lower-case "
		    "letters, digits and underscores");
	for (i = 0; i < s->n_questions; i++)
		if (strcmp(s->questions[i].name, q->name) == 0)
			return def_err(err, s->defs, r, "name",
			    "this question is there twice");
	if ((q->easy == NULL) != (q->easy_cy == NULL))
		return def_err(err, s->defs, r, q->easy == NULL ? "easy_cy" :
		    "easy", "want both languages");
	if (by != NULL && strcmp(by, "advocate") != 0 &&
	    strcmp(by, "child") != 0)
		return def_err(err, s->defs, r, "by", "want child or advocate");
	q->by_advocate = by != NULL && strcmp(by, "advocate") == 0;
	if (find_section(s, r, q, err) == -1 || find_scale(s, r, q, err) == -1 ||
	    find_stages(s, r, q, err) == -1 ||
	    read_condition(s, r, q, err) == -1)
		return -1;
	s->n_questions++;
	return 0;
}
