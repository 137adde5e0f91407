/* SPDX-License-Identifier: MIT */
/*
 * Number formats of a workbook, such as [$-809]dd\ mmm\ yyyy;@ : see
 * sheet_number.h.  What matters is whether the number is shown as a date, a time
 * or a percentage, or with leading zeros.
 */
#include <string.h>
#include <strings.h>

#include "sheet_number.h"

/* A place in a format, and what was seen before it. */
struct scan {
	const char *p;
	bool after_hour;	/* an m that follows is minutes */
	bool month;		/* the last m was taken for a month, and an s
				 * that follows makes it minutes */
	bool general;
};

/* [h], [mm]: time that has passed; other brackets say nothing here. */
static const char *
bracket(struct number_format *f, struct scan *s)
{
	const char *end = strchr(s->p, ']');
	size_t n;

	if (end == NULL)
		return s->p + strlen(s->p);
	n = strspn(s->p + 1, "hHmMsS");
	if (n > 0 && s->p + 1 + n == end) {
		f->elapsed = f->time = true;
		s->after_hour = true;
	}
	return end + 1;
}

/* What is text, and no word of the format; NULL: it is none. */
static const char *
literal(struct number_format *f, struct scan *s)
{
	const char *end;

	switch (*s->p) {
	case '"':
		end = strchr(s->p + 1, '"');
		return end == NULL ? s->p + strlen(s->p) : end + 1;
	case '\\':
	case '_':
	case '*':
		return s->p + (s->p[1] == '\0' ? 1 : 2);
	case '[':
		return bracket(f, s);
	default:
		return NULL;
	}
}

/* mmm is a month; m is minutes behind hours and before seconds. */
static void
month_or_minute(struct number_format *f, struct scan *s, size_t n)
{
	if (s->after_hour && n < 3) {
		f->time = true;
		s->after_hour = false;
		return;
	}
	s->month = n < 3;
	if (n >= 3)
		f->date = true;
}

static void
settle_month(struct number_format *f, struct scan *s, bool minutes)
{
	if (s->month && minutes)
		f->time = true;
	else if (s->month)
		f->date = true;
	s->month = false;
}

/* A run of one letter of dates or times. */
static void
word(struct number_format *f, struct scan *s, char c, size_t n)
{
	switch (c) {
	case 'y': case 'd': case 'e': case 'b': case 'a':
		settle_month(f, s, false);
		f->date = true;
		s->after_hour = false;
		break;
	case 'h':
		settle_month(f, s, false);
		f->time = true;
		s->after_hour = true;
		break;
	case 's':
		settle_month(f, s, true);
		f->time = true;
		s->after_hour = false;
		break;
	case 'm':
		settle_month(f, s, false);
		month_or_minute(f, s, n);
	}
}

/* General, AM/PM, E+00: words that are no letters of a date; their length. */
static size_t
other_word(struct number_format *f, const char *p)
{
	if (strncasecmp(p, "General", 7) == 0)
		return 7;
	if (strncasecmp(p, "AM/PM", 5) == 0) {
		f->time = true;
		return 5;
	}
	if (strncasecmp(p, "A/P", 3) == 0) {
		f->time = true;
		return 3;
	}
	return (*p == 'E' || *p == 'e') && (p[1] == '+' || p[1] == '-') ? 2 :
	    0;
}

/*
 * 00000, and 000\ 000\ 0000, give a number digits that it has not got: those are
 * part of what a person means.  #,##0 and 0.00 say nothing of that.
 */
static void
leading_zeros(struct number_format *f, const char *p)
{
	bool quoted = false;
	size_t n = 0, digits = 0;

	for (; *p != '\0' && (quoted || *p != ';'); p++) {
		if (n + 3 > sizeof(f->shown))
			return;
		if (*p == '"') {
			quoted = !quoted;
			continue;
		}
		if (!quoted && *p == '0') {
			f->shown[n++] = '0';
			digits++;
			continue;
		}
		if (!quoted && *p == '[' && strchr(p, ']') != NULL) {
			if (p[1] == '$' && p[2] != '-')
				return;		/* a currency */
			p = strchr(p, ']');
			continue;
		}
		if (!quoted && *p == '\\' && p[1] != '\0')
			p++;
		else if (!quoted && strchr("-+/():!^&'~{}<> ", *p) == NULL)
			return;
		f->shown[n++] = 1;
		f->shown[n++] = *p;
	}
	f->shown[n] = '\0';
	if (digits > 1)
		f->digits = (unsigned char)digits;
}

void
number_format_read(struct number_format *f, const char *code)
{
	struct scan s = { .p = code };
	const char *next;
	size_t n;
	char c;

	memset(f, 0, sizeof(*f));
	while (*s.p != '\0') {
		if ((next = literal(f, &s)) != NULL) {
			s.p = next;
			continue;
		}
		if ((n = other_word(f, s.p)) > 0) {
			s.p += n;
			continue;
		}
		c = *s.p >= 'A' && *s.p <= 'Z' ? (char)(*s.p + 32) : *s.p;
		for (n = 1; s.p[n] == *s.p || (c >= 'a' && c <= 'z' &&
		    (s.p[n] | 0x20) == c); n++)
			;
		f->percent |= c == '%';
		if (c == ';') {
			settle_month(f, &s, false);
			s.after_hour = false;
		}
		word(f, &s, c, n);
		s.p += n;
	}
	settle_month(f, &s, false);
	if (f->date || f->time)
		f->percent = false;
	else if (!f->percent)
		leading_zeros(f, code);
}

void
number_format_built_in(struct number_format *f, unsigned long id)
{
	memset(f, 0, sizeof(*f));
	f->percent = id == 9 || id == 10 || id == 67 || id == 68;
	f->date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
	    (id >= 50 && id <= 58) || (id >= 71 && id <= 74) || id == 77;
	f->time = (id >= 18 && id <= 22) || (id >= 45 && id <= 47) ||
	    id == 32 || id == 33 || (id >= 75 && id <= 81);
	f->elapsed = id == 46 || id == 79;
	if (id == 32 || id == 33)	/* of Japanese: hours and minutes */
		f->date = false;
}
