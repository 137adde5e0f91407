/* SPDX-License-Identifier: MIT */
/* Typed values: see value.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "fold.h"
#include "num.h"
#include "value.h"

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

/*
 * Where year, month and day stand in a format made of YYYY, MM, DD and
 * literals only, so that most dates are read without interpreting it.
 */
static void
fix_format(struct value_reader *vr, const char *format)
{
	unsigned char between[16] = { 0 }, at[16] = { 0 }, digits[16] = { 0 };
	int year = -1, month = -1, day = -1;
	const char *f = format;

	while (*f != '\0') {
		if (f - format > 12)	/* 16 with the longest word */
			return;
		if (strncmp(f, "YYYY", 4) == 0 && year == -1) {
			year = (int)(f - format);
			f += 4;
		} else if (strncmp(f, "MM", 2) == 0 && month == -1) {
			month = (int)(f - format);
			f += 2;
		} else if (strncmp(f, "DD", 2) == 0 && day == -1) {
			day = (int)(f - format);
			f += 2;
		} else if ((*f >= 'A' && *f <= 'Z') ||
		    (*f >= 'a' && *f <= 'z')) {
			return;
		} else {
			between[f - format] = (unsigned char)*f;
			at[f - format] = 255;
			f++;
		}
	}
	if (year == -1 || month == -1 || day == -1)
		return;
	vr->year_at = year;
	vr->month_at = month;
	vr->day_at = day;
	vr->date_n = (size_t)(f - format);
	memset(digits + year, 255, 4);
	memset(digits + month, 255, 2);
	memset(digits + day, 255, 2);
	memcpy(&vr->digit_at, digits, sizeof(vr->digit_at));
	memcpy(&vr->between, between, sizeof(vr->between));
	memcpy(&vr->between_at, at, sizeof(vr->between_at));
}

void
value_init(struct value_reader *vr, const struct column *column, date as_of,
    bool canonical)
{
	const int64_t one = 1000000000;		/* the unit of min and max */

	memset(vr, 0, sizeof(*vr));
	vr->column = column;
	vr->as_of = as_of;
	vr->canonical = canonical;
	vr->is_text = column->type == TYPE_TEXT || column->type == TYPE_NAME;
	vr->required = column->required;
	vr->stands = vr->is_text && column->n_unknown == 0;
	vr->year_at = -1;
	if (column->type == TYPE_DATE)
		fix_format(vr, canonical ? "YYYY-MM-DD" : column->formats[0]);
	vr->first_day = column->has_min ? (date)column->min : INT32_MIN;
	vr->last_day = column->has_max ? (date)column->max : INT32_MAX;
	if (!column->future && as_of != DATE_NONE && as_of < vr->last_day)
		vr->last_day = as_of;
	/* Division goes towards zero: up below it, down above it. */
	vr->least = column->has_min ? column->min / one +
	    (column->min % one > 0) : INT64_MIN;
	vr->most = column->has_max ? column->max / one -
	    (column->max % one < 0) : INT64_MAX;
}

void
value_done(struct value_reader *vr)
{
	buf_free(&vr->buf);
}

/*
 * The value cannot be trusted.  An error makes the row bad; a query keeps
 * the row, and the value too when it can be read at all.
 */
__attribute__((format(printf, 6, 7)))
static int
doubt(const struct value_reader *vr, struct value *v, struct err *why,
    bool readable, const char *code, const char *fmt, ...)
{
	char text[sizeof(why->text)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err_set(why, STATUS_DATA, code, "%s", text);
	err_at(why, NULL, 0, vr->column->name);
	if (vr->column->severity == SEVERITY_ERROR)
		return -1;
	v->doubtful = true;
	if (!readable)
		v->n = 0;
	return 0;
}

/* Blanks, and the no-break spaces of spreadsheets, around a value. */
static struct field
trim(struct field f)
{
	for (;;) {
		if (f.n > 0 && (*f.p == ' ' || *f.p == '\t')) {
			f.p++;
			f.n--;
		} else if (f.n > 1 && memcmp(f.p, "\xc2\xa0", 2) == 0) {
			f.p += 2;
			f.n -= 2;
		} else {
			break;
		}
	}
	for (;;) {
		if (f.n > 0 && (f.p[f.n - 1] == ' ' || f.p[f.n - 1] == '\t'))
			f.n--;
		else if (f.n > 1 &&
		    memcmp(f.p + f.n - 2, "\xc2\xa0", 2) == 0)
			f.n -= 2;
		else
			return f;
	}
}

static bool
is_unknown(const struct column *c, struct field f)
{
	size_t i;

	for (i = 0; i < c->n_unknown; i++)
		if (field_eq(f, c->unknown[i]))
			return true;
	return false;
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
static inline date
fast_date(struct value_reader *vr, struct field f)
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

/* Its canonical form is left in vr->text. */
static date
any_date(struct value_reader *vr, struct field f)
{
	const struct column *c = vr->column;
	date d = DATE_NONE;
	size_t i;

	if (vr->year_at != -1)
		d = fast_date(vr, f);
	if (d != DATE_NONE || vr->canonical)
		return d;
	for (i = 0; d == DATE_NONE && i < c->n_formats; i++)
		d = date_parse_as(f.p, f.n, c->formats[i]);
	if (d != DATE_NONE)
		date_format(d, vr->text);
	return d;
}

static int
missing(struct value_reader *vr, struct value *v, struct err *why)
{
	if (!vr->column->required)
		return 0;
	return doubt(vr, v, why, true, "missing-value", "a value is needed");
}

static int
read_date(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	date d = any_date(vr, f);
	size_t i;

	if (d == DATE_NONE)
		return doubt(vr, v, why, false, "bad-date",
		    "not a date, want %s", vr->canonical ? "YYYY-MM-DD" :
		    c->wanted);
	for (i = 0; i < c->n_unknown_dates; i++)
		if (c->unknown_dates[i] == d) {
			v->n = 0;
			v->repairs |= REPAIR_UNKNOWN;
			return missing(vr, v, why);
		}
	v->date = d;
	v->p = vr->text;
	v->n = 10;
	if (!c->future && vr->as_of != DATE_NONE && d > vr->as_of)
		return doubt(vr, v, why, true, "future-date",
		    "later than the as-of date");
	if (c->has_min && d < c->min)
		return doubt(vr, v, why, true, "below-min",
		    "earlier than the definition allows");
	if (c->has_max && d > c->max)
		return doubt(vr, v, why, true, "above-max",
		    "later than the definition allows");
	return 0;
}

static int
read_code(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	size_t word = spelling_find(&c->codes, f.p, f.n);

	if (word == SIZE_MAX || (vr->canonical &&
	    !field_eq(f, c->codes.words[word])))
		return doubt(vr, v, why, false, "bad-code",
		    "not a code of this column, want %s", c->wanted);
	v->p = vr->text;
	v->n = strlen(c->codes.words[word]);
	memcpy(vr->text, c->codes.words[word], v->n);
	return 0;
}

/* number and limits are compared as whole numbers of 10^-9. */
static int
in_limits(struct value_reader *vr, int64_t digits, int scale,
    struct value *v, struct err *why)
{
	const struct column *c = vr->column;
	__extension__ __int128 x = digits;

	if (scale == 0 && digits >= vr->least && digits <= vr->most)
		return 0;
	for (; scale < 9; scale++)
		x *= 10;
	if (c->has_min && x < c->min)
		return doubt(vr, v, why, true, "below-min",
		    "below the least that the definition allows");
	if (c->has_max && x > c->max)
		return doubt(vr, v, why, true, "above-max",
		    "above the most that the definition allows");
	return 0;
}

static int
read_number(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	int64_t digits;
	size_t word;
	int scale = 0;

	if (c->type == TYPE_INTEGER) {
		if (!num_int(f.p, f.n, &digits))
			return doubt(vr, v, why, false, "bad-integer",
			    "not a whole number, want digits only");
	} else if (c->type == TYPE_DECIMAL) {
		if (!num_decimal(f.p, f.n, &digits, &scale))
			return doubt(vr, v, why, false, "bad-decimal",
			    "not a number, want digits and one point");
	} else {
		word = spelling_find(&c->symbols, f.p, f.n);
		if (word != SIZE_MAX) {
			v->symbol = c->symbols.words[word];
			v->n = 0;
			return 0;
		}
		if (!num_decimal(f.p, f.n, &digits, &scale) || *f.p == '-')
			return doubt(vr, v, why, false, "bad-count", "not a "
			    "count, nor a declared symbol%s%s%s",
			    *c->wanted == '\0' ? "" : " (", c->wanted,
			    *c->wanted == '\0' ? "" : ")");
	}
	return in_limits(vr, digits, scale, v, why);
}

static int
read_identifier(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	enum check check;
	size_t n;
	bool nhs = vr->column->type == TYPE_NHS;

	if (vr->column->type == TYPE_POSTCODE) {
		n = postcode_normal(f.p, f.n, vr->text);
		if (n == 0)
			return doubt(vr, v, why, true, "bad-postcode",
			    "not a postcode");
		v->p = vr->text;
		v->n = n;
		return 0;
	}
	check = nhs ? nhs_check(f.p, f.n, vr->text) :
	    upn_check(f.p, f.n, vr->text);
	if (check != CHECK_FORM) {
		v->p = vr->text;
		v->n = nhs ? NHS_LEN : UPN_LEN;
	}
	if (check == CHECK_OK)
		return 0;
	if (nhs)
		return doubt(vr, v, why, true, "bad-nhs-number",
		    check == CHECK_FORM ? "not an NHS number, want 10 digits" :
		    check == CHECK_FILLER ? "ten equal digits are no NHS "
		    "number" : "the check digit is wrong");
	return doubt(vr, v, why, true, "bad-upn", check == CHECK_FORM ?
	    "not a UPN, want a letter and 12 digits (or 11 and a letter)" :
	    check == CHECK_FILLER ? "only zeros: no UPN" :
	    "the check letter is wrong");
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

static int
read_text(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	int r;

	if (is_ascii(f.p, f.n))
		return 0;	/* in every normal form */
	r = fold_nfc(f.p, f.n, &vr->buf);
	if (r == 1 && buf_reserve(&vr->buf, FIELD_SLACK) == -1)
		r = -1;
	if (r == -1)
		return doubt(vr, v, why, false, "bad-text",
		    "cannot be brought to Unicode normal form");
	if (r == 1) {
		v->p = vr->buf.p;
		v->n = vr->buf.n;
		v->repairs |= REPAIR_FORM;
	}
	return 0;
}

/* Blanks around it would begin and end with one of these. */
static bool
may_trim(struct field f)
{
	unsigned char first = (unsigned char)f.p[0];
	unsigned char last = (unsigned char)f.p[f.n - 1];

	return first <= ' ' || first == 0xc2 || last <= ' ' || last == 0xa0;
}

/* Any value: blanks, unknown ones, what is missing, what is wrong. */
__attribute__((noinline))	/* or its many variables slow the quick way */
static int
read_slowly(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	bool blank = f.n == 0;
	struct field bare;

	if (!blank && may_trim(f)) {
		bare = trim(f);
		blank = bare.n == 0;
		if (!vr->is_text && bare.n < f.n) {
			v->repairs |= REPAIR_BLANKS;
			v->p = bare.p;
			v->n = bare.n;
			f = bare;
		}
	}
	if (f.n > 0 && c->n_unknown > 0 && is_unknown(c, f)) {
		v->n = 0;
		v->repairs |= REPAIR_UNKNOWN;
		blank = true;
	}
	if (blank)
		return missing(vr, v, why);
	switch (c->type) {
	case TYPE_TEXT:
	case TYPE_NAME:
		return read_text(vr, f, v, why);
	case TYPE_DATE:
		return read_date(vr, f, v, why);
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_COUNT:
		return read_number(vr, f, v, why);
	case TYPE_POSTCODE:
	case TYPE_NHS:
	case TYPE_UPN:
		return read_identifier(vr, f, v, why);
	case TYPE_CODE:
	case TYPE_YES_NO:
		return read_code(vr, f, v, why);
	}
	return 0;
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
	d = fast_date(vr, f);
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
	unsigned digit, bad = 0;
	int64_t value = 0;
	size_t i;

	if (f.n > 18)
		return false;
	for (i = 0; i < f.n; i++) {
		digit = (unsigned)((unsigned char)f.p[i] - '0');
		bad |= digit > 9;
		value = value * 10 + digit;
	}
	return !bad && value >= vr->least && value <= vr->most;
}

static inline bool
identifier_quickly(struct value_reader *vr, struct field f, struct value *v)
{
	if (may_trim(f))
		return false;
	switch (vr->column->type) {
	case TYPE_UPN:
		v->n = UPN_LEN;
		if (upn_check(f.p, f.n, vr->text) != CHECK_OK)
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
	r = read_slowly(vr, f, v, why);
	if (r == 0 && !v->doubtful && (vr->column->type == TYPE_CODE ||
	    vr->column->type == TYPE_YES_NO))
		keep_code(vr, f, v);
	return r;
}
