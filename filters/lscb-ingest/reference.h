/* SPDX-License-Identifier: MIT */
/* What may be sent back of a row: the agency's own number of it, or nothing. */
#ifndef LSCB_REFERENCE_H
#define LSCB_REFERENCE_H

#include <stdbool.h>

#include "rows.h"

/*
 * Looks like a number that somebody gave to a record, and not like what could
 * name a child: letters, digits and a few signs, a digit among them, and no
 * word, date, postcode, NHS number or UPN.  A value that slipped into this
 * column from its neighbour must not leave the house.
 */
bool reference_ok(struct field f);

#endif
