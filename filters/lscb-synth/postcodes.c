/* SPDX-License-Identifier: MIT */
/*
 * postcodes.csv: where the postcodes of the board lie, laid out as the public
 * directory is (LIBRARY/areas.rec).  Codes have the form of the real ones, with
 * a 9 where those have a 0.  A home may lie across the border of its
 * postcode's authority or ward, as in life.
 */
#include <stdio.h>

#include "family.h"

enum {
	POSTCODES = 6,		/* of a street: see place.c */
	STREETS_WARD = 24,	/* and of a ward: see home_new */
	STREETS_LSOA = 20,	/* some 1,500 people */
	LSOA_RANKS = 1909,	/* of the Welsh index of 2019 */
	ENDED = 40,		/* one of so many is no longer in use */
	LACKING = 97		/* one of so many is too new to be there */
};

static const char *const columns[] = { "pcds", "doterm", "lad25cd", "wd25cd",
	"ctry25cd", "lsoa21cd", "imd20ind" };

int
postcodes_open(struct board *b, const char *dir, struct err *err)
{
	char path[4200];

	(void)snprintf(path, sizeof(path), "%s/postcodes.csv", dir);
	if (wr_open(&b->postcodes, path, OUT_PUBLIC, err) == -1)
		return -1;
	wr_header(b->postcodes, columns, 7);
	return 0;
}

static void
put_code(struct writer *wr, const char *kind, uint64_t number)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%s9%05u", kind,
	    (unsigned)(number % 100000));
	wr_str(wr, text);
}

void
postcodes_street(struct board *b)
{
	const struct street *s = b->street;
	const uint64_t wards = b->t->lists[LIST_WARD].n;
	const uint64_t lsoa = s->number / STREETS_LSOA;
	struct writer *wr = b->postcodes;
	int i;

	for (i = 0; i < s->n_homes && i < POSTCODES; i++) {
		uint64_t unit = s->number * POSTCODES + (uint64_t)i;

		if (unit % LACKING == LACKING - 1)
			continue;
		wr_str(wr, s->home[i].postcode);
		wr_str(wr, unit % ENDED == ENDED - 1 ? "201912" : "");
		put_code(wr, "W06", (uint64_t)s->authority + 1);
		put_code(wr, "W05", ((uint64_t)s->authority * 7 + s->number /
		    STREETS_WARD + (uint64_t)i % 2) % wards + 1);
		wr_str(wr, "W92000004");
		put_code(wr, "W01", lsoa + 1);
		/* 911 and 1909 have no common divisor: poor beside rich. */
		wr_uint(wr, lsoa * 911 % LSOA_RANKS + 1);
		wr_end(wr);
	}
}

int
postcodes_close(struct board *b, struct err *err)
{
	struct writer *wr = b->postcodes;

	b->postcodes = NULL;
	return wr_close(wr, err);
}

void
postcodes_abort(struct board *b)
{
	if (b->postcodes != NULL)
		wr_abort(b->postcodes);
	b->postcodes = NULL;
}
