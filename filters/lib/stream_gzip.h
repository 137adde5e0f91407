/* SPDX-License-Identifier: MIT */
/*
 * gzip input, inflated ahead by a thread of its own: inflating takes about as
 * long as what a filter does with the rows.  For stream.c alone.
 */
#ifndef LSCB_STREAM_GZIP_H
#define LSCB_STREAM_GZIP_H

#include <stddef.h>
#include <sys/types.h>

#include "err.h"

struct gunzip;
/*
 * Goes on where n bytes at p were read of fd; takes over p, which was got from
 * malloc and has room for STREAM_CHUNK.  name is borrowed.  0, or -1 with *err
 * when memory ran out: then p is still the caller's.
 */
int gunzip_open(struct gunzip **g, int fd, const char *name,
    unsigned char *p, size_t n, struct err *err);
/* As in_read. */
ssize_t gunzip_read(struct gunzip *g, void *p, size_t n, struct err *err);
/* Before fd is closed. */
void gunzip_close(struct gunzip *g);

#endif
