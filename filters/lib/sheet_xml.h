/* SPDX-License-Identifier: MIT */
/*
 * One XML part of a workbook, read by expat in pieces: elements by their local
 * names, so that the transitional and the strict namespaces read alike, each with
 * its depth.  A document type, which could name other files or blow up, elements
 * nested beyond reason and markup that never ends are refused.  For the files of
 * the sheet alone.
 */
#ifndef LSCB_SHEET_XML_H
#define LSCB_SHEET_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "sheet_zip.h"

struct xml;

/*
 * Each is given arg; the root has depth 1.  text and skip may be NULL.
 *
 * skip is asked at each place inside an element of depth 2 where the bytes "<row"
 * come next: how many of these n bytes are elements, whole and sound, that it has
 * read itself, so that expat need not.  0: none; *more: not by these bytes alone.
 */
struct xml_handlers {
	void (*start)(struct xml *x, void *arg, const char *name,
	    const char **attributes, unsigned depth);
	void (*end)(struct xml *x, void *arg, const char *name,
	    unsigned depth);
	void (*text)(struct xml *x, void *arg, const char *p, size_t n);
	size_t (*skip)(void *arg, const char *p, size_t n, bool *more);
};

int xml_open(struct xml **x, struct package *pk, const char *part,
    const struct xml_handlers *h, void *arg, struct err *err);
/* Reads on: 1, 0 at a sound end, -1 with *err. */
int xml_step(struct xml *x, struct err *err);
void xml_close(struct xml *x);
/* All of a part.  0, or -1 with *err. */
int xml_all(struct package *pk, const char *part,
    const struct xml_handlers *h, void *arg, struct err *err);

/* For handlers. */
/* Nothing more is read; xml_step fails with what is put there first. */
struct err *xml_fail(struct xml *x);
void xml_bad(struct xml *x, const char *what);	/* as package_bad */
void xml_no_memory(struct xml *x);
/* xml_step returns soon and goes on from here when it is called again. */
void xml_pause(struct xml *x);
/* The value of an attribute without a namespace; or NULL. */
const char *xml_attribute(const char **attributes, const char *name);
/* "1" or "true". */
bool xml_true(const char *value);

#endif
