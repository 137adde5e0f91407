/* SPDX-License-Identifier: MIT */
/*
 * err.h: what a message looks like, and which near misses are suggested.
 */
#include <errno.h>

#include "err.h"
#include "unit.h"

static void
set_fills_and_clears(void)
{
	struct err e;
	char out[64];

	memset(&e, 'x', sizeof(e));
	CHECK(err_set(&e, STATUS_DATA, "bad-date", "want %s", "DD") == -1,
	    "err_set");
	CHECK(e.status == STATUS_DATA, "%d", e.status);
	CHECK(strcmp(e.code, "bad-date") == 0, "%.39s", e.code);
	CHECK(strcmp(e.text, "want DD") == 0, "%.99s", e.text);
	CHECK(e.line == 0 && e.file[0] == '\0' && e.column[0] == '\0',
	    "a place is left from before");
	CHECK(err_at(&e, "f.csv", 3, "dob") == -1, "err_at");
	err_set(&e, STATUS_IO, "", "again");
	err_format(&e, out, sizeof(out));
	CHECK(strcmp(out, "again") == 0, "%s", out);
}

static void
format_is_exact(void)
{
	static const struct {
		const char *file, *column, *code, *want;
		size_t line;
	} t[] = {
		{ "police.csv", "dob", "bad-date",
		    "police.csv:17: dob: not a date [bad-date]", 17 },
		{ "-", "dob", "bad-date",
		    "(stdin):2: dob: not a date [bad-date]", 2 },
		{ "police.csv", NULL, "bad-date",
		    "police.csv:17: not a date [bad-date]", 17 },
		{ "police.csv", NULL, "", "police.csv: not a date", 0 },
		{ NULL, NULL, "bad-date", "not a date [bad-date]", 0 },
		{ NULL, NULL, "", "not a date", 0 },
	};
	struct err e;
	char out[128];

	for (size_t i = 0; i < LEN(t); i++) {
		err_set(&e, STATUS_DATA, t[i].code, "not a date");
		err_at(&e, t[i].file, t[i].line, t[i].column);
		err_format(&e, out, sizeof(out));
		CHECK(strcmp(out, t[i].want) == 0, "%s", out);
	}
}

static void
place_is_added_piece_by_piece(void)
{
	struct err e;
	char out[128];

	err_set(&e, STATUS_DATA, "x", "wrong");
	err_at(&e, "a.csv", 4, NULL);
	err_at(&e, NULL, 4, "sex");
	err_format(&e, out, sizeof(out));
	CHECK(strcmp(out, "a.csv:4: sex: wrong [x]") == 0, "%s", out);
}

static void
sys_appends_the_reason(void)
{
	struct err e;

	CHECK(err_sys(&e, STATUS_NOINPUT, ENOENT, "cannot open") == -1,
	    "err_sys");
	CHECK(e.status == STATUS_NOINPUT, "%d", e.status);
	CHECK(strncmp(e.text, "cannot open", 11) == 0 &&
	    strstr(e.text, strerror(ENOENT)) != NULL, "%s", e.text);
}

static void
long_text_is_cut_not_overrun(void)
{
	struct err e;
	char big[5000], out[2000];

	memset(big, 'a', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	err_set(&e, STATUS_DATA, "c", "%s", big);
	err_at(&e, big, 1, big);
	CHECK(strlen(e.file) < sizeof(e.file), "file");
	CHECK(strlen(e.column) < sizeof(e.column), "column");
	CHECK(strlen(e.text) < sizeof(e.text), "text");
	for (size_t size = 1; size <= sizeof(out); size++) {
		memset(out, 'z', sizeof(out));
		err_format(&e, out, size);
		CHECK(strlen(out) < size, "size %zu", size);
		if (size < sizeof(out))
			CHECK(out[size] == 'z', "wrote past %zu", size);
	}
}

static void
near_misses(void)
{
	static const char *const names[] = { "agency", "area", "dob",
	    "date_registered", "category" };
	static const struct {
		const char *name, *want;
	} t[] = {
		{ "agencey", "agency" },	/* one too many */
		{ "agncy", "agency" },		/* one too few */
		{ "agenyc", "agency" },		/* two swapped: one edit */
		{ "date_registred", "date_registered" },
		{ "dat_registrd", "date_registered" },
		{ "zzz", NULL },
		{ "dxx", NULL },		/* 2 edits > 3 / 3 */
		{ "", NULL },
	};

	for (size_t i = 0; i < LEN(t); i++) {
		const char *got = near_miss(t[i].name, names, LEN(names));

		CHECK((got == NULL) == (t[i].want == NULL) &&
		    (got == NULL || strcmp(got, t[i].want) == 0),
		    "%s: %s", t[i].name, got == NULL ? "(none)" : got);
	}
	CHECK(near_miss("agency", NULL, 0) == NULL, "no candidates");
}

static void
never_more_than_three_edits(void)
{
	static const char *const names[] = {
	    "previous_registrations_ever_made" };

	CHECK(near_miss("pXevious_XegistraXions_ever_made", names, 1) != NULL,
	    "three edits of 32");
	CHECK(near_miss("pXevious_XegistraXions_eXer_made", names, 1) == NULL,
	    "four edits of 32");
}

int
main(void)
{
	RUN(set_fills_and_clears, "err_set fills a failure and forgets the last");
	RUN(format_is_exact, "a message is file:line: column: text [code]");
	RUN(place_is_added_piece_by_piece, "err_at leaves alone what is NULL");
	RUN(sys_appends_the_reason, "err_sys appends the system's reason");
	RUN(long_text_is_cut_not_overrun, "long texts are cut, never overrun");
	RUN(near_misses, "near misses: an edit or a swap, within a third");
	RUN(never_more_than_three_edits, "near misses: three edits, not four");
	return UNIT_END;
}
