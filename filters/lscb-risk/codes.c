/* SPDX-License-Identifier: MIT */
/* See codes.h.  Pure: neither prints nor exits. */
#include <stdlib.h>
#include <string.h>

#include "codes.h"
#include "num.h"

int
codes_open(struct codes *c)
{
	memset(c, 0, sizeof(*c));
	c->missing = CODE_NONE;
	return (c->values = table_new()) == NULL ? -1 : 0;
}

int
codes_add(struct codes *c, const char *p, size_t n)
{
	size_t code = table_add(c->values, p, n, NULL);
	uint32_t *of;

	if (code == SIZE_MAX ||
	    (of = grow(c->of, c->rows, &c->cap, sizeof(*of))) == NULL)
		return -1;
	c->of = of;
	c->of[c->rows++] = (uint32_t)code;
	c->n = (uint32_t)table_count(c->values);
	if (n == 0)
		c->missing = (uint32_t)code;
	return 0;
}

struct number {
	int64_t digits;
	int scale;
	bool missing;
	uint32_t code;
};

static int
by_number(const void *a, const void *b)
{
	const struct number *x = a, *y = b;

	if (x->missing || y->missing)
		return (int)y->missing - (int)x->missing;
	return num_compare(x->digits, x->scale, y->digits, y->scale);
}

static struct number *
numbers_in_order(const struct codes *c)
{
	struct number *v = calloc((size_t)c->n + 1, sizeof(*v));
	const char *p;
	size_t n;

	if (v == NULL)
		return NULL;
	for (uint32_t i = 0; i < c->n; i++) {
		p = table_key(c->values, i, &n);
		v[i].code = i;
		v[i].missing = !num_decimal(p, n, &v[i].digits, &v[i].scale);
	}
	qsort(v, c->n, sizeof(*v), by_number);
	return v;
}

int
codes_rank(struct codes *c)
{
	struct number *v = numbers_in_order(c);
	uint32_t *rank = calloc((size_t)c->n + 1, sizeof(*rank));
	uint32_t last = 0;

	if (v == NULL || rank == NULL) {
		free(v);
		free(rank);
		return -1;
	}
	for (uint32_t i = 0; i < c->n; i++) {
		last += i > 0 && by_number(&v[i - 1], &v[i]) != 0;
		rank[v[i].code] = last;
	}
	for (size_t i = 0; i < c->rows; i++)
		c->of[i] = rank[c->of[i]];
	if (c->missing != CODE_NONE)
		c->missing = 0;
	if (c->n > 0)
		c->n = last + 1;
	free(v);
	free(rank);
	return 0;
}

void
codes_forget(struct codes *c)
{
	table_free(c->values);
	c->values = NULL;
}

void
codes_free(struct codes *c)
{
	codes_forget(c);
	free(c->of);
	c->of = NULL;
}
