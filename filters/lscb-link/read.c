/* SPDX-License-Identifier: MIT */
/*
 * Token files: one thread reads rows, while a second (people.c) finds whose the rows
 * before these are.  In: rows of lscb-deidentify --tokens;
 * a column that a file lacks is empty in all its rows.  Rejected: a malformed
 * record or token.  A record of another key, or one that comes twice, ends the
 * filter.
 */
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "tool.h"

static const enum token of_field[N_TOKEN_FIELDS] = {
	[FIELD_ID] = TOK_ID, [FIELD_ISSUER] = TOK_ISSUER,
	[FIELD_NUMBERED] = TOK_NUMBERED,
	[FIELD_NHS] = TOK_NHS, [FIELD_UPN] = TOK_UPN,
	[FIELD_FORENAME] = TOK_FORENAME, [FIELD_FORENAME_KNOWN] = TOK_KNOWN,
	[FIELD_FORENAME_SOUND] = TOK_FORENAME_SOUND,
	[FIELD_FORENAME_START] = TOK_FORENAME_START,
	[FIELD_FORENAME_END] = TOK_FORENAME_END,
	[FIELD_SURNAME] = TOK_SURNAME, [FIELD_SURNAME_PART] = TOK_PART,
	[FIELD_SURNAME_SOUND] = TOK_SURNAME_SOUND,
	[FIELD_SURNAME_START] = TOK_SURNAME_START,
	[FIELD_SURNAME_END] = TOK_SURNAME_END,
	[FIELD_NAME] = TOK_NAME_A, [FIELD_DOB] = TOK_DOB,
	[FIELD_DOB_YM] = TOK_YM, [FIELD_DOB_MD] = TOK_MD,
	[FIELD_DOB_YD] = TOK_YD, [FIELD_DOB_TURNED] = TOK_TURNED,
	[FIELD_SEX] = TOK_SEX, [FIELD_POSTCODE] = TOK_POSTCODE,
	[FIELD_SECTOR] = TOK_SECTOR, [FIELD_HOUSE] = TOK_HOUSE,
	[FIELD_HOUSEHOLD] = TOK_HOUSEHOLD,
	[FIELD_STREET] = TOK_STREET, [FIELD_STREET_START] = TOK_STREET_START,
	[FIELD_PLACE] = TOK_PLACE, [FIELD_PLACE_START] = TOK_PLACE_START,
	[FIELD_TOWN] = TOK_TOWN, [FIELD_TOWN_START] = TOK_TOWN_START
};

/* Where the columns of a stream are; -1 where it has none. */
struct columns {
	int record, source, sender;
	int tokens[N_TOKEN_FIELDS];
};

/* The tokens of a cell, blanks between them; false: not such. */
static bool
parse_cell(struct field f, size_t most, uint64_t *t)
{
	size_t n = 0, k;
	uint64_t v;

	if (f.n == 0)
		return true;
	for (;; f.p += TOKEN_LEN + 1, f.n -= TOKEN_LEN + 1) {
		if (n == most || f.n < TOKEN_LEN || !token_parse(f.p,
		    TOKEN_LEN, &v))
			return false;
		for (k = n++; k > 0 && t[k - 1] > v; k--)
			t[k] = t[k - 1];
		t[k] = v;
		if (f.n == TOKEN_LEN)
			return true;
		if (f.n == TOKEN_LEN + 1 || f.p[TOKEN_LEN] != ' ')
			return false;
	}
}

/* One row; false if it has been rejected. */
static bool
parse_row(const struct rec *rec, const struct columns *c, struct row *row)
{
	struct field f = rec->f[c->record];
	size_t i;

	if (!record_ok(f.p, f.n)) {
		tool_reject(rec, "record", "bad-record", "is no record "
		    "number: want a token file made by lscb-deidentify");
		return false;
	}
	memcpy(row->record.number, f.p, PSEUDONYM_LEN);
	memset(row->t, 0, sizeof(row->t));
	for (i = 0; i < N_TOKEN_FIELDS; i++)
		if (c->tokens[i] != -1 && !parse_cell(rec->f[c->tokens[i]],
		    token_columns[i].most, &row->t[of_field[i]])) {
			tool_reject(rec, token_columns[i].name, "bad-token",
			    "is no token: want a token file made by "
			    "lscb-deidentify");
			return false;
		}
	return true;
}

static void
check_key(const struct rec *rec, const struct record *r,
    const struct key *key)
{
	if (memcmp(r->number + 1, key_tag(key), TAG_LEN) != 0)
		tool_refuse(STATUS_CONFIG, rec->file, rec->line, "record",
		    "other-key", "was de-identified under another master or "
		    "epoch than this link key");
}

static uint16_t
source_of(struct people *p, const struct rec *rec, const struct columns *c)
{
	struct field source = { "", 0 }, sender = { "", 0 };
	char text[256];
	size_t i;

	if (c->source != -1)
		source = rec->f[c->source];
	if (c->sender != -1)
		sender = rec->f[c->sender];
	if (source.n + sender.n + 1 > sizeof(text))
		tool_refuse(STATUS_DATA, rec->file, rec->line, "source",
		    "bad-source", "is no agency: want a token file made by "
		    "lscb-deidentify");
	memcpy(text, source.p, source.n);
	text[source.n] = ' ';
	memcpy(text + source.n + 1, sender.p, sender.n);
	i = table_add(p->sources, text, source.n + sender.n + 1, NULL);
	if (i == SIZE_MAX)
		tool_need(NULL);
	if (i > UINT16_MAX)
		tool_refuse(STATUS_DATA, rec->file, rec->line, "source",
		    "bad-source", "more agencies and senders than a region has: "
		    "want token files made by lscb-deidentify");
	return (uint16_t)i;
}

static bool
has_column(const struct columns *c, int at)
{
	size_t i;

	for (i = 0; i < N_TOKEN_FIELDS; i++)
		if (c->tokens[i] == at)
			return true;
	return at == c->record || at == c->source || at == c->sender;
}

static void
find_columns(struct columns *c, const struct reader *rd)
{
	struct err err;
	size_t i, n = rd_header(rd)->n;

	c->record = rd_need(rd, "record", &err);
	if (c->record == -1)
		tool_die(&err);
	c->source = rd_col(rd, "source");
	c->sender = rd_col(rd, "sender");
	for (i = 0; i < N_TOKEN_FIELDS; i++)
		c->tokens[i] = rd_col(rd, token_columns[i].name);
	for (i = 0; i < n; i++)
		if (!has_column(c, (int)i) && rd_unknown(rd, i, "a token file "
		    "has no such column", &err) == -1)
			tool_die(&err);
}

struct reading {
	struct people *people;
	struct reader *rd;
	const struct key *key;
	struct columns columns;
	struct batch *fill, *take;
	bool ended;		/* there are no more rows */
	int r;			/* of those taken: 0, or -1: no memory */
};

static void
fill_batch(void *what)
{
	struct reading *g = what;
	struct batch *b = g->fill;
	const struct rec *rec;
	struct row *row;

	b->n = 0;
	while (b->n < BATCH && !g->ended) {
		rec = tool_next(g->rd);
		g->ended = rec == NULL;
		row = &b->rows[b->n];
		if (rec == NULL || !parse_row(rec, &g->columns, row))
			continue;
		check_key(rec, &row->record, g->key);
		row->record.source = source_of(g->people, rec, &g->columns);
		b->n++;
	}
}

static void
take_batch(void *what)
{
	struct reading *g = what;

	g->r = people_add(g->people, g->take);
}

void
read_people(struct people *p, struct reader *rd, const struct key *key)
{
	struct batch *batches = tool_need(calloc(2, sizeof(*batches)));
	struct reading g = { .people = p, .rd = rd, .key = key,
	    .fill = &batches[0], .take = &batches[1] };
	struct batch *filled;

	p->sources = tool_need(table_new());
	find_columns(&g.columns, rd);
	fill_batch(&g);
	while (g.fill->n > 0) {
		filled = g.fill;
		g.fill = g.take;
		g.take = filled;
		pair_run(fill_batch, &g, take_batch, &g);
		if (g.r == -1)
			tool_need(NULL);
	}
	free(batches);
	people_sort(p);
}
