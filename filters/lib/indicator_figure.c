/* SPDX-License-Identifier: MIT */
/*
 * What an indicator's figures are: their unit, a ratio beside an exact decimal,
 * a decimal as text.
 */
#include <stdio.h>
#include <string.h>

#include "indicator.h"
#include "num.h"

/* What comes behind the word, or NULL if text does not begin with it. */
static const char *
behind(const char *text, const char *word)
{
	size_t n = strlen(word);

	return strncmp(text, word, n) == 0 && text[n] != '\0' ? text + n :
	    NULL;
}

bool
unit_set(struct indicator *ind, const char *text)
{
	uint64_t per = 100;

	ind->unit = UNIT_PERCENT;
	ind->unit_text = text;
	ind->unit_what = NULL;
	ind->places = 1;
	if (text == NULL || strcmp(text, "percent") == 0) {
		;
	} else if (strcmp(text, "count") == 0) {
		ind->unit = UNIT_COUNT;
		ind->places = 0;
		per = 1;
	} else if ((ind->unit_what = behind(text, "mean ")) != NULL) {
		ind->unit = UNIT_MEAN;
		per = 1;
	} else if ((ind->unit_what = behind(text, "median ")) != NULL) {
		ind->unit = UNIT_MEDIAN;
		per = 1;
	} else {
		ind->unit = UNIT_RATE;
		if (strncmp(text, "per ", 4) != 0 ||
		    !num_uint(text + 4, strlen(text + 4), &per) || per < 1 ||
		    per > 1000000)
			return false;
	}
	ind->per = (int64_t)per;
	return true;
}

int
ratio_compare(int64_t numerator, int64_t denominator, int64_t per,
    struct decimal d)
{
	/*
	 * per * numerator / denominator against digits / 10^scale.  Counts
	 * fit 63 bits, per 20 and 10^scale 30, so the left side needs 113.
	 */
	__int128 left = (__int128)numerator * per;
	__int128 right = (__int128)d.digits * denominator;

	for (int i = 0; i < d.scale; i++)
		left *= 10;
	return (left > right) - (left < right);
}

void
decimal_format(struct decimal d, char *out, size_t size)
{
	int64_t unit = 1;
	uint64_t a = d.digits < 0 ? 0 - (uint64_t)d.digits :
	    (uint64_t)d.digits;

	for (int i = 0; i < d.scale; i++)
		unit *= 10;
	if (d.scale == 0)
		snprintf(out, size, "%s%llu", d.digits < 0 ? "-" : "",
		    (unsigned long long)a);
	else
		snprintf(out, size, "%s%llu.%0*llu", d.digits < 0 ? "-" : "",
		    (unsigned long long)(a / (uint64_t)unit), d.scale,
		    (unsigned long long)(a % (uint64_t)unit));
}
