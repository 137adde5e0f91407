/* SPDX-License-Identifier: MIT */
/*
 * Shows a fuzz target every file of some folders, without libFuzzer: a line of
 * TAP for each.  A child does it, so that a file that kills it is named and the
 * rest are shown to the next child; at its end it looks for lost memory.
 */
#include <dirent.h>
#include <sys/wait.h>

#include "fuzz.h"

static size_t *at;	/* shared with the child: the file it is at */
static bool lost_memory;

static void
show(const char *path)
{
	struct buf b = { 0 };
	FILE *f = fopen(path, "rb");
	char *copy;
	size_t r;

	do {
		if (f == NULL || buf_reserve(&b, 65536) == -1)
			abort();
		r = fread(b.p + b.n, 1, 65536, f);
		b.n += r;
	} while (r > 0);
	fclose(f);
	copy = fuzz_copy(b.p, b.n, 0);
	(void)LLVMFuzzerTestOneInput((const uint8_t *)copy + 1, b.n);
	free(copy);
	buf_free(&b);
}

/* Shows files[*at...n); what became of the child. */
static int
show_from(struct dirent **files, size_t n, const char *folder)
{
	char path[4096];
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		for (; *at < n; ++*at) {
			snprintf(path, sizeof(path), "%s/%s", folder,
			    files[*at]->d_name);
			show(path);
		}
		exit(0);	/* the sanitizer has its say about leaks */
	}
	if (child == -1 || waitpid(child, &status, 0) == -1)
		abort();
	return status;
}

static int
is_input(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static int
replay(const char *folder)
{
	struct dirent **files;
	size_t i = 0, n;
	int found, bad = 0, status;

	found = scandir(folder, &files, is_input, alphasort);
	if (found < 1) {
		printf("not ok %s: no files there\n", folder);
		return 1;
	}
	n = (size_t)found;
	*at = 0;
	do {
		status = show_from(files, n, folder);
		for (; i < *at; i++)
			printf("ok %s\n", files[i]->d_name);
		if (*at < n) {
			printf("not ok %s/%s - %s %d\n", folder,
			    files[i]->d_name, WIFSIGNALED(status) ? "signal" :
			    "status", WIFSIGNALED(status) ? WTERMSIG(status) :
			    WEXITSTATUS(status));
			i = ++*at;
			bad++;
		} else if (status != 0 && !lost_memory) {
			lost_memory = true;
			printf("not ok %s: memory is lost\n", folder);
			bad++;
		}
	} while (*at < n);
	while (found-- > 0)
		free(files[found]);
	free(files);
	return bad;
}

int
main(int argc, char **argv)
{
	int i, bad = 0;

	at = mmap(NULL, sizeof(*at), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		abort();
	for (i = 1; i < argc; i++)
		bad += replay(argv[i]);
	return bad != 0;
}
