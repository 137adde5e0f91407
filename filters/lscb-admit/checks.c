/* SPDX-License-Identifier: MIT */
/* See checks.h. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "scorecard.h"

/* What a check is given. */
struct asked {
	struct shelf *s;
	const struct item *item;
	const struct card *card;
	struct findings *f;
};

void
findings_add(struct findings *f, struct finding one)
{
	struct finding *v = grow(f->v, f->n, &f->cap, sizeof(*v));

	if (v == NULL) {
		f->no_memory = true;
		return;
	}
	f->v = v;
	f->v[f->n++] = one;
}

static const struct def_record *
record_of(const struct item *item)
{
	return &item->ind->defs->records[0];
}

/* Of an indicator, at the line of a key. */
static void
found(const struct asked *a, const char *reason, const char *key,
    const char *message)
{
	findings_add(a->f, (struct finding){ .indicator = "",
	    .reason = reason, .file = a->item->ind->file,
	    .line = def_line(record_of(a->item), key), .message = message });
}

/* "; did you mean 'NAME'?", or nothing. */
static const char *
near_words(const struct asked *a, const char *near)
{
	return near == NULL ? "" : words(a->s->words, "finding-near", "name",
	    near, NULL);
}

/* --- of an indicator --------------------------------------------------------- */

static void
check_readable(const struct asked *a)
{
	const struct err *err = a->item != NULL ? &a->item->err :
	    &a->card->err;
	const char *text[] = { err->column, err->column[0] == '\0' ? "" :
	    ": ", err->text };

	if (err->status != 0)
		findings_add(a->f, (struct finding){ .indicator = "",
		    .reason = err->code, .file = err->file,
		    .line = err->line,
		    .message = words_join(a->s->words, "", text, 3) });
}

static void
check_used(const struct asked *a)
{
	if (!a->item->used)
		found(a, "not-used", "id", words(a->s->words,
		    "finding-not-used", NULL));
}

static void
check_agencies(const struct asked *a)
{
	const struct def_record *r = record_of(a->item);
	const struct shelf *s = a->s;

	for (size_t i = 0; i < r->n; i++) {
		const struct def_field *f = &r->fields[i];

		if (strcmp(f->key, "agency") != 0 || table_find(s->agencies,
		    f->value, strlen(f->value)) != SIZE_MAX)
			continue;
		findings_add(a->f, (struct finding){ .indicator = "",
		    .reason = "agency-unknown",
		    .file = a->item->ind->file, .line = f->line,
		    .message = words(s->words, "finding-agency-unknown",
		    "name", f->value, "near", near_words(a,
		    near_miss(f->value, s->agency_names,
		    table_count(s->agencies))), NULL) });
	}
}

static void
check_computable(const struct asked *a)
{
	const struct needs *n = &a->item->needs;
	struct words *w = a->s->words;

	if (a->item->err.status != 0)
		found(a, "not-computable", "count", words(w,
		    "finding-not-compiled", NULL));
	if (n->no_events.n > 0)
		found(a, "not-computable", "count", words(w,
		    "finding-no-events", "names", words_join(w, ", ",
		    n->no_events.v, n->no_events.n), NULL));
	if (n->no_columns.n > 0)
		found(a, "not-computable", "count", words(w,
		    "finding-no-columns", "names", words_join(w, ", ",
		    n->no_columns.v, n->no_columns.n), NULL));
}

static void
check_outcome(const struct asked *a)
{
	const struct texts *q = &a->item->ind->quadrant;

	for (size_t i = 0; i < q->n; i++)
		if (strcmp(q->v[i], "better-off") == 0 ||
		    strcmp(q->v[i], "population") == 0)
			return;
	found(a, "no-outcome", "quadrant", words(a->s->words,
	    "finding-no-outcome", NULL));
}

static void
check_agencies_several(const struct asked *a)
{
	if (a->item->ind->agency.n < 2)
		found(a, "one-agency", "agency", words(a->s->words,
		    "finding-one-agency", NULL));
}

static void
check_confirmed(const struct asked *a)
{
	const struct def_record *r = record_of(a->item);

	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, "unconfirmed") == 0)
			findings_add(a->f, (struct finding){ .indicator = "",
			    .reason = "unconfirmed",
			    .file = a->item->ind->file,
			    .line = r->fields[i].line,
			    .message = words(a->s->words,
			    "finding-unconfirmed", "text",
			    r->fields[i].value, NULL) });
}

/* "the library has no indicator 'NAME'", and what may be meant. */
static const char *
unknown_words(const struct asked *a, const char *name)
{
	return words(a->s->words, "finding-indicator-unknown", "name", name,
	    "near", near_words(a, near_miss(name, a->s->ids,
	    a->s->n_items)), NULL);
}

static void
check_pair(const struct asked *a)
{
	const char *pair = a->item->ind->pair;

	if (pair != NULL && (shelf_find(a->s, pair) == NULL ||
	    strcmp(pair, a->item->ind->id) == 0))
		found(a, "pair-unknown", "pair", shelf_find(a->s, pair) ==
		    NULL ? unknown_words(a, pair) : words(a->s->words,
		    "finding-pair-itself", NULL));
}

static void
check_mutual(const struct asked *a)
{
	const struct indicator *ind = a->item->ind;
	const struct item *pair = ind->pair == NULL ? NULL :
	    shelf_find(a->s, ind->pair);
	const char *other;

	if (pair == NULL || pair->ind == NULL)
		return;
	other = pair->ind->pair;
	if (other == NULL)
		found(a, "pair-not-mutual", "pair", words(a->s->words,
		    "finding-pair-alone", "name", ind->pair, NULL));
	else if (strcmp(other, ind->id) != 0)
		found(a, "pair-not-mutual", "pair", words(a->s->words,
		    "finding-pair-other", "name", ind->pair, "other", other,
		    NULL));
}

static void
check_review(const struct asked *a)
{
	date review = a->item->ind->review;

	if (a->s->date != DATE_NONE && review != DATE_NONE &&
	    review < a->s->date)
		found(a, "review-past", "review", words(a->s->words,
		    "finding-review-past", "date", words_date(a->s->words,
		    review), NULL));
}

static void
check_ref(const struct asked *a)
{
	const char *ref = a->item->ind->ref;

	for (size_t i = 0; ref != NULL && i < a->s->n_items; i++) {
		const struct item *other = &a->s->items[i];

		if (other != a->item && other->ind != NULL &&
		    other->ind->ref != NULL &&
		    strcmp(other->ind->ref, ref) == 0)
			found(a, "ref-twice", "ref", words(a->s->words,
			    "finding-ref-twice", "name", other->name, NULL));
	}
}

static void
check_welsh(const struct asked *a)
{
	const char *said = def_get(record_of(a->item), "welsh");

	if (a->item->ind->title_cy != NULL &&
	    (said == NULL || strcmp(said, "confirmed") != 0))
		found(a, said == NULL ? "welsh-unsaid" : "welsh-draft",
		    said == NULL ? "title_cy" : "welsh",
		    words_welsh(a->s->words, a->item->ind));
}

/* --- of a scorecard ---------------------------------------------------------- */

/* Of a scorecard, at the line of a key of one of its records. */
static void
found_on_card(const struct asked *a, const char *reason,
    const struct def_record *r, const char *key, const char *indicator,
    const char *message)
{
	findings_add(a->f, (struct finding){ .indicator = indicator,
	    .reason = reason, .file = a->card->defs->file,
	    .line = r == NULL ? 0 : def_line(r, key), .message = message });
}

static void
check_card_name(const struct asked *a)
{
	const struct defs *d = a->card->defs;

	for (size_t i = 0; i < d->n; i++) {
		const char *id = def_get(&d->records[i], "id");

		if (id != NULL && strcmp(id, a->card->name) != 0)
			found_on_card(a, "other-name", &d->records[i], "id",
			    "", words(a->s->words, "finding-other-name",
			    "name", a->card->name, NULL));
	}
}

static bool
is_headline(const struct def_record *r)
{
	return strcmp(r->type, "Headline") == 0;
}

static void
check_headlines(const struct asked *a)
{
	const struct defs *d = a->card->defs;
	const struct def_record *one_more = NULL;
	struct words *w = a->s->words;
	int n = 0;

	for (size_t i = 0; i < d->n; i++)
		if (is_headline(&d->records[i]) && ++n == MAX_HEADLINES + 1)
			one_more = &d->records[i];
	if (n == 0)
		found_on_card(a, "no-headline", d->n == 0 ? NULL :
		    &d->records[0], "id", "", words(w, "finding-no-headline",
		    NULL));
	if (n > MAX_HEADLINES)
		found_on_card(a, "too-many-headlines", one_more, "indicator",
		    "", words(w, "finding-too-many-headlines", "n",
		    words_number(w, n), "most", words_number(w,
		    MAX_HEADLINES), NULL));
}

static void
check_card_indicators(const struct asked *a)
{
	const struct defs *d = a->card->defs;

	for (size_t i = 0; i < d->n; i++) {
		const char *id = def_get(&d->records[i], "indicator");

		if (id != NULL && shelf_find(a->s, id) == NULL)
			found_on_card(a, "indicator-unknown", &d->records[i],
			    "indicator", id, unknown_words(a, id));
	}
}

static void
check_headlines_admitted(const struct asked *a)
{
	const struct defs *d = a->card->defs;

	for (size_t i = 0; i < d->n; i++) {
		const char *id = def_get(&d->records[i], "indicator");
		const struct item *item = id == NULL ? NULL :
		    shelf_find(a->s, id);

		if (is_headline(&d->records[i]) && item != NULL &&
		    item->ind != NULL && !item->ind->admitted)
			found_on_card(a, "headline-candidate",
			    &d->records[i], "indicator", id, words(a->s->words,
			    "finding-headline-candidate", "name", id, NULL));
	}
}

/* --- by name ------------------------------------------------------------------ */

enum { OF_INDICATOR = 1, OF_SCORECARD = 2 };

static const struct check {
	const char *name;
	int of;
	void (*run)(const struct asked *a);
} checks[] = {
	{ "readable", OF_INDICATOR | OF_SCORECARD, check_readable },
	{ "used", OF_INDICATOR, check_used },
	{ "agency-known", OF_INDICATOR, check_agencies },
	{ "computable", OF_INDICATOR, check_computable },
	{ "outcome", OF_INDICATOR, check_outcome },
	{ "across-agencies", OF_INDICATOR, check_agencies_several },
	{ "facts-confirmed", OF_INDICATOR, check_confirmed },
	{ "pair-known", OF_INDICATOR, check_pair },
	{ "pair-mutual", OF_INDICATOR, check_mutual },
	{ "review-current", OF_INDICATOR, check_review },
	{ "ref-unique", OF_INDICATOR, check_ref },
	{ "welsh-confirmed", OF_INDICATOR, check_welsh },
	{ "named-as-file", OF_SCORECARD, check_card_name },
	{ "headlines", OF_SCORECARD, check_headlines },
	{ "indicators-known", OF_SCORECARD, check_card_indicators },
	{ "headlines-admitted", OF_SCORECARD, check_headlines_admitted }
};

enum { CHECKS = sizeof(checks) / sizeof(*checks) };

size_t
check_find(const char *name, bool of_scorecard, const char **near)
{
	const char *names[CHECKS];
	size_t n = 0;

	for (size_t i = 0; i < CHECKS; i++) {
		if ((checks[i].of & (of_scorecard ? OF_SCORECARD :
		    OF_INDICATOR)) == 0)
			continue;
		if (strcmp(checks[i].name, name) == 0)
			return i;
		names[n++] = checks[i].name;
	}
	*near = near_miss(name, names, n);
	return SIZE_MAX;
}

bool
check_is_readable(size_t check)
{
	return checks[check].run == check_readable;
}

void
check_run(size_t check, struct shelf *s, const struct item *item,
    const struct card *card, struct findings *f)
{
	checks[check].run(&(struct asked){ s, item, card, f });
}
