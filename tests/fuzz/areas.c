/* SPDX-License-Identifier: MIT */
/*
 * A directory of postcodes, which a board downloads.  Read, or refused with a
 * place and a sentence; what was read says of every postcode what a second,
 * plain reading of the same file says.
 */
#include "../../filters/lscb-deidentify/areas.h"
#include "check.h"
#include "fuzz.h"

static const char *const levels[] = { "ward", "deprivation_fifth" };

/* As areas.rec lists them: other letters begin no code of that kind. */
static bool
is_none(struct field f)
{
	return f.n == 0 || (f.n == 9 && strchr("WESNLM", f.p[0]) != NULL &&
	    memcmp(f.p + 1, "99999999", 8) == 0);
}

/* The wards of the rows, one after the other. */
static void
compare(struct areas *a, const char *path, int postcode, int ward)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	char normal[POSTCODE_MAX];
	const struct area *area;
	const struct rec *rec;
	struct reader *rd;
	struct err err = { 0 };
	struct field f;

	MUST(rd_open(&rd, paths, 1, NULL, &err) == 0);
	while (rd_next(rd, &rec, &err) == 1) {
		f = rec->f[postcode];
		area = areas_find(a, f.p, f.n);
		f.n = postcode_normal(f.p, f.n, normal);
		MUST((area == NULL) == (f.n == 0 ||
		    postcode_is_pseudo(normal, f.n)));
		if (area == NULL)
			continue;
		f = rec->f[ward];
		MUST(is_none(f) ? area->n[0] == 0 :
		    field_is(f, area->text[0], area->n[0]));
		MUST(area->n[1] <= 1 && (area->n[1] == 0 ||
		    (area->text[1][0] >= '1' && area->text[1][0] <= '5')));
	}
	rd_close(rd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(0, data, size);
	char *paths[1] = { (char *)(uintptr_t)path };
	struct reader *rd;
	struct areas *a;
	struct err err = { 0 };
	int postcode, ward;

	MUST_SAY(areas_new(&a, "pipelines/library", levels, 2, &err) == 0,
	    err.text);
	if (areas_read(a, paths, 1, &err) == -1) {
		MUST(err.status == STATUS_DATA);
		MUST(err.text[0] != '\0' && err.file[0] != '\0');
		areas_free(a);
		return 0;
	}
	MUST(rd_open(&rd, paths, 1, NULL, &err) == 0);
	postcode = rd_col(rd, "pcds");
	ward = rd_col(rd, "wd25cd");
	rd_close(rd);
	if (postcode != -1 && ward != -1)
		compare(a, path, postcode, ward);
	areas_free(a);
	return 0;
}
