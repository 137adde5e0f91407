/* SPDX-License-Identifier: MIT */
/*
 * The keys of the rows that were used, and where each was seen first: an exact
 * set for tens of millions of short keys.  A hash finds the candidates, the
 * bytes decide, so that no row is refused for a likeness.  Needs the key, its
 * line and some twenty bytes for each.
 */
#ifndef LSCB_INGEST_KEYS_H
#define LSCB_INGEST_KEYS_H

#include <stddef.h>

struct keys;

struct place {
	size_t file, line;
};

struct keys *keys_new(void);	/* NULL: no memory */
void keys_free(struct keys *k);
/*
 * Says that this key will probably be added in a moment: the memory where it
 * will be looked for is fetched meanwhile.  Changes nothing.
 */
void keys_expect(const struct keys *k, const char *p, size_t n);
/*
 * Adds a key seen at a place.  1; 0 when it was there before, *first says
 * where; -1 when memory ran out, or after some thousand million keys.
 */
int keys_add(struct keys *k, const char *p, size_t n, struct place where,
    struct place *first);
/* Was this key added?  1, *first says where; 0; -1 when memory ran out. */
int keys_find(struct keys *k, const char *p, size_t n, struct place *first);

#endif
