/* SPDX-License-Identifier: MIT */
/* See defs.h. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "defs.h"
#include "rows.h"
#include "stream.h"

enum { MAX_FILE = 4 * 1024 * 1024, MAX_KEYS = 128 };

struct owner {
	struct defs pub;	/* first: defs_free casts back */
	struct arena arena;
	struct buf text;
	struct def_record *records;
	size_t cap_records;
};

/* The record being read. */
struct draft {
	const struct def_schema *schema;
	struct def_field *fields;
	size_t n, cap;
	size_t line;
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
bad(struct err *err, const char *file, size_t line, const char *column,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static int
bad(struct err *err, const char *file, size_t line, const char *column,
    const char *fmt, ...)
{
	char text[sizeof(err->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err_set(err, STATUS_CONFIG, "bad-definition", "%s", text);
	return err_at(err, file, line, column);
}

static int
read_text(struct owner *o, const char *path, struct err *err)
{
	if (in_read_all(&o->text, path, MAX_FILE, err) == -1)
		return err_definition(err);
	return buf_str(&o->text) == NULL ? no_memory(err) : 0;
}

static const struct def_schema *
schema_of(const struct def_schema *schemas, size_t n, const char *type)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(schemas[i].type, type) == 0)
			return &schemas[i];
	return NULL;
}

static const struct def_key *
key_of(const struct def_schema *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n_keys; i++)
		if (strcmp(s->keys[i].name, name) == 0)
			return &s->keys[i];
	return NULL;
}

/* Ends the record in d: checks what is missing, moves it to o. */
static int
end_record(struct owner *o, struct draft *d, struct err *err)
{
	struct def_record *r;
	struct def_field *f;
	size_t i, j;

	if (d->n == 0)
		return 0;
	for (i = 0; i < d->schema->n_keys; i++) {
		if (d->schema->keys[i].need != DEF_REQUIRED)
			continue;
		for (j = 0; j < d->n; j++)
			if (strcmp(d->fields[j].key,
			    d->schema->keys[i].name) == 0)
				break;
		if (j == d->n)
			return bad(err, o->pub.file, d->line, NULL,
			    "the record that begins here has no '%s:' line",
			    d->schema->keys[i].name);
	}
	r = grow(o->records, o->pub.n, &o->cap_records, sizeof(*r));
	f = arena_alloc(&o->arena, d->n * sizeof(*f));
	if (r != NULL)
		o->records = r;
	if (r == NULL || f == NULL)
		return no_memory(err);
	memcpy(f, d->fields, d->n * sizeof(*f));
	r = &o->records[o->pub.n++];
	r->type = d->schema->type;
	r->line = d->line;
	r->n = d->n;
	r->fields = f;
	d->n = 0;
	return 0;
}

static int
unknown_key(const struct owner *o, const struct def_schema *s,
    const char *key, size_t line, struct err *err)
{
	const char *names[MAX_KEYS], *near;
	size_t i, n = s->n_keys < MAX_KEYS ? s->n_keys : MAX_KEYS;

	for (i = 0; i < n; i++)
		names[i] = s->keys[i].name;
	near = near_miss(key, names, n);
	if (near != NULL)
		return bad(err, o->pub.file, line, NULL,
		    "unknown key '%s'; did you mean '%s'?", key, near);
	return bad(err, o->pub.file, line, NULL, "unknown key '%s'", key);
}

static int
add_field(struct owner *o, struct draft *d, const char *key,
    const char *value, size_t line, struct err *err)
{
	const struct def_key *k;
	struct def_field *f;
	size_t i;

	if (d->schema == NULL)
		return bad(err, o->pub.file, line, NULL, "a '%%rec: TYPE' "
		    "line must come before the first record");
	k = key_of(d->schema, key);
	if (k == NULL)
		return unknown_key(o, d->schema, key, line, err);
	for (i = 0; i < d->n && k->need != DEF_REPEATS; i++)
		if (strcmp(d->fields[i].key, key) == 0)
			return bad(err, o->pub.file, line, NULL, "'%s' is "
			    "there twice, first on line %zu; an empty line "
			    "parts two records", key,
			    d->fields[i].line);
	f = grow(d->fields, d->n, &d->cap, sizeof(*f));
	if (f == NULL)
		return no_memory(err);
	d->fields = f;
	f = &d->fields[d->n];
	if (d->n++ == 0)
		d->line = line;
	f->key = k->name;
	f->value = arena_strdup(&o->arena, value);
	f->line = line;
	return f->value == NULL ? no_memory(err) : 0;
}

/* "+ more" goes on with the value above it, after a newline. */
static int
add_line(struct owner *o, struct draft *d, const char *more, size_t line,
    struct err *err)
{
	struct def_field *f;
	size_t a, b;
	char *s;

	if (d->n == 0)
		return bad(err, o->pub.file, line, NULL, "a line beginning "
		    "with + must follow the line it continues");
	f = &d->fields[d->n - 1];
	a = strlen(f->value);
	b = strlen(more);
	s = arena_alloc(&o->arena, a + b + 2);
	if (s == NULL)
		return no_memory(err);
	memcpy(s, f->value, a);
	s[a] = '\n';
	memcpy(s + a + 1, more, b);
	f->value = s;
	return 0;
}

/* "%rec: TYPE"; other descriptors of recutils mean nothing to us. */
static int
descriptor(struct owner *o, struct draft *d, const struct def_schema *schemas,
    size_t n, const char *text, size_t line, struct err *err)
{
	const char *type, *near, *names[16];
	char all[256] = "";
	size_t i, used = 0;

	if (end_record(o, d, err) == -1)
		return -1;
	if (strncmp(text, "%doc:", 5) == 0)
		return 0;
	if (strncmp(text, "%rec:", 5) != 0)
		return bad(err, o->pub.file, line, NULL,
		    "want '%%rec: TYPE' here, nothing else beginning with %%");
	type = text + 5 + strspn(text + 5, " \t");
	d->schema = schema_of(schemas, n, type);
	if (d->schema != NULL && type[0] != '\0')
		return 0;
	for (i = 0; i < n && i < 16; i++)
		names[i] = schemas[i].type;
	near = near_miss(type, names, i);
	for (i = 0; i < n && i < 16 && used < sizeof(all); i++)
		if (names[i][0] != '\0')
			used += (size_t)snprintf(all + used,
			    sizeof(all) - used, "%s%s", used == 0 ? "" :
			    i + 1 < n ? ", " : " or ", names[i]);
	return bad(err, o->pub.file, line, NULL, near != NULL ?
	    "unknown record type; did you mean '%s'?" :
	    "unknown record type; want %s",
	    near != NULL ? near : all);
}

static bool
key_char(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    c == '_' || (!first && c >= '0' && c <= '9');
}

static int
one_line(struct owner *o, struct draft *d, const struct def_schema *schemas,
    size_t n, char *s, size_t line, struct err *err)
{
	char *value, *end;
	size_t k = 0;

	if (s[strspn(s, " \t")] == '\0')
		return end_record(o, d, err);
	if (s[0] == '#')
		return 0;
	if (s[0] == '%')
		return descriptor(o, d, schemas, n, s, line, err);
	if (s[0] == '+')
		return add_line(o, d, s[1] == ' ' ? s + 2 : s + 1, line, err);
	while (key_char(s[k], k == 0))
		k++;
	if (k == 0 || s[k] != ':')
		return bad(err, o->pub.file, line, NULL, s[0] == ' ' ||
		    s[0] == '\t' ? "begins with a blank: want 'key: value', "
		    "or '+' to go on with the line above" :
		    "want 'key: value'");
	s[k] = '\0';
	value = s + k + 1;
	value += strspn(value, " \t");
	end = value + strlen(value);
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	if (*value == '\0')
		return bad(err, o->pub.file, line, s, "no value: leave the "
		    "line out if there is none");
	return add_field(o, d, s, value, line, err);
}

static int
parse_text(struct owner *o, const struct def_schema *schemas, size_t n,
    struct draft *d, struct err *err)
{
	char *p = o->text.p, *end = p + o->text.n, *lf;
	size_t line = 0;

	p += utf8_mark(p, o->text.n);
	d->schema = schema_of(schemas, n, "");
	for (; p < end; p = lf + 1) {
		line++;
		lf = memchr(p, '\n', (size_t)(end - p));
		if (lf == NULL)
			lf = end;
		if (memchr(p, 0, (size_t)(lf - p)) != NULL)
			return bad(err, o->pub.file, line, NULL, "holds a NUL "
			    "byte: save the file as plain text, UTF-8");
		*lf = '\0';
		if (lf > p && lf[-1] == '\r')
			lf[-1] = '\0';
		if (utf8_check(p, strlen(p)) != strlen(p))
			return bad(err, o->pub.file, line, NULL,
			    "not UTF-8: save the file as UTF-8");
		if (one_line(o, d, schemas, n, p, line, err) == -1)
			return -1;
	}
	return end_record(o, d, err);
}

int
defs_read(struct defs **defs, const char *path,
    const struct def_schema *schemas, size_t n, struct err *err)
{
	struct owner *o = calloc(1, sizeof(*o));
	struct draft d = {0};
	int r = -1;

	if (o == NULL)
		return no_memory(err);
	o->pub.file = arena_strdup(&o->arena, path);
	if (o->pub.file == NULL)
		no_memory(err);
	else if (read_text(o, path, err) == 0)
		r = parse_text(o, schemas, n, &d, err);
	free(d.fields);
	buf_free(&o->text);
	o->pub.records = o->records;
	if (r == -1)
		defs_free(&o->pub);
	else
		*defs = &o->pub;
	return r;
}

void
defs_free(struct defs *defs)
{
	struct owner *o = (struct owner *)defs;

	if (o == NULL)
		return;
	arena_free(&o->arena);
	free(o->records);
	free(o);
}

const char *
def_get(const struct def_record *r, const char *key)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			return r->fields[i].value;
	return NULL;
}

size_t
def_line(const struct def_record *r, const char *key)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			return r->fields[i].line;
	return r->line;
}

int
def_err(struct err *err, const struct defs *defs,
    const struct def_record *r, const char *key, const char *fmt, ...)
{
	char text[sizeof(err->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return bad(err, defs->file, def_line(r, key), key, "%s", text);
}

bool
plain_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= 64 && s[0] != '-' &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

int
def_yes_no(const struct defs *defs, const struct def_record *r,
    const char *key, bool *out, struct err *err)
{
	const char *v = def_get(r, key);

	if (v == NULL)
		return 0;
	if (strcmp(v, "yes") != 0 && strcmp(v, "no") != 0)
		return def_err(err, defs, r, key, "want yes or no");
	*out = v[0] == 'y';
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
no_library(const char *dir, enum status status, struct err *err)
{
	err_sys(err, status, errno, "cannot read the library");
	return err_at(err, dir, 0, NULL);
}

int
library_names(const char *library, const char *kind, char ***names,
    size_t *n, struct err *err)
{
	char dir[4096], **list = NULL, **more;
	size_t cap = 0, len;
	struct dirent *e;
	DIR *d;

	*n = 0;
	*names = NULL;
	snprintf(dir, sizeof(dir), "%s/%s", library, kind);
	d = opendir(dir);
	if (d == NULL)
		return no_library(dir, errno == EMFILE || errno == ENFILE ||
		    errno == ENOMEM ? STATUS_SYSTEM : STATUS_CONFIG, err);
	while (errno = 0, (e = readdir(d)) != NULL) {
		len = strlen(e->d_name);
		if (len < 5 || e->d_name[0] == '.' ||
		    strcmp(e->d_name + len - 4, ".rec") != 0)
			continue;
		more = grow(list, *n, &cap, sizeof(*list));
		if (more != NULL) {
			list = more;
			list[*n] = strndup(e->d_name, len - 4);
		}
		if (more == NULL || list[*n] == NULL) {
			library_names_free(list, *n);
			closedir(d);
			return no_memory(err);
		}
		++*n;
	}
	if (errno != 0) {
		no_library(dir, STATUS_IO, err);
		library_names_free(list, *n);
		closedir(d);
		return -1;
	}
	closedir(d);
	if (*n > 0)
		qsort(list, *n, sizeof(*list), by_name);
	*names = list;
	return 0;
}

void
library_names_free(char **names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

int
library_find(const char *library, const char *kind, const char *name,
    char *out, size_t size, struct err *err)
{
	size_t len = strlen(name), n;
	const char *near;
	char **names;
	int w;

	if (strchr(name, '/') != NULL ||
	    (len > 4 && strcmp(name + len - 4, ".rec") == 0)) {
		w = snprintf(out, size, "%s", name);
		if (w < 0 || (size_t)w >= size)
			errno = ENAMETOOLONG;	/* cut, it is another file */
		else if (access(out, R_OK) == 0)
			return 0;
		err_sys(err, STATUS_CONFIG, errno, "cannot read the "
		    "definition");
		return err_at(err, name, 0, NULL);
	}
	w = snprintf(out, size, "%s/%s/%s.rec", library, kind, name);
	if (w >= 0 && (size_t)w < size && access(out, R_OK) == 0)
		return 0;
	if (library_names(library, kind, &names, &n, err) == -1)
		return -1;
	near = near_miss(name, (const char *const *)names, n);
	if (near != NULL)
		err_set(err, STATUS_CONFIG, "no-definition", "no definition "
		    "'%s' in %s/%s; did you mean '%s'?", name, library, kind,
		    near);
	else
		err_set(err, STATUS_CONFIG, "no-definition", "no definition "
		    "'%s' in %s/%s", name, library, kind);
	library_names_free(names, n);
	return -1;
}

/* A path without .. in it, where there is one: it stands in messages. */
static void
shorten(char *path, size_t size)
{
	char *real = realpath(path, NULL);

	if (real != NULL && strlen(real) < size)
		memcpy(path, real, strlen(real) + 1);
	free(real);
}

int
library_dir(const char *option, char *out, size_t size, struct err *err)
{
	static const char *const beside[] = {
		"/../share/lscb/library", "/../../../pipelines/library"
	};
	const char *env = getenv("LSCB_LIBRARY");
	char exe[4096], *slash;
	struct stat st;
	ssize_t n;
	size_t i;

	if (option == NULL && env != NULL && env[0] != '\0')
		option = env;
	if (option != NULL) {
		snprintf(out, size, "%s", option);
		if (stat(out, &st) == 0 && S_ISDIR(st.st_mode))
			return 0;
		err_set(err, STATUS_CONFIG, "no-library", "is not a folder; "
		    "want the library of definitions");
		return err_at(err, option, 0, NULL);
	}
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n > 0) {
		exe[n] = '\0';
		slash = strrchr(exe, '/');
		if (slash != NULL)
			*slash = '\0';
		for (i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
			snprintf(out, size, "%s%s", exe, beside[i]);
			if (stat(out, &st) == 0 && S_ISDIR(st.st_mode)) {
				shorten(out, size);
				return 0;
			}
		}
	}
	return err_set(err, STATUS_CONFIG, "no-library", "cannot find the "
	    "library of definitions: say where with --library DIR");
}
