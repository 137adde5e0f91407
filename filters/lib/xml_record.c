/* SPDX-License-Identifier: MIT */
/* See xml_record.h: elements in, lines of CSV out. */
#include <stdlib.h>
#include <string.h>

#include "xml_record.h"

/* The file ends here with that. */
static void
return_bad(struct xml *f, const char *code, const char *text)
{
	const struct xml_return *x = xml_source(f);
	struct err *err = xml_fail(f);

	err_set(err, STATUS_DATA, code, "%s", text);
	err_at(err, in_name(x->in), xml_line(f), NULL);
}

/* What expat hands on as attributes, and is none of the return's own. */
static bool
is_of_xml(const char *name)
{
	return strncmp(name, "xmlns", 5) == 0 || strncmp(name, "xml:", 4) == 0 ||
	    strncmp(name, "xsi:", 4) == 0;
}

static int
add_path(struct xml_return *x, const char *p, size_t n, int is)
{
	int added, *grown;
	size_t i = table_add(x->paths, p, n, &added);

	if (i == SIZE_MAX)
		return -1;
	if (added) {
		grown = grow(x->is, x->n_is, &x->cap_is, sizeof(*grown));
		if (grown == NULL)
			return -1;
		x->is = grown;
		x->is[x->n_is++] = is;
	} else if (is != PATH_GROUP) {
		x->is[i] = is;
	}
	return 0;
}

/* The path of a column below the record, and the groups above it. */
static int
add_below(struct xml_return *x, const char *path, size_t column)
{
	const char *slash = path;

	while ((slash = strchr(slash, '/')) != NULL) {
		if (slash[1] != '@' && add_path(x, path,
		    (size_t)(slash - path), PATH_GROUP) == -1)
			return -1;
		slash++;
	}
	return add_path(x, path, strlen(path), (int)column);
}

/* How many elements of two paths are the same, from the root. */
static unsigned
in_common(const char *a, const char *b)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; a[i] == b[i] && a[i] != '\0'; i++)
		n += a[i] == '/';
	return n + ((a[i] == '/' && b[i] == '\0') ||
	    (a[i] == '\0' && b[i] == '/'));
}

static int
add_above(struct xml_return *x, const char *path, size_t column)
{
	struct xml_above *grown = grow(x->above, x->n_above, &x->cap_above,
	    sizeof(*grown));

	if (grown == NULL)
		return -1;
	x->above = grown;
	grown[x->n_above++] = (struct xml_above){ .path = path,
	    .column = column, .common = in_common(path, x->shape->record) };
	return 0;
}

int
xml_record_prepare(struct xml_return *x)
{
	const char *record = x->shape->record, *last = strrchr(record, '/');
	const struct xml_column *c;
	const char *path;
	size_t i, k;

	x->open = PATH_NONE;
	x->parent_n = (size_t)(last - record);
	for (x->record_depth = 1, path = record; *path != '\0'; path++)
		x->record_depth += *path == '/';
	x->paths = table_new();
	x->values = calloc(x->shape->n_columns, sizeof(*x->values));
	if (x->paths == NULL || x->values == NULL)
		return -1;
	for (i = 0; i < x->shape->n_columns; i++)
		for (c = &x->shape->columns[i], k = 0; k < c->n_paths; k++) {
			path = c->paths[k];
			if ((*path == '/' ? add_above(x, path + 1, i) :
			    add_below(x, path, i)) == -1)
				return -1;
		}
	return 0;
}

void
xml_record_done(struct xml_return *x)
{
	size_t i;

	for (i = 0; x->values != NULL && i < x->shape->n_columns; i++)
		buf_free(&x->values[i].text);
	for (i = 0; i < x->n_above; i++)
		buf_free(&x->above[i].text);
	free(x->values);
	free(x->above);
	free(x->is);
	table_free(x->paths);
	buf_free(&x->path);
	buf_free(&x->text);
}

/* The column, PATH_GROUP or PATH_NONE of a path below the record. */
static int
below(const struct xml_return *x, const char *p, size_t n)
{
	const size_t i = table_find(x->paths, p, n);

	return i == SIZE_MAX ? PATH_NONE : x->is[i];
}

static struct xml_above *
find_above(struct xml_return *x, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < x->n_above; i++)
		if (strlen(x->above[i].path) == n &&
		    memcmp(x->above[i].path, p, n) == 0)
			return &x->above[i];
	return NULL;
}

/* A value of the record at hand; another in the same place joins it or is one too
 * many. */
static int
put_value(struct xml_return *x, size_t column, const char *p, size_t n)
{
	struct xml_value *v = &x->values[column];
	const char separator = x->shape->columns[column].separator;
	size_t i;

	x->bytes += n;
	for (i = 0; i < n; i++)
		x->breaks += p[i] == '\n';
	if (v->set && separator == '\0') {
		v->kind = CELL_REPEATED;
		return 0;
	}
	if (v->set && buf_addc(&v->text, separator) == -1)
		return -1;
	v->set = v->seen = true;
	return buf_add(&v->text, p, n);
}

static void
put_above(struct xml_return *x, struct xml *f, struct xml_above *a,
    const char *p, size_t n)
{
	if (a->set || a->since < x->records) {
		return_bad(f, "misplaced-element", "this element holds for "
		    "all records of its group, but there is another before it "
		    "or it stands behind some of them: ask for the return "
		    "again, with it once and first");
		return;
	}
	a->set = true;
	a->text.n = 0;
	if (buf_add(&a->text, p, n) == -1)
		xml_no_memory(f);
}

static void
unknown(struct xml_return *x, struct xml *f, bool attribute)
{
	if (x->shape->drop_extra) {
		x->skip += !attribute;
		return;
	}
	return_bad(f, "unknown-column", attribute ? "an attribute on this "
	    "line is not in the definition: see what it is called in the file, "
	    "then add a column whose header is its path (A/@b) with the role it "
	    "shall have, or ask the sender to leave it out" : "the element on "
	    "this line is not in the definition: see what it is called in the "
	    "file, then add a column whose header is its path (A/B) with the "
	    "role it shall have, or ask the sender to leave it out");
}

/* Attributes of the element at hand, each with its path. */
static void
take_attributes(struct xml_return *x, struct xml *f,
    const char **attributes)
{
	const size_t n = x->path.n;
	struct xml_above *a;
	const char *p;
	int is;

	for (; *attributes != NULL && x->skip == 0; attributes += 2) {
		if (is_of_xml(attributes[0]))
			continue;
		x->path.n = n;
		if (buf_puts(&x->path, "/@") == -1 ||
		    buf_puts(&x->path, attributes[0]) == -1) {
			xml_no_memory(f);
			break;
		}
		if (x->record_n == 0) {
			a = find_above(x, x->path.p, x->path.n);
			if (a != NULL)
				put_above(x, f, a, attributes[1],
				    strlen(attributes[1]));
			continue;
		}
		p = x->path.p + x->record_n + 1;
		is = below(x, p, x->path.n - x->record_n - 1);
		if (is < 0)
			unknown(x, f, true);
		else if (put_value(x, (size_t)is, attributes[1],
		    strlen(attributes[1])) == -1)
			xml_no_memory(f);
	}
	x->path.n = n;
}

static void
begin_record(struct xml_return *x, struct xml *f)
{
	struct xml_value *v;
	size_t i;

	x->record_n = x->path.n;
	x->line = xml_line(f);
	x->breaks = x->bytes = 0;
	for (i = 0; i < x->shape->n_columns; i++) {
		v = &x->values[i];
		v->text.n = 0;
		v->set = false;
		v->kind = CELL_PLAIN;
	}
	for (i = 0; i < x->n_above; i++)
		if (x->above[i].set && put_value(x, x->above[i].column,
		    x->above[i].text.p, x->above[i].text.n) == -1)
			xml_no_memory(f);
}

static bool
is_parent(const struct xml_return *x)
{
	return x->path.n == x->parent_n && memcmp(x->path.p,
	    x->shape->record, x->path.n) == 0;
}

static void
on_start(struct xml *f, void *arg, const char *name,
    const char **attributes, unsigned depth)
{
	struct xml_return *x = arg;
	int is;

	if ((x->path.n > 0 && buf_addc(&x->path, '/') == -1) ||
	    buf_puts(&x->path, name) == -1) {
		xml_no_memory(f);
		return;
	}
	if (x->skip > 0) {
		x->skip++;
		return;
	}
	if (x->record_n == 0) {
		x->text.n = 0;
		x->open_above = find_above(x, x->path.p, x->path.n);
		x->parent_seen |= is_parent(x);
		if (depth == x->record_depth && x->path.n ==
		    strlen(x->shape->record) && memcmp(x->path.p,
		    x->shape->record, x->path.n) == 0)
			begin_record(x, f);
	} else {
		is = x->open != PATH_NONE ? PATH_NONE : below(x, x->path.p +
		    x->record_n + 1, x->path.n - x->record_n - 1);
		if (is == PATH_NONE) {
			unknown(x, f, false);
			return;
		}
		x->open = is == PATH_GROUP ? PATH_NONE : is;
		x->text.n = 0;
	}
	take_attributes(x, f, attributes);
}

static bool
is_blank(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] != ' ' && p[i] != '\t' && p[i] != '\n' &&
		    p[i] != '\r')
			return false;
	return true;
}

static void
on_text(struct xml *f, void *arg, const char *p, size_t n)
{
	struct xml_return *x = arg;

	if (x->skip > 0)
		return;
	if (x->open != PATH_NONE || x->open_above != NULL) {
		if (x->text.n + n > x->max_record)
			return_bad(f, "record-too-long", "the text here does "
			    "not end within the limit");
		else if (buf_add(&x->text, p, n) == -1)
			xml_no_memory(f);
		return;
	}
	/* What stands elsewhere beside the records is not ours. */
	if (is_blank(p, n) || (x->record_n == 0 && !is_parent(x)))
		return;
	if (x->record_n == 0)
		return_bad(f, "stray-text", "text stands between the "
		    "records, where none belongs: mend this line, or ask for "
		    "the return again");
	else
		x->values[0].kind = CELL_STRAY;
}

static int
end_record(struct xml_return *x)
{
	struct xml_note *notes = grow(x->notes, x->n_notes, &x->cap_notes,
	    sizeof(*notes));
	struct xml_mark *marks;
	const struct xml_value *v;
	size_t i, begin = x->out.n;

	if (notes == NULL)
		return -1;
	x->notes = notes;
	notes[x->n_notes] = (struct xml_note){ .line = x->line,
	    .breaks = x->breaks, .first = x->n_marks };
	for (i = 0; i < x->shape->n_columns; i++) {
		v = &x->values[i];
		if ((i > 0 && buf_addc(&x->out, ',') == -1) ||
		    csv_append(&x->out, v->text.p, v->text.n) == -1)
			return -1;
		if (v->kind == CELL_PLAIN)
			continue;
		marks = grow(x->marks, x->n_marks, &x->cap_marks,
		    sizeof(*marks));
		if (marks == NULL)
			return -1;
		x->marks = marks;
		marks[x->n_marks++] = (struct xml_mark){ i, v->kind };
		notes[x->n_notes].n++;
	}
	if (x->out.n == begin && buf_puts(&x->out, "\"\"") == -1)
		return -1;
	x->n_notes++;
	x->records++;
	x->record_n = 0;
	return buf_addc(&x->out, '\n');
}

/* What was said of a group is over with it. */
static void
forget_above(struct xml_return *x, unsigned depth)
{
	size_t i;

	for (i = 0; i < x->n_above; i++)
		if (x->above[i].common >= depth) {
			x->above[i].set = false;
			x->above[i].since = x->records;
		}
}

static void
close_element(struct xml_return *x, struct xml *f, unsigned depth)
{
	if (x->open_above != NULL) {
		put_above(x, f, x->open_above, x->text.p, x->text.n);
		x->open_above = NULL;
	} else if (x->open != PATH_NONE) {
		if (put_value(x, (size_t)x->open, x->text.p, x->text.n) == -1)
			xml_no_memory(f);
		else if (x->bytes > x->max_record)
			return_bad(f, "record-too-long", "the record here "
			    "does not end within the limit");
		x->open = PATH_NONE;
	} else if (x->record_n > 0 && x->record_n == x->path.n) {
		if (end_record(x) == -1)
			xml_no_memory(f);
	} else if (x->record_n == 0) {
		forget_above(x, depth);
	}
}

static void
on_end(struct xml *f, void *arg, const char *name, unsigned depth)
{
	struct xml_return *x = arg;
	const size_t n = strlen(name);

	if (x->skip > 0)
		x->skip--;
	else
		close_element(x, f, depth);
	x->path.n -= n + (x->path.n > n);
}

const struct xml_handlers xml_record_handlers = {
	on_start, on_end, on_text, NULL
};

int
xml_record_end(struct xml_return *x, struct err *err)
{
	const struct xml_column *c;
	size_t i;

	if (!x->parent_seen) {
		err_set(err, STATUS_DATA, "no-records", "no element '%.*s', "
		    "under which the records of this definition stand: is it "
		    "this return?", (int)x->parent_n, x->shape->record);
		return err_at(err, in_name(x->in), 1, NULL);
	}
	for (i = 0; x->records > 0 && i < x->shape->n_columns; i++) {
		c = &x->shape->columns[i];
		if (x->values[i].seen || c->optional)
			continue;
		err_set(err, STATUS_DATA, "missing-column", "no record has "
		    "'%s'; add the path that it has in this return as another "
		    "'header:', or say optional: yes if returns may lack it",
		    c->name);
		return err_at(err, in_name(x->in), 1, NULL);
	}
	return 0;
}
