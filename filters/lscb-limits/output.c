/* SPDX-License-Identifier: MIT */
/* Rows as lines: the record as it came, then what was found. */
#include <stdio.h>
#include <string.h>

#include "limits.h"
#include "stats.h"

static const char *const always[] = {
	"value", "low", "high", "centre", "limit_low", "limit_high", "signal",
	"verdict", "change", "chart"
};
static const char *const of_funnel[] = { "warn_low", "warn_high", "compared" };
static const char *const of_release[] = { "release" };
static const char *const of_published[] = {
	"restated", "was_numerator", "was_denominator", "was_value"
};

struct group {
	const char *const *names;
	size_t n;
	bool wanted;
};
enum { N_GROUPS = 4 };
#define GROUP(a, wanted) { a, sizeof(a) / sizeof(*(a)), wanted }

static const char *const charts_text[] = {
	"", "xmr", "p", "u", "funnel", "short"
};
static const char *const compared_text[] = {
	"", "very-low", "low", "not-different", "high", "very-high"
};
/* In the order of their bits. */
static const char *const signals_text[] = {
	"above", "below", "run-high", "run-low", "trend-up", "trend-down",
	"near-high", "near-low", "short", "provisional"
};
enum { N_SIGNALS = sizeof(signals_text) / sizeof(*signals_text) };

/* Are groups held against something? */
static bool
is_funnel(void)
{
	return opts.funnel || opts.comparator != NULL;
}

void
output_header(const struct held *h, struct writer *wr)
{
	const struct group groups[N_GROUPS] = {
		GROUP(always, true), GROUP(of_funnel, is_funnel()),
		GROUP(of_release, opts.as_of != DATE_NONE),
		GROUP(of_published, opts.published != NULL)
	};
	const struct rec *rec = rd_header(h->rd);

	for (size_t i = 0; i < rec->n; i++)
		wr_field(wr, rec->f[i].p, rec->f[i].n);
	for (int g = 0; g < N_GROUPS; g++)
		for (size_t i = 0; groups[g].wanted && i < groups[g].n; i++) {
			const char *name = groups[g].names[i];

			if (rd_col(h->rd, name) >= 0)
				tool_refuse(STATUS_DATA, rd_name(h->rd), 1,
				    name, "column-twice", "there is a column "
				    "of this name already; has the table been "
				    "through lscb-limits?");
			wr_str(wr, name);
		}
	wr_end(wr);
}

void
put_number(struct buf *b, double v)
{
	char text[40];
	int n;

	if (isnan(v))
		return;
	n = snprintf(text, sizeof(text), "%.17g", v);
	need(buf_add(b, text, (size_t)n));
}

static void
put_cell(struct buf *b, double v)
{
	need(buf_addc(b, ','));
	put_number(b, v);
}

static void
put_word(struct buf *b, const char *s)
{
	need(buf_addc(b, ','));
	need(buf_puts(b, s));
}

static void
put_signals(struct buf *b, unsigned signals)
{
	bool first = true;

	need(buf_addc(b, ','));
	for (int i = 0; i < N_SIGNALS; i++)
		if ((signals & (1U << i)) != 0) {
			if (!first)
				need(buf_addc(b, ';'));
			need(buf_puts(b, signals_text[i]));
			first = false;
		}
}

/* Final so many days after its end, by the definition or else the option. */
static const char *
release_of(const struct row *row)
{
	int days = row->ind->final_after;

	if (days < 0 && opts.final_after != NO_DAYS)
		days = (int)opts.final_after;
	if (days < 0 || row->end == DATE_NONE || row->kind == KIND_COMPARATOR)
		return "";
	return row->end + days <= opts.as_of ? "final" : "provisional";
}

static void
put_published(const struct held *h, const struct row *row, struct buf *b)
{
	bool restated = is_restated(h->published, row);

	put_word(b, restated ? "restated" : "");
	need(buf_addc(b, ','));
	if (restated) {
		put_was(h->published, row, b);
		stats_add(h->stats, STATS_QUERIED, "restated", 1);
	} else
		need(buf_puts(b, ",,"));
}

static void
put_found(const struct held *h, const struct row *row, struct buf *b)
{
	bool count = row->count && row->available && row->numerator.scale == 0;

	need(buf_addc(b, ','));
	if (count)
		need(buf_printf(b, "%lld", (long long)row->numerator.digits));
	else
		put_number(b, row->value);
	put_cell(b, row->low);
	put_cell(b, row->high);
	put_cell(b, row->centre);
	put_cell(b, row->limit_low);
	put_cell(b, row->limit_high);
	put_signals(b, row->signals);
	put_word(b, row_verdict(row));
	put_word(b, row_change(row));
	put_word(b, charts_text[row->chart]);
	if (is_funnel()) {
		put_cell(b, row->warn_low);
		put_cell(b, row->warn_high);
		put_word(b, compared_text[row->compared]);
	}
	if (opts.as_of != DATE_NONE)
		put_word(b, release_of(row));
	if (opts.published != NULL)
		put_published(h, row, b);
}

void
output_row(struct held *h, struct writer *wr, const char *text,
    const struct row *row)
{
	struct buf *b = &h->line;
	size_t rest = row->status_at + row->status_n;

	/* A figure there is none of is na, the rest as it came. */
	b->n = 0;
	if (h->status >= 0 && !row->available) {
		need(buf_add(b, text, row->status_at));
		need(buf_puts(b, "na"));
		need(buf_add(b, text + rest, row->text_n - rest));
	} else
		need(buf_add(b, text, row->text_n));
	put_found(h, row, b);
	wr_line(wr, b->p, b->n);
	stats_add(h->stats, STATS_USED, NULL, 1);
}

/* A field of the row a forecast goes on from: those that tell series apart. */
static bool
is_key(const struct held *h, int column)
{
	if (column == h->indicator || column == h->by || column == h->group)
		return true;
	for (size_t i = 0; i < opts.series.n; i++)
		if (column == h->extra[i])
			return true;
	return false;
}

/* The end of the field that begins at s. */
static size_t
field_end(const char *s, size_t at, size_t n)
{
	bool quoted = false;

	for (; at < n && (quoted || s[at] != ','); at++)
		quoted ^= s[at] == '"';
	return at;
}

static void
put_forecast(const struct held *h, const struct row *row, struct buf *b)
{
	const char *text = h->text.p + row->text;
	char day[11];
	size_t at, end = 0;

	for (int i = 0; i == 0 || end < row->text_n; i++) {
		at = i == 0 ? 0 : end + 1;
		end = field_end(text, at, row->text_n);
		if (i > 0)
			need(buf_addc(b, ','));
		if (i == h->start || i == h->end) {
			date_format(i == h->start ? row->start : row->end,
			    day);
			need(buf_puts(b, day));
		} else if (i == h->status)
			need(buf_puts(b, "forecast"));
		else if (is_key(h, i))
			need(buf_add(b, text + at, end - at));
	}
}

void
output_forecasts(struct held *h, struct writer *wr)
{
	struct buf *b = &h->line;
	size_t cells = 7U + (is_funnel() ? 3U : 0U) +
	    (opts.as_of != DATE_NONE ? 1U : 0U) +
	    (opts.published != NULL ? 4U : 0U);

	for (size_t i = 0; i < h->n_forecasts; i++) {
		const struct row *row = &h->forecasts[i];

		b->n = 0;
		put_forecast(h, row, b);
		put_cell(b, row->value);
		put_cell(b, row->low);
		put_cell(b, row->high);
		for (size_t k = 0; k < cells; k++)
			need(buf_addc(b, ','));
		wr_line(wr, b->p, b->n);
	}
}
