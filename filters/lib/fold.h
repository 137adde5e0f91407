/* SPDX-License-Identifier: MIT */
/*
 * Text in normal form, through libutf8proc.  Text that is plain ASCII takes
 * a path of its own and is never copied by the library.
 */
#ifndef LSCB_FOLD_H
#define LSCB_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * Unicode normal form C.  1: *out holds the changed text; 0: it was in
 * that form already, out is not touched; -1: not UTF-8 or no memory.
 */
int fold_nfc(const char *p, size_t n, struct buf *out);

/* Is there nothing in this UTF-8 that anybody could see? */
bool fold_is_invisible(const char *p, size_t n);

/*
 * What two spellings of one name share: letters and digits only, case
 * folded, marks removed, so that SIAN, Siân (composed or not) and Si-an
 * are one, and O'Neill is ONEILL.  Replaces what out held.  0, or -1.
 */
int fold_name(const char *p, size_t n, struct buf *out);

/*
 * The same for a house, but that digits which stood apart stay apart, by one
 * blank: "Flat 1, 12" is not "Flat 11, 2", and 1/12 is not 112.
 */
int fold_house(const char *p, size_t n, struct buf *out);

#endif
