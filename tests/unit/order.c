/* SPDX-License-Identifier: MIT */
/*
 * order.h: lines in byte order, in memory and through the temporary file,
 * against qsort of the same lines.
 */
#include "order.h"
#include "unit.h"

struct text {
	char *p;
	size_t n, key;
};

static uint32_t seed;

static uint32_t
chance(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static int
compare(const void *a, const void *b)
{
	const struct text *x = a, *y = b;
	int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

	return c != 0 ? c : (x->n > y->n) - (x->n < y->n);
}

/* What the lines look like; i is the number of the line. */
enum form {
	FEW_LETTERS,	/* a beginning that all share, then four letters */
	EQUAL,
	ONE_DIFFERS,
	SORTED,
	REVERSED,
	STAIRS,		/* "", a, aa, aaa ... again and again */
	WORDS,		/* words of 8 bytes: whole prefixes alike */
	TINY,		/* one letter, or none */
	FORMS
};

static size_t
make_text(char *p, enum form form, size_t i, size_t start, uint32_t longest)
{
	size_t n = start + chance(longest), k;

	memset(p, 'p', start + longest);
	switch (form) {
	case FEW_LETTERS:
		for (k = start; k < n; k++)
			p[k] = "ab\xc5\x01"[chance(4)];
		return n;
	case EQUAL:
		return start;
	case ONE_DIFFERS:
		p[start / 2] = i == 77 ? 'q' : 'p';
		return start;
	case SORTED:
	case REVERSED:
		i = form == SORTED ? i : 99999999 - i;
		for (k = 8; k-- > 0; i /= 10)
			p[k] = (char)('0' + i % 10);
		return start + 8;
	case STAIRS:
		return i % (start + longest);
	case WORDS:
		for (k = 0; k < start / 8; k++)
			memset(p + 8 * k, 'a' + (int)chance(2), 8);
		return start;
	default:
		p[0] = (char)('a' + chance(3));
		return chance(2);
	}
}

/* Puts a key of two parts before the text: "x" NUL "" NUL, and others. */
static size_t
put_key(char *p, size_t n)
{
	size_t k = chance(3);

	memmove(p + k + 3, p, n);
	memcpy(p, k == 0 ? "x\0\0" : k == 1 ? "x\0y\0" : "x!\0y\0", k + 3);
	return k + 3;
}

/* count lines; with keys of two parts, if keyed; memory in MiB. */
static void
sorts_like_qsort(enum form form, size_t count, size_t start,
    uint32_t longest, bool keyed, size_t memory)
{
	struct text *all = calloc(count + 1, sizeof(*all));
	struct order *o = NULL;
	struct err err;
	const char *line;
	size_t i, n = 0;
	int r;

	CHECK(order_open(&o, memory, keyed ? 2 : 0, &err) == 0, "%s",
	    err.text);
	for (i = 0; i < count; i++) {
		all[i].p = malloc(start + longest + 16);
		all[i].n = make_text(all[i].p, form, i, start, longest);
		if (keyed)
			all[i].key = put_key(all[i].p, all[i].n);
		all[i].n += all[i].key;
		r = order_add(o, all[i].p, all[i].key,
		    all[i].p + all[i].key, all[i].n - all[i].key, &err);
		CHECK(r == 0, "%s", err.text);
	}
	qsort(all, count, sizeof(*all), compare);
	for (i = 0; i < count && order_next(o, &line, &n, &err) == 1; i++)
		if (n != all[i].n - all[i].key ||
		    memcmp(line, all[i].p + all[i].key, n) != 0) {
			CHECK(false, "form %d, line %zu of %zu", form, i,
			    count);
			break;
		}
	CHECK(i == count, "%zu lines of %zu", i, count);
	CHECK(order_next(o, &line, &n, &err) == 0, "more than there was");
	CHECK(order_next(o, &line, &n, &err) == 0, "the end is not the end");
	order_close(o);
	for (i = 0; i < count; i++)
		free(all[i].p);
	free(all);
}

static void
in_memory(void)
{
	size_t start;
	int form;

	seed = 1;
	sorts_like_qsort(EQUAL, 0, 0, 1, false, 0);
	sorts_like_qsort(EQUAL, 1, 0, 1, false, 0);
	sorts_like_qsort(EQUAL, 1, 0, 1, true, 0);
	for (start = 0; start < 12; start++)
		sorts_like_qsort(FEW_LETTERS, 3000, start, 14, false, 0);
	sorts_like_qsort(FEW_LETTERS, 3000, 26, 3, false, 0);
	for (start = 8; start < 200; start += 61)
		for (form = 0; form < FORMS; form++) {
			sorts_like_qsort(form, 3000, start, 40, false, 0);
			sorts_like_qsort(form, 3000, start, 40, true, 0);
		}
}

static void
on_disk(void)
{
	int form;

	seed = 2;
	for (form = 0; form < FORMS; form++) {
		sorts_like_qsort(form, 60000, 24, 30, false, 1);
		sorts_like_qsort(form, 60000, 24, 30, true, 1);
	}
	/* Two runs, three, four: the tournament has odd and even rounds. */
	for (size_t count = 10000; count < 60000; count += 7000)
		sorts_like_qsort(FEW_LETTERS, count, 40, 30, false, 1);
}

static void
lines_longer_than_the_bound(void)
{
	seed = 3;
	sorts_like_qsort(FEW_LETTERS, 7, 3000000, 5, false, 1);
	sorts_like_qsort(FEW_LETTERS, 40, 0, 900000, false, 1);
	sorts_like_qsort(EQUAL, 7, 3000000, 1, false, 1);
}

static void
no_temporary_file(void)
{
	char line[1000] = { 0 };
	struct order *o = NULL;
	struct err err = { 0 };
	int i, r = 0;

	setenv("TMPDIR", "/nonexistent/lscb", 1);
	CHECK(order_open(&o, 1, 0, &err) == 0, "%s", err.text);
	for (i = 0; i < 5000 && r == 0; i++)
		r = order_add(o, NULL, 0, line, sizeof(line), &err);
	CHECK(r == -1 && err.status == STATUS_IO, "%d", err.status);
	CHECK(strstr(err.text, "TMPDIR") != NULL, "%s", err.text);
	order_close(o);
	order_close(NULL);
	unsetenv("TMPDIR");
}

int
main(void)
{
	RUN(in_memory, "lines in memory come in byte order, keys first");
	RUN(on_disk, "so do lines that went through the temporary file");
	RUN(lines_longer_than_the_bound, "a line may be longer than the bound");
	RUN(no_temporary_file, "no room for the temporary file is an error");
	return UNIT_END;
}
