/* SPDX-License-Identifier: MIT */
/*
 * sheet_number.h: numbers as Excel shows them, formats that are dates and those
 * that only look like it, serial days by hand.  43831 is 2020-01-01 (Excel's own
 * documentation of DATEVALUE counts from 1 = 1900-01-01).
 */
#include "sheet_number.h"
#include "unit.h"

static void
numbers(void)
{
	static const struct {
		const char *stored, *text;	/* NULL: no number */
		bool lost;
	} t[] = {
		{ "0", "0", false }, { "-0", "0", false }, { "7", "7", false },
		{ "0.1", "0.1", false }, { "5.0", "5", false },
		{ "1.50", "1.5", false }, { "007", "7", false },
		{ ".5", "0.5", false }, { "-.5", "-0.5", false },
		{ "+3", "3", false }, { "1E-3", "0.001", false },
		{ "1.0000000000000001E-2", "0.01", false },
		{ "0.30000000000000004", "0.3", false },
		{ "2.9999999999999998e0", "3", false },
		{ "6.13826146475017", "6.13826146475017", false },
		{ "-1.2345E+2", "-123.45", false },
		{ "1e5", "100000", false },
		{ "123456789012345", "123456789012345", false },
		{ "999999999999999", "999999999999999", false },
		{ "1234567890123456", "1234567890123460", true },
		{ "1E+15", "1000000000000000", true },
		{ "1.5E+300", NULL, true },	/* 301 digits, seen below */
		{ "", NULL, false }, { "-", NULL, false }, { ".", NULL, false },
		{ "1e", NULL, false }, { "1 ", NULL, false },
		{ "1,5", NULL, false }, { "0x10", NULL, false },
		{ "INF", NULL, false }, { "NaN", NULL, false },
		{ "1e999", NULL, false }, { "--1", NULL, false },
		{ "1.2.3", NULL, false }
	};
	char out[NUMBER_TEXT];
	bool lost;
	size_t n;

	for (size_t i = 0; i < LEN(t); i++) {
		n = number_text(t[i].stored, strlen(t[i].stored), out, &lost);
		if (strcmp(t[i].stored, "1.5E+300") == 0) {
			CHECK(n == 301 && lost && memcmp(out, "150", 3) == 0,
			    "%zu digits", n);
			continue;
		}
		if (t[i].text == NULL) {
			CHECK(n == 0, "'%s' is a number", t[i].stored);
			continue;
		}
		CHECK(n == strlen(t[i].text) && memcmp(out, t[i].text, n) == 0,
		    "'%s' is '%.*s'", t[i].stored, (int)n, out);
		CHECK(lost == t[i].lost, "'%s'", t[i].stored);
	}
}

static void
formats(void)
{
	static const struct {
		const char *code, *what;	/* d t e % 0 */
	} t[] = {
		{ "General", "" }, { "0", "" }, { "0.00", "" },
		{ "#,##0", "" }, { "#,##0.00", "" }, { "@", "" },
		{ "0.00E+00", "" }, { "# ?/?", "" },
		{ "dd/mm/yyyy", "d" }, { "dd/mm/yyyy;@", "d" },
		{ "[$-809]dd\\ mmmm\\ yyyy;@", "d" }, { "mmm-yy", "d" },
		{ "m/d/yy", "d" }, { "yyyy\\-mm\\-dd\\ hh:mm:ss", "dt" },
		{ "d/m/yy h:mm", "dt" }, { "mm", "d" }, { "YYYY-MM-DD", "d" },
		{ "h:mm", "t" }, { "h:mm:ss AM/PM", "t" }, { "mm:ss", "t" },
		{ "mm:ss.0", "t" }, { "[h]:mm", "te" }, { "[mm]:ss", "te" },
		{ "[Red]0;[Blue]-0", "" }, { "[Red]dd/mm/yy", "d" },
		{ "0 \"days\"", "" }, { "\"Dd\"0", "" }, { "0\\d", "" },
		{ "\"\xc2\xa3\"#,##0.00", "" }, { "[$\xc2\xa3-809]0.00", "" },
		{ "_-* #,##0.00_-;\\-* #,##0.00_-;_-* \"-\"??_-", "" },
		{ "0%", "%" }, { "0.0%", "%" }, { "0\"%\"", "" },
		{ "00000", "0" }, { "000\\ 000\\ 0000", "0" },
		{ "0000000000;-0000000000", "0" }, { "\"CA\"00000", "0" },
		{ "00.0", "" }, { "#00", "" }, { "[Red]", "" }, { "\"open", "" },
		{ "[open", "" }, { "\\", "" }, { "", "" }, { ";;;", "" },
		{ "General;dd/mm/yyyy", "d" }
	};
	struct number_format f;
	char what[8];

	for (size_t i = 0; i < LEN(t); i++) {
		number_format_read(&f, t[i].code);
		snprintf(what, sizeof(what), "%s%s%s%s%s", f.date ? "d" : "",
		    f.time ? "t" : "", f.elapsed ? "e" : "",
		    f.percent ? "%" : "", f.digits > 0 ? "0" : "");
		CHECK(strcmp(what, t[i].what) == 0, "'%s' is '%s'",
		    t[i].code, what);
	}
}

static void
built_in(void)
{
	static const struct {
		unsigned long id;
		const char *what;
	} t[] = {
		{ 0, "" }, { 1, "" }, { 4, "" }, { 9, "%" }, { 10, "%" },
		{ 11, "" }, { 13, "" }, { 14, "d" }, { 17, "d" }, { 18, "t" },
		{ 21, "t" }, { 22, "dt" }, { 23, "" }, { 26, "" }, { 27, "d" },
		{ 36, "d" }, { 37, "" }, { 44, "" }, { 45, "t" },
		{ 46, "te" }, { 47, "t" }, { 48, "" }, { 49, "" },
		{ 50, "d" }, { 58, "d" }, { 59, "" }, { 164, "" }
	};
	struct number_format f;
	char what[8];

	for (size_t i = 0; i < LEN(t); i++) {
		number_format_built_in(&f, t[i].id);
		snprintf(what, sizeof(what), "%s%s%s%s", f.date ? "d" : "",
		    f.time ? "t" : "", f.elapsed ? "e" : "",
		    f.percent ? "%" : "");
		CHECK(strcmp(what, t[i].what) == 0, "%lu is '%s'", t[i].id,
		    what);
	}
}

struct shown {
	const char *code, *stored, *text;
	enum cell_kind cell;
};

static void
check_shown(const struct shown *t, size_t n, bool from_1904)
{
	struct number_format f;
	enum cell_kind cell;
	char out[NUMBER_TEXT];
	size_t k;

	for (size_t i = 0; i < n; i++) {
		number_format_read(&f, t[i].code);
		k = number_cell(&f, t[i].stored, strlen(t[i].stored),
		    from_1904, out, &cell);
		CHECK(k == strlen(t[i].text) && memcmp(out, t[i].text, k) == 0,
		    "'%s' by '%s' is '%.*s'", t[i].stored, t[i].code, (int)k,
		    out);
		CHECK(cell == t[i].cell, "'%s' by '%s' is of kind %d",
		    t[i].stored, t[i].code, (int)cell);
	}
}

static void
cells(void)
{
	static const struct shown t[] = {
		{ "d/m/yy", "43831", "2020-01-01", CELL_DATE },
		{ "d/m/yy", "1", "1900-01-01", CELL_DATE },
		{ "d/m/yy", "59", "1900-02-28", CELL_DATE },
		{ "d/m/yy", "60", "60", CELL_NO_DATE },
		{ "d/m/yy", "61", "1900-03-01", CELL_DATE },
		{ "d/m/yy", "36525", "1999-12-31", CELL_DATE },
		{ "d/m/yy", "36585", "2000-02-29", CELL_DATE },
		{ "d/m/yy", "2958465", "9999-12-31", CELL_DATE },
		{ "d/m/yy", "2958466", "2958466", CELL_NO_DATE },
		{ "d/m/yy", "0", "0", CELL_NO_DATE },
		{ "d/m/yy", "-1", "-1", CELL_NO_DATE },
		{ "d/m/yy", "0.5", "0.5", CELL_NO_DATE },
		{ "d/m/yy", "43831.5", "2020-01-01 12:00:00", CELL_MOMENT },
		{ "d/m/yy h:mm", "43831", "2020-01-01", CELL_DATE },
		{ "d/m/yy h:mm", "43831.75", "2020-01-01 18:00:00",
		    CELL_MOMENT },
		/* a second is 1.157E-5 of a day */
		{ "d/m/yy h:mm", "43831.00001", "2020-01-01 00:00:01",
		    CELL_MOMENT },
		{ "d/m/yy h:mm", "43831.9999999", "2020-01-02", CELL_DATE },
		{ "d/m/yy h:mm", "43830.99999", "2019-12-31 23:59:59",
		    CELL_MOMENT },
		{ "d/m/yy", "59.9999999", "59.9999999", CELL_NO_DATE },
		{ "h:mm", "0", "00:00:00", CELL_TIME },
		{ "h:mm", "0.5", "12:00:00", CELL_TIME },
		{ "h:mm", "0.39583333333333331", "09:30:00", CELL_TIME },
		{ "h:mm", "1.5", "1900-01-01 12:00:00", CELL_MOMENT },
		{ "h:mm", "43831.5", "2020-01-01 12:00:00", CELL_MOMENT },
		{ "[h]:mm", "1.5", "36:00:00", CELL_ELAPSED },
		{ "[h]:mm", "0.0625", "1:30:00", CELL_ELAPSED },
		{ "[h]:mm", "-0.5", "-0.5", CELL_NO_DATE },
		{ "0.0%", "0.253", "25.3%", CELL_PLAIN },
		{ "0%", "1", "100%", CELL_PLAIN },
		{ "0%", "0.05", "5%", CELL_PLAIN },
		{ "0%", "0.001", "0.1%", CELL_PLAIN },
		{ "0%", "-0.5", "-50%", CELL_PLAIN },
		{ "0%", "0", "0%", CELL_PLAIN },
		{ "0%", "12.3456", "1234.56%", CELL_PLAIN },
		{ "00000", "123", "00123", CELL_PLAIN },
		{ "00000", "1234567", "1234567", CELL_PLAIN },
		{ "00000", "0", "00000", CELL_PLAIN },
		{ "00000", "-5", "-5", CELL_PLAIN },
		{ "00000", "1.5", "1.5", CELL_PLAIN },
		{ "000\\ 000\\ 0000", "434765919", "043 476 5919", CELL_PLAIN },
		{ "\"CA\"000", "7", "CA007", CELL_PLAIN },
		{ "0-00", "12345", "123-45", CELL_PLAIN },
		{ "#,##0.00", "1234.5", "1234.5", CELL_PLAIN },
		{ "\"\xc2\xa3\"0.00", "5", "5", CELL_PLAIN },
		{ "General", "1234567890123456", "1234567890123460",
		    CELL_LONG }
	};
	static const struct shown old[] = {
		{ "d/m/yy", "0", "1904-01-01", CELL_DATE },
		{ "d/m/yy", "60", "1904-03-01", CELL_DATE },
		{ "d/m/yy", "42369", "2020-01-01", CELL_DATE },
		{ "d/m/yy", "2957003", "9999-12-31", CELL_DATE },
		{ "d/m/yy", "2957004", "2957004", CELL_NO_DATE },
		{ "General", "42369", "42369", CELL_NUMBER_1904 },
		{ "h:mm", "0.25", "06:00:00", CELL_TIME }
	};

	check_shown(t, LEN(t), false);
	check_shown(old, LEN(old), true);
}

static void
iso(void)
{
	static const struct shown t[] = {
		{ "", "2020-01-31", "2020-01-31", CELL_DATE },
		{ "", "2020-01-31T00:00:00", "2020-01-31", CELL_DATE },
		{ "", "2020-01-31T09:30:00.4", "2020-01-31 09:30:00",
		    CELL_MOMENT },
		{ "", "2020-01-31T23:59:59.6Z", "2020-02-01", CELL_DATE },
		{ "", "09:30", "09:30:00", CELL_TIME },
		{ "", "2020-02-30", "", CELL_PLAIN },
		{ "", "2020-01-31T24:00:00", "", CELL_PLAIN },
		{ "", "31/01/2020", "", CELL_PLAIN },
		{ "", "2020-01-31T9:30", "", CELL_PLAIN },
		{ "", "", "", CELL_PLAIN }
	};
	enum cell_kind cell;
	char out[NUMBER_TEXT];
	size_t n;

	for (size_t i = 0; i < LEN(t); i++) {
		n = iso_cell(t[i].stored, strlen(t[i].stored), out, &cell);
		CHECK(n == strlen(t[i].text) && memcmp(out, t[i].text, n) == 0,
		    "'%s' is '%.*s'", t[i].stored, (int)n, out);
		CHECK(n == 0 || cell == t[i].cell, "'%s'", t[i].stored);
	}
}

int
main(void)
{
	RUN(numbers, "a number is the plain decimal that Excel shows, or none");
	RUN(formats, "a format is a date by its words, not by its letters");
	RUN(built_in, "formats that are built in, by their number");
	RUN(cells, "a number by its format: days, times, zeros, per cent");
	RUN(iso, "a date that is stored as text");
	return UNIT_END;
}
