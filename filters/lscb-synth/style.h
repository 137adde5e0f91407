/* SPDX-License-Identifier: MIT */
/*
 * How agencies write: the tables agencies.csv, files.csv, layouts.csv,
 * errors.csv, mistakes.csv and variants.csv of LIBRARY/synth, and those of
 * further.h, made ready for use, and of each extract's definition what a mistake in a file will mean to
 * its reader.  Texts belong to the tables.
 */
#ifndef LSCB_SYNTH_STYLE_H
#define LSCB_SYNTH_STYLE_H

#include "further.h"
#include "sheet_dates.h"
#include "sheet_file.h"
#include "synth.h"

enum { MAX_SEEDED = 16, SPELLINGS = 4 };

/* What row_begin fills by itself: columns of these canonical names, the row
 * id and the local id. */
enum identity { NO_IDENTITY, ROW_ID, LOCAL_ID, FORENAME, SURNAME, BIRTH, DUE,
	SEX, HOUSE, POSTCODE, UPRN, NHS, UPN, WARD };

/*
 * Mistakes that happen at a rate; mistakes.csv says how often, per agency.
 * Who writes a person's name wrongly does so on every row.
 */
#define MISTAKES(X) \
	X(FORENAME_SOUND, "forename-sounds-alike") \
	X(FORENAME_START, "forename-begins-alike") \
	X(FORENAME_OTHER, "forename-other") \
	X(FORENAME_KNOWN_AS, "forename-known-as") \
	X(SURNAME_OTHER_FEMALE, "surname-other-female") \
	X(SURNAME_OTHER_MALE, "surname-other-male") \
	X(ACCENTS_LOST, "accents-lost") \
	X(NAMES_SWAPPED, "names-swapped") \
	X(BIRTH_ONE_PART, "birth-one-part") \
	X(BIRTH_OTHER, "birth-other") \
	X(BIRTH_UNKNOWN, "birth-unknown") \
	X(BIRTH_IMPOSSIBLE, "birth-impossible") \
	X(SEX_OTHER, "sex-other") \
	X(NHS_MISSING, "nhs-missing") \
	X(NHS_MISTYPED, "nhs-mistyped") \
	X(UPN_MISSING, "upn-missing") \
	X(UPN_MISTYPED, "upn-mistyped") \
	X(UPN_TEMPORARY, "upn-temporary") \
	X(MOVE_UNHEARD, "move-unheard") \
	X(MOVE_HEARD_LATE, "move-heard-late") \
	X(ADDRESS_MISSING, "address-missing") \
	X(POSTCODE_MISTYPED, "postcode-mistyped") \
	X(POSTCODE_PSEUDO, "postcode-pseudo") \
	X(HOUSE_MISTYPED, "house-mistyped") \
	X(DATE_IMPOSSIBLE, "date-impossible") \
	X(ROW_REPEATED, "row-repeated") \
	X(KEY_REPEATED, "key-repeated")

#define MISTAKE_CONSTANT(constant, name) constant,
enum mistake { MISTAKES(MISTAKE_CONSTANT) MISTAKE_COUNT };

/* How lscb-ingest takes notice of a mistake, as its --stats has it. */
struct noticed {
	const char *measure;	/* rejected, queried, or NULL: not at all */
	const char *reason;
	int at;			/* the least is the reason of a rejected row */
};

enum names { AS_WRITTEN, NO_ACCENTS, CAPITALS };

struct agency_style {
	bool each_authority;	/* each authority has its own */
	const char *prefix;	/* of local ids */
	int digits;
	char *male[SPELLINGS], *female[SPELLINGS];
	int n_male, n_female;
	const char *unknown_sex;
	date unknown_birth;	/* DATE_NONE: left empty */
	enum names names;
	int64_t rate[MISTAKE_COUNT];	/* per million; -1: not said */
};

/* A mistake made once in each file, errors.csv. */
struct seeded {
	enum { SEEDED_VALUE, SEEDED_FUTURE, SEEDED_DUPLICATE,
		SEEDED_CHECK } kind;
	int column;		/* -1: none */
	const char *value;
	int64_t after;		/* once so many rows are there */
	struct noticed noticed;
};

enum delivery { DELIVER_FULL, DELIVER_MONTHLY, DELIVER_LATE,
	DELIVER_CHANGES };

struct sheet_style {
	const char *extract;
	const struct further *further;	/* how it is made; NULL: by our code */
	const char *const *names;	/* canonical, by the constants */
	int n;
	const char *header[MAX_COLUMNS];
	char format[MAX_COLUMNS][FORMAT_BYTES];	/* compiled dates */
	int order[MAX_COLUMNS];		/* of the file: constants */
	int n_order;
	int identity_at[MAX_COLUMNS];	/* columns that are one, and which */
	enum identity identity[MAX_COLUMNS];
	int n_identity;
	bool styled;			/* files.csv has it */
	enum agency agency, issuer;
	const char *prefix;		/* of row ids, or "" */
	int key, id;			/* columns, or -1 */
	int birth, house, postcode;	/* columns, or -1 */
	bool gzip, bom, crlf;
	char delimiter;
	enum encoding encoding;
	enum delivery delivery;
	int64_t lag, grace;
	const char *every;
	bool mandatory;
	struct seeded seeded[MAX_SEEDED];
	int n_seeded;
	/* By the definition: */
	bool needed[MAX_COLUMNS];	/* never left empty by the agency */
	bool keyed;			/* no two rows have the same key */
	struct noticed bad_date[MAX_COLUMNS];
	struct noticed no_birth;	/* written as not known, or not at all */
	struct noticed bad_number[MAX_COLUMNS];	/* NHS, UPN */
};

/* synth/variants.csv: another form of a forename. */
struct variant {
	const char *name, *variant, *kind;
};

struct styles {
	struct agency_style agency[AGENCY_COUNT];
	struct sheet_style sheet[SHEETS_MAX];	/* those of columns.h first */
	int n;
	struct further further[FURTHER_MAX];
	struct variant *variants;
	size_t n_variants, cap_variants;
};

/* Reads all of the tables above into *s, which is zeroed. */
int styles_read(struct styles *s, struct tables *t, struct err *err);
void styles_free(struct styles *s);
/* Of an extract; NULL: none is called so. */
struct sheet_style *style_of(struct styles *s, const char *extract);
/* The part of it that is in the extract's definition. */
int style_define(struct sheet_style *s, date unknown_birth, struct tables *t,
    struct err *err);
/* The enum agency's name, as definitions have it. */
const char *agency_name(enum agency a);

#endif
