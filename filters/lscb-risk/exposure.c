/* SPDX-License-Identifier: MIT */
/* See exposure.h.  Pure: neither prints nor exits. */
#include <stdlib.h>
#include <string.h>

#include "exposure.h"

int
sizes_open(struct sizes *s, size_t members)
{
	memset(s, 0, sizeof(*s));
	s->members = members;
	s->at = calloc(members + 1, sizeof(*s->at));
	return s->at == NULL ? -1 : 0;
}

void
sizes_close(struct sizes *s)
{
	free(s->at);
	s->at = NULL;
}

static void
sizes_begin(struct sizes *s)
{
	memset(s->at, 0, (s->members + 1) * sizeof(*s->at));
	s->largest = 0;
}

static void
sizes_add(struct sizes *s, uint32_t size, uint32_t members)
{
	s->at[size] += members;
	if (size > s->largest)
		s->largest = size;
}

void
sizes_of_classes(struct sizes *s, const struct classes *c,
    const uint32_t *count, const struct codes *subject, uint32_t *best)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < c->n; i++)
		all += count[i];
	s->apart = all == s->members;
	if (subject == NULL) {
		sizes_begin(s);
		for (uint32_t i = 0; i < c->n; i++)
			sizes_add(s, count[i], count[i]);
		return;
	}
	memset(best, 0xff, s->members * sizeof(*best));
	for (size_t i = 0; i < c->rows; i++)
		if (count[c->of[i]] < best[subject->of[i]])
			best[subject->of[i]] = count[c->of[i]];
	sizes_of_members(s, best);
}

void
sizes_of_members(struct sizes *s, const uint32_t *count)
{
	sizes_begin(s);
	for (size_t i = 0; i < s->members; i++)
		sizes_add(s, count[i], 1);
}

struct exposure
exposure_of(const struct sizes *s, size_t limit)
{
	struct exposure e = { .unique = s->at[1] };
	double sum = 0;

	for (size_t i = 1; i <= s->largest; i++) {
		if (s->at[i] == 0)
			continue;
		if (e.k == 0)
			e.k = i;
		if (i < limit)
			e.below += s->at[i];
		/* Exact where members are in one class: it is their number. */
		sum += (double)s->at[i] / (double)i;
	}
	e.highest = 1 / (double)e.k;
	e.average = sum / (double)s->members;
	return e;
}
