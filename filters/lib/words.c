/* SPDX-License-Identifier: MIT */
/* See words.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "labels.h"
#include "words.h"

int
words_open(struct words *w, const char *library, const char *lang,
    struct err *err)
{
	memset(w, 0, sizeof(*w));
	w->welsh = strcmp(lang, "cy") == 0;
	return labels_open(&w->labels, library, err);
}

void
words_close(struct words *w)
{
	labels_close(w->labels);
	arena_free(&w->mem);
}

int
words_check(const struct words *w, struct err *err)
{
	if (w->no_memory)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (labels_missing(w->labels)->status == 0)
		return 0;
	*err = *labels_missing(w->labels);
	return -1;
}

/* What is in the buffer, kept; the buffer is freed. */
static const char *
kept(struct words *w, struct buf *b, int rc)
{
	const char *s = rc == 0 ? buf_str(b) : NULL;

	if (s != NULL)
		s = arena_strdup(&w->mem, s);
	buf_free(b);
	if (s != NULL)
		return s;
	w->no_memory = true;
	return "";
}

const char *
words(struct words *w, const char *id, ...)
{
	struct buf b = { 0 };
	va_list ap;
	int rc;

	va_start(ap, id);
	rc = labels_vsay(w->labels, w->welsh, &b, id, ap);
	va_end(ap);
	return kept(w, &b, rc);
}

const char *
words_code(struct words *w, const char *group, const char *code)
{
	char id[160];
	int n = snprintf(id, sizeof(id), "%s-%s", group, code);
	const char *s = NULL;

	if (n > 0 && (size_t)n < sizeof(id))
		s = labels_find(w->labels, w->welsh, id);
	return s == NULL ? code : s;
}

const char *
words_unit(struct words *w, const struct indicator *ind)
{
	static const char *const ids[] = {
		[UNIT_PERCENT] = "unit-name-percent",
		[UNIT_RATE] = "unit-name-rate",
		[UNIT_COUNT] = "unit-name-count",
		[UNIT_MEAN] = "unit-name-mean",
		[UNIT_MEDIAN] = "unit-name-median"
	};

	return words(w, ids[ind->unit], "per", words_number(w, ind->per),
	    "what", ind->unit_what == NULL ? "" : ind->unit_what, NULL);
}

const char *
words_grain(struct words *w, enum grain g)
{
	return words_code(w, "grain", grain_name(g));
}

const char *
words_show(struct words *w, const struct indicator *ind)
{
	return ind->rolling_months == 0 ? words_grain(w, ind->period) :
	    words(w, "rolling", "n", words_number(w, ind->rolling_months),
	    NULL);
}

const char *
words_period_rule(struct words *w, enum period_rule p)
{
	return p == PERIOD_UNSAID ? "" :
	    words_code(w, "period-rule", period_rule_name(p));
}

const char *
words_decimal(struct words *w, struct decimal d)
{
	struct buf b = { 0 };
	char text[64];

	decimal_format(d, text, sizeof(text));
	return kept(w, &b, buf_puts(&b, text));
}

const char *
words_number(struct words *w, long long n)
{
	struct buf b = { 0 };

	return kept(w, &b, buf_printf(&b, "%lld", n));
}

const char *
words_date(struct words *w, date d)
{
	char month[16];
	int y, m, day;

	date_split(d, &y, &m, &day);
	(void)snprintf(month, sizeof(month), "month-%d", m);
	return words(w, "date", "day", words_number(w, day), "month",
	    words(w, month, NULL), "year", words_number(w, y), NULL);
}

const char *
words_status(struct words *w, const struct indicator *ind)
{
	return words(w, ind->admitted ? "status-admitted" :
	    "status-candidate", NULL);
}

const char *
words_yes_no(struct words *w, bool yes)
{
	return words(w, yes ? "answer-yes" : "answer-no", NULL);
}

const char *
words_good(struct words *w, const struct indicator *ind)
{
	return words(w, "said-range", "low", words_decimal(w, ind->good_low),
	    "high", words_decimal(w, ind->good_high), NULL);
}

const char *
words_ages(struct words *w, const struct indicator *ind)
{
	return words(w, "said-range", "low", words_number(w, ind->age_from),
	    "high", words_number(w, ind->age_to), NULL);
}

const char *
words_welsh(struct words *w, const struct indicator *ind)
{
	const char *said = def_get(&ind->defs->records[0], "welsh");

	return ind->title_cy == NULL ? words(w, "welsh-none", NULL) :
	    words_code(w, "welsh", said == NULL ? "unsaid" : said);
}

const char *
words_join(struct words *w, const char *between, const char *const *v,
    size_t n)
{
	struct buf b = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; i < n; i++) {
		if (i > 0)
			rc |= buf_puts(&b, between);
		rc |= buf_puts(&b, v[i]);
	}
	return kept(w, &b, rc);
}
