/* SPDX-License-Identifier: MIT */
/* What the files of lscb-link share. */
#ifndef LSCB_LINK_H
#define LSCB_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "rows.h"
#include "token.h"

/* Tokens of a record, as numbers; 0 = empty.  NAME_A <= NAME_B. */
enum token {
	TOK_ID, TOK_NHS, TOK_UPN, TOK_FORENAME, TOK_SURNAME, TOK_NAME_A,
	TOK_NAME_B, TOK_DOB, TOK_SEX, TOK_POSTCODE, TOK_HOUSEHOLD, TOK_COUNT
};

struct record {
	char number[PSEUDONYM_LEN];
	uint64_t t[TOK_COUNT];
	uint32_t parent;	/* of its cluster; the root is the member
				 * that sorts first */
	uint32_t next;		/* members of a cluster form a ring */
	uint32_t child;		/* of a root: index in numbers, or NONE */
};

enum { NONE = UINT32_MAX };

/* All records, ordered by number once read. */
struct records {
	struct record *r;
	size_t n, cap;
};

/* Why two clusters stayed apart. */
enum refusal {
	REFUSED_NOT, REFUSED_NHS, REFUSED_UPN, REFUSED_SEX, REFUSED_TWINS,
	REFUSED_NAME_SEX, REFUSED_ONE_ID, REFUSED_CROWD, REFUSED_AMBIGUOUS,
	REFUSED_COUNT
};

/* record.c: 13 characters of base32 that hold 64 bits; false if not. */
bool token_parse(const char *p, size_t n, uint64_t *out);
void token_text(uint64_t t, char out[TOKEN_LEN]);
/* Enough to tell a person by: an id, a number, or both names and dob. */
bool record_is_person(const struct record *r);

/* cluster.c: the root of a record's cluster. */
uint32_t cluster_root(struct records *all, uint32_t i);
/* Links all records; counts refused unions by reason. 0, or -1: memory. */
int cluster_all(struct records *all, size_t refused[REFUSED_COUNT]);

/* index.c: the standing index, token -> number, from night to night. */
struct index {
	struct table *tokens;
	struct index_entry {
		uint32_t number;	/* in numbers */
		uint32_t since;		/* run in which it came to it */
	} *entries;			/* by index in tokens */
	size_t cap;
	struct table *numbers;
	uint32_t run;			/* this one: 1 + the last */
};

int index_new(struct index *x, struct err *err);
void index_free(struct index *x);
/* Opens a sealed index into an empty one. */
int index_read(struct index *x, const char *path, const struct key *key,
    struct err *err);
int index_write(const struct index *x, struct writer *wr,
    const struct key *key, struct err *err);
/* Sets the number of a token; since only changes if the number does. */
int index_set(struct index *x, const char *token, size_t n, uint32_t number);

/* number.c: gives clusters their child numbers and brings x up to date. */
struct numbering {
	size_t kept, new, merged, split;
};
int number_all(struct records *all, struct index *x, const struct key *key,
    struct numbering *told, struct err *err);

#endif
