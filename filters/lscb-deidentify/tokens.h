/* SPDX-License-Identifier: MIT */
/*
 * The tokens of one row, and of its names: what two spellings of one name may
 * share, each hashed under the key of its field.
 */
#ifndef LSCB_DEIDENTIFY_TOKENS_H
#define LSCB_DEIDENTIFY_TOKENS_H

#include "check.h"
#include "lore.h"
#include "rows.h"
#include "token.h"
#include "token_file.h"

/* The tokens of a row; text is not set beyond n. */
struct tokens {
	unsigned char n[N_TOKEN_FIELDS];
	char text[N_TOKEN_FIELDS][TOKENS_MAX][TOKEN_LEN];
};

struct token_maker;
/* lore is borrowed.  0, or -1 with *err. */
int token_maker_new(struct token_maker **maker, const struct lore *lore,
    const struct key *key, struct err *err);
void token_maker_free(struct token_maker *maker);	/* wipes */

/* Sets the one token of a field; nothing where the parts say nothing. */
void token_make(struct token_maker *maker, enum token_field field,
    const struct part *parts, size_t n, struct tokens *t);

/*
 * All tokens of a row's names, dates and codes, from values as they are written;
 * an empty one gives none.  0, or -1: no memory.
 */
int tokens_of_names(struct token_maker *maker, struct field forename,
    struct field surname, struct tokens *t);
void tokens_of_date(struct token_maker *maker, struct field dob,
    struct tokens *t);
/* A value whole, as names are compared, and its first letters. */
int tokens_of_text(struct token_maker *maker, enum token_field whole,
    enum token_field start, struct field f, struct tokens *t);
/*
 * A postcode and its sector; of another country's code, all but its last.
 * postcode: its normal form; *n: bytes of that, 0 where it is none, or nowhere.
 */
int tokens_of_postcode(struct token_maker *maker, struct field f,
    char postcode[POSTCODE_MAX], size_t *n, struct tokens *t);

#endif
