/* SPDX-License-Identifier: MIT */
/*
 * See mask.h.  The reader is thought to know everything but the hidden counts:
 * which parts are hidden, which of them for being small, that the others come
 * next in size, and the sum that is left when what is shown is taken from the
 * rows.  That no fewer would have been hidden is used by nobody here: with a mask
 * of 5 it tells nothing (tests/unit/profile_mask.c), with 3 it can in tables of
 * four codes such as 4, 4, 1, 1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mask.h"

enum { SHAPES_MOST = 20 };	/* shapes that are shown at most */

static const char masked[] = "masked";

/* What a reader knows of the hidden parts. */
struct known_of {
	uint64_t sum, least, most;	/* together */
	size_t boundless;		/* parts that could be any number */
};

/*
 * The bounds of one hidden part: a small one has less than the mask, one that
 * was hidden for the others' sake at least that, and at most next, what the
 * smallest has that is shown (UINT64_MAX: none is).
 */
static void
bounds_of(const struct part *part, size_t mask, uint64_t next,
    uint64_t *least, uint64_t *most)
{
	*least = part->common ? mask : 1;
	*most = part->common ? next : part->count < mask ? mask - 1 :
	    UINT64_MAX;
}

static struct known_of
known_of(const struct part *parts, size_t n, size_t mask, uint64_t next)
{
	struct known_of k = { 0 };
	uint64_t least, most;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!parts[i].hidden || parts[i].loose)
			continue;
		bounds_of(&parts[i], mask, next, &least, &most);
		k.sum += parts[i].count;
		k.least += least;
		k.boundless += most == UINT64_MAX;
		k.most += most == UINT64_MAX ? 0 : most;
	}
	return k;
}

/* Can each small part still be anything from 1 to the mask? */
static bool
is_safe(const struct part *parts, size_t n, size_t mask, uint64_t next)
{
	const struct known_of k = known_of(parts, n, mask, next);
	uint64_t least, most, others, low, high;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!parts[i].hidden || parts[i].loose || parts[i].common)
			continue;
		bounds_of(&parts[i], mask, next, &least, &most);
		others = most == UINT64_MAX ? k.most : k.most - most;
		low = k.boundless > (most == UINT64_MAX) || k.sum <= others ?
		    1 : k.sum - others;
		high = k.sum - (k.least - least);
		if (most == UINT64_MAX ? high < low + mask :
		    low > 1 || high < mask - 1)
			return false;
	}
	return true;
}

uint64_t
mask_parts(struct part *parts, size_t n, size_t mask)
{
	uint64_t sum = 0;
	size_t i, next = n;

	for (i = 0; i < n; i++)
		parts[i].hidden = parts[i].count > 0 && !parts[i].common;
	for (;;) {
		while (next > 0 && (parts[next - 1].hidden ||
		    parts[next - 1].count == 0))
			next--;
		if (next == 0 || is_safe(parts, n, mask, next == 1 ?
		    UINT64_MAX : parts[next - 1].count))
			break;
		parts[next - 1].hidden = true;
	}
	for (i = 0; i < n; i++)
		sum += parts[i].hidden ? parts[i].count : 0;
	return sum;
}

/* n of rows: exact, or on which side it is small. */
static struct number
part_of(uint64_t n, uint64_t rows, uint64_t mask)
{
	if (n > 0 && n < mask)
		return (struct number){ FEW, mask };
	if (n < rows && rows - n < mask)
		return (struct number){ MOST, rows - mask };
	return (struct number){ EXACT, n };
}

static int
by_frequency(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return bytes_compare(x->key, x->n, y->key, y->n);
}

static int
show_item(struct profile *p, struct picture *pic, const struct item *item)
{
	struct shown *s = &pic->items[pic->n_items];

	s->key = arena_strndup(&p->arena, item->key, item->n);
	s->n = item->n;
	s->count = item->count;
	if (s->key == NULL)
		return -1;
	pic->n_items++;
	return 0;
}

/*
 * The parts of a column are its blank rows (the first, so the last to be hidden
 * for the others), its items, and what came when ITEMS_MAX was reached.
 */
static int
show_items(struct profile *p, struct picture *pic, struct gather *g,
    uint64_t rows)
{
	struct items *s = &g->items;
	struct part *parts = calloc(s->n + 2, sizeof(*parts));
	uint64_t in_items = s->other;
	size_t i;
	int r = 0;

	pic->items = arena_alloc(&p->arena, (s->n + 1) * sizeof(*pic->items));
	if (parts == NULL || pic->items == NULL) {
		free(parts);
		return -1;
	}
	if (s->n > 0)
		qsort(s->v, s->n, sizeof(*s->v), by_frequency);
	parts[0] = (struct part){ .count = g->blanks,
	    .common = part_of(g->blanks, rows, p->mask).known == EXACT };
	for (i = 0; i < s->n; i++) {
		in_items += s->v[i].count;
		parts[i + 1] = (struct part){ .count = s->v[i].count,
		    .common = item_is_common(s, &s->v[i]) };
		if (g->kind == KIND_SHAPES && i >= SHAPES_MOST)
			parts[i + 1].common = false;
		/* What all rows have is what each has. */
		if (g->kind == KIND_CODES && s->v[i].count == rows)
			parts[i + 1].common = false;
	}
	/* Doubtful values are no item: they are hidden with the rest. */
	parts[s->n + 1] = (struct part){ .count = s->other + g->values -
	    in_items, .loose = true };
	pic->masked = mask_parts(parts, s->n + 2, p->mask);
	if (parts[0].hidden && pic->blanks.known == EXACT)
		pic->blanks.known = pic->values.known = MASKED;
	for (i = 0; r == 0 && i < s->n; i++)
		if (!parts[i + 1].hidden)
			r = show_item(p, pic, &s->v[i]);
	/* Ten rows of ten codes that are all hidden are one each. */
	if (pic->masked > 0 && pic->n_items == 0 && g->kind == KIND_CODES)
		pic->distinct.known = MASKED;
	free(parts);
	return r;
}

static const char *
number_text(struct profile *p, uint64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
	return arena_strdup(&p->arena, text);
}

/* The shortest and longest that N rows are as short or as long as. */
static void
show_lengths(struct profile *p, struct picture *pic, const struct gather *g)
{
	uint64_t short_ones = 0, long_ones = 0;
	size_t low = 0, high = LENGTH_MAX;

	while ((short_ones += g->lengths[low]) < p->mask)
		low++;
	while ((long_ones += g->lengths[high]) < p->mask)
		high--;
	pic->low = number_text(p, low);
	pic->high = number_text(p, high);
}

static int
by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return bytes_compare(x->key, x->n, y->key, y->n);
}

/* The months of a year become one item of its four digits, in place. */
static int
months_to_years(struct items *s)
{
	size_t i, k = 0;
	struct item year = { 0 };

	for (i = 0; i < s->n; i++) {
		if (year.key == NULL || memcmp(year.key, s->v[i].key, 4) != 0) {
			if (year.key != NULL)
				s->v[k++] = year;
			year = (struct item){ .key = s->v[i].key, .n = 4 };
		}
		if (item_merge(s, &year, &s->v[i]) == -1)
			return -1;
	}
	if (year.key != NULL)
		s->v[k++] = year;
	s->n = k;
	return 0;
}

/* The first and last month, in the order of time, that stand for enough. */
static int
show_span(struct profile *p, struct picture *pic, struct gather *g)
{
	struct items *s = &g->items;
	size_t first, last;
	int try;

	if (s->n == 0 || s->other > 0)
		return 0;
	qsort(s->v, s->n, sizeof(*s->v), by_key);
	for (try = g->kind == KIND_YEARS; try < 2; try++) {
		if (try == 1 && months_to_years(s) == -1)
			return -1;
		for (first = 0; first < s->n &&
		    !item_is_common(s, &s->v[first]); first++)
			;
		if (first == s->n)
			continue;
		for (last = s->n - 1; !item_is_common(s, &s->v[last]); last--)
			;
		/* A year of birth that nearly all have is that of each. */
		if (g->kind == KIND_YEARS && first == last &&
		    g->values - s->v[first].count < p->mask)
			return 0;
		pic->low = arena_strndup(&p->arena, s->v[first].key,
		    s->v[first].n);
		pic->high = arena_strndup(&p->arena, s->v[last].key,
		    s->v[last].n);
		return 0;
	}
	return 0;
}

static void
show_range(struct profile *p, struct picture *pic, const struct gather *g)
{
	char text[WIDE_SIZE];
	wide v;

	if (extremes_low(&g->extremes, &v)) {
		wide_format(v, text);
		pic->low = arena_strdup(&p->arena, text);
	}
	if (extremes_high(&g->extremes, &v)) {
		wide_format(v, text);
		pic->high = arena_strdup(&p->arena, text);
	}
}

/*
 * How many different ones.  Of codes it is a property of the file; else it may
 * count people, or the few rows that share one, and is masked when small.
 */
static struct number
distinct_of(const struct gather *g, uint64_t mask)
{
	struct number d;
	bool exact;

	d.n = distinct_count(&g->distinct, &exact);
	d.known = exact ? EXACT : ABOUT;
	if (!exact || d.n == 0)
		return d;
	if (g->values < mask || (g->kind != KIND_CODES && (d.n < mask ||
	    (g->values > d.n && g->values - d.n < mask))))
		d.known = MASKED;
	return d;
}

int
mask_column(struct profile *p, struct gather *g)
{
	struct picture *pic = grow(p->columns, p->n_columns, &p->cap_columns,
	    sizeof(*pic));
	const uint64_t rows = g->values + g->blanks;
	const bool is_few = profile_is_few(rows, p->mask);
	int r = 0;

	if (pic == NULL)
		return -1;
	p->columns = pic;
	pic += p->n_columns;
	memset(pic, 0, sizeof(*pic));
	pic->name = arena_strdup(&p->arena, g->name);
	pic->kind = g->kind;
	pic->low = pic->high = g->values == 0 ? "" : masked;
	pic->values = part_of(g->values, rows, p->mask);
	pic->blanks = part_of(g->blanks, rows, p->mask);
	pic->distinct = distinct_of(g, p->mask);
	if (rows > 0 && is_few) {
		pic->values.known = pic->blanks.known = MASKED;
		pic->distinct.known = MASKED;
		pic->low = pic->high = masked;
	} else if (g->values >= p->mask && g->kind == KIND_SHAPES) {
		show_lengths(p, pic, g);
	} else if (g->values >= p->mask && g->kind == KIND_RANGE) {
		show_range(p, pic, g);
	} else if (g->kind == KIND_MONTHS || g->kind == KIND_YEARS) {
		r = show_span(p, pic, g);
	}
	if (r == 0 && kind_has_items(g->kind) && !is_few)
		r = show_items(p, pic, g, rows);
	if (r == -1 || pic->name == NULL || pic->low == NULL ||
	    pic->high == NULL)
		return -1;
	p->n_columns++;
	return 0;
}
