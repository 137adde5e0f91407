/* SPDX-License-Identifier: MIT */
/* How cells show their numbers: see sheet_parts.h and sheet_number.h. */
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "sheet_parts.h"
#include "sheet_xml.h"

enum { STYLES_MOST = 1 << 17, OWN_MOST = 1 << 12 };

struct reading {
	struct cell_styles *styles;
	uint64_t *ids;		/* of the number format of each style */
	size_t cap;
	struct {
		uint64_t id;
		struct number_format format;
	} *own;			/* formats that the workbook defines */
	size_t n_own, cap_own;
	bool in_formats, in_styles;
};

static void
add_format(struct xml *x, struct reading *r, const char **attributes)
{
	const char *id = xml_attribute(attributes, "numFmtId");
	const char *code = xml_attribute(attributes, "formatCode");
	void *grown;

	if (r->n_own == OWN_MOST || id == NULL || code == NULL ||
	    !num_uint(id, strlen(id), &(uint64_t){ 0 })) {
		xml_bad(x, "the workbook's number formats are not sound");
		return;
	}
	grown = grow(r->own, r->n_own, &r->cap_own, sizeof(*r->own));
	if (grown == NULL) {
		xml_no_memory(x);
		return;
	}
	r->own = grown;
	(void)num_uint(id, strlen(id), &r->own[r->n_own].id);
	number_format_read(&r->own[r->n_own++].format, code);
}

static void
add_style(struct xml *x, struct reading *r, const char **attributes)
{
	const char *id = xml_attribute(attributes, "numFmtId");
	uint64_t *grown = grow(r->ids, r->styles->n, &r->cap,
	    sizeof(*grown));

	if (grown == NULL) {
		xml_no_memory(x);
		return;
	}
	r->ids = grown;
	if (r->styles->n == STYLES_MOST || (id != NULL &&
	    !num_uint(id, strlen(id), &r->ids[r->styles->n]))) {
		xml_bad(x, "the workbook's styles are not sound");
		return;
	}
	if (id == NULL)
		r->ids[r->styles->n] = 0;
	r->styles->n++;
}

static void
on_start(struct xml *x, void *arg, const char *name,
    const char **attributes, unsigned depth)
{
	struct reading *r = arg;

	if (depth == 2) {
		r->in_formats = strcmp(name, "numFmts") == 0;
		r->in_styles = strcmp(name, "cellXfs") == 0;
	}
	if (depth == 3 && r->in_formats && strcmp(name, "numFmt") == 0)
		add_format(x, r, attributes);
	if (depth == 3 && r->in_styles && strcmp(name, "xf") == 0)
		add_style(x, r, attributes);
}

static void
on_end(struct xml *x, void *arg, const char *name, unsigned depth)
{
	(void)x;
	(void)arg;
	(void)name;
	(void)depth;
}

/* What the workbook defines goes before what is built in. */
static void
resolve(const struct reading *r, size_t at)
{
	size_t i;

	for (i = 0; i < r->n_own; i++)
		if (r->own[i].id == r->ids[at]) {
			r->styles->formats[at] = r->own[i].format;
			return;
		}
	number_format_built_in(&r->styles->formats[at], r->ids[at]);
}

int
cell_styles_read(struct cell_styles *s, struct package *pk, const char *part,
    struct err *err)
{
	static const struct xml_handlers handlers = { .start = on_start,
	    .end = on_end };
	struct reading r = { .styles = s };
	int result = 0;
	size_t i;

	if (part != NULL)
		result = part_all(pk, part, &handlers, &r, err);
	if (result == 0) {
		s->formats = calloc(s->n + 1, sizeof(*s->formats));
		if (s->formats == NULL)
			result = err_set(err, STATUS_SYSTEM, "",
			    "out of memory");
	}
	for (i = 0; result == 0 && i < s->n; i++)
		resolve(&r, i);
	if (result == 0 && s->n == 0)
		s->n = 1;	/* without styles all cells have the first */
	free(r.ids);
	free(r.own);
	return result;
}

void
cell_styles_done(struct cell_styles *s)
{
	free(s->formats);
}
