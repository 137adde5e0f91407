/* SPDX-License-Identifier: MIT */
/*
 * One value of a typed column: from what stands in a file to its canonical
 * form, or the reason why it cannot be trusted.  No allocation per value but
 * for text that has to be brought to Unicode normal form.
 */
#ifndef LSCB_VALUE_H
#define LSCB_VALUE_H

#include "buf.h"
#include "date.h"
#include "err.h"
#include "extract.h"
#include "rows.h"

/* What was changed, as declared; bits. */
enum { REPAIR_UNKNOWN = 1, REPAIR_BLANKS = 2, REPAIR_FORM = 4 };

struct value {
	const char *p;		/* canonical; borrowed until the next read */
	size_t n;
	const char *symbol;	/* type count: the word, or "" */
	date date;		/* type date, else DATE_NONE */
	unsigned repairs;
	bool doubtful;		/* severity query: kept, to be counted */
};

/* How one column is read: made once, used for every row. */
struct value_reader {
	const struct column *column;
	date as_of;		/* later dates are wrong; DATE_NONE: none */
	bool canonical;		/* input is our own stream: ISO dates, codes
				 * by their canonical word */
	char text[16];
	struct buf buf;
	int year_at, month_at, day_at;	/* of a fixed date format, or -1 */
	size_t date_n;		/* its length */
	char last[16];		/* code last seen, and its word */
	size_t last_n, last_word;
};

void value_init(struct value_reader *vr, const struct column *column,
    date as_of, bool canonical);
void value_done(struct value_reader *vr);

/*
 * Reads f.  0: v is good, or doubtful with *why filled in (v->doubtful); -1:
 * the row is bad, *why has column, code and text.  Never a value in *why.
 * A doubtful value that cannot be read at all is left empty.
 */
int value_read(struct value_reader *vr, struct field f, struct value *v,
    struct err *why);

#endif
