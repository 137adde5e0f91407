/* SPDX-License-Identifier: MIT */
/* The directory itself: see areas.h.  areas_layout.c reads how it is laid out. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "areas.h"
#include "areas_layout.h"
#include "buf.h"
#include "check.h"
#include "num.h"

/*
 * A slot is a postcode and where it lies: 37 bits of the postcode, which is
 * seven characters of 36 and the end, one bit for "no longer in use", 26 bits
 * for the number of the combination of areas.  0 is a free one.
 */
enum { PLACE_BITS = 26, LIST_BITS = PLACE_BITS + 1, LEAST_SLOTS = 1024 };

#define MAX_PLACES ((size_t)1 << PLACE_BITS)
#define ENDED ((uint64_t)1 << PLACE_BITS)

/* Why there is no area at a level, though the postcode is there. */
enum no_area { NO_CODE, NO_RANK, OTHER_COUNTRY, N_NO_AREA };

struct areas {
	struct layout *layout;
	size_t levels[MAX_LEVELS];	/* of the layout, those chosen */
	size_t n_levels;
	bool ranked;			/* one is a rank: countries count */
	uint64_t *slots;
	size_t n_slots, n;		/* a power of two; postcodes */
	struct table *raw;		/* cells of a combination, as they stand */
	struct area *places;		/* by index in raw */
	size_t cap;
	struct buf cells, last;		/* of this row, of the one before */
	size_t last_place;
	size_t unreadable;		/* rows without a postcode */
	size_t found[N_LOCATED];
	size_t none[MAX_LEVELS][N_NO_AREA];
};

/* Where things stand in the file at hand. */
struct columns {
	size_t postcode, ended, country;	/* NO_COLUMN */
	size_t level[MAX_LEVELS];
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

unsigned
rank_fifth(uint64_t rank, uint64_t n)
{
	return (unsigned)(5 * (rank - 1) / n) + 1;
}

int
areas_new(struct areas **out, const char *library,
    const char *const *levels, size_t n, struct err *err)
{
	struct areas *a = calloc(1, sizeof(*a));
	size_t i;

	*out = NULL;
	if (a == NULL)
		return no_memory(err);
	a->raw = table_new();
	a->n_slots = LEAST_SLOTS;
	a->slots = calloc(a->n_slots, sizeof(*a->slots));
	if (a->raw == NULL || a->slots == NULL) {
		areas_free(a);
		return no_memory(err);
	}
	if (layout_read(&a->layout, library, err) == -1 ||
	    layout_choose(a->layout, levels, n, a->levels, err) == -1) {
		areas_free(a);
		return -1;
	}
	a->n_levels = n;
	for (i = 0; i < n; i++)
		if (a->layout->levels[a->levels[i]].n_ranks > 0)
			a->ranked = true;
	*out = a;
	return 0;
}

void
areas_free(struct areas *a)
{
	if (a == NULL)
		return;
	layout_free(a->layout);
	table_free(a->raw);
	buf_free(&a->cells);
	buf_free(&a->last);
	free(a->slots);
	free(a->places);
	free(a);
}

size_t
areas_n_levels(const struct areas *a)
{
	return a->n_levels;
}

static const struct level *
level_of(const struct areas *a, size_t i)
{
	return &a->layout->levels[a->levels[i]];
}

const char *
areas_level(const struct areas *a, size_t i)
{
	return level_of(a, i)->name;
}

/* Of the normal form, without its blank. */
static uint64_t
pack(const char *p, size_t n)
{
	uint64_t key = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] != ' ')
			key = key * 37 + (uint64_t)(p[i] <= '9' ?
			    p[i] - '0' : p[i] - 'A' + 10) + 1;
	return key;
}

/* Where the postcode stands, or the free slot where it would. */
static uint64_t *
slot_of(const struct areas *a, uint64_t key)
{
	size_t mask = a->n_slots - 1;
	size_t i = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;

	while (a->slots[i] != 0 && a->slots[i] >> LIST_BITS != key)
		i = (i + 1) & mask;
	return &a->slots[i];
}

static int
widen(struct areas *a)
{
	uint64_t *old = a->slots, *slots;
	size_t i, n = a->n_slots;

	slots = calloc(2 * n, sizeof(*slots));
	if (slots == NULL)
		return -1;
	a->slots = slots;
	a->n_slots = 2 * n;
	for (i = 0; i < n; i++)
		if (old[i] != 0)
			*slot_of(a, old[i] >> LIST_BITS) = old[i];
	free(old);
	return 0;
}

static bool
same_area(const struct areas *a, size_t i, size_t k)
{
	const struct area *x = &a->places[i], *y = &a->places[k];
	size_t l;

	for (l = 0; l < a->n_levels; l++)
		if (x->n[l] != y->n[l] ||
		    memcmp(x->text[l], y->text[l], x->n[l]) != 0)
			return false;
	return true;
}

/* A code of an area: nothing that could be an address, wherever it stood. */
static bool
is_code(struct field f)
{
	char postcode[POSTCODE_MAX];
	size_t i;

	for (i = 0; i < f.n; i++)
		if (!isalnum((unsigned char)f.p[i]))
			return false;
	return f.n <= AREA_MAX && postcode_normal(f.p, f.n, postcode) == 0;
}

static int
set_code(const struct areas *a, struct area *place, size_t l,
    struct field f, struct err *err)
{
	if (f.n == 0 || layout_no_area(a->layout, f)) {
		place->why[l] = NO_CODE;
		return 0;
	}
	if (!is_code(f))
		return err_set(err, STATUS_DATA, "bad-area", "no code of an "
		    "area: want up to %d letters and digits, and no postcode; "
		    "is this the column that areas.rec means?", AREA_MAX);
	memcpy(place->text[l], f.p, f.n);
	place->n[l] = (unsigned char)f.n;
	return 0;
}

/* A rank says something among those of its own country only. */
static int
set_fifth(const struct areas *a, struct area *place, size_t l,
    struct field f, struct field country, struct err *err)
{
	uint64_t rank, ranks = level_ranks(level_of(a, l), country);

	if (ranks == 0) {
		place->why[l] = OTHER_COUNTRY;
		return 0;
	}
	if (f.n == 0 || field_is(f, "0", 1)) {
		place->why[l] = NO_RANK;
		return 0;
	}
	if (!num_uint(f.p, f.n, &rank) || rank == 0)
		return err_set(err, STATUS_DATA, "bad-rank",
		    "no rank: want a whole number from 1");
	if (rank > ranks)
		return err_set(err, STATUS_DATA, "bad-rank", "a rank above "
		    "the %llu that areas.rec says there are: this directory "
		    "has another edition of the index; say its number there",
		    (unsigned long long)ranks);
	place->text[l][0] = (char)('0' + rank_fifth(rank, ranks));
	place->n[l] = 1;
	return 0;
}

/* The areas of a combination of cells that was not met before. */
static int
set_place(struct areas *a, const struct rec *rec, const struct columns *at,
    size_t number, struct err *err)
{
	struct area *grown = grow(a->places, number, &a->cap, sizeof(*grown));
	struct field country = { "", 0 };
	size_t l;
	int r;

	if (grown == NULL || number >= MAX_PLACES)
		return no_memory(err);
	a->places = grown;
	memset(&a->places[number], 0, sizeof(*grown));
	if (at->country != NO_COLUMN)
		country = rec->f[at->country];
	for (l = 0; l < a->n_levels; l++) {
		r = level_of(a, l)->n_ranks == 0 ?
		    set_code(a, &a->places[number], l, rec->f[at->level[l]],
		    err) : set_fifth(a, &a->places[number], l,
		    rec->f[at->level[l]], country, err);
		if (r == -1)
			return err_at(err, rec->file, rec->line,
			    level_of(a, l)->name);
	}
	return 0;
}

static int
add_cell(struct areas *a, struct field f)
{
	return buf_add(&a->cells, f.p, f.n) == -1 ||
	    buf_addc(&a->cells, '\n') == -1 ? -1 : 0;
}

/*
 * Which combination of areas a row has.  Rows that stand together most often
 * have the same.
 */
static int
place_of(struct areas *a, const struct rec *rec, const struct columns *at,
    size_t *place, struct err *err)
{
	size_t l;
	int added, r = 0;

	a->cells.n = 0;
	for (l = 0; r == 0 && l < a->n_levels; l++)
		r = add_cell(a, rec->f[at->level[l]]);
	if (r == 0 && at->country != NO_COLUMN)
		r = add_cell(a, rec->f[at->country]);
	if (r == -1)
		return no_memory(err);
	if (a->last.n == a->cells.n && a->last.n > 0 &&
	    memcmp(a->last.p, a->cells.p, a->last.n) == 0) {
		*place = a->last_place;
		return 0;
	}
	*place = table_add(a->raw, a->cells.p, a->cells.n, &added);
	if (*place == SIZE_MAX)
		return no_memory(err);
	if (added && set_place(a, rec, at, *place, err) == -1)
		return -1;
	a->last.n = 0;
	if (buf_add(&a->last, a->cells.p, a->cells.n) == -1)
		return no_memory(err);
	a->last_place = *place;
	return 0;
}

/* A postcode that stands there twice must lie in one place. */
static int
add_row(struct areas *a, const struct rec *rec, const struct columns *at,
    struct err *err)
{
	struct field f = rec->f[at->postcode];
	char postcode[POSTCODE_MAX];
	uint64_t key, ended = 0, *slot;
	size_t place = 0, n = postcode_normal(f.p, f.n, postcode);

	if (n == 0) {
		a->unreadable++;
		return 0;
	}
	if (place_of(a, rec, at, &place, err) == -1)
		return -1;
	if (at->ended != NO_COLUMN && rec->f[at->ended].n > 0)
		ended = ENDED;
	if (3 * (a->n + 1) > 2 * a->n_slots && widen(a) == -1)
		return no_memory(err);
	key = pack(postcode, n);
	slot = slot_of(a, key);
	if (*slot == 0) {
		*slot = key << LIST_BITS | ended | place;
		a->n++;
		return 0;
	}
	if (!same_area(a, place, (size_t)(*slot & (ENDED - 1)))) {
		err_set(err, STATUS_DATA, "two-areas", "this postcode stands "
		    "above already, in another area: take one of the rows "
		    "out, or use one edition of the directory");
		return err_at(err, rec->file, rec->line, NULL);
	}
	if (ended == 0)
		*slot &= ~ENDED;	/* in use again */
	return 0;
}

static int
bind(const struct areas *a, const struct reader *rd, struct columns *at,
    struct err *err)
{
	const struct layout *layout = a->layout;
	size_t l;

	at->country = NO_COLUMN;
	if (layout_find(&layout->postcode, rd, true, &at->postcode,
	    err) == -1 ||
	    layout_find(&layout->ended, rd, false, &at->ended, err) == -1)
		return -1;
	for (l = 0; l < a->n_levels; l++)
		if (layout_find(&level_of(a, l)->headers, rd, true,
		    &at->level[l], err) == -1)
			return -1;
	return a->ranked ? layout_find(&layout->country, rd, true,
	    &at->country, err) : 0;
}

static int
read_rows(struct areas *a, struct reader *rd, struct err *err)
{
	struct columns at;
	const struct rec *rec;
	int r;

	if (bind(a, rd, &at, err) == -1)
		return -1;
	while ((r = rd_next(rd, &rec, err)) == 1)
		if (add_row(a, rec, &at, err) == -1)
			return -1;
	if (r == 0 && a->n == 0) {
		err_set(err, STATUS_DATA, "no-postcodes", "no row has a "
		    "postcode in column %zu: is this the directory, and is "
		    "that the column that areas.rec means?", at.postcode + 1);
		return err_at(err, rd_name(rd), 0, NULL);
	}
	return r;
}

int
areas_read(struct areas *a, char *const *paths, size_t n, struct err *err)
{
	struct reader *rd;
	int r;

	if (rd_open(&rd, paths, n, NULL, err) == -1)
		return -1;
	r = read_rows(a, rd, err);
	rd_close(rd);
	return r;
}

void
areas_skip(struct areas *a, enum located why)
{
	a->found[why]++;
}

const struct area *
areas_find(struct areas *a, const char *p, size_t n)
{
	char postcode[POSTCODE_MAX];
	const struct area *area;
	uint64_t slot;
	size_t l;

	n = postcode_normal(p, n, postcode);
	if (n == 0 || postcode_is_pseudo(postcode, n)) {
		areas_skip(a, n == 0 ? NO_POSTCODE : NO_PLACE);
		return NULL;
	}
	slot = *slot_of(a, pack(postcode, n));
	if (slot == 0) {
		areas_skip(a, NOT_LISTED);
		return NULL;
	}
	areas_skip(a, (slot & ENDED) != 0 ? LOCATED_ENDED : LOCATED);
	area = &a->places[slot & (ENDED - 1)];
	for (l = 0; l < a->n_levels; l++)
		a->none[l][area->why[l]] += area->n[l] == 0;
	return area;
}

void
areas_stats(const struct areas *a, struct stats *stats)
{
	static const char *const names[N_LOCATED] = {
		"found", "found-ended", "not-in-directory", "no-postcode",
		"no-place", "protected", "protection-not-said"
	};
	static const char *const none[N_NO_AREA] = {
		"no-code", "no-rank", "other-country"
	};
	char reason[160];
	size_t i, l;

	for (i = 0; i < N_LOCATED; i++)
		if (a->found[i] > 0)
			stats_add(stats, STATS_LOCATED, names[i],
			    a->found[i]);
	for (l = 0; l < a->n_levels; l++)
		for (i = 0; i < N_NO_AREA; i++) {
			if (a->none[l][i] == 0)
				continue;
			(void)snprintf(reason, sizeof(reason), "%s-%s",
			    areas_level(a, l), none[i]);
			stats_add(stats, STATS_NO_AREA, reason, a->none[l][i]);
		}
}
