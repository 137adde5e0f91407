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

bool
reference_ok(struct field f)
{
	char text[UPN_LEN + POSTCODE_MAX + NHS_LEN];
	size_t i, digits = 0, signs = 0, letters = 0, in_a_row = 0;

	if (f.n == 0 || f.n > LONGEST)
		return false;
	for (i = 0; i < f.n; i++) {
		if ((f.p[i] | 0x20) >= 'a' && (f.p[i] | 0x20) <= 'z') {
			letters++;
			if (++in_a_row == WORD)
				return false;
			continue;
		}
		in_a_row = 0;
		if (f.p[i] >= '0' && f.p[i] <= '9')
			digits++;
		else if (f.p[i] == '/' || f.p[i] == '-' || f.p[i] == '.')
			signs++;
		else if (f.p[i] != '_')
			return false;
	}
	if (digits == 0 || signs > 1 || (digits == f.n && is_day_in_digits(f)))
		return false;
	if (digits == 8 && letters == 0)
		return false;
	return !is_day_with_month(f) &&
	    postcode_normal(f.p, f.n, text) == 0 &&
	    nhs_check(f.p, f.n, text) == CHECK_FORM &&
	    upn_check(f.p, f.n, text) == CHECK_FORM;
}
