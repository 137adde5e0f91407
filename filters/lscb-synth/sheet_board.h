/* SPDX-License-Identifier: MIT */
/*
 * What the makers of extracts share: sheet.c opens and ends the files,
 * sheet_row.c takes a row, sheet_end.c ends it with the mistakes of its
 * agency, sheet_line.c makes it a line.
 */
#ifndef LSCB_SYNTH_SHEET_BOARD_H
#define LSCB_SYNTH_SHEET_BOARD_H

#include "known.h"
#include "sheet_file.h"
#include "style.h"

enum {
	ROW_TEXT = 8 * 1024,	/* bytes of all texts of a row */
	/* A quoted text may be twice as long; a date or two quotes a column. */
	LINE_BYTES = 2 * ROW_TEXT + MAX_COLUMNS * (DATE_BYTES + 4),
	PERSON_BYTES = 256,	/* a line of people.csv, of mistakes.csv */
	MAX_FOUND = 32,
	MAX_SEEN = 8,
	MAX_FOLDERS = 3 * MAX_AUTHORITIES + 8
};

/* How often a reason will be found in one file. */
struct found {
	struct noticed noticed;
	uint64_t n;
};

/* A file that is sent. */
struct delivered {
	struct sheet_file file;
	const char *under;	/* "", "changes/" or "returns/" of the board */
	date as_of;		/* nothing later is known in it */
	uint64_t rows;		/* written, bad copies too */
	char person[160];	/* how its lines in truth/people.csv begin */
	size_t person_n;
	struct found found[MAX_FOUND];
	int n_found;
};

/* An extract of one agency; of one authority's agency. */
struct sheet {
	const struct sheet_style *style;
	const struct agency_style *agency;
	const char *sender;
	uint64_t number;	/* of the last row id */
	uint64_t chance;	/* of its rows */
	int64_t sound;		/* rows that are no copies */
	uint32_t seeded;	/* mistakes of errors.csv made, bits */
	struct delivered all;
	struct delivered changes;	/* since, where the agency sends them */
};

/*
 * A field of the row in hand, before anybody asked as of when.  The day says
 * when it comes to be known.
 */
enum field_kind { FIELD_EMPTY, FIELD_TEXT,
	FIELD_SINCE,		/* text, from that day on */
	FIELD_DATE,		/* that day, once it has come */
	FIELD_AHEAD,		/* that day, even before */
	FIELD_BIRTH,		/* that day, once the person is born */
	FIELD_DUE,		/* that day, until the person is born */
	FIELD_NO_DATE		/* 30 February, once that day has come */
};

struct row {
	struct sheet *sheet;	/* NULL: none in hand */
	int person;
	uint64_t home;		/* number of the true one, or 0 */
	uint64_t local;		/* the person's number at the issuer */
	uint64_t chance;
	date on, born;		/* born: DATE_NONE when nobody */
	const struct known *known;
	enum field_kind kind[MAX_COLUMNS];
	date day[MAX_COLUMNS];
	size_t at[MAX_COLUMNS], n[MAX_COLUMNS];
	size_t text_n;
	int birth_bad, birth_none, nhs_bad, upn_bad, date_bad;	/* column, -1 */
	size_t seen[MAX_SEEN];	/* its FACT_SEEN in b->facts */
	int n_seen;
	char id[32];
	char text[ROW_TEXT];
};

struct sheets {
	struct styles styles;
	struct sheet *sheet[SHEETS_MAX];	/* one for each authority */
	int n[SHEETS_MAX];	/* 0: not asked for */
	struct sheet_file people, found;	/* of the truth */
	char *dir;
	char *folder[MAX_FOLDERS];	/* made here, to be unmade */
	int n_folders;
	uint64_t numbers[AGENCY_COUNT][MAX_AUTHORITIES];	/* given out */
	/* What the agencies know of the street in hand. */
	uint64_t street;	/* its number + 1 */
	uint16_t known_at[MAX_PERSONS][AGENCY_COUNT][2];	/* + 1 */
	struct known *known;
	size_t n_known, cap_known;
	bool too_long;		/* a row did not fit */
	struct row row;
};

/* Sets a field of the row in hand: a text, or a day. */
void put_field(struct sheets *s, int column, enum field_kind kind,
    const char *text, size_t n, date day);
void put_date(struct sheets *s, int column, enum field_kind kind, date day);

/* A number of at least so many digits; the end. */
char *put_uint(char *p, uint64_t v, int width);
/* The row in hand as a line of at most LINE_BYTES; the end. */
char *put_line(char *p, const struct row *row, date as_of);
/* The header, as the first line. */
void header_write(const struct sheet *s, struct delivered *d);

#endif
