/* SPDX-License-Identifier: MIT */
/* See reference.h. */
#include <string.h>

#include "check.h"
#include "date.h"
#include "reference.h"

enum { LONGEST = 32, WORD = 4 };	/* letters in a row that may be a name */

/* What a spreadsheet makes of the days from 1993 to 2036, and of all near. */
enum { FIRST_DAY = 34000, LAST_DAY = 50000 };

static bool
fits_any(const char *p, size_t n, const char *const *formats)
{
	for (; *formats != NULL; formats++)
		if (date_parse_as(p, n, *formats, DATE_PIVOT) != DATE_NONE)
			return true;
	return false;
}

/* Digits alone that may be a day, also with its first nought lost. */
static bool
is_day_in_digits(struct field f)
{
	static const char *const six[] = {"DDMMYY", "MMDDYY", "YYMMDD", NULL};
	static const char *const eight[] = {"DDMMYYYY", "MMDDYYYY", NULL};
	char text[9] = "0";
	long day = 0;
	size_t i;

	if (f.n < 5 || f.n > 8)
		return false;
	memcpy(text + 1, f.p, f.n < 8 ? f.n : 7);
	for (i = 0; i < f.n; i++)
		day = day * 10 + (f.p[i] - '0');
	switch (f.n) {
	case 5:
		return (day >= FIRST_DAY && day <= LAST_DAY) ||
		    fits_any(text, 6, six);
	case 6:
		return fits_any(f.p, 6, six);
	case 7:
		return fits_any(text, 8, eight);
	default:
		return true;
	}
}

static bool
is_day_with_month(struct field f)
{
	static const char *const formats[] = {
		"DMonYYYY", "DMonYY", "D-MonYYYY", "DMon-YYYY", "D.MonYYYY",
		"YYYYMonDD", "YYYYMonD", "MonDDYYYY", "MonDYYYY", NULL
	};

	return fits_any(f.p, f.n, formats);
}

/* A year and a month: of a birth, perhaps. */
static bool
is_month(struct field f)
{
	static const char *const formats[] = {
		"YYYY-MM-DD", "YYYY/MM/DD", "MM-YYYY-DD", "MM/YYYY/DD", NULL
	};
	char text[10];

	if (f.n != 7)
		return false;
	memcpy(text, f.p, 7);
	text[7] = text[4] == '-' || text[4] == '/' ? text[4] : text[2];
	memcpy(text + 8, "01", 2);
	return fits_any(text, 10, formats);
}

/* Two letters, six digits, a letter: national insurance. */
static bool
is_insurance(const char *p, size_t n)
{
	size_t i;

	for (i = 0; n == 9 && i < n; i++)
		if ((p[i] >= '0' && p[i] <= '9') != (i > 1 && i < 8))
			return false;
	return n == 9;
}

/* Ten digits somewhere that are an NHS number, or a telephone's. */
static bool
has_number(const char *p, size_t n)
{
	char text[NHS_LEN];
	size_t i, run = 0;

	for (i = 0; i <= n; i++) {
		if (i < n && p[i] >= '0' && p[i] <= '9') {
			run++;
			continue;
		}
		if ((run == 10 && nhs_check(p + i - 10, 10, text) ==
		    CHECK_OK) || ((run == 10 || run == 11) &&
		    p[i - run] == '0'))
			return true;
		run = 0;
	}
	return false;
}

bool
reference_ok(struct field f)
{
	char text[UPN_LEN + POSTCODE_MAX + NHS_LEN], bare[LONGEST];
	size_t i, n = 0, digits = 0, letters = 0, in_a_row = 0, underscores = 0;

	if (f.n == 0 || f.n > LONGEST)
		return false;
	for (i = 0; i < f.n; i++) {
		if ((f.p[i] | 0x20) >= 'a' && (f.p[i] | 0x20) <= 'z') {
			letters++;
			if (++in_a_row == WORD)
				return false;
		} else {
			in_a_row = 0;
			underscores += f.p[i] == '_';
			if (f.p[i] == '/' || f.p[i] == '-' || f.p[i] == '_')
				continue;
			if (f.p[i] < '0' || f.p[i] > '9')
				return false;
			digits++;
		}
		bare[n++] = f.p[i];
	}
	/* Two signs may be those of a day. */
	if (digits == 0 || f.n - n - underscores > 1)
		return false;
	if (letters == 0 && (f.n - n > 1 || digits == 8 ||
	    is_day_in_digits((struct field){ bare, n })))
		return false;
	return !is_day_with_month(f) && !is_month(f) &&
	    !is_insurance(bare, n) && !has_number(bare, n) &&
	    postcode_normal(bare, n, text) == 0 &&
	    nhs_check(bare, n, text) == CHECK_FORM &&
	    upn_check(bare, n, text) == CHECK_FORM;
}
