/* SPDX-License-Identifier: MIT */
/* See sheet_xml.h. */
#include <string.h>

#include "sheet_xml.h"

static ssize_t
part_read(void *package, void *p, size_t n, struct err *err)
{
	return package_read(package, p, n, err);
}

/* Excel's files have one cure: lines of their XML say nothing to anybody. */
static int
part_bad(void *package, enum xml_fault fault, size_t line, struct err *err)
{
	static const char *const texts[XML_FAULTS] = {
		[XML_DOCTYPE] = "the workbook has a document type, which no "
		    "workbook needs",
		[XML_DEEP] = "the workbook's elements are nested too deep",
		[XML_ENDLESS] = "a part of the workbook has markup without an "
		    "end"
	};

	(void)line;
	return package_bad(package, err, texts[fault] != NULL ?
	    texts[fault] : "a part of the workbook is not written as XML is");
}

int
part_open(struct part *part, struct package *pk, const char *name,
    const struct xml_handlers *h, void *arg, struct err *err)
{
	part->input = (struct xml_input){ pk, part_read, part_bad };
	return package_begin(pk, name, err) == -1 ? -1 :
	    xml_open(&part->xml, &part->input, h, arg, err);
}

void
part_close(struct part *part)
{
	xml_close(part->xml);
	part->xml = NULL;
}

int
part_all(struct package *pk, const char *name, const struct xml_handlers *h,
    void *arg, struct err *err)
{
	struct part part = { .xml = NULL };
	int r;

	if (part_open(&part, pk, name, h, arg, err) == -1)
		return -1;
	while ((r = xml_step(part.xml, err)) == 1)
		;
	part_close(&part);
	return r;
}

void
xml_bad(struct xml *x, const char *what)
{
	package_bad(xml_source(x), xml_fail(x), what);
}

const char *
xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

bool
xml_true(const char *value)
{
	return value != NULL && (strcmp(value, "1") == 0 ||
	    strcmp(value, "true") == 0);
}
