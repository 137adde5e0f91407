/* SPDX-License-Identifier: MIT */
/* Codes of a definition out of the spellings of a column. */
#ifndef LSCB_PROFILE_WORDS_H
#define LSCB_PROFILE_WORDS_H

#include "buf.h"
#include "items.h"

struct word {
	char text[72];		/* canonical */
	bool first;		/* no spelling before it has this word */
};

/*
 * A word for each spelling, in the same order: letters, digits and hyphens,
 * lower-case.  Spellings that differ by case alone share one; others never do,
 * and no word is the spelling of another.  0, or -1: no memory.
 */
int words_make(struct word *words, const struct items *spellings);

#endif
