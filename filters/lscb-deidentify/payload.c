/* SPDX-License-Identifier: MIT */
/* The events of a row: see payload.h. */
#include <stdlib.h>
#include <string.h>

#include "payload.h"
#include "plan.h"

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
make_macs(struct payload *p, const struct key *key, struct err *err)
{
	if (row_name_new(&p->name, p->x, p->sender, key, err) == -1 ||
	    mac_new(&p->entity_mac, key, "entity", err) == -1 ||
	    mac_new(&p->child_mac, key, "local-child", err) == -1)
		return -1;
	if (recent_new(&p->children, RECENT_SUBJECTS, PSEUDONYM_LEN) == -1)
		return no_memory(err);
	if (p->id != COLUMN_NONE)
		p->child_parts[0] = text_part(p->x->columns[p->id].issuer);
	p->child_parts[1] = text_part(p->sender);
	return 0;
}

int
payload_new(struct payload **out, const struct extract *x,
    const struct history *h, const char *sender, bool alone,
    struct areas *areas, const struct key *key, struct err *err)
{
	struct payload *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (p == NULL)
		return no_memory(err);
	p->x = x;
	p->h = h;
	p->sender = sender;
	p->alone = alone;
	p->areas = areas;
	p->from = calloc(h->n + 1, sizeof(*p->from));
	p->needed = calloc(x->n_columns, sizeof(*p->needed));
	p->lines = calloc(x->n_events + 1, sizeof(*p->lines));
	if (p->from == NULL || p->needed == NULL || p->lines == NULL)
		no_memory(err);
	else if (plan_columns(p, err) == 0 && plan_lines(p, err) == 0 &&
	    make_macs(p, key, err) == 0) {
		*out = p;
		return 0;
	}
	payload_free(p);
	return -1;
}

void
payload_free(struct payload *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; p->lines != NULL && i < p->x->n_events; i++) {
		recent_free(p->lines[i].things);
		free(p->lines[i].pieces);
		free(p->lines[i].columns);
	}
	row_name_free(p->name);
	mac_free(p->entity_mac);
	mac_free(p->child_mac);
	recent_free(p->children);
	free(p->lines);
	free(p->from);
	free(p->needed);
	buf_free(&p->texts);
	buf_free(&p->quoted);
	free(p);
}

const bool *
payload_needs(const struct payload *p)
{
	return p->needed;
}

void
payload_header(const struct payload *p, struct writer *wr)
{
	static const char *const first[] = {
		"record", "subject", "date", "end", "event", "source"
	};
	size_t i;

	for (i = p->alone; i < 6; i++)
		wr_str(wr, first[i]);
	for (i = 0; i < p->h->n; i++)
		if (p->from[i] != FROM_NOTHING)
			wr_str(wr, p->h->names[i]);
	wr_end(wr);
}

/* The pseudonym of something the agency numbers, remembered for a while. */
static void
name_local(struct mac *mac, struct recent *recent, char kind,
    const struct part parts[3], char out[PSEUDONYM_LEN])
{
	bool known;
	char *text = recent_find(recent, parts + 2, 1, &known);

	if (!known)
		pseudonym(mac, kind, parts, 3, text);
	memcpy(out, text, PSEUDONYM_LEN);
}

/* Of a child without a local id nothing is known but this record. */
static void
name_child(struct payload *p, const struct value *values, size_t number)
{
	struct part id = { values[p->id].p, values[p->id].n };

	while (id.n > 0 && (*id.p == ' ' || *id.p == '\t')) {
		id.p++;
		id.n--;
	}
	while (id.n > 0 && (id.p[id.n - 1] == ' ' || id.p[id.n - 1] == '\t'))
		id.n--;
	p->nameless = id.n == 0;
	if (p->nameless) {
		row_name(p->name, values, number, p->record);
		memcpy(p->child, p->record, PSEUDONYM_LEN);
		return;
	}
	p->child_parts[2] = id;
	name_local(p->child_mac, p->children, 'c', p->child_parts, p->child);
}

/* Did this event happen to this row? */
static bool
happened(const struct event *e, const struct value *values)
{
	size_t i;

	if (values[e->date].n == 0)
		return false;
	if (e->where == COLUMN_NONE)
		return true;
	for (i = 0; i < e->n_values; i++)
		if (value_has_code(&values[e->where], e->values[i]))
			return true;
	return false;
}

bool
payload_check(const struct payload *p, const struct value *values,
    struct err *why)
{
	const struct event *e;
	size_t i;

	for (i = 0; p->things && i < p->x->n_events; i++) {
		e = &p->x->events[i];
		if (e->subject != SUBJECT_ENTITY ||
		    values[e->entity].n > 0 || !happened(e, values))
			continue;
		err_set(why, STATUS_DATA, "missing-value",
		    "the event is about this: a value is needed");
		err_at(why, NULL, 0, p->x->columns[e->entity].name);
		return false;
	}
	return true;
}

/*
 * By sixteen bytes at once: as many behind the n are read (FIELD_SLACK) and
 * written (make_room).
 */
static inline char *
put(char *t, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i += FIELD_SLACK)
		memcpy(t + i, s + i, FIELD_SLACK);
	return t + n;
}

static char *
put_entity(struct payload *p, const struct line *l, size_t column,
    const struct value *v, char *t)
{
	const struct column *c = &p->x->columns[column];
	struct part parts[3] = { l->parts[0], l->parts[1], { v->p, v->n } };

	name_local(p->entity_mac, l->things, c->kind, parts, t);
	return t + PSEUDONYM_LEN;
}

static char *
put_birth(const struct payload *p, const struct value *values, char *t)
{
	static const char unborn[6 + FIELD_SLACK] = "unborn";
	const struct value *dob = &values[p->dob];
	int when = p->x->columns[p->dob].unborn_when;

	if (dob->n >= 7)
		return put(t, dob->p, 7);
	if (when != COLUMN_NONE && values[when].n > 0)
		return put(t, unborn, 6);
	return t;
}

/* Of an address that could not be found there is nothing. */
static char *
put_area(const struct payload *p, size_t level, char *t)
{
	return p->area == NULL ? t :
	    put(t, p->area->text[level], p->area->n[level]);
}

/* A value that may need quotes. */
static char *
put_value(struct payload *p, const struct value *v, char *t)
{
	p->quoted.n = 0;
	if (csv_append(&p->quoted, v->p, v->n) == -1)
		return NULL;
	if (p->quoted.n > 0)
		memcpy(t, p->quoted.p, p->quoted.n);
	return t + p->quoted.n;
}

/* Room for the line, each value in quotes at worst. */
static char *
make_room(const struct line *l, const struct value *values,
    struct writer *wr)
{
	size_t i, n = l->fixed + 1 + FIELD_SLACK;

	for (i = 0; i < l->n_columns; i++)
		n += 2 * values[l->columns[i]].n + 2;
	return wr_room(wr, n);
}

static int
write_line(struct payload *p, const struct line *l,
    const struct value *values, struct writer *wr)
{
	const struct piece *piece = l->pieces, *end = piece + l->n;
	char *start = make_room(l, values, wr), *t = start;

	/* A write that failed sticks in the writer. */
	for (; t != NULL && piece < end; piece++) {
		const struct value *v = &values[piece->column];

		switch (piece->kind) {
		case PIECE_NOTHING:
			break;
		case PIECE_RECORD:
			t = put(t, p->record, PSEUDONYM_LEN);
			break;
		case PIECE_CHILD:
			t = put(t, p->child, PSEUDONYM_LEN);
			break;
		case PIECE_ENTITY:
			t = put_entity(p, l, piece->column, v, t);
			break;
		case PIECE_PLAIN:
			t = put(t, v->p, v->n);
			break;
		case PIECE_VALUE:
			t = put_value(p, v, t);
			if (t == NULL)
				return -1;
			break;
		case PIECE_BIRTH:
			t = put_birth(p, values, t);
			break;
		case PIECE_AREA:
			t = put_area(p, piece->level, t);
			break;
		}
		t = put(t, p->texts.p + piece->at, piece->n);
	}
	if (t != NULL) {
		*t++ = '\n';
		wr_took(wr, (size_t)(t - start));
	}
	return 0;
}

/*
 * Where the address of the row lies.  One that is protected lies nowhere, and
 * so does one of which nobody said, where it is asked, that it is not.
 */
static void
locate(struct payload *p, const struct value *values)
{
	const struct value *v;
	struct field hidden;

	p->area = NULL;
	if (p->protected != COLUMN_NONE) {
		v = &values[p->protected];
		hidden = (struct field){ v->p, v->n };
		if (!field_eq(hidden, "no")) {
			areas_skip(p->areas, hidden.n == 0 ?
			    PROTECTION_UNSAID : PROTECTED);
			return;
		}
	}
	v = &values[p->postcode];
	p->area = areas_find(p->areas, v->p, v->n);
}

/* Hashed only when a line asks for it: who was it? */
static void
name_row(struct payload *p, const struct value *values, size_t number)
{
	if (!p->alone)
		row_name(p->name, values, number, p->record);
	else if (p->id != COLUMN_NONE)
		name_child(p, values, number);
}

int
payload_write(struct payload *p, const struct value *values, size_t number,
    struct writer *wr)
{
	size_t i;
	int n = 0;

	p->nameless = false;
	if (p->x->n_events == 0)
		name_row(p, values, number);
	for (i = 0; i < p->x->n_events; i++) {
		if (!happened(p->lines[i].event, values))
			continue;
		if (n++ == 0) {
			name_row(p, values, number);
			if (p->areas != NULL)
				locate(p, values);
		}
		if (write_line(p, &p->lines[i], values, wr) == -1)
			return -1;
	}
	return n;
}

const char *
payload_record(const struct payload *p)
{
	return p->record;
}

bool
payload_nameless(const struct payload *p)
{
	return p->nameless;
}
