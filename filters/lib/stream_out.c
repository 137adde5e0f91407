/* SPDX-License-Identifier: MIT */
/* See stream.h: what goes out. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "stream.h"
#include "stream_io.h"

/*
 * Output.  buf holds whole records up to `committed`, then the record in
 * progress.  Only committed bytes are ever written.
 */
struct out {
	int fd;
	struct buf buf;
	size_t committed;	/* bytes of buf that end a record; once a
				 * write failed, those that it left */
	bool any;		/* a record has been committed, ever */
	int failed;		/* errno of the first failure */
	char *path, *temp;	/* NULL for standard output */
};

/*
 * Temporary names alive in this process, for a signal handler: a file of
 * children's data must not lie about under a name nobody looks at.
 */
enum { TEMPS = 72 };	/* all outputs that tool.c has at once */
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

/* How many of n bytes were written: all, or out->failed says why not. */
static size_t
write_all(struct out *out, const char *p, size_t n)
{
	size_t done = 0;

	if (out->failed == 0)
		out->failed = stream_write(out->fd, p, n, &done);
	return done;
}

void
out_flush(struct out *out)
{
	size_t done = write_all(out, out->buf.p, out->committed);

	memmove(out->buf.p, out->buf.p + done, out->buf.n - done);
	out->buf.n -= done;
	out->committed -= done;
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
	if (out->failed != 0)
		return;		/* part of the record may be missing */
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

static int
cannot_write(const struct out *out, int e, struct err *err)
{
	if (e == ENOMEM)
		err_set(err, STATUS_SYSTEM, "", "out of memory");
	else
		err_sys(err, STATUS_IO, e, "cannot write");
	if (e == EPIPE)
		snprintf(err->code, sizeof(err->code), "closed-pipe");
	return err_at(err, out->path != NULL ? out->path : "(stdout)", 0,
	    NULL);
}

int
out_settle(struct out *out, struct err *err)
{
	if (out->failed == 0)
		out->committed = out->buf.n;
	out_flush(out);
	if (out->temp != NULL && out->fd != -1) {
		if (out->failed == 0 && fsync(out->fd) == -1 &&
		    errno != EINVAL)
			out->failed = errno;
		if (close(out->fd) == -1 && out->failed == 0 &&
		    errno != EINTR)
			out->failed = errno;
		out->fd = -1;
	}
	return out->failed == 0 ? 0 : cannot_write(out, out->failed, err);
}

int
out_close(struct out *out, struct err *err)
{
	int e = 0;

	if (out_settle(out, err) == -1) {
		out_abort(out, false);
		return -1;
	}
	if (out->temp != NULL) {
		if (rename(out->temp, out->path) == -1) {
			e = errno;
			unlink(out->temp);
		} else
			sync_directory(out->path);
	} else if (close(out->fd) == -1 && errno != EINTR)
		e = errno;	/* some file systems say only now: full */
	if (e != 0)
		cannot_write(out, e, err);
	out_free(out);
	return e == 0 ? 0 : -1;
}

void
out_abort(struct out *out, bool stream)
{
	if (out->temp != NULL) {
		if (out->fd != -1)
			close(out->fd);
		unlink(out->temp);
	} else if (stream && out->any) {
		/* What made a write fail may be over: the rest of the line
		 * that it cut, and the quote, or the cut would look whole. */
		out->failed = 0;
		out_flush(out);
		write_all(out, "\"\n", 2);
	}
	out_free(out);
}
