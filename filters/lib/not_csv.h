/* SPDX-License-Identifier: MIT */
/*
 * What people send instead of a text file, by how it begins: they are better
 * told what to do than that some byte does not fit.
 */
#ifndef LSCB_NOT_CSV_H
#define LSCB_NOT_CSV_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a file is that begins with these n bytes and what to do about it, in
 * half a sentence; NULL when it is none of what is known here.  Then *undecided
 * says that it may be one yet: more bytes are wanted, if there are any.
 */
const char *not_csv(const char *p, size_t n, bool *undecided);

#endif
