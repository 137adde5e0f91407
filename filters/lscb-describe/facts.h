/* SPDX-License-Identifier: MIT */
/*
 * All that a definition says of an indicator, as labelled texts in the order in
 * which an officer asks for them: facts.c finds the words, page.c lays them out.
 */
#ifndef LSCB_DESCRIBE_FACTS_H
#define LSCB_DESCRIBE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "indicator.h"
#include "needs.h"
#include "words.h"

struct fact {
	const char *label, *text;
	bool code;		/* written for the machine */
	bool english;		/* on a page in Welsh */
};

struct section {
	const char *title;
	struct fact *facts;
	size_t n, cap;
};

enum { MAX_SECTIONS = 8 };

struct description {
	const char *id;
	const char *title;	/* with its reference */
	bool english;		/* that, on a page in Welsh */
	struct section sections[MAX_SECTIONS];	/* the first has no title */
	size_t n;
	bool no_memory;
};

/*
 * pair: the indicator that this one is read with, or NULL where the library does
 * not hold it.  Texts are borrowed from all four.  Memory that runs out is seen in
 * no_memory and words_check.
 */
void describe(struct description *d, struct words *w,
    const struct indicator *ind, const struct indicator *pair,
    const struct needs *needs);
void description_free(struct description *d);

enum format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML };

/* Appends a page of n descriptions; 0, or -1: no memory. */
int page_write(struct buf *b, enum format format, struct words *w,
    const struct description *d, size_t n);

#endif
