/* SPDX-License-Identifier: MIT */
/*
 * Population estimates and bank holidays, which a board puts there by hand.
 * The first byte chooses one, the rest is the file: read, or refused with a
 * place and a sentence; what was read can be asked about.
 */
#include "populations.h"
#include "date.h"
#include "fuzz.h"

static void
must_be_told(const struct err *err)
{
	MUST(err->status == STATUS_DATA || err->status == STATUS_CONFIG);
	MUST(err->text[0] != '\0' && err->file[0] != '\0');
}

/* An area's bands add up: no age is counted twice, none is made up. */
static void
populations(const char *path)
{
	static const struct field areas[] = { { "", 0 }, { "a", 1 },
	    { "Gwent", 5 } };
	struct populations *p;
	struct err err = { 0 };
	int64_t low, high, all;

	if (populations_read(&p, path, &err) == -1) {
		must_be_told(&err);
		return;
	}
	for (size_t i = 0; i < LEN(areas); i++) {
		struct field area = areas[i];
		bool l = populations_find(p, area, 2024, 0, 9, &low);
		bool h = populations_find(p, area, 2024, 10, 17, &high);

		MUST(low >= 0 && high >= 0);
		if (populations_find(p, area, 2024, 0, 17, &all) && l && h)
			MUST(all >= 0);
		(void)populations_find(p, area, 2024, 0, 998, &all);
	}
	populations_free(p);
}

static void
holidays(const char *path)
{
	const date a = date_make(2024, 3, 28), b = date_make(2026, 1, 5);
	struct holidays *h;
	struct err err = { 0 };
	int first, last;
	date d;

	if (holidays_read(&h, path, &err) == -1) {
		must_be_told(&err);
		return;
	}
	holidays_span(h, &first, &last);
	MUST(first <= last);
	MUST(working_days(h, a, b) == -working_days(h, b, a));
	for (d = a; d < a + 14; d++)
		MUST(working_days(h, d, d + 1) == is_working_day(h, d + 1));
	d = working_day_add(h, a, 5);
	MUST(is_working_day(h, d) && working_days(h, a, d) == 5);
	holidays_free(h);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (fuzz_choice(&data, &size) % 2 == 0)
		populations(fuzz_file(0, data, size));
	else
		holidays(fuzz_file(0, data, size));
	return 0;
}
