/* SPDX-License-Identifier: MIT */
/*
 * The advocate's questionnaire: before the initial conference, after
 * registration, after removal.  Asked of children aged 6 to 17; some do not
 * answer, some refuse that their answer is used.  The dates of one child
 * never meet: a week before, two weeks after, and social.c leaves a rest
 * between a removal and the next conference.
 */
#include <stdio.h>
#include <string.h>

#include "synth.h"

enum stage { STAGE_BEFORE, STAGE_REGISTERED, STAGE_REMOVED, STAGES };

enum { YOUNGEST = 6, OLDEST = 17 };

/* The child's own words; %f stands for its name. */
static void
comment(struct board *b, const struct person *p)
{
	const char *words = pick(b->t, &b->rng, LIST_COMMENT)->value;
	const char *name = strstr(words, "%f");
	char text[512];

	if (name == NULL) {
		row_text(b, SURVEY_COMMENT, words);
		return;
	}
	(void)snprintf(text, sizeof(text), "%.*s%s%s", (int)(name - words),
	    words, p->forename, name + 2);
	row_text(b, SURVEY_COMMENT, text);
}

/* Agrees 1, does not 0, no answer to this question -1. */
static int
agrees(const struct item *safe)
{
	if (safe->means[0] == '\0')
		return -1;
	return strcmp(safe->means, "agree") == 0 ||
	    strcmp(safe->means, "strongly-agree") == 0;
}

/* Social services told the advocate of the child on day `told`. */
static void
ask(struct board *b, int child, date told, date on, enum stage stage)
{
	static const enum list safe_list[STAGES] = { LIST_SAFE_BEFORE,
	    LIST_SAFE_ON, LIST_SAFE_AFTER };
	static const enum list stage_list[STAGES] = { LIST_STAGE_BEFORE,
	    LIST_STAGE_ON, LIST_STAGE_AFTER };
	const struct street *s = b->street;
	const struct person *p = &s->person[child];
	const struct item *safe, *consent, *name;
	int age = age_on(p, on), side;
	struct fact f = { .kind = FACT_SURVEY, .person = child,
	    .home = NO_HOME, .date = on, .end = DATE_NONE };

	if (on > b->to || !lives(p, on) || age < YOUNGEST || age > OLDEST)
		return;
	side = side_on(s, p, told);
	if (home_on(s, p, on) == NO_HOME || side_on(s, p, on) != side ||
	    !rng_permille(&b->rng, b->t->rates[RATE_ANSWERED]))
		return;
	name = pick(b->t, &b->rng, stage_list[stage]);
	safe = pick(b->t, &b->rng, safe_list[stage]);
	consent = pick(b->t, &b->rng, LIST_CONSENT);
	f.means = name->means;
	f.value = agrees(safe);
	f.shown = row_begin(b, SHEET_SURVEY, child, NO_HOME, side, on);
	if (f.shown) {
		row_text(b, SURVEY_STAGE, name->value);
		row_date(b, SURVEY_DATE, on);
		row_uint(b, SURVEY_AGE, (uint64_t)age);
		row_text(b, SURVEY_SAFE, safe->value);
		comment(b, p);
		row_text(b, SURVEY_CONSENT, consent->value);
		f.shown = row_end(b);
	}
	f.shown = f.shown && strcmp(consent->means, "yes") == 0;
	fact_add(b, f);
}

void
survey_events(struct board *b)
{
	size_t n = b->n_facts, i;
	struct fact f;
	date on;

	stream_begin(b, STREAM_SURVEY);
	for (i = 0; i < n; i++) {
		f = b->facts[i];
		if (f.kind == FACT_CONFERENCE) {
			ask(b, f.person, f.date, f.date -
			    rng_between(&b->rng, 1, 7), STAGE_BEFORE);
		} else if (f.kind == FACT_REGISTRATION) {
			on = f.date + rng_between(&b->rng, 14, 60);
			if (f.end == DATE_NONE || on < f.end)
				ask(b, f.person, f.date, on, STAGE_REGISTERED);
			if (f.end != DATE_NONE)
				ask(b, f.person, f.date, f.end +
				    rng_between(&b->rng, 5, 30),
				    STAGE_REMOVED);
		}
	}
}
