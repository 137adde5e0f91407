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
enum {
	REPAIR_UNKNOWN = 1, REPAIR_BLANKS = 2, REPAIR_FORM = 4,
	REPAIR_POINT_ZERO = 8, REPAIR_THOUSANDS = 16, REPAIR_REPEATED = 32,
	REPAIR_PERCENT = 64,
	REPAIRS = 7		/* so many kinds */
};
/* The words they are counted under, by bit. */
extern const char *const repair_names[REPAIRS];

struct value {
	const char *p;		/* canonical; borrowed until the next read;
				 * FIELD_SLACK as in a record */
	size_t n;
	const char *symbol;	/* type count: the word, or "" */
	date date;		/* type date, else DATE_NONE */
	uint8_t repairs;
	bool doubtful;		/* severity query: kept, to be counted */
};

/* The several codes of one cell stand joined by this. */
enum { CODE_JOINT = ';' };

enum { WORD_MAX = 64 };		/* bytes of a canonical code */
enum { WORD_LEN = 40 };		/* of a value of type word */

/* Sixteen bytes as two numbers, to be compared and mixed, not understood. */
struct sixteen {
	uint64_t a, b;
};

/* A spelling of a code that was seen, and what stands for it. */
struct code_seen {
	struct sixteen spelling;
	uint32_t n;		/* its length; 0: nothing seen here */
	uint32_t word_n;
	uint8_t repairs;
	char word[WORD_MAX + FIELD_SLACK];
};

enum { CODES_SEEN = 64 };	/* a power of two */

/* How one column is read: made once, used for every row. */
struct value_reader {
	const struct column *column;
	date as_of;		/* later dates are wrong; DATE_NONE: none */
	bool canonical;		/* input is our own stream: ISO dates, codes
				 * by their canonical word */
	bool is_text;		/* blanks around it are part of it */
	bool required;		/* as the column says */
	bool stands;		/* ASCII that begins with no blank stands as
				 * it is */
	/* A date format of fixed places: where they are, or -1; its length;
	 * the bytes between them; where those stand, and where digits. */
	int year_at, month_at, day_at;
	size_t date_n;
	struct sixteen between, between_at, digit_at;
	int64_t least, most;	/* whole numbers that the limits leave */
	date first_day, last_day;	/* and days */
	char text[WORD_MAX + FIELD_SLACK];
	struct buf buf, scratch;
	struct code_seen seen[CODES_SEEN];	/* by a hash of the spelling */
};

/* A value that is as it stands; v is all of it. */
static inline void
value_as_is(struct value *v, struct field f)
{
	*v = (struct value){ f.p, f.n, "", DATE_NONE, 0, false };
}

/* Is f sound as it stands?  ascii: nothing in it is >= 0x80. */
static inline bool
value_stands(const struct value_reader *vr, struct field f, bool ascii)
{
	return f.n == 0 ? !vr->required :
	    vr->stands && ascii && (unsigned char)f.p[0] > ' ';
}

void value_init(struct value_reader *vr, const struct column *column,
    date as_of, bool canonical);
void value_done(struct value_reader *vr);

/*
 * Reads f, a field of a record (FIELD_SLACK).  0: v is good, or doubtful with *why filled in (v->doubtful); -1:
 * the row is bad, *why has column, code and text.  Never a value in *why.
 * A doubtful value that cannot be read at all is left empty.
 */
int value_read(struct value_reader *vr, struct field f, struct value *v,
    struct err *why);

/*
 * The same of a cell of a workbook that is more than its text, not CELL_PLAIN: a
 * real date is read as that, whatever the formats of the column.
 */
int value_cell(struct value_reader *vr, struct field f, enum cell_kind cell,
    struct value *v, struct err *why);

/* What f says as a value of the column, whose formats and so on are known. */
struct meaning value_meaning(const struct column *c, struct field f);

/* Without the blanks and no-break spaces around it. */
struct field value_trim(struct field f);
/* Is the code in this cell, or among the several of it? */
bool field_has_code(struct field f, const char *word);
static inline bool
value_has_code(const struct value *v, const char *word)
{
	return field_has_code((struct field){ v->p, v->n }, word);
}

/* Is a text written in one of these patterns? */
bool value_fits(const char *const *patterns, size_t n, struct field f);

#endif
