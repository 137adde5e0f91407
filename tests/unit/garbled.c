/* SPDX-License-Identifier: MIT */
/*
 * Definitions with accidents in them: every extract and indicator of the
 * library, a few bytes changed, lost or doubled by a generator with a fixed
 * seed.  Each is read or refused with status 78 and a place; the sanitizers
 * watch the rest.  Runs from the top of the source tree.
 */
#include <limits.h>

#include "defs.h"
#include "extract.h"
#include "garble.h"
#include "indicator.h"
#include "unit.h"

enum { MUTANTS = 120 };

static char library_path[PATH_MAX];

static int
read_extract(struct err *e)
{
	struct extract *x = NULL;
	int r = extract_read(&x, library_path, "./x.rec", e);

	if (r == 0)
		extract_free(x);
	return r;
}

static int
read_indicator(struct err *e)
{
	struct indicator *x = NULL;
	int r = indicator_read(&x, library_path, "./x.rec", e);

	if (r == 0)
		indicator_free(x);
	return r;
}

static void
each_of(const char *kind, int (*read_one)(struct err *))
{
	struct buf mutant = { NULL, 0, 0 };
	char path[2 * PATH_MAX], **names = NULL;
	size_t n = 0, size, refused = 0;
	struct err e;

	if (library_names(library_path, kind, &names, &n, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	CHECK(n > 5, "only %zu in the library", n);
	for (size_t i = 0; i < n; i++) {
		char *text;

		snprintf(path, sizeof(path), "%s/%s/%s.rec", library_path,
		    kind, names[i]);
		text = strdup(unit_read(path, &size));
		unit_write("x.rec", text, size);
		CHECK(read_one(&e) == 0, "%s as it is: %s", names[i], e.text);
		for (int k = 0; k < MUTANTS; k++) {
			garble(&mutant, text, size);
			unit_write("x.rec", mutant.p, mutant.n);
			memset(&e, 0, sizeof(e));
			if (read_one(&e) == 0)
				continue;
			refused++;
			CHECK(e.status == STATUS_CONFIG &&
			    e.text[0] != '\0' && e.file[0] != '\0',
			    "%s, mutant %d: status %d, '%s' '%s'", names[i],
			    k, e.status, e.file, e.text);
		}
		free(text);
	}
	CHECK(refused > n * MUTANTS / 4, "only %zu of %zu refused", refused,
	    n * MUTANTS);
	library_names_free(names, n);
	buf_free(&mutant);
}

static void
extracts(void)
{
	each_of("extracts", read_extract);
}

static void
indicators(void)
{
	each_of("indicators", read_indicator);
}

int
main(void)
{
	if (realpath("pipelines/library", library_path) == NULL) {
		printf("not ok no pipelines/library here\n");
		return 1;
	}
	unit_enter();
	RUN(extracts, "garbled extract definitions are read or refused");
	RUN(indicators, "garbled indicators are read or refused");
	return UNIT_END;
}
