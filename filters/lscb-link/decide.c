/* SPDX-License-Identifier: MIT */
/*
 * Decisions of people: CSV, decision,record,other, and columns of their own.
 *
 *	same,R1,R2	they are one child, whatever the evidence
 *	apart,R1,R2	they are not
 *	alone,R,	who it is about is bound to others by its local id only: a
 *			new life (adoption, protection) is not linked to the old
 *	erase,R,	who it is about gets no number
 *	erase,C,	a child number is forgotten, and all it was known by
 *
 * A decision about a record that is not there tonight waits.
 */
#include <stdlib.h>
#include <string.h>

#include "link.h"

struct reading {
	struct decisions *d;
	struct people *people;
	const char *tag;	/* of the link key */
	const struct rec *rec;
	int decision, record, other;
	struct err *err;
};

static int
bad(struct reading *r, const char *column, const char *text)
{
	err_set(r->err, STATUS_CONFIG, "bad-decision", "%s", text);
	return err_at(r->err, r->rec->file, r->rec->line, column);
}

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

/* A pseudonym of that kind and of this epoch; else *text says what is wrong. */
static bool
is_pseudonym(const struct reading *r, struct field f, char kind,
    const char **text)
{
	if (!pseudonym_ok(f.p, f.n) || f.p[0] != kind) {
		*text = kind == 'r' ? "want the number of a record" :
		    "want the number of a record or a child";
		return false;
	}
	*text = "was made under another key than this link key: decide anew "
	    "about the records of this epoch";
	return memcmp(f.p + 1, r->tag, TAG_LEN) == 0;
}

static int
add_pair(struct pair **pairs, size_t *n, size_t *cap, uint32_t a, uint32_t b)
{
	struct pair *p = grow(*pairs, *n, cap, sizeof(*p));

	if (p == NULL)
		return -1;
	*pairs = p;
	p[(*n)++] = (struct pair){ a < b ? a : b, a < b ? b : a };
	return 0;
}

static int
read_pair(struct reading *r, bool same)
{
	struct decisions *d = r->d;
	struct field one = r->rec->f[r->record], two = r->rec->f[r->other];
	const char *text;
	uint32_t a, b;
	int added;

	if (!is_pseudonym(r, one, 'r', &text))
		return bad(r, "record", text);
	if (!is_pseudonym(r, two, 'r', &text))
		return bad(r, "other", text);
	a = find_record(r->people, one.p);
	b = find_record(r->people, two.p);
	if (a == NONE || b == NONE) {
		d->absent++;
		return 0;
	}
	if (a == b && !same)
		return bad(r, "other", "nothing tells these two records "
		    "apart: have the agency correct one of them");
	added = same ? add_pair(&d->same, &d->n_same, &d->cap_same, a, b) :
	    add_pair(&d->apart, &d->n_apart, &d->cap_apart, a, b);
	return added == -1 ? no_memory(r->err) : 0;
}

static int
read_one(struct reading *r, bool erase)
{
	struct field f = r->rec->f[r->record];
	struct identity *x;
	const char *text;
	uint32_t a;

	if (r->rec->f[r->other].n > 0)
		return bad(r, "other", "goes with the decisions same and "
		    "apart: leave it empty");
	if (erase && f.n > 0 && f.p[0] == 'c') {
		if (!is_pseudonym(r, f, 'c', &text))
			return bad(r, "record", text);
		if (table_add(r->d->numbers, f.p, f.n, NULL) == SIZE_MAX)
			return no_memory(r->err);
		return 0;
	}
	if (!is_pseudonym(r, f, 'r', &text))
		return bad(r, "record", text);
	a = find_record(r->people, f.p);
	if (a == NONE) {
		r->d->absent++;
		return 0;
	}
	x = &r->people->identities[a];
	if (erase)
		x->erased = true;
	else if (x->t[TOK_ID] == 0 && x->n > 1)
		return bad(r, "record", "nothing tells this record from others "
		    "that say the same: have the agency give it a local id");
	else
		x->alone = r->d->any_alone = true;
	return 0;
}

static int
read_row(struct reading *r)
{
	struct field f = r->rec->f[r->decision];

	if (field_eq(f, "same"))
		return read_pair(r, true);
	if (field_eq(f, "apart"))
		return read_pair(r, false);
	if (field_eq(f, "alone"))
		return read_one(r, false);
	if (field_eq(f, "erase"))
		return read_one(r, true);
	return bad(r, "decision", "want same, apart, alone or erase");
}

/* Who is alone, is so under every identity with that local id. */
static int
spread_alone(struct people *people)
{
	struct table *ids = table_new();
	struct identity *x = people->identities;
	size_t i;
	int r = ids == NULL ? -1 : 0;

	for (i = 0; r == 0 && i < people->n; i++)
		if (x[i].alone && x[i].t[TOK_ID] != 0 && table_add(ids,
		    (const char *)&x[i].t[TOK_ID], sizeof(uint64_t),
		    NULL) == SIZE_MAX)
			r = -1;
	for (i = 0; r == 0 && i < people->n; i++)
		x[i].alone |= table_find(ids, (const char *)&x[i].t[TOK_ID],
		    sizeof(uint64_t)) != SIZE_MAX;
	table_free(ids);
	return r;
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

bool
decided_apart(const struct decisions *d, uint32_t a, uint32_t b)
{
	struct pair p = { a < b ? a : b, a < b ? b : a };

	return d->n_apart > 0 && bsearch(&p, d->apart, d->n_apart, sizeof(p),
	    compare_pairs) != NULL;
}

static int
read_all(struct reading *r, struct reader *rd)
{
	int got;

	r->decision = rd_need(rd, "decision", r->err);
	r->record = r->decision == -1 ? -1 : rd_need(rd, "record", r->err);
	r->other = r->record == -1 ? -1 : rd_need(rd, "other", r->err);
	if (r->other == -1)
		return -1;
	while ((got = rd_next(rd, &r->rec, r->err)) == 1)
		if (read_row(r) == -1)
			return -1;
	return got;
}

/* Two that are one by decision, by way of others too, cannot be two by decision. */
static int
check_pairs(const struct decisions *d, struct people *people,
    const char *path, struct err *err)
{
	struct identity *x = people->identities;
	uint32_t a, b;
	bool clash = false;
	size_t i;

	for (i = 0; i < d->n_same; i++) {
		a = cluster_root(people, d->same[i].a);
		b = cluster_root(people, d->same[i].b);
		x[a < b ? b : a].parent = a < b ? a : b;
	}
	for (i = 0; i < d->n_apart; i++)
		clash |= cluster_root(people, d->apart[i].a) ==
		    cluster_root(people, d->apart[i].b);
	for (i = 0; i < people->n; i++)
		x[i].parent = (uint32_t)i;
	if (!clash)
		return 0;
	err_set(err, STATUS_CONFIG, "bad-decision", "two records are decided to "
	    "be apart, and the same by other lines: take one of them out");
	return err_at(err, path, 0, NULL);
}

int
decisions_read(struct decisions *d, const char *path,
    struct people *people, const struct key *key, struct err *err)
{
	struct reading r = { .d = d, .people = people, .tag = key_tag(key),
	    .err = err };
	char *files[] = { (char *)(uintptr_t)path };
	struct reader *rd;
	int got;

	memset(d, 0, sizeof(*d));
	d->numbers = table_new();
	if (d->numbers == NULL)
		return no_memory(err);
	if (path == NULL)
		return 0;
	if (rd_open(&rd, files, 1, NULL, err) == -1)
		return -1;
	got = read_all(&r, rd);
	rd_close(rd);
	if (got == -1)
		return -1;
	if (d->n_apart > 1)
		qsort(d->apart, d->n_apart, sizeof(*d->apart), compare_pairs);
	if (check_pairs(d, people, path, err) == -1)
		return -1;
	return d->any_alone && spread_alone(people) == -1 ?
	    no_memory(err) : 0;
}

void
decisions_free(struct decisions *d)
{
	free(d->same);
	free(d->apart);
	table_free(d->numbers);
}
