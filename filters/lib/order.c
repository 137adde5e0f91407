/* SPDX-License-Identifier: MIT */
/* See order.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "order.h"

enum {
	WRITE_CHUNK = 256 * 1024,
	READ_CHUNK_MAX = 256 * 1024,	/* per run while merging */
	READ_CHUNK_MIN = 4 * 1024
};

/* A line held in memory: key and line lie together at p. */
struct entry {
	uint64_t prefix;	/* 8 bytes behind what all lines share */
	size_t at;		/* in data */
	uint32_t n;		/* key and line */
	uint32_t skip;		/* of them the key */
};

/* How an entry stands in the temporary file, before its bytes. */
struct head {
	uint32_t n, skip;
};

/* A sorted run in the temporary file, while merging. */
struct run {
	off_t at, end;		/* not read yet */
	struct buf buf;
	size_t pos;		/* of the current entry's bytes in buf */
	struct head head;	/* of the current entry */
};

struct order {
	size_t bound;
	struct buf data;
	struct entry *entries;
	size_t n, cap;
	size_t shared;		/* leading bytes that all entries share */
	size_t next;		/* entry to hand out, when nothing spilled */
	bool draining;

	int fd;			/* of the temporary file, or -1 */
	off_t size;
	const char *dir;
	struct run *runs;
	size_t n_runs, cap_runs;
	size_t chunk;		/* bytes per read of a run */
	size_t *heap;		/* runs that have a line, least on top */
	size_t n_heap;
	bool top_used;		/* the top was handed out: advance first */
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

static int
temp_failed(const struct order *o, const char *what, struct err *err)
{
	err_sys(err, STATUS_IO, errno, "cannot %s a temporary file (set "
	    "TMPDIR to a directory with room)", what);
	return err_at(err, o->dir, 0, NULL);
}

int
order_open(struct order **op, size_t memory, struct err *err)
{
	struct order *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return no_memory(err);
	if (memory == 0)
		memory = ORDER_MIB;
	o->bound = memory > SIZE_MAX >> 21 ? SIZE_MAX >> 1 : memory << 20;
	o->fd = -1;
	o->dir = getenv("TMPDIR");
	if (o->dir == NULL || o->dir[0] == '\0')
		o->dir = "/tmp";
	*op = o;
	return 0;
}

/* What qsort compares; it has no argument to carry the lines with. */
static const char *sorting;

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	return bytes_compare(sorting + x->at, x->n, sorting + y->at, y->n);
}

static uint64_t
prefix_at(const char *p, size_t n, size_t from)
{
	uint64_t v = 0;
	size_t i;

	for (i = from; i < from + 8; i++)
		v = v << 8 | (i < n ? (unsigned char)p[i] : 0);
	return v;
}

static void
sort_entries(struct order *o)
{
	struct entry *e;

	for (e = o->entries; e < o->entries + o->n; e++)
		e->prefix = prefix_at(o->data.p + e->at, e->n, o->shared);
	sorting = o->data.p;
	if (o->n > 1)
		qsort(o->entries, o->n, sizeof(*o->entries), compare_entries);
}

/* A file that has a name only for an instant: nothing is left behind. */
static int
temp_open(struct order *o, struct err *err)
{
	struct buf path = { 0 };

	if (buf_printf(&path, "%s/lscb-XXXXXX", o->dir) == -1 ||
	    buf_str(&path) == NULL) {
		buf_free(&path);
		return no_memory(err);
	}
	o->fd = mkostemp(path.p, O_CLOEXEC);
	if (o->fd != -1 && unlink(path.p) == -1) {
		close(o->fd);
		o->fd = -1;
	}
	buf_free(&path);
	return o->fd == -1 ? temp_failed(o, "create", err) : 0;
}

static int
temp_write(struct order *o, struct buf *b, struct err *err)
{
	size_t done = 0;
	ssize_t w;

	while (done < b->n) {
		w = pwrite(o->fd, b->p + done, b->n - done, o->size);
		if (w == -1 && errno == EINTR)
			continue;
		if (w == 0)
			errno = ENOSPC;
		if (w <= 0)
			return temp_failed(o, "write", err);
		done += (size_t)w;
		o->size += w;
	}
	b->n = 0;
	return 0;
}

/* Sorts what is held and moves it to the temporary file as one run. */
static int
spill(struct order *o, struct err *err)
{
	struct buf b = { 0 };
	struct run *r;
	struct head h;
	size_t i;
	int result = -1;

	if (o->fd == -1 && temp_open(o, err) == -1)
		return -1;
	r = grow(o->runs, o->n_runs, &o->cap_runs, sizeof(*r));
	if (r == NULL)
		return no_memory(err);
	o->runs = r;
	r += o->n_runs;
	memset(r, 0, sizeof(*r));
	r->at = o->size;
	sort_entries(o);
	for (i = 0; i < o->n; i++) {
		h.n = o->entries[i].n;
		h.skip = o->entries[i].skip;
		if (buf_add(&b, &h, sizeof(h)) == -1 ||
		    buf_add(&b, o->data.p + o->entries[i].at, h.n) == -1) {
			no_memory(err);
			goto out;
		}
		if (b.n >= WRITE_CHUNK && temp_write(o, &b, err) == -1)
			goto out;
	}
	if (temp_write(o, &b, err) == -1)
		goto out;
	r->end = o->size;
	o->n_runs++;
	o->n = o->data.n = 0;
	result = 0;
out:
	buf_free(&b);
	return result;
}

static void
shrink_shared(struct order *o, const struct entry *e)
{
	const char *first = o->data.p + o->entries[0].at;
	const char *p = o->data.p + e->at;
	size_t n = o->shared < e->n ? o->shared : e->n, i = 0;

	if (n > 0 && memcmp(first, p, n) != 0)
		while (first[i] == p[i])
			i++;
	else
		i = n;
	o->shared = i;
}

int
order_add(struct order *o, const char *key, size_t key_n, const char *line,
    size_t n, struct err *err)
{
	struct entry *e;

	if (n > UINT32_MAX / 2 || key_n > UINT32_MAX / 2)
		return err_set(err, STATUS_DATA, "too-long",
		    "a line of more than 2 GiB cannot be sorted");
	/* Twice the entries: qsort wants as much again. */
	if (o->n > 0 && o->data.n + key_n + n +
	    (o->n + 1) * 2 * sizeof(*e) > o->bound && spill(o, err) == -1)
		return -1;
	e = grow(o->entries, o->n, &o->cap, sizeof(*e));
	if (e == NULL)
		return no_memory(err);
	o->entries = e;
	e += o->n;
	e->at = o->data.n;
	e->n = (uint32_t)(key_n + n);
	e->skip = (uint32_t)key_n;
	if (buf_add(&o->data, key, key_n) == -1 ||
	    buf_add(&o->data, line, n) == -1 ||
	    buf_reserve(&o->data, 1) == -1)
		return no_memory(err);
	if (o->n == 0)
		o->shared = e->n;
	else
		shrink_shared(o, e);
	o->n++;
	return 0;
}

/* At least want unread bytes of the run in its buffer. */
static int
run_fill(struct order *o, struct run *r, size_t want, struct err *err)
{
	size_t ask;
	ssize_t got;

	if (r->buf.n - r->pos >= want)
		return 0;
	if (r->pos > 0)
		memmove(r->buf.p, r->buf.p + r->pos, r->buf.n - r->pos);
	r->buf.n -= r->pos;
	r->pos = 0;
	ask = want > o->chunk ? want : o->chunk;
	if (buf_reserve(&r->buf, ask) == -1)
		return no_memory(err);
	while (r->buf.n < want) {
		ask = r->buf.cap - r->buf.n;
		if (r->end - r->at < (off_t)ask)
			ask = (size_t)(r->end - r->at);
		got = pread(o->fd, r->buf.p + r->buf.n, ask, r->at);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == 0)
			errno = EIO;
		if (got <= 0)
			return temp_failed(o, "read", err);
		r->buf.n += (size_t)got;
		r->at += got;
	}
	return 0;
}

/* Moves to the run's next entry: 1, 0 at its end, -1. */
static int
run_next(struct order *o, struct run *r, struct err *err)
{
	r->pos += r->head.n;
	if (r->pos == r->buf.n && r->at == r->end)
		return 0;
	if (run_fill(o, r, sizeof(r->head), err) == -1)
		return -1;
	memcpy(&r->head, r->buf.p + r->pos, sizeof(r->head));
	r->pos += sizeof(r->head);
	return run_fill(o, r, r->head.n, err) == -1 ? -1 : 1;
}

static bool
run_less(const struct order *o, size_t a, size_t b)
{
	const struct run *x = &o->runs[a], *y = &o->runs[b];

	return bytes_compare(x->buf.p + x->pos, x->head.n,
	    y->buf.p + y->pos, y->head.n) < 0;
}

static void
sift_down(struct order *o, size_t i)
{
	size_t child, t;

	while ((child = 2 * i + 1) < o->n_heap) {
		if (child + 1 < o->n_heap &&
		    run_less(o, o->heap[child + 1], o->heap[child]))
			child++;
		if (!run_less(o, o->heap[child], o->heap[i]))
			return;
		t = o->heap[i];
		o->heap[i] = o->heap[child];
		o->heap[child] = t;
		i = child;
	}
}

static int
merge_start(struct order *o, struct err *err)
{
	size_t i;
	int got;

	if (o->n > 0 && spill(o, err) == -1)
		return -1;
	free(o->entries);
	o->entries = NULL;
	buf_free(&o->data);
	o->chunk = o->bound / 2 / o->n_runs;
	if (o->chunk > READ_CHUNK_MAX)
		o->chunk = READ_CHUNK_MAX;
	if (o->chunk < READ_CHUNK_MIN)
		o->chunk = READ_CHUNK_MIN;
	o->heap = calloc(o->n_runs, sizeof(*o->heap));
	if (o->heap == NULL)
		return no_memory(err);
	for (i = 0; i < o->n_runs; i++) {
		if ((got = run_next(o, &o->runs[i], err)) == -1)
			return -1;
		if (got == 1)
			o->heap[o->n_heap++] = i;
	}
	for (i = o->n_heap / 2; i-- > 0; )
		sift_down(o, i);
	return 0;
}

static int
merge_next(struct order *o, const char **line, size_t *n, struct err *err)
{
	struct run *r;
	int got;

	if (o->top_used) {
		got = run_next(o, &o->runs[o->heap[0]], err);
		if (got == -1)
			return -1;
		if (got == 0)
			o->heap[0] = o->heap[--o->n_heap];
		sift_down(o, 0);
	}
	o->top_used = o->n_heap > 0;
	if (o->n_heap == 0)
		return 0;
	r = &o->runs[o->heap[0]];
	*line = r->buf.p + r->pos + r->head.skip;
	*n = r->head.n - r->head.skip;
	return 1;
}

int
order_next(struct order *o, const char **line, size_t *n, struct err *err)
{
	const struct entry *e;

	if (!o->draining) {
		o->draining = true;
		if (o->n_runs > 0 && merge_start(o, err) == -1)
			return -1;
		if (o->n_runs == 0)
			sort_entries(o);
	}
	if (o->n_runs > 0)
		return merge_next(o, line, n, err);
	if (o->next == o->n)
		return 0;
	e = &o->entries[o->next++];
	*line = o->data.p + e->at + e->skip;
	*n = e->n - e->skip;
	return 1;
}

void
order_close(struct order *o)
{
	size_t i;

	if (o == NULL)
		return;
	for (i = 0; i < o->n_runs; i++)
		buf_free(&o->runs[i].buf);
	if (o->fd != -1)
		close(o->fd);
	free(o->runs);
	free(o->heap);
	free(o->entries);
	buf_free(&o->data);
	free(o);
}
