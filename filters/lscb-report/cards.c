/* SPDX-License-Identifier: MIT */
/*
 * Scorecards: LIBRARY/scorecards/ID.rec.  One Scorecard record, its Headline
 * records in the order they are shown (at most MAX_HEADLINES: a card
 * that shows everything shows nothing), its Measure records.  A measure names
 * an indicator, which says itself in which quadrants it stands, or has a
 * title and quadrants of its own and is still to come.  Both may ask for
 * breakdowns of their indicator.
 */
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "num.h"
#include "report.h"
#include "tool.h"

static const char *const quadrant_names[N_QUADRANTS] = {
	"population", "how-much", "how-well", "better-off"
};

static bool
quadrant_find(const char *name, size_t *q)
{
	for (*q = 0; *q < N_QUADRANTS; (*q)++)
		if (strcmp(name, quadrant_names[*q]) == 0)
			return true;
	return false;
}

const char *
quadrant_title(struct report *r, enum quadrant q)
{
	return say(r, join(r, "quadrant", "-", quadrant_names[q]), NULL);
}

static struct measure *
measure_keep(struct report *r, struct indicator *ind)
{
	struct measure *m = tool_need(arena_alloc(&r->mem, sizeof(*m)));

	m->ind = ind;
	r->measures = tool_need(grow(r->measures, r->n_measures,
	    &r->cap_measures, sizeof(struct measure *)));
	r->measures[r->n_measures++] = m;
	return m;
}

int
measure_define(struct report *r, const char *name, struct err *err)
{
	struct indicator *ind;
	size_t i;

	if (indicator_read(&ind, r->library, name, err) == -1)
		return -1;
	for (i = 0; i < r->n_measures; i++)
		if (strcmp(r->measures[i]->ind->id, ind->id) == 0) {
			(void)err_set(err, STATUS_USAGE, "defined-twice",
			    "indicator '%s' is named twice", ind->id);
			indicator_free(ind);
			return -1;
		}
	(void)measure_keep(r, ind);
	return 0;
}

int
measure_find(struct report *r, const char *id, struct measure **m,
    struct err *err)
{
	char path[1024];
	struct err absent;
	struct indicator *ind;
	size_t i;

	for (i = 0; i < r->n_measures; i++)
		if (strcmp(r->measures[i]->ind->id, id) == 0) {
			*m = r->measures[i];
			return 0;
		}
	*m = NULL;
	if (!plain_name(id) || library_find(r->library, "indicators", id, path,
	    sizeof(path), &absent) == -1)
		return 0;
	if (indicator_read(&ind, r->library, id, err) == -1)
		return -1;
	*m = measure_keep(r, ind);
	return 0;
}

static void
card_free(struct card *c)
{
	size_t i;

	for (i = 0; i < c->n_headlines; i++)
		free(c->headlines[i].show_by);
	for (i = 0; i < c->n_measures; i++)
		free(c->measures[i].show_by);
	free(c->measures);
}

void
measures_free(struct report *r)
{
	size_t i;

	for (i = 0; i < r->n_measures; i++) {
		free(r->measures[i]->separate.v);
		free(r->measures[i]->windows.v);
		free(r->measures[i]->forecast.v);
		free(r->measures[i]->comparators.v);
		free(r->measures[i]->groups.v);
		free(r->measures[i]->asked);
		indicator_free(r->measures[i]->ind);
	}
	free(r->measures);
	for (i = 0; i < r->n_cards; i++)
		card_free(&r->cards[i]);
	free(r->cards);
	bands_free(&r->bands);
}

static const char *
keep(struct report *r, const char *s)
{
	return s == NULL ? NULL : tool_need(arena_strdup(&r->mem, s));
}

/* The title in the page's language; *english when Welsh is wanting. */
static const char *
title_of(struct report *r, const struct def_record *rec, bool *english)
{
	const char *cy = def_get(rec, "title_cy");

	*english = r->welsh && cy == NULL;
	return keep(r, r->welsh && cy != NULL ? cy : def_get(rec, "title"));
}

static bool
has_text(const char *const *list, size_t n, const char *s)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i], s) == 0)
			return true;
	return false;
}

/* Breakdowns this line is shown by; the table then keeps their rows. */
static int
read_show_by(struct report *r, const struct defs *defs,
    const struct def_record *rec, struct line *line, struct err *err)
{
	struct measure *m = line->measure;
	const char *by;
	size_t i;

	for (i = 0; i < rec->n; i++) {
		if (strcmp(rec->fields[i].key, "show_by") != 0)
			continue;
		by = rec->fields[i].value;
		if (by[0] == '@' || by[strcspn(by, " ,;@")] != '\0')
			return def_err(err, defs, rec, "show_by", "want a "
			    "column, or several as sex+age_band");
		if (has_text(line->show_by, line->n_show_by, by))
			return def_err(err, defs, rec, "show_by",
			    "stands twice; keep one");
		by = keep(r, by);
		line->show_by = tool_need(grow(line->show_by,
		    line->n_show_by, &line->cap_show_by, sizeof(by)));
		line->show_by[line->n_show_by++] = by;
		if (has_text(m->asked, m->n_asked, by))
			continue;
		m->asked = tool_need(grow(m->asked, m->n_asked,
		    &m->cap_asked, sizeof(by)));
		m->asked[m->n_asked++] = by;
	}
	return 0;
}

static int
line_indicator(struct report *r, const struct defs *defs,
    const struct def_record *rec, struct line *line, struct err *err)
{
	const struct texts *in;
	size_t i, q;

	if (measure_find(r, def_get(rec, "indicator"), &line->measure,
	    err) == -1)
		return -1;
	if (line->measure == NULL)
		return def_err(err, defs, rec, "indicator",
		    "no indicator '%s' in the library; a measure still to "
		    "come has title and quadrant instead",
		    def_get(rec, "indicator"));
	in = &line->measure->ind->quadrant;
	line->dda = line->measure->ind->dda;
	for (i = 0; i < in->n; i++)
		if (quadrant_find(in->v[i], &q))
			line->in[q] = true;
	return read_show_by(r, defs, rec, line, err);
}

static int
line_to_come(struct report *r, const struct defs *defs,
    const struct def_record *rec, struct line *line, struct err *err)
{
	bool any = false;
	size_t i, q;

	if (def_get(rec, "title") == NULL)
		return def_err(err, defs, rec, "indicator",
		    "a measure has an indicator, or title and quadrant");
	line->title = title_of(r, rec, &line->english);
	line->ref = keep(r, def_get(rec, "ref"));
	if (def_get(rec, "show_by") != NULL)
		return def_err(err, defs, rec, "show_by",
		    "only an indicator can be shown by something");
	for (i = 0; i < rec->n; i++) {
		if (strcmp(rec->fields[i].key, "quadrant") != 0)
			continue;
		if (!quadrant_find(rec->fields[i].value, &q))
			return def_err(err, defs, rec, "quadrant",
			    "want population, how-much, how-well or "
			    "better-off");
		line->in[q] = any = true;
	}
	if (!any)
		return def_err(err, defs, rec, "quadrant",
		    "a measure still to come says in which quadrant");
	return def_yes_no(defs, rec, "dda", &line->dda, err);
}

static int
add_headline(struct report *r, struct card *c, const struct defs *defs,
    const struct def_record *rec, struct err *err)
{
	if (c->n_headlines == MAX_HEADLINES)
		return def_err(err, defs, rec, "indicator", "a sixth headline: "
		    "a card has 3 to 5, because a board that looks at "
		    "everything sees nothing; make this one a Measure");
	return line_indicator(r, defs, rec, &c->headlines[c->n_headlines++],
	    err);
}

static int
add_measure(struct report *r, struct card *c, const struct defs *defs,
    const struct def_record *rec, struct err *err)
{
	struct line *line;
	size_t i;

	c->measures = tool_need(grow(c->measures, c->n_measures,
	    &c->cap_measures, sizeof(*c->measures)));
	line = &c->measures[c->n_measures++];
	memset(line, 0, sizeof(*line));
	if (def_get(rec, "indicator") == NULL)
		return line_to_come(r, defs, rec, line, err);
	for (i = 0; i < rec->n; i++)
		if (strcmp(rec->fields[i].key, "indicator") != 0 &&
		    strcmp(rec->fields[i].key, "show_by") != 0)
			return def_err(err, defs, rec, rec->fields[i].key,
			    "an indicator's own definition says that; leave "
			    "it out here");
	return line_indicator(r, defs, rec, line, err);
}

/* The same indicator twice on a card would be counted twice by a reader. */
static int
check_once(const struct card *c, const struct defs *defs, struct err *err)
{
	const struct measure *seen[2];
	size_t i, j, n = c->n_headlines + c->n_measures;

	for (i = 0; i < n; i++)
		for (j = 0; j < i; j++) {
			seen[0] = i < c->n_headlines ?
			    c->headlines[i].measure :
			    c->measures[i - c->n_headlines].measure;
			seen[1] = j < c->n_headlines ?
			    c->headlines[j].measure :
			    c->measures[j - c->n_headlines].measure;
			if (seen[0] != NULL && seen[0] == seen[1])
				return def_err(err, defs, &defs->records[0],
				    "id", "indicator '%s' stands on this card "
				    "twice", seen[0]->ind->id);
		}
	return 0;
}

static int
card_fill(struct report *r, struct card *c, const struct defs *defs,
    struct err *err)
{
	const struct def_record *rec;
	const char *order;
	bool english;
	size_t i;

	for (i = 0; i < defs->n; i++) {
		rec = &defs->records[i];
		if (strcmp(rec->type, "Headline") == 0) {
			if (add_headline(r, c, defs, rec, err) == -1)
				return -1;
		} else if (strcmp(rec->type, "Measure") == 0) {
			if (add_measure(r, c, defs, rec, err) == -1)
				return -1;
		} else if (c->id != NULL) {
			return def_err(err, defs, rec, "id",
			    "one Scorecard record a file");
		} else {
			c->id = keep(r, def_get(rec, "id"));
			if (!plain_name(c->id))
				return def_err(err, defs, rec, "id",
				    "want small letters, digits and hyphens");
			c->title = title_of(r, rec, &english);
			c->note = keep(r, def_get(rec, "note"));
			order = def_get(rec, "order");
			if (order != NULL && !num_int(order, strlen(order),
			    &c->order))
				return def_err(err, defs, rec, "order",
				    "want a whole number");
		}
	}
	if (c->id == NULL || c->n_headlines == 0) {
		(void)err_set(err, STATUS_CONFIG, "bad-definition",
		    "a scorecard has one Scorecard record and at least one "
		    "Headline");
		return err_at(err, defs->file, 0, NULL);
	}
	return check_once(c, defs, err);
}

static int
card_read(struct report *r, struct card *c, const char *name, struct err *err)
{
	struct defs *defs;
	int rv;

	memset(c, 0, sizeof(*c));
	if (scorecard_read(&defs, r->library, name, err) == -1)
		return -1;
	rv = card_fill(r, c, defs, err);
	defs_free(defs);
	return rv;
}

/* By the cards' own order, then by name. */
static void
sort_cards(struct report *r)
{
	struct card held;
	size_t i, j;

	for (i = 1; i < r->n_cards; i++) {
		held = r->cards[i];
		for (j = i; j > 0 && r->cards[j - 1].order > held.order; j--)
			r->cards[j] = r->cards[j - 1];
		r->cards[j] = held;
	}
}

/* Indicators that headlines and measures are read with come along too. */
static int
read_pairs(struct report *r, struct err *err)
{
	struct measure *pair;
	size_t i, n = r->n_measures;

	for (i = 0; i < n; i++)
		if (r->measures[i]->ind->pair != NULL && measure_find(r,
		    r->measures[i]->ind->pair, &pair, err) == -1)
			return -1;
	return 0;
}

int
cards_read(struct report *r, const char *const *names, size_t n,
    struct err *err)
{
	char **found = NULL;
	size_t i, j, n_found = 0;
	int rv = 0;

	if (n == 0) {
		if (library_names(r->library, "scorecards", &found, &n_found,
		    err) == -1)
			return -1;
		n = n_found;
	}
	r->cards = tool_need(calloc(n + 1, sizeof(*r->cards)));
	for (i = 0; i < n && rv == 0; i++) {
		r->n_cards++;
		rv = card_read(r, &r->cards[i],
		    n_found > 0 ? found[i] : names[i], err);
		for (j = 0; j < i && rv == 0; j++)
			if (strcmp(r->cards[j].id, r->cards[i].id) == 0)
				rv = err_set(err, STATUS_USAGE,
				    "defined-twice",
				    "scorecard '%s' is named twice",
				    r->cards[i].id);
	}
	if (n_found > 0) {
		library_names_free(found, n_found);
		sort_cards(r);
	}
	if (rv == 0 && n == 0)
		return err_set(err, STATUS_CONFIG, "no-scorecard",
		    "the library has no scorecards; name one with -s FILE");
	return rv == 0 ? read_pairs(r, err) : -1;
}

bool
card_has(const struct card *c, enum quadrant q)
{
	return card_line(c, q, 0) != NULL;
}

const struct line *
card_line(const struct card *c, enum quadrant q, size_t i)
{
	size_t j;

	for (j = 0; j < c->n_headlines; j++)
		if (c->headlines[j].in[q] && i-- == 0)
			return &c->headlines[j];
	for (j = 0; j < c->n_measures; j++)
		if (c->measures[j].in[q] && i-- == 0)
			return &c->measures[j];
	return NULL;
}

size_t
headline_number(const struct card *c, const struct measure *m)
{
	size_t i;

	for (i = 0; m != NULL && i < c->n_headlines; i++)
		if (c->headlines[i].measure == m)
			return i + 1;
	return 0;
}
