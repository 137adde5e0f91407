/* SPDX-License-Identifier: MIT */
/*
 * Parts a stream by the values of a column: each value is wholly in one part.
 *
 * In: the event history of lscb-join, or any CSV.  Out: the rows whose subject
 * belongs to shard k of n, as they came and in their order, under the header;
 * with --into all n shards, each in a file of its own.  Which one a subject
 * belongs to is said by a hash of its bytes that will never change.  Dropped:
 * rows of other shards.  Rejected: rows that are not sound CSV, a header further
 * down.  Streams; holds one record and, with --begins-out, an entry per event.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "shard.h"

enum {
	SHARDS_MAX = 10000,
	FILES_MAX = 64		/* of --into: descriptors, half a MiB each */
};

struct opts {
	const char *column;	/* -c; NULL: subject */
	const char *into;	/* --into; NULL: one shard, to the output */
	const char *begins;	/* --begins-out */
};

/* Where rows go. */
struct shards {
	size_t n;
	struct writer **wr;	/* by shard, from 0; NULL: not wanted */
	int key;		/* the column */
	struct begins *begins;	/* NULL: not asked for */
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 'c', "column", OPT_TEXT, &opts.column, "COLUMN",
	    "part by this column's values (subject)" },
	{ 0, "into", OPT_TEXT, &opts.into, "PREFIX",
	    "write all shards, PREFIX-1-of-N and so on" },
	{ 0, "begins-out", OPT_TEXT, &opts.begins, "FILE",
	    "write event,first: when the rows of each event begin" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-shard",
	.summary = "part a stream by subject, each wholly in one part",
	.synopsis = "[-c COLUMN] [--begins-out FILE] K/N [FILE...]\n"
	    "       lscb-shard [-c COLUMN] [--begins-out FILE] --into PREFIX "
	    "N [FILE...]",
	.examples =
	    "lscb-shard 1/4 history.csv > first.csv\n"
	    "lscb-shard --into shard --begins-out begins.csv 4 history.csv\n",
	.options = options,
	.flags = TOOL_REJECTS,
	.mode = OUT_PRIVATE,
	.n_words = 1
};

/* A number of shards, or of one of them, from 1. */
static bool
read_number(const char *p, size_t n, size_t max, size_t *out)
{
	uint64_t v;

	if (!num_uint(p, n, &v) || v < 1 || v > max)
		return false;
	*out = (size_t)v;
	return true;
}

/* Which shard is asked for, from 1, and of how many; with --into all: 0. */
static size_t
read_word(const struct tool_run *run, size_t *n)
{
	const char *word = run->n_words == 0 ? "" : run->words[0];
	const char *slash = strchr(word, '/');
	size_t k;

	if (opts.into != NULL) {
		if (run->output != NULL)
			tool_usage("--into writes all shards: there is nothing "
			    "for -o");
		if (!read_number(word, strlen(word), FILES_MAX, n))
			tool_usage("--into wants the number of shards before "
			    "the files, from 1 to %d", FILES_MAX);
		return 0;
	}
	if (slash == NULL ||
	    !read_number(slash + 1, strlen(slash + 1), SHARDS_MAX, n) ||
	    !read_number(word, (size_t)(slash - word), *n, &k))
		tool_usage("want K/N before the files: shard K of N, as 1/4; N "
		    "is %d at most", SHARDS_MAX);
	return k;
}

static int
find_column(const struct reader *rd)
{
	struct err err;
	int at = rd_need(rd, opts.column == NULL ? "subject" : opts.column,
	    &err);

	if (at < 0) {
		if (opts.column != NULL)
			err.status = STATUS_USAGE;
		tool_die(&err);
	}
	return at;
}

static void
write_fields(struct writer *wr, const struct rec *rec)
{
	for (size_t i = 0; i < rec->n; i++)
		wr_field(wr, rec->f[i].p, rec->f[i].n);
	wr_end(wr);
}

/* The file of the k-th shard, from 1. */
static struct writer *
open_file(size_t k, size_t n)
{
	size_t size = strlen(opts.into) + 32;
	/* The name is the output's as long as it is open. */
	char *path = tool_need(malloc(size));

	snprintf(path, size, "%s-%zu-of-%zu", opts.into, k, n);
	return tool_output_also(path, OUT_PRIVATE);
}

static void
open_shards(struct shards *s, const struct reader *rd, size_t wanted)
{
	s->key = find_column(rd);
	if (opts.begins != NULL)
		s->begins = begins_new(rd, s->key);
	s->wr = tool_need(calloc(s->n, sizeof(struct writer *)));
	if (wanted > 0)
		s->wr[wanted - 1] = tool_output();
	else
		for (size_t i = 0; i < s->n; i++)
			s->wr[i] = open_file(i + 1, s->n);
	for (size_t i = 0; i < s->n; i++)
		if (s->wr[i] != NULL)
			write_fields(s->wr[i], rd_header(rd));
}

/* A file that cannot be written ends the run now, with what is wrong. */
static void
stop_if_failed(struct writer *wr)
{
	struct err err;

	if (opts.into != NULL && wr_failed(wr) && wr_settle(wr, &err) == -1)
		tool_die(&err);
}

static void
run_all(struct shards *s, struct reader *rd, struct stats *stats)
{
	const struct rec *rec;
	size_t used = 0, dropped = 0;

	while ((rec = tool_next(rd)) != NULL) {
		struct writer *wr = s->wr[key_hash(rec->f[s->key]) % s->n];

		if (tool_is_header(rd, rec))
			continue;
		if (s->begins != NULL)
			begins_note(s->begins, rec);
		if (wr == NULL) {
			dropped++;
			continue;
		}
		if (rec->plain)
			wr_line(wr, rec->raw, rec->raw_n);
		else
			write_fields(wr, rec);
		used++;
		stop_if_failed(wr);
	}
	stats_add(stats, STATS_USED, NULL, used);
	stats_add(stats, STATS_DROPPED, "other-shard", dropped);
	for (size_t i = 0; opts.into != NULL && i < s->n; i++)
		stats_add(stats, STATS_WRITTEN, NULL, wr_count(s->wr[i]));
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct shards s = { 0 };
	struct writer *begins = NULL;
	size_t wanted = read_word(run, &s.n);
	struct reader *rd;
	struct err err;

	if (rd_open(&rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	open_shards(&s, rd, wanted);
	if (opts.begins != NULL)
		begins = tool_output_also(opts.begins, OUT_PRIVATE);
	run_all(&s, rd, run->stats);
	rd_close(rd);
	if (begins != NULL)
		begins_write(s.begins, begins);
	begins_free(s.begins);
	free(s.wr);
	return tool_finish();
}
