/* SPDX-License-Identifier: MIT */
/*
 * The fixed words that readers see, from LIBRARY/labels.rec: records of an id,
 * the English and the Welsh.  Names in braces are filled in.
 */
#ifndef LSCB_WORDS_H
#define LSCB_WORDS_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"

struct words;
/* 0, or -1 with *err: labels.rec is not there or not right. */
int words_read(struct words **w, const char *library, bool welsh,
    struct err *err);
void words_free(struct words *w);
/*
 * Appends the text of that id.  Behind it come pairs of a name and what it is
 * filled in with, then NULL.  0, or -1 with *err: no such id, a name nobody
 * fills in, no memory.
 */
int words_say(const struct words *w, struct buf *b, struct err *err,
    const char *id, ...);

#endif
