/* SPDX-License-Identifier: MIT */
/* See sets.h.  Pure: neither prints nor exits. */
#include "sets.h"

static void
sets_begin(struct sets *s, size_t n)
{
	s->n = n;
	s->kept = 0;
	for (size_t i = 0; i < n; i++)
		s->at[i] = i;
}

bool
sets_next(struct sets *s)
{
	size_t i = s->n, last;

	/* The last that can still move on; those behind it follow it. */
	while (i > 0 && s->at[i - 1] == s->columns - s->n + i - 1)
		i--;
	if (i > 0) {
		s->kept = i - 1;
		for (last = ++s->at[i - 1]; i < s->n; i++)
			s->at[i] = ++last;
		return true;
	}
	if (s->n >= s->columns)
		return false;
	sets_begin(s, s->n < SET_DEPTH ? s->n + 1 : s->columns);
	return true;
}
