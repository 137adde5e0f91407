/* SPDX-License-Identifier: MIT */
/*
 * Exact arithmetic: does a numerator and denominator give a figure as it was
 * published?  A value is compared in the places it is written with, 14.4 being
 * whatever rounds to it half up; counts are compared as they are.  No double is
 * used: figures that meet in the last place meet for certain.
 */
#include <string.h>

#include "num.h"
#include "reconcile.h"

typedef __int128 wide;

const struct indicator plain_share = {
	.unit = UNIT_PERCENT, .per = 100, .places = 1
};
const struct indicator plain_count = { .unit = UNIT_COUNT, .per = 1 };

static const int64_t tens[] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
	1000000000
};

const char *
rounding_name(enum rounding r)
{
	static const char *const names[N_ROUNDINGS] = {
		"", "half-even", "cut-off", "always-up", "twice",
		"fewer-places", "to-5", "to-10"
	};

	return names[r];
}

/* per * numerator over denominator, as two whole numbers. */
static bool
ratio_of(const struct indicator *ind, const struct counted *c, wide *top,
    wide *bottom)
{
	if (ind->unit == UNIT_MEDIAN) {
		if (!c->middle.given)
			return false;
		*top = c->middle.digits;
		*bottom = 2 * tens[c->middle.scale];
		return true;
	}
	if (!c->num.given)
		return false;
	*bottom = tens[c->num.scale];
	if (ind->unit != UNIT_COUNT) {
		if (!c->den.given || c->den.digits <= 0)
			return false;
		*bottom *= c->den.digits;
	}
	*top = (wide)c->num.digits * ind->per;
	return true;
}

bool
counted_known(const struct indicator *ind, const struct counted *c)
{
	wide top, bottom;

	return ratio_of(ind, c, &top, &bottom);
}

static wide
half_up(wide top, wide bottom, int places)
{
	return (2 * top * tens[places] + bottom) / (2 * bottom);
}

static wide
rounded(wide top, wide bottom, int places, enum rounding r)
{
	wide whole = top * tens[places] / bottom;
	wide rest = top * tens[places] % bottom;

	switch (r) {
	case ROUND_HALF_EVEN:
		return whole + (2 * rest > bottom ||
		    (2 * rest == bottom && whole % 2 == 1));
	case ROUND_DOWN:
		return whole;
	case ROUND_UP:
		return whole + (rest > 0);
	case ROUND_TWICE:
		return (half_up(top, bottom, places + 1) + 5) / 10;
	default:
		return half_up(top, bottom, places);
	}
}

bool
counted_value(const struct indicator *ind, const struct counted *c, int places,
    int64_t *digits)
{
	wide top, bottom, v;

	if (!ratio_of(ind, c, &top, &bottom) ||
	    (v = half_up(top, bottom, places)) > INT64_MAX)
		return false;
	*digits = (int64_t)v;
	return true;
}

int
figure_places(const struct figure *f)
{
	return f->value.given ? f->value.scale : f->ind->unit == UNIT_COUNT ?
	    f->c.num.scale : f->ind->places;
}

bool
figure_value(const struct figure *f, int64_t *digits)
{
	if (f->value.given) {
		*digits = f->value.digits;
		return true;
	}
	return counted_value(f->ind, &f->c, figure_places(f), digits);
}

static bool
value_fits(const struct figure *f, const struct counted *c, enum rounding r)
{
	wide top, bottom;
	int places = f->value.scale;

	if (!f->value.given)
		return r == ROUND_HALF_UP;
	if (!ratio_of(f->ind, c, &top, &bottom))
		return false;
	if (r != ROUND_FEWER)
		return rounded(top, bottom, places, r) == f->value.digits;
	for (int fewer = 0; fewer < places; fewer++)
		if (half_up(top, bottom, fewer) * tens[places - fewer] ==
		    f->value.digits)
			return true;
	return false;
}

static bool
amount_fits(struct decimal published, struct decimal ours)
{
	return !published.given || (ours.given && num_compare(published.digits,
	    published.scale, ours.digits, ours.scale) == 0);
}

/* To the nearest 5 or 10, half up; what comes is whole. */
static struct decimal
to_nearest(struct decimal d, int64_t base)
{
	int64_t unit = tens[d.scale] * base;

	if (d.given)
		d.digits = (2 * d.digits + unit) / (2 * unit) * base;
	d.scale = 0;
	return d;
}

bool
figure_fits(const struct figure *f, const struct counted *c, enum rounding r)
{
	struct counted near = *c;
	int64_t base = r == ROUND_TO_5 ? 5 : 10;

	if (r == ROUND_TO_5 || r == ROUND_TO_10) {
		if (c->middle.given)
			return false;
		near.num = to_nearest(c->num, base);
		near.den = to_nearest(c->den, base);
		r = ROUND_HALF_UP;
	}
	return amount_fits(f->c.num, near.num) &&
	    amount_fits(f->c.den, near.den) && value_fits(f, &near, r);
}

static wide
apart(wide a, wide b)
{
	return a > b ? a - b : b - a;
}

/* Millionths between two amounts. */
static wide
amount_apart(struct decimal a, struct decimal b)
{
	if (!a.given)
		return 0;
	return apart((wide)a.digits * tens[SUM_PLACES - a.scale],
	    (wide)b.digits * tens[SUM_PLACES - b.scale]);
}

/*
 * How far the figure is from the pair, as *over a *bottom, in units that are the
 * same for every pair.  False: no telling.
 */
static bool
distance(const struct figure *f, const struct counted *c, wide *over,
    wide *bottom)
{
	wide top;

	*bottom = 1;
	if (f->c.num.given || f->c.den.given) {
		if ((f->c.num.given && !c->num.given) ||
		    (f->c.den.given && !c->den.given))
			return false;
		*over = amount_apart(f->c.num, c->num) +
		    amount_apart(f->c.den, c->den);
		return true;
	}
	if (!ratio_of(f->ind, c, &top, bottom))
		return false;
	*over = apart(top * tens[f->value.scale],
	    (wide)f->value.digits * *bottom);
	return true;
}

bool
figure_nearer(const struct figure *f, const struct counted *ours,
    const struct counted *c)
{
	wide was, was_bottom, is, is_bottom, left, right;

	return distance(f, ours, &was, &was_bottom) &&
	    distance(f, c, &is, &is_bottom) && was > 0 &&
	    !__builtin_mul_overflow(2 * is, was_bottom, &left) &&
	    !__builtin_mul_overflow(was, is_bottom, &right) && left <= right;
}

bool
decimal_add(struct decimal *a, struct decimal b, int sign)
{
	int scale = a->scale > b.scale ? a->scale : b.scale;
	int64_t x, y;

	if (!a->given || !b.given)
		return false;
	x = a->digits * tens[scale - a->scale];
	y = b.digits * tens[scale - b.scale];
	a->digits = x + sign * y;
	a->scale = scale;
	return a->digits >= 0;
}
