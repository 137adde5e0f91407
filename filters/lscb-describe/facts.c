/* SPDX-License-Identifier: MIT */
/* See facts.h.  Pure: a definition in, its facts out. */
#include <stdlib.h>
#include <string.h>

#include "facts.h"

/* What is being filled. */
struct fill {
	struct description *d;
	struct words *w;
	const struct indicator *ind;
	const struct def_record *rec;
};

static void
begin(struct fill *f, const char *title)
{
	f->d->sections[f->d->n++].title = title == NULL ? NULL :
	    words(f->w, title, NULL);
}

static void
add(struct fill *f, const char *label, const char *text, bool code,
    bool english)
{
	struct section *s = &f->d->sections[f->d->n - 1];
	struct fact *more;

	if (text == NULL || text[0] == '\0')
		return;
	more = grow(s->facts, s->n, &s->cap, sizeof(*more));
	if (more == NULL) {
		f->d->no_memory = true;
		return;
	}
	s->facts = more;
	s->facts[s->n++] = (struct fact){ words(f->w, label, NULL), text,
	    code, english && f->w->welsh };
}

/* In words of the page's language. */
static void
add_words(struct fill *f, const char *label, const char *text)
{
	add(f, label, text, false, false);
}

/* As written in the definition: prose is in English. */
static void
add_prose(struct fill *f, const char *label, const char *text)
{
	add(f, label, text, false, true);
}

static void
add_each(struct fill *f, const char *label, const struct texts *t)
{
	for (size_t i = 0; i < t->n; i++)
		add_prose(f, label, t->v[i]);
}

/* A key of the definition, in the words of the machine. */
static void
add_code(struct fill *f, const char *label, const char *key)
{
	add(f, label, def_get(f->rec, key), true, false);
}

static void
add_codes(struct fill *f, const char *label, const char *group,
    const struct texts *t)
{
	const char *all = "";

	for (size_t i = 0; i < t->n; i++) {
		const char *one = group == NULL ? t->v[i] :
		    words_code(f->w, group, t->v[i]);

		all = i == 0 ? one : words_join(f->w, "; ",
		    (const char *[]){ all, one }, 2);
	}
	add_words(f, label, all);
}

static void
add_names(struct fill *f, const char *label, const struct names *n)
{
	add(f, label, words_join(f->w, ", ", n->v, n->n), true, false);
}

static const char *
in_unit(struct fill *f, const char *value)
{
	const struct indicator *ind = f->ind;

	switch (ind->unit) {
	case UNIT_PERCENT:
		return words(f->w, "unit-percent", "value", value, NULL);
	case UNIT_RATE:
		return words(f->w, "unit-rate", "value", value, "per",
		    words_number(f->w, ind->per), NULL);
	case UNIT_MEAN:
	case UNIT_MEDIAN:
		return words(f->w, "unit-what", "value", value, "what",
		    ind->unit_what, NULL);
	case UNIT_COUNT:
		break;
	}
	return value;
}

/* A value and what is said about it, either of which may be missing. */
static void
add_value(struct fill *f, const char *label, struct decimal d,
    const char *note)
{
	const char *value;

	if (!d.given) {
		add_prose(f, label, note);
		return;
	}
	value = in_unit(f, words_decimal(f->w, d));
	if (note == NULL)
		add_words(f, label, value);
	else
		add_prose(f, label, words(f->w, "noted", "text", value,
		    "note", note, NULL));
}

static void
tell_what(struct fill *f)
{
	const struct indicator *ind = f->ind;

	begin(f, "section-what");
	add_prose(f, "say-numerator", ind->numerator);
	add_prose(f, "say-denominator", ind->denominator);
	add_prose(f, "say-subjects", ind->subjects);
	add_words(f, "say-unit", words_unit(f->w, ind));
	if (ind->unit != UNIT_COUNT)
		add_words(f, "say-places", words_number(f->w, ind->places));
	add_words(f, "say-period", words_grain(f->w, ind->period));
	if (ind->rolling_months > 0)
		add_words(f, "say-show", words_show(f->w, ind));
	add_words(f, "say-period-rule",
	    words_period_rule(f->w, ind->period_rule));
	add_codes(f, "say-by", NULL, &ind->by);
}

static void
tell_machine(struct fill *f, const struct needs *needs)
{
	begin(f, "section-machine");
	add_code(f, "say-of", "of");
	add_code(f, "say-count", "count");
	add_code(f, "say-matched", "matched");
	add_code(f, "say-population", "population");
	add_code(f, "say-population-offset", "population_offset");
	add_names(f, "say-events", &needs->events);
	add_names(f, "say-columns", &needs->columns);
	add_names(f, "say-missing", &needs->no_events);
	add_names(f, "say-missing", &needs->no_columns);
}

static void
tell_pair(struct fill *f, const struct indicator *pair)
{
	const struct indicator *ind = f->ind;
	bool english = pair != NULL && pair->title_cy == NULL;

	if (pair != NULL)
		add(f, "say-pair", words(f->w, "with-ref", "title",
		    f->w->welsh && !english ? pair->title_cy : pair->title,
		    "ref", pair->id, NULL), false, english);
	else if (ind->pair != NULL)
		add_words(f, "say-pair", words(f->w, "pair-to-come", "id",
		    ind->pair, NULL));
	else if (ind->pair_to_come != NULL)
		add_prose(f, "say-pair", words(f->w, "pair-planned", "title",
		    ind->pair_to_come, NULL));
}

static void
tell_reading(struct fill *f, const struct indicator *pair)
{
	const struct indicator *ind = f->ind;

	begin(f, "section-reading");
	add_words(f, "say-direction", words_code(f->w, "direction",
	    direction_name(ind->direction)));
	if (ind->good_low.given)
		add_words(f, "say-good", in_unit(f, words_good(f->w, ind)));
	add_value(f, "say-target", ind->target, ind->target_note);
	add_value(f, "say-baseline", ind->baseline, ind->baseline_note);
	if (!ind->good_low.given && !ind->target.given &&
	    ind->target_note == NULL && !ind->baseline.given &&
	    ind->baseline_note == NULL)
		add_words(f, "say-target", words(f->w, "no-yardstick", NULL));
	tell_pair(f, pair);
	add_prose(f, "say-too-low", ind->too_low);
	add_prose(f, "say-too-high", ind->too_high);
}

static void
tell_rest(struct fill *f)
{
	const struct indicator *ind = f->ind;

	begin(f, "section-why");
	add_prose(f, "say-rationale", ind->rationale);
	add_prose(f, "say-evidence", ind->evidence);
	add_prose(f, "say-caution", ind->caution);
	add_each(f, "say-action", &ind->action);
	begin(f, "section-data");
	add_codes(f, "say-agency", "agency", &ind->agency);
	add_words(f, "say-dda", words_yes_no(f->w, ind->dda));
	add_prose(f, "say-collection", ind->collection);
	add_each(f, "say-source", &ind->source);
	begin(f, "section-upkeep");
	add_prose(f, "say-owner", ind->owner);
	if (ind->review != DATE_NONE)
		add_words(f, "say-review", words_date(f->w, ind->review));
	add_words(f, "say-welsh", words_welsh(f->w, ind));
	add_each(f, "say-unconfirmed", &ind->unconfirmed);
	add_prose(f, "say-note", ind->note);
}

void
describe(struct description *d, struct words *w,
    const struct indicator *ind, const struct indicator *pair,
    const struct needs *needs)
{
	struct fill f = { d, w, ind, &ind->defs->records[0] };
	bool welsh = w->welsh && ind->title_cy != NULL;

	memset(d, 0, sizeof(*d));
	d->id = ind->id;
	d->title = welsh ? ind->title_cy : ind->title;
	d->english = w->welsh && !welsh;
	if (ind->ref != NULL)
		d->title = words(w, "with-ref", "title", d->title, "ref",
		    ind->ref, NULL);
	begin(&f, NULL);
	add(&f, "say-id", ind->id, true, false);
	if (w->welsh)
		add(&f, "say-title-en", welsh ? ind->title : NULL, false,
		    true);
	else
		add_words(&f, "say-title-cy", ind->title_cy);
	add_words(&f, "say-status", words_status(w, ind));
	add_codes(&f, "say-quadrant", "quadrant", &ind->quadrant);
	tell_what(&f);
	tell_machine(&f, needs);
	tell_reading(&f, pair);
	tell_rest(&f);
}

void
description_free(struct description *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->sections[i].facts);
}
