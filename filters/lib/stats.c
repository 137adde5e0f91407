/* SPDX-License-Identifier: MIT */
/* See stats.h. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "sheet.h"
#include "stats.h"

enum { MEASURES = STATS_WRITTEN + 1 };

static const char *const measure_names[MEASURES] = {
	"read", "used", "rejected", "dropped", "repaired", "queried",
	"located", "no-area", "overridden", "written"
};

struct stats {
	char *filter;
	size_t total[MEASURES];
	struct table *reasons[MEASURES];
	size_t *counts[MEASURES];	/* by index in reasons */
	size_t cap[MEASURES];
	bool no_memory;			/* a reason could not be kept */
};

struct stats *
stats_new(const char *filter)
{
	struct stats *s = calloc(1, sizeof(*s));
	size_t m;

	if (s == NULL)
		return NULL;
	s->filter = strdup(filter);
	for (m = 0; m < MEASURES; m++)
		s->reasons[m] = table_new();
	for (m = 0; m < MEASURES; m++)
		if (s->reasons[m] == NULL || s->filter == NULL) {
			stats_free(s);
			return NULL;
		}
	return s;
}

void
stats_free(struct stats *s)
{
	size_t m;

	if (s == NULL)
		return;
	for (m = 0; m < MEASURES; m++) {
		table_free(s->reasons[m]);
		free(s->counts[m]);
	}
	free(s->filter);
	free(s);
}

void
stats_add(struct stats *s, enum stats_measure m, const char *reason,
    size_t n)
{
	size_t i, *counts;
	int added;

	s->total[m] += n;
	if (reason == NULL || reason[0] == '\0')
		return;
	i = table_add(s->reasons[m], reason, strlen(reason), &added);
	counts = i == SIZE_MAX ? NULL :
	    grow(s->counts[m], i, &s->cap[m], sizeof(*counts));
	if (counts == NULL) {
		s->no_memory = true;
		return;
	}
	s->counts[m] = counts;
	if (added)
		counts[i] = 0;
	counts[i] += n;
}

size_t
stats_get(const struct stats *s, enum stats_measure m)
{
	return s->total[m];
}

struct field
stats_reason(const struct stats *s, enum stats_measure m, size_t i, size_t *n)
{
	struct field f = { "", 0 };

	if (i < table_count(s->reasons[m])) {
		*n = s->counts[m][i];
		f.p = table_key(s->reasons[m], i, &f.n);
	}
	return f;
}

void
stats_sheet(struct stats *s, const struct sheet_found *found)
{
	if (found == NULL)
		return;
	if (found->hidden_rows > 0)
		stats_add(s, STATS_QUERIED, "hidden-row", found->hidden_rows);
	if (found->hidden_columns > 0)
		stats_add(s, STATS_QUERIED, "hidden-column",
		    found->hidden_columns);
	if (found->hidden_sheets > 0)
		stats_add(s, STATS_QUERIED, "hidden-sheet",
		    found->hidden_sheets);
}

int
stats_check(const struct stats *s, struct err *err)
{
	if (s->no_memory)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (s->total[STATS_READ] == s->total[STATS_USED] +
	    s->total[STATS_REJECTED] + s->total[STATS_DROPPED])
		return 0;
	return err_set(err, STATUS_INTERNAL, "rows-lost",
	    "read %zu rows, but used %zu, rejected %zu and dropped %zu: "
	    "please report this", s->total[STATS_READ],
	    s->total[STATS_USED], s->total[STATS_REJECTED],
	    s->total[STATS_DROPPED]);
}

static void
write_row(struct writer *wr, const char *filter, size_t m,
    const char *reason, size_t reason_n, size_t count)
{
	wr_str(wr, filter);
	wr_str(wr, measure_names[m]);
	wr_field(wr, reason, reason_n);
	wr_uint(wr, count);
	wr_end(wr);
}

struct reason {
	const char *p;
	size_t n, count;
};

static int
by_name(const void *va, const void *vb)
{
	const struct reason *a = va, *b = vb;

	return bytes_compare(a->p, a->n, b->p, b->n);
}

/* In alphabetical order, so that rows in another order say the same. */
static size_t
write_reasons(const struct stats *s, struct writer *wr, size_t m,
    struct reason *r)
{
	size_t n = table_count(s->reasons[m]), i, told = 0;

	for (i = 0; i < n; i++) {
		r[i].p = table_key(s->reasons[m], i, &r[i].n);
		r[i].count = s->counts[m][i];
	}
	qsort(r, n, sizeof(*r), by_name);
	for (i = 0; i < n; i++) {
		write_row(wr, s->filter, m, r[i].p, r[i].n, r[i].count);
		told += r[i].count;
	}
	return told;
}

/* Is nought of it worth a row? */
static bool
is_always_said(size_t m)
{
	return m < STATS_LOCATED || m > STATS_OVERRIDDEN;
}

/*
 * A measure with reasons is its reasons; what has none stands in a row of
 * its own with an empty reason.  Either way the rows of a measure add up.
 */
int
stats_write(const struct stats *s, struct writer *wr, struct err *err)
{
	static const char *const header[] = {
		"filter", "measure", "reason", "count"
	};
	struct reason *reasons;
	size_t m, n = 1, told;

	for (m = 0; m < MEASURES; m++)
		if (table_count(s->reasons[m]) > n)
			n = table_count(s->reasons[m]);
	reasons = calloc(n, sizeof(*reasons));
	if (reasons == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	wr_header(wr, header, 4);
	for (m = 0; m < MEASURES; m++) {
		told = write_reasons(s, wr, m, reasons);
		if (told != s->total[m] || (told == 0 && is_always_said(m)))
			write_row(wr, s->filter, m, "", 0,
			    s->total[m] - told);
	}
	free(reasons);
	return 0;
}
