/* SPDX-License-Identifier: MIT */
/*
 * Writes the rows behind one figure: every row of the indicator's events that
 * lies in the period, whether it counts in the numerator and the denominator,
 * and of those that do not, why.  The rows are as the history has them, so
 * they are as de-identified as it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

/* The months from a day to another; 0: they are not whole months. */
static int
whole_months(date from, date to)
{
	int y, m, first_day, after_day;

	date_split(from, &y, &m, &first_day);
	date_split(to + 1, &y, &m, &after_day);
	return first_day == 1 && after_day == 1 && to > from ?
	    month_number(to + 1) - month_number(from) : 0;
}

/* A day in the period, or the first and the last: 2026-01-01..2026-03-31. */
static void
open_period(struct tally *t, const char *text)
{
	size_t n = strlen(text);
	date from = date_parse(text, n), to;
	int months = t->periods.months;

	if (n == 22 && memcmp(text + 10, "..", 2) == 0) {
		from = date_parse(text, 10);
		to = date_parse(text + 12, 10);
		months = from == DATE_NONE || to == DATE_NONE ? 0 :
		    whole_months(from, to);
		if (months == 0)
			tool_usage("the period wants whole months, such as "
			    "2026-01-01..2026-03-31");
	} else if (from == DATE_NONE) {
		tool_usage("the period wants a day in it, such as "
		    "2026-02-14, or 2026-01-01..2026-03-31");
	} else {
		from = period_start(t->ind->period, from);
	}
	periods_done(&t->periods);
	if (periods_one(&t->periods, month_number(from), months) != 0)
		tool_need(NULL);
}

void
explain_begin(struct engine *e, const char *period, const struct reader *rd)
{
	static const char *const first[] = {
		"numerator", "denominator", "why"
	};
	const struct rec *header = rd_header(rd);

	open_period(&e->tallies[0], period);
	e->explained = tool_output();
	for (size_t i = 0; i < 3; i++)
		wr_str(e->explained, first[i]);
	for (size_t i = 0; i < header->n; i++)
		wr_field(e->explained, header->f[i].p, header->f[i].n);
	wr_end(e->explained);
}

static bool
is_of(const struct engine *e, const struct measure *m, size_t row)
{
	return m != NULL && (m->kind == 0 || e->subject.id.p[0] == m->kind) &&
	    selection_has(&m->rows, e->subject.rows[row].event);
}

static bool
in_period(const struct engine *e, const struct measure *m, size_t row)
{
	struct run runs[2];

	if (!is_of(e, m, row))
		return false;
	periods_of(&e->tallies[0].periods, m->rows.anchor,
	    &e->subject.rows[row], runs);
	return runs[0].a < runs[0].b;
}

/* What a row is in one part of the figure. */
struct told {
	const char *word;	/* yes, no, again, censored, unmatched; "" */
	const char *why;	/* the condition it fails of; NULL: none */
	size_t why_n;
};

static struct told
tell(const struct engine *e, const struct measure *m, enum cell_part part,
    const struct expr_ctx *ctx, size_t row, bool *counted)
{
	const struct tally *t = &e->tallies[0];
	struct told told = { "", NULL, 0 };
	int64_t digits;
	int scale;

	if (!in_period(e, m, row))
		return told;
	switch (place_row(t, m, part, ctx, row)) {
	case PLACED_NOWHERE:
		told.word = "no";
		told.why = condition_failing(m->rows.where, ctx, row,
		    &told.why_n);
		break;
	case PLACED_UNMATCHED:
		told.word = "unmatched";
		told.why = condition_failing(t->matched, ctx, row,
		    &told.why_n);
		break;
	case PLACED_CENSORED:
		told.word = "censored";
		break;
	case PLACED_COUNTED:
		told.word = m->distinct && *counted ? "again" : "yes";
		if (m->value != NULL && !measure_value(m, ctx, row, &digits,
		    &scale))
			told.word = "no-value";
		*counted = true;
		break;
	}
	return told;
}

static void
write_row(struct engine *e, size_t row, const struct told *count,
    const struct told *of)
{
	const struct told *said = of->why != NULL ? of : count;
	struct writer *wr = e->explained;

	wr_str(wr, count->word);
	wr_str(wr, of->word);
	wr_field(wr, said->why == NULL ? "" : said->why, said->why_n);
	for (size_t c = 0; c < e->env.n_present; c++) {
		struct field f = subject_own_field(&e->subject, row, c);

		wr_field(wr, f.p, f.n);
	}
	wr_end(wr);
}

void
explain_subject(struct engine *e)
{
	const struct tally *t = &e->tallies[0];
	struct expr_ctx ctx = {
		.subject = &e->subject, .holidays = e->holidays,
		.window = t->periods.windows[0], .as_of = e->opts->date,
		.reach = e->reach
	};
	bool counted = false, of_counted = false;

	for (size_t row = 0; row < e->subject.n_rows; row++) {
		struct told count = tell(e, t->count, PART_COUNT, &ctx, row,
		    &counted);
		struct told of = tell(e, t->of, PART_OF, &ctx, row,
		    &of_counted);

		/* What is in neither number is so in both columns. */
		if (*count.word != '\0' && (strcmp(of.word, "censored") ==
		    0 || strcmp(of.word, "unmatched") == 0))
			count = of;
		if (*count.word != '\0' || *of.word != '\0')
			write_row(e, row, &count, &of);
	}
}
