/* SPDX-License-Identifier: MIT */
/*
 * All records and identities: put together while they are read, then in order.  See
 * link.h.
 */
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "tool.h"

enum { ROWS_AHEAD = 16 };	/* rows, or records, that are fetched before they are
			 * looked at */

bool
identity_is_person(const struct identity *x)
{
	return x->t[TOK_ID] != 0 || x->t[TOK_NHS] != 0 ||
	    x->t[TOK_UPN] != 0 || (x->t[TOK_NAME_A] != 0 &&
	    x->t[TOK_DOB] != 0);
}

static uint64_t
tokens_mix(const uint64_t t[TOK_COUNT])
{
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < TOK_COUNT; i++)
		h = mix(h, t[i]);
	return h;
}

uint64_t
identity_mix(const struct identity *x)
{
	return tokens_mix(x->t);
}

static void
put_slot(struct people *p, struct slot slot)
{
	size_t i = slot.hash & (p->n_slots - 1);

	while (p->slots[i].at != NONE)
		i = (i + 1) & (p->n_slots - 1);
	p->slots[i] = slot;
}

/* Room for n more identities, and for the records that say them. */
static int
reserve(struct people *p, size_t n)
{
	size_t n_was = p->n_slots, i;
	struct slot *was = p->slots;

	if (2 * (p->n + n) <= p->n_slots)
		return 0;
	while (2 * (p->n + n) > p->n_slots)
		p->n_slots = p->n_slots == 0 ? 1024 : 2 * p->n_slots;
	p->slots = malloc(p->n_slots * sizeof(*p->slots));
	if (p->slots == NULL) {
		p->slots = was;
		return -1;
	}
	memset(p->slots, 0xff, p->n_slots * sizeof(*p->slots));
	for (i = 0; i < n_was; i++)
		if (was[i].at != NONE)
			put_slot(p, was[i]);
	free(was);
	return 0;
}

/* The identity with these tokens, the new one or one there was; NONE: no memory. */
static uint32_t
find_identity(struct people *p, const uint64_t t[TOK_COUNT], uint32_t hash)
{
	size_t i = hash & (p->n_slots - 1);
	const struct slot *s;
	struct identity *x;

	for (; (s = &p->slots[i])->at != NONE; i = (i + 1) & (p->n_slots - 1))
		if (s->hash == hash && memcmp(p->identities[s->at].t, t,
		    sizeof(x->t)) == 0)
			return s->at;
	x = grow(p->identities, p->n, &p->cap, sizeof(*x));
	if (x == NULL || p->n + 1 >= NONE)
		return NONE;
	p->identities = x;
	x += p->n;
	memset(x, 0, sizeof(*x));
	memcpy(x->t, t, sizeof(x->t));
	p->slots[i] = (struct slot){ (uint32_t)p->n, hash };
	return (uint32_t)p->n++;
}

/* The identity that a row may have comes with the slot. */
static void
hash_rows(struct people *p, const struct batch *b, uint32_t *hashes)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		hashes[i] = (uint32_t)tokens_mix(b->rows[i].t);
		__builtin_prefetch(&p->slots[hashes[i] & (p->n_slots - 1)]);
	}
}

FETCHES
fetch_identity(const struct people *p, uint32_t hash)
{
	uint32_t at = p->slots[hash & (p->n_slots - 1)].at;

	if (at != NONE)
		identity_fetch(&p->identities[at]);
}

int
people_add(struct people *p, const struct batch *b)
{
	uint32_t hashes[BATCH];
	struct record *r;
	size_t i;

	if (reserve(p, b->n) == -1)
		return -1;
	hash_rows(p, b, hashes);
	for (i = 0; i < b->n; i++) {
		if (i + ROWS_AHEAD < b->n)
			fetch_identity(p, hashes[i + ROWS_AHEAD]);
		r = grow(p->records, p->n_records, &p->cap_records,
		    sizeof(*r));
		if (r == NULL)
			return -1;
		p->records = r;
		r += p->n_records++;
		*r = b->rows[i].record;
		r->identity = find_identity(p, b->rows[i].t, hashes[i]);
		if (r->identity == NONE || p->n_records >= NONE)
			return -1;
	}
	return 0;
}

/* Of a record number, what differs first: behind its kind and tag. */
static uint64_t
number_key(const struct record *r)
{
	uint64_t k = 0;
	size_t i;

	for (i = 0; i < sizeof(k); i++)
		k = k << 8 | (unsigned char)r->number[1 + TAG_LEN + i];
	return k;
}

static const struct record *sorting;

static int
compare_numbers(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return memcmp(sorting[x->at].number, sorting[y->at].number,
	    PSEUDONYM_LEN);
}

static void
sort_records(struct people *p)
{
	struct keyed *order = tool_need(calloc(2 * p->n_records + 1,
	    sizeof(*order)));
	struct record *sorted = tool_need(malloc((p->n_records + 1) *
	    sizeof(*sorted)));
	size_t i, end;

	for (i = 0; i < p->n_records; i++)
		order[i] = (struct keyed){ number_key(&p->records[i]),
		    (uint32_t)i };
	sort_keyed(order, order + p->n_records, p->n_records);
	sorting = p->records;
	for (i = 0; i < p->n_records; i = end) {
		end = run_end(order, i, p->n_records);
		if (end - i > 1)
			qsort(order + i, end - i, sizeof(*order),
			    compare_numbers);
	}
	for (i = 0; i < p->n_records; i++) {
		sorted[i] = p->records[order[i].at];
		if (i > 0 && compare_numbers(&order[i - 1], &order[i]) == 0)
			tool_refuse(STATUS_DATA, NULL, 0, NULL,
			    "duplicate-record", "a record stands in the token "
			    "files twice: name each token file once");
	}
	free(order);
	free(p->records);
	p->records = sorted;
	p->cap_records = p->n_records + 1;
}

/* Identities by their first records. */
static void
sort_identities(struct people *p)
{
	uint32_t *now = tool_need(malloc((p->n + 1) * sizeof(*now)));
	struct identity *sorted = tool_need(malloc((p->n + 1) *
	    sizeof(*sorted)));
	uint32_t count = 0, *at;
	size_t i;

	memset(now, 0xff, (p->n + 1) * sizeof(*now));
	for (i = 0; i < p->n_records; i++) {
		if (i + ROWS_AHEAD < p->n_records &&
		    now[p->records[i + ROWS_AHEAD].identity] == NONE)
			identity_fetch(&p->identities[p->records[i +
			    ROWS_AHEAD].identity]);
		at = &now[p->records[i].identity];
		if (*at == NONE) {
			sorted[count] = p->identities[p->records[i].identity];
			sorted[count].record = (uint32_t)i;
			sorted[count].n = 0;
			sorted[count].parent = sorted[count].next = count;
			sorted[count].child = NONE;
			*at = count++;
		}
		p->records[i].identity = *at;
		sorted[*at].n++;
	}
	free(now);
	free(p->identities);
	p->identities = sorted;
}

void
people_sort(struct people *p)
{
	free(p->slots);
	p->slots = NULL;
	sort_records(p);
	sort_identities(p);
}

uint32_t
find_record(const struct people *people, const char *number)
{
	size_t low = 0, high = people->n_records, mid;
	int c;

	/* Records are in order. */
	while (low < high) {
		mid = low + (high - low) / 2;
		c = memcmp(people->records[mid].number, number,
		    PSEUDONYM_LEN);
		if (c == 0)
			return people->records[mid].identity;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NONE;
}

void
people_free(struct people *p)
{
	free(p->records);
	free(p->identities);
	free(p->slots);
	table_free(p->sources);
}

static size_t
drop_crowd(struct people *p, enum token t, size_t crowd, struct keyed *order)
{
	size_t i, k, end, n = order_by_token(p, t, order), crowds = 0;

	for (i = 0; i < n; i = end) {
		end = run_end(order, i, n);
		if (end - i <= crowd)
			continue;
		crowds++;
		for (k = i; k < end; k++)
			p->identities[order[k].at].t[t] = 0;
	}
	return crowds;
}

size_t
drop_crowds(struct people *p, size_t crowd)
{
	struct keyed *order = calloc(2 * p->n + 1, sizeof(*order));
	size_t crowds;

	if (order == NULL)
		return SIZE_MAX;
	crowds = drop_crowd(p, TOK_NHS, crowd, order) +
	    drop_crowd(p, TOK_UPN, crowd, order);
	free(order);
	return crowds;
}
