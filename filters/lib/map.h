/* SPDX-License-Identifier: MIT */
/*
 * The map record,child,household as lscb-link wrote it, held whole: one entry per
 * record and per number.
 */
#ifndef LSCB_MAP_H
#define LSCB_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "pseudonym.h"

enum { NO_NUMBER = UINT32_MAX };

/* Pseudonyms under one key, each once, numbered as they come. */
struct names {
	char (*text)[PSEUDONYM_LEN];
	size_t n, cap;
	uint32_t *slots;	/* number + 1; 0 = free */
	size_t n_slots;		/* a power of two */
};

/* The number of p, added when absent; NO_NUMBER: no memory. */
uint32_t names_add(struct names *names, const char *p, bool *added);
/* NO_NUMBER if it is not there. */
uint32_t names_find(const struct names *names, const char *p);
void names_free(struct names *names);

/* Which child and household each record is about, as lscb-link said. */
struct map {
	struct names records;	/* record -> its place in who */
	struct who {
		uint32_t child, household;	/* in numbers, or NO_NUMBER */
		uint32_t payload;	/* lscb-join: that its rows are in; 0:
					 * none yet */
	} *who;
	size_t cap;
	struct names numbers;	/* of children and households */
	char tag[TAG_LEN];	/* of the key; set by the first pseudonym met,
				 * the same for all */
	bool tagged;
};

int map_read(struct map *map, const char *path, struct err *err);
void map_free(struct map *map);
/* NULL if the record is not in the map. */
const struct who *map_find(const struct map *map, const char *record);
/* The same, but that it joins the map then, as nobody.  NULL: no memory. */
struct who *map_find_or_add(struct map *map, const char *record);
/* The number, PSEUDONYM_LEN bytes; *n is 0 for NO_NUMBER. */
const char *map_number(const struct map *map, uint32_t number, size_t *n);
/* False if p was made under another key than what was met before. */
bool map_same_key(struct map *map, const char *p);

#endif
