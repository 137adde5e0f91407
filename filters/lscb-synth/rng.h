/* SPDX-License-Identifier: MIT */
/*
 * Chance from a seed, the same on every machine: xoshiro256** (Blackman and
 * Vigna 2018) seeded by splitmix64, integers only.  Each household and each
 * log has a stream of its own, so one does not disturb the other.
 */
#ifndef LSCB_SYNTH_RNG_H
#define LSCB_SYNTH_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

static inline uint64_t
rng_splitmix(uint64_t *x)
{
	uint64_t z = (*x += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline void
rng_init(struct rng *r, uint64_t seed, uint64_t stream)
{
	uint64_t x = seed;
	int i;

	x = rng_splitmix(&x) ^ stream;
	for (i = 0; i < 4; i++)
		r->s[i] = rng_splitmix(&x);
}

static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s, five = s[1] * 5, t = s[1] << 17;
	uint64_t result = ((five << 7) | (five >> 57)) * 9;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = (s[3] << 45) | (s[3] >> 19);
	return result;
}

/* 0 ... n-1; n > 0. */
static inline uint32_t
rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(((rng_next(r) >> 32) * n) >> 32);
}

/* a ... b. */
static inline int32_t
rng_between(struct rng *r, int32_t a, int32_t b)
{
	return b <= a ? a : a + (int32_t)rng_below(r, (uint32_t)(b - a + 1));
}

/* True p times in 1,000. */
static inline bool
rng_permille(struct rng *r, int64_t p)
{
	return (int64_t)rng_below(r, 1000) < p;
}

/*
 * u as an exponential wait of mean 1, in units of 2^-20, no floating point:
 * -ln u is -log2 u times ln 2, and the bits of a logarithm to base 2 come out
 * of squaring.  At most 64 ln 2, some 44.
 */
static inline uint64_t
wait_of(uint64_t u)
{
	uint64_t log2 = 0, m;
	int zeros = __builtin_clzll(u |= 1), i;

	/* u = m * 2^-(zeros + 1) with m in 1 ... 2, m in units of 2^-31. */
	m = (u << zeros) >> 32;
	for (i = 0; i < 20; i++) {
		m = (m * m) >> 31;
		log2 <<= 1;
		if (m >> 32 != 0) {
			log2 |= 1;
			m >>= 1;
		}
	}
	log2 = ((uint64_t)(zeros + 1) << 20) - log2;
	return (log2 * UINT64_C(2977044472)) >> 32;
}

#endif
