/* SPDX-License-Identifier: MIT */
/* See reject.h. */
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "reject.h"

struct rejects {
	struct writer *wr;	/* NULL: no quarantine */
	struct stats *stats;
	bool limited, share;	/* share: limit is in hundredths of a % */
	uint64_t limit;
	void (*seen)(void *arg, const struct rec *rec, const struct err *why);
	void *arg;
};

static int
parse_limit(struct rejects *rj, const char *text, struct err *err)
{
	size_t n = strlen(text);
	int64_t value;
	int scale;

	rj->limited = true;
	rj->share = n > 0 && text[n - 1] == '%';
	if (num_decimal(text, rj->share ? n - 1 : n, &value, &scale) &&
	    value >= 0 && scale <= (rj->share ? 2 : 0)) {
		if (rj->share)
			for (; scale < 2; scale++)
				value *= 10;
		if (!rj->share || value <= 10000) {
			rj->limit = (uint64_t)value;
			return 0;
		}
	}
	return err_set(err, STATUS_USAGE, "", "--max-rejects wants a whole "
	    "number or a share such as 0.5%%");
}

int
rejects_open(struct rejects **rjp, const char *path, const char *limit,
    struct stats *stats, struct err *err)
{
	static const char *const header[] = {
		"file", "line", "record", "column", "reason", "message", "raw"
	};
	struct rejects *rj = calloc(1, sizeof(*rj));

	if (rj == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	rj->stats = stats;
	if (limit != NULL && path == NULL)
		err_set(err, STATUS_USAGE, "", "--max-rejects needs "
		    "--rejects FILE: rejected rows must go somewhere");
	else if (limit != NULL && parse_limit(rj, limit, err) == -1)
		;
	else if (path != NULL && wr_open(&rj->wr, path, OUT_PRIVATE,
	    err) == -1)
		;
	else {
		if (rj->wr != NULL)
			wr_header(rj->wr, header, 7);
		*rjp = rj;
		return 0;
	}
	free(rj);
	return -1;
}

static int
over_limit(const struct rejects *rj, const char *file, struct err *err)
{
	err_set(err, STATUS_DATA, "too-many-rejects", "more rows were "
	    "rejected than --max-rejects allows; see the reasons in the "
	    "rejects file");
	return err_at(err, rj->share ? NULL : file, 0, NULL);
}

int
rejects_add(struct rejects *rj, const struct rec *rec,
    const struct err *why, struct err *err)
{
	stats_add(rj->stats, STATS_REJECTED, why->code, 1);
	if (rj->seen != NULL)
		rj->seen(rj->arg, rec, why);
	if (rj->wr == NULL) {
		*err = *why;
		err->status = STATUS_DATA;
		return err_at(err, rec->file, rec->line, NULL);
	}
	wr_str(rj->wr, rec->file);
	wr_uint(rj->wr, rec->line);
	wr_uint(rj->wr, rec->number);
	wr_str(rj->wr, why->column);
	wr_str(rj->wr, why->code);
	wr_str(rj->wr, why->text);
	wr_field(rj->wr, rec->raw, rec->raw_n);
	wr_end(rj->wr);
	if (rj->limited && !rj->share &&
	    stats_get(rj->stats, STATS_REJECTED) > rj->limit)
		return over_limit(rj, rec->file, err);
	return 0;
}

void
rejects_watch(struct rejects *rj, void (*seen)(void *arg,
    const struct rec *rec, const struct err *why), void *arg)
{
	rj->seen = seen;
	rj->arg = arg;
}

int
rejects_next(struct rejects *rj, struct reader *rd, const struct rec **rec,
    struct err *err)
{
	struct err why;
	int r;

	while ((r = rd_next(rd, rec, &why)) == -1 && rd_recoverable(rd)) {
		stats_add(rj->stats, STATS_READ, NULL, 1);
		if (rejects_add(rj, *rec, &why, err) == -1)
			return -1;
	}
	if (r == 1) {
		stats_add(rj->stats, STATS_READ, NULL, 1);
		if ((*rec)->breaks > 0)
			stats_add(rj->stats, STATS_REPAIRED, "line-break",
			    (*rec)->breaks);
	}
	if (r == -1)
		*err = why;
	return r;
}

int
rejects_close(struct rejects *rj, struct err *err)
{
	uint64_t read, rejected;
	int r = 0;

	if (rj == NULL)
		return 0;
	/* The file is wanted most of all when there are too many. */
	if (rj->wr != NULL)
		r = wr_close(rj->wr, err);
	if (r == 0 && rj->limited && rj->share) {
		read = stats_get(rj->stats, STATS_READ);
		rejected = stats_get(rj->stats, STATS_REJECTED);
		if (rejected * 10000 > rj->limit * read)
			r = over_limit(rj, NULL, err);
	}
	free(rj);
	return r;
}

void
rejects_abort(struct rejects *rj, bool keep)
{
	struct err err;

	if (rj == NULL)
		return;
	if (rj->wr != NULL && keep)
		(void)wr_close(rj->wr, &err);
	else if (rj->wr != NULL)
		wr_abort(rj->wr);
	free(rj);
}
