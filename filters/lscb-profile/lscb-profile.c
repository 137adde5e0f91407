/* SPDX-License-Identifier: MIT */
/*
 * What a stream looks like, so that nobody in it can be recognised: counts,
 * blanks, how many different values, ranges, shapes and codes, with all that
 * stands for few masked.  --against: only what changed since an earlier one, and
 * status 1 if something did.  --draft: a first definition of a file that nobody
 * has described.  One pass (--draft: four over its file); memory is bounded by
 * the columns, some 3 MiB for each, whatever the rows.
 */
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "drift.h"
#include "gather.h"
#include "hash.h"
#include "header.h"
#include "mask.h"
#include "tool.h"
#include "value.h"

struct opts {
	const char *extract;	/* -x: a definition, or NULL */
	size_t mask;		/* --mask: what is fewer is not shown */
	const char *against;	/* --against: an earlier profile, or NULL */
	const char *tolerance;	/* --tolerance: of --against; NULL = 10% */
	bool draft;
	const char *sheet;	/* --sheet: of a workbook, or NULL */
};

static struct opts opts = { .mask = MASK_DEFAULT };

static const struct tool_option options[] = {
	{'x', "extract", OPT_TEXT, &opts.extract, "NAME",
	    "the definition of this extract, or a path to one"},
	{0, "mask", OPT_SIZE, &opts.mask, "N",
	    "show nothing that stands for fewer (default 5)"},
	{0, "against", OPT_TEXT, &opts.against, "EARLIER",
	    "what changed since this profile; 1 if much did"},
	{0, "tolerance", OPT_TEXT, &opts.tolerance, "P%",
	    "how much may change (default 10%)"},
	{0, "draft", OPT_FLAG, &opts.draft, NULL,
	    "a first definition of FILE, to be confirmed"},
	{0, "sheet", OPT_TEXT, &opts.sheet, "NAME",
	    "of a workbook: the sheet to read"},
	{0}
};

static const struct tool tool = {
	.name = "lscb-profile",
	.summary = "show what a stream looks like, and nobody in it",
	.synopsis = "[-x NAME] [--mask N] [--against EARLIER] "
	    "[--tolerance P%]\n                    [--sheet NAME] [FILE...]\n"
	    "       lscb-profile --draft [--mask N] [--sheet NAME] FILE",
	.examples = "lscb-profile -x register clean.csv > today.csv\n"
	    "lscb-profile -x register --against today.csv tomorrow-clean.csv\n"
	    "lscb-profile --draft new.csv > new.rec",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY,
	.mode = OUT_PRIVATE
};

/* A column of the stream and how it is read and counted. */
struct input {
	size_t field;
	const struct column *column;	/* NULL: text, or a symbol */
	const struct spellings *symbols;	/* of a count; or NULL */
	struct value_reader reader;
	struct value value;		/* of the row at hand */
	struct gather gather;
	bool is_person;			/* says whose row it is */
};

struct work {
	const struct extract *x;	/* NULL: every column is text */
	struct input *inputs;
	size_t n;
	bool has_person;
};

static struct tolerance
check_opts(const struct tool_run *run)
{
	struct tolerance t;

	if (opts.mask < MASK_LEAST || opts.mask > MASK_MOST)
		tool_usage("--mask wants %d to %d: a count of 1 is one child",
		    MASK_LEAST, MASK_MOST);
	if (opts.draft && (opts.extract != NULL || opts.against != NULL))
		tool_usage("--draft writes the definition that -x and "
		    "--against need: give it alone");
	if (opts.draft && (run->n_files != 1 ||
	    strcmp(run->files[0], "-") == 0))
		tool_usage("--draft reads its file more than once: name one "
		    "FILE");
	if (opts.sheet != NULL && opts.extract != NULL)
		tool_usage("--sheet goes without -x, which profiles what "
		    "lscb-ingest writes");
	if (opts.tolerance != NULL && opts.against == NULL)
		tool_usage("--tolerance needs --against");
	if (!tolerance_parse(opts.tolerance == NULL ? "10" : opts.tolerance,
	    &t))
		tool_usage("--tolerance wants per cent, as 10%% or 2.5%%");
	return t;
}

static void
add_input(struct work *w, size_t field, const char *name,
    const struct column *c, const struct spellings *symbols)
{
	struct input *in = &w->inputs[w->n++];
	enum kind kind = symbols != NULL ? KIND_CODES : c == NULL ?
	    KIND_SHAPES : kind_of(c);

	in->field = field;
	in->column = c;
	in->symbols = symbols;
	if (c != NULL)
		value_init(&in->reader, c, DATE_NONE, true);
	if (gather_new(&in->gather, name, kind, c != NULL && c->type ==
	    TYPE_INTEGER, opts.mask) == -1)
		tool_need(NULL);
}

/* The stream has every column of the definition and no other. */
static void
bind_definition(struct work *w, const struct reader *rd)
{
	const struct rec *h = rd_header(rd);
	const struct column *c;
	struct err err;
	size_t i, k;
	int at;

	w->inputs = tool_need(calloc(2 * w->x->n_columns + 1,
	    sizeof(*w->inputs)));
	for (i = 0; i < w->x->n_columns; i++) {
		c = &w->x->columns[i];
		if ((at = rd_need(rd, c->name, &err)) == -1)
			tool_die(&err);
		add_input(w, (size_t)at, c->name, c, NULL);
		if (c->symbol_name == NULL)
			continue;
		if ((at = rd_need(rd, c->symbol_name, &err)) == -1)
			tool_die(&err);
		add_input(w, (size_t)at, c->symbol_name, NULL, &c->symbols);
	}
	for (i = 0; i < h->n; i++) {
		for (k = 0; k < w->n && w->inputs[k].field != i; k++)
			;
		if (k < w->n)
			continue;
		rd_unknown(rd, i, "profile what lscb-ingest writes with it",
		    &err);
		tool_die(&err);
	}
}

/* Whose row it is: by id, else UPN, else NHS number, else name and birth. */
static void
find_people(struct work *w)
{
	static const enum role roles[] = { ROLE_ID, ROLE_UPN, ROLE_NHS };
	static const enum role names[] = { ROLE_FORENAME, ROLE_SURNAME,
	    ROLE_DOB };
	size_t i, k;

	for (k = 0; k < 3 && !w->has_person; k++)
		for (i = 0; i < w->n; i++)
			if (w->inputs[i].column != NULL &&
			    w->inputs[i].column->role == roles[k])
				w->inputs[i].is_person = w->has_person = true;
	for (i = 0; i < w->n && extract_role(w->x, ROLE_SURNAME) !=
	    COLUMN_NONE && !w->has_person; i++)
		for (k = 0; k < 3; k++)
			if (w->inputs[i].column != NULL &&
			    w->inputs[i].column->role == names[k])
				w->inputs[i].is_person = true;
	for (i = 0; i < w->n; i++)
		w->has_person = w->has_person || w->inputs[i].is_person;
}

static void
bind_text(struct work *w, const struct reader *rd)
{
	const struct rec *h = rd_header(rd);
	struct err err;
	size_t i;

	if (header_check(rd, &err) == -1)
		tool_die(&err);
	w->inputs = tool_need(calloc(h->n, sizeof(*w->inputs)));
	for (i = 0; i < h->n; i++)	/* the reader ends names with a NUL */
		add_input(w, i, h->f[i].p, NULL, NULL);
}

/* A symbol beside a count: one that is declared, or nothing. */
static int
read_symbol(const struct input *in, struct field f, struct err *why)
{
	size_t i;

	for (i = 0; i < in->symbols->n_words; i++)
		if (field_eq(f, in->symbols->words[i]))
			return 0;
	if (f.n == 0)
		return 0;
	err_set(why, STATUS_DATA, "bad-code", "not a declared symbol");
	return err_at(why, NULL, 0, in->gather.name);
}

/* All values of the row, before any is counted. */
static int
read_row(struct work *w, const struct rec *rec, struct stats *stats,
    struct err *why)
{
	struct input *in = w->inputs, *end = in + w->n;
	struct field f;

	for (; in < end; in++) {
		f = rec->f[in->field];
		value_as_is(&in->value, f);
		if (in->symbols != NULL && read_symbol(in, f, why) == -1)
			return -1;
		if (in->column == NULL ||
		    value_stands(&in->reader, f, rec->ascii))
			continue;
		if (value_read(&in->reader, f, &in->value, why) == -1)
			return -1;
		if (in->value.doubtful)
			stats_add(stats, STATS_QUERIED, why->code, 1);
	}
	return 0;
}

/* Rows without an answer are all of one person: fewer is safer. */
static uint64_t
person_of(const struct work *w)
{
	uint64_t person = w->has_person;
	size_t i;

	for (i = 0; w->has_person && i < w->n; i++)
		if (w->inputs[i].is_person && w->inputs[i].value.n > 0)
			person = hash_mix(person, 0x9fb21c651e98df25u) ^
			    hash_of(w->inputs[i].value.p,
			    w->inputs[i].value.n);
	return person;
}

static void
count_row(struct work *w, const struct rec *rec, const struct reader *rd)
{
	const struct rec *h = rd_header(rd);
	struct input *in = w->inputs, *end = in + w->n;
	uint64_t person = person_of(w);
	struct err err;

	for (; in < end; in++) {
		if (field_is_blank((struct field){ in->value.p, in->value.n })) {
			in->gather.blanks++;
			continue;
		}
		if (gather_add(&in->gather, in->value.p, in->value.n,
		    rec->ascii, person) == -1)
			tool_need(NULL);
		if (w->x == NULL && in->value.n == h->f[in->field].n &&
		    memcmp(in->value.p, h->f[in->field].p,
		    in->value.n) == 0) {
			header_repeats(rd, in->field, &err);
			tool_die(&err);
		}
	}
}

static uint64_t
run(struct work *w, struct reader *rd, struct tool_run *tr)
{
	const struct rec *rec;
	struct err why, err;
	uint64_t rows = 0;

	while ((rec = tool_next(rd)) != NULL) {
		if (read_row(w, rec, tr->stats, &why) == -1) {
			if (rejects_add(tr->rejects, rec, &why, &err) == -1)
				tool_die(&err);
			continue;
		}
		count_row(w, rec, rd);
		rows++;
	}
	stats_add(tr->stats, STATS_USED, NULL, rows);
	return rows;
}

/* What was counted becomes what may be shown. */
static void
make_profile(struct profile *p, struct work *w, uint64_t rows)
{
	size_t i;

	p->definition = w->x == NULL ? "-" : w->x->id;
	p->mask = opts.mask;
	p->rows = (struct number){ EXACT, rows };
	if (rows > 0 && rows < opts.mask)
		p->rows = (struct number){ FEW, opts.mask };
	for (i = 0; i < w->n; i++)
		if (mask_column(p, &w->inputs[i].gather) == -1)
			tool_need(NULL);
}

static void
work_done(struct work *w)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		if (w->inputs[i].column != NULL)
			value_done(&w->inputs[i].reader);
		gather_free(&w->inputs[i].gather);
	}
	free(w->inputs);
}

/* true: the answer is no. */
static bool
profile_stream(struct tool_run *tr, struct tolerance t)
{
	const struct rd_opts dialect = { .sheet = opts.sheet };
	struct profile now = { 0 }, before = { 0 };
	struct extract *x = NULL;
	struct work w = { 0 };
	struct reader *rd;
	struct err err;
	bool drifted = false;
	uint64_t rows;

	if ((opts.extract != NULL && extract_read(&x, tr->library,
	    opts.extract, &err) == -1) || (opts.against != NULL &&
	    profile_read(&before, opts.against, &err) == -1) ||
	    rd_open(&rd, tr->files, tr->n_files, &dialect, &err) == -1)
		tool_die(&err);
	w.x = x;
	if (x == NULL) {
		bind_text(&w, rd);
	} else {
		bind_definition(&w, rd);
		find_people(&w);
	}
	rows = run(&w, rd, tr);
	stats_sheet(tr->stats, rd_sheet(rd));
	make_profile(&now, &w, rows);
	if (opts.against == NULL) {
		profile_write(&now, tool_output());
	} else {
		if (drift_check(&before, &now, opts.against, &err) == -1)
			tool_die(&err);
		drifted = drift_write(&before, &now, t, tool_output());
	}
	rd_close(rd);
	work_done(&w);
	profile_free(&now);
	profile_free(&before);
	extract_free(x);
	return drifted;
}

int
main(int argc, char **argv)
{
	struct tool_run *tr = tool_start(&tool, argc, argv);
	struct tolerance t = check_opts(tr);
	bool no = false;
	int status;

	if (opts.draft)
		draft_file(tr, opts.sheet, opts.mask);
	else
		no = profile_stream(tr, t);
	status = tool_finish();
	return status == STATUS_OK && no ? STATUS_NO : status;
}
