/* SPDX-License-Identifier: MIT */
/*
 * The date formats that files have, made of day, month, year, what stands
 * between them and a time behind them; and which of them fit all values of a
 * column.
 */
#ifndef LSCB_PROFILE_DATES_H
#define LSCB_PROFILE_DATES_H

#include <stdbool.h>
#include <stddef.h>

enum { FORMAT_SIZE = 32, FITTING_MAX = 8 };

/* The formats that fitted every value so far, the strictest first. */
struct fitting {
	char format[FITTING_MAX][FORMAT_SIZE];
	size_t n;
	bool begun;
};

/* Is it a date in any format at all? */
bool dates_any(const char *p, size_t n);
/* Another value of the column. */
void dates_add(struct fitting *f, const char *p, size_t n);
/*
 * The same days read with day and month exchanged: what DD/MM/YYYY is beside
 * MM/DD/YYYY.  The format that fits too, or NULL.
 */
const char *dates_rival(const struct fitting *f);

#endif
