/* SPDX-License-Identifier: MIT */
/* Reading from inside: read.c makes batches of rows, people.c takes them. */
#ifndef LSCB_LINK_READ_H
#define LSCB_LINK_READ_H

#include "link.h"

enum { BATCH = 4096 };

struct batch {
	size_t n;
	struct row {
		struct record record;	/* its identity is not yet known */
		uint64_t t[TOK_COUNT];
	} rows[BATCH];
};

/* people.c: 0, or -1: no memory. */
int people_add(struct people *people, const struct batch *batch);
/* All in order, once all are added; ends the filter for a record that comes twice. */
void people_sort(struct people *people);

#endif
