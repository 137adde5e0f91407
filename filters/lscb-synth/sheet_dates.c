/* SPDX-License-Identifier: MIT */
/* See sheet_dates.h. */
#include <string.h>

#include "date.h"
#include "sheet_dates.h"

/* What stands in a compiled format for a word; all else for itself. */
enum { WORD_NONE, WORD_YEAR, WORD_YEAR_2, WORD_NAME, WORD_MONTH,
	WORD_MONTH_1, WORD_DAY, WORD_DAY_1 };

/* Longest first, so that DD is not two Ds.  WORD_NONE: of the time. */
static const struct {
	const char *text;
	char word;
} words[] = {
	{ "YYYY", WORD_YEAR }, { "YY", WORD_YEAR_2 }, { "Mon", WORD_NAME },
	{ "MM", WORD_MONTH }, { "DD", WORD_DAY }, { "HH", WORD_NONE },
	{ "MI", WORD_NONE }, { "SS", WORD_NONE }, { "M", WORD_MONTH_1 },
	{ "D", WORD_DAY_1 }
};

bool
date_compile(const char *format, char out[FORMAT_BYTES])
{
	const size_t n_words = sizeof(words) / sizeof(words[0]);
	size_t n = 0, i;

	if (!date_format_ok(format) || strlen(format) >= FORMAT_BYTES)
		return false;
	while (*format != '\0') {
		for (i = 0; i < n_words; i++)
			if (strncmp(format, words[i].text,
			    strlen(words[i].text)) == 0)
				break;
		if (i == n_words) {
			out[n++] = *format++;
			continue;
		}
		if (words[i].word == WORD_NONE)
			out[n++] = '0';
		out[n++] = words[i].word == WORD_NONE ? '0' : words[i].word;
		format += strlen(words[i].text);
	}
	out[n] = '\0';
	return true;
}

static char *
two_digits(char *p, int v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
	return p + 2;
}

static char *
digits(char *p, int v)
{
	if (v > 9)
		*p++ = (char)('0' + v / 10);
	*p++ = (char)('0' + v % 10);
	return p;
}

char *
date_put(char *p, const char *compiled, int y, int m, int d)
{
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	for (; *compiled != '\0'; compiled++)
		switch (*compiled) {
		case WORD_YEAR:
			p = two_digits(two_digits(p, y / 100), y % 100);
			break;
		case WORD_YEAR_2:
			p = two_digits(p, y % 100);
			break;
		case WORD_NAME:
			memcpy(p, months[m - 1], 3);
			p += 3;
			break;
		case WORD_MONTH:
			p = two_digits(p, m);
			break;
		case WORD_MONTH_1:
			p = digits(p, m);
			break;
		case WORD_DAY:
			p = two_digits(p, d);
			break;
		case WORD_DAY_1:
			p = digits(p, d);
			break;
		default:
			*p++ = *compiled;
		}
	return p;
}
