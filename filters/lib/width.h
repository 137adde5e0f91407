/* SPDX-License-Identifier: MIT */
/*
 * How many columns text takes on a terminal, and lines that fit.  Enough for
 * the languages of the report: every character is one column, combining
 * marks none, East Asian wide forms and emoji two.
 */
#ifndef LSCB_WIDTH_H
#define LSCB_WIDTH_H

#include <stddef.h>

#include "buf.h"

size_t width_of(const char *s);
/*
 * Appends s broken at blanks into lines of at most columns, the first
 * beginning at column `at` (already written), the others after `indent`
 * blanks.  A word that fits nowhere gets a line of its own.  No final newline.
 * 0, or -1 when memory ran out.
 */
int wrap(struct buf *b, const char *s, size_t at, size_t indent,
    size_t columns);
int blanks(struct buf *b, size_t n);

#endif
