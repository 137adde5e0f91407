/* SPDX-License-Identifier: MIT */
/*
 * Which part of a workbook is the sheet that is wanted: see sheet_parts.h.  Parts
 * refer to each other by relationships, files beside them of which the first says
 * what the workbook is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet_parts.h"
#include "sheet_xml.h"

enum { RELATIONS_MOST = 10000, SHEETS_MOST = 10000, PATH_MOST = 512 };

#define OR_CSV "open it in Excel and save it as an Excel workbook (.xlsx), or " \
	"the sheet as CSV UTF-8"

struct relation {
	const char *id, *type, *target;
	bool external;
};

struct relations {
	struct relation *items;
	size_t n, cap;
	struct arena *arena;
};

/* What is noted of the workbook's own part. */
struct sheets {
	struct book *book;
	const char *wanted;
	const char *id;		/* of its relationship; NULL: not found */
	const char **names;
	size_t n, cap;
	bool in_sheets, is_book, twice;
};

static void
relation_start(struct xml *x, void *arg, const char *name,
    const char **attributes, unsigned depth)
{
	struct relations *rs = arg;
	struct relation *grown, *r;
	const char *id = xml_attribute(attributes, "Id");
	const char *type = xml_attribute(attributes, "Type");
	const char *target = xml_attribute(attributes, "Target");
	const char *mode = xml_attribute(attributes, "TargetMode");

	if (depth != 2 || strcmp(name, "Relationship") != 0 || id == NULL ||
	    type == NULL || target == NULL)
		return;
	if (rs->n == RELATIONS_MOST) {
		xml_bad(x, "the workbook has more relationships than any");
		return;
	}
	grown = grow(rs->items, rs->n, &rs->cap, sizeof(*grown));
	if (grown == NULL) {
		xml_no_memory(x);
		return;
	}
	rs->items = grown;
	r = &rs->items[rs->n];
	r->id = arena_strdup(rs->arena, id);
	type = strrchr(type, '/') == NULL ? type : strrchr(type, '/') + 1;
	r->type = arena_strdup(rs->arena, type);
	r->target = arena_strdup(rs->arena, target);
	r->external = mode != NULL && strcmp(mode, "External") == 0;
	if (r->id == NULL || r->type == NULL || r->target == NULL)
		xml_no_memory(x);
	else
		rs->n++;
}

static void
nothing(struct xml *x, void *arg, const char *name, unsigned depth)
{
	(void)x;
	(void)arg;
	(void)name;
	(void)depth;
}

/* The part that has the relationships of a part. */
static int
relations_of(char out[PATH_MOST], const char *part)
{
	const char *slash = strrchr(part, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash + 1 - part);
	size_t n = strlen(part);

	if (n + sizeof("_rels/.rels") > PATH_MOST)
		return -1;
	memcpy(out, part, folder);
	memcpy(out + folder, "_rels/", 6);
	memcpy(out + folder + 6, part + folder, n - folder);
	memcpy(out + n + 6, ".rels", 6);
	return 0;
}

/*
 * The part that a target means, seen from a part: without . and .., which never
 * lead out of the workbook.
 */
static int
resolve(char out[PATH_MOST], const char *from, const char *target)
{
	const char *slash = strrchr(from, '/'), *end;
	size_t n = 0, k;

	if (*target != '/' && slash != NULL) {
		n = (size_t)(slash - from);
		if (n >= PATH_MOST)
			return -1;
		memcpy(out, from, n);
	}
	for (; *target != '\0'; target = end) {
		target += *target == '/';
		end = target + strcspn(target, "/");
		k = (size_t)(end - target);
		if (k == 0 || (k == 1 && *target == '.'))
			continue;
		if (k == 2 && target[0] == '.' && target[1] == '.') {
			if (n == 0)
				return -1;
			while (n > 0 && out[--n] != '/')
				;
			continue;
		}
		if (n + k + 2 > PATH_MOST)
			return -1;
		if (n > 0)
			out[n++] = '/';
		memcpy(out + n, target, k);
		n += k;
	}
	out[n] = '\0';
	return n == 0 ? -1 : 0;
}

static const struct relation *
by_type(const struct relations *rs, const char *type)
{
	size_t i;

	for (i = 0; i < rs->n; i++)
		if (strcmp(rs->items[i].type, type) == 0)
			return &rs->items[i];
	return NULL;
}

/* *part becomes the one a relationship leads to, which must be there. */
static int
follow(struct book *book, struct package *pk, const char *from,
    const struct relation *r, char **part, struct err *err)
{
	char path[PATH_MOST];

	if (r->external || resolve(path, from, r->target) == -1)
		return package_bad(pk, err, "a part of the workbook lies "
		    "outside it");
	if (!package_has(pk, path))
		return package_bad(pk, err, "a part of the workbook is "
		    "missing");
	*part = arena_strdup(&book->arena, path);
	return *part != NULL ? 0 :
	    err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
read_relations(struct relations *rs, struct package *pk, const char *part,
    struct err *err)
{
	static const struct xml_handlers handlers = { .start = relation_start,
	    .end = nothing };

	return part_all(pk, part, &handlers, rs, err);
}

/* The next of the names that "A | B" is; NULL behind the last. */
static const char *
next_name(const char *wanted, size_t *n)
{
	const char *end;

	wanted += strspn(wanted, " |");
	if (*wanted == '\0')
		return NULL;
	end = wanted + strcspn(wanted, "|");
	while (end[-1] == ' ')
		end--;
	*n = (size_t)(end - wanted);
	return wanted;
}

/* Is a sheet's name as a whole, or one of the several, what is declared? */
static bool
is_wanted(const char *wanted, const char *name)
{
	size_t n;

	if (strcmp(name, wanted) == 0)
		return true;
	for (; (wanted = next_name(wanted, &n)) != NULL; wanted += n)
		if (strlen(name) == n && memcmp(name, wanted, n) == 0)
			return true;
	return false;
}

static void
note_sheet(struct xml *x, struct sheets *s, const char **attributes)
{
	const char *name = xml_attribute(attributes, "name");
	const char *state = xml_attribute(attributes, "state");
	const char **grown, *copy;
	size_t i;

	if (name == NULL || s->n == SHEETS_MOST) {
		xml_bad(x, "the workbook has sheets without a name, or more "
		    "than any");
		return;
	}
	grown = grow(s->names, s->n, &s->cap, sizeof(*grown));
	copy = arena_strdup(&s->book->arena, name);
	if (grown != NULL)
		s->names = grown;
	if (grown == NULL || copy == NULL) {
		xml_no_memory(x);
		return;
	}
	s->names[s->n++] = copy;
	if (!is_wanted(s->wanted, name))
		return;
	s->twice = s->id != NULL;
	s->book->hidden = state != NULL && strcmp(state, "visible") != 0;
	/* Of the attribute that has a namespace, whatever that is called. */
	for (i = 0; attributes[i] != NULL; i += 2) {
		copy = strchr(attributes[i], ':');
		if (copy != NULL && strcmp(copy, ":id") == 0)
			s->id = arena_strdup(&s->book->arena,
			    attributes[i + 1]);
	}
	if (s->twice)
		xml_bad(x, "two sheets are called by what sheet: says: name the "
		    "one that is meant");
	else if (s->id == NULL)
		xml_bad(x, "the workbook's list of sheets is not sound");
}

static void
book_start(struct xml *x, void *arg, const char *name,
    const char **attributes, unsigned depth)
{
	struct sheets *s = arg;

	if (depth == 1)
		s->is_book = strcmp(name, "workbook") == 0;
	if (depth == 2)
		s->in_sheets = strcmp(name, "sheets") == 0;
	if (depth == 2 && strcmp(name, "workbookPr") == 0)
		s->book->from_1904 = xml_true(xml_attribute(attributes,
		    "date1904"));
	if (depth == 3 && s->in_sheets && strcmp(name, "sheet") == 0)
		note_sheet(x, s, attributes);
}

/* A name from the file may hold anything: only one that is nearly ours is said. */
static int
no_sheet(const struct sheets *s, struct package *pk, struct err *err)
{
	const char *near = NULL, *p = s->wanted;
	char name[128];
	size_t n;

	for (; near == NULL && (p = next_name(p, &n)) != NULL; p += n) {
		(void)snprintf(name, sizeof(name), "%.*s", (int)n, p);
		near = near_miss(name, s->names, s->n);
	}
	if (near != NULL)
		err_set(err, STATUS_DATA, "no-sheet", "no sheet '%s'; did you "
		    "mean '%s'?", s->wanted, near);
	else
		err_set(err, STATUS_DATA, "no-sheet", "no sheet '%s' among the "
		    "%zu of this workbook: look at their tabs in Excel; if the "
		    "sender calls it otherwise now, say so with sheet:",
		    s->wanted, s->n);
	return err_at(err, package_name(pk), 0, NULL);
}

/* What a zip file is that is no workbook of ours. */
static int
other_file(struct package *pk, struct err *err)
{
	const char *what = "a zip file without a workbook in it: unpack it, "
	    "and read what is in it";

	if (package_has(pk, "xl/workbook.bin"))
		what = "a binary workbook (.xlsb): " OR_CSV;
	else if (package_has(pk, "mimetype") && package_has(pk,
	    "content.xml"))
		what = "an OpenDocument file (.ods): " OR_CSV;
	else if (package_has(pk, "word/document.xml"))
		what = "a Word document: ask the sender for the data as a "
		    "workbook or CSV";
	err_set(err, STATUS_DATA, "not-workbook", "%s", what);
	return err_at(err, package_name(pk), 0, NULL);
}

/* The sheet and what belongs to all sheets, by the book's relationships. */
static int
find_parts(struct book *book, struct package *pk, const char *part,
    const char *id, struct relations *rs, struct err *err)
{
	const struct relation *r;
	char path[PATH_MOST];
	size_t i;

	rs->n = 0;
	if (relations_of(path, part) == -1 || !package_has(pk, path))
		return package_bad(pk, err, "a part of the workbook is "
		    "missing");
	if (read_relations(rs, pk, path, err) == -1)
		return -1;
	for (i = 0; i < rs->n && strcmp(rs->items[i].id, id) != 0; i++)
		;
	if (i == rs->n)
		return package_bad(pk, err, "a part of the workbook is "
		    "missing");
	if (strcmp(rs->items[i].type, "worksheet") != 0) {
		err_set(err, STATUS_DATA, "no-sheet", "the sheet of that name "
		    "is a chart or a macro, and has no rows: name another");
		return err_at(err, package_name(pk), 0, NULL);
	}
	if (follow(book, pk, part, &rs->items[i], &book->sheet, err) == -1)
		return -1;
	r = by_type(rs, "sharedStrings");
	if (r != NULL && follow(book, pk, part, r, &book->strings, err) == -1)
		return -1;
	r = by_type(rs, "styles");
	return r == NULL ? 0 : follow(book, pk, part, r, &book->styles, err);
}

int
book_read(struct book *book, struct package *pk, const char *name,
    struct err *err)
{
	static const struct xml_handlers handlers = { .start = book_start,
	    .end = nothing };
	struct sheets s = { .book = book, .wanted = name };
	struct relations rs = { .arena = &book->arena };
	const struct relation *r = NULL;
	char *part = NULL;
	int result = -1;

	memset(book, 0, sizeof(*book));
	if (!package_has(pk, "_rels/.rels")) {
		other_file(pk, err);
	} else if (read_relations(&rs, pk, "_rels/.rels", err) == 0) {
		r = by_type(&rs, "officeDocument");
		if (r == NULL || package_has(pk, "xl/workbook.bin"))
			other_file(pk, err);
		else
			result = follow(book, pk, "", r, &part, err);
	}
	if (result == 0)
		result = part_all(pk, part, &handlers, &s, err);
	if (result == 0 && !s.is_book)
		result = other_file(pk, err);
	else if (result == 0)
		result = s.id == NULL ? no_sheet(&s, pk, err) :
		    find_parts(book, pk, part, s.id, &rs, err);
	free(s.names);
	free(rs.items);
	return result;
}

void
book_done(struct book *book)
{
	arena_free(&book->arena);
}
