/* SPDX-License-Identifier: MIT */
/*
 * Days on which people said that a series begins anew, and why: a table with the
 * columns indicator,by,group,date,reason,who.  by * is every series of the
 * indicator, a by without a group all groups of it.  Refused: a row without a
 * date, a reason or a name, one that is there twice, an indicator nobody knows.
 * Holds its rows.
 */
#include <stdlib.h>
#include <string.h>

#include "limits.h"

static const char *const columns[] = {
	"indicator", "by", "group", "date", "reason", "who"
};
enum { INDICATOR, BY, GROUP, DATE, REASON, WHO, N_COLUMNS };

struct rebase {
	struct field text[GROUP + 1];
	date day;
	size_t line;
	bool met;		/* a row began on or after it */
};

struct rebases {
	char *path;
	struct rebase *v;
	size_t n, cap;
	struct arena mem;
};

static int
bad(struct err *err, const struct rec *rec, int column, const char *text)
{
	err_set(err, STATUS_CONFIG, "bad-rebase", "%s", text);
	return err_at(err, rec->file, rec->line, columns[column]);
}

static bool
same(const struct rebase *a, const struct rebase *b)
{
	for (int i = 0; i <= GROUP; i++)
		if (!field_is(a->text[i], b->text[i].p, b->text[i].n))
			return false;
	return a->day == b->day;
}

static int
add(struct rebases *r, const struct rec *rec, const int at[N_COLUMNS],
    struct err *err)
{
	struct rebase b = { .line = rec->line };
	struct field day = rec->f[at[DATE]];
	void *v;

	b.day = date_parse(day.p, day.n);
	if (b.day == DATE_NONE)
		return bad(err, rec, DATE, "want the first day that counts "
		    "anew as YYYY-MM-DD");
	if (field_is_blank(rec->f[at[REASON]]))
		return bad(err, rec, REASON, "limits begin anew for a reason "
		    "alone: say what changed");
	if (field_is_blank(rec->f[at[WHO]]))
		return bad(err, rec, WHO, "say who decided it");
	for (int i = 0; i <= GROUP; i++) {
		struct field f = rec->f[at[i]];

		b.text[i] = (struct field){ arena_strndup(&r->mem, f.p, f.n),
		    f.n };
		if (b.text[i].p == NULL)
			return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	for (size_t i = 0; i < r->n; i++)
		if (same(&r->v[i], &b))
			return bad(err, rec, DATE, "the same day of the same "
			    "series stands above already");
	if ((v = grow(r->v, r->n, &r->cap, sizeof(*r->v))) == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	r->v = v;
	r->v[r->n++] = b;
	return 0;
}

int
rebases_read(struct rebases **out, const char *path, struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	struct reader *rd;
	struct rebases *r;
	const struct rec *rec;
	int at[N_COLUMNS], rc = 0;

	if (rd_open(&rd, paths, 1, NULL, err) != 0)
		return -1;
	r = *out = tool_need(calloc(1, sizeof(*r)));
	r->path = tool_need(strdup(rd_name(rd)));
	for (int i = 0; i < N_COLUMNS && rc == 0; i++)
		if ((at[i] = rd_need(rd, columns[i], err)) < 0)
			rc = -1;
	while (rc == 0 && (rc = rd_next(rd, &rec, err)) == 1)
		rc = add(r, rec, at, err);
	rd_close(rd);
	return rc;
}

static bool
is_named(const struct held *h, struct field id)
{
	if (indicators_find(&h->set, id.p, id.n) != NULL)
		return true;
	for (size_t i = 0; i < h->n_series; i++)
		if (field_is(h->series[i].id, id.p, id.n))
			return true;
	return false;
}

int
rebases_check(const struct rebases *r, const struct held *h, struct err *err)
{
	const char **ids;
	const char *near;
	size_t i, k;

	for (i = 0; i < r->n; i++)
		if (!is_named(h, r->v[i].text[INDICATOR]))
			break;
	if (i == r->n || (h->n == 0 && h->set.n == 0))
		return 0;
	ids = tool_need(calloc(h->set.n + 1, sizeof(*ids)));
	for (k = 0; k < h->set.n; k++)
		ids[k] = h->set.v[k]->id;
	near = near_miss(r->v[i].text[INDICATOR].p, ids, k);
	err_set(err, STATUS_CONFIG, "bad-rebase", near == NULL ?
	    "neither the table nor the library has this indicator%s%s%s" :
	    "no such indicator; did you mean %s%s%s?", near == NULL ? "" : "'",
	    near == NULL ? "" : near, near == NULL ? "" : "'");
	free(ids);
	return err_at(err, r->path, r->v[i].line, columns[INDICATOR]);
}

static bool
concerns(const struct rebase *b, const struct series *s)
{
	if (!field_is(b->text[INDICATOR], s->id.p, s->id.n))
		return false;
	if (field_eq(b->text[BY], "*"))
		return true;
	if (!field_is(b->text[BY], s->by_text.p, s->by_text.n))
		return false;
	return (b->text[GROUP].n == 0 && b->text[BY].n > 0) ||
	    field_is(b->text[GROUP], s->group.p, s->group.n);
}

date
rebase_after(struct rebases *r, const struct series *s, date after)
{
	date first = DATE_NONE;

	if (r == NULL)
		return DATE_NONE;
	for (size_t i = 0; i < r->n; i++)
		if (concerns(&r->v[i], s) && r->v[i].day > after &&
		    (first == DATE_NONE || r->v[i].day < first))
			first = r->v[i].day;
	return first;
}

void
rebase_met(struct rebases *r, const struct series *s, date last)
{
	for (size_t i = 0; r != NULL && i < r->n; i++)
		if (r->v[i].day <= last && concerns(&r->v[i], s))
			r->v[i].met = true;
}

size_t
rebases_unmet(const struct rebases *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += !r->v[i].met;
	return n;
}

void
rebases_free(struct rebases *r)
{
	if (r == NULL)
		return;
	arena_free(&r->mem);
	free(r->v);
	free(r->path);
	free(r);
}
