/* SPDX-License-Identifier: MIT */
/* See dates.h. */
#include <stdio.h>
#include <string.h>

#include "date.h"
#include "dates.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* _ is what stands between.  The stricter before what it is a case of. */
static const char *const orders[] = {
	"YYYY_MM_DD", "DD_MM_YYYY", "D_M_YYYY", "MM_DD_YYYY",
	"M_D_YYYY", "DD_Mon_YYYY", "D_Mon_YYYY", "YYYY_Mon_DD",
	"DD_MM_YY", "D_M_YY", "DD_Mon_YY", "D_Mon_YY",
	"MM_DD_YY", "M_D_YY", "YY_MM_DD", "YY_M_D", "YY_Mon_DD", "YYYY_DD_MM"
};
static const char between[] = "/-. ";
static const char *const clocks[] = {
	"", " HH:MI:SS", " HH:MI", "THH:MI:SS", "THH:MI", " HH:MI:SS.000",
	"THH:MI:SS.000"
};
/* Formats of another form: one line each. */
static const char *const others[] = {
	"YYYYMMDD"
};

/* Digits alone are a date only where it is one of our clocks. */
static bool
fits(const char *p, size_t n, const char *format)
{
	date d = date_parse_as(p, n, format, DATE_PIVOT);
	int year, month, day;

	if (d == DATE_NONE || strpbrk(format, between) != NULL)
		return d != DATE_NONE;
	date_split(d, &year, &month, &day);
	return year >= 1850 && year < 2200;
}

static void
try(struct fitting *f, const char *p, size_t n, const char *format)
{
	if (f->n < FITTING_MAX && fits(p, n, format))
		(void)snprintf(f->format[f->n++], FORMAT_SIZE, "%s", format);
}

/* Most texts are none, and need not be tried by every format. */
static bool
may_be_date(const char *p, size_t n)
{
	size_t i, digits = 0;

	for (i = 0; i < n; i++)
		digits += p[i] >= '0' && p[i] <= '9';
	return n >= 6 && n < FORMAT_SIZE && digits >= 3;
}

/* A format of that order, with c between and a time behind it. */
static void
make_format(char out[FORMAT_SIZE], const char *order, char c,
    const char *time)
{
	size_t k = 0;

	for (; *order != '\0'; order++)
		out[k++] = *order == '_' ? c : *order;
	(void)snprintf(out + k, FORMAT_SIZE - k, "%s", time);
}

/* Every format that the first value of a column has. */
static void
begin(struct fitting *f, const char *p, size_t n)
{
	char format[FORMAT_SIZE];
	size_t o, b, t;

	f->begun = true;
	if (!may_be_date(p, n))
		return;
	for (o = 0; o < COUNT(orders); o++)
		for (b = 0; between[b] != '\0'; b++)
			for (t = 0; t < COUNT(clocks); t++) {
				make_format(format, orders[o], between[b],
				    clocks[t]);
				try(f, p, n, format);
			}
	for (o = 0; o < COUNT(others); o++)
		try(f, p, n, others[o]);
}

bool
dates_any(const char *p, size_t n)
{
	struct fitting f = { .n = 0 };

	begin(&f, p, n);
	return f.n > 0;
}

void
dates_add(struct fitting *f, const char *p, size_t n)
{
	size_t i, k = 0;

	if (!f->begun) {
		begin(f, p, n);
		return;
	}
	for (i = 0; i < f->n; i++) {
		if (!fits(p, n, f->format[i]))
			continue;
		if (k != i)
			memcpy(f->format[k], f->format[i], FORMAT_SIZE);
		k++;
	}
	f->n = k;
}

const char *
dates_rival(const struct fitting *f)
{
	size_t i;

	for (i = 1; i < f->n; i++)
		if (date_formats_differ(f->format[0], f->format[i],
		    DATE_PIVOT))
			return f->format[i];
	return NULL;
}
