/* SPDX-License-Identifier: MIT */
/*
 * What a column holds and how often: codes, shapes or months.  Of each thing
 * is known, besides, whether it stands for enough different people, because
 * five rows can be five visits to one child.  At most ITEMS_MAX different
 * things are told apart; the rest are counted together.
 */
#ifndef LSCB_PROFILE_ITEMS_H
#define LSCB_PROFILE_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum { ITEMS_MAX = 4096 };

struct item {
	const char *key;
	size_t n;		/* its length */
	uint64_t hash, count;
	uint64_t *people;	/* hashes of the first of them; NULL once there
				 * are enough */
	size_t n_people;
};

struct items {
	struct item *v;		/* in the order in which they came */
	size_t n, cap;
	uint32_t *slots;	/* index + 1; 0 = free */
	unsigned bits;
	size_t enough;		/* people an item must stand for */
	uint64_t other;		/* rows beyond ITEMS_MAX */
	struct arena arena;
};

/*
 * A row of a person (0: nobody knows whose, it counts for one) holds this.
 * 0, or -1: no memory.
 */
int items_add(struct items *s, const char *p, size_t n, uint64_t person);
/* Are these at least so many rows, of at least so many people? */
bool item_is_common(const struct items *s, const struct item *item);
/* Adds all of one item to another: its rows and its people. */
int item_merge(struct items *s, struct item *into, const struct item *from);
void items_free(struct items *s);

#endif
