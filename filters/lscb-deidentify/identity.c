/* SPDX-License-Identifier: MIT */
/*
 * Link tokens of a row.  In: canonical values and their roles.  Out: one
 * token or nothing per part of the identity.  Equal values come close
 * together (a class, a family, a street), so that each field remembers the
 * tokens it gave last: a fixed table, whatever the number of rows.
 */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fold.h"
#include "identity.h"

enum { SLOTS = 4096, MAX_KEY = 50 };	/* remembered; bytes of a value */

struct slot {
	unsigned char n;	/* 0 = free */
	char key[MAX_KEY];
	char token[TOKEN_LEN];
};

struct maker {
	struct mac *mac;
	struct slot *slots;
};

enum token_of {
	FIELD_ID, FIELD_NHS, FIELD_UPN, FIELD_FORENAME, FIELD_SURNAME,
	FIELD_NAME, FIELD_DOB, FIELD_SEX, FIELD_POSTCODE, FIELD_HOUSEHOLD,
	N_FIELDS
};

/* The columns of a token file, and the names of the keys of its fields. */
static const char *const field_names[N_FIELDS] = {
	"id", "nhs", "upn", "forename", "surname", "name", "dob", "sex",
	"postcode", "household"
};

struct token {
	bool given;
	char text[TOKEN_LEN];
};

struct identity {
	const struct extract *x;
	const char *sender;
	int column[ROLE_COUNT_];	/* by role, or COLUMN_NONE */
	struct maker makers[N_FIELDS];
	struct buf forename, surname, house;
};

int
identity_new(struct identity **out, const struct extract *x,
    const char *sender, const struct key *key, struct err *err)
{
	struct identity *id = calloc(1, sizeof(*id));
	size_t i;

	*out = NULL;
	if (id == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	id->x = x;
	id->sender = sender;
	for (i = 0; i < ROLE_COUNT_; i++)
		id->column[i] = extract_role(x, (enum role)i);
	for (i = 0; i < N_FIELDS; i++) {
		if (mac_new(&id->makers[i].mac, key, field_names[i],
		    err) == -1)
			break;
		id->makers[i].slots = calloc(SLOTS, sizeof(struct slot));
		if (id->makers[i].slots == NULL) {
			err_set(err, STATUS_SYSTEM, "", "out of memory");
			break;
		}
	}
	if (i < N_FIELDS) {
		identity_free(id);
		return -1;
	}
	*out = id;
	return 0;
}

static void
wipe(struct buf *b)
{
	if (b->p != NULL)
		OPENSSL_cleanse(b->p, b->cap);
	buf_free(b);
}

void
identity_free(struct identity *id)
{
	size_t i;

	if (id == NULL)
		return;
	for (i = 0; i < N_FIELDS; i++) {
		mac_free(id->makers[i].mac);
		if (id->makers[i].slots != NULL)
			OPENSSL_cleanse(id->makers[i].slots,
			    SLOTS * sizeof(struct slot));
		free(id->makers[i].slots);
	}
	wipe(&id->forename);
	wipe(&id->surname);
	wipe(&id->house);
	free(id);
}

void
identity_header(struct writer *wr)
{
	size_t i;

	wr_str(wr, "record");
	wr_str(wr, "source");
	wr_str(wr, "sender");
	for (i = 0; i < N_FIELDS; i++)
		wr_str(wr, field_names[i]);
	wr_end(wr);
}

/* The parts, each behind its length, or 0 when they are too long. */
static size_t
slot_key(const struct part *parts, size_t n, char out[MAX_KEY])
{
	size_t i, len = 0;

	for (i = 0; i < n; i++) {
		if (parts[i].n > MAX_KEY || len + parts[i].n + 1 > MAX_KEY)
			return 0;
		out[len++] = (char)parts[i].n;
		if (parts[i].n > 0)
			memcpy(out + len, parts[i].p, parts[i].n);
		len += parts[i].n;
	}
	return len;
}

/* Eight bytes at a time; only says where to look. */
static size_t
slot_of(const char *p, size_t n)
{
	uint64_t h = n, word;
	size_t i, left;

	for (i = 0; i < n; i += sizeof(word)) {
		left = n - i < sizeof(word) ? n - i : sizeof(word);
		word = 0;
		memcpy(&word, p + i, left);
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return (size_t)(h >> 32) % SLOTS;
}

static void
make(struct maker *m, const struct part *parts, size_t n, struct token *t)
{
	char key[MAX_KEY];
	struct slot *s;
	size_t len = slot_key(parts, n, key);

	t->given = true;
	if (len == 0) {
		link_token(m->mac, parts, n, t->text);
		return;
	}
	s = &m->slots[slot_of(key, len)];
	if (s->n != len || memcmp(s->key, key, len) != 0) {
		link_token(m->mac, parts, n, s->token);
		memcpy(s->key, key, len);
		s->n = (unsigned char)len;
	}
	memcpy(t->text, s->token, TOKEN_LEN);
}

static void
make_one(struct maker *m, const char *p, size_t n, struct token *t)
{
	struct part part = { p, n };

	if (n > 0)
		make(m, &part, 1, t);
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

/* A local id means nothing without who numbered it and who sent it. */
static void
make_id(struct identity *id, const struct value *values, struct token *t)
{
	struct field f = value_of(id, values, ROLE_ID);
	const char *issuer;
	struct part parts[3];

	if (f.n == 0)
		return;
	issuer = id->x->columns[id->column[ROLE_ID]].issuer;
	parts[0] = (struct part){ issuer, strlen(issuer) };
	parts[1] = (struct part){ id->sender, strlen(id->sender) };
	parts[2] = (struct part){ f.p, f.n };
	make(&id->makers[FIELD_ID], parts, 3, t);
}

/*
 * A number whose check character is wrong still is a token: it is asked
 * about at ingest.  One that is no number at all, or stands for none, not.
 */
static void
make_numbers(struct identity *id, const struct value *values,
    struct token *tokens)
{
	char nhs[NHS_LEN], upn[UPN_LEN];
	struct field f;
	enum check check;

	f = value_of(id, values, ROLE_NHS);
	check = nhs_check(f.p, f.n, nhs);
	if (check == CHECK_OK || check == CHECK_DIGIT)
		make_one(&id->makers[FIELD_NHS], nhs, NHS_LEN,
		    &tokens[FIELD_NHS]);
	f = value_of(id, values, ROLE_UPN);
	check = upn_check(f.p, f.n, upn);
	if (check == CHECK_OK || check == CHECK_DIGIT)
		make_one(&id->makers[FIELD_UPN], upn, UPN_LEN,
		    &tokens[FIELD_UPN]);
}

static int
make_names(struct identity *id, const struct value *values,
    struct token *tokens, struct token either[2])
{
	struct field first = value_of(id, values, ROLE_FORENAME);
	struct field last = value_of(id, values, ROLE_SURNAME);
	struct maker *name = &id->makers[FIELD_NAME];
	struct token swap;

	if (fold_name(first.p, first.n, &id->forename) == -1 ||
	    fold_name(last.p, last.n, &id->surname) == -1)
		return -1;
	make_one(&id->makers[FIELD_FORENAME], id->forename.p,
	    id->forename.n, &tokens[FIELD_FORENAME]);
	make_one(&id->makers[FIELD_SURNAME], id->surname.p,
	    id->surname.n, &tokens[FIELD_SURNAME]);
	if (id->forename.n == 0 || id->surname.n == 0)
		return 0;
	make_one(name, id->forename.p, id->forename.n, &either[0]);
	make_one(name, id->surname.p, id->surname.n, &either[1]);
	if (memcmp(either[0].text, either[1].text, TOKEN_LEN) > 0) {
		swap = either[0];
		either[0] = either[1];
		either[1] = swap;
	}
	return 0;
}

/* UPRN, else postcode and house; none where the address is protected. */
static int
make_address(struct identity *id, const struct value *values,
    struct token *tokens)
{
	struct field uprn = value_of(id, values, ROLE_UPRN);
	struct field house = value_of(id, values, ROLE_HOUSE);
	struct field f = value_of(id, values, ROLE_POSTCODE);
	char postcode[POSTCODE_MAX];
	struct part parts[3];
	size_t n;

	n = postcode_normal(f.p, f.n, postcode);
	if (n > 0 && postcode_is_pseudo(postcode, n))
		n = 0;
	make_one(&id->makers[FIELD_POSTCODE], postcode, n,
	    &tokens[FIELD_POSTCODE]);
	if (field_eq(value_of(id, values, ROLE_PROTECTED), "yes"))
		return 0;
	while (uprn.n > 0 && *uprn.p == '0') {
		uprn.p++;
		uprn.n--;
	}
	if (uprn.n > 0) {
		parts[0] = (struct part){ "uprn", 4 };
		parts[1] = (struct part){ uprn.p, uprn.n };
		make(&id->makers[FIELD_HOUSEHOLD], parts, 2,
		    &tokens[FIELD_HOUSEHOLD]);
		return 0;
	}
	if (fold_house(house.p, house.n, &id->house) == -1)
		return -1;
	if (n == 0 || id->house.n == 0)
		return 0;
	parts[0] = (struct part){ "address", 7 };
	parts[1] = (struct part){ postcode, n };
	parts[2] = (struct part){ id->house.p, id->house.n };
	make(&id->makers[FIELD_HOUSEHOLD], parts, 3,
	    &tokens[FIELD_HOUSEHOLD]);
	return 0;
}

int
identity_write(struct identity *id, const char record[PSEUDONYM_LEN],
    const struct value *values, struct writer *wr)
{
	struct token tokens[N_FIELDS], either[2];
	char name[2 * TOKEN_LEN + 1];
	struct field f;
	size_t i;

	memset(tokens, 0, sizeof(tokens));
	memset(either, 0, sizeof(either));
	make_id(id, values, &tokens[FIELD_ID]);
	make_numbers(id, values, tokens);
	f = value_of(id, values, ROLE_DOB);
	make_one(&id->makers[FIELD_DOB], f.p, f.n, &tokens[FIELD_DOB]);
	f = value_of(id, values, ROLE_SEX);
	make_one(&id->makers[FIELD_SEX], f.p, f.n, &tokens[FIELD_SEX]);
	if (make_names(id, values, tokens, either) == -1 ||
	    make_address(id, values, tokens) == -1)
		return -1;
	wr_field(wr, record, PSEUDONYM_LEN);
	wr_str(wr, id->x->agency);
	wr_str(wr, id->sender);
	for (i = 0; i < N_FIELDS; i++) {
		if (i == FIELD_NAME && either[0].given) {
			memcpy(name, either[0].text, TOKEN_LEN);
			name[TOKEN_LEN] = ' ';
			memcpy(name + TOKEN_LEN + 1, either[1].text,
			    TOKEN_LEN);
			wr_field(wr, name, sizeof(name));
		} else {
			wr_field(wr, tokens[i].text,
			    tokens[i].given ? TOKEN_LEN : 0);
		}
	}
	wr_end(wr);
	return 0;
}
