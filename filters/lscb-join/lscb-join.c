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
 * subject, event or source.  Memory: one entry per record of the map, per
 * dated address and per household event; the rows themselves are bounded.
 */
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "join.h"
#include "order.h"
#include "tool.h"

struct opts {
	const char *map;
	size_t memory;		/* MiB; 0 = the library's bound */
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 'm', "map", OPT_TEXT, &opts.map, "MAP",
	    "record,child,household, as lscb-link wrote it" },
	{ 'S', "memory", OPT_SIZE, &opts.memory, "MIB",
	    "hold at most so many rows in memory (256)" },
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

enum { BASE_RECORD, BASE_SUBJECT, BASE_DATE, BASE_END, BASE_EVENT,
	BASE_SOURCE, BASE_COUNT };

static const char *const base_names[BASE_COUNT] = {
	"record", "subject", "date", "end", "event", "source"
};

/* Where the columns of one payload go. */
struct columns {
	int base[BASE_COUNT];	/* index in the payload */
	int *of;		/* by history column: index, or -1 */
};

/* A household's event, held until all addresses are known. */
struct pending {
	uint32_t household;
	date on;
};

struct join {
	struct history history;
	size_t child, household, via;	/* their places in history */
	struct map map;
	struct homes homes;
	struct order *order;
	struct table *events;		/* household rows, each once */
	struct pending *pending;	/* by index in events */
	size_t cap;
	size_t things;			/* rows about a thing */
	struct stats *stats;
	struct buf line;
};

static _Noreturn void
no_memory(void)
{
	struct err err;

	err_set(&err, STATUS_SYSTEM, "", "out of memory");
	tool_die(&err);
}

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

/* A column that join fills itself, or that the library does not know. */
static void
bad_column(const struct join *j, const struct rec *header, struct field f,
    bool filled)
{
	struct buf name = { 0 };
	const char *near;
	struct err err;

	if (buf_add(&name, f.p, f.n) == -1 || buf_str(&name) == NULL)
		no_memory();
	near = near_miss(name.p, j->history.names, j->history.n);
	if (filled)
		err_set(&err, STATUS_DATA, "unknown-column", "column '%s' "
		    "is filled by lscb-join: a payload has none", name.p);
	else if (near != NULL)
		err_set(&err, STATUS_DATA, "unknown-column", "no column '%s' "
		    "in the event history; did you mean '%s'?", name.p, near);
	else
		err_set(&err, STATUS_DATA, "unknown-column", "no column '%s' "
		    "in the event history; add it at the end of history.rec",
		    name.p);
	err_at(&err, header->file, header->line, NULL);
	tool_die(&err);
}

static void
bind_columns(const struct join *j, const struct reader *rd,
    struct columns *columns)
{
	const struct rec *header = rd_header(rd);
	struct err err;
	size_t i, at;

	for (i = 0; i < BASE_COUNT; i++)
		if ((columns->base[i] = rd_need(rd, base_names[i],
		    &err)) == -1)
			tool_die(&err);
	for (at = 0; at < j->history.n; at++)
		columns->of[at] = -1;
	for (i = 0; i < header->n; i++) {
		for (at = 0; at < BASE_COUNT; at++)
			if (columns->base[at] == (int)i)
				break;
		if (at < BASE_COUNT)
			continue;
		at = history_column(&j->history, header->f[i].p,
		    header->f[i].n);
		if (at == SIZE_MAX || at == j->child || at == j->household ||
		    at == j->via)
			bad_column(j, header, header->f[i], at != SIZE_MAX);
		columns->of[at] = (int)i;
	}
}

static void
append(struct buf *b, const char *p, size_t n)
{
	if (csv_append(b, p, n) == -1)
		no_memory();
}

static void
comma(struct buf *b)
{
	if (buf_addc(b, ',') == -1)
		no_memory();
}

/* One line of the history, in j->line. */
static void
make_line(struct join *j, const struct columns *columns,
    const struct rec *rec, struct field subject, uint32_t child,
    uint32_t household)
{
	const char *p;
	size_t i, n;

	j->line.n = 0;
	append(&j->line, subject.p, subject.n);
	for (i = BASE_DATE; i < BASE_COUNT; i++) {
		comma(&j->line);
		append(&j->line, rec->f[columns->base[i]].p,
		    rec->f[columns->base[i]].n);
	}
	for (i = 0; i < j->history.n; i++) {
		comma(&j->line);
		if (i == j->child || i == j->household) {
			p = map_number(&j->map, i == j->child ? child :
			    household, &n);
			append(&j->line, p, n);
		} else if (columns->of[i] != -1)
			append(&j->line, rec->f[columns->of[i]].p,
			    rec->f[columns->of[i]].n);
	}
}

static void
emit(struct join *j)
{
	struct err err;

	if (order_add(j->order, NULL, 0, j->line.p, j->line.n, &err) == -1)
		tool_die(&err);
}

/* Counts a used row, by source where its record has no number. */
static void
count_used(struct join *j, const char *reason, struct field source)
{
	struct buf b = { 0 };

	if (buf_printf(&b, "%s-%.*s", reason, (int)source.n, source.p) == -1)
		no_memory();
	stats_add(j->stats, STATS_USED, b.p, 1);
	buf_free(&b);
}

static struct field
number_field(const struct join *j, uint32_t number)
{
	struct field f;

	f.p = map_number(&j->map, number, &f.n);
	return f;
}

static void
add_child_row(struct join *j, const struct columns *columns,
    const struct rec *rec, const struct who *who)
{
	struct field record = rec->f[columns->base[BASE_RECORD]];
	bool known = who->child != NO_NUMBER;

	make_line(j, columns, rec, known ? number_field(j, who->child) :
	    record, who->child, who->household);
	emit(j);
	if (known)
		stats_add(j->stats, STATS_USED, NULL, 1);
	else
		count_used(j, "unmatched",
		    rec->f[columns->base[BASE_SOURCE]]);
}

/*
 * A household's row is held back: the same event told twice is one, and the
 * children living there are known only at the end.
 */
static void
add_household_row(struct join *j, const struct columns *columns,
    const struct rec *rec, const struct who *who, date on)
{
	struct field record = rec->f[columns->base[BASE_RECORD]];
	struct pending *p;
	int added;
	size_t i;

	if (who->household == NO_NUMBER) {
		make_line(j, columns, rec, record, NO_NUMBER, NO_NUMBER);
		emit(j);
		count_used(j, "unmatched",
		    rec->f[columns->base[BASE_SOURCE]]);
		return;
	}
	make_line(j, columns, rec, number_field(j, who->household), NO_NUMBER,
	    who->household);
	i = table_add(j->events, j->line.p, j->line.n, &added);
	p = i == SIZE_MAX ? NULL : grow(j->pending, i, &j->cap, sizeof(*p));
	if (p == NULL)
		no_memory();
	j->pending = p;
	if (added) {
		p[i] = (struct pending){ who->household, on };
		stats_add(j->stats, STATS_USED, NULL, 1);
	} else
		stats_add(j->stats, STATS_DROPPED, "same-row", 1);
}

static void
add_thing_row(struct join *j, const struct columns *columns,
    const struct rec *rec)
{
	make_line(j, columns, rec, rec->f[columns->base[BASE_SUBJECT]],
	    NO_NUMBER, NO_NUMBER);
	emit(j);
	j->things++;	/* used or the same row: known when sorted */
}

static bool
is_thing(struct field f)
{
	return pseudonym_ok(f.p, f.n) && strchr("chr", f.p[0]) == NULL;
}

static bool
is_source(struct field f)
{
	size_t i;

	for (i = 0; i < f.n; i++)
		if (!((f.p[i] >= 'a' && f.p[i] <= 'z') ||
		    (f.p[i] >= '0' && f.p[i] <= '9') || f.p[i] == '-'))
			return false;
	return f.n > 0;
}

/* True if the row can be trusted; else it has been rejected. */
static bool
check_row(const struct columns *columns, const struct rec *rec, date *on)
{
	struct field f[BASE_COUNT];
	size_t i;

	for (i = 0; i < BASE_COUNT; i++)
		f[i] = rec->f[columns->base[i]];
	*on = date_parse(f[BASE_DATE].p, f[BASE_DATE].n);
	if (!pseudonym_ok(f[BASE_RECORD].p, f[BASE_RECORD].n) ||
	    f[BASE_RECORD].p[0] != 'r')
		tool_reject(rec, "record", "bad-record", "is no record "
		    "number: want a payload made by lscb-deidentify");
	else if (!field_eq(f[BASE_SUBJECT], "child") &&
	    !field_eq(f[BASE_SUBJECT], "household") &&
	    !is_thing(f[BASE_SUBJECT]))
		tool_reject(rec, "subject", "bad-subject", "want child, "
		    "household or the pseudonym of a thing");
	else if (f[BASE_DATE].n == 0)
		tool_reject(rec, "date", "no-date", "a row without a date "
		    "has no place in a history");
	else if (*on == DATE_NONE)
		tool_reject(rec, "date", "bad-date", "not a date, want "
		    "YYYY-MM-DD");
	else if (f[BASE_END].n > 0 && date_parse(f[BASE_END].p,
	    f[BASE_END].n) == DATE_NONE)
		tool_reject(rec, "end", "bad-date", "not a date, want "
		    "YYYY-MM-DD or nothing");
	else if (f[BASE_EVENT].n == 0)
		tool_reject(rec, "event", "no-event", "a row without an "
		    "event says nothing");
	else if (!is_source(f[BASE_SOURCE]))
		tool_reject(rec, "source", "bad-source", "want an agency's "
		    "id: lower-case letters, digits and hyphens");
	else
		return true;
	return false;
}

static void
check_key(struct join *j, const struct columns *columns,
    const struct rec *rec)
{
	struct field subject = rec->f[columns->base[BASE_SUBJECT]];
	struct err err;

	if (map_same_key(&j->map, rec->f[columns->base[BASE_RECORD]].p) &&
	    (!is_thing(subject) || map_same_key(&j->map, subject.p)))
		return;
	err_set(&err, STATUS_CONFIG, "other-key", "was made under another "
	    "key than the map: de-identify it again with the key of this "
	    "epoch");
	err_at(&err, rec->file, rec->line, NULL);
	tool_die(&err);
}

static void
add_row(struct join *j, const struct columns *columns, const struct rec *rec)
{
	static const struct who nobody = { NO_NUMBER, NO_NUMBER };
	struct field subject = rec->f[columns->base[BASE_SUBJECT]];
	const struct who *who;
	date on;

	if (!check_row(columns, rec, &on))
		return;
	check_key(j, columns, rec);
	who = map_find(&j->map, rec->f[columns->base[BASE_RECORD]].p);
	if (who == NULL)
		who = &nobody;
	if (who->child != NO_NUMBER && who->household != NO_NUMBER &&
	    homes_add(&j->homes, who->child, who->household, on) == -1)
		no_memory();
	if (field_eq(subject, "child"))
		add_child_row(j, columns, rec, who);
	else if (field_eq(subject, "household"))
		add_household_row(j, columns, rec, who, on);
	else
		add_thing_row(j, columns, rec);
}

static void
read_payload(struct join *j, char **path, size_t n)
{
	struct columns columns;
	const struct rec *rec;
	struct reader *rd;
	struct err err;

	if (rd_open(&rd, path, n, NULL, &err) == -1)
		tool_die(&err);
	columns.of = tool_need(calloc(j->history.n,
	    sizeof(*columns.of)));
	bind_columns(j, rd, &columns);
	while ((rec = tool_next(rd)) != NULL)
		add_row(j, &columns, rec);
	free(columns.of);
	rd_close(rd);
}

/*
 * The same line under a child: subject, child and via replaced.  Fields are
 * taken as they are encoded; those replaced never need quotes.
 */
static void
make_via_line(struct join *j, const char *line, size_t n, uint32_t child)
{
	struct field number = number_field(j, child);
	size_t i = 0, column = 0, start;
	bool quoted;

	j->line.n = 0;
	while (i <= n) {
		start = i;
		for (quoted = false; i < n && (quoted || line[i] != ',');
		    i++)
			quoted ^= line[i] == '"';
		if (column > 0)
			comma(&j->line);
		if (column == 0 || column == HISTORY_BASE + j->child)
			append(&j->line, number.p, number.n);
		else if (column == HISTORY_BASE + j->via)
			append(&j->line, "household", 9);
		else if (buf_add(&j->line, line + start, i - start) == -1)
			no_memory();
		column++;
		i++;
	}
}

/* Household rows, and the rows of the children living there. */
static void
add_household_events(struct join *j)
{
	const char *line;
	uint32_t child;
	size_t i, n, at, contested;
	struct err err;

	if (homes_ready(&j->homes, &j->map, &contested) == -1)
		no_memory();
	stats_add(j->stats, STATS_QUERIED, contested == 0 ? NULL :
	    "two-homes-on-one-day", contested);
	for (i = 0; i < table_count(j->events); i++) {
		line = table_key(j->events, i, &n);
		if (order_add(j->order, NULL, 0, line, n, &err) == -1)
			tool_die(&err);
		at = 0;
		while ((child = homes_child(&j->homes,
		    j->pending[i].household, j->pending[i].on, &at)) !=
		    NO_NUMBER) {
			make_via_line(j, line, n, child);
			emit(j);
		}
	}
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
write_lines(struct join *j, struct writer *wr)
{
	struct buf last = { 0 };
	const char *line;
	size_t n, same = 0;
	struct err err;
	int r;

	while (!wr_failed(wr) &&
	    (r = order_next(j->order, &line, &n, &err)) != 0) {
		if (r == -1)
			tool_die(&err);
		if (strchr("chr", line[0]) == NULL) {
			if (last.n == n && memcmp(last.p, line, n) == 0) {
				same++;
				continue;
			}
			last.n = 0;
			if (buf_add(&last, line, n) == -1)
				no_memory();
		}
		wr_line(wr, line, n);
	}
	stats_add(j->stats, STATS_DROPPED, same == 0 ? NULL : "same-row",
	    same);
	stats_add(j->stats, STATS_USED, NULL, j->things - same);
	buf_free(&last);
}

static void
join_done(struct join *j)
{
	order_close(j->order);
	homes_free(&j->homes);
	map_free(&j->map);
	table_free(j->events);
	free(j->pending);
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
	size_t i;

	if (opts.map == NULL)
		tool_usage("want --map MAP, the output of lscb-link");
	if (history_read(&j.history, run->library, &err) == -1)
		tool_die(&err);
	j.child = need_column(&j, "child");
	j.household = need_column(&j, "household");
	j.via = need_column(&j, "via");
	j.stats = run->stats;
	j.events = tool_need(table_new());
	if (map_read(&j.map, opts.map, &err) == -1 ||
	    order_open(&j.order, opts.memory, &err) == -1)
		tool_die(&err);
	wr = tool_output();
	if (run->n_files == 0)
		read_payload(&j, NULL, 0);
	for (i = 0; i < run->n_files; i++)
		read_payload(&j, &run->files[i], 1);
	add_household_events(&j);
	write_header(wr, &j.history);
	write_lines(&j, wr);
	join_done(&j);
	return tool_finish();
}
