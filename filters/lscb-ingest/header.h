/* SPDX-License-Identifier: MIT */
/*
 * The header of an extract bound to its definition: which field holds which
 * column, and all that is wrong with it.
 */
#ifndef LSCB_INGEST_HEADER_H
#define LSCB_INGEST_HEADER_H

#include "extract.h"
#include "rows.h"

/* Reasons that were found, with their places; owned. */
struct notes {
	struct err *items;
	size_t n, cap;
};
/* Adds a copy; 0, or -1: no memory. */
int notes_add(struct notes *notes, const struct err *err);
/* The one at `from` speaks, into *err; that there are more is said too.  -1. */
int first_problem(const struct notes *notes, size_t from, struct err *err);
/*
 * Does a byte order mark stand before this row, where files were joined?  Then it
 * would be a part of its first value; *why says so.
 */
bool row_has_mark(const struct rec *rec, struct err *why);

struct binding {
	size_t *at;		/* column -> field; n_fields: not in the file,
				 * where an empty field stands in */
	size_t n_fields;
	size_t *blank;		/* fields without a name, to be blank */
	size_t n_blank;
	size_t n_extra, n_absent;	/* columns left out; not there */
};

/*
 * Finds every column of the definition in the header of rd.  0, or -1 with
 * *err (STATUS_DATA): a column that is missing, there twice, or unknown.  All
 * that is wrong is added to *problems, which *err is the first of.
 * header_done frees b whatever came.
 */
int header_bind(struct binding *b, const struct extract *x,
    const struct reader *rd, struct notes *problems, struct err *err);
void header_done(struct binding *b);

#endif
