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
#include "history.h"
#include "map.h"
#include "rows.h"
#include "stats.h"

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

/* The columns that every payload begins with. */
enum { BASE_RECORD, BASE_SUBJECT, BASE_DATE, BASE_END, BASE_EVENT,
	BASE_SOURCE, BASE_COUNT };

extern const char *const base_names[BASE_COUNT];

/* Where the columns of one payload go. */
struct columns {
	int base[BASE_COUNT];	/* index in the payload */
	int *of;		/* by history column: index, or -1 */
};

struct join {
	struct history history;
	size_t child, household, via;	/* their places in history */
	struct map map;
	struct homes homes;
	struct order *order;		/* the rows of the history */
	struct order *waiting;		/* households' rows, until all
					 * addresses are known */
	size_t once;			/* rows of things and households:
					 * those that are the same are one */
	struct stats *stats;
	struct buf line;
	uint32_t payloads;		/* files begun */
	size_t last_line;		/* in the one at hand */
};

_Noreturn void no_memory(void);

/* line.c: one line of the history, in j->line. */
void make_line(struct join *j, const struct columns *columns,
    const struct rec *rec, struct field subject, uint32_t child,
    uint32_t household);
/*
 * A household's line under a child: subject, child and via replaced.
 */
void make_via_line(struct join *j, const char *line, size_t n,
    uint32_t child);
/* Puts j->line among the rows to be sorted. */
void emit(struct join *j, struct order *order);
/* The number as a field; empty for NO_NUMBER. */
struct field number_field(const struct join *j, uint32_t number);

/* payload.c: reads n files of one header; their rows join the history. */
void read_payload(struct join *j, char **path, size_t n);

#endif
