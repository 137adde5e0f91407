/* SPDX-License-Identifier: MIT */
/* See stream_io.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "stream_io.h"

ssize_t
stream_read(int fd, const char *name, void *p, size_t n, struct err *err)
{
	ssize_t r;

	do
		r = read(fd, p, n);
	while (r == -1 && errno == EINTR);
	if (r == -1) {
		err_sys(err, errno == EISDIR ? STATUS_NOINPUT : STATUS_IO,
		    errno, "cannot read");
		return err_at(err, name, 0, NULL);
	}
	return r;
}

int
stream_write(int fd, const void *p, size_t n, size_t *done)
{
	const char *from = p;
	ssize_t w;

	for (*done = 0; *done < n; ) {
		w = write(fd, from + *done, n - *done);
		if (w > 0)
			*done += (size_t)w;
		else if (w == 0 || errno != EINTR)
			return w == 0 ? EIO : errno;
	}
	return 0;
}

static const char *
temp_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder == NULL || *folder == '\0' ? "/tmp" : folder;
}

int
temp_failed(const char *what, struct err *err)
{
	err_sys(err, STATUS_IO, errno, "cannot %s a temporary file (set "
	    "TMPDIR to a directory with room)", what);
	return err_at(err, temp_folder(), 0, NULL);
}

int
temp_open(struct err *err)
{
	struct buf path = { 0 };
	int fd;

	if (buf_printf(&path, "%s/lscb-XXXXXX", temp_folder()) == -1 ||
	    buf_str(&path) == NULL) {
		buf_free(&path);
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	}
	fd = mkostemp(path.p, O_CLOEXEC);
	if (fd != -1 && unlink(path.p) == -1) {
		close(fd);
		fd = -1;
	}
	buf_free(&path);
	return fd == -1 ? temp_failed("create", err) : fd;
}
