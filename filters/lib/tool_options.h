/* SPDX-License-Identifier: MIT */
/* The command line of a filter, for tool.c alone: what options say, --help. */
#ifndef LSCB_TOOL_OPTIONS_H
#define LSCB_TOOL_OPTIONS_H

#include "tool.h"

/* What the options say that every filter has, or that its flags ask for. */
struct tool_common {
	bool help, version, quiet;
	const char *output, *stats, *rejects, *max_rejects, *library;
};

/*
 * Reads the command line into the targets of the tool's own options, and what is
 * common into what is returned, which lives as long as the process.  *operands is
 * the index of the first file.  A wrong line ends in tool_usage.
 */
const struct tool_common *options_read(const struct tool *tool, int argc,
    char **argv, int *operands);
/* Prints the text of --help. */
void options_help(const struct tool *tool);

#endif
