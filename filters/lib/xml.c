/* SPDX-License-Identifier: MIT */
/* See xml.h. */
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "encoding.h"
#include "xml.h"

/* QUIET: bytes of markup without an element; no tag and comment is as long. */
enum { PIECE = 32 * 1024, DEPTH_MOST = 64, QUIET_MOST = 2 * 1024 * 1024,
	SKIP_DEPTH = 2, SKIP_MOST = 1024 * 1024 };
#define SKIP_AT "<row"
enum { SKIP_BYTES = sizeof(SKIP_AT) - 1 };

struct xml {
	XML_Parser parser;
	const struct xml_input *input;
	const struct xml_handlers *handlers;
	void *arg;
	unsigned depth;
	size_t quiet;		/* bytes since the last element or text */
	char *b;		/* bytes, b[at..n) to be read: */
	size_t at, n, cap;
	XML_Index fed, seen;	/* bytes that expat was given; where the last
				 * thing at SKIP_DEPTH ended */
	bool failed, paused, end;
	bool literal;		/* inside CDATA, where markup is text */
	bool wide;		/* UTF-16, where these bytes are other letters */
	struct err err, later;	/* of a handler: the first, and any other */
};

static const char *
local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL || colon[1] == '\0' ? name : colon + 1;
}

/* Inside an element that skip may know, if nothing of the next one is begun. */
static void
mark_place(struct xml *x)
{
	if (x->depth == SKIP_DEPTH && x->handlers->skip != NULL &&
	    !x->literal && !x->wide)
		x->seen = XML_GetCurrentByteIndex(x->parser) +
		    XML_GetCurrentByteCount(x->parser);
}

static int
fault(struct xml *x, enum xml_fault what, struct err *err)
{
	return x->input->bad(x->input->arg, what, xml_line(x), err);
}

static void XMLCALL
on_start(void *arg, const char *name, const char **attributes)
{
	struct xml *x = arg;

	x->quiet = 0;
	x->depth++;
	if (x->failed)
		return;
	if (x->depth > DEPTH_MOST)
		(void)fault(x, XML_DEEP, xml_fail(x));
	else
		x->handlers->start(x, x->arg, local_name(name), attributes,
		    x->depth);
	mark_place(x);
}

static void XMLCALL
on_end(void *arg, const char *name)
{
	struct xml *x = arg;

	x->quiet = 0;
	if (!x->failed)
		x->handlers->end(x, x->arg, local_name(name), x->depth);
	x->depth--;
	mark_place(x);
}

static void XMLCALL
on_text(void *arg, const char *p, int n)
{
	struct xml *x = arg;

	x->quiet = 0;
	if (!x->failed && x->handlers->text != NULL)
		x->handlers->text(x, x->arg, p, (size_t)n);
	mark_place(x);
}

static void XMLCALL
on_literal(void *arg)
{
	struct xml *x = arg;

	x->literal = true;
}

static void XMLCALL
on_literal_end(void *arg)
{
	struct xml *x = arg;

	x->literal = false;
}

static void XMLCALL
on_document_type(void *arg, const char *name, const char *system,
    const char *public, int subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)subset;
	(void)fault(arg, XML_DOCTYPE, xml_fail(arg));
}

/* Besides what expat knows: the one that Windows writes. */
static int XMLCALL
on_encoding(void *arg, const char *name, XML_Encoding *info)
{
	int i;

	(void)arg;
	if (strcasecmp(name, encoding_names[ENCODING_WINDOWS_1252]) != 0)
		return XML_STATUS_ERROR;
	for (i = 0; i < 256; i++)
		info->map[i] = i;
	for (i = 0; i < 32; i++)
		info->map[0x80 + i] = windows_1252[i] == 0 ? -1 :
		    windows_1252[i];
	info->data = NULL;
	info->convert = NULL;
	info->release = NULL;
	return XML_STATUS_OK;
}

int
xml_open(struct xml **out, const struct xml_input *input,
    const struct xml_handlers *h, void *arg, struct err *err)
{
	struct xml *x = calloc(1, sizeof(*x));

	if (x == NULL || (x->parser = XML_ParserCreate(NULL)) == NULL) {
		free(x);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	x->input = input;
	x->handlers = h;
	x->arg = arg;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetCdataSectionHandler(x->parser, on_literal, on_literal_end);
	XML_SetStartDoctypeDeclHandler(x->parser, on_document_type);
	XML_SetUnknownEncodingHandler(x->parser, on_encoding, NULL);
	*out = x;
	return 0;
}

/* What expat says, as far as it tells what to do. */
static enum xml_fault
fault_of(const struct xml *x)
{
	switch (XML_GetErrorCode(x->parser)) {
	case XML_ERROR_NO_ELEMENTS:
		return x->depth == 0 ? XML_EMPTY : XML_CUT;
	case XML_ERROR_UNCLOSED_TOKEN:
	case XML_ERROR_UNCLOSED_CDATA_SECTION:
		return XML_CUT;
	case XML_ERROR_TAG_MISMATCH:
		return XML_MISMATCH;
	case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
		return XML_JUNK;
	case XML_ERROR_UNKNOWN_ENCODING:
	case XML_ERROR_INCORRECT_ENCODING:
		return XML_ENCODING;
	default:
		return XML_MALFORMED;
	}
}

static int
refused(struct xml *x, struct err *err)
{
	if (x->failed) {
		*err = x->err;
		return -1;
	}
	if (XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	return fault(x, fault_of(x), err);
}

/* Reads more behind n.  0, or -1 with *err. */
static int
fill(struct xml *x, struct err *err)
{
	ssize_t r;
	char *p;

	if (x->n > x->at)
		memmove(x->b, x->b + x->at, x->n - x->at);
	x->n -= x->at;
	x->at = 0;
	if (x->cap - x->n < PIECE) {
		p = realloc(x->b, x->cap + x->cap / 2 + 2 * PIECE);
		if (p == NULL)
			return err_set(err, STATUS_SYSTEM, "",
			    "out of memory");
		x->b = p;
		x->cap += x->cap / 2 + 2 * PIECE;
	}
	r = x->input->read(x->input->arg, x->b + x->n, PIECE, err);
	x->end = r == 0;
	x->n += r > 0 ? (size_t)r : 0;
	return r == -1 ? -1 : 0;
}

/*
 * Leaves out what skip has read.  True: it needs more bytes, and there may be
 * some.
 */
static bool
skip(struct xml *x)
{
	const char *p;
	bool more = false;
	size_t n;

	while (x->n - x->at >= SKIP_BYTES) {
		p = x->b + x->at;
		if (memcmp(p, SKIP_AT, SKIP_BYTES) != 0)
			return false;
		n = x->handlers->skip(x->arg, p, x->n - x->at, &more);
		if (n == 0)
			return more && !x->end && x->n - x->at < SKIP_MOST;
		x->at += n;
		x->quiet = 0;
	}
	return !x->end;
}

/*
 * How much expat is given: up to where skip is to be asked, but no crumbs of what
 * has no end yet, which it would look through again each time.
 */
static size_t
piece(const struct xml *x)
{
	const char *p = x->b + x->at, *next;
	size_t n = x->n - x->at;

	if (x->handlers->skip == NULL || x->quiet > 0 || n <= SKIP_BYTES)
		return n;
	next = memmem(p + 1, n - 1, SKIP_AT, SKIP_BYTES);
	return next != NULL ? (size_t)(next - p) : n - (SKIP_BYTES - 1);
}

/* By the first two bytes of all, as expat does: a mark, or half a "<". */
static void
look_at_first(struct xml *x, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n && x->fed + (XML_Index)i < 2; i++)
		x->wide |= p[i] == '\0' || (unsigned char)p[i] >= 0xfe;
}

/* The next piece, or what is left of the one at which it paused. */
static enum XML_Status
parse(struct xml *x)
{
	const char *p = x->b + x->at;
	size_t n;

	if (x->paused)
		return XML_ResumeParser(x->parser);
	n = piece(x);
	look_at_first(x, p, n);
	x->quiet += n;
	x->at += n;
	x->fed += (XML_Index)n;
	return XML_Parse(x->parser, p, (int)n, x->end && x->at == x->n);
}

int
xml_step(struct xml *x, struct err *err)
{
	enum XML_Status status;

	if (!x->paused) {
		if (!x->end && x->n - x->at <= SKIP_BYTES &&
		    fill(x, err) == -1)
			return -1;
		if (x->depth == SKIP_DEPTH && x->handlers->skip != NULL &&
		    x->seen == x->fed && skip(x))
			return fill(x, err) == -1 ? -1 : 1;
	}
	status = parse(x);
	if (status == XML_STATUS_ERROR || x->failed)
		return refused(x, err);
	x->paused = status == XML_STATUS_SUSPENDED;
	if (x->quiet > QUIET_MOST)
		return fault(x, XML_ENDLESS, err);
	return x->paused || !x->end || x->at < x->n;
}

void
xml_close(struct xml *x)
{
	if (x == NULL)
		return;
	XML_ParserFree(x->parser);
	free(x->b);
	free(x);
}

struct err *
xml_fail(struct xml *x)
{
	if (x->failed)
		return &x->later;
	x->failed = true;
	(void)XML_StopParser(x->parser, XML_FALSE);
	return &x->err;
}

void
xml_no_memory(struct xml *x)
{
	err_set(xml_fail(x), STATUS_SYSTEM, "", "out of memory");
}

void
xml_pause(struct xml *x)
{
	if (!x->failed)
		(void)XML_StopParser(x->parser, XML_TRUE);
}

size_t
xml_line(const struct xml *x)
{
	return XML_GetCurrentLineNumber(x->parser);
}

void *
xml_source(const struct xml *x)
{
	return x->input->arg;
}
