/* SPDX-License-Identifier: MIT */
/*
 * XML read by expat in pieces, strictly: elements by their local names, each with
 * its depth.  A document type, which could name other files or blow up, elements
 * nested beyond reason and markup that never ends are refused.  For parts of
 * workbooks (sheet_xml.c) and returns (xml_return.c), who say where the bytes come
 * from and what is wrong in their words.
 */
#ifndef LSCB_XML_H
#define LSCB_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "err.h"

struct xml;

/* What is wrong with XML, whoever wrote it. */
enum xml_fault { XML_MALFORMED, XML_EMPTY, XML_CUT, XML_MISMATCH, XML_JUNK,
	XML_ENCODING, XML_DOCTYPE, XML_DEEP, XML_ENDLESS, XML_FAULTS };

struct xml_input {
	void *arg;
	/* As in_read. */
	ssize_t (*read)(void *arg, void *p, size_t n, struct err *err);
	/* Says so, at a physical line from 1; -1. */
	int (*bad)(void *arg, enum xml_fault fault, size_t line,
	    struct err *err);
};

/*
 * Each is given arg; the root has depth 1.  text and skip may be NULL.
 *
 * skip is asked at each place inside an element of depth 2 where the bytes "<row"
 * begin a tag: how many of these n bytes are elements, whole and sound, that it has
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

/* 0, or -1 with *err: memory. */
int xml_open(struct xml **x, const struct xml_input *input,
    const struct xml_handlers *h, void *arg, struct err *err);
/* Reads on: 1, 0 at a sound end, -1 with *err. */
int xml_step(struct xml *x, struct err *err);
void xml_close(struct xml *x);

/* For handlers. */
/* Nothing more is read; xml_step fails with what is put there first. */
struct err *xml_fail(struct xml *x);
void xml_no_memory(struct xml *x);
/* xml_step returns soon and goes on from here when it is called again. */
void xml_pause(struct xml *x);
/* The physical line at hand, from 1; skipped elements are not counted. */
size_t xml_line(const struct xml *x);
/* arg of the input. */
void *xml_source(const struct xml *x);

#endif
