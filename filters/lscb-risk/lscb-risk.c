/* SPDX-License-Identifier: MIT */
/*
 * Says how easily somebody could be recognised in a stream, and whether that is
 * within a policy: before it is shared.
 *
 * In: any CSV; which columns somebody outside may know (quasi-identifiers) and which
 * give something away (sensitive).  Out: a line for each set of one, two or three of
 * the former and for all of them: the smallest class, who is unique, risks,
 * diversity, closeness, and the limits that are broken; never a value of the data.
 * Status 1 when one is.  Rejected: rows that are not sound CSV, that have no subject,
 * or no number where numbers are ordered.  The order of rows has no effect.
 * Memory: some 8 bytes for each row and column, 130 for each row, and the different
 * values of each column while it reads.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classes.h"
#include "codes.h"
#include "diversity.h"
#include "exposure.h"
#include "finding.h"
#include "matching.h"
#include "num.h"
#include "policy.h"
#include "population.h"
#include "sets.h"
#include "tool.h"

#define DEFAULT_POLICY "sharing"

struct opts {
	const char *policy;		/* -p; NULL = DEFAULT_POLICY */
	struct tool_list uses[N_USES];	/* --quasi, --sensitive, --ordered */
	const char *subject;		/* --subject: a column, or NULL */
	size_t population;		/* --population: people, or UNSAID */
	bool missing_any;		/* --missing-any */
};

#define UNSAID SIZE_MAX

static struct opts opts = { .population = UNSAID };

static const struct tool_option options[] = {
	{ 'p', "policy", OPT_TEXT, &opts.policy, "NAME",
	    "the limits (default " DEFAULT_POLICY "), or a path" },
	{ 'c', "quasi", OPT_LIST, &opts.uses[USE_QUASI], "COLUMN",
	    "others may know this; more than once (default all)" },
	{ 0, "sensitive", OPT_LIST, &opts.uses[USE_SENSITIVE], "COLUMN",
	    "codes that give something away; more than once" },
	{ 0, "ordered", OPT_LIST, &opts.uses[USE_ORDERED], "COLUMN",
	    "the same, of numbers" },
	{ 0, "subject", OPT_TEXT, &opts.subject, "COLUMN",
	    "who a row is about: count these, not rows" },
	{ 0, "population", OPT_SIZE, &opts.population, "N",
	    "how many these are a sample of" },
	{ 0, "missing-any", OPT_FLAG, &opts.missing_any, NULL,
	    "a missing value may be any, not one of its own" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-risk",
	.summary = "say whether somebody could be recognised in a stream",
	.synopsis = "[-p NAME] [-c COLUMN]... [--sensitive COLUMN]...\n"
	    "                 [--ordered COLUMN]... [--subject COLUMN] "
	    "[--population N]\n"
	    "                 [--missing-any] [FILE...]",
	.examples =
	    "lscb-risk -c birth_month -c sex -c area register.csv\n"
	    "lscb-risk -c area --sensitive category --subject subject "
	    "history.csv\n"
	    "lscb-risk -p ours extract.csv >risk.csv && share extract.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY
};

/* A column that is asked about. */
struct input {
	const char *name;
	enum column_use use;
	bool of_policy;		/* named there, not on the command line */
	size_t field;
	struct codes codes;
};

struct work {
	struct policy policy;
	struct input *inputs;
	size_t n, cap;
	struct arena names;
	/* Those of inputs, once rows are read: */
	const struct input *quasi[SET_COLUMNS];
	size_t n_quasi;
	const struct codes *subject;	/* NULL: members are rows */
	struct sensitive *sensitive;
	const char **sensitive_names;
	struct diversity *diversity;
	size_t n_sensitive;
	size_t rows, members;
	/* Room for one set: */
	struct classes prefix[SET_DEPTH + 1];	/* by 0, 1, 2, 3 columns */
	struct pairs pairs;
	struct cells cells;
	struct sizes sizes;
	uint32_t *count;	/* members of each class; or like each row */
	uint32_t *best;		/* of each subject */
};

/* --- which columns ------------------------------------------------------------ */

static void
add_input(struct work *w, const char *name, enum column_use use,
    bool of_policy)
{
	w->inputs = tool_need(grow(w->inputs, w->n, &w->cap,
	    sizeof(*w->inputs)));
	w->inputs[w->n++] = (struct input){ .name = name, .use = use,
	    .of_policy = of_policy };
}

static bool
has_use(const struct work *w, enum column_use use)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->inputs[i].use == use)
			return true;
	return false;
}

/* The policy's are checked where it is read. */
static void
add_named(struct work *w, const char *name, enum column_use use)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->inputs[i].name, name) == 0)
			tool_usage("column '%s' is named twice: it is one thing "
			    "or another, and once", name);
	add_input(w, name, use, false);
}

static void
list_inputs(struct work *w)
{
	const char *name;

	for (int use = 0; use < N_USES; use++)
		for (size_t i = 0; (name = policy_column(&w->policy,
		    (enum column_use)use, i)) != NULL; i++)
			add_input(w, name, (enum column_use)use, true);
	for (int use = 0; use < N_USES; use++)
		for (size_t i = 0; i < opts.uses[use].n; i++)
			add_named(w, opts.uses[use].items[i],
			    (enum column_use)use);
	if (opts.subject == NULL)
		return;
	if (has_use(w, USE_SUBJECT))
		tool_usage("the policy names the subject; leave --subject out");
	add_named(w, opts.subject, USE_SUBJECT);
}

/*
 * Nobody said what others may know: everything that has no other use.  By its place,
 * because the first line of a file without a header is data.
 */
static void
take_all(struct work *w, const struct reader *rd)
{
	const struct rec *h = rd_header(rd);
	char name[32];
	size_t k, named = w->n;

	for (size_t i = 0; i < h->n; i++) {
		for (k = 0; k < named && w->inputs[k].field != i; k++)
			;
		if (k < named)
			continue;
		snprintf(name, sizeof(name), "column_%zu", i + 1);
		add_input(w, tool_need(arena_strdup(&w->names, name)),
		    USE_QUASI, false);
		w->inputs[w->n - 1].field = i;
	}
}

static void
bind_inputs(struct work *w, const struct reader *rd)
{
	struct err err;
	int at;

	for (size_t i = 0; i < w->n; i++) {
		if ((at = rd_need(rd, w->inputs[i].name, &err)) == -1) {
			if (!w->inputs[i].of_policy)
				err.status = STATUS_USAGE;
			tool_die(&err);
		}
		w->inputs[i].field = (size_t)at;
	}
	if (!has_use(w, USE_QUASI))
		take_all(w, rd);
}

static void
open_inputs(struct work *w)
{
	size_t quasi = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (codes_open(&w->inputs[i].codes) == -1)
			tool_need(NULL);
		quasi += w->inputs[i].use == USE_QUASI;
	}
	if (quasi == 0)
		tool_usage("no column is left that others may know");
	if (quasi > SET_COLUMNS)
		tool_usage("%zu columns that others may know are too many, at "
		    "most %d: name them with -c", quasi, SET_COLUMNS);
}

/* A limit that nothing could be held against would be no limit. */
static void
check_policy(const struct work *w)
{
	const struct policy *p = &w->policy;
	bool sensitive = has_use(w, USE_SENSITIVE) || has_use(w, USE_ORDERED);

	for (int i = LIMIT_DISTINCT; i < N_LIMITS; i++)
		if (p->limits[i].given && !sensitive)
			tool_usage("the policy limits %s: say of which column, "
			    "with --sensitive or --ordered",
			    limit_name((enum limit_of)i));
	if (p->limits[LIMIT_POPULATION].given && p->population == 0)
		tool_usage("the policy limits %s: say of how many people, with "
		    "--population", limit_name(LIMIT_POPULATION));
	if (p->missing_any && (sensitive || has_use(w, USE_SUBJECT) ||
	    p->population > 0))
		tool_usage("where a missing value may be any there are no "
		    "classes: no subject, sensitive column or population");
}

static void
read_policy(struct work *w, const char *library)
{
	struct err err;

	if (policy_read(&w->policy, library, opts.policy != NULL ?
	    opts.policy : DEFAULT_POLICY, &err) == -1)
		tool_die(&err);
	list_inputs(w);
	if (opts.population != UNSAID &&
	    (opts.population == 0 || opts.population > PEOPLE_MAX))
		tool_usage("--population wants how many people there are, 1 to "
		    "%llu", (unsigned long long)PEOPLE_MAX);
	if (opts.population != UNSAID)
		w->policy.population = opts.population;
	if (opts.missing_any)
		w->policy.missing_any = true;
	check_policy(w);
}

/* --- rows --------------------------------------------------------------------- */

/* false: the row is rejected, before any of it is kept. */
static bool
row_stands(const struct work *w, const struct rec *rec)
{
	const struct input *in;
	int64_t digits;
	int scale;

	for (in = w->inputs; in < w->inputs + w->n; in++) {
		struct field f = rec->f[in->field];

		if (in->use == USE_SUBJECT && f.n == 0) {
			tool_reject(rec, in->name, "no-subject",
			    "nobody can say who this row is about");
			return false;
		}
		if (in->use == USE_ORDERED && f.n > 0 &&
		    !num_decimal(f.p, f.n, &digits, &scale)) {
			tool_reject(rec, in->name, "not-a-number",
			    "want a number such as 12 or 2.5, or nothing");
			return false;
		}
	}
	return true;
}

static void
read_rows(struct work *w, struct reader *rd, struct stats *stats)
{
	const struct rec *rec;
	struct input *in;
	struct err err;

	while ((rec = tool_next(rd)) != NULL) {
		if (!row_stands(w, rec))
			continue;
		if (w->rows == ROWS_MAX) {
			err_set(&err, STATUS_DATA, "too-many-rows",
			    "more than %d rows", ROWS_MAX);
			err_at(&err, rec->file, rec->line, NULL);
			tool_die(&err);
		}
		for (in = w->inputs; in < w->inputs + w->n; in++)
			if (codes_add(&in->codes, rec->f[in->field].p,
			    rec->f[in->field].n) == -1)
				tool_need(NULL);
		w->rows++;
	}
	stats_add(stats, STATS_USED, NULL, w->rows);
	if (w->rows > 0)
		return;
	err_set(&err, STATUS_DATA, "no-rows", "no row to say anything about");
	err_at(&err, rd_name(rd), 0, NULL);
	tool_die(&err);
}

static void
add_sensitive(struct work *w, struct input *in)
{
	bool ordered = in->use == USE_ORDERED;

	if (ordered && codes_rank(&in->codes) == -1)
		tool_need(NULL);
	if (sensitive_open(&w->sensitive[w->n_sensitive], &in->codes, ordered,
	    w->subject, &w->pairs) == -1)
		tool_need(NULL);
	w->sensitive_names[w->n_sensitive++] = in->name;
}

static void
sort_inputs(struct work *w)
{
	struct input *in;

	w->sensitive = tool_need(calloc(w->n, sizeof(*w->sensitive)));
	w->diversity = tool_need(calloc(w->n, sizeof(*w->diversity)));
	w->sensitive_names = tool_need(calloc(w->n,
	    sizeof(*w->sensitive_names)));
	for (in = w->inputs; in < w->inputs + w->n; in++)
		if (in->use == USE_SUBJECT)
			w->subject = &in->codes;
	for (in = w->inputs; in < w->inputs + w->n; in++) {
		if (in->use == USE_QUASI)
			w->quasi[w->n_quasi++] = in;
		else if (in->use != USE_SUBJECT)
			add_sensitive(w, in);
		codes_forget(&in->codes);
	}
	w->members = w->subject != NULL ? w->subject->n : w->rows;
}

static void
make_room(struct work *w)
{
	if (pairs_open(&w->pairs, w->rows) == -1)
		tool_need(NULL);
	sort_inputs(w);
	for (size_t i = 0; i <= SET_DEPTH; i++) {
		w->prefix[i].rows = w->rows;
		w->prefix[i].of = tool_need(calloc(w->rows,
		    sizeof(*w->prefix[i].of)));
	}
	w->count = tool_need(calloc(w->rows, sizeof(*w->count)));
	w->best = tool_need(calloc(w->members, sizeof(*w->best)));
	if (sizes_open(&w->sizes, w->members) == -1 ||
	    (w->n_sensitive > 0 && cells_open(&w->cells, w->rows) == -1))
		tool_need(NULL);
	classes_whole(&w->prefix[0]);
}

static void
check_population(const struct work *w)
{
	struct err err;

	if (w->policy.population == 0 || w->policy.population >= w->members)
		return;
	if (opts.population != UNSAID)
		tool_usage("--population is less than the %zu that were read",
		    w->members);
	def_err(&err, w->policy.defs, w->policy.record, "population",
	    "less than the %zu that were read", w->members);
	tool_die(&err);
}

/* --- one set after the other --------------------------------------------------- */

/* Splits what the set has in common with the one before by the rest of it. */
static const struct classes *
classes_of_set(struct work *w, const struct sets *s)
{
	struct classes *out = w->prefix;

	for (size_t i = s->kept; i < s->n; i++) {
		out = &w->prefix[i < SET_DEPTH ? i + 1 : SET_DEPTH];
		classes_split(out, &w->prefix[i < SET_DEPTH ? i : SET_DEPTH],
		    &w->quasi[s->at[i]]->codes, &w->pairs);
	}
	return out;
}

static void
find_by_classes(struct work *w, const struct sets *s, struct finding *f)
{
	const struct classes *c = classes_of_set(w, s);
	const struct policy *p = &w->policy;

	f->has_classes = true;
	f->classes = c->n;
	classes_count(c, w->subject, w->count, &w->pairs);
	sizes_of_classes(&w->sizes, c, w->count, w->subject, w->best);
	if (p->population > 0)
		f->population = population_uniques(&w->sizes, p->population,
		    &f->model);
	for (size_t i = 0; i < w->n_sensitive; i++)
		w->diversity[i] = diversity_of(&w->sensitive[i], c, w->count,
		    w->subject, p->c, &w->cells, &w->pairs);
}

static void
find_by_matching(struct work *w, const struct sets *s)
{
	const struct codes *columns[SET_COLUMNS];

	for (size_t i = 0; i < s->n; i++)
		columns[i] = &w->quasi[s->at[i]]->codes;
	if (matching_count(columns, s->n, w->rows, w->count,
	    &w->pairs) == -1)
		tool_need(NULL);
	sizes_of_members(&w->sizes, w->count);
}

/* true: it breaks a limit. */
static bool
judge_set(struct work *w, const struct sets *s, struct writer *wr)
{
	const char *names[SET_COLUMNS];
	struct finding f = { .names = names, .n_names = s->n,
	    .rows = w->rows, .members = w->members, .population = NAN,
	    .sensitive = w->sensitive_names, .diversity = w->diversity,
	    .n_sensitive = w->n_sensitive };
	int broken;

	for (size_t i = 0; i < s->n; i++)
		names[i] = w->quasi[s->at[i]]->name;
	if (w->policy.missing_any)
		find_by_matching(w, s);
	else
		find_by_classes(w, s, &f);
	f.exposure = exposure_of(&w->sizes, w->policy.k);
	broken = finding_write(wr, &f, &w->policy);
	if (broken == -1)
		tool_need(NULL);
	return broken == 1;
}

static bool
judge_all(struct work *w, struct writer *wr)
{
	struct sets s = { .columns = w->n_quasi };
	bool broken = false;

	if (finding_header(wr, w->sensitive_names, w->n_sensitive) == -1)
		tool_need(NULL);
	while (!wr_failed(wr) && sets_next(&s))
		broken |= judge_set(w, &s, wr);
	return broken;
}

static void
work_free(struct work *w)
{
	for (size_t i = 0; i < w->n; i++)
		codes_free(&w->inputs[i].codes);
	for (size_t i = 0; i < w->n_sensitive; i++)
		sensitive_close(&w->sensitive[i]);
	for (size_t i = 0; i <= SET_DEPTH; i++)
		free(w->prefix[i].of);
	pairs_close(&w->pairs);
	cells_close(&w->cells);
	sizes_close(&w->sizes);
	free(w->sensitive);
	free(w->diversity);
	free(w->sensitive_names);
	free(w->count);
	free(w->best);
	free(w->inputs);
	arena_free(&w->names);
	policy_free(&w->policy);
	for (int use = 0; use < N_USES; use++)
		free(opts.uses[use].items);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct reader *rd;
	struct err err;
	bool broken;
	int status;

	read_policy(&w, run->library);
	if (rd_open(&rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	bind_inputs(&w, rd);
	open_inputs(&w);
	read_rows(&w, rd, run->stats);
	make_room(&w);
	rd_close(rd);
	check_population(&w);
	broken = judge_all(&w, tool_output());
	work_free(&w);
	status = tool_finish();
	return status == STATUS_OK && broken ? STATUS_NO : status;
}
