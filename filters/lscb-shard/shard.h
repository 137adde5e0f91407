/* SPDX-License-Identifier: MIT */
/* What the parts of lscb-shard share: where a key belongs, when events begin. */
#ifndef LSCB_SHARD_H
#define LSCB_SHARD_H

#include <stddef.h>
#include <stdint.h>

#include "date.h"
#include "rows.h"
#include "tool.h"

/*
 * The 64 bits of FNV-1a (Fowler, Noll and Vo) of the key's bytes.  It
 * has no key: anybody can say where a subject is.  Inline: once a row.
 */
static inline uint64_t
key_hash(struct field key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.p[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* begins.c: the first day of each event. */
struct begins;
/* Dies unless rd is an event history.  key: the column of the subject. */
struct begins *begins_new(const struct reader *rd, int key);
void begins_note(struct begins *b, const struct rec *rec);
/* event,first in order of the events' bytes. */
void begins_write(const struct begins *b, struct writer *wr);
void begins_free(struct begins *b);

#endif
