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

static struct meaning
as_number(const struct column *c, struct field f)
{
	struct meaning m = { .kind = MEANS_NOTHING };
	char text[WORD_MAX];

	(void)value_bare_number(c->accept, text, &f);
	if (num_decimal(f.p, f.n, &m.number, &m.scale) &&
	    (m.scale == 0 || c->type != TYPE_INTEGER))
		m.kind = MEANS_NUMBER;
	return m;
}

static struct meaning
as_moment(const struct column *c, struct field f)
{
	struct meaning m = { .kind = MEANS_NOTHING, .number = -1 };
	size_t i;

	for (i = 0; m.number == -1 && i < c->n_formats; i++)
		m.number = c->type == TYPE_TIME ? time_parse_as(f.p, f.n,
		    c->formats[i]) : duration_parse_as(f.p, f.n, c->formats[i]);
	if (m.number != -1)
		m.kind = MEANS_NUMBER;
	return m;
}

struct meaning
value_meaning(const struct column *c, struct field f)
{
	struct meaning m = { .kind = MEANS_NOTHING };

	switch (c->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_COUNT:
		return as_number(c, f);
	case TYPE_TIME:
	case TYPE_DURATION:
		return as_moment(c, f);
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
		m.kind = MEANS_TEXT;
	return m;
}

static bool
same_meaning(const struct meaning *a, const struct meaning *b)
{
	if (a->kind != b->kind || a->kind == MEANS_NOTHING)
		return false;
	return a->kind == MEANS_NUMBER ? num_compare(a->number, a->scale,
	    b->number, b->scale) == 0 : a->n == b->n &&
	    memcmp(a->text, b->text, a->n) == 0;
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

/* Text is compared without the blanks around it, in form C. */
static bool
is_unknown_text(struct value_reader *vr, struct field f)
{
	const struct column *c = vr->column;
	size_t i;

	f = value_trim(f);
	if (fold_nfc(f.p, f.n, &vr->buf) == 1)
		f = (struct field){ vr->buf.p, vr->buf.n };
	for (i = 0; i < c->n_unknown; i++)
		if (field_eq(f, c->unknown[i]))
			return true;
	return false;
}

bool
value_is_unknown(struct value_reader *vr, struct field f)
{
	const struct column *c = vr->column;
	struct meaning said;
	size_t i;

	if (is_spelled(vr, f))
		return true;
	if (vr->canonical)
		return false;	/* they were left out when it was written */
	if (vr->is_text)
		return is_unknown_text(vr, f);
	said = value_meaning(c, f);
	for (i = 0; said.kind != MEANS_NOTHING && i < c->n_unknown; i++)
		if (same_meaning(&said, &c->meanings[i]))
			return true;
	return false;
}
