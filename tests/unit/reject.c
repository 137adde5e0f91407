/* SPDX-License-Identifier: MIT */
/*
 * reject.h: bad rows go to quarantine with line, column and reason, up to a
 * limit; without a quarantine the first one stops.
 */
#include "reject.h"
#include "unit.h"

static const char input[] = "a,b\n1,2\nragged\n3,bad\n5,6\n7,8\n";

struct outcome {
	int r;			/* of the run, 0 or -1 */
	int closed;		/* of rejects_close */
	size_t good;
	struct err err;
	struct stats *stats;
};

/* Rejects rows that are unreadable, and those whose b is "bad". */
static struct outcome
run(const char *quarantine, const char *limit)
{
	char *path = (char *)(uintptr_t)unit_write("in.csv", input,
	    sizeof(input) - 1);
	struct outcome o = { .stats = stats_new("lscb-test") };
	struct rejects *rj = NULL;
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err why;

	if (rejects_open(&rj, quarantine, limit, o.stats, &o.err) != 0) {
		o.r = -1;
		return o;
	}
	if (rd_open(&rd, &path, 1, NULL, &o.err) != 0)
		abort();
	while ((o.r = rejects_next(rj, rd, &rec, &o.err)) == 1) {
		if (field_eq(rec->f[1], "bad")) {
			err_set(&why, STATUS_DATA, "bad-word",
			    "not a number, want a number");
			err_at(&why, NULL, 0, "b");
			o.r = rejects_add(rj, rec, &why, &o.err);
			if (o.r == -1)
				break;
			continue;
		}
		stats_add(o.stats, STATS_USED, NULL, 1);
		o.good++;
	}
	rd_close(rd);
	if (o.r == -1)
		rejects_abort(rj, true);
	else
		o.closed = rejects_close(rj, &o.err);
	return o;
}

static void
first_bad_row_stops(void)
{
	struct outcome o = run(NULL, NULL);
	char text[200];

	CHECK(o.r == -1 && o.err.status == STATUS_DATA, "%d, status %d", o.r,
	    o.err.status);
	CHECK(o.good == 1 && o.err.line == 3 &&
	    strcmp(o.err.file, "in.csv") == 0, "%zu good, line %zu", o.good,
	    o.err.line);
	err_format(&o.err, text, sizeof(text));
	CHECK(strstr(text, "ragged,") == NULL, "%s", text);
	stats_free(o.stats);
}

static void
quarantine(void)
{
	struct outcome o = run("q.csv", NULL);
	struct stat st;
	const char *q;
	struct err e;

	CHECK(o.r == 0 && o.closed == 0, "%s", o.err.text);
	CHECK(o.good == 3, "%zu good", o.good);
	CHECK(stats_get(o.stats, STATS_READ) == 5 &&
	    stats_get(o.stats, STATS_REJECTED) == 2, "stats");
	CHECK(stats_check(o.stats, &e) == 0, "%s", e.text);
	CHECK(stat("q.csv", &st) == 0 && (st.st_mode & 0777) == 0600,
	    "mode %o", (unsigned)st.st_mode & 0777);
	q = unit_read("q.csv", NULL);
	CHECK(strncmp(q, "file,line,record,column,reason,message,raw\n"
	    "in.csv,3,2,,", 55) == 0, "%s", q);
	CHECK(strstr(q, ",ragged\nin.csv,4,3,b,bad-word,"
	    "\"not a number, want a number\",\"3,bad\"\n") != NULL, "%s", q);
	stats_free(o.stats);
}

static void
limit_in_rows(void)
{
	struct outcome o = run("q.csv", "1");

	CHECK(o.r == -1 && o.err.status == STATUS_DATA, "1: %d", o.r);
	stats_free(o.stats);
	o = run("q.csv", "2");
	CHECK(o.r == 0 && o.closed == 0, "2: %s", o.err.text);
	stats_free(o.stats);
	o = run("q.csv", "0");
	CHECK(o.r == -1 && o.good == 1, "0: %d", o.r);
	stats_free(o.stats);
}

static void
limit_in_shares(void)
{
	/* 2 of 5 rows are 40 %: judged at the end. */
	struct outcome o = run("q.csv", "39%");

	CHECK(o.r == 0 && o.closed == -1 && o.err.status == STATUS_DATA &&
	    o.good == 3, "39%%: %d %d", o.r, o.closed);
	stats_free(o.stats);
	o = run("q.csv", "40%");
	CHECK(o.r == 0 && o.closed == 0, "40%%: %s", o.err.text);
	stats_free(o.stats);
	o = run("q.csv", "39.9%");
	CHECK(o.closed == -1, "39.9%%");
	stats_free(o.stats);
}

static void
bad_limits(void)
{
	static const char *const bad[] = { "", "%", "x", "-1", "1.5", "101%",
	    "-1%", "1%%", " 1", "5 %" };
	struct outcome o;

	for (size_t i = 0; i < LEN(bad); i++) {
		o = run("q.csv", bad[i]);
		CHECK(o.r == -1 && o.err.status == STATUS_USAGE, "'%s': %d",
		    bad[i], o.err.status);
		stats_free(o.stats);
	}
	o = run(NULL, "5");
	CHECK(o.r == -1 && o.err.status == STATUS_USAGE, "no quarantine: %d",
	    o.err.status);
	stats_free(o.stats);
	o = run("none/q.csv", NULL);
	CHECK(o.r == -1 && o.err.status == STATUS_CANTCREATE, "no folder: %d",
	    o.err.status);
	stats_free(o.stats);
}

int
main(void)
{
	unit_enter();
	RUN(first_bad_row_stops, "without a quarantine the first bad row stops");
	RUN(quarantine, "quarantine: line, record, column, reason, row; 0600");
	RUN(limit_in_rows, "a limit of N rows allows N");
	RUN(limit_in_shares, "a limit of P% is judged at the end");
	RUN(bad_limits, "a limit that is none is a usage error");
	return UNIT_END;
}
