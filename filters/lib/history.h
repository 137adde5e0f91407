/* SPDX-License-Identifier: MIT */
/*
 * The columns of the event history: the five that every row has, and those of
 * LIBRARY/history.rec in its order.
 */
#ifndef LSCB_HISTORY_H
#define LSCB_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "err.h"

/* subject, date, end, event, source come first in every history. */
enum { HISTORY_BASE = 5 };

/* The values of a column in order, the lowest first; n 0: it has no order. */
struct scale {
	size_t n;
	const char **v;
};

struct history {
	const char *file;	/* history.rec, for messages */
	const char **names;	/* after the base columns, in order */
	bool *populated;	/* its values are areas that may have one */
	bool *belongs;		/* to the subject: one row says it for all */
	struct scale *scales;
	size_t n;
	struct defs *defs;
	struct arena texts;	/* of the scales */
};

/* 0, or -1 with *err: STATUS_CONFIG. */
int history_read(struct history *h, const char *library, struct err *err);
void history_free(struct history *h);
/* Index in names, or SIZE_MAX. */
size_t history_column(const struct history *h, const char *p, size_t n);

/* The place on the scale, from 0, or SIZE_MAX. */
size_t scale_place(const struct scale *scale, const char *p, size_t n);

#endif
