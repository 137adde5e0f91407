/* SPDX-License-Identifier: MIT */
/* See guess.h: what the values are.  guess_name.c has what the names say. */
#include <stddef.h>
#include <string.h>

#include "check.h"
#include "guess.h"
#include "hash.h"
#include "num.h"
#include "value.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { DIGITS = 3, CODE_BYTES = 60, REFERENCE_DIGITS = 9 };

const char *const unknown_words[UNKNOWN_WORDS] = {
	"N/A", "n/a", "NA", "Unknown", "unknown", "UNKNOWN", "Not known",
	"Not Known", "not known", "Not recorded", "Not Recorded", "NULL",
	"null", "-", "?", "Anhysbys"
};

/* The spellings of lscb-extract(5). */
static bool
is_yes_no(struct field f, bool *letters)
{
	static const char *const words[] = {
		"1", "0", "yes", "Yes", "YES", "y", "Y", "true", "True",
		"TRUE", "no", "No", "NO", "n", "N", "false", "False", "FALSE"
	};
	size_t i;

	for (i = 0; i < COUNT(words); i++)
		if (field_eq(f, words[i])) {
			*letters = *letters || i > 1;
			return true;
		}
	return false;
}

static bool
has_digits(struct field f)
{
	size_t i, run = 0;

	for (i = 0; i < f.n && run < DIGITS; i++)
		run = f.p[i] >= '0' && f.p[i] <= '9' ? run + 1 : 0;
	return run == DIGITS;
}

static void
add_number(struct guess *g, struct field f)
{
	int64_t v;
	int scale;

	if (!num_decimal(f.p, f.n, &v, &scale))
		return;
	g->decimals++;
	g->integers += num_int(f.p, f.n, &v);
	if (*f.p == '-')
		f.p++, f.n--;
	g->leading_zeros += f.n > 1 && f.p[0] == '0' && f.p[1] != '.';
}

static void
add_identifiers(struct guess *g, struct field f)
{
	char out[UPN_LEN];
	enum check check;

	if (f.n < 5 || f.n > 24)
		return;
	g->postcodes += postcode_normal(f.p, f.n, out) > 0;
	check = nhs_check(f.p, f.n, out);
	g->nhs += check != CHECK_FORM;
	g->nhs_right += check == CHECK_OK;
	check = upn_check(f.p, f.n, out);
	g->upns += check != CHECK_FORM;
	g->upns_right += check == CHECK_OK;
}

/* What would be a code of the definition, if there are few. */
static int
add_spelling(struct guess *g, struct field f)
{
	if (g->many || g->unlisted)
		return 0;
	if (f.n > CODE_BYTES || has_digits(f) ||
	    memchr(f.p, '|', f.n) != NULL) {
		g->unlisted = true;
		return 0;
	}
	if (items_add(&g->spellings, f.p, f.n, 0) == -1)
		return -1;
	g->many = g->spellings.n > CODES_MOST;
	return 0;
}

static bool
is_unknown(struct guess *g, struct field f)
{
	size_t i;

	for (i = 0; i < UNKNOWN_WORDS; i++)
		if (field_eq(f, unknown_words[i])) {
			g->unknown[i]++;
			return true;
		}
	return false;
}

int
guess_add(struct guess *g, struct field f)
{
	struct field bare = value_trim(f);

	if (bare.n == 0) {
		g->blanks++;
		return 0;
	}
	g->values++;
	g->longest = f.n > g->longest ? f.n : g->longest;
	if (field_is(f, g->header, g->header_n))
		g->repeats_header = true;
	if (distinct_add(&g->distinct, hash_of(f.p, f.n)) == -1)
		return -1;
	if (is_unknown(g, bare))
		return 0;
	g->known++;
	g->digits += has_digits(bare);
	g->yes_no += is_yes_no(bare, &g->letters);
	add_number(g, bare);
	add_identifiers(g, bare);
	dates_add(&g->dates, bare.p, bare.n);
	return add_spelling(g, bare);
}

bool
guess_is_unique(const struct guess *g)
{
	bool exact;

	return distinct_count(&g->distinct, &exact) == g->values && exact &&
	    g->blanks == 0 && g->values > 1;
}

bool
guess_is_person(const struct guess *g)
{
	if (guess_is_unique(g) || g->values == 0)
		return false;
	if ((g->hints & HINT_PERSON) != 0)
		return true;
	return g->type != TYPE_DATE && g->type != TYPE_DECIMAL &&
	    g->type != TYPE_INTEGER && g->digits * 2 > g->known;
}

/* Most of them: at least four of five. */
static bool
most(const struct guess *g, uint64_t n)
{
	return n > 0 && n * 5 >= g->known * 4;
}

static bool
is_reference(const struct guess *g)
{
	return (g->hints & (HINT_ID | HINT_UPRN)) != 0 ||
	    g->leading_zeros > 0 || (g->integers == g->known &&
	    (g->longest > REFERENCE_DIGITS ||
	    (g->known >= 50 && guess_is_unique(g))));
}

static enum column_type
code_or_text(struct guess *g)
{
	size_t i;

	if ((g->hints & (HINT_FORENAME | HINT_SURNAME | HINT_NAME)) != 0)
		return TYPE_NAME;
	if (g->many || g->unlisted ||
	    (g->hints & (HINT_PERSON | HINT_HOUSE)) != 0)
		return TYPE_TEXT;
	for (i = 0; i < g->spellings.n; i++)
		if (!item_is_common(&g->spellings, &g->spellings.v[i])) {
			g->why_not_code = "there are few spellings, but some "
			    "stand for few rows and are not shown; for "
			    "type: code add them all, as code: word = "
			    "spelling";
			return TYPE_TEXT;
		}
	return TYPE_CODE;
}

/*
 * Forms of numbers, the first that fits: how many values have it, the type, and
 * the line that it needs in the definition or NULL.
 */
static const struct {
	size_t counted;
	enum column_type type;
	const char *line;
} numbers[] = {
	{ offsetof(struct guess, integers), TYPE_INTEGER, NULL },
	{ offsetof(struct guess, decimals), TYPE_DECIMAL, NULL }
};

static uint64_t
counted(const struct guess *g, size_t at)
{
	uint64_t n;

	memcpy(&n, (const char *)g + at, sizeof(n));
	return n;
}

void
guess_type(struct guess *g)
{
	size_t i;

	g->type = TYPE_TEXT;
	if (g->known == 0)
		return;
	if (g->dates.n > 0) {
		g->type = TYPE_DATE;
		return;
	}
	if (most(g, g->upns)) {
		g->type = TYPE_UPN;
		g->query = g->upns_right < g->known;
		return;
	}
	if (most(g, g->nhs_right) ||
	    ((g->hints & HINT_NHS) != 0 && most(g, g->nhs))) {
		g->type = TYPE_NHS;
		g->query = g->nhs_right < g->known;
		return;
	}
	if (most(g, g->postcodes)) {
		g->type = TYPE_POSTCODE;
		g->query = g->postcodes < g->known;
		return;
	}
	if (g->yes_no == g->known && g->letters) {
		g->type = TYPE_YES_NO;
		return;
	}
	for (i = 0; i < COUNT(numbers); i++)
		if (counted(g, numbers[i].counted) == g->known) {
			if (is_reference(g))
				return;
			g->type = numbers[i].type;
			g->line = numbers[i].line;
			return;
		}
	g->type = code_or_text(g);
}

void
guess_free(struct guess *g)
{
	distinct_free(&g->distinct);
	items_free(&g->spellings);
}
