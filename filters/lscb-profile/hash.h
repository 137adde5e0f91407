/* SPDX-License-Identifier: MIT */
/*
 * A 64-bit hash, the same on every machine that we run on: what is counted by
 * it must come out the same every night.
 */
#ifndef LSCB_PROFILE_HASH_H
#define LSCB_PROFILE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t
hash_mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 m = (unsigned __int128)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Never 0, which stands for nothing. */
static inline uint64_t
hash_of(const char *p, size_t n)
{
	uint64_t h = n + 0x9e3779b97f4a7c15u, word = 0;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		h = hash_mix(h ^ word, 0xe7037ed1a0b428dbu);
	}
	word = 0;
	if (n > 0)
		memcpy(&word, p, n);
	h = hash_mix(h ^ word, 0x8ebc6af09c88c6e3u);
	h = hash_mix(h ^ 0x589965cc75374cc3u, 0x1d8e4e27c47d124fu);
	return h == 0 ? 1 : h;
}

#endif
