/* SPDX-License-Identifier: MIT */
/*
 * Brings the payloads of all agencies together under child and household
 * numbers: the event history.
 *
 * In: payloads of lscb-deidentify, each with its own columns, and the map of
 * lscb-link (--map).  Out: subject,date,end,event,source and all columns of
 * history.rec, ordered by whole line as LC_ALL=C sort does; the order of
 * files and rows has no effect.  A row about a child stands under its
 * number; a household's event also stands under each child living there on
 * its date (via=household); identical rows of a thing or a household are
 * one.  A row whose record has no number is kept under the record's own
 * pseudonym, and counted.  Rejected: rows without a readable date, record,
 * subject, event or source.  Memory: one entry per record and number of the
 * map and per dated address; the rows themselves are bounded.
 */
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "join.h"
#include "order.h"
#include "tool.h"

enum { DATE_LEN = 10 };	/* YYYY-MM-DD */

struct opts {
	const char *map;
	size_t memory;		/* MiB; 0 = the library's bound */
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 'm', "map", OPT_TEXT, &opts.map, "MAP",
	    "record,child,household, as lscb-link wrote it" },
	{ 'S', "memory", OPT_SIZE, &opts.memory, "MIB",
	    "hold at most so many rows in memory (64)" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-join",
	.summary = "bring payloads together as one event history",
	.synopsis = "--map MAP [-S MIB] [PAYLOAD...]",
	.examples =
	    "lscb-join --map map.csv register.csv notices.csv "
	    "-o history.csv\n",
	.options = options,
	.flags = TOOL_REJECTS | TOOL_LIBRARY
};

static size_t
need_column(const struct join *j, const char *name)
{
	size_t i = history_column(&j->history, name, strlen(name));
	struct err err;

	if (i == SIZE_MAX) {
		err_set(&err, STATUS_CONFIG, "bad-definition",
		    "no column '%s', which lscb-join fills", name);
		err_at(&err, j->history.file, 0, NULL);
		tool_die(&err);
	}
	return i;
}

/* True if the line is the one that was given before. */
static bool
repeats(struct buf *last, const char *line, size_t n)
{
	if (last->n == n && memcmp(last->p, line, n) == 0)
		return true;
	last->n = 0;
	if (buf_add(last, line, n) == -1)
		no_memory();
	return false;
}

/* A household's row, and the rows of the children living there. */
static void
add_household_event(struct join *j, const char *line, size_t n)
{
	uint32_t household = names_find(&j->map.numbers, line), child;
	date on = date_parse(line + PSEUDONYM_LEN + 1, DATE_LEN);
	struct err err;
	size_t at = 0;

	if (order_add(j->order, NULL, 0, line, n, &err) == -1)
		tool_die(&err);
	while ((child = homes_child(&j->homes, household, on, &at)) !=
	    NO_NUMBER) {
		make_via_line(j, line, n, child);
		emit(j, j->order);
	}
}

/* The same event told twice is one.  Returns how many were not the first. */
static size_t
add_household_events(struct join *j)
{
	struct buf last = { 0 };
	size_t n, contested, same = 0;
	const char *line;
	struct err err;
	int r;

	if (homes_ready(&j->homes, &j->map, &contested) == -1)
		no_memory();
	stats_add(j->stats, STATS_QUERIED, contested == 0 ? NULL :
	    "two-homes-on-one-day", contested);
	while ((r = order_next(j->waiting, &line, &n, &err)) == 1)
		if (repeats(&last, line, n))
			same++;
		else
			add_household_event(j, line, n);
	if (r == -1)
		tool_die(&err);
	order_close(j->waiting);
	buf_free(&last);
	return same;
}

static void
write_header(struct writer *wr, const struct history *history)
{
	size_t i;

	wr_str(wr, "subject");
	for (i = BASE_DATE; i < BASE_COUNT; i++)
		wr_str(wr, base_names[i]);
	for (i = 0; i < history->n; i++)
		wr_str(wr, history->names[i]);
	wr_end(wr);
}

/* A thing that came once for each who attended is one row. */
static void
write_lines(struct join *j, struct writer *wr, size_t same)
{
	struct buf last = { 0 };
	const char *line;
	size_t n;
	struct err err;
	int r;

	while (!wr_failed(wr) &&
	    (r = order_next(j->order, &line, &n, &err)) != 0) {
		if (r == -1)
			tool_die(&err);
		if (strchr("chr", line[0]) == NULL && repeats(&last, line, n))
			same++;
		else
			wr_line(wr, line, n);
	}
	stats_add(j->stats, STATS_DROPPED, same == 0 ? NULL : "same-row",
	    same);
	stats_add(j->stats, STATS_USED, NULL, j->once - same);
	buf_free(&last);
}

/* A quarter of the memory is for the rows of households. */
static void
open_orders(struct join *j)
{
	size_t memory = opts.memory == 0 ? ORDER_MIB : opts.memory;
	struct err err;

	if (order_open(&j->order, memory - memory / 4, 0, &err) == -1 ||
	    order_open(&j->waiting, (memory + 3) / 4, 0, &err) == -1)
		tool_die(&err);
}

static void
join_done(struct join *j)
{
	order_close(j->order);
	homes_free(&j->homes);
	map_free(&j->map);
	buf_free(&j->line);
	history_free(&j->history);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct join j = { 0 };
	struct writer *wr;
	struct err err;
	size_t i, same;

	if (opts.map == NULL)
		tool_usage("want --map MAP, the output of lscb-link");
	if (history_read(&j.history, run->library, &err) == -1)
		tool_die(&err);
	j.child = need_column(&j, "child");
	j.household = need_column(&j, "household");
	j.via = need_column(&j, "via");
	j.stats = run->stats;
	if (map_read(&j.map, opts.map, &err) == -1)
		tool_die(&err);
	open_orders(&j);
	wr = tool_output();
	if (run->n_files == 0)
		read_payload(&j, NULL, 0);
	for (i = 0; i < run->n_files; i++)
		read_payload(&j, &run->files[i], 1);
	same = add_household_events(&j);
	write_header(wr, &j.history);
	write_lines(&j, wr, same);
	join_done(&j);
	return tool_finish();
}
