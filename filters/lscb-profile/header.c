/* SPDX-License-Identifier: MIT */
/* See header.h. */
#include <string.h>

#include "check.h"
#include "dates.h"
#include "header.h"
#include "num.h"

enum { NAME_MAX_BYTES = 80, DIGITS_RUN = 7, DIGITS_FEW = 3 };

/* CA0012345 is a reference; per_10000_children and Reason 1 are names. */
static bool
has_reference(const char *p, size_t n)
{
	size_t i, run = 0, all = 0, most = 0;

	for (i = 0; i < n; i++) {
		run = p[i] >= '0' && p[i] <= '9' ? run + 1 : 0;
		all += run > 0;
		most = run > most ? run : most;
	}
	return most >= DIGITS_RUN || (all >= DIGITS_FEW && all * 2 >= n);
}

const char *
header_looks(const char *p, size_t n)
{
	char out[UPN_LEN];
	int64_t v;
	int scale;

	if (n > NAME_MAX_BYTES)
		return "a text";
	if (num_decimal(p, n, &v, &scale))
		return "a number";
	if (dates_any(p, n))
		return "a date";
	if (nhs_check(p, n, out) != CHECK_FORM)
		return "an NHS number";
	if (upn_check(p, n, out) != CHECK_FORM)
		return "a UPN";
	if (postcode_normal(p, n, out) > 0)
		return "a postcode";
	if (memchr(p, '@', n) != NULL)
		return "an address";
	if (has_reference(p, n))
		return "a reference";
	return NULL;
}

#define ADVICE "the first line is shown as the names of the columns, and " \
	"could name a child: put a line with names before it"

int
header_check(const struct reader *rd, struct err *err)
{
	const struct rec *h = rd_header(rd);
	const char *looks;
	size_t i;

	for (i = 0; i < h->n; i++) {
		looks = header_looks(h->f[i].p, h->f[i].n);
		if (looks == NULL)
			continue;
		err_set(err, STATUS_DATA, "no-header", "field %zu looks like "
		    "%s, not like the name of a column; " ADVICE, i + 1,
		    looks);
		return err_at(err, rd_name(rd), h->line, NULL);
	}
	return 0;
}

int
header_repeats(const struct reader *rd, size_t column, struct err *err)
{
	err_set(err, STATUS_DATA, "no-header", "field %zu stands again as a "
	    "value of its column, so it is no name of one; " ADVICE,
	    column + 1);
	return err_at(err, rd_name(rd), rd_header(rd)->line, NULL);
}
