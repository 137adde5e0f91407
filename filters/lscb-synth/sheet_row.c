/* SPDX-License-Identifier: MIT */
/*
 * Rows: see sheet.h.  A row is taken field by field with the day on which
 * each comes to be known, then written as of the day of the delivery.
 *
 * This is where the time goes, so nothing here allocates per row or formats
 * by printf.
 */
#include <string.h>

#include "sheet_board.h"

void
put_field(struct sheets *s, int column, enum field_kind kind, const char *text,
    size_t n, date day)
{
	struct row *row = &s->row;

	if (row->text_n + n > ROW_TEXT) {
		s->too_long = true;
		return;
	}
	memcpy(row->text + row->text_n, text, n);
	row->at[column] = row->text_n;
	row->n[column] = n;
	row->kind[column] = n == 0 ? FIELD_EMPTY : kind;
	row->day[column] = day;
	row->text_n += n;
}

void
put_date(struct sheets *s, int column, enum field_kind kind, date day)
{
	s->row.kind[column] = day == DATE_NONE ? FIELD_EMPTY : kind;
	s->row.day[column] = day;
}

void
row_text(struct board *b, int column, const char *text)
{
	put_field(b->sheets, column, FIELD_TEXT, text, strlen(text), 0);
}

void
row_uint(struct board *b, int column, uint64_t v)
{
	char text[24];

	put_field(b->sheets, column, FIELD_TEXT, text,
	    (size_t)(put_uint(text, v, 1) - text), 0);
}

void
row_date(struct board *b, int column, date d)
{
	put_date(b->sheets, column, FIELD_DATE, d);
}

void
row_due(struct board *b, int column, date d)
{
	put_date(b->sheets, column, FIELD_AHEAD, d);
}

const char *
row_id(struct board *b)
{
	return b->sheets->row.id;
}

static const struct known *
known_of(struct board *b, int person, enum agency agency, int side)
{
	struct sheets *s = b->sheets;
	struct known *grown;
	uint16_t *at;

	if (s->street != b->street->number + 1) {
		memset(s->known_at, 0, sizeof(s->known_at));
		s->n_known = 0;
		s->street = b->street->number + 1;
	}
	at = &s->known_at[person][agency][side];
	if (*at == 0) {
		grown = grow(s->known, s->n_known, &s->cap_known,
		    sizeof(*grown));
		if (grown == NULL) {
			b->failed = 1;
			return NULL;
		}
		s->known = grown;
		known_person(&s->known[s->n_known], b, &s->styles, person,
		    agency, side);
		*at = (uint16_t)++s->n_known;
	}
	return &s->known[*at - 1];
}

/*
 * Numbers that do not tell their order: multiplying by a constant, modulo a
 * prime, is a bijection; the primes are the greatest of so many digits.
 * Beyond them the digits are more.
 */
static uint64_t
scatter(uint64_t i, int digits)
{
	static const uint64_t primes[] = { 99991, 999983, 9999991, 99999989,
		999999937 };
	uint64_t prime = primes[digits - 5];

	return i < prime ? i * UINT64_C(3141601) % prime : i;
}

/* The agency's number of the person, who may be new to it. */
static uint64_t
local_number(struct board *b, int person, enum agency issuer, int side,
    int authority)
{
	const struct agency_style *style = &b->sheets->styles.agency[issuer];
	uint64_t *number;

	if (!style->each_authority)
		side = authority = 0;
	number = &b->street->person[person].local[issuer][side];
	if (*number == 0)
		*number = ++b->sheets->numbers[issuer][authority];
	return scatter(*number, style->digits);
}

static void
put_local(struct sheets *s, int column, uint64_t number)
{
	const struct agency_style *style =
	    &s->styles.agency[s->row.sheet->style->issuer];
	char text[32];
	size_t n = strlen(style->prefix);

	memcpy(text, style->prefix, n);
	n = (size_t)(put_uint(text + n, number, style->digits) - text);
	put_field(s, column, FIELD_TEXT, text, n, 0);
}

static void
put_birth(struct sheets *s, int column)
{
	struct row *row = &s->row;
	const struct known *k = row->known;
	const struct sheet_style *style = row->sheet->style;

	if (k->birth == BORN_UNKNOWN && !style->needed[column]) {
		put_date(s, column, FIELD_BIRTH,
		    row->sheet->agency->unknown_birth);
		row->birth_none = column;
	} else if (k->birth == BORN_IMPOSSIBLE) {
		put_date(s, column, FIELD_NO_DATE, k->born);
		row->birth_bad = column;
	} else {
		put_date(s, column, FIELD_BIRTH, k->born);
	}
}

/* A UPN is given on the first roll. */
static date
upn_since(const struct person *p)
{
	if (p->n_schools == 0 || p->school[0].from < p->born)
		return p->born;
	return p->school[0].from;
}

static void
put_number(struct sheets *s, int column, const char *number, size_t n,
    date since)
{
	if (number[0] != '\0')
		put_field(s, column, FIELD_SINCE, number, n, since);
}

static void
put_person(struct board *b, enum identity what, int column)
{
	struct sheets *s = b->sheets;
	const struct known *k = s->row.known;
	const struct person *p = &b->street->person[s->row.person];

	switch (what) {
	case LOCAL_ID:
		put_local(s, column, s->row.local);
		break;
	case FORENAME:
		put_field(s, column, FIELD_SINCE, k->forename, k->forename_n,
		    p->born);
		break;
	case SURNAME:
		put_field(s, column, FIELD_TEXT, k->surname, k->surname_n, 0);
		break;
	case BIRTH:
		put_birth(s, column);
		break;
	case DUE:
		put_date(s, column, FIELD_DUE, p->due);
		break;
	case SEX:
		put_field(s, column, FIELD_SINCE, k->sex, strlen(k->sex),
		    p->born);
		break;
	case NHS:
		put_number(s, column, k->nhs, NHS_LEN, p->born);
		s->row.nhs_bad = k->nhs_bad ? column : -1;
		break;
	case UPN:
		put_number(s, column, k->upn, UPN_LEN, upn_since(p));
		s->row.upn_bad = k->upn_bad ? column : -1;
		break;
	default:
		break;
	}
}

static void
put_address(struct board *b, const struct address *a, enum identity what,
    int column)
{
	const char *house = b->mistakes ? a->house : a->written->house;
	const char *postcode = b->mistakes ? a->postcode :
	    a->written->postcode;
	char text[32], *p = text;

	switch (what) {
	case HOUSE:
		row_text(b, column, house);
		break;
	case POSTCODE:
		row_text(b, column, postcode);
		break;
	case WARD:
		row_text(b, column, a->written->ward);
		break;
	case UPRN:	/* twelve digits that nobody has been given */
		memcpy(p, "9999", 4);
		p = put_uint(p + 4, a->written->number, 8);
		put_field(b->sheets, column, FIELD_TEXT, text,
		    (size_t)(p - text), 0);
		break;
	default:
		break;
	}
}

/* Whether a row shows it is known at its end. */
static void
seen(struct board *b, struct fact f)
{
	struct row *row = &b->sheets->row;
	size_t at = b->n_facts;

	fact_add(b, f);
	if (b->n_facts > at && row->n_seen < MAX_SEEN)
		row->seen[row->n_seen++] = at;
}

/* All that the row says of who and where; the address is of that day. */
static void
identify(struct board *b, int home)
{
	struct sheets *s = b->sheets;
	struct row *row = &s->row;
	const struct sheet_style *style = row->sheet->style;
	struct address a;
	int i, c;

	known_address(&a, b, row->sheet->agency, row->known, row->person,
	    home, row->on);
	for (i = 0; i < style->n_identity; i++) {
		c = style->identity_at[i];
		if (style->identity[i] == ROW_ID) {
			row_text(b, c, row->id);
			continue;
		}
		if (row->person != NOBODY)
			put_person(b, style->identity[i], c);
		if (a.written != NULL)
			put_address(b, &a, style->identity[i], c);
	}
	if (a.written == NULL || row->person == NOBODY ||
	    (style->house == -1 && style->postcode == -1))
		return;
	seen(b, (struct fact){ .kind = FACT_SEEN, .person = row->person,
	    .home = a.wrong ? NO_HOME : a.home, .date = row->on,
	    .end = DATE_NONE });
}

/* Which authority's agency: its index, and which of the street's two. */
static int
authority_of(const struct board *b, int home, int *side)
{
	if (b->street == NULL) {
		*side = 0;
		return 0;
	}
	if (*side == -1)
		*side = home != NO_HOME && b->street->home[home].authority !=
		    b->street->authority;
	return *side == 0 ? b->street->authority : b->street->next_authority;
}

static void
number_row(struct row *row, struct sheet *sheet)
{
	const char *prefix = sheet->style->prefix;
	size_t n = strlen(prefix);

	sheet->number++;
	row->chance = chance_of(sheet->chance, sheet->number);
	memcpy(row->id, prefix, n);
	*put_uint(row->id + n, sheet->number, 6) = '\0';
}

static bool
begin(struct board *b, enum sheet_id id, int person, int home, int side,
    date on, date end)
{
	struct sheets *s = b->sheets;
	struct row *row = &s->row;
	struct sheet *sheet;
	int lives_at = home, authority;

	row->sheet = NULL;
	if (on > b->to || (end != DATE_NONE && end < b->from))
		return false;
	if (lives_at == NO_HOME && person != NOBODY)
		lives_at = home_on(b->street, &b->street->person[person], on);
	authority = authority_of(b, lives_at, &side);
	sheet = &s->sheet[id][s->n[id] == 1 ? 0 : authority];
	number_row(row, sheet);
	memset(row->kind, 0, (size_t)sheet->style->n * sizeof(row->kind[0]));
	row->text_n = 0;
	row->person = person;
	row->on = on;
	row->home = lives_at == NO_HOME ? 0 :
	    b->street->home[lives_at].number;
	row->born = DATE_NONE;
	row->known = NULL;
	row->n_seen = 0;
	row->birth_bad = row->birth_none = row->nhs_bad = row->upn_bad =
	    row->date_bad = -1;
	if (person != NOBODY && sheet->style->id != -1)
		row->local = local_number(b, person, sheet->style->issuer,
		    side, authority);
	row->sheet = sheet;
	if (person != NOBODY) {
		row->born = b->street->person[person].born;
		row->known = known_of(b, person, sheet->style->agency,
		    sheet->agency->each_authority ? side : 0);
		if (row->known == NULL) {
			row->sheet = NULL;
			return false;
		}
	}
	identify(b, home);
	return true;
}

bool
row_begin(struct board *b, enum sheet_id s, int person, int home, int side,
    date on)
{
	return begin(b, s, person, home, side, on, on);
}

bool
row_begin_spell(struct board *b, enum sheet_id s, int person, int home,
    int side, date on, date end)
{
	return begin(b, s, person, home, side, on, end);
}

void
row_also(struct board *b, date d)
{
	const struct row *row = &b->sheets->row;
	struct fact f;

	if (row->n_seen == 0 || d == DATE_NONE || d > b->to)
		return;
	f = b->facts[row->seen[0]];
	f.date = d;
	seen(b, f);
}
