/* SPDX-License-Identifier: MIT */
/*
 * Makes the master key as two shares, and purpose keys from both shares.
 *
 * --new A B: a random master is cut in two share files and forgotten.
 * --purpose NAME A B -o FILE: both shares together give the key of one purpose
 * and epoch, which is all that a filter ever reads.  Existing files are never
 * overwritten.  Refused: shares that are readable by others, damaged, or not of
 * one master.  The only filter whose output is random.
 */
#include <string.h>

#include "share.h"
#include "token.h"
#include "tool.h"

struct opts {
	bool new;
	const char *purpose;
	size_t epoch;
};

static struct opts opts = { .epoch = 1 };

static const struct tool_option options[] = {
	{ 0, "new", OPT_FLAG, &opts.new, NULL,
	    "make a master key, as the share files A and B" },
	{ 0, "purpose", OPT_TEXT, &opts.purpose, "NAME",
	    "of a purpose: deidentify, link, rekey, survey" },
	{ 0, "epoch", OPT_SIZE, &opts.epoch, "N",
	    "of this epoch (1); a new epoch changes every pseudonym" },
	{ 0 }
};

static const struct tool tool = {
	.name = "lscb-keygen",
	.summary = "make a master key in two shares, and keys from it",
	.synopsis = "--new A B | --purpose NAME [--epoch N] -o FILE A B",
	.examples =
	    "lscb-keygen --new officer-1.share officer-2.share\n"
	    "lscb-keygen --purpose link -o link.key officer-1.share "
	    "officer-2.share\n",
	.options = options
};

static int
derive_key(const char *a_path, const char *b_path, const char *path,
    struct err *err)
{
	unsigned char master[KEY_BYTES];
	int r;

	if (master_read(a_path, b_path, master, err) == -1)
		return -1;
	r = key_derive_write(master, opts.purpose, (unsigned)opts.epoch, path,
	    err);
	master_wipe(master);
	return r;
}

static void
check_opts(const struct tool_run *run)
{
	const char *near;

	if (opts.new == (opts.purpose != NULL))
		tool_usage("want either --new or --purpose NAME");
	if (run->n_files != 2)
		tool_usage("want two share files");
	if (opts.new && run->output != NULL)
		tool_usage("--new writes its two share files, not -o");
	if (opts.new)
		return;
	if (run->output == NULL || strcmp(run->output, "-") == 0)
		tool_usage("--purpose needs -o FILE: a key is never shown");
	if (!purpose_known(opts.purpose)) {
		near = near_miss(opts.purpose, key_purposes, KEY_PURPOSES);
		tool_usage("no such purpose%s%s%s: want deidentify, link, "
		    "rekey or survey", near == NULL ? "" : "; did you mean '",
		    near == NULL ? "" : near, near == NULL ? "" : "'?");
	}
	if (opts.epoch < 1 || opts.epoch > EPOCH_MAX)
		tool_usage("--epoch wants a number from 1 to %d", EPOCH_MAX);
}

int
main(int argc, char **argv)
{
	struct tool_run *run = tool_start(&tool, argc, argv);
	struct err err;
	int r;

	check_opts(run);
	tool_settle();		/* nothing is left that could fail after */
	if (opts.new)
		r = shares_new(run->files[0], run->files[1], &err);
	else
		r = derive_key(run->files[0], run->files[1], run->output,
		    &err);
	if (r == -1)
		tool_die(&err);
	return tool_finish();
}
