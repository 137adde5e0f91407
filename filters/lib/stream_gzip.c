/* SPDX-License-Identifier: MIT */
/*
 * See stream_gzip.h.  zlib's inflate is driven directly because gzread takes a
 * truncated file for a whole one and ignores what follows the last member.
 *
 * Two threads meet in a ring of blocks: one fills them in order, the other
 * empties them.  A block belongs to the one or the other, so only the two
 * counts are shared.  An end or an error is a block of its own, behind all that
 * was sound, and the last one.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zlib.h>

#include "stream.h"
#include "stream_gzip.h"
#include "stream_io.h"

enum { BLOCKS = 4, STACK = 256 * 1024 };

struct gunzip {
	int fd;
	const char *name;
	z_stream z;
	bool eof;		/* stream_read has returned 0 */
	bool member_done;	/* the gzip member read so far is complete */
	unsigned char *chunk;	/* STREAM_CHUNK bytes as read */
	size_t at, n;		/* unread part of chunk */

	bool ahead;		/* there is a thread; else the caller inflates */
	pthread_t thread;
	pthread_mutex_t lock;	/* of filled, emptied, stop */
	pthread_cond_t moved;
	size_t filled, emptied;	/* blocks, ever */
	bool stop;
	int wake;		/* an eventfd that says stop to a poll; -1 */
	struct {
		unsigned char *p;
		ssize_t n;	/* 0: the end; -1: see err */
	} blocks[BLOCKS];
	size_t used;		/* of the block being emptied */
	struct err err;
};

static int
bad(const struct gunzip *g, const char *code, const char *text,
    struct err *err)
{
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, g->name, 0, NULL);
}

/*
 * The thread must not wait for ever in a read for a sender that says nothing
 * when nobody wants its blocks any more.  True: there is something to read.
 */
static bool
wait_to_read(const struct gunzip *g)
{
	struct pollfd p[2] = {
		{ .fd = g->fd, .events = POLLIN },
		{ .fd = g->wake, .events = POLLIN }
	};

	while (poll(p, 2, -1) == -1)
		if (errno != EINTR)
			return true;	/* the read will say what is wrong */
	return p[1].revents == 0;
}

static int
fill(struct gunzip *g, struct err *err)
{
	ssize_t r;

	if (g->ahead && !wait_to_read(g))
		return err_set(err, STATUS_INTERNAL, "", "no longer wanted");
	r = stream_read(g->fd, g->name, g->chunk, STREAM_CHUNK, err);
	g->at = 0;
	g->n = r == -1 ? 0 : (size_t)r;
	g->eof = r == 0;
	return r == -1 ? -1 : 0;
}

/* Up to n bytes, as they come. */
static ssize_t
inflate_some(struct gunzip *g, void *p, size_t n, struct err *err)
{
	int z;

	g->z.next_out = p;
	g->z.avail_out = (uInt)(n > STREAM_CHUNK ? STREAM_CHUNK : n);
	n = g->z.avail_out;
	for (;;) {
		if (g->at == g->n && !g->eof && fill(g, err) == -1)
			return -1;
		if (g->at == g->n && g->eof) {
			if (g->member_done)
				return 0;
			return bad(g, "truncated-gzip", "the gzip data ends "
			    "early; ask for the file again", err);
		}
		if (g->member_done) {
			if (g->chunk[g->at] != 0x1f)
				return bad(g, "trailing-junk", "bytes follow "
				    "the end of the gzip data; ask for the "
				    "file again", err);
			if (inflateReset(&g->z) != Z_OK)
				return bad(g, "bad-gzip",
				    "cannot go on reading gzip", err);
			g->member_done = false;
		}
		g->z.next_in = g->chunk + g->at;
		g->z.avail_in = (uInt)(g->n - g->at);
		z = inflate(&g->z, Z_NO_FLUSH);
		g->at = g->n - g->z.avail_in;
		if (z == Z_STREAM_END)
			g->member_done = true;
		else if (z == Z_MEM_ERROR)
			return err_set(err, STATUS_SYSTEM, "",
			    "out of memory");
		else if (z != Z_OK && z != Z_BUF_ERROR)
			return bad(g, "bad-gzip", "the gzip data is damaged "
			    "(wrong check sum or format); ask for the file "
			    "again", err);
		if (g->z.avail_out < n)
			return (ssize_t)(n - g->z.avail_out);
	}
}

/* The thread: fills blocks until one is the last, or nobody wants more. */
static void *
run(void *arg)
{
	struct gunzip *g = arg;
	size_t i;
	ssize_t r;

	do {
		pthread_mutex_lock(&g->lock);
		while (g->filled - g->emptied == BLOCKS && !g->stop)
			pthread_cond_wait(&g->moved, &g->lock);
		if (g->stop) {
			pthread_mutex_unlock(&g->lock);
			return NULL;
		}
		i = g->filled % BLOCKS;
		pthread_mutex_unlock(&g->lock);
		r = inflate_some(g, g->blocks[i].p, STREAM_CHUNK, &g->err);
		g->blocks[i].n = r;
		pthread_mutex_lock(&g->lock);
		g->filled++;
		pthread_cond_signal(&g->moved);
		pthread_mutex_unlock(&g->lock);
	} while (r > 0);
	return NULL;
}

/* Signals are for the thread that knows what to clean up. */
static bool
start(struct gunzip *g)
{
	pthread_attr_t attr;
	sigset_t all, before;
	size_t i;
	int e;

	if ((g->wake = eventfd(0, EFD_CLOEXEC)) == -1)
		return false;
	for (i = 0; i < BLOCKS; i++)
		if ((g->blocks[i].p = malloc(STREAM_CHUNK)) == NULL)
			return false;
	if (pthread_attr_init(&attr) != 0)
		return false;
	pthread_attr_setstacksize(&attr, STACK);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	g->ahead = true;	/* before it runs: it reads this */
	e = pthread_create(&g->thread, &attr, run, g);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	if (e != 0)
		g->ahead = false;
	return e == 0;
}

int
gunzip_open(struct gunzip **out, int fd, const char *name, unsigned char *p,
    size_t n, struct err *err)
{
	struct gunzip *g = calloc(1, sizeof(*g));

	if (g == NULL || inflateInit2(&g->z, 15 + 16) != Z_OK) {
		free(g);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	g->fd = fd;
	g->name = name;
	g->chunk = p;
	g->n = n;
	pthread_mutex_init(&g->lock, NULL);
	pthread_cond_init(&g->moved, NULL);
	(void)start(g);		/* without a thread it takes longer */
	*out = g;
	return 0;
}

ssize_t
gunzip_read(struct gunzip *g, void *p, size_t n, struct err *err)
{
	size_t i = g->emptied % BLOCKS, left;

	if (!g->ahead)
		return inflate_some(g, p, n, err);
	pthread_mutex_lock(&g->lock);
	while (g->filled == g->emptied)
		pthread_cond_wait(&g->moved, &g->lock);
	pthread_mutex_unlock(&g->lock);
	if (g->blocks[i].n <= 0) {	/* stays: it may be asked for again */
		if (g->blocks[i].n == -1)
			*err = g->err;
		return g->blocks[i].n;
	}
	left = (size_t)g->blocks[i].n - g->used;
	if (n > left)
		n = left;
	memcpy(p, g->blocks[i].p + g->used, n);
	g->used += n;
	if (n < left)
		return (ssize_t)n;
	g->used = 0;
	pthread_mutex_lock(&g->lock);
	g->emptied++;
	pthread_cond_signal(&g->moved);
	pthread_mutex_unlock(&g->lock);
	return (ssize_t)n;
}

void
gunzip_close(struct gunzip *g)
{
	size_t i;

	if (g == NULL)
		return;
	if (g->ahead) {
		pthread_mutex_lock(&g->lock);
		g->stop = true;
		pthread_cond_signal(&g->moved);
		pthread_mutex_unlock(&g->lock);
		while (eventfd_write(g->wake, 1) == -1 && errno == EINTR)
			;
		pthread_join(g->thread, NULL);
	}
	pthread_cond_destroy(&g->moved);
	pthread_mutex_destroy(&g->lock);
	if (g->wake != -1)
		close(g->wake);
	inflateEnd(&g->z);
	for (i = 0; i < BLOCKS; i++)
		free(g->blocks[i].p);
	free(g->chunk);
	free(g);
}
