/* SPDX-License-Identifier: MIT */
/* See words.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "words.h"

enum { WORD_BYTES = 56 };

static int
fold_word(char *out, const struct item *spelling)
{
	utf8proc_uint8_t *folded = NULL;
	const char *s;
	size_t k = 0;
	bool gap = false;

	out[0] = '\0';
	if (utf8proc_map((const utf8proc_uint8_t *)spelling->key,
	    (utf8proc_ssize_t)spelling->n, &folded, UTF8PROC_STABLE |
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK) < 0)
		return -1;
	for (s = (const char *)folded; *s != '\0' && k < WORD_BYTES; s++) {
		char c = *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
			gap = k > 0;
			continue;
		}
		if (gap)
			out[k++] = '-';
		gap = false;
		out[k++] = c;
	}
	out[k] = '\0';
	if (k == 0)
		memcpy(out, "code", 5);
	free(folded);
	return 0;
}

static bool
same_but_case(const struct item *a, const struct item *b)
{
	return a->n == b->n && strncasecmp(a->key, b->key, a->n) == 0;
}

/* May the i-th spelling have this word? */
static bool
is_free(const struct word *words, const struct items *s, size_t i,
    const char *text)
{
	size_t k, n = strlen(text);

	for (k = 0; k < s->n; k++) {
		if (k == i || same_but_case(&s->v[k], &s->v[i]))
			continue;
		if ((k < i && strcmp(words[k].text, text) == 0) ||
		    (s->v[k].n == n && memcmp(s->v[k].key, text, n) == 0))
			return false;
	}
	return true;
}

int
words_make(struct word *words, const struct items *s)
{
	char base[WORD_BYTES + 2];
	size_t i, k;
	int number;

	for (i = 0; i < s->n; i++) {
		words[i].first = true;
		for (k = 0; k < i && !same_but_case(&s->v[k], &s->v[i]); k++)
			;
		if (k < i) {
			words[i] = words[k];
			words[i].first = false;
			continue;
		}
		if (fold_word(base, &s->v[i]) == -1)
			return -1;
		memcpy(words[i].text, base, strlen(base) + 1);
		for (number = 2; !is_free(words, s, i, words[i].text);
		    number++)
			(void)snprintf(words[i].text, sizeof(words[i].text),
			    "%s-%d", base, number);
	}
	return 0;
}
