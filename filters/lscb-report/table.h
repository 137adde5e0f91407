/* SPDX-License-Identifier: MIT */
/*
 * Columns of the table of figures, in the order lscb-indicators and
 * lscb-limits write those that are read here.  The value is worked out from
 * the counts; only a median's, that of sums with decimals, and a forecast are
 * read.  Those from COL_CHANGE on need not be there.
 */
#ifndef LSCB_REPORT_TABLE_H
#define LSCB_REPORT_TABLE_H

#include "report.h"
#include "rows.h"

enum {
	COL_INDICATOR, COL_START, COL_END, COL_BY, COL_GROUP, COL_NUMERATOR,
	COL_DENOMINATOR, COL_CENSORED, COL_UNMATCHED, COL_STATUS, COL_VALUE,
	COL_LOW, COL_HIGH, COL_CENTRE, COL_LIMIT_LOW, COL_LIMIT_HIGH, COL_SIGNAL,
	COL_VERDICT, COL_CHANGE, COL_CHART, COL_COMPARED, COL_RELEASE,
	COL_RESTATED, COL_WAS_NUMERATOR, COL_WAS_DENOMINATOR, COL_WAS_VALUE,
	COL_FIGURE, N_COLUMNS
};

extern const char *const table_names[N_COLUMNS];

/* Finds the columns: all but value for a page, else numerator and denominator. */
int table_columns(const struct reader *rd, int at[N_COLUMNS], bool page,
    struct err *err);
/*
 * Fills *row, all but its dates and codes; the number of the column that is
 * wrong, or -1.  A column that is not there is as if empty, a status as if ok.
 */
int table_row(const struct rec *rec, const int at[N_COLUMNS],
    struct row *row);
/* Sends a row to quarantine for that column. */
void table_reject(const struct rec *rec, int column);
/* Whether a value can be worked out from what was counted. */
void row_settle(const struct indicator *ind, struct row *row);

#endif
