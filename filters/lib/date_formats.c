/* SPDX-License-Identifier: MIT */
/* Dates, times and durations by declared formats: see date.h. */
#include <string.h>

#include "date.h"
#include "num.h"

/* The words of a format.  Longest first, so that DD is not two Ds. */
enum word { W_YEAR, W_YEAR2, W_MONTH, W_NAME, W_DAY, W_HOUR, W_MINUTE,
	W_SECOND, W_HALF, W_LITERAL };

static const struct {
	const char *text;
	enum word word;
	int low, high;		/* digits wanted */
} words[] = {
	{ "Month", W_NAME, 0, 1 }, { "YYYY", W_YEAR, 4, 4 },
	{ "CCYY", W_YEAR, 4, 4 }, { "Mon", W_NAME, 0, 0 },
	{ "YY", W_YEAR2, 2, 2 }, { "MM", W_MONTH, 2, 2 },
	{ "MI", W_MINUTE, 2, 2 }, { "DD", W_DAY, 2, 2 },
	{ "HH", W_HOUR, 2, 2 }, { "SS", W_SECOND, 2, 2 },
	{ "AM", W_HALF, 0, 0 }, { "D", W_DAY, 1, 2 }, { "M", W_MONTH, 1, 2 },
	{ "H", W_HOUR, 1, 2 }
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };
enum { MAX_FORMAT = 100 };	/* bytes */

/* Months, English then Welsh; 1-12 by place; the first three are the short. */
static const char *const months[] = {
	"january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december",
	"ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin",
	"gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr"
};

/* What people write instead of the first three letters. */
static const struct {
	const char *text;
	int month;
} shortened[] = {
	{ "sept", 9 }, { "chwef", 2 }, { "gorff", 7 }, { "awst", 8 },
	{ "medi", 9 }, { "tach", 11 }, { "rhag", 12 }
};

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Index in words of the word that format begins with, or -1: a literal. */
static int
word_at(const char *format)
{
	int i;

	for (i = 0; i < WORDS; i++)
		if (format[0] == words[i].text[0] && strncmp(format,
		    words[i].text, strlen(words[i].text)) == 0)
			return i;
	return -1;
}

/*
 * The words of a format as bits, each at most once; 0 when it is none.  Digits that
 * may be one or two touch no others: 2010111 by YYYYMD would be two days.
 */
static unsigned
words_of(const char *format)
{
	bool digits = false, loose = false;	/* the word that ends here */
	unsigned seen = 0;
	int w;

	if (strlen(format) > MAX_FORMAT)
		return 0;
	while (*format != '\0') {
		w = word_at(format);
		if (w == -1) {
			if ((*format >= 'A' && *format <= 'Z' &&
			    *format != 'T' && *format != 'Z') ||
			    (*format >= 'a' && *format <= 'z'))
				return 0;
			digits = *format >= '0' && *format <= '9';
			if (digits && loose)
				return 0;
			loose = false;
			format++;
			continue;
		}
		if ((seen & 1u << words[w].word) != 0 ||
		    (words[w].low > 0 && (loose ||
		    (digits && words[w].low < words[w].high))))
			return 0;
		/* Nobody writes minutes before hours: 10:09 would be both. */
		if (words[w].word >= W_HOUR && words[w].word < W_SECOND &&
		    (seen >> (words[w].word + 1) & ((1u << (W_SECOND -
		    words[w].word)) - 1)) != 0)
			return 0;
		digits = words[w].low > 0;
		loose = digits && words[w].low < words[w].high;
		seen |= 1u << words[w].word;
		format += strlen(words[w].text);
	}
	return seen;
}

/* Is the time in these words one that could be told? */
static bool
time_words_ok(unsigned seen)
{
	const unsigned hour = 1u << W_HOUR, minute = 1u << W_MINUTE,
	    second = 1u << W_SECOND, half = 1u << W_HALF;

	return ((seen & minute) == 0 || (seen & hour) != 0) &&
	    ((seen & second) == 0 || (seen & minute) != 0) &&
	    ((seen & half) == 0 || (seen & hour) != 0);
}

static bool
is_excel(const char *format)
{
	return is(format, "excel") || is(format, "excel-1904");
}

bool
date_format_ok(const char *format)
{
	unsigned seen = words_of(format);

	return is_excel(format) || (time_words_ok(seen) &&
	    ((seen >> W_YEAR & 1) ^ (seen >> W_YEAR2 & 1)) != 0 &&
	    ((seen >> W_MONTH & 1) ^ (seen >> W_NAME & 1)) != 0 &&
	    (seen >> W_DAY & 1) != 0);
}

bool
date_format_has_time(const char *format)
{
	return is_excel(format) || (words_of(format) >> W_HOUR & 1) != 0;
}

bool
date_format_has_pivot(const char *format)
{
	return (words_of(format) >> W_YEAR2 & 1) != 0;
}

bool
time_format_ok(const char *format)
{
	unsigned seen = words_of(format);
	const unsigned hour = 1u << W_HOUR, day = 1u << W_DAY |
	    1u << W_MONTH | 1u << W_NAME | 1u << W_YEAR | 1u << W_YEAR2;

	return is(format, "excel") || (time_words_ok(seen) &&
	    (seen & hour) != 0 && (seen & day) == 0);
}

bool
time_format_has_seconds(const char *format)
{
	return is(format, "excel") || (words_of(format) >> W_SECOND & 1) != 0;
}

bool
duration_format_ok(const char *format)
{
	return is(format, "H:MI") || is(format, "H:MI:SS") ||
	    is(format, "seconds") || is(format, "minutes") ||
	    is(format, "hours") || is(format, "days");
}

/* Does p begin with the first len letters of a word, in any case? */
static bool
begins(const char *p, size_t n, const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < len && i < n && (p[i] | 0x20) == word[i]; i++)
		;
	return i == len;
}

/* The month whose name, or what it is shortened to, p begins with; or -1. */
static int
month_name(const char *p, size_t n, bool full, size_t *used)
{
	size_t i;

	for (i = 0; !full && i < sizeof(shortened) / sizeof(shortened[0]);
	    i++) {
		*used = strlen(shortened[i].text);
		if (begins(p, n, shortened[i].text, *used))
			return shortened[i].month;
	}
	for (i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		*used = full ? strlen(months[i]) : 3;
		if (begins(p, n, months[i], *used))
			return (int)(i % 12) + 1;
	}
	return -1;
}

/* am, pm, a.m. or p.m., in any case: 0 or 1, or -1. */
static int
half_of_day(const char *p, size_t n, size_t *used)
{
	size_t i = 1;
	int half;

	if (n == 0 || ((half = *p | 0x20) != 'a' && half != 'p'))
		return -1;
	i += i < n && p[i] == '.';
	if (i == n || (p[i] | 0x20) != 'm')
		return -1;
	i++;
	i += i < n && p[i] == '.' && p[1] == '.';
	*used = i;
	return half == 'p';
}

/* One word of the format out of p: its value, or -1. */
static int
read_word(const char *p, size_t n, int w, size_t *used)
{
	if (words[w].word == W_NAME)
		return month_name(p, n, words[w].high == 1, used);
	if (words[w].word == W_HALF)
		return half_of_day(p, n, used);
	*used = (size_t)words[w].low;
	if (words[w].high > words[w].low && n > *used && p[*used] >= '0' &&
	    p[*used] <= '9')
		++*used;
	return *used <= n ? date_digits(p, (int)*used) : -1;
}

/* All parts of a moment by a format, -1 for those it lacks. */
static bool
read_parts(const char *p, size_t n, const char *format, int *part)
{
	size_t used;
	int w, v;

	for (w = 0; w < W_LITERAL; w++)
		part[w] = -1;
	for (; *format != '\0'; p += used, n -= used) {
		w = word_at(format);
		if (w == -1) {
			if (n == 0 || *p != *format)
				return false;
			used = 1;
			format++;
			continue;
		}
		v = read_word(p, n, w, &used);
		if (v == -1)
			return false;
		part[words[w].word == W_NAME ? W_MONTH : words[w].word] = v;
		format += strlen(words[w].text);
	}
	return n == 0;
}

/* Seconds since midnight of these parts; 0 without any; -1: no such time. */
static int
time_of(const int *part)
{
	int hour = part[W_HOUR] == -1 ? 0 : part[W_HOUR];
	int minute = part[W_MINUTE] == -1 ? 0 : part[W_MINUTE];
	int second = part[W_SECOND] == -1 ? 0 : part[W_SECOND];

	if (part[W_HALF] != -1) {
		if (hour < 1 || hour > 12)
			return -1;
		hour = hour % 12 + 12 * part[W_HALF];
	}
	if (hour > 23 || minute > 59 || second > 59)
		return -1;
	return (hour * 60 + minute) * 60 + second;
}

/*
 * A spreadsheet's number: whole days and the seconds of the day behind the
 * point, to the nearest, or false.
 */
static bool
read_serial(const char *p, size_t n, int64_t *days, int *seconds)
{
	const char *point = memchr(p, '.', n);
	size_t whole = point == NULL ? n : (size_t)(point - p), i;
	__extension__ __int128 fraction = 0, one = 1;
	uint64_t v;

	if (whole > 7 || !num_uint(p, whole, &v))
		return false;
	for (i = whole + 1; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		if (i > whole + 18)
			continue;	/* finer than it can be written */
		fraction = fraction * 10 + (p[i] - '0');
		one *= 10;
	}
	if (point != NULL && whole + 1 == n)
		return false;
	*days = (int64_t)v;
	*seconds = (int)((fraction * 86400 * 2 + one) / (2 * one));
	return true;
}

/*
 * Excel counts 1900-01-01 as day 1 and believes in a 29 February 1900, day 60:
 * that number stands for no day at all.
 */
static date
excel_date(const char *p, size_t n, bool from_1904)
{
	int64_t days;
	int seconds, y, m, d;
	date day;

	if (!read_serial(p, n, &days, &seconds) || days > 2958465 ||
	    (!from_1904 && (days == 0 || days == 60)))
		return DATE_NONE;
	day = from_1904 ? date_make(1904, 1, 1) + (date)days :
	    date_make(1899, 12, days < 60 ? 31 : 30) + (date)days;
	date_split(day, &y, &m, &d);
	return date_make(y, m, d);	/* not beyond 9999 */
}

date
date_parse_as(const char *p, size_t n, const char *format, int pivot)
{
	int part[W_LITERAL], year;

	if (is_excel(format))
		return excel_date(p, n, is(format, "excel-1904"));
	if (!read_parts(p, n, format, part) || time_of(part) == -1)
		return DATE_NONE;
	year = part[W_YEAR];
	if (part[W_YEAR2] != -1)
		year = pivot + (part[W_YEAR2] - pivot % 100 + 100) % 100;
	return date_make(year, part[W_MONTH], part[W_DAY]);
}

const char *
date_format_like(const char *p, size_t n)
{
	static const char *const usual[] = {
		"YYYY-MM-DD", "DD/MM/YYYY", "D/M/YYYY", "DD/MM/YY",
		"DD-MM-YYYY", "DD.MM.YYYY", "YYYYMMDD", "DD Mon YYYY",
		"D Mon YYYY", "DD-Mon-YYYY", "DD-Mon-YY", "D Month YYYY",
		"YYYY-MM-DD HH:MI:SS", "YYYY-MM-DD HH:MI:SS.000",
		"YYYY-MM-DDTHH:MI:SS", "YYYY-MM-DD HH:MI", "YYYY/MM/DD",
		"YYYY-Mon-DD HH:MI:SS", "DD/MM/YYYY HH:MI:SS",
		"DD/MM/YYYY HH:MI", "MM/DD/YYYY", "M/D/YYYY", "excel"
	};
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (date_parse_as(p, n, usual[i], DATE_PIVOT) != DATE_NONE)
			return usual[i];
	return NULL;
}

int
time_parse_as(const char *p, size_t n, const char *format)
{
	int part[W_LITERAL], seconds;
	int64_t days;

	if (is(format, "excel"))
		return read_serial(p, n, &days, &seconds) && days == 0 &&
		    seconds < 86400 ? seconds : -1;
	return read_parts(p, n, format, part) ? time_of(part) : -1;
}

/* A decimal number of units, if it makes whole seconds. */
static int64_t
units(const char *p, size_t n, int64_t unit)
{
	__extension__ __int128 seconds;
	int64_t v;
	int scale;

	if (!num_decimal(p, n, &v, &scale) || v < 0)
		return -1;
	for (seconds = (__int128)v * unit; scale > 0; scale--) {
		if (seconds % 10 != 0)
			return -1;
		seconds /= 10;
	}
	return seconds > INT64_MAX / 2 ? -1 : (int64_t)seconds;
}

int64_t
duration_parse_as(const char *p, size_t n, const char *format)
{
	size_t tail = is(format, "H:MI") ? 3 : 6;
	uint64_t hours;
	int minute, second = 0;

	if (is(format, "seconds"))
		return units(p, n, 1);
	if (is(format, "minutes"))
		return units(p, n, 60);
	if (is(format, "hours"))
		return units(p, n, 3600);
	if (is(format, "days"))
		return units(p, n, 86400);
	if (n <= tail || n > tail + 7 || !num_uint(p, n - tail, &hours) ||
	    p[n - tail] != ':')
		return -1;
	p += n - tail + 1;
	minute = date_digits(p, 2);
	if (tail == 6)
		second = p[2] == ':' ? date_digits(p + 3, 2) : -1;
	if (minute == -1 || minute > 59 || second == -1 || second > 59)
		return -1;
	return ((int64_t)hours * 60 + minute) * 60 + second;
}

static char *
two_digits(char *t, int v)
{
	*t++ = (char)('0' + v / 10);
	*t++ = (char)('0' + v % 10);
	return t;
}

static char *
some_text(char *t, const char *text, size_t n)
{
	memcpy(t, text, n);
	return t + n;
}

/* How a day is written to be read by another format. */
struct hand {
	bool padded;	/* M, D and H have a zero before one digit */
	bool half;	/* the format has am and pm */
	int time;	/* 0 midnight; else parts of the day stand there, too */
};

/* Hour, minute and second that stand with a day: none beyond what each may be. */
static int
of_the_time(enum word w, struct hand hand, int y, int m, int day)
{
	const int parts[3][3] = {
		{ 0, 0, 0 }, { day, m, y % 100 }, { m, y % 100, day }
	};

	return parts[hand.time][w == W_HOUR ? 0 : w == W_MINUTE ? 1 : 2];
}

/* The text of a day in a format; its length. */
static size_t
write_day(char *out, const char *format, date d, struct hand hand)
{
	const char *month;
	char *t = out;
	int y, m, day, w, v;

	date_split(d, &y, &m, &day);
	month = months[m - 1];
	while (*format != '\0') {
		w = word_at(format);
		if (w == -1) {
			*t++ = *format++;
			continue;
		}
		format += strlen(words[w].text);
		switch (words[w].word) {
		case W_YEAR:
			t = two_digits(two_digits(t, y / 100), y % 100);
			break;
		case W_YEAR2:
			t = two_digits(t, y % 100);
			break;
		case W_NAME:
			t = some_text(t, month, words[w].high == 1 ?
			    strlen(month) : 3);
			break;
		case W_MONTH:
		case W_DAY:
			v = words[w].word == W_MONTH ? m : day;
			if (v >= 10 || words[w].low == 2 || hand.padded)
				t = two_digits(t, v);
			else
				*t++ = (char)('0' + v);
			break;
		case W_HALF:
			t = some_text(t, "am", 2);
			break;
		default:
			v = of_the_time(words[w].word, hand, y, m, day);
			if (hand.half && words[w].word == W_HOUR && v == 0)
				v = 12;		/* am: midnight */
			t = two_digits(t, v);
		}
	}
	return (size_t)(t - out);
}

/* Has a format words of one digit or two, D, M or H? */
static bool
has_short(const char *format)
{
	int w;

	for (; *format != '\0'; format += w == -1 ? 1 :
	    strlen(words[w].text)) {
		w = word_at(format);
		if (w != -1 && words[w].low == 1)
			return true;
	}
	return false;
}

/*
 * Does g read a text that f wrote as another day than f does?  Every order of day,
 * month and year, and of what is a time, meets its like in these years, and what is
 * taken for a month is no day beyond the twelfth.
 */
static bool
reads_otherwise(const char *f, const char *g, int pivot)
{
	const unsigned seen = words_of(f);
	const int times = (seen >> W_HOUR & 1) != 0 ? 3 : 1;
	const int pads = has_short(f) ? 2 : 1;
	char text[2 * MAX_FORMAT];	/* no word is written in twice its length */
	struct hand hand = { .half = (seen >> W_HALF & 1) != 0 };
	date d, other;
	size_t n;
	int i, way;

	for (i = 0; i < 12 * 12 * 12; i++) {
		d = date_make(2001 + i / 144, 1 + i / 12 % 12, 1 + i % 12);
		for (way = 0; way < times * pads; way++) {
			hand.time = way % times;
			hand.padded = way >= times;
			n = write_day(text, f, d, hand);
			other = date_parse_as(text, n, g, pivot);
			if (other != DATE_NONE && other !=
			    date_parse_as(text, n, f, pivot))
				return true;
		}
	}
	return false;
}

bool
date_formats_differ(const char *f, const char *g, int pivot)
{
	if (is(f, g))
		return false;
	/* A spreadsheet's day is written by no format: only read. */
	if (is_excel(f) && is_excel(g))
		return true;
	return (!is_excel(f) && reads_otherwise(f, g, pivot)) ||
	    (!is_excel(g) && reads_otherwise(g, f, pivot));
}
