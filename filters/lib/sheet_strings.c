/* SPDX-License-Identifier: MIT */
/*
 * The texts that cells share, each kept once as CSV has it: see sheet_parts.h.
 * The one thing of a workbook that is held in memory.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"
#include "sheet_parts.h"
#include "sheet_xml.h"

enum { STRINGS_MOST = 16 << 20, STRING_MOST = 1 << 20,
	ALL_MOST = 512 << 20 };

struct reading {
	struct strings *strings;
	struct buf text;	/* of the one at hand */
	bool in_run, taking;
};

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ?
	    c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character that _xHHHH_ at p stands for; 0: it is text as it stands. */
static unsigned
escaped(const char *p, size_t n)
{
	unsigned c = 0;
	size_t i;

	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return 0;
	for (i = 2; i < 6; i++) {
		if (hex(p[i]) == -1)
			return 0;
		c = c * 16 + (unsigned)hex(p[i]);
	}
	/* No text holds other controls and halves of characters. */
	if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
	    (c >= 0xd800 && c < 0xe000) || c >= 0xfffe)
		return 0;
	return c;
}

static void
unescape(struct buf *b)
{
	const char *p = b->p, *end = p + b->n;
	char *t = b->p;
	unsigned c;

	while (p < end) {
		c = *p == '_' ? escaped(p, (size_t)(end - p)) : 0;
		if (c == 0) {
			*t++ = *p++;
			continue;
		}
		t = utf8_put(t, c);
		p += 7;
	}
	b->n = (size_t)(t - b->p);
}

unsigned
text_finish(struct buf *b)
{
	unsigned breaks = 0;
	size_t i, k;

	if (b->n == 0)
		return 0;
	if (memchr(b->p, '_', b->n) != NULL)
		unescape(b);
	if (memchr(b->p, '\n', b->n) == NULL &&
	    memchr(b->p, '\r', b->n) == NULL)
		return 0;
	for (i = k = 0; i < b->n; i++) {
		if (b->p[i] == '\r' && i + 1 < b->n && b->p[i + 1] == '\n')
			continue;
		if (b->p[i] == '\n' || b->p[i] == '\r') {
			b->p[k++] = ' ';
			breaks++;
		} else {
			b->p[k++] = b->p[i];
		}
	}
	b->n = k;
	return breaks;
}

/* t stands in si, or in an r of it; what stands in rPh is how it is spoken. */
static void
on_start(struct xml *x, void *arg, const char *name,
    const char **attributes, unsigned depth)
{
	struct reading *r = arg;

	(void)x;
	(void)attributes;
	if (depth == 2)
		r->text.n = 0;
	if (depth == 3)
		r->in_run = strcmp(name, "r") == 0;
	if (depth == 3 || (depth == 4 && r->in_run))
		r->taking = strcmp(name, "t") == 0;
}

static void
keep(struct xml *x, struct reading *r)
{
	struct strings *s = r->strings;
	struct shared *grown;

	if (s->n == STRINGS_MOST || s->text.n > ALL_MOST) {
		xml_bad(x, "the workbook has more text than fits the memory it "
		    "may take (512 MiB): split it into several");
		return;
	}
	grown = grow(s->items, s->n, &s->cap, sizeof(*grown));
	if (grown == NULL) {
		xml_no_memory(x);
		return;
	}
	s->items = grown;
	grown[s->n].at = s->text.n;
	grown[s->n].breaks = text_finish(&r->text);
	if (r->text.n > 0 && csv_append(&s->text, r->text.p, r->text.n) == -1) {
		xml_no_memory(x);
		return;
	}
	grown[s->n].n = (unsigned)(s->text.n - grown[s->n].at);
	s->n++;
}

static void
on_end(struct xml *x, void *arg, const char *name, unsigned depth)
{
	struct reading *r = arg;

	r->taking = false;
	if (depth == 2 && strcmp(name, "si") == 0)
		keep(x, r);
}

static void
on_text(struct xml *x, void *arg, const char *p, size_t n)
{
	struct reading *r = arg;

	if (!r->taking)
		return;
	if (r->text.n + n > STRING_MOST)
		xml_bad(x, "a text in the workbook is longer than any cell");
	else if (buf_add(&r->text, p, n) == -1)
		xml_no_memory(x);
}

int
strings_read(struct strings *s, struct package *pk, const char *part,
    struct err *err)
{
	static const struct xml_handlers handlers = { .start = on_start,
	    .end = on_end, .text = on_text };
	struct reading r = { .strings = s };
	int result;

	result = part_all(pk, part, &handlers, &r, err);
	buf_free(&r.text);
	return result;
}

void
strings_done(struct strings *s)
{
	buf_free(&s->text);
	free(s->items);
}
