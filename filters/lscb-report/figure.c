/* SPDX-License-Identifier: MIT */
/*
 * One indicator's rows as sentences: the figure, what it is measured against,
 * what it was before, what to ask when it is too low or too high, what it must
 * be read with, whom it covers, how old its data is.  Every value is worked
 * out from the counts and rounded once, half up.  The layouts add no words.
 */
#include <math.h>
#include <string.h>

#include "num.h"
#include "report.h"
#include "tool.h"

enum { BEFORE_WINDOWS = 3, BEFORE_PERIODS = MAX_EARLIER, RECENT = 8, AREAS = 6,
	LINE_AREAS = 2 };

/* The latest of what the indicator is shown by. */
static const struct row *
headline_row(const struct measure *m)
{
	if (m->windows.n > 0)
		return &m->windows.v[m->windows.n - 1];
	if (m->separate.n > 0)
		return &m->separate.v[m->separate.n - 1];
	return NULL;
}

static void
add_fact(struct report *r, struct figure *f, const char *label,
    const char *text, bool english, bool brief)
{
	struct fact *fact = &f->facts[f->n_facts];

	if (text == NULL || f->n_facts == MAX_FACTS)
		return;
	fact->label = say(r, join(r, "fact", "-", label), NULL);
	fact->text = text;
	fact->english = english && r->welsh;
	fact->brief = brief;
	f->n_facts++;
}

/* A text of the definition, which is in English. */
static void
add_own(struct report *r, struct figure *f, const char *label,
    const char *text, bool brief)
{
	add_fact(r, f, label, text, true, brief);
}

static void
add_said(struct report *r, struct figure *f, const char *label,
    const char *text)
{
	add_fact(r, f, label, text, false, true);
}

const char *
listed(struct report *r, const char *list, const char *more)
{
	if (list == NULL || list[0] == '\0' || more[0] == '\0')
		return list == NULL || list[0] == '\0' ? more : list;
	return join(r, list, "; ", more);
}

/* A sentence inside another one has no full stop of its own. */
static const char *
inside(struct report *r, const char *s)
{
	size_t n = strlen(s);

	return tool_need(arena_strndup(&r->mem, s, n > 0 && s[n - 1] == '.' ?
	    n - 1 : n));
}

/* Good range, target, baseline: what the figure is held against. */
static const char *
yardsticks(struct report *r, const struct indicator *ind)
{
	const char *list = NULL;

	if (ind->good_low.given && ind->good_high.given)
		list = say(r, "good-range", "low", decimal_words(r, ind,
		    ind->good_low), "high", decimal_words(r, ind,
		    ind->good_high), NULL);
	else if (ind->good_low.given)
		list = say(r, "good-from", "value", decimal_words(r, ind,
		    ind->good_low), NULL);
	else if (ind->good_high.given)
		list = say(r, "good-to", "value", decimal_words(r, ind,
		    ind->good_high), NULL);
	if (ind->target.given)
		list = listed(r, list, say(r, "target", "value",
		    decimal_words(r, ind, ind->target), NULL));
	else if (ind->target_note != NULL)
		list = listed(r, list, say(r, "target-note", "note",
		    inside(r, ind->target_note), NULL));
	if (ind->baseline.given)
		list = listed(r, list, say(r, "baseline", "value",
		    decimal_words(r, ind, ind->baseline), NULL));
	else if (ind->baseline_note != NULL)
		list = listed(r, list, say(r, "baseline-note", "note",
		    inside(r, ind->baseline_note), NULL));
	return list != NULL ? list : say(r, "no-yardstick", NULL);
}

static const char *
direction_words(struct report *r, const struct indicator *ind)
{
	return say(r, join(r, "direction", "-",
	    direction_name(ind->direction)), NULL);
}

static const char *
earlier_words(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	const char *counts = counts_words(r, ind, row);

	if (row->available && ind->population)	/* said with the headline */
		counts = number_words(r, row->numerator);
	return say(r, counts[0] != '\0' ? "earlier-of" : "earlier", "period",
	    period_short(r, row->start, row->end), "value",
	    marked(r, value_words(r, ind, row), row_marks(r, row)), "counts",
	    counts, NULL);
}

/* None overlaps another, or the figure itself. */
size_t
earlier_rows(const struct measure *m, const struct row *row,
    const struct row *out[MAX_EARLIER])
{
	bool windows = m->windows.n > 0;
	const struct rows *rows = windows ? &m->windows : &m->separate;
	size_t max = windows ? BEFORE_WINDOWS : BEFORE_PERIODS;
	date before = row->start;
	size_t i, n = 0;

	for (i = rows->n; i-- > 0 && n < max;) {
		if (rows->v[i].end >= before)
			continue;
		out[n++] = &rows->v[i];
		before = rows->v[i].start;
	}
	return n;
}

static const char *
trend(struct report *r, const struct measure *m, const struct row *row)
{
	const struct row *rows[MAX_EARLIER];
	size_t i, n = earlier_rows(m, row, rows);
	const char *list = NULL;

	for (i = 0; i < n; i++)
		list = listed(r, list, earlier_words(r, m->ind, rows[i]));
	return list != NULL ? list : say(r, "no-earlier", NULL);
}

/* The separate periods behind a window, oldest first; a rate's unit once. */
static const char *
recent(struct report *r, const struct measure *m)
{
	const struct rows *rows = &m->separate;
	const char *list = NULL, *value;
	char digits[64];
	size_t i = rows->n > RECENT ? rows->n - RECENT : 0;

	if (m->windows.n == 0 || rows->n == 0)
		return NULL;
	for (; i < rows->n; i++) {
		value = m->ind->unit == UNIT_RATE && value_digits(m->ind,
		    &rows->v[i], digits, sizeof(digits)) ?
		    grouped(r, digits) : value_words(r, m->ind, &rows->v[i]);
		list = list == NULL ? value : join(r, list, ", ", value);
	}
	return say(r, "recent", "values", m->ind->unit == UNIT_RATE ?
	    in_unit(r, m->ind, list) : list, "period", period_short(r,
	    rows->v[rows->n - 1].start, rows->v[rows->n - 1].end), NULL);
}

/*
 * The interval reaches across an end of the good range.  A target is another
 * thing: it was met or it was not.
 */
static bool
across(const struct row *row, struct decimal d)
{
	double at = (double)d.digits / pow(10, d.scale);

	return d.given && row->low < at && at < row->high;
}

static const char *
verdict_words(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	const char *s;

	if (row == NULL || row->verdict[0] == '\0')
		return NULL;
	s = say(r, join(r, "verdict", "-", row->verdict), NULL);
	if (across(row, ind->good_low) || across(row, ind->good_high))
		s = say(r, "unsure", "verdict", s, NULL);
	return s;
}

static const char *
verdict_mark(struct report *r, const struct row *row)
{
	const char *mark = NULL;

	if (row != NULL && row->verdict[0] != '\0')
		mark = say_of(r, "mark", row->verdict);
	return mark != NULL ? mark : "";
}

static const char *
title_of(const struct report *r, const struct indicator *ind)
{
	return r->welsh && ind->title_cy != NULL ? ind->title_cy : ind->title;
}

const char *
titled(struct report *r, const char *title, const char *ref)
{
	return ref == NULL ? title : say(r, "with-ref", "title", title, "ref",
	    ref, NULL);
}

/* The figure this one must not be read without. */
static const char *
pair_words(struct report *r, const struct indicator *ind)
{
	const struct measure *m = NULL;
	const struct row *row;
	const char *s, *counts, *verdict;
	size_t i;

	if (ind->pair == NULL)
		return ind->pair_to_come == NULL ? NULL : say(r,
		    "pair-planned", "title", ind->pair_to_come, NULL);
	for (i = 0; i < r->n_measures; i++)
		if (strcmp(r->measures[i]->ind->id, ind->pair) == 0)
			m = r->measures[i];
	if (m == NULL)
		return say(r, "pair-to-come", "id", ind->pair, NULL);
	row = headline_row(m);
	counts = counts_words(r, m->ind, row);
	s = say(r, "pair", "title", titled(r, title_of(r, m->ind),
	    m->ind->ref), "value", marked(r, value_words(r, m->ind, row),
	    row_marks(r, row)), NULL);
	if (counts[0] != '\0')
		s = say(r, "noted", "text", s, "note", counts, NULL);
	if (row != NULL)
		s = join(r, s, ", ", period_short(r, row->start, row->end));
	verdict = verdict_words(r, m->ind, row);
	if (verdict != NULL)
		s = join(r, s, "; ", verdict);
	return s;
}

/*
 * Whom the figure could see.  Those who could not be matched are in neither
 * number, so they stand beside the denominator.
 */
static const char *
coverage(struct report *r, const struct indicator *ind, const struct row *row)
{
	const char *unmatched;
	char share[64];

	if (row == NULL || row->unmatched < 0 ||
	    (row->unmatched == 0 && ind->matched.text == NULL))
		return NULL;
	unmatched = number_words(r, row->unmatched);
	if (ind->population || row->denominator < 0 ||
	    row->denominator > INT64_MAX - row->unmatched ||
	    !ratio_format(row->denominator, row->denominator +
	    row->unmatched, 100, 1, share, sizeof(share)))
		return say(r, "coverage-unmatched", "unmatched", unmatched,
		    NULL);
	return say(r, "coverage", "matched", number_words(r,
	    row->denominator), "unmatched", unmatched, "share", share, NULL);
}

static const char *
agency_words(struct report *r, const char *source)
{
	const char *s = say_of(r, "agency", source);

	return s != NULL ? s : source;
}

static const char *
stale_words(struct report *r, const struct stale *s)
{
	return say(r, "stale", "agency", agency_words(r, s->source), "date",
	    date_words(r, s->accepted), NULL);
}

static const char *
staleness(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	const char *list = NULL;
	size_t i, j;

	for (i = 0; i < r->n_stale; i++)
		for (j = 0; j < ind->agency.n; j++)
			if (strcmp(ind->agency.v[j], r->stale[i].source) == 0)
				list = listed(r, list, stale_words(r,
				    &r->stale[i]));
	if (list == NULL && row != NULL && row->stale)
		list = say(r, "stale-unknown", NULL);
	return list;
}

static const char *
sources(struct report *r, const struct indicator *ind)
{
	const char *list = NULL;
	size_t i;

	for (i = 0; i < ind->agency.n; i++)
		list = list == NULL ? agency_words(r, ind->agency.v[i]) :
		    join(r, list, ", ", agency_words(r, ind->agency.v[i]));
	return list;
}

/* Outside the good range on that side, or short of a target that lies there. */
static bool
wrong_side(const struct indicator *ind, const struct row *row,
    const char *verdict, enum direction d)
{
	return row != NULL && (strcmp(row->verdict, verdict) == 0 ||
	    (strcmp(row->verdict, "not-met") == 0 && ind->direction == d));
}

/* What may change still matters on the terminal too, what may not does not. */
static void
add_release(struct report *r, struct figure *f, const struct row *row)
{
	if (row->available && row->release[0] != '\0')
		add_fact(r, f, "release", say(r, join(r, "release", "-",
		    row->release), NULL), false, strcmp(row->release,
		    "provisional") == 0);
}

static void
add_facts(struct report *r, struct figure *f, const struct row *row)
{
	const struct measure *m = f->measure;
	const struct indicator *ind = m->ind;
	bool low = wrong_side(ind, row, "too-low", DIRECTION_UP);
	bool high = wrong_side(ind, row, "too-high", DIRECTION_DOWN);
	size_t i;

	f->flagged = low || high;
	if (low)
		add_own(r, f, "ask-low", ind->too_low, true);
	if (high)
		add_own(r, f, "ask-high", ind->too_high, true);
	if (f->n_facts > 0)
		f->facts[0].ask = true;
	add_said(r, f, "against", listed(r, yardsticks(r, ind),
	    direction_words(r, ind)));
	add_said(r, f, "comparator", comparators_words(r, m, AREAS));
	if (row != NULL)
		add_said(r, f, "before", trend(r, m, row));
	add_said(r, f, join(r, "by", "-", grain_name(ind->period)),
	    recent(r, m));
	add_said(r, f, "variation", variation_words(r, m));
	add_said(r, f, "forecast", forecast_words(r, m));
	add_said(r, f, "pair", pair_words(r, ind));
	if (!low)
		add_own(r, f, "if-low", ind->too_low, true);
	if (!high)
		add_own(r, f, "if-high", ind->too_high, true);
	add_said(r, f, "coverage", coverage(r, ind, row));
	add_said(r, f, "censored", censored_words(r, ind, row));
	add_said(r, f, "stale", staleness(r, ind, row));
	if (row != NULL) {
		add_said(r, f, "restated", restated_words(r, m, row));
		add_release(r, f, row);
	}
	if (!ind->admitted)
		add_said(r, f, "status", say(r, "candidate", NULL));
	if (ind->dda)
		add_said(r, f, "dda", say(r, "dda", NULL));
	if (ind->target.given)
		add_own(r, f, "target", ind->target_note, false);
	if (ind->baseline.given)
		add_own(r, f, "baseline", ind->baseline_note, false);
	add_own(r, f, "rationale", ind->rationale, false);
	add_own(r, f, "caution", ind->caution, false);
	for (i = 0; i < ind->action.n && i < 4; i++)
		add_own(r, f, "action", ind->action.v[i], false);
	add_fact(r, f, "agency", sources(r, ind), false, false);
}

void
figure_make(struct report *r, const struct measure *m, struct figure *f)
{
	const struct indicator *ind = m->ind;
	const struct row *row = headline_row(m);

	memset(f, 0, sizeof(*f));
	f->measure = m;
	f->row = row;
	f->title = title_of(r, ind);
	f->english = r->welsh && ind->title_cy == NULL;
	f->ref = ind->ref;
	f->value = value_words(r, ind, row);
	f->note = row == NULL ? "" : row_marks(r, row);
	f->counts = counts_words(r, ind, row);
	if (row != NULL && row->available && ind->unit == UNIT_MEAN &&
	    ind->subjects != NULL && !r->welsh && f->counts[0] != '\0')
		f->counts = say(r, "counts-each", "counts", f->counts,
		    "subject", ind->subjects, NULL);
	f->period = row == NULL ? "" : period_words(r, row->start, row->end);
	if (row != NULL && row->available && !isnan(row->low) &&
	    !isnan(row->high))
		f->interval = range_words(r, ind, "interval", row->low,
		    row->high);
	f->detail = f->counts;
	if (f->period[0] != '\0')
		f->detail = f->detail[0] == '\0' ? f->period :
		    join(r, f->detail, ", ", f->period);
	if (f->interval != NULL)
		f->detail = join(r, f->detail, "; ", f->interval);
	f->verdict = verdict_words(r, ind, row);
	f->mark = verdict_mark(r, row);
	f->reading = f->verdict != NULL ? join(r, f->mark, " ", f->verdict) :
	    direction_words(r, ind);
	f->change = change_said(r, m);
	if (f->change != NULL)
		f->reading = listed(r, f->reading, f->change);
	add_facts(r, f, row);
}

/* A line of a quadrant: its indicator, or that it is still to come. */
void
line_figure(struct report *r, const struct line *line, struct figure *f)
{
	if (line->measure != NULL) {
		figure_make(r, line->measure, f);
		return;
	}
	memset(f, 0, sizeof(*f));
	f->title = line->title;
	f->english = line->english;
	f->ref = line->ref;
	f->value = say(r, "to-come", NULL);
	f->counts = f->period = f->detail = f->mark = f->reading = f->note = "";
}

const char *
line_detail(struct report *r, const struct card *c, const struct line *line,
    const struct figure *f)
{
	size_t n = headline_number(c, line->measure);
	const char *s, *areas;

	if (n > 0)
		return say(r, "see-headline", "n", number_words(r,
		    (int64_t)n), NULL);
	s = listed(r, f->detail, line->dda ? say(r, "dda", NULL) : "");
	areas = line->measure == NULL ? NULL : comparators_words(r,
	    line->measure, LINE_AREAS);
	return areas == NULL ? s : listed(r, s, areas);
}

const char *
figure_value(struct report *r, const struct figure *f)
{
	return marked(r, f->value, f->note);
}

size_t
foot_lines(struct report *r, const char *lines[MAX_FOOT])
{
	size_t n = 0;

	if (r->said_provisional)
		lines[n++] = say(r, "legend-provisional", "mark", say(r,
		    "mark-provisional", NULL), NULL);
	if (r->said_restated)
		lines[n++] = say(r, "legend-restated", "mark", say(r,
		    "mark-restated", NULL), NULL);
	lines[n++] = say(r, "footer", NULL);
	return n;
}

size_t
heading_lines(struct report *r, const char *lines[MAX_LINES])
{
	date latest = DATE_NONE;
	const struct row *row;
	size_t i, n = 0;

	for (i = 0; i < r->n_measures; i++)
		if ((row = headline_row(r->measures[i])) != NULL &&
		    (latest == DATE_NONE || row->end > latest))
			latest = row->end;
	if (r->as_of != DATE_NONE)
		lines[n++] = say(r, "as-of", "date", date_words(r, r->as_of),
		    NULL);
	else if (latest != DATE_NONE)
		lines[n++] = say(r, "data-to", "date", date_words(r, latest),
		    NULL);
	for (i = 0; i < r->n_stale; i++)
		lines[n++] = stale_words(r, &r->stale[i]);
	if (r->welsh)
		lines[n++] = say(r, "draft", NULL);
	return n;
}
