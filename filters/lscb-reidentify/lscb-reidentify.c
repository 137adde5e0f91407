/* SPDX-License-Identifier: MIT */
/*
 * Tells an agency which of its own records a pseudonym is.
 *
 * In: the clean extract of that agency (lscb-ingest), the map of lscb-link, an
 * approved request, and both officers' shares.  Each row's record pseudonym is made
 * again as lscb-deidentify makes it (row_name.h) and found in the map.  Out: for
 * each pseudonym of the request, in its order, label, found and the columns by which
 * the agency knows a record, one line for each record; never a name, a date of birth
 * or an address.  Before the first line of it leaves, every look-up is on the disk
 * in the log (log.h).  Refused: request.h and log.h say what; an agency that is not
 * the extract's; a stream of which the map knows no row.  With --verify it goes along
 * a log instead.  Holds the map, the log and what was found.
 */
#include <stdlib.h>
#include <string.h>

#include "extract.h"
#include "log.h"
#include "map.h"
#include "request.h"
#include "row_name.h"
#include "share.h"
#include "tool.h"
#include "values.h"

struct opts {
	const char *request, *log, *map, *verify, *head;
	struct tool_list shares;
	bool new_log;
	date on;
};

static struct opts opts = { .on = DATE_NONE };

static const struct tool_option options[] = {
	{ 0, "request", OPT_TEXT, &opts.request, "FILE",
	    "what was approved" },
	{ 0, "share", OPT_LIST, &opts.shares, "FILE",
	    "an officer's share of the master; both" },
	{ 'm', "map", OPT_TEXT, &opts.map, "MAP",
	    "record,child,household, as lscb-link wrote it" },
	{ 0, "log", OPT_TEXT, &opts.log, "FILE",
	    "each look-up is appended to this" },
	{ 0, "new-log", OPT_FLAG, &opts.new_log, NULL,
	    "begin that log: it is not there yet" },
	{ 0, "date", OPT_DATE, &opts.on, "DATE",
	    "the day of the look-up" },
	{ 0, "verify", OPT_TEXT, &opts.verify, "LOG",
	    "say whether the chain of a log is whole" },
	{ 0, "head", OPT_TEXT, &opts.head, "HASH",
	    "of --verify: a head that was noted must be in it" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-reidentify",
	.summary = "tell an agency which of its records a pseudonym is",
	.synopsis = "--request FILE --share A --share B --map MAP\n"
	    "                       --log FILE [--new-log] --date DATE "
	    "[CLEAN...]\n"
	    "       lscb-reidentify --verify LOG [--head HASH] "
	    "[--share A --share B]",
	.examples =
	    "lscb-reidentify --request r7.rec --share a --share b --map "
	    "map.csv --log look-ups.csv --date 2026-03-31 register.csv\n"
	    "lscb-reidentify --verify look-ups.csv\n",
	.options = options,
	.flags = TOOL_LIBRARY,
	.mode = OUT_PRIVATE
};

struct work {
	struct request request;
	struct extract *x;
	struct row_name *name;
	struct values *values;
	struct map map;
	/* Which ask wants a child, a household or a record, plus 1. */
	size_t *numbers, *records;	/* by number, by record of the map */
	bool *shown;		/* by column: the agency's own references */
	struct table *told;	/* lines by ask, each once */
	struct look_log *log;
	size_t use;
};

static void
check_opts(const struct tool_run *run)
{
	if (opts.shares.n != 0 && opts.shares.n != 2)
		tool_usage("want --share twice: the two officers' shares");
	if (opts.verify != NULL) {
		if (run->n_files > 0 || opts.request != NULL ||
		    opts.log != NULL || opts.map != NULL || opts.new_log)
			tool_usage("--verify LOG goes with --head and --share "
			    "alone");
		if (opts.head != NULL && strlen(opts.head) != DIGEST_HEX)
			tool_usage("--head wants the %d digits that --verify "
			    "showed", DIGEST_HEX);
		return;
	}
	if (opts.head != NULL)
		tool_usage("--head goes with --verify");
	if (opts.request == NULL)
		tool_usage("want --request FILE, what was approved");
	if (opts.shares.n == 0)
		tool_usage("want --share twice: the two officers' shares");
	if (opts.map == NULL)
		tool_usage("want --map MAP, as lscb-link wrote it");
	if (opts.log == NULL)
		tool_usage("want --log FILE: no look-up without a log");
	if (opts.on == DATE_NONE)
		tool_usage("want --date, the day of the look-up");
}

/* --- a log and nothing else ------------------------------------------------- */

static void
read_master(unsigned char master[KEY_BYTES])
{
	struct err err;

	if (master_read(opts.shares.items[0], opts.shares.items[1], master,
	    &err) == -1)
		tool_die(&err);
}

static size_t
check_seals(struct look_log *log)
{
	unsigned char master[KEY_BYTES];
	struct err err;
	size_t others;
	int r;

	read_master(master);
	r = log_seal(log, master, &others, &err);
	master_wipe(master);
	if (r == 0)
		return others;
	if (err.status == STATUS_DATA)
		err.status = STATUS_NO;
	tool_die(&err);
}

static void
verify(void)
{
	struct look_log *log;
	struct writer *wr;
	char last[11] = "";
	struct err err;

	if (log_open(&log, opts.verify, LOG_LOOK, &err) == -1) {
		if (err.status == STATUS_DATA)
			err.status = STATUS_NO;
		tool_die(&err);
	}
	if (opts.head != NULL && !log_has(log, opts.head))
		tool_refuse(STATUS_NO, opts.verify, 0, NULL, "lost-head", "its chain is "
		    "whole but never had that head: look-ups were cut off or "
		    "written anew since it was noted");
	wr = tool_output();
	wr_str(wr, "look_ups");
	wr_str(wr, "last");
	wr_str(wr, "other_master");
	wr_str(wr, "head");
	wr_end(wr);
	if (log_last(log) != DATE_NONE)
		date_format(log_last(log), last);
	wr_uint(wr, log_lines(log));
	wr_str(wr, last);
	if (opts.shares.n > 0)
		wr_uint(wr, check_seals(log));
	else
		wr_str(wr, "");
	wr_str(wr, log_head(log));
	wr_end(wr);
	log_close(log);
}

/* --- before a row is read --------------------------------------------------- */

/* Something the agency calls it by, and not the person. */
static bool
may_show(const struct extract *x, int column)
{
	const struct column *c = &x->columns[column];

	switch (c->role) {
	case ROLE_ID:
	case ROLE_ENTITY:
	case ROLE_KEEP:
	case ROLE_DATE:
	case ROLE_DROP:
		return c->type != TYPE_NAME;
	case ROLE_UPN:
	case ROLE_NHS:
		return column == x->reference;
	default:
		return false;
	}
}

static void
find_shown(struct work *w)
{
	const struct extract *x = w->x;
	int id = extract_role(x, ROLE_ID);
	bool any = false;
	size_t i, k;

	w->shown = tool_need(calloc(x->n_columns, sizeof(*w->shown)));
	for (i = 0; i < x->n_columns; i++) {
		w->shown[i] = (int)i == id || (int)i == x->reference;
		for (k = 0; k < x->n_key; k++)
			w->shown[i] |= x->key[k] == (int)i;
		w->shown[i] &= may_show(x, (int)i);
		any |= w->shown[i];
	}
	if (!any)
		tool_refuse(STATUS_CONFIG, x->file, 0, NULL, "no-reference", "the extract has "
		    "no reference of the agency's own: nothing could be told "
		    "but who it is");
}

static void
read_extract(struct work *w, const char *library)
{
	struct err err;

	if (extract_read(&w->x, library, w->request.extract, &err) == -1 ||
	    extract_need_roles(w->x, &err) == -1)
		tool_die(&err);
	if (strcmp(w->x->agency, w->request.agency) != 0)
		tool_refuse(STATUS_CONFIG, opts.request, 0, NULL, "other-agency", "the "
		    "request is for another agency than owns this extract: "
		    "nobody is told of another's records");
	find_shown(w);
}

static void
use_keys(struct work *w)
{
	unsigned char master[KEY_BYTES];
	struct key *key = NULL;
	struct err err;
	size_t others;
	int r;

	read_master(master);
	r = key_derive(&key, master, "deidentify", w->request.epoch, &err);
	if (r == 0)
		r = request_check_tag(&w->request, key_tag(key), &err);
	if (r == 0)
		r = row_name_new(&w->name, w->x, w->request.sender, key, &err);
	if (r == 0 && w->map.tagged && memcmp(w->map.tag, key_tag(key),
	    TAG_LEN) != 0) {
		err_set(&err, STATUS_CONFIG, "other-key", "is of another master "
		    "or epoch than the request");
		r = err_at(&err, opts.map, 0, NULL);
	}
	key_free(key);
	if (r == 0)
		r = log_open(&w->log, opts.log, opts.new_log ? LOG_BEGIN :
		    LOG_ADD, &err);
	if (r == 0)
		r = log_seal(w->log, master, &others, &err);
	master_wipe(master);
	if (r == -1)
		tool_die(&err);
}

static void
check_log(struct work *w)
{
	size_t uses;
	struct err err;

	if (log_last(w->log) != DATE_NONE && log_last(w->log) > opts.on)
		tool_refuse(STATUS_CONFIG, opts.log, log_lines(w->log) + 1, NULL,
		    "earlier-date", "the last look-up was after --date: say the "
		    "day it is");
	if (log_uses(w->log, &w->request, &uses, &err) == -1)
		tool_die(&err);
	if (uses >= w->request.uses)
		tool_refuse(STATUS_CONFIG, opts.request, 0, NULL, "used", "the request has "
		    "been used as often as it may be: a new one has to be "
		    "approved (uses: says how often)");
	w->use = uses + 1;
}

static void
find_asked(struct work *w)
{
	const struct ask *ask;
	uint32_t at;
	size_t i;

	w->numbers = tool_need(calloc(w->map.numbers.n + 1,
	    sizeof(*w->numbers)));
	w->records = tool_need(calloc(w->map.records.n + 1,
	    sizeof(*w->records)));
	for (i = 0; i < w->request.n; i++) {
		ask = &w->request.asks[i];
		if (ask->pseudonym[0] == 'r') {
			at = names_find(&w->map.records, ask->pseudonym);
			if (at != NO_NUMBER)
				w->records[at] = i + 1;
		} else {
			at = names_find(&w->map.numbers, ask->pseudonym);
			if (at != NO_NUMBER)
				w->numbers[at] = i + 1;
		}
	}
}

static void
bind_values(struct work *w, const struct reader *rd)
{
	bool *needed = tool_need(calloc(w->x->n_columns, sizeof(*needed)));
	struct err err;
	size_t i;

	/* All: a stream that is not what it should be is seen by any of them. */
	for (i = 0; i < w->x->n_columns; i++)
		needed[i] = true;
	if (values_new(&w->values, w->x, needed, DATE_NONE, &err) == -1 ||
	    values_bind(w->values, rd, &err) == -1)
		tool_die(&err);
	free(needed);
}

/* --- row by row ------------------------------------------------------------- */

/* The agency's references of a row, behind a pseudonym that was asked for. */
static void
tell(struct work *w, size_t i, const struct value *values)
{
	struct ask *ask = &w->request.asks[i];
	size_t c, start = ask->rows.n;
	struct buf key = { 0 };
	int added;

	ask->found = true;
	for (c = 0; c < w->x->n_columns; c++)
		if (w->shown[c] && (buf_addc(&ask->rows, ',') == -1 ||
		    csv_append(&ask->rows, values[c].p, values[c].n) == -1))
			tool_need(NULL);
	if (buf_printf(&key, "%zu", i) == -1 || buf_add(&key, ask->rows.p + start,
	    ask->rows.n - start) == -1 || table_add(w->told, key.p, key.n,
	    &added) == SIZE_MAX || buf_addc(&ask->rows, '\n') == -1)
		tool_need(NULL);
	if (!added)
		ask->rows.n = start;
	buf_free(&key);
}

/* False: the map does not know the row. */
static bool
look_up(struct work *w, const struct value *values, size_t number)
{
	char record[PSEUDONYM_LEN];
	const struct who *who;
	uint32_t at;

	row_name(w->name, values, number, record);
	at = names_find(&w->map.records, record);
	if (at == NO_NUMBER)
		return false;
	who = &w->map.who[at];
	if (w->records[at] > 0)
		tell(w, w->records[at] - 1, values);
	if (who->child != NO_NUMBER && w->numbers[who->child] > 0)
		tell(w, w->numbers[who->child] - 1, values);
	if (who->household != NO_NUMBER && w->numbers[who->household] > 0)
		tell(w, w->numbers[who->household] - 1, values);
	return true;
}

static void
look_up_all(struct work *w, struct reader *rd, struct stats *stats)
{
	const struct value *values;
	const struct rec *rec;
	size_t number = 0, known = 0;
	struct err err;

	while ((rec = tool_next(rd)) != NULL) {
		number++;
		values = values_read(w->values, rec, stats, &err);
		if (values == NULL) {
			err_at(&err, rec->file, rec->line, NULL);
			tool_die(&err);
		}
		known += look_up(w, values, number);
	}
	stats_add(stats, STATS_USED, NULL, known);
	stats_add(stats, STATS_DROPPED, number == known ? NULL : "not-in-map",
	    number - known);
	if (number > 0 && known == 0)
		tool_refuse(STATUS_DATA, rd_name(rd), 0, NULL, "other-rows", "the map knows "
		    "none of these rows: want the clean extract that the "
		    "request names, of the night that the map is of");
}

/* --- what leaves ------------------------------------------------------------ */

static void
write_header(const struct work *w, struct writer *wr)
{
	size_t c;

	wr_str(wr, "label");
	wr_str(wr, "found");
	for (c = 0; c < w->x->n_columns; c++)
		if (w->shown[c])
			wr_str(wr, w->x->columns[c].name);
	wr_end(wr);
}

static void
write_line(struct buf *line, const char *label, const char *found,
    const char *rest, size_t n, struct writer *wr)
{
	line->n = 0;
	if (csv_append(line, label, strlen(label)) == -1 ||
	    buf_addc(line, ',') == -1 || buf_puts(line, found) == -1 ||
	    buf_add(line, rest, n) == -1)
		tool_need(NULL);
	wr_line(wr, line->p, line->n);
}

static void
write_ask(const struct work *w, const struct ask *ask, struct buf *line,
    struct writer *wr)
{
	const char *p = ask->rows.p, *end = p + ask->rows.n, *stop;
	size_t c;

	for (; p < end; p = stop + 1) {
		stop = memchr(p, '\n', (size_t)(end - p));
		write_line(line, ask->label, "yes", p, (size_t)(stop - p), wr);
	}
	if (ask->found)
		return;
	wr_str(wr, ask->label);
	wr_str(wr, "no");
	for (c = 0; c < w->x->n_columns; c++)
		if (w->shown[c])
			wr_str(wr, "");
	wr_end(wr);
}

static void
reidentify(struct work *w, struct tool_run *run)
{
	struct buf line = { 0 };
	struct reader *rd;
	struct writer *wr;
	struct err err;
	size_t i;

	if (rd_open(&rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	bind_values(w, rd);
	w->told = tool_need(table_new());
	wr = tool_output();
	look_up_all(w, rd, run->stats);
	rd_close(rd);
	if (log_append(w->log, &w->request, w->use, opts.on, &err) == -1)
		tool_die(&err);
	write_header(w, wr);
	for (i = 0; i < w->request.n; i++)
		write_ask(w, &w->request.asks[i], &line, wr);
	buf_free(&line);
}

static void
work_done(struct work *w)
{
	log_close(w->log);
	table_free(w->told);
	values_free(w->values);
	row_name_free(w->name);
	map_free(&w->map);
	extract_free(w->x);
	request_free(&w->request);
	free(w->numbers);
	free(w->records);
	free(w->shown);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct err err;
	int status;

	check_opts(run);
	if (opts.verify != NULL) {
		verify();
		return tool_finish();
	}
	if (request_read(&w.request, opts.request, opts.on, &err) == -1)
		tool_die(&err);
	read_extract(&w, run->library);
	if (map_read(&w.map, opts.map, &err) == -1)
		tool_die(&err);
	use_keys(&w);
	check_log(&w);
	find_asked(&w);
	reidentify(&w, run);
	status = tool_finish();
	work_done(&w);
	return status;
}
