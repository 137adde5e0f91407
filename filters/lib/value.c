/* SPDX-License-Identifier: MIT */
/*
 * Typed values: see value.h.  This file reads any value, value_quick.c those that
 * most fields hold.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "fold.h"
#include "num.h"
#include "value.h"
#include "value_quick.h"

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
		if ((strncmp(f, "YYYY", 4) == 0 ||
		    strncmp(f, "CCYY", 4) == 0) && year == -1) {
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
	vr->stands = vr->is_text && column->n_unknown == 0 &&
	    column->n_patterns == 0;
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
	buf_free(&vr->scratch);
}

const char *const repair_names[REPAIRS] = {
	"unknown-value", "blanks", "unicode-form", "point-zero", "thousands",
	"repeated-code", "percent"
};

int
value_doubt(const struct value_reader *vr, struct value *v, struct err *why,
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
struct field
value_trim(struct field f)
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

size_t
value_word(struct value_reader *vr, struct field f)
{
	return spelling_find(&vr->column->codes, f.p, f.n, &vr->scratch);
}

/* Its canonical form is left in vr->text. */
static date
any_date(struct value_reader *vr, struct field f)
{
	const struct column *c = vr->column;
	date d = DATE_NONE;
	size_t i;

	if (vr->year_at != -1)
		d = value_fixed_date(vr, f);
	if (d != DATE_NONE || vr->canonical)
		return d;
	for (i = 0; d == DATE_NONE && i < c->n_formats; i++)
		d = date_parse_as(f.p, f.n, c->formats[i], c->pivot);
	if (d != DATE_NONE)
		date_format(d, vr->text);
	return d;
}

static int
missing(struct value_reader *vr, struct value *v, struct err *why)
{
	if (!vr->column->required)
		return 0;
	return value_doubt(vr, v, why, true, "missing-value", "a value is needed");
}

/*
 * Digits alone may be a spreadsheet's day, from 1954 to 2064, unless a declared
 * format is digits too: then they are one of those with a digit lost.
 */
static bool
may_be_serial(const struct column *c, struct field f)
{
	size_t i;

	for (i = 0; i < c->n_formats; i++)
		if (strpbrk(c->formats[i], "/-. ") == NULL)
			return false;
	return f.n >= 5 && *f.p >= '2' && *f.p < '6' && (f.n == 5 ||
	    f.p[5] == '.');
}

/* What it may be instead is for a person to find out. */
static int
no_date(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const char *like = date_format_like(f.p, f.n);

	if (like != NULL && strcmp(like, "excel") == 0 &&
	    !may_be_serial(vr->column, f))
		like = NULL;
	if (vr->canonical)
		return value_doubt(vr, v, why, false, "bad-date",
		    "not a date, want YYYY-MM-DD");
	if (like == NULL)
		return value_doubt(vr, v, why, false, "bad-date",
		    "not a date, want %s", vr->column->wanted);
	return value_doubt(vr, v, why, false, "bad-date", "not a date, want "
	    "%s; it would be one as '%s': if that is what the sender means, "
	    "add this format, or have it instead of one that reads the same "
	    "text as another day", vr->column->wanted, like);
}

int
value_day(struct value_reader *vr, date d, struct value *v, struct err *why)
{
	const struct column *c = vr->column;
	size_t i;

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
		return value_doubt(vr, v, why, true, "future-date",
		    "later than the as-of date");
	if (c->has_min && d < c->min)
		return value_doubt(vr, v, why, true, "below-min",
		    "earlier than the definition allows");
	if (c->has_max && d > c->max)
		return value_doubt(vr, v, why, true, "above-max",
		    "later than the definition allows");
	return 0;
}

static int
read_date(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const date d = any_date(vr, f);

	return d == DATE_NONE ? no_date(vr, f, v, why) :
	    value_day(vr, d, v, why);
}

static int
read_code(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	size_t word = value_word(vr, f);

	if (word == SIZE_MAX || (vr->canonical &&
	    !field_eq(f, c->codes.words[word])))
		return value_doubt(vr, v, why, false, "bad-code",
		    "not a code of this column, want %s", c->wanted);
	v->p = vr->text;
	v->n = strlen(c->codes.words[word]);
	memcpy(vr->text, c->codes.words[word], v->n);
	return 0;
}

/* number and limits are compared as whole numbers of 10^-9. */
int
value_in_limits(struct value_reader *vr, int64_t digits, int scale,
    struct value *v, struct err *why)
{
	const struct column *c = vr->column;
	__extension__ __int128 x = digits;

	if (scale == 0 && digits >= vr->least && digits <= vr->most)
		return 0;
	for (; scale < 9; scale++)
		x *= 10;
	if (c->has_min && x < c->min)
		return value_doubt(vr, v, why, true, "below-min",
		    "below the least that the definition allows");
	if (c->has_max && x > c->max)
		return value_doubt(vr, v, why, true, "above-max",
		    "above the most that the definition allows");
	return 0;
}

/* What may be declared of a number that is not digits alone. */
static const char *
number_hint(const struct column *c, struct field f)
{
	const size_t sign = f.n > 0 && *f.p == '-';
	size_t i, k;
	bool point;

	for (i = sign; i < f.n && f.p[i] >= '0' && f.p[i] <= '9'; i++)
		;
	if (i == sign)
		return "";
	point = i < f.n && f.p[i] == '.' && c->type == TYPE_DECIMAL;
	for (k = i + point; k < f.n && f.p[k] >= '0' && f.p[k] <= '9'; k++)
		;
	if (k == f.n && (i == f.n || point))
		return "; has it more than 18 digits, or 9 behind the point? "
		    "Then it is no number that is counted with: type: text";
	if ((c->accept & ACCEPT_PERCENT) == 0 && f.p[f.n - 1] == '%')
		return "; if the column is per cent, so that 25.3% is 25.3, "
		    "declare accept: percent";
	if (c->accept != 0 || point)
		return "";
	return f.p[i] == ',' ? "; if it is written with thousands, declare "
	    "accept: thousands" : f.p[i] == '.' ? "; if it is written with a "
	    "point and zeros, declare accept: point-zero" : "";
}

static int
read_number(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	int64_t digits;
	size_t word;
	unsigned repairs = 0;
	int scale = 0;

	if (c->accept != 0 && !vr->canonical && (repairs =
	    value_bare_number(c->accept, vr->text, &f)) != 0) {
		v->p = f.p;
		v->n = f.n;
		v->repairs |= (uint8_t)repairs;
	}
	if (c->type == TYPE_INTEGER) {
		if (!num_int(f.p, f.n, &digits))
			return value_doubt(vr, v, why, false, "bad-integer",
			    "not a whole number, want digits only%s",
			    number_hint(c, f));
	} else if (c->type == TYPE_DECIMAL) {
		if (!num_decimal(f.p, f.n, &digits, &scale))
			return value_doubt(vr, v, why, false, "bad-decimal",
			    "not a number, want digits and one point%s",
			    number_hint(c, f));
	} else {
		word = spelling_find(&c->symbols, f.p, f.n, NULL);
		if (word != SIZE_MAX) {
			v->symbol = c->symbols.words[word];
			v->n = 0;
			return 0;
		}
		if (!num_decimal(f.p, f.n, &digits, &scale) || *f.p == '-')
			return value_doubt(vr, v, why, false, "bad-count", "not a "
			    "count, nor a declared symbol%s%s%s",
			    *c->wanted == '\0' ? "" : " (", c->wanted,
			    *c->wanted == '\0' ? "" : ")");
	}
	return value_in_limits(vr, digits, scale, v, why);
}

/* Asked about, whatever the column's severity: the row is kept. */
static int
ask(const struct value_reader *vr, struct value *v, struct err *why,
    const char *code, const char *text)
{
	err_set(why, STATUS_DATA, code, "%s", text);
	err_at(why, NULL, 0, vr->column->name);
	v->doubtful = true;
	return 0;
}

/*
 * A wrong check letter is most often a slip of typing in a number that is
 * right for its school: it is always asked about, never a reason to lose the
 * row.  So is an authority that the definition does not expect.
 */
static int
judge_upn(const struct value_reader *vr, enum check check, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	int authority;
	size_t i;

	if (check == CHECK_FORM || check == CHECK_FILLER)
		return value_doubt(vr, v, why, true, "bad-upn",
		    check == CHECK_FILLER ? "only zeros: no UPN" : "not a UPN, "
		    "want a letter and 12 digits (or 11 and a letter)");
	if (check == CHECK_DIGIT)
		return ask(vr, v, why, "bad-upn", "the check letter is wrong");
	authority = (v->p[1] - '0') * 100 + (v->p[2] - '0') * 10 +
	    (v->p[3] - '0');
	for (i = 0; i < c->n_authorities; i++)
		if (authority >= c->authorities[i].low &&
		    authority <= c->authorities[i].high)
			return 0;
	return c->n_authorities == 0 ? 0 : ask(vr, v, why, "upn-authority",
	    "the number was given by an authority that is not expected here");
}

static int
read_identifier(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	bool nhs = vr->column->type == TYPE_NHS;
	enum check check;
	size_t n;

	if (vr->column->type == TYPE_POSTCODE) {
		n = postcode_normal(f.p, f.n, vr->text);
		if (n == 0)
			return value_doubt(vr, v, why, true, "bad-postcode",
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
	if (!nhs)
		return judge_upn(vr, check, v, why);
	if (check == CHECK_OK)
		return 0;
	return value_doubt(vr, v, why, true, "bad-nhs-number",
	    check == CHECK_FORM ? "not an NHS number, want 10 digits" :
	    check == CHECK_FILLER ? "ten equal digits are no NHS number" :
	    "the check digit is wrong");
}

static int
read_text(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	int r;

	if (c->n_patterns > 0 && !value_fits(c->patterns, c->n_patterns, f) &&
	    value_doubt(vr, v, why, true, "bad-pattern",
	    "not written as declared, want %s", c->wanted) == -1)
		return -1;
	if (fold_is_invisible(f.p, f.n))
		return value_doubt(vr, v, why, false, "bad-text", "holds "
		    "nothing that can be seen: characters without ink, or an "
		    "accent on no letter");
	r = fold_nfc(f.p, f.n, &vr->buf);
	if (r == 1 && buf_reserve(&vr->buf, FIELD_SLACK) == -1)
		r = -1;
	if (r == -1)
		return value_doubt(vr, v, why, false, "bad-text",
		    "cannot be brought to Unicode normal form");
	if (r == 1) {
		v->p = vr->buf.p;
		v->n = vr->buf.n;
		v->repairs |= REPAIR_FORM;
	}
	return 0;
}

/* What a board calls senders and extracts: nothing that a person wrote. */
static int
read_word(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	static const char may[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	bool ok = f.n <= WORD_LEN && *f.p != '-';
	size_t i;

	for (i = 0; ok && i < f.n; i++)
		ok = f.p[i] != '\0' && strchr(may, f.p[i]) != NULL;
	if (ok)
		return 0;
	return value_doubt(vr, v, why, false, "bad-word", "not a word, want "
	    "lower-case letters, digits and hyphens, %d at most", WORD_LEN);
}

/* Any value: blanks, unknown ones, what is missing, what is wrong. */
int
value_slowly(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	bool blank = f.n == 0;
	struct field bare;

	if (!blank) {
		bare = value_trim(f);
		blank = bare.n == 0;
		if (!vr->is_text && bare.n < f.n) {
			v->repairs |= REPAIR_BLANKS;
			v->p = bare.p;
			v->n = bare.n;
			f = bare;
		}
	}
	if (f.n > 0 && c->n_unknown > 0 && value_is_unknown(vr, f)) {
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
	case TYPE_TIME:
		return value_time(vr, f, v, why);
	case TYPE_DURATION:
		return value_duration(vr, f, v, why);
	case TYPE_WORD:
		return read_word(vr, f, v, why);
	case TYPE_CODE:
	case TYPE_YES_NO:
		return c->separator != '\0' ? value_codes(vr, f, v, why) :
		    read_code(vr, f, v, why);
	}
	return 0;
}
