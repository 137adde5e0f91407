/* SPDX-License-Identifier: MIT */
/*
 * Expressions with accidents in them: compiled against the library's own
 * vocabulary, or refused with status 78; the sanitizers watch the rest.  Runs
 * from the top of the source tree.
 */
#include <limits.h>

#include "expr.h"
#include "garble.h"
#include "history.h"
#include "unit.h"
#include "vocabulary.h"

static char library_path[PATH_MAX];

static void
expressions(void)
{
	static const char *const base[HISTORY_BASE] = { "subject", "date",
	    "end", "event", "source" };
	static const char *const seeds[] = {
	    "registration by child where earlier(registration) >= 1 or "
	    "previous_registrations >= 1 of registration by child",
	    "registration open by child where age(close) < 5 or birth_month "
	    "= 'unborn' of registration open by child",
	    "distinct referral where not (need = 'other' and outcome = '')",
	    "registration where followed by registration within 12 months",
	    "survey where safe > previous(safe, survey within 400 days where "
	    "stage = 'registration') and every(visit this meets seen = 'yes')",
	    "sessions_attended over school-attendance by child where 10 * "
	    "sum(sessions_possible, school-attendance ever) - 9 >= "
	    "last(sessions_attended, roll within 3 working days before date)",
	    "domestic-abuse by child where during(registration) of "
	    "domestic-abuse by child" };
	struct buf mutant = { NULL, 0, 0 };
	struct vocabulary vocab = { 0 };
	struct history h = { 0 };
	const char **columns;
	size_t n, compiled = 0, refused = 0;
	struct err e;

	if (vocabulary_read(&vocab, library_path, &e) != 0 ||
	    history_read(&h, library_path, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	n = HISTORY_BASE + h.n;
	columns = calloc(n, sizeof(*columns));
	memcpy(columns, base, sizeof(base));
	memcpy(columns + HISTORY_BASE, h.names, h.n * sizeof(*columns));
	for (size_t i = 0; i < LEN(seeds) * 1000; i++) {
		const char *text = seeds[i % LEN(seeds)];
		struct measure *count = NULL, *of = NULL;
		struct expr_env env;

		memset(&env, 0, sizeof(env));
		if (expr_env_init(&env, &vocab, columns, n) != 0)
			abort();
		env.history = &h;
		garble(&mutant, text, strlen(text));
		memset(&e, 0, sizeof(e));
		if (i < LEN(seeds)) {
			mutant.n = 0;
			buf_puts(&mutant, text);
		}
		if (measure_pair_compile(&count, &of, buf_str(&mutant), &env,
		    &e) == 0)
			compiled++;
		else {
			refused++;
			CHECK(e.status == STATUS_CONFIG && e.text[0] != '\0',
			    "mutant %zu: status %d", i, e.status);
		}
		expr_env_done(&env);
	}
	CHECK(compiled > LEN(seeds) && refused > 1000,
	    "%zu compiled, %zu refused", compiled, refused);
	free(columns);
	history_free(&h);
	vocabulary_free(&vocab);
	buf_free(&mutant);
}

int
main(void)
{
	if (realpath("pipelines/library", library_path) == NULL) {
		printf("not ok no pipelines/library here\n");
		return 1;
	}
	RUN(expressions, "garbled expressions are compiled or refused");
	return UNIT_END;
}
