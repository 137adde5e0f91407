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

/*
 * count lines with a common beginning of start bytes, then few letters and
 * varied lengths, keys of two parts if keyed; memory in MiB.
 */
static void
sorts_like_qsort(size_t count, size_t start, uint32_t longest, bool keyed,
    size_t memory)
{
	struct text *all = calloc(count, sizeof(*all));
	struct order *o = NULL;
	struct err err;
	const char *line;
	size_t i, k, n = 0;
	int r;

	CHECK(order_open(&o, memory, &err) == 0, "%s", err.text);
	for (i = 0; i < count; i++) {
		all[i].n = start + chance(longest);
		all[i].p = malloc(all[i].n + 16);
		memset(all[i].p, 'p', all[i].n + 16);
		for (k = start; k < all[i].n; k++)
			all[i].p[k] = "ab\xc5\x01"[chance(4)];
		if (keyed) {
			/* "x" NUL "" NUL, "x" NUL "y" NUL ... */
			k = chance(3);
			memmove(all[i].p + k + 3, all[i].p, all[i].n);
			memcpy(all[i].p, k == 0 ? "x\0\0" : k == 1 ?
			    "x\0y\0" : "x!\0y\0", k + 3);
			all[i].key = k + 3;
			all[i].n += k + 3;
		}
		r = order_add(o, all[i].p, all[i].key,
		    all[i].p + all[i].key, all[i].n - all[i].key, &err);
		CHECK(r == 0, "%s", err.text);
	}
	qsort(all, count, sizeof(*all), compare);
	for (i = 0; i < count && order_next(o, &line, &n, &err) == 1; i++)
		if (n != all[i].n - all[i].key ||
		    memcmp(line, all[i].p + all[i].key, n) != 0) {
			CHECK(false, "line %zu of %zu", i, count);
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

	seed = 1;
	sorts_like_qsort(0, 0, 1, false, 0);
	sorts_like_qsort(1, 0, 1, false, 0);
	for (start = 0; start < 12; start++)
		sorts_like_qsort(3000, start, 14, false, 0);
	sorts_like_qsort(3000, 26, 3, false, 0);
	sorts_like_qsort(3000, 0, 9, true, 0);
}

static void
on_disk(void)
{
	seed = 2;
	sorts_like_qsort(60000, 20, 30, false, 1);
	sorts_like_qsort(60000, 4, 30, true, 1);
}

static void
lines_longer_than_the_bound(void)
{
	seed = 3;
	sorts_like_qsort(7, 3000000, 5, false, 1);
	sorts_like_qsort(40, 0, 900000, false, 1);
}

static void
no_temporary_file(void)
{
	char line[1000] = { 0 };
	struct order *o = NULL;
	struct err err = { 0 };
	int i, r = 0;

	setenv("TMPDIR", "/nonexistent/lscb", 1);
	CHECK(order_open(&o, 1, &err) == 0, "%s", err.text);
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
