/* SPDX-License-Identifier: MIT */
/*
 * See order.h.  Lines are gathered, sorted by radix (order_sort.c), handed
 * out or put in the temporary file as one run, and the runs merged.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "order.h"
#include "order_sort.h"
#include "stream_io.h"

enum {
	WRITE_CHUNK = 256 * 1024,
	READ_CHUNK_MAX = 256 * 1024,	/* per run while merging */
	READ_CHUNK_MIN = 4 * 1024,
	RUN_MIN = 4 * 1024 * 1024	/* but for a smaller bound */
};

/* A sorted run in the temporary file, while merging. */
struct run {
	off_t at, end;		/* not read yet */
	struct buf buf;
	size_t pos;		/* of the current line in buf */
	uint32_t n;		/* its length */
	uint64_t prefix;	/* its bytes behind what all lines share */
	bool done;		/* there is none any more */
};

struct order {
	size_t bound;
	size_t run_bound;	/* what to hold before the next spill */
	struct buf data;	/* lines held, as line_put has them */
	struct entry *entries;
	size_t n, cap;
	struct buf first;	/* the first line of all; of it, */
	size_t shared;		/* leading bytes that all lines share */
	size_t next;		/* entry to hand out, when nothing spilled */
	size_t parts;		/* of a key */
	bool draining;

	int fd;			/* of the temporary file, or -1 */
	off_t size;
	struct run *runs;
	size_t n_runs, cap_runs;
	size_t chunk;		/* bytes per read of a run */
	/*
	 * Tournament of the runs: run i is node n_runs + i, the parent of a
	 * node is node / 2, and each node keeps who lost its match.
	 */
	size_t *losers;
	size_t winner;		/* the run with the least line */
	bool handed_out;	/* that line: advance first */
};

static int
no_memory(struct err *err)
{
	return err_set(err, STATUS_SYSTEM, "", "out of memory");
}

int
order_open(struct order **op, size_t memory, size_t parts, struct err *err)
{
	struct order *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return no_memory(err);
	if (memory == 0)
		memory = ORDER_MIB;
	o->bound = memory > SIZE_MAX >> 21 ? SIZE_MAX >> 1 : memory << 20;
	o->run_bound = o->bound;
	o->parts = parts;
	o->fd = -1;
	*op = o;
	return 0;
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
			return temp_failed("write", err);
		done += (size_t)w;
		o->size += w;
	}
	b->n = 0;
	return 0;
}

/* The i-th entry's line, with its length before it. */
static const char *
held(const struct order *o, size_t i, uint32_t *n)
{
	const char *p = o->data.p + o->entries[i].at;

	if (i + AHEAD < o->n)
		call_for(o->data.p, &o->entries[i + AHEAD]);
	memcpy(n, p, LINE_HEAD);
	return p;
}

static int
write_entries(struct order *o, struct buf *b, struct err *err)
{
	const char *p;
	uint32_t n;
	size_t i;

	for (i = 0; i < o->n; i++) {
		p = held(o, i, &n);
		if (buf_add(b, p, LINE_HEAD + n) == -1)
			return no_memory(err);
		if (b->n >= WRITE_CHUNK && temp_write(o, b, err) == -1)
			return -1;
	}
	return temp_write(o, b, err);
}

static int
sort_held(struct order *o, struct err *err)
{
	struct entry *spare;

	if (o->n < 2)
		return 0;
	spare = malloc(o->n * sizeof(*spare));
	if (spare == NULL)
		return no_memory(err);
	sort_entries(o->entries, spare, o->n, o->data.p, o->shared);
	free(spare);
	return 0;
}

/*
 * Once there is a temporary file, holding more makes nothing faster: small runs
 * are sorted within the processor's cache, and whoever writes the pipe that we
 * read waits for milliseconds only.  They grow with what there is, so that
 * there are never many hundreds to merge.
 */
static void
choose_run_bound(struct order *o)
{
	size_t wanted = (size_t)o->size / 64;

	if (wanted < RUN_MIN)
		wanted = RUN_MIN;
	o->run_bound = wanted < o->bound ? wanted : o->bound;
}

/* Sorts what is held and moves it to the temporary file as one run. */
static int
spill(struct order *o, struct err *err)
{
	struct buf b = { 0 };
	struct run *r;
	int result;

	if (o->fd == -1 && (o->fd = temp_open(err)) == -1)
		return -1;
	r = grow(o->runs, o->n_runs, &o->cap_runs, sizeof(*r));
	if (r == NULL)
		return no_memory(err);
	o->runs = r;
	r += o->n_runs;
	memset(r, 0, sizeof(*r));
	r->at = o->size;
	result = sort_held(o, err) == -1 ? -1 : write_entries(o, &b, err);
	buf_free(&b);
	r->end = o->size;
	o->n_runs++;
	o->n = o->data.n = 0;
	choose_run_bound(o);
	return result;
}

/* The line just added may share less with the first than all before it. */
static int
note_shared(struct order *o, const char *p, size_t n)
{
	size_t i = 0;

	if (o->n == 0 && o->n_runs == 0) {
		o->shared = n;
		return buf_add(&o->first, p, n);
	}
	if (o->shared > n)
		o->shared = n;
	if (o->shared == 0 || memcmp(o->first.p, p, o->shared) == 0)
		return 0;
	while (o->first.p[i] == p[i])
		i++;
	o->shared = i;
	return 0;
}

int
order_add(struct order *o, const char *key, size_t key_n, const char *line,
    size_t n, struct err *err)
{
	struct entry *e;
	uint32_t length;
	char *p;

	if (n > UINT32_MAX / 2 || key_n > UINT32_MAX / 2)
		return err_set(err, STATUS_DATA, "too-long",
		    "a line of more than 2 GiB cannot be sorted");
	length = (uint32_t)(key_n + n);
	/* Twice the entries: sorting wants as many to work in. */
	if (o->n > 0 && o->data.n + LINE_HEAD + length +
	    (o->n + 1) * 2 * sizeof(*e) > o->run_bound && spill(o, err) == -1)
		return -1;
	e = grow(o->entries, o->n, &o->cap, sizeof(*e));
	if (e == NULL)
		return no_memory(err);
	o->entries = e;
	if (buf_reserve(&o->data, LINE_HEAD + length) == -1)
		return no_memory(err);
	e[o->n].at = o->data.n;
	p = o->data.p + o->data.n;
	memcpy(p, &length, LINE_HEAD);
	p += LINE_HEAD;
	if (key_n > 0)
		memcpy(p, key, key_n);
	if (n > 0)
		memcpy(p + key_n, line, n);
	if (note_shared(o, p, length) == -1)
		return no_memory(err);
	o->data.n += LINE_HEAD + length;
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
			return temp_failed("read", err);
		r->buf.n += (size_t)got;
		r->at += got;
	}
	return 0;
}

/* Moves to the run's next line, or to done. */
static int
run_next(struct order *o, struct run *r, struct err *err)
{
	r->pos += r->n;
	r->n = 0;
	if (r->pos == r->buf.n && r->at == r->end) {
		r->done = true;
		r->prefix = UINT64_MAX;
		return 0;
	}
	if (run_fill(o, r, LINE_HEAD, err) == -1)
		return -1;
	memcpy(&r->n, r->buf.p + r->pos, LINE_HEAD);
	r->pos += LINE_HEAD;
	if (run_fill(o, r, r->n, err) == -1)
		return -1;
	r->prefix = prefix_of(r->buf.p + r->pos, r->n, o->shared);
	return 0;
}

static bool
run_less(const struct order *o, size_t a, size_t b)
{
	const struct run *x = &o->runs[a], *y = &o->runs[b];

	if (x->prefix != y->prefix)
		return x->prefix < y->prefix;
	if (x->done || y->done)
		return y->done && !x->done;
	return bytes_compare(x->buf.p + x->pos, x->n,
	    y->buf.p + y->pos, y->n) < 0;
}

/* Plays the matches below a node and says who won. */
static size_t
play(struct order *o, size_t node)
{
	size_t a, b;

	if (node >= o->n_runs)
		return node - o->n_runs;
	a = play(o, 2 * node);
	b = play(o, 2 * node + 1);
	if (run_less(o, b, a)) {
		o->losers[node] = a;
		return b;
	}
	o->losers[node] = b;
	return a;
}

/* The winner has a new line: its matches again, up to the final. */
static void
replay(struct order *o)
{
	size_t winner = o->winner, node, t;

	for (node = (winner + o->n_runs) / 2; node > 0; node /= 2)
		if (run_less(o, o->losers[node], winner)) {
			t = o->losers[node];
			o->losers[node] = winner;
			winner = t;
		}
	o->winner = winner;
}

static int
merge_start(struct order *o, struct err *err)
{
	size_t i;

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
	o->losers = calloc(o->n_runs, sizeof(*o->losers));
	if (o->losers == NULL)
		return no_memory(err);
	for (i = 0; i < o->n_runs; i++)
		if (run_next(o, &o->runs[i], err) == -1)
			return -1;
	o->winner = play(o, 1);
	return 0;
}

/* What stands behind the key. */
static void
without_key(const struct order *o, const char *p, size_t length,
    const char **line, size_t *n)
{
	const char *end = p + length;
	size_t i;

	for (i = 0; i < o->parts; i++)
		p = (const char *)memchr(p, '\0', (size_t)(end - p)) + 1;
	*line = p;
	*n = (size_t)(end - p);
}

static int
merge_next(struct order *o, const char **line, size_t *n, struct err *err)
{
	struct run *r = &o->runs[o->winner];

	if (o->handed_out && !r->done) {
		if (run_next(o, r, err) == -1)
			return -1;
		replay(o);
		r = &o->runs[o->winner];
	}
	o->handed_out = true;
	if (r->done)
		return 0;
	without_key(o, r->buf.p + r->pos, r->n, line, n);
	return 1;
}

int
order_next(struct order *o, const char **line, size_t *n, struct err *err)
{
	const char *p;
	uint32_t length;

	if (!o->draining) {
		o->draining = true;
		if (o->n_runs > 0 && merge_start(o, err) == -1)
			return -1;
		if (o->n_runs == 0 && sort_held(o, err) == -1)
			return -1;
	}
	if (o->n_runs > 0)
		return merge_next(o, line, n, err);
	if (o->next == o->n)
		return 0;
	p = held(o, o->next++, &length);
	without_key(o, p + LINE_HEAD, length, line, n);
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
	free(o->losers);
	free(o->entries);
	buf_free(&o->data);
	buf_free(&o->first);
	free(o);
}
