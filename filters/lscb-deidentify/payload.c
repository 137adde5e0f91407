/* SPDX-License-Identifier: MIT */
/* The events of a row: see payload.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "payload.h"

/* Where a column of the history comes from, besides a column of role keep. */
enum { FROM_NOTHING = -1, FROM_DOB = -2, FROM_SENDER = -3 };

struct payload {
	const struct extract *x;
	const struct history *h;
	const char *sender;
	int *from;		/* by column of the history */
	bool *needed;		/* by column of the extract */
	int dob, sex;		/* columns, or COLUMN_NONE */
	struct mac *record, *entity;
	struct part *parts;	/* of a record */
};

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

static int
plan(struct payload *p, struct err *err)
{
	const struct extract *x = p->x;
	const struct column *c;
	const struct event *e;
	size_t i;

	for (i = 0; i < p->h->n; i++)
		p->from[i] = FROM_NOTHING;
	p->dob = extract_role(x, ROLE_DOB);
	p->sex = extract_role(x, ROLE_SEX);
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
	for (i = 0; i < x->n_key; i++)
		p->needed[x->key[i]] = true;
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

int
payload_new(struct payload **out, const struct extract *x,
    const struct history *h, const char *sender, const struct key *key,
    struct err *err)
{
	struct payload *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (p == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	p->x = x;
	p->h = h;
	p->sender = sender;
	p->from = calloc(h->n + 1, sizeof(*p->from));
	p->needed = calloc(x->n_columns, sizeof(*p->needed));
	p->parts = calloc(x->n_key + 4, sizeof(*p->parts));
	if (p->from == NULL || p->needed == NULL || p->parts == NULL)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else if (plan(p, err) == 0 &&
	    mac_new(&p->record, key, "record", err) == 0 &&
	    mac_new(&p->entity, key, "entity", err) == 0) {
		*out = p;
		return 0;
	}
	payload_free(p);
	return -1;
}

void
payload_free(struct payload *p)
{
	if (p == NULL)
		return;
	mac_free(p->record);
	mac_free(p->entity);
	free(p->from);
	free(p->needed);
	free(p->parts);
	free(p);
}

bool
payload_needs(const struct payload *p, size_t column)
{
	return p->needed[column];
}

void
payload_header(const struct payload *p, struct writer *wr)
{
	static const char *const first[] = {
		"record", "subject", "date", "end", "event", "source"
	};
	size_t i;

	for (i = 0; i < 6; i++)
		wr_str(wr, first[i]);
	for (i = 0; i < p->h->n; i++)
		if (p->from[i] != FROM_NOTHING)
			wr_str(wr, p->h->names[i]);
	wr_end(wr);
}

static struct part
text_part(const char *s)
{
	struct part part = { s, strlen(s) };

	return part;
}

void
payload_record(struct payload *p, const struct value *values, size_t number,
    char record[PSEUDONYM_LEN])
{
	char row[24];
	size_t i, n = 0;

	p->parts[n++] = text_part(p->x->id);
	p->parts[n++] = text_part(p->sender);
	p->parts[n++] = text_part(p->x->n_key > 0 ? "key" : "row");
	for (i = 0; i < p->x->n_key; i++)
		p->parts[n++] = (struct part){ values[p->x->key[i]].p,
		    values[p->x->key[i]].n };
	if (p->x->n_key == 0) {
		(void)snprintf(row, sizeof(row), "%zu", number);
		p->parts[n++] = text_part(row);
	}
	pseudonym(p->record, 'r', p->parts, n, record);
}

/* Did this event happen to this row? */
static bool
happened(const struct event *e, const struct value *values)
{
	const struct value *v;
	size_t i;

	if (values[e->date].n == 0)
		return false;
	if (e->where == COLUMN_NONE)
		return true;
	v = &values[e->where];
	for (i = 0; i < e->n_values; i++)
		if (strlen(e->values[i]) == v->n &&
		    memcmp(e->values[i], v->p, v->n) == 0)
			return true;
	return false;
}

bool
payload_check(const struct payload *p, const struct value *values,
    struct err *why)
{
	const struct event *e;
	size_t i;

	for (i = 0; i < p->x->n_events; i++) {
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

static void
write_subject(struct payload *p, const struct event *e,
    const struct value *values, struct writer *wr)
{
	const struct column *c;
	struct part parts[3];
	char text[PSEUDONYM_LEN];

	if (e->subject != SUBJECT_ENTITY) {
		wr_str(wr, e->subject == SUBJECT_CHILD ? "child" :
		    "household");
		return;
	}
	c = &p->x->columns[e->entity];
	parts[0] = text_part(c->issuer);
	parts[1] = text_part(p->sender);
	parts[2] = (struct part){ values[e->entity].p, values[e->entity].n };
	pseudonym(p->entity, c->kind, parts, 3, text);
	wr_field(wr, text, sizeof(text));
}

static void
write_birth_month(const struct payload *p, const struct value *values,
    struct writer *wr)
{
	const struct value *dob = &values[p->dob];
	int when = p->x->columns[p->dob].unborn_when;

	if (dob->n >= 7)
		wr_field(wr, dob->p, 7);
	else if (when != COLUMN_NONE && values[when].n > 0)
		wr_str(wr, "unborn");
	else
		wr_str(wr, "");
}

/* A month of birth or a sex is a child's, never a household's or a thing's. */
static void
write_carried(const struct payload *p, const struct event *e, int from,
    const struct value *values, struct writer *wr)
{
	bool child = e->subject == SUBJECT_CHILD;

	if (from == FROM_SENDER)
		wr_str(wr, p->sender);
	else if (from == FROM_DOB && child)
		write_birth_month(p, values, wr);
	else if (from < 0 || (from == p->sex && !child) ||
	    (e->carry != NULL && from != p->sex && !e->carry[from]))
		wr_str(wr, "");
	else
		wr_field(wr, values[from].p, values[from].n);
}

size_t
payload_write(struct payload *p, const char record[PSEUDONYM_LEN],
    const struct value *values, struct writer *wr)
{
	const struct event *e;
	size_t i, k, n = 0;

	for (i = 0; i < p->x->n_events; i++) {
		e = &p->x->events[i];
		if (!happened(e, values))
			continue;
		wr_field(wr, record, PSEUDONYM_LEN);
		write_subject(p, e, values, wr);
		wr_field(wr, values[e->date].p, values[e->date].n);
		if (e->end == COLUMN_NONE)
			wr_str(wr, "");
		else
			wr_field(wr, values[e->end].p, values[e->end].n);
		wr_str(wr, e->name);
		wr_str(wr, p->x->agency);
		for (k = 0; k < p->h->n; k++)
			if (p->from[k] != FROM_NOTHING)
				write_carried(p, e, p->from[k], values, wr);
		wr_end(wr);
		n++;
	}
	return n;
}
