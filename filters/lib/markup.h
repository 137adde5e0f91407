/* SPDX-License-Identifier: MIT */
/*
 * Text on its way into a page: whatever would be taken for markup is escaped,
 * wherever the text comes from.  0, or -1 when memory ran out.
 */
#ifndef LSCB_MARKUP_H
#define LSCB_MARKUP_H

#include "buf.h"

/* & < > " ' as character references. */
int html_escape(struct buf *b, const char *s);
/* GitHub Markdown, on one line: a line break becomes a blank. */
int markdown_escape(struct buf *b, const char *s);

#endif
