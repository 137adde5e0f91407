/* SPDX-License-Identifier: MIT */
/*
 * A first definition of a file that nobody has described.  draft.c reads the
 * file, draft_write.c writes what was guessed.  All of it is to be confirmed:
 * no role is guessed but as a comment, so that lscb-deidentify stops.
 */
#ifndef LSCB_PROFILE_DRAFT_H
#define LSCB_PROFILE_DRAFT_H

#include "guess.h"
#include "sniff.h"
#include "tool.h"

struct draft {
	char *path;		/* of the run */
	const char *name_of_sheet;	/* --sheet, or NULL */
	struct arena arena;	/* owns the headers */
	struct sniff sniff;
	struct guess *columns;
	size_t n;
	uint64_t rows, blank_rows, ragged_rows;
	size_t mask;
};

/*
 * Writes a definition of the one file of the run, or dies; sheet: of a workbook,
 * or NULL.
 */
void draft_file(struct tool_run *tr, const char *sheet, size_t mask);
void draft_write(const struct draft *d, struct writer *wr);

#endif
