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
tally_done(struct tally *t)
{
	for (size_t i = 0; i < t->n_breakdowns; i++) {
		struct breakdown *b = &t->breakdowns[i];

		for (size_t g = 0; g < b->n_cells; g++)
			free(b->cells[g]);
		free(b->cells);
		values_done(&b->values);
	}
	free(t->breakdowns);
	periods_done(&t->periods);
}

/* The cells of a group, made when a row is the first of it. */
static struct cell *
cells_of(const struct tally *t, struct breakdown *b, size_t group)
{
	if (group >= b->n_cells) {
		size_t n = group + group / 2 + 1;

		b->cells = tool_need(realloc(b->cells, n *
		    sizeof(*b->cells)));
		memset(b->cells + b->n_cells, 0, (n - b->n_cells) *
		    sizeof(*b->cells));
		b->n_cells = n;
	}
	if (b->cells[group] == NULL)
		b->cells[group] = tool_need(calloc(t->periods.n_windows + 1,
		    sizeof(**b->cells)));
	return b->cells[group];
}

void
tally_init(struct engine *e, struct tally *t)
{
	struct table *total = e->groupings[t->breakdowns[0].grouping].groups;

	for (size_t i = 0; t->spread && i < t->n_breakdowns; i++)
		values_init(&t->breakdowns[i].values);
	/* The total is there also when no row counts. */
	if (table_add(total, "", 0, NULL) != 0)
		tool_need(NULL);
	(void)cells_of(t, &t->breakdowns[0], 0);
}

/*
 * A subject counts once however many of its rows do, and is censored or
 * unmatched only while none of its rows counts: in the denominator, where there
 * is one.
 */
static void
bump_subject(const struct tally *t, struct cell *c, enum cell_part part,
    uint64_t serial)
{
	enum cell_part whole = t->of != NULL ? PART_OF : PART_COUNT;
	bool left_out = part == PART_CENSORED || part == PART_UNMATCHED;

	if (c->subject[part] == serial ||
	    (left_out && c->subject[whole] == serial))
		return;
	c->subject[part] = serial;
	c->n[part]++;
	if (part != whole)
		return;
	for (int i = PART_UNMATCHED; i <= PART_CENSORED; i++)
		if (c->subject[i] == serial) {
			c->n[i]--;
			c->subject[i] = 0;
		}
}

_Noreturn static void
too_large(const struct tally *t)
{
	struct err err;

	err_set(&err, STATUS_DATA, "too-large", "a sum of '%s' has more than "
	    "18 digits", t->ind->id);
	tool_die(&err);
}

/* Sums are kept at the finest scale met so far. */
static void
refine(struct tally *t, enum cell_part part, int scale)
{
	for (; t->scale[part] < scale; t->scale[part]++)
		for (size_t i = 0; i < t->n_breakdowns; i++)
			for (size_t g = 0; g < t->breakdowns[i].n_cells; g++) {
				struct cell *c = t->breakdowns[i].cells[g];

				for (size_t w = 0; c != NULL &&
				    w < t->periods.n_windows; w++)
					if (__builtin_mul_overflow(
					    c[w].n[part], 10, &c[w].n[part]))
						too_large(t);
			}
}

/* What a row adds: its subject, if that has not been, or so much. */
struct addend {
	bool distinct;
	int64_t digits;		/* of the tally's scale; 1 for a row */
};

static void
add_to(const struct tally *t, struct cell *c, enum cell_part part,
    const struct addend *a, uint64_t serial)
{
	if (a->distinct)
		bump_subject(t, c, part, serial);
	else if (__builtin_add_overflow(c->n[part], a->digits, &c->n[part]))
		too_large(t);
}

/* Adds a row to a run of windows of the total and of its groups. */
static void
add(struct engine *e, struct tally *t, const struct expr_ctx *ctx,
    size_t row, enum anchor anchor, struct run run, enum cell_part part,
    const struct addend *a)
{
	for (size_t i = 0; i < t->n_breakdowns; i++) {
		struct breakdown *b = &t->breakdowns[i];
		struct cell *cells = cells_of(t, b, group_of(e, b->grouping,
		    row, anchor, ctx));

		for (size_t w = run.a; w < run.b; w++)
			add_to(t, &cells[w], part, a, e->serial);
	}
}

/* A value of a mean or median: how many there are, and this one once more. */
static void
spread(struct engine *e, struct tally *t, const struct expr_ctx *ctx,
    size_t row, enum anchor anchor, struct run run, int64_t digits, int scale)
{
	const struct addend one = { .digits = 1 };

	add(e, t, ctx, row, anchor, run, PART_OF, &one);
	for (size_t i = 0; i < t->n_breakdowns; i++)
		values_add(&t->breakdowns[i].values, group_of(e,
		    t->breakdowns[i].grouping, row, anchor, ctx), digits,
		    scale, run, t->periods.n_windows);
}

/* The row counts: adds it, or the value it has; one without a value does not. */
static void
count(struct engine *e, struct tally *t, const struct measure *m,
    const struct expr_ctx *ctx, size_t row, struct run run,
    enum cell_part part)
{
	struct addend a = { .distinct = m->distinct, .digits = 1 };
	int64_t digits;
	int scale;

	if (m->value != NULL) {
		if (!measure_value(m, ctx, row, &digits, &scale))
			return;
		refine(t, part, scale);
		a.digits = digits;
		for (int s = scale; s < t->scale[part]; s++)
			if (__builtin_mul_overflow(a.digits, 10, &a.digits))
				too_large(t);
		if (t->spread)
			spread(e, t, ctx, row, m->rows.anchor, run, digits,
			    scale);
	}
	add(e, t, ctx, row, m->rows.anchor, run, part, &a);
}

/* Whether a row without its time might yet count, however things come. */
static bool
may_count(const struct measure *m, const struct expr_ctx *ctx, size_t row)
{
	struct expr_ctx then = *ctx;

	then.suppose = true;
	for (then.come = 0; then.come < 1u << m->n_outcomes; then.come++)
		if (condition_holds(m->rows.where, &then, row))
			return true;
	return false;
}

static bool
has_had_time(const struct tally *t, const struct expr_ctx *ctx, size_t row)
{
	return !t->outcomes || (measure_ripe(t->count, ctx, row) &&
	    (t->of == NULL || measure_ripe(t->of, ctx, row)));
}

enum placed
place_row(const struct tally *t, const struct measure *m,
    enum cell_part part, const struct expr_ctx *ctx, size_t row)
{
	bool ripe = has_had_time(t, ctx, row);

	/* The denominator's rows say who was censored, if there is one. */
	if (!ripe && part == PART_COUNT && t->of != NULL)
		return PLACED_NOWHERE;
	if (!(ripe ? condition_holds(m->rows.where, ctx, row) :
	    may_count(m, ctx, row)))
		return PLACED_NOWHERE;
	if (!condition_holds(t->matched, ctx, row))
		return part == PART_OF ? PLACED_UNMATCHED : PLACED_NOWHERE;
	return ripe ? PLACED_COUNTED : PLACED_CENSORED;
}

/* Puts the row where it belongs in a run of windows that see it alike. */
static void
place(struct engine *e, struct tally *t, const struct measure *m,
    enum cell_part part, const struct expr_ctx *ctx, size_t row,
    struct run run)
{
	const struct addend subject = { .distinct = true };
	const struct addend censored = {
		.distinct = m->distinct, .digits = 1
	};

	switch (place_row(t, m, part, ctx, row)) {
	case PLACED_NOWHERE:
		return;
	case PLACED_COUNTED:
		count(e, t, m, ctx, row, run, part);
		return;
	case PLACED_UNMATCHED:
		add(e, t, ctx, row, m->rows.anchor, run, PART_UNMATCHED,
		    &subject);
		return;
	case PLACED_CENSORED:
		add(e, t, ctx, row, m->rows.anchor, run, PART_CENSORED,
		    &censored);
		return;
	}
}

/* Whether windows may see the row differently beyond its anchor. */
static bool
looks_at_window(const struct engine *e, const struct tally *t,
    const struct measure *m)
{
	if (m->by_window || t->matched_by_window || (t->outcomes &&
	    (t->count->by_window || (t->of != NULL && t->of->by_window))))
		return true;
	if (m->rows.anchor != ANCHOR_OPEN)
		return false;
	for (size_t i = 0; i < t->n_breakdowns; i++)
		if (e->groupings[t->breakdowns[i].grouping].has_bands)
			return true;
	return false;
}

static void
add_use(struct engine *e, struct tally *t, const struct measure *m,
    enum cell_part part)
{
	for (size_t i = 0; m != NULL && i < m->rows.n_events; i++) {
		struct uses *u = &e->uses[m->rows.events[i]];

		u->v = tool_need(grow(u->v, u->n, &u->cap, sizeof(*u->v)));
		u->v[u->n++] = (struct use){ t, m, part,
		    looks_at_window(e, t, m) };
	}
}

void
tally_uses(struct engine *e)
{
	e->uses = tool_need(calloc(e->vocab.n_events + 1, sizeof(*e->uses)));
	for (size_t i = 0; i < e->n_tallies; i++) {
		struct tally *t = &e->tallies[i];

		add_use(e, t, t->count, PART_COUNT);
		add_use(e, t, t->of, PART_OF);
	}
}

static void
count_row(struct engine *e, const struct use *use, struct expr_ctx *ctx,
    size_t row)
{
	struct tally *t = use->tally;
	const struct measure *m = use->measure;
	struct run runs[2];

	periods_of(&t->periods, m->rows.anchor, &e->subject.rows[row], runs);
	for (int i = 0; i < 2; i++) {
		if (runs[i].a >= runs[i].b)
			continue;
		if (!use->by_window) {
			place(e, t, m, use->part, ctx, row, runs[i]);
			continue;
		}
		for (size_t w = runs[i].a; w < runs[i].b; w++) {
			ctx->window = t->periods.windows[w];
			place(e, t, m, use->part, ctx, row,
			    (struct run){ w, w + 1 });
		}
	}
}

void
tally_subject(struct engine *e)
{
	const struct subject *s = &e->subject;
	struct expr_ctx ctx = {
		.subject = s, .holidays = e->holidays,
		.as_of = e->opts->date, .reach = e->reach
	};

	if (s->n_rows == 0)
		return;
	e->serial++;
	groupings_next(e);
	if (e->explained != NULL) {
		explain_subject(e);
		return;
	}
	for (size_t i = 0; i < s->n_present; i++) {
		const struct uses *uses = &e->uses[s->present[i]];
		const struct subject_list *list =
		    &s->of_event[s->present[i]];

		for (size_t k = 0; k < uses->n; k++) {
			char kind = uses->v[k].measure->kind;

			if (kind != 0 && s->id.p[0] != kind)
				continue;
			for (size_t j = 0; j < list->n; j++)
				count_row(e, &uses->v[k], &ctx, list->v[j]);
		}
	}
}
