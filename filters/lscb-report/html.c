/* SPDX-License-Identifier: MIT */
/*
 * The report as one HTML page that needs nothing else: no script, no outside
 * resource.  Every text is escaped on its way out.  A chart is an image
 * with a title and its finding as description, and its figures stand beside
 * it as a table.
 */
#include <math.h>
#include <string.h>

#include "markup.h"
#include "report.h"
#include "style.h"
#include "svg.h"

struct page {
	struct report *r;
	struct buf *b;
	size_t charts;		/* drawn so far: numbers their ids */
	int bad;
};

static void
put(struct page *p, const char *s)
{
	if (buf_puts(p->b, s) == -1)
		p->bad = -1;
}

static void
put_text(struct page *p, const char *s)
{
	if (html_escape(p->b, s) == -1)
		p->bad = -1;
}

static void
put_number(struct page *p, size_t n)
{
	if (buf_printf(p->b, "%zu", n) == -1)
		p->bad = -1;
}

/* <tag>text</tag>; tag may bring a class: "td class=\"words\"". */
static void
put_in(struct page *p, const char *tag, const char *s)
{
	put(p, "<");
	put(p, tag);
	put(p, ">");
	put_text(p, s);
	put(p, "</");
	if (buf_add(p->b, tag, strcspn(tag, " ")) == -1)
		p->bad = -1;
	put(p, ">");
}

/* Text that is English on a Welsh page says so to a screen reader. */
static void
put_lang(struct page *p, const char *s, bool english)
{
	if (english)
		put_in(p, "span lang=\"en\"", s);
	else
		put_text(p, s);
}

/* A string of CSS: what could end it, or the element, is escaped. */
static void
put_css_string(struct page *p, const char *s)
{
	put(p, "\"");
	for (; *s != '\0'; s++)
		if (*s == '"' || *s == '\\' || *s == '<' || *s == '\n') {
			if (buf_printf(p->b, "\\%x ", (unsigned)*s) == -1)
				p->bad = -1;
		} else if (buf_addc(p->b, *s) == -1) {
			p->bad = -1;
		}
	put(p, "\"");
}

/* Columns that only some indicators fill. */
struct table_has {
	bool count, of, interval;
};

/* What is said of a row beside its figure: signals, what was published. */
static const char *
row_note(struct report *r, const struct indicator *ind,
    const struct row *row)
{
	const char *s = row->signal[0] == '\0' ? "" : signal_words(r,
	    row->signal), *was = was_words(r, ind, row);

	return was == NULL ? s : listed(r, s, was);
}

static struct table_has
look(const struct indicator *ind, const struct rows *rows)
{
	/* What a mean's values add up to tells a reader nothing. */
	struct table_has has = { .of = ind->unit != UNIT_COUNT,
	    .count = ind->unit == UNIT_PERCENT || ind->unit == UNIT_RATE };
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (!isnan(rows->v[i].low) && !isnan(rows->v[i].high))
			has.interval = true;
	return has;
}

static void
put_row(struct page *p, const struct indicator *ind, const struct row *row,
    struct table_has has)
{
	struct report *r = p->r;
	const char *note;
	char digits[64];

	put(p, "<tr>");
	put_in(p, "th scope=\"row\"", period_short(r, row->start, row->end));
	if (has.count)
		put_in(p, "td", row->numerator < 0 ? "" : number_words(r,
		    row->numerator));
	if (has.of)
		put_in(p, "td", row->denominator < 0 ? "" : number_words(r,
		    row->denominator));
	if (!value_digits(ind, row, digits, sizeof(digits)))
		put_in(p, "td class=\"na\"", marked(r, value_words(r, ind,
		    row), row_marks(r, row)));
	else
		put_in(p, "td", marked(r, ind->unit == UNIT_PERCENT ?
		    value_words(r, ind, row) : grouped(r, digits),
		    row_marks(r, row)));
	if (has.interval)
		put_in(p, "td", !row->available || isnan(row->low) ||
		    isnan(row->high) ? "" : say(r, "range", "low",
		    bound_bare(r, ind, row->low), "high", bound_bare(r, ind,
		    row->high), NULL));
	put(p, "</tr>\n");
	note = row_note(r, ind, row);
	if (note[0] == '\0')
		return;
	/* Across the table: a column of words would push the figures out. */
	put(p, "<tr class=\"note\"><td colspan=\"");
	put_number(p, 2U + has.count + has.of + has.interval);
	put(p, "\">");
	put_text(p, note);
	put(p, "</td></tr>\n");
}

static void
put_table(struct page *p, const struct measure *m)
{
	const struct rows *rows = m->separate.n > 0 ? &m->separate :
	    &m->windows;
	struct table_has has = look(m->ind, rows);
	struct report *r = p->r;
	size_t i;

	put(p, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
	    "aria-label=\"");
	put_text(p, say(r, "table", NULL));
	put(p, "\">\n<table>");
	put_in(p, "caption", say(r, "table", NULL));
	put(p, "\n<thead><tr>");
	put_in(p, "th scope=\"col\"", say(r, "col-period", NULL));
	if (has.count)
		put_in(p, "th scope=\"col\"", say(r, "col-numerator", NULL));
	if (has.of)
		put_in(p, "th scope=\"col\"", say(r, has.count ?
		    "col-denominator" : "col-numerator", NULL));
	put_in(p, "th scope=\"col\"", m->ind->unit == UNIT_PERCENT ||
	    m->ind->unit == UNIT_COUNT ? say(r, "col-value", NULL) :
	    in_unit(r, m->ind, say(r, "col-value", NULL)));
	if (has.interval)
		put_in(p, "th scope=\"col\"", say(r, "col-interval", NULL));
	put(p, "</tr></thead>\n<tbody>\n");
	for (i = 0; i < rows->n; i++)
		put_row(p, m->ind, &rows->v[i], has);
	put(p, "</tbody></table></div>\n");
}

static void
put_chart(struct page *p, const struct figure *f)
{
	char id[32] = "chart-";
	struct buf name = { 0 };

	if (f->row == NULL)
		return;
	if (buf_printf(&name, "chart-%zu", ++p->charts) == -1 ||
	    name.n >= sizeof(id)) {
		p->bad = -1;
		return;
	}
	memcpy(id, name.p, name.n);
	id[name.n] = '\0';
	buf_free(&name);
	put(p, "<div class=\"pair\">\n<figure>\n");
	if (figure_chart(p->r, f, id, p->b) == -1)
		p->bad = -1;
	put_in(p, "figcaption", chart_note(p->r, f->measure));
	put(p, "</figure>\n");
	put_table(p, f->measure);
	put(p, "</div>\n");
}

static void
put_title(struct page *p, const struct figure *f)
{
	put_lang(p, f->title, f->english);
	if (f->ref != NULL) {
		put(p, " ");
		put_in(p, "span class=\"ref\"", f->ref);
	}
}

static void
put_verdict(struct page *p, const struct figure *f)
{
	if (f->verdict == NULL)
		return;
	put(p, f->flagged ? "<p class=\"verdict flagged\">" :
	    "<p class=\"verdict\">");
	put_in(p, "span class=\"mark\" aria-hidden=\"true\"", f->mark);
	put(p, " ");
	put_text(p, f->verdict);
	put(p, "</p>\n");
}

/* What the chart means; its mark is a word, no colour. */
static void
put_change(struct page *p, const struct figure *f)
{
	if (f->change != NULL) {
		put_in(p, "p class=\"change\"", f->change);
		put(p, "\n");
	}
}

static void
put_value(struct page *p, const struct figure *f)
{
	put_in(p, "strong", f->value);
	put(p, " ");
	if (f->note[0] != '\0') {
		put_in(p, "span class=\"release\"", f->note);
		put(p, " ");
	}
}

static void
put_groups(struct page *p, const struct line *line, size_t i)
{
	struct report *r = p->r;
	struct group_table t;
	size_t j;

	group_table(r, line, i, &t);
	if (t.none != NULL) {
		put_in(p, "p class=\"groups\"", t.none);
		put(p, "\n");
		return;
	}
	put(p, "<table class=\"groups\">");
	put_in(p, "caption", t.caption);
	put(p, "\n<thead><tr>");
	put_in(p, "th scope=\"col\"", t.by);
	put_in(p, "th scope=\"col\"", say(r, "col-value", NULL));
	if (t.counts)
		put_in(p, "th scope=\"col\"", say(r, "col-made-of", NULL));
	if (t.interval)
		put_in(p, "th scope=\"col\"", say(r, "col-interval", NULL));
	if (t.compared)
		put_in(p, "th scope=\"col\" class=\"words\"", say(r,
		    "col-compared", NULL));
	put(p, "</tr></thead>\n<tbody>\n");
	for (j = 0; j < t.n; j++) {
		put(p, "<tr>");
		put_in(p, "th scope=\"row\"", t.v[j].group);
		put_in(p, "td", t.v[j].value);
		if (t.counts)
			put_in(p, "td", t.v[j].counts);
		if (t.interval)
			put_in(p, "td", t.v[j].interval);
		if (t.compared)
			put_in(p, "td class=\"words\"", t.v[j].compared);
		put(p, "</tr>\n");
	}
	put(p, "</tbody></table>\n");
}

/* All breakdowns a line has where it stands. */
static void
put_breakdowns(struct page *p, const struct card *c, const struct line *line,
    enum quadrant q)
{
	size_t i, n = group_tables(c, line, q);

	if (n == 0)
		return;
	put(p, "<div class=\"by scroll\" tabindex=\"0\" role=\"group\" "
	    "aria-label=\"");
	put_text(p, say(p->r, "breakdowns", NULL));
	put(p, "\">\n");
	for (i = 0; i < n; i++)
		put_groups(p, line, i);
	put(p, "</div>\n");
}

static void
put_facts(struct page *p, const struct figure *f)
{
	size_t i;

	put(p, "<dl>\n");
	for (i = 0; i < f->n_facts; i++) {
		put_in(p, "dt", f->facts[i].label);
		put(p, f->facts[i].ask ? "<dd class=\"ask\">" : "<dd>");
		put_lang(p, f->facts[i].text, f->facts[i].english);
		put(p, "</dd>\n");
	}
	put(p, "</dl>\n");
}

/* The number comes first, so that no card's name can imitate it. */
static void
put_headline_id(struct page *p, const struct card *c, size_t n)
{
	put(p, "headline-");
	put_number(p, n);
	put(p, "-");
	put_text(p, c->id);
}

static void
put_headline(struct page *p, const struct card *c, size_t i)
{
	struct figure f;

	figure_make(p->r, c->headlines[i].measure, &f);
	put(p, "<article class=\"headline\" id=\"");
	put_headline_id(p, c, i + 1);
	put(p, "\">\n<h3>");
	put_number(p, i + 1);
	put(p, ". ");
	put_title(p, &f);
	put(p, "</h3>\n<p class=\"figure\">");
	put_value(p, &f);
	put_text(p, f.detail);
	put(p, "</p>\n");
	put_verdict(p, &f);
	put_facts(p, &f);
	put_breakdowns(p, c, &c->headlines[i], N_QUADRANTS);
	put_chart(p, &f);
	put(p, "</article>\n");
}

static void
put_line(struct page *p, const struct card *c, const struct line *line,
    enum quadrant q)
{
	struct figure f;
	size_t n = headline_number(c, line->measure);

	line_figure(p->r, line, &f);
	put(p, line->measure == NULL ? "<li class=\"measure to-come\"><h4>" :
	    "<li class=\"measure\"><h4>");
	put_title(p, &f);
	put(p, "</h4>\n<p class=\"figure\">");
	put_value(p, &f);
	if (n > 0) {
		put(p, "<a href=\"#");
		put_headline_id(p, c, n);
		put(p, "\">");
	}
	put_text(p, line_detail(p->r, c, line, &f));
	put(p, n > 0 ? "</a></p>\n" : "</p>\n");
	put_verdict(p, &f);
	if (n == 0)
		put_change(p, &f);
	put_breakdowns(p, c, line, q);
	if (n == 0 && line->measure != NULL) {
		put(p, "<details>");
		put_in(p, "summary", say(p->r, "more", "title", f.title,
		    NULL));
		put(p, "\n");
		put_facts(p, &f);
		put_chart(p, &f);
		put(p, "</details>\n");
	}
	put(p, "</li>\n");
}

static void
put_quadrant(struct page *p, const struct card *c, enum quadrant q)
{
	const struct line *line;
	size_t i;

	if (!card_has(c, q))
		return;
	put(p, "<section class=\"quadrant\">\n");
	put_in(p, "h3", quadrant_title(p->r, q));
	put(p, "\n<ul>\n");
	for (i = 0; (line = card_line(c, q, i)) != NULL; i++)
		put_line(p, c, line, q);
	put(p, "</ul>\n</section>\n");
}

/* All headlines of a card at one look. */
static void
put_summary(struct page *p, const struct card *c)
{
	static const char *const head[] = { "col-indicator", "col-latest",
	    "col-made-of", "col-reading" };
	struct figure f;
	size_t i;

	put(p, "<table class=\"summary\"><thead><tr>");
	for (i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		put_in(p, "th scope=\"col\"", say(p->r, head[i], NULL));
	put(p, "</tr></thead>\n<tbody>\n");
	for (i = 0; i < c->n_headlines; i++) {
		figure_make(p->r, c->headlines[i].measure, &f);
		put(p, "<tr><th scope=\"row\"><a href=\"#");
		put_headline_id(p, c, i + 1);
		put(p, "\">");
		put_number(p, i + 1);
		put(p, ". ");
		put_lang(p, f.title, f.english);
		put(p, "</a></th>");
		put_in(p, "td class=\"latest\"", figure_value(p->r, &f));
		put_in(p, "td", f.detail);
		put_in(p, "td", f.reading);
		put(p, "</tr>\n");
	}
	put(p, "</tbody></table>\n");
}

static void
put_card(struct page *p, const struct card *c)
{
	size_t i;
	int q;

	put(p, "<section class=\"card\" aria-labelledby=\"card-");
	put_text(p, c->id);
	put(p, "\">\n<h2 id=\"card-");
	put_text(p, c->id);
	put(p, "\">");
	put_text(p, c->title);
	put(p, "</h2>\n");
	if (c->note != NULL)
		put_in(p, "p class=\"note\"", c->note);
	if (c->n_headlines > 1)
		put_summary(p, c);
	for (i = 0; i < c->n_headlines; i++)
		put_headline(p, c, i);
	for (q = 0; q < N_QUADRANTS; q++)
		put_quadrant(p, c, (enum quadrant)q);
	put(p, "</section>\n");
}

static void
put_head(struct page *p, const char *title)
{
	const char *banner = say(p->r, "banner", NULL);

	put(p, "<!DOCTYPE html>\n<html lang=\"");
	put(p, p->r->welsh ? "cy" : "en");
	put(p, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\""
	    " content=\"width=device-width,initial-scale=1\">\n"
	    "<meta name=\"robots\" content=\"noindex\">\n");
	put_in(p, "title", join(p->r, title, " - ", banner));
	put(p, "\n<style>\n");
	put(p, style_sheet);
	put(p, "@page{size:A4;margin:16mm 14mm;@top-center{font:700 9pt Arial,"
	    "sans-serif;content:");
	put_css_string(p, banner);
	put(p, "}@bottom-center{font:8pt Arial,sans-serif;"
	    "content:counter(page) \" / \" counter(pages)}}\n"
	    "</style>\n</head>\n<body>\n");
	put_in(p, "p class=\"banner\"", banner);
}

int
report_html(struct report *r, struct buf *b)
{
	struct page p = { .r = r, .b = b };
	const char *title = r->title != NULL ? r->title : say(r, "no-title",
	    NULL);
	const char *lines[MAX_LINES];
	size_t i, n;

	put_head(&p, title);
	put(&p, "\n<header>\n");
	put_in(&p, "h1", title);
	put(&p, "\n");
	n = heading_lines(r, lines);
	for (i = 0; i < n; i++) {
		put_in(&p, "p", lines[i]);
		put(&p, "\n");
	}
	put(&p, "</header>\n<main>\n");
	for (i = 0; i < r->n_cards; i++)
		put_card(&p, &r->cards[i]);
	put(&p, "</main>\n<footer>\n");
	n = foot_lines(r, lines);
	for (i = 0; i < n; i++) {
		put_in(&p, "p", lines[i]);
		put(&p, "\n");
	}
	put(&p, "</footer>\n");
	put_in(&p, "p class=\"banner\"", say(r, "banner", NULL));
	put(&p, "\n</body>\n</html>\n");
	return p.bad;
}
