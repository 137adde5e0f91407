/* SPDX-License-Identifier: MIT */
/*
 * Values of a workbook's cells, where more is known of them than their text: a real
 * date is that date, whatever formats are declared for those that were typed as
 * text, and what Excel could not keep or work out is no value.  See value.h.
 */
#include <string.h>

#include "num.h"
#include "value.h"
#include "value_quick.h"

/* A value that is none, unless the definition says that it means not known. */
static int
no_value(struct value_reader *vr, struct value *v, struct err *why,
    enum cell_kind cell)
{
	static const struct {
		const char *code, *text;
	} kinds[] = {
		[CELL_ERROR] = { "error-cell", "a formula of the workbook "
		    "ended in an error, such as #N/A or #REF!; if that means "
		    "not known, say so with unknown:" },
		[CELL_LONG] = { "long-number", "a number of more than 15 "
		    "digits, of which Excel keeps no more: the column has to "
		    "be formatted as text before it is filled" },
		[CELL_NO_DATE] = { "bad-date", "a number that the workbook "
		    "shows as a date, and that is none" },
		[CELL_REPEATED] = { "repeated-element", "its element is there "
		    "more than once in this record; if it may be, the "
		    "definition has to name a separator" },
		[CELL_STRAY] = { "stray-text", "text stands between the "
		    "elements of this record, where none belongs" }
	};

	return value_doubt(vr, v, why, false, kinds[cell].code, "%s",
	    kinds[cell].text);
}

static bool
has_time(const struct column *c)
{
	size_t i;

	for (i = 0; i < c->n_formats; i++)
		if (date_format_has_time(c->formats[i]))
			return true;
	return false;
}

static int
real_date(struct value_reader *vr, struct field f, enum cell_kind cell,
    struct value *v, struct err *why)
{
	const date d = date_parse(f.p, f.n < 10 ? f.n : 10);

	if (cell == CELL_MOMENT && !has_time(vr->column))
		return value_doubt(vr, v, why, false, "bad-date", "a date with "
		    "a time of day; if that is right, add a format with a "
		    "time, such as YYYY-MM-DD HH:MI:SS");
	date_format(d, vr->text);
	return value_day(vr, d, v, why);
}

/* A time of day by a real time; it has to be whole minutes where no format has
 * seconds. */
static int
real_time(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	if (!vr->column->with_seconds && memcmp(f.p + f.n - 3, ":00", 3) != 0)
		return value_doubt(vr, v, why, false, "bad-time", "a time of "
		    "day with seconds; if that is right, add the format "
		    "HH:MI:SS");
	v->n = f.n - (vr->column->with_seconds ? 0 : 3);
	memcpy(vr->text, f.p, v->n);
	v->p = vr->text;
	return 0;
}

/* Days from 1904 read as days from 1900 would be four years off. */
static bool
other_epoch(const struct column *c)
{
	size_t i;

	for (i = 0; i < c->n_formats; i++)
		if (strcmp(c->formats[i], "excel") == 0)
			return true;
	return false;
}

/* Text that Excel took for a date: 3/4 of a street is the third of April. */
static int
date_in_text(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	int r = value_read(vr, f, v, why);

	if (r == -1 || v->doubtful)
		return r;
	err_set(why, STATUS_DATA, "date-cell", "a date or a time in a column of "
	    "text: Excel may have made it of something else");
	err_at(why, NULL, 0, vr->column->name);
	v->doubtful = true;
	return 0;
}

int
value_cell(struct value_reader *vr, struct field f, enum cell_kind cell,
    struct value *v, struct err *why)
{
	const struct column *c = vr->column;

	value_as_is(v, f);
	if (cell < CELL_REPEATED && f.n > 0 && c->n_unknown > 0 &&
	    value_is_unknown(vr, f))
		return value_read(vr, f, v, why);
	if (cell >= CELL_ERROR)
		return no_value(vr, v, why, cell);
	if (c->type == TYPE_DATE && (cell == CELL_DATE || cell == CELL_MOMENT))
		return real_date(vr, f, cell, v, why);
	if (c->type == TYPE_TIME && cell == CELL_TIME)
		return real_time(vr, f, v, why);
	if (c->type == TYPE_DURATION && (cell == CELL_TIME ||
	    cell == CELL_ELAPSED))
		return value_seconds(vr, duration_parse_as(f.p, f.n,
		    "H:MI:SS"), v, why);
	if (c->type == TYPE_DATE && cell == CELL_NUMBER_1904 &&
	    other_epoch(c))
		return value_doubt(vr, v, why, false, "bad-date", "a number, "
		    "and this workbook counts days from 1904: say format: "
		    "excel-1904 instead of excel");
	if (cell != CELL_NUMBER_1904 && (c->type == TYPE_TEXT ||
	    c->type == TYPE_NAME))
		return date_in_text(vr, f, v, why);
	return value_read(vr, f, v, why);
}
