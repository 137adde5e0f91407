/* SPDX-License-Identifier: MIT */
/* One XML part of a workbook, read by xml.h.  For the files of the sheet alone. */
#ifndef LSCB_SHEET_XML_H
#define LSCB_SHEET_XML_H

#include "sheet_zip.h"
#include "xml.h"

/* One that is open; where it lies it stays, it is pointed to. */
struct part {
	struct xml *xml;	/* NULL: none is */
	struct xml_input input;
};

/* Opens the part of that name.  0, or -1 with *err. */
int part_open(struct part *part, struct package *pk, const char *name,
    const struct xml_handlers *h, void *arg, struct err *err);
void part_close(struct part *part);
/* All of a part.  0, or -1 with *err. */
int part_all(struct package *pk, const char *name,
    const struct xml_handlers *h, void *arg, struct err *err);

/* For handlers. */
void xml_bad(struct xml *x, const char *what);	/* xml_fail, as package_bad */
/* The value of an attribute without a namespace; or NULL. */
const char *xml_attribute(const char **attributes, const char *name);
/* "1" or "true". */
bool xml_true(const char *value);

#endif
