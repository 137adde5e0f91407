/* SPDX-License-Identifier: MIT */
/* See seen.h. */
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "seen.h"

/* A day is a bit, a word of up to 16 bytes is where its hash says. */
enum {
	FIRST_YEAR = 1900, YEARS = 200, MONTHS = 12, DAYS = 31,
	N_DAYS = YEARS * MONTHS * DAYS,
	WORD = 16
};

struct word {
	uint64_t a, b;		/* noughts behind its bytes; 0, 0: free */
};

struct seen {
	bool dates;
	size_t mask;			/* slots - 1, a power of two */
	struct word *words;
	unsigned char *days;
};

/* How many words are remembered; 0: a person's own, they seldom repeat. */
static size_t
slots_of(enum column_type type)
{
	switch (type) {
	case TYPE_TEXT:
	case TYPE_NHS:
	case TYPE_UPN:
	case TYPE_DATE:
		return 0;
	case TYPE_NAME:
		return 1024;
	case TYPE_POSTCODE:
		return 4096;
	default:
		return 128;
	}
}

int
seen_new(struct seen **out, enum column_type type)
{
	size_t slots = slots_of(type);
	struct seen *s;

	*out = NULL;
	if (slots == 0 && type != TYPE_DATE)
		return 0;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return -1;
	s->dates = type == TYPE_DATE;
	s->mask = slots - 1;
	s->words = calloc(slots + 1, sizeof(*s->words));
	s->days = calloc(N_DAYS / 8 + 1, 1);
	*out = s;
	return s->words == NULL || s->days == NULL ? -1 : 0;
}

void
seen_free(struct seen *s)
{
	if (s == NULL)
		return;
	if (s->words != NULL && !s->dates)
		OPENSSL_cleanse(s->words, (s->mask + 1) * sizeof(*s->words));
	if (s->days != NULL)	/* of birth, some */
		OPENSSL_cleanse(s->days, N_DAYS / 8 + 1);
	free(s->words);
	free(s->days);
	free(s);
}

/*
 * Which day YYYY-MM-DD is, be it one or not; N_DAYS: none of ours.  Eight
 * characters at once: what is left of each digit is 0 to 9, of a hyphen 0, and
 * whatever else it was has its highest bit set by the second line.
 */
static unsigned
day_of(struct field f)
{
	const unsigned char *p = (const unsigned char *)f.p;
	unsigned y, m, d = (p[8] - 48u) * 10 + (p[9] - 48u) - 1;
	uint64_t x = 0;

	for (unsigned i = 0; i < 8; i++)
		x |= (uint64_t)p[i] << 8 * i;
	x ^= UINT64_C(0x2d30302d30303030);
	if (((x | (x + UINT64_C(0x7f76767f76767676))) &
	    UINT64_C(0x8080808080808080)) != 0 || p[8] - 48u > 9 ||
	    p[9] - 48u > 9 || f.n != 10)
		return N_DAYS;
	y = (unsigned)((x & 0xff) * 1000 + (x >> 8 & 0xff) * 100 +
	    (x >> 16 & 0xff) * 10 + (x >> 24 & 0xff)) - FIRST_YEAR;
	m = (unsigned)((x >> 40 & 0xff) * 10 + (x >> 48 & 0xff)) - 1;
	if (y >= YEARS || m >= MONTHS || d >= DAYS)
		return N_DAYS;
	return (y * MONTHS + m) * DAYS + d;
}

/* Fields hold no NUL, so the bytes say how long they are. */
static struct word
word_of(struct field f)
{
	static const unsigned char ones[2 * WORD] = {
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255
	};
	struct word w, mask;

	memcpy(&w, f.p, sizeof(w));
	memcpy(&mask, ones + WORD - f.n, sizeof(mask));
	w.a &= mask.a;
	w.b &= mask.b;
	return w;
}

static struct word *
slot_of(const struct seen *s, struct word w)
{
	uint64_t h = (w.a ^ w.b * 31) * UINT64_C(0x9e3779b97f4a7c15);

	return &s->words[h >> 32 & s->mask];
}

bool
seen_good(const struct seen *s, struct field f)
{
	struct word w, *slot;
	unsigned day;

	if (s == NULL)
		return false;
	if (s->dates) {
		day = day_of(f);
		return day < N_DAYS && (s->days[day / 8] >> day % 8 & 1) != 0;
	}
	if (f.n > WORD)
		return false;
	w = word_of(f);
	slot = slot_of(s, w);
	return slot->a == w.a && slot->b == w.b;
}

void
seen_add(struct seen *s, struct field f)
{
	struct word w;
	unsigned day;

	if (s == NULL)
		return;
	if (s->dates) {
		day = day_of(f);
		if (day < N_DAYS)
			s->days[day / 8] = (unsigned char)
			    (s->days[day / 8] | 1u << day % 8);
	} else if (f.n <= WORD) {
		w = word_of(f);
		*slot_of(s, w) = w;
	}
}
