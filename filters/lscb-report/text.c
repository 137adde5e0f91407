/* SPDX-License-Identifier: MIT */
/*
 * The report for a terminal: 80 columns, every line wrapped by display width.
 * Bold where the terminal allows it; nothing is said by colour.
 */
#include <stdint.h>
#include <string.h>

#include "report.h"
#include "tool.h"
#include "width.h"

enum { COLUMNS = 80, INDENT = 4 };

struct page {
	struct report *r;
	struct buf *b;
	bool bold;
	size_t labels;		/* columns of the widest fact label */
	int bad;
};

static void
put(struct page *p, const char *s)
{
	if (buf_puts(p->b, s) == -1)
		p->bad = -1;
}

static void
strong(struct page *p, bool on)
{
	if (p->bold)
		put(p, on ? "\033[1m" : "\033[0m");
}

static void
put_wrapped(struct page *p, const char *s, size_t at, size_t indent,
    size_t columns)
{
	if (wrap(p->b, s, at, indent, columns) == -1)
		p->bad = -1;
}

static void
put_blanks(struct page *p, size_t n)
{
	if (blanks(p->b, n) == -1)
		p->bad = -1;
}

static void
put_rule(struct page *p, const char *s)
{
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		put(p, s);
	put(p, "\n");
}

static void
put_bold_line(struct page *p, const char *s)
{
	strong(p, true);
	put_wrapped(p, s, 0, 0, COLUMNS);
	strong(p, false);
	put(p, "\n");
}

/* "    Label:      text", continued under the text. */
static void
put_fact(struct page *p, const struct fact *fact)
{
	size_t at = INDENT + p->labels + 2;

	put_blanks(p, INDENT);
	put(p, fact->label);
	put(p, ":");
	put_blanks(p, at - INDENT - width_of(fact->label) - 1);
	put_wrapped(p, fact->text, at, at, COLUMNS);
	put(p, "\n");
}

/* The widest cell of each of the first columns. */
static void
measure_groups(const struct group_table *t, size_t width[2])
{
	size_t i, w;

	width[0] = width[1] = 0;
	for (i = 0; i < t->n; i++) {
		w = width_of(t->v[i].group);
		if (w > width[0])
			width[0] = w;
		w = width_of(t->v[i].value);
		if (w > width[1])
			width[1] = w;
	}
	if (width[0] > COLUMNS / 3)
		width[0] = COLUMNS / 3;
}

/* A group on a line: name, value to the right, then what it is made of. */
static void
put_groups(struct page *p, const struct line *line, size_t i)
{
	struct group_table t;
	size_t width[2], j, w, at;
	const char *rest;

	group_table(p->r, line, i, &t);
	put_blanks(p, INDENT);
	put_wrapped(p, t.none != NULL ? t.none : t.caption, INDENT, INDENT + 2,
	    COLUMNS);
	put(p, "\n");
	measure_groups(&t, width);
	at = INDENT + 2 + width[0] + 2 + width[1] + 2;
	for (j = 0; j < t.n; j++) {
		put_blanks(p, INDENT + 2);
		put(p, t.v[j].group);
		w = width_of(t.v[j].group);
		if (w > width[0]) {
			put(p, "\n");
			w = 0;
			put_blanks(p, INDENT + 2);
		}
		put_blanks(p, width[0] - w + 2 + width[1] -
		    width_of(t.v[j].value));
		put(p, t.v[j].value);
		rest = t.v[j].counts;
		if (t.v[j].interval[0] != '\0')
			rest = listed(p->r, rest, t.v[j].interval);
		rest = listed(p->r, rest, t.v[j].compared);
		if (rest[0] != '\0') {
			put(p, "  ");
			put_wrapped(p, rest, at, at, COLUMNS);
		}
		put(p, "\n");
	}
}

static void
put_headline(struct page *p, const struct card *c, const struct line *line,
    size_t number)
{
	struct figure f;
	const char *value;
	char digits[] = " 1. ";
	size_t i;

	figure_make(p->r, line->measure, &f);
	digits[1] = (char)('0' + number);
	put(p, "\n");
	strong(p, true);
	put(p, digits);
	put_wrapped(p, titled(p->r, f.title, f.ref), INDENT, INDENT, COLUMNS);
	put(p, "\n");
	put_blanks(p, INDENT);
	value = figure_value(p->r, &f);
	put(p, value);
	strong(p, false);
	put(p, "  ");
	put_wrapped(p, f.detail, INDENT + width_of(value) + 2, INDENT + 2,
	    COLUMNS);
	put(p, "\n");
	if (f.verdict != NULL) {
		put_blanks(p, INDENT);
		strong(p, f.flagged);
		put(p, f.mark);
		put(p, " ");
		put_wrapped(p, f.verdict, INDENT + width_of(f.mark) + 1,
		    INDENT + 2, COLUMNS);
		strong(p, false);
		put(p, "\n");
	}
	for (i = 0; i < f.n_facts; i++)
		if (f.facts[i].brief)
			put_fact(p, &f.facts[i]);
	for (i = 0; i < group_tables(c, line, N_QUADRANTS); i++)
		put_groups(p, line, i);
}

/* Columns written of the line in hand. */
static size_t
column(struct page *p)
{
	const char *s = tool_need((void *)(uintptr_t)buf_str(p->b));
	const char *line = strrchr(s, '\n');

	return width_of(line != NULL ? line + 1 : s);
}

/* A measure in two lines: its name and figure, then what it is made of. */
static void
put_line(struct page *p, const struct card *c, const struct line *line,
    enum quadrant q)
{
	struct report *r = p->r;
	struct figure f;
	const char *detail, *title, *value;
	size_t at, room, i;

	line_figure(r, line, &f);
	title = titled(r, f.title, f.ref);
	value = figure_value(r, &f);
	detail = line_detail(r, c, line, &f);
	if (headline_number(c, line->measure) > 0) {
		title = listed(r, title, detail);
		detail = "";
	}
	if (f.verdict != NULL)
		detail = listed(r, detail, join(r, f.mark, " ", f.verdict));
	if (f.change != NULL && headline_number(c, line->measure) == 0)
		detail = listed(r, detail, f.change);
	room = COLUMNS - 2 - width_of(value);
	put_blanks(p, 2);
	put_wrapped(p, title, 2, 4, room > 40 ? room : 40);
	at = column(p);
	room = COLUMNS - width_of(value);
	put_blanks(p, room > at ? room - at : 2);
	put(p, value);
	put(p, "\n");
	if (detail[0] != '\0') {
		put_blanks(p, INDENT);
		put_wrapped(p, detail, INDENT, INDENT, COLUMNS);
		put(p, "\n");
	}
	for (i = 0; i < group_tables(c, line, q); i++)
		put_groups(p, line, i);
}

static void
put_quadrant(struct page *p, const struct card *c, enum quadrant q)
{
	const struct line *line;
	size_t i;

	if (!card_has(c, q))
		return;
	put(p, "\n");
	put_bold_line(p, quadrant_title(p->r, q));
	for (i = 0; (line = card_line(c, q, i)) != NULL; i++)
		put_line(p, c, line, q);
}

static void
put_card(struct page *p, const struct card *c)
{
	size_t i;
	int q;

	put(p, "\n");
	put_rule(p, "\u2500");
	put_bold_line(p, c->title);
	if (c->note != NULL) {
		put_wrapped(p, c->note, 0, 0, COLUMNS);
		put(p, "\n");
	}
	for (i = 0; i < c->n_headlines; i++)
		put_headline(p, c, &c->headlines[i], i + 1);
	for (q = 0; q < N_QUADRANTS; q++)
		put_quadrant(p, c, (enum quadrant)q);
}

/* All facts of a report begin in one column. */
static size_t
widest_label(struct report *r)
{
	struct figure f;
	size_t i, j, k, w, widest = 0;

	for (i = 0; i < r->n_cards; i++)
		for (j = 0; j < r->cards[i].n_headlines; j++) {
			figure_make(r, r->cards[i].headlines[j].measure, &f);
			for (k = 0; k < f.n_facts; k++) {
				w = width_of(f.facts[k].label);
				if (f.facts[k].brief && w > widest)
					widest = w;
			}
		}
	return widest;
}

int
report_text(struct report *r, bool bold, struct buf *b)
{
	struct page p = { .r = r, .b = b, .bold = bold };
	const char *lines[MAX_LINES];
	size_t i, n;

	p.labels = widest_label(r);
	put_bold_line(&p, say(r, "banner", NULL));
	put_rule(&p, "\u2550");
	put_bold_line(&p, r->title != NULL ? r->title : say(r, "no-title",
	    NULL));
	n = heading_lines(r, lines);
	for (i = 0; i < n; i++) {
		put_wrapped(&p, lines[i], 0, 0, COLUMNS);
		put(&p, "\n");
	}
	for (i = 0; i < r->n_cards; i++)
		put_card(&p, &r->cards[i]);
	put(&p, "\n");
	put_rule(&p, "\u2550");
	n = foot_lines(r, lines);
	for (i = 0; i < n; i++) {
		put_wrapped(&p, lines[i], 0, 0, COLUMNS);
		put(&p, "\n");
	}
	put_bold_line(&p, say(r, "banner", NULL));
	return p.bad;
}
