/* SPDX-License-Identifier: MIT */
/*
 * Writes a date in a declared format (the words of date.h): the way back
 * from date_parse_as, which only a maker of extracts needs.  A format is
 * compiled once; the time of day is midnight.
 */
#ifndef LSCB_SYNTH_DATES_H
#define LSCB_SYNTH_DATES_H

#include <stdbool.h>

enum { FORMAT_BYTES = 32, DATE_BYTES = 3 * FORMAT_BYTES };

/* False when it is no format, or too long a one. */
bool date_compile(const char *format, char out[FORMAT_BYTES]);
/* Writes at most DATE_BYTES and no NUL; the end.  Nothing says that the day
 * exists: 30 February can be written. */
char *date_put(char *p, const char *compiled, int y, int m, int d);

#endif
