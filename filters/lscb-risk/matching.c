/* SPDX-License-Identifier: MIT */
/*
 * See matching.h.  Rows are grouped by which of their values are missing (their
 * pattern).  Between two patterns only the columns count that are there in both:
 * the rows of the two are split into classes by these alone, and each row of one may
 * be any of the other's in its class.  Rows times patterns, not rows times rows.
 * Pure: neither prints nor exits.
 */
#include <stdlib.h>
#include <string.h>

#include "matching.h"

struct pattern {
	uint64_t missing;	/* bit i: of column i */
	size_t from, n;		/* its rows in the order */
};

struct matching {
	const struct codes *const *columns;
	size_t n_columns, rows;
	uint32_t *order;	/* rows by pattern */
	struct pattern *patterns;
	size_t n, cap;
	uint32_t *chosen;	/* the rows of two patterns */
	struct codes values;	/* of a column, in these */
	struct classes classes;	/* of these */
	uint32_t *tally;	/* by class; 0 between two uses */
	uint32_t *count;
	struct pairs *pairs;
};

struct by_pattern {
	uint64_t missing;
	uint32_t row;
};

static int
compare_patterns(const void *a, const void *b)
{
	const struct by_pattern *x = a, *y = b;

	return (x->missing > y->missing) - (x->missing < y->missing);
}

static uint64_t
pattern_of(const struct matching *m, size_t row)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < m->n_columns; i++)
		if (m->columns[i]->of[row] == m->columns[i]->missing)
			bits |= UINT64_C(1) << i;
	return bits;
}

static int
list_patterns(struct matching *m, const struct by_pattern *v)
{
	struct pattern *p;

	for (size_t i = 0; i < m->rows; i++) {
		m->order[i] = v[i].row;
		if (i > 0 && v[i].missing == v[i - 1].missing) {
			m->patterns[m->n - 1].n++;
			continue;
		}
		p = grow(m->patterns, m->n, &m->cap, sizeof(*p));
		if (p == NULL)
			return -1;
		m->patterns = p;
		p[m->n++] = (struct pattern){ v[i].missing, i, 1 };
	}
	return 0;
}

/* The patterns there are and the rows of each. */
static int
group_rows(struct matching *m)
{
	struct by_pattern *v = malloc((m->rows + 1) * sizeof(*v));
	int rv;

	if (v == NULL)
		return -1;
	for (size_t i = 0; i < m->rows; i++)
		v[i] = (struct by_pattern){ pattern_of(m, i), (uint32_t)i };
	qsort(v, m->rows, sizeof(*v), compare_patterns);
	rv = list_patterns(m, v);
	free(v);
	return rv;
}

/* The rows of a and then of b, in classes by what is there in both. */
static void
split_two(struct matching *m, const struct pattern *a,
    const struct pattern *b)
{
	size_t n = a->n + (a == b ? 0 : b->n);

	memcpy(m->chosen, m->order + a->from, a->n * sizeof(*m->chosen));
	if (a != b)
		memcpy(m->chosen + a->n, m->order + b->from,
		    b->n * sizeof(*m->chosen));
	m->classes.rows = n;
	classes_whole(&m->classes);
	for (size_t k = 0; k < m->n_columns; k++) {
		if (((a->missing | b->missing) >> k & 1) != 0)
			continue;
		for (size_t i = 0; i < n; i++)
			m->values.of[i] = m->columns[k]->of[m->chosen[i]];
		m->values.n = m->columns[k]->n;
		classes_split(&m->classes, &m->classes, &m->values, m->pairs);
	}
}

/* Chosen rows, n of them from to on, may be any of the others in their class. */
static void
count_some(struct matching *m, size_t to, size_t n, size_t others,
    size_t n_others)
{
	const uint32_t *class = m->classes.of;

	for (size_t i = others; i < others + n_others; i++)
		m->tally[class[i]]++;
	for (size_t i = to; i < to + n; i++)
		m->count[m->chosen[i]] += m->tally[class[i]];
	for (size_t i = others; i < others + n_others; i++)
		m->tally[class[i]] = 0;
}

static void
count_all(struct matching *m)
{
	const struct pattern *a, *b, *end = m->patterns + m->n;

	for (a = m->patterns; a < end; a++) {
		split_two(m, a, a);
		count_some(m, 0, a->n, 0, a->n);
		for (b = a + 1; b < end; b++) {
			split_two(m, a, b);
			count_some(m, 0, a->n, a->n, b->n);
			count_some(m, a->n, b->n, 0, a->n);
		}
	}
}

int
matching_count(const struct codes *const *columns, size_t n, size_t rows,
    uint32_t *count, struct pairs *pairs)
{
	struct matching m = { .columns = columns, .n_columns = n,
	    .rows = rows, .count = count, .pairs = pairs };
	uint32_t *room = calloc(5 * rows + 1, sizeof(*room));
	int rv = -1;

	if (room == NULL)
		return -1;
	m.order = room;
	m.chosen = room + rows;
	m.values.of = room + 2 * rows;
	m.classes.of = room + 3 * rows;
	m.tally = room + 4 * rows;
	memset(count, 0, rows * sizeof(*count));
	if (group_rows(&m) == 0) {
		count_all(&m);
		rv = 0;
	}
	free(m.patterns);
	free(room);
	return rv;
}
