/* SPDX-License-Identifier: MIT */
/*
 * The keys of an Extract record that say what one delivery holds: everything,
 * what has changed, or the records of a period.  See extract.h.
 */
#include <string.h>

#include "extract.h"
#include "extract_load.h"

/* "COLUMN = CODE" */
static int
load_deleted(const struct load *l, const struct def_record *r)
{
	const char *text = def_get(r, "deleted"), *eq;
	struct extract *x = l->x;

	if (text == NULL)
		return 0;
	if (x->delivery == DELIVERY_ALL)
		return def_err(l->err, x->defs, r, "deleted", "only with "
		    "delivery: changes or period; in a delivery of all, what "
		    "is gone is left out");
	if ((eq = strchr(text, '=')) == NULL)
		return def_err(l->err, x->defs, r, "deleted",
		    "want 'COLUMN = CODE'");
	x->deleted_code = load_trim(l, eq + 1, strlen(eq + 1));
	if (x->deleted_code == NULL)
		return load_nomem(l);
	x->deleted = load_column_in(l, text, (size_t)(eq - text),
	    def_line(r, "deleted"), "deleted");
	if (x->deleted == COLUMN_NONE)
		return -1;
	return load_need_code(l, r, "deleted", x->deleted, x->deleted_code);
}

static int
load_period(const struct load *l, const struct def_record *r)
{
	const char *name = def_get(r, "period");
	struct extract *x = l->x;

	if ((name != NULL) != (x->delivery == DELIVERY_PERIOD))
		return def_err(l->err, x->defs, r, name == NULL ? "delivery" :
		    "period", name == NULL ? "a period needs the date that it "
		    "is cut by: say 'period: COLUMN'" :
		    "only with delivery: period");
	if (name == NULL)
		return 0;
	x->period = load_column(l, name, def_line(r, "period"), "period");
	return x->period == COLUMN_NONE ? -1 :
	    load_need_date(l, r, "period", x->period);
}

int
load_delivery(const struct load *l, const struct def_record *r)
{
	static const char *const deliveries[] = {"all", "changes", "period"};
	struct extract *x = l->x;
	int delivery = load_word(l, r, "delivery", deliveries, 3,
	    DELIVERY_ALL);

	x->deleted = x->period = COLUMN_NONE;
	if (delivery == -1)
		return -1;
	x->delivery = (enum delivers)delivery;
	if (x->delivery == DELIVERY_CHANGES && x->n_key == 0)
		return def_err(l->err, x->defs, r, "delivery", "changes are "
		    "told by the record that they change: say which columns "
		    "no two records share with 'key: COLUMN, COLUMN'");
	if (load_deleted(l, r) == -1)
		return -1;
	return load_period(l, r);
}
