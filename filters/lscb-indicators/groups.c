/* SPDX-License-Identifier: MIT */
/*
 * Which group of a breakdown a row is in.  A breakdown is columns of the
 * history and bands of age, crossed by +.  Indicators that ask for the same
 * one share its groups, and what group a row is in is worked out once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

static int
add_part(struct engine *e, struct grouping *g, const char *name, size_t n,
    const struct reader *rd, struct err *err)
{
	struct group_part *part = &g->parts[g->n_parts];
	char text[96];
	int c = use_column(&e->env, name, n);

	part->bands = NULL;
	part->column = 0;
	if (c < 0 && (part->bands = bands_find(&e->bands, name, n)) != NULL) {
		name = "birth_month";
		n = strlen(name);
		c = use_column(&e->env, name, n);
		e->env.ages = true;
		g->has_bands = true;
	}
	if (c < 0) {		/* the reader knows how to say so */
		snprintf(text, sizeof(text), "%.*s", n < sizeof(text) ?
		    (int)n : 0, name);
		(void)rd_need(rd, text, err);
		return -1;
	}
	if (part->bands == NULL)
		part->column = (size_t)c;
	g->n_parts++;
	return 0;
}

size_t
grouping_find(struct engine *e, const char *by, const struct reader *rd,
    struct err *err)
{
	struct grouping *g;
	size_t n = 1;

	for (size_t i = 0; i < e->n_groupings; i++)
		if (strcmp(e->groupings[i].by, by) == 0)
			return i;
	e->groupings = tool_need(grow(e->groupings, e->n_groupings,
	    &e->groupings_cap, sizeof(*e->groupings)));
	g = &e->groupings[e->n_groupings];
	memset(g, 0, sizeof(*g));
	e->n_groupings++;
	g->by = by;
	for (const char *p = by; *p != '\0'; p++)
		n += *p == '+';
	g->groups = tool_need(table_new());
	g->parts = tool_need(calloc(n, sizeof(*g->parts)));
	for (const char *p = by; *by != '\0' && g->n_parts < n;) {
		size_t len = strcspn(p, "+");

		if (add_part(e, g, p, len, rd, err) != 0)
			return SIZE_MAX;
		p += len + 1;
	}
	return e->n_groupings - 1;
}

bool
groupings_ask(const struct engine *e, size_t column)
{
	for (size_t i = 0; i < e->n_groupings; i++)
		for (size_t k = 0; k < e->groupings[i].n_parts; k++)
			if (e->groupings[i].parts[k].bands == NULL &&
			    e->groupings[i].parts[k].column == column)
				return true;
	return false;
}

void
groupings_done(struct engine *e)
{
	for (size_t i = 0; i < e->n_groupings; i++) {
		free(e->groupings[i].parts);
		free(e->groupings[i].of_row);
		table_free(e->groupings[i].groups);
	}
	free(e->groupings);
	bands_free(&e->bands);
}

void
groupings_next(struct engine *e)
{
	for (size_t i = 0; i < e->n_groupings; i++) {
		struct grouping *g = &e->groupings[i];

		if (g->rows_cap < e->subject.n_rows) {
			g->rows_cap = e->subject.rows_cap;
			g->of_row = tool_need(realloc(g->of_row,
			    g->rows_cap * sizeof(*g->of_row)));
		}
		memset(g->of_row, 0, e->subject.n_rows * sizeof(*g->of_row));
	}
}

/* Not yet born, as the row says it or any row of a subject without a month. */
static bool
is_unborn(const struct subject *s, size_t row)
{
	int birth = s->rows[row].birth;

	return birth == NO_BIRTH || (birth == BIRTH_UNSAID && s->unborn);
}

static struct field
part_of(const struct engine *e, const struct group_part *part, size_t row,
    enum anchor anchor, const struct expr_ctx *ctx)
{
	const struct band *b = NULL;
	int64_t age;

	if (part->bands == NULL)
		return subject_field(&e->subject, row, part->column);
	if (subject_age(ctx, row, anchor == ANCHOR_OPEN, &age))
		b = band_of(part->bands, age);
	else if (is_unborn(&e->subject, row))
		b = band_of(part->bands, AGE_UNBORN);
	return b == NULL ? (struct field){ "", 0 } :
	    (struct field){ b->text, strlen(b->text) };
}

size_t
group_of(struct engine *e, size_t grouping, size_t row, enum anchor anchor,
    const struct expr_ctx *ctx)
{
	struct grouping *g = &e->groupings[grouping];
	bool kept = !g->has_bands || anchor != ANCHOR_OPEN;
	size_t found;

	if (kept && g->of_row[row] != 0)
		return g->of_row[row] - 1;
	e->group.n = 0;
	for (size_t i = 0; i < g->n_parts; i++) {
		struct field f = part_of(e, &g->parts[i], row, anchor, ctx);

		if ((i > 0 && buf_addc(&e->group, '+') != 0) ||
		    buf_add(&e->group, f.p, f.n) != 0)
			tool_need(NULL);
	}
	tool_need((void *)(uintptr_t)buf_str(&e->group));
	found = table_add(g->groups, e->group.p, e->group.n, NULL);
	if (found >= UINT32_MAX)
		tool_need(NULL);
	if (kept)
		g->of_row[row] = (uint32_t)found + 1;
	return found;
}
