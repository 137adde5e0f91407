/* SPDX-License-Identifier: MIT */
/* Typed values: see value.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "fold.h"
#include "num.h"
#include "value.h"

/*
 * Where year, month and day stand in a format made of YYYY, MM, DD and
 * literals only, so that most dates are read without interpreting it.
 */
static void
fix_format(struct value_reader *vr, const char *format)
{
	int year = -1, month = -1, day = -1;
	const char *f = format;

	vr->year_at = -1;
	while (*f != '\0') {
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
			f++;
		}
	}
	if (year == -1 || month == -1 || day == -1)
		return;
	vr->year_at = year;
	vr->month_at = month;
	vr->day_at = day;
	vr->date_n = (size_t)(f - format);
}

void
value_init(struct value_reader *vr, const struct column *column, date as_of,
    bool canonical)
{
	memset(vr, 0, sizeof(*vr));
	vr->column = column;
	vr->as_of = as_of;
	vr->canonical = canonical;
	vr->last_word = SIZE_MAX;
	vr->year_at = -1;
	if (column->type == TYPE_DATE && !canonical)
		fix_format(vr, column->formats[0]);
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

static int
two(const char *p)
{
	unsigned a = (unsigned char)p[0] - (unsigned)'0';
	unsigned b = (unsigned char)p[1] - (unsigned)'0';

	return a > 9 || b > 9 ? -1 : (int)(a * 10 + b);
}

/* By the fixed places of the first format; DATE_NONE: try the slow way. */
static date
fast_date(const struct value_reader *vr, struct field f)
{
	const char *format = vr->column->formats[0];
	int c, y, m, d;
	size_t i;

	if (f.n != vr->date_n)
		return DATE_NONE;
	for (i = 0; i < f.n; i++)
		if (!(format[i] >= 'A' && format[i] <= 'Z') &&
		    f.p[i] != format[i])
			return DATE_NONE;
	c = two(f.p + vr->year_at);
	y = two(f.p + vr->year_at + 2);
	m = two(f.p + vr->month_at);
	d = two(f.p + vr->day_at);
	if (c < 0 || y < 0 || m < 0 || d < 0)
		return DATE_NONE;
	return date_make(c * 100 + y, m, d);
}

static date
any_date(const struct value_reader *vr, struct field f)
{
	const struct column *c = vr->column;
	date d = DATE_NONE;
	size_t i;

	if (vr->canonical)
		return date_parse(f.p, f.n);
	if (vr->year_at != -1)
		d = fast_date(vr, f);
	for (i = 0; d == DATE_NONE && i < c->n_formats; i++)
		d = date_parse_as(f.p, f.n, c->formats[i]);
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
	date_format(d, vr->text);
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
	size_t word;

	if (vr->last_word != SIZE_MAX && field_is(f, vr->last, vr->last_n)) {
		word = vr->last_word;
	} else {
		word = spelling_find(&c->codes, f.p, f.n);
		if (word == SIZE_MAX || (vr->canonical &&
		    !field_eq(f, c->codes.words[word])))
			return doubt(vr, v, why, false, "bad-code",
			    "not a code of this column, want %s", c->wanted);
		if (f.n <= sizeof(vr->last)) {
			memcpy(vr->last, f.p, f.n);
			vr->last_n = f.n;
			vr->last_word = word;
		}
	}
	v->p = c->codes.words[word];
	v->n = strlen(v->p);
	return 0;
}

/* number and limits are compared as whole numbers of 10^-9. */
static int
in_limits(struct value_reader *vr, int64_t digits, int scale,
    struct value *v, struct err *why)
{
	const struct column *c = vr->column;
	__extension__ __int128 x = digits;

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

static int
read_text(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	int r = fold_nfc(f.p, f.n, &vr->buf);

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

int
value_read(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	bool text = c->type == TYPE_TEXT || c->type == TYPE_NAME;
	size_t n = f.n;

	v->symbol = "";
	v->date = DATE_NONE;
	v->repairs = 0;
	v->doubtful = false;
	if (!text && n > 0) {
		f = trim(f);
		if (f.n < n)
			v->repairs |= REPAIR_BLANKS;
	}
	if (c->n_unknown > 0 && f.n > 0 && is_unknown(c, f)) {
		f.n = 0;
		v->repairs |= REPAIR_UNKNOWN;
	}
	v->p = f.p;
	v->n = f.n;
	if (f.n == 0 || (text && trim(f).n == 0))
		return missing(vr, v, why);
	switch (c->type) {
	case TYPE_TEXT:
	case TYPE_NAME:
		return read_text(vr, f, v, why);
	case TYPE_DATE:
		return read_date(vr, f, v, why);
	case TYPE_CODE:
	case TYPE_YES_NO:
		return read_code(vr, f, v, why);
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_COUNT:
		return read_number(vr, f, v, why);
	case TYPE_POSTCODE:
	case TYPE_NHS:
	case TYPE_UPN:
		return read_identifier(vr, f, v, why);
	}
	return 0;
}
