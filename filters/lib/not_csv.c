/* SPDX-License-Identifier: MIT */
/* See not_csv.h. */
#include <strings.h>

#include "not_csv.h"

#define WEB_PAGE "a web page, as some systems save for Excel: open it there " \
	"and save it as CSV UTF-8"

static const struct {
	const char *begins;	/* in any letters, large or small */
	size_t n;
	const char *text;
} kinds[] = {
	{ "PK\003\004", 4, "an Excel workbook or another zip file: name its sheet "
	    "(sheet: in the definition, or --sheet), or open it and save the "
	    "sheet as CSV UTF-8" },
	{ "\320\317\021\340", 4, "an old Excel workbook (.xls), or one that is "
	    "protected by a password: open it and save it as .xlsx without "
	    "one, or the sheet as CSV UTF-8" },
	{ "%PDF-", 5, "a PDF: ask the sender for the data, not its print" },
	{ "{\\rtf", 5, "a Word document: ask the sender for a CSV file" },
	{ "<html", 5, WEB_PAGE }, { "<!doctype", 9, WEB_PAGE },
	{ "<table", 6, WEB_PAGE },
	{ "<?xml", 5, "an XML file: say in the definition which element is a "
	    "record (record:), or ask the sender for a CSV file" }
};

const char *
not_csv(const char *p, size_t n, bool *undecided)
{
	size_t i, seen;

	*undecided = false;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		seen = n < kinds[i].n ? n : kinds[i].n;
		if (strncasecmp(p, kinds[i].begins, seen) != 0)
			continue;
		if (seen == kinds[i].n)
			return kinds[i].text;
		*undecided = true;
	}
	return NULL;
}
