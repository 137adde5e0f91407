/* SPDX-License-Identifier: MIT */
/* See stream_spool.h. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "stream.h"
#include "stream_io.h"
#include "stream_spool.h"

static int
copy(int to, int fd, const char *name, char *chunk, struct err *err)
{
	size_t done;
	ssize_t r;

	while ((r = stream_read(fd, name, chunk, STREAM_CHUNK, err)) > 0)
		if ((errno = stream_write(to, chunk, (size_t)r, &done)) != 0)
			return temp_failed("write", err);
	return (int)r;
}

int
stream_spool(int fd, const char *name, const void *first, size_t n,
    struct err *err)
{
	char *chunk = malloc(STREAM_CHUNK);
	size_t done;
	int to, r = -1;

	if (chunk == NULL)
		return err_set(err, STATUS_SYSTEM, "", "out of memory");
	to = temp_open(err);
	if (to != -1) {
		errno = stream_write(to, first, n, &done);
		r = errno != 0 ? temp_failed("write", err) :
		    copy(to, fd, name, chunk, err);
	}
	free(chunk);
	if (to != -1 && r == -1) {
		close(to);
		return -1;
	}
	return to;
}
