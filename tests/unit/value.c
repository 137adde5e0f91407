/* SPDX-License-Identifier: MIT */
/*
 * value.h: what is said quickly of a value is what is said of it slowly.  Each
 * type is read both ways, from values that are right and values with accidents,
 * by a generator with a fixed seed; the sanitizers watch.  What is right is
 * shown in tests/filters/ingest.bats.
 */
#include "unit.h"
#include "value.h"
#include "value_quick.h"

#define SEED 19890131
#include "chance.h"

enum { ROUNDS = 20000, LONGEST = 40 };

static const char definition[] =
    "%rec: Extract\n\nid: t\ntitle: T\nagency: a\n\n%rec: Column\n\n"
    "name: a\ntype: date\nrole: drop\n\n"
    "name: b\ntype: date\nformat: DD/MM/YYYY\nformat: YYYYMMDD\n"
    "unknown: 01/01/1900\nunknown: 19010101\nmin: 1899-12-31\n"
    "max: 2024-02-29\nseverity: query\nrole: drop\n\n"
    "name: c\ntype: date\nformat: (DD).(MM).YYYY\nfuture: yes\nrole: drop\n\n"
    "name: d\ntype: date\nformat: D/M/YY\nrequired: yes\nrole: drop\n\n"
    "name: e\ntype: integer\nrole: drop\n\n"
    "name: f\ntype: integer\nmin: -0.5\nmax: 12.5\nunknown: 7\n"
    "severity: query\nrole: drop\n\n"
    "name: g\ntype: integer\nmin: 0.5\nmax: 9000000000\nrequired: yes\n"
    "role: drop\n\n"
    "name: h\ntype: nhs-number\nseverity: query\nrole: drop\n\n"
    "name: i\ntype: upn\nseverity: query\nrole: drop\n\n"
    "name: j\ntype: postcode\nunknown: CF10 1AA\nrole: drop\n\n"
    "name: k\ntype: postcode\nrole: drop\n\n"
    "name: l\ntype: name\nrequired: yes\nrole: drop\n\n"
    "name: m\ntype: text\nunknown: 7\nrole: drop\n\n"
    "name: n\ntype: code\ncode: male = M | a) Male\n"
    "code: abcdefghijklmnopq = abcdefghijklmnop\nunknown: 7\nrole: drop\n\n"
    "name: o\ntype: yes-no\nseverity: query\nrole: drop\n";

/* Right for one column or another; the accidents come from the generator. */
static const char *const seeds[] = {
	"2024-02-29", "2023-02-29", "0000-01-01", "0001-01-01", "9999-12-31",
	"29/02/2024", "31/04/2020", "01/01/1900", "19010101", "20240229",
	"(29).(02).2024", "1/2/03", "29/2/00", "7", "007", "-0", "-12", "13",
	"9000000000", "9223372036854775807", "99999999999999999",
	"999999999999999999", "-99999999999999999", "zzzzzzzzzzzzzzzzzz",
	"9434765919", "943 476 5919", "9434765918", "1111111111",
	"A123456789012", "H801200001001", "t000000000000", "CF10 1AA",
	"cf101aa", "NP20 4EX", "ZZ99 3VZ", "M1 1AE", "W1A 0AX", "M", "male",
	"a) Male", "abcdefghijklmnop", "abcdefghijklmnopq", "yes", "TRUE", "0",
	"Si\303\242n", "Sia\314\202n", "\302\240", "\342\204\253", "O'Neil",
	" M ", "\302\240M", "\t", "", "\001x", "\177"
};

/* A field where it may be read beyond its end, and not a byte more. */
static struct field
with_slack(const char *p, size_t n)
{
	char *copy = malloc(n + FIELD_SLACK);

	if (copy == NULL)
		abort();
	memcpy(copy, p, n);
	memset(copy + n, '0', FIELD_SLACK);
	return (struct field){ copy, n };
}

/* One to three changes, or none. */
static size_t
accident(char *s, size_t n)
{
	static const char odd[] = "09aMZ/-. (:\302\240\314\202\t";

	for (size_t times = rnd(4); times > 0; times--) {
		size_t at = rnd(n + 1), k = rnd(3);

		if (k == 0 && n < LONGEST) {
			memmove(s + at + 1, s + at, n++ - at);
			s[at] = odd[rnd(sizeof(odd) - 1)];
		} else if (k == 1 && at < n) {
			s[at] = odd[rnd(sizeof(odd) - 1)];
		} else if (k == 2 && at < n) {
			memmove(s + at, s + at + 1, --n - at);
		}
	}
	return utf8_check(s, n);	/* the reader lets no other through */
}

static void
read_both(struct value_reader *quick, struct value_reader *slow,
    struct field f)
{
	struct err a = { 0 }, b = { 0 };
	struct value v, w;
	int r = value_read(quick, f, &v, &a), want;

	value_as_is(&w, f);
	want = value_slowly(slow, f, &w, &b);
	CHECK(r == want, "%s '%.*s': %d, slowly %d", quick->column->name,
	    (int)f.n, f.p, r, want);
	if (r == 0 && want == 0)
		CHECK(v.n == w.n && memcmp(v.p, w.p, v.n) == 0 &&
		    v.date == w.date && v.repairs == w.repairs &&
		    v.doubtful == w.doubtful,
		    "%s '%.*s' is '%.*s', slowly '%.*s'", quick->column->name,
		    (int)f.n, f.p, (int)v.n, v.p, (int)w.n, w.p);
	if (r == -1 || v.doubtful)
		CHECK(strcmp(a.code, b.code) == 0, "%s '%.*s': %s, slowly %s",
		    quick->column->name, (int)f.n, f.p, a.code, b.code);
}

static void
both_ways(const struct column *column, date as_of, bool canonical)
{
	struct value_reader quick, slow;
	char s[LONGEST + 8];
	struct field f;
	size_t n;

	value_init(&quick, column, as_of, canonical);
	value_init(&slow, column, as_of, canonical);
	for (int k = 0; k < ROUNDS && unit_why[0] == '\0'; k++) {
		const char *from = seeds[rnd(LEN(seeds))];

		n = strlen(from);
		memcpy(s, from, n);
		n = accident(s, n);
		f = with_slack(s, n);
		read_both(&quick, &slow, f);
		free((char *)(uintptr_t)f.p);
	}
	value_done(&quick);
	value_done(&slow);
}

static void
every_column(void)
{
	struct extract *x = NULL;
	struct err err;

	unit_write("t.rec", definition, sizeof(definition) - 1);
	if (extract_read(&x, ".", "./t.rec", &err) == -1) {
		CHECK(false, "%s:%zu %s", err.file, err.line, err.text);
		return;
	}
	for (size_t i = 0; i < x->n_columns; i++) {
		both_ways(&x->columns[i], DATE_NONE, false);
		both_ways(&x->columns[i], date_make(2020, 1, 31), false);
		both_ways(&x->columns[i], date_make(2020, 1, 31), true);
	}
	extract_free(x);
}

int
main(void)
{
	RUN(every_column, "a value is read quickly as it is slowly");
	return UNIT_END;
}
