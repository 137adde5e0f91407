/* SPDX-License-Identifier: MIT */
/* See stream.h: what comes in.  What goes out is in stream_out.c. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "stream.h"
#include "stream_gzip.h"
#include "stream_io.h"
#include "stream_spool.h"

enum { PIPE_SIZE = 1024 * 1024 };

/*
 * Input.  The first two bytes decide: 1f 8b is gzip, which stream_gzip.c reads
 * on from there.
 */
struct in {
	int fd;
	bool eof;		/* read(2) has returned 0 */
	bool started;
	struct gunzip *gunzip;	/* or NULL */
	unsigned char *chunk;	/* STREAM_CHUNK bytes: the first that came */
	size_t at, n;		/* unread part of chunk */
	unsigned char first[IN_PEEK];	/* of what is unpacked: */
	size_t first_at, n_first;	/* unread part */
	int copy;		/* what in_whole made of a pipe; or -1 */
	char *name;
};

static bool (*watch)(const struct stat *st);

void
in_watch(bool (*may_read)(const struct stat *st))
{
	watch = may_read;
}

int
in_ask(const char *path, const struct stat *st, struct err *err)
{
	if (watch == NULL || watch(st))
		return 0;
	err_set(err, STATUS_USAGE, "", "is what is read, and an output would "
	    "take its place: give each output a name of its own");
	return err_at(err, path, 0, NULL);
}

/* A larger pipe means fewer turns; it is as good if it may not be. */
static void
widen_pipe(int fd, const struct stat *st)
{
	if (S_ISFIFO(st->st_mode))
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);
}

int
in_open(struct in **inp, const char *path, struct err *err)
{
	struct stat st;
	struct in *in;
	bool is_stdin = path == NULL || strcmp(path, "-") == 0;

	in = calloc(1, sizeof(*in));
	if (in == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	in->fd = in->copy = -1;
	in->name = strdup(is_stdin ? "(stdin)" : path);
	in->chunk = malloc(STREAM_CHUNK);
	if (in->name == NULL || in->chunk == NULL) {
		in_close(in);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	in->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd == -1)
		err_sys(err, STATUS_NOINPUT, errno, "cannot open");
	else if (fstat(in->fd, &st) == -1)
		err_sys(err, STATUS_NOINPUT, errno, "cannot read");
	else if (S_ISDIR(st.st_mode))
		err_set(err, STATUS_NOINPUT, "",
		    "is a directory, want a file");
	else if (in_ask(in->name, &st, err) == 0) {
		widen_pipe(in->fd, &st);
		*inp = in;
		return 0;
	}
	err_at(err, in->name, 0, NULL);
	in_close(in);
	return -1;
}

/* The first n bytes of the file, if there are so many, are in chunk. */
static int
fill(struct in *in, size_t n, struct err *err)
{
	ssize_t r;

	while (!in->eof && in->n < n) {
		r = stream_read(in->fd, in->name, in->chunk + in->n,
		    STREAM_CHUNK - in->n, err);
		if (r == -1)
			return -1;
		in->n += (size_t)r;
		in->eof = r == 0;
	}
	return 0;
}

/* Decides between plain and gzip once two bytes, or all there are, are in. */
static int
in_start(struct in *in, struct err *err)
{
	if (fill(in, 2, err) == -1)
		return -1;
	in->started = true;
	if (in->n < 2 || in->chunk[0] != 0x1f || in->chunk[1] != 0x8b)
		return 0;
	if (gunzip_open(&in->gunzip, in->fd, in->name, in->chunk, in->n,
	    err) == -1)
		return -1;
	in->chunk = NULL;	/* it is gunzip's now */
	return 0;
}

static ssize_t
read_plain(struct in *in, void *p, size_t n, struct err *err)
{
	ssize_t r;

	/* Once what in_start read is used up, straight to the caller. */
	if (in->at == in->n) {
		r = in->eof ? 0 : stream_read(in->fd, in->name, p, n, err);
		in->eof = r == 0;
		return r;
	}
	if (n > in->n - in->at)
		n = in->n - in->at;
	memcpy(p, in->chunk + in->at, n);
	in->at += n;
	return (ssize_t)n;
}

ssize_t
in_read(struct in *in, void *p, size_t n, struct err *err)
{
	if (!in->started && in_start(in, err) == -1)
		return -1;
	if (in->first_at < in->n_first) {
		if (n > in->n_first - in->first_at)
			n = in->n_first - in->first_at;
		memcpy(p, in->first + in->first_at, n);
		in->first_at += n;
		return (ssize_t)n;
	}
	return in->gunzip != NULL ? gunzip_read(in->gunzip, p, n, err) :
	    read_plain(in, p, n, err);
}

/* Unpacked bytes are taken from where they come from; plain ones stay there. */
static int
peek_packed(struct in *in, size_t n, struct err *err)
{
	ssize_t r = 1;

	while (in->n_first < n && r > 0) {
		r = gunzip_read(in->gunzip, in->first + in->n_first,
		    n - in->n_first, err);
		if (r == -1)
			return -1;
		in->n_first += (size_t)r;
	}
	return 0;
}

static int
need(struct in *in, size_t n, struct err *err)
{
	if (!in->started && in_start(in, err) == -1)
		return -1;
	return in->gunzip == NULL ? fill(in, n, err) : 0;
}

ssize_t
in_peek(struct in *in, void *p, size_t n, struct err *err)
{
	size_t have;

	if (need(in, n, err) == -1 ||
	    (in->gunzip != NULL && peek_packed(in, n, err) == -1))
		return -1;
	have = in->gunzip == NULL ? in->n : in->n_first;
	if (n > have)
		n = have;
	memcpy(p, in->gunzip == NULL ? in->chunk : in->first, n);
	return (ssize_t)n;
}

int
in_begins(struct in *in, const void *p, size_t n, struct err *err)
{
	if (need(in, n, err) == -1)
		return -1;
	return in->gunzip == NULL && in->n >= n &&
	    memcmp(in->chunk, p, n) == 0;
}

int
in_whole(struct in *in, struct err *err)
{
	struct stat st;

	if (fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    lseek(in->fd, 0, SEEK_CUR) == (off_t)in->n)
		return in->fd;
	if (in->copy == -1)
		in->copy = stream_spool(in->fd, in->name, in->chunk, in->n,
		    err);
	return in->copy;
}

int
in_read_all(struct buf *b, const char *path, size_t max, struct err *err)
{
	struct in *in;
	ssize_t r;

	if (in_open(&in, path, err) == -1)
		return -1;
	do {
		if (buf_reserve(b, STREAM_CHUNK) == -1) {
			r = err_set(err, STATUS_SYSTEM, "", "out of memory");
			break;
		}
		r = in_read(in, b->p + b->n, STREAM_CHUNK, err);
		b->n += r > 0 ? (size_t)r : 0;
		if (b->n > max) {
			err_set(err, STATUS_DATA, "too-large",
			    "is larger than such a file ever is");
			r = err_at(err, path, 0, NULL);
		}
	} while (r > 0);
	in_close(in);
	return (int)r;
}

const char *
in_name(const struct in *in)
{
	return in->name;
}

void
in_close(struct in *in)
{
	if (in == NULL)
		return;
	gunzip_close(in->gunzip);
	if (in->copy != -1)
		close(in->copy);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	free(in->chunk);
	free(in->name);
	free(in);
}
