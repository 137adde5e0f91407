/* SPDX-License-Identifier: MIT */
/* See sheet_dates.h. */
#include <stdio.h>
#include <string.h>

#include "sheet_dates.h"

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
	"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

/* One word of a format at f: its text into word, its length; 0: none. */
static size_t
word_at(const char *f, int y, int m, int d, char *word, size_t size)
{
	const struct {
		const char *word;
		int width, value;
	} words[] = {
		{ "YYYY", 4, y }, { "YY", 2, y % 100 }, { "MM", 2, m },
		{ "DD", 2, d }, { "HH", 2, 0 }, { "MI", 2, 0 }, { "SS", 2, 0 },
		{ "M", 1, m }, { "D", 1, d }
	};
	size_t i, n;

	if (strncmp(f, "Mon", 3) == 0) {
		(void)snprintf(word, size, "%s", months[m - 1]);
		return 3;
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i].word);
		if (strncmp(f, words[i].word, n) == 0) {
			(void)snprintf(word, size, "%0*d", words[i].width,
			    words[i].value);
			return n;
		}
	}
	return 0;
}

void
date_write(date when, const char *format, char *out, size_t size)
{
	char word[16];
	size_t n, used = 0, len;
	int y, m, d;

	date_split(when, &y, &m, &d);
	while (*format != '\0' && used + sizeof(word) < size) {
		n = word_at(format, y, m, d, word, sizeof(word));
		if (n == 0) {
			out[used++] = *format++;
			continue;
		}
		len = strlen(word);
		memcpy(out + used, word, len);
		used += len;
		format += n;
	}
	out[used] = '\0';
}
