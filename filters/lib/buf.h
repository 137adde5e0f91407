/* SPDX-License-Identifier: MIT */
/*
 * Memory: growable bytes, and an arena for things that live as long as their
 * owner.  All growth is overflow-checked.  Allocation failure is reported
 * to the caller as NULL or -1; filters turn that into status 71.
 */
#ifndef LSCB_BUF_H
#define LSCB_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
	char *p;	/* owned; NULL while empty */
	size_t n;	/* bytes used */
	size_t cap;	/* bytes owned */
};

/* Room for n more bytes; 0, or -1 when memory ran out. */
int buf_reserve(struct buf *b, size_t n);
int buf_add(struct buf *b, const void *p, size_t n);
int buf_addc(struct buf *b, char c);
int buf_puts(struct buf *b, const char *s);
int buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A NUL after the last byte, not counted in n; the string, or NULL. */
const char *buf_str(struct buf *b);
void buf_free(struct buf *b);
/* The order of LC_ALL=C sort: by unsigned bytes, the shorter first. */
int bytes_compare(const char *a, size_t an, const char *b, size_t bn);

struct arena_block;
struct arena {
	struct arena_block *head;
};

/* size bytes, aligned for any type, zeroed; NULL when memory ran out. */
void *arena_alloc(struct arena *a, size_t size);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);
void arena_free(struct arena *a);

/*
 * Grows an array: items of size bytes, *cap of them owned, room for one
 * more than n wanted.  Returns the (moved) array or NULL; on NULL the old
 * array is still the caller's.
 */
void *grow(void *items, size_t n, size_t *cap, size_t size);

/*
 * A table from byte strings to numbers, for sets and look-ups that hold one
 * entry per distinct key.  Keys are copied.  Iteration is in insertion
 * order, so nothing printed from it depends on the hash.
 */
struct table;
struct table *table_new(void);
void table_free(struct table *t);
/*
 * Index of key (0, 1, 2 ... in order of insertion), adding it when absent.
 * *added (may be NULL) says which.  SIZE_MAX when memory ran out.
 */
size_t table_add(struct table *t, const char *key, size_t n, int *added);
/* Index of key, or SIZE_MAX. */
size_t table_find(const struct table *t, const char *key, size_t n);
/* The i-th key; *n gets its length.  Borrowed until the next table_add. */
const char *table_key(const struct table *t, size_t i, size_t *n);
size_t table_count(const struct table *t);

#endif
