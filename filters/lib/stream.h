/* SPDX-License-Identifier: MIT */
/*
 * Bytes in and out.  Callers never know whether input was plain, gzip (by
 * magic bytes) or standard input, nor how output is made safe.
 *
 * In: EINTR retried, short reads continued; a truncated gzip, a bad CRC, or
 * bytes after the last gzip member are errors, never an early end.
 * Out: EINTR retried, short writes finished, errors stick and are reported
 * by out_close; a named file is written beside its final name, fsynced and
 * renamed, so that it is there whole or not at all.
 */
#ifndef LSCB_STREAM_H
#define LSCB_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "err.h"

#ifndef STREAM_BYTES
#define STREAM_BYTES (256 * 1024)	/* make fuzz says fewer: it is faster */
#endif
enum { STREAM_CHUNK = STREAM_BYTES };	/* per read and per write */

struct in;
/*
 * Opens path; NULL or "-" is standard input.  A directory, a missing or an
 * unreadable file is STATUS_NOINPUT.  0, or -1 with *err.
 */
int in_open(struct in **in, const char *path, struct err *err);
/* Up to n bytes; 0 at a sound end; -1 with *err.  Blocks for at least 1. */
ssize_t in_read(struct in *in, void *p, size_t n, struct err *err);
/*
 * The first bytes, up to n of them, IN_PEEK at most, and unpacked; before any in_read,
 * which then begins with them.  How many, or -1 with *err.
 */
enum { IN_PEEK = 8 };
ssize_t in_peek(struct in *in, void *p, size_t n, struct err *err);
/*
 * Does the file begin with these n bytes?  Before any in_read, which then begins
 * with them.  1, 0 (always of gzip), -1 with *err.
 */
int in_begins(struct in *in, const void *p, size_t n, struct err *err);
/*
 * After in_begins, instead of in_read: a descriptor for pread of all bytes of the
 * file.  What has no end to seek from, such as a pipe, is first copied to a
 * temporary file that has no name.  It stays in's.  -1 with *err.
 */
int in_whole(struct in *in, struct err *err);
/*
 * All of a file, appended to b.  More than max bytes are STATUS_DATA
 * [too-large].  0, or -1 with *err.
 */
struct buf;
int in_read_all(struct buf *b, const char *path, size_t max, struct err *err);
/*
 * Asks about every file that is opened for reading from now on, also elsewhere than
 * here (by in_ask); false refuses it.  NULL: nobody is asked.
 */
struct stat;
void in_watch(bool (*may_read)(const struct stat *st));
/* Asks about a file that was opened by other means.  0, or -1 with *err. */
int in_ask(const char *path, const struct stat *st, struct err *err);
/* The name for messages: the path, or "(stdin)". */
const char *in_name(const struct in *in);
void in_close(struct in *in);

enum out_mode { OUT_PUBLIC = 0644, OUT_PRIVATE = 0600 };

struct out;
/*
 * Opens path for writing; NULL or "-" is standard output.  A file is
 * created with the given mode (less the umask) under a temporary name.
 */
int out_open(struct out **out, const char *path, enum out_mode mode,
    struct err *err);
/* Appends to the record in progress.  Errors stick. */
void out_write(struct out *out, const void *p, size_t n);
void out_putc(struct out *out, char c);
/*
 * The same without a copy: room for n bytes behind the record in progress, to
 * be filled and then claimed with out_took.  NULL once a write failed.
 */
char *out_room(struct out *out, size_t n);
void out_took(struct out *out, size_t n);
/*
 * Ends a record: everything so far may now be written.  What an abort finds
 * behind the last out_commit is dropped, so half a record never leaves.
 */
void out_commit(struct out *out);
/* True once a write failed: a long loop may stop early. */
bool out_failed(const struct out *out);
/* Pushes committed bytes to the descriptor now (interactive use). */
void out_flush(struct out *out);
/*
 * Commits and writes everything, and fsyncs a file, but does not rename it yet:
 * of several outputs none is put in place before all are sure to be whole.
 * Afterwards only out_close or out_abort.  0, or -1 as out_close.
 */
int out_settle(struct out *out, struct err *err);
/*
 * Commits, writes everything, and for a file fsyncs and renames it into place.
 * Frees out.  0, or -1 with the first error (STATUS_IO).
 */
int out_close(struct out *out, struct err *err);
/*
 * Gives up: a file disappears.  If stream is true and a record has been
 * committed, standard output gets a last line that is one lone double
 * quote, which every strict reader refuses.  Frees out.
 */
void out_abort(struct out *out, bool stream);
/* Removes every temporary file that is open; safe in a signal handler. */
void out_unlink_temps(void);

#endif
