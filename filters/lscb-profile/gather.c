/* SPDX-License-Identifier: MIT */
/* See gather.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gather.h"
#include "hash.h"
#include "num.h"
#include "shape.h"

enum { SMALL_RANGE = 100 };	/* whole numbers in it are as good as codes */

static bool
is_small_range(const struct column *c)
{
	const int64_t one = 1000000000;		/* the unit of min and max */

	return c->type == TYPE_INTEGER && c->has_min && c->has_max &&
	    c->max / one - c->min / one <= SMALL_RANGE;
}

enum kind
kind_of(const struct column *c)
{
	switch (c->type) {
	case TYPE_CODE:
	case TYPE_YES_NO:
		/* Its words are those of the definition. */
		return c->role == ROLE_FREE_TEXT ? KIND_SHAPES : KIND_CODES;
	case TYPE_DATE:
		/* One without a role, or that is dropped, may be a birth. */
		return c->role == ROLE_DATE || c->role == ROLE_KEEP ?
		    KIND_MONTHS : KIND_YEARS;
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_COUNT:
		if (c->role != ROLE_KEEP)
			return KIND_SHAPES;
		return is_small_range(c) ? KIND_CODES : KIND_RANGE;
	default:
		return KIND_SHAPES;
	}
}

int
gather_new(struct gather *g, const char *name, enum kind kind, bool whole,
    size_t mask)
{
	memset(g, 0, sizeof(*g));
	g->name = name;
	g->kind = kind;
	g->whole = whole;
	g->items.enough = mask;
	if (kind == KIND_SHAPES && (g->lengths = calloc(LENGTH_MAX + 1,
	    sizeof(*g->lengths))) == NULL)
		return -1;
	return kind == KIND_RANGE ? extremes_new(&g->extremes, mask) : 0;
}

void
gather_free(struct gather *g)
{
	distinct_free(&g->distinct);
	items_free(&g->items);
	extremes_free(&g->extremes);
	free(g->lengths);
}

/* Characters, not bytes; up to LENGTH_MAX. */
static size_t
length_of(const char *p, size_t n, bool ascii)
{
	size_t i, k = 0;

	if (ascii)
		return n < LENGTH_MAX ? n : LENGTH_MAX;
	for (i = 0; i < n && k < LENGTH_MAX; i++)
		k += ((unsigned char)p[i] & 0xc0) != 0x80;
	return k;
}

static int
add_text(struct gather *g, const char *p, size_t n, bool ascii,
    uint64_t person)
{
	char shape[SHAPE_SIZE];

	g->lengths[length_of(p, n, ascii)]++;
	return items_add(&g->items, shape, shape_of(p, n, shape), person);
}

/* A whole number is one code however it is written: 07 is 7. */
static int
add_whole(struct gather *g, const char *p, size_t n, uint64_t person)
{
	char text[24];
	int64_t v;

	if (!num_int(p, n, &v))
		return 0;	/* doubtful: it is among the values alone */
	(void)snprintf(text, sizeof(text), "%lld", (long long)v);
	return items_add(&g->items, text, strlen(text), person);
}

static void
add_number(struct gather *g, const char *p, size_t n)
{
	int64_t digits;
	int scale;
	wide v;

	if (!num_decimal(p, n, &digits, &scale))
		return;
	for (v = digits; scale < 9; scale++)
		v *= 10;
	extremes_add(&g->extremes, v);
}

int
gather_add(struct gather *g, const char *p, size_t n, bool ascii,
    uint64_t person)
{
	g->values++;
	if (distinct_add(&g->distinct, hash_of(p, n)) == -1)
		return -1;
	switch (g->kind) {
	case KIND_CODES:
		return g->whole ? add_whole(g, p, n, person) :
		    items_add(&g->items, p, n, person);
	case KIND_MONTHS:
	case KIND_YEARS:
		/* YYYY-MM-DD without the day. */
		return n == 10 ? items_add(&g->items, p, 7, person) : 0;
	case KIND_RANGE:
		add_number(g, p, n);
		return 0;
	default:
		return add_text(g, p, n, ascii, person);
	}
}
