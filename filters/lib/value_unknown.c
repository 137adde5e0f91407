/* SPDX-License-Identifier: MIT */
/*
 * Values that mean "not known": by their spelling as declared and, because one value
 * has several, by what they say: 999.0 is 999, zz993vz is ZZ99 3VZ.  Dates are
 * compared as days, where they are read.  See value.h.
 */
#include <string.h>

#include "check.h"
#include "fold.h"
#include "num.h"
#include "value.h"
#include "value_quick.h"

/* What a text says as a value of its type; kind says what of it. */
struct meaning {
	enum { NOTHING, NUMBER, TEXT } kind;
	int64_t number;
	int scale;
	char text[UPN_LEN + POSTCODE_MAX + NHS_LEN];
	size_t n;
};

static struct meaning
as_number(struct value_reader *vr, struct field f)
{
	struct meaning m = { .kind = NOTHING };

	(void)value_bare_number(vr, &f);
	if (num_decimal(f.p, f.n, &m.number, &m.scale) &&
	    (m.scale == 0 || vr->column->type != TYPE_INTEGER))
		m.kind = NUMBER;
	return m;
}

static struct meaning
as_moment(const struct column *c, struct field f)
{
	struct meaning m = { .kind = NOTHING, .number = -1 };
	size_t i;

	for (i = 0; m.number == -1 && i < c->n_formats; i++)
		m.number = c->type == TYPE_TIME ? time_parse_as(f.p, f.n,
		    c->formats[i]) : duration_parse_as(f.p, f.n, c->formats[i]);
	if (m.number != -1)
		m.kind = NUMBER;
	return m;
}

static struct meaning
meaning_of(struct value_reader *vr, struct field f)
{
	struct meaning m = { .kind = NOTHING };

	switch (vr->column->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_COUNT:
		return as_number(vr, f);
	case TYPE_TIME:
	case TYPE_DURATION:
		return as_moment(vr->column, f);
	case TYPE_POSTCODE:
		m.n = postcode_normal(f.p, f.n, m.text);
		break;
	case TYPE_NHS:
		m.n = nhs_check(f.p, f.n, m.text) != CHECK_FORM ? NHS_LEN : 0;
		break;
	case TYPE_UPN:
		m.n = upn_check(f.p, f.n, m.text) != CHECK_FORM ? UPN_LEN : 0;
		break;
	default:
		break;
	}
	if (m.n > 0)
		m.kind = TEXT;
	return m;
}

static bool
same_meaning(const struct meaning *a, const struct meaning *b)
{
	if (a->kind != b->kind || a->kind == NOTHING)
		return false;
	return a->kind == NUMBER ? num_compare(a->number, a->scale, b->number,
	    b->scale) == 0 : a->n == b->n && memcmp(a->text, b->text,
	    a->n) == 0;
}

/* Text without the blanks around it, in form C; into b where it is not. */
static struct field
bare_text(struct field f, struct buf *b)
{
	f = value_trim(f);
	return fold_nfc(f.p, f.n, b) == 1 ? (struct field){ b->p, b->n } : f;
}

/* By the spelling; loosely, where the column's codes match so: by what counts. */
static bool
is_spelled(struct value_reader *vr, struct field f)
{
	const struct column *c = vr->column;
	bool loose = c->codes.loose != NULL &&
	    loose_key(f.p, f.n, &vr->scratch) == 0 && vr->scratch.n > 0;
	size_t i;

	for (i = 0; i < c->n_unknown; i++) {
		if (field_eq(f, c->unknown[i]))
			return true;
		if (loose && loose_key(c->unknown[i], strlen(c->unknown[i]),
		    &vr->buf) == 0 && vr->buf.n == vr->scratch.n &&
		    memcmp(vr->buf.p, vr->scratch.p, vr->buf.n) == 0)
			return true;
	}
	return false;
}

bool
value_is_unknown(struct value_reader *vr, struct field f)
{
	const struct column *c = vr->column;
	struct meaning said, word;
	struct field bare, unknown;
	size_t i;

	if (is_spelled(vr, f))
		return true;
	if (vr->canonical)
		return false;	/* they were left out when it was written */
	said = meaning_of(vr, f);
	bare = vr->is_text ? bare_text(f, &vr->buf) : f;
	for (i = 0; i < c->n_unknown; i++) {
		unknown = (struct field){ c->unknown[i],
		    strlen(c->unknown[i]) };
		word = meaning_of(vr, unknown);
		if (same_meaning(&said, &word))
			return true;
		if (!vr->is_text)
			continue;
		unknown = bare_text(unknown, &vr->scratch);
		if (field_is(bare, unknown.p, unknown.n))
			return true;
	}
	return false;
}
