/* SPDX-License-Identifier: MIT */
/*
 * Counts the rows of one subject for every indicator, window and group.
 * A row is evaluated once when its condition does not look at the period, else
 * once for each window it is in.  Memory: one cell per window and group.
 */
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

void
tally_init(struct tally *t)
{
	t->total = tool_need(calloc(t->periods.n_windows + 1,
	    sizeof(*t->total)));
	for (size_t i = 0; i < t->n_breakdowns; i++)
		t->breakdowns[i].groups = tool_need(table_new());
}

void
tally_done(struct tally *t)
{
	for (size_t i = 0; i < t->n_breakdowns; i++) {
		struct breakdown *b = &t->breakdowns[i];
		size_t n = table_count(b->groups);

		for (size_t g = 0; g < n; g++)
			free(b->cells[g]);
		free(b->cells);
		free(b->columns);
		table_free(b->groups);
	}
	free(t->breakdowns);
	free(t->total);
	periods_done(&t->periods);
}

/* The cells of the row's group, made when it is the first of it. */
static struct cell *
group_cells(struct engine *e, const struct tally *t, struct breakdown *b,
    size_t row)
{
	size_t n = table_count(b->groups), g;
	int added;

	e->group.n = 0;
	for (size_t i = 0; i < b->n_columns; i++) {
		struct field f = subject_field(&e->subject, row,
		    b->columns[i]);

		if ((i > 0 && buf_addc(&e->group, '+') != 0) ||
		    buf_add(&e->group, f.p, f.n) != 0)
			tool_need(NULL);
	}
	tool_need((void *)(uintptr_t)buf_str(&e->group));
	g = table_add(b->groups, e->group.p, e->group.n, &added);
	if (g == SIZE_MAX)
		tool_need(NULL);
	if (added) {
		b->cells = tool_need(grow(b->cells, n, &b->cells_cap,
		    sizeof(*b->cells)));
		b->cells[g] = tool_need(calloc(t->periods.n_windows + 1,
		    sizeof(**b->cells)));
	}
	return b->cells[g];
}

static void
bump(struct cell *c, enum cell_part part, bool distinct, uint64_t serial)
{
	if (distinct && c->subject[part] == serial)
		return;
	c->subject[part] = serial;
	c->n[part]++;
}

/* Adds a row to a run of windows of the total and of its groups. */
static void
add(struct engine *e, struct tally *t, size_t row, struct run run,
    enum cell_part part, bool distinct)
{
	if (run.a >= run.b)
		return;
	for (size_t w = run.a; w < run.b; w++)
		bump(&t->total[w], part, distinct, e->serial);
	for (size_t i = 0; i < t->n_breakdowns; i++) {
		struct cell *cells = group_cells(e, t, &t->breakdowns[i],
		    row);

		for (size_t w = run.a; w < run.b; w++)
			bump(&cells[w], part, distinct, e->serial);
	}
}

/* The row passed where: is it matched, and then where is it counted. */
static void
place(struct engine *e, struct tally *t, const struct expr_ctx *ctx,
    size_t row, struct run run, const struct measure *m, enum cell_part part)
{
	if (condition_holds(t->matched, ctx, row))
		add(e, t, row, run, part, m->distinct);
	else if (part == PART_OF)
		add(e, t, row, run, PART_UNMATCHED, true);
}

static void
count_row(struct engine *e, struct tally *t, const struct measure *m,
    enum cell_part part, size_t row)
{
	struct expr_ctx ctx = {
		.subject = &e->subject, .holidays = e->holidays
	};
	struct run runs[2];

	periods_of(&t->periods, m->rows.anchor, &e->subject.rows[row], runs);
	if (!m->by_window && !t->matched_by_window) {
		if ((runs[0].b == 0 && runs[1].b == 0) ||
		    !condition_holds(m->rows.where, &ctx, row))
			return;
		place(e, t, &ctx, row, runs[0], m, part);
		place(e, t, &ctx, row, runs[1], m, part);
		return;
	}
	for (int i = 0; i < 2; i++)
		for (size_t w = runs[i].a; w < runs[i].b; w++) {
			ctx.window = t->periods.windows[w];
			if (condition_holds(m->rows.where, &ctx, row))
				place(e, t, &ctx, row,
				    (struct run){ w, w + 1 }, m, part);
		}
}

static void
count_measure(struct engine *e, struct tally *t, const struct measure *m,
    enum cell_part part)
{
	if (m->kind != 0 && e->subject.id.p[0] != m->kind)
		return;
	for (size_t i = 0; i < m->rows.n_events; i++) {
		const struct subject_list *list =
		    &e->subject.of_event[m->rows.events[i]];

		for (size_t k = 0; k < list->n; k++)
			count_row(e, t, m, part, list->v[k]);
	}
}

void
tally_subject(struct engine *e)
{
	if (e->subject.n_rows == 0)
		return;
	e->serial++;
	for (size_t i = 0; i < e->n_tallies; i++) {
		struct tally *t = &e->tallies[i];

		count_measure(e, t, t->count, PART_COUNT);
		if (t->of != NULL)
			count_measure(e, t, t->of, PART_OF);
	}
}
