/* SPDX-License-Identifier: MIT */
/*
 * Link tokens of a row.  In: canonical values and their roles.  Out: one
 * token or nothing per part of the identity, remembered for a while
 * (recent.h): names as they were written, so that a name is folded once.
 */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fold.h"
#include "identity.h"
#include "recent.h"

enum token_of {
	FIELD_ID, FIELD_NHS, FIELD_UPN, FIELD_FORENAME, FIELD_SURNAME,
	FIELD_NAME, FIELD_DOB, FIELD_SEX, FIELD_POSTCODE, FIELD_HOUSEHOLD,
	N_FIELDS
};

/*
 * The columns of a token file, the names of the keys of its fields, and how
 * many tokens are remembered.  Numbers and houses are a person's own: they
 * come again at once or not for long.  A name's are in its own field's table.
 */
static const struct {
	const char *name;
	size_t slots;
} fields[N_FIELDS] = {
	{ "id", 256 }, { "nhs", 256 }, { "upn", 256 }, { "forename", 4096 },
	{ "surname", 4096 }, { "name", 1 }, { "dob", 4096 }, { "sex", 16 },
	{ "postcode", 4096 }, { "household", 256 }
};

struct maker {
	struct mac *mac;
	struct recent *recent;
};

struct identity {
	const struct extract *x;
	const char *sender;
	int column[ROLE_COUNT_];	/* by role, or COLUMN_NONE */
	struct maker makers[N_FIELDS];
	struct buf folded, house;
	struct buf from;		/* ",agency,sender", as it is written */
	struct buf line;		/* of the row at hand */
};

/* Tokens of a row: a text of TOKEN_LEN, or NULL: none. */
struct tokens {
	const char *of[N_FIELDS];
	char text[N_FIELDS][TOKEN_LEN];
	char name[2 * TOKEN_LEN];	/* of forename and surname */
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
make_ready(struct identity *id, const struct key *key, struct err *err)
{
	size_t i;

	for (i = 0; i < N_FIELDS; i++) {
		if (mac_new(&id->makers[i].mac, key, fields[i].name,
		    err) == -1)
			return -1;
		if (recent_new(&id->makers[i].recent, fields[i].slots) == -1)
			return no_memory(err);
	}
	if (buf_addc(&id->from, ',') == -1 || csv_append(&id->from,
	    id->x->agency, strlen(id->x->agency)) == -1 ||
	    buf_addc(&id->from, ',') == -1 || csv_append(&id->from,
	    id->sender, strlen(id->sender)) == -1 ||
	    buf_reserve(&id->line, PSEUDONYM_LEN + id->from.n +
	    N_FIELDS * (TOKEN_LEN + 1) + TOKEN_LEN + 1) == -1)
		return no_memory(err);
	return 0;
}

int
identity_new(struct identity **out, const struct extract *x,
    const char *sender, const struct key *key, struct err *err)
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
	if (make_ready(id, key, err) == -1) {
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
		recent_free(id->makers[i].recent);
	}
	wipe(&id->folded);
	wipe(&id->house);
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
	for (i = 0; i < N_FIELDS; i++)
		wr_str(wr, fields[i].name);
	wr_end(wr);
}

static void
make(struct identity *id, enum token_of field, const struct part *parts,
    size_t n, struct tokens *t)
{
	struct maker *m = &id->makers[field];
	bool known;
	char *text = recent_find(m->recent, parts, n, &known);

	if (!known)
		link_token(m->mac, parts, n, text);
	memcpy(t->text[field], text, TOKEN_LEN);
	t->of[field] = t->text[field];
}

static void
make_one(struct identity *id, enum token_of field, const char *p, size_t n,
    struct tokens *t)
{
	struct part part = { p, n };

	if (n > 0)
		make(id, field, &part, 1, t);
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
make_id(struct identity *id, const struct value *values, struct tokens *t)
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
	make(id, FIELD_ID, parts, 3, t);
}

/*
 * A number whose check character is wrong still is a token: it is asked
 * about at ingest.  One that is no number at all, or stands for none, not.
 */
static void
make_numbers(struct identity *id, const struct value *values,
    struct tokens *t)
{
	char nhs[NHS_LEN], upn[UPN_LEN];
	struct field f;
	enum check check;

	f = value_of(id, values, ROLE_NHS);
	check = nhs_check(f.p, f.n, nhs);
	if (check == CHECK_OK || check == CHECK_DIGIT)
		make_one(id, FIELD_NHS, nhs, NHS_LEN, t);
	f = value_of(id, values, ROLE_UPN);
	check = upn_check(f.p, f.n, upn);
	if (check == CHECK_OK || check == CHECK_DIGIT)
		make_one(id, FIELD_UPN, upn, UPN_LEN, t);
}

/*
 * A name's own token, and behind it its token as either name; nothing when
 * folding leaves nothing of it.  0, or -1: no memory.
 */
static int
make_name(struct identity *id, enum token_of field, struct field f,
    char both[2 * TOKEN_LEN], bool *given)
{
	struct part part = { f.p, f.n };
	bool known;
	char *text;

	*given = false;
	if (f.n == 0)
		return 0;
	text = recent_find(id->makers[field].recent, &part, 1, &known);
	if (!known) {
		text[0] = '\0';
		if (fold_name(f.p, f.n, &id->folded) == -1)
			return -1;
		part = (struct part){ id->folded.p, id->folded.n };
		if (part.n > 0) {
			link_token(id->makers[field].mac, &part, 1, text);
			link_token(id->makers[FIELD_NAME].mac, &part, 1,
			    text + TOKEN_LEN);
		}
	}
	*given = text[0] != '\0';
	memcpy(both, text, 2 * TOKEN_LEN);
	return 0;
}

/* Both names in one field, in an order that does not tell which is which. */
static void
make_either(const char *a, const char *b, struct tokens *t)
{
	bool swap = memcmp(a, b, TOKEN_LEN) > 0;

	memcpy(t->name, swap ? b : a, TOKEN_LEN);
	memcpy(t->name + TOKEN_LEN, swap ? a : b, TOKEN_LEN);
	t->of[FIELD_NAME] = t->name;
}

static int
make_names(struct identity *id, const struct value *values,
    struct tokens *t)
{
	char first[2 * TOKEN_LEN], last[2 * TOKEN_LEN];
	bool has_first, has_last;

	if (make_name(id, FIELD_FORENAME, value_of(id, values,
	    ROLE_FORENAME), first, &has_first) == -1 ||
	    make_name(id, FIELD_SURNAME, value_of(id, values,
	    ROLE_SURNAME), last, &has_last) == -1)
		return -1;
	if (has_first) {
		memcpy(t->text[FIELD_FORENAME], first, TOKEN_LEN);
		t->of[FIELD_FORENAME] = t->text[FIELD_FORENAME];
	}
	if (has_last) {
		memcpy(t->text[FIELD_SURNAME], last, TOKEN_LEN);
		t->of[FIELD_SURNAME] = t->text[FIELD_SURNAME];
	}
	if (has_first && has_last)
		make_either(first + TOKEN_LEN, last + TOKEN_LEN, t);
	return 0;
}

/* UPRN, else postcode and house; none where the address is protected. */
static int
make_address(struct identity *id, const struct value *values,
    struct tokens *t)
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
	make_one(id, FIELD_POSTCODE, postcode, n, t);
	if (field_eq(value_of(id, values, ROLE_PROTECTED), "yes"))
		return 0;
	while (uprn.n > 0 && *uprn.p == '0') {
		uprn.p++;
		uprn.n--;
	}
	if (uprn.n > 0) {
		parts[0] = (struct part){ "uprn", 4 };
		parts[1] = (struct part){ uprn.p, uprn.n };
		make(id, FIELD_HOUSEHOLD, parts, 2, t);
		return 0;
	}
	if (fold_house(house.p, house.n, &id->house) == -1)
		return -1;
	if (n == 0 || id->house.n == 0)
		return 0;
	parts[0] = (struct part){ "address", 7 };
	parts[1] = (struct part){ postcode, n };
	parts[2] = (struct part){ id->house.p, id->house.n };
	make(id, FIELD_HOUSEHOLD, parts, 3, t);
	return 0;
}

/* Tokens need no quotes, and there is room for all of them. */
static void
write_line(struct identity *id, const char record[PSEUDONYM_LEN],
    const struct tokens *t, struct writer *wr)
{
	char *start = id->line.p, *p = start;
	size_t i;

	memcpy(p, record, PSEUDONYM_LEN);
	p += PSEUDONYM_LEN;
	memcpy(p, id->from.p, id->from.n);
	p += id->from.n;
	for (i = 0; i < N_FIELDS; i++) {
		*p++ = ',';
		if (t->of[i] == NULL)
			continue;
		memcpy(p, t->of[i], TOKEN_LEN);
		p += TOKEN_LEN;
		if (i != FIELD_NAME)
			continue;
		*p++ = ' ';
		memcpy(p, t->of[i] + TOKEN_LEN, TOKEN_LEN);
		p += TOKEN_LEN;
	}
	wr_line(wr, start, (size_t)(p - start));
}

int
identity_write(struct identity *id, const char record[PSEUDONYM_LEN],
    const struct value *values, struct writer *wr)
{
	struct tokens t;
	struct field f;

	memset(t.of, 0, sizeof(t.of));
	make_id(id, values, &t);
	make_numbers(id, values, &t);
	f = value_of(id, values, ROLE_DOB);
	make_one(id, FIELD_DOB, f.p, f.n, &t);
	f = value_of(id, values, ROLE_SEX);
	make_one(id, FIELD_SEX, f.p, f.n, &t);
	if (make_names(id, values, &t) == -1 ||
	    make_address(id, values, &t) == -1)
		return -1;
	write_line(id, record, &t, wr);
	return 0;
}
