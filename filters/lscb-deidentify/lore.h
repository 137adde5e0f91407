/* SPDX-License-Identifier: MIT */
/*
 * What the library knows of names, names.rec: how their letters sound, who is
 * called what for short, which words before a surname are no part of it, and
 * which words in the place of a forename are nobody's.  All names here are
 * folded (fold_name): lower case, letters and digits only.
 */
#ifndef LSCB_DEIDENTIFY_LORE_H
#define LSCB_DEIDENTIFY_LORE_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"
#include "token.h"
#include "token_file.h"

enum { LORE_KNOWN = TOKENS_MAX };	/* lines that one forename stands in, at most */

struct lore;

/* Reads LIBRARY/names.rec.  0, or -1 with *err (STATUS_CONFIG). */
int lore_read(struct lore **lore, const char *library, struct err *err);
void lore_free(struct lore *lore);

/*
 * How a folded name sounds: at each letter the longest rule that fits, and what
 * repeats is said once.  Replaces what out held; empty when nothing is left.
 * 0, or -1: no memory.
 */
int lore_sound(const struct lore *lore, const char *p, size_t n,
    struct buf *out);

/*
 * The names that a person of this folded forename may have been given: the first
 * of each line that it stands in, or itself.  How many; borrowed.
 */
size_t lore_known(const struct lore *lore, const char *p, size_t n,
    struct part out[LORE_KNOWN]);

/* "ap", "ferch": stands before a surname and is often left out. */
bool lore_is_particle(const struct lore *lore, const char *p, size_t n);
/* "unborn", "baby": stands where nobody has a forename yet. */
bool lore_is_nobody(const struct lore *lore, const char *p, size_t n);

#endif
