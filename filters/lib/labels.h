/* SPDX-License-Identifier: MIT */
/*
 * Every fixed word that readers see, from LIBRARY/labels.rec: records of an id,
 * the English and the Welsh.  Names in braces are filled in by whoever says it.
 * Texts live until labels_close.
 */
#ifndef LSCB_LABELS_H
#define LSCB_LABELS_H

#include <stdarg.h>
#include <stdbool.h>

#include "buf.h"
#include "err.h"

struct labels;

/* 0, or -1 with *err (STATUS_CONFIG with file and line). */
int labels_open(struct labels **l, const char *library, struct err *err);
void labels_close(struct labels *l);
/* The words of that id as they are written, or NULL. */
const char *labels_find(const struct labels *l, bool welsh, const char *id);
/*
 * The words of that id, each {name} in them replaced by the value that follows
 * the name in the arguments, which end with NULL: appends to out.  A label that
 * is not there, or a name that nobody fills in, is kept: see labels_missing.
 * 0, or -1 when memory ran out.
 */
int labels_say(struct labels *l, bool welsh, struct buf *out, const char *id,
    ...) __attribute__((sentinel));
int labels_vsay(struct labels *l, bool welsh, struct buf *out, const char *id,
    va_list ap);
/*
 * The first that was not there, as STATUS_CONFIG; status 0 when all were.  To be
 * asked before anything is written.
 */
const struct err *labels_missing(const struct labels *l);

#endif
