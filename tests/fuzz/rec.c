/* SPDX-License-Identifier: MIT */
/*
 * Definitions.  The first byte says of what; the rest is the text.  Whatever it
 * is, it is read, or refused as a mistake in a definition with a place and a
 * sentence; and the columns of an extract that was taken can be used.
 */
#include <limits.h>

#include "extract.h"
#include "fuzz.h"
#include "indicator.h"
#include "value.h"

static char library[PATH_MAX];

/* A refusal tells an officer where and what. */
static void
must_be_told(const struct err *err)
{
	char text[2048];

	MUST(err->status == STATUS_CONFIG);
	MUST(err->text[0] != '\0');
	MUST(err->file[0] != '\0');
	err_format(err, text, sizeof(text));
	MUST(strlen(text) > 0);
}

/* Some values through every column: none of them is a surprise to it. */
static void
use_columns(const struct extract *x)
{
	static const char *const texts[] = { "", "1", "29/02/2024", "yes",
	    "2024-02-29", "31-Dec-99", "-1.5", "CF10 1AA", " Si\303\242n" };
	struct value_reader vr;
	struct value v;
	struct err why;
	size_t i, k, n;
	char *copy;

	for (i = 0; i < x->n_columns; i++) {
		value_init(&vr, &x->columns[i], DATE_NONE, false);
		for (k = 0; k < LEN(texts); k++) {
			n = strlen(texts[k]);
			copy = fuzz_copy(texts[k], n, FIELD_SLACK);
			memset(&why, 0, sizeof(why));
			if (value_read(&vr, (struct field){ copy + 1, n }, &v,
			    &why) == -1)
				MUST(why.code[0] != '\0');
			free(copy);
		}
		value_done(&vr);
	}
}

static void
extract(const char *path)
{
	struct extract *x = NULL;
	struct err err = { 0 };

	if (extract_read(&x, library, path, &err) == -1) {
		must_be_told(&err);
		return;
	}
	for (size_t i = 0; i < x->n_columns; i++)
		for (size_t k = 0; k < x->columns[i].n_formats; k++)
			MUST(x->columns[i].type != TYPE_DATE ||
			    date_format_ok(x->columns[i].formats[k]));
	use_columns(x);
	extract_free(x);
}

static void
indicator(const char *path)
{
	struct indicator *ind = NULL;
	struct err err = { 0 };

	if (indicator_read(&ind, library, path, &err) == -1) {
		must_be_told(&err);
		return;
	}
	MUST(ind->id != NULL && ind->title != NULL && ind->per > 0);
	indicator_free(ind);
}

/* Any records: two types, one key that must be there, one that may repeat. */
static void
records(const char *path)
{
	static const struct def_key keys[] = { { "id", DEF_REQUIRED },
	    { "note", DEF_OPTIONAL }, { "code", DEF_REPEATS } };
	static const struct def_schema schemas[] = {
		{ "Extract", keys, LEN(keys) }, { "", keys, LEN(keys) }
	};
	struct defs *defs = NULL;
	struct err err = { 0 };

	if (defs_read(&defs, path, schemas, LEN(schemas), &err) == -1) {
		must_be_told(&err);
		return;
	}
	for (size_t i = 0; i < defs->n; i++) {
		const struct def_record *r = &defs->records[i];

		MUST(r->n > 0 && def_get(r, "id") != NULL);
		MUST(i == 0 || r->line > defs->records[i - 1].line);
		for (size_t k = 0; k < r->n; k++) {
			MUST(r->fields[k].value[0] != '\0');
			MUST(r->fields[k].line >= r->line);
		}
	}
	defs_free(defs);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned kind = fuzz_choice(&data, &size) % 3;
	char *path = fuzz_file(0, data, size);

	if (library[0] == '\0' && realpath("pipelines/library", library) ==
	    NULL)
		MUST_SAY(false, "run this from the top of the source tree");
	switch (kind) {
	case 0:
		extract(path);
		break;
	case 1:
		indicator(path);
		break;
	default:
		records(path);
	}
	return 0;
}
