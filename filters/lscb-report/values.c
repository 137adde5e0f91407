/* SPDX-License-Identifier: MIT */
/*
 * Numbers as they are shown: worked out exactly from numerator and denominator
 * and rounded once, half up, to the indicator's places.  The ends of an
 * interval, which no ratio gives, are rounded half up on the exact digits of
 * the double.  Forecasts and what was published are rounded likewise.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "num.h"
#include "report.h"
#include "tool.h"

/* The digits of a number with a comma between thousands. */
const char *
grouped(struct report *r, const char *digits)
{
	struct buf b = { 0 };
	size_t whole = strcspn(digits, "."), i;

	for (i = 0; digits[i] != '\0'; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0 &&
		    digits[i - 1] != '-' && buf_addc(&b, ',') == -1)
			tool_need(NULL);
		if (buf_addc(&b, digits[i]) == -1)
			tool_need(NULL);
	}
	return text_of(r, &b);
}

bool
value_digits(const struct indicator *ind, const struct row *row, char *out,
    size_t size)
{
	if (row != NULL && row->available && row->by_value) {
		bound_digits(ind, row->value, out, size);
		return true;
	}
	return row != NULL && row->available && ratio_format(row->numerator,
	    ind->unit == UNIT_COUNT ? 1 : row->denominator, ind->per,
	    ind->places, out, size);
}

const char *
in_unit(struct report *r, const struct indicator *ind, const char *bare)
{
	char per[24];

	switch (ind->unit) {
	case UNIT_PERCENT:
		return say(r, "unit-percent", "value", bare, NULL);
	case UNIT_RATE:
		(void)snprintf(per, sizeof(per), "%lld", (long long)ind->per);
		return say(r, "unit-rate", "value", bare, "per",
		    grouped(r, per), NULL);
	case UNIT_MEAN:
	case UNIT_MEDIAN:
		return say(r, "unit-what", "value", bare, "what",
		    ind->unit_what, NULL);
	case UNIT_COUNT:
		break;
	}
	return bare;
}

/* Digits with commas between thousands, and their unit. */
static const char *
shown(struct report *r, const struct indicator *ind, const char *digits)
{
	return in_unit(r, ind, grouped(r, digits));
}

const char *
value_words(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	char digits[64];

	if (!value_digits(ind, row, digits, sizeof(digits)))
		return say(r, "not-available", NULL);
	return shown(r, ind, digits);
}

/* 0.25 to one place is 0.3: printf would say 0.2. */
void
bound_digits(const struct indicator *ind, double v, char *out, size_t size)
{
	char digits[400], *end, *p;
	int places = ind->places;

	/* The leading 0 is room for a carry. */
	if (snprintf(digits, sizeof(digits), "0%.60f", fabs(v)) >=
	    (int)sizeof(digits) || (p = strchr(digits, '.')) == NULL) {
		out[0] = '\0';
		return;
	}
	end = places > 0 ? p + places + 1 : p;
	if (*(places > 0 ? end : p + 1) >= '5') {
		for (p = end - 1; *p == '9' || *p == '.'; p--)
			if (*p == '9')
				*p = '0';
		(*p)++;
	}
	*end = '\0';
	p = digits[0] == '0' && digits[1] != '.' && digits[1] != '\0' ?
	    digits + 1 : digits;
	(void)snprintf(out, size, "%s%s", v < 0 && strspn(p, "0.") <
	    strlen(p) ? "-" : "", p);
}

const char *
bound_words(struct report *r, const struct indicator *ind, double v)
{
	char digits[400];

	bound_digits(ind, v, digits, sizeof(digits));
	return shown(r, ind, digits);
}

const char *
bound_bare(struct report *r, const struct indicator *ind, double v)
{
	char digits[400];

	bound_digits(ind, v, digits, sizeof(digits));
	return ind->unit == UNIT_PERCENT ? shown(r, ind, digits) :
	    grouped(r, digits);
}

const char *
range_words(struct report *r, const struct indicator *ind, const char *label,
    double low, double high)
{
	return say(r, label, "low", bound_bare(r, ind, low), "high",
	    bound_words(r, ind, high), NULL);
}

const char *
decimal_words(struct report *r, const struct indicator *ind, struct decimal d)
{
	char out[48];

	decimal_format(d, out, sizeof(out));
	return shown(r, ind, out);
}

const char *
signal_words(struct report *r, const char *codes)
{
	const char *words = NULL, *one;
	char *code, *rest = tool_need(arena_strdup(&r->mem, codes));

	while ((code = strsep(&rest, ";")) != NULL) {
		one = say(r, join(r, "signal", "-", code), NULL);
		words = words == NULL ? one : join(r, words, "; ", one);
	}
	return words;
}

/* What a value was worked out from; for a missing one, why it is. */
const char *
counts_words(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	if (row == NULL)
		return say(r, "why-no-period", NULL);
	if (row->available && row->denominator >= 0 &&
	    (ind->unit == UNIT_MEAN || ind->unit == UNIT_MEDIAN))
		return say(r, ind->unit == UNIT_MEAN ? "counts-mean" :
		    "counts-median", "n", number_words(r, row->denominator),
		    NULL);
	if (row->available && (ind->unit == UNIT_COUNT || row->by_value))
		return "";
	if (row->available)
		return say(r, ind->population ? "counts-population" :
		    "counts", "numerator",
		    number_words(r, row->numerator), "denominator",
		    number_words(r, row->denominator), NULL);
	if (row->denominator == 0)
		return say(r, "why-zero", NULL);
	if (ind->population && row->denominator < 0)
		return say(r, "why-population", NULL);
	return say(r, "why-no-data", NULL);
}
