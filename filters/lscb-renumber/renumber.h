/* SPDX-License-Identifier: MIT */
/* What the files of lscb-renumber share. */
#ifndef LSCB_RENUMBER_H
#define LSCB_RENUMBER_H

#include "rows.h"

/*
 * Are two token files, made of one extract under two keys, of the same rows in the
 * same order?  Where one has a token so has the other, and equal tokens are equal in
 * both.
 */
struct twins;
struct twins *twins_new(void);	/* NULL: no memory */
void twins_free(struct twins *t);
/* 1, 0 when the rows cannot be one, -1: no memory.  skip: the column of the record. */
int twins_same(struct twins *t, const struct rec *a, const struct rec *b,
    size_t skip);

#endif
