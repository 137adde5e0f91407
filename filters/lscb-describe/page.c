/* SPDX-License-Identifier: MIT */
/* Lays facts out as text, Markdown or HTML; adds no words.  See facts.h. */
#include <string.h>

#include "facts.h"
#include "markup.h"
#include "width.h"

enum { COLUMNS = 78, INDENT = 4 };

struct page {
	struct buf *b;
	struct words *w;
	int bad;
};

static const char style[] =
"body{margin:0 auto;max-width:48rem;padding:0 1rem 2rem;"
"font:1rem/1.5 'Noto Sans','Segoe UI',Arial,sans-serif;"
"color:#0b0c0c;background:#fff}\n"
"h1{font-size:1.5rem;line-height:1.25;margin:2rem 0 .5rem;"
"border-top:4px solid #12436d;padding-top:.5rem}\n"
"h2{font-size:1.15rem;margin:1.5rem 0 .25rem}\n"
"dt{font-weight:700}dd{margin:0 0 .5rem 1.25rem}\n"
"code{font-family:'Noto Sans Mono',Consolas,monospace}\n"
"@media (prefers-color-scheme:dark){body{color:#f3f2f1;background:#15181a}}\n";

static void
put(struct page *p, const char *s)
{
	if (buf_puts(p->b, s) == -1)
		p->bad = -1;
}

/* --- text ------------------------------------------------------------------ */

static void
put_wrapped(struct page *p, const char *s, size_t at, size_t indent)
{
	if (wrap(p->b, s, at, indent, COLUMNS) == -1)
		p->bad = -1;
}

static void
text_section(struct page *p, const struct section *s)
{
	put(p, "\n");
	if (s->title != NULL) {
		put(p, s->title);
		put(p, "\n");
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct fact *f = &s->facts[i];

		put(p, "  ");
		put(p, f->label);
		put(p, ": ");
		put_wrapped(p, f->text, 2 + width_of(f->label) + 2, INDENT);
		put(p, "\n");
	}
}

static void
text_page(struct page *p, const struct description *d, size_t n)
{
	size_t width;

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			put(p, "\n\n");
		put_wrapped(p, d[i].title, 0, 0);
		put(p, "\n");
		width = width_of(d[i].title);
		for (size_t k = 0; k < width && k < COLUMNS; k++)
			put(p, "=");
		put(p, "\n");
		for (size_t k = 0; k < d[i].n; k++)
			if (d[i].sections[k].n > 0)
				text_section(p, &d[i].sections[k]);
	}
	if (p->w->welsh) {
		put(p, "\n");
		put_wrapped(p, words(p->w, "draft", NULL), 0, 0);
		put(p, "\n");
	}
}

/* --- Markdown ---------------------------------------------------------------- */

static void
put_markdown(struct page *p, const char *s)
{
	if (markdown_escape(p->b, s) == -1)
		p->bad = -1;
}

/* In a code span nothing is markup but its own marks. */
static void
put_span(struct page *p, const char *s)
{
	const char *mark = strchr(s, '`') == NULL ? "`" : "``` ";

	put(p, mark);
	for (; *s != '\0'; s++)
		if (buf_addc(p->b, *s == '\n' ? ' ' : *s) == -1)
			p->bad = -1;
	put(p, mark[1] == '\0' ? "`" : " ```");
}

static void
markdown_section(struct page *p, const struct section *s)
{
	if (s->title != NULL) {
		put(p, "## ");
		put_markdown(p, s->title);
		put(p, "\n\n");
	}
	for (size_t i = 0; i < s->n; i++) {
		put(p, "- **");
		put_markdown(p, s->facts[i].label);
		put(p, "**: ");
		if (s->facts[i].code)
			put_span(p, s->facts[i].text);
		else
			put_markdown(p, s->facts[i].text);
		put(p, "\n");
	}
	put(p, "\n");
}

static void
markdown_page(struct page *p, const struct description *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put(p, "# ");
		put_markdown(p, d[i].title);
		put(p, "\n\n");
		for (size_t k = 0; k < d[i].n; k++)
			if (d[i].sections[k].n > 0)
				markdown_section(p, &d[i].sections[k]);
	}
	if (p->w->welsh) {
		put(p, "_");
		put_markdown(p, words(p->w, "draft", NULL));
		put(p, "_\n");
	}
}

/* --- HTML -------------------------------------------------------------------- */

static void
put_html(struct page *p, const char *s)
{
	if (html_escape(p->b, s) == -1)
		p->bad = -1;
}

/* Text that is English on a page in Welsh says so to a screen reader. */
static void
put_in(struct page *p, const char *tag, const char *s, bool english)
{
	put(p, "<");
	put(p, tag);
	put(p, english ? " lang=\"en\">" : ">");
	put_html(p, s);
	put(p, "</");
	put(p, tag);
	put(p, ">");
}

static void
html_section(struct page *p, const struct section *s)
{
	if (s->title != NULL)
		put_in(p, "h2", s->title, false);
	put(p, "\n<dl>\n");
	for (size_t i = 0; i < s->n; i++) {
		put_in(p, "dt", s->facts[i].label, false);
		put(p, "\n");
		if (s->facts[i].code) {
			put(p, "<dd>");
			put_in(p, "code", s->facts[i].text, false);
			put(p, "</dd>");
		} else {
			put_in(p, "dd", s->facts[i].text,
			    s->facts[i].english);
		}
		put(p, "\n");
	}
	put(p, "</dl>\n");
}

static void
html_page(struct page *p, const struct description *d, size_t n)
{
	put(p, "<!DOCTYPE html>\n<html lang=\"");
	put(p, p->w->welsh ? "cy" : "en");
	put(p, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\">\n");
	put_in(p, "title", n == 0 ? "" : d[0].title, n > 0 && d[0].english);
	put(p, "\n<style>\n");
	put(p, style);
	put(p, "</style>\n</head>\n<body>\n");
	for (size_t i = 0; i < n; i++) {
		put(p, "<article id=\"");
		put_html(p, d[i].id);
		put(p, "\">\n");
		put_in(p, "h1", d[i].title, d[i].english);
		for (size_t k = 0; k < d[i].n; k++)
			if (d[i].sections[k].n > 0)
				html_section(p, &d[i].sections[k]);
		put(p, "</article>\n");
	}
	if (p->w->welsh) {
		put_in(p, "footer", words(p->w, "draft", NULL), false);
		put(p, "\n");
	}
	put(p, "</body>\n</html>\n");
}

int
page_write(struct buf *b, enum format format, struct words *w,
    const struct description *d, size_t n)
{
	struct page p = { .b = b, .w = w };

	switch (format) {
	case FORMAT_TEXT:
		text_page(&p, d, n);
		break;
	case FORMAT_MARKDOWN:
		markdown_page(&p, d, n);
		break;
	case FORMAT_HTML:
		html_page(&p, d, n);
		break;
	}
	return p.bad;
}
