/* SPDX-License-Identifier: MIT */
/*
 * How often each value occurs in a group and window: what a mean's spread and
 * a median are made of, and what adds up where the figures themselves do not.
 * Memory: one count per window for each value of a group.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators.h"

void
amount_format(int64_t digits, int scale, char out[32])
{
	struct decimal d = { .digits = digits, .scale = scale };

	while (d.scale > 0 && d.digits % 10 == 0) {
		d.digits /= 10;
		d.scale--;
	}
	decimal_format(d, out, 32);
}

void
values_init(struct values *v)
{
	v->keys = tool_need(table_new());
}

void
values_done(struct values *v)
{
	size_t n = v->keys == NULL ? 0 : table_count(v->keys);

	for (size_t i = 0; i < n; i++)
		free(v->n[i]);
	free(v->n);
	buf_free(&v->key);
	if (v->keys != NULL)
		table_free(v->keys);
}

void
values_add(struct values *v, size_t group, int64_t digits, int scale,
    struct run run, size_t n_windows)
{
	uint32_t number = (uint32_t)group;
	char text[32];
	size_t k, n = table_count(v->keys);
	int added;

	amount_format(digits, scale, text);
	v->key.n = 0;
	if (buf_add(&v->key, (const char *)&number, sizeof(number)) != 0 ||
	    buf_add(&v->key, text, strlen(text)) != 0)
		tool_need(NULL);
	if ((k = table_add(v->keys, v->key.p, v->key.n, &added)) == SIZE_MAX)
		tool_need(NULL);
	if (added) {
		v->n = tool_need(grow(v->n, n, &v->cap, sizeof(*v->n)));
		v->n[k] = tool_need(calloc(n_windows + 1, sizeof(**v->n)));
	}
	for (size_t w = run.a; w < run.b; w++)
		v->n[k][w]++;
}
