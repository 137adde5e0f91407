/* SPDX-License-Identifier: MIT */
/*
 * Findings as CSV: what was published, what is ours, the difference in the
 * places it was written with, the reason and the numbers that prove it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reconcile.h"

static const char *const header[] = {
	"indicator", "start", "end", "by", "group", "published", "ours",
	"difference", "reason", "explains", "rounding",
	"published_numerator", "published_denominator", "our_numerator",
	"our_denominator", "our_status", "basis", "basis_indicator",
	"basis_start", "basis_end", "basis_numerator", "basis_denominator",
	"basis_value", "also", "tried", "not_tested", "as_of", "source", "note"
};

void
output_header(struct writer *wr)
{
	wr_header(wr, header, sizeof(header) / sizeof(*header));
}

const char *
digits_text(int64_t digits, int places, char out[32])
{
	struct decimal d = { digits, places, true };

	decimal_format(d, out, 32);
	return out;
}

const char *
amount_text(struct decimal d, char out[32])
{
	out[0] = '\0';
	if (d.given)
		decimal_format(d, out, 32);
	return out;
}

const char *
day_text(date d, char out[11])
{
	out[0] = '\0';
	if (d != DATE_NONE)
		date_format(d, out);
	return out;
}

static void
put_amount(struct writer *wr, struct decimal d)
{
	char text[32];

	wr_str(wr, amount_text(d, text));
}

static void
put_day(struct writer *wr, date d)
{
	char text[11];

	wr_str(wr, day_text(d, text));
}

static void
put_value(struct writer *wr, bool known, int64_t digits, int places)
{
	char text[32];

	wr_str(wr, known ? digits_text(digits, places, text) : "");
}

/* Published, ours and the difference. */
static void
put_values(struct writer *wr, const struct finding *f,
    const struct indicator *ind)
{
	int places = f->figure != NULL ? figure_places(f->figure) :
	    ind->unit == UNIT_COUNT ? f->ours.num.scale : ind->places;
	int64_t published = 0, ours = 0;
	bool has_published = f->figure != NULL &&
	    figure_value(f->figure, &published);
	bool has_ours = counted_value(ind, &f->ours, places, &ours);

	put_value(wr, has_published, published, places);
	put_value(wr, has_ours, ours, places);
	put_value(wr, has_published && has_ours, ours - published, places);
}

static void
put_basis(struct writer *wr, const struct finding *f)
{
	const struct reckoning *r = &f->by;
	int places;
	int64_t v = 0;
	bool known;

	if (f->explains == EXPLAINS_NOTHING) {
		for (int i = 0; i < 7; i++)
			wr_str(wr, "");
		return;
	}
	places = figure_places(f->figure);
	wr_str(wr, r->reason == WHY_RESTATED ? "published" : r->basis);
	wr_str(wr, r->id);
	put_day(wr, r->start);
	put_day(wr, r->end);
	put_amount(wr, r->c.num);
	put_amount(wr, r->c.den);
	known = counted_value(r->ind, &r->c, places, &v);
	put_value(wr, known, v, places);
}

/* Names joined by +. */
static void
put_reasons(struct writer *wr, const bool which[N_REASONS])
{
	struct buf b = { 0 };

	for (int i = 0; i < N_REASONS; i++)
		if (which[i] && (buf_puts(&b, b.n > 0 ? "+" : "") != 0 ||
		    buf_puts(&b, reason_name((enum reason)i)) != 0))
			tool_need(NULL);
	wr_field(wr, b.p, b.n);
	buf_free(&b);
}

void
output_finding(struct writer *wr, const struct work *w,
    const struct finding *f)
{
	static const char *const explains[] = { "no", "partly", "exactly" };
	const struct figure *p = f->figure;
	const struct row *r = f->row;
	const struct counted none = { .num = { 0 } };
	const struct indicator *ind = p != NULL ? p->ind :
	    indicator_of(w, r->indicator, r->c.den.given);

	wr_str(wr, p != NULL ? p->id : r->indicator);
	put_day(wr, f->start);
	put_day(wr, f->end);
	wr_str(wr, p != NULL ? p->by : r->by);
	wr_str(wr, p != NULL ? p->group : r->group);
	put_values(wr, f, ind);
	wr_str(wr, reason_name(f->reason));
	wr_str(wr, f->reason == WHY_SAME ? "" : explains[f->explains]);
	wr_str(wr, rounding_name(f->by.rounding));
	put_amount(wr, p != NULL ? p->c.num : none.num);
	put_amount(wr, p != NULL ? p->c.den : none.den);
	put_amount(wr, f->ours.num);
	put_amount(wr, f->ours.den);
	wr_str(wr, r != NULL ? r->status : "");
	put_basis(wr, f);
	put_reasons(wr, f->also);
	wr_uint(wr, f->tried);
	put_reasons(wr, f->untested);
	put_day(wr, p != NULL ? p->as_of : DATE_NONE);
	wr_str(wr, p != NULL ? p->source : "");
	wr_str(wr, p != NULL ? p->note : "");
	wr_end(wr);
}
