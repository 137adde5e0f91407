/* SPDX-License-Identifier: MIT */
/*
 * How a file that nobody has described is written: encoding, delimiter, lines
 * before the header.  Guesses, to be confirmed by somebody.
 */
#ifndef LSCB_PROFILE_SNIFF_H
#define LSCB_PROFILE_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "encoding.h"
#include "err.h"

struct sniff {
	bool sheet;		/* a workbook: then of the rest preamble,
				 * records, alike and fields alone */
	enum encoding encoding;
	const char *encoding_why;	/* what was seen of it */
	char delimiter;
	size_t preamble;	/* physical lines before the header */
	size_t records, alike;	/* looked at; with as many fields as most */
	size_t fields;		/* which is how many */
};

/*
 * Reads all of the file once for its encoding (what is not UTF-8 may begin at
 * the end), then its beginning for the rest.  0, or -1 with *err.
 */
int sniff_file(struct sniff *s, const char *path, struct err *err);
/*
 * The pure part: delimiter and preamble of a text of n bytes; whole: it is all
 * of the file, so its last line counts.
 */
void sniff_text(struct sniff *s, const char *p, size_t n, bool whole);

/*
 * The same of a sheet, if the file is a workbook: 1, 0 when it is none, -1.
 * Without a name nothing but that is found out.
 */
int sniff_sheet(struct sniff *s, const char *path, const char *sheet,
    struct err *err);
/*
 * The record at p: its fields, *blank whether it has no byte but its line end.
 * Returns what follows it; NULL when it does not end.
 */
const char *sniff_record(const char *p, const char *end, char delimiter,
    size_t *fields, bool *blank);

#endif
