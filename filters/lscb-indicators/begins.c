/* SPDX-License-Identifier: MIT */
/*
 * When the rows of each event begin in a history of which this is a part
 * (lscb-shard --begins-out).  In: event,first.  An event that is there twice begins
 * on the earlier day; one that the library does not know is passed over, as its
 * rows are.  Rejected, with the line: a day that is none.
 */
#include "indicators.h"

static int
take_begin(struct engine *e, const struct rec *rec, struct field name,
    struct field day, struct err *err)
{
	int event = vocabulary_event(&e->vocab, name.p, name.n);
	date d = date_parse(day.p, day.n);

	if (d == DATE_NONE) {
		err_set(err, STATUS_DATA, "bad-date", "want YYYY-MM-DD");
		return err_at(err, rec->file, rec->line, "first");
	}
	if (event >= 0 && (e->first_seen[event] == DATE_NONE ||
	    d < e->first_seen[event]))
		e->first_seen[event] = d;
	return 0;
}

int
begins_read(struct engine *e, const char *path, struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	const struct rec *rec;
	struct reader *rd;
	int event, first, rc;

	if (rd_open(&rd, paths, 1, NULL, err) != 0)
		return -1;
	if ((event = rd_need(rd, "event", err)) < 0 ||
	    (first = rd_need(rd, "first", err)) < 0)
		rc = -1;
	else
		while ((rc = rd_next(rd, &rec, err)) == 1)
			if (take_begin(e, rec, rec->f[event], rec->f[first],
			    err) != 0) {
				rc = -1;
				break;
			}
	rd_close(rd);
	return rc;
}
