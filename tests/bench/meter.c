/*
 * SPDX-License-Identifier: MIT
 * meter: what a command costs.
 *
 *	meter TIMES LABEL COMMAND [ARG ...]
 *
 * Runs the command and adds one line to TIMES: label, wall seconds, user and
 * system seconds, peak resident memory in KiB, and its status, which is also
 * that of meter.  Times include the processes the command waited for; memory
 * is that of the largest one.  One write, so that the stages of a pipeline
 * can share a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

static int
add_line(const char *path, const char *line, int length)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CREAT, 0666);

	if (fd < 0 || write(fd, line, (size_t)length) != length)
		return -1;
	return close(fd);
}

int
main(int argc, char **argv)
{
	struct timespec start, stop;
	struct rusage use;
	char line[512];
	int status, length;
	pid_t child;

	if (argc < 4) {
		fputs("usage: meter TIMES LABEL COMMAND [ARG ...]\n", stderr);
		return 64;
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	child = fork();
	if (child == 0) {
		execvp(argv[3], argv + 3);
		fprintf(stderr, "meter: %s: %s\n", argv[3], strerror(errno));
		_exit(127);
	}
	/* What the command reads and writes is its own business alone. */
	if (child < 0 || close(0) != 0 || close(1) != 0 ||
	    wait4(child, &status, 0, &use) != child) {
		perror("meter");
		return 71;
	}
	clock_gettime(CLOCK_MONOTONIC, &stop);
	status = WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
	length = snprintf(line, sizeof(line), "%s,%.3f,%.3f,%.3f,%ld,%d\n",
	    argv[2],
	    (double)(stop.tv_sec - start.tv_sec) +
		(double)(stop.tv_nsec - start.tv_nsec) / 1e9,
	    seconds(&use.ru_utime), seconds(&use.ru_stime), use.ru_maxrss,
	    status);
	if (add_line(argv[1], line, length) != 0) {
		fprintf(stderr, "meter: %s: %s\n", argv[1], strerror(errno));
		return 74;
	}
	return status;
}
