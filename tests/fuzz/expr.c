/* SPDX-License-Identifier: MIT */
/*
 * Expressions, the language of indicators.  A line is the measures, the rest a
 * condition; against the library's own vocabulary each is compiled, or refused
 * as a mistake in a definition with a sentence.  What was compiled is asked of
 * a subject with a few rows.
 */
#include <limits.h>

#include "expr.h"
#include "fuzz.h"
#include "history.h"
#include "vocabulary.h"

static struct vocabulary vocab;
static struct history history;
static const char **columns;
static size_t n_columns;
static struct holidays *holidays;

static void
setup(void)
{
	static const char *const base[HISTORY_BASE] = { "subject", "date",
	    "end", "event", "source" };
	char library[PATH_MAX];
	struct err err = { 0 };

	if (columns != NULL)
		return;
	if (realpath("pipelines/library", library) == NULL)
		MUST_SAY(false, "run this from the top of the source tree");
	MUST(vocabulary_read(&vocab, library, &err) == 0);
	MUST(history_read(&history, library, &err) == 0);
	MUST(holidays_read(&holidays, "pipelines/library/bank-holidays.csv",
	    &err) == 0);
	n_columns = HISTORY_BASE + history.n;
	columns = calloc(n_columns, sizeof(*columns));
	MUST(columns != NULL);
	memcpy(columns, base, sizeof(base));
	memcpy(columns + HISTORY_BASE, history.names,
	    history.n * sizeof(*columns));
}

/* Rows of every event there is, some spells open, some cells numbers. */
static void
fill(struct subject *s)
{
	static const char *const texts[] = { "", "1", "0.5", "yes", "2026-01",
	    "registration", "unborn" };
	struct subject_number *numbers = calloc(n_columns, sizeof(*numbers));
	struct field *fields = calloc(n_columns, sizeof(*fields));
	struct subject_row row;
	size_t i, k;

	MUST(numbers != NULL && fields != NULL);
	MUST(subject_begin(s, (struct field){ "c1", 2 }) == 0);
	for (i = 0; i < 3 * vocab.n_events; i++) {
		if (vocab.events[i % vocab.n_events].n_members > 0)
			continue;
		memset(&row, 0, sizeof(row));
		row.date = date_make(2023 + (int)(i / vocab.n_events), 1, 31);
		row.end = i % 2 == 0 ? DATE_NONE : row.date + 20;
		row.month = month_number(row.date);
		row.end_month = row.last_month =
		    row.end == DATE_NONE ? INT_MAX : month_number(row.end);
		row.birth = i % 3 == 0 ? BIRTH_UNSAID : 2015 * 12;
		row.event = i % vocab.n_events;
		for (k = 0; k < n_columns; k++) {
			const char *text = texts[(i + k) % LEN(texts)];

			fields[k] = (struct field){ text, strlen(text) };
			numbers[k] = (struct subject_number){ 5, k % 2 == 0 ?
			    1 : -1 };
		}
		MUST(subject_add(s, &row, fields, numbers) == 0);
	}
	free(numbers);
	free(fields);
}

static void
ask_row(const struct measure *m, const struct node *where,
    struct expr_ctx *ctx, size_t row)
{
	const char *failing;
	int64_t digits;
	size_t n = 0;
	int scale;

	ctx->suppose = true;
	ctx->come = (unsigned)row;
	(void)condition_holds(where, ctx, row);
	ctx->suppose = false;
	failing = condition_failing(where, ctx, row, &n);
	MUST((failing == NULL) == condition_holds(where, ctx, row));
	(void)measure_ripe(m, ctx, row);
	if (m->value != NULL && measure_value(m, ctx, row, &digits, &scale))
		MUST(scale >= 0 && scale <= 9);
}

static void
ask(const struct measure *m, const struct node *where,
    const struct expr_env *env)
{
	struct expr_ctx ctx = { 0 };
	struct subject s;
	bool *keep = calloc(n_columns * vocab.n_events, sizeof(*keep));
	size_t i, k, e;

	MUST(keep != NULL);
	memcpy(keep, env->asked, n_columns * vocab.n_events * sizeof(*keep));
	for (i = 0; i < vocab.n_events; i++)
		for (k = 0; env->whole_event[i] && k < n_columns; k++)
			keep[i * n_columns + k] = true;
	MUST(subject_init(&s, keep, n_columns, vocab.n_events) == 0);
	fill(&s);
	ctx.subject = &s;
	ctx.as_of = date_make(2025, 6, 30);
	ctx.holidays = holidays;
	ctx.window.start = date_make(2024, 4, 1);
	ctx.window.close = date_make(2025, 3, 31);
	ctx.window.start_month = month_number(ctx.window.start);
	ctx.window.close_month = month_number(ctx.window.close);
	for (i = 0; i < m->rows.n_events; i++) {
		e = m->rows.events[i];
		for (k = 0; k < s.of_event[e].n; k++)
			ask_row(m, where, &ctx, s.of_event[e].v[k]);
	}
	subject_done(&s);
	free(keep);
}

static void
must_be_told(const struct err *err)
{
	MUST(err->status == STATUS_CONFIG && err->text[0] != '\0');
}

static void
compile(const char *measures, const char *condition)
{
	struct measure *count = NULL, *of = NULL;
	const struct node *where;
	struct expr_env env;
	struct err err = { 0 };
	bool by_window;

	memset(&env, 0, sizeof(env));
	MUST(expr_env_init(&env, &vocab, columns, n_columns) == 0);
	env.history = &history;
	if (measure_pair_compile(&count, &of, measures, &env, &err) == -1) {
		must_be_told(&err);
	} else {
		MUST(count->rows.n_events > 0);
		if (*condition != '\0' && condition_compile(&where,
		    &by_window, condition, count, &env, &err) == -1)
			must_be_told(&err);
		else if (*condition != '\0')
			ask(count, where, &env);
		ask(count, count->rows.where, &env);
		if (of != NULL)
			ask(of, of->rows.where, &env);
	}
	expr_env_done(&env);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 2), *rest;

	setup();
	MUST(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = text[size + 1] = '\0';
	rest = strchr(text, '\n');
	if (rest != NULL)
		*rest++ = '\0';
	compile(text, rest == NULL ? "" : rest);
	free(text);
	return 0;
}
