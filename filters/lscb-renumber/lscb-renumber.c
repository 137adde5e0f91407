/* SPDX-License-Identifier: MIT */
/*
 * Gives the records of a new epoch the numbers that they had in the old one.
 *
 * In: the token files of retained extracts under the new key, those of the same
 * rows under the old key (--was), the map that lscb-link made of the old ones with
 * the last index, a key of the old epoch and the rekey key of the new one.  Out:
 * record,child,household: the new record and the old numbers as lscb-rekey calls
 * them, in the order of rows, for lscb-link to begin its new index with.  Dropped: rows
 * without a number.  Refused: token files that are not of the same rows, a record
 * that the map lacks, children with a number and no retained record, unless they
 * are let go.  Memory: the map, and one entry per distinct token.
 */
#include <stdlib.h>
#include <string.h>

#include "map.h"
#include "rekey.h"
#include "renumber.h"
#include "tool.h"

struct opts {
	const char *from, *key, *map;
	struct tool_list was, children;
	bool let_go;
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 0, "from", OPT_TEXT, &opts.from, "OLD",
	    "any key of the old epoch" },
	{ 'k', "key", OPT_TEXT, &opts.key, "NEW",
	    "the key of purpose rekey of the new epoch" },
	{ 'm', "map", OPT_TEXT, &opts.map, "MAP",
	    "what lscb-link made of the old token files" },
	{ 0, "was", OPT_LIST, &opts.was, "TOKENS",
	    "an old token file, in the order of the new ones" },
	{ 0, "children", OPT_LIST, &opts.children, "FILE",
	    "a history: its children must have a record too" },
	{ 0, "let-go", OPT_FLAG, &opts.let_go, NULL,
	    "children without a retained record lose their number" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-renumber",
	.summary = "give records of a new epoch the numbers they had",
	.synopsis = "--from OLD -k NEW --map MAP --was TOKENS...\n"
	    "                     [--children FILE...] [--let-go] [TOKENS...]",
	.examples =
	    "lscb-renumber --from link.key -k rekey-2.key --map map.csv "
	    "--was old.tokens new.tokens -o numbers.csv\n",
	.options = options,
	.mode = OUT_PRIVATE
};

struct work {
	struct rekey *rekey;
	struct map map;
	bool *kept;		/* by number of the map: a record has it */
	struct names lost;	/* children that only --children knows */
	struct twins *twins;
	int record;		/* column */
	char **was;		/* as rd_open wants them, while it reads */
};

_Noreturn static void
refuse(enum status status, const char *code, const struct rec *rec,
    const char *column, const char *text)
{
	tool_refuse(status, rec->file, rec->line, column, code, text);
}

static const char *
record_of(const struct work *w, const struct rec *rec, const char *tag)
{
	struct field f = rec->f[w->record];

	if (!pseudonym_ok(f.p, f.n) || f.p[0] != 'r')
		refuse(STATUS_DATA, "bad-record", rec, "record", "is no record "
		    "number: want a token file made by lscb-deidentify");
	if (memcmp(f.p + 1, tag, TAG_LEN) != 0)
		refuse(STATUS_CONFIG, "other-key", rec, "record", "is of "
		    "another epoch than its key: --was names the token files "
		    "made with the old key, the rest are made with the new");
	return f.p;
}

static void
put_number(struct work *w, uint32_t number, struct writer *wr)
{
	char new[PSEUDONYM_LEN];
	struct err err;
	size_t n;
	const char *p = map_number(&w->map, number, &n);

	if (n > 0 && rekey_wrap(w->rekey, p, n, new, &err) != 1)
		tool_die(&err);
	wr_field(wr, new, n);
}

/* One row under both keys.  False: it has no number. */
static bool
renumber(struct work *w, const struct rec *was, const struct rec *is,
    struct writer *wr)
{
	const char *old = record_of(w, was, rekey_old_tag(w->rekey));
	const char *new = record_of(w, is, rekey_new_tag(w->rekey));
	const struct who *who = map_find(&w->map, old);
	int r = twins_same(w->twins, was, is, (size_t)w->record);

	if (r == -1)
		tool_need(NULL);
	if (r == 0)
		refuse(STATUS_DATA, "other-rows", is, NULL, "is not the row that "
		    "--was has here: de-identify one extract with both keys, "
		    "and name old and new files in one order");
	if (who == NULL)
		refuse(STATUS_DATA, "not-in-map", was, "record", "stands not in "
		    "the map: want the map of all old token files, linked with "
		    "the last index");
	if (who->child != NO_NUMBER)
		w->kept[who->child] = true;
	if (who->child == NO_NUMBER && who->household == NO_NUMBER)
		return false;
	wr_field(wr, new, PSEUDONYM_LEN);
	put_number(w, who->child, wr);
	put_number(w, who->household, wr);
	wr_end(wr);
	return true;
}

static struct reader *
open_was(struct work *w)
{
	struct reader *rd;
	struct err err;
	size_t i;

	w->was = tool_need(calloc(opts.was.n, sizeof(*w->was)));
	for (i = 0; i < opts.was.n; i++)
		w->was[i] = (char *)(uintptr_t)opts.was.items[i];
	if (rd_open(&rd, w->was, opts.was.n, NULL, &err) == -1)
		tool_die(&err);
	return rd;
}

/* Both have the same columns, else they are not of one extract and release. */
static void
check_headers(struct work *w, const struct reader *was,
    const struct reader *is)
{
	const struct rec *a = rd_header(was), *b = rd_header(is);
	struct err err;
	size_t i;

	if ((w->record = rd_need(is, "record", &err)) == -1)
		tool_die(&err);
	for (i = 0; i < a->n && i < b->n; i++)
		if (!field_is(a->f[i], b->f[i].p, b->f[i].n))
			break;
	if (i < a->n || i < b->n)
		refuse(STATUS_DATA, "other-rows", b, NULL, "has other columns "
		    "than the token file under --was: make both with the same "
		    "lscb-deidentify");
}

static void
renumber_all(struct work *w, struct reader *rd, struct tool_run *tr)
{
	static const char *const header[] = { "record", "child", "household" };
	struct reader *old = open_was(w);
	struct writer *wr = tool_output();
	const struct rec *was, *is;
	size_t used = 0, none = 0;
	struct err err;
	int r;

	check_headers(w, old, rd);
	wr_header(wr, header, 3);
	while ((is = tool_next(rd)) != NULL) {
		r = rd_next(old, &was, &err);
		if (r == -1)
			tool_die(&err);
		if (r == 0)
			refuse(STATUS_DATA, "other-rows", is, NULL, "the token "
			    "files under --was end before this row: name as "
			    "many, in one order");
		if (renumber(w, was, is, wr))
			used++;
		else
			none++;
	}
	r = rd_next(old, &was, &err);
	if (r == -1)
		tool_die(&err);
	if (r == 1)
		refuse(STATUS_DATA, "other-rows", was, NULL, "the new token files "
		    "end before this row: name as many, in one order");
	rd_close(old);
	stats_add(tr->stats, STATS_USED, NULL, used);
	stats_add(tr->stats, STATS_DROPPED, none == 0 ? NULL : "no-number",
	    none);
}

/* A child of a history that the map does not know is one more without a record. */
static void
add_child(struct work *w, const struct rec *rec, struct field f)
{
	bool added;

	if (!pseudonym_ok(f.p, f.n) || f.p[0] != 'c')
		return;
	if (memcmp(f.p + 1, rekey_old_tag(w->rekey), TAG_LEN) != 0)
		refuse(STATUS_CONFIG, "other-key", rec, NULL, "holds a child of "
		    "another epoch than --from");
	if (names_find(&w->map.numbers, f.p) == NO_NUMBER &&
	    names_add(&w->lost, f.p, &added) == NO_NUMBER)
		tool_need(NULL);
}

static void
read_children(struct work *w, const char *path)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	const struct rec *rec;
	struct reader *rd;
	struct err err;
	int at[2], r;
	size_t i;

	if (rd_open(&rd, paths, 1, NULL, &err) == -1)
		tool_die(&err);
	at[0] = rd_col(rd, "subject");
	at[1] = rd_col(rd, "child");
	if (at[0] == -1 && at[1] == -1 && rd_need(rd, "child", &err) == -1)
		tool_die(&err);
	while ((r = rd_next(rd, &rec, &err)) == 1)
		for (i = 0; i < 2; i++)
			if (at[i] != -1)
				add_child(w, rec, rec->f[at[i]]);
	if (r == -1)
		tool_die(&err);
	rd_close(rd);
}

/* How many children have a number and no record from here on. */
static size_t
count_lost(const struct work *w)
{
	size_t i, lost = w->lost.n;

	for (i = 0; i < w->map.numbers.n; i++)
		lost += w->map.numbers.text[i][0] == 'c' && !w->kept[i];
	return lost;
}

static void
check_lost(struct work *w, struct tool_run *tr)
{
	size_t lost = count_lost(w);
	struct err err;

	stats_add(tr->stats, STATS_QUERIED, lost == 0 ? NULL : "let-go", lost);
	if (lost == 0 || opts.let_go)
		return;
	err_set(&err, STATUS_DATA, "children-lost", "%zu %s a number and no "
	    "record in these token files, and would be new to the next epoch: "
	    "add the retained extracts that know them, or say --let-go", lost,
	    lost == 1 ? "child has" : "children have");
	tool_die(&err);
}

static void
check_opts(void)
{
	if (opts.from == NULL)
		tool_usage("want --from OLD, a key of the old epoch");
	if (opts.key == NULL)
		tool_usage("want -k NEW, the rekey key of the new epoch");
	if (opts.map == NULL)
		tool_usage("want --map MAP, what lscb-link made of the old token "
		    "files");
	if (opts.was.n == 0)
		tool_usage("want --was TOKENS, the token files made with the old "
		    "key");
}

static void
read_map(struct work *w)
{
	struct err err;

	if (map_read(&w->map, opts.map, &err) == -1)
		tool_die(&err);
	if (w->map.tagged && memcmp(w->map.tag, rekey_old_tag(w->rekey),
	    TAG_LEN) != 0)
		tool_refuse(STATUS_CONFIG, opts.map, 0, NULL, "other-key", "is "
		    "of another epoch than --from: want the map as lscb-link "
		    "made it with the old key, not rekeyed");
	w->kept = tool_need(calloc(w->map.numbers.n + 1, sizeof(*w->kept)));
}

static void
work_done(struct work *w)
{
	rekey_free(w->rekey);
	map_free(&w->map);
	names_free(&w->lost);
	twins_free(w->twins);
	free(w->kept);
	free(w->was);
}

int
main(int argc, char **argv)
{
	struct tool_run *tr = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct reader *rd;
	struct err err;
	size_t i;
	int status;

	check_opts();
	if (rekey_new(&w.rekey, opts.from, opts.key, &err) == -1)
		tool_die(&err);
	w.twins = tool_need(twins_new());
	read_map(&w);
	for (i = 0; i < opts.children.n; i++)
		read_children(&w, opts.children.items[i]);
	if (rd_open(&rd, tr->files, tr->n_files, NULL, &err) == -1)
		tool_die(&err);
	renumber_all(&w, rd, tr);
	rd_close(rd);
	check_lost(&w, tr);
	status = tool_finish();
	work_done(&w);
	return status;
}
