/* SPDX-License-Identifier: MIT */
/* See err.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "err.h"

static int
set_v(struct err *err, enum status status, const char *code, const char *fmt,
    va_list ap)
{
	err->status = (int)status;
	err->line = 0;
	err->file[0] = '\0';
	err->column[0] = '\0';
	snprintf(err->code, sizeof(err->code), "%s", code);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	return -1;
}

int
err_set(struct err *err, enum status status, const char *code,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_v(err, status, code, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_sys(struct err *err, enum status status, int errnum,
    const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	set_v(err, status, "", fmt, ap);
	va_end(ap);
	n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, ": %s",
	    strerror(errnum));
	return -1;
}

int
err_at(struct err *err, const char *file, size_t line, const char *column)
{
	if (file != NULL)
		snprintf(err->file, sizeof(err->file), "%s",
		    strcmp(file, "-") == 0 ? "(stdin)" : file);
	if (line != 0)
		err->line = line;
	if (column != NULL)
		snprintf(err->column, sizeof(err->column), "%s", column);
	return -1;
}

int
err_definition(struct err *err)
{
	if (err->status != STATUS_SYSTEM && err->status != STATUS_IO &&
	    err->status != STATUS_USAGE)
		err->status = STATUS_CONFIG;
	return -1;
}

/*
 * File names and column names come from outside: a control byte in one
 * must not reach a terminal or split a log line.
 */
static void
printable(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
}

void
err_format(const struct err *err, char *out, size_t size)
{
	char line[32] = "";
	char code[sizeof(err->code) + 4] = "";

	if (err->line != 0)
		snprintf(line, sizeof(line), ":%zu", err->line);
	if (err->code[0] != '\0')
		snprintf(code, sizeof(code), " [%s]", err->code);
	snprintf(out, size, "%s%s%s%s%s%s%s", err->file,
	    err->file[0] != '\0' ? line : "",
	    err->file[0] != '\0' ? ": " : "",
	    err->column, err->column[0] != '\0' ? ": " : "",
	    err->text, code);
	printable(out);
}

enum { NEAR_MAX = 96 };	/* longer names get no suggestion */

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static size_t
min2(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Damerau-Levenshtein distance (optimal string alignment), case folded. */
static size_t
edits(const char *a, size_t an, const char *b, size_t bn)
{
	size_t d[3][NEAR_MAX + 1];
	size_t *before = d[0], *last = d[1], *now = d[2], *t;
	size_t i, j, cost;

	memset(d, 0, sizeof(d));
	for (j = 0; j <= bn; j++)
		last[j] = j;
	for (i = 1; i <= an; i++) {
		now[0] = i;
		for (j = 1; j <= bn; j++) {
			cost = fold(a[i - 1]) != fold(b[j - 1]);
			now[j] = min2(min2(last[j] + 1, now[j - 1] + 1),
			    last[j - 1] + cost);
			if (i > 1 && j > 1 &&
			    fold(a[i - 1]) == fold(b[j - 2]) &&
			    fold(a[i - 2]) == fold(b[j - 1]))
				now[j] = min2(now[j], before[j - 2] + 1);
		}
		t = before;
		before = last;
		last = now;
		now = t;
	}
	return last[bn];
}

const char *
near_miss(const char *name, const char *const *candidates, size_t n)
{
	const char *best = NULL;
	size_t best_edits, e, i, len = strlen(name), other;

	if (len == 0 || len > NEAR_MAX)
		return NULL;
	best_edits = min2(len < 6 ? 1 : len / 3, 3) + 1;
	for (i = 0; i < n; i++) {
		other = strlen(candidates[i]);
		if (other == 0 || other > NEAR_MAX)
			continue;
		e = edits(name, len, candidates[i], other);
		if (e < best_edits && e < other) {
			best_edits = e;
			best = candidates[i];
		}
	}
	return best;
}
