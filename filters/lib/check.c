/* SPDX-License-Identifier: MIT */
/* NHS number, UPN, postcode: see check.h. */
#include <string.h>

#include "check.h"

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/*
 * Length of the blank at p: space, tab or the UTF-8 no-break space that
 * spreadsheets leave behind.  0 if there is none.
 */
static size_t
blank_at(const char *p, size_t n)
{
	if (*p == ' ' || *p == '\t')
		return 1;
	if (n >= 2 && p[0] == '\xc2' && p[1] == '\xa0')
		return 2;
	return 0;
}

/*
 * Copies p without blanks (and without the byte skip) in capitals.  The
 * length, or max + 1 when it is longer than max.
 */
static size_t
squeeze(const char *p, size_t n, char skip, char *out, size_t max)
{
	size_t i = 0, len = 0, b;

	while (i < n) {
		if ((b = blank_at(p + i, n - i)) > 0) {
			i += b;
			continue;
		}
		if (skip == '\0' || p[i] != skip) {
			if (len == max)
				return max + 1;
			out[len++] = upper(p[i]);
		}
		i++;
	}
	return len;
}

enum check
nhs_check(const char *p, size_t n, char out[NHS_LEN])
{
	char s[NHS_LEN];
	int sum = 0, digit;
	size_t i;
	bool equal = true;

	if (squeeze(p, n, '-', s, NHS_LEN) != NHS_LEN)
		return CHECK_FORM;
	for (i = 0; i < NHS_LEN; i++) {
		if (!is_digit(s[i]))
			return CHECK_FORM;
		if (s[i] != s[0])
			equal = false;
		if (i < NHS_LEN - 1)
			sum += (s[i] - '0') * (10 - (int)i);
	}
	memcpy(out, s, NHS_LEN);
	if (equal)
		return CHECK_FILLER;
	/* 11 becomes 0; 10 matches no digit, so it is never right. */
	digit = (11 - sum % 11) % 11;
	return digit == s[NHS_LEN - 1] - '0' ? CHECK_OK : CHECK_DIGIT;
}

/* The alphabet of check letters: no I, O or S, 23 of them. */
static const char upn_letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

static int
upn_value(char c)
{
	const char *at = memchr(upn_letters, c, sizeof(upn_letters) - 1);

	return at == NULL ? -1 : (int)(at - upn_letters);
}

/* Judges 13 characters in capitals, without blanks. */
static enum check
upn_judge(const char *s)
{
	unsigned sum = 0, any = 0, bad = 0, v, i;

	for (i = 1; i < UPN_LEN - 1; i++) {
		v = (unsigned)((unsigned char)s[i] - '0');
		bad |= v > 9;
		any |= v;
		sum += v * (i + 1);
	}
	if (bad || !is_upper(s[0]))
		return CHECK_FORM;
	if (is_digit(s[i]))
		v = (unsigned)(s[i] - '0');
	else if (upn_value(s[i]) >= 0)
		v = (unsigned)upn_value(s[i]);
	else
		return CHECK_FORM;
	sum += v * (i + 1);
	if (any == 0 && s[i] == '0')
		return CHECK_FILLER;
	return upn_letters[sum % 23] == s[0] ? CHECK_OK : CHECK_DIGIT;
}

enum check
upn_check(const char *p, size_t n, char out[UPN_LEN])
{
	enum check check = n == UPN_LEN ? upn_judge(p) : CHECK_FORM;
	char s[UPN_LEN];

	/* As nearly all stand in a file; else without blanks, in capitals. */
	if (check == CHECK_FORM) {
		if (squeeze(p, n, '\0', s, UPN_LEN) != UPN_LEN)
			return CHECK_FORM;
		check = upn_judge(s);
		p = s;
	}
	if (check != CHECK_FORM)
		memcpy(out, p, UPN_LEN);
	return check;
}

/* Sets of capitals, a bit for each. */
#define L(c) (1U << ((c) - 'A'))
enum {
	NOT_FIRST = L('Q') | L('V') | L('X'),
	NOT_SECOND = L('I') | L('J') | L('Z'),
	THIRD = L('A') | L('B') | L('C') | L('D') | L('E') | L('F') | L('G') |
	    L('H') | L('J') | L('K') | L('P') | L('S') | L('T') | L('U') |
	    L('W'),
	FOURTH = L('A') | L('B') | L('E') | L('H') | L('M') | L('N') |
	    L('P') | L('R') | L('V') | L('W') | L('X') | L('Y'),
	NOT_INWARD = L('C') | L('I') | L('K') | L('M') | L('O') | L('V')
};

static bool
letter_of(char c, unsigned set)
{
	return is_upper(c) && (set >> (c - 'A') & 1) != 0;
}

static bool
letter_but(char c, unsigned set)
{
	return is_upper(c) && (set >> (c - 'A') & 1) == 0;
}

/* A digit and two letters. */
static bool
inward_ok(const char *s)
{
	return is_digit(s[0]) && letter_but(s[1], NOT_INWARD) &&
	    letter_but(s[2], NOT_INWARD);
}

/* A9 A99 A9A AA9 AA99 AA9A, with the letters that each place may have. */
static bool
outward_ok(const char *s, size_t n)
{
	if (n < 2 || n > 4 || !letter_but(s[0], NOT_FIRST))
		return false;
	if (is_digit(s[1]))
		return n == 2 || (n == 3 && (is_digit(s[2]) ||
		    letter_of(s[2], THIRD)));
	if (!letter_but(s[1], NOT_SECOND) || n < 3 || !is_digit(s[2]))
		return false;
	return n == 3 || is_digit(s[3]) || letter_of(s[3], FOURTH);
}

size_t
postcode_normal(const char *p, size_t n, char out[POSTCODE_MAX])
{
	char s[POSTCODE_MAX - 1];
	size_t len, o;
	bool ok;

	/* As nearly all stand in a file. */
	if (n >= 6 && n <= POSTCODE_MAX && p[n - 4] == ' ' &&
	    outward_ok(p, n - 4) && inward_ok(p + n - 3)) {
		memcpy(out, p, n);
		return n;
	}
	len = squeeze(p, n, '\0', s, sizeof(s));
	if (len < 5 || len > sizeof(s))
		return 0;
	o = len - 3;
	if (len == 7 && memcmp(s, "ZZ99", 4) == 0)
		ok = is_digit(s[4]) && is_upper(s[5]) && is_upper(s[6]);
	else if (len == 6 && memcmp(s, "GIR0AA", 6) == 0)
		ok = true;
	else
		ok = outward_ok(s, o) && inward_ok(s + o);
	if (!ok)
		return 0;
	memcpy(out, s, o);
	out[o] = ' ';
	memcpy(out + o + 1, s + o, 3);
	return len + 1;
}

bool
postcode_is_pseudo(const char *p, size_t n)
{
	return n >= 4 && memcmp(p, "ZZ99", 4) == 0;
}
