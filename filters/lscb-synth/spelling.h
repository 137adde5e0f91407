/* SPDX-License-Identifier: MIT */
/*
 * Names as systems and people spell them.  UTF-8; only ASCII letters are ever
 * mistyped.  All write a NUL-terminated text of less than NAME_BYTES.
 */
#ifndef LSCB_SYNTH_SPELLING_H
#define LSCB_SYNTH_SPELLING_H

#include <stdbool.h>

#include "rng.h"

enum { NAME_BYTES = 136 };	/* two surnames of world.h and a hyphen */

/* The letter U+00C0 to U+017F without its mark, '*' when there is none. */
char spell_base(unsigned letter);
/* Without accents: ŵ is w. */
void spell_plain(const char *name, char out[NAME_BYTES]);
/* As hospital systems keep names: capitals, no accents, no apostrophes, a
 * hyphen a blank. */
void spell_capitals(const char *name, char out[NAME_BYTES]);
/* A letter doubled, or a vowel for another: it sounds the same. */
void spell_sound(const char *name, struct rng *r, char out[NAME_BYTES]);
/* Wrong after the first two letters. */
void spell_start(const char *name, struct rng *r, char out[NAME_BYTES]);
/* Wrong in the first letter. */
void spell_other(const char *name, struct rng *r, char out[NAME_BYTES]);
/* Is a spelling of that sound, by its consonants. */
bool spell_alike(const char *a, const char *b);
/* Do they begin with the same two letters, accents and capitals aside? */
bool spell_begins(const char *a, const char *b);

#endif
