/* SPDX-License-Identifier: MIT */
/*
 * Extract definitions: how one agency's file looks, what each column is, what
 * role it plays in de-identification, and the events that a row gives.
 * Files LIBRARY/extracts/NAME.rec, read strictly: an unknown word, a role
 * that does not fit its type, a column that does not exist are
 * STATUS_CONFIG with file, line and near miss.
 *
 * Keys, by record type:
 *   Extract  id title title_cy agency note layout delivery every mandatory
 *            key authority reference reference_pattern* deleted period
 *            how the file is written: delimiter quote escape line_end
 *            encoding preamble header_rows header_merged; of a workbook: sheet; of
 *            XML: record
 *            what its columns may be: headers extra_columns blank_columns
 *            what else its rows may be: blank_rows repeated_header total*
 *            footer* short_rows long_rows duplicate_rows
 *   Column   name header* optional type required severity format* pivot unit
 *            unknown* code* match separator symbol* accept* pattern*
 *            authority* future min max role kind issuer one_per_child as
 *            unborn_when note
 *   Rule     code check message severity
 *            check is one of  A not before B | A not after B | A or B
 *            | A required if B [= CODE] | A empty if B [= CODE]
 *            | A not more than B | A not less than B
 *            | A within N days|months|years after B | unique A, B ...
 *   Event    event subject date end where carry
 */
#ifndef LSCB_EXTRACT_H
#define LSCB_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"
#include "defs.h"
#include "err.h"
#include "rows.h"

enum column_type {
	TYPE_TEXT, TYPE_NAME, TYPE_INTEGER, TYPE_DECIMAL, TYPE_DATE,
	TYPE_YES_NO, TYPE_CODE, TYPE_POSTCODE, TYPE_NHS, TYPE_UPN, TYPE_COUNT,
	TYPE_TIME, TYPE_DURATION, TYPE_WORD
};

enum role {
	ROLE_NONE,
	/* Identity: a token at most; never in a payload. */
	ROLE_ID, ROLE_FORENAME, ROLE_SURNAME, ROLE_DOB, ROLE_SEX,
	ROLE_POSTCODE, ROLE_HOUSE, ROLE_UPRN, ROLE_STREET, ROLE_PLACE,
	ROLE_TOWN, ROLE_UPN, ROLE_NHS,
	ROLE_PROTECTED,	/* yes: this address gives no household */
	ROLE_FREE_TEXT, ROLE_DROP,	/* gone */
	ROLE_DATE,	/* only as the date or end of an event */
	ROLE_ENTITY,	/* an agency's id of a thing: a pseudonym of a kind */
	ROLE_KEEP,	/* carried in the event history */
	ROLE_COUNT_
};

enum severity { SEVERITY_ERROR, SEVERITY_QUERY };

/* Words and the spellings that stand for them. */
struct spellings {
	struct table *table;	/* spelling -> i; NULL = none declared */
	size_t *word_of;	/* i -> index in words */
	const char **words;	/* canonical, in order of declaration */
	size_t n_words;
	size_t cap_spellings, cap_words;
	struct table *loose;	/* match: loose: loose key -> i; or NULL */
	size_t *loose_word_of, cap_loose;
};

/* What a number may look like besides its digits. */
enum { ACCEPT_POINT_ZERO = 1, ACCEPT_THOUSANDS = 2, ACCEPT_PERCENT = 4 };

/* The longest pattern of text. */
enum { PATTERN_PARTS = 63 };

/* Authorities of a UPN, by number; both inclusive. */
struct span {
	int low, high;
};

/* What a text says as a value of its type, for types whose values have several
 * spellings: a number, or an identifier in its one form. */
struct meaning {
	enum { MEANS_NOTHING, MEANS_NUMBER, MEANS_TEXT } kind;
	int64_t number;		/* times 10^-scale; of times, seconds */
	int scale;
	char text[16];
	size_t n;
};

enum { COLUMN_NONE = -1 };

struct column {
	const char *name;
	const char **headers;	/* as they may stand in the file */
	size_t n_headers;
	enum column_type type;
	bool optional;		/* the file may lack it */
	bool required;
	enum severity severity;
	const char **formats;	/* dates, times, durations; at least one */
	size_t n_formats;
	int pivot;		/* a YY lies in the 100 years from this one */
	const char *unit;	/* of a duration */
	int unit_seconds;
	bool with_seconds;	/* a time is written HH:MM:SS, not HH:MM */
	unsigned accept;	/* of a number: ACCEPT_... */
	char separator;		/* of several codes in one cell; 0 = one */
	const char **patterns;	/* of text; one of them, or none declared */
	size_t n_patterns;
	struct span *authorities;	/* of a UPN; none: any */
	size_t n_authorities;
	const char **unknown;	/* spellings of "not known"; of text in form C */
	struct meaning *meanings;	/* what each of them says */
	size_t n_unknown;
	date *unknown_dates;	/* those of them that are dates */
	size_t n_unknown_dates;
	struct spellings codes;		/* type code and yes-no */
	struct spellings symbols;	/* type count */
	const char *symbol_name;	/* type count: NAME_symbol */
	const char *wanted;	/* for messages: "DD/MM/YYYY or YYYY-MM-DD" */
	bool future;		/* dates after the as-of date are right */
	bool has_min, has_max;
	int64_t min, max;	/* days, or the number times 10^9 */
	enum role role;
	char kind;		/* of an entity's pseudonym */
	const char *issuer;	/* of an id or entity */
	bool one_per_child;	/* its issuer gives a child one id only */
	const char *as;		/* history column, role keep */
	int unborn_when;	/* role dob: column filled for the unborn */
	size_t line;		/* in the definition */
};

enum rule_kind {
	RULE_NOT_BEFORE, RULE_NOT_AFTER, RULE_REQUIRED_IF, RULE_EMPTY_IF,
	RULE_OR, RULE_NOT_MORE, RULE_NOT_LESS, RULE_WITHIN, RULE_UNIQUE
};

enum within { WITHIN_DAYS, WITHIN_MONTHS, WITHIN_YEARS };

struct rule {
	enum rule_kind kind;
	int a, b;		/* columns; b = a for RULE_UNIQUE */
	const char *value;	/* RULE_..._IF: b equals this; or NULL */
	int most;		/* RULE_WITHIN: so many */
	enum within unit;
	int *columns;		/* RULE_UNIQUE */
	size_t n_columns;
	const char *code, *message;
	enum severity severity;
};

/* A row is a total, no record, where this column is one of these words. */
struct total {
	int column;
	const char **words;
	size_t n_words;
};

/* What one delivery holds. */
enum delivers { DELIVERY_ALL, DELIVERY_CHANGES, DELIVERY_PERIOD };

enum subject { SUBJECT_CHILD, SUBJECT_HOUSEHOLD, SUBJECT_ENTITY };

struct event {
	const char *name;
	enum subject subject;
	int entity;		/* column, for SUBJECT_ENTITY */
	int date, end;		/* columns; end may be COLUMN_NONE */
	int where;		/* column or COLUMN_NONE */
	const char **values;	/* where it is one of these */
	size_t n_values;
	bool *carry;		/* by column; NULL = all of role keep */
	size_t line;		/* in the definition */
};

struct extract {
	const char *file;	/* the definition, for messages */
	const char *id, *title, *agency;
	struct rd_opts dialect;	/* how the file is written */
	enum delivers delivery;
	int deleted;		/* changes: this column ... */
	const char *deleted_code;	/* is this: its record is gone */
	int period;		/* period: the date that it is cut by */
	bool mandatory;
	bool authority_is_sender;
	bool loose_headers;	/* letters and digits count, in any case */
	bool drop_extra;	/* columns that are not here are left out */
	bool drop_unnamed;	/* those without a name, while blank */
	bool drop_blank_rows, drop_headers;	/* rows that are no record */
	struct total *totals;
	size_t n_totals;
	const char **footers;	/* how the first field of one begins */
	size_t n_footers;
	bool pad_short, trim_long;
	enum duplicates { DUPLICATES_KEEP, DUPLICATES_REJECT,
	    DUPLICATES_DROP } duplicates;
	int reference;		/* the agency's own of a row; COLUMN_NONE */
	const char **reference_patterns;	/* where it may be shown outside,
						 * besides its column's */
	size_t n_reference_patterns;
	int *key;		/* columns */
	size_t n_key;
	struct column *columns;
	size_t n_columns;
	struct rule *rules;
	size_t n_rules;
	struct event *events;
	size_t n_events;
	struct arena arena;	/* owns everything above but tables */
	struct defs *defs;
};

/*
 * Reads the definition called name (or a path to one) of a library.
 * 0, or -1 with *err (STATUS_CONFIG).
 */
int extract_read(struct extract **x, const char *library, const char *name,
    struct err *err);
void extract_free(struct extract *x);

/*
 * Do two headers, both UTF-8, count as one in a file of this extract?  Loosely where
 * it says so, and where a header is not expected at all.  1, 0, or -1: no memory.
 */
int extract_same_header(const struct extract *x, struct field a,
    const char *b);
/* Index of the column called name, or COLUMN_NONE. */
int extract_column(const struct extract *x, const char *name);
/* out: "; did you mean 'NAME'?", of the column that is nearly called so, or "". */
const char *extract_hint(const struct extract *x, const char *name, char *out,
    size_t size);
/* As it is declared: "date". */
const char *column_type_name(enum column_type type);
const char *column_role_name(enum role role);
/* The column with that role, or COLUMN_NONE. */
int extract_role(const struct extract *x, enum role role);
/* Has it a column that gives link tokens? */
bool extract_has_identity(const struct extract *x);
/* Every column has a role, or -1 with *err at the first that has none. */
int extract_need_roles(const struct extract *x, struct err *err);

/*
 * Index of the word that this spelling stands for, or SIZE_MAX.  Where it is
 * not one of those declared and they match loosely, scratch is used; NULL:
 * exactly.
 */
size_t spelling_find(const struct spellings *s, const char *p, size_t n,
    struct buf *scratch);
/*
 * What counts of a spelling that is matched loosely: letters and digits, case
 * folded, without marks and without a list letter such as "b)" in front.
 * Nothing is left of what has no letter.  0, or -1.
 */
int loose_key(const char *p, size_t n, struct buf *out);

#endif
