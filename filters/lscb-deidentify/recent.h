/* SPDX-License-Identifier: MIT */
/*
 * Keyed hashes given lately.  Equal values come close together (a class, a
 * family, a street), so a fixed table, whatever the number of rows, spares
 * most hashes.  What is found is what was asked for: the whole of the parts
 * is compared, so two that meet in one place only push each other out.
 */
#ifndef LSCB_DEIDENTIFY_RECENT_H
#define LSCB_DEIDENTIFY_RECENT_H

#include "token.h"

struct recent;
/*
 * slots: a power of two; text: bytes remembered in each.  0, or -1: no memory.
 */
int recent_new(struct recent **r, size_t slots, size_t text);
void recent_free(struct recent *r);	/* wipes */
/*
 * Where the text for these parts is: *known when it is there already, else
 * the caller fills it in at once.  Valid until the next call.
 */
char *recent_find(struct recent *r, const struct part *parts, size_t n,
    bool *known);

#endif
