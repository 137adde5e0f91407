/* SPDX-License-Identifier: MIT */
/*
 * Workbooks.  The first byte says what the rest is: an even one, the file itself;
 * an odd one, XML parts with a byte FF between them (the sheet, then texts, then
 * styles, then the workbook), of which a sound zip file is made, so that the search
 * is not for its checksums.  What must be true:
 *
 *   - by whatever reads, the same comes out, and the same is wrong;
 *   - rows read quickly come out as expat has them;
 *   - what comes is lines of UTF-8, which the reader of records takes as they are;
 *   - an error names the file, and has no value of it in its words.
 */
#include <zlib.h>

#include "fuzz.h"
#include "rows.h"
#include "sheet_rows.h"

enum { PARTS = 6, MOST_OUT = 1 << 22 };

#define RELATIONS "<R xmlns=\"r\">"
#define RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"o/" type \
	"\" Target=\"" target "\"/>"

static const char first[] = RELATIONS RELATION("a", "officeDocument", "w.xml")
    "</R>";
static const char second[] = RELATIONS RELATION("s", "worksheet", "s.xml")
    RELATION("t", "sharedStrings", "t.xml") RELATION("y", "styles", "y.xml")
    "</R>";
static const char book[] = "<workbook xmlns:r=\"r\"><sheets>"
    "<sheet name=\"S\" r:id=\"s\"/></sheets></workbook>";
static const char texts[] = "<sst><si><t>a</t></si><si><t>b,\"\n</t></si></sst>";
static const char styles[] = "<styleSheet><numFmts><numFmt numFmtId=\"200\" "
    "formatCode=\"00000\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId="
    "\"14\"/><xf numFmtId=\"10\"/><xf numFmtId=\"200\"/><xf numFmtId=\"46\"/>"
    "<xf numFmtId=\"20\"/></cellXfs></styleSheet>";

/* An entry of the zip file to be made. */
struct entry {
	const char *name, *p;
	size_t n, at;
};

static void
little(struct buf *b, uint32_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_addc(b, (char)(v & 0xff));
}

/* What the header before a part and its entry in the list have in common. */
static void
describe(struct buf *b, const struct entry *p)
{
	const uint32_t crc = (uint32_t)crc32(0, (const Bytef *)p->p,
	    (uInt)p->n);

	little(b, 20, 2);
	little(b, 0, 2);	/* no flags, stored, no time */
	little(b, 0, 2);
	little(b, 0, 4);
	little(b, crc, 4);
	little(b, (uint32_t)p->n, 4);
	little(b, (uint32_t)p->n, 4);
	little(b, (uint32_t)strlen(p->name), 2);
	little(b, 0, 2);
}

static void
make_zip(struct buf *b, struct entry *parts)
{
	size_t i, list, end;

	for (i = 0; i < PARTS; i++) {
		parts[i].at = b->n;
		little(b, 0x04034b50, 4);
		describe(b, &parts[i]);
		buf_puts(b, parts[i].name);
		buf_add(b, parts[i].p, parts[i].n);
	}
	list = b->n;
	for (i = 0; i < PARTS; i++) {
		little(b, 0x02014b50, 4);
		little(b, 20, 2);
		describe(b, &parts[i]);
		little(b, 0, 2);
		little(b, 0, 4);
		little(b, 0, 4);
		little(b, (uint32_t)parts[i].at, 4);
		buf_puts(b, parts[i].name);
	}
	end = b->n;
	little(b, 0x06054b50, 4);
	little(b, 0, 4);
	little(b, PARTS | PARTS << 16, 4);
	little(b, (uint32_t)(end - list), 4);
	little(b, (uint32_t)list, 4);
	little(b, 0, 2);
}

/* Up to the next FF of the input; all that is left, where there is none. */
static bool
take_part(const uint8_t **data, size_t *size, struct entry *part)
{
	const uint8_t *end = *size == 0 ? NULL : memchr(*data, 0xff, *size);
	const size_t n = end == NULL ? *size : (size_t)(end - *data);

	if (*size == 0)
		return false;
	part->p = (const char *)*data;
	part->n = n;
	*data += n + (end != NULL);
	*size -= n + (end != NULL);
	return true;
}

static void
make_book(struct buf *b, const uint8_t *data, size_t size)
{
	struct entry parts[PARTS] = {
		{ "s.xml", "", 0, 0 }, { "t.xml", texts, strlen(texts), 0 },
		{ "y.xml", styles, strlen(styles), 0 },
		{ "w.xml", book, strlen(book), 0 },
		{ "_rels/.rels", first, strlen(first), 0 },
		{ "_rels/w.xml.rels", second, strlen(second), 0 }
	};

	for (size_t i = 0; i < 4; i++)
		(void)take_part(&data, &size, &parts[i]);
	make_zip(b, parts);
}

/* All lines, by reads of so many bytes; -1 with *err where it ends so. */
static int
read_sheet(char *path, size_t step, bool slowly, struct buf *out,
    struct sheet_found *found, struct err *err)
{
	struct sheet *sheet = NULL;
	struct in *in;
	ssize_t r = -1;

	out->n = 0;
	memset(err, 0, sizeof(*err));
	memset(found, 0, sizeof(*found));
	MUST(in_open(&in, path, err) == 0);
	MUST(in_begins(in, SHEET_MAGIC, SHEET_MAGIC_BYTES, err) != -1);
	if (sheet_open(&sheet, in, "S", 1, 4096, err) == 0) {
		if (slowly)
			sheet_slowly(sheet);
		do {
			if (buf_reserve(out, step) == -1)
				abort();
			r = sheet_read(sheet, out->p + out->n, step, err);
			MUST(r <= (ssize_t)step);
			out->n += r > 0 ? (size_t)r : 0;
		} while (r > 0 && out->n < MOST_OUT);
		if (r == 0)
			sheet_found(sheet, found);
		sheet_close(sheet);
	}
	in_close(in);
	MUST(r != -1 || (err->file[0] != '\0' && err->code[0] != '\0' &&
	    err->status == STATUS_DATA));
	return (int)r;
}

/*
 * Of a zip file that is damaged inside a part one may come to the damage first, the
 * other to XML that is not sound because of it.
 */
static void
must_be_same(const struct buf *a, const struct buf *b, const struct err *x,
    const struct err *y, bool sound)
{
	const size_t n = a->n < b->n ? a->n : b->n;

	if (!sound && strcmp(x->code, "bad-workbook") == 0) {
		MUST_SAY(y->code[0] != '\0', y->text);
		MUST(n == 0 || memcmp(a->p, b->p, n) == 0);
		return;
	}
	MUST_SAY(x->line == y->line && strcmp(x->code, y->code) == 0 &&
	    strcmp(x->text, y->text) == 0 && strcmp(x->column, y->column) == 0,
	    y->text);
	MUST(fuzz_same(a, b));
}

/* The reader has to find the same lines, each of them a record. */
static void
check_records(char *path, const struct buf *lines, const struct err *end)
{
	struct rd_opts opts = { .sheet = "S", .no_header = true,
	    .ragged = true, .max_record = 4096 };
	const struct rec *rec;
	struct reader *rd;
	struct err err;
	size_t at = 0;
	int r;

	if (rd_open(&rd, &path, 1, &opts, &err) == -1)
		return;
	while ((r = rd_next(rd, &rec, &err)) == 1) {
		MUST(at + rec->raw_n < lines->n && memcmp(lines->p + at,
		    rec->raw, rec->raw_n) == 0);
		for (size_t i = 0; rec->cells != NULL && i < rec->n; i++)
			MUST(rec->cells[i] <= CELL_NO_DATE &&
			    (rec->cells[i] == CELL_PLAIN || rec->f[i].n > 0));
		at += rec->raw_n + 1;
	}
	MUST_SAY(r == 0 || !rd_recoverable(rd), err.text);
	MUST_SAY(r == 0 || strcmp(err.code, "too-many-fields") == 0 ||
	    strcmp(err.code, end->code) == 0, err.text);
	MUST(r == -1 || at == lines->n);
	rd_close(rd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf file = { 0 }, lines = { 0 }, other = { 0 };
	struct sheet_found found, others;
	struct err end, err;
	char *path;
	const bool sound = fuzz_choice(&data, &size) % 2 == 1;
	int r;

	if (sound)
		make_book(&file, data, size);
	else if (size > 0)
		buf_add(&file, data, size);
	if (file.n < SHEET_MAGIC_BYTES || memcmp(file.p, SHEET_MAGIC,
	    SHEET_MAGIC_BYTES) != 0) {
		buf_free(&file);
		return 0;
	}
	path = fuzz_file(0, file.p, file.n);
	r = read_sheet(path, 65536, false, &lines, &found, &end);
	MUST(lines.n == 0 || lines.p[lines.n - 1] == '\n' ||
	    lines.n >= MOST_OUT);
	MUST(utf8_check(lines.p, lines.n) == lines.n);
	if (lines.n < MOST_OUT) {
		MUST(read_sheet(path, 4096, true, &other, &others, &err) == r);
		must_be_same(&lines, &other, &end, &err, sound);
		MUST(memcmp(&found, &others, sizeof(found)) == 0);
		if (lines.n < 4096) {
			read_sheet(path, 1, false, &other, &others, &err);
			must_be_same(&lines, &other, &end, &err, sound);
		}
		check_records(path, &lines, &end);
	}
	buf_free(&file);
	buf_free(&lines);
	buf_free(&other);
	return 0;
}
