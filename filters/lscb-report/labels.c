/* SPDX-License-Identifier: MIT */
/*
 * Every fixed word of the report, in its language (lib/labels.h).  One that is not
 * there is remembered, and the run fails before anything is written.  Also
 * numbers, dates and periods in words, which are made of labels.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "labels.h"
#include "num.h"
#include "report.h"
#include "tool.h"

int
labels_read(struct report *r, struct err *err)
{
	return labels_open(&r->labels, r->library, err);
}

void
labels_free(struct report *r)
{
	labels_close(r->labels);
}

const char *
text_of(struct report *r, struct buf *b)
{
	const char *s = buf_str(b);

	s = tool_need(arena_strdup(&r->mem, tool_need((void *)(uintptr_t)s)));
	buf_free(b);
	return s;
}

static void
add(struct buf *b, const char *p, size_t n)
{
	if (buf_add(b, p, n) == -1)
		tool_need(NULL);
}

const char *
say(struct report *r, const char *id, ...)
{
	struct buf b = { 0 };
	va_list ap;
	int rv;

	va_start(ap, id);
	rv = labels_vsay(r->labels, r->welsh, &b, id, ap);
	va_end(ap);
	if (rv == -1)
		tool_need(NULL);
	return text_of(r, &b);
}

const char *
say_of(struct report *r, const char *group, const char *id)
{
	return labels_find(r->labels, r->welsh, join(r, group, "-", id));
}

const char *
join(struct report *r, const char *a, const char *between, const char *b)
{
	struct buf out = { 0 };

	add(&out, a, strlen(a));
	add(&out, between, strlen(between));
	add(&out, b, strlen(b));
	return text_of(r, &out);
}

const char *
number_words(struct report *r, int64_t n)
{
	char digits[24];

	(void)snprintf(digits, sizeof(digits), "%lld", (long long)n);
	return grouped(r, digits);
}

static const char *
plain(struct report *r, int n)
{
	char digits[16];

	(void)snprintf(digits, sizeof(digits), "%d", n);
	return tool_need(arena_strdup(&r->mem, digits));
}

static const char *
month_name(struct report *r, const char *group, int month)
{
	return say(r, join(r, group, "-", plain(r, month)), NULL);
}

const char *
date_words(struct report *r, date d)
{
	int y, m, day;

	date_split(d, &y, &m, &day);
	return say(r, "date", "day", plain(r, day), "month",
	    month_name(r, "month", m), "year", plain(r, y), NULL);
}

/* The kind of period, as a label's name; its parts for filling in. */
static const char *
period_by(struct report *r, date start, date end, bool brief)
{
	const char *name, *size = brief ? "short-month" : "month";
	char next[16];
	int y, m, d, y2, m2, d2, months;

	date_split(start, &y, &m, &d);
	date_split(end, &y2, &m2, &d2);
	months = date_months(start, end + 1);
	if (start == end)
		name = "period-day";
	else if (d != 1 || date_add_months(start, months) != end + 1)
		name = "period-days";
	else if (months == 1)
		name = "period-month";
	else if (months == 12 && m == 1)
		name = "period-year";
	else if (months == 12 && m == 4 && brief)
		name = "period-financial-year";
	else if (months == 12)
		name = brief ? "period-short-12-months" : "period-12-months";
	else if (y == y2)
		name = "period-months";
	else
		name = "period-months-years";
	(void)snprintf(next, sizeof(next), "%02d", y2 % 100);
	return say(r, name, "from-day", plain(r, d), "day", plain(r, d2),
	    "from-month", month_name(r, size, m), "month",
	    month_name(r, size, m2), "from-year", plain(r, y), "year",
	    plain(r, y2), "year-2", next, NULL);
}

const char *
period_words(struct report *r, date start, date end)
{
	return period_by(r, start, end, false);
}

const char *
period_short(struct report *r, date start, date end)
{
	return period_by(r, start, end, true);
}
