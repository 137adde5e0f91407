/* SPDX-License-Identifier: MIT */
/*
 * A return that is XML, as CSV: the same reads as in_read, for the reader of records
 * alone.  One element is a record, the elements and attributes below it its cells,
 * each by its path; others, such as the school that all of a group go to, stand
 * above it.  A record is a line; where it stands in the file is asked for.
 *
 * What is below a record and no column is a fault of the file, unless such columns
 * are dropped; so is a column that no record has, unless it is optional.
 */
#ifndef LSCB_XML_RETURN_H
#define LSCB_XML_RETURN_H

#include <stdbool.h>
#include <stddef.h>

#include "stream.h"

struct xml_column {
	const char *name;	/* of the column in the CSV */
	const char **paths;	/* any of them; "A/B/@c" below the record,
				 * "/Root/A" above it */
	size_t n_paths;
	char separator;		/* of several elements; 0: there is one */
	bool optional;
};

struct xml_shape {
	const char *record;	/* "Root/Group/Record" */
	struct xml_column *columns;
	size_t n_columns;
	bool drop_extra;	/* what is no column is left out */
};

/* Is a header a path?  "Pupil UPN" is none. */
bool xml_is_path(const char *s);
/* Does a file that begins so look like XML?  Four bytes, or all there are. */
bool xml_begins(const void *p, size_t n);

struct xml_return;
/* shape and in stay the caller's; max_record: bytes.  0, or -1 with *err. */
int xml_return_open(struct xml_return **x, struct in *in,
    const struct xml_shape *shape, size_t max_record, struct err *err);
/* As in_read.  What is wrong is said once all records before it were returned. */
ssize_t xml_return_read(struct xml_return *x, void *p, size_t n,
    struct err *err);
/*
 * Where the next record that was returned begins, in order, each once; *breaks gets
 * the line breaks in it.  true: some of its n cells are not plain, see cells, which
 * are enum cell_kind.
 */
bool xml_return_row(struct xml_return *x, unsigned char *cells, size_t n,
    size_t *line, size_t *breaks);
void xml_return_close(struct xml_return *x);

#endif
