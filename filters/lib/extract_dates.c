/* SPDX-License-Identifier: MIT */
/*
 * How a column writes its dates, times and durations: the formats of a Column
 * record, and which dates stand for "not known".  See extract.h.
 */
#include <string.h>

#include "extract.h"
#include "extract_load.h"
#include "num.h"

enum { MOST_FORMATS = 20 };	/* of one column of dates */

static const struct {
	enum column_type type;
	bool (*ok)(const char *format);
	const char *usual;	/* where none is declared */
	const char *name, *like;
} kinds[] = {
	{TYPE_DATE, date_format_ok, "YYYY-MM-DD", "date",
	    "DD/MM/YYYY or YYYYMMDD, or excel; D, M and H may "
	    "not touch other digits"},
	{TYPE_TIME, time_format_ok, "HH:MI", "time",
	    "HH:MI or H:MI AM, or excel"},
	{TYPE_DURATION, duration_format_ok, "minutes", "duration",
	    "H:MI, H:MI:SS, seconds, minutes, hours or days"}
};

static int
load_pivot(const struct load *l, const struct def_record *r,
    struct column *c)
{
	const char *text = def_get(r, "pivot");
	uint64_t year;
	size_t i;

	c->pivot = DATE_PIVOT;
	if (text == NULL)
		return 0;
	for (i = 0; i < c->n_formats; i++)
		if (date_format_has_pivot(c->formats[i]))
			break;
	if (i == c->n_formats)
		return def_err(l->err, l->x->defs, r, "pivot",
		    "only with a format that has YY");
	if (strlen(text) != 4 || !num_uint(text, 4, &year) || year < 1 ||
	    year > 9900)
		return def_err(l->err, l->x->defs, r, "pivot", "want a year: "
		    "two digits are read as one of the hundred years from it");
	c->pivot = (int)year;
	return 0;
}

/* Two formats that read one text as two days would have us guess. */
static int
check_conflicts(const struct load *l, const struct def_record *r,
    const struct column *c)
{
	size_t i, k;

	/* Each is compared with each, on some thousand days. */
	if (c->n_formats > MOST_FORMATS)
		return def_err(l->err, l->x->defs, r, "format", "more than %d: "
		    "nobody writes dates in so many ways", MOST_FORMATS);
	for (i = 0; i < c->n_formats; i++)
		for (k = 0; k < i; k++)
			if (date_formats_differ(c->formats[k], c->formats[i],
			    c->pivot))
				return def_err(l->err, l->x->defs, r,
				    "format", "'%s' and '%s' read the same "
				    "text as different days: keep the one "
				    "that the sender writes", c->formats[k],
				    c->formats[i]);
	return 0;
}

/* A number is of one unit; with H:MI and the like it cannot be confused. */
static int
check_lengths(const struct load *l, const struct def_record *r,
    const struct column *c)
{
	size_t i, numbers = 0;

	for (i = 0; i < c->n_formats; i++)
		numbers += c->formats[i][0] != 'H';
	return numbers < 2 ? 0 : def_err(l->err, l->x->defs, r, "format",
	    "two formats read the same number as different lengths: keep the "
	    "one that the sender writes");
}

static int
load_unknown(const struct load *l, struct column *c)
{
	size_t i, k;
	date d;

	c->unknown_dates = arena_alloc(&l->x->arena,
	    (c->n_unknown + 1) * sizeof(date));
	if (c->unknown_dates == NULL)
		return load_nomem(l);
	for (i = 0; i < c->n_unknown; i++)
		for (k = 0; k < c->n_formats; k++) {
			d = date_parse_as(c->unknown[i],
			    strlen(c->unknown[i]), c->formats[k], c->pivot);
			if (d == DATE_NONE)
				continue;
			c->unknown_dates[c->n_unknown_dates++] = d;
			break;
		}
	return 0;
}

static int
load_unit(const struct load *l, const struct def_record *r,
    struct column *c)
{
	static const char *const units[] = {"minutes", "seconds", "hours",
	    "days"};
	static const int seconds[] = {60, 1, 3600, 86400};
	int unit = load_word(l, r, "unit", units, 4, 0);

	if (unit == -1)
		return -1;
	c->unit = units[unit];
	c->unit_seconds = seconds[unit];
	return 0;
}

int
load_moments(const struct load *l, const struct def_record *r,
    struct column *c)
{
	size_t i, k;

	for (k = 0; k < 3 && kinds[k].type != c->type; k++)
		;
	if (k == 3)
		return 0;
	if (load_repeated(l, r, "format", &c->formats, &c->n_formats) == -1 ||
	    load_pivot(l, r, c) == -1 || load_unit(l, r, c) == -1)
		return -1;
	for (i = 0; i < c->n_formats; i++)
		if (!kinds[k].ok(c->formats[i]))
			return def_err(l->err, l->x->defs, r, "format",
			    "'%s' is no %s format: want words such as %s",
			    c->formats[i], kinds[k].name, kinds[k].like);
	if (c->n_formats == 0) {
		c->formats[0] = kinds[k].usual;
		c->n_formats = 1;
	}
	for (i = 0; c->type == TYPE_TIME && i < c->n_formats; i++)
		if (time_format_has_seconds(c->formats[i]))
			c->with_seconds = true;
	if (c->type == TYPE_DURATION)
		return check_lengths(l, r, c);
	if (c->type != TYPE_DATE)
		return 0;
	return check_conflicts(l, r, c) == -1 ? -1 : load_unknown(l, c);
}
