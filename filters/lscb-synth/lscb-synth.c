/* SPDX-License-Identifier: MIT */
/*
 * Invents a board: the extracts that its agencies would send, the
 * populations, and the truth behind them.  In: a number of people, a seed, a
 * date, and the tables of LIBRARY/synth.  Out: a directory that appears
 * whole under its name, and a list of its files (file,rows) on standard
 * output.  The same arguments and library give the same bytes.  Rows are in
 * the order of households.  Memory: one household, and one number per school
 * and year.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "defs.h"
#include "synth.h"
#include "tool.h"

enum {
	MIN_PEOPLE = 100,	/* fewer are no board */
	MAX_PEOPLE = 4000000,	/* see people.c: test NHS numbers */
	PEOPLE_PER_SCHOOL = 2500
};

static struct opts {
	size_t people;
	size_t seed;
	date date;
	const char *out;
	const char *sender;
	const char *errors;
} opts = { .people = 20000, .seed = 1, .date = DATE_NONE,
    .sender = "cwm-arian", .errors = "some" };

static const struct tool_option options[] = {
	{ 0, "people", OPT_SIZE, &opts.people, "N",
	  "people who live there (20000)" },
	{ 0, "seed", OPT_SIZE, &opts.seed, "S",
	  "another number is another board (1)" },
	{ 0, "date", OPT_DATE, &opts.date, "YYYY-MM-DD",
	  "the day on which the agencies write their extracts" },
	{ 0, "out", OPT_TEXT, &opts.out, "DIR",
	  "make this directory; must not exist or be empty" },
	{ 0, "sender", OPT_TEXT, &opts.sender, "NAME",
	  "whose extracts: a folder in DIR (cwm-arian)" },
	{ 0, "errors", OPT_TEXT, &opts.errors, "some|none",
	  "with mistakes on purpose, or without (some)" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-synth",
	.summary = "Invent a board: extracts, populations and the truth.",
	.synopsis = "--date YYYY-MM-DD --out DIR [--people N] [--seed S]\n"
	    "                  [--sender NAME] [--errors some|none]",
	.examples = "lscb-synth --date 2026-03-31 --out board\n"
	    "lscb-synth --people 100000 --seed 7 --date 2026-03-31 "
	    "--out big --errors none",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_NO_FILES
};

/* The directory in making, removed again when the run fails. */
struct place {
	char part[3900];	/* DIR.part */
	char sender[4000];
	char truth[4000];
};

static int
make_dir(const char *path, struct err *err)
{
	if (mkdir(path, 0755) == 0)
		return 0;
	if (errno == EEXIST)
		return err_set(err, STATUS_CANTCREATE, "", "%s is there: "
		    "another run makes it, or one was killed; remove it",
		    path);
	return err_sys(err, STATUS_CANTCREATE, errno, "cannot create %s",
	    path);
}

/* Only what is empty goes: nobody's files are removed here. */
static void
remove_dirs(const struct place *p)
{
	(void)rmdir(p->sender);
	(void)rmdir(p->truth);
	(void)rmdir(p->part);
}

/* A directory that is not there, or that has nothing in it. */
static int
check_free(const char *out, struct err *err)
{
	struct stat st;

	if (lstat(out, &st) == -1)
		return errno == ENOENT ? 0 : err_sys(err, STATUS_CANTCREATE,
		    errno, "cannot create %s", out);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, STATUS_CANTCREATE, "",
		    "%s is there and is no directory", out);
	if (rmdir(out) == -1)
		return err_set(err, STATUS_CANTCREATE, "", "%s is not empty: "
		    "name a new directory", out);
	return 0;
}

static int
place_make(struct place *p, struct err *err)
{
	size_t n = strlen(opts.out);

	while (n > 1 && opts.out[n - 1] == '/')
		n--;
	if (snprintf(p->part, sizeof(p->part), "%.*s.part", (int)n,
	    opts.out) >= (int)sizeof(p->part) ||
	    snprintf(p->sender, sizeof(p->sender), "%s/%s", p->part,
	    opts.sender) >= (int)sizeof(p->sender) ||
	    snprintf(p->truth, sizeof(p->truth), "%s/truth", p->part) >=
	    (int)sizeof(p->truth))
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	remove_dirs(p);		/* of a run that was interrupted */
	if (check_free(opts.out, err) == -1 || make_dir(p->part, err) == -1)
		return -1;
	if (make_dir(p->sender, err) == -1 || make_dir(p->truth, err) == -1) {
		remove_dirs(p);
		return -1;
	}
	return 0;
}

static void
check_options(void)
{
	const char *s = opts.sender;

	if (opts.out == NULL || opts.out[0] == '\0')
		tool_usage("wants --out DIR");
	if (opts.date == DATE_NONE)
		tool_usage("wants --date YYYY-MM-DD");
	if (opts.date < date_make(1990, 1, 1) ||
	    opts.date > date_make(2100, 12, 31))
		tool_usage("--date: want a day of 1990 to 2100");
	if (opts.people < MIN_PEOPLE || opts.people > MAX_PEOPLE)
		tool_usage("--people: want %d to %d", MIN_PEOPLE, MAX_PEOPLE);
	if (strcmp(opts.errors, "some") != 0 &&
	    strcmp(opts.errors, "none") != 0)
		tool_usage("--errors: want some or none");
	if (!plain_name(s) || strcmp(s, "truth") == 0)
		tool_usage("--sender: want lower-case letters, digits and "
		    "hyphens");
}

const char *
record_id(struct board *b, enum sheet_id s, const char *prefix, char *out,
    size_t size)
{
	(void)snprintf(out, size, "%s%06llu", prefix,
	    (unsigned long long)++b->serial[s]);
	return out;
}

void
person_row(struct board *b, enum sheet_id id, const struct household *h,
    const struct child *c)
{
	struct sheet *s = b->sheet[id];
	char name[64];
	size_t row = sheet_row(s);

	(void)snprintf(name, sizeof(name), "%s", sheet_name(s));
	name[strcspn(name, ".")] = '\0';
	sheet_text(b->persons, 0, name);
	sheet_uint(b->persons, 1, row);
	if (c != NULL)
		sheet_uint(b->persons, 2, c->number);
	sheet_uint(b->persons, 3, h->number + 1);
	(void)sheet_row(b->persons);
}

static int
board_make(struct board *b, const struct place *p, bool mistakes,
    struct err *err)
{
	static const char *const columns[] = { "extract", "record", "person",
	    "household" };
	struct household h;
	uint64_t number;
	struct rng start;
	size_t i;

	if (board_sheets(b, p->sender, mistakes, err) == -1 ||
	    sheet_open_plain(&b->persons, p->truth, "people", columns, 4,
	    err) == -1)
		return -1;
	rng_init(&start, b->seed, UINT64_MAX - 1);
	for (i = 0; i < SAVING_COUNT; i++)
		b->saving[i].have = (int64_t)rng_below(&start, 400);
	for (number = 0; b->n_people < b->people; number++) {
		rng_init(&b->rng, b->seed, number);
		household_make(b, &h, number);
		social_events(b, &h);
		agency_events(b, &h);
		notice_events(b, &h);
		truth_household(&b->truth, &h);
	}
	board_business(b);
	return 0;
}

/* The list of what was made, written when all of it is there. */
struct listing {
	char name[SHEET_COUNT][160];
	size_t rows[SHEET_COUNT];
};

static int
board_close(struct board *b, struct listing *list, const struct place *p,
    struct err *err)
{
	struct sheet *s;
	size_t i;

	for (i = 0; i < SHEET_COUNT; i++) {
		s = b->sheet[i];
		(void)snprintf(list->name[i], sizeof(list->name[i]), "%s/%s",
		    opts.sender, sheet_name(s));
		list->rows[i] = sheet_rows(s);
		b->sheet[i] = NULL;
		if (sheet_close(s, err) == -1)
			return -1;
	}
	s = b->persons;
	b->persons = NULL;
	if (sheet_close(s, err) == -1)
		return -1;
	return truth_write(b, p->part, err);
}

static void
list_write(struct writer *wr, const struct listing *list)
{
	static const char *const columns[] = { "file", "rows" };
	size_t i;

	wr_header(wr, columns, 2);
	for (i = 0; i < SHEET_COUNT; i++) {
		wr_str(wr, list->name[i]);
		wr_uint(wr, list->rows[i]);
		wr_end(wr);
	}
}

static void
board_free(struct board *b)
{
	size_t i;

	for (i = 0; i < SHEET_COUNT; i++)
		sheet_abort(b->sheet[i]);
	sheet_abort(b->persons);
	free(b->upn_serial);
}

/* A failure leaves nothing that it made. */
static void
clean_up(struct board *b, const struct place *p)
{
	static const char *const truths[] = { "people", "indicators",
	    "errors" };
	static const char *const ends[] = { "csv", "csv.gz" };
	char path[4200];
	size_t i, k;

	board_free(b);
	for (i = 0; i < b->t->n_styles; i++)
		for (k = 0; k < 2; k++) {
			(void)snprintf(path, sizeof(path), "%s/%s.%s",
			    p->sender, b->t->styles[i].extract, ends[k]);
			(void)unlink(path);
		}
	for (i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s.csv", p->truth,
		    truths[i]);
		(void)unlink(path);
	}
	(void)snprintf(path, sizeof(path), "%s/populations.csv", p->part);
	(void)unlink(path);
	remove_dirs(p);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct tables tables;
	struct board b = { .t = &tables };
	struct place place;
	struct writer *wr;
	struct listing list;
	struct err err;

	check_options();
	if (tables_read(&tables, run->library, &err) == -1)
		tool_die(&err);
	b.seed = opts.seed;
	b.people = opts.people;
	b.to = opts.date;
	b.from = date_add_months(b.to + 1, -(int)tables.rates[RATE_MONTHS]);
	b.n_schools = opts.people / PEOPLE_PER_SCHOOL + 1;
	b.upn_serial = tool_need(calloc(b.n_schools * 100,
	    sizeof(*b.upn_serial)));
	truth_init(&b.truth, b.from, b.to);
	wr = tool_output();
	if (place_make(&place, &err) == -1)
		tool_die(&err);
	if (board_make(&b, &place, strcmp(opts.errors, "some") == 0,
	    &err) == -1 || board_close(&b, &list, &place, &err) == -1) {
		clean_up(&b, &place);
		tool_die(&err);
	}
	if (rename(place.part, opts.out) == -1) {
		err_sys(&err, STATUS_CANTCREATE, errno, "cannot rename to %s",
		    opts.out);
		clean_up(&b, &place);
		tool_die(&err);
	}
	list_write(wr, &list);
	board_free(&b);
	tables_free(&tables);
	return tool_finish();
}
