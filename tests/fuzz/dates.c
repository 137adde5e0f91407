/* SPDX-License-Identifier: MIT */
/*
 * Dates by any format, and values of every type.  One byte chooses a column; a
 * line is a date format, the rest a text.  What must be true:
 *
 *   - a date that is read is a day of the years 1 to 9999, and is itself again
 *     in every form in which it is written;
 *   - a value is read quickly as it is slowly, the second time as the first;
 *   - what is taken is canonical: it reads as itself from our own stream.
 */
#include "extract.h"
#include "fuzz.h"
#include "value.h"
#include "value_quick.h"

static const char definition[] =
    "%rec: Extract\n\nid: t\ntitle: T\nagency: a\n\n%rec: Column\n\n"
    "name: a\ntype: date\nrole: drop\n\n"
    "name: b\ntype: date\nformat: DD/MM/YYYY\nformat: YYYYMMDD\n"
    "unknown: 01/01/1900\nunknown: 19010101\nmin: 1899-12-31\n"
    "max: 2024-02-29\nseverity: query\nrole: drop\n\n"
    "name: c\ntype: date\nformat: D/M/YY\nrequired: yes\nfuture: yes\n"
    "role: drop\n\n"
    "name: d\ntype: date\nformat: D Mon YYYY HH:MI:SS\nrole: drop\n\n"
    "name: e\ntype: integer\nrole: drop\n\n"
    "name: f\ntype: integer\nmin: -0.5\nmax: 12.5\nunknown: 7\n"
    "severity: query\nrole: drop\n\n"
    "name: g\ntype: decimal\nmin: 0.5\nmax: 9000000000\nrole: drop\n\n"
    "name: h\ntype: count\nsymbol: suppressed = *\nrole: drop\n\n"
    "name: i\ntype: nhs-number\nseverity: query\nrole: drop\n\n"
    "name: j\ntype: upn\nseverity: query\nrole: drop\n\n"
    "name: k\ntype: postcode\nunknown: CF10 1AA\nrole: drop\n\n"
    "name: l\ntype: name\nrequired: yes\nrole: drop\n\n"
    "name: m\ntype: text\nunknown: 7\nrole: drop\n\n"
    "name: n\ntype: code\ncode: male = M | a) Male\n"
    "code: abcdefghijklmnopq = abcdefghijklmnop\nunknown: 9\nrole: drop\n\n"
    "name: o\ntype: yes-no\nrequired: yes\nseverity: query\nrole: drop\n\n"
    "name: p\ntype: time\nformat: HH:MI\nformat: H:MI AM\nrole: drop\n\n"
    "name: q\ntype: duration\nformat: H:MI\nformat: days\nrole: drop\n\n"
    "name: r\ntype: code\ncode: one = 1 | a) One\ncode: two = 2\n"
    "separator: ,\nmatch: loose\nrole: drop\n\n"
    "name: s\ntype: integer\naccept: point-zero\naccept: thousands\n"
    "min: -5\nrole: drop\n\n"
    "name: t\ntype: decimal\naccept: thousands\nrole: drop\n\n"
    "name: u\ntype: text\npattern: A99\npattern: AA+9+\nrole: drop\n\n"
    "name: v\ntype: duration\nunit: seconds\nformat: H:MI:SS\n"
    "role: drop\n\n"
    "name: w\ntype: date\nformat: excel\nfuture: yes\nrole: drop\n";

static struct extract *x;

static void
setup(void)
{
	struct err err = { 0 };

	if (x == NULL && extract_read(&x, "pipelines/library", fuzz_file(0,
	    definition, sizeof(definition) - 1), &err) == -1)
		MUST_SAY(false, err.text);
}

static void
is_a_day(date d, const char *canonical)
{
	char text[11];
	int y, m, day;

	date_split(d, &y, &m, &day);
	MUST(y >= 1 && y <= 9999);
	MUST(date_make(y, m, day) == d);
	date_format(d, text);
	MUST(date_parse(text, 10) == d);
	MUST(canonical == NULL || memcmp(canonical, text, 10) == 0);
}

/* And what the same text is as a time or a duration. */
static void
date_by_format(const char *format, const char *p, size_t n, int pivot)
{
	date d;

	if (time_format_ok(format))
		MUST(time_parse_as(p, n, format) < 24 * 60 * 60);
	if (duration_format_ok(format))
		MUST(duration_parse_as(p, n, format) >= -1);
	if (!date_format_ok(format))
		return;
	d = date_parse_as(p, n, format, pivot);
	if (d != DATE_NONE)
		is_a_day(d, NULL);
	if (strcmp(format, "YYYY-MM-DD") == 0)
		MUST(d == date_parse(p, n));
}

/* The same said of a value: *b is not a view into what a is a view of. */
static void
must_be_same(int r, const struct value *a, const struct err *ae, int s,
    const struct value *b, const struct err *be)
{
	MUST(r == s);
	if (r == 0) {
		MUST(a->n == b->n && (a->n == 0 ||
		    memcmp(a->p, b->p, a->n) == 0));
		MUST(a->date == b->date && a->repairs == b->repairs);
		MUST(strcmp(a->symbol, b->symbol) == 0);
		MUST(a->doubtful == b->doubtful);
	}
	if (r == -1 || a->doubtful) {
		MUST(strcmp(ae->code, be->code) == 0 && ae->code[0] != '\0');
		MUST(strcmp(ae->text, be->text) == 0 && ae->text[0] != '\0');
		MUST(strcmp(ae->column, be->column) == 0);
	}
}

/* What was taken reads as itself from a stream of ours. */
static void
is_canonical(const struct column *c, date as_of, const struct value *v)
{
	char *copy = fuzz_copy(v->p, v->n, FIELD_SLACK);
	struct value_reader vr;
	struct value again;
	struct err why = { 0 };

	value_init(&vr, c, as_of, true);
	MUST_SAY(value_read(&vr, (struct field){ copy + 1, v->n }, &again,
	    &why) == 0 && !again.doubtful, why.code);
	/* An unknown value is known by its spelling: another may become it. */
	if (c->n_unknown == 0 || again.repairs != REPAIR_UNKNOWN) {
		MUST(again.n == v->n && (v->n == 0 ||
		    memcmp(again.p, v->p, v->n) == 0));
		MUST(again.date == v->date && again.repairs == 0);
	}
	value_done(&vr);
	free(copy);
}

static void
value_of(const struct column *c, date as_of, const char *p, size_t n)
{
	struct value_reader vr, slow;
	struct value v, w;
	struct err why = { 0 }, because = { 0 };
	struct field f = { p, n };
	int r, s;

	value_init(&vr, c, as_of, false);
	value_init(&slow, c, as_of, false);
	r = value_read(&vr, f, &v, &why);
	value_as_is(&w, f);
	s = value_slowly(&slow, f, &w, &because);
	must_be_same(r, &v, &why, s, &w, &because);
	r = value_read(&vr, f, &v, &why);
	must_be_same(r, &v, &why, s, &w, &because);
	if (value_stands(&vr, f, false))
		MUST(r == 0 && v.n == n && v.repairs == 0);
	if (r == 0 && c->type == TYPE_DATE && v.n > 0) {
		MUST(v.n == 10);
		is_a_day(v.date, v.p);
	}
	if (r == 0 && !v.doubtful && *v.symbol == '\0')
		is_canonical(c, as_of, &v);
	value_done(&vr);
	value_done(&slow);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned choice = fuzz_choice(&data, &size);
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	const char *formats[1];
	char format[256], *copy;
	struct column c;
	size_t n;

	setup();
	n = end == NULL ? size : (size_t)(end - data);
	if (n >= sizeof(format))
		return 0;
	if (n > 0)
		memcpy(format, data, n);
	format[n] = '\0';
	data += n + (end != NULL);
	size -= n + (end != NULL);
	copy = fuzz_copy(data, size, 0);
	date_by_format(format, copy + 1, size, choice < 128 ? DATE_PIVOT :
	    1923);
	free(copy);
	if (utf8_check((const char *)data, size) != size)
		return 0;	/* no reader hands this on */
	copy = fuzz_copy(data, size, FIELD_SLACK);
	c = x->columns[choice % x->n_columns];
	formats[0] = format;
	if (c.type == TYPE_DATE && date_format_ok(format) &&
	    c.n_unknown == 0) {
		c.formats = formats;
		c.n_formats = 1;
	}
	value_of(&c, choice < 128 ? DATE_NONE : date_make(2026, 3, 31),
	    copy + 1, size);
	free(copy);
	return 0;
}
