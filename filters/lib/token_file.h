/* SPDX-License-Identifier: MIT */
/*
 * The columns of a token file, which lscb-deidentify writes and lscb-link reads
 * and nothing else does: record, source and sender, then those of this table.
 * A cell is empty or holds tokens (token.h), blanks between them where there
 * may be several.
 */
#ifndef LSCB_TOKEN_FILE_H
#define LSCB_TOKEN_FILE_H

#include <stddef.h>

enum token_field {
	FIELD_ID,		/* local id, with its issuer and sender */
	FIELD_ISSUER,		/* who gave it, and to whose extract */
	FIELD_NUMBERED,		/* the same, where a child has one id and no more */
	FIELD_NHS, FIELD_UPN,
	FIELD_FORENAME, FIELD_FORENAME_KNOWN, FIELD_FORENAME_SOUND,
	FIELD_FORENAME_START, FIELD_FORENAME_END,
	FIELD_SURNAME, FIELD_SURNAME_PART, FIELD_SURNAME_SOUND,
	FIELD_SURNAME_START, FIELD_SURNAME_END,
	FIELD_NAME,		/* both, in no order */
	FIELD_DOB, FIELD_DOB_YM, FIELD_DOB_MD, FIELD_DOB_YD,
	FIELD_DOB_TURNED,	/* the same for a day and month taken for each
				 * other */
	FIELD_SEX,
	FIELD_POSTCODE, FIELD_SECTOR, FIELD_HOUSE,
	FIELD_HOUSEHOLD,
	FIELD_STREET, FIELD_STREET_START, FIELD_PLACE, FIELD_PLACE_START,
	FIELD_TOWN, FIELD_TOWN_START,
	N_TOKEN_FIELDS
};

enum { TOKENS_MAX = 4 };	/* in one cell */

/*
 * The name of the column, the field of its key, and how many tokens a cell may
 * hold.  Parts of both names have keys in common, so that names taken for each
 * other are found.
 */
extern const struct token_column {
	const char *name, *key;
	size_t most;
} token_columns[N_TOKEN_FIELDS];

#endif
