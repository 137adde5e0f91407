/* SPDX-License-Identifier: MIT */
/*
 * One file as its agency writes it: headers, column order, date format, line
 * ends, byte order mark and gzip come from the library.  Mistakes of
 * synth/errors.csv are added here: a row that is wrong is a copy of a sound
 * one beside it, so that a board without them is the same board; only a
 * mistyped check character is put into a sound row.
 *
 * Order: as called.  Memory: one row and the stream's buffer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "rows.h"
#include "sheet_dates.h"
#include "stream.h"
#include "synth.h"

enum { MAX_COLUMNS = 24 };

struct sheet {
	char name[64];		/* register.csv */
	struct out *out;
	bool gzip;
	z_stream z;
	size_t n;
	const char *format[MAX_COLUMNS];	/* by the caller's numbers */
	int order[MAX_COLUMNS];		/* of the file: caller's numbers */
	int key;			/* column, or -1 */
	const char *eol;
	struct buf text;		/* fields of the row, one by one */
	size_t at[MAX_COLUMNS], len[MAX_COLUMNS];
	struct buf line;
	size_t rows, sound;
	date as_of;
	struct mistake **mistakes;	/* this sheet's */
	int *mistake_column;
	size_t n_mistakes;
	int failed;			/* of zlib or memory */
};

/* Sends bytes on, through gzip where the agency packs its file. */
static void
put(struct sheet *s, const char *p, size_t n, int flush)
{
	unsigned char chunk[16384];

	if (!s->gzip) {
		out_write(s->out, p, n);
		out_commit(s->out);
		return;
	}
	s->z.next_in = (unsigned char *)(uintptr_t)p;
	s->z.avail_in = (uInt)n;
	do {
		s->z.next_out = chunk;
		s->z.avail_out = sizeof(chunk);
		if (deflate(&s->z, flush) == Z_STREAM_ERROR) {
			s->failed = 1;
			return;
		}
		out_write(s->out, chunk, sizeof(chunk) - s->z.avail_out);
		out_commit(s->out);
	} while (s->z.avail_out == 0);
}

static void
clear(struct sheet *s)
{
	s->text.n = 0;
	memset(s->len, 0, s->n * sizeof(s->len[0]));
}

/* Writes the fields in hand as one line of the file. */
static void
emit(struct sheet *s)
{
	size_t i;
	int c;

	s->line.n = 0;
	for (i = 0; i < s->n; i++) {
		c = s->order[i];
		if (i > 0 && buf_addc(&s->line, ',') == -1)
			s->failed = 1;
		if (csv_append(&s->line, s->len[c] == 0 ? "" :
		    s->text.p + s->at[c], s->len[c]) == -1)
			s->failed = 1;
	}
	if (buf_puts(&s->line, s->eol) == -1)
		s->failed = 1;
	put(s, s->line.p, s->line.n, Z_NO_FLUSH);
}

static void
set(struct sheet *s, int column, const char *p, size_t n)
{
	s->at[column] = s->text.n;
	s->len[column] = n;
	if (buf_add(&s->text, p, n) == -1)
		s->failed = 1;
}

void
sheet_text(struct sheet *s, int column, const char *text)
{
	set(s, column, text, strlen(text));
}

void
sheet_uint(struct sheet *s, int column, uint64_t v)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%llu", (unsigned long long)v);
	sheet_text(s, column, text);
}

void
sheet_date(struct sheet *s, int column, date d)
{
	char text[64];

	if (d == DATE_NONE)
		return;
	date_write(d, s->format[column], text, sizeof(text));
	sheet_text(s, column, text);
}

/* The next letter a UPN may have, or the next digit at the end. */
static void
mistype(struct sheet *s, int column)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZA";
	char *p = s->text.p + s->at[column];
	const char *letter = strchr(letters, p[0]);

	if (letter != NULL) {
		p[0] = letter[1];
	} else {
		p += s->len[column] - 1;
		*p = *p == '9' ? '0' : (char)(*p + 1);
	}
}

/* A bad copy of the row in hand; its key is a new one. */
static void
copy_bad(struct sheet *s, const struct mistake *m, int column)
{
	size_t n = s->text.n, at = 0, len = 0, key_at = 0, key_len = 0;
	char key[96];
	bool rekey = m->kind != MISTAKE_DUPLICATE && s->key >= 0 &&
	    s->key != column;

	if (rekey) {
		key_at = s->at[s->key];
		key_len = s->len[s->key];
		(void)snprintf(key, sizeof(key), "%.*s-%zu", (int)key_len,
		    s->text.p + key_at, m->after);
		sheet_text(s, s->key, key);
	}
	if (column >= 0) {
		at = s->at[column];
		len = s->len[column];
		if (m->kind == MISTAKE_FUTURE)
			sheet_date(s, column, s->as_of +
			    (date)strtol(m->value, NULL, 10));
		else
			sheet_text(s, column, m->value);
	}
	emit(s);
	s->rows++;
	if (column >= 0) {
		s->at[column] = at;
		s->len[column] = len;
	}
	if (rekey) {
		s->at[s->key] = key_at;
		s->len[s->key] = key_len;
	}
	s->text.n = n;
}

size_t
sheet_row(struct sheet *s)
{
	struct mistake *m;
	size_t i, number;
	int column;

	s->sound++;
	for (i = 0; i < s->n_mistakes; i++) {
		m = s->mistakes[i];
		column = s->mistake_column[i];
		if (!m->made && m->kind == MISTAKE_CHECK &&
		    s->sound >= m->after && s->len[column] > 0) {
			mistype(s, column);
			m->made = true;
		}
	}
	emit(s);
	number = ++s->rows;
	for (i = 0; i < s->n_mistakes; i++) {
		m = s->mistakes[i];
		if (!m->made && m->kind != MISTAKE_CHECK &&
		    s->sound >= m->after) {
			copy_bad(s, m, s->mistake_column[i]);
			m->made = true;
		}
	}
	clear(s);
	return number;
}

size_t
sheet_rows(const struct sheet *s)
{
	return s->rows;
}

const char *
sheet_name(const struct sheet *s)
{
	return s->name;
}

static int
column_index(const char *const *columns, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(columns[i], name) == 0)
			return (int)i;
	return -1;
}

static int
config(struct err *err, const char *file, const char *extract)
{
	return err_set(err, STATUS_CONFIG, "bad-definition",
	    "synth/%s does not fit extract '%s': every column once, no other",
	    file, extract);
}

/* Where each column stands, and what it is called, as text of the row. */
static int
lay_out(struct sheet *s, const char *name, const char *const *columns,
    const struct tables *t, struct err *err)
{
	const struct layout *l;
	size_t i, k = 0;
	int c;

	for (i = 0; i < t->n_layouts; i++) {
		l = &t->layouts[i];
		if (strcmp(l->extract, name) != 0)
			continue;
		c = column_index(columns, s->n, l->column);
		if (c == -1 || k == s->n || s->format[c] != NULL)
			return config(err, "layouts.csv", name);
		s->format[c] = l->format[0] == '\0' ? "YYYY-MM-DD" :
		    l->format;
		s->order[k++] = c;
		sheet_text(s, c, l->header);
	}
	return k == s->n ? 0 : config(err, "layouts.csv", name);
}

static int
take_mistakes(struct sheet *s, const char *name, const char *const *columns,
    struct tables *t, struct err *err)
{
	struct mistake *m;
	size_t i;
	int c;

	s->mistakes = calloc(t->n_mistakes + 1, sizeof(*s->mistakes));
	s->mistake_column = calloc(t->n_mistakes + 1,
	    sizeof(*s->mistake_column));
	if (s->mistakes == NULL || s->mistake_column == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	for (i = 0; i < t->n_mistakes; i++) {
		m = &t->mistakes[i];
		if (strcmp(m->extract, name) != 0)
			continue;
		c = column_index(columns, s->n, m->column);
		if (c == -1 && m->kind != MISTAKE_DUPLICATE)
			return config(err, "errors.csv", name);
		s->mistakes[s->n_mistakes] = m;
		s->mistake_column[s->n_mistakes++] = c;
	}
	return 0;
}

static int
open_file(struct sheet *s, const char *dir, struct err *err)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s", dir, s->name) >=
	    (int)sizeof(path))
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	if (s->gzip && deflateInit2(&s->z, 6, Z_DEFLATED, 15 + 16, 8,
	    Z_DEFAULT_STRATEGY) != Z_OK)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	return out_open(&s->out, path, OUT_PUBLIC, err);
}

static int
sheet_new(struct sheet **sp, size_t n, struct err *err)
{
	struct sheet *s = calloc(1, sizeof(*s));

	*sp = s;
	if (s == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (n > MAX_COLUMNS)
		return err_set(err, STATUS_INTERNAL, "", "too many columns");
	s->n = n;
	s->key = -1;
	s->eol = "\n";
	return 0;
}

int
sheet_open(struct sheet **sp, const char *dir, const char *name,
    const char *const *columns, size_t n, struct tables *t, bool mistakes,
    date as_of, struct err *err)
{
	const struct file_style *style = NULL;
	struct sheet *s;
	size_t i;

	if (sheet_new(&s, n, err) == -1)
		goto fail;
	for (i = 0; i < t->n_styles; i++)
		if (strcmp(t->styles[i].extract, name) == 0)
			style = &t->styles[i];
	if (style == NULL) {
		config(err, "files.csv", name);
		goto fail;
	}
	s->gzip = style->gzip;
	s->as_of = as_of;
	s->eol = style->crlf ? "\r\n" : "\n";
	s->key = column_index(columns, n, style->key);
	if (s->key == -1 && style->key[0] != '\0') {
		config(err, "files.csv", name);
		goto fail;
	}
	(void)snprintf(s->name, sizeof(s->name), "%s.csv%s", name,
	    s->gzip ? ".gz" : "");
	if ((mistakes && take_mistakes(s, name, columns, t, err) == -1) ||
	    lay_out(s, name, columns, t, err) == -1 ||
	    open_file(s, dir, err) == -1)
		goto fail;
	if (style->bom)
		put(s, "\xef\xbb\xbf", 3, Z_NO_FLUSH);
	emit(s);
	clear(s);
	*sp = s;
	return 0;
fail:
	sheet_abort(s);
	*sp = NULL;
	return -1;
}

int
sheet_open_plain(struct sheet **sp, const char *dir, const char *name,
    const char *const *columns, size_t n, struct err *err)
{
	struct sheet *s;
	size_t i;

	if (sheet_new(&s, n, err) == -1)
		goto fail;
	(void)snprintf(s->name, sizeof(s->name), "%s.csv", name);
	for (i = 0; i < n; i++) {
		s->order[i] = (int)i;
		s->format[i] = "YYYY-MM-DD";
		sheet_text(s, (int)i, columns[i]);
	}
	if (open_file(s, dir, err) == -1)
		goto fail;
	emit(s);
	clear(s);
	*sp = s;
	return 0;
fail:
	sheet_abort(s);
	*sp = NULL;
	return -1;
}

static void
sheet_free(struct sheet *s)
{
	if (s->gzip)
		deflateEnd(&s->z);
	buf_free(&s->text);
	buf_free(&s->line);
	free(s->mistakes);
	free(s->mistake_column);
	free(s);
}

int
sheet_close(struct sheet *s, struct err *err)
{
	int rc;

	if (s->gzip)
		put(s, "", 0, Z_FINISH);
	if (s->failed) {
		sheet_abort(s);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	rc = out_close(s->out, err);
	sheet_free(s);
	return rc;
}

void
sheet_abort(struct sheet *s)
{
	if (s == NULL)
		return;
	if (s->out != NULL)
		out_abort(s->out, false);
	sheet_free(s);
}
