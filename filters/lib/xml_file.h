/* SPDX-License-Identifier: MIT */
/*
 * XML read by expat in pieces, strictly: elements by their local names, each with
 * its depth.  A document type, which could name other files or blow up, elements
 * nested beyond reason and markup that never ends are refused.  Bytes come from a
 * function of the caller's.
 */
#ifndef LSCB_XML_FILE_H
#define LSCB_XML_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "err.h"

struct xml_file;

/* Each is given arg; the root has depth 1.  text may be NULL. */
struct xml_events {
	void (*start)(struct xml_file *x, void *arg, const char *name,
	    const char **attributes, unsigned depth);
	void (*end)(struct xml_file *x, void *arg, const char *name,
	    unsigned depth);
	void (*text)(struct xml_file *x, void *arg, const char *p, size_t n);
	/* As in_read; an error of its own ends the reading. */
	ssize_t (*read)(void *arg, void *p, size_t n, struct err *err);
};

/* name: of the file, for messages; borrowed.  0, or -1 with *err. */
int xml_file_open(struct xml_file **x, const char *name,
    const struct xml_events *events, void *arg, struct err *err);
/* Reads on: 1, 0 at a sound end, -1 with *err. */
int xml_file_step(struct xml_file *x, struct err *err);
void xml_file_close(struct xml_file *x);

/* For the events. */
/* The physical line at hand, from 1. */
size_t xml_file_line(const struct xml_file *x);
/* Nothing more is read: xml_file_step fails with this, STATUS_DATA, at this line. */
void xml_file_bad(struct xml_file *x, const char *code, const char *text);
void xml_file_no_memory(struct xml_file *x);

#endif
