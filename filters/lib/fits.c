/* SPDX-License-Identifier: MIT */
/* See fits.h. */
#include "fits.h"

const char *
measures_unfit(const struct indicator *ind, const struct measure *count,
    const struct measure *of)
{
	bool alone = of == NULL && !ind->population;
	bool mean = ind->unit == UNIT_MEAN || ind->unit == UNIT_MEDIAN;

	if (mean && count->value == NULL)
		return "a mean or median needs values: WHAT over EVENT";
	if (mean && of != NULL)
		return "of a mean or median the values are the denominator: "
		    "leave out of";
	if (ind->unit == UNIT_COUNT && !alone)
		return "a count has no denominator: leave out of";
	if (!mean && ind->unit != UNIT_COUNT && alone)
		return "needs a denominator: MEASURE of MEASURE";
	return NULL;
}

const char *
rolling_unfit(const struct measure *m)
{
	return m->rows.anchor == ANCHOR_OPEN ? "a snapshot (open) is the same "
	    "in a rolling window: leave out show" : NULL;
}
