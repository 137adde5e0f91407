/* SPDX-License-Identifier: MIT */
/*
 * See form.h: the questionnaire on paper, one HTML page that needs nothing else.
 * Closed questions are on the pages that go back, open ones on one that stays with the
 * advocate.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "markup.h"
#include "form.h"

static const char style[] =
"@page{size:A4;margin:13mm 14mm}\n"
"*{box-sizing:border-box}\n"
"body{margin:0 auto;max-width:182mm;padding:5mm;color:#000;background:#fff;"
"font:11pt/1.35 'Noto Sans','Segoe UI',Arial,Helvetica,sans-serif}\n"
"h1{font-size:17pt;line-height:1.2;margin:0}"
"h1+p{font-size:13pt;margin:.5mm 0 2.5mm}\n"
"h2{font-size:12pt;margin:4mm 0 1mm;border-bottom:1pt solid #000;"
"break-after:avoid}\n"
"p{margin:0 0 2mm}\n"
".where{float:right;border:1.5pt solid #000;padding:.5mm 2mm;font-weight:700;"
"font-size:10pt}\n"
".boxes{display:flex;flex-wrap:wrap;gap:0 6mm;margin:0 0 2mm;font-weight:700}"
".boxes span{white-space:nowrap}"
".boxes i{display:inline-block;height:8mm;border-bottom:1pt solid #000;"
"margin-left:2mm}"
".serial{width:52mm}.date{width:34mm}.age{width:14mm}\n"
".q{break-inside:avoid;margin:0 0 2.5mm;padding-left:9mm;position:relative}"
".q b{position:absolute;left:0}.q p{margin:0 0 .5mm}\n"
".if{font-style:italic;font-size:9.5pt}\n"
".a{display:flex;flex-wrap:wrap;gap:.5mm 5mm;margin:0;padding:0;"
"list-style:none}"
".a li{display:flex;align-items:center;white-space:nowrap}"
".a li:before{content:'';width:4.5mm;height:4.5mm;margin-right:1.5mm;"
"border:1pt solid #000;border-radius:.5mm;flex:none}\n"
".a.row{display:grid;grid-template-columns:repeat(var(--n),1fr);gap:0 2mm}"
".a.row li{flex-direction:column;white-space:normal;text-align:center;"
"font-size:10pt;line-height:1.2}.a.row li:before{margin:0 0 .5mm}\n"
".lines{height:38mm;border:.75pt solid #666;border-radius:1mm}\n"
".stays{break-before:page;padding-top:1mm}\n"
".small{font-size:9pt}\n"
".easy{font-size:14pt;line-height:1.45}.easy .a{gap:1mm 7mm}"
".easy .a li:before{width:7mm;height:7mm}.easy h1{font-size:20pt}"
".easy h2{font-size:15pt}.easy .q{padding-left:12mm;margin-bottom:4mm}"
".easy .a.row li{font-size:12pt}.easy .a.row li:before{margin:0 0 1mm}"
".easy .serial{width:44mm}.easy .date{width:28mm}.easy .age{width:12mm}"
".easy .if,.easy .small,.easy .where{font-size:11pt}\n"
"@media print{body{padding:0;max-width:none}}";

enum { LONG_SCALE = 5 };

struct page {
	struct buf *b;
	const struct form *f;
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

/* <tag>text</tag>; tag may bring a class. */
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
	put(p, ">\n");
}

static void
put_number(struct page *p, size_t n)
{
	if (buf_printf(p->b, "%zu", n) == -1)
		p->bad = -1;
}

static const char *
choose(const struct form *f, const char *en, const char *cy)
{
	return f->welsh ? cy : en;
}

static const char *
question_text(const struct form *f, const struct survey_question *q)
{
	return f->easy && q->easy != NULL ? choose(f, q->easy, q->easy_cy) :
	    choose(f, q->text, q->text_cy);
}

/* "a, b or c": the answers after which a question is asked. */
static int
say_answers(struct page *p, const struct survey_question *q, struct buf *out)
{
	const struct survey_scale *scale =
	    p->f->s->questions[q->if_question].scale;
	struct buf rest = { 0 };
	const char *last = NULL, *text;
	size_t i;
	int r = 0;

	for (i = 0; i < scale->n && r == 0; i++) {
		if (!q->if_answers[i])
			continue;
		text = choose(p->f, scale->v[i].text, scale->v[i].text_cy);
		if (last != NULL && (buf_puts(&rest, rest.n > 0 ? ", " :
		    "") == -1 || buf_puts(&rest, last) == -1))
			r = -1;
		last = text;
	}
	if (r == 0 && rest.n == 0)
		r = buf_puts(out, last);
	else if (r == 0)
		r = buf_str(&rest) == NULL ? -1 : labels_say(p->f->labels,
		    p->f->welsh, out, "survey-or", "a", rest.p, "b", last,
		    NULL);
	buf_free(&rest);
	return r;
}

static void
put_condition(struct page *p, const struct survey_question *q)
{
	struct buf answers = { 0 }, said = { 0 };
	char number[24];

	if (q->if_question == SIZE_MAX)
		return;
	(void)snprintf(number, sizeof(number), "%zu",
	    question_number(p->f, q->if_question));
	if (say_answers(p, q, &answers) == -1 || buf_str(&answers) == NULL ||
	    labels_say(p->f->labels, p->f->welsh, &said, "survey-only-if",
	    "number", number, "answers", answers.p, NULL) == -1 ||
	    buf_str(&said) == NULL)
		p->bad = -1;
	else
		put_in(p, "p class=\"if\"", said.p);
	buf_free(&answers);
	buf_free(&said);
}

static void
put_question(struct page *p, size_t i)
{
	const struct survey_question *q = &p->f->s->questions[i];
	size_t k;

	put(p, "<div class=\"q\"><b>");
	put_number(p, question_number(p->f, i));
	put(p, "</b>\n");
	put_condition(p, q);
	put_in(p, "p", question_text(p->f, q));
	if (q->scale == NULL) {
		put(p, "<div class=\"lines\"></div></div>\n");
		return;
	}
	/* Of a long scale each answer has its column, so that it is one line. */
	if (q->scale->n < LONG_SCALE) {
		put(p, "<ul class=\"a\">\n");
	} else {
		put(p, "<ul class=\"a row\" style=\"--n:");
		put_number(p, q->scale->n);
		put(p, "\">\n");
	}
	for (k = 0; k < q->scale->n; k++)
		put_in(p, "li", choose(p->f, q->scale->v[k].text,
		    q->scale->v[k].text_cy));
	put(p, "</ul></div>\n");
}

static bool
is_on(const struct form *f, size_t i, bool open)
{
	const struct survey_question *q = &f->s->questions[i];

	return q->stages[f->stage] && (q->scale == NULL) == open;
}

/* The questions of one kind, under the titles of their sections. */
static void
put_questions(struct page *p, bool open)
{
	const struct survey *s = p->f->s;
	size_t i, last = SIZE_MAX;

	for (i = 0; i < s->n_questions; i++) {
		const struct survey_section *sec =
		    &s->sections[s->questions[i].section];

		if (!is_on(p->f, i, open))
			continue;
		if (last != s->questions[i].section) {
			put_in(p, "h2", choose(p->f, sec->title,
			    sec->title_cy));
			if (sec->intro != NULL)
				put_in(p, "p", choose(p->f, sec->intro,
				    sec->intro_cy));
		}
		last = s->questions[i].section;
		put_question(p, i);
	}
}

static void
put_box(struct page *p, const char *label, const char *class)
{
	put(p, "<span>");
	put_text(p, word(p->f, label));
	put(p, "<i class=\"");
	put(p, class);
	put(p, "\"></i></span>\n");
}

static void
put_top(struct page *p, const char *where)
{
	const struct survey_stage *st = &p->f->s->stages[p->f->stage];

	put_in(p, "p class=\"where\"", word(p->f, where));
	put_in(p, "h1", choose(p->f, p->f->s->title, p->f->s->title_cy));
	put_in(p, "p", choose(p->f, st->title, st->title_cy));
	put(p, "<div class=\"boxes\">\n");
	put_box(p, "survey-serial", "serial");
	if (strcmp(where, "survey-goes-back") == 0) {
		put_box(p, "survey-date", "date");
		put_box(p, "survey-age", "age");
	}
	put(p, "</div>\n");
}

static bool
has_open(const struct form *f)
{
	size_t i;

	for (i = 0; i < f->s->n_questions; i++)
		if (is_on(f, i, true))
			return true;
	return false;
}

static void
put_body(struct page *p)
{
	const struct form *f = p->f;
	const struct survey_stage *st = &f->s->stages[f->stage];

	put(p, f->easy ? "<body class=\"easy\">\n" : "<body>\n");
	put(p, "<section>\n");
	put_top(p, "survey-goes-back");
	put_in(p, "p class=\"small\"", word(f, "survey-no-name"));
	if (f->welsh && f->s->welsh_draft)
		put_in(p, "p class=\"small\"", word(f, "draft"));
	put_in(p, "p", choose(f, st->intro, st->intro_cy));
	put_in(p, "p", word(f, "survey-rights"));
	put_questions(p, false);
	put(p, "</section>\n");
	if (has_open(f)) {
		put(p, "<section class=\"stays\">\n");
		put_top(p, "survey-stays");
		put_in(p, "p class=\"small\"", word(f, "survey-stays-why"));
		if (f->easy && f->s->easy_read != NULL)
			put_in(p, "p class=\"small\"", choose(f,
			    f->s->easy_read, f->s->easy_read_cy));
		put_questions(p, true);
		put(p, "</section>\n");
	}
	put(p, "</body>\n</html>\n");
}

int
html_write(struct buf *b, const struct form *f)
{
	struct page page = { b, f, 0 }, *p = &page;
	const struct survey_stage *st = &f->s->stages[f->stage];

	put(p, "<!DOCTYPE html>\n<html lang=\"");
	put(p, f->welsh ? "cy" : "en");
	put(p, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\">\n<title>");
	put_text(p, choose(f, f->s->title, f->s->title_cy));
	put(p, ": ");
	put_text(p, choose(f, st->title, st->title_cy));
	put(p, "</title>\n<style>\n");
	put(p, style);
	put(p, "\n</style>\n</head>\n");
	put_body(p);
	return p->bad;
}
