/* SPDX-License-Identifier: MIT */
/*
 * Input in another encoding, read as UTF-8: the same reads as in_read.  For
 * the reader of records alone, and only where the file is not UTF-8: that is
 * read without a copy.
 */
#ifndef LSCB_STREAM_TEXT_H
#define LSCB_STREAM_TEXT_H

#include "encoding.h"
#include "stream.h"

struct text;
/* Over in, which stays the caller's; reads about chunk bytes at a time.  0, or
 * -1 with *err. */
int text_open(struct text **text, struct in *in, enum encoding encoding,
    size_t chunk, struct err *err);
/*
 * As in_read.  A byte order mark or a character that contradicts the encoding
 * is STATUS_DATA [bad-encoding] at its physical line, once all before it was
 * returned.
 */
ssize_t text_read(struct text *text, void *p, size_t n, struct err *err);
void text_close(struct text *text);

#endif
