/* SPDX-License-Identifier: MIT */
/*
 * What a unit test needs: RUN(function, "promise in a sentence") prints one
 * line, "ok PROMISE" or "not ok PROMISE - first check that failed"; every
 * further failed check is a comment line.  UNIT_END is the exit status.
 * Files go to a directory of their own, which is removed at the end.
 */
#ifndef LSCB_UNIT_H
#define LSCB_UNIT_H

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define RUN(fn, promise) unit_run(fn, promise)
/* CHECK(condition, "what was found instead, printf-like", ...) */
#define CHECK(cond, ...) \
	((cond) ? (void)0 : unit_fail(__LINE__, #cond, __VA_ARGS__))
#define UNIT_END (unit_failures != 0)

static int unit_failures;
static char unit_why[512];
static char unit_dir[] = "/tmp/lscb-unit.XXXXXX";

__attribute__((format(printf, 3, 4))) static inline void
unit_fail(int line, const char *cond, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (unit_why[0] != '\0')
		printf("# also line %d: %s: %s\n", line, cond, text);
	else
		snprintf(unit_why, sizeof(unit_why), "line %d: %s: %s", line,
		    cond, text);
}

static inline void
unit_run(void (*fn)(void), const char *promise)
{
	unit_why[0] = '\0';
	fn();
	if (unit_why[0] == '\0')
		printf("ok %s\n", promise);
	else
		printf("not ok %s - %s\n", promise, unit_why);
	unit_failures += unit_why[0] != '\0';
	fflush(stdout);
}

static inline void
unit_leave(void)
{
	DIR *d;
	struct dirent *e;

	if ((d = opendir(unit_dir)) == NULL)
		return;
	while ((e = readdir(d)) != NULL)
		if (unlinkat(dirfd(d), e->d_name, 0) != 0)
			unlinkat(dirfd(d), e->d_name, AT_REMOVEDIR);
	closedir(d);
	rmdir(unit_dir);
}

/* Moves to an empty directory of its own. */
static inline void
unit_enter(void)
{
	static bool entered;

	if (entered)
		return;
	if (mkdtemp(unit_dir) == NULL || chdir(unit_dir) != 0)
		abort();
	atexit(unit_leave);
	entered = true;
}

/* Writes a file there and returns its name. */
static inline const char *
unit_write(const char *name, const void *p, size_t n)
{
	FILE *f;

	unit_enter();
	unlink(name);
	if ((f = fopen(name, "wb")) == NULL ||
	    fwrite(p, 1, n, f) != n || fclose(f) != 0)
		abort();
	return name;
}

/* Reads a small file; *n (may be NULL) gets its length; "" when absent. */
static inline const char *
unit_read(const char *name, size_t *n)
{
	static char text[1 << 20];
	size_t got = 0;
	FILE *f;

	if ((f = fopen(name, "rb")) != NULL) {
		got = fread(text, 1, sizeof(text) - 1, f);
		fclose(f);
	}
	text[got] = '\0';
	if (n != NULL)
		*n = got;
	return text;
}

#endif
