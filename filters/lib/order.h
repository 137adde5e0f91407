/* SPDX-License-Identifier: MIT */
/*
 * Lines in byte order, as LC_ALL=C sort has them, whatever their number.
 *
 * Lines are held up to a bound; what does not fit is sorted and put in one
 * temporary file (in TMPDIR, else /tmp; mode 0600, without a name from the
 * start), and the runs are merged.  Not sort(1): a killed sort leaves its
 * temporary files behind, cannot take keys out of quoted fields, and says
 * what went wrong in its own words.
 *
 * Memory: the bound, or one line, whichever is more.
 */
#ifndef LSCB_ORDER_H
#define LSCB_ORDER_H

#include <stddef.h>

#include "err.h"

enum { ORDER_MIB = 64 };	/* the bound when none is given */

struct order;
/*
 * memory in MiB; 0 = ORDER_MIB.  parts: how many parts the key of each line
 * has, 0 for none.  0, or -1 with *err.
 */
int order_open(struct order **o, size_t memory, size_t parts,
    struct err *err);
/*
 * Adds a line, without its line end.  It is ordered by key, part after part,
 * each of them ended by a NUL, then by itself.  Neither parts nor line contain
 * a NUL.
 */
int order_add(struct order *o, const char *key, size_t key_n,
    const char *line, size_t n, struct err *err);
/*
 * The next line in order: 1, 0 after the last, -1 with *err.  After the first
 * call nothing more can be added.  Borrowed until the next call.
 */
int order_next(struct order *o, const char **line, size_t *n,
    struct err *err);
void order_close(struct order *o);

#endif
