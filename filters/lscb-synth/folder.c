/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "folder.h"

static const char mark[] = ".made-by-lscb-synth";

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	(void)remove(path);
	return 0;
}

/* Everything in it is ours; no link is followed. */
static void
remove_tree(const char *path)
{
	(void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool
is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	bool empty = d != NULL;

	while (empty && (entry = readdir(d)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0;
	if (d != NULL)
		(void)closedir(d);
	return empty;
}

/* A folder that is not there, or that has nothing in it: it stays until the
 * new one is renamed over it, which inherits who may read it. */
static int
check_free(const char *dir, mode_t *mode, struct err *err)
{
	const char *last = strrchr(dir, '/');
	struct stat st;

	last = last == NULL ? dir : last + 1;
	if (strcmp(last, ".") == 0 || strcmp(last, "..") == 0)
		return err_set(err, STATUS_CANTCREATE, "", "%s cannot be "
		    "replaced: want the name of a directory", dir);
	if (lstat(dir, &st) == -1)
		return errno == ENOENT ? 0 : err_sys(err, STATUS_CANTCREATE,
		    errno, "cannot create %s", dir);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, STATUS_CANTCREATE, "",
		    "%s is there and is no directory", dir);
	if (!is_empty(dir))
		return err_set(err, STATUS_CANTCREATE, "", "%s is not empty: "
		    "name a new directory", dir);
	*mode = st.st_mode & 07777;
	return 0;
}

/* Removes what a killed run left; anything else stays and is named. */
static int
check_part(struct folder *f, struct err *err)
{
	struct stat st;
	int fd;

	if (lstat(f->part, &st) == -1)
		return 0;
	fd = S_ISDIR(st.st_mode) ? open(f->mark, O_RDWR | O_NOFOLLOW |
	    O_CLOEXEC) : -1;
	if (fd == -1)
		return err_set(err, STATUS_CANTCREATE, "", "%s is there and "
		    "was not made by this filter: remove it", f->part);
	if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		(void)close(fd);
		return err_set(err, STATUS_CANTCREATE, "", "%s is being made "
		    "by another run", f->part);
	}
	remove_tree(f->part);
	(void)close(fd);
	return 0;
}

static int
check_room(const char *part, uint64_t bytes, struct err *err)
{
	struct statvfs fs;
	uint64_t have;

	if (statvfs(part, &fs) == -1)
		return 0;	/* we shall see */
	have = (uint64_t)fs.f_bavail * fs.f_frsize;
	if (have >= bytes)
		return 0;
	return err_set(err, STATUS_IO, "no-space", "the board takes about "
	    "%llu MB, and there is room for %llu MB: want fewer people, fewer "
	    "years or another disk", (unsigned long long)(bytes >> 20),
	    (unsigned long long)(have >> 20));
}

int
folder_make(struct folder *f, const char *dir, uint64_t bytes,
    struct err *err)
{
	size_t n = strlen(dir);
	mode_t mode = 0;

	f->lock = -1;
	while (n > 1 && dir[n - 1] == '/')
		n--;
	if (n >= sizeof(f->final))
		return err_set(err, STATUS_CANTCREATE, "", "path too long");
	memcpy(f->final, dir, n);
	f->final[n] = '\0';
	(void)snprintf(f->part, sizeof(f->part), "%s.part", f->final);
	(void)snprintf(f->mark, sizeof(f->mark), "%s/%s", f->part, mark);
	if (check_free(f->final, &mode, err) == -1 || check_part(f, err) == -1)
		return -1;
	if (mkdir(f->part, 0755) == -1 ||
	    (mode != 0 && chmod(f->part, mode) == -1))
		return err_sys(err, STATUS_CANTCREATE, errno,
		    "cannot create %s", f->part);
	f->lock = open(f->mark, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (f->lock == -1 || flock(f->lock, LOCK_EX | LOCK_NB) == -1) {
		err_sys(err, STATUS_CANTCREATE, errno, "cannot create %s",
		    f->mark);
		folder_remove(f);
		return -1;
	}
	if (check_room(f->part, bytes, err) == -1) {
		folder_remove(f);
		return -1;
	}
	return 0;
}

int
folder_finish(struct folder *f, struct err *err)
{
	if (unlink(f->mark) == -1 || rename(f->part, f->final) == -1)
		return err_sys(err, STATUS_CANTCREATE, errno,
		    "cannot rename to %s", f->final);
	f->part[0] = '\0';
	(void)close(f->lock);
	f->lock = -1;
	return 0;
}

void
folder_remove(struct folder *f)
{
	if (f->part[0] != '\0')
		remove_tree(f->part);
	f->part[0] = '\0';
	if (f->lock != -1)
		(void)close(f->lock);
	f->lock = -1;
}
