/* SPDX-License-Identifier: MIT */
/*
 * Mid-year population estimates: columns area,year,age_from,age_to,population
 * (area empty: the whole board; age_to empty: and over; ages included).
 */
#ifndef LSCB_POPULATIONS_H
#define LSCB_POPULATIONS_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "rows.h"

struct populations;
int populations_read(struct populations **p, const char *path,
    struct err *err);
void populations_free(struct populations *p);
/*
 * People of those ages (both included) in that area and year: the band that
 * is exactly that, else bands that lie end to end.  False when the file
 * does not say: never a guess.  p may be NULL: nothing is known.
 */
bool populations_find(const struct populations *p, struct field area,
    int year, int age_from, int age_to, int64_t *out);

#endif
