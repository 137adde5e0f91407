/* SPDX-License-Identifier: MIT */
/*
 * Every fixed word of the report, from LIBRARY/labels.rec: records of an id,
 * the English and the Welsh.  Names in braces are filled in.  A name that is
 * not there is remembered, and the run fails before anything is written.
 * Also numbers, dates and periods in words, which are made of labels.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "defs.h"
#include "num.h"
#include "report.h"
#include "tool.h"

struct labels {
	struct defs *defs;
	struct table *ids;	/* id -> number of its record */
	char path[1024];
};

static const struct def_key label_keys[] = {
	{ "id", DEF_REQUIRED },
	{ "en", DEF_REQUIRED },
	{ "cy", DEF_REQUIRED },
};

static const struct def_schema label_schema[] = {
	{ "Label", label_keys, sizeof(label_keys) / sizeof(label_keys[0]) },
};

int
labels_read(struct report *r, struct err *err)
{
	struct labels *l;
	size_t i;
	int added, n;

	l = r->labels = tool_need(arena_alloc(&r->mem, sizeof(*l)));
	n = snprintf(l->path, sizeof(l->path), "%s/labels.rec", r->library);
	if (n < 0 || (size_t)n >= sizeof(l->path))
		return err_set(err, STATUS_CONFIG, "bad-library",
		    "the library's path is too long");
	if (defs_read(&l->defs, l->path, label_schema, 1, err) == -1)
		return -1;
	l->ids = tool_need(table_new());
	for (i = 0; i < l->defs->n; i++) {
		const struct def_record *rec = &l->defs->records[i];
		const char *id = def_get(rec, "id");

		if (table_add(l->ids, id, strlen(id), &added) == SIZE_MAX)
			tool_need(NULL);
		if (!added)
			return def_err(err, l->defs, rec, "id",
			    "this label stands above already; keep one");
	}
	return 0;
}

void
labels_free(struct report *r)
{
	if (r->labels == NULL)
		return;
	defs_free(r->labels->defs);
	table_free(r->labels->ids);
}

static const char *
find(const struct report *r, const char *id)
{
	size_t i = table_find(r->labels->ids, id, strlen(id));

	if (i == SIZE_MAX)
		return NULL;
	return def_get(&r->labels->defs->records[i], r->welsh ? "cy" : "en");
}

/* The value given for the name of n bytes, or NULL. */
static const char *
argument(va_list from, const char *name, size_t n)
{
	const char *key, *value = NULL;
	va_list ap;

	va_copy(ap, from);
	while ((key = va_arg(ap, const char *)) != NULL) {
		value = va_arg(ap, const char *);
		if (strlen(key) == n && memcmp(key, name, n) == 0)
			break;
		value = NULL;
	}
	va_end(ap);
	return value;
}

static void
miss(struct report *r, const char *id, const char *what)
{
	if (r->missing.status != 0)
		return;
	(void)err_set(&r->missing, STATUS_CONFIG, "no-label",
	    "%s '%s'; add it, in both languages", what, id);
	(void)err_at(&r->missing, r->labels->path, 0, NULL);
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
	const char *s = find(r, id), *open, *close, *value;
	struct buf b = { 0 };
	va_list ap;

	if (s == NULL) {
		miss(r, id, "no label");
		return "";
	}
	va_start(ap, id);
	while ((open = strchr(s, '{')) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		add(&b, s, (size_t)(open - s));
		value = argument(ap, open + 1, (size_t)(close - open) - 1);
		if (value == NULL)
			miss(r, id, "a name in braces that is not filled in "
			    "stands in the label");
		else
			add(&b, value, strlen(value));
		s = close + 1;
	}
	va_end(ap);
	add(&b, s, strlen(s));
	return text_of(r, &b);
}

const char *
say_of(struct report *r, const char *group, const char *id)
{
	return find(r, join(r, group, "-", id));
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
