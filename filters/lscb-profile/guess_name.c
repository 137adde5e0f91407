/* SPDX-License-Identifier: MIT */
/* What the header of a column says: the name for it, and hints. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "guess.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* How a name may end, without its underscores; English, then Welsh. */
static const struct {
	const char *ending;
	unsigned hint;
} endings[] = {
	{ "forename", HINT_FORENAME }, { "forenames", HINT_FORENAME },
	{ "firstname", HINT_FORENAME }, { "givenname", HINT_FORENAME },
	{ "middlename", HINT_NAME }, { "middlenames", HINT_NAME },
	{ "enwcyntaf", HINT_FORENAME },
	{ "surname", HINT_SURNAME }, { "lastname", HINT_SURNAME },
	{ "familyname", HINT_SURNAME }, { "cyfenw", HINT_SURNAME },
	{ "childname", HINT_NAME }, { "fullname", HINT_NAME },
	{ "knownas", HINT_NAME }, { "alias", HINT_NAME },
	{ "mothername", HINT_NAME }, { "fathername", HINT_NAME },
	{ "carername", HINT_NAME }, { "officer", HINT_NAME },
	{ "worker", HINT_NAME }, { "socialworker", HINT_NAME },
	{ "dateofbirth", HINT_BIRTH }, { "birthdate", HINT_BIRTH },
	{ "dob", HINT_BIRTH }, { "dyddiadgeni", HINT_BIRTH },
	{ "sex", HINT_SEX }, { "gender", HINT_SEX }, { "rhyw", HINT_SEX },
	{ "house", HINT_HOUSE }, { "address", HINT_HOUSE },
	{ "addressline1", HINT_HOUSE }, { "cyfeiriad", HINT_HOUSE },
	{ "street", HINT_HOUSE }, { "postcode", HINT_POSTCODE },
	{ "codpost", HINT_POSTCODE },
	{ "uprn", HINT_UPRN }, { "uniquepropertyreferencenumber", HINT_UPRN },
	{ "upn", HINT_UPN }, { "uniquepupilnumber", HINT_UPN },
	{ "nhsnumber", HINT_NHS }, { "nhsno", HINT_NHS },
	{ "rhifgig", HINT_NHS },
	{ "identifier", HINT_ID }, { "reference", HINT_ID },
	{ "number", HINT_ID }, { "urn", HINT_ID }, { "crn", HINT_ID },
	{ "nativeid", HINT_ID }, { "childid", HINT_ID },
	{ "expecteddateofbirth", HINT_FUTURE }, { "due", HINT_FUTURE },
	{ "duedate", HINT_FUTURE }, { "planned", HINT_FUTURE },
	{ "expected", HINT_FUTURE }
};
/* Whole names and last words that mean the same. */
static const struct {
	const char *word;
	unsigned hint;
} last_words[] = {
	{ "id", HINT_ID }, { "ref", HINT_ID }, { "no", HINT_ID },
	{ "key", HINT_ID }
};
static const struct {
	const char *whole;
	unsigned hint;
} wholes[] = {
	{ "name", HINT_NAME }, { "enw", HINT_NAME }, { "child", HINT_NAME },
	{ "pupil", HINT_NAME }, { "client", HINT_NAME },
	{ "plentyn", HINT_NAME }, { "mother", HINT_NAME },
	{ "father", HINT_NAME }, { "carer", HINT_NAME },
	{ "parent", HINT_NAME }, { "family", HINT_NAME }
};

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static unsigned
hints_of(const char *name)
{
	char bare[NAME_BYTES + 8];
	const char *word = strrchr(name, '_');
	unsigned hints = 0;
	size_t i, k = 0;

	for (i = 0; name[i] != '\0'; i++)
		if (name[i] != '_')
			bare[k++] = name[i];
	bare[k] = '\0';
	for (i = 0; i < COUNT(endings); i++)
		if (ends_with(bare, endings[i].ending))
			hints |= endings[i].hint;
	for (i = 0; i < COUNT(last_words); i++)
		if (strcmp(word == NULL ? name : word + 1,
		    last_words[i].word) == 0)
			hints |= last_words[i].hint;
	for (i = 0; i < COUNT(wholes); i++)
		if (strcmp(bare, wholes[i].whole) == 0)
			hints |= wholes[i].hint;
	/* "UPN", "NHS number" are no number of the agency's own. */
	if ((hints & (HINT_UPN | HINT_UPRN | HINT_NHS)) != 0)
		hints &= ~(unsigned)HINT_ID;
	return hints;
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* NativeId and "Native ID" are native_id; what is no letter is a gap. */
static void
fold_name_into(char *name, const char *s)
{
	size_t k = 0;
	bool gap = false;

	for (; *s != '\0' && k < NAME_BYTES; s++) {
		bool upper = is_upper(*s);
		char c = upper ? (char)(*s + 32) : *s;

		/* The mark that was over a letter is not there any more. */
		if (!is_word(c)) {
			gap = k > 0;
			continue;
		}
		if (upper && k > 0 && is_word(s[-1]))
			gap = true;
		if (k == 0 && c >= '0' && c <= '9') {
			memcpy(name, "column_", 7);
			k = 7;
		}
		if (gap)
			name[k++] = '_';
		gap = false;
		name[k++] = c;
	}
	name[k] = '\0';
}

void
guess_name(struct guess *g, const char *p, size_t n)
{
	utf8proc_uint8_t *folded = NULL;

	g->header = p;
	g->header_n = n;
	g->name[0] = '\0';
	if (utf8proc_map((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n,
	    &folded, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
	    UTF8PROC_COMPAT | UTF8PROC_STRIPMARK) >= 0 && folded != NULL)
		fold_name_into(g->name, (const char *)folded);
	free(folded);
	if (g->name[0] == '\0')
		(void)snprintf(g->name, sizeof(g->name), "column");
	g->hints = hints_of(g->name);
}
