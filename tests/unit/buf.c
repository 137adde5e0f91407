/* SPDX-License-Identifier: MIT */
/*
 * buf.h: growable bytes, the arena, the table of keys.
 */
#include <inttypes.h>

#include "buf.h"
#include "unit.h"

static void
buf_collects_bytes(void)
{
	struct buf b = { NULL, 0, 0 };
	const char *s;

	CHECK(strcmp(buf_str(&b), "") == 0, "an empty buf is no \"\"");
	CHECK(buf_add(&b, "a\0b", 3) == 0, "add");
	CHECK(buf_addc(&b, 'c') == 0, "addc");
	CHECK(buf_puts(&b, "de") == 0, "puts");
	CHECK(buf_add(&b, NULL, 0) == 0, "nothing");
	CHECK(buf_printf(&b, "%05d|%s", 42, "x") == 0, "printf");
	CHECK(b.n == 13, "%zu", b.n);
	CHECK(memcmp(b.p, "a\0bcde00042|x", 13) == 0, "bytes");
	s = buf_str(&b);
	CHECK(s != NULL && s[13] == '\0' && b.n == 13, "NUL counted");
	buf_free(&b);
	CHECK(b.p == NULL && b.n == 0, "free leaves it ready");
	CHECK(buf_puts(&b, "again") == 0 && b.n == 5, "use after free");
	buf_free(&b);
}

static void
buf_grows_by_any_step(void)
{
	struct buf b = { NULL, 0, 0 };
	static char big[70000];
	size_t want = 0;

	memset(big, 'q', sizeof(big) - 1);
	for (size_t i = 0; i < 20000; i++)
		buf_addc(&b, (char)('a' + i % 26));
	want = 20000;
	for (size_t i = 0; i < want; i++)
		if (b.p[i] != (char)('a' + i % 26)) {
			CHECK(false, "byte %zu", i);
			break;
		}
	CHECK(buf_printf(&b, "%s", big) == 0, "long printf");
	CHECK(b.n == want + sizeof(big) - 1, "%zu", b.n);
	CHECK(b.cap >= b.n, "cap %zu", b.cap);
	buf_free(&b);
}

static void
impossible_sizes_are_refused(void)
{
	struct buf b = { NULL, 0, 0 };
	struct arena a = { NULL };
	size_t cap = 0;

	buf_puts(&b, "x");
	CHECK(buf_reserve(&b, SIZE_MAX) == -1, "reserve SIZE_MAX");
	CHECK(buf_reserve(&b, SIZE_MAX - 1) == -1, "reserve SIZE_MAX - 1");
	CHECK(b.n == 1 && b.p[0] == 'x', "the old bytes stay");
	CHECK(arena_alloc(&a, SIZE_MAX - 8) == NULL, "arena");
	CHECK(grow(NULL, SIZE_MAX / 16, &cap, 64) == NULL, "grow");
	buf_free(&b);
	arena_free(&a);
}

static void
arena_is_zeroed_and_aligned(void)
{
	struct arena a = { NULL };
	static const size_t sizes[] = { 1, 3, 8, 0, 17, 4096, 100000, 5 };

	for (size_t round = 0; round < 200; round++)
		for (size_t i = 0; i < LEN(sizes); i++) {
			unsigned char *p = arena_alloc(&a, sizes[i]);

			CHECK(p != NULL, "NULL");
			if (p == NULL)
				continue;
			CHECK((uintptr_t)p % _Alignof(max_align_t) == 0,
			    "size %zu", sizes[i]);
			for (size_t k = 0; k < sizes[i]; k++)
				if (p[k] != 0) {
					CHECK(false, "not zero at %zu", k);
					break;
				}
			memset(p, 0xff, sizes[i]);
		}
	arena_free(&a);
}

static void
arena_copies_strings(void)
{
	struct arena a = { NULL };
	char text[] = "abcdef";
	char *s = arena_strndup(&a, text, 3), *t = arena_strdup(&a, text);

	memset(text, 'z', 6);
	CHECK(s != NULL && strcmp(s, "abc") == 0, "strndup");
	CHECK(t != NULL && strcmp(t, "abcdef") == 0, "strdup");
	t = arena_strndup(&a, "", 0);
	CHECK(t != NULL && *t == '\0', "empty");
	arena_free(&a);
}

static void
grow_keeps_items(void)
{
	size_t cap = 0, n = 0;
	uint64_t *v = NULL;

	for (; n < 5000; n++) {
		if (n >= cap) {
			uint64_t *w = grow(v, n, &cap, sizeof(*v));

			CHECK(w != NULL, "NULL");
			if (w == NULL)
				break;
			v = w;
		}
		CHECK(cap > n, "cap %zu at %zu", cap, n);
		v[n] = n * n;
	}
	for (size_t i = 0; i < n; i++)
		if (v[i] != i * i) {
			CHECK(false, "item %zu", i);
			break;
		}
	free(v);
}

static void
table_numbers_keys_in_order(void)
{
	struct table *t = table_new();
	char key[32];
	size_t n;
	int added;

	for (size_t i = 0; i < 20000; i++) {
		int k = snprintf(key, sizeof(key), "key %zu", i * 7);

		CHECK(table_add(t, key, (size_t)k, &added) == i && added,
		    "add %zu", i);
	}
	CHECK(table_count(t) == 20000, "%zu", table_count(t));
	for (size_t i = 0; i < 20000; i++) {
		int k = snprintf(key, sizeof(key), "key %zu", i * 7);
		const char *p;

		CHECK(table_add(t, key, (size_t)k, &added) == i && !added,
		    "again %zu", i);
		CHECK(table_find(t, key, (size_t)k) == i, "find %zu", i);
		p = table_key(t, i, &n);
		CHECK(n == (size_t)k && memcmp(p, key, n) == 0, "key %zu", i);
	}
	CHECK(table_count(t) == 20000, "%zu", table_count(t));
	CHECK(table_find(t, "key 1", 5) == SIZE_MAX, "an absent key");
	CHECK(table_find(t, "key 0x", 5) == 0, "length is not respected");
	table_free(t);
}

static void
table_takes_any_bytes(void)
{
	struct table *t = table_new();

	CHECK(table_find(t, "", 0) == SIZE_MAX, "empty table");
	CHECK(table_add(t, "", 0, NULL) == 0, "the empty key");
	CHECK(table_add(t, "a\0b", 3, NULL) == 1, "a NUL b");
	CHECK(table_add(t, "a\0c", 3, NULL) == 2, "a NUL c");
	CHECK(table_add(t, "a", 1, NULL) == 3, "a");
	CHECK(table_find(t, "a\0b", 3) == 1, "find a NUL b");
	CHECK(table_find(t, "", 0) == 0, "find the empty key");
	table_free(t);
	table_free(NULL);
}

int
main(void)
{
	RUN(buf_collects_bytes, "buf collects bytes, NUL included");
	RUN(buf_grows_by_any_step, "buf grows by a byte or by 70 kB");
	RUN(impossible_sizes_are_refused, "sizes that overflow are refused");
	RUN(arena_is_zeroed_and_aligned, "arena memory is zeroed and aligned");
	RUN(arena_copies_strings, "arena copies strings");
	RUN(grow_keeps_items, "grow keeps what was there");
	RUN(table_numbers_keys_in_order, "table numbers keys as they come");
	RUN(table_takes_any_bytes, "table keys are any bytes, also none");
	return UNIT_END;
}
