/* SPDX-License-Identifier: MIT */
/*
 * What a pseudonym looks like: a letter for its kind, the tag of its key, and 22
 * letters of keyed hash, all lower-case base32.  How one is made: token.h.
 */
#ifndef LSCB_PSEUDONYM_H
#define LSCB_PSEUDONYM_H

#include <stdbool.h>
#include <stddef.h>

enum { PSEUDONYM_LEN = 26, TAG_LEN = 3 };

bool base32_ok(char c);
int pseudonym_ok(const char *p, size_t n);

#endif
