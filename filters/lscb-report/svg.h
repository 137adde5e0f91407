/* SPDX-License-Identifier: MIT */
/*
 * One line chart as inline SVG.  The caller hands over ready words and
 * numbers; nothing here knows an indicator, a language or a clock.  Words
 * are escaped here.  Colours are CSS variables of the page, each with the
 * light value as fall-back, so that the picture also stands alone.
 */
#ifndef LSCB_REPORT_SVG_H
#define LSCB_REPORT_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "date.h"

/* The shape says it; colour only repeats it. */
enum chart_mark { MARK_PLAIN, MARK_ABOVE, MARK_BELOW, MARK_PATTERN };

struct chart_point {
	date start, end;	/* inclusive */
	const char *label;	/* under the axis: the period */
	const char *tip;	/* the whole figure in words */
	double value;		/* NAN: a gap */
	double low, high;	/* interval; NAN: none */
	double centre, limit_low, limit_high;	/* NAN: none */
	enum chart_mark mark;
};

/* A labelled horizontal line. */
struct chart_line {
	double at;
	const char *label;
	const char *class;	/* "base", "target", "area" */
	bool brief;		/* a mark at the edge: nothing to be reached */
};

struct chart {
	const char *id;		/* unique in the page */
	const char *title;
	const char *desc;	/* the finding, in words */
	const char *unit;	/* after the axis numbers, e.g. "%"; or "" */
	const char *axis_unit;	/* above the axis, e.g. "per 1,000"; or "" */
	const struct chart_point *points;
	size_t n;
	/* A line of overlapping windows, drawn without points or limits. */
	const struct chart_point *windows;
	size_t n_windows;
	const char *windows_label;
	/* Points that are expected, not counted, behind the last. */
	const struct chart_point *forecast;
	size_t n_forecast;
	const char *forecast_label;
	const struct chart_line *lines;
	size_t n_lines;
	double band_low, band_high;	/* NAN: open end, or no band at all */
	const char *band_label;		/* NULL: no band */
	const char *latest_label;	/* at the last point */
	const char *centre_label, *limit_low_label, *limit_high_label;
	const char *axis_note;	/* shown when the axis does not begin at 0 */
	double max;		/* no axis beyond it (100 for per cent); NAN */
};

/* Appends <svg>...</svg>; 0, or -1 when memory ran out. */
int chart_svg(struct buf *b, const struct chart *c);

#endif
