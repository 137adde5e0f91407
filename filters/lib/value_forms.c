/* SPDX-License-Identifier: MIT */
/*
 * The rarer forms of typed values: times and durations, several codes in one
 * cell, numbers as spreadsheets leave them, patterns of text.  See value.h.
 */
#include <stdio.h>
#include <string.h>

#include "num.h"
#include "value.h"
#include "value_quick.h"

int
value_time(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	int t = -1;
	size_t i;

	if (vr->canonical)
		t = time_parse_as(f.p, f.n, c->with_seconds ? "HH:MI:SS" :
		    "HH:MI");
	for (i = 0; !vr->canonical && t == -1 && i < c->n_formats; i++)
		t = time_parse_as(f.p, f.n, c->formats[i]);
	if (t == -1)
		return value_doubt(vr, v, why, false, "bad-time",
		    "not a time of day, want %s", c->wanted);
	v->p = vr->text;
	v->n = (size_t)snprintf(vr->text, sizeof(vr->text),
	    c->with_seconds ? "%02d:%02d:%02d" : "%02d:%02d", t / 3600,
	    t / 60 % 60, t % 60);
	return 0;
}

int
value_duration(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;
	int64_t seconds = -1;
	size_t i;

	if (vr->canonical) {
		if (num_int(f.p, f.n, &seconds) && seconds >= 0)
			return value_in_limits(vr, seconds, 0, v, why);
		seconds = -1;
	}
	for (i = 0; !vr->canonical && seconds == -1 && i < c->n_formats; i++)
		seconds = duration_parse_as(f.p, f.n, c->formats[i]);
	return value_seconds(vr, seconds, v, why);
}

int
value_seconds(struct value_reader *vr, int64_t seconds, struct value *v,
    struct err *why)
{
	const struct column *c = vr->column;

	if (seconds == -1)
		return value_doubt(vr, v, why, false, "bad-duration",
		    "not a duration, want %s", c->wanted);
	if (seconds % c->unit_seconds != 0)
		return value_doubt(vr, v, why, false, "bad-duration",
		    "not a whole number of %s: declare a finer unit", c->unit);
	seconds /= c->unit_seconds;
	v->p = vr->text;
	v->n = (size_t)snprintf(vr->text, sizeof(vr->text), "%lld",
	    (long long)seconds);
	return value_in_limits(vr, seconds, 0, v, why);
}

bool
field_has_code(struct field f, const char *word)
{
	const size_t n = strlen(word);
	size_t at, end;

	for (at = 0; at < f.n; at = end + 1) {
		for (end = at; end < f.n && f.p[end] != CODE_JOINT; end++)
			;
		if (end - at == n && memcmp(f.p + at, word, n) == 0)
			return true;
	}
	return false;
}

/* Adds the code in one piece of a cell to vr->buf: 0, -1 not one, -2. */
static int
add_code(struct value_reader *vr, struct field piece, struct value *v)
{
	const struct spellings *codes = &vr->column->codes;
	struct field bare = value_trim(piece);
	size_t word, n;

	if (bare.n < piece.n || bare.n == 0)
		v->repairs |= REPAIR_BLANKS;
	if (bare.n == 0)
		return 0;
	word = value_word(vr, bare);
	if (word == SIZE_MAX ||
	    (vr->canonical && !field_eq(bare, codes->words[word])))
		return -1;
	n = strlen(codes->words[word]);
	if (field_has_code((struct field){ vr->buf.p, vr->buf.n },
	    codes->words[word])) {
		v->repairs |= REPAIR_REPEATED;
		return 0;
	}
	if ((vr->buf.n > 0 && buf_addc(&vr->buf, CODE_JOINT) == -1) ||
	    buf_add(&vr->buf, codes->words[word], n) == -1)
		return -2;
	return 0;
}

int
value_codes(struct value_reader *vr, struct field f, struct value *v,
    struct err *why)
{
	const char separator = vr->canonical ? CODE_JOINT :
	    vr->column->separator;
	const char *p = f.p, *end = f.p + f.n, *at;
	int r = 0;

	vr->buf.n = 0;
	do {
		at = memchr(p, separator, (size_t)(end - p));
		r = add_code(vr, (struct field){ p,
		    (size_t)((at == NULL ? end : at) - p) }, v);
		p = at == NULL ? end : at + 1;
	} while (r == 0 && at != NULL);
	if (r == 0 && buf_reserve(&vr->buf, FIELD_SLACK) == -1)
		r = -2;
	if (r == -2)
		return err_set(why, STATUS_SYSTEM, "", "out of memory");
	if (r == -1)
		return value_doubt(vr, v, why, false, "bad-code", "not a code "
		    "of this column, want %s, several of them with '%c' "
		    "between", vr->column->wanted, separator);
	if (vr->buf.n == 0)
		return value_doubt(vr, v, why, false, "bad-code",
		    "separators and no code between them");
	v->p = vr->buf.p;
	v->n = vr->buf.n;
	return 0;
}

static bool
fits_one(char pattern, char c)
{
	if (pattern == '9')
		return c >= '0' && c <= '9';
	if (pattern == 'A')
		return c >= 'A' && c <= 'Z';
	return c == pattern;
}

/*
 * How much of the pattern may be behind us is a bit each, of all ways to read
 * what came: 9+99 fits 123, and no text takes longer than its length.
 */
static bool
fits(const char *pattern, struct field f)
{
	char parts[PATTERN_PARTS];
	uint64_t repeats = 0, now = 1, next;
	size_t n = 0, i, k;

	for (; *pattern != '\0' && n < PATTERN_PARTS; n++) {
		parts[n] = *pattern++;
		if (*pattern == '+') {
			repeats |= (uint64_t)1 << n;
			pattern++;
		}
	}
	for (i = 0; i < f.n && now != 0; i++, now = next)
		for (next = 0, k = 0; k < n; k++)
			if ((now >> k & 1 || (repeats >> k & 1 &&
			    now >> (k + 1) & 1)) && fits_one(parts[k], f.p[i]))
				next |= (uint64_t)1 << (k + 1);
	return now >> n & 1;
}

bool
value_fits(const char *const *patterns, size_t n, struct field f)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (fits(patterns[i], f))
			return true;
	return false;
}

/* Copies a number whose thousands are right, without them; 0: they are not. */
static size_t
without_thousands(struct field f, char *out)
{
	size_t i, n = 0, digits = 0;
	bool any = false;

	for (i = 0; i < f.n && f.p[i] != '.'; i++) {
		if (f.p[i] == ',') {
			if (digits == 0 || digits > 3 ||
			    (any && digits != 3) || (!any && out[n - digits] ==
			    '0'))
				return 0;	/* 0,5 is a decimal comma */
			any = true;
			digits = 0;
			continue;
		}
		if (f.p[i] != '-' || i > 0)
			digits++;
		out[n++] = f.p[i];
	}
	if (!any || digits != 3)
		return 0;
	for (; i < f.n; i++)
		out[n++] = f.p[i];
	return n;
}

unsigned
value_bare_number(unsigned accept, char text[WORD_MAX], struct field *f)
{
	unsigned repairs = 0;
	size_t n, i;

	if (f->n == 0 || f->n > WORD_MAX)
		return 0;
	if ((accept & ACCEPT_PERCENT) != 0 && f->p[f->n - 1] == '%') {
		f->n--;
		repairs |= REPAIR_PERCENT;
	}
	if ((accept & ACCEPT_THOUSANDS) != 0 &&
	    (n = without_thousands(*f, text)) > 0) {
		*f = (struct field){ text, n };
		repairs |= REPAIR_THOUSANDS;
	}
	if ((accept & ACCEPT_POINT_ZERO) == 0)
		return repairs;
	for (i = f->n; i > 0 && f->p[i - 1] == '0'; i--)
		;
	if (i > 1 && i < f->n && f->p[i - 1] == '.') {
		f->n = i - 1;
		repairs |= REPAIR_POINT_ZERO;
	}
	return repairs;
}
