/* SPDX-License-Identifier: MIT */
/*
 * check.h: properties of the check characters, worked from their rules, and
 * the classes of BS 7666.
 */
#include "check.h"
#include "unit.h"

/* Of the ten last digits at most one is right, none when 10 would be. */
static void
nhs_digits(void)
{
	char s[NHS_LEN + 1], out[NHS_LEN];
	unsigned body, none = 0;

	for (body = 400000000; body < 400020000; body += 7) {
		unsigned right = 0, filler = 0, sum = 0, rest = body;

		for (unsigned w = 2; w <= 10; w++, rest /= 10)
			sum += rest % 10 * w;
		for (unsigned d = 0; d < 10; d++) {
			enum check c;

			snprintf(s, sizeof(s), "%09u%u", body, d);
			c = nhs_check(s, NHS_LEN, out);
			right += c == CHECK_OK;
			filler += c == CHECK_FILLER;
			CHECK(c != CHECK_OK || (sum + d) % 11 == 0,
			    "%s is right, but not by its sum", s);
		}
		CHECK(filler == 0, "%09u: taken for a filler", body);
		CHECK(right == (sum % 11 == 1 ? 0 : 1),
		    "%09u: %u right digits", body, right);
		none += right == 0;
	}
	CHECK(none > 100, "remainder 10 was hardly tried: %u", none);
}

static void
nhs_forms(void)
{
	static const struct {
		const char *s;
		enum check want;
	} t[] = {
		{ "9434765919", CHECK_OK }, { "943 476 5919", CHECK_OK },
		{ "943-476-5919", CHECK_OK }, { " 9434765919\t", CHECK_OK },
		{ "943\xc2\xa0" "476\xc2\xa0" "5919", CHECK_OK },
		{ "9434765918", CHECK_DIGIT }, { "", CHECK_FORM },
		{ "0000000000", CHECK_FILLER },
		{ "1111111111", CHECK_FILLER },
		{ "9999999999", CHECK_FILLER },
		{ "943476591", CHECK_FORM }, { "94347659199", CHECK_FORM },
		{ "943.476.5919", CHECK_FORM }, { "943476591O", CHECK_FORM },
	};
	char out[NHS_LEN];

	for (size_t i = 0; i < LEN(t); i++) {
		enum check c = nhs_check(t[i].s, strlen(t[i].s), out);

		CHECK(c == t[i].want, "'%s': %d", t[i].s, (int)c);
		CHECK(c != CHECK_OK || memcmp(out, "9434765919", 10) == 0,
		    "'%s': other digits", t[i].s);
	}
}

/* Exactly one of 23 letters is right; I, O and S never are. */
static void
upn_letters(void)
{
	static const char *const bodies[] = {
		"660401211007", "681401211007", "801200005001",
		"67820050945P", "33020050945A", "93899999999Z"
	};
	char s[UPN_LEN + 1], out[UPN_LEN];

	for (size_t i = 0; i < LEN(bodies); i++) {
		unsigned right = 0;

		for (char c = 'A'; c <= 'Z'; c++) {
			bool ok;

			snprintf(s, sizeof(s), "%c%s", c, bodies[i]);
			ok = upn_check(s, UPN_LEN, out) == CHECK_OK;
			right += ok;
			CHECK(!ok || strchr("IOS", c) == NULL, "%s", s);
		}
		CHECK(right == 1, "%s: %u right letters", bodies[i], right);
	}
}

static void
upn_forms(void)
{
	static const struct {
		const char *s;
		enum check want;
	} t[] = {
		{ "Z660401211007", CHECK_OK }, { "z660401211007", CHECK_OK },
		{ "Z660 4012 11007", CHECK_OK },
		{ "A660401211007", CHECK_DIGIT },
		{ "A000000000000", CHECK_FILLER },
		{ "V67820050945P", CHECK_OK }, { "V67820050945p", CHECK_OK },
		{ "V67820050945O", CHECK_FORM },	/* no letter O */
		{ "V6782005094PP", CHECK_FORM },
		{ "1660401211007", CHECK_FORM },
		{ "Z66040121100", CHECK_FORM },
		{ "Z6604012110077", CHECK_FORM }, { "", CHECK_FORM },
	};
	char out[UPN_LEN];

	for (size_t i = 0; i < LEN(t); i++) {
		enum check c = upn_check(t[i].s, strlen(t[i].s), out);

		CHECK(c == t[i].want, "'%s': %d", t[i].s, (int)c);
	}
}

static void
postcodes(void)
{
	static const struct {
		const char *in, *want;	/* NULL: none */
	} t[] = {
		/* A9 A99 AA9 AA99 A9A AA9A, and where blanks stand. */
		{ "m1 1ae", "M1 1AE" }, { "B338TH", "B33 8TH" },
		{ "cr2 6xh", "CR2 6XH" }, { "DN551PT", "DN55 1PT" },
		{ "w1a1hq", "W1A 1HQ" }, { "EC1A1BB", "EC1A 1BB" },
		{ " C F 1 0 1 A A ", "CF10 1AA" },
		{ "CF10\xc2\xa0" "1AA", "CF10 1AA" },
		{ "GIR0AA", "GIR 0AA" }, { "ZZ993CZ", "ZZ99 3CZ" },
		/* Letters that a place cannot have. */
		{ "Q1 1AE", NULL }, { "V1 1AE", NULL }, { "X1 1AE", NULL },
		{ "AI1 1AE", NULL }, { "AJ1 1AE", NULL }, { "AZ1 1AE", NULL },
		{ "A1I 1AE", NULL }, { "A1L 1AE", NULL },
		{ "AA1C 1AE", NULL }, { "AA1Z 1AE", NULL },
		{ "M1 1CE", NULL }, { "M1 1EI", NULL }, { "M1 1EK", NULL },
		{ "M1 1ME", NULL }, { "M1 1OE", NULL }, { "M1 1EV", NULL },
		/* Too short, too long, other shapes, text around. */
		{ "", NULL }, { "M1", NULL }, { "1AE", NULL },
		{ "M11A", NULL }, { "M1 AAE", NULL }, { "M111 1AE", NULL },
		{ "CF100 1AA", NULL }, { "CF10 1AAx", NULL },
		{ "xCF10 1AA", NULL }, { "CF10-1AA", NULL },
		{ "ZZ98 3CZ", NULL }, { "ZZ99 333", NULL },
	};
	char out[POSTCODE_MAX];

	for (size_t i = 0; i < LEN(t); i++) {
		size_t n = postcode_normal(t[i].in, strlen(t[i].in), out);

		CHECK(t[i].want == NULL ? n == 0 : n == strlen(t[i].want) &&
		    memcmp(out, t[i].want, n) == 0, "'%s' gives '%.*s'",
		    t[i].in, (int)n, out);
	}
	CHECK(postcode_is_pseudo("ZZ99 3VZ", 8), "not seen");
	CHECK(!postcode_is_pseudo("CF10 1AA", 8), "seen");
}

/* A normal form is its own normal form. */
static void
postcode_fixed(void)
{
	static const char *const t[] = {
		"M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ",
		"EC1A 1BB", "GIR 0AA", "ZZ99 3CZ"
	};
	char out[POSTCODE_MAX];

	for (size_t i = 0; i < LEN(t); i++)
		CHECK(postcode_normal(t[i], strlen(t[i]), out) ==
		    strlen(t[i]) && memcmp(out, t[i], strlen(t[i])) == 0,
		    "%s", t[i]);
}

int
main(void)
{
	RUN(nhs_digits, "an NHS number has one check digit, or none");
	RUN(nhs_forms, "NHS numbers with blanks, hyphens, fillers");
	RUN(upn_letters, "a UPN has one check letter, whatever its authority");
	RUN(upn_forms, "UPNs in small letters, temporary, malformed");
	RUN(postcodes, "the classes and letters of BS 7666");
	RUN(postcode_fixed, "a normal form does not change again");
	return UNIT_END;
}
