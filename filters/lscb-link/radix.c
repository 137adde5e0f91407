/* SPDX-License-Identifier: MIT */
/* Sorting by a number, byte by byte from the lowest.  See link.h. */
#include <string.h>

#include "link.h"

enum { BYTES = sizeof(uint64_t), BYTE_VALUES = 256 };

void
sort_keyed(struct keyed *a, struct keyed *spare, size_t n)
{
	size_t counts[BYTES][BYTE_VALUES];
	struct keyed *from = a, *to = spare, *swap;
	size_t i, b, at, count;

	if (n < 2)
		return;
	memset(counts, 0, sizeof(counts));
	for (i = 0; i < n; i++)
		for (b = 0; b < BYTES; b++)
			counts[b][a[i].key >> (8 * b) & 0xff]++;
	for (b = 0; b < BYTES; b++) {
		if (counts[b][from[0].key >> (8 * b) & 0xff] == n)
			continue;	/* all the same */
		for (i = at = 0; i < BYTE_VALUES; i++) {
			count = counts[b][i];
			counts[b][i] = at;
			at += count;
		}
		for (i = 0; i < n; i++)
			to[counts[b][from[i].key >> (8 * b) & 0xff]++] =
			    from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (from != a)
		memcpy(a, from, n * sizeof(*a));
}

size_t
order_by_token(const struct people *people, enum token t,
    struct keyed *order)
{
	size_t i, n = 0;

	for (i = 0; i < people->n; i++)
		if (people->identities[i].t[t] != 0)
			order[n++] = (struct keyed){
			    people->identities[i].t[t], (uint32_t)i };
	sort_keyed(order, order + people->n, n);
	return n;
}

size_t
run_end(const struct keyed *order, size_t i, size_t n)
{
	size_t end = i + 1;

	while (end < n && order[end].key == order[i].key)
		end++;
	return end;
}
