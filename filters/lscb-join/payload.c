/* SPDX-License-Identifier: MIT */
/* The rows of payloads: which can be trusted, and where each belongs. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "join.h"
#include "tool.h"

const char *const base_names[BASE_COUNT] = {
	"record", "subject", "date", "end", "event", "source"
};

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

static void
add_child_row(struct join *j, const struct columns *columns,
    const struct rec *rec, const struct who *who)
{
	struct field record = rec->f[columns->base[BASE_RECORD]];
	bool known = who->child != NO_NUMBER;

	make_line(j, columns, rec, known ? number_field(j, who->child) :
	    record, who->child, who->household);
	emit(j, j->order);
	if (known)
		stats_add(j->stats, STATS_USED, NULL, 1);
	else
		count_used(j, "unmatched",
		    rec->f[columns->base[BASE_SOURCE]]);
}

/*
 * A household's row waits: the children living there are known only at the
 * end.
 */
static void
add_household_row(struct join *j, const struct columns *columns,
    const struct rec *rec, const struct who *who)
{
	bool known = who->household != NO_NUMBER;

	make_line(j, columns, rec, known ? number_field(j, who->household) :
	    rec->f[columns->base[BASE_RECORD]], NO_NUMBER, who->household);
	emit(j, known ? j->waiting : j->order);
	if (known)
		j->once++;	/* used or the same row: known when sorted */
	else
		count_used(j, "unmatched",
		    rec->f[columns->base[BASE_SOURCE]]);
}

static void
add_thing_row(struct join *j, const struct columns *columns,
    const struct rec *rec)
{
	make_line(j, columns, rec, rec->f[columns->base[BASE_SUBJECT]],
	    NO_NUMBER, NO_NUMBER);
	emit(j, j->order);
	j->once++;	/* used or the same row: known when sorted */
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
	if (map_same_key(&j->map, rec->f[columns->base[BASE_RECORD]].p) &&
	    (!is_thing(subject) || map_same_key(&j->map, subject.p)))
		return;
	tool_refuse(STATUS_CONFIG, rec->file, rec->line, NULL, "other-key",
	    "was made under another key than the map: de-identify it again "
	    "with the key of this epoch");
}

/* A payload named twice would count everything in it twice. */
static void
check_once(struct join *j, const struct rec *rec, struct who *who)
{
	if (rec->line <= j->last_line || j->payloads == 0)
		j->payloads++;
	j->last_line = rec->line;
	if (who->payload == 0)
		who->payload = j->payloads;
	if (who->payload != j->payloads)
		tool_refuse(STATUS_DATA, rec->file, rec->line, "record",
		    "duplicate-record", "this record stands in a payload "
		    "before this one, too: name each payload once");
}

static void
add_row(struct join *j, const struct columns *columns, const struct rec *rec)
{
	struct field subject = rec->f[columns->base[BASE_SUBJECT]];
	struct who *who;
	date on;

	if (!check_row(columns, rec, &on))
		return;
	check_key(j, columns, rec);
	who = map_find_or_add(&j->map, rec->f[columns->base[BASE_RECORD]].p);
	if (who == NULL)
		no_memory();
	check_once(j, rec, who);
	if (who->child != NO_NUMBER && who->household != NO_NUMBER &&
	    homes_add(&j->homes, who->child, who->household, on) == -1)
		no_memory();
	if (field_eq(subject, "child"))
		add_child_row(j, columns, rec, who);
	else if (field_eq(subject, "household"))
		add_household_row(j, columns, rec, who);
	else
		add_thing_row(j, columns, rec);
}

void
read_payload(struct join *j, char **path, size_t n)
{
	struct columns columns;
	const struct rec *rec;
	struct reader *rd;
	struct err err;

	if (rd_open(&rd, path, n, NULL, &err) == -1)
		tool_die(&err);
	j->last_line = SIZE_MAX;	/* what comes is another file */
	columns.of = tool_need(calloc(j->history.n,
	    sizeof(*columns.of)));
	bind_columns(j, rd, &columns);
	while ((rec = tool_next(rd)) != NULL)
		add_row(j, &columns, rec);
	free(columns.of);
	rd_close(rd);
}

