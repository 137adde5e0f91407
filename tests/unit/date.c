/* SPDX-License-Identifier: MIT */
/*
 * date.h: known days of the week, leap years, month ends, declared formats,
 * working days with bank holidays, periods.
 */
#include "date.h"
#include "unit.h"

static date
day(const char *s)
{
	return date_parse(s, strlen(s));
}

static const char *
show(date d)
{
	static char out[4][11];
	static size_t i;

	i = (i + 1) % 4;
	if (d == DATE_NONE)
		return "none";
	date_format(d, out[i]);
	return out[i];
}

static void
known_days(void)
{
	static const struct {
		const char *s;
		date d;
		int weekday;
	} t[] = {
		{ "1970-01-01", 0, 4 },		/* a Thursday */
		{ "1969-12-31", -1, 3 },
		{ "1970-02-01", 31, 7 },
		{ "1900-01-01", -25567, 1 },	/* a Monday */
		{ "2000-01-01", 10957, 6 },	/* a Saturday */
		{ "2000-03-01", 11017, 3 },
		{ "2024-02-29", 19782, 4 },
		{ "2026-03-31", 20543, 2 },
		{ "1752-09-14", -79366, 4 },	/* a Thursday */
		{ "0001-01-01", -719162, 1 },
		{ "9999-12-31", 2932896, 5 },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		date d = day(t[i].s);

		CHECK(d == t[i].d, "%s: %d", t[i].s, (int)d);
		CHECK(date_weekday(t[i].d) == t[i].weekday, "%s: weekday %d",
		    t[i].s, date_weekday(t[i].d));
		CHECK(strcmp(show(t[i].d), t[i].s) == 0, "%s: %s", t[i].s,
		    show(t[i].d));
	}
}

static void
every_day_of_four_centuries(void)
{
	static const int len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	date want = day("1750-01-01");
	int y, m, d, weekday = date_weekday(want);

	for (int year = 1750; year < 2150; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = (year % 4 == 0 && year % 100 != 0) ||
			    year % 400 == 0;
			int n = len[month - 1] + (month == 2 && leap);

			for (int k = 1; k <= n; k++, want++) {
				date_split(want, &y, &m, &d);
				CHECK(date_make(year, month, k) == want &&
				    y == year && m == month && d == k,
				    "%d-%d-%d", year, month, k);
				CHECK(date_weekday(want) == weekday,
				    "%d-%d-%d", year, month, k);
				weekday = weekday % 7 + 1;
			}
			CHECK(date_make(year, month, n + 1) == DATE_NONE,
			    "%d-%d-%d", year, month, n + 1);
			CHECK(date_make(year, month, 0) == DATE_NONE,
			    "%d-%d-0", year, month);
		}
}

static void
no_such_day(void)
{
	static const char *const bad[] = { "", "2023-02-29", "1900-02-29",
	    "2100-02-29", "2024-02-30", "2024-04-31", "2024-13-01",
	    "2024-00-10", "2024-01-00", "0000-01-01", "2024-1-01",
	    "2024-01-1", "24-01-01", "2024-01-01 ", " 2024-01-01",
	    "2024/01/01", "2024-01-01T", "+024-01-01", "-001-01-01",
	    "20240101", "2024-0a-01", "2024-01--1", "02024-01-01" };

	for (size_t i = 0; i < LEN(bad); i++)
		CHECK(day(bad[i]) == DATE_NONE, "'%s'", bad[i]);
	CHECK(date_parse("2024-01-019", 10) == day("2024-01-01"),
	    "length is not respected");
	CHECK(date_parse("2024-01-01\0", 11) == DATE_NONE, "a NUL more");
	CHECK(date_make(2024, 13, 1) == DATE_NONE, "month 13");
	CHECK(date_make(10000, 1, 1) == DATE_NONE, "year 10000");
	CHECK(date_make(0, 1, 1) == DATE_NONE, "year 0");
	CHECK(date_make(2024, -1, 1) == DATE_NONE, "month -1");
}

static void
declared_formats(void)
{
	static const struct {
		const char *format, *text, *want;
	} t[] = {
		{ "DD/MM/YYYY", "01/04/2023", "2023-04-01" },
		{ "DD/MM/YYYY", "1/04/2023", NULL },
		{ "DD/MM/YYYY", "01/4/2023", NULL },
		{ "DD/MM/YYYY", "01/04/23", NULL },
		{ "DD/MM/YYYY", "31/04/2023", NULL },
		{ "DD/MM/YYYY", "04/13/2023", NULL },
		{ "DD/MM/YYYY", "01-04-2023", NULL },
		{ "DD/MM/YYYY", "01/04/2023 ", NULL },
		{ "DD/MM/YYYY", " 1/04/2023", NULL },
		{ "DD/MM/YYYY", "01/04/20233", NULL },
		{ "DD/MM/YYYY", "", NULL },
		{ "D/M/YYYY", "1/4/2023", "2023-04-01" },
		{ "D/M/YYYY", "01/04/2023", "2023-04-01" },
		{ "D/M/YYYY", "29/2/2024", "2024-02-29" },
		{ "D/M/YYYY", "001/4/2023", NULL },
		{ "D/M/YYYY", "/4/2023", NULL },
		{ "YYYYMMDD", "18111111", "1811-11-11" },
		{ "YYYYMMDD", "20150229", NULL },
		{ "YYYYMMDD", "2015022", NULL },
		{ "YYYY-Mon-DD HH:MI:SS", "2015-Apr-25 00:00:00",
		    "2015-04-25" },
		{ "YYYY-Mon-DD HH:MI:SS", "2015-APR-25 23:59:59",
		    "2015-04-25" },
		{ "YYYY-Mon-DD HH:MI:SS", "2015-Apr-25 24:00:00", NULL },
		{ "YYYY-Mon-DD HH:MI:SS", "2015-Apr-25 12:60:00", NULL },
		{ "YYYY-Mon-DD HH:MI:SS", "2015-Apr-25", NULL },
		{ "YYYY-Mon-DD HH:MI:SS", "2015-Apx-25 00:00:00", NULL },
		{ "DD Mon YYYY", "05 Sep 2023", "2023-09-05" },
		{ "DD Mon YYYY", "05 Ion 2023", "2023-01-05" },
		{ "DD Mon YYYY", "05 Maw 2023", "2023-03-05" },
		{ "DD Mon YYYY", "05 ebr 2023", "2023-04-05" },
		{ "DD Mon YYYY", "05 Mai 2023", "2023-05-05" },
		{ "DD Mon YYYY", "05 Meh 2023", "2023-06-05" },
		{ "DD Mon YYYY", "05 Hyd 2023", "2023-10-05" },
		{ "DD Mon YYYY", "05 Sept 2023", "2023-09-05" },
		{ "DDMonYY", "05SEPT23", "2023-09-05" },
		{ "DD Mon YYYY", "05 Chwef 2023", "2023-02-05" },
		{ "DD Mon YYYY", "05 Gorff 2023", "2023-07-05" },
		{ "DD Mon YYYY", "05 Tach 2023", "2023-11-05" },
		{ "DD Mon YYYY", "05 rhag 2023", "2023-12-05" },
		{ "DD Mon YYYY", "05 Awst 2023", "2023-08-05" },
		{ "DD Mon YYYY", "05 Medi 2023", "2023-09-05" },
		{ "DD Mon YYYY", "05 Tachw 2023", NULL },
		{ "DD Month YYYY", "05 Sept 2023", NULL },
		{ "DD/MM/YY", "05/09/49", "2049-09-05" },
		{ "DD/MM/YY", "05/09/50", "1950-09-05" },
		{ "DD/MM/YY", "05/09/2023", NULL },
		{ "YYYY-MM-DD", "2024-02-29", "2024-02-29" },
		{ "CCYYMMDD", "20240229", "2024-02-29" },
		{ "DD Month YYYY", "25 April 2015", "2015-04-25" },
		{ "DD Month YYYY", "25 EBRILL 2015", "2015-04-25" },
		{ "DD Month YYYY", "25 Apr 2015", NULL },
		{ "D Month YYYY", "1 May 2015", "2015-05-01" },
		{ "DD/MM/YYYY H:MI AM", "25/04/2015 1:05 pm", "2015-04-25" },
		{ "DD/MM/YYYY H:MI AM", "25/04/2015 12:05 a.m.", "2015-04-25" },
		{ "DD/MM/YYYY H:MI AM", "25/04/2015 13:05 pm", NULL },
		{ "DD/MM/YYYY H:MI AM", "25/04/2015 0:05 am", NULL },
		{ "YYYY-MM-DD HH:MI:SS.000", "2015-04-25 00:00:00.000",
		    "2015-04-25" },
		{ "YYYY-MM-DDTHH:MI:SSZ", "2015-04-25T01:02:03Z",
		    "2015-04-25" },
		/* 2015-01-01 is 42005 in Excel, 25 April 114 days on. */
		{ "excel", "42119", "2015-04-25" },
		{ "excel", "42119.75", "2015-04-25" },
		{ "excel", "42119.", NULL },
		{ "excel", "1", "1900-01-01" },
		{ "excel", "59", "1900-02-28" },
		{ "excel", "60", NULL },	/* 29 February 1900 */
		{ "excel", "61", "1900-03-01" },
		{ "excel", "0", NULL },
		{ "excel", "-1", NULL },
		{ "excel", "2958465", "9999-12-31" },
		{ "excel", "2958466", NULL },
		{ "excel", "42119x", NULL },
		{ "excel", "", NULL },
		{ "excel-1904", "0", "1904-01-01" },
		{ "excel-1904", "40657", "2015-04-25" },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		date got = date_parse_as(t[i].text, strlen(t[i].text),
		    t[i].format, DATE_PIVOT);
		date want = t[i].want == NULL ? DATE_NONE : day(t[i].want);

		CHECK(got == want, "%s as %s: %s", t[i].text, t[i].format,
		    show(got));
	}
}

static void
two_digit_years(void)
{
	static const struct {
		const char *text;
		int pivot;
		const char *want;
	} t[] = {
		{ "01/02/99", 1950, "1999-02-01" },
		{ "01/02/00", 1950, "2000-02-01" },
		{ "01/02/26", 1927, "2026-02-01" },
		{ "01/02/27", 1927, "1927-02-01" },
		{ "01/02/00", 1901, "2000-02-01" },
		{ "01/02/00", 1900, "1900-02-01" },
		{ "01/02/99", 2000, "2099-02-01" },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		date got = date_parse_as(t[i].text, 8, "DD/MM/YY", t[i].pivot);

		CHECK(got == day(t[i].want), "%s from %d: %s", t[i].text,
		    t[i].pivot, show(got));
	}
}

static void
times_and_durations(void)
{
	static const struct {
		const char *format, *text;
		int want;
	} t[] = {
		{ "HH:MI", "09:05", 32700 }, { "HH:MI", "9:05", -1 },
		{ "H:MI", "9:05", 32700 }, { "HH:MI", "24:00", -1 },
		{ "HHMI", "2359", 86340 }, { "HH:MI:SS", "23:59:59", 86399 },
		{ "H:MI AM", "12:00 AM", 0 }, { "H:MI AM", "12:00 pm", 43200 },
		{ "H:MIAM", "3:45p.m.", 56700 }, { "H:MI AM", "3:45", -1 },
		{ "excel", "0.5", 43200 }, { "excel", "0.999999", -1 },
		{ "excel", "0.37847222222222199", 32700 },
		{ "excel", "1.5", -1 }, { "HH:MI", "ab:cd", -1 },
	};
	static const struct {
		const char *format, *text;
		int64_t want;
	} d[] = {
		{ "H:MI", "1:30", 5400 }, { "H:MI", "100:00", 360000 },
		{ "H:MI", "1:60", -1 }, { "H:MI", ":30", -1 },
		{ "H:MI:SS", "0:00:59", 59 }, { "H:MI:SS", "1:30", -1 },
		{ "minutes", "135.0", 8100 }, { "minutes", "0.5", 30 },
		{ "minutes", "0.001", -1 }, { "minutes", "-1", -1 },
		{ "hours", "1.25", 4500 }, { "days", "2", 172800 },
		{ "seconds", "7", 7 }, { "seconds", "7.5", -1 },
		{ "minutes", "", -1 }, { "H:MI", "99999999:00", -1 },
	};

	for (size_t i = 0; i < LEN(t); i++)
		CHECK(time_parse_as(t[i].text, strlen(t[i].text),
		    t[i].format) == t[i].want, "%s as %s", t[i].text,
		    t[i].format);
	for (size_t i = 0; i < LEN(d); i++)
		CHECK(duration_parse_as(d[i].text, strlen(d[i].text),
		    d[i].format) == d[i].want, "%s as %s", d[i].text,
		    d[i].format);
}

static void
formats_that_differ(void)
{
	static const struct {
		const char *f, *g;
		bool want;
	} t[] = {
		{ "DD/MM/YYYY", "MM/DD/YYYY", true },
		{ "D/M/YYYY", "M/D/YYYY", true },
		{ "DD/MM/YYYY", "D/M/YYYY", false },
		{ "DD/MM/YYYY", "DD/MM/YY", false },
		{ "DD/MM/YY", "YY/MM/DD", true },
		{ "DD/MM/YYYY", "YYYY-MM-DD", false },
		{ "DD Mon YYYY", "DD Month YYYY", false },
		{ "excel", "excel-1904", true }, { "excel", "YYYYMMDD", false },
		{ "DD/MM/YYYY HH:MI AM", "MM/DD/YYYY HH:MI AM", true },
		{ "DD/MM/YYYY H:MI AM", "MM/DD/YYYY H:MI AM", true },
		{ "DD-MM-YYYY H AM", "MM-DD-YYYY H AM", true },
		{ "DD/MM/YYYY HH:MI AM", "D/M/YYYY H:MI AM", false },
		{ "DDMMYYHHMI", "HHMIDDMMYY", true },
		{ "DD/MM/YYYY HH:MI", "HH/MM/YYYY DD:MI", true },
	};

	for (size_t i = 0; i < LEN(t); i++)
		CHECK(date_formats_differ(t[i].f, t[i].g, 1950) == t[i].want,
		    "%s and %s", t[i].f, t[i].g);
}

static void
formats_are_checked(void)
{
	static const char *const good[] = { "DD/MM/YYYY", "YYYYMMDD",
	    "D Mon YY", "YYYY-Mon-DD HH:MI:SS", "M/D/YYYY" };
	static const char *const bad[] = { "", "DD/MM", "MM/YYYY", "hello",
	    "DD/MM/YYYY MI:HH", "DD/MM/YYYY HH:SS:MI", "YYYYMD", "DMMYYYY", "DDMYYYY", "YYMD", "D/MYY", "YYYYMMDD H0",
	    "DD/MM/YYYYH:MI", "20M/YYYY D",
	    "DD/MM/YYYY                                                     "
	    "                                         " };	/* 104 bytes */

	for (size_t i = 0; i < LEN(good); i++)
		CHECK(date_format_ok(good[i]), "%s", good[i]);
	for (size_t i = 0; i < LEN(bad); i++)
		CHECK(!date_format_ok(bad[i]), "'%s'", bad[i]);
}

static void
months(void)
{
	static const struct {
		const char *from, *want;
		int n;
	} t[] = {
		{ "2024-01-31", "2024-02-29", 1 },
		{ "2023-01-31", "2023-02-28", 1 },
		{ "2024-03-31", "2024-02-29", -1 },
		{ "2024-02-29", "2025-02-28", 12 },
		{ "2024-02-29", "2028-02-29", 48 },
		{ "2024-01-15", "2023-12-15", -1 },
		{ "2024-01-15", "2022-12-15", -13 },
		{ "2024-11-30", "2025-02-28", 3 },
		{ "2024-05-31", "2024-05-31", 0 },
		{ "1970-01-01", "1969-11-01", -2 },
	};
	static const struct {
		const char *a, *b;
		int want;
	} u[] = {
		{ "2010-05-01", "2026-05-01", 192 },	/* 16th birthday */
		{ "2010-05-01", "2026-04-30", 191 },	/* the day before */
		{ "2024-01-15", "2024-02-14", 0 },
		{ "2024-01-15", "2024-02-15", 1 },
		{ "2024-01-15", "2024-01-15", 0 },
		{ "2024-03-15", "2024-02-15", -1 },
		{ "1969-12-15", "1970-01-15", 1 },
	};

	for (size_t i = 0; i < LEN(t); i++)
		CHECK(date_add_months(day(t[i].from), t[i].n) ==
		    day(t[i].want), "%s %+d: %s", t[i].from, t[i].n,
		    show(date_add_months(day(t[i].from), t[i].n)));
	for (size_t i = 0; i < LEN(u); i++)
		CHECK(date_months(day(u[i].a), day(u[i].b)) == u[i].want,
		    "%s to %s: %d", u[i].a, u[i].b,
		    date_months(day(u[i].a), day(u[i].b)));
	CHECK(date_months(day("2024-01-15"), day("2024-01-14")) < 0,
	    "a day earlier is not negative");
}

/* Christmas 2023: Monday 25 and Tuesday 26; New Year: Monday 1 January. */
static const char christmas[] = "date,title\n"
    "2023-12-25,Christmas Day\n2023-12-26,Boxing Day\n"
    "2024-01-01,New Year's Day\n2024-03-29,Good Friday\n"
    "2024-04-01,Easter Monday\n";

static void
counts_working_days(void)
{
	static const struct {
		const char *a, *b;
		int want;
	} t[] = {
		{ "2023-11-10", "2023-11-13", 1 },	/* Friday, Monday */
		{ "2023-11-10", "2023-11-10", 0 },
		{ "2023-11-10", "2023-11-11", 0 },	/* Saturday */
		{ "2023-11-11", "2023-11-12", 0 },
		{ "2023-11-12", "2023-11-13", 1 },
		{ "2023-11-06", "2023-11-20", 10 },	/* two weeks */
		{ "2023-12-22", "2023-12-27", 1 },	/* Fri, Wed */
		{ "2023-12-22", "2024-01-02", 4 },	/* 27 28 29, 2 */
		{ "2024-03-28", "2024-04-02", 1 },	/* over Easter */
		{ "2023-11-13", "2023-11-10", -1 },
		{ "2023-12-27", "2023-12-22", -1 },
	};
	struct holidays *h = NULL;
	struct err e;
	int first = 0, last = 0;

	if (holidays_read(&h, unit_write("h.csv", christmas,
	    sizeof(christmas) - 1), &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	for (size_t i = 0; i < LEN(t); i++)
		CHECK(working_days(h, day(t[i].a), day(t[i].b)) == t[i].want,
		    "%s to %s: %d", t[i].a, t[i].b,
		    working_days(h, day(t[i].a), day(t[i].b)));
	CHECK(is_working_day(h, day("2023-12-27")), "27 December");
	CHECK(!is_working_day(h, day("2023-12-25")), "Christmas Day");
	CHECK(!is_working_day(h, day("2023-11-11")), "a Saturday");
	CHECK(!is_working_day(h, day("2023-11-12")), "a Sunday");
	CHECK(working_day_add(h, day("2023-12-22"), 1) == day("2023-12-27"),
	    "%s", show(working_day_add(h, day("2023-12-22"), 1)));
	CHECK(working_day_add(h, day("2023-12-22"), 4) == day("2024-01-02"),
	    "%s", show(working_day_add(h, day("2023-12-22"), 4)));
	CHECK(working_day_add(h, day("2023-11-11"), 1) == day("2023-11-13"),
	    "from a Saturday");
	/* 15 working days from Mon 4 December 2023: 5-8, 11-15, 18-22 are
	 * 14; the 15th is Wednesday 27. */
	CHECK(working_day_add(h, day("2023-12-04"), 15) == day("2023-12-27"),
	    "%s", show(working_day_add(h, day("2023-12-04"), 15)));
	holidays_span(h, &first, &last);
	CHECK(first == 2023 && last == 2024, "%d to %d", first, last);
	holidays_free(h);
}

/* Day by day, the slow way, is the same. */
static void
working_days_agree_with_counting(void)
{
	struct holidays *h = NULL;
	struct err e;
	date a = day("2023-12-18"), end = day("2024-04-10");

	if (holidays_read(&h, unit_write("h.csv", christmas,
	    sizeof(christmas) - 1), &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	for (; a < end; a++) {
		int n = 0;

		for (date b = a; b < end; b++) {
			if (b > a && is_working_day(h, b)) {
				n++;
				CHECK(working_day_add(h, a, n) == b,
				    "%s + %d", show(a), n);
			}
			CHECK(working_days(h, a, b) == n, "%s to %s", show(a),
			    show(b));
		}
	}
	holidays_free(h);
}

static void
bad_holidays_are_refused(void)
{
	static const char *const bad[] = { "", "day,title\n2023-12-25,x\n",
	    "date,title\n25/12/2023,x\n", "date,title\n2023-02-30,x\n",
	    "date,title\n\"2023-12-25,x\n" };
	struct holidays *h;
	struct err e;

	for (size_t i = 0; i < LEN(bad); i++) {
		h = NULL;
		CHECK(holidays_read(&h, unit_write("bad.csv", bad[i],
		    strlen(bad[i])), &e) == -1 && e.status != 0, "file %zu",
		    i);
	}
	CHECK(holidays_read(&h, "nowhere.csv", &e) == -1, "a missing file");
}

static void
periods(void)
{
	static const struct {
		enum grain g;
		const char *d, *start, *next, *before;
	} t[] = {
		{ GRAIN_MONTH, "2024-02-29", "2024-02-01", "2024-03-01",
		    "2024-01-01" },
		{ GRAIN_MONTH, "2023-12-31", "2023-12-01", "2024-01-01",
		    "2023-11-01" },
		{ GRAIN_QUARTER, "2024-03-31", "2024-01-01", "2024-04-01",
		    "2023-10-01" },
		{ GRAIN_QUARTER, "2024-04-01", "2024-04-01", "2024-07-01",
		    "2024-01-01" },
		{ GRAIN_QUARTER, "2023-12-31", "2023-10-01", "2024-01-01",
		    "2023-07-01" },
		{ GRAIN_YEAR, "2024-12-31", "2024-01-01", "2025-01-01",
		    "2023-01-01" },
		{ GRAIN_FINANCIAL_YEAR, "2024-03-31", "2023-04-01",
		    "2024-04-01", "2022-04-01" },
		{ GRAIN_FINANCIAL_YEAR, "2024-04-01", "2024-04-01",
		    "2025-04-01", "2023-04-01" },
		{ GRAIN_FINANCIAL_YEAR, "1970-01-01", "1969-04-01",
		    "1970-04-01", "1968-04-01" },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		date s = period_start(t[i].g, day(t[i].d));

		CHECK(s == day(t[i].start), "%zu: %s", i, show(s));
		CHECK(period_add(t[i].g, s, 0) == s, "%zu + 0", i);
		CHECK(period_add(t[i].g, s, 1) == day(t[i].next), "%zu: %s",
		    i, show(period_add(t[i].g, s, 1)));
		CHECK(period_add(t[i].g, s, -1) == day(t[i].before), "%zu: %s",
		    i, show(period_add(t[i].g, s, -1)));
		CHECK(period_add(t[i].g, period_add(t[i].g, s, 17), -17) == s,
		    "%zu: 17 and back", i);
	}
	CHECK(period_add(GRAIN_QUARTER, day("2024-01-01"), -12) ==
	    day("2021-01-01"), "twelve quarters back");
}

int
main(void)
{
	RUN(known_days, "known days and weekdays, 0001 to 9999");
	RUN(every_day_of_four_centuries, "every day from 1750 to 2149");
	RUN(no_such_day, "what is no day, or not YYYY-MM-DD, is refused");
	RUN(declared_formats, "dates by a declared format, strictly");
	RUN(two_digit_years, "two digits are a year of the pivot's hundred");
	RUN(times_and_durations, "times and durations by their formats");
	RUN(formats_that_differ, "formats that read a text as two days");
	RUN(formats_are_checked, "a format names day, month and year");
	RUN(months, "months later, month ends, completed months");
	RUN(counts_working_days, "working days know bank holidays");
	RUN(working_days_agree_with_counting,
	    "working days agree with counting them one by one");
	RUN(bad_holidays_are_refused, "a bad bank holiday table is refused");
	RUN(periods, "months, quarters, years, financial years");
	return UNIT_END;
}
