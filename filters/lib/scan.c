/* SPDX-License-Identifier: MIT */
/* See scan.h. */
#include <stdint.h>
#include <string.h>

#include "scan.h"

bool
scan_bytes(const char *p, const char *end, char delimiter, char quote,
    struct field *f, size_t max, struct scan_line *line)
{
	const char *s = p, *field = p;
	size_t n = 0;
	unsigned char any = 0;

	for (; s < end && *s != '\n'; s++) {
		any |= (unsigned char)*s;
		if (*s == quote || *s == '\0' ||
		    (*s == '\r' && (s + 1 == end || s[1] != '\n')))
			return false;
		if (*s != delimiter)
			continue;
		if (n + 1 >= max)
			return false;
		f[n++] = (struct field){ field, (size_t)(s - field) };
		field = s + 1;
	}
	if (s == end || max == 0)
		return false;
	line->n = (size_t)(s + 1 - p);
	if (s > p && s[-1] == '\r')
		s--;
	f[n] = (struct field){ field, (size_t)(s - field) };
	line->fields = n + 1;
	line->text = (size_t)(s - p);
	line->high = (any & 0x80) != 0;
	return true;
}

bool
scan_special_bytes(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] == ',' || p[i] == '"' || p[i] == '\n' ||
		    p[i] == '\r')
			return true;
	return false;
}

#if defined(__x86_64__)
#include <immintrin.h>

/* Of 16 bytes, which every x86-64 compares at once. */
static inline unsigned
any_special(__m128i x)
{
	__m128i hit = _mm_or_si128(
	    _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(',')),
	    _mm_cmpeq_epi8(x, _mm_set1_epi8('"'))),
	    _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\n')),
	    _mm_cmpeq_epi8(x, _mm_set1_epi8('\r'))));

	return (unsigned)_mm_movemask_epi8(hit);
}

/* Up to 7 bytes as one number, some twice: first, last and between. */
static inline uint64_t
few(const char *p, size_t n)
{
	uint32_t a, b;

	if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		return (uint64_t)a << 32 | b;
	}
	return n == 0 ? 0 : (uint64_t)(unsigned char)p[0] << 16 |
	    (uint64_t)(unsigned char)p[n / 2] << 8 |
	    (unsigned char)p[n - 1];
}

bool
scan_special(const char *p, size_t n)
{
	const char *last;
	uint64_t a, b;
	unsigned any = 0;

	if (n < 8)
		return any_special(_mm_cvtsi64_si128((int64_t)few(p, n))) !=
		    0;
	if (n < 16) {
		memcpy(&a, p, 8);
		memcpy(&b, p + n - 8, 8);
		return any_special(_mm_set_epi64x((int64_t)a, (int64_t)b)) !=
		    0;
	}
	for (last = p + n - 16; p < last; p += 16)
		any |= any_special(_mm_loadu_si128(
		    (const __m128i *)(const void *)p));
	any |= any_special(_mm_loadu_si128(
	    (const __m128i *)(const void *)last));
	return any != 0;
}

/* One bit for each of 64 bytes. */
struct masks {
	uint64_t delimiter, lf, cr, odd, high;
};

__attribute__((target("avx2"), always_inline))
static inline uint64_t
equal(__m256i a, __m256i b, char c)
{
	__m256i all = _mm256_set1_epi8(c);
	uint32_t low, high;

	low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, all));
	high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, all));
	return (uint64_t)high << 32 | low;
}

__attribute__((target("avx2"), always_inline))
static inline void
look(const char *s, char delimiter, char quote, struct masks *m)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)s);
	__m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(s + 32));

	m->delimiter = equal(a, b, delimiter);
	m->lf = equal(a, b, '\n');
	m->cr = equal(a, b, '\r');
	m->odd = equal(a, b, quote) | equal(a, b, '\0');
	m->high = (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32 |
	    (uint32_t)_mm256_movemask_epi8(a);
}

/*
 * By 64 bytes.  What lies behind the line's LF, and behind end, is masked off;
 * a CR is right only where the next byte, which may be the first of the next
 * 64, is that LF.
 */
__attribute__((target("avx2,bmi")))
static bool
scan_avx2(const char *p, const char *end, char delimiter, char quote,
    struct field *f, size_t max, struct scan_line *line)
{
	const char *s, *field = p, *at;
	uint64_t high = 0, in;
	struct masks m;
	size_t n = 0;

	for (s = p; s < end; s += 64) {
		look(s, delimiter, quote, &m);
		in = end - s >= 64 ? ~UINT64_C(0) :
		    (UINT64_C(1) << (end - s)) - 1;
		m.lf &= in;
		if (m.lf != 0)
			in = m.lf ^ (m.lf - 1);
		high |= m.high & in;
		if (((m.odd | m.cr) & in) != 0) {
			uint64_t crlf = m.lf >> 1;

			if (end - s > 64 && s[64] == '\n')
				crlf |= UINT64_C(1) << 63;
			if (((m.odd | (m.cr & ~crlf)) & in) != 0)
				return false;
		}
		for (m.delimiter &= in; m.delimiter != 0;
		    m.delimiter &= m.delimiter - 1) {
			at = s + __builtin_ctzll(m.delimiter);
			f[n].p = field;
			f[n++].n = (size_t)(at - field);
			field = at + 1;
		}
		if (n >= max)
			return false;
		if (m.lf == 0)
			continue;
		at = s + __builtin_ctzll(m.lf);
		line->n = (size_t)(at + 1 - p);
		if (at > p && at[-1] == '\r')
			at--;
		f[n] = (struct field){ field, (size_t)(at - field) };
		line->fields = n + 1;
		line->text = (size_t)(at - p);
		line->high = high != 0;
		return true;
	}
	return false;
}

scan_function *
scan_best(void)
{
	return __builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi") ? scan_avx2 : scan_bytes;
}

#else

bool
scan_special(const char *p, size_t n)
{
	return scan_special_bytes(p, n);
}

scan_function *
scan_best(void)
{
	return scan_bytes;
}

#endif
