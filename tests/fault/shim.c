/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a filter: makes the n-th call of a kind fail, or all calls
 * short, and runs the filter once for every n without starting it anew.
 *
 * FAULT_PLAN names a file, a line for each series of runs:
 *
 *	NAME CALL ERROR HOW FILE READ WRITE DENSE PART TO ...
 *
 *	CALL	read, write, open ... (see kinds); alloc is memory; - is none
 *	ERROR	errno, a number
 *	HOW	once, or lasting: all later ones fail too
 *	FILE	only descriptors of files with this in their path are counted,
 *		failed or shortened; - is all
 *	READ	no read or pread gets more bytes; 0 is no limit
 *	WRITE	no write or pwrite takes more
 *	DENSE PART TO	every n up to DENSE, then each about a PART-th larger
 *
 * Before main, for each line and each n up to TO, a child is forked that goes on
 * to main in a folder ./NAME/n of its own, with standard input at its start and
 * its output in out and err.  ./NAME/runs gets a line for each: n, how it ended
 * (as a shell says it), whether the call was reached (1 or 0), and which file
 * it was about.  A series ends at the first n that is not reached.  The first
 * line of a plan has no call: how many of each it makes is written to ./calls,
 * and what it does not make is not tried.
 *
 * Calls within libc itself do not come by here: stdio on its own streams, the
 * loader.  tests/fault/calls.bats holds this to what strace sees.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind {
	READ, WRITE, PREAD, PWRITE, OPEN, OPENDIR, READDIR, STAT, FSTAT, FSYNC,
	CLOSE, RENAME, LINK, UNLINK, MKDIR, TEMP, FLOCK, POLL, EVENTFD, THREAD,
	RANDOM, ALLOC, KINDS
};

static const char *const kinds[KINDS] = {
	"read", "write", "pread", "pwrite", "open", "opendir", "readdir",
	"stat", "fstat", "fsync", "close", "rename", "link", "unlink", "mkdir",
	"mkostemp", "flock", "poll", "eventfd", "thread", "getrandom", "alloc"
};

enum { NAME = 512, KNOWN = 64 };

static bool armed;
static enum kind failing = KINDS;
static int error;
static bool lasting;
static size_t short_read, short_write;
static const char *file;
static unsigned long at;

/* What the parent learns from a child, whatever becomes of it. */
static struct report {
	atomic_int fired;
	atomic_ulong calls[KINDS];
	char name[NAME];
} *report;

/* The function of that name behind this one. */
#define NEXT(name) __extension__ ({				\
	static __typeof__(&name) next_;				\
	if (next_ == NULL)					\
		next_ = (__typeof__(&name))dlsym(RTLD_NEXT, #name);	\
	next_;							\
})

/* The name of a call's file: its path, or that of fd, or "-". */
static void
name_of(int fd, const char *path, char name[NAME])
{
	char link[32];
	ssize_t n;

	snprintf(name, NAME, "%s", path == NULL ? "-" : path);
	if (path != NULL || fd < 0)
		return;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, name, NAME - 1);
	if (n >= 0)
		name[n] = '\0';
}

/* Whether FAULT_FILE is in the name of fd: known until it is closed. */
static _Atomic signed char known[KNOWN];

static bool
concerns(int fd, const char *path)
{
	char name[NAME];
	bool cached = path == NULL && fd >= 0 && fd < KNOWN, is;

	if (file == NULL)
		return true;
	if (cached && known[fd] != 0)
		return known[fd] > 0;
	name_of(fd, path, name);
	is = strstr(name, file) != NULL;
	if (cached)
		known[fd] = is ? 1 : -1;
	return is;
}

/* Counts a call; true, with errno set: it is to fail. */
static bool
fails(enum kind kind, int fd, const char *path)
{
	unsigned long n;

	if (!armed || (failing != KINDS && kind != failing) ||
	    !concerns(fd, path))
		return false;
	n = atomic_fetch_add(&report->calls[kind], 1) + 1;
	if (failing == KINDS || (lasting ? n < at : n != at))
		return false;
	if (atomic_exchange(&report->fired, 1) == 0)
		name_of(fd, path, report->name);
	errno = error;
	return true;
}

static size_t
capped(int fd, size_t n, size_t cap)
{
	return armed && cap > 0 && n > cap && concerns(fd, NULL) ? cap : n;
}

/* --- calls ------------------------------------------------------------- */

ssize_t
read(int fd, void *p, size_t n)
{
	return fails(READ, fd, NULL) ? -1 :
	    NEXT(read)(fd, p, capped(fd, n, short_read));
}

ssize_t __read_chk(int, void *, size_t, size_t);
ssize_t
__read_chk(int fd, void *p, size_t n, size_t size)
{
	return n > size ? NEXT(__read_chk)(fd, p, n, size) : read(fd, p, n);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	return fails(WRITE, fd, NULL) ? -1 :
	    NEXT(write)(fd, p, capped(fd, n, short_write));
}

ssize_t
pread(int fd, void *p, size_t n, off_t from)
{
	return fails(PREAD, fd, NULL) ? -1 :
	    NEXT(pread)(fd, p, capped(fd, n, short_read), from);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t to)
{
	return fails(PWRITE, fd, NULL) ? -1 :
	    NEXT(pwrite)(fd, p, capped(fd, n, short_write), to);
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode = 0;

	if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return fails(OPEN, -1, path) ? -1 : NEXT(open)(path, flags, mode);
}

int __open_2(const char *, int);
int
__open_2(const char *path, int flags)
{
	return open(path, flags);
}

DIR *
opendir(const char *path)
{
	return fails(OPENDIR, -1, path) ? NULL : NEXT(opendir)(path);
}

struct dirent *
readdir(DIR *d)
{
	return fails(READDIR, dirfd(d), NULL) ? NULL : NEXT(readdir)(d);
}

int
stat(const char *path, struct stat *st)
{
	return fails(STAT, -1, path) ? -1 : NEXT(stat)(path, st);
}

int
lstat(const char *path, struct stat *st)
{
	return fails(STAT, -1, path) ? -1 : NEXT(lstat)(path, st);
}

int
fstat(int fd, struct stat *st)
{
	return fails(FSTAT, fd, NULL) ? -1 : NEXT(fstat)(fd, st);
}

/* Never done: thousands of runs, and no disk here loses power. */
int
fsync(int fd)
{
	return fails(FSYNC, fd, NULL) ? -1 : 0;
}

/* As the kernel has it: a close that fails has closed all the same. */
int
close(int fd)
{
	bool failing_one = fails(CLOSE, fd, NULL);
	int e = errno, r;

	if (fd >= 0 && fd < KNOWN)
		known[fd] = 0;
	r = NEXT(close)(fd);
	if (!failing_one)
		return r;
	errno = e;
	return -1;
}

int
rename(const char *from, const char *to)
{
	return fails(RENAME, -1, to) ? -1 : NEXT(rename)(from, to);
}

int
link(const char *from, const char *to)
{
	return fails(LINK, -1, to) ? -1 : NEXT(link)(from, to);
}

int
unlink(const char *path)
{
	return fails(UNLINK, -1, path) ? -1 : NEXT(unlink)(path);
}

int
mkdir(const char *path, mode_t mode)
{
	return fails(MKDIR, -1, path) ? -1 : NEXT(mkdir)(path, mode);
}

int
mkostemp(char *path, int flags)
{
	return fails(TEMP, -1, path) ? -1 : NEXT(mkostemp)(path, flags);
}

int
flock(int fd, int how)
{
	return fails(FLOCK, fd, NULL) ? -1 : NEXT(flock)(fd, how);
}

int
poll(struct pollfd *p, nfds_t n, int wait)
{
	return fails(POLL, -1, NULL) ? -1 : NEXT(poll)(p, n, wait);
}

int
eventfd(unsigned start, int flags)
{
	return fails(EVENTFD, -1, NULL) ? -1 : NEXT(eventfd)(start, flags);
}

int
pthread_create(pthread_t *t, const pthread_attr_t *attr, void *(*f)(void *),
    void *arg)
{
	return fails(THREAD, -1, NULL) ? errno :
	    NEXT(pthread_create)(t, attr, f, arg);
}

ssize_t
getrandom(void *p, size_t n, unsigned flags)
{
	return fails(RANDOM, -1, NULL) ? -1 :
	    NEXT(getrandom)(p, capped(-1, n, short_read), flags);
}

/* --- memory ------------------------------------------------------------ */

/* strdup, opendir and their like get theirs here too, and the libraries. */
void *
malloc(size_t n)
{
	return fails(ALLOC, -1, NULL) ? NULL : NEXT(malloc)(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails(ALLOC, -1, NULL) ? NULL : NEXT(calloc)(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails(ALLOC, -1, NULL) ? NULL : NEXT(realloc)(p, n);
}

void *
aligned_alloc(size_t align, size_t n)
{
	return fails(ALLOC, -1, NULL) ? NULL : NEXT(aligned_alloc)(align, n);
}

/* --- one run after the other -------------------------------------------- */

_Noreturn static void
quit(const char *what)
{
	fprintf(stderr, "shim: %s: %s\n", what, strerror(errno));
	_exit(99);
}

static void
to_file(const char *path, int fd)
{
	int to = NEXT(open)(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND,
	    0666);

	if (to == -1 || dup2(to, fd) == -1)
		quit(path);
	NEXT(close)(to);
}

/* One line of the plan. */
static char series[64], file_name[128];
static unsigned long dense, part, to;

/* Read at once: a child that ends would move the place in an open file. */
static const char *
read_plan(const char *path)
{
	static char text[16384];
	FILE *f = fopen(path, "re");
	size_t n = f == NULL ? 0 : fread(text, 1, sizeof(text) - 1, f);

	if (n == 0 || n == sizeof(text) - 1 || fclose(f) != 0)
		quit(path);
	text[n] = '\0';
	return text;
}

static void
begin_series(const char *line)
{
	char call[16], how[16];
	size_t i;

	if (sscanf(line, "%63s %15s %d %15s %127s %zu %zu %lu %lu %lu",
	    series, call, &error, how, file_name, &short_read, &short_write,
	    &dense, &part, &to) != 10)
		quit("plan");
	failing = KINDS;
	for (i = 0; i < KINDS; i++)
		if (strcmp(call, kinds[i]) == 0)
			failing = (enum kind)i;
	if (failing == KINDS && strcmp(call, "-") != 0)
		quit(call);
	lasting = strcmp(how, "lasting") == 0;
	file = strcmp(file_name, "-") == 0 ? NULL : file_name;
}

static int (*real_main)(int, char **, char **);

/* In the child. */
static int
run(int argc, char **argv, char **env)
{
	char dir[100];

	snprintf(dir, sizeof(dir), "%s/%lu", series, at);
	if (NEXT(mkdir)(dir, 0777) == -1 || chdir(dir) == -1)
		quit(dir);
	(void)lseek(STDIN_FILENO, 0, SEEK_SET);
	to_file("out", STDOUT_FILENO);
	to_file("err", STDERR_FILENO);
	alarm(20);
	armed = true;
	return real_main(argc, argv, env);
}

/* In the child 0, with what main returned; in the parent never. */
static pid_t
run_series(void)
{
	char path[100];
	FILE *runs;
	pid_t pid;
	int status;

	snprintf(path, sizeof(path), "%s/runs", series);
	if (NEXT(mkdir)(series, 0777) == -1 ||
	    (runs = fopen(path, "we")) == NULL)
		quit(series);
	for (at = 1; at <= to; at += at < dense ? 1 : 1 + at / part) {
		memset(report, 0, sizeof(*report));
		fflush(runs);
		pid = fork();
		if (pid == 0)
			return 0;
		if (pid == -1 || waitpid(pid, &status, 0) != pid)
			quit("fork");
		fprintf(runs, "%lu %d %d %s\n", at, WIFEXITED(status) ?
		    WEXITSTATUS(status) : 128 + WTERMSIG(status),
		    report->fired, report->name[0] == '\0' ? "-" :
		    report->name);
		if (!report->fired)
			break;
	}
	if (fclose(runs) != 0)
		quit(series);
	return 1;
}

static void
write_calls(const unsigned long *made)
{
	FILE *f = fopen("calls", "we");
	size_t i;

	for (i = 0; i < KINDS && f != NULL; i++)
		fprintf(f, "%s %lu\n", kinds[i], made[i]);
	if (f == NULL || fclose(f) != 0)
		quit("calls");
}

static int
run_plan(int argc, char **argv, char **env)
{
	const char *path = getenv("FAULT_PLAN");
	unsigned long made[KINDS] = { 0 };
	const char *plan;
	bool first = true;
	size_t i;

	if (path == NULL)
		return real_main(argc, argv, env);
	report = mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (report == MAP_FAILED)
		quit("memory");
	for (plan = read_plan(path); *plan != '\0';
	    plan = strchr(plan, '\n') + 1) {
		begin_series(plan);
		if (failing != KINDS && made[failing] == 0)
			continue;
		if (run_series() == 0)
			return run(argc, argv, env);
		if (first) {
			for (i = 0; i < KINDS; i++)
				made[i] = report->calls[i];
			write_calls(made);
		}
		first = false;
	}
	_exit(0);
}

int __libc_start_main(int (*)(int, char **, char **), int, char **,
    void (*)(void), void (*)(void), void (*)(void), void *);
int
__libc_start_main(int (*main)(int, char **, char **), int argc, char **argv,
    void (*init)(void), void (*fini)(void), void (*ld_fini)(void),
    void *stack_end)
{
	real_main = main;
	return NEXT(__libc_start_main)(run_plan, argc, argv, init, fini,
	    ld_fini, stack_end);
}
