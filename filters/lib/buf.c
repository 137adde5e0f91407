/* SPDX-License-Identifier: MIT */
/* See buf.h. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

int
buf_reserve(struct buf *b, size_t n)
{
	size_t cap;
	char *p;

	if (n <= b->cap - b->n)
		return 0;
	if (n > SIZE_MAX / 4 - b->n)
		return -1;
	cap = b->cap < 64 ? 64 : b->cap;
	while (cap - b->n < n)
		cap *= 2;
	p = realloc(b->p, cap);
	if (p == NULL)
		return -1;
	b->p = p;
	b->cap = cap;
	return 0;
}

int
buf_add(struct buf *b, const void *p, size_t n)
{
	if (buf_reserve(b, n) == -1)
		return -1;
	if (n > 0)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	return 0;
}

int
buf_addc(struct buf *b, char c)
{
	if (buf_reserve(b, 1) == -1)
		return -1;
	b->p[b->n++] = c;
	return 0;
}

int
buf_puts(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || buf_reserve(b, (size_t)n + 1) == -1)
		return -1;
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
	return 0;
}

const char *
buf_str(struct buf *b)
{
	if (buf_reserve(b, 1) == -1)
		return NULL;
	b->p[b->n] = '\0';
	return b->p;
}

void
buf_free(struct buf *b)
{
	free(b->p);
	b->p = NULL;
	b->n = b->cap = 0;
}

int
bytes_compare(const char *a, size_t an, const char *b, size_t bn)
{
	size_t n = an < bn ? an : bn;
	int c = n == 0 ? 0 : memcmp(a, b, n);

	return c != 0 ? c : (an > bn) - (an < bn);
}

enum { ARENA_BLOCK = 16 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t n, cap;
	max_align_t data[];
};

void *
arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *b = a->head;
	size_t align = _Alignof(max_align_t), cap;
	char *p;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + align - 1) / align * align;
	if (b == NULL || b->cap - b->n < size) {
		cap = size > ARENA_BLOCK ? size : ARENA_BLOCK;
		b = malloc(sizeof(*b) + cap);
		if (b == NULL)
			return NULL;
		b->n = 0;
		b->cap = cap;
		b->next = a->head;
		a->head = b;
	}
	p = (char *)b->data + b->n;
	b->n += size;
	memset(p, 0, size);
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	if (p != NULL && n > 0)
		memcpy(p, s, n);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

void
arena_free(struct arena *a)
{
	struct arena_block *b, *next;

	for (b = a->head; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	a->head = NULL;
}

void *
grow(void *items, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap;
	void *p;

	if (items != NULL && n < *cap)
		return items;
	want = want < 8 ? 8 : want * 2;
	if (want <= n)
		want = n + 1;
	if (want > SIZE_MAX / 2 / size)
		return NULL;
	p = realloc(items, want * size);
	if (p != NULL)
		*cap = want;
	return p;
}

/*
 * Open addressing over indexes into one array of keys; all key bytes lie in
 * one buffer, so an entry costs its key and 24 bytes or so.
 */
struct table_entry {
	size_t at, n;
	uint64_t hash;
};

struct table {
	struct table_entry *entries;
	size_t n, cap;
	size_t *slots;		/* index + 1; 0 = free */
	size_t n_slots;		/* a power of two */
	struct buf bytes;
};

struct table *
table_new(void)
{
	return calloc(1, sizeof(struct table));
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	free(t->entries);
	free(t->slots);
	buf_free(&t->bytes);
	free(t);
}

/* FNV-1a with a final mix: keys come from our own streams. */
static uint64_t
hash_bytes(const char *p, size_t n)
{
	uint64_t h = 1469598103934665603u;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 1099511628211u;
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

static bool
same_key(const struct table *t, const struct table_entry *e, uint64_t h,
    const char *key, size_t n)
{
	return e->hash == h && e->n == n &&
	    (n == 0 || memcmp(t->bytes.p + e->at, key, n) == 0);
}

static size_t
slot_of(const struct table *t, uint64_t h, const char *key, size_t n)
{
	size_t i = h & (t->n_slots - 1);

	while (t->slots[i] != 0 &&
	    !same_key(t, &t->entries[t->slots[i] - 1], h, key, n))
		i = (i + 1) & (t->n_slots - 1);
	return i;
}

static int
rehash(struct table *t)
{
	size_t want = t->n_slots == 0 ? 64 : t->n_slots * 2;
	size_t *slots, i, j;

	slots = calloc(want, sizeof(*slots));
	if (slots == NULL)
		return -1;
	for (j = 0; j < t->n; j++) {
		i = t->entries[j].hash & (want - 1);
		while (slots[i] != 0)
			i = (i + 1) & (want - 1);
		slots[i] = j + 1;
	}
	free(t->slots);
	t->slots = slots;
	t->n_slots = want;
	return 0;
}

size_t
table_add(struct table *t, const char *key, size_t n, int *added)
{
	uint64_t h = hash_bytes(key, n);
	struct table_entry *e;
	size_t i;

	if (added != NULL)
		*added = 0;
	if ((t->n + 1) * 3 > t->n_slots * 2 && rehash(t) == -1)
		return SIZE_MAX;
	i = slot_of(t, h, key, n);
	if (t->slots[i] != 0)
		return t->slots[i] - 1;
	e = grow(t->entries, t->n, &t->cap, sizeof(*e));
	if (e == NULL)
		return SIZE_MAX;
	t->entries = e;
	e = &t->entries[t->n];
	e->at = t->bytes.n;
	e->n = n;
	e->hash = h;
	if (buf_add(&t->bytes, key, n) == -1)
		return SIZE_MAX;
	t->slots[i] = ++t->n;
	if (added != NULL)
		*added = 1;
	return t->n - 1;
}

size_t
table_find(const struct table *t, const char *key, size_t n)
{
	size_t i;

	if (t->n_slots == 0)
		return SIZE_MAX;
	i = slot_of(t, hash_bytes(key, n), key, n);
	return t->slots[i] == 0 ? SIZE_MAX : t->slots[i] - 1;
}

const char *
table_key(const struct table *t, size_t i, size_t *n)
{
	*n = t->entries[i].n;
	return t->bytes.p == NULL ? "" : t->bytes.p + t->entries[i].at;
}

size_t
table_count(const struct table *t)
{
	return t->n;
}
