/* SPDX-License-Identifier: MIT */
/*
 * Writes a date in a declared format (the words of date.h): the way back
 * from date_parse_as, which only a maker of extracts needs.
 */
#ifndef LSCB_SYNTH_DATES_H
#define LSCB_SYNTH_DATES_H

#include <stddef.h>

#include "date.h"

/* The time of day is midnight. */
void date_write(date d, const char *format, char *out, size_t size);

#endif
