/* SPDX-License-Identifier: MIT */
/*
 * One indicator's breakdown in the period of its headline, as a small table
 * in ready words: only where the card asks for it, by group.  Ages come in the
 * order of bands.rec, numbers in groups by their size, the group without a
 * name last.  Nothing is suppressed here: the page is restricted.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "tool.h"

int
groups_ready(struct report *r, struct err *err)
{
	return bands_read(&r->bands, r->library, err);
}

size_t
group_tables(const struct card *c, const struct line *line, enum quadrant q)
{
	int other;

	if (q == N_QUADRANTS)
		return line->n_show_by;
	/* A headline's stand under it; others where they are met first. */
	if (headline_number(c, line->measure) > 0)
		return 0;
	for (other = 0; other < (int)q; other++)
		if (line->in[other])
			return 0;
	return line->n_show_by;
}

/* One row to be put in order. */
struct place {
	const struct row *row;
	size_t band;
};

static size_t
band_place(const struct band_set *set, const char *group)
{
	size_t i;

	for (i = 0; set != NULL && i < set->n; i++)
		if (strcmp(set->v[i].text, group) == 0)
			return i;
	return set == NULL ? 0 : set->n;
}

static size_t
digits_of(const char **s)
{
	*s += strspn(*s, "0");
	return strspn(*s, "0123456789");
}

/* 5 before 10; where that says nothing, by bytes. */
static int
by_name(const char *a, const char *b)
{
	const char *p = a, *q = b;
	size_t n, m;
	int order;

	while (*p != '\0' && *q != '\0') {
		if (strchr("0123456789", *p) != NULL &&
		    strchr("0123456789", *q) != NULL) {
			n = digits_of(&p);
			m = digits_of(&q);
			if (n != m)
				return n < m ? -1 : 1;
			order = strncmp(p, q, n);
			if (order != 0)
				return order;
			p += n;
			q += n;
		} else if (*p != *q) {
			break;
		} else {
			p++;
			q++;
		}
	}
	order = (unsigned char)*p - (unsigned char)*q;
	return order != 0 ? order : strcmp(a, b);
}

static int
by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if ((x->row->group[0] == '\0') != (y->row->group[0] == '\0'))
		return x->row->group[0] == '\0' ? 1 : -1;
	if (x->band != y->band)
		return x->band < y->band ? -1 : 1;
	return by_name(x->row->group, y->row->group);
}

/* The rows of that breakdown in the headline's period, in order. */
static size_t
gather(struct report *r, const struct measure *m, const struct row *of,
    const char *by, struct place **out)
{
	const struct band_set *set = bands_find(&r->bands, by, strlen(by));
	const struct row *row;
	size_t i, n = 0;

	*out = tool_need(arena_alloc(&r->mem, (m->groups.n + 1) *
	    sizeof(**out)));
	for (i = 0; i < m->groups.n; i++) {
		row = &m->groups.v[i];
		if (row->start != of->start || row->end != of->end ||
		    strcmp(row->by, by) != 0)
			continue;
		(*out)[n].row = row;
		(*out)[n++].band = band_place(set, row->group);
	}
	if (n > 1)
		qsort(*out, n, sizeof(**out), by_place);
	return n;
}

/* Words for a group that labels.rec has, an agency's name, or as it is. */
static const char *
group_words(struct report *r, const char *by, const char *group)
{
	const char *s;

	if (group[0] == '\0')
		return say(r, "group-unknown", NULL);
	s = say_of(r, join(r, "group", "-", by), group);
	if (s == NULL && (strcmp(by, "agency") == 0 ||
	    strcmp(by, "source") == 0))
		s = say_of(r, "agency", group);
	return s != NULL ? s : group;
}

static const char *
by_words(struct report *r, const char *by)
{
	const char *s = say_of(r, "by", by);
	char *plain, *p;

	if (s != NULL)
		return s;
	plain = tool_need(arena_strdup(&r->mem, by));
	for (p = plain; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	return plain;
}

static void
fill_line(struct report *r, const struct indicator *ind,
    const struct row *row, struct group_line *line)
{
	line->group = group_words(r, row->by, row->group);
	/* Of one period all are as provisional as the figure above. */
	line->value = marked(r, value_words(r, ind, row), row->restated ?
	    restated_mark(r) : "");
	line->counts = counts_words(r, ind, row);
	line->interval = !row->available || isnan(row->low) ||
	    isnan(row->high) ? "" : range_words(r, ind, "range", row->low,
	    row->high);
	line->compared = row->compared[0] == '\0' ? "" : say(r, join(r,
	    "compared", "-", row->compared), NULL);
}

void
group_table(struct report *r, const struct line *line, size_t i,
    struct group_table *t)
{
	const struct measure *m = line->measure;
	const struct row *of = m->windows.n > 0 ?
	    &m->windows.v[m->windows.n - 1] : m->separate.n > 0 ?
	    &m->separate.v[m->separate.n - 1] : NULL;
	struct place *places = NULL;
	size_t j;

	memset(t, 0, sizeof(*t));
	t->by = by_words(r, line->show_by[i]);
	t->caption = say(r, "groups", "by", t->by, "period", of == NULL ? "" :
	    period_short(r, of->start, of->end), NULL);
	if (of != NULL)
		t->n = gather(r, m, of, line->show_by[i], &places);
	if (t->n == 0) {
		t->none = say(r, "groups-none", "by", line->show_by[i], NULL);
		return;
	}
	t->v = tool_need(arena_alloc(&r->mem, t->n * sizeof(*t->v)));
	for (j = 0; j < t->n; j++) {
		fill_line(r, m->ind, places[j].row, &t->v[j]);
		t->counts = t->counts || t->v[j].counts[0] != '\0';
		t->interval = t->interval || t->v[j].interval[0] != '\0';
		t->compared = t->compared || t->v[j].compared[0] != '\0';
	}
}
