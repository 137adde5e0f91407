/* SPDX-License-Identifier: MIT */
/*
 * What compiles and yet cannot mean anything: measures that do not go with the
 * unit of their indicator, or with how it is shown.
 */
#ifndef LSCB_FITS_H
#define LSCB_FITS_H

#include "expr.h"
#include "indicator.h"

/* Why they do not fit the unit, or NULL.  of may be NULL. */
const char *measures_unfit(const struct indicator *ind,
    const struct measure *count, const struct measure *of);
/* Why it is not to be shown over a rolling window, or NULL. */
const char *rolling_unfit(const struct measure *m);

#endif
