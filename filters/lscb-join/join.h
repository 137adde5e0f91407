/* SPDX-License-Identifier: MIT */
/* What the files of lscb-join share. */
#ifndef LSCB_JOIN_H
#define LSCB_JOIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "date.h"
#include "err.h"
#include "token.h"

enum { NO_NUMBER = UINT32_MAX };

/* Which child and household each record is about, as lscb-link said. */
struct map {
	struct table *records;		/* record -> index in who */
	struct who {
		uint32_t child, household;	/* in numbers, or NO_NUMBER */
	} *who;
	size_t cap;
	struct table *numbers;		/* child and household numbers */
	char tag[TAG_LEN];		/* of the key; set by the first
					 * pseudonym met, the same for all */
	bool tagged;
};

int map_read(struct map *map, const char *path, struct err *err);
void map_free(struct map *map);
/* NULL if the record is not in the map. */
const struct who *map_find(const struct map *map, const char *record);
/* The number, PSEUDONYM_LEN bytes; *n is 0 for NO_NUMBER. */
const char *map_number(const struct map *map, uint32_t number, size_t *n);
/* False if p was made under another key than what was met before. */
bool map_same_key(struct map *map, const char *p);

/*
 * Where children lived: each addressed and dated record of a child says that
 * it lived in that household from that date, until another says otherwise.
 * Two households on one date: the one whose number sorts first holds.
 */
struct homes {
	struct stay {
		uint32_t child, household;
		date from;
	} *stays;		/* once ready: by child and date */
	size_t n, cap;
	struct lives {
		uint32_t household, child;
	} *lives;		/* once ready: by household, each once */
	size_t n_lives;
};

int homes_add(struct homes *h, uint32_t child, uint32_t household, date from);
/*
 * Call once, after the last homes_add.  *contested: dates on which a child
 * was said to live in two households.  0, or -1: no memory.
 */
int homes_ready(struct homes *h, const struct map *map, size_t *contested);
/*
 * The children living in a household on a date, one per call; *at begins at
 * 0.  NO_NUMBER after the last.
 */
uint32_t homes_child(const struct homes *h, uint32_t household, date on,
    size_t *at);
void homes_free(struct homes *h);

#endif
