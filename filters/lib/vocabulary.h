/* SPDX-License-Identifier: MIT */
/*
 * The words an expression may use, which are data: LIBRARY/events.rec says
 * what kinds of subject and which events there are (an event has a name,
 * may be a spell, or may stand for several), LIBRARY/predicates.rec names
 * conditions that are written once and used by name.
 */
#ifndef LSCB_VOCABULARY_H
#define LSCB_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "defs.h"
#include "err.h"

struct vocab_event {
	const char *name;
	bool spell;		/* lasts from date until end */
	size_t n_members;	/* 0: an event of the history */
	const size_t *members;	/* else the events it stands for */
};

struct vocab_kind {
	const char *name;	/* child */
	char letter;		/* c, the first of a pseudonym */
};

struct vocab_predicate {
	const char *name;
	const char *condition;
	size_t line;
};

struct vocabulary {
	size_t n_events;
	struct vocab_event *events;
	const char **event_names;	/* the same, to look for a near miss */
	size_t n_kinds;
	struct vocab_kind *kinds;
	size_t n_predicates;
	struct vocab_predicate *predicates;
	const char *predicates_file;
	struct table *index;		/* of the names of events */
	struct defs *event_defs;	/* own the texts */
	struct defs *predicate_defs;
	struct arena arena;		/* owns the arrays */
};

int vocabulary_read(struct vocabulary *v, const char *library,
    struct err *err);
void vocabulary_free(struct vocabulary *v);
/* Index of an event by name (n bytes), or -1. */
int vocabulary_event(const struct vocabulary *v, const char *p, size_t n);

#endif
