/* SPDX-License-Identifier: MIT */
/*
 * The only layer that prints or exits: options, help, messages, exit status,
 * the run of a filter from start to close.
 *
 * A filter is: a struct opts, a table of tool_options that point into it,
 * a struct tool, and a main that reads
 *
 *	tool_start(&tool, argc, argv);
 *	... open, run, with struct err; on failure tool_die(&err) ...
 *	return tool_finish(writer);
 */
#ifndef LSCB_TOOL_H
#define LSCB_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "date.h"
#include "err.h"
#include "reject.h"
#include "rows.h"
#include "stats.h"

enum tool_kind {
	OPT_FLAG,	/* bool * */
	OPT_TEXT,	/* const char ** */
	OPT_LIST,	/* struct tool_list *: may be given again */
	OPT_SIZE,	/* size_t *: decimal */
	OPT_DATE,	/* date *: YYYY-MM-DD */
	OPT_CHAR	/* char *: one byte, or tab, blank, \t */
};

struct tool_list {
	const char **items;
	size_t n;
};

struct tool_option {
	char letter;		/* 0 = long only */
	const char *name;	/* long name; NULL = letter only */
	enum tool_kind kind;
	void *target;
	const char *metavar;	/* "FILE"; NULL for a flag */
	const char *help;	/* one line */
};

/* Options every filter has come by themselves: --help --version --quiet
 * --stats -o; these flags add the shared ones. */
enum {
	TOOL_REJECTS = 1,	/* --rejects --max-rejects */
	TOOL_LIBRARY = 2,	/* --library */
	TOOL_NO_FILES = 4	/* takes no FILE operands */
};

struct tool {
	const char *name;	/* "lscb-sort" */
	const char *summary;	/* one line */
	const char *synopsis;	/* "[-c COLUMN] [FILE...]", without common
				 * options */
	const char *examples;	/* up to three lines, shown first */
	const struct tool_option *options;	/* ends {0} */
	unsigned flags;
	enum out_mode mode;	/* of -o FILE; 0 = OUT_PUBLIC */
	size_t n_words;		/* operands that stand before the files and are
				 * none */
};

/* What tool_start found; one per process. */
struct tool_run {
	const char *name;
	char **words;		/* as many as the tool has, or fewer */
	size_t n_words;
	char **files;
	size_t n_files;
	const char *output;	/* -o, or NULL */
	const char *in_place;	/* the filter's: rows that are no operand, which
				 * -o may take the place of; or NULL */
	const char *library;	/* resolved when TOOL_LIBRARY, else NULL */
	bool quiet;
	struct stats *stats;
	struct rejects *rejects;	/* always there; without --rejects it
					 * stops at the first bad row */
	struct writer *writer;	/* set by tool_output */
	void (*at_end)(void);	/* the filter's: called once before outputs are
				 * closed or given up, to fill those kept */
};

/*
 * Parses the command line, answers --help and --version, complains (64) with a
 * near miss, sets up signals and umask, opens the quarantine.
 */
struct tool_run *tool_start(const struct tool *tool, int argc, char **argv);
/* Opens the output (-o or stdout) as a record writer. */
struct writer *tool_output(void);
/* A further output file, closed or aborted with the first one. */
struct writer *tool_output_also(const char *path, enum out_mode mode);
/* The same for one that says what was wrong: it is kept when the run fails. */
struct writer *tool_output_kept(const char *path, enum out_mode mode);
/* The next sound record of rd, or NULL at the end; dies on the rest. */
const struct rec *tool_next(struct reader *rd);
/*
 * A stream put behind another says its header again: that is nobody's row.  True
 * when it is one; it has been rejected then.
 */
bool tool_is_header(const struct reader *rd, const struct rec *rec);
/* Sends a row to quarantine, or dies. */
void tool_reject(const struct rec *rec, const char *column, const char *code,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Aborts the output, prints the message, exits with err->status. */
_Noreturn void tool_die(const struct err *err);
/* Prints the message of what does not end the run, but will have its say in the exit
 * status. */
void tool_tell(const struct err *err);
/* tool_die for what is wrong in words, at a place; file and column may be NULL. */
_Noreturn void tool_refuse(enum status status, const char *file, size_t line,
    const char *column, const char *code, const char *text);
/* tool_die for a bad command line, with a pointer to --help. */
_Noreturn void tool_usage(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));
/* Dies with status 71 when p is NULL; returns p. */
void *tool_need(void *p);
/*
 * Writes everything, with stats, and sees that it is written, but puts no file
 * in its place yet; dies when it cannot.  For a filter that has more to put in
 * place, between this and tool_finish.
 */
void tool_settle(void);
/* That, if it is not done, and puts all files in place; the exit status. */
int tool_finish(void);

#endif
