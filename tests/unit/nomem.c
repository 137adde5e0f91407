/* SPDX-License-Identifier: MIT */
/*
 * Out of memory.  Linked with --wrap=malloc,--wrap=calloc,--wrap=realloc:
 * the n-th allocation of the library fails, for n = 1, 2, 3 ... until the
 * work is done.  Each time it must say so, crash nowhere and leak nothing
 * (the sanitizers see to that).
 */
#include "buf.h"
#include "defs.h"
#include "extract.h"
#include "order.h"
#include "reject.h"
#include "rows.h"
#include "token.h"
#include "unit.h"

void *__real_malloc(size_t);
void *__real_calloc(size_t, size_t);
void *__real_realloc(void *, size_t);
void *__wrap_malloc(size_t);
void *__wrap_calloc(size_t, size_t);
void *__wrap_realloc(void *, size_t);

static long countdown = -1;	/* the allocation that fails; -1 = none */
static long failed;		/* how many did */

static bool
fails(void)
{
	if (countdown < 0 || --countdown != 0)
		return false;
	countdown = -1;
	failed++;
	return true;
}

void *
__wrap_malloc(size_t n)
{
	return fails() ? NULL : __real_malloc(n);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *p, size_t n)
{
	return fails() ? NULL : __real_realloc(p, n);
}

/* Runs work (0 = done, -1 = out of memory) with every allocation failing. */
static void
each_allocation(int (*work)(void), long least)
{
	long n;

	for (n = 1; n < 2000; n++) {
		int r;

		failed = 0;
		countdown = n;
		r = work();
		countdown = -1;
		if (failed == 0) {
			CHECK(r == 0, "fails without a reason");
			break;
		}
		CHECK(r == -1, "allocation %ld failed, nobody noticed", n);
	}
	CHECK(n > least, "only %ld allocations: is malloc wrapped?", n - 1);
}

static int
use_buf(void)
{
	struct buf b = { NULL, 0, 0 };
	int r = 0;

	for (int i = 0; i < 5000 && r == 0; i++)
		r = buf_puts(&b, "0123456789");
	if (r == 0)
		r = buf_printf(&b, "%0500d", 7);
	if (r == 0 && buf_str(&b) == NULL)
		r = -1;
	buf_free(&b);
	return r;
}

static int
use_arena(void)
{
	struct arena a = { NULL };
	int r = 0;

	for (size_t i = 0; i < 300 && r == 0; i++)
		if (arena_alloc(&a, i * 100) == NULL ||
		    arena_strdup(&a, "text") == NULL)
			r = -1;
	arena_free(&a);
	return r;
}

static int
use_table(void)
{
	struct table *t = table_new();
	char key[20];
	int r = t == NULL ? -1 : 0;

	for (int i = 0; i < 3000 && r == 0; i++) {
		int k = snprintf(key, sizeof(key), "%d", i);

		if (table_add(t, key, (size_t)k, NULL) == SIZE_MAX)
			r = -1;
		/* A table that could not grow is still a sound table. */
		if (r == -1)
			for (int j = 0; j < i; j++) {
				k = snprintf(key, sizeof(key), "%d", j);
				CHECK(table_find(t, key, (size_t)k) ==
				    (size_t)j, "key %d of %d is lost", j, i);
			}
	}
	table_free(t);
	return r;
}

static int
is_memory(const struct err *e)
{
	CHECK(e->status == STATUS_SYSTEM, "status %d: %s", e->status,
	    e->text);
	return -1;
}

static int
use_reader(void)
{
	char *path = (char *)(uintptr_t)"in.csv";
	struct rd_opts o = { .chunk = 64 };
	struct reader *rd = NULL;
	const struct rec *rec;
	struct err e;
	int r;

	if (rd_open(&rd, &path, 1, &o, &e) != 0)
		return is_memory(&e);
	while ((r = rd_next(rd, &rec, &e)) == 1)
		;
	if (r == -1) {
		CHECK(!rd_recoverable(rd), "out of memory is recoverable");
		is_memory(&e);
	}
	rd_close(rd);
	return r;
}

/* The same, transcoded. */
static int
use_text(void)
{
	char *path = (char *)(uintptr_t)"in.csv";
	struct rd_opts o = { .encoding = ENCODING_WINDOWS_1252 };
	struct reader *rd = NULL;
	struct err e;

	if (rd_open(&rd, &path, 1, &o, &e) != 0)
		return is_memory(&e);
	rd_close(rd);
	return 0;
}

static int
use_writer(void)
{
	struct writer *wr = NULL;
	struct err e;

	if (wr_open(&wr, "out.csv", OUT_PUBLIC, &e) != 0)
		return is_memory(&e);
	for (unsigned i = 0; i < 20000; i++) {
		wr_uint(wr, i);
		wr_str(wr, "some, text that wants \"quotes\" around it");
		wr_end(wr);
	}
	if (wr_close(wr, &e) != 0) {
		CHECK(access("out.csv", F_OK) != 0, "half an output");
		return is_memory(&e);
	}
	unlink("out.csv");
	return 0;
}

static int
use_defs(void)
{
	static const struct def_key keys[] = { { "name", DEF_REQUIRED },
	    { "header", DEF_REPEATS }, { "note", DEF_OPTIONAL } };
	static const struct def_schema schema = { "Column", keys, 3 };
	struct defs *d = NULL;
	struct err e;

	if (defs_read(&d, "d.rec", &schema, 1, &e) != 0)
		return is_memory(&e);
	defs_free(d);
	return 0;
}

static int
use_extract(void)
{
	struct extract *x = NULL;
	struct err e;

	if (extract_read(&x, ".", "./x.rec", &e) != 0)
		return is_memory(&e);
	extract_free(x);
	return 0;
}

static int
use_key(void)
{
	struct part part = { "SMITH", 5 };
	char out[PSEUDONYM_LEN];
	struct key *k = NULL;
	struct mac *m = NULL;
	struct err e;
	int r = 0;

	if (key_read(&k, "k.key", NULL, &e) != 0)
		return is_memory(&e);
	if (mac_new(&m, k, "surname", &e) != 0)
		r = is_memory(&e);
	else
		pseudonym(m, 'c', &part, 1, out);
	mac_free(m);
	key_free(k);
	return r;
}

static int
use_rejects(void)
{
	struct stats *s = stats_new("lscb-test");
	struct rejects *rj = NULL;
	struct reader *rd = NULL;
	char *path = (char *)(uintptr_t)"in.csv";
	const struct rec *rec;
	struct err e, why;
	int r;

	if (s == NULL)
		return -1;
	if (rejects_open(&rj, "q.csv", NULL, s, &e) != 0) {
		stats_free(s);
		return is_memory(&e);
	}
	if (rd_open(&rd, &path, 1, NULL, &e) != 0) {
		is_memory(&e);
		rejects_abort(rj, true);
		stats_free(s);
		return -1;
	}
	err_set(&why, STATUS_DATA, "bad", "bad");
	while ((r = rejects_next(rj, rd, &rec, &e)) == 1)
		if ((r = rejects_add(rj, rec, &why, &e)) == -1)
			break;
	rd_close(rd);
	if (r == -1) {
		is_memory(&e);
		rejects_abort(rj, true);
	} else if (rejects_close(rj, &e) != 0)
		r = is_memory(&e);
	/* stats_add has no way to say no: it is asked here. */
	if (r == 0 && stats_check(s, &e) != 0)
		r = is_memory(&e);
	stats_free(s);
	return r;
}

/* 1 MiB holds 3,000 of these: three runs, and the merge. */
static int
use_order(void)
{
	struct order *o = NULL;
	const char *line;
	char text[300];
	struct err e;
	size_t n;
	int r = 0;

	if (order_open(&o, 1, 0, &e) != 0)
		return is_memory(&e);
	memset(text, 'x', sizeof(text));
	for (int i = 0; i < 8000 && r == 0; i++) {
		(void)snprintf(text, 9, "%08d", 7919 * i % 8000);
		r = order_add(o, NULL, 0, text, sizeof(text), &e);
	}
	while (r == 0 && (r = order_next(o, &line, &n, &e)) == 1)
		r = 0;
	if (r == -1)
		is_memory(&e);
	order_close(o);
	return r;
}

static void
buf_memory(void)
{
	each_allocation(use_buf, 4);
	each_allocation(use_arena, 4);
	each_allocation(use_table, 4);
}

static void
reader_memory(void)
{
	static const char head[] = "a,b,c,d\n1,2,3,4\n";
	struct buf in = { NULL, 0, 0 };

	buf_add(&in, head, sizeof(head) - 1);
	for (int i = 0; i < 50; i++)
		buf_printf(&in, "%d,\"a, b\",\"%0100d\",\"x\ny\"\n", i, i);
	unit_write("in.csv", in.p, in.n);
	buf_free(&in);
	each_allocation(use_reader, 6);
	each_allocation(use_text, 9);
}

static void
writer_memory(void)
{
	each_allocation(use_writer, 3);
}

static void
order_memory(void)
{
	each_allocation(use_order, 10);
}

static void
defs_memory(void)
{
	struct buf in = { NULL, 0, 0 };

	buf_puts(&in, "%rec: Column\n\n");
	for (int i = 0; i < 100; i++)
		buf_printf(&in, "name: n%d\nheader: A\nheader: B\n"
		    "note: %0200d\n+ more\n\n", i, i);
	unit_write("d.rec", in.p, in.n);
	buf_free(&in);
	each_allocation(use_defs, 5);
}

static void
extract_memory(void)
{
	static const char text[] =
	    "%rec: Extract\n\nid: x\ntitle: X\nagency: a\nkey: id, c\n\n"
	    "%rec: Column\n\nname: id\nheader: ID\ntype: text\nrole: id\n\n"
	    "name: d\ntype: date\nformat: DD/MM/YYYY\nunknown: 01/01/1900\n"
	    "role: date\n\n"
	    "name: c\ntype: code\ncode: a = A | B\ncode: b = C\nrole: keep\n"
	    "\nname: n\ntype: count\nsymbol: suppressed = c\nrole: drop\n\n"
	    "name: y\ntype: yes-no\ncode: yes = Ydi\nrole: drop\n\n"
	    "%rec: Rule\n\ncode: r\nmessage: m\ncheck: id required if c = a\n"
	    "\n%rec: Event\n\nevent: e\ndate: d\nwhere: c in a, b\n"
	    "carry: c\n";

	unit_write("x.rec", text, sizeof(text) - 1);
	each_allocation(use_extract, 20);
}

static void
key_memory(void)
{
	unsigned char master[KEY_BYTES];
	struct err e;

	for (size_t i = 0; i < KEY_BYTES; i++)
		master[i] = (unsigned char)(i * i * 37 + 11 * i + 5);
	if (key_derive_write(master, "link", 1, "k.key", &e) != 0)
		CHECK(false, "%s", e.text);
	each_allocation(use_key, 1);
}

static void
rejects_memory(void)
{
	unit_write("in.csv", "a,b\n1,2\nragged\n3,4\n", 19);
	each_allocation(use_rejects, 10);
}

int
main(void)
{
	unit_enter();
	RUN(buf_memory, "out of memory: buf, arena, table");
	RUN(reader_memory, "out of memory: reader");
	RUN(writer_memory, "out of memory: writer");
	RUN(order_memory, "out of memory: ordering");
	RUN(defs_memory, "out of memory: definitions");
	RUN(extract_memory, "out of memory: extract definitions");
	RUN(key_memory, "out of memory: keys");
	RUN(rejects_memory, "out of memory: quarantine");
	return UNIT_END;
}
