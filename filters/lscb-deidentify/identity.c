/* SPDX-License-Identifier: MIT */
/*
 * Link tokens of a row.  In: canonical values and their roles.  Out: a line of
 * a token file (token_file.h); how a value becomes tokens is in tokens.c.
 */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fold.h"
#include "identity.h"
#include "tokens.h"

struct identity {
	const struct extract *x;
	const char *sender;
	int column[ROLE_COUNT_];	/* by role, or COLUMN_NONE */
	struct lore *lore;
	struct token_maker *maker;
	struct tokens tokens;		/* of the row at hand */
	struct buf house;
	struct buf from;		/* ",agency,sender", as it is written */
	struct buf line;		/* of the row at hand */
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* What every line has in it, and room for the longest. */
static int
make_line(struct identity *id, struct err *err)
{
	size_t i, tokens = 0;

	for (i = 0; i < N_TOKEN_FIELDS; i++)
		tokens += token_columns[i].most;
	if (buf_addc(&id->from, ',') == -1 || csv_append(&id->from,
	    id->x->agency, strlen(id->x->agency)) == -1 ||
	    buf_addc(&id->from, ',') == -1 || csv_append(&id->from,
	    id->sender, strlen(id->sender)) == -1 ||
	    buf_reserve(&id->line, PSEUDONYM_LEN + id->from.n +
	    N_TOKEN_FIELDS + tokens * (TOKEN_LEN + 1)) == -1)
		return no_memory(err);
	return 0;
}

int
identity_new(struct identity **out, const struct extract *x,
    const char *library, const char *sender, const struct key *key,
    struct err *err)
{
	struct identity *id = calloc(1, sizeof(*id));
	size_t i;

	*out = NULL;
	if (id == NULL)
		return no_memory(err);
	id->x = x;
	id->sender = sender;
	for (i = 0; i < ROLE_COUNT_; i++)
		id->column[i] = extract_role(x, (enum role)i);
	if (lore_read(&id->lore, library, err) == -1 ||
	    token_maker_new(&id->maker, id->lore, key, err) == -1 ||
	    make_line(id, err) == -1) {
		identity_free(id);
		return -1;
	}
	*out = id;
	return 0;
}

void
identity_free(struct identity *id)
{
	if (id == NULL)
		return;
	token_maker_free(id->maker);
	lore_free(id->lore);
	if (id->house.p != NULL)
		OPENSSL_cleanse(id->house.p, id->house.cap);
	buf_free(&id->house);
	buf_free(&id->from);
	buf_free(&id->line);
	free(id);
}

void
identity_header(struct writer *wr)
{
	size_t i;

	wr_str(wr, "record");
	wr_str(wr, "source");
	wr_str(wr, "sender");
	for (i = 0; i < N_TOKEN_FIELDS; i++)
		wr_str(wr, token_columns[i].name);
	wr_end(wr);
}

/* The value of the column with that role, without blanks around it. */
static struct field
value_of(const struct identity *id, const struct value *values,
    enum role role)
{
	struct field f = { "", 0 };
	int c = id->column[role];

	if (c == COLUMN_NONE)
		return f;
	f.p = values[c].p;
	f.n = values[c].n;
	while (f.n > 0 && (*f.p == ' ' || *f.p == '\t')) {
		f.p++;
		f.n--;
	}
	while (f.n > 0 && (f.p[f.n - 1] == ' ' || f.p[f.n - 1] == '\t'))
		f.n--;
	return f;
}

static void
make_one(struct identity *id, enum token_field field, const char *p, size_t n)
{
	struct part part = { p, n };

	if (n > 0)
		token_make(id->maker, field, &part, 1, &id->tokens);
}

/* A local id means nothing without who numbered it and who sent it. */
static void
make_id(struct identity *id, const struct value *values)
{
	struct field f = value_of(id, values, ROLE_ID);
	const struct column *c;
	struct part parts[3];

	if (f.n == 0)
		return;
	c = &id->x->columns[id->column[ROLE_ID]];
	parts[0] = text_part(c->issuer);
	parts[1] = text_part(id->sender);
	parts[2] = (struct part){ f.p, f.n };
	token_make(id->maker, FIELD_ID, parts, 3, &id->tokens);
	token_make(id->maker, FIELD_ISSUER, parts, 2, &id->tokens);
	if (c->one_per_child)
		token_make(id->maker, FIELD_NUMBERED, parts, 2, &id->tokens);
}

/*
 * A number whose check character is wrong still is a token: it is asked
 * about at ingest.  One that is no number at all, or stands for none, not.
 */
static void
make_numbers(struct identity *id, const struct value *values)
{
	char nhs[NHS_LEN], upn[UPN_LEN];
	struct field f;
	enum check check;

	f = value_of(id, values, ROLE_NHS);
	check = nhs_check(f.p, f.n, nhs);
	if (check == CHECK_OK || check == CHECK_DIGIT)
		make_one(id, FIELD_NHS, nhs, NHS_LEN);
	f = value_of(id, values, ROLE_UPN);
	check = upn_check(f.p, f.n, upn);
	if (check == CHECK_OK || check == CHECK_DIGIT)
		make_one(id, FIELD_UPN, upn, UPN_LEN);
}

/*
 * UPRN, else postcode (of n bytes, or none) and house; none where the address is
 * protected.
 */
static int
make_household(struct identity *id, const struct value *values,
    const char *postcode, size_t n)
{
	struct field uprn = value_of(id, values, ROLE_UPRN);
	struct field house = value_of(id, values, ROLE_HOUSE);
	struct part parts[3];

	if (field_eq(value_of(id, values, ROLE_PROTECTED), "yes"))
		return 0;
	if (fold_house(house.p, house.n, &id->house) == -1)
		return -1;
	/* Everybody lives at a number 1: it says something beside a postcode. */
	if (id->tokens.n[FIELD_POSTCODE] > 0)
		make_one(id, FIELD_HOUSE, id->house.p, id->house.n);
	while (uprn.n > 0 && *uprn.p == '0') {
		uprn.p++;
		uprn.n--;
	}
	if (uprn.n > 0) {
		parts[0] = text_part("uprn");
		parts[1] = (struct part){ uprn.p, uprn.n };
		token_make(id->maker, FIELD_HOUSEHOLD, parts, 2, &id->tokens);
		return 0;
	}
	if (n == 0 || id->house.n == 0)
		return 0;
	parts[0] = text_part("address");
	parts[1] = (struct part){ postcode, n };
	parts[2] = (struct part){ id->house.p, id->house.n };
	token_make(id->maker, FIELD_HOUSEHOLD, parts, 3, &id->tokens);
	return 0;
}

static int
make_address(struct identity *id, const struct value *values)
{
	struct token_maker *m = id->maker;
	struct tokens *t = &id->tokens;
	char postcode[POSTCODE_MAX];
	size_t n;

	if (tokens_of_postcode(m, value_of(id, values, ROLE_POSTCODE),
	    postcode, &n, t) == -1 ||
	    tokens_of_text(m, FIELD_STREET, FIELD_STREET_START,
	    value_of(id, values, ROLE_STREET), t) == -1 ||
	    tokens_of_text(m, FIELD_PLACE, FIELD_PLACE_START,
	    value_of(id, values, ROLE_PLACE), t) == -1 ||
	    tokens_of_text(m, FIELD_TOWN, FIELD_TOWN_START,
	    value_of(id, values, ROLE_TOWN), t) == -1)
		return -1;
	return make_household(id, values, postcode, n);
}

/* Tokens need no quotes, and there is room for all of them. */
static void
write_line(struct identity *id, const char record[PSEUDONYM_LEN],
    struct writer *wr)
{
	const struct tokens *t = &id->tokens;
	char *start = id->line.p, *p = start;
	size_t i, k;

	memcpy(p, record, PSEUDONYM_LEN);
	p += PSEUDONYM_LEN;
	memcpy(p, id->from.p, id->from.n);
	p += id->from.n;
	for (i = 0; i < N_TOKEN_FIELDS; i++) {
		*p++ = ',';
		for (k = 0; k < t->n[i]; k++) {
			if (k > 0)
				*p++ = ' ';
			memcpy(p, t->text[i][k], TOKEN_LEN);
			p += TOKEN_LEN;
		}
	}
	wr_line(wr, start, (size_t)(p - start));
}

int
identity_write(struct identity *id, const char record[PSEUDONYM_LEN],
    const struct value *values, struct writer *wr)
{
	struct tokens *t = &id->tokens;
	struct field f;

	memset(t->n, 0, sizeof(t->n));
	make_id(id, values);
	make_numbers(id, values);
	tokens_of_date(id->maker, value_of(id, values, ROLE_DOB), t);
	f = value_of(id, values, ROLE_SEX);
	make_one(id, FIELD_SEX, f.p, f.n);
	if (tokens_of_names(id->maker, value_of(id, values, ROLE_FORENAME),
	    value_of(id, values, ROLE_SURNAME), t) == -1 ||
	    make_address(id, values) == -1)
		return -1;
	write_line(id, record, wr);
	return 0;
}
