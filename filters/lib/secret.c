/* SPDX-License-Identifier: MIT */
/* See secret.h. */
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "secret.h"
#include "stream.h"
#include "stream_io.h"

static int
bad_secret(const char *path, struct err *err, const char *text)
{
	err_set(err, STATUS_CONFIG, "bad-key", "%s", text);
	return err_at(err, path, 0, NULL);
}

/* Opens a key file only if nobody else could have read or planted it. */
static int
open_private(const char *path, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK);

	if (fd == -1) {
		if (errno == ELOOP)
			return bad_secret(path, err, "is a link; name the key "
			    "file itself");
		err_sys(err, STATUS_CONFIG, errno, "cannot open the key");
		return err_at(err, path, 0, NULL);
	}
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		bad_secret(path, err, "is not a plain file");
	else if ((st.st_mode & 077) != 0)
		bad_secret(path, err, "others can read this key: chmod 400 it, "
		    "and make a new one if they may have");
	else if (st.st_uid != geteuid() && st.st_uid != 0)
		bad_secret(path, err, "belongs to another user: whoever runs "
		    "this must own it");
	else if (in_ask(path, &st, err) == 0)
		return fd;
	close(fd);
	return -1;
}

static ssize_t
read_whole(int fd, char *p, size_t size)
{
	size_t n = 0;
	ssize_t r;

	while (n < size) {
		r = read(fd, p + n, size - n);
		if (r == -1 && errno == EINTR)
			continue;
		if (r == -1)
			return -1;
		if (r == 0)
			break;
		n += (size_t)r;
	}
	return (ssize_t)n;
}

/*
 * Of one byte, not of none: where core_pattern is a program, Linux heeds no
 * limit but that (fs/coredump.c).  Where the limit cannot be raised to it, not
 * dumpable at all.
 */
void
secret_no_core(void)
{
	const struct rlimit one = { 1, 1 };

	if (setrlimit(RLIMIT_CORE, &one) == -1)
		(void)prctl(PR_SET_DUMPABLE, 0);
}

int
secret_read(const char *path, char text[SECRET_MAX + 1], struct err *err)
{
	int fd = open_private(path, err), e;
	ssize_t n;

	if (fd == -1)
		return -1;
	secret_no_core();
	n = read_whole(fd, text, SECRET_MAX + 1);
	e = errno;
	close(fd);
	if (n >= 0 && n <= SECRET_MAX && memchr(text, '\0',
	    (size_t)n) == NULL) {
		text[n] = '\0';
		return 0;
	}
	OPENSSL_cleanse(text, SECRET_MAX + 1);
	if (n == -1) {
		err_sys(err, STATUS_IO, e, "cannot read the key");
		return err_at(err, path, 0, NULL);
	}
	return bad_secret(path, err,
	    "is not a key file of ours: want one made by lscb-keygen");
}

int
unhex(const char *p, size_t n, unsigned char *out, size_t want)
{
	unsigned v = 0, d;
	size_t i;

	if (n != want * 2)
		return -1;
	for (i = 0; i < n; i++) {
		d = (unsigned char)p[i];
		if (d >= '0' && d <= '9')
			d -= '0';
		else if (d >= 'a' && d <= 'f')
			d -= 'a' - 10;
		else
			return -1;
		v = v << 4 | d;
		if (i % 2 == 1)
			out[i / 2] = (unsigned char)v;
	}
	return 0;
}

const char *
secret_line(const char *text, const char *name, size_t *n)
{
	const char *p = text, *found = NULL;
	size_t len = strlen(name), all;

	while (*p != '\0') {
		all = strcspn(p, "\n");
		if (strncmp(p, name, len) == 0 && p[len] == ':' &&
		    p[len + 1] == ' ') {
			if (found != NULL)
				return NULL;
			found = p + len + 2;
			*n = all - len - 2;
		}
		p += all + (p[all] == '\n');
	}
	return found;
}

void
hex(const unsigned char *p, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		*out++ = digits[p[i] >> 4];
		*out++ = digits[p[i] & 15];
	}
	*out = '\0';
}

static int
write_new(const char *path, const char *text, size_t n, struct err *err)
{
	char temp[4096];
	size_t done;
	int fd, e;

	if (snprintf(temp, sizeof(temp), "%s.tmp%ld", path,
	    (long)getpid()) >= (int)sizeof(temp))
		return err_set(err, STATUS_CANTCREATE, "", "name too long");
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
	if (fd == -1) {
		err_sys(err, STATUS_CANTCREATE, errno, "cannot create");
		return err_at(err, path, 0, NULL);
	}
	e = stream_write(fd, text, n, &done);
	if (e == 0 && fsync(fd) == -1)
		e = errno;
	if (close(fd) == -1 && e == 0 && errno != EINTR)
		e = errno;
	if (e != 0)
		err_sys(err, STATUS_IO, e, "cannot write");
	else if (link(temp, path) == -1) {	/* unlike rename: never over */
		e = errno;
		err_sys(err, STATUS_CANTCREATE, e, "cannot create");
	}
	unlink(temp);
	return e == 0 ? 0 : err_at(err, path, 0, NULL);
}

int
secret_write(const char *path, const char *text, size_t n, struct err *err)
{
	sigset_t all, before;
	int r;

	/* A signal would leave the secret under a name nobody looks at. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	r = write_new(path, text, n, err);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return r;
}
