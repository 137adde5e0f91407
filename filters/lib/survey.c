/* SPDX-License-Identifier: MIT */
/* See survey.h.  Questions are in survey_questions.c. */
#include <stdint.h>
#include <string.h>

#include "history.h"
#include "num.h"
#include "survey_read.h"
#include "vocabulary.h"

enum { PATH_SIZE = 4096, YEARS_MAX = 25, DAYS_MAX = 3660, PLACES_MAX = 1000000 };

static const struct def_key survey_keys[] = {
	{ "id", DEF_REQUIRED }, { "title", DEF_REQUIRED },
	{ "title_cy", DEF_REQUIRED }, { "welsh", DEF_REQUIRED },
	{ "ages", DEF_REQUIRED }, { "undefined_age", DEF_OPTIONAL },
	{ "undefined_rule", DEF_OPTIONAL }, { "refused_ends", DEF_REQUIRED },
	{ "withdrawn_ends", DEF_REQUIRED }, { "distress_ends", DEF_REQUIRED },
	{ "asked", DEF_REQUIRED }, { "answered", DEF_REQUIRED },
	{ "refusal", DEF_REPEATS }, { "column", DEF_REPEATS },
	{ "easy_read", DEF_OPTIONAL }, { "easy_read_cy", DEF_OPTIONAL },
	{ "source", DEF_REPEATS }, { "note", DEF_OPTIONAL }
};
static const struct def_key stage_keys[] = {
	{ "name", DEF_REQUIRED }, { "title", DEF_REQUIRED },
	{ "title_cy", DEF_REQUIRED }, { "opens", DEF_REQUIRED },
	{ "opens_at", DEF_OPTIONAL }, { "opens_stage", DEF_OPTIONAL },
	{ "closes", DEF_OPTIONAL }, { "closes_column", DEF_OPTIONAL },
	{ "same_day", DEF_OPTIONAL }, { "from", DEF_OPTIONAL },
	{ "days", DEF_REQUIRED }, { "late", DEF_OPTIONAL },
	{ "needs", DEF_OPTIONAL },
	{ "unopened", DEF_REQUIRED }, { "intro", DEF_REQUIRED },
	{ "intro_cy", DEF_REQUIRED }, { "note", DEF_OPTIONAL }
};
static const struct def_key quota_keys[] = {
	{ "name", DEF_REQUIRED }, { "stage", DEF_REQUIRED },
	{ "places", DEF_REQUIRED }, { "period", DEF_REQUIRED },
	{ "ages", DEF_OPTIONAL }, { "match", DEF_REPEATS },
	{ "note", DEF_OPTIONAL }
};
static const struct def_key scale_keys[] = {
	{ "name", DEF_REQUIRED }, { "answer", DEF_REPEATS },
	{ "note", DEF_OPTIONAL }
};
static const struct def_key section_keys[] = {
	{ "name", DEF_REQUIRED }, { "title", DEF_REQUIRED },
	{ "title_cy", DEF_REQUIRED }, { "intro", DEF_OPTIONAL },
	{ "intro_cy", DEF_OPTIONAL }, { "note", DEF_OPTIONAL }
};
static const struct def_key question_keys[] = {
	{ "name", DEF_REQUIRED }, { "section", DEF_REQUIRED },
	{ "stage", DEF_REPEATS }, { "scale", DEF_OPTIONAL },
	{ "by", DEF_OPTIONAL }, { "asked_if", DEF_OPTIONAL },
	{ "text", DEF_REQUIRED }, { "text_cy", DEF_REQUIRED },
	{ "easy", DEF_OPTIONAL }, { "easy_cy", DEF_OPTIONAL },
	{ "note", DEF_OPTIONAL }
};

#define KEYS(k) k, sizeof(k) / sizeof(*(k))
static const struct def_schema schemas[] = {
	{ "Survey", KEYS(survey_keys) }, { "Stage", KEYS(stage_keys) },
	{ "Quota", KEYS(quota_keys) }, { "Scale", KEYS(scale_keys) },
	{ "Section", KEYS(section_keys) }, { "Question", KEYS(question_keys) }
};

int
survey_bad(struct err *err, const struct survey *s,
    const struct def_field *f, const char *text)
{
	err_set(err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(err, s->file, f->line, f->key);
}

int
survey_unknown(struct err *err, const struct survey *s,
    const struct def_field *f, const char *what, const char *name,
    const char *const *known, size_t n)
{
	const char *near = near_miss(name, known, n);

	err_set(err, STATUS_CONFIG, "bad-definition", "no %s of this name%s%s%s",
	    what, near == NULL ? "" : "; did you mean '",
	    near == NULL ? "" : near, near == NULL ? "" : "'?");
	return err_at(err, s->file, f->line, f->key);
}

const struct def_field *
survey_field(const struct def_record *r, const char *key)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			return &r->fields[i];
	return NULL;
}

int
survey_no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* One of these words; *out gets which. */
static int
read_word(const struct survey *s, const struct def_record *r, const char *key,
    const char *const *words, size_t n, int *out, struct err *err)
{
	const struct def_field *f = survey_field(r, key);
	struct buf b = { 0 };
	size_t i;

	if (f == NULL)
		return 0;
	for (i = 0; i < n; i++)
		if (strcmp(f->value, words[i]) == 0) {
			*out = (int)i;
			return 0;
		}
	for (i = 0; i < n; i++)
		if (buf_printf(&b, "%s%s", i == 0 ? "want " : i + 1 == n ?
		    " or " : ", ", words[i]) == -1)
			break;
	if (i < n || buf_str(&b) == NULL)
		survey_no_memory(err);
	else
		survey_bad(err, s, f, b.p);
	buf_free(&b);
	return -1;
}

static int
read_number(const struct survey *s, const struct def_record *r,
    const char *key, int least, int most, int *out, struct err *err)
{
	const struct def_field *f = survey_field(r, key);
	uint64_t v;

	if (f == NULL)
		return 0;
	if (!num_uint(f->value, strlen(f->value), &v) || v < (uint64_t)least ||
	    v > (uint64_t)most)
		return def_err(err, s->defs, r, key,
		    "want a whole number from %d to %d", least, most);
	*out = (int)v;
	return 0;
}

static int
read_ages(const struct survey *s, const struct def_record *r,
    struct survey_ages *ages, struct err *err)
{
	const struct def_field *f = survey_field(r, "ages");
	const char *to = strstr(f->value, " to ");
	uint64_t a, b;

	if (to == NULL || !num_uint(f->value, (size_t)(to - f->value), &a) ||
	    !num_uint(to + 4, strlen(to + 4), &b) || a > b || b > YEARS_MAX)
		return survey_bad(err, s, f, "want two ages in completed years, "
		    "as 6 to 17");
	*ages = (struct survey_ages){ (int)a, (int)b };
	return 0;
}

static size_t
count_fields(const struct def_record *r, const char *key)
{
	size_t n = 0, i;

	for (i = 0; i < r->n; i++)
		n += strcmp(r->fields[i].key, key) == 0;
	return n;
}

/* The values of a key that may be there several times. */
static int
read_list(struct survey *s, const struct def_record *r, const char *key,
    const char ***list, size_t *n, struct err *err)
{
	size_t i;

	*list = arena_alloc(&s->mem, (count_fields(r, key) + 1) *
	    sizeof(**list));
	if (*list == NULL)
		return survey_no_memory(err);
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			(*list)[(*n)++] = r->fields[i].value;
	return 0;
}

static int
read_survey(struct survey *s, const struct def_record *r, struct err *err)
{
	static const char *const welsh[] = { "draft", "confirmed" };
	static const char *const rules[] = { "refuse", "cohort",
	    "not-involved" };
	static const char *const ends[] = { "stage", "survey" };
	int w = 0, rule = UNDEFINED_REFUSE, e[3] = { 0 };

	s->id = def_get(r, "id");
	if (!plain_name(s->id))
		return def_err(err, s->defs, r, "id",
		    "want lower-case letters, digits and hyphens");
	s->title = def_get(r, "title");
	s->title_cy = def_get(r, "title_cy");
	s->easy_read = def_get(r, "easy_read");
	s->easy_read_cy = def_get(r, "easy_read_cy");
	s->asked = def_get(r, "asked");
	s->answered = def_get(r, "answered");
	s->undefined_age = -1;
	if ((s->easy_read == NULL) != (s->easy_read_cy == NULL))
		return def_err(err, s->defs, r, s->easy_read == NULL ?
		    "easy_read_cy" : "easy_read", "want both languages");
	if (read_ages(s, r, &s->ages, err) == -1 ||
	    read_number(s, r, "undefined_age", 0, YEARS_MAX, &s->undefined_age,
	    err) == -1 || read_word(s, r, "welsh", welsh, 2, &w, err) == -1 ||
	    read_word(s, r, "undefined_rule", rules, 3, &rule, err) == -1 ||
	    read_word(s, r, "refused_ends", ends, 2, &e[0], err) == -1 ||
	    read_word(s, r, "withdrawn_ends", ends, 2, &e[1], err) == -1 ||
	    read_word(s, r, "distress_ends", ends, 2, &e[2], err) == -1)
		return -1;
	if (s->undefined_age >= s->ages.from && s->undefined_age <= s->ages.to)
		return def_err(err, s->defs, r, "undefined_age",
		    "this age is one of ages: leave it out");
	if (s->undefined_age == -1 && def_get(r, "undefined_rule") != NULL)
		return def_err(err, s->defs, r, "undefined_rule",
		    "means nothing without undefined_age");
	s->welsh_draft = w == 0;
	s->undefined = (enum survey_undefined)rule;
	s->refused = (enum survey_ends)e[0];
	s->withdrawn = (enum survey_ends)e[1];
	s->distress = (enum survey_ends)e[2];
	return read_list(s, r, "refusal", &s->refusals, &s->n_refusals,
	    err) == -1 ? -1 : read_list(s, r, "column", &s->columns,
	    &s->n_columns, err);
}

size_t
survey_stage(const struct survey *s, struct field name)
{
	size_t i;

	for (i = 0; i < s->n_stages; i++)
		if (field_eq(name, s->stages[i].name))
			return i;
	return NO_STAGE;
}

int
survey_find_stage(const struct survey *s, const struct def_field *f,
    size_t *out, struct err *err)
{
	const char *names[SURVEY_STAGES];
	size_t i;

	*out = survey_stage(s, (struct field){ f->value, strlen(f->value) });
	if (*out != NO_STAGE)
		return 0;
	for (i = 0; i < s->n_stages; i++)
		names[i] = s->stages[i].name;
	return survey_unknown(err, s, f, "stage", f->value, names,
	    s->n_stages);
}

static int
stage_closes(const struct survey *s, const struct def_record *r,
    struct survey_stage *st, struct err *err)
{
	st->closes = def_get(r, "closes");
	st->closes_column = def_get(r, "closes_column");
	st->closes_at_end = st->closes != NULL && strcmp(st->closes,
	    "end") == 0;
	if (st->closes_at_end) {
		st->closes = NULL;
		if (st->at_end)
			return def_err(err, s->defs, r, "closes", "it opens "
			    "with that end: want an event");
	}
	if (st->closes == NULL && st->closes_column != NULL)
		return def_err(err, s->defs, r, "closes_column",
		    "says when the event of closes is planned: want that too");
	return def_yes_no(s->defs, r, "same_day", &st->same_day, err);
}

static int
read_stage(struct survey *s, const struct def_record *r, struct err *err)
{
	static const char *const at[] = { "date", "end" };
	static const char *const late[] = { "accept", "refuse" };
	struct survey_stage *st = &s->stages[s->n_stages];
	int end = 0, l = 0;

	if (s->n_stages == SURVEY_STAGES)
		return def_err(err, s->defs, r, "name",
		    "there are %d stages already, the most", SURVEY_STAGES);
	st->name = def_get(r, "name");
	if (!plain_name(st->name))
		return def_err(err, s->defs, r, "name",
		    "want lower-case letters, digits and hyphens");
	if (survey_stage(s, (struct field){ st->name, strlen(st->name) }) !=
	    NO_STAGE)
		return def_err(err, s->defs, r, "name",
		    "this stage is there twice");
	st->title = def_get(r, "title");
	st->title_cy = def_get(r, "title_cy");
	st->intro = def_get(r, "intro");
	st->intro_cy = def_get(r, "intro_cy");
	st->opens = def_get(r, "opens");
	st->opens_stage = def_get(r, "opens_stage");
	st->unopened = def_get(r, "unopened");
	st->needs = NO_STAGE;
	if (!plain_name(st->unopened))
		return def_err(err, s->defs, r, "unopened",
		    "want a code: lower-case letters, digits and hyphens");
	if (read_word(s, r, "opens_at", at, 2, &end, err) == -1 ||
	    read_word(s, r, "late", late, 2, &l, err) == -1 ||
	    read_number(s, r, "from", 0, DAYS_MAX, &st->from, err) == -1 ||
	    read_number(s, r, "days", 1, DAYS_MAX, &st->days, err) == -1)
		return -1;
	if (st->from > st->days)
		return def_err(err, s->defs, r, "from",
		    "is later than days: it would never be due");
	st->at_end = end == 1;
	st->late_refused = l == 1;
	if (stage_closes(s, r, st, err) == -1)
		return -1;
	/* Only those before it are there to be found. */
	if (def_get(r, "needs") != NULL && survey_find_stage(s,
	    survey_field(r, "needs"), &st->needs, err) == -1)
		return -1;
	s->n_stages++;
	return 0;
}

/* "column = value" */
static int
read_match(struct survey *s, const struct def_field *f,
    struct survey_match *m, struct err *err)
{
	const char *eq = strstr(f->value, " = ");

	if (eq == NULL || eq == f->value || eq[3] == '\0')
		return survey_bad(err, s, f,
		    "want a column and its value, as sex = F");
	m->column = arena_strndup(&s->mem, f->value, (size_t)(eq - f->value));
	m->value = eq + 3;
	return m->column == NULL ? survey_no_memory(err) : 0;
}

static int
read_quota(struct survey *s, const struct def_record *r, struct err *err)
{
	static const char *const periods[] = { "month", "quarter", "year",
	    "financial-year", "ever" };
	struct survey_quota *q = &s->quotas[s->n_quotas];
	int period = 0;
	size_t i;

	if (s->n_quotas == SURVEY_QUOTAS)
		return def_err(err, s->defs, r, "name",
		    "there are %d quotas already, the most", SURVEY_QUOTAS);
	q->name = def_get(r, "name");
	for (i = 0; i < s->n_quotas; i++)
		if (strcmp(s->quotas[i].name, q->name) == 0)
			return def_err(err, s->defs, r, "name",
			    "this quota is there twice");
	if (!plain_name(q->name))
		return def_err(err, s->defs, r, "name",
		    "want lower-case letters, digits and hyphens");
	q->has_ages = def_get(r, "ages") != NULL;
	if (survey_find_stage(s, survey_field(r, "stage"), &q->stage,
	    err) == -1 || read_number(s, r, "places", 0, PLACES_MAX, &q->places,
	    err) == -1 || read_word(s, r, "period", periods, 5, &period,
	    err) == -1 || (q->has_ages && read_ages(s, r, &q->ages, err) == -1))
		return -1;
	q->ever = period == 4;
	q->grain = q->ever ? GRAIN_YEAR : (enum grain)period;
	q->match = arena_alloc(&s->mem, (count_fields(r, "match") + 1) *
	    sizeof(*q->match));
	if (q->match == NULL)
		return survey_no_memory(err);
	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "match") == 0 && read_match(s,
		    &r->fields[i], &q->match[q->n_match++], err) == -1)
			return -1;
	s->n_quotas++;
	return 0;
}

/* Room for all records of a type, before the first is read. */
static int
make_room(struct survey *s, struct err *err)
{
	size_t n = s->defs->n + 1;

	s->stages = arena_alloc(&s->mem, n * sizeof(*s->stages));
	s->quotas = arena_alloc(&s->mem, n * sizeof(*s->quotas));
	s->scales = arena_alloc(&s->mem, n * sizeof(*s->scales));
	s->sections = arena_alloc(&s->mem, n * sizeof(*s->sections));
	s->questions = arena_alloc(&s->mem, n * sizeof(*s->questions));
	return s->stages == NULL || s->quotas == NULL || s->scales == NULL ||
	    s->sections == NULL || s->questions == NULL ?
	    survey_no_memory(err) : 0;
}

/* All records of a type, in their order: later types look at earlier ones. */
static int
read_all(struct survey *s, const char *type, int (*read)(struct survey *,
    const struct def_record *, struct err *), struct err *err)
{
	size_t i;

	for (i = 0; i < s->defs->n; i++)
		if (strcmp(s->defs->records[i].type, type) == 0 &&
		    read(s, &s->defs->records[i], err) == -1)
			return -1;
	return 0;
}

static int
check_whole(struct survey *s, struct err *err)
{
	size_t i, surveys = 0;

	for (i = 0; i < s->defs->n; i++)
		surveys += strcmp(s->defs->records[i].type, "Survey") == 0;
	if (surveys == 1 && s->n_stages > 0 && s->n_questions > 0)
		return 0;
	err_set(err, STATUS_CONFIG, "bad-definition", "want one Survey, and at "
	    "least one Stage and one Question");
	return err_at(err, s->file, 1, NULL);
}

static int
check_event(const struct survey *s, const struct vocabulary *v,
    const struct def_record *r, const char *key, bool spell, struct err *err)
{
	const struct def_field *f = survey_field(r, key);
	int i;

	if (f == NULL)
		return 0;
	i = vocabulary_event(v, f->value, strlen(f->value));
	if (i == -1)
		return survey_unknown(err, s, f, "event", f->value,
		    v->event_names, v->n_events);
	if (v->events[i].n_members > 0)
		return survey_bad(err, s, f, "stands for several events: want "
		    "one of them");
	return !spell || v->events[i].spell ? 0 :
	    survey_bad(err, s, f, "does not last, so it has no end");
}

static int
check_column(const struct survey *s, const struct history *h,
    const struct def_field *f, const char *name, struct err *err)
{
	return history_column(h, name, strlen(name)) != SIZE_MAX ? 0 :
	    survey_unknown(err, s, f, "column", name, h->names, h->n);
}

/* The events and columns it speaks of are those of the history. */
static int
check_record(const struct survey *s, const struct def_record *r,
    const struct vocabulary *v, const struct history *h, struct err *err)
{
	const struct def_field *f = survey_field(r, "closes");
	const char *at = def_get(r, "opens_at");
	bool to_end = f != NULL && strcmp(f->value, "end") == 0;
	char column[64];
	size_t i, n;

	if (check_event(s, v, r, "asked", false, err) == -1 ||
	    check_event(s, v, r, "answered", false, err) == -1 ||
	    check_event(s, v, r, "opens", to_end || (at != NULL &&
	    strcmp(at, "end") == 0), err) == -1 ||
	    (!to_end && check_event(s, v, r, "closes", false, err) == -1))
		return -1;
	if ((f = survey_field(r, "closes_column")) != NULL &&
	    check_column(s, h, f, f->value, err) == -1)
		return -1;
	for (i = 0; i < r->n; i++) {
		f = &r->fields[i];
		if (strcmp(f->key, "match") != 0)
			continue;
		n = (size_t)(strstr(f->value, " = ") - f->value);
		n = n < sizeof(column) ? n : sizeof(column) - 1;
		memcpy(column, f->value, n);
		column[n] = '\0';
		if (check_column(s, h, f, column, err) == -1)
			return -1;
	}
	return 0;
}

static int
check_words(const struct survey *s, const char *library, struct err *err)
{
	struct vocabulary v;
	struct history h;
	size_t i;
	int r = -1;

	if (vocabulary_read(&v, library, err) == -1)
		return -1;
	if (history_read(&h, library, err) == 0) {
		r = 0;
		for (i = 0; i < s->defs->n && r == 0; i++)
			r = check_record(s, &s->defs->records[i], &v, &h, err);
		history_free(&h);
	}
	vocabulary_free(&v);
	return r;
}

int
survey_read(struct survey *s, const char *library, const char *name,
    struct err *err)
{
	char path[PATH_SIZE];

	memset(s, 0, sizeof(*s));
	if (library_find(library, "surveys", name, path, sizeof(path),
	    err) == -1 || defs_read(&s->defs, path, schemas,
	    sizeof(schemas) / sizeof(*schemas), err) == -1)
		return -1;
	s->file = s->defs->file;
	if (make_room(s, err) == 0 &&
	    read_all(s, "Survey", read_survey, err) == 0 &&
	    read_all(s, "Stage", read_stage, err) == 0 &&
	    read_all(s, "Quota", read_quota, err) == 0 &&
	    read_all(s, "Scale", survey_read_scale, err) == 0 &&
	    read_all(s, "Section", survey_read_section, err) == 0 &&
	    read_all(s, "Question", survey_read_question, err) == 0 &&
	    check_whole(s, err) == 0 && check_words(s, library, err) == 0)
		return 0;
	survey_free(s);
	return -1;
}

void
survey_free(struct survey *s)
{
	defs_free(s->defs);
	arena_free(&s->mem);
	memset(s, 0, sizeof(*s));
}

enum survey_age
survey_age(const struct survey *s, int age)
{
	if (age >= s->ages.from && age <= s->ages.to)
		return AGE_IN;
	if (age == s->undefined_age)
		return s->undefined == UNDEFINED_COHORT ? AGE_IN :
		    s->undefined == UNDEFINED_NOT ? AGE_NOT : AGE_UNDEFINED;
	return age < s->ages.from ? AGE_YOUNG : AGE_OLD;
}

const char *
survey_age_code(enum survey_age age)
{
	return age == AGE_UNDEFINED ? "age-undefined" : age == AGE_NOT ?
	    "age-not-involved" : age == AGE_YOUNG ? "too-young" : "too-old";
}
