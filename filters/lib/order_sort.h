/* SPDX-License-Identifier: MIT */
/* Lines in memory, and their sorting: the inside of order.h. */
#ifndef LSCB_ORDER_SORT_H
#define LSCB_ORDER_SORT_H

#include <stddef.h>
#include <stdint.h>

/* A line lies in data behind its length, a uint32_t that is not aligned. */
enum { LINE_HEAD = sizeof(uint32_t) };

struct entry {
	uint64_t prefix;	/* 8 bytes of the line, as prefix_of has them */
	size_t at;		/* of the line's length in data */
};

/*
 * In order, lines lie all over the memory: what will be needed AHEAD entries
 * from now is called for now (128 bytes of it).
 */
enum { AHEAD = 16 };
static inline void
call_for(const char *data, const struct entry *e)
{
	__builtin_prefetch(data + e->at);
	__builtin_prefetch(data + e->at + 64);
}

/*
 * Bytes from..from+7 of a line as a number that compares as they do; behind
 * the end of the line they are 0, which no line contains.
 */
uint64_t prefix_of(const char *line, size_t n, size_t from);
/*
 * Sorts lines that are alike in their first shared bytes, with n spare
 * entries to work in.  Time grows with the bytes that have to be looked at,
 * whatever they are.
 */
void sort_entries(struct entry *entries, struct entry *spare, size_t n,
    const char *data, size_t shared);

#endif
