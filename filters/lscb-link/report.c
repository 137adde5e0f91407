/* SPDX-License-Identifier: MIT */
/*
 * What people look at: pairs that may be one child and were not linked, and how
 * well what was linked.  Neither has a token in it.  See link.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"

static void
write_real(struct writer *wr, double v)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%.4f", v);
	wr_str(wr, text);
}

static const struct record *
first_record(const struct people *people, uint32_t identity)
{
	return &people->records[people->identities[identity].record];
}

size_t
write_grey(struct writer *wr, struct people *people,
    const struct decisions *decisions, const struct clustering *told)
{
	const struct identity *x = people->identities;
	const struct edge *e = told->edges, *end = e + told->n;
	size_t n = 0;
	unsigned f;
	pattern p;

	if (wr != NULL) {
		wr_str(wr, "record");
		wr_str(wr, "other");
		wr_str(wr, "probability");
		for (f = 0; f < FEATURES; f++)
			wr_str(wr, feature_names[f]);
		wr_end(wr);
	}
	for (; e < end; e++) {
		if (cluster_root(people, e->a) == cluster_root(people, e->b) ||
		    decided_apart(decisions, e->a, e->b))
			continue;
		n++;
		if (wr == NULL)
			continue;
		wr_field(wr, first_record(people, e->a)->number,
		    PSEUDONYM_LEN);
		wr_field(wr, first_record(people, e->b)->number,
		    PSEUDONYM_LEN);
		write_real(wr, probability_of((double)e->bits));
		p = compare(&x[e->a], &x[e->b]);
		for (f = 0; f < FEATURES; f++)
			wr_str(wr, level_names[f][level_of(p, f)]);
		wr_end(wr);
	}
	return n;
}

/* Of the records of one source. */
struct source {
	size_t records, numbered, matched;
};

/*
 * The sources that the identities of each cluster come from: one, or several.
 * 0, or -1: no memory.
 */
static int
count_sources(struct people *people, struct source *sources)
{
	uint32_t *only = calloc(people->n + 1, sizeof(*only));
	const struct record *r;
	uint32_t root;
	size_t i;

	if (only == NULL)
		return -1;
	/* 0: none yet; s + 1: source s; NONE: several. */
	for (i = 0; i < people->n_records; i++) {
		r = &people->records[i];
		root = cluster_root(people, r->identity);
		if (only[root] == 0)
			only[root] = (uint32_t)r->source + 1;
		else if (only[root] != (uint32_t)r->source + 1)
			only[root] = NONE;
	}
	for (i = 0; i < people->n_records; i++) {
		r = &people->records[i];
		root = cluster_root(people, r->identity);
		sources[r->source].records++;
		if (people->identities[root].child == NONE)
			continue;
		sources[r->source].numbered++;
		sources[r->source].matched += only[root] == NONE;
	}
	free(only);
	return 0;
}

static const struct table *sorting;

static int
compare_names(const void *a, const void *b)
{
	size_t an, bn;
	const char *x = table_key(sorting, *(const size_t *)a, &an);
	const char *y = table_key(sorting, *(const size_t *)b, &bn);

	return bytes_compare(x, an, y, bn);
}

/* The sources by name; NULL: no memory. */
static size_t *
sort_sources(const struct people *people)
{
	size_t n = table_count(people->sources), i;
	size_t *order = calloc(n + 1, sizeof(*order));

	for (i = 0; order != NULL && i < n; i++)
		order[i] = i;
	sorting = people->sources;
	if (order != NULL && n > 1)
		qsort(order, n, sizeof(*order), compare_names);
	return order;
}

static void
write_pairs(struct writer *wr, const char *measure, double value)
{
	wr_str(wr, "");
	wr_str(wr, "pairs");
	wr_str(wr, measure);
	write_real(wr, value);
	wr_end(wr);
}

static void
write_count(struct writer *wr, const char *of, size_t of_n,
    const char *measure, size_t value)
{
	wr_field(wr, of, of_n);
	wr_str(wr, "records");
	wr_str(wr, measure);
	wr_uint(wr, value);
	wr_end(wr);
}

/* As they are expected of the probabilities of what was linked, and of all. */
static void
write_quality(struct writer *wr, struct people *people,
    const struct model *model, const struct clustering *told)
{
	double all = model_matches(model), sure = 0, linked = 0;
	const struct edge *e;

	for (e = told->edges; e < told->edges + told->n; e++)
		if (cluster_root(people, e->a) == cluster_root(people, e->b)) {
			sure += probability_of((double)e->bits);
			linked++;
		}
	if (all < sure)
		all = sure;
	write_pairs(wr, "precision", linked > 0 ? sure / linked : 1);
	write_pairs(wr, "recall", all > 0 ? sure / all : 1);
}

static int
write_sources(struct writer *wr, struct people *people)
{
	size_t count = table_count(people->sources), i, n;
	struct source *sources = calloc(count + 1, sizeof(*sources));
	size_t *order = sort_sources(people);
	const struct source *s;
	const char *name;
	int r = sources == NULL || order == NULL ||
	    count_sources(people, sources) == -1 ? -1 : 0;

	for (i = 0; r == 0 && i < count; i++) {
		name = table_key(people->sources, order[i], &n);
		s = &sources[order[i]];
		write_count(wr, name, n, "all", s->records);
		write_count(wr, name, n, "numbered", s->numbered);
		write_count(wr, name, n, "matched", s->matched);
	}
	free(sources);
	free(order);
	return r;
}

int
write_report(struct writer *wr, struct people *people,
    const struct model *model, const struct clustering *told)
{
	static const char *const header[] = { "of", "what", "measure",
	    "value" };

	wr_header(wr, header, 4);
	write_quality(wr, people, model, told);
	if (write_sources(wr, people) == -1)
		return -1;
	model_write(model, wr);
	return 0;
}
