/* SPDX-License-Identifier: MIT */
/* See recent.h. */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "recent.h"

enum { LINE = 64, MAX_KEY = 36 };	/* a slot is whole lines of the cache */

struct slot {
	unsigned char n;	/* 0 = free */
	char key[MAX_KEY];
	char text[];
};

struct recent {
	size_t n, size;		/* slots; bytes of one */
	char *slots;
	struct slot *spare;	/* for parts too long to be remembered */
};

int
recent_new(struct recent **out, size_t slots, size_t text)
{
	struct recent *r = calloc(1, sizeof(*r));

	*out = r;
	if (r == NULL)
		return -1;
	r->n = slots;
	r->size = (sizeof(struct slot) + text + LINE - 1) / LINE * LINE;
	/* The spare one is the last. */
	r->slots = aligned_alloc(LINE, (slots + 1) * r->size);
	if (r->slots == NULL)
		return -1;
	memset(r->slots, 0, (slots + 1) * r->size);
	r->spare = (struct slot *)(r->slots + slots * r->size);
	return 0;
}

void
recent_free(struct recent *r)
{
	if (r == NULL)
		return;
	if (r->slots != NULL)
		OPENSSL_cleanse(r->slots, (r->n + 1) * r->size);
	free(r->slots);
	free(r);
}

/* The parts, each behind its length, or 0 when they are too long. */
static size_t
slot_key(const struct part *parts, size_t n, char *out)
{
	size_t i, len = 0;

	for (i = 0; i < n; i++) {
		if (parts[i].n > MAX_KEY || len + parts[i].n + 1 > MAX_KEY)
			return 0;
		out[len++] = (char)parts[i].n;
		if (parts[i].n > 0)
			memcpy(out + len, parts[i].p, parts[i].n);
		len += parts[i].n;
	}
	return len;
}

/* Eight bytes at a time, noughts behind the last; only says where to look. */
static size_t
slot_of(const char *p, size_t n)
{
	uint64_t h = n, word;
	size_t i;

	for (i = 0; i < n; i += sizeof(word)) {
		memcpy(&word, p + i, sizeof(word));
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return (size_t)(h >> 32);
}

char *
recent_find(struct recent *r, const struct part *parts, size_t n,
    bool *known)
{
	char key[MAX_KEY + sizeof(uint64_t)] = { 0 };
	size_t len = slot_key(parts, n, key);
	struct slot *s;

	*known = false;
	if (len == 0)
		return r->spare->text;
	s = (struct slot *)(r->slots + (slot_of(key, len) & (r->n - 1)) *
	    r->size);
	if (s->n == len && memcmp(s->key, key, len) == 0) {
		*known = true;
	} else {
		memcpy(s->key, key, len);
		s->n = (unsigned char)len;
	}
	return s->text;
}
