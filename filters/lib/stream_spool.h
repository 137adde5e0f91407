/* SPDX-License-Identifier: MIT */
/* A pipe as a file: for in_whole of stream.c alone. */
#ifndef LSCB_STREAM_SPOOL_H
#define LSCB_STREAM_SPOOL_H

#include <stddef.h>

#include "err.h"

/*
 * Copies the n bytes at first and all that can be read from fd, called name, to a
 * temporary file in $TMPDIR that has no name and is gone with its descriptor:
 * that, or -1 with *err.
 */
int stream_spool(int fd, const char *name, const void *first, size_t n,
    struct err *err);

#endif
