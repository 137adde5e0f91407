/* SPDX-License-Identifier: MIT */
/*
 * Usage: spill KEY
 *
 * Reads a key as somebody careless would, says so with an empty line, and
 * waits for a signal that ends it: what a core or a look into memory finds.
 */
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char text[4096];
	FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;

	if (f == NULL || fread(text, 1, sizeof(text) - 1, f) == 0)
		return 66;
	fclose(f);
	puts("");
	fflush(stdout);
	pause();
	return 0;
}
