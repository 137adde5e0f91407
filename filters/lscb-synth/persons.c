/* SPDX-License-Identifier: MIT */
/*
 * The truth about people: truth/persons.csv, everybody who ever lived on the
 * board, and truth/residence.csv, where and how long.
 */
#include <stdio.h>

#include "family.h"

static const char *const person_columns[] = { "person", "born", "died", "sex",
	"forename", "surname", "mother", "father", "twin", "was", "begins" };
static const char *const residence_columns[] = { "person", "household",
	"from", "to" };

int
persons_open(struct board *b, const char *dir, struct err *err)
{
	char path[4200];

	(void)snprintf(path, sizeof(path), "%s/truth/persons.csv", dir);
	if (wr_open(&b->persons, path, OUT_PUBLIC, err) == -1)
		return -1;
	wr_header(b->persons, person_columns, 11);
	(void)snprintf(path, sizeof(path), "%s/truth/residence.csv", dir);
	if (wr_open(&b->residence, path, OUT_PUBLIC, err) == -1)
		return -1;
	wr_header(b->residence, residence_columns, 4);
	return postcodes_open(b, dir, err);
}

static void
put_date(struct writer *wr, date d)
{
	char text[11];

	if (d == DATE_NONE) {
		wr_field(wr, "", 0);
		return;
	}
	date_format(d, text);
	wr_field(wr, text, 10);
}

static void
put_person(struct writer *wr, const struct street *s, int person)
{
	if (person == NOBODY)
		wr_field(wr, "", 0);
	else
		wr_uint(wr, s->person[person].number);
}

static void
person_row(struct writer *wr, const struct street *s, const struct person *p)
{
	wr_uint(wr, p->number);
	put_date(wr, p->born);
	put_date(wr, p->died);
	wr_str(wr, p->male ? "male" : "female");
	wr_str(wr, p->forename);
	wr_str(wr, p->surname);
	put_person(wr, s, p->mother);
	put_person(wr, s, p->father);
	put_person(wr, s, p->twin);
	if (p->was == 0)
		wr_field(wr, "", 0);
	else
		wr_uint(wr, p->was);
	put_date(wr, p->begins);
	wr_end(wr);
}

static void
residence_rows(struct writer *wr, const struct street *s,
    const struct person *p)
{
	date until;
	size_t i;

	for (i = 0; i < p->n_stays; i++) {
		if (p->stay[i].home == NO_HOME)
			continue;
		until = i + 1 < p->n_stays ? p->stay[i + 1].from : DATE_NONE;
		if (p->died != DATE_NONE &&
		    (until == DATE_NONE || p->died < until))
			until = p->died;
		wr_uint(wr, p->number);
		wr_uint(wr, s->home[p->stay[i].home].number);
		put_date(wr, p->stay[i].from);
		put_date(wr, until);
		wr_end(wr);
	}
}

void
persons_street(struct board *b)
{
	const struct street *s = b->street;
	int i;

	for (i = 0; i < s->n; i++) {
		person_row(b->persons, s, &s->person[i]);
		residence_rows(b->residence, s, &s->person[i]);
	}
	postcodes_street(b);
}

int
persons_close(struct board *b, struct err *err)
{
	struct writer *one = b->persons, *other = b->residence;

	b->persons = b->residence = NULL;
	if (wr_close(one, err) == -1) {
		wr_abort(other);
		return -1;
	}
	if (wr_close(other, err) == -1)
		return -1;
	return postcodes_close(b, err);
}

void
persons_abort(struct board *b)
{
	if (b->persons != NULL)
		wr_abort(b->persons);
	if (b->residence != NULL)
		wr_abort(b->residence);
	b->persons = b->residence = NULL;
	postcodes_abort(b);
}
