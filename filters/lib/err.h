/* SPDX-License-Identifier: MIT */
/*
 * One failure, told so that an officer knows what to do next: an exit
 * status, the place (file, physical line, column), a stable reason code and
 * a sentence.  A message never holds a value from the data: cron mails it.
 *
 * The core fills a struct err and returns; only tool.c and tool_options.c print or
 * exit.
 */
#ifndef LSCB_ERR_H
#define LSCB_ERR_H

#include <stdbool.h>
#include <stddef.h>

/* Exit statuses: sysexits(3), and 1 for "the answer is no". */
enum status {
	STATUS_OK = 0,
	STATUS_NO = 1,		/* a check that ran and failed */
	STATUS_USAGE = 64,	/* command line */
	STATUS_DATA = 65,	/* malformed data */
	STATUS_NOINPUT = 66,	/* an input that cannot be opened */
	STATUS_INTERNAL = 70,	/* our bug */
	STATUS_SYSTEM = 71,	/* memory, operating system */
	STATUS_CANTCREATE = 73,	/* an output that cannot be created */
	STATUS_IO = 74,		/* read or write failed, disk full */
	STATUS_TEMPFAIL = 75,	/* try again later */
	STATUS_CONFIG = 78	/* definition, configuration or key */
};

struct err {
	int status;		/* enum status; 0 while nothing failed */
	size_t line;		/* physical line, from 1; 0 = no line */
	char file[512];		/* "" = no file; "-" is shown as (stdin) */
	char column[96];	/* "" = no column */
	char code[40];		/* stable reason code, e.g. bad-date */
	char text[512];		/* what is wrong, what was wanted */
};

/*
 * Fills *err (clearing any earlier place) and returns -1, so that a caller
 * can write "return err_set(...)".  code may be "" where the status says it
 * all.  fmt must never be given a value from the data.
 */
int err_set(struct err *err, enum status status, const char *code,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* err_set for a failed system call: appends strerror(errnum). */
int err_sys(struct err *err, enum status status, int errnum,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Adds the place to a failure.  file and column may be NULL (unchanged). */
int err_at(struct err *err, const char *file, size_t line,
    const char *column);

/*
 * For what a definition is read with: a file that is not there or not right is
 * STATUS_CONFIG, but a disk or memory that failed is no slip of the officer's.
 * Returns -1.
 */
int err_definition(struct err *err);

/*
 * The whole message without the program's name, as
 * "police.csv:17: dob: not a date, want DD/MM/YYYY [bad-date]".
 * Truncates to size; always ends with NUL.
 */
void err_format(const struct err *err, char *out, size_t size);

/*
 * The candidate nearest to name by edits (Damerau-Levenshtein, at most a
 * third of its length and never more than 3), or NULL.  Borrowed.
 */
const char *near_miss(const char *name, const char *const *candidates,
    size_t n);

#endif
