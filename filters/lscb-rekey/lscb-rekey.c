/* SPDX-License-Identifier: MIT */
/*
 * Brings a stream from one epoch of the keys, or one master, to the next.
 *
 * In: any stream of ours that holds pseudonyms, a key of the old epoch and the
 * rekey key of the new one.  Out: the same stream, each pseudonym of the old tag
 * wrapped to a new one (rekey.h), everything else byte for byte, rows in the order
 * they came.  Nothing is rekeyed by half and in silence: a pseudonym of another tag,
 * one inside other text or in a column that was not named, and rows without any,
 * stop it.  What hangs on tokens, a token file or a link index, is refused: tokens
 * cannot be wrapped.  Streams; holds one row.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rekey.h"
#include "token_file.h"
#include "tool.h"

struct opts {
	const char *from, *key;
	const char *columns;	/* names with commas between, or NULL: find them */
};

static struct opts opts;

static const struct tool_option options[] = {
	{ 0, "from", OPT_TEXT, &opts.from, "OLD",
	    "any key of the epoch that the stream is of" },
	{ 'k', "key", OPT_TEXT, &opts.key, "NEW",
	    "the key of purpose rekey of the new epoch" },
	{ 'c', "columns", OPT_TEXT, &opts.columns, "COLUMN[,COLUMN]",
	    "pseudonyms stand in these alone" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-rekey",
	.summary = "bring pseudonyms from one epoch of the keys to the next",
	.synopsis = "--from OLD -k NEW [-c COLUMN[,COLUMN]] [FILE...]",
	.examples =
	    "lscb-rekey --from link.key -k rekey-2.key history.csv | "
	    "lscb-sort -o history-2.csv\n",
	.options = options,
	.mode = OUT_PRIVATE
};

/* Which columns hold pseudonyms. */
enum place {
	PLACE_ANY,	/* a pseudonym, where there is one */
	PLACE_NAMED,	/* a pseudonym or nothing */
	PLACE_NOT	/* said to hold none */
};

struct work {
	struct rekey *rekey;
	enum place *places;	/* by column */
	size_t n;
	size_t wrapped;		/* pseudonyms so far */
};

/* In these columns of our streams nothing else stands. */
static const char *const known[] = { "record", "subject", "child", "household" };

static bool
is_known(struct field name)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (field_eq(name, known[i]))
			return true;
	return false;
}

/* Tokens are hashes of names: without the names there are no new ones. */
static void
refuse_tokens(const struct reader *rd)
{
	static const char index[] = "lscb index ";
	/* Sex, for one, stands in other streams as well. */
	static const enum token_field tokens[] = { FIELD_NHS, FIELD_UPN,
		FIELD_SURNAME, FIELD_DOB };
	const struct rec *h = rd_header(rd);
	size_t i;

	if (h->f[0].n > sizeof(index) - 1 &&
	    memcmp(h->f[0].p, index, sizeof(index) - 1) == 0)
		tool_refuse(STATUS_CONFIG, h->file, 1, NULL, "tokens", "is a "
		    "link index, whose tokens cannot be rekeyed: make a new "
		    "one from the retained extracts, with lscb-renumber");
	for (i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		if (rd_col(rd, "record") != -1 &&
		    rd_col(rd, token_columns[tokens[i]].name) != -1)
			tool_refuse(STATUS_CONFIG, h->file, 1, NULL, "tokens",
			    "is a token file, and tokens cannot be rekeyed: "
			    "de-identify the retained extract with the new key");
}

/* Sets the places of the columns named in -c. */
static void
named_columns(struct work *w, const struct reader *rd)
{
	char name[128];
	const char *p = opts.columns;
	struct err err;
	size_t n;
	int at;

	while (p != NULL) {
		n = strcspn(p, ",");
		if (n == 0 || n >= sizeof(name))
			tool_usage("-c wants column names with commas between "
			    "them");
		memcpy(name, p, n);
		name[n] = '\0';
		at = rd_need(rd, name, &err);
		if (at == -1) {
			err.status = STATUS_USAGE;
			tool_die(&err);
		}
		w->places[at] = PLACE_NAMED;
		p = p[n] == ',' ? p + n + 1 : NULL;
	}
}

static void
find_places(struct work *w, const struct reader *rd)
{
	const struct rec *h = rd_header(rd);
	size_t i;

	w->n = h->n;
	w->places = tool_need(calloc(h->n, sizeof(*w->places)));
	for (i = 0; i < h->n; i++)
		w->places[i] = opts.columns != NULL ? PLACE_NOT :
		    is_known(h->f[i]) ? PLACE_NAMED : PLACE_ANY;
	named_columns(w, rd);
}

/* By its place: what a header says may be data. */
static _Noreturn void
bad_field(const struct rec *rec, size_t column, struct err *err)
{
	char place[32];

	(void)snprintf(place, sizeof(place), "column %zu", column + 1);
	err_at(err, rec->file, rec->line, place);
	tool_die(err);
}

/* A stretch of base32 letters of the right length and the old tag? */
static bool
holds_pseudonym(const struct work *w, struct field f)
{
	size_t i, start = 0;

	for (i = 0; i <= f.n; i++) {
		if (i < f.n && base32_ok(f.p[i]))
			continue;
		if (pseudonym_ok(f.p + start, i - start) && memcmp(f.p + start +
		    1, rekey_old_tag(w->rekey), TAG_LEN) == 0)
			return true;
		start = i + 1;
	}
	return false;
}

/*
 * What a payload calls its subject until lscb-join knows the number.  Everything
 * else in such a column is a pseudonym that somebody cut or changed.
 */
static bool
may_stand(struct field f)
{
	return f.n == 0 || field_eq(f, "child") || field_eq(f, "household");
}

static void
check_left(const struct work *w, const struct rec *rec, size_t column)
{
	struct field f = rec->f[column];
	struct err err;

	if (w->places[column] == PLACE_NAMED && !may_stand(f)) {
		err_set(&err, STATUS_DATA, "bad-pseudonym", "is neither a "
		    "pseudonym nor empty");
		bad_field(rec, column, &err);
	}
	if (!holds_pseudonym(w, f))
		return;
	if (f.n == PSEUDONYM_LEN)
		err_set(&err, STATUS_CONFIG, "unnamed-column", "holds a "
		    "pseudonym of the old epoch: name this column with -c too");
	else
		err_set(&err, STATUS_DATA, "bad-pseudonym", "a pseudonym of the "
		    "old epoch stands inside other text: give it a column of "
		    "its own");
	bad_field(rec, column, &err);
}

static void
write_row(struct work *w, const struct rec *rec, struct writer *wr)
{
	char new[PSEUDONYM_LEN];
	struct field f;
	struct err err;
	size_t i;
	int r;

	for (i = 0; i < rec->n; i++) {
		f = rec->f[i];
		r = w->places[i] == PLACE_NOT ? 0 :
		    rekey_wrap(w->rekey, f.p, f.n, new, &err);
		if (r == -1)
			bad_field(rec, i, &err);
		if (r == 1) {
			wr_field(wr, new, sizeof(new));
			w->wrapped++;
			continue;
		}
		check_left(w, rec, i);
		wr_field(wr, f.p, f.n);
	}
	wr_end(wr);
}

static void
run(struct work *w, struct reader *rd, struct tool_run *tr)
{
	struct writer *wr = tool_output();
	const struct rec *rec = rd_header(rd);
	size_t i, rows = 0;

	for (i = 0; i < rec->n; i++)
		wr_field(wr, rec->f[i].p, rec->f[i].n);
	wr_end(wr);
	for (; (rec = tool_next(rd)) != NULL; rows++)
		write_row(w, rec, wr);
	stats_add(tr->stats, STATS_USED, NULL, rows);
	if (rows == 0 || w->wrapped > 0)
		return;
	tool_refuse(STATUS_DATA, rd_name(rd), 0, NULL, "no-pseudonym", "no "
	    "pseudonym of the old epoch stands in it: there is nothing to "
	    "rekey");
}

int
main(int argc, char **argv)
{
	struct tool_run *tr = tool_start(&tool, argc, argv);
	struct work w = { 0 };
	struct reader *rd;
	struct err err;
	int status;

	if (opts.from == NULL)
		tool_usage("want --from OLD, a key of the epoch that the stream "
		    "is of");
	if (opts.key == NULL)
		tool_usage("want -k NEW, the rekey key of the new epoch");
	if (rekey_new(&w.rekey, opts.from, opts.key, &err) == -1 ||
	    rd_open(&rd, tr->files, tr->n_files, NULL, &err) == -1)
		tool_die(&err);
	refuse_tokens(rd);
	find_places(&w, rd);
	run(&w, rd, tr);
	rd_close(rd);
	status = tool_finish();
	rekey_free(w.rekey);
	free(w.places);
	return status;
}
