/* SPDX-License-Identifier: MIT */
/*
 * Findings as a text for officers, plain or Markdown, in English or Welsh; every
 * word is of labels.rec.  What is said is held until all of it is known, so
 * that the summary comes first and a missing label stops it unwritten.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labels.h"
#include "reconcile.h"

struct page {
	const struct work *w;
	struct labels *labels;
	bool welsh, markdown, all;
	struct buf body;
	size_t n[3];		/* by enum explains: those that differ */
	size_t same, absent;
};

/* Says one label into the body; one that is not there is told at the end. */
#define SAY(p, ...) do {						\
	if (labels_say((p)->labels, (p)->welsh, &(p)->body,		\
	    __VA_ARGS__, (char *)NULL) != 0)				\
		tool_need(NULL);					\
} while (0)

static void
add(struct page *p, const char *s)
{
	if (buf_puts(&p->body, s) != 0)
		tool_need(NULL);
}

/* Text of the data: in Markdown nothing in it is a mark. */
static void
add_data(struct page *p, const char *s)
{
	for (; *s != '\0'; s++)
		if ((p->markdown && strchr("\\`*_<>[]|#&!", *s) != NULL &&
		    buf_addc(&p->body, '\\') != 0) ||
		    buf_addc(&p->body, *s) != 0)
			tool_need(NULL);
}

struct page *
page_open(const char *library, bool welsh, bool markdown, bool all,
    const struct work *w)
{
	struct page *p = tool_need(calloc(1, sizeof(*p)));
	struct err err;

	if (labels_open(&p->labels, library, &err) != 0)
		tool_die(&err);
	p->w = w;
	p->welsh = welsh;
	p->markdown = markdown;
	p->all = all;
	return p;
}

/* "14.4", or the words for what is not there. */
static const char *
value_text(bool known, int64_t digits, int places, char out[32])
{
	return known ? digits_text(digits, places, out) : "-";
}

/* " (94 of 120)", where there are two numbers. */
static void
say_counts(struct page *p, const struct counted *c)
{
	char num[32], den[32];

	if (!c->num.given || !c->den.given)
		return;
	add(p, " ");
	SAY(p, "reconcile-counts", "numerator", amount_text(c->num, num),
	    "denominator", amount_text(c->den, den));
}

static const char *
title_of(const struct page *p, const struct indicator *ind, const char *id)
{
	if (ind->title == NULL)
		return id;
	return p->welsh && ind->title_cy != NULL ? ind->title_cy : ind->title;
}

static void
say_head(struct page *p, const struct finding *f, const struct indicator *ind,
    const char *id, const char *group)
{
	char start[11], end[11];

	add(p, p->markdown ? "\n## " : "\n");
	add(p, title_of(p, ind, id));
	if (group[0] != '\0') {
		add(p, ", ");
		add_data(p, group);
	}
	add(p, p->markdown ? "\n\n" : "\n");
	add(p, p->markdown ? "- " : "  ");
	if (f->start == DATE_NONE || f->start == f->end)
		SAY(p, "reconcile-day", "end", day_text(f->end, end));
	else
		SAY(p, "reconcile-period", "start", day_text(f->start, start),
		    "end", day_text(f->end, end));
	add(p, "\n");
}

static void
begin(struct page *p)
{
	add(p, p->markdown ? "- " : "  ");
}

static void
say_values(struct page *p, const struct finding *f)
{
	int places = figure_places(f->figure);
	char published[32], ours[32];
	int64_t a = 0, b = 0;
	bool has_a = figure_value(f->figure, &a);
	bool has_b = counted_value(f->figure->ind, &f->ours, places, &b);

	begin(p);
	SAY(p, "reconcile-published", "value", value_text(has_a, a, places,
	    published));
	say_counts(p, &f->figure->c);
	add(p, "; ");
	SAY(p, "reconcile-ours", "value", value_text(has_b, b, places, ours));
	say_counts(p, &f->ours);
	add(p, "\n");
}

static void
say_why(struct page *p, const struct finding *f)
{
	static const char *const how_far[] = {
		"reconcile-no", "reconcile-partly", "reconcile-exactly"
	};
	const struct reckoning *r = &f->by;
	char value[32], start[11], end[11], label[64], as_of[11];
	int places = figure_places(f->figure);
	int64_t v = 0;
	bool found = f->explains != EXPLAINS_NOTHING;
	bool known = found && counted_value(r->ind, &r->c, places, &v);

	begin(p);
	SAY(p, how_far[f->explains]);
	add(p, " ");
	(void)snprintf(label, sizeof(label), "reconcile-why-%s",
	    reason_name(f->reason));
	SAY(p, label,
	    "value", value_text(known, v, places, value),
	    "start", day_text(found ? r->start : DATE_NONE, start),
	    "end", day_text(found ? r->end : DATE_NONE, end),
	    "basis", found && r->basis != NULL ? r->basis : "",
	    "date", day_text(found ? r->as_of : DATE_NONE, as_of),
	    "measure", found ? title_of(p, r->ind, r->id) : "");
	if (found && f->reason != WHY_RESTATED &&
	    !reason_of_writing(f->reason))
		say_counts(p, &r->c);
	if (found && !reason_of_writing(f->reason) &&
	    r->rounding != ROUND_HALF_UP) {
		(void)snprintf(label, sizeof(label), "reconcile-rounded-%s",
		    rounding_name(r->rounding));
		add(p, " ");
		SAY(p, label);
	}
	add(p, "\n");
}

/* Reasons by their codes: what an officer looks up in the page. */
static void
say_codes(struct page *p, const char *label, const bool which[N_REASONS])
{
	struct buf b = { 0 };

	for (int i = 0; i < N_REASONS; i++)
		if (which[i] && (buf_puts(&b, b.n > 0 ? ", " : "") != 0 ||
		    buf_puts(&b, reason_name((enum reason)i)) != 0))
			tool_need(NULL);
	if (b.n > 0) {
		begin(p);
		SAY(p, label, "codes", tool_need((void *)(uintptr_t)
		    buf_str(&b)));
		add(p, "\n");
	}
	buf_free(&b);
}

static void
say_tried(struct page *p, const struct finding *f)
{
	char n[32];

	begin(p);
	SAY(p, "reconcile-tried", "n", digits_text((int64_t)f->tried, 0, n));
	add(p, "\n");
}

static void
say_not_published(struct page *p, const struct finding *f)
{
	const struct row *r = f->row;
	const struct indicator *ind = indicator_of(p->w, r->indicator,
	    r->c.den.given);
	int places = ind->unit == UNIT_COUNT ? r->c.num.scale : ind->places;
	char value[32];
	int64_t v = 0;
	bool known = counted_value(ind, &f->ours, places, &v);

	p->absent++;
	say_head(p, f, ind, r->indicator, r->group);
	begin(p);
	SAY(p, "reconcile-ours", "value", value_text(known, v, places,
	    value));
	say_counts(p, &f->ours);
	add(p, "\n");
	begin(p);
	SAY(p, "reconcile-why-not-published");
	add(p, "\n");
}

void
page_finding(struct page *p, const struct finding *f)
{
	if (f->figure == NULL) {
		say_not_published(p, f);
		return;
	}
	if (f->reason == WHY_SAME)
		p->same++;
	else
		p->n[f->explains]++;
	if (f->reason == WHY_SAME && !p->all)
		return;
	say_head(p, f, f->figure->ind, f->figure->id, f->figure->group);
	say_values(p, f);
	if (f->reason == WHY_SAME)
		return;
	say_why(p, f);
	say_codes(p, "reconcile-also", f->also);
	say_tried(p, f);
	say_codes(p, "reconcile-not-tested", f->untested);
}

/* Every line of the buffer as a line of the output. */
static void
write_lines(struct writer *wr, const struct buf *b)
{
	size_t at = 0;

	while (at < b->n) {
		const char *line = b->p + at;
		const char *end = memchr(line, '\n', b->n - at);
		size_t n = end == NULL ? b->n - at : (size_t)(end - line);

		wr_print(wr, "%.*s", (int)n, line);
		at += n + 1;
	}
}

static void
say_summary(struct page *p)
{
	char n[6][32];

	add(p, p->markdown ? "# " : "");
	SAY(p, "reconcile-title");
	add(p, "\n\n");
	SAY(p, "reconcile-summary",
	    "all", digits_text((int64_t)p->w->published.n, 0, n[0]),
	    "same", digits_text((int64_t)p->same, 0, n[1]),
	    "exactly", digits_text((int64_t)p->n[EXPLAINS_EXACTLY], 0, n[2]),
	    "partly", digits_text((int64_t)p->n[EXPLAINS_PARTLY], 0, n[3]),
	    "no", digits_text((int64_t)p->n[EXPLAINS_NOTHING], 0, n[4]),
	    "absent", digits_text((int64_t)p->absent, 0, n[5]));
	add(p, "\n");
	if (p->welsh) {
		add(p, "\n");
		SAY(p, "draft");
		add(p, "\n");
	}
}

void
page_close(struct page *p, struct writer *wr)
{
	struct buf body = p->body;

	memset(&p->body, 0, sizeof(p->body));
	say_summary(p);
	if (labels_missing(p->labels)->status != 0)
		tool_die(labels_missing(p->labels));
	write_lines(wr, &p->body);
	write_lines(wr, &body);
	buf_free(&body);
	buf_free(&p->body);
	labels_close(p->labels);
	free(p);
}
