/* SPDX-License-Identifier: MIT */
/* What the two files of the XML reader share; for them alone.  xml_record.c makes
 * lines of elements, xml_return.c hands them out. */
#ifndef LSCB_XML_RECORD_H
#define LSCB_XML_RECORD_H

#include "buf.h"
#include "rows.h"
#include "xml.h"
#include "xml_return.h"

struct xml_value {
	struct buf text;
	bool set, seen;		/* in this record; in any */
	enum cell_kind kind;
};

/* A cell that stands above the records. */
struct xml_above {
	const char *path;	/* "Root/A", "Root/A/@b" */
	size_t column;
	unsigned common;	/* elements it shares with the record's path: it
				 * holds as long as the last of them is open */
	size_t since;		/* records before it could hold */
	struct buf text;
	bool set;
};

/* What is told of a record besides its line of CSV. */
struct xml_note {
	size_t line, breaks;
	size_t first, n;	/* of marks */
};
struct xml_mark {
	size_t column;
	enum cell_kind kind;
};

enum { PATH_GROUP = -1, PATH_NONE = -2 };	/* else a column */

struct xml_return {
	struct in *in;
	const struct xml_shape *shape;
	size_t max_record;
	struct xml_input input;
	struct xml *file;
	struct err err;
	bool failed, done;

	struct table *paths;	/* below the record, and above it */
	int *is;		/* by path: column or PATH_GROUP */
	size_t n_is, cap_is;
	struct xml_above *above;
	size_t n_above, cap_above;
	size_t parent_n;	/* bytes of the record's parent in its path */
	unsigned record_depth;

	struct buf path;	/* of the element that is open, from the root */
	size_t record_n;	/* bytes of the record's own path; 0: outside */
	unsigned skip;		/* open elements of what is left out */
	bool parent_seen;
	size_t records;		/* so far */
	int open;		/* column whose text is read, or PATH_NONE */
	struct xml_above *open_above;	/* or this; NULL */
	struct buf text;
	struct xml_value *values;	/* by column */
	size_t line, breaks, bytes;	/* of the record */

	struct buf out;		/* lines; out.p[at..whole) is sound and unread */
	size_t at;
	struct xml_note *notes;
	size_t n_notes, cap_notes, note_at;
	struct xml_mark *marks;
	size_t n_marks, cap_marks;
};

/* What is declared, as tables.  0, or -1: no memory. */
int xml_record_prepare(struct xml_return *x);
void xml_record_done(struct xml_return *x);
extern const struct xml_handlers xml_record_handlers;
/* At the end of a sound file: what no record had.  0, or -1 with *err. */
int xml_record_end(struct xml_return *x, struct err *err);

#endif
