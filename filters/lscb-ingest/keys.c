/* SPDX-License-Identifier: MIT */
/*
 * See keys.h.  The keys lie one behind the other in a log: length, file, line,
 * bytes.  A table of open addressing holds, for each, half of its hash and the
 * place in the log, in 8 bytes.  A key's place in the table is given by the
 * first bits of its hash, so that growing moves entries in their order, which
 * memory likes.
 *
 * A file that was written in the order of its keys needs no table: a key behind
 * the last one (longer, or as long and of higher bytes) is new.  The first key
 * that is not has the table made of the log.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "buf.h"
#include "keys.h"

enum {
	HUGE_PAGE = 2 * 1024 * 1024,
	ALIGN = 4,		/* bytes; a place in the log counts these */
	HEAD = 3 * 10,		/* bytes of three numbers at most */
	FIRST_BITS = 10		/* of a table's size */
};

struct keys {
	uint64_t *slots;	/* hash << 32 | place; 0 = free.  NULL while
				 * keys ascend */
	unsigned bits;		/* 2^bits slots */
	size_t n;
	struct buf log;		/* begins with one unit that is no key */
	size_t last, last_n;	/* where the last key's bytes are in it */
};

/*
 * A table without a key.  Every look-up is somewhere else in it: with huge pages
 * the processor finds the place without a walk through its page tables.
 */
static uint64_t *
new_slots(unsigned bits)
{
	size_t bytes = sizeof(uint64_t) << bits;
	uint64_t *slots;

	if (bytes < HUGE_PAGE)
		return calloc(1, bytes);
	slots = aligned_alloc(HUGE_PAGE, bytes);
	if (slots == NULL)
		return NULL;
	(void)madvise(slots, bytes, MADV_HUGEPAGE);	/* it is but advice */
	memset(slots, 0, bytes);
	return slots;
}

struct keys *
keys_new(void)
{
	struct keys *k = calloc(1, sizeof(*k));

	if (k != NULL && buf_add(&k->log, "\0\0\0", ALIGN) == -1) {
		free(k);
		return NULL;
	}
	return k;
}

void
keys_free(struct keys *k)
{
	if (k == NULL)
		return;
	buf_free(&k->log);
	free(k->slots);
	free(k);
}

static uint64_t
mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 m = (unsigned __int128)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* By 8 bytes, each folded in by a multiplication of 64 to 128 bits. */
static uint32_t
hash_of(const char *p, size_t n)
{
	uint64_t h = n + 0x9e3779b97f4a7c15u, word;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		h = mix(h ^ word, 0xe7037ed1a0b428dbu);
	}
	for (word = 0; n > 0; n--)
		word = word << 8 | (unsigned char)p[n - 1];
	return (uint32_t)(mix(h ^ word, 0x8ebc6af09c88c6e3u) >> 32);
}

static size_t
slot_of(uint32_t hash, unsigned bits)
{
	return hash >> (32 - bits);
}

void
keys_expect(const struct keys *k, const char *p, size_t n)
{
	if (k->slots != NULL)
		__builtin_prefetch(&k->slots[slot_of(hash_of(p, n),
		    k->bits)], 1);
}

/* Numbers take 7 bits a byte, the last byte has its high bit clear. */
static char *
put_number(char *t, size_t v)
{
	for (; v >= 0x80; v >>= 7)
		*t++ = (char)(v | 0x80);
	*t++ = (char)v;
	return t;
}

static const char *
get_number(const char *p, size_t *v)
{
	unsigned shift = 0;

	for (*v = 0; (*p & 0x80) != 0; p++, shift += 7)
		*v |= (size_t)(*p & 0x7f) << shift;
	*v |= (size_t)*p << shift;
	return p + 1;
}

/* Is the key at this place of the log that one?  *first says where it was. */
static bool
is_key(const struct keys *k, uint32_t at, const char *p, size_t n,
    struct place *first)
{
	const char *e = k->log.p + (size_t)at * ALIGN;
	size_t len;

	e = get_number(e, &len);
	if (len != n)
		return false;
	e = get_number(e, &first->file);
	e = get_number(e, &first->line);
	return n == 0 || memcmp(e, p, n) == 0;
}

/* Twice the slots. */
static int
grow_slots(struct keys *k)
{
	unsigned bits = k->bits + 1;
	size_t i, j, old = (size_t)1 << k->bits, new = old * 2;
	uint64_t *slots;

	if (bits > 31 || (slots = new_slots(bits)) == NULL)
		return -1;
	for (i = 0; i < old; i++) {
		if (k->slots[i] == 0)
			continue;
		j = slot_of((uint32_t)(k->slots[i] >> 32), bits);
		while (slots[j] != 0)
			j = (j + 1) & (new - 1);
		slots[j] = k->slots[i];
	}
	free(k->slots);
	k->slots = slots;
	k->bits = bits;
	return 0;
}

/* Appends a key to the log; *at gets its place. */
static int
log_key(struct keys *k, const char *p, size_t n, struct place where,
    uint32_t *at)
{
	size_t place = k->log.n / ALIGN;
	char *t;

	if (place > UINT32_MAX || n > SIZE_MAX / 8 ||
	    buf_reserve(&k->log, HEAD + n + ALIGN) == -1)
		return -1;
	*at = (uint32_t)place;
	t = put_number(k->log.p + k->log.n, n);
	t = put_number(t, where.file);
	t = put_number(t, where.line);
	if (n > 0)
		memcpy(t, p, n);
	k->last = (size_t)(t - k->log.p);
	k->last_n = n;
	k->log.n = (k->last + n + ALIGN - 1) / ALIGN * ALIGN;
	k->n++;
	return 0;
}

/* A table of all keys so far. */
static int
make_table(struct keys *k)
{
	size_t at = ALIGN, n, number, i, slots;
	const char *e;
	uint32_t hash;

	for (k->bits = FIRST_BITS; (k->n + 1) * 3 > (size_t)2 << k->bits;)
		if (++k->bits > 31)
			return -1;
	slots = (size_t)1 << k->bits;
	k->slots = new_slots(k->bits);
	if (k->slots == NULL)
		return -1;
	while (at < k->log.n) {
		e = get_number(k->log.p + at, &n);
		e = get_number(e, &number);
		e = get_number(e, &number);
		hash = hash_of(e, n);
		i = slot_of(hash, k->bits);
		while (k->slots[i] != 0)
			i = (i + 1) & (slots - 1);
		k->slots[i] = (uint64_t)hash << 32 | at / ALIGN;
		at = ((size_t)(e - k->log.p) + n + ALIGN - 1) / ALIGN * ALIGN;
	}
	return 0;
}

/* Is it behind all that were added, which ascend so far? */
static bool
is_behind(const struct keys *k, const char *p, size_t n)
{
	return k->n == 0 || n > k->last_n || (n == k->last_n &&
	    memcmp(p, k->log.p + k->last, n) > 0);
}

/* The slot of a key in the table, or the free one where it would be. */
static size_t
find_slot(const struct keys *k, uint32_t hash, const char *p, size_t n,
    struct place *first, bool *found)
{
	size_t i, slots = (size_t)1 << k->bits;

	for (i = slot_of(hash, k->bits); k->slots[i] != 0;
	    i = (i + 1) & (slots - 1))
		if (k->slots[i] >> 32 == hash && is_key(k,
		    (uint32_t)k->slots[i], p, n, first)) {
			*found = true;
			return i;
		}
	*found = false;
	return i;
}

int
keys_find(struct keys *k, const char *p, size_t n, struct place *first)
{
	bool found;

	if (k->slots == NULL && is_behind(k, p, n))
		return 0;
	if (k->slots == NULL && make_table(k) == -1)
		return -1;
	find_slot(k, hash_of(p, n), p, n, first, &found);
	return found;
}

int
keys_add(struct keys *k, const char *p, size_t n, struct place where,
    struct place *first)
{
	uint32_t hash, at;
	bool found;
	size_t i;

	if (k->slots == NULL) {
		if (is_behind(k, p, n))
			return log_key(k, p, n, where, &at) == -1 ? -1 : 1;
		if (make_table(k) == -1)
			return -1;
	}
	hash = hash_of(p, n);
	if ((k->n + 1) * 3 > ((size_t)2 << k->bits) && grow_slots(k) == -1)
		return -1;
	i = find_slot(k, hash, p, n, first, &found);
	if (found)
		return 0;
	if (log_key(k, p, n, where, &at) == -1)
		return -1;
	k->slots[i] = (uint64_t)hash << 32 | at;
	return 1;
}
