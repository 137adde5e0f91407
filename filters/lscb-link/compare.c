/* SPDX-License-Identifier: MIT */
/* How two identities compare.  See link.h. */
#include "link.h"

const char *const feature_names[FEATURES] = {
	[FORENAME] = "forename", [SURNAME] = "surname", [DOB] = "dob",
	[SEX] = "sex", [ADDRESS] = "address", [STREET] = "street",
	[PLACE] = "place", [TOWN] = "town", [NHS] = "nhs", [UPN] = "upn",
	[ID] = "id"
};

const char *const level_names[FEATURES][LEVELS] = {
	[FORENAME] = { "", "same", "known", "close", "part", "differs",
	    "swapped", "crossed" },
	[SURNAME] = { "", "same", "known", "close", "part", "differs" },
	[DOB] = { "", "same", "turned", "part", "differs" },
	[SEX] = { "", "same", "differs" },
	[ADDRESS] = { "", "household", "postcode", "sector-house", "sector",
	    "house", "differs" },
	[STREET] = { "", "same", "start", "differs" },
	[PLACE] = { "", "same", "start", "differs" },
	[TOWN] = { "", "same", "start", "differs" },
	[NHS] = { "", "same", "differs" },
	[UPN] = { "", "same", "differs" },
	[ID] = { "", "same", "other", "differs" }
};

static bool
both(const uint64_t *a, const uint64_t *b, enum token t)
{
	return a[t] != 0 && b[t] != 0;
}

static bool
alike(const uint64_t *a, const uint64_t *b, enum token t)
{
	return a[t] == b[t] && a[t] != 0;
}

/* Do two cells of several tokens share one? */
static bool
share(const uint64_t *a, const uint64_t *b, enum token first, enum token last)
{
	size_t i, k;

	for (i = first; i <= last && a[i] != 0; i++)
		for (k = first; k <= last && b[k] != 0; k++)
			if (a[i] == b[k])
				return true;
	return false;
}

/* Where the tokens of a kind of name are; its sound, start and end follow. */
struct name {
	enum token whole, known, last;
};
static const struct name forename = { TOK_FORENAME, TOK_KNOWN,
	TOK_KNOWN_LAST };
static const struct name surname = { TOK_SURNAME, TOK_PART, TOK_PART_LAST };

/* How many of sound, start and end a name of one and of the other share. */
static int
parts_alike(const uint64_t *a, const struct name *of_a, const uint64_t *b,
    const struct name *of_b)
{
	unsigned i;
	int n = 0;

	for (i = 1; i <= 3; i++)
		n += a[of_a->last + i] == b[of_b->last + i] &&
		    a[of_a->last + i] != 0;
	return n;
}

static unsigned
name_level(const uint64_t *a, const uint64_t *b, const struct name *of)
{
	int n;

	if (!both(a, b, of->whole))
		return 0;
	if (a[of->whole] == b[of->whole])
		return FORENAME_SAME;
	if (share(a, b, of->known, of->last))
		return FORENAME_KNOWN;
	n = parts_alike(a, of, b, of);
	return n >= 2 ? FORENAME_CLOSE : n == 1 ? FORENAME_PART :
	    FORENAME_DIFFERS;
}

/*
 * Both names where one is not its fellow: swapped, both close to the other; or
 * crossed, one the same as the other kind of the other.  0: neither.
 */
static unsigned
across(const uint64_t *a, const uint64_t *b)
{
	if (!both(a, b, TOK_NAME_A))
		return 0;
	if (parts_alike(a, &forename, b, &surname) >= 2 &&
	    parts_alike(a, &surname, b, &forename) >= 2)
		return FORENAME_SWAPPED;
	if (!share(a, b, TOK_NAME_A, TOK_NAME_B))
		return 0;
	return alike(a, b, TOK_NAME_A) && alike(a, b, TOK_NAME_B) ?
	    FORENAME_SWAPPED : FORENAME_CROSSED;
}

static unsigned
dob_level(const uint64_t *a, const uint64_t *b)
{
	if (!both(a, b, TOK_DOB))
		return 0;
	if (a[TOK_DOB] == b[TOK_DOB])
		return DOB_SAME;
	if (alike(a, b, TOK_TURNED))
		return DOB_TURNED;
	return alike(a, b, TOK_YM) || alike(a, b, TOK_MD) ||
	    alike(a, b, TOK_YD) ? DOB_PART : DOB_DIFFERS;
}

static unsigned
address_level(const uint64_t *a, const uint64_t *b)
{
	bool house = alike(a, b, TOK_HOUSE);

	if (alike(a, b, TOK_HOUSEHOLD))
		return ADDRESS_HOUSEHOLD;
	if (!both(a, b, TOK_POSTCODE))
		return both(a, b, TOK_HOUSEHOLD) ? ADDRESS_DIFFERS : 0;
	if (a[TOK_POSTCODE] == b[TOK_POSTCODE])
		return house ? ADDRESS_HOUSEHOLD : ADDRESS_POSTCODE;
	if (alike(a, b, TOK_SECTOR))
		return house ? ADDRESS_SECTOR_HOUSE : ADDRESS_SECTOR;
	return house ? ADDRESS_HOUSE : ADDRESS_DIFFERS;
}

static unsigned
text_level(const uint64_t *a, const uint64_t *b, enum token whole)
{
	if (!both(a, b, whole))
		return 0;
	if (a[whole] == b[whole])
		return TEXT_SAME;
	return alike(a, b, whole + 1) ? TEXT_START : TEXT_DIFFERS;
}

static unsigned
plain_level(const uint64_t *a, const uint64_t *b, enum token t)
{
	if (!both(a, b, t))
		return 0;
	return a[t] == b[t] ? PLAIN_SAME : PLAIN_DIFFERS;
}

/* Another id of one issuer; it differs where the issuer gives a child one. */
static unsigned
id_level(const uint64_t *a, const uint64_t *b)
{
	if (alike(a, b, TOK_ID))
		return ID_SAME;
	if (!both(a, b, TOK_ID))
		return 0;
	if (alike(a, b, TOK_NUMBERED))
		return ID_DIFFERS;
	return alike(a, b, TOK_ISSUER) ? ID_OTHER : 0;
}

pattern
compare(const struct identity *x, const struct identity *y)
{
	const uint64_t *a = x->t, *b = y->t;
	unsigned names, level, swapped;
	pattern p = 0;

#define PUT(feature, level) (p |= (pattern)(level) << (LEVEL_BITS * (feature)))
	names = name_level(a, b, &forename);
	level = name_level(a, b, &surname);
	/* Names taken for each other are one slip, not two. */
	if (names >= FORENAME_CLOSE && level >= SURNAME_CLOSE &&
	    (swapped = across(a, b)) != 0) {
		names = swapped;
		level = 0;
	}
	PUT(FORENAME, names);
	PUT(SURNAME, level);
	PUT(DOB, dob_level(a, b));
	PUT(SEX, plain_level(a, b, TOK_SEX));
	PUT(ADDRESS, address_level(a, b));
	PUT(STREET, text_level(a, b, TOK_STREET));
	PUT(PLACE, text_level(a, b, TOK_PLACE));
	PUT(TOWN, text_level(a, b, TOK_TOWN));
	PUT(NHS, plain_level(a, b, TOK_NHS));
	PUT(UPN, plain_level(a, b, TOK_UPN));
	PUT(ID, id_level(a, b));
#undef PUT
	return p;
}

bool
born_together(pattern p)
{
	unsigned surname_level = level_of(p, SURNAME);
	unsigned address = level_of(p, ADDRESS);

	return level_of(p, DOB) >= DOB_SAME && level_of(p, DOB) <= DOB_PART &&
	    ((surname_level >= SURNAME_SAME && surname_level <=
	    SURNAME_CLOSE) || address == ADDRESS_HOUSEHOLD ||
	    address == ADDRESS_POSTCODE);
}
