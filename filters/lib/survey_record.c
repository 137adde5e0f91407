/* SPDX-License-Identifier: MIT */
/* See survey_ledger.h: what became of serials. */
#include <stdint.h>

#include "survey_ledger.h"

static int
bad_row(struct err *err, const struct rec *rec, const char *column,
    const char *code, const char *text)
{
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, rec->file, rec->line, column);
}

/*
 * Refusing and withdrawing are a child's right at any time, also after an answer: the
 * answer then is no longer to be used.  Nothing comes after either but withdrawing.
 */
static bool
may_follow(enum outcome old, enum outcome new)
{
	if (old == OUTCOME_INVITED || old == OUTCOME_NO_REPLY)
		return true;
	if (old == OUTCOME_ANSWERED)
		return new == OUTCOME_WITHDRAWN || new == OUTCOME_DISTRESS;
	return new == OUTCOME_WITHDRAWN;
}

static int
set_outcome(struct ledger_entry *e, const struct rec *rec, enum outcome new,
    date on, struct err *err)
{
	if (e->outcome == new && (e->on == on || new == OUTCOME_ANSWERED)) {
		e->on = on;
		return 0;
	}
	if (e->outcome == new || !may_follow(e->outcome, new))
		return bad_row(err, rec, "what", "other-outcome", "contradicts "
		    "what the ledger says of this serial");
	e->outcome = new;
	e->on = on;
	return 0;
}

static int
set_leaflet(struct ledger_entry *e, const struct rec *rec, date on,
    struct err *err)
{
	if (e->leaflet != DATE_NONE && e->leaflet != on)
		return bad_row(err, rec, "date", "other-outcome",
		    "the ledger has another day for the leaflet");
	e->leaflet = on;
	return 0;
}

static int
record_row(struct ledger *l, const struct rec *rec, const int *at,
    date as_of, struct err *err)
{
	struct field what = rec->f[at[1]], day = rec->f[at[2]];
	struct ledger_entry *e;
	date on = date_parse(day.p, day.n);
	int i;

	if (!serial_ok(rec->f[at[0]]))
		return bad_row(err, rec, "serial", "bad-serial", "is no serial: "
		    "want three groups of four, as printed");
	e = ledger_serial(l, rec->f[at[0]]);
	if (e == NULL)
		return bad_row(err, rec, "serial", "serial-not-issued",
		    "was never issued");
	if (on == DATE_NONE)
		return bad_row(err, rec, "date", "bad-date",
		    "not a date, want YYYY-MM-DD");
	if (on < e->issued || on > as_of)
		return bad_row(err, rec, "date", "bad-order", on < e->issued ?
		    "is before the serial was issued" : "is after --date");
	if (field_eq(what, "leaflet"))
		return set_leaflet(e, rec, on, err);
	for (i = OUTCOME_ANSWERED; i < OUTCOME_NO_REPLY; i++)
		if (field_eq(what, outcome_names[i]))
			return set_outcome(e, rec, (enum outcome)i, on, err);
	return bad_row(err, rec, "what", "bad-code", "want leaflet, answered, "
	    "refused, withdrawn or distress");
}

int
ledger_record(struct ledger *l, const char *path, date as_of, struct err *err)
{
	static const char *const names[] = { "serial", "what", "date" };
	char *paths[1] = { (char *)(uintptr_t)path };
	const struct rec *rec;
	struct reader *rd;
	int at[3], i, r = 0;

	if (rd_open(&rd, paths, 1, NULL, err) == -1)
		return -1;
	for (i = 0; i < 3 && r == 0; i++)
		if ((at[i] = rd_need(rd, names[i], err)) == -1)
			r = -1;
	while (r == 0 && (r = rd_next(rd, &rec, err)) == 1)
		r = record_row(l, rec, at, as_of, err);
	rd_close(rd);
	return r;
}
