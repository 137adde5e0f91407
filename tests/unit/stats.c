/* SPDX-License-Identifier: MIT */
/*
 * stats.h: read = used + rejected + dropped, and the file that says so.
 */
#include "rows.h"
#include "stats.h"
#include "unit.h"

static void
adds_up(void)
{
	struct stats *s = stats_new("lscb-test");
	struct err e;

	memset(&e, 0, sizeof(e));
	CHECK(stats_check(s, &e) == 0, "nothing read is in order");
	stats_add(s, STATS_READ, NULL, 10);
	stats_add(s, STATS_USED, "", 6);
	stats_add(s, STATS_REJECTED, "bad-date", 1);
	stats_add(s, STATS_REJECTED, "ragged", 1);
	stats_add(s, STATS_REJECTED, "bad-date", 1);
	CHECK(stats_check(s, &e) == -1 && e.status == STATUS_INTERNAL,
	    "10 != 6 + 3 + 0: status %d", e.status);
	stats_add(s, STATS_DROPPED, "deleted", 1);
	CHECK(stats_check(s, &e) == 0, "10 = 6 + 3 + 1");
	stats_add(s, STATS_REPAIRED, "line-break", 7);
	stats_add(s, STATS_WRITTEN, NULL, 600);
	stats_add(s, STATS_QUERIED, "late", 2);
	CHECK(stats_check(s, &e) == 0, "other measures count");
	CHECK(stats_get(s, STATS_REJECTED) == 3, "%zu",
	    stats_get(s, STATS_REJECTED));
	CHECK(stats_get(s, STATS_READ) == 10, "read");
	CHECK(stats_get(s, STATS_WRITTEN) == 600, "written");
	stats_free(s);
	stats_free(NULL);
}

/* As a filter writes them: 0, or -1 with *e. */
static int
write_file(const struct stats *s, const char *path, struct err *e)
{
	struct writer *wr;

	if (wr_open(&wr, path, OUT_PUBLIC, e) == -1)
		return -1;
	return stats_write(s, wr, e) == -1 ? -1 : wr_close(wr, e);
}

static void
file_is_csv(void)
{
	struct stats *s = stats_new("lscb-test");
	struct err e;
	static const char *const want[] = {
	    "lscb-test,read,,10\n", "lscb-test,used,,7\n",
	    "lscb-test,rejected,bad-date,2\n",
	    "lscb-test,rejected,ragged,1\n",
	    "lscb-test,written,,7\n" };
	const char *got;
	char first[4096];

	unit_enter();
	stats_add(s, STATS_READ, NULL, 10);
	stats_add(s, STATS_USED, NULL, 7);
	stats_add(s, STATS_REJECTED, "ragged", 1);
	stats_add(s, STATS_REJECTED, "bad-date", 2);
	stats_add(s, STATS_WRITTEN, NULL, 7);
	CHECK(write_file(s, "stats.csv", &e) == 0, "%s", e.text);
	got = unit_read("stats.csv", NULL);
	CHECK(strncmp(got, "filter,measure,reason,count\n", 28) == 0, "%s",
	    got);
	for (size_t i = 0; i < LEN(want); i++)
		CHECK(strstr(got, want[i]) != NULL, "no line %.30s", want[i]);
	snprintf(first, sizeof(first), "%.4095s", got);
	stats_free(s);

	/* The same counts in another order: the same bytes. */
	s = stats_new("lscb-test");
	stats_add(s, STATS_WRITTEN, NULL, 7);
	stats_add(s, STATS_REJECTED, "bad-date", 1);
	stats_add(s, STATS_REJECTED, "ragged", 1);
	stats_add(s, STATS_REJECTED, "bad-date", 1);
	stats_add(s, STATS_USED, NULL, 7);
	stats_add(s, STATS_READ, NULL, 10);
	CHECK(write_file(s, "stats.csv", &e) == 0, "%s", e.text);
	CHECK(strcmp(unit_read("stats.csv", NULL), first) == 0,
	    "depends on the order of counting");
	CHECK(write_file(s, "no/such/stats.csv", &e) == -1 &&
	    e.status == STATUS_CANTCREATE, "status %d", e.status);
	stats_free(s);
}

int
main(void)
{
	RUN(adds_up, "read = used + rejected + dropped, or status 70");
	RUN(file_is_csv, "the file is CSV and says the same in any order");
	return UNIT_END;
}
