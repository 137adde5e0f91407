/* SPDX-License-Identifier: MIT */
/*
 * Definitions: GNU rec syntax, read strictly.
 *
 *	# a comment
 *	%rec: Column		begins records of type Column
 *
 *	name: child_id
 *	header: Child ID
 *	header: Child Unique ID	(a key may repeat only where its schema says)
 *	note: a long text
 *	+ that goes on		(continuation: joined with a newline)
 *
 * A blank line ends a record.  An unknown key, a repeated key, a missing
 * key, a key without colon: STATUS_CONFIG with file and line, and a near
 * miss where there is one.  BOM and CRLF are accepted.  An empty value is
 * an error: leave the line out.
 */
#ifndef LSCB_DEFS_H
#define LSCB_DEFS_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

enum def_need { DEF_OPTIONAL, DEF_REQUIRED, DEF_REPEATS };

struct def_key {
	const char *name;
	enum def_need need;
};

/* One record type and the keys it may have; a table of these ends {0}. */
struct def_schema {
	const char *type;	/* as after %rec:, e.g. "Column"; "" = a file
				 * whose records have no %rec: */
	const struct def_key *keys;
	size_t n_keys;
};

struct def_field {
	const char *key;
	const char *value;	/* without the blank after the colon */
	size_t line;
};

struct def_record {
	const char *type;
	size_t line;		/* of its first field */
	size_t n;
	const struct def_field *fields;
};

struct defs {
	const char *file;
	size_t n;
	const struct def_record *records;	/* in file order */
};

/*
 * Reads path against schemas (n of them).  The result owns all text; free
 * with defs_free.  A file that cannot be opened is STATUS_CONFIG.
 */
int defs_read(struct defs **defs, const char *path,
    const struct def_schema *schemas, size_t n, struct err *err);
void defs_free(struct defs *defs);

/* Value of a key in a record, or NULL.  Borrowed. */
const char *def_get(const struct def_record *r, const char *key);
/* Line of a key in a record, or the record's own. */
size_t def_line(const struct def_record *r, const char *key);
/* STATUS_CONFIG "bad-definition" at that key's line, column = key. */
int def_err(struct err *err, const struct defs *defs,
    const struct def_record *r, const char *key, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/*
 * A name fit for ids and senders: lower-case letters, digits, hyphens, 64 of
 * them at most.  Never a path.
 */
bool plain_name(const char *s);

/* "yes"/"no" only. 0, or -1 with *err. Absent leaves *out alone. */
int def_yes_no(const struct defs *defs, const struct def_record *r,
    const char *key, bool *out, struct err *err);

/*
 * Where a definition lives: name with a '/' or ending ".rec" is a path, else
 * LIBRARY/kind/name.rec.  Not there: STATUS_CONFIG with a near miss among what
 * is.  Writes the path to out.
 */
int library_find(const char *library, const char *kind, const char *name,
    char *out, size_t size, struct err *err);
/*
 * The names (without .rec) under LIBRARY/kind, sorted; free with
 * library_names_free.
 */
int library_names(const char *library, const char *kind, char ***names,
    size_t *n, struct err *err);
void library_names_free(char **names, size_t n);
/*
 * The library to use: option, else LSCB_LIBRARY, else beside the program:
 * ../share/lscb/library when installed, pipelines/library in a build tree.
 */
int library_dir(const char *option, char *out, size_t size,
    struct err *err);

#endif
