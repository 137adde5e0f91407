/* SPDX-License-Identifier: MIT */
/* See provision.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "areas_layout.h"
#include "extract.h"
#include "provision.h"

enum { LETTERS = 26, CHILD = 'c' - 'a', HOUSEHOLD = 'h' - 'a' };

/* The cells of an event and a letter: whether it is given, then its columns. */
static bool *
cells(const struct provision *p, size_t event, int letter)
{
	return p->given + (event * LETTERS + (size_t)letter) *
	    (p->history->n + 1);
}

static int
find_areas(struct provision *p, const char *library, struct err *err)
{
	struct layout *l;
	size_t i, at;

	if (layout_read(&l, library, err) == -1)
		return -1;
	for (i = 0; i < l->n_levels; i++) {
		at = history_column(p->history, l->levels[i].name,
		    strlen(l->levels[i].name));
		if (at != SIZE_MAX)
			p->area[at] = true;
	}
	layout_free(l);
	return 0;
}

int
provision_init(struct provision *p, const char *library,
    const struct vocabulary *vocab, const struct history *history,
    struct err *err)
{
	p->vocab = vocab;
	p->history = history;
	p->area = calloc(history->n + 1, sizeof(*p->area));
	p->given = calloc((vocab->n_events + 1) * LETTERS * (history->n + 1),
	    sizeof(*p->given));
	if (p->area != NULL && p->given != NULL)
		return find_areas(p, library, err);
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

void
provision_free(struct provision *p)
{
	free(p->area);
	free(p->given);
}

static void
carry(const struct provision *p, bool *columns, const char *name)
{
	size_t at = history_column(p->history, name, strlen(name));

	if (at != SIZE_MAX)
		columns[at] = true;
}

/* The columns that lscb-deidentify fills in a row of this event. */
static void
carry_event(const struct provision *p, const struct extract *x,
    const struct event *e, bool *columns)
{
	bool child = e->subject == SUBJECT_CHILD;
	bool uprn = extract_role(x, ROLE_UPRN) != COLUMN_NONE;
	size_t i;

	for (i = 0; i < x->n_columns; i++)
		if (x->columns[i].role == ROLE_KEEP &&
		    (e->carry == NULL || e->carry[i]))
			carry(p, columns, x->columns[i].as);
	if (child && extract_role(x, ROLE_DOB) != COLUMN_NONE)
		carry(p, columns, "birth_month");
	if (child && extract_role(x, ROLE_SEX) != COLUMN_NONE)
		carry(p, columns, "sex");
	if (x->authority_is_sender)
		carry(p, columns, "authority");
	if (extract_role(x, ROLE_POSTCODE) == COLUMN_NONE ||
	    e->subject == SUBJECT_ENTITY || (!child && uprn))
		return;
	for (i = 0; i < p->history->n; i++)
		columns[i] = columns[i] || p->area[i];
}

/* And those that lscb-join fills in every row, as far as they say anything. */
static void
give(const struct provision *p, const struct extract *x,
    const struct event *e, int letter)
{
	static const char *const joined[] = { "child", "household", "via" };
	int at = vocabulary_event(p->vocab, e->name, strlen(e->name));
	bool *here;
	size_t i;

	if (at < 0 || letter < 0 || letter >= LETTERS)
		return;
	here = cells(p, (size_t)at, letter);
	here[0] = true;
	carry_event(p, x, e, here + 1);
	for (i = 0; i < 3; i++)
		carry(p, here + 1, joined[i]);
}

/* A household's event is its children's as well. */
int
provision_add(struct provision *p, const char *library, const char *name,
    struct err *err)
{
	const struct event *e;
	struct extract *x;
	size_t i;

	if (extract_read(&x, library, name, err) == -1)
		return -1;
	for (i = 0; i < x->n_events; i++) {
		e = &x->events[i];
		if (e->subject == SUBJECT_ENTITY)
			give(p, x, e, x->columns[e->entity].kind - 'a');
		else
			give(p, x, e, CHILD);
		if (e->subject == SUBJECT_HOUSEHOLD)
			give(p, x, e, HOUSEHOLD);
	}
	extract_free(x);
	return 0;
}

/* Cell at of that event, of one letter or of any. */
static bool
cell(const struct provision *p, size_t event, char letter, size_t at)
{
	int i;

	if (letter != 0)
		return cells(p, event, letter - 'a')[at];
	for (i = 0; i < LETTERS; i++)
		if (cells(p, event, i)[at])
			return true;
	return false;
}

bool
provision_gives(const struct provision *p, size_t event, char letter)
{
	return cell(p, event, letter, 0);
}

bool
provision_carries(const struct provision *p, size_t event, char letter,
    size_t column)
{
	return cell(p, event, letter, column + 1);
}
