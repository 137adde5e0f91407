/* SPDX-License-Identifier: MIT */
/*
 * Says which records are about one child, and gives children and households
 * their numbers.
 *
 * In: the token files of all agencies (lscb-deidentify --tokens), the link
 * key, and the standing index of the last run.  Out: record,child,household,
 * ordered by record, and the new index, sealed, mode 0600.  Tokens leave in
 * neither.  Rejected: rows with a malformed record or token; a record that
 * comes twice, or from under another key, ends the run.  The order of files
 * and rows has no effect.  Memory: one entry per record and per distinct
 * token of the index.
 */
#include <stdio.h>
#include <stdlib.h>

#include "link.h"
#include "tool.h"

struct opts {
	const char *key;
	const char *index;
	const char *index_out;
	const char *numbers;
	const char *children_out;
	const char *decisions;
	const char *changes;
	const char *grey;
	const char *report;
};

static struct opts opts;

/* Beside the map; NULL where not asked for. */
static struct {
	struct writer *index, *children, *changes, *grey, *report;
} outputs;

static const struct tool_option options[] = {
	{ 'k', "key", OPT_TEXT, &opts.key, "KEY",
	    "the link key, from lscb-keygen --purpose link" },
	{ 0, "index", OPT_TEXT, &opts.index, "OLD",
	    "keep the numbers of this index" },
	{ 0, "index-out", OPT_TEXT, &opts.index_out, "NEW",
	    "write the index for the next run" },
	{ 0, "numbers", OPT_TEXT, &opts.numbers, "FILE",
	    "begin an index with the numbers of these records" },
	{ 0, "children-out", OPT_TEXT, &opts.children_out, "FILE",
	    "write every child that the new index knows" },
	{ 0, "decisions", OPT_TEXT, &opts.decisions, "FILE",
	    "what people have decided: same, apart, alone, erase" },
	{ 0, "changes", OPT_TEXT, &opts.changes, "FILE",
	    "write which numbers merged, split, moved" },
	{ 0, "grey", OPT_TEXT, &opts.grey, "FILE",
	    "write pairs for a person to look at" },
	{ 0, "report", OPT_TEXT, &opts.report, "FILE",
	    "write how well the agencies' records match" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-link",
	.summary = "say which records are one child; number children and "
	    "households",
	.synopsis = "-k KEY [--index OLD] [--index-out NEW] "
	    "[--numbers FILE]\n"
	    "                 [--children-out FILE] [--decisions FILE]\n"
	    "                 [--grey FILE] [--changes FILE] "
	    "[--report FILE] [TOKENS...]",
	.examples =
	    "lscb-link -k link.key --index-out index register.tokens "
	    "roll.tokens -o map.csv\n"
	    "lscb-link -k link.key --index index --index-out index.new "
	    "*.tokens -o map.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY,
	.mode = OUT_PRIVATE
};

static void
count(struct stats *stats, enum stats_measure m, const char *reason, size_t n)
{
	if (n > 0)
		stats_add(stats, m, reason, n);
}

static void
tell(const struct clustering *told, size_t crowds, size_t grey,
    struct stats *stats)
{
	char reason[64];
	size_t i;

	for (i = CONFLICT_NOT + 1; i < CONFLICT_COUNT; i++) {
		(void)snprintf(reason, sizeof(reason), "refused-%s",
		    conflict_names[i]);
		count(stats, STATS_QUERIED, reason, told->conflicts[i]);
	}
	count(stats, STATS_QUERIED, "refused-ambiguous", told->ambiguous);
	count(stats, STATS_QUERIED, "refused-crowd", told->crowd + crowds);
	count(stats, STATS_QUERIED, "grey", grey);
}

static void
write_changes(struct writer *wr, const struct index *x,
    const struct numbering *told)
{
	static const char *const header[] = { "change", "number", "other" };
	const struct change *c = told->changes, *end = c + told->n;
	const char *p;
	size_t n;

	wr_header(wr, header, 3);
	for (; c < end; c++) {
		wr_str(wr, c->what);
		p = table_key(x->numbers, c->number, &n);
		wr_field(wr, p, n);
		p = table_key(x->numbers, c->other, &n);
		wr_field(wr, p, n);
		wr_end(wr);
	}
}

/* Which identities are one child, and what its number is. */
static void
link_people(struct people *people, struct index *x, const struct key *key,
    struct tool_run *run)
{
	struct decisions decisions;
	struct clustering told;
	size_t absent = 0, crowds;
	struct numbering numbers = { 0 };
	struct linkage linkage;
	struct blocks *blocks;
	struct model *model;
	struct err err;

	if (linkage_read(&linkage, run->library, &err) == -1 ||
	    decisions_read(&decisions, opts.decisions, people, key,
	    &err) == -1)
		tool_die(&err);
	crowds = drop_crowds(people, linkage.crowd);
	if (crowds == SIZE_MAX || blocks_new(&blocks, people, &linkage) == -1 ||
	    model_new(&model, people, &linkage, blocks) == -1 ||
	    cluster_all(people, &linkage, model, &decisions, blocks,
	    &told) == -1)
		tool_need(NULL);
	crowds += blocks_crowds(blocks);
	blocks_free(blocks);
	if (opts.numbers != NULL && numbers_read(x, opts.numbers, people, key,
	    &absent, &err) == -1)
		tool_die(&err);
	if (number_all(people, x, &decisions, key, &numbers, &err) == -1)
		tool_die(&err);
	tell(&told, crowds, write_grey(outputs.grey, people, &decisions,
	    &told), run->stats);
	count(run->stats, STATS_QUERIED, "merged-number", numbers.merged);
	count(run->stats, STATS_QUERIED, "split-number", numbers.split);
	count(run->stats, STATS_QUERIED, "erased", numbers.erased);
	count(run->stats, STATS_QUERIED, "decision-waits", decisions.absent);
	count(run->stats, STATS_QUERIED, "number-waits", absent);
	if (outputs.children != NULL &&
	    children_write(x, outputs.children) == -1)
		tool_need(NULL);
	if (outputs.report != NULL && write_report(outputs.report, people,
	    model, &told) == -1)
		tool_need(NULL);
	if (outputs.changes != NULL)
		write_changes(outputs.changes, x, &numbers);
	free(numbers.changes);
	clustering_free(&told);
	model_free(model);
	decisions_free(&decisions);
}

/* What a second thread does while the map is written. */
struct sealing {
	const struct index *x;
	const struct key *key;
	struct buf sealed;
	struct err err;
	int r;
};

static void
seal_index(void *what)
{
	struct sealing *s = what;

	if (outputs.index != NULL)
		s->r = index_seal(s->x, s->key, &s->sealed, &s->err);
}

struct mapping {
	struct people *people;
	const struct index *x;
	struct mac *mac;
	struct tool_run *run;
	int r;
};

static void
map_people(void *what)
{
	struct mapping *m = what;

	m->r = write_map(m->run->writer, m->people, m->x, m->mac,
	    m->run->stats);
}

static void
write_people(struct people *people, const struct index *x,
    const struct key *key, struct mac *mac, struct tool_run *run)
{
	struct mapping m = { people, x, mac, run, 0 };
	struct sealing s = { .x = x, .key = key };

	pair_run(map_people, &m, seal_index, &s);
	if (m.r == -1)
		tool_need(NULL);
	if (s.r == -1)
		tool_die(&s.err);
	if (outputs.index != NULL)
		index_write(&s.sealed, outputs.index);
}

static struct writer *
open_output(const char *path)
{
	return path == NULL ? NULL : tool_output_also(path, OUT_PRIVATE);
}

static void
open_outputs(void)
{
	tool_output();
	outputs.index = open_output(opts.index_out);
	outputs.children = open_output(opts.children_out);
	outputs.changes = open_output(opts.changes);
	outputs.grey = open_output(opts.grey);
	outputs.report = open_output(opts.report);
}

/*
 * An index is parsed late, beside other work.  What is wrong with it is said first
 * all the same, whatever else ends the run.
 */
static struct index standing;

static void
parse_index(void)
{
	struct err err;

	if (index_parse(&standing, &err) == -1)
		tool_die(&err);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct people people = { 0 };
	struct index *x = &standing;
	struct reader *rd;
	struct key *key;
	struct mac *mac;
	struct err err;

	if (opts.key == NULL)
		tool_usage("want -k KEY, the link key");
	if (opts.index != NULL && opts.numbers != NULL)
		tool_usage("--numbers begins an index, --index goes on with "
		    "one: give one of them");
	if (key_read(&key, opts.key, "link", &err) == -1 ||
	    mac_new(&mac, key, "household", &err) == -1 ||
	    index_new(x, &err) == -1)
		tool_die(&err);
	if (opts.index != NULL &&
	    index_open(x, opts.index, key, &err) == -1)
		tool_die(&err);
	run->at_end = parse_index;
	if (rd_open(&rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	open_outputs();
	read_people(&people, rd, key);
	rd_close(rd);
	link_people(&people, x, key, run);
	write_people(&people, x, key, mac, run);
	mac_free(mac);
	key_free(key);
	index_free(x);
	people_free(&people);
	return tool_finish();
}
