/* SPDX-License-Identifier: MIT */
/*
 * What the files of lscb-synth share: the tables it reads from the library
 * (synth/ there), the sheets it writes, the people it invents, and its own
 * count of what it did.
 */
#ifndef LSCB_SYNTH_H
#define LSCB_SYNTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"
#include "err.h"
#include "rng.h"

/* ---- tables.c: what the library says ---- */

/* Weighted lists of synth/names.csv and synth/codes.csv. */
enum list {
	LIST_FORENAME_MALE, LIST_FORENAME_FEMALE, LIST_SURNAME, LIST_HOUSE,
	LIST_HOUSEHOLD, LIST_CATEGORY, LIST_DURATION, LIST_REFERRAL_AGENCY,
	LIST_NEED, LIST_NEED_REGISTRATION, LIST_REFERRAL_OUTCOME,
	LIST_OUTCOME_REGISTRATION, LIST_NOTICE_TYPE, LIST_NOTICE_DOMESTIC,
	LIST_RISK, LIST_RISK_OTHER, LIST_OFFICER, LIST_NARRATIVE,
	LIST_EMERGENCY_OUTCOME, LIST_BULLYING_TYPE, LIST_STAGE,
	LIST_SAFE_BEFORE, LIST_SAFE_ON, LIST_SAFE_AFTER, LIST_COMMENT,
	LIST_CONSENT, LIST_AGENCY, LIST_AUDIT_TYPE, LIST_GRADE,
	LIST_ATTENDED, LIST_ABSENT, LIST_PRIMARY, LIST_SECONDARY,
	LIST_MALE, LIST_FEMALE, LIST_HEALTH_MALE, LIST_HEALTH_FEMALE,
	LIST_HEALTH_NO_SEX, LIST_COUNT
};

struct item {
	const char *value;
	const char *means;	/* the canonical word, or "" */
	uint32_t weight;
};

struct items {
	struct item *v;
	size_t n, cap;
	uint32_t total;
};

/* Numbers of synth/rates.rec. */
enum rate {
	RATE_MONTHS, RATE_REGISTERED_UNDER_5, RATE_REGISTERED_5_TO_17,
	RATE_SIBLING, RATE_BEFORE_BIRTH, RATE_UNBORN_NOW, RATE_EARLIER,
	RATE_AGAIN, RATE_REFERRAL, RATE_REFERRED_AGAIN,
	RATE_REFERRAL_NO_ADDRESS, RATE_DOMESTIC_CHILDREN, RATE_DOMESTIC_OTHER,
	RATE_DOMESTIC_AGAIN, RATE_DOMESTIC_REGISTERED, RATE_OTHER_NOTICES,
	RATE_ATTEND_UNDER_5, RATE_ATTEND_5_TO_17, RATE_ATTEND_NO_NHS,
	RATE_ATTEND_NO_DOB, RATE_ATTEND_NO_ADDRESS, RATE_NOT_ON_ROLL,
	RATE_STAY, RATE_UPN_KNOWN, RATE_BULLIED, RATE_BULLIED_REGISTERED,
	RATE_ANSWERED, RATE_OTHER_SURNAME, RATE_TWINS, RATE_TRAINING,
	RATE_AUDITS, RATE_COUNT
};

enum mistake_kind { MISTAKE_VALUE, MISTAKE_FUTURE, MISTAKE_DUPLICATE,
	MISTAKE_CHECK };

/* A row of synth/errors.csv. */
struct mistake {
	const char *extract, *column, *value, *measure, *reason;
	enum mistake_kind kind;
	size_t after;		/* made once this many sound rows are there */
	bool made;
};

/* A row of synth/layouts.csv, synth/files.csv, groups.csv, sait.csv. */
struct layout {
	const char *extract, *column, *header, *format;
};
struct file_style {
	const char *extract, *key;
	bool gzip, bom, crlf;
};
struct group {
	const char *name;
	int months, first_month;
};
struct standard {
	const char *name, *dimension, *trend;
};

struct tables {
	struct arena arena;
	struct items lists[LIST_COUNT];
	int64_t rates[RATE_COUNT];
	struct mistake *mistakes;
	size_t n_mistakes;
	struct layout *layouts;
	size_t n_layouts;
	struct file_style *styles;
	size_t n_styles;
	struct group *groups;
	size_t n_groups;
	struct standard *standards;
	size_t n_standards;
};

int tables_read(struct tables *t, const char *library, struct err *err);
void tables_free(struct tables *t);
/* One of a list, by weight. */
const struct item *pick(const struct tables *t, struct rng *r, enum list l);

/* ---- sheet.c: one file of one agency ---- */

enum sheet_id {
	SHEET_REGISTER, SHEET_REFERRALS, SHEET_NOTICES, SHEET_EMERGENCY,
	SHEET_ROLL, SHEET_BULLYING, SHEET_SURVEY, SHEET_TRAINING, SHEET_AUDITS,
	SHEET_MEETINGS, SHEET_SAIT, SHEET_COUNT
};

struct sheet;
/*
 * Opens DIR/NAME.csv (or .csv.gz).  columns are the canonical names in the
 * order in which the caller numbers them; the file has them in the order
 * and under the headers of layouts.csv.
 */
int sheet_open(struct sheet **s, const char *dir, const char *name,
    const char *const *columns, size_t n, struct tables *t, bool mistakes,
    date as_of, struct err *err);
/* A plain CSV file: header = columns. */
int sheet_open_plain(struct sheet **s, const char *dir, const char *name,
    const char *const *columns, size_t n, struct err *err);
/* Fields of the row in progress, by the caller's numbers; else empty. */
void sheet_text(struct sheet *s, int column, const char *text);
void sheet_uint(struct sheet *s, int column, uint64_t v);
void sheet_date(struct sheet *s, int column, date d);	/* NONE: empty */
/* Ends the row; its record number in the file (the header is 0). */
size_t sheet_row(struct sheet *s);
size_t sheet_rows(const struct sheet *s);
const char *sheet_name(const struct sheet *s);	/* register.csv */
int sheet_close(struct sheet *s, struct err *err);
void sheet_abort(struct sheet *s);

/* ---- people.c ---- */

enum { MAX_CHILDREN = 8, MAX_SPELLS = 4, MAX_INCIDENTS = 12,
	UPN_LEN_ = 13, NHS_LEN_ = 10 };

struct spell {
	date from, to;		/* to: DATE_NONE while open */
};

struct child {
	uint64_t number;	/* of the person, for truth/people.csv */
	date dob;		/* DATE_NONE before birth */
	date due;		/* DATE_NONE after */
	date adult;		/* 18th birthday */
	bool male;
	const char *forename, *surname;
	uint64_t social;	/* number at social services; 0 = none */
	uint64_t patient;	/* at the hospital; 0 = none */
	char nhs[NHS_LEN_ + 1];
	char upn[UPN_LEN_ + 1];
	bool upn_shared;	/* social services hold it */
	uint64_t native;	/* in the education system; 0 = none */
	struct spell schools[2];
	size_t n_schools;
	struct spell spells[MAX_SPELLS];	/* on the register */
	size_t n_spells;
	date seen;		/* first record with an address */
};

struct household {
	uint64_t number;
	unsigned adults;
	struct child child[MAX_CHILDREN];
	size_t n;
	const char *surname;
	char house[64];
	char postcode[16];
	date incident[MAX_INCIDENTS];	/* domestic abuse */
	size_t n_incidents;
};

/* ---- truth.c: what really happened, counted as it is made ---- */

enum truth_id {
	TRUTH_SECOND, TRUTH_REFERRAL, TRUTH_DOMESTIC, TRUTH_TRAINING,
	TRUTH_AUDITS, TRUTH_MEETINGS, TRUTH_COUNT
};

enum { MAX_QUARTERS = 64, MAX_YEARS = 32, BANDS = 5 };

struct truth {
	date quarter[MAX_QUARTERS + 1];	/* starts, and the end */
	size_t n_quarters;
	uint64_t count[TRUTH_COUNT][MAX_QUARTERS];
	uint64_t of[TRUTH_COUNT][MAX_QUARTERS];
	uint64_t visible[TRUTH_COUNT][MAX_QUARTERS];
	int first_year;
	size_t n_years;
	uint64_t population[MAX_YEARS][BANDS];
};

struct board;
void truth_init(struct truth *t, date from, date to);
/* Index of the quarter, or SIZE_MAX outside the whole quarters. */
size_t truth_quarter(const struct truth *t, date d);
void truth_resident(struct truth *t, date dob);
void truth_household(struct truth *t, const struct household *h);
int truth_write(const struct board *b, const char *dir, struct err *err);

/* ---- the board ---- */

/*
 * Events at a rate: exposure times rate is saved up, an event is given out
 * each time it reaches the unit.  Totals come out as the rates say even on a
 * small board; who and when stay chance.
 */
struct saving {
	int64_t have;
};

enum saving_id {
	SAVING_REGISTERED_UNDER_5, SAVING_REGISTERED_5_TO_17, SAVING_BIRTH,
	SAVING_UNBORN, SAVING_EARLIER, SAVING_AGAIN, SAVING_REFERRAL,
	SAVING_DOMESTIC, SAVING_OTHER_NOTICES, SAVING_BULLIED, SAVING_COUNT
};

struct board {
	struct tables *t;
	struct rng rng;		/* of the household in hand */
	uint64_t seed;
	date from, to;		/* the window; to is the as-of date */
	uint64_t people;
	uint64_t n_people, n_persons, n_social, n_patients, n_native, nhs_at;
	uint64_t serial[SHEET_COUNT];	/* for record ids */
	uint32_t *upn_serial;		/* by school and year of entry */
	size_t n_schools;
	struct saving saving[SAVING_COUNT];
	struct sheet *sheet[SHEET_COUNT];
	struct sheet *persons;
	struct truth truth;
};

/* Adds exposure * rate; true when an event of that unit is due. */
static inline bool
saved(struct board *b, enum saving_id s, int64_t exposure, int64_t rate,
    int64_t unit)
{
	b->saving[s].have += exposure * rate;
	if (b->saving[s].have < unit)
		return false;
	b->saving[s].have -= unit;
	return true;
}

/* Invents the next household; people still wanted is at least 1. */
void household_make(struct board *b, struct household *h, uint64_t number);
/* Numbers that agencies give, at first contact. */
uint64_t social_number(struct board *b, struct child *c);
void health_numbers(struct board *b, struct child *c);
/* Text of a record id: prefix, year of the date, number. */
const char *record_id(struct board *b, enum sheet_id s, const char *prefix,
    char *out, size_t size);
/* Ends a row about a child (or NULL) and notes whose it is. */
void person_row(struct board *b, enum sheet_id s, const struct household *h,
    const struct child *c);
/* Opens the eleven sheets under dir. */
int board_sheets(struct board *b, const char *dir, bool mistakes,
    struct err *err);

void social_events(struct board *b, struct household *h);	/* social.c */
void agency_events(struct board *b, struct household *h);	/* agencies.c */
void notice_events(struct board *b, struct household *h);
void board_business(struct board *b);				/* business.c */

/* Column numbers: the order in which the code names them. */
enum { REGISTER_ID, REGISTER_CHILD, REGISTER_UPN, REGISTER_FORENAME,
	REGISTER_SURNAME, REGISTER_DOB, REGISTER_DUE, REGISTER_SEX,
	REGISTER_HOUSE, REGISTER_POSTCODE, REGISTER_CATEGORY, REGISTER_FROM,
	REGISTER_TO, REGISTER_PREVIOUS };
enum { REFERRAL_ID, REFERRAL_CHILD, REFERRAL_UPN, REFERRAL_FORENAME,
	REFERRAL_SURNAME, REFERRAL_DOB, REFERRAL_DUE, REFERRAL_SEX,
	REFERRAL_HOUSE, REFERRAL_POSTCODE, REFERRAL_DATE, REFERRAL_AGENCY,
	REFERRAL_NEED, REFERRAL_OUTCOME };
enum { NOTICE_ID, NOTICE_DATE, NOTICE_RECEIVED, NOTICE_TYPE, NOTICE_HOUSE,
	NOTICE_POSTCODE, NOTICE_OFFICER, NOTICE_RISK, NOTICE_NARRATIVE };
enum { EMERGENCY_PATIENT, EMERGENCY_NHS, EMERGENCY_SURNAME,
	EMERGENCY_FORENAME, EMERGENCY_DOB, EMERGENCY_SEX, EMERGENCY_HOUSE,
	EMERGENCY_POSTCODE, EMERGENCY_DATE, EMERGENCY_OUTCOME };
enum { ROLL_ID, ROLL_UPN, ROLL_SURNAME, ROLL_FORENAME, ROLL_DOB, ROLL_SEX,
	ROLL_FROM, ROLL_TO, ROLL_HOUSE, ROLL_POSTCODE, ROLL_SCHOOL };
enum { BULLYING_ID, BULLYING_UPN, BULLYING_SURNAME, BULLYING_FORENAME,
	BULLYING_DOB, BULLYING_DATE, BULLYING_TYPE };
enum { SURVEY_ID, SURVEY_CHILD, SURVEY_STAGE, SURVEY_DATE, SURVEY_AGE,
	SURVEY_SAFE, SURVEY_COMMENT, SURVEY_CONSENT };
enum { TRAINING_ID, TRAINING_DATE, TRAINING_AGENCY, TRAINING_BOOKED,
	TRAINING_ATTENDED };
enum { AUDIT_ID, AUDIT_DATE, AUDIT_TYPE, AUDIT_GRADE };
enum { MEETING_ID, MEETING_DATE, MEETING_GROUP, MEETING_AGENCY,
	MEETING_OUTCOME };
enum { SAIT_STANDARD, SAIT_DIMENSION, SAIT_DATE, SAIT_BAND };

#endif
