/* SPDX-License-Identifier: MIT */
/* See plan.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan.h"

static int
config_fail(const struct payload *p, const struct column *c,
    struct err *err, const char *text)
{
	err_set(err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(err, p->x->file, c == NULL ? 0 : c->line,
	    c == NULL ? NULL : c->name);
}

/* One column of the history, from one place. */
static int
carry(struct payload *p, const char *name, int from, const struct column *c,
    struct err *err)
{
	static const char *const ours[] = { "child", "household", "via" };
	size_t i, at = history_column(p->h, name, strlen(name));
	const char *near;
	char text[256];

	for (i = 0; c != NULL && i < 3; i++)
		if (strcmp(name, ours[i]) == 0)
			return config_fail(p, c, err, "lscb-join fills child, "
			    "household and via: carry it as something else");
	if (at == SIZE_MAX) {
		near = near_miss(name, p->h->names, p->h->n);
		(void)snprintf(text, sizeof(text), "the event history has no "
		    "column '%s'%s%s%s: say as: COLUMN, or add it to "
		    "history.rec of the library", name, near == NULL ? "" :
		    "; did you mean '", near == NULL ? "" : near,
		    near == NULL ? "" : "'?");
		return config_fail(p, c, err, text);
	}
	if (p->from[at] != FROM_NOTHING) {
		(void)snprintf(text, sizeof(text), "two columns would be "
		    "carried as '%s'", name);
		return config_fail(p, c, err, text);
	}
	p->from[at] = from;
	return 0;
}

/* The areas that an address lies in, in whatever order the levels are. */
static int
carry_areas(struct payload *p, struct err *err)
{
	size_t i;

	p->postcode = extract_role(p->x, ROLE_POSTCODE);
	p->protected = extract_role(p->x, ROLE_PROTECTED);
	if (p->areas == NULL || p->postcode == COLUMN_NONE) {
		p->areas = NULL;
		return 0;
	}
	for (i = 0; i < areas_n_levels(p->areas); i++)
		if (carry(p, areas_level(p->areas, i), FROM_AREA - (int)i,
		    NULL, err) == -1)
			return -1;
	return 0;
}

int
plan_columns(struct payload *p, struct err *err)
{
	const struct extract *x = p->x;
	const struct column *c;
	const struct event *e;
	size_t i;

	for (i = 0; i < p->h->n; i++)
		p->from[i] = FROM_NOTHING;
	p->dob = extract_role(x, ROLE_DOB);
	p->sex = extract_role(x, ROLE_SEX);
	p->id = extract_role(x, ROLE_ID);
	for (i = 0; i < x->n_columns; i++) {
		c = &x->columns[i];
		p->needed[i] = c->role != ROLE_FREE_TEXT &&
		    c->role != ROLE_DROP;
		if (c->role == ROLE_KEEP &&
		    carry(p, c->as, (int)i, c, err) == -1)
			return -1;
	}
	if (p->dob != COLUMN_NONE) {
		if (carry(p, "birth_month", FROM_DOB, NULL, err) == -1)
			return -1;
		if (x->columns[p->dob].unborn_when != COLUMN_NONE)
			p->needed[x->columns[p->dob].unborn_when] = true;
	}
	if (p->sex != COLUMN_NONE &&
	    carry(p, "sex", p->sex, NULL, err) == -1)
		return -1;
	if (x->authority_is_sender &&
	    carry(p, "authority", FROM_SENDER, NULL, err) == -1)
		return -1;
	if (carry_areas(p, err) == -1)
		return -1;
	row_name_needs(x, p->needed);
	for (i = 0; i < x->n_events; i++) {
		e = &x->events[i];
		p->needed[e->date] = true;
		if (e->end != COLUMN_NONE)
			p->needed[e->end] = true;
		if (e->where != COLUMN_NONE)
			p->needed[e->where] = true;
	}
	return 0;
}

/* Appends to the line: a piece of that kind. */
static int
add_piece(struct line *l, enum piece_kind kind, size_t column)
{
	struct piece *v = grow(l->pieces, l->n, &l->cap, sizeof(*v));

	if (v == NULL)
		return -1;
	l->pieces = v;
	l->pieces[l->n++] = (struct piece){ .kind = kind, .column = column };
	if (kind == PIECE_RECORD || kind == PIECE_CHILD ||
	    kind == PIECE_ENTITY || kind == PIECE_BIRTH || kind == PIECE_AREA)
		l->fixed += PSEUDONYM_LEN;	/* at most */
	return 0;
}

/* Appends constant text, encoded if it is a field and no comma. */
static int
add_text(struct payload *p, struct line *l, const char *s)
{
	struct piece *last;
	size_t at = p->texts.n;

	if (l->n == 0 && add_piece(l, PIECE_NOTHING, 0) == -1)
		return -1;
	last = &l->pieces[l->n - 1];
	if (last->n == 0)
		last->at = at;
	if ((strcmp(s, ",") == 0 ? buf_add(&p->texts, s, 1) :
	    csv_append(&p->texts, s, strlen(s))) == -1)
		return -1;
	last->n += p->texts.n - at;
	l->fixed += p->texts.n - at;
	return 0;
}

/* Dates and numbers are digits, points and signs; codes are checked. */
static bool
is_plain(const struct column *c)
{
	size_t i;

	if (c->type == TYPE_DATE || c->type == TYPE_INTEGER ||
	    c->type == TYPE_DECIMAL)
		return true;
	if (c->type != TYPE_CODE && c->type != TYPE_YES_NO)
		return false;
	for (i = 0; i < c->codes.n_words; i++)
		if (strpbrk(c->codes.words[i], ",\"\r\n") != NULL)
			return false;
	return true;
}

static int
add_value(struct payload *p, struct line *l, int column)
{
	size_t *v;

	if (column == COLUMN_NONE)
		return 0;
	v = grow(l->columns, l->n_columns, &l->cap_columns, sizeof(*v));
	if (v == NULL)
		return -1;
	l->columns = v;
	l->columns[l->n_columns++] = (size_t)column;
	return add_piece(l, is_plain(&p->x->columns[column]) ? PIECE_PLAIN :
	    PIECE_VALUE, (size_t)column);
}

/*
 * The address is the child's or the household's, never a meeting's.  Where a
 * UPRN says which household it is, rows of one may have two postcodes, or none:
 * then its events would no longer be one, so they carry no area.
 */
static int
add_area(struct payload *p, struct line *l, size_t level)
{
	if (l->event->subject == SUBJECT_ENTITY ||
	    (l->event->subject == SUBJECT_HOUSEHOLD &&
	    extract_role(p->x, ROLE_UPRN) != COLUMN_NONE))
		return 0;
	if (add_piece(l, PIECE_AREA, 0) == -1)
		return -1;
	l->pieces[l->n - 1].level = level;
	return 0;
}

/* A month of birth or a sex is a child's, never a household's or a thing's. */
static int
add_carried(struct payload *p, struct line *l, int from)
{
	const struct event *e = l->event;
	bool child = e->subject == SUBJECT_CHILD;

	if (from == FROM_SENDER)
		return add_text(p, l, p->sender);
	if (from <= FROM_AREA)
		return add_area(p, l, (size_t)(FROM_AREA - from));
	if (from == FROM_DOB)
		return child ? add_piece(l, PIECE_BIRTH, (size_t)p->dob) : 0;
	if ((from == p->sex && !child) ||
	    (e->carry != NULL && from != p->sex && !e->carry[from]))
		return 0;
	return add_value(p, l, from);
}

static int
add_subject(struct payload *p, struct line *l)
{
	const struct event *e = l->event;

	if (e->subject == SUBJECT_CHILD)
		return p->alone ? add_piece(l, PIECE_CHILD, 0) :
		    add_text(p, l, "child");
	if (e->subject == SUBJECT_HOUSEHOLD)
		return add_text(p, l, "household");
	p->things = true;
	l->parts[0] = text_part(p->x->columns[e->entity].issuer);
	l->parts[1] = text_part(p->sender);
	if (recent_new(&l->things, RECENT_SUBJECTS, PSEUDONYM_LEN) == -1)
		return -1;
	return add_piece(l, PIECE_ENTITY, (size_t)e->entity);
}

static int
plan_line(struct payload *p, struct line *l)
{
	size_t k;

	if (!p->alone && (add_piece(l, PIECE_RECORD, 0) == -1 ||
	    add_text(p, l, ",") == -1))
		return -1;
	if (add_subject(p, l) == -1 || add_text(p, l, ",") == -1 ||
	    add_value(p, l, l->event->date) == -1 ||
	    add_text(p, l, ",") == -1 ||
	    add_value(p, l, l->event->end) == -1 ||
	    add_text(p, l, ",") == -1 ||
	    add_text(p, l, l->event->name) == -1 ||
	    add_text(p, l, ",") == -1 || add_text(p, l, p->x->agency) == -1)
		return -1;
	for (k = 0; k < p->h->n; k++)
		if (p->from[k] != FROM_NOTHING &&
		    (add_text(p, l, ",") == -1 ||
		    add_carried(p, l, p->from[k]) == -1))
			return -1;
	return 0;
}

int
plan_lines(struct payload *p, struct err *err)
{
	size_t i;

	for (i = 0; i < p->x->n_events; i++) {
		p->lines[i].event = &p->x->events[i];
		if (plan_line(p, &p->lines[i]) == -1)
			break;
	}
	if (i < p->x->n_events || buf_reserve(&p->texts, FIELD_SLACK) == -1)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	return 0;
}
