/* SPDX-License-Identifier: MIT */
/*
 * Token files, and the identities in them.  In: rows of lscb-deidentify --tokens;
 * a column that a file lacks is empty in all its rows.  Rejected: a malformed
 * record or token.  A record of another key, or one that comes twice, ends the
 * filter.
 */
#include <stdlib.h>
#include <string.h>

#include "link.h"
#include "tool.h"

static const enum token of_field[N_TOKEN_FIELDS] = {
	[FIELD_ID] = TOK_ID, [FIELD_ISSUER] = TOK_ISSUER,
	[FIELD_NUMBERED] = TOK_NUMBERED,
	[FIELD_NHS] = TOK_NHS, [FIELD_UPN] = TOK_UPN,
	[FIELD_FORENAME] = TOK_FORENAME, [FIELD_FORENAME_KNOWN] = TOK_KNOWN,
	[FIELD_FORENAME_SOUND] = TOK_FORENAME_SOUND,
	[FIELD_FORENAME_START] = TOK_FORENAME_START,
	[FIELD_FORENAME_END] = TOK_FORENAME_END,
	[FIELD_SURNAME] = TOK_SURNAME, [FIELD_SURNAME_PART] = TOK_PART,
	[FIELD_SURNAME_SOUND] = TOK_SURNAME_SOUND,
	[FIELD_SURNAME_START] = TOK_SURNAME_START,
	[FIELD_SURNAME_END] = TOK_SURNAME_END,
	[FIELD_NAME] = TOK_NAME_A, [FIELD_DOB] = TOK_DOB,
	[FIELD_DOB_YM] = TOK_YM, [FIELD_DOB_MD] = TOK_MD,
	[FIELD_DOB_YD] = TOK_YD, [FIELD_DOB_TURNED] = TOK_TURNED,
	[FIELD_SEX] = TOK_SEX, [FIELD_POSTCODE] = TOK_POSTCODE,
	[FIELD_SECTOR] = TOK_SECTOR, [FIELD_HOUSE] = TOK_HOUSE,
	[FIELD_HOUSEHOLD] = TOK_HOUSEHOLD,
	[FIELD_STREET] = TOK_STREET, [FIELD_STREET_START] = TOK_STREET_START,
	[FIELD_PLACE] = TOK_PLACE, [FIELD_PLACE_START] = TOK_PLACE_START,
	[FIELD_TOWN] = TOK_TOWN, [FIELD_TOWN_START] = TOK_TOWN_START
};

/* Where the columns of a stream are; -1 where it has none. */
struct columns {
	int record, source, sender;
	int tokens[N_TOKEN_FIELDS];
};

enum { NO_TOKEN = 255 };

/* What a character of base32 stands for. */
static unsigned char digits[256];

static void
make_digits(void)
{
	unsigned i;

	memset(digits, NO_TOKEN, sizeof(digits));
	for (i = 0; i < 32; i++)
		digits[(unsigned char)"abcdefghijklmnopqrstuvwxyz234567"[i]] =
		    (unsigned char)i;
}

bool
token_parse(const char *p, size_t n, uint64_t *out)
{
	uint64_t v = 0;
	unsigned d, bad = 0;
	size_t i;

	if (digits['a'] == digits['b'])
		make_digits();
	if (n != TOKEN_LEN)
		return false;
	for (i = 0; i < TOKEN_LEN - 1; i++) {
		d = digits[(unsigned char)p[i]];
		bad |= d;
		v = v << 5 | (d & 31);
	}
	d = digits[(unsigned char)p[i]];
	*out = v << 4 | d >> 1;
	return bad < 32 && d < 32 && (d & 1) == 0;	/* 65 bits */
}

void
token_text(uint64_t t, char out[TOKEN_LEN])
{
	unsigned char bytes[9] = { 0 };
	size_t i;

	for (i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(t >> (56 - 8 * i) & 0xff);
	base32(bytes, 5 * TOKEN_LEN, out);
}

bool
identity_is_person(const struct identity *x)
{
	return x->t[TOK_ID] != 0 || x->t[TOK_NHS] != 0 ||
	    x->t[TOK_UPN] != 0 || (x->t[TOK_NAME_A] != 0 &&
	    x->t[TOK_DOB] != 0);
}

/* The tokens of a cell, blanks between them; false: not such. */
static bool
parse_cell(struct field f, size_t most, uint64_t *t)
{
	size_t n = 0, k;
	uint64_t v;

	if (f.n == 0)
		return true;
	for (;; f.p += TOKEN_LEN + 1, f.n -= TOKEN_LEN + 1) {
		if (n == most || f.n < TOKEN_LEN || !token_parse(f.p,
		    TOKEN_LEN, &v))
			return false;
		for (k = n++; k > 0 && t[k - 1] > v; k--)
			t[k] = t[k - 1];
		t[k] = v;
		if (f.n == TOKEN_LEN)
			return true;
		if (f.n == TOKEN_LEN + 1 || f.p[TOKEN_LEN] != ' ')
			return false;
	}
}

/* One row; false if it has been rejected. */
static bool
parse_row(const struct rec *rec, const struct columns *c, struct record *r,
    struct identity *x)
{
	struct field f = rec->f[c->record];
	size_t i;

	if (!pseudonym_ok(f.p, f.n) || f.p[0] != 'r') {
		tool_reject(rec, "record", "bad-record", "is no record "
		    "number: want a token file made by lscb-deidentify");
		return false;
	}
	memcpy(r->number, f.p, PSEUDONYM_LEN);
	memset(x->t, 0, sizeof(x->t));
	for (i = 0; i < N_TOKEN_FIELDS; i++)
		if (c->tokens[i] != -1 && !parse_cell(rec->f[c->tokens[i]],
		    token_columns[i].most, &x->t[of_field[i]])) {
			tool_reject(rec, token_columns[i].name, "bad-token",
			    "is no token: want a token file made by "
			    "lscb-deidentify");
			return false;
		}
	return true;
}

static void
check_key(const struct rec *rec, const struct record *r,
    const struct key *key)
{
	if (memcmp(r->number + 1, key_tag(key), TAG_LEN) != 0)
		tool_refuse(STATUS_CONFIG, rec->file, rec->line, "record",
		    "other-key", "was de-identified under another master or "
		    "epoch than this link key");
}

uint64_t
identity_mix(const struct identity *x)
{
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < TOK_COUNT; i++)
		h = mix(h, x->t[i]);
	return h;
}

static void
put_slot(struct people *p, uint32_t at)
{
	size_t i = identity_mix(&p->identities[at]) & (p->n_slots - 1);

	while (p->slots[i] != NONE)
		i = (i + 1) & (p->n_slots - 1);
	p->slots[i] = at;
}

static void
grow_slots(struct people *p)
{
	size_t i;

	if (2 * (p->n + 1) <= p->n_slots)
		return;
	p->n_slots = p->n_slots == 0 ? 1024 : 2 * p->n_slots;
	free(p->slots);
	p->slots = tool_need(malloc(p->n_slots * sizeof(*p->slots)));
	memset(p->slots, 0xff, p->n_slots * sizeof(*p->slots));
	for (i = 0; i < p->n; i++)
		put_slot(p, (uint32_t)i);
}

/* The identity with these tokens, the new one or one there was. */
static uint32_t
find_identity(struct people *p, const struct identity *x)
{
	size_t i;

	grow_slots(p);
	i = identity_mix(x) & (p->n_slots - 1);
	for (; p->slots[i] != NONE; i = (i + 1) & (p->n_slots - 1))
		if (memcmp(p->identities[p->slots[i]].t, x->t,
		    sizeof(x->t)) == 0)
			return p->slots[i];
	p->identities = tool_need(grow(p->identities, p->n, &p->cap,
	    sizeof(*x)));
	p->identities[p->n] = *x;
	p->slots[i] = (uint32_t)p->n;
	return (uint32_t)p->n++;
}

static uint16_t
source_of(struct people *p, const struct rec *rec, const struct columns *c)
{
	struct field source = { "", 0 }, sender = { "", 0 };
	char text[256];
	size_t i;

	if (c->source != -1)
		source = rec->f[c->source];
	if (c->sender != -1)
		sender = rec->f[c->sender];
	if (source.n + sender.n + 1 > sizeof(text))
		tool_refuse(STATUS_DATA, rec->file, rec->line, "source",
		    "bad-source", "is no agency: want a token file made by "
		    "lscb-deidentify");
	memcpy(text, source.p, source.n);
	text[source.n] = ' ';
	memcpy(text + source.n + 1, sender.p, sender.n);
	i = table_add(p->sources, text, source.n + sender.n + 1, NULL);
	if (i == SIZE_MAX)
		tool_need(NULL);
	if (i > UINT16_MAX)
		tool_refuse(STATUS_DATA, rec->file, rec->line, "source",
		    "bad-source", "more agencies and senders than a region has: "
		    "want token files made by lscb-deidentify");
	return (uint16_t)i;
}

static bool
has_column(const struct columns *c, int at)
{
	size_t i;

	for (i = 0; i < N_TOKEN_FIELDS; i++)
		if (c->tokens[i] == at)
			return true;
	return at == c->record || at == c->source || at == c->sender;
}

static void
find_columns(struct columns *c, const struct reader *rd)
{
	struct err err;
	size_t i, n = rd_header(rd)->n;

	c->record = rd_need(rd, "record", &err);
	if (c->record == -1)
		tool_die(&err);
	c->source = rd_col(rd, "source");
	c->sender = rd_col(rd, "sender");
	for (i = 0; i < N_TOKEN_FIELDS; i++)
		c->tokens[i] = rd_col(rd, token_columns[i].name);
	for (i = 0; i < n; i++)
		if (!has_column(c, (int)i) && rd_unknown(rd, i, "a token file "
		    "has no such column", &err) == -1)
			tool_die(&err);
}

/* Of a record number, what differs first: behind its kind and tag. */
static uint64_t
number_key(const struct record *r)
{
	uint64_t k = 0;
	size_t i;

	for (i = 0; i < sizeof(k); i++)
		k = k << 8 | (unsigned char)r->number[1 + TAG_LEN + i];
	return k;
}

static const struct record *sorting;

static int
compare_numbers(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return memcmp(sorting[x->at].number, sorting[y->at].number,
	    PSEUDONYM_LEN);
}

static void
sort_records(struct people *p)
{
	struct keyed *order = tool_need(calloc(2 * p->n_records + 1,
	    sizeof(*order)));
	struct record *sorted = tool_need(malloc((p->n_records + 1) *
	    sizeof(*sorted)));
	size_t i, end;

	for (i = 0; i < p->n_records; i++)
		order[i] = (struct keyed){ number_key(&p->records[i]),
		    (uint32_t)i };
	sort_keyed(order, order + p->n_records, p->n_records);
	sorting = p->records;
	for (i = 0; i < p->n_records; i = end) {
		end = run_end(order, i, p->n_records);
		if (end - i > 1)
			qsort(order + i, end - i, sizeof(*order),
			    compare_numbers);
	}
	for (i = 0; i < p->n_records; i++) {
		sorted[i] = p->records[order[i].at];
		if (i > 0 && compare_numbers(&order[i - 1], &order[i]) == 0)
			tool_refuse(STATUS_DATA, NULL, 0, NULL,
			    "duplicate-record", "a record stands in the token "
			    "files twice: name each token file once");
	}
	free(order);
	free(p->records);
	p->records = sorted;
	p->cap_records = p->n_records + 1;
}

/* Identities by their first records. */
static void
sort_identities(struct people *p)
{
	uint32_t *now = tool_need(malloc((p->n + 1) * sizeof(*now)));
	struct identity *sorted = tool_need(malloc((p->n + 1) *
	    sizeof(*sorted)));
	uint32_t count = 0, *at;
	size_t i;

	memset(now, 0xff, (p->n + 1) * sizeof(*now));
	for (i = 0; i < p->n_records; i++) {
		at = &now[p->records[i].identity];
		if (*at == NONE) {
			sorted[count] = p->identities[p->records[i].identity];
			sorted[count].record = (uint32_t)i;
			sorted[count].n = 0;
			sorted[count].parent = sorted[count].next = count;
			sorted[count].child = NONE;
			*at = count++;
		}
		p->records[i].identity = *at;
		sorted[*at].n++;
	}
	free(now);
	free(p->identities);
	p->identities = sorted;
}

uint32_t
find_record(const struct people *people, const char *number)
{
	size_t low = 0, high = people->n_records, mid;
	int c;

	/* Records are in order. */
	while (low < high) {
		mid = low + (high - low) / 2;
		c = memcmp(people->records[mid].number, number,
		    PSEUDONYM_LEN);
		if (c == 0)
			return people->records[mid].identity;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NONE;
}

void
read_people(struct people *p, struct reader *rd, const struct key *key)
{
	struct columns c;
	const struct rec *rec;
	struct identity x = { 0 };
	struct record r;

	p->sources = tool_need(table_new());
	find_columns(&c, rd);
	while ((rec = tool_next(rd)) != NULL) {
		if (!parse_row(rec, &c, &r, &x))
			continue;
		check_key(rec, &r, key);
		p->records = tool_need(grow(p->records, p->n_records,
		    &p->cap_records, sizeof(r)));
		r.source = source_of(p, rec, &c);
		r.identity = find_identity(p, &x);
		p->records[p->n_records++] = r;
		if (p->n_records >= NONE)
			tool_need(NULL);
	}
	free(p->slots);
	p->slots = NULL;
	sort_records(p);
	sort_identities(p);
}

void
people_free(struct people *p)
{
	free(p->records);
	free(p->identities);
	free(p->slots);
	table_free(p->sources);
}

static size_t
drop_crowd(struct people *p, enum token t, size_t crowd, struct keyed *order)
{
	size_t i, k, end, n = order_by_token(p, t, order), crowds = 0;

	for (i = 0; i < n; i = end) {
		end = run_end(order, i, n);
		if (end - i <= crowd)
			continue;
		crowds++;
		for (k = i; k < end; k++)
			p->identities[order[k].at].t[t] = 0;
	}
	return crowds;
}

size_t
drop_crowds(struct people *p, size_t crowd)
{
	struct keyed *order = calloc(2 * p->n + 1, sizeof(*order));
	size_t crowds;

	if (order == NULL)
		return SIZE_MAX;
	crowds = drop_crowd(p, TOK_NHS, crowd, order) +
	    drop_crowd(p, TOK_UPN, crowd, order);
	free(order);
	return crowds;
}
