/* SPDX-License-Identifier: MIT */
/* Names as systems and people spell them: see spelling.h. */
#include <stdio.h>
#include <string.h>

#include "spelling.h"

/* The letters of Latin-1 and Latin Extended-A, U+00C0 to U+017F, without
 * their marks; a star is no letter with a mark. */
static const char base[] =
    "AAAAAA*CEEEEIIII*NOOOOO*OUUUUY**aaaaaa*ceeeeiiii*nooooo*ouuuuy*y"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi**JjKk*LlLlLlLl"
    "LlNnNnNn***OoOoOo**RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz*";

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool
vowel(char c)
{
	return c != '\0' && strchr("aeiouwyAEIOUWY", c) != NULL;
}

static void
copy(const char *name, char out[NAME_BYTES])
{
	(void)snprintf(out, NAME_BYTES, "%s", name);
}

char
spell_base(unsigned code)
{
	return code >= 0xc0 && code < 0x180 ? base[code - 0xc0] : '*';
}

void
spell_plain(const char *name, char out[NAME_BYTES])
{
	size_t n = 0;
	unsigned at;

	while (*name != '\0' && n + 2 < NAME_BYTES) {
		at = (unsigned char)name[0];
		if (at >= 0xc3 && at <= 0xc5 && name[1] != '\0') {
			at = (at - 0xc3) * 64 +
			    ((unsigned char)name[1] & 0x3fu);
			if (base[at] != '*')
				out[n++] = base[at];
			else {
				out[n++] = name[0];
				out[n++] = name[1];
			}
			name += 2;
		} else {
			out[n++] = *name++;
		}
	}
	out[n] = '\0';
}

void
spell_capitals(const char *name, char out[NAME_BYTES])
{
	char *from = out, *to = out;

	spell_plain(name, out);
	for (; *from != '\0'; from++)
		if (*from != '\'')
			*to++ = *from == '-' ? ' ' : upper(*from);
	*to = '\0';
}

/* The consonants, each once, behind the first letter. */
static void
skeleton(const char *name, char out[NAME_BYTES])
{
	char plain[NAME_BYTES];
	size_t i, n = 0;

	spell_plain(name, plain);
	for (i = 0; plain[i] != '\0'; i++)
		if (letter(plain[i]) && (i == 0 || (!vowel(plain[i]) &&
		    lower(plain[i]) != 'h' &&
		    lower(plain[i]) != lower(plain[i - 1]))))
			out[n++] = lower(plain[i]);
	out[n] = '\0';
}

bool
spell_alike(const char *a, const char *b)
{
	char x[NAME_BYTES], y[NAME_BYTES];

	skeleton(a, x);
	skeleton(b, y);
	return strcmp(x, y) == 0;
}

bool
spell_begins(const char *a, const char *b)
{
	char x[NAME_BYTES], y[NAME_BYTES];

	spell_plain(a, x);
	spell_plain(b, y);
	return lower(x[0]) == lower(y[0]) && x[0] != '\0' &&
	    lower(x[1]) == lower(y[1]);
}

/* Puts one more byte at `at`, when there is room. */
static void
insert(char name[NAME_BYTES], size_t at, char c)
{
	size_t n = strlen(name);

	if (n + 2 > NAME_BYTES)
		return;
	memmove(name + at + 1, name + at, n + 1 - at);
	name[at] = c;
}

/* Between two vowels, or a vowel and the end: to double it is to say the
 * same.  Not c, g, s or h, which make other sounds when doubled. */
static bool
may_double(const char *name, size_t i)
{
	return i > 0 && strchr("lmnrtpdbf", name[i]) != NULL &&
	    vowel(name[i - 1]) && (vowel(name[i + 1]) || name[i + 1] == '\0');
}

void
spell_sound(const char *name, struct rng *r, char out[NAME_BYTES])
{
	size_t at[NAME_BYTES], n = 0, i;

	copy(name, out);
	for (i = 1; out[i] != '\0'; i++)
		if (may_double(out, i) || (out[i] == out[i - 1] &&
		    letter(out[i]) && !vowel(out[i])))
			at[n++] = i;
	if (n == 0) {
		insert(out, strlen(out), vowel(out[strlen(out) - 1]) ?
		    'h' : 'e');
		return;
	}
	i = at[rng_below(r, (uint32_t)n)];
	if (out[i] == out[i - 1])
		memmove(out + i, out + i + 1, strlen(out + i));
	else
		insert(out, i, out[i]);
}

void
spell_start(const char *name, struct rng *r, char out[NAME_BYTES])
{
	static const char consonants[] = "bcdfglmnprst";
	size_t at[NAME_BYTES], n = 0, i, letters = 0;
	char c;

	copy(name, out);
	for (i = 0; out[i] != '\0'; i++) {
		letters += ((unsigned char)out[i] & 0xc0) != 0x80;
		if (letters > 2 && letter(out[i]) && !vowel(out[i]))
			at[n++] = i;
	}
	c = consonants[rng_below(r, sizeof(consonants) - 1)];
	if (n == 0) {
		insert(out, strlen(out), c);
		return;
	}
	i = at[rng_below(r, (uint32_t)n)];
	if (lower(out[i]) == c)
		c = c == 't' ? 'd' : 't';
	out[i] = c;
}

void
spell_other(const char *name, struct rng *r, char out[NAME_BYTES])
{
	static const char initials[] = "ABCDEFGHJKLMNPRSTW";
	char c = initials[rng_below(r, sizeof(initials) - 1)];
	size_t n = (unsigned char)name[0] >= 0xc0 ? 2 : 1;

	if (c == upper(name[0]))
		c = c == 'M' ? 'N' : 'M';
	(void)snprintf(out, NAME_BYTES, "%c%s", c, name + n);
}
