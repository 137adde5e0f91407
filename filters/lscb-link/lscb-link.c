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
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "tool.h"

struct opts {
	const char *key;
	const char *index;
	const char *index_out;
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 'k', "key", OPT_TEXT, &opts.key, "KEY",
	    "the link key, from lscb-keygen --purpose link" },
	{ 0, "index", OPT_TEXT, &opts.index, "OLD",
	    "keep the numbers of this index" },
	{ 0, "index-out", OPT_TEXT, &opts.index_out, "NEW",
	    "write the index for the next run" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-link",
	.summary = "say which records are one child; number children and "
	    "households",
	.synopsis = "-k KEY [--index OLD] [--index-out NEW] [TOKENS...]",
	.examples =
	    "lscb-link -k link.key --index-out index register.tokens "
	    "roll.tokens -o map.csv\n"
	    "lscb-link -k link.key --index index --index-out index.new "
	    "*.tokens -o map.csv\n",
	.options = options,
	.flags = TOOL_REJECTS,
	.mode = OUT_PRIVATE
};

/* Columns of a token file; name gives two tokens. */
enum {
	COL_RECORD, COL_ID, COL_NHS, COL_UPN, COL_FORENAME, COL_SURNAME,
	COL_NAME, COL_DOB, COL_SEX, COL_POSTCODE, COL_HOUSEHOLD, COL_COUNT
};

static const struct {
	const char *name;
	enum token token;	/* COL_NAME and COL_RECORD: not used */
} columns[COL_COUNT] = {
	{ "record", TOK_COUNT }, { "id", TOK_ID }, { "nhs", TOK_NHS },
	{ "upn", TOK_UPN }, { "forename", TOK_FORENAME },
	{ "surname", TOK_SURNAME }, { "name", TOK_COUNT },
	{ "dob", TOK_DOB }, { "sex", TOK_SEX },
	{ "postcode", TOK_POSTCODE }, { "household", TOK_HOUSEHOLD }
};

static const char *const refusals[REFUSED_COUNT] = {
	[REFUSED_NHS] = "refused-nhs-differs",
	[REFUSED_UPN] = "refused-upn-differs",
	[REFUSED_SEX] = "refused-sex-differs",
	[REFUSED_TWINS] = "refused-twins",
	[REFUSED_NAME_SEX] = "refused-name-and-sex-differ",
	[REFUSED_ONE_ID] = "refused-two-people-one-id",
	[REFUSED_CROWD] = "refused-crowd",
	[REFUSED_AMBIGUOUS] = "refused-ambiguous"
};

/* Two tokens with a blank between, in order. */
static bool
parse_name(struct field f, uint64_t *a, uint64_t *b)
{
	uint64_t x, y;

	if (f.n != 2 * TOKEN_LEN + 1 || f.p[TOKEN_LEN] != ' ' ||
	    !token_parse(f.p, TOKEN_LEN, &x) ||
	    !token_parse(f.p + TOKEN_LEN + 1, TOKEN_LEN, &y))
		return false;
	*a = x < y ? x : y;
	*b = x < y ? y : x;
	return true;
}

/* One row of tokens; false if it has been rejected. */
static bool
parse_record(const struct rec *rec, const int *at, struct record *r)
{
	struct field f = rec->f[at[COL_RECORD]];
	size_t i;
	bool ok;

	memset(r, 0, sizeof(*r));
	if (!pseudonym_ok(f.p, f.n) || f.p[0] != 'r') {
		tool_reject(rec, "record", "bad-record", "is no record "
		    "number: want a token file made by lscb-deidentify");
		return false;
	}
	memcpy(r->number, f.p, PSEUDONYM_LEN);
	for (i = COL_ID; i < COL_COUNT; i++) {
		f = rec->f[at[i]];
		if (f.n == 0)
			continue;
		ok = i == COL_NAME ?
		    parse_name(f, &r->t[TOK_NAME_A], &r->t[TOK_NAME_B]) :
		    token_parse(f.p, f.n, &r->t[columns[i].token]);
		if (!ok) {
			tool_reject(rec, columns[i].name, "bad-token",
			    "is no token: want a token file made by "
			    "lscb-deidentify");
			return false;
		}
	}
	return true;
}

static void
check_key(const struct rec *rec, const struct record *r,
    const struct key *key)
{
	struct err err;

	if (memcmp(r->number + 1, key_tag(key), TAG_LEN) == 0)
		return;
	err_set(&err, STATUS_CONFIG, "other-key", "was de-identified under "
	    "another master or epoch than this link key");
	err_at(&err, rec->file, rec->line, "record");
	tool_die(&err);
}

static int
compare_records(const void *a, const void *b)
{
	return memcmp(((const struct record *)a)->number,
	    ((const struct record *)b)->number, PSEUDONYM_LEN);
}

static void
sort_records(struct records *all)
{
	struct err err;
	size_t i;

	if (all->n > 1)
		qsort(all->r, all->n, sizeof(*all->r), compare_records);
	for (i = 1; i < all->n; i++)
		if (compare_records(&all->r[i - 1], &all->r[i]) == 0) {
			err_set(&err, STATUS_DATA, "duplicate-record",
			    "a record stands in the token files twice: name "
			    "each token file once");
			tool_die(&err);
		}
}

static void
read_records(struct records *all, struct reader *rd, const struct key *key)
{
	int at[COL_COUNT];
	const struct rec *rec;
	struct record *r;
	struct err err;
	size_t i;

	for (i = 0; i < COL_COUNT; i++)
		if ((at[i] = rd_need(rd, columns[i].name, &err)) == -1)
			tool_die(&err);
	while ((rec = tool_next(rd)) != NULL) {
		all->r = r = tool_need(grow(all->r, all->n, &all->cap,
		    sizeof(*r)));
		r += all->n;
		if (!parse_record(rec, at, r))
			continue;
		check_key(rec, r, key);
		if (++all->n >= NONE)
			tool_need(NULL);
	}
	sort_records(all);
}

static void
count(struct stats *stats, enum stats_measure m, const char *reason, size_t n)
{
	if (n > 0)
		stats_add(stats, m, reason, n);
}

static void
link_records(struct records *all, struct index *x, const struct key *key,
    struct stats *stats)
{
	size_t refused[REFUSED_COUNT] = { 0 }, i;
	struct numbering told = { 0 };
	struct err err;

	if (cluster_all(all, refused) == -1)
		tool_need(NULL);
	if (number_all(all, x, key, &told, &err) == -1)
		tool_die(&err);
	for (i = REFUSED_NOT + 1; i < REFUSED_COUNT; i++)
		count(stats, STATS_QUERIED, refusals[i], refused[i]);
	count(stats, STATS_QUERIED, "merged-number", told.merged);
	count(stats, STATS_QUERIED, "split-number", told.split);
}

static void
write_map(struct writer *wr, struct records *all, const struct index *x,
    struct mac *mac, struct stats *stats)
{
	static const char *const header[] = { "record", "child", "household" };
	char household[PSEUDONYM_LEN], token[TOKEN_LEN];
	struct part part = { token, sizeof(token) };
	const struct record *r;
	const char *p;
	size_t i, n;

	wr_header(wr, header, 3);
	for (i = 0; i < all->n; i++) {
		r = &all->r[cluster_root(all, (uint32_t)i)];
		p = r->child == NONE ? "" :
		    table_key(x->numbers, r->child, &n);
		if (r->child == NONE)
			n = 0;
		r = &all->r[i];
		wr_field(wr, r->number, PSEUDONYM_LEN);
		wr_field(wr, p, n);
		if (r->t[TOK_HOUSEHOLD] != 0) {
			token_text(r->t[TOK_HOUSEHOLD], token);
			pseudonym(mac, 'h', &part, 1, household);
			wr_field(wr, household, sizeof(household));
		} else
			wr_field(wr, "", 0);
		wr_end(wr);
		stats_add(stats, STATS_USED, n > 0 ? NULL :
		    r->t[TOK_HOUSEHOLD] != 0 ? "household-only" :
		    "too-little-identity", 1);
	}
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct records all = { 0 };
	struct index x;
	struct writer *index_out = NULL;
	struct reader *rd;
	struct key *key;
	struct mac *mac;
	struct err err;

	if (opts.key == NULL)
		tool_usage("want -k KEY, the link key");
	if (key_read(&key, opts.key, "link", &err) == -1 ||
	    mac_new(&mac, key, "household", &err) == -1 ||
	    index_new(&x, &err) == -1)
		tool_die(&err);
	if (opts.index != NULL &&
	    index_read(&x, opts.index, key, &err) == -1)
		tool_die(&err);
	if (rd_open(&rd, run->files, run->n_files, NULL, &err) == -1)
		tool_die(&err);
	tool_output();
	if (opts.index_out != NULL)
		index_out = tool_output_also(opts.index_out, OUT_PRIVATE);
	read_records(&all, rd, key);
	rd_close(rd);
	link_records(&all, &x, key, run->stats);
	write_map(run->writer, &all, &x, mac, run->stats);
	if (index_out != NULL &&
	    index_write(&x, index_out, key, &err) == -1)
		tool_die(&err);
	mac_free(mac);
	key_free(key);
	index_free(&x);
	free(all.r);
	return tool_finish();
}
