/* SPDX-License-Identifier: MIT */
/*
 * The displayed figures of any table of counts, as CSV: one row out for each
 * row in, in the same order; values worked out exactly from numerator and
 * denominator and rounded half up to the indicator's places.  A row without
 * an indicator of the library is plain: of the unit asked for, else a share
 * in per cent, or a count where there is no denominator; one place.
 * Streams; holds one entry per indicator.  Rejected: what table.c rejects.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "report.h"
#include "rows.h"
#include "stats.h"
#include "table.h"
#include "tool.h"

static void
put_count(struct writer *wr, int64_t n)
{
	if (n < 0)
		wr_str(wr, "");
	else
		wr_int(wr, n);
}

static void
put_field(struct writer *wr, const struct rec *rec, int at)
{
	if (at < 0)
		wr_str(wr, "");
	else
		wr_field(wr, rec->f[at].p, rec->f[at].n);
}

static void
put_bound(struct writer *wr, const struct indicator *ind, double v)
{
	char digits[400] = "";

	if (!isnan(v))
		bound_digits(ind, v, digits, sizeof(digits));
	wr_str(wr, digits);
}

static void
show(struct report *r, struct writer *wr, const struct rec *rec,
    const int at[N_COLUMNS], const struct indicator *ind)
{
	static const struct indicator count = { .unit = UNIT_COUNT, .per = 1 };
	char digits[64];
	struct row row;
	int i, bad;

	if ((bad = table_row(rec, at, &row)) != -1) {
		table_reject(rec, bad);
		return;
	}
	if (ind->id == NULL && ind->unit_text == NULL && row.denominator < 0)
		ind = &count;
	row_settle(ind, &row);
	for (i = COL_INDICATOR; i <= COL_GROUP; i++)
		put_field(wr, rec, at[i]);
	if (row.by_value) {
		put_field(wr, rec, at[COL_NUMERATOR]);
		put_field(wr, rec, at[COL_DENOMINATOR]);
	} else {
		put_count(wr, row.numerator);
		put_count(wr, row.denominator);
	}
	if (value_digits(ind, &row, digits, sizeof(digits)))
		wr_str(wr, digits);
	else	/* another area's, as it was published */
		put_field(wr, rec, at[COL_FIGURE]);
	put_bound(wr, ind, row.low);
	put_bound(wr, ind, row.high);
	put_field(wr, rec, at[COL_VERDICT]);
	put_field(wr, rec, at[COL_STATUS]);
	wr_end(wr);
	stats_add(r->stats, STATS_USED, NULL, 1);
}

/*
 * The definition a row belongs to; *m is NULL when there is none.  absent
 * holds the ids that were looked for in vain.
 */
static int
definition(struct report *r, const struct rec *rec, int at,
    struct table *absent, struct measure **m, struct err *err)
{
	char name[128];
	struct field id;

	if (at < 0)
		return 0;
	id = rec->f[at];
	if (*m != NULL && field_eq(id, (*m)->ind->id))
		return 0;
	*m = NULL;
	if (id.n >= sizeof(name) || table_find(absent, id.p, id.n) !=
	    SIZE_MAX)
		return 0;
	memcpy(name, id.p, id.n);
	name[id.n] = '\0';
	if (measure_find(r, name, m, err) == -1)
		return -1;
	if (*m == NULL && table_add(absent, id.p, id.n, NULL) == SIZE_MAX)
		tool_need(NULL);
	return 0;
}

int
report_shown(struct report *r, const struct indicator *plain,
    char *const *files, size_t n, struct err *err)
{
	static const char *const header[] = { "indicator", "start", "end",
	    "by", "group", "numerator", "denominator", "shown", "low",
	    "high", "verdict", "status" };
	struct reader *rd;
	struct writer *wr = NULL;
	const struct rec *rec;
	struct measure *m = NULL;
	struct table *absent = tool_need(table_new());
	int at[N_COLUMNS], rv = 0;

	if (rd_open(&rd, files, n, NULL, err) == -1) {
		table_free(absent);
		return -1;
	}
	rv = table_columns(rd, at, false, err);
	if (rv == 0) {
		wr = tool_output();
		wr_header(wr, header, sizeof(header) / sizeof(header[0]));
	}
	while (rv == 0 && !wr_failed(wr) && (rec = tool_next(rd)) != NULL) {
		rv = definition(r, rec, at[COL_INDICATOR], absent, &m,
		    err);
		if (rv == 0)
			show(r, wr, rec, at, m != NULL ? m->ind : plain);
	}
	table_free(absent);
	rd_close(rd);
	return rv;
}
