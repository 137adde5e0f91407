/* SPDX-License-Identifier: MIT */
/*
 * What a value looks like without saying it: a digit is 9, letters in a row
 * are one A (capitals) or one a, blanks and common punctuation stand as they
 * are, all else is a question mark.  31/01/2024 is 99/99/9999, Siân is Aa.  Of
 * long texts it is the shape of the beginning, and "..." behind it.
 */
#ifndef LSCB_PROFILE_SHAPE_H
#define LSCB_PROFILE_SHAPE_H

#include <stddef.h>

enum { SHAPE_MAX = 24, SHAPE_SIZE = SHAPE_MAX + 4 };

/* The shape of n bytes of UTF-8; its length.  No NUL behind it. */
size_t shape_of(const char *p, size_t n, char out[SHAPE_SIZE]);

#endif
