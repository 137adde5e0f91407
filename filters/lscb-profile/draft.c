/* SPDX-License-Identifier: MIT */
/*
 * Reads a file that nobody has described: see draft.h.  First its bytes, then
 * its rows for what the columns are, then its rows again, if there may be codes,
 * for whether each of their spellings stands for enough children.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "draft.h"
#include "gather.h"
#include "hash.h"
#include "header.h"
#include "value.h"

static struct reader *
open_file(const struct draft *d)
{
	struct rd_opts o = { .delimiter = d->sniff.delimiter,
	    .encoding = d->sniff.encoding, .preamble = d->sniff.preamble,
	    .ragged = true, .sheet = d->name_of_sheet };
	struct reader *rd;
	struct err err;

	if (rd_open(&rd, &d->path, 1, &o, &err) == -1)
		tool_die(&err);
	return rd;
}

/* Two columns of one name cannot be in one definition. */
static void
make_unlike(struct draft *d, size_t at)
{
	char base[sizeof(d->columns[at].name)];
	size_t i, number = 1;

	memcpy(base, d->columns[at].name, sizeof(base));
	for (i = 0; i < at; i++) {
		if (strcmp(d->columns[i].name, d->columns[at].name) != 0)
			continue;
		(void)snprintf(d->columns[at].name,
		    sizeof(d->columns[at].name), "%.*s_%zu", NAME_BYTES, base,
		    ++number % 100000);
		i = SIZE_MAX;	/* from the first again */
	}
}

static void
new_columns(struct draft *d, const struct reader *rd)
{
	const struct rec *h = rd_header(rd);
	size_t i;

	d->n = h->n;
	d->columns = tool_need(calloc(h->n, sizeof(*d->columns)));
	for (i = 0; i < h->n; i++) {
		guess_name(&d->columns[i], tool_need(
		    arena_strndup(&d->arena, h->f[i].p, h->f[i].n)),
		    h->f[i].n);
		d->columns[i].spellings.enough = d->mask;
		make_unlike(d, i);
	}
}

static void
read_rows(struct draft *d, struct reader *rd, struct stats *stats)
{
	const struct rec *rec;
	struct err err;
	size_t i;

	while ((rec = tool_next(rd)) != NULL) {
		if (rec_is_blank(rec, 0)) {
			d->blank_rows++;
			continue;
		}
		if (rec->n != d->n) {
			d->ragged_rows++;
			continue;
		}
		d->rows++;
		for (i = 0; i < d->n; i++)
			if (guess_add(&d->columns[i], rec->f[i]) == -1)
				tool_need(NULL);
	}
	for (i = 0; i < d->n; i++)
		if (d->columns[i].repeats_header) {
			header_repeats(rd, i, &err);
			tool_die(&err);
		}
	stats_add(stats, STATS_USED, NULL, d->rows);
	if (d->blank_rows > 0)
		stats_add(stats, STATS_DROPPED, "blank-row", d->blank_rows);
	if (d->ragged_rows > 0)
		stats_add(stats, STATS_DROPPED, "ragged-row",
		    d->ragged_rows);
}

/* The next row that was counted before. */
static const struct rec *
again(struct draft *d, struct reader *rd)
{
	const struct rec *rec;
	struct err err;
	int r;

	while ((r = rd_next(rd, &rec, &err)) != 0) {
		if (r == -1 && !rd_recoverable(rd))
			tool_die(&err);
		if (r == 1 && rec->n == d->n && !rec_is_blank(rec, 0))
			return rec;
	}
	return NULL;
}

/* A column of codes beside one whose values may be children. */
struct pair {
	struct guess *code;
	size_t code_at, person_at;
	struct items spellings;		/* by how many of the other's values */
};

enum { PAIRS_MOST = 1024 };

static void
not_code(struct guess *g, const char *why)
{
	g->type = TYPE_TEXT;
	g->why_not_code = why;
}

static size_t
make_pairs(struct draft *d, struct pair *pairs)
{
	size_t c, p, n = 0;

	for (c = 0; c < d->n; c++) {
		if (d->columns[c].type != TYPE_CODE)
			continue;
		for (p = 0; p < d->n; p++) {
			if (!guess_is_person(&d->columns[p]))
				continue;
			if (n == PAIRS_MOST) {
				not_code(&d->columns[c], "there are too many "
				    "columns to look whether a spelling "
				    "stands for few children");
				break;
			}
			pairs[n].code = &d->columns[c];
			pairs[n].code_at = c;
			pairs[n].person_at = p;
			pairs[n++].spellings.enough = d->mask;
		}
	}
	return n;
}

static void
count_people(struct pair *pair, const struct rec *rec)
{
	struct field code = value_trim(rec->f[pair->code_at]);
	struct field who = value_trim(rec->f[pair->person_at]);

	if (code.n > 0 && items_add(&pair->spellings, code.p, code.n,
	    who.n == 0 ? 0 : hash_of(who.p, who.n)) == -1)
		tool_need(NULL);
}

/*
 * A spelling in many rows may stand for few children, if it is a name or they
 * are visited often: what column is theirs is not known, so it must stand for
 * enough different values of each that may be.
 */
static void
check_people(struct draft *d)
{
	struct pair *pairs = tool_need(calloc(PAIRS_MOST, sizeof(*pairs)));
	size_t i, k, n = make_pairs(d, pairs);
	struct reader *rd = n == 0 ? NULL : open_file(d);
	const struct rec *rec;

	while (n > 0 && (rec = again(d, rd)) != NULL)
		for (i = 0; i < n; i++)
			count_people(&pairs[i], rec);
	rd_close(rd);
	for (i = 0; i < n; i++) {
		const struct items *s = &pairs[i].spellings;

		for (k = 0; k < s->n; k++)
			if (!item_is_common(s, &s->v[k]))
				not_code(pairs[i].code, "there are few "
				    "spellings, but some stand for few values "
				    "of a column that may be children, and "
				    "are not shown; for type: code add them "
				    "all, as code: word = spelling");
		items_free(&pairs[i].spellings);
	}
	free(pairs);
}

void
draft_file(struct tool_run *tr, const char *sheet, size_t mask)
{
	struct draft d = { .path = tr->files[0], .name_of_sheet = sheet,
	    .mask = mask };
	struct reader *rd;
	struct err err;
	struct stat st;
	size_t i;
	int r;

	if (stat(d.path, &st) == 0 && !S_ISREG(st.st_mode) &&
	    !S_ISDIR(st.st_mode))
		tool_usage("--draft reads its file more than once: it must be "
		    "a file, not a pipe");
	r = sniff_sheet(&d.sniff, d.path, sheet, &err);
	if (r == -1 || (r == 0 && sniff_file(&d.sniff, d.path, &err) == -1))
		tool_die(&err);
	rd = open_file(&d);
	if (header_check(rd, &err) == -1)
		tool_die(&err);
	new_columns(&d, rd);
	read_rows(&d, rd, tr->stats);
	stats_sheet(tr->stats, rd_sheet(rd));
	rd_close(rd);
	for (i = 0; i < d.n; i++)
		guess_type(&d.columns[i]);
	check_people(&d);
	draft_write(&d, tool_output());
	for (i = 0; i < d.n; i++)
		guess_free(&d.columns[i]);
	free(d.columns);
	arena_free(&d.arena);
}
