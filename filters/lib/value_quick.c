/* SPDX-License-Identifier: MIT */
/*
 * The values that most fields hold, read where they lie: see value.h.  What is
 * said here of a value is what value_slowly would say of it, or nothing.
 */
#include <string.h>

#include "check.h"
#include "value.h"
#include "value_quick.h"

static inline uint64_t
eight(const void *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* The n bytes at p, at most 16, and zeros behind them; reads all 16. */
static inline struct sixteen
first_bytes(const char *p, size_t n)
{
	static const unsigned char ones[32] = {
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255
	};
	const unsigned char *mask = ones + 16 - n;

	return (struct sixteen){ eight(p) & eight(mask),
	    eight(p + 8) & eight(mask + 8) };
}

/* The high bit of each of eight bytes that is no digit. */
static inline uint64_t
no_digits(uint64_t eight_bytes)
{
	const uint64_t every = 0x0101010101010101u;
	uint64_t v = eight_bytes ^ every * '0';		/* 0 to 9, or more */

	return (((v & every * 0x7f) + every * (0x80 - 10)) | v) &
	    every * 0x80;
}

static inline int
two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* By the fixed places of the first format; DATE_NONE: try the slow way. */
date
value_fixed_date(struct value_reader *vr, struct field f)
{
	const char *y = f.p + vr->year_at, *m = f.p + vr->month_at,
	    *d = f.p + vr->day_at;
	uint64_t a = eight(f.p), b = eight(f.p + 8), wrong;
	char *t = vr->text;

	if (f.n != vr->date_n)
		return DATE_NONE;
	wrong = ((a ^ vr->between.a) & vr->between_at.a) |
	    ((b ^ vr->between.b) & vr->between_at.b) |
	    (no_digits(a) & vr->digit_at.a) |
	    (no_digits(b) & vr->digit_at.b);
	if (wrong != 0)
		return DATE_NONE;
	memcpy(t, y, 4);
	memcpy(t + 5, m, 2);
	memcpy(t + 8, d, 2);
	t[4] = t[7] = '-';
	return date_make(two(y) * 100 + two(y + 2), two(m), two(d));
}

static bool
is_ascii(const char *p, size_t n)
{
	struct sixteen s = first_bytes(p, n < 16 ? n : 16);
	uint64_t any = s.a | s.b;
	size_t i;

	for (i = 16; i < n; i += 16) {
		s = first_bytes(p + i, n - i < 16 ? n - i : 16);
		any |= s.a | s.b;
	}
	return (any & 0x8080808080808080u) == 0;
}

/* Blanks around it would begin and end with one of these. */
static bool
may_trim(struct field f)
{
	unsigned char first = (unsigned char)f.p[0];
	unsigned char last = (unsigned char)f.p[f.n - 1];

	return first <= ' ' || first == 0xc2 || last <= ' ' || last == 0xa0;
}

/* Where a spelling of up to 16 bytes would be, if it was seen. */
static inline struct code_seen *
seen_place(struct value_reader *vr, struct sixteen spelling)
{
	uint64_t h = (spelling.a ^ spelling.b * 31) * 0x9e3779b97f4a7c15u;

	return &vr->seen[h >> 32 & (CODES_SEEN - 1)];
}

static inline bool
code_quickly(struct value_reader *vr, struct field f, struct value *v)
{
	struct sixteen spelling;
	struct code_seen *seen;

	if (f.n > sizeof(spelling))
		return false;
	spelling = first_bytes(f.p, f.n);
	seen = seen_place(vr, spelling);
	if (seen->n != f.n || seen->spelling.a != spelling.a ||
	    seen->spelling.b != spelling.b)
		return false;
	v->p = seen->word;
	v->n = seen->word_n;
	v->repairs = seen->repairs;
	return true;
}

/* What was found for a spelling serves from now on. */
__attribute__((noinline))
static void
keep_code(struct value_reader *vr, struct field f, struct value *v)
{
	struct code_seen *seen;
	struct sixteen spelling;

	if (f.n == 0 || f.n > sizeof(spelling) || v->n > WORD_MAX)
		return;
	spelling = first_bytes(f.p, f.n);
	seen = seen_place(vr, spelling);
	seen->spelling = spelling;
	seen->n = (uint32_t)f.n;
	seen->word_n = (uint32_t)v->n;
	seen->repairs = v->repairs;
	memcpy(seen->word, v->p, v->n);
	v->p = seen->word;
}

static inline bool
date_quickly(struct value_reader *vr, struct field f, struct value *v)
{
	const struct column *c = vr->column;
	size_t i;
	date d;

	/* Of unknown values, those of the first format are dates too. */
	if (vr->year_at == -1 || (vr->canonical && c->n_unknown > 0))
		return false;
	d = value_fixed_date(vr, f);
	if (d == DATE_NONE || d > vr->last_day || d < vr->first_day)
		return false;
	for (i = 0; i < c->n_unknown_dates; i++)
		if (c->unknown_dates[i] == d)
			return false;
	v->date = d;
	v->p = vr->text;
	v->n = 10;
	return true;
}

static inline bool
integer_quickly(const struct value_reader *vr, struct field f)
{
	uint64_t value = 0;	/* of 18 digits; of anything else it may wrap */
	unsigned digit, bad = 0;
	size_t i;

	if (f.n > 18)
		return false;
	for (i = 0; i < f.n; i++) {
		digit = (unsigned)((unsigned char)f.p[i] - '0');
		bad |= digit > 9;
		value = value * 10 + digit;
	}
	return !bad && (int64_t)value >= vr->least &&
	    (int64_t)value <= vr->most;
}

static inline bool
identifier_quickly(struct value_reader *vr, struct field f, struct value *v)
{
	if (may_trim(f))
		return false;
	switch (vr->column->type) {
	case TYPE_UPN:
		v->n = UPN_LEN;
		if (vr->column->n_authorities > 0 ||
		    upn_check(f.p, f.n, vr->text) != CHECK_OK)
			return false;
		break;
	case TYPE_NHS:
		v->n = NHS_LEN;
		if (nhs_check(f.p, f.n, vr->text) != CHECK_OK)
			return false;
		break;
	default:
		v->n = postcode_normal(f.p, f.n, vr->text);
		if (v->n == 0)
			return false;
	}
	v->p = vr->text;
	return true;
}

/*
 * The values that most fields hold, without a call where there is none to
 * make.  False: not one of them, or not sound; nothing is said of it yet.
 */
static inline bool
read_quickly(struct value_reader *vr, struct field f, struct value *v)
{
	const struct column *c = vr->column;

	if (vr->is_text)
		return value_stands(vr, f, is_ascii(f.p, f.n));
	if (f.n == 0)
		return !vr->required;
	switch (c->type) {
	case TYPE_CODE:
	case TYPE_YES_NO:
		return code_quickly(vr, f, v);
	case TYPE_DATE:
		return date_quickly(vr, f, v);
	case TYPE_INTEGER:
		return c->n_unknown == 0 && integer_quickly(vr, f);
	case TYPE_POSTCODE:
	case TYPE_NHS:
	case TYPE_UPN:
		return c->n_unknown == 0 && identifier_quickly(vr, f, v);
	default:
		return false;
	}
}

int
value_read(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	int r;

	value_as_is(v, f);
	if (read_quickly(vr, f, v))
		return 0;
	v->p = f.p;
	v->n = f.n;
	r = value_slowly(vr, f, v, why);
	if (r == 0 && !v->doubtful && (vr->column->type == TYPE_CODE ||
	    vr->column->type == TYPE_YES_NO))
		keep_code(vr, f, v);
	return r;
}
