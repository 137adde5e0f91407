/* SPDX-License-Identifier: MIT */
/*
 * Invents a board: the extracts that its agencies would send, the
 * populations, and the truth behind them.  In: a number of people, a seed, a
 * date, and the tables of LIBRARY/synth.  Out: a directory that appears
 * whole under its name, and a list of its files (file,rows) on standard
 * output.  The same arguments and library give the same bytes.  Memory: one
 * street, whatever the size.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defs.h"
#include "family.h"
#include "folder.h"
#include "hostile.h"
#include "tool.h"

enum {
	MAX_PEOPLE = 4000000, MAX_YEARS = 10,
	CHILDHOOD = 18 * 12,	/* months: histories begin so long before */
	/* NHS numbers of the test range, and the children of 1,000 people who
	 * want one: those of the first day, and more in each year (measured:
	 * 215 in one year, 278 in five, 349 in ten). */
	NHS_NUMBERS = 909090, CHILDREN = 205, CHILDREN_YEAR = 16,
	/* Bytes that a person takes: at all, and each year (measured: 549 MB
	 * for a million people and five years). */
	BYTES_PERSON = 250, BYTES_YEAR = 60
};

static struct opts {
	size_t people, seed, years, authorities;
	date date;
	const char *out, *sender, *errors, *delivery;
	bool hostile, returns;
} opts = { .people = SIZE_MAX, .seed = SIZE_MAX, .date = DATE_NONE,
    .years = SIZE_MAX, .authorities = SIZE_MAX };	/* not said */

static const struct tool_option options[] = {
	{ 0, "people", OPT_SIZE, &opts.people, "N",
	  "people who live there (20000)" },
	{ 0, "years", OPT_SIZE, &opts.years, "Y",
	  "years of data (rate 'months' of the library: 3)" },
	{ 0, "seed", OPT_SIZE, &opts.seed, "S",
	  "another number is another board (1)" },
	{ 0, "date", OPT_DATE, &opts.date, "YYYY-MM-DD",
	  "the day on which the agencies write their extracts" },
	{ 0, "out", OPT_TEXT, &opts.out, "DIR",
	  "make this directory; must not exist or be empty" },
	{ 0, "sender", OPT_TEXT, &opts.sender, "NAME",
	  "whose extracts: a folder in DIR (cwm-arian)" },
	{ 0, "authorities", OPT_SIZE, &opts.authorities, "N",
	  "local authorities of a regional board (1)" },
	{ 0, "errors", OPT_TEXT, &opts.errors, "some|none",
	  "with mistakes, or without (some)" },
	{ 0, "delivery", OPT_TEXT, &opts.delivery, "full|as-sent",
	  "all to the day, or monthly and late as agencies do (full)" },
	{ 0, "returns", OPT_FLAG, &opts.returns, NULL,
	  "also what authorities and schools return to government" },
	{ 0, "hostile", OPT_FLAG, &opts.hostile, NULL,
	  "no people: every edge, made by hand, with its right answer" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-synth",
	.summary = "Invent a board: extracts, populations and the truth.",
	.synopsis = "--date YYYY-MM-DD --out DIR [--people N] [--years Y]\n"
	    "                  [--seed S] [--sender NAME] [--authorities N]\n"
	    "                  [--errors some|none] [--delivery full|as-sent]\n"
	    "                  [--returns]\n"
	    "       lscb-synth --hostile --out DIR [--sender NAME]",
	.examples = "lscb-synth --date 2026-03-31 --out board\n"
	    "lscb-synth --people 100000 --years 5 --seed 7 "
	    "--date 2026-03-31 --out big",
	.options = options,
	.flags = TOOL_LIBRARY | TOOL_NO_FILES
};

/* The signal that wants an end, or 0. */
static volatile sig_atomic_t stopped;

static void
on_stop(int sig)
{
	stopped = sig;
}

/* A run is stopped between two streets, where it can clear up. */
static void
signals_set(void)
{
	static const int sigs[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_stop;
	sa.sa_flags = SA_RESTART;
	for (i = 0; i < 3; i++)
		(void)sigaction(sigs[i], &sa, NULL);
}

static void
either(const char *option, const char *value, const char *one,
    const char *other)
{
	if (strcmp(value, one) != 0 && strcmp(value, other) != 0)
		tool_usage("--%s: want %s or %s", option, one, other);
}

/* Its rows are written by hand: nothing of them can be chosen. */
static void
check_hostile(void)
{
	if (opts.date != DATE_NONE)
		tool_usage("--hostile has a date of its own: without --date");
	if (opts.people != SIZE_MAX || opts.seed != SIZE_MAX ||
	    opts.years != SIZE_MAX || opts.authorities != SIZE_MAX ||
	    opts.errors != NULL || opts.delivery != NULL || opts.returns)
		tool_usage("--hostile takes --out and --sender alone");
	opts.errors = "none";
}

/* What is not said, but for the years: those are the library's. */
static void
default_options(void)
{
	if (opts.people == SIZE_MAX)
		opts.people = opts.hostile ? 1 : 20000;
	if (opts.seed == SIZE_MAX)
		opts.seed = 1;
	if (opts.authorities == SIZE_MAX)
		opts.authorities = 1;
	if (opts.errors == NULL)
		opts.errors = "some";
	if (opts.delivery == NULL)
		opts.delivery = "full";
}

static void
check_options(void)
{
	const char *s = opts.sender;

	if (opts.out == NULL || opts.out[0] == '\0')
		tool_usage("wants --out DIR");
	if (opts.hostile)
		check_hostile();
	else if (opts.date == DATE_NONE)
		tool_usage("wants --date YYYY-MM-DD");
	else if (opts.date < date_make(1990, 1, 1) ||
	    opts.date > date_make(2100, 12, 31))
		tool_usage("--date: want a day of 1990 to 2100");
	default_options();
	if (opts.people < 1 || opts.people > MAX_PEOPLE)
		tool_usage("--people: want 1 to %d", MAX_PEOPLE);
	if (opts.years != SIZE_MAX && (opts.years < 1 ||
	    opts.years > MAX_YEARS))
		tool_usage("--years: want 1 to %d", MAX_YEARS);
	if (opts.authorities < 1 || opts.authorities > MAX_AUTHORITIES)
		tool_usage("--authorities: want 1 to %d", MAX_AUTHORITIES);
	either("errors", opts.errors, "some", "none");
	either("delivery", opts.delivery, "full", "as-sent");
	if (s != NULL && (!plain_name(s) || strcmp(s, "truth") == 0))
		tool_usage("--sender: want lower-case letters, digits and "
		    "hyphens");
}

/* Every child needs a number of the test range, which has so many. */
static void
check_numbers(size_t months)
{
	size_t each = CHILDREN + CHILDREN_YEAR * months / 12;

	if (opts.people * each / 1000 > NHS_NUMBERS)
		tool_usage("--people: the NHS numbers set aside for tests are "
		    "enough for the children of %zu people over %zu months",
		    (size_t)NHS_NUMBERS * 1000 / each / 1000 * 1000, months);
}

/* Names of senders; the one authority of a board is its only sender. */
static void
name_senders(struct board *b)
{
	const struct items *all = &b->t->lists[LIST_AUTHORITY];
	int i;

	b->n_authorities = (int)opts.authorities;
	if (all->n < opts.authorities)
		tool_usage("--authorities: the library names %zu", all->n);
	for (i = 0; i < b->n_authorities; i++)
		b->authority[i] = all->v[i].value;
	b->sender = opts.sender;
	if (b->n_authorities > 1) {
		if (b->sender == NULL)
			b->sender = "region";
		for (i = 0; i < b->n_authorities; i++)
			if (strcmp(b->sender, b->authority[i]) == 0)
				tool_usage("--sender: the name of an "
				    "authority");
	} else if (b->sender != NULL)
		b->authority[0] = b->sender;
	else
		b->sender = b->authority[0];
}

static void
board_init(struct board *b)
{
	size_t months = (size_t)b->t->rates[RATE_MONTHS];

	if (opts.years != SIZE_MAX)
		months = opts.years * 12;
	check_numbers(months);
	name_senders(b);
	b->seed = opts.seed;
	b->people = opts.people;
	b->to = opts.date;
	b->from = date_add_months(b->to + 1, -(int)months);
	b->begin = date_add_months(b->from, -CHILDHOOD);
	b->mistakes = strcmp(opts.errors, "some") == 0;
	b->as_sent = strcmp(opts.delivery, "as-sent") == 0;
	b->returns = opts.returns;
}

/* The window is that of the answers. */
static void
board_init_hostile(struct board *b)
{
	struct err err;

	name_senders(b);
	if (hostile_window(b, &err) == -1)
		tool_die(&err);
}

static int
failure(const struct board *b, struct err *err)
{
	if (b->failed == FAILED_NHS)
		return err_set(err, STATUS_SYSTEM, "", "no NHS number of the "
		    "test range is left: want fewer people or years");
	return no_memory(err);
}

static void
street_events(struct board *b)
{
	static const struct {
		enum stream stream;
		void (*events)(struct board *b);
	} modules[] = {
		{ STREAM_SOCIAL, social_events },
		{ STREAM_SURVEY, survey_events },
		{ STREAM_POLICE, police_events },
		{ STREAM_HEALTH, health_events },
		{ STREAM_EDUCATION, education_events },
		{ STREAM_JUSTICE, justice_events }
	};
	size_t i;

	for (i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		stream_begin(b, modules[i].stream);
		modules[i].events(b);
	}
	further_events(b);
	persons_street(b);
	truth_street(b);
}

static int
people_make(struct board *b, const char *dir, struct err *err)
{
	struct street *s = tool_need(malloc(sizeof(*s)));
	uint64_t number;

	if (names_new(b) == -1 || truth_new(b, err) == -1 ||
	    sheets_open(b, dir, err) == -1 ||
	    persons_open(b, dir, err) == -1) {
		free(s);
		return -1;
	}
	for (number = 0; b->residents < b->people; number++) {
		b->residents += street_make(b, s, number,
		    b->people - b->residents);
		if (b->failed == 0)
			street_events(b);
		if (b->failed != 0 || stopped != 0 || sheets_failed(b))
			break;
	}
	b->street = NULL;
	free(s);
	if (stopped == 0 && b->failed == 0) {
		board_business(b);
		further_business(b);
	}
	return b->failed != 0 ? failure(b, err) : 0;
}

static int
board_make(struct board *b, const char *dir, struct err *err)
{
	if (!opts.hostile)
		return people_make(b, dir, err);
	if (sheets_open(b, dir, err) == -1)
		return -1;
	return hostile_make(b, dir, err);
}

/* The list of what was made, written when all of it is there. */
struct listing {
	struct listed {
		char name[160];
		size_t rows;
	} *v;
	size_t n, cap;
};

static void
list_add(void *arg, const char *name, size_t rows)
{
	struct listing *list = arg;
	struct listed *v = tool_need(grow(list->v, list->n, &list->cap,
	    sizeof(*v)));

	list->v = v;
	(void)snprintf(v[list->n].name, sizeof(v->name), "%s", name);
	v[list->n++].rows = rows;
}

static void
list_write(struct writer *wr, struct listing *list)
{
	static const char *const columns[] = { "file", "rows" };
	size_t i;

	wr_header(wr, columns, 2);
	for (i = 0; i < list->n; i++) {
		wr_str(wr, list->v[i].name);
		wr_uint(wr, list->v[i].rows);
		wr_end(wr);
	}
	free(list->v);
}

static int
board_close(struct board *b, const char *dir, struct listing *list,
    struct err *err)
{
	if (!opts.hostile && (persons_close(b, err) == -1 ||
	    truth_write(b, dir, err) == -1))
		return -1;
	return sheets_close(b, list_add, list, err);
}

static void
board_free(struct board *b)
{
	persons_abort(b);
	truth_free(b);
	names_free(b);
	free(b->facts);
}

static struct folder folder;

/* However it ends: tool_need and tool_settle do not come back either. */
static void
remove_unfinished(void)
{
	folder_remove(&folder);
}

/* Nothing is left; ends as the signal would. */
static void
stop(struct board *b)
{
	int sig = stopped;

	sheets_abort(b);
	board_free(b);
	remove_unfinished();
	out_unlink_temps();
	(void)signal(sig, SIG_DFL);
	(void)raise(sig);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct tables tables;
	struct board b = { .t = &tables };
	struct listing list = { 0 };
	struct writer *wr;
	struct err err;
	int rc;

	check_options();
	if (tables_read(&tables, run->library, &err) == -1)
		tool_die(&err);
	if (opts.hostile)
		board_init_hostile(&b);
	else
		board_init(&b);
	wr = tool_output();
	signals_set();
	if (folder_make(&folder, opts.out, opts.people * (BYTES_PERSON +
	    BYTES_YEAR * (uint64_t)(b.to - b.from) / 365), &err) == -1)
		tool_die(&err);
	(void)atexit(remove_unfinished);
	rc = board_make(&b, folder.part, &err);
	if (rc == 0 && stopped == 0)
		rc = board_close(&b, folder.part, &list, &err);
	if (stopped != 0)
		stop(&b);
	if (rc == 0) {
		list_write(wr, &list);
		tool_settle();
		rc = folder_finish(&folder, &err);
	}
	if (rc == -1) {
		sheets_abort(&b);
		board_free(&b);
		tool_die(&err);
	}
	board_free(&b);
	tables_free(&tables);
	return tool_finish();
}
