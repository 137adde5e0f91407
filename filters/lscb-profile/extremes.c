/* SPDX-License-Identifier: MIT */
/* See extremes.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extremes.h"

int
extremes_new(struct extremes *e, size_t enough)
{
	memset(e, 0, sizeof(*e));
	e->enough = enough;
	e->low = calloc(enough, sizeof(*e->low));
	e->high = calloc(enough, sizeof(*e->high));
	return e->low == NULL || e->high == NULL ? -1 : 0;
}

void
extremes_free(struct extremes *e)
{
	free(e->low);
	free(e->high);
	e->low = e->high = NULL;
}

/* Keeps the greatest: the least of those kept is the root, heap[0]. */
static void
keep(wide *heap, size_t n, size_t enough, wide v)
{
	size_t i, child;

	if (n < enough) {
		for (i = n; i > 0 && heap[(i - 1) / 2] > v; i = (i - 1) / 2)
			heap[i] = heap[(i - 1) / 2];
		heap[i] = v;
		return;
	}
	if (v <= heap[0])
		return;
	for (i = 0; (child = 2 * i + 1) < enough; i = child) {
		if (child + 1 < enough && heap[child + 1] < heap[child])
			child++;
		if (heap[child] >= v)
			break;
		heap[i] = heap[child];
	}
	heap[i] = v;
}

void
extremes_add(struct extremes *e, wide v)
{
	keep(e->low, e->n, e->enough, -v);
	keep(e->high, e->n, e->enough, v);
	if (e->n < e->enough)
		e->n++;
}

/* The root, or at most it, in two digits where the others are greater. */
static wide
inwards(const wide *heap, size_t n)
{
	wide v = heap[0], size = v < 0 ? -v : v, unit = 1, rest;
	size_t i;

	for (i = 1; i < n && heap[i] == v; i++)
		;
	if (i == n)
		return v;
	while (size / unit >= 100)
		unit *= 10;
	rest = v % unit;
	return v - rest - (rest < 0 ? unit : 0);
}

bool
extremes_low(const struct extremes *e, wide *out)
{
	if (e->n < e->enough)
		return false;
	*out = -inwards(e->low, e->n);
	return true;
}

bool
extremes_high(const struct extremes *e, wide *out)
{
	if (e->n < e->enough)
		return false;
	*out = inwards(e->high, e->n);
	return true;
}

void
wide_format(wide v, char out[WIDE_SIZE])
{
	char digits[WIDE_SIZE];
	size_t i = sizeof(digits), places = 0;
	bool negative = v < 0, point = false;
	int digit;

	digits[--i] = '\0';
	do {
		digit = (int)(v % 10);
		v /= 10;
		digit = digit < 0 ? -digit : digit;
		if (digit != 0 || point || places >= 9) {
			if (places == 9 && point)
				digits[--i] = '.';
			digits[--i] = (char)('0' + digit);
			point = true;
		}
		places++;
	} while (v != 0 || places < 10);
	if (negative)
		digits[--i] = '-';
	memcpy(out, digits + i, sizeof(digits) - i);
}
