/* SPDX-License-Identifier: MIT */
/*
 * Radix sort, from the first byte on, of entries that have the next 8 bytes of
 * their lines beside them: most are told apart without touching the lines.
 * Where all lines of a group have the same 8 bytes, the next 8 are fetched.
 */
#include <stdbool.h>
#include <string.h>

#include "buf.h"
#include "order_sort.h"

enum { FEW = 32 };	/* entries that insertion sorts fastest */

uint64_t
prefix_of(const char *line, size_t n, size_t from)
{
	const unsigned char *p = (const unsigned char *)line + from;
	uint64_t v = 0;
	size_t i;

	if (n >= from + 8)	/* one load and a byte swap, to the compiler */
		return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 |
		    (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32 |
		    (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
		    (uint64_t)p[6] << 8 | (uint64_t)p[7];
	for (i = 0; from + i < n; i++)
		v |= (uint64_t)p[i] << (56 - 8 * i);
	return v;
}

static const char *
line_at(const char *data, const struct entry *e, size_t *n)
{
	uint32_t length;

	memcpy(&length, data + e->at, LINE_HEAD);
	*n = length;
	return data + e->at + LINE_HEAD;
}

/* Sets the prefixes to the bytes from there on; false if no line has any. */
static bool
fetch(struct entry *e, size_t count, const char *data, size_t from)
{
	const char *line;
	bool any = false;
	size_t i, n;

	for (i = 0; i < count; i++) {
		line = line_at(data, &e[i], &n);
		e[i].prefix = prefix_of(line, n, from);
		any |= n > from;
	}
	return any;
}

/* By prefix alone: the lines are far away. */
static void
sort_few(struct entry *e, size_t count)
{
	struct entry t;
	size_t i, k;

	for (i = 1; i < count; i++) {
		t = e[i];
		for (k = i; k > 0 && t.prefix < e[k - 1].prefix; k--)
			e[k] = e[k - 1];
		e[k] = t;
	}
}

/*
 * Puts entries in order of one byte of the prefix; end[b]: behind those of b.
 * By way of spare: in place, each move would wait for the one before it.
 */
static void
deal(struct entry *e, struct entry *spare, size_t count, unsigned shift,
    size_t end[256])
{
	size_t i, n, at = 0;
	unsigned b;

	memset(end, 0, 256 * sizeof(*end));
	for (i = 0; i < count; i++)
		end[e[i].prefix >> shift & 255]++;
	for (b = 0; b < 256; b++) {
		n = end[b];
		end[b] = at;
		at += n;
	}
	for (i = 0; i < count; i++)
		spare[end[e[i].prefix >> shift & 255]++] = e[i];
	memcpy(e, spare, count * sizeof(*e));
}

/*
 * Sorts entries whose lines are alike before byte from, where the prefixes
 * begin.  Up to FEW lines with one prefix are left as they came.  The largest
 * group is left to the loop, so that calls are never nested deeper than
 * log2(count).
 */
static void
sort_from(struct entry *e, struct entry *spare, size_t count,
    const char *data, size_t from)
{
	size_t end[256], i, n, at, most;
	uint64_t differ;
	unsigned b, largest, shift;

	while (count > FEW) {
		for (i = 1, differ = 0; i < count; i++)
			differ |= e[i].prefix ^ e[0].prefix;
		if (differ == 0) {
			from += 8;
			if (!fetch(e, count, data, from))
				return;
			continue;
		}
		/* The first byte, counted from the left, that differs. */
		for (shift = 56; differ >> shift == 0; shift -= 8)
			;
		deal(e, spare, count, shift, end);
		for (b = 0, at = 0, most = 0, largest = 0; b < 256; b++) {
			if (end[b] - at > most) {
				most = end[b] - at;
				largest = b;
			}
			at = end[b];
		}
		for (b = 0, at = 0; b < 256; b++) {
			n = end[b] - at;
			if (b != largest && n > 1)
				sort_from(e + at, spare, n, data, from);
			at = end[b];
		}
		e += end[largest] - most;
		count = most;
	}
	sort_few(e, count);
}

static bool
is_less(const struct entry *a, const struct entry *b, const char *data)
{
	const char *p, *q;
	size_t n, m;

	p = line_at(data, a, &n);
	q = line_at(data, b, &m);
	return bytes_compare(p, n, q, m) < 0;
}

/*
 * Puts neighbours with one prefix in order of their lines.
 */
static void
sort_alike(struct entry *e, size_t count, const char *data)
{
	struct entry t;
	size_t i, k;

	for (i = 1; i < count; i++) {
		k = i + AHEAD;
		if (k < count && e[k].prefix == e[k - 1].prefix) {
			call_for(data, &e[k - 1]);
			call_for(data, &e[k]);
		}
		t = e[i];
		for (k = i; k > 0 && t.prefix == e[k - 1].prefix &&
		    is_less(&t, &e[k - 1], data); k--)
			e[k] = e[k - 1];
		e[k] = t;
	}
}

void
sort_entries(struct entry *entries, struct entry *spare, size_t n,
    const char *data, size_t shared)
{
	if (!fetch(entries, n, data, shared))
		return;
	sort_from(entries, spare, n, data, shared);
	sort_alike(entries, n, data);
}
