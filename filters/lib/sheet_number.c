/* SPDX-License-Identifier: MIT */
/* See sheet_number.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "date.h"
#include "num.h"
#include "sheet_number.h"

enum { DIGITS = 15, DAY = 86400, LAST_SERIAL = 2958465 };

/* The parts of a number as it is stored. */
struct parts {
	bool negative;
	const char *whole, *fraction;
	size_t n_whole, n_fraction;	/* digits, less zeros that say nothing */
	bool exponent;
};

static size_t
digits_at(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n && p[i] >= '0' && p[i] <= '9'; i++)
		;
	return i;
}

/* False: it is no number. */
static bool
take_apart(const char *p, size_t n, struct parts *t)
{
	const char *end = p + n;
	size_t digits;

	memset(t, 0, sizeof(*t));
	t->negative = p < end && *p == '-';
	p += p < end && (*p == '-' || *p == '+');
	t->whole = p;
	t->n_whole = digits = digits_at(p, (size_t)(end - p));
	p += digits;
	if (p < end && *p == '.') {
		t->fraction = ++p;
		t->n_fraction = digits_at(p, (size_t)(end - p));
		digits += t->n_fraction;
		p += t->n_fraction;
	}
	if (digits == 0)
		return false;
	if (p < end && (*p == 'e' || *p == 'E')) {
		t->exponent = true;
		p++;
		p += p < end && (*p == '-' || *p == '+');
		digits = digits_at(p, (size_t)(end - p));
		if (digits == 0)
			return false;
		p += digits;
	}
	for (; t->n_whole > 0 && *t->whole == '0'; t->n_whole--)
		t->whole++;
	while (t->n_fraction > 0 && t->fraction[t->n_fraction - 1] == '0')
		t->n_fraction--;
	return p == end;
}

/* Digits, of which the first `whole` (negative: zeros too) precede the point. */
static size_t
plain(bool negative, const char *digits, int n, int whole, char *out)
{
	char *t = out;
	int i;

	while (n > 0 && digits[n - 1] == '0')
		n--;
	if (n > 0 && negative)
		*t++ = '-';
	if (n == 0 || whole <= 0)
		*t++ = '0';
	for (i = 0; n > 0 && i < whole; i++)
		*t++ = i < n ? digits[i] : '0';
	if (n == 0 || n <= whole)
		return (size_t)(t - out);
	*t++ = '.';
	for (i = whole; i < 0; i++)
		*t++ = '0';
	for (; i < n; i++)
		*t++ = digits[i];
	return (size_t)(t - out);
}

/* By way of the nearest double, as Excel reads it. */
static size_t
rounded(const char *p, size_t n, char out[NUMBER_TEXT], bool *lost)
{
	char text[40], digits[DIGITS];
	int exponent;
	double v;

	if (!num_double(p, n, &v))
		return 0;
	(void)snprintf(text, sizeof(text), "%.*e", DIGITS - 1, fabs(v));
	digits[0] = text[0];
	memcpy(digits + 1, text + 2, DIGITS - 1);
	if (sscanf(strchr(text, 'e') + 1, "%d", &exponent) != 1)
		return 0;
	*lost = exponent >= DIGITS;
	return plain(v < 0, digits, DIGITS, exponent + 1, out);
}

size_t
number_text(const char *p, size_t n, char out[NUMBER_TEXT], bool *lost)
{
	struct parts t;
	char *to = out;

	*lost = false;
	if (!take_apart(p, n, &t))
		return 0;
	if (t.exponent || t.n_whole + t.n_fraction > DIGITS)
		return rounded(p, n, out, lost);
	if (t.negative && t.n_whole + t.n_fraction > 0)
		*to++ = '-';
	if (t.n_whole == 0)
		*to++ = '0';
	memcpy(to, t.whole, t.n_whole);
	to += t.n_whole;
	if (t.n_fraction > 0) {
		*to++ = '.';
		memcpy(to, t.fraction, t.n_fraction);
		to += t.n_fraction;
	}
	return (size_t)(to - out);
}

/* A plain decimal times a hundred, and a per cent sign. */
static size_t
as_percent(const char *p, size_t n, char out[NUMBER_TEXT])
{
	char digits[NUMBER_TEXT];
	const bool negative = n > 0 && *p == '-';
	int count = 0, whole = -1, lead = 0;
	size_t i;

	for (i = negative; i < n; i++) {
		if (p[i] == '.')
			whole = count;
		else
			digits[count++] = p[i];
	}
	whole = (whole == -1 ? count : whole) + 2;
	while (lead < count - 1 && lead < whole - 1 && digits[lead] == '0')
		lead++;
	n = plain(negative, digits + lead, count - lead, whole - lead, out);
	out[n++] = '%';
	return n;
}

/* The digits of a whole number in their places, with what stands between. */
static size_t
as_shown(const struct number_format *f, const char *p, size_t n,
    char out[NUMBER_TEXT])
{
	size_t places = f->digits, at = 0, used = 0;
	const char *s;

	for (s = f->shown; *s != '\0'; s++) {
		if (*s == 1) {
			out[at++] = *++s;
			continue;
		}
		if (places > n - used)
			out[at++] = '0';
		else	/* the first place has all that are too many */
			do
				out[at++] = p[used++];
			while (n - used >= places);
		places--;
	}
	return at;
}

/* Two digits each. */
static char *
clock(char *t, int seconds)
{
	const int part[3] = { seconds / 3600, seconds / 60 % 60, seconds % 60 };
	int i;

	for (i = 0; i < 3; i++) {
		if (i > 0)
			*t++ = ':';
		*t++ = (char)('0' + part[i] / 10);
		*t++ = (char)('0' + part[i] % 10);
	}
	return t;
}

/* The day of a serial number; Excel's 29 February 1900 is none. */
static date
day_of(long days, bool from_1904)
{
	const date first = from_1904 ? date_make(1904, 1, 1) :
	    date_make(1899, 12, days < 60 ? 31 : 30);

	if (days < 0 || days > LAST_SERIAL - (from_1904 ? 1462 : 0) ||
	    (!from_1904 && (days == 0 || days == 60)))
		return DATE_NONE;
	return first + (date)days;
}

/* A number of days as its format has it; 0: no such moment. */
static size_t
moment(const struct number_format *f, double v, bool from_1904,
    char out[NUMBER_TEXT], enum cell_kind *cell)
{
	long days = (long)floor(v);
	int seconds = (int)lround((v - (double)days) * DAY);
	char *t = out;
	date d;

	if (seconds == DAY) {
		seconds = 0;
		days++;
	}
	if (f->elapsed && !f->date) {
		*cell = CELL_ELAPSED;
		return (size_t)snprintf(out, NUMBER_TEXT, "%ld:%02d:%02d",
		    days * 24 + seconds / 3600, seconds / 60 % 60,
		    seconds % 60);
	}
	if (!f->date && v < 1 && days == 0) {
		*cell = CELL_TIME;
		return (size_t)(clock(out, seconds) - out);
	}
	d = day_of(days, from_1904);
	if (d == DATE_NONE)
		return 0;
	date_format(d, out);
	t += 10;
	*cell = CELL_DATE;
	if (seconds == 0)
		return (size_t)(t - out);
	*cell = CELL_MOMENT;
	*t++ = ' ';
	return (size_t)(clock(t, seconds) - out);
}

size_t
number_cell(const struct number_format *f, const char *p, size_t n,
    bool from_1904, char out[NUMBER_TEXT], enum cell_kind *cell)
{
	char text[NUMBER_TEXT];
	size_t made = 0;
	bool lost;
	double v;

	n = number_text(p, n, text, &lost);
	if (n == 0)
		return 0;
	*cell = lost ? CELL_LONG : from_1904 ? CELL_NUMBER_1904 : CELL_PLAIN;
	if ((f->date || f->time) && num_double(text, n, &v) && v >= 0 &&
	    v < LAST_SERIAL + 1)
		made = moment(f, v, from_1904, out, cell);
	else if (f->percent && !lost && n < NUMBER_TEXT - 8)
		made = as_percent(text, n, out);
	else if (f->digits > 0 && *text != '-' && memchr(text, '.', n) == NULL)
		made = as_shown(f, text, n, out);
	if (made > 0)
		return made;
	if (f->date || f->time)
		*cell = CELL_NO_DATE;
	memcpy(out, text, n);
	return n;
}

/* HH:MM[:SS[.fff]] with or without Z; seconds, rounded, or -1. */
static int
iso_time(const char *p, size_t n)
{
	double seconds = 0;
	int h, m;

	if (n > 0 && p[n - 1] == 'Z')
		n--;
	if (n < 5 || p[2] != ':' || (n > 5 && (n < 8 || p[5] != ':')))
		return -1;
	h = date_digits(p, 2);
	m = date_digits(p + 3, 2);
	if (n > 5 && (p[6] < '0' || p[6] > '9' || memchr(p + 6, 'e', n - 6) !=
	    NULL || !num_double(p + 6, n - 6, &seconds)))
		return -1;
	if (h < 0 || h > 23 || m < 0 || m > 59 || seconds < 0 ||
	    seconds >= 60)
		return -1;
	return h * 3600 + m * 60 + (int)lround(seconds);
}

size_t
iso_cell(const char *p, size_t n, char out[NUMBER_TEXT], enum cell_kind *cell)
{
	int seconds = 0;
	char *t = out;
	date d;

	if (n >= 5 && p[2] == ':') {
		*cell = CELL_TIME;
		seconds = iso_time(p, n);
		return seconds < 0 || seconds == DAY ? 0 :
		    (size_t)(clock(out, seconds) - out);
	}
	d = date_parse(p, n < 10 ? n : 10);
	if (d == DATE_NONE || (n > 10 && p[10] != 'T' && p[10] != ' '))
		return 0;
	if (n > 10 && (seconds = iso_time(p + 11, n - 11)) == -1)
		return 0;
	date_format(d + (seconds == DAY), out);
	t += 10;
	*cell = seconds % DAY == 0 ? CELL_DATE : CELL_MOMENT;
	if (*cell == CELL_DATE)
		return (size_t)(t - out);
	*t++ = ' ';
	return (size_t)(clock(t, seconds) - out);
}
