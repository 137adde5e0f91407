/* SPDX-License-Identifier: MIT */
/*
 * The report as GitHub Markdown: a table of headlines, the facts of each as a
 * list, a table for each quadrant.  Characters that Markdown or HTML would
 * take for markup are escaped, wherever they come from.
 */
#include "markup.h"
#include "report.h"

struct page {
	struct report *r;
	struct buf *b;
	int bad;
};

static void
put(struct page *p, const char *s)
{
	if (buf_puts(p->b, s) == -1)
		p->bad = -1;
}

/* Text on one line; nothing in it is markup. */
static void
put_text(struct page *p, const char *s)
{
	if (markdown_escape(p->b, s) == -1)
		p->bad = -1;
}

static void
put_cell(struct page *p, const char *s)
{
	put(p, " ");
	put_text(p, s);
	put(p, " |");
}

/* The head of a table from label names; its last columns to the right. */
static void
put_head(struct page *p, const char *const *labels, size_t n, size_t right)
{
	size_t i;

	put(p, "|");
	for (i = 0; i < n; i++)
		put_cell(p, say(p->r, labels[i], NULL));
	put(p, "\n|");
	for (i = 0; i < n; i++)
		put(p, i == right ? " ---: |" : " --- |");
	put(p, "\n");
}

static void
put_headlines(struct page *p, const struct card *c)
{
	static const char *const head[] = { "col-indicator", "col-latest",
	    "col-made-of", "col-reading" };
	struct figure f;
	size_t i;

	put_head(p, head, 4, 1);
	for (i = 0; i < c->n_headlines; i++) {
		figure_make(p->r, c->headlines[i].measure, &f);
		put(p, "|");
		put_cell(p, titled(p->r, f.title, f.ref));
		put_cell(p, figure_value(p->r, &f));
		put_cell(p, f.detail);
		put_cell(p, f.reading);
		put(p, "\n");
	}
}

/* A table of its own, under the one its measure stands in. */
static void
put_groups(struct page *p, const struct line *line, size_t i)
{
	struct group_table t;
	struct figure f;
	size_t j;

	figure_make(p->r, line->measure, &f);
	group_table(p->r, line, i, &t);
	put(p, "\n**");
	put_text(p, titled(p->r, f.title, f.ref));
	put(p, "**: ");
	put_text(p, t.none != NULL ? t.none : t.caption);
	put(p, "\n");
	if (t.none != NULL)
		return;
	put(p, "\n|");
	put_cell(p, t.by);
	put_cell(p, say(p->r, "col-value", NULL));
	put_cell(p, say(p->r, "col-made-of", NULL));
	put_cell(p, say(p->r, "col-interval", NULL));
	put_cell(p, say(p->r, "col-compared", NULL));
	put(p, "\n| --- | ---: | --- | --- | --- |\n");
	for (j = 0; j < t.n; j++) {
		put(p, "|");
		put_cell(p, t.v[j].group);
		put_cell(p, t.v[j].value);
		put_cell(p, t.v[j].counts);
		put_cell(p, t.v[j].interval);
		put_cell(p, t.v[j].compared);
		put(p, "\n");
	}
}

static void
put_facts(struct page *p, const struct card *c, const struct line *line)
{
	struct figure f;
	size_t i;

	figure_make(p->r, line->measure, &f);
	put(p, "\n### ");
	put_text(p, titled(p->r, f.title, f.ref));
	put(p, "\n\n");
	for (i = 0; i < f.n_facts; i++) {
		put(p, "- **");
		put_text(p, f.facts[i].label);
		put(p, ":** ");
		put_text(p, f.facts[i].text);
		put(p, "\n");
	}
	for (i = 0; i < group_tables(c, line, N_QUADRANTS); i++)
		put_groups(p, line, i);
}

static void
put_quadrant(struct page *p, const struct card *c, enum quadrant q)
{
	static const char *const head[] = { "col-measure", "col-latest",
	    "col-made-of", "col-reading" };
	const struct line *line;
	struct figure f;
	size_t i, j;

	if (!card_has(c, q))
		return;
	put(p, "\n### ");
	put_text(p, quadrant_title(p->r, q));
	put(p, "\n\n");
	put_head(p, head, 4, 1);
	for (i = 0; (line = card_line(c, q, i)) != NULL; i++) {
		line_figure(p->r, line, &f);
		put(p, "|");
		put_cell(p, titled(p->r, f.title, f.ref));
		put_cell(p, figure_value(p->r, &f));
		put_cell(p, line_detail(p->r, c, line, &f));
		put_cell(p, f.reading);
		put(p, "\n");
	}
	for (i = 0; (line = card_line(c, q, i)) != NULL; i++)
		for (j = 0; j < group_tables(c, line, q); j++)
			put_groups(p, line, j);
}

static void
put_card(struct page *p, const struct card *c)
{
	size_t i;
	int q;

	put(p, "\n## ");
	put_text(p, c->title);
	put(p, "\n\n");
	if (c->note != NULL) {
		put_text(p, c->note);
		put(p, "\n\n");
	}
	put_headlines(p, c);
	for (i = 0; i < c->n_headlines; i++)
		put_facts(p, c, &c->headlines[i]);
	for (q = 0; q < N_QUADRANTS; q++)
		put_quadrant(p, c, (enum quadrant)q);
}

int
report_markdown(struct report *r, struct buf *b)
{
	struct page p = { .r = r, .b = b };
	const char *lines[MAX_LINES];
	size_t i, n;

	put(&p, "**");
	put_text(&p, say(r, "banner", NULL));
	put(&p, "**\n\n# ");
	put_text(&p, r->title != NULL ? r->title : say(r, "no-title", NULL));
	put(&p, "\n");
	n = heading_lines(r, lines);
	for (i = 0; i < n; i++) {
		put(&p, "\n");
		put_text(&p, lines[i]);
		put(&p, "\n");
	}
	for (i = 0; i < r->n_cards; i++)
		put_card(&p, &r->cards[i]);
	put(&p, "\n---\n\n");
	n = foot_lines(r, lines);
	for (i = 0; i < n; i++) {
		put_text(&p, lines[i]);
		put(&p, "\n\n");
	}
	put(&p, "**");
	put_text(&p, say(r, "banner", NULL));
	put(&p, "**\n");
	return p.bad;
}
