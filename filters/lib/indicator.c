/* SPDX-License-Identifier: MIT */
/*
 * Reads indicator definitions (indicator.h).  In: a rec file of one record.
 * Out: a struct indicator.  Rejected, with file, line and key: unknown or
 * missing keys, words that are not of a list, ranges upside down, and
 * combinations that cannot mean anything.  Holds one file's text each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "indicator.h"
#include "num.h"
#include "spc.h"

static const struct def_key keys[] = {
	{ "id", DEF_REQUIRED }, { "ref", DEF_OPTIONAL },
	{ "title", DEF_REQUIRED }, { "title_cy", DEF_OPTIONAL },
	{ "status", DEF_REQUIRED }, { "quadrant", DEF_REPEATS },
	{ "numerator", DEF_OPTIONAL }, { "denominator", DEF_OPTIONAL },
	{ "subjects", DEF_OPTIONAL }, { "period_rule", DEF_OPTIONAL },
	{ "of", DEF_OPTIONAL }, { "count", DEF_REQUIRED },
	{ "population", DEF_OPTIONAL }, { "population_offset", DEF_OPTIONAL },
	{ "matched", DEF_OPTIONAL }, { "period", DEF_REQUIRED },
	{ "show", DEF_OPTIONAL }, { "by", DEF_REPEATS },
	{ "agency", DEF_REPEATS }, { "unit", DEF_REQUIRED },
	{ "places", DEF_OPTIONAL }, { "direction", DEF_REQUIRED },
	{ "good", DEF_OPTIONAL }, { "target", DEF_OPTIONAL },
	{ "target_note", DEF_OPTIONAL }, { "baseline", DEF_OPTIONAL },
	{ "baseline_note", DEF_OPTIONAL }, { "baseline_points", DEF_OPTIONAL },
	{ "final_after", DEF_OPTIONAL }, { "pair", DEF_OPTIONAL },
	{ "pair_to_come", DEF_OPTIONAL },
	{ "too_low", DEF_OPTIONAL }, { "too_high", DEF_OPTIONAL },
	{ "rationale", DEF_OPTIONAL }, { "evidence", DEF_OPTIONAL },
	{ "caution", DEF_OPTIONAL }, { "action", DEF_REPEATS },
	{ "source", DEF_REPEATS }, { "dda", DEF_OPTIONAL },
	{ "collection", DEF_OPTIONAL }, { "owner", DEF_OPTIONAL },
	{ "review", DEF_OPTIONAL }, { "note", DEF_OPTIONAL },
	{ "welsh", DEF_OPTIONAL }, { "unconfirmed", DEF_REPEATS },
};
/* With or without a "%rec: Indicator": there is only one kind of record. */
static const struct def_schema schemas[] = {
	{ "", keys, sizeof(keys) / sizeof(*keys) },
	{ "Indicator", keys, sizeof(keys) / sizeof(*keys) }
};

static const char *const grains[] = {
	"month", "quarter", "year", "financial-year"
};
static const char *const directions[] = {
	"none", "up", "down", "range", "explain"
};
static const char *const quadrants[] = {
	"population", "how-much", "how-well", "better-off"
};
static const char *const states[] = { "candidate", "admitted" };
/* In the order of enum period_rule, from the second. */
static const char *const period_rules[] = {
	"sum", "ratio-of-sums", "last-value", "distinct", "mean"
};
static const char *const welsh[] = { "confirmed", "draft" };

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

bool
indicator_has_key(const char *key)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		if (strcmp(keys[i].name, key) == 0)
			return true;
	return false;
}

const char *
direction_name(enum direction d)
{
	return directions[d];
}

const char *
period_rule_name(enum period_rule p)
{
	return p == PERIOD_UNSAID ? "" : period_rules[p - 1];
}

const char *
grain_name(enum grain g)
{
	return grains[g];
}

bool
grain_find(const char *name, enum grain *g)
{
	for (size_t i = 0; i < COUNT(grains); i++)
		if (strcmp(name, grains[i]) == 0) {
			*g = (enum grain)i;
			return true;
		}
	return false;
}

int
grain_months(enum grain g)
{
	static const int months[] = { 1, 3, 12, 12 };

	return months[g];
}

/* What is being read, for the small readers below. */
struct reading {
	struct indicator *ind;
	const struct defs *defs;
	const struct def_record *rec;
	struct arena texts;	/* arrays; the indicator keeps them */
	struct err *err;
};

/* Everything an indicator owns: what the reader allocated goes with it. */
struct owned {
	struct indicator ind;
	struct arena texts;
};

/* The word's place in a list, or -1 with *err and what would have done. */
static int
word_of(const struct reading *r, const char *key, const char *value,
    const char *const *words, size_t n)
{
	char all[160] = "";
	size_t used = 0;
	const char *near;

	for (size_t i = 0; i < n; i++)
		if (strcmp(value, words[i]) == 0)
			return (int)i;
	for (size_t i = 0; i < n; i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used,
		    "%s%s", i > 0 ? ", " : "", words[i]);
	near = near_miss(value, words, n);
	if (near != NULL)
		return def_err(r->err, r->defs, r->rec, key,
		    "no such word '%s'; did you mean '%s'?", value, near);
	return def_err(r->err, r->defs, r->rec, key, "want one of %s", all);
}

static int
decimal_of(const struct reading *r, const char *key, const char *p, size_t n,
    struct decimal *d)
{
	if (!num_decimal(p, n, &d->digits, &d->scale))
		return def_err(r->err, r->defs, r->rec, key,
		    "not a bare number, want for example 14.4");
	d->given = true;
	return 0;
}

static int
opt_decimal(const struct reading *r, const char *key, struct decimal *d)
{
	const char *v = def_get(r->rec, key);

	return v == NULL ? 0 : decimal_of(r, key, v, strlen(v), d);
}

/* "A to B" split at the word; NULL without it. */
static const char *
range_split(const char *v, size_t *low_n)
{
	const char *to = strstr(v, " to ");

	if (to == NULL)
		return NULL;
	*low_n = (size_t)(to - v);
	return to + strlen(" to ");
}

static int
read_good(const struct reading *r)
{
	struct indicator *ind = r->ind;
	const char *v = def_get(r->rec, "good"), *high;
	size_t n;

	if (v == NULL)
		return 0;
	if ((high = range_split(v, &n)) == NULL || strchr(v, '%') != NULL)
		return def_err(r->err, r->defs, r->rec, "good",
		    "want a range of bare numbers, such as 10 to 15");
	if (decimal_of(r, "good", v, n, &ind->good_low) != 0 ||
	    decimal_of(r, "good", high, strlen(high), &ind->good_high) != 0)
		return -1;
	if (num_compare(ind->good_low.digits, ind->good_low.scale,
	    ind->good_high.digits, ind->good_high.scale) > 0)
		return def_err(r->err, r->defs, r->rec, "good",
		    "the range is upside down");
	return 0;
}

static int
small_int(const struct reading *r, const char *key, const char *p, size_t n,
    int low, int high, int *out)
{
	int64_t v;

	if (!num_int(p, n, &v) || v < low || v > high)
		return def_err(r->err, r->defs, r->rec, key,
		    "want a whole number from %d to %d", low, high);
	*out = (int)v;
	return 0;
}

static int
read_population(const struct reading *r)
{
	struct indicator *ind = r->ind;
	const char *v = def_get(r->rec, "population"), *high;
	const char *offset = def_get(r->rec, "population_offset");
	size_t n;

	if (offset != NULL && v == NULL)
		return def_err(r->err, r->defs, r->rec, "population_offset",
		    "means nothing without population");
	if (v == NULL)
		return 0;
	if (ind->of.text != NULL)
		return def_err(r->err, r->defs, r->rec, "population",
		    "the denominator is either of or population, not both");
	if ((high = range_split(v, &n)) == NULL)
		return def_err(r->err, r->defs, r->rec, "population",
		    "want ages in completed years such as 0 to 17");
	if (small_int(r, "population", v, n, 0, 200, &ind->age_from) != 0 ||
	    small_int(r, "population", high, strlen(high), 0, 200,
	    &ind->age_to) != 0)
		return -1;
	if (ind->age_from > ind->age_to)
		return def_err(r->err, r->defs, r->rec, "population",
		    "the range is upside down");
	ind->population = true;
	if (offset != NULL)
		return small_int(r, "population_offset", offset,
		    strlen(offset), -10, 10, &ind->population_offset);
	return 0;
}

static int
read_unit(const struct reading *r)
{
	struct indicator *ind = r->ind;
	const char *v = def_get(r->rec, "unit");
	bool ratio = ind->of.text != NULL || ind->population, alone;

	if (!unit_set(ind, v))
		return def_err(r->err, r->defs, r->rec, "unit",
		    "want percent, count, a rate such as per 10000, "
		    "mean days or median days");
	alone = ind->unit == UNIT_COUNT || ind->unit == UNIT_MEAN ||
	    ind->unit == UNIT_MEDIAN;
	if (ind->unit == UNIT_COUNT && ratio)
		return def_err(r->err, r->defs, r->rec, "unit",
		    "a count has no denominator: leave out of and population");
	if (alone && ratio)
		return def_err(r->err, r->defs, r->rec, "unit",
		    "of a mean or median the values are the denominator: "
		    "leave out of and population");
	if (!alone && !ratio)
		return def_err(r->err, r->defs, r->rec, "unit",
		    "needs a denominator: say of or population");
	v = def_get(r->rec, "places");
	return v == NULL ? 0 :
	    small_int(r, "places", v, strlen(v), 0, 6, &ind->places);
}

static int
read_period(const struct reading *r)
{
	struct indicator *ind = r->ind;
	const char *v = def_get(r->rec, "show"), *end;
	int w = word_of(r, "period", def_get(r->rec, "period"), grains,
	    COUNT(grains));
	size_t n;

	if (w < 0)
		return -1;
	ind->period = (enum grain)w;
	ind->period_months = grain_months(ind->period);
	if (v == NULL)
		return 0;
	end = strstr(v, " months");
	if (strncmp(v, "rolling ", 8) != 0 || end == NULL ||
	    strcmp(end, " months") != 0 || end < v + 8)
		return def_err(r->err, r->defs, r->rec, "show",
		    "want for example rolling 12 months");
	n = (size_t)(end - (v + 8));
	if (small_int(r, "show", v + 8, n, 1, 120, &ind->rolling_months) != 0)
		return -1;
	if (ind->rolling_months % ind->period_months != 0 ||
	    ind->rolling_months <= ind->period_months)
		return def_err(r->err, r->defs, r->rec, "show",
		    "must be several whole periods of the indicator");
	return 0;
}

/* What lscb-limits goes by. */
static int
read_figures(const struct reading *r)
{
	const char *v = def_get(r->rec, "baseline_points");

	r->ind->final_after = -1;
	if (v != NULL && (small_int(r, "baseline_points", v, strlen(v), 0,
	    10000, &r->ind->baseline_points) != 0 ||
	    r->ind->baseline_points < SPC_BASELINE))
		return def_err(r->err, r->defs, r->rec, "baseline_points",
		    "limits rest on %d points at least: want a whole number "
		    "from %d to 10000", SPC_BASELINE, SPC_BASELINE);
	v = def_get(r->rec, "final_after");
	return v == NULL ? 0 : small_int(r, "final_after", v, strlen(v), 0,
	    10000, &r->ind->final_after);
}

static int
read_texts(struct reading *r, const char *key, struct texts *t)
{
	const char **v;
	size_t n = 0;

	for (size_t i = 0; i < r->rec->n; i++)
		n += strcmp(r->rec->fields[i].key, key) == 0;
	if (n == 0)
		return 0;
	if ((v = arena_alloc(&r->texts, n * sizeof(*v))) == NULL)
		return err_set(r->err, STATUS_SYSTEM, "", "out of memory");
	n = 0;
	for (size_t i = 0; i < r->rec->n; i++)
		if (strcmp(r->rec->fields[i].key, key) == 0)
			v[n++] = r->rec->fields[i].value;
	t->n = n;
	t->v = v;
	return 0;
}

static int
read_direction(const struct reading *r)
{
	struct indicator *ind = r->ind;
	int w = word_of(r, "direction", def_get(r->rec, "direction"),
	    directions, COUNT(directions));

	if (w < 0)
		return -1;
	ind->direction = (enum direction)w;
	if (ind->direction == DIRECTION_RANGE && !ind->good_low.given)
		return def_err(r->err, r->defs, r->rec, "direction",
		    "a range needs good, for example 10 to 15");
	if (ind->target.given && ind->direction != DIRECTION_UP &&
	    ind->direction != DIRECTION_DOWN)
		return def_err(r->err, r->defs, r->rec, "target",
		    "a target needs direction up or down");
	return 0;
}

static int
read_words(struct reading *r)
{
	struct indicator *ind = r->ind;
	int w = word_of(r, "status", def_get(r->rec, "status"), states,
	    COUNT(states));

	if (w < 0)
		return -1;
	ind->admitted = w == 1;
	if (def_get(r->rec, "welsh") != NULL) {
		if ((w = word_of(r, "welsh", def_get(r->rec, "welsh"), welsh,
		    COUNT(welsh))) < 0)
			return -1;
		ind->welsh_draft = w == 1;
	}
	if (def_get(r->rec, "period_rule") != NULL) {
		if ((w = word_of(r, "period_rule", def_get(r->rec,
		    "period_rule"), period_rules, COUNT(period_rules))) < 0)
			return -1;
		ind->period_rule = (enum period_rule)(w + 1);
	}
	for (size_t i = 0; i < ind->quadrant.n; i++)
		if (word_of(r, "quadrant", ind->quadrant.v[i], quadrants,
		    COUNT(quadrants)) < 0)
			return -1;
	return def_yes_no(r->defs, r->rec, "dda", &ind->dda, r->err);
}

static int
read_review(const struct reading *r)
{
	const char *v = def_get(r->rec, "review");

	r->ind->review = v == NULL ? DATE_NONE : date_parse(v, strlen(v));
	if (v != NULL && r->ind->review == DATE_NONE)
		return def_err(r->err, r->defs, r->rec, "review",
		    "want the day of the next review as YYYY-MM-DD");
	return 0;
}

static struct ind_expr
expr_of(const struct def_record *rec, const char *key)
{
	struct ind_expr e = { def_get(rec, key), 0 };

	if (e.text != NULL)
		e.line = def_line(rec, key);
	return e;
}

static void
plain_texts(struct indicator *ind, const struct def_record *rec)
{
	ind->id = def_get(rec, "id");
	ind->ref = def_get(rec, "ref");
	ind->title = def_get(rec, "title");
	ind->title_cy = def_get(rec, "title_cy");
	ind->numerator = def_get(rec, "numerator");
	ind->denominator = def_get(rec, "denominator");
	ind->subjects = def_get(rec, "subjects");
	ind->target_note = def_get(rec, "target_note");
	ind->baseline_note = def_get(rec, "baseline_note");
	ind->pair = def_get(rec, "pair");
	ind->pair_to_come = def_get(rec, "pair_to_come");
	ind->too_low = def_get(rec, "too_low");
	ind->too_high = def_get(rec, "too_high");
	ind->rationale = def_get(rec, "rationale");
	ind->evidence = def_get(rec, "evidence");
	ind->caution = def_get(rec, "caution");
	ind->collection = def_get(rec, "collection");
	ind->owner = def_get(rec, "owner");
	ind->note = def_get(rec, "note");
	ind->of = expr_of(rec, "of");
	ind->count = expr_of(rec, "count");
	ind->matched = expr_of(rec, "matched");
}

static int
read_record(struct reading *r)
{
	struct indicator *ind = r->ind;

	plain_texts(ind, r->rec);
	if (ind->matched.text != NULL && ind->of.text == NULL)
		return def_err(r->err, r->defs, r->rec, "matched",
		    "means nothing without of");
	if (ind->pair != NULL && ind->pair_to_come != NULL)
		return def_err(r->err, r->defs, r->rec, "pair_to_come",
		    "goes when there is a pair: line; take one out");
	if (read_texts(r, "quadrant", &ind->quadrant) != 0 ||
	    read_texts(r, "by", &ind->by) != 0 ||
	    read_texts(r, "agency", &ind->agency) != 0 ||
	    read_texts(r, "action", &ind->action) != 0 ||
	    read_texts(r, "source", &ind->source) != 0 ||
	    read_texts(r, "unconfirmed", &ind->unconfirmed) != 0 ||
	    read_words(r) != 0 || read_review(r) != 0 || read_period(r) != 0 ||
	    read_figures(r) != 0 ||
	    read_population(r) != 0 || read_unit(r) != 0 ||
	    read_good(r) != 0 || opt_decimal(r, "target", &ind->target) != 0 ||
	    opt_decimal(r, "baseline", &ind->baseline) != 0)
		return -1;
	return read_direction(r);
}

/* In the library an indicator has the name of its file. */
static int
check_id(const struct reading *r, const char *name)
{
	size_t n = strlen(name);

	if (strchr(name, '/') != NULL ||
	    (n > 4 && strcmp(name + n - 4, ".rec") == 0) ||
	    strcmp(r->ind->id, name) == 0)
		return 0;
	return def_err(r->err, r->defs, r->rec, "id",
	    "must be the name of the file: %s", name);
}

int
indicator_read(struct indicator **out, const char *library, const char *name,
    struct err *err)
{
	char path[1024];
	struct owned *own;
	struct reading r = { 0 };

	*out = NULL;
	if (library_find(library, "indicators", name, path, sizeof(path),
	    err) != 0)
		return -1;
	if ((own = calloc(1, sizeof(*own))) == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (defs_read(&own->ind.defs, path, schemas, 2, err) != 0) {
		free(own);
		return -1;
	}
	r.ind = &own->ind;
	r.defs = own->ind.defs;
	r.err = err;
	own->ind.file = r.defs->file;
	if (r.defs->n != 1) {
		err_set(err, STATUS_CONFIG, "bad-definition",
		    "want one indicator a file, found %zu", r.defs->n);
		err_at(err, path, 0, NULL);
		indicator_free(&own->ind);
		return -1;
	}
	r.rec = &r.defs->records[0];
	if (read_record(&r) != 0 || check_id(&r, name) != 0) {
		own->texts = r.texts;
		indicator_free(&own->ind);
		return -1;
	}
	own->texts = r.texts;
	*out = &own->ind;
	return 0;
}

void
indicator_free(struct indicator *ind)
{
	struct owned *own = (struct owned *)ind;

	if (ind == NULL)
		return;
	arena_free(&own->texts);
	defs_free(ind->defs);
	free(own);
}
