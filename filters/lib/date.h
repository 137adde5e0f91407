/* SPDX-License-Identifier: MIT */
/*
 * Civil dates, proleptic Gregorian, no time zone and no clock.  A date is
 * days since 1970-01-01 (negative before).  Years 0001 to 9999.
 */
#ifndef LSCB_DATE_H
#define LSCB_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

typedef int32_t date;
#define DATE_NONE INT32_MIN	/* no date */

date date_make(int year, int month, int day);	/* DATE_NONE if no such day */
void date_split(date d, int *year, int *month, int *day);
/* n digits at p as a number; -1 when one is none. */
int date_digits(const char *p, int n);
/* Exactly YYYY-MM-DD, a real day; else DATE_NONE. */
date date_parse(const char *p, size_t n);
/*
 * By a declared format made of the words
 *	YYYY or CCYY, YY	a year; YY lies in the 100 years from pivot
 *	MM, M, Mon, Month	Mon and Month are English or Welsh, in any case
 *	DD, D
 *	HH, H, MI, SS, AM	a real time, which a date drops
 * (MM, DD, HH want two digits; M, D, H one or two) and literal characters,
 * e.g. "DD/MM/YYYY", "YYYYMMDD", "YYYY-Mon-DD HH:MI:SS"; or the whole format
 * "excel" or "excel-1904": days since the beginning of 1900 or 1904 as a
 * spreadsheet counts them, a fraction being the time of day.  DATE_NONE when
 * it does not fit.
 */
date date_parse_as(const char *p, size_t n, const char *format, int pivot);
bool date_format_ok(const char *format);	/* is it a format at all */
bool date_format_has_time(const char *format);
bool date_format_has_pivot(const char *format);	/* has it a year of two digits */
/*
 * Is there a text that both formats read, each as another day?  Both are formats
 * by date_format_ok.  Looked for among the first twelve days of each month from
 * 2001 to 2012, as either writes them.
 */
bool date_formats_differ(const char *f, const char *g, int pivot);
/* A usual format that reads the text, for a message alone; or NULL. */
const char *date_format_like(const char *p, size_t n);
enum { DATE_PIVOT = 1950 };	/* of two-digit years, unless declared */

/*
 * Seconds since midnight by a format of the words HH H MI SS AM, or "excel";
 * -1 when it does not fit.
 */
int time_parse_as(const char *p, size_t n, const char *format);
bool time_format_ok(const char *format);
bool time_format_has_seconds(const char *format);

/*
 * Seconds by "H:MI", "H:MI:SS" (any number of hours), or a number of "seconds",
 * "minutes", "hours" or "days", which may be a decimal as long as it makes
 * whole seconds; -1 when it does not fit.
 */
int64_t duration_parse_as(const char *p, size_t n, const char *format);
bool duration_format_ok(const char *format);

void date_format(date d, char out[11]);		/* YYYY-MM-DD and NUL */
/* Same day n months on, or the last day of that month. */
date date_add_months(date d, int n);
/* Completed months from a to b (b >= a); negative when b < a. */
int date_months(date a, date b);
int date_weekday(date d);			/* 1 Monday ... 7 Sunday */

/* Bank holidays: a sorted set, read from CSV with columns date,title. */
struct holidays;
int holidays_read(struct holidays **h, const char *path, struct err *err);
void holidays_free(struct holidays *h);
bool is_working_day(const struct holidays *h, date d);
/*
 * Working days after a, up to and including b: Friday to Monday is 1, the
 * same day is 0.  Negative when b < a.
 */
int working_days(const struct holidays *h, date a, date b);
/* The n-th working day after d. */
date working_day_add(const struct holidays *h, date d, int n);
/* First and last year the table covers; outside it nothing is known. */
void holidays_span(const struct holidays *h, int *first, int *last);

enum grain { GRAIN_MONTH, GRAIN_QUARTER, GRAIN_YEAR, GRAIN_FINANCIAL_YEAR };
/* First day of the period of this grain that d lies in. */
date period_start(enum grain g, date d);
/* First day of the n-th period after (before, n < 0) the one at start. */
date period_add(enum grain g, date start, int n);

#endif
