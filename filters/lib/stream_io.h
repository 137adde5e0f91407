/* SPDX-License-Identifier: MIT */
/*
 * read(2) and write(2) as everybody here wants them, and temporary files that have
 * no name.  For what holds descriptors of its own; others use stream.h.
 */
#ifndef LSCB_STREAM_IO_H
#define LSCB_STREAM_IO_H

#include <stddef.h>
#include <sys/types.h>

#include "err.h"

/* Not interrupted: up to n bytes, 0 at the end; -1 with *err, which names name. */
ssize_t stream_read(int fd, const char *name, void *p, size_t n,
    struct err *err);
/* All n bytes: 0, or the errno of what failed; *done bytes were written. */
int stream_write(int fd, const void *p, size_t n, size_t *done);

/*
 * A file in $TMPDIR, else in /tmp, that had a name only for an instant: it is gone
 * with its descriptor.  That, or -1 with *err.
 */
int temp_open(struct err *err);
/* What failed with such a file, by errno; -1.  "cannot write a temporary file". */
int temp_failed(const char *what, struct err *err);

#endif
