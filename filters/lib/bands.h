/* SPDX-License-Identifier: MIT */
/*
 * Bands of age, for breakdowns: LIBRARY/bands.rec.  A band is "unborn", "5 to
 * 9" in completed years, both ends belonging to it, or "18 and over".
 */
#ifndef LSCB_BANDS_H
#define LSCB_BANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "defs.h"
#include "err.h"

enum { AGE_AND_OVER = INT32_MAX, AGE_UNBORN = -1 };

struct band {
	const char *text;
	int from;		/* AGE_UNBORN: those not yet born */
	int to;			/* inclusive; AGE_AND_OVER */
};

/* Bands that go by one name, such as age_band. */
struct band_set {
	const char *name;
	size_t n;
	struct band *v;
};

struct bands {
	size_t n;
	struct band_set *v;
	struct defs *defs;
};

/* 0, or -1 with *err; a library without the file has no bands. */
int bands_read(struct bands *bands, const char *library, struct err *err);
void bands_free(struct bands *bands);
/* By name (n bytes), or NULL. */
const struct band_set *bands_find(const struct bands *bands, const char *p,
    size_t n);
/* The band of an age in completed years, -1 and less being unborn; or NULL. */
const struct band *band_of(const struct band_set *set, int64_t age);

#endif
