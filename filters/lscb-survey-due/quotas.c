/* SPDX-License-Identifier: MIT */
/* See due.h: how many places there are, and who gets those that are left. */
#include <stdlib.h>
#include <string.h>

#include "due.h"

void
quotas_begin(struct due *d)
{
	size_t i;

	for (i = 0; i < d->survey->n_quotas; i++) {
		const struct survey_quota *q = &d->survey->quotas[i];

		d->quota_of[q->stage] = true;
		d->from[i] = q->ever ? DATE_NONE :
		    period_start(q->grain, d->as_of);
		d->to[i] = q->ever ? DATE_NONE :
		    period_add(q->grain, d->from[i], 1) - 1;
	}
}

/* Is it this value, or one of several with ; between? */
static bool
has_value(struct field f, const char *value)
{
	size_t n;

	for (; f.n > 0; f.p += n, f.n -= n) {
		const char *end = memchr(f.p, ';', f.n);

		n = end == NULL ? f.n : (size_t)(end - f.p);
		if (field_eq((struct field){ f.p, n }, value))
			return true;
		n += end != NULL;
	}
	return false;
}

static bool
matches(const struct due *d, const struct child *c, const struct row *row,
    const struct survey_match *m)
{
	size_t i;

	for (i = 0; strcmp(d->interest.names[i], m->column) != 0; i++)
		;
	return has_value(row != NULL && row->v[i].n > 0 ? row->v[i] :
	    c->latest[i], m->value);
}

uint64_t
quotas_of(const struct due *d, const struct child *c, const struct row *row,
    size_t stage, int age)
{
	uint64_t all = 0;
	size_t i, k;

	for (i = 0; i < d->survey->n_quotas; i++) {
		const struct survey_quota *q = &d->survey->quotas[i];

		if (q->stage != stage || (q->has_ages && (age < q->ages.from ||
		    age > q->ages.to)))
			continue;
		for (k = 0; k < q->n_match && matches(d, c, row, &q->match[k]);
		    k++)
			;
		if (k == q->n_match)
			all |= UINT64_C(1) << i;
	}
	return all;
}

static bool
in_quota(uint64_t quotas, size_t i)
{
	return (quotas >> i & 1) == 1;
}

void
quota_take(struct due *d, uint64_t quotas, date on)
{
	size_t i;

	for (i = 0; i < d->survey->n_quotas; i++)
		if (in_quota(quotas, i) && (d->survey->quotas[i].ever ||
		    (on >= d->from[i] && on <= d->to[i])))
			d->taken[i]++;
}

static int
by_day(const void *a, const void *b)
{
	const struct line *x = *(struct line *const *)a;
	const struct line *y = *(struct line *const *)b;

	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	if (memcmp(x->subject, y->subject, PSEUDONYM_LEN) != 0)
		return memcmp(x->subject, y->subject, PSEUDONYM_LEN);
	return x->stage < y->stage ? -1 : x->stage > y->stage;
}

static bool
has_room(const struct due *d, size_t i)
{
	return d->taken[i] + d->queued[i] <
	    (uint64_t)d->survey->quotas[i].places;
}

/* One that waits for a place gets it, or stays. */
static void
give(struct due *d, struct line *l)
{
	size_t i;

	if (!d->quota_of[l->stage])
		return;
	for (i = 0; i < d->survey->n_quotas; i++)
		if (in_quota(l->quotas, i) && !has_room(d, i))
			break;
	if (l->quotas == 0 || i < d->survey->n_quotas) {
		l->state = "waiting";
		l->why = l->quotas == 0 ? "no-quota" : "quota-filled";
		l->stopped_by = l->quotas == 0 ? SIZE_MAX : i;
	}
	for (i = 0; i < d->survey->n_quotas; i++) {
		if (!in_quota(l->quotas, i))
			continue;
		if (strcmp(l->state, "due") == 0)
			d->queued[i]++;
		else
			d->waiting[i]++;
	}
}

int
quotas_give(struct due *d)
{
	struct line **queue = malloc((d->n + 1) * sizeof(struct line *));
	size_t order[SURVEY_STAGES] = { 0 }, n = 0, i;

	if (queue == NULL)
		return -1;
	for (i = 0; i < d->n; i++)
		if (strcmp(d->lines[i].why, "not-asked") == 0)
			queue[n++] = &d->lines[i];
	qsort(queue, n, sizeof(*queue), by_day);
	for (i = 0; i < n; i++) {
		queue[i]->order = ++order[queue[i]->stage];
		give(d, queue[i]);
	}
	free(queue);
	return 0;
}

static void
write_day(struct writer *wr, date day)
{
	char text[11] = "";

	if (day != DATE_NONE)
		date_format(day, text);
	wr_str(wr, text);
}

void
quotas_write(const struct due *d, struct writer *wr)
{
	static const char *const header[] = { "quota", "stage", "from", "to",
	    "places", "taken", "due", "room", "waiting" };
	size_t i;

	wr_header(wr, header, sizeof(header) / sizeof(*header));
	for (i = 0; i < d->survey->n_quotas; i++) {
		const struct survey_quota *q = &d->survey->quotas[i];
		uint64_t used = d->taken[i] + d->queued[i];

		wr_str(wr, q->name);
		wr_str(wr, d->survey->stages[q->stage].name);
		write_day(wr, d->from[i]);
		write_day(wr, d->to[i]);
		wr_uint(wr, (unsigned long long)q->places);
		wr_uint(wr, d->taken[i]);
		wr_uint(wr, d->queued[i]);
		wr_uint(wr, used >= (uint64_t)q->places ? 0 :
		    (uint64_t)q->places - used);
		wr_uint(wr, d->waiting[i]);
		wr_end(wr);
	}
}
