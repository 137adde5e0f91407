/* SPDX-License-Identifier: MIT */
/* See date.h. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "date.h"
#include "rows.h"

/*
 * Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms" (2013); years begin on 1 March.  year is 0 or more.
 */
static date
days_from_civil(int year, int month, int day)
{
	static const int before[] = {	/* days of the year before a month */
		306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275
	};
	unsigned y = (unsigned)year - (month <= 2);

	return (int)(y * 365 + y / 4 - y / 100 + y / 400) +
	    before[month - 1] + day - 1 - 719468;
}

void
date_split(date d, int *year, int *month, int *day)
{
	int z = d + 719468, era, doe, yoe, doy, mp;

	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

static int
month_days(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	if (month == 2 && year % 4 == 0 &&
	    (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

date
date_make(int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month))
		return DATE_NONE;
	return days_from_civil(year, month, day);
}

int
date_digits(const char *p, int n)
{
	int v = 0;

	for (; n > 0; n--, p++) {
		if (*p < '0' || *p > '9')
			return -1;
		v = v * 10 + (*p - '0');
	}
	return v;
}

date
date_parse(const char *p, size_t n)
{
	if (n != 10 || p[4] != '-' || p[7] != '-')
		return DATE_NONE;
	return date_make(date_digits(p, 4), date_digits(p + 5, 2),
	    date_digits(p + 8, 2));
}

void
date_format(date d, char out[11])
{
	int y, m, day, i;

	date_split(d, &y, &m, &day);
	for (i = 3; i >= 0; i--, y /= 10)
		out[i] = (char)('0' + y % 10);
	out[4] = out[7] = '-';
	out[5] = (char)('0' + m / 10);
	out[6] = (char)('0' + m % 10);
	out[8] = (char)('0' + day / 10);
	out[9] = (char)('0' + day % 10);
	out[10] = '\0';
}

date
date_add_months(date d, int n)
{
	int y, m, day, months;

	date_split(d, &y, &m, &day);
	months = y * 12 + (m - 1) + n;
	y = months / 12;
	m = months % 12 + 1;
	if (months < 12 || y > 9999)
		return DATE_NONE;
	if (day > month_days(y, m))
		day = month_days(y, m);
	return days_from_civil(y, m, day);
}

int
date_months(date a, date b)
{
	int y1, m1, d1, y2, m2, d2, n;

	date_split(a, &y1, &m1, &d1);
	date_split(b, &y2, &m2, &d2);
	n = (y2 - y1) * 12 + m2 - m1;
	/* 31 January to 28 February is a month: see date_add_months. */
	return d2 < d1 && d2 < month_days(y2, m2) ? n - 1 : n;
}

int
date_weekday(date d)
{
	int w = (d + 3) % 7;	/* 1970-01-01 was a Thursday */

	return (w < 0 ? w + 7 : w) + 1;
}

struct holidays {
	date *d;
	size_t n, cap;
};

static int
by_date(const void *a, const void *b)
{
	date x = *(const date *)a, y = *(const date *)b;

	return (x > y) - (x < y);
}

int
holidays_read(struct holidays **hp, const char *path, struct err *err)
{
	char *paths[1] = { strdup(path) };
	struct holidays *h = calloc(1, sizeof(*h));
	struct reader *rd = NULL;
	const struct rec *rec;
	int col = -1, r = -1;
	void *p;

	if (h == NULL || paths[0] == NULL)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else if (rd_open(&rd, paths, 1, NULL, err) == 0)
		col = rd_need(rd, "date", err);
	while (col != -1 && (r = rd_next(rd, &rec, err)) == 1) {
		p = grow(h->d, h->n, &h->cap, sizeof(date));
		if (p == NULL) {
			r = err_set(err, STATUS_SYSTEM, "", "out of memory");
			break;
		}
		h->d = p;
		h->d[h->n] = date_parse(rec->f[col].p, rec->f[col].n);
		if (h->d[h->n++] == DATE_NONE) {
			err_set(err, STATUS_CONFIG, "bad-date", "not a date, "
			    "want YYYY-MM-DD");
			r = err_at(err, rec->file, rec->line, "date");
			break;
		}
	}
	rd_close(rd);
	free(paths[0]);
	if (r != 0) {
		holidays_free(h);
		return err_definition(err);
	}
	if (h->n > 0)
		qsort(h->d, h->n, sizeof(date), by_date);
	*hp = h;
	return 0;
}

void
holidays_free(struct holidays *h)
{
	if (h == NULL)
		return;
	free(h->d);
	free(h);
}

/* How many holidays are <= d. */
static size_t
holidays_until(const struct holidays *h, date d)
{
	size_t low = 0, high = h->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (h->d[mid] <= d)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
is_working_day(const struct holidays *h, date d)
{
	size_t i = holidays_until(h, d);

	return date_weekday(d) <= 5 && (i == 0 || h->d[i - 1] != d);
}

/* Weekdays (Monday to Friday) among all days <= d, up to a constant. */
static int
weekdays_until(date d)
{
	int z = d + 3;		/* 0 on a Monday */
	int week = z >= 0 ? z / 7 : -((-z + 6) / 7), day = z - week * 7;

	return week * 5 + (day < 5 ? day + 1 : 5);
}

int
working_days(const struct holidays *h, date a, date b)
{
	size_t i, last;
	int n;

	if (b < a)
		return -working_days(h, b, a);
	n = weekdays_until(b) - weekdays_until(a);
	last = holidays_until(h, b);
	for (i = holidays_until(h, a); i < last; i++)
		if (date_weekday(h->d[i]) <= 5 &&
		    (i == 0 || h->d[i - 1] != h->d[i]))
			n--;
	return n;
}

date
working_day_add(const struct holidays *h, date d, int n)
{
	int step = n < 0 ? -1 : 1;

	while (n != 0) {
		d += step;
		if (is_working_day(h, d))
			n -= step;
	}
	return d;
}

void
holidays_span(const struct holidays *h, int *first, int *last)
{
	int m, d;

	*first = *last = 0;
	if (h->n > 0) {
		date_split(h->d[0], first, &m, &d);
		date_split(h->d[h->n - 1], last, &m, &d);
	}
}

date
period_start(enum grain g, date d)
{
	int y, m, day;

	date_split(d, &y, &m, &day);
	switch (g) {
	case GRAIN_MONTH:
		break;
	case GRAIN_QUARTER:
		m = (m - 1) / 3 * 3 + 1;
		break;
	case GRAIN_YEAR:
		m = 1;
		break;
	case GRAIN_FINANCIAL_YEAR:
		y -= m < 4;
		m = 4;
		break;
	}
	return days_from_civil(y, m, 1);
}

date
period_add(enum grain g, date start, int n)
{
	static const int months[] = {
		[GRAIN_MONTH] = 1, [GRAIN_QUARTER] = 3, [GRAIN_YEAR] = 12,
		[GRAIN_FINANCIAL_YEAR] = 12
	};

	return date_add_months(start, months[g] * n);
}
