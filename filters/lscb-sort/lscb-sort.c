/* SPDX-License-Identifier: MIT */
/*
 * Puts a stream in order and keeps its header where it is.
 *
 * In: any CSV, one or more files with the same header.  Out: the same records,
 * one line each, ordered by the whole line as LC_ALL=C sort does, or by the
 * bytes of the columns named and then by the whole line.  Rejected: rows
 * that are not sound CSV.  Equal records all stay.  Order of input has no
 * effect.  Memory: bounded (-S); the rest waits in a temporary file that has
 * no name.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "order.h"
#include "tool.h"

struct opts {
	const char *columns;	/* names with commas between, or NULL */
	size_t memory;		/* MiB; 0 = the library's bound */
};

/* The key columns by index in the input. */
struct columns {
	size_t *at;
	size_t n, cap;
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 'c', "columns", OPT_TEXT, &opts.columns, "COLUMN[,COLUMN]",
	    "order by these columns' bytes, then by the whole line" },
	{ 'S', "memory", OPT_SIZE, &opts.memory, "MIB",
	    "hold at most so much in memory (64)" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-sort",
	.summary = "put a stream in order and keep its header in place",
	.synopsis = "[-c COLUMN[,COLUMN]] [-S MIB] [FILE...]",
	.examples =
	    "lscb-sort events.csv\n"
	    "lscb-sort -c source,date -o sorted.csv events.csv more.csv.gz\n",
	.options = options,
	.flags = TOOL_REJECTS,
	.mode = OUT_PRIVATE
};

/* The whole record as the writer would have it: as it came, or in b. */
static struct field
line_of(struct buf *b, const struct rec *rec)
{
	size_t i;

	if (rec->plain)
		return (struct field){ rec->raw, rec->raw_n };
	b->n = 0;
	if (rec->n == 1 && rec->f[0].n == 0)
		return (struct field){ "\"\"", 2 };
	for (i = 0; i < rec->n; i++)
		if ((i > 0 && buf_addc(b, ',') == -1) ||
		    csv_append(b, rec->f[i].p, rec->f[i].n) == -1)
			tool_need(NULL);
	return (struct field){ b->p, b->n };
}

/* The key columns' bytes, each ended by NUL, which no field contains. */
static int
make_key(struct buf *b, const struct rec *rec, const struct columns *columns)
{
	const struct field *f;
	size_t i;

	b->n = 0;
	for (i = 0; i < columns->n; i++) {
		f = &rec->f[columns->at[i]];
		if (buf_add(b, f->p, f->n) == -1 || buf_addc(b, '\0') == -1)
			return -1;
	}
	return 0;
}

static void
find_columns(struct columns *columns, const struct reader *rd)
{
	struct buf name = { 0 };
	struct err err;
	const char *p = opts.columns;
	size_t n;
	int at;

	while (p != NULL) {
		n = strcspn(p, ",");
		name.n = 0;
		if (n == 0)
			tool_usage("-c wants column names with commas "
			    "between them");
		if (buf_add(&name, p, n) == -1 || buf_str(&name) == NULL)
			tool_need(NULL);
		at = rd_need(rd, name.p, &err);
		if (at == -1) {
			err.status = STATUS_USAGE;
			tool_die(&err);
		}
		columns->at = tool_need(grow(columns->at, columns->n,
		    &columns->cap, sizeof(*columns->at)));
		columns->at[columns->n++] = (size_t)at;
		p = p[n] == ',' ? p + n + 1 : NULL;
	}
	buf_free(&name);
}

static void
read_all(struct reader *rd, struct order *order,
    const struct columns *columns, struct stats *stats)
{
	struct buf key = { 0 }, room = { 0 };
	const struct rec *rec;
	struct field line;
	struct err err;
	size_t used = 0;

	while ((rec = tool_next(rd)) != NULL) {
		line = line_of(&room, rec);
		if (make_key(&key, rec, columns) == -1)
			tool_need(NULL);
		if (order_add(order, key.p, key.n, line.p, line.n,
		    &err) == -1)
			tool_die(&err);
		used++;
	}
	stats_add(stats, STATS_USED, NULL, used);
	buf_free(&key);
	buf_free(&room);
}

static void
write_all(struct writer *wr, struct order *order)
{
	const char *line;
	struct err err;
	size_t n;
	int r;

	while (!wr_failed(wr) &&
	    (r = order_next(order, &line, &n, &err)) != 0) {
		if (r == -1)
			tool_die(&err);
		wr_line(wr, line, n);
	}
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct columns columns = { 0 };
	const struct rec *header;
	struct reader *rd;
	struct order *order;
	struct writer *wr;
	struct err err;
	size_t i;

	if (rd_open(&rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	find_columns(&columns, rd);
	wr = tool_output();
	header = rd_header(rd);
	for (i = 0; i < header->n; i++)
		wr_field(wr, header->f[i].p, header->f[i].n);
	wr_end(wr);
	if (order_open(&order, opts.memory, columns.n, &err) == -1)
		tool_die(&err);
	read_all(rd, order, &columns, run->stats);
	rd_close(rd);
	write_all(wr, order);
	order_close(order);
	free(columns.at);
	return tool_finish();
}
