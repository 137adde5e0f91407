/* SPDX-License-Identifier: MIT */
/* See findings.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "findings.h"

struct findings {
	struct writer *queries, *redacted, *summary;
	struct table *known;	/* kind, column, code -> index in all */
	struct found *all;
	size_t n, cap;
};

const char *const finding_names[] = { "rejected", "queried", "dropped" };

static const char *const query_header[] = {
	"file", "line", "record", "column", "reason", "message"
};
static const char *const redacted_header[] = {
	"file", "line", "record", "reference", "column", "reason", "severity",
	"message"
};
static const char *const summary_header[] = {
	"outcome", "column", "reason", "rows", "first_file", "first_line",
	"message"
};

struct findings *
findings_new(struct writer *queries, struct writer *redacted,
    struct writer *summary)
{
	struct findings *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return NULL;
	f->known = table_new();
	if (f->known == NULL) {
		free(f);
		return NULL;
	}
	f->queries = queries;
	f->redacted = redacted;
	f->summary = summary;
	if (queries != NULL)
		wr_header(queries, query_header, 6);
	if (redacted != NULL)
		wr_header(redacted, redacted_header, 8);
	if (summary != NULL)
		wr_header(summary, summary_header, 7);
	return f;
}

void
findings_free(struct findings *f)
{
	if (f == NULL)
		return;
	table_free(f->known);
	free(f->all);
	free(f);
}

static void
write_place(struct writer *wr, const struct rec *rec)
{
	wr_str(wr, rec->file);
	wr_uint(wr, rec->line);
	wr_uint(wr, rec->number);
}

static void
write_query(struct writer *wr, const struct rec *rec, const struct err *why)
{
	write_place(wr, rec);
	wr_str(wr, why->column);
	wr_str(wr, why->code);
	wr_str(wr, why->text);
	wr_end(wr);
}

/* The file's own name: where it lies here is nobody's business outside. */
static const char *
base_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash == NULL ? file : slash + 1;
}

static void
write_redacted(struct writer *wr, enum finding kind, const struct rec *rec,
    struct field reference, const struct err *why)
{
	wr_str(wr, base_name(rec->file));
	wr_uint(wr, rec->line);
	wr_uint(wr, rec->number);
	wr_field(wr, reference.p, reference.n);
	wr_str(wr, why->column);
	wr_str(wr, why->code);
	wr_str(wr, kind == FOUND_QUERIED ? "query" : "error");
	wr_str(wr, why->text);
	wr_end(wr);
}

/* One more of its kind, or the first. */
static int
tally(struct findings *f, enum finding kind, const struct rec *rec,
    const struct err *why)
{
	char key[256];
	struct found *all;
	int added, n;
	size_t i;

	n = snprintf(key, sizeof(key), "%d %s %s", (int)kind, why->column,
	    why->code);
	i = table_add(f->known, key, (size_t)n, &added);
	if (i == SIZE_MAX)
		return -1;
	if (added) {
		all = grow(f->all, f->n, &f->cap, sizeof(*all));
		if (all == NULL)
			return -1;
		f->all = all;
		all += f->n++;
		memset(all, 0, sizeof(*all));
		all->kind = kind;
		all->line = rec->line;
		memcpy(all->column, why->column, sizeof(all->column));
		memcpy(all->code, why->code, sizeof(all->code));
		memcpy(all->text, why->text, sizeof(all->text));
		(void)snprintf(all->file, sizeof(all->file), "%s", rec->file);
	}
	f->all[i].rows++;
	return 0;
}

int
findings_add(struct findings *f, enum finding kind, const struct rec *rec,
    struct field reference, const struct err *why)
{
	if (kind == FOUND_QUERIED && f->queries != NULL)
		write_query(f->queries, rec, why);
	if (kind != FOUND_DROPPED && f->redacted != NULL)
		write_redacted(f->redacted, kind, rec, reference, why);
	return tally(f, kind, rec, why);
}

static int
by_kind(const void *va, const void *vb)
{
	const struct found *a = va, *b = vb;
	int order = (int)a->kind - (int)b->kind;

	if (order == 0)
		order = strcmp(a->column, b->column);
	return order != 0 ? order : strcmp(a->code, b->code);
}

int
findings_row(struct findings *f, enum finding kind, const struct rec *rec,
    struct field reference, const struct err *why, const struct notes *more)
{
	size_t i;

	if (why != NULL && findings_add(f, kind, rec, reference, why) == -1)
		return -1;
	for (i = 0; more != NULL && i < more->n; i++)
		if (findings_add(f, kind, rec, reference,
		    &more->items[i]) == -1)
			return -1;
	return 0;
}

const struct found *
findings_all(struct findings *f, size_t *n)
{
	*n = f->n;
	/* Nothing is added any more: the table's numbers may go. */
	if (f->n > 0)
		qsort(f->all, f->n, sizeof(*f->all), by_kind);
	return f->all;
}

void
findings_summary(struct findings *f)
{
	const struct found *found;
	size_t i, n;

	if (f->summary == NULL)
		return;
	found = findings_all(f, &n);
	for (i = 0; i < n; i++, found++) {
		wr_str(f->summary, finding_names[found->kind]);
		wr_str(f->summary, found->column);
		wr_str(f->summary, found->code);
		wr_uint(f->summary, found->rows);
		wr_str(f->summary, found->file);
		wr_uint(f->summary, found->line);
		wr_str(f->summary, found->text);
		wr_end(f->summary);
	}
}
