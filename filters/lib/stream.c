/* SPDX-License-Identifier: MIT */
/* See stream.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "buf.h"
#include "stream.h"

/*
 * Input.  The first two bytes decide: 1f 8b is gzip.  zlib's inflate is
 * driven directly because gzread takes a truncated file for a whole one and
 * ignores what follows the last member.
 */
struct in {
	int fd;
	bool eof;		/* read(2) has returned 0 */
	bool gzip, started;
	bool member_done;	/* the gzip member read so far is complete */
	z_stream z;
	unsigned char *chunk;	/* STREAM_CHUNK bytes as read */
	size_t at, n;		/* unread part of chunk */
	char *name;
};

/* read(2) that is not interrupted: up to n bytes, 0 at the end, -1. */
static ssize_t
read_some(struct in *in, void *p, size_t n, struct err *err)
{
	ssize_t r;

	do
		r = read(in->fd, p, n);
	while (r == -1 && errno == EINTR);
	if (r == -1) {
		err_sys(err, errno == EISDIR ? STATUS_NOINPUT : STATUS_IO,
		    errno, "cannot read");
		return err_at(err, in->name, 0, NULL);
	}
	in->eof = r == 0;
	return r;
}

static int
in_fill(struct in *in, struct err *err)
{
	ssize_t r = read_some(in, in->chunk, STREAM_CHUNK, err);

	in->at = 0;
	in->n = r == -1 ? 0 : (size_t)r;
	return r == -1 ? -1 : 0;
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
	in->fd = -1;
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
	else {
		*inp = in;
		return 0;
	}
	err_at(err, in->name, 0, NULL);
	in_close(in);
	return -1;
}

static int
gzip_bad(struct in *in, const char *code, const char *text, struct err *err)
{
	err_set(err, STATUS_DATA, code, "%s", text);
	return err_at(err, in->name, 0, NULL);
}

/* Decides between plain and gzip once two bytes, or all there are, are in. */
static int
in_start(struct in *in, struct err *err)
{
	ssize_t r;

	if (in_fill(in, err) == -1)
		return -1;
	while (!in->eof && in->n < 2) {
		r = read_some(in, in->chunk + in->n, STREAM_CHUNK - in->n,
		    err);
		if (r == -1)
			return -1;
		in->n += (size_t)r;
	}
	in->started = true;
	in->gzip = in->n >= 2 && in->chunk[0] == 0x1f && in->chunk[1] == 0x8b;
	if (in->gzip && inflateInit2(&in->z, 15 + 16) != Z_OK)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	return 0;
}

static ssize_t
read_plain(struct in *in, void *p, size_t n, struct err *err)
{
	/* Once what in_start read is used up, straight to the caller. */
	if (in->at == in->n)
		return in->eof ? 0 : read_some(in, p, n, err);
	if (n > in->n - in->at)
		n = in->n - in->at;
	memcpy(p, in->chunk + in->at, n);
	in->at += n;
	return (ssize_t)n;
}

static ssize_t
read_gzip(struct in *in, void *p, size_t n, struct err *err)
{
	int z;

	in->z.next_out = p;
	in->z.avail_out = (uInt)(n > STREAM_CHUNK ? STREAM_CHUNK : n);
	n = in->z.avail_out;
	for (;;) {
		if (in->at == in->n && !in->eof && in_fill(in, err) == -1)
			return -1;
		if (in->at == in->n && in->eof) {
			if (in->member_done)
				return 0;
			return gzip_bad(in, "truncated-gzip",
			    "the gzip data ends early; ask for the file "
			    "again", err);
		}
		if (in->member_done) {
			if (in->chunk[in->at] != 0x1f)
				return gzip_bad(in, "trailing-junk",
				    "bytes follow the end of the gzip data; "
				    "ask for the file again", err);
			if (inflateReset(&in->z) != Z_OK)
				return gzip_bad(in, "bad-gzip",
				    "cannot go on reading gzip", err);
			in->member_done = false;
		}
		in->z.next_in = in->chunk + in->at;
		in->z.avail_in = (uInt)(in->n - in->at);
		z = inflate(&in->z, Z_NO_FLUSH);
		in->at = in->n - in->z.avail_in;
		if (z == Z_STREAM_END)
			in->member_done = true;
		else if (z == Z_MEM_ERROR)
			return err_set(err, STATUS_SYSTEM, "",
			    "out of memory");
		else if (z != Z_OK && z != Z_BUF_ERROR)
			return gzip_bad(in, "bad-gzip", "the gzip data is "
			    "damaged (wrong check sum or format); ask for the "
			    "file again", err);
		if (in->z.avail_out < n)
			return (ssize_t)(n - in->z.avail_out);
	}
}

ssize_t
in_read(struct in *in, void *p, size_t n, struct err *err)
{
	if (!in->started && in_start(in, err) == -1)
		return -1;
	return in->gzip ? read_gzip(in, p, n, err) : read_plain(in, p, n, err);
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
	if (in->gzip)
		inflateEnd(&in->z);
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	free(in->chunk);
	free(in->name);
	free(in);
}

/*
 * Output.  buf holds whole records up to `committed`, then the record in
 * progress.  Only committed bytes are ever written.
 */
struct out {
	int fd;
	struct buf buf;
	size_t committed;	/* bytes of buf that end a record */
	bool any;		/* a record has been committed, ever */
	int failed;		/* errno of the first failure */
	char *path, *temp;	/* NULL for standard output */
};

/*
 * Temporary names alive in this process, for a signal handler: a file of
 * children's data must not lie about under a name nobody looks at.
 */
enum { TEMPS = 16 };
static const char *volatile temps[TEMPS];

static void
remember_temp(const char *old, const char *new)
{
	size_t i;

	for (i = 0; i < TEMPS; i++)
		if (temps[i] == old) {
			temps[i] = new;
			return;
		}
}

/*
 * Creates a file and remembers its name as one step: a signal between the two
 * would leave it behind.  The descriptor, or -1 with errno.
 */
static int
create_temp(const char *name, enum out_mode mode)
{
	sigset_t all, before;
	int fd, e;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	e = errno;
	if (fd != -1)
		remember_temp(NULL, name);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = e;
	return fd;
}

void
out_unlink_temps(void)
{
	size_t i;

	for (i = 0; i < TEMPS; i++)
		if (temps[i] != NULL)
			unlink(temps[i]);
}

/*
 * /dev/stderr and its like are links: where they lead to a plain file, a
 * rename would replace the link, for the whole machine.
 */
static bool
is_device_link(const char *path)
{
	struct stat st;

	return strncmp(path, "/dev/", 5) == 0 && lstat(path, &st) == 0 &&
	    S_ISLNK(st.st_mode);
}

/* A device or pipe cannot be renamed over: it is written to as it is. */
static int
open_in_place(struct out *out, const char *path, const struct stat *st,
    struct err *err)
{
	if (S_ISDIR(st->st_mode))
		return err_set(err, STATUS_CANTCREATE, "",
		    "is a directory, want a file");
	out->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	return out->fd != -1 ? 0 :
	    err_sys(err, STATUS_CANTCREATE, errno, "cannot open");
}

int
out_open(struct out **outp, const char *path, enum out_mode mode,
    struct err *err)
{
	struct out *out;
	struct buf temp = {0};
	struct stat st;
	unsigned try;

	out = calloc(1, sizeof(*out));
	if (out == NULL || buf_reserve(&out->buf, 2 * STREAM_CHUNK) == -1)
		goto memory;
	out->fd = STDOUT_FILENO;
	if (path == NULL || strcmp(path, "-") == 0) {
		*outp = out;
		return 0;
	}
	if (stat(path, &st) == 0 && (!S_ISREG(st.st_mode) ||
	    is_device_link(path))) {
		if (open_in_place(out, path, &st, err) == -1)
			goto fail;
		*outp = out;
		return 0;
	}
	out->path = strdup(path);
	if (out->path == NULL)
		goto memory;
	for (try = 0; try < 100; try++) {
		temp.n = 0;
		if (buf_printf(&temp, "%s.tmp%ld.%u", path, (long)getpid(),
		    try) == -1 || buf_str(&temp) == NULL)
			goto memory;
		out->fd = create_temp(temp.p, mode);
		if (out->fd != -1 || errno != EEXIST)
			break;
	}
	if (out->fd == -1) {
		err_sys(err, STATUS_CANTCREATE, errno, "cannot create");
		goto fail;
	}
	out->temp = temp.p;
	*outp = out;
	return 0;
memory:
	err_set(err, STATUS_SYSTEM, "", "out of memory");
fail:
	if (path != NULL)
		err_at(err, path, 0, NULL);
	buf_free(&temp);
	if (out != NULL) {
		buf_free(&out->buf);
		free(out->path);
		free(out);
	}
	return -1;
}

static void
write_all(struct out *out, const char *p, size_t n)
{
	ssize_t w;

	while (n > 0 && out->failed == 0) {
		w = write(out->fd, p, n);
		if (w == -1 && errno == EINTR)
			continue;
		if (w <= 0) {
			out->failed = w == 0 ? EIO : errno;
			return;
		}
		p += w;
		n -= (size_t)w;
	}
}

void
out_flush(struct out *out)
{
	write_all(out, out->buf.p, out->committed);
	memmove(out->buf.p, out->buf.p + out->committed,
	    out->buf.n - out->committed);
	out->buf.n -= out->committed;
	out->committed = 0;
}

void
out_write(struct out *out, const void *p, size_t n)
{
	if (out->failed == 0 && buf_add(&out->buf, p, n) == -1)
		out->failed = ENOMEM;
}

void
out_putc(struct out *out, char c)
{
	out_write(out, &c, 1);
}

char *
out_room(struct out *out, size_t n)
{
	if (out->failed == 0 && buf_reserve(&out->buf, n) == -1)
		out->failed = ENOMEM;
	return out->failed == 0 ? out->buf.p + out->buf.n : NULL;
}

void
out_took(struct out *out, size_t n)
{
	out->buf.n += n;
}

void
out_commit(struct out *out)
{
	out->committed = out->buf.n;
	out->any = true;
	if (out->committed >= STREAM_CHUNK)
		out_flush(out);
}

bool
out_failed(const struct out *out)
{
	return out->failed != 0;
}

static void
out_free(struct out *out)
{
	buf_free(&out->buf);
	if (out->temp != NULL)
		remember_temp(out->temp, NULL);
	free(out->path);
	free(out->temp);
	free(out);
}

/* A rename is only sure to be there after a crash once its directory is. */
static void
sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL ? strdup(".") :
	    slash == path ? strdup("/") :
	    strndup(path, (size_t)(slash - path));
	int fd = dir == NULL ? -1 : open(dir, O_RDONLY | O_DIRECTORY);

	if (fd != -1) {
		(void)fsync(fd);	/* not every file system can */
		close(fd);
	}
	free(dir);
}

int
out_close(struct out *out, struct err *err)
{
	int e;

	out->committed = out->buf.n;
	out_flush(out);
	e = out->failed;
	if (out->temp != NULL) {
		if (e == 0 && fsync(out->fd) == -1 && errno != EINVAL)
			e = errno;
		if (close(out->fd) == -1 && e == 0 && errno != EINTR)
			e = errno;
		if (e == 0 && rename(out->temp, out->path) == -1)
			e = errno;
		if (e != 0)
			unlink(out->temp);
		else
			sync_directory(out->path);
	} else {
		/* Some file systems report a full disk only here. */
		if (close(out->fd) == -1 && e == 0 && errno != EINTR)
			e = errno;
	}
	if (e == ENOMEM)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else if (e != 0)
		err_sys(err, STATUS_IO, e, "cannot write");
	if (e == EPIPE)
		snprintf(err->code, sizeof(err->code), "closed-pipe");
	if (e != 0)
		err_at(err, out->path != NULL ? out->path : "(stdout)", 0,
		    NULL);
	out_free(out);
	return e == 0 ? 0 : -1;
}

void
out_abort(struct out *out, bool stream)
{
	if (out->temp != NULL) {
		close(out->fd);
		unlink(out->temp);
	} else if (stream && out->any) {
		out->buf.n = out->committed;
		out_write(out, "\"\n", 2);
		out->committed = out->buf.n;
		out_flush(out);
	}
	out_free(out);
}
