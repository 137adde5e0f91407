/* SPDX-License-Identifier: MIT */
/*
 * Applies one delivery to the rows that stand.  In: both as lscb-ingest -x
 * wrote them.  Out: the new standing rows.  Of changes, a row replaces the
 * standing row of its key, stands behind them if there is none, or takes it
 * away; a period replaces all rows of its days; a full delivery replaces
 * everything.  Rejected: a row without a key, with the key of one before it,
 * or outside the period.  Standing rows keep their order, new ones follow in
 * order of arrival.  Holds the delivery, streams the standing rows; a full
 * delivery is streamed too.
 */
#include <string.h>

#include "changes.h"
#include "extract.h"
#include "shape.h"
#include "tool.h"
#include "value.h"

struct opts {
	const char *extract;	/* -x: a definition */
	const char *standing;	/* the rows that stand */
	bool full;		/* the delivery replaces them all */
	date from, to;		/* days of a period, both inclusive */
};

static struct opts opts = { .from = DATE_NONE, .to = DATE_NONE };

static const struct tool_option options[] = {
	{'x', "extract", OPT_TEXT, &opts.extract, "NAME",
	    "the definition of this extract, or a path to one"},
	{0, "standing", OPT_TEXT, &opts.standing, "FILE",
	    "the rows that stand, which the delivery changes"},
	{0, "full", OPT_FLAG, &opts.full, NULL,
	    "a full delivery: it replaces everything"},
	{0, "from", OPT_DATE, &opts.from, "DATE",
	    "first day of a delivered period"},
	{0, "to", OPT_DATE, &opts.to, "DATE",
	    "last day of a delivered period"},
	{0}
};

static const struct tool tool = {
	.name = "lscb-update",
	.summary = "apply changes, corrections and deletions to standing rows",
	.synopsis = "-x NAME --standing FILE [--from DATE --to DATE] "
	    "[FILE...]\n       lscb-update -x NAME --full [FILE...]",
	.examples = "lscb-update -x notices --standing notices.csv "
	    "-o new.csv changes.csv",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY,
	.mode = OUT_PRIVATE
};

/* What is done with the rows of a delivery, and what became of them. */
struct work {
	const struct extract *x;
	struct shape *delivered;
	struct stats *stats;
	struct changes *changes;
	size_t new, corrected, unchanged, deleted;
	size_t unknown;		/* deletions of what does not stand */
};

static void
check_opts(void)
{
	if (opts.extract == NULL)
		tool_usage("give -x NAME, the definition of the extract");
	if ((opts.from == DATE_NONE) != (opts.to == DATE_NONE))
		tool_usage("--from and --to go together: the first and last "
		    "day of the period");
	if (opts.from > opts.to)
		tool_usage("--from is later than --to");
	if (opts.standing != NULL && strcmp(opts.standing, "-") == 0)
		tool_usage("--standing wants a file: standard input is the "
		    "delivery");
	if (opts.full && (opts.standing != NULL || opts.from != DATE_NONE))
		tool_usage("--full replaces everything: no --standing, no "
		    "--from and --to");
}

/* What the command line must say for this definition. */
static void
check_delivery(const struct extract *x)
{
	bool period = x->delivery == DELIVERY_PERIOD && !opts.full;

	if (period && opts.from == DATE_NONE)
		tool_usage("extract '%s' is delivered by period: say which "
		    "with --from DATE --to DATE", x->id);
	if (!period && opts.from != DATE_NONE)
		tool_usage("--from and --to: extract '%s' is not delivered by "
		    "period", x->id);
	if (!opts.full && opts.standing == NULL)
		tool_usage("give --standing FILE, the rows that stand, or "
		    "--full for a delivery that replaces them");
}

static bool
is_deletion(const struct extract *x, const struct shape *s,
    const struct rec *rec)
{
	return x->deleted != COLUMN_NONE && field_has_code(shape_field(s, rec,
	    x->deleted), x->deleted_code);
}

/* The date that the period is cut by; DATE_NONE without one. */
static date
day_of(const struct extract *x, const struct shape *s, const struct rec *rec)
{
	struct field f = shape_field(s, rec, x->period);

	return date_parse(f.p, f.n);
}

/* Does the row belong to the period that is delivered?  Else rejected. */
static bool
in_period(const struct extract *x, const struct shape *s,
    const struct rec *rec)
{
	const char *name = x->columns[x->period].name;
	date d = day_of(x, s, rec);

	if (d != DATE_NONE && d >= opts.from && d <= opts.to)
		return true;
	if (shape_field(s, rec, x->period).n == 0)
		tool_reject(rec, name, "missing-value", "a period is cut by "
		    "this date: a value is needed");
	else if (d == DATE_NONE)
		tool_reject(rec, name, "bad-date",
		    "not a date, want YYYY-MM-DD");
	else
		tool_reject(rec, name, "outside-period",
		    "not a day of the period that is delivered");
	return false;
}

/* Has a row of the delivery the key it needs, if one is needed?  Else rejected. */
static bool
has_key(struct work *w, const struct rec *rec, struct field *key)
{
	const struct extract *x = w->x;
	int r;

	*key = (struct field){ "", 0 };
	if (x->n_key == 0)
		return true;
	r = shape_key(w->delivered, rec, key);
	if (r == -1)
		tool_need(NULL);
	if (r == 0)
		tool_reject(rec, x->columns[x->key[0]].name, "missing-value",
		    "a record is known by its key: a value is needed");
	return r == 1;
}

/* Keeps a row, or its key alone; false: rejected, a row before it has that key. */
static bool
take(struct work *w, const struct rec *rec, struct field key,
    struct field line, bool deletes)
{
	int r = changes_add(w->changes, key, line, deletes);

	if (r == -1)
		tool_need(NULL);
	if (r == 0)
		tool_reject(rec, w->x->columns[w->x->key[0]].name,
		    "duplicate-key", "a row before it has the same key");
	return r == 1;
}

/* Takes one row of the delivery in, or rejects it. */
static void
hold(struct work *w, const struct rec *rec)
{
	const struct extract *x = w->x;
	struct field key, line;
	bool deletes = is_deletion(x, w->delivered, rec);

	if (!has_key(w, rec, &key))
		return;
	if (deletes && x->n_key == 0) {	/* of a period: it is left out */
		stats_add(w->stats, STATS_DROPPED, "deleted", 1);
		return;
	}
	if (!deletes && x->period != COLUMN_NONE &&
	    !in_period(x, w->delivered, rec))
		return;
	if (shape_line(w->delivered, rec, &line) == -1)
		tool_need(NULL);
	(void)take(w, rec, key, line, deletes);
}

/* A standing row that the delivery has a row for. */
static void
meet(struct work *w, struct change *e, const struct rec *rec,
    struct field line, struct writer *wr)
{
	struct field now = changes_line(w->changes, e);
	struct err err;

	if (e->met) {
		err_set(&err, STATUS_DATA, "duplicate-key", "two standing "
		    "rows have this key: make them anew from a full delivery");
		err_at(&err, rec->file, rec->line,
		    w->x->columns[w->x->key[0]].name);
		tool_die(&err);
	}
	e->met = true;
	if (e->deletes) {
		w->deleted++;
		return;
	}
	if (field_is(now, line.p, line.n))
		w->unchanged++;
	else
		w->corrected++;
	wr_line(wr, now.p, now.n);
}

/* One standing row: replaced, taken away, or as it stands. */
static void
pass(struct work *w, struct shape *s, const struct rec *rec,
    struct writer *wr)
{
	struct change *e = NULL;
	struct field key, line;
	date d;

	if (shape_line(s, rec, &line) == -1)
		tool_need(NULL);
	if (w->x->n_key > 0) {
		if (shape_key(s, rec, &key) == -1)
			tool_need(NULL);
		e = changes_find(w->changes, key);
	}
	if (e != NULL) {
		meet(w, e, rec, line, wr);
		return;
	}
	if (w->x->period != COLUMN_NONE) {
		d = day_of(w->x, s, rec);
		if (d != DATE_NONE && d >= opts.from && d <= opts.to)
			return;
	}
	wr_line(wr, line.p, line.n);
}

static void
pass_all(struct work *w, struct reader *rd, struct shape *s,
    struct writer *wr)
{
	const struct rec *rec;
	struct err err;
	int r;

	while ((r = rd_next(rd, &rec, &err)) == 1)
		pass(w, s, rec, wr);
	if (r == -1)
		tool_die(&err);
}

/* What no standing row was there for, in order of arrival. */
static void
append(struct work *w, struct writer *wr)
{
	struct change *e;
	struct field line;
	size_t i;

	for (i = 0; i < changes_count(w->changes); i++) {
		e = changes_get(w->changes, i);
		if (e->met)
			continue;
		if (e->deletes) {
			w->unknown++;
			continue;
		}
		line = changes_line(w->changes, e);
		wr_line(wr, line.p, line.n);
		w->new++;
	}
}

static void
count(const struct work *w)
{
	static const char *const how[] = {
		"new", "corrected", "unchanged", "deleted"
	};
	const size_t n[] = { w->new, w->corrected, w->unchanged, w->deleted };
	size_t i;

	for (i = 0; i < 4; i++)
		if (n[i] > 0)
			stats_add(w->stats, STATS_USED, how[i], n[i]);
	if (w->unknown > 0) {
		stats_add(w->stats, STATS_DROPPED, "unknown-record",
		    w->unknown);
		stats_add(w->stats, STATS_QUERIED, "unknown-record",
		    w->unknown);
	}
}

static void
run_changes(struct work *w, struct reader *rd)
{
	char *path = (char *)opts.standing;
	const struct rec *rec;
	struct reader *standing;
	struct shape *s;
	struct writer *wr;
	struct err err;

	if (rd_open(&standing, &path, 1, NULL, &err) == -1 ||
	    shape_new(&s, w->x, standing, &err) == -1)
		tool_die(&err);
	w->changes = tool_need(changes_new(w->x->n_key > 0));
	while ((rec = tool_next(rd)) != NULL)
		if (!tool_is_header(rd, rec))
			hold(w, rec);
	wr = tool_output();
	shape_header(s, wr);
	pass_all(w, standing, s, wr);
	append(w, wr);
	count(w);
	rd_close(standing);
	shape_free(s);
	changes_free(w->changes);
}

/* Everything stands that does not say it is gone. */
static void
run_full(struct work *w, struct reader *rd)
{
	const struct field none = { "", 0 };
	struct writer *wr = tool_output();
	const struct rec *rec;
	struct field key, line;
	bool deletes;
	size_t used = 0;

	w->changes = tool_need(changes_new(w->x->n_key > 0));
	shape_header(w->delivered, wr);
	while ((rec = tool_next(rd)) != NULL) {
		if (tool_is_header(rd, rec))
			continue;
		deletes = is_deletion(w->x, w->delivered, rec);
		if (!has_key(w, rec, &key) || (key.n > 0 &&
		    !take(w, rec, key, none, deletes)))
			continue;
		if (deletes) {
			stats_add(w->stats, STATS_DROPPED, "deleted", 1);
			continue;
		}
		if (shape_line(w->delivered, rec, &line) == -1)
			tool_need(NULL);
		wr_line(wr, line.p, line.n);
		used++;
	}
	stats_add(w->stats, STATS_USED, NULL, used);
	changes_free(w->changes);
}

int
main(int argc, char **argv)
{
	struct tool_run *tr = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct extract *x;
	struct reader *rd;
	struct err err;
	int status;

	check_opts();
	tr->in_place = opts.standing;
	if (extract_read(&x, tr->library, opts.extract, &err) == -1)
		tool_die(&err);
	check_delivery(x);
	w.x = x;
	w.stats = tr->stats;
	if (rd_open(&rd, tr->files, tr->n_files, NULL, &err) == -1 ||
	    shape_new(&w.delivered, x, rd, &err) == -1)
		tool_die(&err);
	if (opts.full || x->delivery == DELIVERY_ALL)
		run_full(&w, rd);
	else
		run_changes(&w, rd);
	rd_close(rd);
	status = tool_finish();
	shape_free(w.delivered);
	extract_free(x);
	return status;
}
