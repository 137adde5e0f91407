/* SPDX-License-Identifier: MIT */
/* See stream_spool.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "stream.h"
#include "stream_gzip.h"
#include "stream_spool.h"

/* Not every file system has files without a name: then one is taken away. */
static int
nameless(const char *folder)
{
	char path[4096];
	int fd = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);

	if (fd != -1)
		return fd;
	if ((size_t)snprintf(path, sizeof(path), "%s/lscb.XXXXXX", folder) >=
	    sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd != -1)
		unlink(path);
	return fd;
}

static int
write_all(int fd, const char *p, size_t n)
{
	ssize_t w;

	while (n > 0) {
		w = write(fd, p, n);
		if (w == -1 && errno == EINTR)
			continue;
		if (w <= 0) {
			errno = w == 0 ? EIO : errno;
			return -1;
		}
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

int
stream_spool(int fd, const char *name, const void *first, size_t n,
    struct err *err)
{
	const char *folder = getenv("TMPDIR");
	char *chunk = malloc(STREAM_CHUNK);
	ssize_t r = (ssize_t)n;
	int to = -1;

	if (chunk == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	if (folder == NULL || *folder == '\0')
		folder = "/tmp";
	to = nameless(folder);
	if (to == -1)
		err_sys(err, STATUS_CANTCREATE, errno, "cannot create a "
		    "temporary file in $TMPDIR");
	else if (write_all(to, first, n) == 0)
		while ((r = stream_read(fd, name, chunk, STREAM_CHUNK,
		    err)) > 0 && write_all(to, chunk, (size_t)r) == 0)
			;
	free(chunk);
	if (to == -1 || r == 0)
		return to;
	if (r > 0) {
		err_sys(err, STATUS_IO, errno, "cannot write a temporary file "
		    "in $TMPDIR");
		err_at(err, name, 0, NULL);
	}
	close(to);
	return -1;
}
