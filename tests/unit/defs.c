/* SPDX-License-Identifier: MIT */
/*
 * defs.h: rec files are read strictly.  A case is a text and what is said
 * of it: records as "Type@line key=value|...", or the line it fails on.
 */
#include "buf.h"
#include "defs.h"
#include "unit.h"

static const struct def_key extract_keys[] = {
	{ "id", DEF_REQUIRED }, { "title", DEF_OPTIONAL },
	{ "agency", DEF_OPTIONAL },
};
static const struct def_key column_keys[] = {
	{ "name", DEF_REQUIRED }, { "header", DEF_REPEATS },
	{ "required", DEF_OPTIONAL },
};
static const struct def_schema schemas[] = {
	{ "Extract", extract_keys, LEN(extract_keys) },
	{ "Column", column_keys, LEN(column_keys) },
};
static const struct def_schema untyped[] = {
	{ "", extract_keys, LEN(extract_keys) },
};

static void
spec(const char *text, size_t n, const struct def_schema *schema,
    size_t n_schemas, const char *want, const char *says)
{
	struct buf got = { NULL, 0, 0 };
	struct defs *d = NULL;
	struct err e;

	unit_write("d.rec", text, n);
	if (defs_read(&d, "d.rec", schema, n_schemas, &e) != 0) {
		CHECK(e.status == STATUS_CONFIG, "status %d", e.status);
		CHECK(strcmp(e.file, "d.rec") == 0, "file %s", e.file);
		buf_printf(&got, "!%zu", e.line);
		CHECK(says == NULL || strstr(e.text, says) != NULL,
		    "want %s in: %s", says, e.text);
	} else {
		for (size_t i = 0; i < d->n; i++) {
			const struct def_record *r = &d->records[i];

			buf_printf(&got, "%s%s@%zu", i > 0 ? " " : "",
			    r->type, r->line);
			for (size_t k = 0; k < r->n; k++)
				buf_printf(&got, "%c%s=%s",
				    k == 0 ? ' ' : '|', r->fields[k].key,
				    r->fields[k].value);
		}
		defs_free(d);
	}
	CHECK(strcmp(buf_str(&got), want) == 0, "want <%s> got <%s>", want,
	    buf_str(&got));
	buf_free(&got);
}

#define SPEC(text, want) \
	spec(text, sizeof(text) - 1, schemas, LEN(schemas), want, NULL)
#define SAYS(text, want, says) \
	spec(text, sizeof(text) - 1, schemas, LEN(schemas), want, says)

static void
reads_records(void)
{
	SPEC("%rec: Extract\n\nid: register\ntitle: The register\n",
	    "Extract@3 id=register|title=The register");
	SPEC("# a comment\n%rec: Extract\n\n\nid: a\n\n\nid: b\n",
	    "Extract@5 id=a Extract@8 id=b");
	SPEC("%rec: Extract\n\nid: a\n\n%rec: Column\n\nname: x\n"
	    "header: X\nheader: Ex\n\nname: y",
	    "Extract@3 id=a Column@7 name=x|header=X|header=Ex "
	    "Column@11 name=y");
	SPEC("%rec: Extract\n\nid: a\n# between\ntitle: T\n",
	    "Extract@3 id=a|title=T");
	SPEC("%rec: Extract\n\nid: a: b # not a comment\n",
	    "Extract@3 id=a: b # not a comment");
	SPEC("%rec: Extract\n\nid: a\ntitle: one\n+ two\n+ three\n",
	    "Extract@3 id=a|title=one\ntwo\nthree");
	SPEC("\357\273\277%rec: Extract\r\n\r\nid: a\r\n",
	    "Extract@3 id=a");
	SPEC("%rec: Extract\n\nid: a\ntitle: Sir F\303\264n\n",
	    "Extract@3 id=a|title=Sir F\303\264n");
	spec("id: a\n\nid: b\n", 13, untyped, 1, "@1 id=a @3 id=b", NULL);
}

static void
refuses_what_is_not_meant(void)
{
	SAYS("%rec: Extract\n\nid: a\nagencey: x\n", "!4",
	    "did you mean 'agency'?");
	SAYS("%rec: Extract\n\nid: a\ncolour: x\n", "!4", "colour");
	SAYS("%rec: Colunm\n\nname: x\n", "!1", "Column");
	SPEC("%rec: Extract\n\nid: a\nid: b\n", "!4");	/* twice */
	SAYS("%rec: Extract\n\ntitle: a\n", "!3", "id");	/* missing */
	SPEC("%rec: Extract\n\nid: a\ntitle\n", "!4");	/* no colon */
	SPEC("%rec: Extract\n\nid: a\ntitle:\n", "!4");	/* empty */
	SPEC("%rec: Extract\n\nid: a\ntitle:   \n", "!4");
	SPEC("%rec: Extract\n\n+ goes on from nothing\n", "!3");
	SPEC("id: a\n", "!1");			/* no %rec: */
	SPEC("%rec: Extract\n\nid: a\n title: x\n", "!4");
	SPEC("%rec: Extract\n\nid: a\ntitle: \351\n", "!4");	/* Latin-1 */
	SPEC("%rec: Extract\n\nid: a\0b\n", "!3");
}

static void
files_that_are_none(void)
{
	static char large[4 * 1024 * 1024 + 1];
	struct defs *d;
	struct err e;

	unit_enter();
	mkdir("dir.rec", 0700);
	CHECK(defs_read(&d, "none.rec", schemas, 2, &e) == -1 &&
	    e.status == STATUS_CONFIG, "missing: %d", e.status);
	CHECK(defs_read(&d, "dir.rec", schemas, 2, &e) == -1 &&
	    e.status == STATUS_CONFIG, "a directory: %d", e.status);
	memset(large, '#', sizeof(large));
	unit_write("large.rec", large, sizeof(large) - 1);
	CHECK(defs_read(&d, "large.rec", schemas, 2, &e) == 0,
	    "a comment of 4 MiB: %s", e.text);
	defs_free(d);
	unit_write("large.rec", large, sizeof(large));
	CHECK(defs_read(&d, "large.rec", schemas, 2, &e) == -1 &&
	    e.status == STATUS_CONFIG && strcmp(e.code, "too-large") == 0,
	    "too large: %d", e.status);
	unlink("large.rec");
}

static void
looks_up_keys(void)
{
	static const char text[] = "%rec: Column\n\nname: x\nheader: X\n"
	    "required: yes\n\nname: y\nrequired: maybe\n";
	struct defs *d = NULL;
	bool b = false;
	struct err e;

	unit_write("d.rec", text, sizeof(text) - 1);
	if (defs_read(&d, "d.rec", schemas, 2, &e) != 0) {
		CHECK(false, "%s", e.text);
		return;
	}
	CHECK(strcmp(def_get(&d->records[0], "header"), "X") == 0, "get");
	CHECK(def_get(&d->records[1], "header") == NULL, "absent");
	CHECK(def_line(&d->records[0], "required") == 5, "%zu",
	    def_line(&d->records[0], "required"));
	CHECK(def_line(&d->records[1], "header") == 7, "%zu",
	    def_line(&d->records[1], "header"));
	CHECK(def_yes_no(d, &d->records[0], "required", &b, &e) == 0 && b,
	    "yes");
	CHECK(def_yes_no(d, &d->records[0], "header", &b, &e) == -1, "X");
	CHECK(def_yes_no(d, &d->records[1], "required", &b, &e) == -1 &&
	    e.status == STATUS_CONFIG && e.line == 8 &&
	    strcmp(e.column, "required") == 0, "%d, line %zu", e.status,
	    e.line);
	b = true;
	CHECK(def_yes_no(d, &d->records[1], "header", &b, &e) == 0 && b,
	    "absent leaves it alone");
	CHECK(def_err(&e, d, &d->records[1], "required", "n %d", 5) == -1 &&
	    e.status == STATUS_CONFIG && e.line == 8 &&
	    strcmp(e.code, "bad-definition") == 0 &&
	    strcmp(e.text, "n 5") == 0, "def_err");
	defs_free(d);
}

static void
library(void)
{
	char path[300], **names = NULL;
	struct err e;
	size_t n = 0;

	unit_enter();
	mkdir("lib", 0700);
	mkdir("lib/extracts", 0700);
	close(open("lib/extracts/register.rec", O_CREAT | O_WRONLY, 0600));
	close(open("lib/extracts/notices.rec", O_CREAT | O_WRONLY, 0600));
	close(open("lib/extracts/notes.txt", O_CREAT | O_WRONLY, 0600));
	CHECK(library_find("lib", "extracts", "register", path, sizeof(path),
	    &e) == 0 && strcmp(path, "lib/extracts/register.rec") == 0, "%s",
	    e.text);
	CHECK(library_find("lib", "extracts", "regster", path, sizeof(path),
	    &e) == -1 && e.status == STATUS_CONFIG &&
	    strstr(e.text, "did you mean 'register'?") != NULL, "%d %s",
	    e.status, e.text);
	CHECK(library_find("lib", "extracts", "notes", path, sizeof(path),
	    &e) == -1 && e.status == STATUS_CONFIG, "not a .rec");
	unit_write("mine.rec", "", 0);
	CHECK(library_find("lib", "extracts", "./mine.rec", path,
	    sizeof(path), &e) == 0 && strcmp(path, "./mine.rec") == 0,
	    "a path: %s", path);
	CHECK(library_find("lib", "extracts", "mine.rec", path, sizeof(path),
	    &e) == 0 && strcmp(path, "mine.rec") == 0, "a .rec: %s", path);
	CHECK(library_find("lib", "extracts", "register", path, 5, &e) == -1,
	    "no room for the path");
	unit_write("min", "", 0);
	CHECK(library_find("lib", "extracts", "mine.rec", path, 4, &e) == -1,
	    "no room for a path: %s is another file", path);
	unlink("min");
	CHECK(library_names("lib", "extracts", &names, &n, &e) == 0 &&
	    n == 2 && strcmp(names[0], "notices") == 0 &&
	    strcmp(names[1], "register") == 0, "%zu names", n);
	library_names_free(names, n);
	CHECK(library_names("none", "extracts", &names, &n, &e) == -1 &&
	    e.status == STATUS_CONFIG, "no library: %d", e.status);
	unlink("lib/extracts/register.rec");
	unlink("lib/extracts/notices.rec");
	unlink("lib/extracts/notes.txt");
	rmdir("lib/extracts");
}

int
main(void)
{
	RUN(reads_records, "records, comments, continuations, BOM, CRLF");
	RUN(refuses_what_is_not_meant, "what is not meant is refused, by line");
	RUN(files_that_are_none, "no file, or a directory, is status 78");
	RUN(looks_up_keys, "values and lines of keys, yes and no");
	RUN(library, "a definition is found by name or by path");
	return UNIT_END;
}
