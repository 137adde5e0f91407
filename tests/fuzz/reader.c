/* SPDX-License-Identifier: MIT */
/*
 * The reader of delimited files, and the writer.  Four bytes choose a dialect
 * (see choose), the rest is the file.  What must be true of any file:
 *
 *   - by whatever chunks it is read, the same is said of it;
 *   - the records lie in it one behind the other, nothing between them, and
 *     their lines are right;
 *   - what libcsv, strict, says of it is said here too; what is refused here
 *     and not there is refused for a reason that can be seen in the file;
 *   - what the writer makes of the records reads as the same records, one to a
 *     line, and is written as the same bytes again.
 */
#include <ctype.h>
#include <strings.h>

#include "reference.h"
#include "rows.h"

enum { FIELDS = 64, FEW_FIELDS = 5, SHORT_RECORD = 48 };

/* Every file read is kept as a list of these. */
struct seen {
	int result;		/* of rd_next; the header is 1 */
	bool recoverable;
	size_t line, number, breaks, n;
	size_t raw, raw_n;	/* in bytes */
	size_t fields;		/* each as n, then its bytes, in bytes */
	bool plain, ascii;
	struct err err;
};

struct file {
	struct seen *seen;
	size_t n, cap;
	struct buf bytes;
};

/* True: a dialect that libcsv knows too. */
static bool
choose(struct rd_opts *opts, const uint8_t **data, size_t *size)
{
	static const char delimiters[] = ",;\t|: ^a", quotes[] = "\"'`/";
	unsigned c = fuzz_choice(data, size);

	memset(opts, 0, sizeof(*opts));
	opts->delimiter = delimiters[c % 8];
	opts->quote = quotes[c / 8 % 4];
	opts->encoding = (enum encoding)(fuzz_choice(data, size) %
	    ENCODING_COUNT);
	c = fuzz_choice(data, size);
	opts->preamble = c % 4;
	opts->ragged = (c & 4) != 0;
	opts->max_fields = (c & 8) != 0 ? FEW_FIELDS : FIELDS;
	opts->max_record = (c & 16) != 0 ? SHORT_RECORD : 0;
	c = fuzz_choice(data, size);
	opts->no_quote = (c & 1) != 0;
	opts->escape = (c & 2) != 0 ? '\\' : '\0';
	opts->lone_cr = (c & 4) != 0;
	opts->header_rows = c / 8 % 4;
	opts->header_merged = (c & 32) != 0;
	opts->no_header = (c & 64) != 0;
	opts->any_names = (c & 128) != 0;
	return c == 0;
}

/* A borrowed record is copied: what is true of it must be true now. */
static void
note(struct file *f, int result, const struct reader *rd,
    const struct rec *rec, const struct err *err)
{
	struct seen *s;
	size_t i;

	f->seen = grow(f->seen, f->n, &f->cap, sizeof(*s));
	s = &f->seen[f->n++];
	memset(s, 0, sizeof(*s));
	s->result = result;
	s->err = *err;
	if (result == -1)
		s->recoverable = rd != NULL && rd_recoverable(rd);
	if (result == -1 && !s->recoverable)
		return;
	s->line = rec->line;
	s->number = rec->number;
	s->raw = f->bytes.n;
	s->raw_n = rec->raw_n;
	buf_add(&f->bytes, rec->raw, rec->raw_n);
	if (result == -1 && strcmp(err->code, "ragged-row") != 0 &&
	    strcmp(err->code, "blank-row") != 0)
		return;
	s->breaks = rec->breaks;
	s->plain = rec->plain;
	s->ascii = rec->ascii;
	s->n = rec->n;
	s->fields = f->bytes.n;
	for (i = 0; i < rec->n; i++) {
		buf_add(&f->bytes, &rec->f[i].n, sizeof(rec->f[i].n));
		buf_add(&f->bytes, rec->f[i].p, rec->f[i].n);
	}
}

/* The next field from *at, which goes on to the one behind it. */
static struct field
field_at(const struct file *f, size_t *at)
{
	struct field field;

	memcpy(&field.n, f->bytes.p + *at, sizeof(field.n));
	field.p = f->bytes.p + *at + sizeof(field.n);
	*at += sizeof(field.n) + field.n;
	return field;
}

static void
read_file(struct file *f, char *path, size_t times,
    const struct rd_opts *opts)
{
	char *paths[2] = { path, path };
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err err;
	int r;

	f->n = f->bytes.n = 0;
	memset(&err, 0, sizeof(err));
	if (rd_open(&rd, paths, times, opts, &err) == -1) {
		note(f, -1, NULL, NULL, &err);
		return;
	}
	note(f, 1, rd, rd_header(rd), &err);
	do {
		memset(&err, 0, sizeof(err));
		r = rd_next(rd, &rec, &err);
		if (r != 0)
			note(f, r, rd, rec, &err);
	} while (r == 1 || (r == -1 && rd_recoverable(rd)));
	rd_close(rd);
}

static void
file_done(struct file *f)
{
	free(f->seen);
	buf_free(&f->bytes);
}

static bool
same_err(const struct err *a, const struct err *b)
{
	return a->status == b->status && a->line == b->line &&
	    strcmp(a->code, b->code) == 0 && strcmp(a->text, b->text) == 0 &&
	    strcmp(a->file, b->file) == 0 && strcmp(a->column, b->column) == 0;
}

/* plain and ascii may be left unsaid: see rows.h. */
static void
must_be_same(const struct file *a, const struct file *b)
{
	MUST(a->n == b->n);
	for (size_t i = 0; i < a->n; i++) {
		const struct seen *x = &a->seen[i], *y = &b->seen[i];

		MUST(x->result == y->result);
		MUST(x->recoverable == y->recoverable);
		if (!same_err(&x->err, &y->err)) {
			fprintf(stderr, "%zu %s %s, but %zu %s %s\n",
			    x->err.line, x->err.code, x->err.text,
			    y->err.line, y->err.code, y->err.text);
			MUST(false);
		}
		MUST(x->line == y->line && x->number == y->number);
		MUST(x->breaks == y->breaks);
		MUST(x->n == y->n && x->raw_n == y->raw_n);
	}
	MUST(fuzz_same(&a->bytes, &b->bytes));
}

/* What is said of a record is true, wherever it came from. */
static void
check_said(const struct file *f, const struct seen *s)
{
	struct buf line = { 0 };
	struct field field;
	size_t at = s->fields, i, k;

	if (s->result == -1) {
		MUST(s->err.status == STATUS_DATA && s->err.code[0] != '\0');
		MUST(s->err.text[0] != '\0' && s->err.file[0] != '\0');
		MUST(!s->recoverable || s->err.line == s->line);
	}
	for (i = 0; i < s->n; i++) {
		field = field_at(f, &at);
		MUST(memchr(field.p, '\n', field.n) == NULL);
		MUST(memchr(field.p, '\r', field.n) == NULL);
		MUST(memchr(field.p, '\0', field.n) == NULL);
		for (k = 0; s->ascii && k < field.n; k++)
			MUST((field.p[k] & 0x80) == 0);
		if (i > 0)
			buf_addc(&line, ',');
		csv_append(&line, field.p, field.n);
	}
	if (s->plain)
		MUST(s->result == -1 || (line.n == s->raw_n && memcmp(line.p,
		    f->bytes.p + s->raw, line.n) == 0));
	buf_free(&line);
}

static size_t
count(const char *p, size_t n, char c)
{
	size_t found = 0;

	while (n-- > 0)
		found += *p++ == c;
	return found;
}

/* The records of f tile the text, from where the header begins. */
static void
check_places(const struct file *f, const struct reference *ref)
{
	const char *text = ref->text.p;
	size_t at = ref->begin, line = 1 + count(text, at, '\n'), i;

	for (i = 0; i < f->n; i++) {
		const struct seen *s = &f->seen[i];

		if (s->result == -1 && !s->recoverable)
			return;
		MUST(s->line == line && s->number == i);
		MUST(s->raw_n <= ref->text.n - at);
		MUST(memcmp(text + at, f->bytes.p + s->raw, s->raw_n) == 0);
		at += s->raw_n;
		line += count(f->bytes.p + s->raw, s->raw_n, '\n');
		if (at < ref->text.n && text[at] == '\r')
			at++;
		MUST(at == ref->text.n || text[at] == '\n');
		at += at < ref->text.n;
		line++;
	}
	MUST(at == ref->text.n);
}

/* Record for record the same, as far as both go. */
static void
check_fields(const struct file *f, const struct reference *ref)
{
	size_t row = 0, i, k, at, breaks;

	for (i = 0; i < f->n; i++) {
		const struct seen *s = &f->seen[i];

		if (s->result == -1 && s->n == 0)
			return;
		if (s->raw_n == 0) {	/* blank: libcsv skips it */
			at = s->fields;
			MUST(s->n == 1 && field_at(f, &at).n == 0);
			continue;
		}
		if (row == ref->n_rows) {
			MUST(!ref->accepted);
			return;
		}
		MUST(s->n == ref->rows[row].n);
		breaks = 0;
		for (k = 0, at = s->fields; k < s->n; k++) {
			const struct cell *c =
			    &ref->cells[ref->rows[row].first + k];

			MUST(field_is(field_at(f, &at), ref->bytes.p + c->at,
			    c->n));
			breaks += c->breaks;
		}
		MUST(s->breaks == breaks);
		row++;
	}
	MUST(row == ref->n_rows);
}

static bool
has_lone_cr(const struct buf *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] == '\r' && (i + 1 == b->n || b->p[i + 1] != '\n'))
			return true;
	return false;
}

/* Two bytes each, of which most would be two letters of ASCII? */
static bool
is_ascii_wide(const uint8_t *p, size_t n)
{
	size_t i, both = 0;

	for (i = 0; i + 1 < n; i += 2)
		both += (isprint(p[i]) || (p[i] > 8 && p[i] < 14)) &&
		    (isprint(p[i + 1]) || (p[i + 1] > 8 && p[i + 1] < 14));
	return n >= 8 && both > n / 2 / 2;
}

/* Could these bytes be refused in an encoding though iconv takes them? */
static bool
odd_encoding(const uint8_t *p, size_t n, enum encoding encoding)
{
	const bool marked = n >= 2 && ((p[0] == 0xff && p[1] == 0xfe) ||
	    (p[0] == 0xfe && p[1] == 0xff));
	size_t i;

	if (encoding != ENCODING_UTF_8 && n >= 3 &&
	    memcmp(p, "\xef\xbb\xbf", 3) == 0)
		return true;
	switch (encoding) {
	case ENCODING_WINDOWS_1252:
	case ENCODING_ISO_8859_1:
		for (i = 0; i < n; i++) {
			if (encoding == ENCODING_ISO_8859_1 && p[i] >= 0x80 &&
			    p[i] < 0xa0)
				return true;
			/* What looks like UTF-8. */
			if (i > 0 && p[i] >= 0x80 && p[i] < 0xc0 &&
			    p[i - 1] >= 0xc2 && p[i - 1] < 0xf5)
				return true;
		}
		return marked;
	case ENCODING_UTF_16:
		if (!marked)
			return true;
		break;
	case ENCODING_UTF_16LE:
	case ENCODING_UTF_16BE:
		if (marked && (p[0] == 0xff) != (encoding ==
		    ENCODING_UTF_16LE))
			return true;
		if (n >= 2 && isprint(p[0]) && isprint(p[1]))
			return true;
		break;
	default:
		return marked;
	}
	if (is_ascii_wide(p, n))
		return true;
	for (i = 0; i + 1 < n; i += 2)	/* U+0000, U+0A00 */
		if ((p[i] == 0 && p[i + 1] == 0) || (encoding !=
		    ENCODING_UTF_16 ? p[i] + p[i + 1] == '\n' :
		    p[i] == '\n' || p[i + 1] == '\n'))
			return true;
	return false;
}

static bool
header_wrong(const struct reference *ref)
{
	const struct row *h = ref->rows;

	for (size_t i = 0; h != NULL && i < h->n; i++)
		for (size_t k = 0; k <= i; k++) {
			const struct cell *a = &ref->cells[h->first + i],
			    *b = &ref->cells[h->first + k];

			if (a->n == 0 || (k < i && a->n == b->n &&
			    memcmp(ref->bytes.p + a->at, ref->bytes.p + b->at,
			    a->n) == 0))
				return true;
		}
	return false;
}

/* Another byte order mark, behind that of the file or the preamble. */
static bool
header_marked(const struct reference *ref)
{
	const struct cell *first = ref->cells;

	return first != NULL && first->n >= 3 &&
	    memcmp(ref->bytes.p + first->at, "\xef\xbb\xbf", 3) == 0;
}

/* A workbook, a PDF, a web page. */
static bool
other_kind(const struct reference *ref)
{
	static const char *const begins[] = { "PK\3\4", "\320\317\021\340",
	    "%PDF-", "{\\rtf", "<" };
	const char *p = ref->text.p;
	size_t i, n = ref->text.n;

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		n -= 3;
	}
	for (i = 0; i < LEN(begins); i++)
		if (n >= strlen(begins[i]) &&
		    strncasecmp(p, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

/* Is the reason one that can be seen, other than what libcsv looks for? */
static bool
is_seen(const struct seen *s, const struct reference *ref,
    const struct rd_opts *opts, const uint8_t *p, size_t n)
{
	const char *code = s->err.code, *text = ref->text.p;
	size_t most = 0, i, left = ref->text.n - ref->begin;
	bool ragged = false;

	for (i = 0; i < ref->n_rows; i++) {
		if (ref->rows[i].n > most)
			most = ref->rows[i].n;
		ragged |= ref->rows[i].n != ref->rows[0].n;
	}
	if (strcmp(code, "nul-byte") == 0)
		return memchr(text, '\0', ref->text.n) != NULL;
	if (strcmp(code, "lone-cr") == 0)
		return has_lone_cr(&ref->text);
	if (strcmp(code, "bad-encoding") == 0)
		return !ref->utf8 || odd_encoding(p, n, opts->encoding) ||
		    header_marked(ref);
	if (strcmp(code, "not-csv") == 0)
		return other_kind(ref);
	if (strcmp(code, "record-too-long") == 0)
		return opts->max_record > 0 && ref->text.n > opts->max_record;
	if (strcmp(code, "too-many-fields") == 0)
		return most > opts->max_fields || has_lone_cr(&ref->text);
	if (strcmp(code, "ragged-row") == 0)
		return ragged && !opts->ragged;
	if (strcmp(code, "blank-row") == 0)
		return s->raw_n == 0 && !opts->ragged;
	if (strcmp(code, "empty-file") == 0)
		return ref->text.n == 0;
	if (strcmp(code, "no-header") == 0)
		return left == 0;
	if (strcmp(code, "no-column-name") == 0)
		return header_wrong(ref) || text[ref->begin] == '\n' ||
		    text[ref->begin] == '\r';
	if (strcmp(code, "duplicate-column") == 0)
		return header_wrong(ref);
	return false;	/* bad-quote, open-quote: libcsv says so too */
}

static void
check_libcsv(const struct file *f, const struct rd_opts *opts,
    const uint8_t *p, size_t n)
{
	struct buf unpacked = { 0 };
	struct reference ref;
	bool refused = false, damaged = false;

	if (reference_packed(p, n)) {
		damaged = !reference_unpack(&unpacked, p, n);
		p = (const uint8_t *)unpacked.p;
		n = unpacked.n;
	}
	reference_read(&ref, p, n, opts->encoding, opts->preamble,
	    opts->delimiter, opts->quote);
	check_places(f, &ref);
	check_fields(f, &ref);
	for (size_t i = 0; i < f->n; i++) {
		if (f->seen[i].result != -1)
			continue;
		refused = true;
		if (ref.accepted && ref.decoded && !damaged)
			MUST_SAY(is_seen(&f->seen[i], &ref, opts, p, n),
			    f->seen[i].err.code);
	}
	MUST(refused || (ref.accepted && ref.decoded && ref.utf8 &&
	    !damaged));
	reference_done(&ref);
	buf_free(&unpacked);
}

/* Writes the good records of f; how many. */
static size_t
write_file(const struct file *f, int number)
{
	char *path = fuzz_file(number, "", 0);
	struct writer *wr;
	struct err err;
	size_t n = 0, i, k, at;

	MUST(wr_open(&wr, path, OUT_PRIVATE, &err) == 0);
	for (i = 0; i < f->n; i++) {
		const struct seen *s = &f->seen[i];

		if (s->result == -1)
			continue;
		n++;
		if (s->plain) {
			wr_line(wr, f->bytes.p + s->raw, s->raw_n);
			continue;
		}
		for (k = 0, at = s->fields; k < s->n; k++) {
			struct field field = field_at(f, &at);

			wr_field(wr, field.p, field.n);
		}
		wr_end(wr);
	}
	MUST(wr_close(wr, &err) == 0);
	return n;
}

static void
check_writer(const struct file *f, bool any_names)
{
	struct rd_opts opts = { .ragged = true, .max_fields = FIELDS,
	    .any_names = any_names };
	struct buf once = { 0 }, twice = { 0 };
	struct file back = { 0 };
	size_t n = write_file(f, 1), i, k, b = 0;

	fuzz_bytes(1, &once);
	if (n > 0) {
		read_file(&back, fuzz_names[1], 1, &opts);
		MUST(back.n == n && count(once.p, once.n, '\n') == n);
		for (i = 0; i < f->n; i++) {
			const struct seen *x = &f->seen[i], *y;
			size_t xat = x->fields, yat;

			if (x->result == -1)
				continue;
			y = &back.seen[b++];
			yat = y->fields;
			MUST_SAY(y->result == 1, y->err.code);
			MUST(y->n == x->n && y->line == b && y->breaks == 0);
			for (k = 0; k < x->n; k++) {
				struct field want = field_at(f, &xat);

				MUST(field_is(field_at(&back, &yat), want.p,
				    want.n));
			}
		}
		write_file(&back, 2);
		fuzz_bytes(2, &twice);
		MUST(fuzz_same(&once, &twice));
	}
	file_done(&back);
	buf_free(&once);
	buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t chunks[] = { 4095, 1, 2, 3, 7, 65537 };
	struct file first = { 0 }, other = { 0 };
	struct rd_opts opts;
	bool known = choose(&opts, &data, &size);
	char *path;

	if (opts.delimiter == opts.quote)
		return 0;
	path = fuzz_file(0, data, size);
	/* Of a file this small the last is as the first, and slow. */
	for (size_t i = 0; i < LEN(chunks) - (size < chunks[0]); i++) {
		opts.chunk = chunks[i];
		read_file(i == 0 ? &first : &other, path, 1, &opts);
		for (size_t k = 0; i == 0 && k < first.n; k++)
			check_said(&first, &first.seen[k]);
		if (i > 0)
			must_be_same(&first, &other);
	}
	if (known)
		check_libcsv(&first, &opts, data, size);
	check_writer(&first, opts.any_names);
	/* The same file twice, as one input. */
	opts.chunk = chunks[0];
	read_file(&first, path, 2, &opts);
	opts.chunk = 3;
	read_file(&other, path, 2, &opts);
	must_be_same(&first, &other);
	file_done(&first);
	file_done(&other);
	return 0;
}
