/* SPDX-License-Identifier: MIT */
/* See xml_file.h. */
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "encoding.h"
#include "xml_file.h"

/* QUIET: pieces of markup without an element; no tag and comment is as long. */
enum { PIECE = 32 * 1024, DEPTH_MOST = 64, QUIET_MOST = 64 };

struct xml_file {
	XML_Parser parser;
	const char *name;
	const struct xml_events *events;
	void *arg;
	unsigned depth, quiet;
	bool failed;
	struct err err;
};

static const char *
local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL || colon[1] == '\0' ? name : colon + 1;
}

static void XMLCALL
on_start(void *arg, const char *name, const char **attributes)
{
	struct xml_file *x = arg;

	x->quiet = 0;
	x->depth++;
	if (x->failed)
		return;
	if (x->depth > DEPTH_MOST)
		xml_file_bad(x, "bad-xml", "elements are nested deeper than "
		    "in any return");
	else
		x->events->start(x, x->arg, local_name(name), attributes,
		    x->depth);
}

static void XMLCALL
on_end(void *arg, const char *name)
{
	struct xml_file *x = arg;

	x->quiet = 0;
	if (!x->failed)
		x->events->end(x, x->arg, local_name(name), x->depth);
	x->depth--;
}

static void XMLCALL
on_text(void *arg, const char *p, int n)
{
	struct xml_file *x = arg;

	x->quiet = 0;
	if (!x->failed && x->events->text != NULL)
		x->events->text(x, x->arg, p, (size_t)n);
}

static void XMLCALL
on_document_type(void *arg, const char *name, const char *system,
    const char *public, int subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)subset;
	xml_file_bad(arg, "bad-xml", "the file has a document type (DOCTYPE), "
	    "which may name other files or grow without end: ask for it "
	    "without one");
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
xml_file_open(struct xml_file **out, const char *name,
    const struct xml_events *events, void *arg, struct err *err)
{
	struct xml_file *x = calloc(1, sizeof(*x));

	if (x == NULL || (x->parser = XML_ParserCreate(NULL)) == NULL) {
		free(x);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	x->name = name;
	x->events = events;
	x->arg = arg;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_document_type);
	XML_SetUnknownEncodingHandler(x->parser, on_encoding, NULL);
	*out = x;
	return 0;
}

/* What expat says is about bytes, not about what to do. */
static int
refused(struct xml_file *x, struct err *err)
{
	const char *text;

	if (x->failed) {
		*err = x->err;
		return -1;
	}
	switch (XML_GetErrorCode(x->parser)) {
	case XML_ERROR_NO_MEMORY:
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	case XML_ERROR_NO_ELEMENTS:
		text = x->depth == 0 ? "the file ends before its XML begins" :
		    "the file ends in the middle of its XML: ask for it "
		    "again, whole";
		break;
	case XML_ERROR_UNCLOSED_TOKEN:
	case XML_ERROR_UNCLOSED_CDATA_SECTION:
		text = "the file ends in the middle of its XML: ask for it "
		    "again, whole";
		break;
	case XML_ERROR_TAG_MISMATCH:
		text = "an element ends here that is not the one that is open: "
		    "the XML is broken before this line; ask for the file "
		    "again";
		break;
	case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
		text = "something stands behind the end of the XML: files were "
		    "joined here, send them one by one";
		break;
	case XML_ERROR_UNKNOWN_ENCODING:
	case XML_ERROR_INCORRECT_ENCODING:
		text = "the XML says that it is in an encoding that is not "
		    "read, want UTF-8, UTF-16, ISO-8859-1 or windows-1252";
		break;
	default:
		text = "not written as XML is (a < or & that stands for "
		    "itself, or a letter that does not fit the encoding): ask "
		    "for the file again, written by a program that writes XML";
	}
	err_set(err, STATUS_DATA, "bad-xml", "%s", text);
	return err_at(err, x->name, XML_GetCurrentLineNumber(x->parser), NULL);
}

int
xml_file_step(struct xml_file *x, struct err *err)
{
	void *p = XML_GetBuffer(x->parser, PIECE);
	ssize_t n;

	if (p == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	n = x->events->read(x->arg, p, PIECE, err);
	if (n == -1)
		return -1;
	x->quiet++;
	if (XML_ParseBuffer(x->parser, (int)n, n == 0) == XML_STATUS_ERROR ||
	    x->failed)
		return refused(x, err);
	if (x->quiet > QUIET_MOST) {
		err_set(err, STATUS_DATA, "bad-xml", "markup that does not "
		    "end: ask for the file again");
		return err_at(err, x->name, xml_file_line(x), NULL);
	}
	return n > 0;
}

void
xml_file_close(struct xml_file *x)
{
	if (x == NULL)
		return;
	XML_ParserFree(x->parser);
	free(x);
}

size_t
xml_file_line(const struct xml_file *x)
{
	return XML_GetCurrentLineNumber(x->parser);
}

/* The first speaks. */
static bool
fail(struct xml_file *x)
{
	if (x->failed)
		return false;
	x->failed = true;
	(void)XML_StopParser(x->parser, XML_FALSE);
	return true;
}

void
xml_file_bad(struct xml_file *x, const char *code, const char *text)
{
	if (!fail(x))
		return;
	err_set(&x->err, STATUS_DATA, code, "%s", text);
	err_at(&x->err, x->name, xml_file_line(x), NULL);
}

void
xml_file_no_memory(struct xml_file *x)
{
	if (fail(x))
		err_set(&x->err, STATUS_SYSTEM, "", "out of memory");
}
