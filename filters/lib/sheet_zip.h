/* SPDX-License-Identifier: MIT */
/*
 * The parts of a workbook, which is a zip file: minizip over a descriptor.  One
 * part is open at a time.  A part that is cut, damaged, encrypted, longer than
 * it says, or blown up out of next to nothing is an error, never an early end.
 * For the files of the sheet alone.
 */
#ifndef LSCB_SHEET_ZIP_H
#define LSCB_SHEET_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "err.h"

struct package;
/* fd and name, which is for messages, stay the caller's.  0, or -1. */
int package_open(struct package **pk, int fd, const char *name,
    struct err *err);
/* Is there a part of that name, in any case of its letters? */
bool package_has(struct package *pk, const char *part);
/* Opens a part that is there.  0, or -1 with *err. */
int package_begin(struct package *pk, const char *part, struct err *err);
/* Up to n of its bytes; 0 at a sound end, which closes it; -1 with *err. */
ssize_t package_read(struct package *pk, void *p, size_t n,
    struct err *err);
void package_end(struct package *pk);		/* closes it before its end */
const char *package_name(const struct package *pk);
void package_close(struct package *pk);

/* STATUS_DATA [bad-workbook] for this file and -1: what nobody can mend. */
int package_bad(const struct package *pk, struct err *err,
    const char *what);

#endif
