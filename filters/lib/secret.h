/* SPDX-License-Identifier: MIT */
/*
 * Small files that hold a secret: lines of "name: value", written once, mode
 * 0400, and read only if nobody else could have read or planted them.
 * Whoever reads one wipes the text when done.
 */
#ifndef LSCB_SECRET_H
#define LSCB_SECRET_H

#include <stddef.h>

#include "err.h"

enum { SECRET_MAX = 4096 };

/*
 * The whole file and a NUL.  STATUS_CONFIG: missing, a link, not a plain
 * file, readable by group or others, another user's (not us, not root),
 * longer than SECRET_MAX, a NUL inside.  From here on the process leaves no
 * core.
 */
int secret_read(const char *path, char text[SECRET_MAX + 1],
    struct err *err);
/* Whoever makes a secret calls it first: this process leaves no core. */
void secret_no_core(void);
/* The value of the line "name: ...", *n long; NULL if absent or twice. */
const char *secret_line(const char *text, const char *name, size_t *n);
/* Creates path, mode 0400, whole or not at all, never over another file. */
int secret_write(const char *path, const char *text, size_t n,
    struct err *err);

/* 2n lower-case digits and a NUL. */
void hex(const unsigned char *p, size_t n, char *out);
/* Exactly want bytes from n digits: 0, else -1. */
int unhex(const char *p, size_t n, unsigned char *out, size_t want);

#endif
