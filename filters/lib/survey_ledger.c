/* SPDX-License-Identifier: MIT */
/* See survey_ledger.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "survey_ledger.h"
#include "survey_read.h"

enum { SERIAL, STAGE, SUBJECT, OPENED, ISSUED, UNTIL, LEAFLET, OUTCOME, ON,
	N_COLUMNS };
static const char *const columns[N_COLUMNS] = {
	"serial", "stage", "subject", "opened", "issued", "until", "leaflet",
	"outcome", "on"
};

const char *const outcome_names[N_OUTCOMES] = {
	"invited", "answered", "refused", "withdrawn", "distress", "no-reply"
};

enum { LETTERS = 11, GROUP_LEN = 4 };
static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

/* Every second one from the right is doubled, and the digits of that summed. */
char
serial_check(const char *p)
{
	unsigned sum = 0, v;
	int i;

	for (i = 0; i < LETTERS; i++) {
		v = (unsigned)(strchr(alphabet, p[i]) - alphabet);
		if ((LETTERS - i) % 2 == 1)
			v = 2 * v / 32 + 2 * v % 32;
		sum += v;
	}
	return alphabet[(32 - sum % 32) % 32];
}

bool
serial_ok(struct field f)
{
	char letters[LETTERS + 1];
	size_t i, n = 0;

	if (f.n != SERIAL_LEN)
		return false;
	for (i = 0; i < f.n; i++) {
		if (i % (GROUP_LEN + 1) == GROUP_LEN) {
			if (f.p[i] != '-')
				return false;
			continue;
		}
		if (!base32_ok(f.p[i]))
			return false;
		letters[n++] = f.p[i];
	}
	return letters[LETTERS] == serial_check(letters);
}

int
ledger_init(struct ledger *l, struct err *err)
{
	memset(l, 0, sizeof(*l));
	l->serials = table_new();
	l->forms = table_new();
	if (l->serials != NULL && l->forms != NULL)
		return 0;
	ledger_free(l);
	return survey_no_memory(err);
}

void
ledger_free(struct ledger *l)
{
	free(l->v);
	table_free(l->serials);
	table_free(l->forms);
	memset(l, 0, sizeof(*l));
}

enum { FORM_KEY = PSEUDONYM_LEN + 1 + sizeof(date) };

static void
form_key(char key[FORM_KEY], const char *subject, size_t stage, date opened)
{
	memcpy(key, subject, PSEUDONYM_LEN);
	key[PSEUDONYM_LEN] = (char)stage;
	memcpy(key + PSEUDONYM_LEN + 1, &opened, sizeof(opened));
}

struct ledger_entry *
ledger_serial(const struct ledger *l, struct field serial)
{
	size_t i = table_find(l->serials, serial.p, serial.n);

	return i == SIZE_MAX ? NULL : &l->v[i];
}

struct ledger_entry *
ledger_form(const struct ledger *l, const char *subject, size_t stage,
    date opened)
{
	char key[FORM_KEY];
	size_t i;

	form_key(key, subject, stage, opened);
	i = table_find(l->forms, key, sizeof(key));
	return i == SIZE_MAX ? NULL : &l->v[i];
}

int
ledger_add(struct ledger *l, const struct ledger_entry *e)
{
	struct ledger_entry *v = grow(l->v, l->n, &l->cap, sizeof(*v));
	char key[FORM_KEY];

	if (v == NULL)
		return -1;
	l->v = v;
	form_key(key, e->subject, e->stage, e->opened);
	if (table_add(l->serials, e->serial, SERIAL_LEN, NULL) == SIZE_MAX ||
	    table_add(l->forms, key, sizeof(key), NULL) == SIZE_MAX)
		return -1;
	l->v[l->n++] = *e;
	return 0;
}

static int
bad_row(struct err *err, const struct rec *rec, int column, const char *code,
    const char *text)
{
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, rec->file, rec->line, columns[column]);
}

/* The days of an entry, and whether they can be. */
static int
read_days(const struct rec *rec, const int *at, struct ledger_entry *e,
    struct err *err)
{
	date *days[N_COLUMNS] = { [OPENED] = &e->opened,
	    [ISSUED] = &e->issued, [UNTIL] = &e->until,
	    [LEAFLET] = &e->leaflet, [ON] = &e->on };
	int i;

	for (i = 0; i < N_COLUMNS; i++) {
		struct field f = rec->f[at[i]];

		if (days[i] == NULL)
			continue;
		*days[i] = date_parse(f.p, f.n);
		if (*days[i] == DATE_NONE && (f.n > 0 || (i != LEAFLET &&
		    i != ON)))
			return bad_row(err, rec, i, "bad-date",
			    "not a date, want YYYY-MM-DD");
	}
	if (e->issued < e->opened || e->until < e->issued)
		return bad_row(err, rec, ISSUED, "bad-order",
		    "want a day from opened to until");
	if ((e->on == DATE_NONE) != (e->outcome == OUTCOME_INVITED))
		return bad_row(err, rec, ON, "bad-order", "want the day of the "
		    "outcome, and none while it is invited");
	if (e->on != DATE_NONE && e->on < e->issued)
		return bad_row(err, rec, ON, "bad-order",
		    "is before the serial was issued");
	return 0;
}

static int
read_entry(struct ledger *l, const struct survey *s, const struct rec *rec,
    const int *at, struct err *err)
{
	struct field serial = rec->f[at[SERIAL]], subject = rec->f[at[SUBJECT]];
	struct field outcome = rec->f[at[OUTCOME]];
	struct ledger_entry e = { .stage = survey_stage(s, rec->f[at[STAGE]]) };
	int i;

	if (!serial_ok(serial))
		return bad_row(err, rec, SERIAL, "bad-serial",
		    "is no serial of ours");
	if (!pseudonym_ok(subject.p, subject.n))
		return bad_row(err, rec, SUBJECT, "bad-subject",
		    "is no pseudonym");
	if (e.stage == NO_STAGE)
		return bad_row(err, rec, STAGE, "bad-stage",
		    "is no stage of this survey");
	for (i = 0; i < N_OUTCOMES && !field_eq(outcome, outcome_names[i]);
	    i++)
		;
	if (i == N_OUTCOMES)
		return bad_row(err, rec, OUTCOME, "bad-code", "want invited, "
		    "answered, refused, withdrawn, distress or no-reply");
	e.outcome = (enum outcome)i;
	memcpy(e.serial, serial.p, SERIAL_LEN);
	memcpy(e.subject, subject.p, PSEUDONYM_LEN);
	if (read_days(rec, at, &e, err) == -1)
		return -1;
	if (ledger_serial(l, serial) != NULL)
		return bad_row(err, rec, SERIAL, "serial-twice",
		    "this serial was issued above already");
	if (ledger_form(l, e.subject, e.stage, e.opened) != NULL)
		return bad_row(err, rec, SUBJECT, "form-twice",
		    "this form of this child has a serial above already");
	return ledger_add(l, &e) == 0 ? 0 : survey_no_memory(err);
}

int
ledger_read(struct ledger *l, const struct survey *s, const char *path,
    struct err *err)
{
	char *paths[1] = { (char *)(uintptr_t)path };
	const struct rec *rec;
	struct reader *rd;
	int at[N_COLUMNS], i, r = 0;

	if (ledger_init(l, err) == -1)
		return -1;
	if (rd_open(&rd, paths, 1, NULL, err) == -1) {
		ledger_free(l);
		return -1;
	}
	for (i = 0; i < N_COLUMNS && r == 0; i++)
		if ((at[i] = rd_need(rd, columns[i], err)) == -1)
			r = -1;
	while (r == 0 && (r = rd_next(rd, &rec, err)) == 1)
		r = read_entry(l, s, rec, at, err);
	rd_close(rd);
	if (r == -1)
		ledger_free(l);
	return r;
}

static void
write_day(struct writer *wr, date d)
{
	char text[11] = "";

	if (d != DATE_NONE)
		date_format(d, text);
	wr_str(wr, text);
}

void
ledger_write(const struct ledger *l, const struct survey *s,
    struct writer *wr)
{
	size_t i;

	wr_header(wr, columns, N_COLUMNS);
	for (i = 0; i < l->n; i++) {
		const struct ledger_entry *e = &l->v[i];

		wr_field(wr, e->serial, SERIAL_LEN);
		wr_str(wr, s->stages[e->stage].name);
		wr_field(wr, e->subject, PSEUDONYM_LEN);
		write_day(wr, e->opened);
		write_day(wr, e->issued);
		write_day(wr, e->until);
		write_day(wr, e->leaflet);
		wr_str(wr, outcome_names[e->outcome]);
		write_day(wr, e->on);
		wr_end(wr);
	}
}
