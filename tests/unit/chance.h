/* SPDX-License-Identifier: MIT */
/* Chance that is the same every time: xorshift32 (Marsaglia 2003).  SEED is
 * defined before this is included; not 0. */
#ifndef LSCB_CHANCE_H
#define LSCB_CHANCE_H

#include <stdint.h>

static uint32_t seed = SEED;

/* 0 ... below-1; below > 0. */
static uint32_t
rnd(size_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return (uint32_t)(seed % below);
}

#endif
